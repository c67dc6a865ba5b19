"""Systems of polynomial equations, in bounded time: what they fix, and all their real solutions."""

import random
from collections.abc import Iterator, Sequence
from itertools import product
from math import prod
from typing import Any

import numpy
import sympy

from clipo_bench.perturbations.programs.forms.no_value import NoValue
from clipo_bench.perturbations.programs.forms.solving import polynomial_zeros

_MOST_UNKNOWNS = 6
_LARGEST_DEGREE = 8
_LARGEST_PRODUCT = 512  # of the degrees, and two for each unknown after the fourth
_LARGEST_ASKED = 60
_LARGEST_BITS = 64
_MOST_STEPS = 250
_MOST_COMBINATIONS = 1500
_DIGITS = 40
_TINY = sympy.Float(10) ** -25
_CLOSE = 1e-10
_FLAT = 1e-4
_FAR = 1e7
_ATTEMPTS = 40
_MOST_GENERATORS = 8


class System:
    """Polynomial equations, with the divisors that must not be zero.

    Args:
        equations: expressions that are zero, quotients of polynomials with rational coefficients.

    Raises:
        NoValue: they are of another kind, too large, or contradict each other.
    """

    def __init__(self, equations: Sequence[Any]) -> None:
        self.equations = [one for one in equations if one != 0]
        names = {name for one in self.equations for name in one.free_symbols}
        self.unknowns = sorted(names, key=str)
        if not 1 <= len(self.unknowns) <= _MOST_UNKNOWNS:
            raise NoValue("no unknown, or too many")
        if sum(int(sympy.count_ops(one)) for one in self.equations) > _MOST_STEPS:
            raise NoValue("the equations are too long")
        self._inverses: dict[Any, Any] = {}  # a new unknown for one over each divisor
        made = [self._polynomial(one) for one in self.equations]
        self._prepare(made)

    def _prepare(self, made: list[Any]) -> None:
        bound = [name * base - 1 for base, name in self._inverses.items()]
        self._gens = [*reversed(self._inverses.values()), *self.unknowns]
        self._known = len(self._inverses)
        if len(self._gens) > _MOST_GENERATORS:
            raise NoValue("too many divisors")
        polynomials = [sympy.Poly(one, *self._gens) for one in (*made, *bound)]
        _refuse_large(polynomials)
        self._made = made
        self._basis = sympy.groebner(polynomials, *self._gens, order="grevlex", domain="QQ")
        if self._basis.exprs == [1]:
            raise NoValue("the equations contradict each other")

    def _polynomial(self, expression: Any) -> Any:
        """Write powers with new unknowns for one over each divisor."""
        if expression.is_Pow and expression.exp.is_Integer and expression.exp < 0:
            base = sympy.expand(self._polynomial(expression.base))
            if not base.free_symbols:
                return base**expression.exp
            if base not in self._inverses:
                self._inverses[base] = sympy.Dummy()
            return self._inverses[base] ** (-expression.exp)
        if expression.is_Add or expression.is_Mul or expression.is_Pow:
            if expression.is_Pow and not (expression.exp.is_Integer or expression.is_number):
                raise NoValue("no quotients of polynomials")
            return expression.func(*(self._polynomial(one) for one in expression.args))
        if expression.is_Symbol or expression.is_number:
            return expression
        raise NoValue("no quotients of polynomials")

    def minimal_polynomial(self, asked: Any) -> list[Any] | None:
        """Coefficients, lowest first, of the least polynomial that what is asked satisfies.

        None if it has none of a small degree: the equations leave it free.

        Raises:
            NoValue: what is asked divides by zero, or is no quotient of polynomials.
        """
        if not self._seems_fixed(asked):
            return None
        made = self._polynomial(asked)
        if len(self._inverses) > self._known:
            self._prepare(self._made)
        if not made.free_symbols <= set(self._gens):
            return None
        if sympy.Poly(made, *self._gens).total_degree() > _LARGEST_ASKED:
            raise NoValue("a high degree")
        rows: list[dict[Any, Any]] = []
        power = sympy.Integer(1)
        for degree in range(_LARGEST_DEGREE + 1):
            rest = sympy.Poly(self._basis.reduce(power)[1], *self._gens)
            rows.append(dict(rest.terms()))
            if degree and (found := _relation(rows)) is not None:
                return found
            power = sympy.expand(rest.as_expr() * made)
        return None

    def _seems_fixed(self, asked: Any) -> bool:
        """Whether a small step along the solutions leaves what is asked as it is, in floats."""
        if not asked.free_symbols <= set(self.unknowns):
            return False
        both = sympy.lambdify(self.unknowns, [*self.equations, asked], "numpy")

        def residuals(place: list[complex]) -> list[complex]:
            return list(both(*place))[:-1]

        for seed in range(2):
            for place in near_solutions(residuals, len(self.unknowns), real=False, seed=seed):
                start = numpy.array(place)
                slopes = _slopes(lambda at: list(both(*at)), start, numpy.array(both(*place)))
                rank = numpy.linalg.matrix_rank(slopes[:-1], tol=_FLAT)
                return bool(numpy.linalg.matrix_rank(slopes, tol=_FLAT) == rank)
        raise NoValue("no solution was found")

    def values_of(self, asked: Any) -> list[Any] | None:
        """All real numbers that what is asked may be worth, if the unknowns may be complex.

        None if the equations leave it free.

        Raises:
            NoValue: they are not surely known.
        """
        found = self.minimal_polynomial(asked)
        if found is None:
            return None
        unknown = sympy.Dummy(real=True)
        polynomial = sum(one * unknown**power for power, one in enumerate(found))
        return sorted(polynomial_zeros(polynomial, unknown), key=float)

    def solutions(self) -> list[dict[Any, Any]]:
        """All real solutions.

        Raises:
            NoValue: they are infinitely many, or not surely known.
        """
        choices = []
        for name in self.unknowns:
            values = self.values_of(name)
            if values is None:
                raise NoValue("the equations leave unknowns free")
            choices.append(values)
        if prod(map(len, choices)) > _MOST_COMBINATIONS:
            raise NoValue("too many combinations")
        near = [[float(one) for one in values] for values in choices]
        check = sympy.lambdify(self.unknowns, self.equations, "math")
        found = []
        for places in product(*(range(len(values)) for values in choices)):
            floats = [values[at] for values, at in zip(near, places, strict=True)]
            if not _may_be_zero(check, floats):
                continue
            exact = {
                name: values[at]
                for name, values, at in zip(self.unknowns, choices, places, strict=True)
            }
            if all(_is_zero(one, exact) for one in self.equations):
                found.append(exact)
        return found


