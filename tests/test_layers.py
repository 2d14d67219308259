"""Who may import whom, what an import may do, and how long a file may grow."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

import qa

ROOT = Path(__file__).parent.parent
LINE = ["corpus", "vectorstore", "qa", "evals"]  # data flows to the right, imports point to the left
LEAVES: dict[str, set[str]] = {  # and the only modules of this project that each may import
    "qa.settings": set(),
    "qa.types": {"corpus.article", "corpus.errors", "vectorstore.errors"},
    "qa.errors": {"corpus.errors", "vectorstore.errors"},
    "qa.prompts": {"qa.types", "corpus.article"},
}
HEAVY = {"chromadb", "gradio", "llama_index", "sentence_transformers", "tantivy", "torch", "transformers"}
PUBLIC = {
    "Answer",
    "Citation",
    "Done",
    "Engine",
    "Interpreted",
    "Looking",
    "Passage",
    "QAError",
    "Settings",
    "Statement",
    "StatementReady",
    "Turn",
    "ask",
}


def sources(package: str) -> dict[str, Path]:
    """The modules of a package by name: `qa.ui` for qa/ui/__init__.py."""
    found = {}
    for path in sorted((ROOT / package).rglob("*.py")):
        parts = path.relative_to(ROOT).with_suffix("").parts
        found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


MODULES = {name: path for package in LINE for name, path in sources(package).items()}


@cache
def imported(module: str) -> frozenset[str]:
    """Everything a module names in an import, at its top or inside a function, with the names it takes.

    `from qa import engine` gives `qa` and `qa.engine`, `from qa.types import Turn` also `qa.types.Turn`.
    """
    path = MODULES[module]
    package = module if path.name == "__init__.py" else module.rpartition(".")[0]
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            start = node.module or ""
            if node.level:
                above = package.split(".")[: len(package.split(".")) - node.level + 1]
                start = ".".join([*above, start] if start else above)
            names.add(start)
            names.update(f"{start}.{alias.name}" for alias in node.names)
    return frozenset(names)


def takes(module: str, other: str) -> bool:
    """Whether a module imports another one, or anything in it."""
    return any(name == other or name.startswith(f"{other}.") for name in imported(module))


def importers(other: str) -> set[str]:
    return {module for module in MODULES if takes(module, other)}


def inside(module: str, package: str) -> bool:
    return module == package or module.startswith(f"{package}.")


def test_every_package_is_looked_at() -> None:
    assert {name.partition(".")[0] for name in MODULES} == set(LINE)
    assert takes("qa.errors", "corpus.errors")


@pytest.mark.parametrize("package", LINE)
def test_imports_point_backwards(package: str) -> None:
    forbidden = [*LINE[LINE.index(package) + 1 :], "tests"]
    wrong = [(module, later) for module in sources(package) for later in forbidden if takes(module, later)]
    assert not wrong


@pytest.mark.parametrize("leaf", LEAVES)
def test_leaves(leaf: str) -> None:
    taken = {other for other in MODULES if other in imported(leaf)}
    assert taken <= LEAVES[leaf]


def test_engine_is_below_the_command_line_and_the_page_only() -> None:
    above = {module for module in importers("qa.engine") if inside(module, "qa")}
    allowed = {"qa", "qa.default_engine", "qa.cli", "qa.__main__"}  # the first two hand it on, when asked
    assert {module for module in above if not inside(module, "qa.ui")} <= allowed


def test_nothing_stands_on_the_command_line_or_the_page() -> None:
    assert importers("qa.cli") <= {"qa.__main__"}
    assert {module for module in importers("qa.ui") if not inside(module, "qa.ui")} <= {"qa.cli"}


@pytest.mark.parametrize("library", ["chromadb", "sqlite3", "tantivy"])
def test_one_file_knows_the_store(library: str) -> None:
    assert len(importers(library)) == 1, importers(library)


def test_llamaindex_is_imported_only_where_it_is_asked_for() -> None:
    named = {"qa.llamaindex", "qa.language_models", "qa.engine", "evals.speed.stock"}  # the engine names only a type
    assert importers("llama_index") == named


def test_one_folder_knows_the_page_library() -> None:
    assert importers("gradio")
    assert [module for module in importers("gradio") if not inside(module, "qa.ui")] == []


def test_no_question_and_no_page_leads_to_a_fetch() -> None:
    assert importers("corpus.fetching") == {"corpus.feeds", "corpus.robots", "corpus.web"}
    assert importers("urllib3") == {"corpus.fetching"}
    for module in ("corpus.web", "corpus.sources"):  # where addresses are read
        above = {importer for importer in importers(module) if inside(importer, "qa")}
        assert above <= {"qa.engine", "qa.adding", "qa.cli"}


def test_public_names() -> None:
    assert len(qa.__all__) == len(PUBLIC)
    assert set(qa.__all__) == PUBLIC
    for name in PUBLIC:
        assert getattr(qa, name).__name__ == name


def test_importing_is_light_and_leaves_no_trace(tmp_path: Path) -> None:
    home = tmp_path / "home"
    code = "import sys; from qa import ask; print(*{name.partition('.')[0] for name in sys.modules})"
    environment = {**os.environ, "QA_HOME": str(home), "HOME": str(home), "XDG_DATA_HOME": str(home)}
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=environment, capture_output=True, text=True, check=True
    )
    assert "qa" in done.stdout.split()
    assert HEAVY.intersection(done.stdout.split()) == set()
    assert done.stderr == ""
    assert list(tmp_path.iterdir()) == []


def test_files_stay_short() -> None:
    written = [
        path
        for folder in [*LINE, "tests"]
        for kind in ("*.py", "*.js", "*.css")
        for path in (ROOT / folder).rglob(kind)
    ]
    lengths = {str(path.relative_to(ROOT)): len(path.read_text(encoding="utf-8").splitlines()) for path in written}
    assert {name: length for name, length in lengths.items() if length > 400} == {}
    assert [name for name in lengths if Path(name).stem == "utils"] == []
