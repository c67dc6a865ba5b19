"""Forms: points, lines and circles with coordinates."""

import math
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import sympy

from clipo_bench.perturbations.programs.forms import numeric
from clipo_bench.perturbations.programs.forms.closed_form import closed_form
from clipo_bench.perturbations.programs.forms.curves import (
    Circle,
    Conic,
    Line,
    Parabola,
    Point,
    circle_of,
    conic_of,
    coordinates,
    line_of,
    line_through,
    parabola_of,
)
from clipo_bench.perturbations.programs.forms.evaluate import (
    symbol,
    value,
)
from clipo_bench.perturbations.programs.forms.form import Form, Question
from clipo_bench.perturbations.programs.forms.formula import (
    Apply,
    Name,
    NotFormula,
    names_of,
    sides_of,
)
from clipo_bench.perturbations.programs.forms.no_value import NoValue
from clipo_bench.perturbations.programs.forms.phrases import ASKED, FIND

UNITS = r"(?: in (?:square |cubic )?(?:units?|inches|feet|meters|centimeters|cm))?"
NOTE = (
    r"(?: (?:express|give|write|enter|provide|leave) your (?:final )?answers? (?:in|as) "
    r"(?:(?:a |an )?(?:common |simplified )?fraction|(?:simplest |simplified )?radical form|"
    r"simplest (?:form|terms)|(?:an )?(?:ordered pair|integer)|terms of {pi}|"
    r"simplest radical form in terms of {pi2})|in terms of {pi3})?"
)
_WHAT = (
    rf"(?:in a (?:rectangular |cartesian )?coordinate (?:system|plane) )?{FIND}"
    r"(?: the number of (?:square )?units in)?"
)
_WHAT_ARE = rf"(?:what are|{_WHAT})"


def circle(hole: str) -> str:
    """Words for a circle that is given by its equation."""
    return (
        r"(?:a |the )?(?:circle|sphere) (?:(?:with|defined by|given by|described by|"
        rf"represented by|whose) (?:the )?(?:equation )?(?:is )?)?{{{hole}}}"
    )


def place(hole: str) -> str:
    """Words for a point that is written out."""
    return (
        r"(?:(?:the )?(?:point|points|vertices) )?(?:with coordinates |located at |at )?"
        rf"(?:{{{hole}P}}|\( {{{hole}X}} {{{hole}Y}} \))"
    )


def point(hole: str) -> str:
    """Words for a point, written out or as the center, midpoint or vertex of something."""
    return (
        rf"(?:the origin|{place(hole)}|the (?:coordinates of the )?(?:mid-?point of "
        r"(?:the |a )?(?:line )?segment (?:with endpoints(?: at)?|between|connecting|joining|"
        rf"whose endpoints are) {place(hole + 'A')} and {place(hole + 'B')}"
        rf"|center of {circle(hole + 'C')}"
        r"|vertex of the (?:parabola|graph of)(?: the)?(?: equation)?(?: with equation)? "
        rf"{{{hole}V}}))"
    )


def line(hole: str) -> str:
    """Words for a line, by its equation or two points."""
    ways = r"(?:with|defined by|given by|described by|represented by|whose) "
    return (
        rf"(?:a |the )?line (?:(?:{ways})?(?:the )?(?:equation )?(?:is )?{{{hole}L}}"
        r"|(?:passing through|containing|that passes through|that contains|through|connecting|"
        rf"joining) {point(hole + 'A')} and {point(hole + 'B')})"
    )


