"""Ask the questions of a split, print the figures, and fail when one is past its threshold.

    python evals/run.py [--split gate|tuning|all] [--out DIR] [--accept] [--questions FILE]
    python evals/run.py --suite NAME --data DIR [--out DIR]
    python evals/run.py --from-feedback FILE|HOME [--out DIR]

The second form measures on a public question set in DIR/NAME, which is not part of the project, and judges nothing.
The third turns answers that users of the page called bad into candidates for cases, which a person has to complete.
Exit code 0: every threshold holds; 1: one does not, or a question could not be asked; 2: wrong usage.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

if not __package__:
    # Run as a script, Python puts evals/ itself on the path, where `import evals` and `import qa` fail.
    sys.path[0] = str(Path(__file__).resolve().parent.parent)

from corpus import bundled
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
from evals.scoring import Outcome, run_cases, score
from evals.suites import suite as suites
from evals.suites.data import SuiteError
from qa import Answer, Engine, QAError, Settings

ROOT = Path(__file__).resolve().parent.parent
MOST_ARTICLES = 10_000  # far more than are bundled


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code."""
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
    """Ask the bundled articles the questions of a split; 1 where a threshold does not hold."""
    thresholds = load_thresholds(options.thresholds)
    baseline = load_baseline(options.baseline)
    cases = [case for case in load_cases(options.questions) if options.split in ("all", case.split)]
    if not cases:
        raise CasesError(str(options.questions), [f"holds no cases of the split {options.split!r}"])
    problems = evidence_problems(cases, {article.id: article.text for article in bundled()})
    if problems:
        raise CasesError(str(options.questions), problems)
    if options.out:
        options.out.mkdir(parents=True, exist_ok=True)
    outcomes = ask_bundled(cases)
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
    judged = suites.judge(name, options.data, kept=options.library, readers=options.reader)
    found = suites.figures(judged)
    print(suites.to_text(name, judged, found))
    if options.out:
        options.out.mkdir(parents=True, exist_ok=True)
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
    options.out.mkdir(parents=True, exist_ok=True)
    path = options.out / "candidates.jsonl"
    path.write_text(feedback.to_lines(found), encoding="utf-8")
    print(f"{len(found)} candidates: {path}")
    return 0


def ask_bundled(cases: Sequence[Case]) -> tuple[Outcome, ...]:
    """The outcomes of asking the cases of a library of the bundled articles, new, in a temporary folder."""
    with (
        tempfile.TemporaryDirectory(prefix="evals-") as home,
        Engine(Settings(home=Path(home))) as engine,
    ):
        headers = engine.articles(limit=MOST_ARTICLES)
        texts = {header.id: engine.article(header.id).text for header in headers}

        def ask(case: Case) -> Answer:
            return engine.ask(case.question, history=case.history, asked_on=case.asked_on)

        return run_cases(cases, ask, texts)


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
    parser.add_argument("--thresholds", type=Path, metavar="FILE", default=THRESHOLDS, help="JSON")
    parser.add_argument("--baseline", type=Path, metavar="FILE", default=BASELINE, help="JSON")
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
    if options.suite and options.data is None:
        parser.error("--suite needs --data, the folder of the question sets")
    return options


if __name__ == "__main__":
    sys.exit(main())
