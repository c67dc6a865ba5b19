"""Scope: what the numbers and names of a question's formulas stand for."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from clipo_bench.perturbations.programs.forms.formula import Formula

Values = Mapping[int, Fraction]
"""What the numbers of a text are worth, by their places."""


@dataclass(frozen=True, slots=True)
class Definition:
    """A function as a text defines it: ``f(x) = 3x + 2``."""

    arguments: tuple[str, ...]
    body: Formula


@dataclass(frozen=True, slots=True)
class Scope:
    """What names stand for.

    Attributes:
        values: of the numbers, by their places.
        names: what variables are known to be worth; others are symbols.
        functions: definitions by name.
    """

    values: Values
    names: Mapping[str, Any] = field(default_factory=dict)
    functions: Mapping[str, Definition] = field(default_factory=dict)

    def with_names(self, names: Mapping[str, Any]) -> "Scope":
        """The same scope with more names."""
        return Scope(self.values, {**self.names, **names}, self.functions)

    def within(self, function: str, names: Mapping[str, Any]) -> "Scope":
        """The scope of a function's body, which must not call the function itself."""
        others = {name: one for name, one in self.functions.items() if name != function}
        return Scope(self.values, {**self.names, **names}, others)
