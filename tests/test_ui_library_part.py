"""What of the library's view can be called from a browser: by whom the library is changed, and which files are read."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from corpus.readers import MAX_FILE
from qa import Settings
from qa.ui import texts
from qa.ui.library import view
from qa.ui.loading import LazyEngine
from qa.ui.page import build
from tests.browser import served

if TYPE_CHECKING:
    from qa import Engine

CHANGES = {"take_in", "stop_adding", "discard", "restore"}
TEXT = "The Quistown bakery sells lemon cakes made by Orla Finnbar, who opened it on Friday."


@pytest.fixture
def library(library_home: Path) -> Iterator[Engine]:
    from qa import Engine

    with Engine(Settings(home=library_home)) as engine:
        yield engine


@pytest.fixture
def uploads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the server keeps files that are uploaded."""
    folder = tmp_path / "uploads"
    monkeypatch.setenv("GRADIO_TEMP_DIR", str(folder))
    return folder


@pytest.fixture
def address(library: Engine, uploads: Path) -> Iterator[str]:
    with served(LazyEngine.of(library)) as address:
        yield address


def uploaded(address: str, name: str, content: bytes) -> httpx.Response:
    return httpx.post(f"{address}/gradio_api/upload", files={"files": (name, content)}, timeout=60)


def take_in(address: str, path: str) -> str:
    """What a client is told that names this file as one it uploaded."""
    config = httpx.get(f"{address}/config", timeout=60).json()
    wanted = [each["id"] for each in config["dependencies"] if "take_in" in str(each["targets"])]
    sent: dict[str, Any] = {
        "data": [None],
        "fn_index": wanted[0],
        "session_hash": "stranger",
        "event_data": {"files": [{"name": "a.md", "path": path}]},
    }
    httpx.post(f"{address}/gradio_api/queue/join", json=sent, timeout=60).raise_for_status()
    shown = ""
    with httpx.stream("GET", f"{address}/gradio_api/queue/data?session_hash=stranger", timeout=60) as news:
        for line in news.iter_lines():
            shown += line
            if line and json.loads(line.removeprefix("data: "))["msg"] == "process_completed":
                break
    return shown


@pytest.mark.parametrize("may_edit", [True, False])
def test_where_one_may_only_read_no_event_changes_the_library(engine: Engine, may_edit: bool) -> None:
    page = build(engine, may_edit=may_edit)
    events = {name for function in page.fns.values() for _, name in function.targets}
    assert events & CHANGES == (CHANGES if may_edit else set())
    assert "changed" in events


def test_where_one_may_only_read_there_is_no_place_to_drop_files_on() -> None:
    assert 'type="file"' in view.side(may_edit=True)
    assert 'type="file"' not in view.side(may_edit=False)


def test_an_uploaded_file_lies_in_the_folder_for_uploads_whatever_its_name(address: str, uploads: Path) -> None:
    names = (
        "../../up.md",
        "/etc/passwd",
        "..",
        ".",
        "a/b.md",
        "..\\..\\up.md",
        "up\0.md",
        "n" * 5_000,
        "<img src=x>.md",
    )
    for number, name in enumerate(names):
        answer = uploaded(address, name, f"{TEXT} {number}".encode())
        if answer.is_success:
            [path] = answer.json()
            assert Path(path).parent.parent == uploads, name
            assert Path(path).resolve() == Path(path), name
    lying = [path for path in uploads.parent.rglob("*") if path.is_file() and b"lemon cakes" in path.read_bytes()]
    assert lying
    assert all(path.is_relative_to(uploads) for path in lying)


def test_a_file_that_was_not_uploaded_is_neither_read_nor_deleted(
    address: str, library: Engine, uploads: Path, tmp_path: Path
) -> None:
    [own] = uploaded(address, "own.md", TEXT.encode()).json()
    secret = tmp_path / "secret.md"
    secret.write_text(f"{TEXT} Nobody is to know.", encoding="utf-8")
    planted = uploads / "planted.md"
    planted.write_text(f"{TEXT} It was planted.", encoding="utf-8")
    link = Path(own).parent / "link.md"
    link.symlink_to(secret)
    named = (
        str(secret),
        str(planted),
        str(link),
        f"{own}/../../../secret.md",
        f"{uploads}/./own.md",
        str(uploads),
        "-",
    )
    for path in named:
        told = take_in(address, path)
        assert texts.UPLOAD_FAILED in told or '"success":false' in told, path  # Gradio itself refuses some
    assert library.count() == 6
    assert secret.exists()
    assert planted.exists()
    assert link.is_symlink()
    assert "1 added" in take_in(address, own)
    assert library.count() == 7
    assert not Path(own).exists()
    take_in(address, own)  # it counts once
    assert library.count() == 7


def test_the_page_and_the_server_take_files_of_the_same_size(address: str) -> None:
    assert f'"largest":{MAX_FILE}}}' in httpx.get(f"{address}/config", timeout=60).text
    assert uploaded(address, "full.jsonl", bytes(MAX_FILE)).status_code == 200
    assert uploaded(address, "over.jsonl", bytes(MAX_FILE + 1)).status_code == 413
    assert f"at most {MAX_FILE // 2**20} MB" in view.side(may_edit=True)
