"""Measure how fast it is: on the bundled articles, on real ones, and on made-up libraries of growing size.

    python evals/bench.py [--out DIR] [--data DIR] [--only PART …] [--quick]

Prints each figure and, with `--out`, writes DIR/bench.json and DIR/index.html, a page with plots. LlamaIndex's own
way is measured beside ours in the same run (it needs the extra `bench`). Libraries are kept in build/bench/libraries
between runs, so that the second is quick.
Exit code 0: measured; 1: a question could not be asked; 2: wrong usage.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

if not __package__:
    # Run as a script, Python puts evals/ itself on the path, where `import evals` and `import qa` fail.
    sys.path[0] = str(Path(__file__).resolve().parent.parent)

from evals.cases import QUESTIONS, CasesError, load_cases
from evals.speed.figures import NEED_DATA, PARTS, Plan
from evals.speed.report import Measured, target_rows, to_html
from evals.suites.data import rows
from qa import QAError
from vectorstore.embedding import EmbeddingModel

ROOT = Path(__file__).resolve().parent.parent
_KEPT = ROOT / "build" / "bench" / "libraries"
_DATA = ROOT.parent / "shared" / "benchmarks"
_SET = "realtimeqa"  # of the data: the news articles
_QUESTIONS = 100  # asked of libraries of real and made-up articles


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code."""
    options = _options(arguments)
    try:
        measured = measure(options)
    except (CasesError, OSError, ValueError) as error:
        print(f"bench: {error}", file=sys.stderr)
        return 2
    except QAError as error:
        print(f"bench: {error}", file=sys.stderr)
        return 1
    for note in measured.notes:
        print(note, file=sys.stderr)
    for name, asked, shown, verdict, _ in target_rows(measured.metrics)[1:]:
        if verdict == "NO":
            print(f"Not met: {name} is {shown}, asked is {asked}.", file=sys.stderr)
    return 0


def measure(options: argparse.Namespace) -> Measured:
    """What the chosen parts measure, printed and written as each is done."""
    plan = _plan(options)
    measured = Measured()
    parts = options.only or list(PARTS)
    if not (plan.corpus.exists() and plan.questions) and NEED_DATA.intersection(parts):
        parts = [part for part in parts if part not in NEED_DATA]
        if not parts:
            raise ValueError(f"There are no question sets at {options.data}; --data names the folder of the sets.")
        measured.notes.append(f"There are no question sets at {options.data}, so that only answering was measured.")
    for part in parts:
        known = set(measured.metrics)
        PARTS[part](plan, measured)
        for name, value in measured.metrics.items():
            if name not in known:
                print(f"{name:<32} {value:10.3f}", flush=True)
        if options.out:
            _write(options.out, measured)
    return measured


def _write(folder: Path, measured: Measured) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    report = json.dumps({"metrics": measured.metrics}, indent=2)
    (folder / "bench.json").write_text(f"{report}\n", encoding="utf-8")
    (folder / "index.html").write_text(to_html(measured), encoding="utf-8")


def _plan(options: argparse.Namespace) -> Plan:
    folder = options.data / _SET
    queries = folder / "queries.jsonl"
    asked = rows(queries)[:_QUESTIONS] if queries.exists() else []
    plan = Plan(
        cases=load_cases(options.questions),
        corpus=folder / "corpus.jsonl",
        questions=[row["query"] for row in asked],
        kept=options.kept,
        model=EmbeddingModel(),
    )
    if options.quick:
        plan = replace(plan, questions=plan.questions[:6], sizes=(80, 160), rounds=2, articles=2, pages=4)
        plan = replace(plan, load_seconds=2.0)
    return replace(plan, sizes=tuple(sorted(options.sizes))) if options.sizes else plan


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python evals/bench.py", description="Measure how fast it is.")
    parser.add_argument("--out", type=Path, metavar="DIR", help="write bench.json and index.html there")
    parser.add_argument("--questions", type=Path, metavar="FILE", default=QUESTIONS, help="JSONL")
    parser.add_argument("--data", type=Path, metavar="DIR", default=_DATA, help="public question sets")
    parser.add_argument("--kept", type=Path, metavar="DIR", default=_KEPT, help="keep libraries there")
    parser.add_argument("--only", nargs="+", choices=PARTS, metavar="PART", help=f"of {', '.join(PARTS)}")
    parser.add_argument("--sizes", type=int, nargs="+", metavar="N", help="passages of the made-up libraries")
    parser.add_argument("--quick", action="store_true", help="on very little, to see that it runs")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
