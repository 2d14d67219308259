"""Worker processes: whatever a document does to its parser, it costs that document alone."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import asdict, replace
from pathlib import Path

import pytest

from corpus import Article, Skipped, workers
from corpus.parsing import Document, Limits
from corpus.workers import AHEAD, Workers

PROGRAM = str(Path(__file__).parent / "misbehaving.py")
CRASHED = "its parser crashed on it, so it may be damaged; save it anew, or as plain text"
QUICK = Limits(memory=2**28, cpu_seconds=1, wall_seconds=60.0)


@pytest.fixture
def misbehaving(monkeypatch: pytest.MonkeyPatch) -> None:
    """Workers that do what the document says."""
    monkeypatch.setattr(workers, "_PROGRAM", ("-P", PROGRAM))


def order(text: str) -> Document:
    return Document(source=f"file {text}", kind="txt", data=text.encode())


def only(items: list[Article | Skipped]) -> Article:
    [item] = items
    assert isinstance(item, Article), item
    return item


def pid_of(items: list[Article | Skipped]) -> int:
    return int(only(items).text.removeprefix("Served by ").removesuffix("."))


def runs(pid: int) -> bool:
    """Whether the process is there and no zombie."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    listed = subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True).stdout
    return not listed.strip().startswith("Z")


def ends(pid: int) -> bool:
    """Whether the process ends within five seconds."""
    for _ in range(100):
        if not runs(pid):
            return True
        time.sleep(0.05)
    return False


def markdown(number: int) -> Document:
    return Document(
        source=f"{number}.md", kind="md", data=f"# Title {number}\n\nText.".encode(), fallback_id=f"id-{number}"
    )


def test_everything_comes_back_whole_and_in_order() -> None:
    front = (
        "---\nid: talks:1\ntitle: '“Talks” 🎈'\npublisher: P\npublished: 2015-05-31\nauthors: [A, B]\n"
        "url: https://example.org/a\nlanguage: en\ndigest: true\ntitle_derived: true\n---\nТекст.\n\n“Quote” \\ 🎈."
    )
    whole = Document(source="a.md", kind="md", data=front.encode())
    with Workers() as pool:
        first, *others = pool.parse_all([whole, *map(markdown, range(100))])
    assert asdict(only(first)) | {"published": None} == {
        "id": "talks:1",
        "title": "“Talks” 🎈",
        "text": "Текст.\n\n“Quote” \\ 🎈.",
        "publisher": "P",
        "published": None,
        "authors": ("A", "B"),
        "url": "https://example.org/a",
        "language": "en",
        "digest": True,
        "title_derived": True,
    }
    assert str(only(first).published) == "2015-05-31"
    assert [(item.id, item.title) for item in map(only, others)] == [(f"id-{n}", f"Title {n}") for n in range(100)]


@pytest.mark.parametrize(
    ("harm", "reason"),
    [
        ("segfault", CRASHED),
        ("exit", CRASHED),
        ("kill", CRASHED),
        ("grow", "reading it took more than 256 MB of memory; save it anew, or as plain text"),
        ("loop", "reading it took more than 1 s of processor time; save it anew, or as plain text"),
        ("sleep 99", "reading it took longer than 5 s; save it anew, or as plain text"),
        ("raise x", "it cannot be read as TXT (KeyError), so it may be damaged; save it anew, or as plain text"),
        ("recurse", "it cannot be read as TXT (RecursionError), so it may be damaged; save it anew, or as plain text"),
        ("refuse", "there is nothing in it; fill it"),
        ("none", "no article was found in it; save it anew, or as plain text"),
        ("write ff ff ff ff ff ff ff ff", CRASHED),
        ("write 00 00 00 00 00 00 00 00", CRASHED),
        ("write 00 00 00 00 00 00 00 02 5b 5d", CRASHED),
        ("write 00 00 00 00 00 00 00 02 7b 7d", CRASHED),
        ("write 00 00 00 00 00 00 00 02 ff ff", CRASHED),
    ],
)
def test_harm_is_one_skip_and_the_others_go_on(misbehaving: None, harm: str, reason: str) -> None:
    if "memory" in reason and not sys.platform.startswith("linux"):
        pytest.skip("the limit on memory holds on Linux")
    limits = replace(QUICK, wall_seconds=5.0) if harm.startswith("sleep") else QUICK
    with Workers(1, limits=limits) as pool:
        before, skipped, after = pool.parse_all([order("well"), order(harm), order("well")])
        assert only(before).title == only(after).title == "well"
        assert skipped == [Skipped(f"file {harm}", reason)]


