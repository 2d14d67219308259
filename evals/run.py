"""Ask the questions of a split, print the figures, and fail when one is past its threshold.

    python evals/run.py [--split gate|tuning|all] [--out DIR] [--accept] [--questions FILE] [--articles SOURCE …]
    python evals/run.py --suite NAME --data DIR [--out DIR]
    python evals/run.py --from-feedback FILE|HOME [--out DIR]

The first form asks the bundled articles the project's questions, or articles of your own questions of your own.
The second measures on a public question set in DIR/NAME, which is not part of the project, and judges nothing.
The third turns answers that users of the page called bad into candidates for cases, which a person has to complete.
Exit code 0: every threshold holds; 1: one does not, or a question could not be asked; 2: wrong usage.
"""

from __future__ import annotations

import argparse
import io
import os
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

if not __package__:
    # Run as a script, Python puts evals/ itself on the path, where `import evals` and `import qa` fail.
    sys.path[0] = str(Path(__file__).resolve().parent.parent)

from evals import feedback
from evals.cases import QUESTIONS, Case, CasesError, evidence_problems, load_cases
from evals.gate import (
    BASELINE,
    THRESHOLDS,
    Baseline,
    GateError,
    load_baseline,
    load_thresholds,
    save_baseline,
)
from evals.page import to_html
from evals.report import Run, to_json, to_text
from evals.scoring import run_cases, score
from evals.suites import suite as suites
from evals.suites.data import SuiteError
from qa import Answer, Engine, QAError, Settings

ROOT = Path(__file__).resolve().parent.parent

# The options that only one form takes.
_OF_GATE = ("split", "accept", "questions", "articles", "thresholds", "baseline")
_OF_SUITE = ("data", "library", "reader")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # "≥" and what articles hold, whatever the locale
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    options = _options(arguments)
    try:
        if options.from_feedback:
            return _candidates(options)
        return _suite(options) if options.suite else _gate(options)
    except (CasesError, GateError, SuiteError, OSError) as error:
        print(f"evals: {error}", file=sys.stderr)
        return 2
    except QAError as error:
        print(f"evals: {error}", file=sys.stderr)
        return 1


def _gate(options: argparse.Namespace) -> int:
    """Ask a library of the bundled or other articles the questions of a split; 1 where a threshold does not hold."""
    thresholds = load_thresholds(options.thresholds)
    baseline = load_baseline(options.baseline) if options.baseline else None
    if options.baseline and not options.accept and baseline is None:
        raise GateError(f"{options.baseline}: there is no such file; --accept writes it.")
    if options.accept and not options.baseline.parent.is_dir():
        raise GateError(f"{options.baseline.parent}: there is no such folder to keep the baseline in.")
    cases = [case for case in load_cases(options.questions) if options.split in ("all", case.split)]
    if not cases:
        raise CasesError(str(options.questions), [f"holds no cases of the split {options.split!r}"])
    _make_writable(options.out)
    with library(options.articles) as engine:
        texts = {article.id: article.text for article in engine.export()}
        problems = evidence_problems(cases, texts)
        if problems:
            raise CasesError(str(options.questions), problems)
        outcomes = run_cases(cases, lambda case: _answer(engine, case), texts)
    run = Run(
        split=options.split,
        outcomes=outcomes,
        scores=score(outcomes),
        thresholds=thresholds,
        baseline=baseline,
    )
    print(to_text(run), end="")
    if options.out:
        (options.out / "report.json").write_text(to_json(run), encoding="utf-8")
        (options.out / "report.html").write_text(to_html(run), encoding="utf-8")
        print(f"\nReport: {options.out / 'report.html'}")
    if options.accept:
        accept(run, options.baseline)
    return 1 if run.breaches else 0


def _suite(options: argparse.Namespace) -> int:
    """Measure on one question set."""
    name = options.suite
    _make_writable(options.out)
    judged = suites.judge(name, options.data, kept=options.library, readers=options.reader)
    found = suites.figures(judged)
    print(suites.to_text(name, judged, found))
    if options.out:
        page = options.out / f"{name}.html"
        page.with_suffix(".json").write_text(suites.to_json(name, judged, found), encoding="utf-8")
        page.write_text(suites.to_html(name, judged, found), encoding="utf-8")
        print(f"\nReport: {page}")
    return 0


def _candidates(options: argparse.Namespace) -> int:
    """Print or write the candidates for cases that users' feedback gives."""
    found = feedback.candidates(options.from_feedback)
    if not options.out:
        print(feedback.to_lines(found), end="")
        return 0
    _make_writable(options.out)
    path = options.out / "candidates.jsonl"
    path.write_text(feedback.to_lines(found), encoding="utf-8")
    print(f"{len(found)} candidates: {path}")
    return 0