class Ways:
    """How what a text names is read: exactly, or (`in_floats`) a second time with floats."""

    def __init__(self, question: Question, in_floats: bool = False) -> None:
        self._question = question
        self._in_floats = in_floats
        for hole in ("pi", "pi0", "pi2", "pi3"):
            if question.has(hole) and question[hole] != Name("pi"):
                raise NotFormula("in terms of something else")

    def root(self, number: Any) -> Any:
        """The square root."""
        return math.sqrt(number) if self._in_floats else sympy.sqrt(number)

    def place(self, hole: str) -> Point:
        """A point that is written out."""
        if self._question.has(hole + "X"):
            found = tuple(self._question.value(hole + axis) for axis in "XY")
        else:
            found = coordinates(self._question[hole + "P"], self._question.scope)
        if self._in_floats:
            return tuple(float(one) for one in found)
        return found

    def point(self, hole: str) -> Point:
        """A point, whatever names it."""
        if self._question.has(hole + "P") or self._question.has(hole + "X"):
            return self.place(hole)
        if self._question.has(hole + "C"):
            return self.circle(hole + "C").center
        if self._question.has(hole + "V"):
            return self.parabola(hole + "V").vertex
        if self._question.has(hole + "AP") or self._question.has(hole + "AX"):
            one, other = self.place(hole + "A"), self.place(hole + "B")
            return tuple((a + b) / 2 for a, b in zip(one, other, strict=True))
        return (sympy.Integer(0), sympy.Integer(0))

    def circle(self, hole: str) -> Circle:
        """A circle that is given by its equation."""
        if not self._in_floats:
            return circle_of(self._question[hole], self._question.scope)
        found = self.conic(hole)
        return Circle(found.center, found.squares[0])

    def parabola(self, hole: str) -> Parabola:
        """A parabola that is given by its equation."""
        found = parabola_of(self._question[hole], self._question.scope)
        if self._in_floats:
            self._check_parabola(hole, found)
        return found

    def _check_parabola(self, hole: str, found: Parabola) -> None:
        """Points of the curve are as far from the focus as from the directrix."""
        (h, k), p = map(float, found.vertex), float(found.p)
        for shift in (0.5, -1.7):
            along, up = 2 * p * shift, p * shift**2
            x, y = (h + along, k + up) if found.is_upright else (h + up, k + along)
            if abs(self.side(hole, x, y)) > 1e-6 * max(1.0, x * x, y * y):
                raise NoValue("the vertex is not confirmed")

    def conic(self, hole: str) -> Conic:
        """A conic from its equation in floats, by differences between values."""
        f = self.side(hole, 0, 0)
        parts = [
            (self.side(hole, 1, 0) + self.side(hole, -1, 0)) / 2 - f,
            (self.side(hole, 0, 1) + self.side(hole, 0, -1)) / 2 - f,
            (self.side(hole, 1, 0) - self.side(hole, -1, 0)) / 2,
            (self.side(hole, 0, 1) - self.side(hole, 0, -1)) / 2,
            f,
        ]
        made = Conic(*(Fraction(part).limit_denominator(10**6) for part in parts))
        for x, y in ((2, 3), (-1.5, 2.5), (3.25, -4)):
            here = made.a * x * x + made.c * y * y + made.d * x + made.e * y + made.f
            if abs(float(here) - self.side(hole, x, y)) > 1e-6 * max(1.0, abs(float(here))):
                raise NoValue("it is no such conic")
        return made

    def side(self, hole: str, x: float, y: float) -> float:
        """Left less right side of an equation at a point, in floats."""
        equation = self._question[hole]
        if not isinstance(equation, Apply) or equation.operation != "=":
            raise NotFormula("no equation")
        names = {"x": complex(x), "y": complex(y)}
        left, right = equation.parts
        if isinstance(left, Apply) and left.operation.startswith("call "):
            left = Name("y")
        sides = [numeric.number_of(one, self._question.scope, names) for one in (left, right)]
        return float((sides[0] - sides[1]).real)

    def any_conic(self, hole: str) -> Conic:
        """A conic without a mixed term."""
        if self._in_floats:
            return self.conic(hole)
        return conic_of(self._question[hole], self._question.scope)

    def line(self, hole: str) -> Line:
        """A line, by its equation or two points."""
        if not self._question.has(hole + "L"):
            return line_through(self.point(hole + "A"), self.point(hole + "B"))
        if not self._in_floats:
            return line_of(self._question[hole + "L"], self._question.scope)
        c = -self.side(hole + "L", 0, 0)
        a, b = self.side(hole + "L", 1, 0) + c, self.side(hole + "L", 0, 1) + c
        return Line(a, b, c)

    def distance(self, one: Point, other: Point) -> Any:
        """Between two points of one space."""
        if len(one) != len(other):
            if not any(one):
                one = (one[0],) * len(other)
            elif not any(other):
                other = (other[0],) * len(one)
            else:
                raise NoValue("points of different spaces")
        return self.root(sum((a - b) ** 2 for a, b in zip(one, other, strict=True)))


def simple(number: Any) -> Any:
    """A closed form of a number, or of each coordinate of a point."""
    if isinstance(number, tuple):
        return tuple(closed_form(sympy.sympify(one, strict=True)) for one in number)
    return closed_form(sympy.sympify(number, strict=True))


