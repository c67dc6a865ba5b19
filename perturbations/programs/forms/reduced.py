r"""Whether new numbers leave fractions and roots as reduced as they were: no \frac{3}{3}."""

import math
from collections.abc import Iterable, Iterator

from clipo_bench.perturbations.programs.forms.formula import Apply, Formula, Literal
from clipo_bench.perturbations.programs.forms.scope import (
    Values,
)


def stay_reduced(formulas: Iterable[Formula], old: Values, new: Values) -> bool:
    """Whether no fraction can be reduced, and no root drawn, that could not be before."""
    return not any(
        _is_reducible(one, new) and not _is_reducible(one, old)
        for formula in formulas
        for one in _parts(formula)
    )


def _parts(formula: Formula) -> Iterator[Apply]:
    if isinstance(formula, Apply):
        yield formula
        for part in formula.parts:
            yield from _parts(part)


def _is_reducible(formula: Apply, values: Values) -> bool:
    if formula.operation == "/":
        top, bottom = map(_leading, formula.parts)
        return top is not None and bottom is not None and _gcd(top, bottom, values) > 1
    if formula.operation == "sqrt":
        inner = formula.parts[0]
        return isinstance(inner, Literal) and _is_square(int(values[inner.place]))
    return False


def _leading(formula: Formula) -> Literal | None:
    """The number in front: 3 of 3 pi."""
    while isinstance(formula, Apply) and formula.operation in ("*", "neg"):
        formula = formula.parts[0]
    return formula if isinstance(formula, Literal) else None


def _gcd(top: Literal, bottom: Literal, values: Values) -> int:
    left, right = values[top.place], values[bottom.place]
    if left.denominator != 1 or right.denominator != 1:
        return 1
    return math.gcd(int(left), int(right))


def _is_square(number: int) -> bool:
    return number >= 0 and math.isqrt(number) ** 2 == number