@pytest.mark.parametrize(
    "wrong",
    [
        {"id": "../etc"},
        {"id": ["a"]},
        {"title": 1},
        {"title": ""},
        {"text": None},
        {"text": "12"},
        {"published": "yesterday"},
        {"authors": [1]},
        {"digest": "maybe"},
    ],
)
def test_a_reply_is_not_believed(misbehaving: None, wrong: dict[str, object]) -> None:
    reply = json.dumps({"items": [asdict(Article(id="a", title="T", text="Text.")) | wrong]}).encode()
    with Workers(1, limits=QUICK) as pool:
        [items] = pool.parse_all([order(f"write {(len(reply).to_bytes(8) + reply).hex()}")])
    assert [item.reason for item in items if isinstance(item, Skipped)] == [CRASHED]


def test_a_reply_cannot_put_in_an_unsafe_address(misbehaving: None) -> None:
    article = asdict(Article(id="a", title="T\u202e", text="Te\0xt.", url="javascript:alert(1)"))
    reply = json.dumps({"items": [article]}).encode()
    with Workers(1, limits=QUICK) as pool:
        [items] = pool.parse_all([order(f"write {(len(reply).to_bytes(8) + reply).hex()}")])
    assert items == [Article(id="a", title="T", text="Text.")]


def test_noise_does_not_get_into_the_reply(misbehaving: None, capfd: pytest.CaptureFixture[str]) -> None:
    with Workers(1, limits=QUICK) as pool:
        titles = [only(items).title for items in pool.parse_all([order("noise"), order("noise")])]
    assert titles == ["noise", "noise"]
    assert capfd.readouterr() == ("", "")


def test_processes_are_reused_and_replaced(misbehaving: None) -> None:
    with Workers(1, serves=3) as pool:
        pids = [pid_of(items) for items in pool.parse_all([order("well")] * 7)]
    assert pids == [pids[0]] * 3 + [pids[3]] * 3 + [pids[6]]
    assert len(set(pids)) == 3


def test_a_document_does_not_pay_for_the_one_before(misbehaving: None) -> None:
    with Workers(1) as pool:
        titles = [only(items).title for items in pool.parse_all([order("well"), order("grudge"), order("grudge")])]
        assert titles == ["well", "grudge", "grudge"]
        [[first]] = pool.parse_all([order("well")])
        os.kill(pid_of([first]), signal.SIGKILL)  # while it waits
        assert [only(items).title for items in pool.parse_all([order("well")])] == ["well"]


def test_no_more_processes_than_are_needed(misbehaving: None) -> None:
    with Workers(4) as pool:
        one = {pid_of(items) for _ in range(3) for items in pool.parse_all([order("well")])}
        many = {pid_of(items) for items in pool.parse_all([order("sleep 0.05")] * 24)}
    assert len(one) == 1
    assert len(many) == 4


def test_documents_are_taken_ahead_but_boundedly(misbehaving: None) -> None:
    taken = 0

    def endless(size: int) -> Iterator[Document]:
        nonlocal taken
        while True:
            taken += 1
            yield Document(source="s", kind="txt", data=b"well ".ljust(size))

    with Workers() as pool:
        some = pool.parse_all(endless(5))
        assert taken == 0
        next(some)
        assert taken == AHEAD
        for _ in range(40):
            next(some)
        assert taken == AHEAD + 40
        del some
        taken = 0
        large = pool.parse_all(endless(30 * 2**20))
        next(large)
        assert taken == 3
        del large


