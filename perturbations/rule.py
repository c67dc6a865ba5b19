"""Rule: one case of a judgement, with its reason in plain words and an example that it decides.

What looks like a long chain of conditions is a table of rules that is walked from the top. The
tests take every example through what the table is part of, once with its rule and once without.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

Case = TypeVar("Case")


@dataclass(frozen=True, slots=True)
class Rule(Generic[Case]):
    """One row of a table.

    Attributes:
        why: the reason, as far as the table's user says it.
        example: a text that this row decides: without it, the text would be judged otherwise.
        holds: whether the rule is about a case.
    """

    why: str
    example: str
    holds: Callable[[Case], object]


Row = TypeVar("Row", bound=Rule[Any])


def first(rules: Iterable[Row], case: object) -> Row | None:
    """The first rule that holds; None if none does."""
    for rule in rules:
        if rule.holds(case):
            return rule
    return None
