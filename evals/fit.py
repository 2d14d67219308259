"""Fit the few weights of ranking and of the confidence anew, as is needed after the reader was trained.

    python -m evals.fit --data DIR [--reader FILE] [--folds FILE FILE FILE FILE]

Logistic regressions (scikit-learn) on the tuning half of the bundled questions and on RealTimeQA, whose folder
`realtimeqa` lies in DIR; each answerable question of RealTimeQA is also asked without the articles that answer it.
With the readers of a training's folds, ranking is fitted on SQuAD 2.0 (`squad2` in DIR) as well, each question read
by the reader that was not trained on its article. All sets weigh the same. What is printed goes into `qa/ranking.py`,
`qa/confidence.py` and `qa/settings.py`.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold, cross_val_predict

from evals import metrics
from evals.cases import QUESTIONS, Case, load_cases
from evals.suites.data import SuiteError, open_library
from evals.suites.open_book import realtimeqa_questions, squad2_questions
from qa import Engine, QAError, Settings, confidence, ranking, request
from qa.answering import READ, Answerer
from qa.ranking import Candidate, SentenceRanker
from qa.reader.examples import FOLDS
from qa.reader.model import WEIGHTS, Reader
from qa.retrieval import Found, Retriever
from vectorstore import ingest
from vectorstore.embedding import EmbeddingModel
from vectorstore.indexes import Indexes
from vectorstore.library import Library

FALSE_DECLINES = 0.05
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Read:
    """A question with the sentences that were read for it."""

    question: str
    answerable: bool
    candidates: list[Candidate]
    found: list[Found]
    right: list[bool]  # whether each candidate answers


def main() -> None:
    """Read all questions, fit, and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="the folder of the question sets")
    parser.add_argument("--library", type=Path, default=Path("build/suites"), help="where its library is kept")
    parser.add_argument("--reader", type=Path, default=WEIGHTS, help="the reader's weights")
    parser.add_argument("--folds", type=Path, nargs=FOLDS, help="the weights of the readers of the folds")
    options = parser.parse_args()
    kept, folder = _library(options, "realtimeqa")
    model = EmbeddingModel()
    ranker = SentenceRanker(Reader(options.reader), model)
    with tempfile.TemporaryDirectory() as home:
        with Engine(Settings(home=Path(home))) as engine:
            engine.load()
        sets = {"bundled": list(_read(Path(home), model, ranker, _bundled()))}
    sets["realtimeqa"] = list(_read(kept, model, ranker, _realtimeqa(folder)))
    if options.folds:
        kept, folder = _library(options, "squad2")
        sets["squad2"] = []
        for fold, file in enumerate(options.folds):
            sets["squad2"] += _read(kept, model, SentenceRanker(Reader(file), model), _squad2(folder, fold))
    weights = fit_ranking(list(sets.values()))
    print("qa.ranking:", dict(zip(ranking.MEASURES, weights.round(2).tolist(), strict=True)))
    sets = {name: [ranked(item, weights) for item in items] for name, items in sets.items()}
    for name, items in sets.items():
        asked = [item for item in items if item.answerable]
        print(f"{name}: first {np.mean([any(item.right[:1]) for item in asked]):.3f}", end=", ")
        print(f"first three {np.mean([any(item.right[:3]) for item in asked]):.3f}")
    fit_confidence({name: sets[name] for name in ("bundled", "realtimeqa")})


def _library(options: argparse.Namespace, name: str) -> tuple[Path, Path]:
    """The folder of the library made from a set's corpus, made where it is not there, and the set's own."""
    kept, folder = options.library / name, options.data / name
    open_library(folder / "corpus.jsonl", kept).close()
    return kept, folder


def fit_ranking(sets: Sequence[Sequence[Read]]) -> Floats:
    """A weight for each of `ranking.MEASURES`."""
    tables, labels, shares = [], [], []
    for items in sets:
        asked = [item for item in items if any(item.right) and item.answerable]
        table = np.array([candidate.measures for item in asked for candidate in item.candidates])
        tables.append(table)
        labels += [label for item in asked for label in item.right]
        shares.append(np.full(len(table), 1 / len(table)))
    table, share = np.vstack(tables), np.concatenate(shares)
    weights, _ = _fitted(table, np.array(labels), share)
    return weights


def ranked(item: Read, weights: Floats) -> Read:
    """The same question with its sentences scored, and in the order, that some weights give."""
    scores = [float(np.dot(candidate.measures, weights)) for candidate in item.candidates]
    order = sorted(range(len(scores)), key=lambda at: -scores[at])
    candidates = [replace(item.candidates[at], score=scores[at]) for at in order]
    return Read(item.question, item.answerable, candidates, item.found, [item.right[at] for at in order])


