"""Pairs of a sentence and cited evidence, labelled whether the evidence carries it; the checker is measured on them."""
