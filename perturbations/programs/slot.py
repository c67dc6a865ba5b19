"""Slot: a number of a question that a program takes a value for."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from clipo_bench.perturbations.text.mentions import NumberKind

Values = Mapping[str, Fraction]
"""What numbers are worth, by the names of their slots: ``{"n0": Fraction(20)}``."""


def shown_values(values: Values) -> str:
    """Write values as a certificate does: ``{"n0": "3", "n1": "1/2"}``."""
    return json.dumps({name: str(value) for name, value in values.items()})


@dataclass(frozen=True, slots=True)
class Slot:
    """A number of the question.

    Attributes:
        name: ``n0``, ``n1``... in the order of the text.
        start: where the number stands in the question, without its sign; `end` likewise.
        value: what it is worth: of ``20%`` 20, of ``half`` 1/2, of ``twice`` 2.
        fixed: why it keeps its value; empty if it may change.
        tied: slots that must be worth the same as this one, by name.
    """

    name: str
    start: int
    end: int
    text: str
    value: Fraction
    kind: NumberKind
    fixed: str = ""
    tied: frozenset[str] = frozenset()

    @property
    def span(self) -> tuple[int, int]:
        """Where the number stands in the question: `start` and `end`."""
        return self.start, self.end
