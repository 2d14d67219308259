"""What a large library costs to open, to hold and to add to; each measured in a Python that has just started.

    python -m evals.speed.opening HOME QUESTION…

prints the figures of one library as JSON.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from statistics import median
from typing import Any

from corpus.article import Article

ROOT = Path(__file__).resolve().parent.parent.parent
_WAIT = 300.0  # seconds at most for indexes to be ready
_TIMES = 3  # that one more article is added
_NEW = Article(
    id="one-more",
    title="Quokkas moved into the old lighthouse",
    text="The quokkas of Zanthorpe moved into the old lighthouse on Tuesday, the keeper said. He had counted nine.",
    publisher="The Rare Gazette",
)
_ASKED_OF_IT = "Where did the quokkas of Zanthorpe move?"


def in_a_new_process(home: Path, questions: Sequence[str]) -> dict[str, float]:
    """The figures of `measure`, by a new process."""
    command = [sys.executable, "-m", "evals.speed.opening", str(home), *questions]
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True)
    figures: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return figures


def measure(home: Path, questions: Sequence[str]) -> dict[str, float]:
    """Seconds to open and to add, megabytes of memory, kilobytes on disk a passage.

    `open_seconds` runs from the loaded model to the end of the first retrieval, imports included; `memory_mb` is
    the most that the process held at any time, until all kinds of retrieval were used, beyond what it held with
    the model loaded and used.
    """
    from vectorstore.embedding import EmbeddingModel

    model = EmbeddingModel()
    model.encode(questions)
    before = _memory("VmRSS")
    start = time.perf_counter()
    from evals.speed.finding import retrieval
    from evals.speed.libraries import FILTERS, opened

    with ExitStack() as stack:
        there = stack.enter_context(opened(home, model, watch=True))
        retrieval(there)(questions[0])
        open_seconds = time.perf_counter() - start
        _wait_for_indexes(there)
        ready_seconds = time.perf_counter() - start
        for question in questions:
            for filters in (None, *FILTERS.values()):
                retrieval(there, filters)(question)
        memory = _memory("VmHWM") - before
        with there.library.snapshot() as snapshot:
            passages = snapshot.counts()[2]
        disk = sum(path.stat().st_size for path in home.rglob("*") if path.is_file())
        one_more = median(_one_more(there) for _ in range(_TIMES))
    return {
        "open_seconds": open_seconds,
        "index_ready_seconds": ready_seconds,
        "memory_mb": memory / 1024,
        "disk_kb_per_passage": disk / 1024 / passages,
        "one_more_seconds": one_more,
    }


def _one_more(there: Any) -> float:
    """Seconds from an article's being given until both searches find it, and its index is whole on disk."""
    from vectorstore import ingest
    from vectorstore.indexes import Filters

    there.library.remove([_NEW.id])  # of a run that was cut short
    there.indexes.catch_up()
    question = there.model.encode([_ASKED_OF_IT])[0]
    start = time.perf_counter()
    list(ingest.add(there.library, there.model, [_NEW]))
    there.indexes.catch_up()
    with there.library.snapshot() as snapshot:
        near = there.indexes.nearest(snapshot, question, 10, Filters())
        said = there.indexes.best(snapshot, _ASKED_OF_IT, 10, Filters())
        (new,) = snapshot.passages_of([_NEW.id])
    taken = time.perf_counter() - start
    if new not in dict(near) or new not in dict(said):
        raise RuntimeError("the new article was not found")
    there.library.remove([_NEW.id])
    there.indexes.catch_up()
    return taken


def _wait_for_indexes(there: Any) -> None:
    end = time.monotonic() + _WAIT
    while there.indexes.state != "ready":
        if time.monotonic() > end:
            raise RuntimeError(f"the indexes are {there.indexes.state} after {_WAIT:.0f} s")
        time.sleep(0.02)


def _memory(name: str) -> float:
    """Kilobytes of this process: VmRSS holds now, VmHWM the most it ever held. Raises OSError but on Linux."""
    lines = Path("/proc/self/status").read_text(encoding="ascii", errors="replace").splitlines()
    return float(next(line.split()[1] for line in lines if line.startswith(f"{name}:")))


if __name__ == "__main__":
    print(json.dumps(measure(Path(sys.argv[1]), sys.argv[2:])))