def linear_solution(equations: Sequence[Any]) -> dict[Any, Any] | None:
    """What linear equations make of their unknowns, some of them in terms of others.

    None if an equation is not linear.

    Raises:
        NoValue: they contradict each other.
    """
    names = sorted({name for one in equations for name in one.free_symbols}, key=str)
    if not names or not all(one.is_polynomial(*names) for one in equations):
        return None
    if any(sympy.Poly(one, *names).total_degree() > 1 for one in equations):
        return None
    found = sympy.linsolve(list(equations), *names)
    if not found:
        raise NoValue("the equations contradict each other")
    return dict(zip(names, next(iter(found)), strict=True))


def _refuse_large(polynomials: Sequence[Any]) -> None:
    degrees = [one.total_degree() for one in polynomials]
    size = prod(max(1, one) for one in degrees) * 2 ** max(0, len(polynomials[0].gens) - 4)
    if max(degrees) > _LARGEST_DEGREE or size > _LARGEST_PRODUCT:
        raise NoValue("high degrees")
    for one in polynomials:
        for coefficient in one.coeffs():
            if not coefficient.is_Rational:
                raise NoValue("irrational coefficients")
            if max(coefficient.p.bit_length(), coefficient.q.bit_length()) > _LARGEST_BITS:
                raise NoValue("large coefficients")


def _relation(rows: list[dict[Any, Any]]) -> list[Any] | None:
    """How the last of some vectors depends on those before; None if it does not."""
    monomials = sorted({one for row in rows for one in row})
    matrix = sympy.Matrix([[row.get(one, 0) for row in rows] for one in monomials])
    space = matrix.nullspace()
    return list(space[0]) if space else None


def _may_be_zero(check: Any, place: list[float]) -> bool:
    size = 1 + max(map(abs, place)) ** 4
    try:
        return all(abs(one) < 1e-6 * size for one in check(*place))
    except (ArithmeticError, ValueError):
        return False


def _is_zero(equation: Any, solution: dict[Any, Any]) -> bool:
    worth = equation.subs(solution)
    if worth.has(sympy.zoo, sympy.nan, sympy.oo):
        return False
    return bool(worth == 0 or abs(worth.n(_DIGITS)) < _TINY)


def near_solutions(
    residuals: Any, count: int, *, real: bool, seed: int = 0
) -> Iterator[list[complex]]:
    """Places where functions are zero, by Newton's method from random places, in floats.

    Args:
        residuals: takes a list of complex numbers, gives those that should be zero.
        count: how many unknowns there are.
        real: whether the search keeps to real numbers.
        seed: of the random places.
    """
    with numpy.errstate(all="ignore"):
        yield from _near_solutions(residuals, count, real, random.Random(seed))  # noqa: S311


def _near_solutions(
    residuals: Any, count: int, real: bool, rng: random.Random
) -> Iterator[list[complex]]:
    for attempt in range(_ATTEMPTS):
        size = (1.0, 4.0, 15.0)[attempt % 3]
        place = numpy.array(
            [
                complex(rng.uniform(-size, size), 0 if real else rng.uniform(-size, size))
                for _ in range(count)
            ]
        )
        for _ in range(60):
            try:
                gaps = numpy.array(residuals(list(place)))
                slopes = _slopes(residuals, place, gaps)
                if not (numpy.isfinite(gaps).all() and numpy.isfinite(slopes).all()):
                    break
                step = numpy.linalg.lstsq(slopes, gaps, rcond=None)[0]
            except (ArithmeticError, ValueError, numpy.linalg.LinAlgError):
                break
            size = 1 + abs(place).max()
            if size > _FAR:
                break
            sizes = 1 + abs(slopes) @ (1 + abs(place))
            if abs(step).max() < _CLOSE * size:
                if (abs(gaps) < _CLOSE * 100 * sizes).all():
                    yield [complex(one) for one in place]
                break
            place = place - step


def _slopes(residuals: Any, place: Any, gaps: Any) -> Any:
    columns = []
    for at in range(len(place)):
        step = 1e-7 * (1 + abs(place[at]))
        moved = place.copy()
        moved[at] += step
        columns.append((numpy.array(residuals(list(moved))) - gaps) / step)
    return numpy.array(columns).T
