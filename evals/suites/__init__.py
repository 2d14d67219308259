"""Suites measure the product on public question sets that are not part of the project: `evals/run.py --suite`."""