def test_parsing_goes_on_while_the_caller_is_busy(misbehaving: None, tmp_path: Path) -> None:
    with Workers() as pool:
        found = pool.parse_all([order(f"touch {tmp_path / str(number)}") for number in range(20)])
        next(found)
        for _ in range(600):  # the caller asks for no other
            if len(list(tmp_path.iterdir())) == 20:
                break
            time.sleep(0.05)
        assert len(list(tmp_path.iterdir())) == 20
        assert len(list(found)) == 19


def test_what_is_no_document_keeps_its_place() -> None:
    read = []

    def lines() -> Iterator[Skipped]:
        for number in (1, 2):
            read.append(number)
            yield Skipped(f"a.jsonl:{number}", "no")

    def given() -> Iterator[Document | list[Skipped] | Iterator[Skipped]]:
        yield markdown(1)
        yield [Skipped("b.jpg", "no")]
        yield markdown(2)
        yield lines()
        read.append(9)
        yield markdown(3)

    found: list[str] = []
    with Workers() as pool:
        for items in pool.in_order(given()):
            found.extend(item.title if isinstance(item, Article) else item.source for item in items)
    assert found == ["Title 1", "b.jpg", "Title 2", "a.jsonl:1", "a.jsonl:2", "Title 3"]
    assert read == [1, 2, 9]


def test_several_threads_share_a_pool(misbehaving: None) -> None:
    found: dict[int, list[str]] = {}

    def work(thread: int) -> None:
        documents = (order(f"well {thread}.{number}") for number in range(50))
        found[thread] = [only(items).title for items in pool.parse_all(documents)]

    with Workers(2) as pool:
        threads = [threading.Thread(target=work, args=(number,)) for number in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert found == {thread: [f"well {thread}.{number}" for number in range(50)] for thread in range(6)}


def test_closing_ends_every_process_at_once(misbehaving: None) -> None:
    pool = Workers(2)
    pids = {pid_of(items) for items in pool.parse_all([order("sleep 0.1")] * 4)}
    busy = pool.parse_all([order("well"), order("sleep 30"), order("sleep 30")])
    next(busy)
    start = time.perf_counter()
    pool.close()
    assert time.perf_counter() - start < 15
    for pid in pids:
        with pytest.raises(ProcessLookupError):  # not even a zombie
            os.kill(pid, 0)
    with pytest.raises(RuntimeError):
        list(pool.parse_all([order("well")]))
    pool.close()


@pytest.mark.parametrize("busy_with", ["well", "sleep 60"])
def test_processes_end_with_the_one_that_started_them(busy_with: str) -> None:
    code = (
        "import time; from corpus import workers; from corpus.parsing import Document\n"
        f"workers._PROGRAM = ('-P', {PROGRAM!r})\n"
        "def order(text): return Document(source='s', kind='txt', data=text)\n"
        "pool = workers.Workers(1)\n"
        f"found = pool.parse_all([order(b'well'), order({busy_with.encode()!r})])\n"
        "print(next(found)[0].text, flush=True)\n"
        "time.sleep(60)\n"
    )
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout
        pid = int(parent.stdout.readline().removeprefix("Served by ").strip(" .\n"))
        time.sleep(0.2)
        assert runs(pid)
        parent.kill()
        parent.wait()
        assert ends(pid)


def test_an_interrupt_of_the_terminal_is_for_the_parent_alone(misbehaving: None) -> None:
    with Workers(1) as pool:
        [items] = pool.parse_all([order("well")])
        os.kill(pid_of(items), signal.SIGINT)
        time.sleep(0.1)
        [again] = pool.parse_all([order("well")])
        assert pid_of(again) == pid_of(items)


def test_a_folder_full_of_libraries_is_not_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("json", "yaml", "corpus", "pypdf", "queue"):
        (tmp_path / f"{name}.py").write_text("open('hacked', 'w')")
    monkeypatch.chdir(tmp_path)
    with Workers(1) as pool:
        assert [only(items).title for items in pool.parse_all([markdown(1)])] == ["Title 1"]
    assert not (tmp_path / "hacked").exists()
