"""The suites by name, and the running of one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from evals.suites.data import SuiteError
from evals.suites.given import clapnq, mtrag_un, quotesum
from evals.suites.judged import Judged, figures
from evals.suites.open_book import multihoprag, realtimeqa, squad2
from evals.suites.report import to_html, to_json, to_text
from evals.suites.rewriting import mtrag_rewrite
from qa.reader.examples import FOLDS

__all__ = ["SUITES", "figures", "judge", "to_html", "to_json", "to_text"]

SUITES: Mapping[str, Callable[[Path, Path, Sequence[Path]], Iterator[Judged]]] = {
    "realtimeqa": realtimeqa,
    "squad2": squad2,
    "multihoprag_mini": multihoprag,
    "clapnq": clapnq,
    "quotesum": quotesum,
    "mtrag_un": mtrag_un,
    "mtrag_rewrite": mtrag_rewrite,
}


def judge(name: str, data: Path, *, kept: Path, readers: Sequence[Path] = ()) -> list[Judged]:
    """Every question of the set in `data/name`, asked and judged; its library is kept in `kept/name`.

    Raises SuiteError where the set's files cannot be used, or a reader is not there.
    """
    if len(readers) > 1 and (name != "squad2" or len(readers) != FOLDS):
        raise SuiteError(f"--reader takes one file, or for squad2 one for each of its {FOLDS} folds.")
    for reader in readers:
        if not reader.is_file():
            raise SuiteError(f"There is no file {str(reader)!r}; --reader takes the weights of a reader.")
    return list(SUITES[name](data / name, kept / name, readers))