def both_ways(
    name: str,
    words: str,
    compute: Callable[[Question, Ways], Any],
    examples: tuple[tuple[str, str], ...],
    renamed: Callable[[Question], Question] = lambda question: question,
) -> Form:
    """A form whose answer is computed exactly, and checked by computing it in floats.

    Args:
        name: of the form.
        words: its regular expression.
        compute: the answer, in the one way or the other.
        examples: of our own.
        renamed: the question with one name for each hole, whichever way of asking was found.
    """

    def exact(question: Question) -> Any:
        question = renamed(question)
        return simple(compute(question, Ways(question)))

    def check(question: Question, answer: Any) -> bool:
        question = renamed(question)
        again = compute(question, Ways(question, in_floats=True))
        pairs = zip(answer, again, strict=True) if isinstance(again, tuple) else ((answer, again),)
        return all(numeric.agrees(one, complex(other)) for one, other in pairs)

    return Form(name, words, exact, check, examples)


def _center(question: Question, ways: Ways) -> Any:
    if question.has("aP") or question.has("aX") or not question.formulas:
        raise NotFormula("a point that is given")
    return ways.point("a")


def _slope(question: Question, ways: Ways) -> Any:
    return ways.line("a").slope


def _steep(question: Question, ways: Ways) -> Any:
    found = ways.line("a")
    if found.a == 0:
        raise NoValue("a horizontal line")
    return found.b / found.a


def _axis(question: Question) -> int:
    name = question.name("x")
    if name not in ("x", "y"):
        raise NotFormula("no axis")
    return "xy".index(name)


def _intercept(question: Question, ways: Ways) -> Any:
    found = ways.line("a")
    return (found.x_intercept, found.y_intercept)[_axis(question)]


def _intercept_point(question: Question, ways: Ways) -> Any:
    there = _intercept(question, ways)
    zero = sympy.Integer(0)
    return (zero, there) if _axis(question) else (there, zero)


def _area(question: Question, ways: Ways) -> Any:
    pi = sympy.pi
    return ways.circle("a").square * pi


def _named_point(question: Question, ways: Ways) -> Any:
    return _with_names(question, dict(zip(_names(question, "p"), ways.point("a"), strict=True)))


def _with_names(question: Question, names: dict[str, Any]) -> Any:
    if not names_of(question["e"]) <= set(names):
        raise NoValue("other unknowns")
    exact = {name: sympy.sympify(one, strict=True) for name, one in names.items()}
    return value(question["e"], question.scope.with_names(exact))


def _names(question: Question, hole: str) -> list[str]:
    formula = question[hole]
    parts = formula.parts if isinstance(formula, Apply) and formula.operation == "point" else ()
    names = [part.name for part in parts if isinstance(part, Name)]
    if len(names) != len(parts) or len(set(names)) != len(names) or not names:
        raise NotFormula("no names of coordinates")
    return names


def _center_and_radius(question: Question, ways: Ways) -> Any:
    if question["C"] != question["D"] or not isinstance(question["C"], Name):
        raise NotFormula("the center of another circle")
    found = ways.circle("a")
    names = dict(zip(_names(question, "p"), found.center, strict=True))
    names[question.name("r")] = ways.root(found.square)
    return _with_names(question, names)


def _named_line(question: Question, ways: Ways) -> Any:
    """The form is y = mx + b, with two letters whose values are asked."""
    form = question["f"]
    if not isinstance(form, Apply) or form.operation != "=" or form.parts[0] != Name("y"):
        raise NotFormula("no form of a line")
    right = value(form.parts[1], question.scope)
    x, found = symbol("x"), ways.line("a")
    made = sympy.Poly(right, x)
    slope, constant = made.coeff_monomial(x), made.coeff_monomial(1)
    if made.degree() != 1 or not (slope.is_Symbol and constant.is_Symbol):
        raise NotFormula("no form of a line")
    return _with_names(question, {str(slope): found.slope, str(constant): found.y_intercept})


def _radius_wanted(question: Question) -> Any:
    """The constant with which an equation is that of a circle of a given radius."""
    unknown = symbol(question.name("k"))
    equation = question["a"]
    if not isinstance(equation, Apply) or equation.operation != "=":
        raise NotFormula("no equation")
    left, right = (value(one, question.scope) for one in equation.parts)
    made = sympy.Poly(left - right, symbol("x"), symbol("y"), unknown)
    rest = made.as_expr() - made.coeff_monomial(unknown) * unknown
    if unknown in rest.free_symbols or made.coeff_monomial(unknown) == 0:
        raise NoValue("the constant does not stand alone")
    x, y = sympy.Poly(rest, symbol("x"), symbol("y")), made.coeff_monomial(unknown)
    parts = [x.coeff_monomial(one) for one in _MONOMIALS]
    found = Conic(*parts)
    if x.total_degree() != 2 or found.a != found.c or found.a == 0:
        raise NoValue("no circle")
    radius = question.value("r")
    if not radius.is_positive:
        raise NoValue("no radius")
    constant = found.d**2 / (4 * found.a) + found.e**2 / (4 * found.a) - found.a * radius**2
    return closed_form((constant - found.f) / y)


