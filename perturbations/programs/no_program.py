"""Why no program was derived: a fixed list of causes, each with the reason that it comes to."""

from dataclasses import dataclass
from enum import StrEnum

from clipo_bench.perturbations.variant import Reason


class Cause(StrEnum):
    """What stood in the way of a program."""

    NO_STEPS = "no steps"
    UNREADABLE = "unreadable"
    ALGEBRA = "computes with letters"
    WRONG_STEP = "a wrong step"
    WRONG_GOLD = "the last step gives another answer"
    COMPARES = "compares or rounds"
    UNEXPLAINED = "an unexplained number"
    UNUSED_STEP = "an unused step"
    UNUSED_NUMBER = "an unused number"
    AMBIGUOUS = "ambiguous"
    NOTHING_FREE = "no number can change"

    @property
    def reason(self) -> Reason:
        """The reason for which the problem gets no variant."""
        return _REASONS.get(self, Reason.GOLD_UNCERTAIN)


_REASONS = {
    Cause.NO_STEPS: Reason.NOTHING_TO_REWRITE,
    Cause.UNREADABLE: Reason.NOTHING_TO_REWRITE,
    Cause.ALGEBRA: Reason.NOTHING_TO_REWRITE,
    Cause.NOTHING_FREE: Reason.NOTHING_TO_REWRITE,
    Cause.AMBIGUOUS: Reason.AMBIGUOUS,
}


@dataclass(frozen=True, slots=True)
class NoProgram:
    """A problem without a program, and why.

    Attributes:
        cause: one of the fixed list.
        detail: what it was in this problem.
        computed: what the solution's last step gives, where that is not the gold; else empty.
    """

    cause: Cause
    detail: str
    computed: str = ""


class Refused(Exception):
    """Raised inside the reading of a problem; `derive` turns it into a `NoProgram`."""

    def __init__(self, cause: Cause, detail: str, computed: str = "") -> None:
        super().__init__(f"{cause.value}: {detail}")
        self.no_program = NoProgram(cause, detail, computed)
