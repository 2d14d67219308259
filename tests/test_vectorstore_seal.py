"""What breaks a seal."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from vectorstore import seal

FACTS = {"uid": "u", "generation": 3}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "deep").mkdir()
    (tmp_path / "one.bin").write_bytes(b"0123456789")
    (tmp_path / "deep" / "two.bin").write_bytes(b"")
    seal.put(tmp_path, FACTS)
    return tmp_path


def flip(path: Path, at: int = 4) -> None:
    data = bytearray(path.read_bytes())
    data[at] ^= 1
    path.write_bytes(data)


def test_a_whole_folder(folder: Path) -> None:
    assert seal.check(folder) == FACTS
    assert seal.check(folder) == FACTS
    assert sorted(path.name for path in folder.iterdir()) == ["deep", "one.bin", "seal.json"]


@pytest.mark.parametrize(
    "change",
    [
        lambda folder: flip(folder / "one.bin"),
        lambda folder: (folder / "one.bin").write_bytes(b"012345678"),
        lambda folder: (folder / "one.bin").write_bytes(b""),
        lambda folder: (folder / "one.bin").unlink(),
        lambda folder: (folder / "one.bin").rename(folder / "other.bin"),
        lambda folder: (folder / "deep" / "two.bin").write_bytes(b"x"),
        lambda folder: (folder / "deep" / "new").write_bytes(b""),
        lambda folder: (folder / "deep" / "seal.json").write_bytes(b""),
    ],
    ids=["flipped", "truncated", "emptied", "deleted", "renamed", "longer", "added", "added seal"],
)
def test_a_changed_folder(folder: Path, change: Callable[[Path], object]) -> None:
    change(folder)
    assert seal.check(folder) is None


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", "null", "3", '"x"', "{}", '{"facts": {}}', '{"facts": 1, "files": 1, "hash": 1}', "[" * 100_000],
    ids=lambda text: text[:20] or "empty",
)
def test_a_seal_that_is_none(folder: Path, text: str) -> None:
    (folder / "seal.json").write_text(text)
    assert seal.check(folder) is None


def test_a_seal_that_is_no_text(folder: Path) -> None:
    (folder / "seal.json").write_bytes(b"\xff\x00")
    assert seal.check(folder) is None


def test_changed_facts(folder: Path) -> None:
    path = folder / "seal.json"
    path.write_text(path.read_text().replace('"generation": 3', '"generation": 7'))
    assert json.loads(path.read_text())["facts"]["generation"] == 7
    assert seal.check(folder) is None


def test_taken_off(folder: Path) -> None:
    seal.take_off(folder)
    assert seal.check(folder) is None
    seal.take_off(folder)
    seal.put(folder, {"generation": 4})
    assert seal.check(folder) == {"generation": 4}


def test_locks_are_left_out(folder: Path) -> None:
    (folder / "deep" / ".writer.lock").write_bytes(b"")
    assert seal.check(folder) == FACTS


def test_no_folder(tmp_path: Path) -> None:
    assert seal.check(tmp_path / "missing") is None
    seal.take_off(tmp_path / "missing")
