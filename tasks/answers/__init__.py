"""When an answer is right: extract, normalise, compare, and say how it was judged."""

from clipo_bench.tasks.answers.grader import Grader
from clipo_bench.tasks.answers.verdict import Outcome, Verdict

__all__ = ["Grader", "Outcome", "Verdict"]