def _make_writable(out: Path | None) -> None:
    """Make the folder for the reports, if any; raises GateError before anything is asked where it cannot be used."""
    if out is None:
        return
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise GateError(f"{out}: cannot be made a folder for the report ({error.strerror}).") from error
    if not os.access(out, os.W_OK | os.X_OK):
        raise GateError(f"{out}: the report cannot be written there; name another folder.")


@contextmanager
def library(sources: Sequence[str]) -> Iterator[Engine]:
    """An engine on a new library in a temporary folder: of the articles in `sources`, or the bundled ones without any.

    Raises GateError where an article cannot be read: without it, the figures would be of something else.
    """
    with tempfile.TemporaryDirectory(prefix="evals-") as home, Engine(Settings(home=Path(home))) as engine:
        if sources:
            report = engine.add(sources)
            if report.skipped:
                first, more = report.skipped[0], len(report.skipped) - 1
                raise GateError(f"{first.source}: {first.reason}" + (f" (and {more} more)" if more else ""))
            if not report.added:
                raise GateError(f"{', '.join(sources)}: no article was found.")
        yield engine


def _answer(engine: Engine, case: Case) -> Answer:
    return engine.ask(case.question, history=case.history, asked_on=case.asked_on)


def accept(run: Run, path: Path) -> None:
    """Keep the run as the baseline, unless a threshold does not hold."""
    if run.breaches:
        print("\nNot accepted as the baseline: a threshold does not hold.")
        return
    save_baseline(path, Baseline(split=run.split, cases=len(run.outcomes), metrics=run.scores.metrics))
    print(f"\nAccepted as the baseline: {path}")


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python evals/run.py",
        description="Ask the questions of a split, print the figures, fail when one is past its threshold.",
    )
    parser.add_argument("--split", choices=["gate", "tuning", "all"], default="gate", help="default: gate")
    parser.add_argument("--out", type=Path, metavar="DIR", help="write report.json and report.html there")
    parser.add_argument("--accept", action="store_true", help="keep this run as the baseline, if it passes")
    parser.add_argument("--questions", type=Path, metavar="FILE", default=QUESTIONS, help="JSONL")
    parser.add_argument(
        "--articles",
        metavar="SOURCE",
        nargs="+",
        default=[],
        help="what to ask instead of the bundled articles: what `qa add` takes, such as a file of `qa export`",
    )
    parser.add_argument("--thresholds", type=Path, metavar="FILE", default=THRESHOLDS, help="JSON")
    parser.add_argument(
        "--baseline",
        type=Path,
        metavar="FILE",
        help="JSON: the run to compare with, and where --accept keeps this one (default: the project's own, where "
        "questions and articles are, too)",
    )
    parser.add_argument("--suite", choices=list(suites.SUITES), help="measure on a public question set instead")
    parser.add_argument("--data", type=Path, metavar="DIR", help="the folder of the question sets, for --suite")
    parser.add_argument(
        "--library",
        type=Path,
        metavar="DIR",
        default=ROOT / "build" / "suites",
        help="where the libraries of question sets are kept between runs (default: build/suites)",
    )
    parser.add_argument(
        "--reader",
        type=Path,
        metavar="FILE",
        nargs="+",
        default=[],
        help="weights to read with instead of the shipped ones; for squad2 also one file for each of its four folds",
    )
    parser.add_argument(
        "--from-feedback",
        type=Path,
        metavar="FILE|HOME",
        help="print the answers that users called bad, in a file of feedback or a library's folder, as candidates "
        "for cases; with --out, write DIR/candidates.jsonl",
    )
    options = parser.parse_args(arguments)
    if options.suite and options.from_feedback:
        parser.error("--suite and --from-feedback are two things: ask for one of them")
    form = "--suite" if options.suite else "--from-feedback" if options.from_feedback else "questions and thresholds"
    others = {"--suite": _OF_GATE, "--from-feedback": _OF_GATE + _OF_SUITE}.get(form, _OF_SUITE)
    for name in others:
        if getattr(options, name) != parser.get_default(name):
            parser.error(f"--{name} is of no use with {form}")
    if options.suite and options.data is None:
        parser.error("--suite needs --data, the folder of the question sets")
    of_project = options.questions.resolve() == QUESTIONS and not options.articles
    if options.accept and options.baseline is None and not (of_project and options.split == "gate"):
        parser.error("--accept needs --baseline: the project's own is of its own questions and the split gate")
    if of_project and options.baseline is None:
        options.baseline = BASELINE
    return options


if __name__ == "__main__":
    sys.exit(main())
