"""A study: arms x seeds of training, evaluated alike, and a report that judges the method."""

from clipo_bench.bench_suite.study.plan import Plan, read_plan
from clipo_bench.bench_suite.study.run import run_study

__all__ = ["Plan", "read_plan", "run_study"]