def fit_confidence(sets: Mapping[str, Sequence[Read]]) -> None:
    """Print weights and bias of the confidence, how well it tells the answerable, and the threshold."""
    tables = [
        np.array([confidence.features(item.question, item.candidates, item.found) for item in items if item.candidates])
        for items in sets.values()
    ]
    labels = [np.array([item.answerable for item in items if item.candidates]) for items in sets.values()]
    table, label = np.vstack(tables), np.concatenate(labels)
    share = np.concatenate([np.where(own, 1 / own.sum(), 1 / (~own).sum()) for own in labels])
    weights, bias = _fitted(table, label, share)
    print(
        "qa.confidence:", dict(zip(confidence.FEATURES, weights.round(3).tolist(), strict=True)), "bias", round(bias, 2)
    )
    for name, own, answerable in zip(sets, tables, labels, strict=True):
        sure = 1 / (1 + np.exp(-(own @ weights + bias)))
        folds = StratifiedKFold(5, shuffle=True, random_state=0)
        honest = cross_val_predict(LogisticRegression(C=1.0), own, answerable, cv=folds, method="decision_function")
        area, honest_area = (_area(scores, answerable) for scores in (sure, honest))
        error = metrics.expected_calibration_error(sure.tolist(), answerable.tolist())
        print(f"{name}: AUC {area:.3f} (cross-validated, on its own {honest_area:.3f}), calibration error {error:.3f}")
        for rate in (FALSE_DECLINES, 0.08, 0.10):
            least = np.quantile(sure[answerable], rate)
            declined = np.mean(sure[~answerable] < least)
            print(f"  below {least:.3f} lie {rate:.0%} of the answerable and {declined:.0%} of the others")


def _area(scores: Floats, answerable: npt.NDArray[np.bool_]) -> float | None:
    return metrics.area_under_roc(scores[answerable].tolist(), scores[~answerable].tolist())


def _fitted(table: Floats, label: npt.NDArray[np.bool_], share: Floats) -> tuple[Floats, float]:
    """The weights and the bias of a logistic regression whose rows weigh as `share` says."""
    mean, spread = table.mean(0), table.std(0)
    spread[spread == 0] = 1.0
    model: Any = LogisticRegression(C=0.5, max_iter=5000)
    model.fit((table - mean) / spread, label, sample_weight=share * len(label) / share.sum())
    weights = model.coef_[0] / spread
    return weights, float(model.intercept_[0] - mean @ weights)


Question = tuple[request.Request, bool, Callable[[Candidate], bool]]


def _read(home: Path, model: EmbeddingModel, ranker: SentenceRanker, questions: Iterator[Question]) -> Iterator[Read]:
    library = Library(home / "library.sqlite3", ingest.fingerprint_of(model))
    indexes = Indexes(library, home / "indexes", watch=False)
    indexes.catch_up()
    answerer = Answerer(Retriever(indexes), ranker, model, decline_below=0.0)
    with library.snapshot() as snapshot:
        for asked, answerable, is_right in questions:
            understood, found = answerer.find(snapshot, asked)
            question = understood.interpreted.question
            candidates = ranker.rank(question, found[:READ])
            yield Read(
                question, answerable, candidates, found[:READ], [is_right(candidate) for candidate in candidates]
            )
    indexes.close()


def _bundled() -> Iterator[Question]:
    for case in load_cases(QUESTIONS):
        if case.split == "tuning":
            asked = request.checked(case.question, history=case.history, asked_on=case.asked_on)
            yield asked, case.answerable, _on_evidence(case)


def _on_evidence(case: Case) -> Callable[[Candidate], bool]:
    return lambda candidate: any(
        candidate.passage.article_id == piece.article
        and (candidate.text in piece.quote or piece.quote in candidate.text)
        for piece in case.evidence
    )


def _realtimeqa(folder: Path) -> Iterator[Question]:
    for row, day, hidden in realtimeqa_questions(folder):
        yield request.checked(row["query"], asked_on=day), row["answerable"], _holds([row["answer"] or ""])
        if hidden is not None:
            yield request.checked(row["query"], asked_on=day, exclude=hidden), False, _holds([])


def _squad2(folder: Path, fold: int) -> Iterator[Question]:
    for row in squad2_questions(folder, fold):
        yield request.checked(row["query"]), row["answerable"], _holds(row["answers"] if row["answerable"] else [])


def _holds(answers: Sequence[str]) -> Callable[[Candidate], bool]:
    return lambda candidate: metrics.contains_answer(candidate.text, answers)


if __name__ == "__main__":
    try:
        main()
    except (SuiteError, QAError) as error:
        sys.exit(f"fit: {error}")
