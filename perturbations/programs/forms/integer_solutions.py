"""Integers that solve an equation in two unknowns: all of them, or none are given."""

from collections.abc import Sequence
from typing import Any

import sympy

from clipo_bench.perturbations.programs.forms.no_value import NoValue

_LARGEST = 10**9
_MOST = 5000

Solution = dict[Any, Any]


def integer_solutions(equations: Sequence[Any], *, positive: bool) -> list[Solution]:
    """All integers, or all positive ones, for which one expression in two unknowns is zero.

    The expression is linear in each unknown, or a difference of squares; empty for any other.

    Raises:
        NoValue: they are infinitely many, or the numbers are too large.
    """
    names = sorted({name for one in equations for name in one.free_symbols}, key=str)
    if len(equations) != 1 or len(names) != 2:
        return []
    top = sympy.numer(sympy.together(equations[0]))
    if not top.is_polynomial(*names):
        return []
    polynomial = sympy.Poly(top, *names)
    if not all(one.is_Integer and abs(one) < _LARGEST for one in polynomial.coeffs()):
        return []
    x, y = names
    terms = {(1, 1), (1, 0), (0, 1), (0, 0)}
    if set(polynomial.monoms()) <= terms:
        numbers = [int(polynomial.coeff_monomial(one)) for one in (x * y, x, y, 1)]
        pairs = _bilinear(*numbers) if numbers[0] else _linear(*numbers[1:], positive=positive)
    elif set(polynomial.monoms()) == {(2, 0), (0, 2), (0, 0)}:
        pairs = _squares(*(int(polynomial.coeff_monomial(one)) for one in (x**2, y**2, 1)))
    else:
        return []
    found = [{x: sympy.Integer(a), y: sympy.Integer(b)} for a, b in pairs]
    defined = [one for one in found if not equations[0].subs(one).has(sympy.zoo, sympy.nan)]
    return [one for one in defined if not positive or min(one.values()) > 0]


def _divisors(number: int) -> list[int]:
    if not number:
        raise NoValue("infinitely many solutions")
    found = [int(one) for one in sympy.divisors(abs(number))]
    return [*found, *(-one for one in found)]


def _bilinear(a: int, b: int, c: int, d: int) -> list[tuple[int, int]]:
    """A xy + b x + c y + d = 0 is (a x + c)(a y + b) = b c - a d."""
    product = b * c - a * d
    found = []
    for left in _divisors(product):
        x, y = left - c, product // left - b
        if x % a == 0 and y % a == 0:
            found.append((x // a, y // a))
    return found


def _linear(b: int, c: int, d: int, *, positive: bool) -> list[tuple[int, int]]:
    """B x + c y = -d in positive integers, if b and c have one sign."""
    if not positive or b * c <= 0:
        raise NoValue("infinitely many solutions")
    total = -d if b > 0 else d
    b, c = abs(b), abs(c)
    if total // b > _MOST:
        raise NoValue("too many solutions")
    return [(x, (total - b * x) // c) for x in range(1, total // b + 1) if (total - b * x) % c == 0]


def _squares(a: int, b: int, d: int) -> list[tuple[int, int]]:
    """X^2 - y^2 = n is (x - y)(x + y) = n."""
    if abs(a) != 1 or a + b:
        return []
    number = -d * a
    found = []
    for left in _divisors(number):
        right = number // left
        if (left + right) % 2 == 0:
            found.append(((left + right) // 2, (right - left) // 2))
    return found
