"""When an answer is right: extract, normalise, compare, and say how it was judged."""

from clipo_bench._exports import TYPE_CHECKING, lazy

if TYPE_CHECKING:
    from clipo_bench.tasks.answers.grader import Grader
    from clipo_bench.tasks.answers.verdict import Outcome, Verdict

__all__ = ["Grader", "Outcome", "Verdict"]
# Imported when they are first used: the process that compares formulas does without.
__getattr__, __dir__ = lazy(
    __name__,
    {
        "Grader": "tasks.answers.grader",
        "Outcome": "tasks.answers.verdict",
        "Verdict": "tasks.answers.verdict",
    },
)
