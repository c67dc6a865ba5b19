"""Equations with the floor or ceiling of their unknown."""

from typing import Any

import sympy

from clipo_bench.perturbations.programs.forms.no_value import NoValue

_FARTHEST = 400


def floor_zeros(expression: Any, unknown: Any) -> list[Any]:
    """All real numbers from -400 to 400 where an expression is zero, linear beside the floors.

    Raises:
        NoValue: it is of another kind.
    """
    floor, ceiling = sympy.Dummy("floor"), sympy.Dummy("ceiling")
    plain = expression.xreplace({sympy.floor(unknown): floor, sympy.ceiling(unknown): ceiling})
    if plain == expression or not plain.is_polynomial(unknown, floor, ceiling):
        raise NoValue("no floor of the unknown")
    whole = sympy.Poly(plain, unknown, floor, ceiling).clear_denoms(convert=True)[1]
    line = sympy.Poly(whole.as_expr(), unknown)
    if line.degree() != 1:
        raise NoValue("not linear")
    slope, start = (sympy.lambdify((floor, ceiling), line.nth(at)) for at in (1, 0))
    found = set()
    for low in range(-_FARTHEST, _FARTHEST):
        for high in (low, low + 1):
            bottom = sympy.Rational(slope(low, high))
            if bottom == 0:
                continue
            place = -sympy.Rational(start(low, high)) / bottom
            if sympy.floor(place) == low and sympy.ceiling(place) == high:
                found.add(place)
    if any(abs(one) > _FARTHEST - 10 for one in found):
        raise NoValue("perhaps more farther away")
    return sorted(found)
