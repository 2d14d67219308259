"""Files changed at random: each one is articles or a reason, and nothing crashes, hangs or grows."""

from __future__ import annotations

import os
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest

from corpus import Article, Skipped, clean, read
from corpus.parsing import Limits
from corpus.workers import Workers
from tests.mutations import KINDS, mutated, sound
from tests.sources import write

LIMITS = Limits(cpu_seconds=2, wall_seconds=20.0)
BATCH = 100  # files at a time
SERVES = 60  # fewer than there are files, so that processes are replaced in the shortest run as well
GROWTH = 48 * 2**20  # bytes that the reading process may grow by, beyond the first batch


@pytest.mark.parametrize("kind", KINDS)
def test_sound_files_are_read(tmp_path: Path, kind: str) -> None:
    items = list(read(write(tmp_path / f"a.{kind}", sound(kind))))
    assert [type(item) for item in items] == [Article] * (3 if kind in ("csv", "jsonl") else 1)
    assert all("Kairat Abdrakhmanov" in item.text for item in items[:1] if isinstance(item, Article))


@pytest.mark.parametrize("kind", KINDS)
def test_two_hundred_files(tmp_path: Path, kind: str) -> None:
    survive(tmp_path, kind, 200)


@pytest.mark.soak
@pytest.mark.parametrize("kind", KINDS)
def test_ten_thousand_files(tmp_path: Path, kind: str) -> None:
    survive(tmp_path, kind, 10_000)


def survive(folder: Path, kind: str, count: int) -> None:
    """Read so many files of a kind and look at everything that comes, at the time and at the memory."""
    sizes = []
    pids: set[int] = set()
    slowest = 0.0
    articles = 0
    reasons: dict[str, int] = {}
    with Workers(limits=LIMITS, serves=SERVES) as workers:
        for start in range(0, count, BATCH):
            names = [f"{number:05}.{kind}" for number in range(start, start + BATCH)]
            for number, name in enumerate(names, start):
                write(folder / name, mutated(kind, number))
            seen = set()
            then = time.perf_counter()
            for item in read(sorted(folder.iterdir()), workers=workers):
                slowest, then = max(slowest, time.perf_counter() - then), time.perf_counter()
                if isinstance(item, Article):
                    articles += 1
                    check_article(item)
                else:
                    seen.add(Path(item.source.partition(f".{kind}")[0]).name)
                    check_reason(item)
                    reasons[item.reason] = reasons.get(item.reason, 0) + 1
            for name in names:
                (folder / name).unlink()
            assert seen <= {name.removesuffix(f".{kind}") for name in names}
            sizes.append(resident())
            pids |= children()
    assert articles > count // 20  # some changes leave something to read
    assert reasons
    assert slowest < 2 * LIMITS.wall_seconds + 5  # it may have stood behind another one
    if sys.platform.startswith("linux"):
        assert max(sizes) - sizes[0] < GROWTH
        if kind not in ("csv", "jsonl"):
            assert len(pids) >= count // (2 * BATCH)  # not the same ones all along
    report(kind, count, articles, reasons, slowest, sizes)


def check_article(article: Article) -> None:
    assert article.text == clean(article.text)
    assert article.title
    assert article.title == " ".join(clean(article.title).split())


def check_reason(skipped: Skipped) -> None:
    assert skipped.reason.isprintable()
    assert skipped.reason[-1] not in ". "
    assert len(skipped.reason) < 400


def resident() -> int:
    """Bytes of memory that this process holds; 0 where that cannot be told."""
    try:
        return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        return 0


def children() -> set[int]:
    """The processes that this one has started."""
    found: set[int] = set()
    for task in Path("/proc/self/task").glob("*/children"):
        with suppress(FileNotFoundError):  # the thread has ended meanwhile
            found.update(map(int, task.read_text().split()))
    return found


def report(kind: str, count: int, articles: int, reasons: dict[str, int], slowest: float, sizes: list[int]) -> None:
    """What a failed or a verbose run shows."""
    growth = (max(sizes) - sizes[0]) / 2**20
    lines = [f"{kind}: {count} files, {articles} articles, slowest {slowest:.2f} s, growth {growth:.0f} MB"]
    lines += [f"  {times:6} {reason}" for reason, times in sorted(reasons.items(), key=lambda pair: -pair[1])[:12]]
    sys.stdout.write("\n".join(lines) + "\n")
