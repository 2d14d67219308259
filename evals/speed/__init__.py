"""What the benchmark measures, one stage a file; `evals/bench.py` is the command."""
