"""How fast a question is answered on the bundled articles, stage by stage, and how long starting takes."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median

import numpy as np
import numpy.typing as npt
import torch

from evals.cases import Case
from evals.speed.threads import p95
from qa import Engine, Settings
from qa.reader.model import Reader
from qa.reader.network import ReaderNetwork
from qa.retrieval import DEPTH
from vectorstore.default_model import default_folder
from vectorstore.embedding import EmbeddingModel
from vectorstore.library import Library
from vectorstore.vector_index import VectorIndex

ROOT = Path(__file__).resolve().parent.parent.parent
PASSAGES_READ = 8
INPUTS = ("input_ids", "attention_mask", "token_type_ids")
_WARM_UP = 3  # questions asked before the clock runs
_READINGS = 40  # questions at most for which passages are read


def measure(cases: Sequence[Case]) -> dict[str, float]:
    """The figures: seconds (`_seconds`), milliseconds (`_ms`), and how many times as long (`_ratio`)."""
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        home = Path(folder)
        built: list[float] = []  # when each article was in
        with Engine(Settings(home=home), progress=lambda done, of: built.append(time.perf_counter())) as engine:
            engine.load()
            asked, retrieved = ask_times(engine, cases)
        model = EmbeddingModel()
        bare = floor_times(home, home / "floor", cases, model)
        loading, read, read_float = reading_times(home, cases, model)
        return {
            "import_ask_seconds": in_a_new_process("from qa import ask", home),
            "engine_load_seconds": in_a_new_process("from qa import Engine; Engine().load()", home),
            "build_bundled_seconds": built[-1] - built[0],
            "ask_p50_ms": 1000 * median(asked),
            "ask_p95_ms": 1000 * p95(asked),
            "retrieve_p50_ms": 1000 * median(retrieved),
            "floor_p50_ms": 1000 * median(bare),
            "retrieve_floor_ratio": median(retrieved) / median(bare),
            "reader_load_seconds": loading,
            "read_p50_ms": 1000 * median(read),
            "read_float_p50_ms": 1000 * median(read_float),
            "read_float_ratio": median(read) / median(read_float),
        }


def ask_times(engine: Engine, cases: Sequence[Case]) -> tuple[list[float], list[float]]:
    """Seconds of each question, and seconds of them for embedding the question and finding passages."""
    for case in cases[:_WARM_UP]:
        engine.ask(case.question)
    asked, retrieved = [], []
    for case in cases:
        start = time.perf_counter()
        answer = engine.ask(case.question, history=case.history, asked_on=case.asked_on)
        asked.append(time.perf_counter() - start)
        retrieved.append(answer.timings["embed"] + answer.timings["retrieve"])
    return asked, retrieved


def floor_times(home: Path, folder: Path, cases: Sequence[Case], model: EmbeddingModel) -> list[float]:
    """Seconds of the least that can be done for each question: embed it, and ask Chroma once."""
    with Library(home / "library.sqlite3", None).snapshot() as snapshot:
        ids, vectors = snapshot.vectors(model.dimension)
    index = VectorIndex(folder)
    index.upsert([int(item) for item in ids], vectors)
    for case in cases[:_WARM_UP]:
        index.nearest(model.encode([case.question])[0], DEPTH)
    times = []
    for case in cases:
        start = time.perf_counter()
        index.nearest(model.encode([case.question])[0], DEPTH)
        times.append(time.perf_counter() - start)
    index.close()
    return times


def reading_times(home: Path, cases: Sequence[Case], model: EmbeddingModel) -> tuple[float, list[float], list[float]]:
    """Seconds to load the reader, and to read eight passages for a question: as shipped, and in float32 by PyTorch.

    The float32 network has the weights of the embedding model: they make no difference to the time.
    """
    with Library(home / "library.sqlite3", None).snapshot() as snapshot:
        ids, _ = snapshot.vectors(model.dimension)
        passages = [passage.text for passage in snapshot.passages([int(item) for item in ids[:PASSAGES_READ]])]
    began = time.perf_counter()
    reader = Reader()
    loading = time.perf_counter() - began
    threads = torch.get_num_threads()
    torch.set_num_threads(2)
    network = ReaderNetwork(default_folder()).eval()
    read, read_float = [], []
    for case in [*cases[:_WARM_UP], *cases[:_READINGS]]:
        inputs = [each.inputs for each in reader.encode(case.question, passages)]
        began = time.perf_counter()
        reader.read(case.question, passages)
        read.append(time.perf_counter() - began)
        with torch.inference_mode():
            tensors = [padded([each[name] for each in inputs]) for name in INPUTS]
            began = time.perf_counter()
            network(*tensors)
            read_float.append(time.perf_counter() - began)
    torch.set_num_threads(threads)  # as other measurements expect it
    return loading, read[_WARM_UP:], read_float[_WARM_UP:]


def padded(rows: Sequence[npt.NDArray[np.int64]]) -> torch.Tensor:
    """Rows of different lengths as one tensor, (rows, longest), filled up with 0."""
    filled = np.zeros((len(rows), max(row.shape[1] for row in rows)), dtype=np.int64)
    for at, row in enumerate(rows):
        filled[at, : row.shape[1]] = row[0]
    return torch.from_numpy(filled)


def in_a_new_process(code: str, home: Path) -> float:
    """Seconds that some code takes in a Python that has just started."""
    timed = f"import time; start = time.perf_counter(); {code}; print(time.perf_counter() - start)"
    environment = {**os.environ, "QA_HOME": str(home)}
    done = subprocess.run(
        [sys.executable, "-c", timed], cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True, check=True
    )
    return float(done.stdout)
