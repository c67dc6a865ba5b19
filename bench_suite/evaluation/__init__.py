"""Evaluate a model on benchmarks through lm-eval, into a run folder."""
