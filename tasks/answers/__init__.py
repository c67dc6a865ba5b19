"""When an answer is right: extract, normalise, compare, and say how it was judged."""

from tasks.answers.grader import Grader
from tasks.answers.verdict import Outcome, Verdict

__all__ = ["Grader", "Outcome", "Verdict"]