_MONOMIALS = (
    symbol("x") ** 2,
    symbol("y") ** 2,
    symbol("x"),
    symbol("y"),
    symbol("x") ** 0,
)


def _has_radius(question: Question, answer: Any) -> bool:
    """Points all around the center, at the radius, are on the curve."""
    equation, radius = sides_of(question["a"]), float(question.value("r"))

    def side(x: float, y: float) -> complex:
        names = {"x": complex(x), "y": complex(y), question.name("k"): complex(answer)}
        left, right = (numeric.number_of(one, question.scope, names) for one in equation)
        return complex(left - right)

    square = (side(1, 0) + side(-1, 0)) / 2 - side(0, 0)
    h = (side(-1, 0) - side(1, 0)).real / 4 / square.real
    k = (side(0, -1) - side(0, 1)).real / 4 / square.real
    turns = (0.3, 1.9, 4.0)
    return all(
        abs(side(h + radius * math.cos(turn), k + radius * math.sin(turn))) < 1e-6 for turn in turns
    )


def _other_end(question: Question, ways: Ways) -> Point:
    middle, end = ways.place("m"), ways.place("a")
    return tuple(2 * one - other for one, other in zip(middle, end, strict=True))


_HAS_OTHER_END = (
    rf"(?:a line segment has one endpoint at {place('a')} and (?:its )?midpoint at {place('m')}"
    rf"|one endpoint of a (?:line )?segment is {place('a2')} and its midpoint is {place('m2')}"
    rf"|the midpoint of a (?:line )?segment is (?:located )?(?:at )?{place('m3')} (?:if )?"
    rf"one of the endpoints is {place('a3')}"
    rf"|{place('m4')} is the midpoint of the segment with one endpoint at {place('a4')})"
)


def _renamed(question: Question) -> Question:
    """The holes of whichever way of asking was found: a2P is aP."""
    formulas = {
        (name[0] + name[2:] if name[1:2].isdigit() else name): one
        for name, one in question.formulas.items()
    }
    return Question(formulas, question.scope)


def _triangle(question: Question, ways: Ways) -> Any:
    """Half the root of Gram's determinant of two sides."""
    a, b, c = ways.place("a"), ways.place("b"), ways.place("c")
    if not len(a) == len(b) == len(c):
        raise NoValue("points of different spaces")
    one = [q - p for p, q in zip(a, b, strict=True)]
    other = [q - p for p, q in zip(a, c, strict=True)]
    if len(one) == 2:
        return abs(one[0] * other[1] - one[1] * other[0]) / 2
    squares = [
        sum(p * q for p, q in pair)
        for pair in (
            zip(one, one, strict=True),
            zip(other, other, strict=True),
            zip(one, other, strict=True),
        )
    ]
    return ways.root(squares[0] * squares[1] - squares[2] ** 2) / 2


def _gap(question: Question, ways: Ways) -> Any:
    """Between two circles apart, or a circle and a point, or a point and a line."""
    one = ways.circle("a") if question.has("a") else Circle(ways.point("p"), 0)
    other = ways.circle("b")
    apart = ways.distance(one.center, other.center)
    radii = [ways.root(one.square), ways.root(other.square)]
    gap = apart - sum(radii)
    if gap > 0:
        return gap
    inside = abs(radii[0] - radii[1]) - apart
    if inside > 0:
        return inside
    raise NoValue("they meet")


def _to_line(question: Question, ways: Ways) -> Any:
    spot, found = ways.point("p"), ways.line("a")
    if len(spot) != 2:
        raise NoValue("not in the plane")
    off = abs(found.a * spot[0] + found.b * spot[1] - found.c)
    return off / ways.root(found.a**2 + found.b**2)


def _meeting(question: Question, ways: Ways) -> Point:
    one, other = ways.line("a"), ways.line("b")
    determinant = one.a * other.b - one.b * other.a
    if determinant == 0:
        raise NoValue("parallel lines")
    x = (one.c * other.b - one.b * other.c) / determinant
    return x, (one.a * other.c - one.c * other.a) / determinant


