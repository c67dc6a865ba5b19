"""Verdict: what the grader says of one response."""

from dataclasses import dataclass
from enum import StrEnum


class Outcome(StrEnum):
    """How a response ended, for its score."""

    CORRECT = "correct"
    WRONG = "wrong"
    NO_ANSWER = "no_answer"
    TRUNCATED = "truncated"
    TIMEOUT = "timeout"


@dataclass(frozen=True, slots=True)
class Verdict:
    """An outcome with its reasons.

    Attributes:
        outcome: only `Outcome.CORRECT` scores.
        extracted: the answer that was found, as it stands in the response.
        found: where it was found, such as ``boxed`` or ``last``; empty if nowhere.
        matched: how it equals the gold, such as ``text`` or ``number``; ``tolerance`` if it is
            only close to it; empty if it is not equal.
    """

    outcome: Outcome
    extracted: str | None = None
    found: str = ""
    matched: str = ""

    @property
    def correct(self) -> bool:
        """Whether the response scores."""
        return self.outcome is Outcome.CORRECT
