"""Points, lines, circles and conics: read from formulas, and what they are made of."""

from dataclasses import dataclass
from typing import Any

import sympy

from clipo_bench.perturbations.programs.forms.evaluate import (
    symbol,
    value,
)
from clipo_bench.perturbations.programs.forms.formula import Apply, Formula, Name, NotFormula
from clipo_bench.perturbations.programs.forms.no_value import NoValue
from clipo_bench.perturbations.programs.forms.scope import (
    Scope,
)

X, Y = symbol("x"), symbol("y")
Point = tuple[Any, ...]


def coordinates(formula: Formula, scope: Scope) -> Point:
    """The coordinates of ``(1, 2)``, ``A(1, 2)`` or ``A = (1, 2)``: numbers.

    Raises:
        NotFormula: it is no point.
        NoValue: it has unknowns.
    """
    if isinstance(formula, Apply) and formula.operation in ("*", "="):
        name, formula = formula.parts
        if not isinstance(name, Name) or not name.name[0].isupper():
            raise NotFormula("no name of a point")
    if not isinstance(formula, Apply) or formula.operation != "point":
        raise NotFormula("no point")
    found = tuple(value(part, scope) for part in formula.parts)
    if any(not one.is_real or one.free_symbols for one in found):
        raise NoValue("no real coordinates")
    return found


def two_sides(formula: Formula, scope: Scope) -> Any:
    """Left less right side of an equation in x and y, without fractions of polynomials.

    ``f(x) = x^2`` counts as ``y = x^2``.

    Raises:
        NotFormula: it is no equation.
        NoValue: it has other unknowns.
    """
    if not isinstance(formula, Apply) or formula.operation != "=":
        raise NotFormula("no equation")
    left, right = formula.parts
    if isinstance(left, Apply) and left.operation.startswith("call "):
        left = Name("y")
    difference = sympy.expand(value(left, scope) - value(right, scope))
    if not difference.free_symbols or difference.free_symbols - {X, Y}:
        raise NoValue("other unknowns than x and y")
    if not difference.is_polynomial(X, Y) or not difference.is_rational_function(X, Y):
        raise NoValue("no polynomial")
    return difference


@dataclass(frozen=True, slots=True)
class Line:
    """The line ax + by = c."""

    a: Any
    b: Any
    c: Any

    @property
    def slope(self) -> Any:
        """Rise over run.

        Raises:
            NoValue: it is vertical.
        """
        if self.b == 0:
            raise NoValue("a vertical line")
        return -self.a / self.b

    @property
    def x_intercept(self) -> Any:
        """Where it meets the x-axis."""
        if self.a == 0:
            raise NoValue("a horizontal line")
        return self.c / self.a

    @property
    def y_intercept(self) -> Any:
        """Where it meets the y-axis."""
        if self.b == 0:
            raise NoValue("a vertical line")
        return self.c / self.b


def line_of(formula: Formula, scope: Scope) -> Line:
    """The line of an equation.

    Raises:
        NotFormula: it is no equation.
        NoValue: it is of no line.
    """
    made = sympy.Poly(two_sides(formula, scope), X, Y)
    if made.total_degree() != 1:
        raise NoValue("no line")
    return Line(made.coeff_monomial(X), made.coeff_monomial(Y), -made.coeff_monomial(1))


def line_through(one: Point, other: Point) -> Line:
    """The line through two points of the plane.

    Raises:
        NoValue: they are the same.
    """
    if one == other or len(one) != 2 or len(other) != 2:
        raise NoValue("no two points of a plane")
    a, b = other[1] - one[1], one[0] - other[0]
    return Line(a, b, a * one[0] + b * one[1])


@dataclass(frozen=True, slots=True)
class Conic:
    """The curve A x^2 + C y^2 + D x + E y + F = 0.

    With both squares it is p (x - h)^2 + q (y - k)^2 = 1.
    """

    a: Any
    c: Any
    d: Any
    e: Any
    f: Any

    @property
    def center(self) -> Point:
        """(h, k)."""
        return -self.d / (2 * self.a), -self.e / (2 * self.c)

    @property
    def squares(self) -> tuple[Any, Any]:
        """1/p and 1/q, the signed squares of the semi-axes along x and y.

        Raises:
            NoValue: it is a point, two lines, or a parabola.
        """
        if self.a == 0 or self.c == 0:
            raise NoValue("a parabola")
        right = self.d**2 / (4 * self.a) + self.e**2 / (4 * self.c) - self.f
        if right == 0:
            raise NoValue("degenerate")
        return right / self.a, right / self.c

    @property
    def kind(self) -> str:
        """Circle, ellipse, hyperbola or parabola; or a word for what is degenerate."""
        if self.a == 0 or self.c == 0:
            return self._without_a_square()
        right = self.d**2 / (4 * self.a) + self.e**2 / (4 * self.c) - self.f
        if right == 0:
            return "point" if self.a * self.c > 0 else "two lines"
        along, across = right / self.a, right / self.c
        if along < 0 and across < 0:
            return "empty"
        if along * across < 0:
            return "hyperbola"
        return "circle" if along == across else "ellipse"

    def _without_a_square(self) -> str:
        square, linear, other = (
            (self.a, self.d, self.e) if self.c == 0 else (self.c, self.e, self.d)
        )
        if square == 0:
            return "line"
        if other != 0:
            return "parabola"
        discriminant = linear**2 - 4 * square * self.f
        if discriminant < 0:
            return "empty"
        return "two lines" if discriminant > 0 else "line"


def conic_of(formula: Formula, scope: Scope) -> Conic:
    """The conic of an equation without a mixed term.

    Raises:
        NotFormula: it is no equation.
        NoValue: it is of no such conic.
    """
    made = sympy.Poly(two_sides(formula, scope), X, Y)
    if made.total_degree() != 2 or made.coeff_monomial(X * Y) != 0:
        raise NoValue("no conic with axes along x and y")
    parts = (X**2, Y**2, X, Y, 1)
    return Conic(*(made.coeff_monomial(part) for part in parts))


@dataclass(frozen=True, slots=True)
class Circle:
    """A circle."""

    center: Point
    square: Any
    """Of the radius."""


def circle_of(formula: Formula, scope: Scope) -> Circle:
    """The circle of an equation.

    Raises:
        NotFormula: it is no equation.
        NoValue: it is of no circle.
    """
    conic = conic_of(formula, scope)
    if conic.kind != "circle":
        raise NoValue("no circle")
    return Circle(conic.center, conic.squares[0])


@dataclass(frozen=True, slots=True)
class Parabola:
    """A parabola that opens along an axis, by 4p."""

    vertex: Point
    p: Any
    is_upright: bool

    @property
    def focus(self) -> Point:
        """Inside the curve, p from the vertex."""
        h, k = self.vertex
        return (h, k + self.p) if self.is_upright else (h + self.p, k)


def parabola_of(formula: Formula, scope: Scope) -> Parabola:
    """The parabola of an equation.

    Raises:
        NotFormula: it is no equation.
        NoValue: it is of no parabola.
    """
    conic = conic_of(formula, scope)
    if conic.kind != "parabola":
        raise NoValue("no parabola")
    if conic.c == 0:  # a x^2 + d x + e y + f = 0
        h = -conic.d / (2 * conic.a)
        k = -(conic.a * h**2 + conic.d * h + conic.f) / conic.e
        return Parabola((h, k), -conic.e / (4 * conic.a), True)
    k = -conic.e / (2 * conic.c)
    h = -(conic.c * k**2 + conic.e * k + conic.f) / conic.d
    return Parabola((h, k), -conic.d / (4 * conic.c), False)