FORMS = (
    both_ways(
        "distance of two points",
        rf"{_WHAT} (?:the )?distance{UNITS}(?: on a cartesian coordinate plane)? "
        rf"(?:between|from) {point('a')} (?:and|to) {point('b')}"
        rf"(?: in a coordinate (?:system|plane))?{NOTE}",
        lambda question, ways: ways.distance(ways.point("a"), ways.point("b")),
        (
            ("Find the distance between the points $(2, 3)$ and $(10, 18)$.", "17"),
            (
                "What is the distance, in units, between the center of the circle with equation "
                "$x^2 + y^2 = 4x + 6y - 4$ and the point $(5, 9)$?",
                r"3 \sqrt{5}",
            ),
            ("What is the distance from the origin to the point $(9, 12)$?", "15"),
        ),
    ),
    both_ways(
        "center, midpoint or vertex",
        rf"{_WHAT_ARE} {point('a')}{NOTE}(?: {{x}})?",
        _center,
        (
            ("Find the center of the circle with equation $x^2 - 6x + y^2 + 8y = 11$.", "(3,-4)"),
            ("What is the midpoint of the segment with endpoints (7,4) and (3,8)?", "(5,6)"),
        ),
    ),
    both_ways(
        "sum of coordinates",
        rf"{_WHAT} (?:the )?sum of the coordinates of {point('a')}{NOTE}",
        lambda question, ways: sum(_center(question, ways)),
        (
            (
                "What is the sum of the coordinates of the midpoint of the segment with "
                "endpoints $(7, 9)$ and $(3, -5)$?",
                "7",
            ),
        ),
    ),
    both_ways(
        "product of coordinates",
        rf"{_WHAT} (?:the )?product of the coordinates of {point('a')}{NOTE}",
        lambda question, ways: math.prod(_center(question, ways)),
        (
            (
                "What is the product of the coordinates of the midpoint of the segment with "
                "endpoints $(7, 9)$ and $(3, -5)$?",
                "10",
            ),
        ),
    ),
    both_ways(
        "other end of a segment",
        rf"{_HAS_OTHER_END} {FIND} the (?:coordinates of the )?other endpoint{NOTE}",
        _other_end,
        (
            (
                "A line segment has one endpoint at $(3, 8)$ and midpoint at $(5, -2)$. What is "
                "the other endpoint?",
                "(7,-12)",
            ),
        ),
        _renamed,
    ),
    both_ways(
        "sum at the other end of a segment",
        rf"{_HAS_OTHER_END} {FIND} the sum of the coordinates of the other endpoint{NOTE}",
        lambda question, ways: sum(_other_end(question, ways)),
        (
            (
                "A line segment has one endpoint at $(3, 8)$ and midpoint at $(5, -2)$. What is "
                "the sum of the coordinates of the other endpoint?",
                "-5",
            ),
        ),
        _renamed,
    ),
    both_ways(
        "point with names",
        rf"(?:if |let )?{point('a')} (?:is|be) (?:at )?(?:the point )?{{p}} (?:then )?"
        rf"{ASKED} {{e}}{NOTE}",
        _named_point,
        (
            (
                "The center of the circle with equation $x^2 + y^2 = 6x - 8y$ is the point "
                "$(h,k)$. What is $h + k$?",
                "-1",
            ),
        ),
    ),
    both_ways(
        "center and radius with names",
        rf"let {{C}} be {circle('a')} if {{p}} is the center of {{D}} and {{r}} is its radius "
        rf"{ASKED} {{e}}{NOTE}",
        _center_and_radius,
        (
            (
                "Let $K$ be the circle with equation $x^2 + y^2 = 6x - 8y$. If $(p,q)$ is the "
                "center of $K$ and $s$ is its radius, what is the value of $p + q + s$?",
                "4",
            ),
        ),
    ),
    both_ways(
        "radius of a circle",
        rf"{_WHAT} (?:the )?(?:length of the )?radius of {circle('a')}{NOTE}",
        lambda question, ways: ways.root(ways.circle("a").square),
        (("Find the radius of the circle with equation $x^2 - 6x + y^2 + 8y = 11$.", "6"),),
    ),
    both_ways(
        "area of a circle",
        rf"(?:in terms of {{pi0}} )?{_WHAT} (?:the )?area{UNITS}"
        r" (?:(?:of|enclosed by) the (?:region|circle) (?:defined|bounded|enclosed) by the "
        rf"(?:graph of the )?equation {{a}}|of {circle('a2')}){NOTE}",
        _area,
        (
            (
                "What is the area of the region defined by the equation "
                "$x^2 + y^2 - 6x + 8y = 24$?",
                r"49 \pi",
            ),
        ),
        _renamed,
    ),
    Form(
        "constant for a radius",
        r"(?:for what value of {k} (?:will|does) (?:the circle with equation |the equation )?{a} "
        r"(?:have a radius of(?: length)?|represent a circle of radius) {r})",
        _radius_wanted,
        _has_radius,
        examples=(
            (
                "For what value of $k$ will the circle with equation "
                "$x^2 + 4x + y^2 - 6y + k = 0$ have a radius of length 2?",
                "9",
            ),
        ),
    ),
    both_ways(
        "slope",
        rf"{_WHAT} (?:the )?slope of (?:(?:a|the) line (?:that is )?parallel to )?{line('a')}"
        rf"{NOTE}",
        _slope,
        (
            ("What is the slope of the line $3y = -5x + 7$?", r"-\frac{5}{3}"),
            ("Find the slope of the line passing through $(3, 4)$ and $(6, 13)$.", "3"),
            ("What is the slope of a line parallel to the line $4x - 6y = 5$?", r"\frac{2}{3}"),
        ),
    ),
    both_ways(
        "slope of a perpendicular",
        rf"{_WHAT} (?:the )?slope of (?:a|the) line (?:that is )?perpendicular to {line('a')}"
        rf"{NOTE}",
        _steep,
        (("Find the slope of a line perpendicular to the line $4x - 6y = 5$.", r"-\frac{3}{2}"),),
    ),
    both_ways(
        "intercept",
        rf"{_WHAT} (?:the )?(?:{{y}} -coordinate of the )?{{x}} -intercept of {line('a')}{NOTE}",
        _intercept,
        (("What is the $y$-intercept of the line $3x + 4y = 20$?", "5"),),
    ),
    both_ways(
        "intercept as a point",
        rf"{_WHAT} (?:the )?{{x}} -intercept point of {line('a')}{NOTE}",
        _intercept_point,
        (("Find the $x$-intercept point of the line $3x + 4y = 24$.", "(8,0)"),),
    ),
    both_ways(
        "line with names",
        rf"the equation of {line('a')} can be (?:expressed|written) in the form {{f}} "
        rf"{ASKED} {{e}}{NOTE}",
        _named_line,
        (
            (
                "The equation of the line that passes through the points $(2, 3)$ and $(5, 12)$ "
                "can be expressed in the form $y = mx + b$. What is the value of $m + b$?",
                "0",
            ),
        ),
    ),
    both_ways(
        "area of a triangle with corners",
        rf"{_WHAT} (?:the )?area{UNITS} of (?:the )?triangle (?:{{t}} )?(?:with|whose) vertices "
        rf"(?:are |at )?{place('a')}(?: and)? {place('b')}(?: and)? {place('c')}{NOTE}",
        _triangle,
        (("Find the area of the triangle with vertices $(2,3),$ $(8,3),$ and $(5,12).$", "27"),),
    ),
    both_ways(
        "shortest distance to a circle",
        rf"{_WHAT} (?:the )?shortest distance{UNITS} (?:between the circles(?: defined by)? {{a}} "
        rf"and {{b}}|from {point('p')} to {circle('b2')}){NOTE}",
        _gap,
        (
            (
                "What is the shortest distance from the origin to the circle defined by "
                "$x^2 + y^2 - 24x - 10y + 160 = 0$?",
                "10",
            ),
        ),
    ),
    both_ways(
        "distance of a point from a line",
        rf"{_WHAT} (?:the )?(?:shortest )?distance{UNITS} from {point('p')} to {line('a')}{NOTE}",
        _to_line,
        (("What is the distance from the point $(5, 6)$ to the line $3x + 4y = 14$?", "5"),),
    ),
    both_ways(
        "intersection of lines",
        rf"{_WHAT} (?:the )?(?:point of )?intersection(?: point)? of the lines "
        rf"(?:(?:described|given) by (?:the equations )?)?{{aL}} and {{bL}}{NOTE}(?: {{x}})?",
        _meeting,
        (("Find the intersection of the lines $y = 2x + 3$ and $x + y = 15$.", "(4,11)"),),
    ),
)
