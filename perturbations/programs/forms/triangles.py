"""Forms: triangles by their sides, polygons by their corners."""

import math
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import sympy

from clipo_bench.perturbations.programs.forms import numeric
from clipo_bench.perturbations.programs.forms.closed_form import closed_form
from clipo_bench.perturbations.programs.forms.curves import Point, coordinates
from clipo_bench.perturbations.programs.forms.evaluate import value
from clipo_bench.perturbations.programs.forms.form import Form, Question
from clipo_bench.perturbations.programs.forms.formula import (
    Apply,
    Formula,
    Name,
    NotFormula,
    names_of,
)
from clipo_bench.perturbations.programs.forms.geometry import NOTE, UNITS, place
from clipo_bench.perturbations.programs.forms.no_value import NoValue
from clipo_bench.perturbations.programs.forms.phrases import FIND

_HOLES = ("a", "b", "c", "d", "f")
_LARGEST_SIDE = 10_000


def _items(question: Question, holes: tuple[str, ...] = ("a", "b", "c")) -> Iterator[Formula]:
    for hole in holes:
        if question.has(hole):
            formula = question[hole]
            listed = isinstance(formula, Apply) and formula.operation == "list"
            yield from formula.parts if isinstance(formula, Apply) and listed else (formula,)


def _ends(formula: Formula) -> str:
    """The letters of AB, with or without a line over them."""
    parts = formula.parts if isinstance(formula, Apply) else ()
    if not isinstance(formula, Apply) or formula.operation not in ("*", "segment"):
        return ""
    names = [one.name for one in parts if isinstance(one, Name)]
    return "".join(names) if len(names) == len(parts) == 2 and all(map(str.isupper, names)) else ""


def _letters(formula: Formula) -> str:
    if isinstance(formula, Name):
        return formula.name if len(formula.name) == 1 and formula.name.isupper() else "?"
    if isinstance(formula, Apply) and formula.operation == "*":
        return "".join(map(_letters, formula.parts))
    return "?"


class Sides:
    """A triangle whose three sides are given.

    Attributes:
        sides: their lengths, by the letter of the corner across.
    """

    def __init__(self, question: Question) -> None:
        self._question = question
        items = list(_items(question))
        corners = _letters(question["t"]) if question.has("t") else ""
        if corners and (len(set(corners)) != 3 or len(corners) != 3 or "?" in corners):
            raise NotFormula("no triangle")
        if any(isinstance(one, Apply) and "=" in one.operation for one in items):
            self.sides = self._named(items, corners)
        else:
            lengths = [value(one, question.scope) for one in items]
            if len(lengths) != 3 or any(names_of(one) for one in items):
                raise NotFormula("not three sides")
            self.sides = dict(zip("abc", lengths, strict=True))
            self.corners = ""
        a, b, c = self.sides.values()
        if not all(one.is_positive for one in (a, b, c, a + b - c, b + c - a, c + a - b)):
            raise NoValue("no triangle")

    def _named(self, items: list[Formula], corners: str) -> dict[str, Any]:
        found: dict[frozenset[str], Any] = {}
        for item in items:
            if not isinstance(item, Apply) or set(item.operation.split(" ")) != {"="}:
                raise NotFormula("no equation")
            *named, last = item.parts
            for one in named:
                ends = frozenset(_ends(one))
                if len(ends) != 2 or ends in found:
                    raise NotFormula("no side")
                found[ends] = value(last, self._question.scope)
        letters = set().union(*found)
        if len(found) != 3 or len(letters) != 3 or (corners and set(corners) != letters):
            raise NotFormula("not the three sides of a triangle")
        self.corners = corners
        return {one: found[frozenset(letters - {one})] for one in sorted(letters)}

    @property
    def area(self) -> Any:
        """By Heron's formula."""
        a, b, c = self.sides.values()
        return sympy.sqrt(sympy.expand((a + b + c) * (b + c - a) * (c + a - b) * (a + b - c))) / 4

    def points(self) -> list[complex]:
        """The corners in floats, in the order of the sides across from them."""
        a, b, c = (float(one) for one in self.sides.values())
        x = (b * b + c * c - a * a) / (2 * c)
        return [0j, complex(c), complex(x, math.sqrt(max(b * b - x * x, 0.0)))]


def _asked(question: Question) -> str:
    """Which measure is asked for."""
    for words, name in _ASKED.items():
        if question.says(words):
            return name
    raise NotFormula("nothing is asked for")


_ASKED = {
    "diameter of the (?:circle inscribed|incircle|inscribed)": "twice inradius",
    "diameter of the (?:circle circumscribed|circumcircle|circumscribed)": "twice circumradius",
    "(?:inscribed|incircle|inradius)": "inradius",
    "(?:circumscribed|circumcircle|circumradius|on a circle)": "circumradius",
    "sum of the lengths of the (?:three )?altitudes": "altitudes",
    "shortest altitude": "shortest altitude",
    "longest altitude": "longest altitude",
    "area": "area",
    "perimeter": "perimeter",
}


def _measure(question: Question) -> Any:
    triangle = Sides(question)
    lengths, area = list(triangle.sides.values()), triangle.area
    name = _asked(question)
    total = sum(lengths)
    made = {
        "area": area,
        "perimeter": total,
        "inradius": 2 * area / total,
        "twice inradius": 4 * area / total,
        "circumradius": sympy.prod(lengths) / area / 4,
        "twice circumradius": sympy.prod(lengths) / area / 2,
        "altitudes": sum(2 * area / one for one in lengths),
        "shortest altitude": 2 * area / max(lengths, key=float),
        "longest altitude": 2 * area / min(lengths, key=float),
    }[name]
    return closed_form(made)


def _measure_agrees(question: Question, answer: Any) -> bool:
    """With corners in floats: the centers' distances from sides and corners."""
    triangle = Sides(question)
    a, b, c = triangle.points()
    lengths = [abs(b - c), abs(c - a), abs(a - b)]
    doubled = abs(((b - a).conjugate() * (c - a)).imag)
    inner = (lengths[0] * a + lengths[1] * b + lengths[2] * c) / sum(lengths)
    outer = _outer_center(a, b, c)
    made = {
        "area": doubled / 2,
        "perimeter": sum(lengths),
        "inradius": abs(inner.imag),  # from the side on the real line
        "twice inradius": 2 * abs(inner.imag),
        "circumradius": abs(outer - a),
        "twice circumradius": 2 * abs(outer - b),
        "altitudes": sum(doubled / one for one in lengths),
        "shortest altitude": doubled / max(lengths),
        "longest altitude": doubled / min(lengths),
    }[_asked(question)]
    return numeric.agrees(answer, complex(made))


def _outer_center(a: complex, b: complex, c: complex) -> complex:
    """The center of the circle through three points."""
    x, y = b - a, c - a
    across = (x.conjugate() * y).imag
    return a + 1j * (x * abs(y) ** 2 - y * abs(x) ** 2) / (2 * across) * -1


def _median(question: Question) -> Any:
    """Its length, by Stewart's theorem; or a side, from a median and the other two."""
    corner, across, lengths = _median_parts(question)
    near = [lengths[frozenset((corner, one))] for one in across]
    far = lengths[frozenset(across)]
    square = (2 * near[0] ** 2 + 2 * near[1] ** 2 - far**2) / 4
    return closed_form(sympy.sqrt(sympy.expand(square)))


def _median_parts(question: Question) -> tuple[str, str, dict[frozenset[str], Any]]:
    triangle = Sides(question)
    ends = _ends(question["m"])
    corners = set(triangle.sides)
    known = [one for one in ends if one in corners]
    if len(ends) != 2 or len(known) != 1:
        raise NotFormula("no median")
    across = "".join(sorted(corners - set(known)))
    if question.has("s") and set(_ends(question["s"])) != set(across):
        raise NotFormula("the midpoint of another side")
    if question.has("n") and _letters(question["n"]) != ends.replace(known[0], ""):
        raise NotFormula("another point")
    lengths = {frozenset(corners - {one}): side for one, side in triangle.sides.items()}
    return known[0], across, lengths


def _is_median(question: Question, answer: Any) -> bool:
    corner, across, _ = _median_parts(question)
    triangle = Sides(question)
    spots = dict(zip(triangle.sides, triangle.points(), strict=True))
    middle = (spots[across[0]] + spots[across[1]]) / 2
    return numeric.agrees(answer, complex(abs(spots[corner] - middle)))


def _points(question: Question, in_floats: bool = False) -> list[Point]:
    """All corners, with a letter in front or without."""
    found: list[Point] = []
    for hole in _HOLES:
        if question.has(hole + "X"):
            found.append(tuple(question.value(hole + axis) for axis in "XY"))
        for item in _items(question, (hole + "P",)):
            found.append(coordinates(_bare(item), question.scope))
    if not 3 <= len(found) <= 6 or any(len(one) != 2 for one in found):
        raise NotFormula("no polygon")
    if any(coordinate.free_symbols for one in found for coordinate in one):
        raise NoValue("an unknown")
    return [tuple(map(float, one)) for one in found] if in_floats else found


def _bare(item: Formula) -> Formula:
    """The point of A(3, 4) or A = (3, 4)."""
    if isinstance(item, Apply) and item.operation in ("*", "=") and len(item.parts) == 2:
        name, point = item.parts
        if isinstance(name, Name) and name.name[0].isupper():
            return point
    return item


def _area(question: Question) -> Any:
    points = _in_order(_points(question))
    _check_names(question, len(points))
    _check_shape(question, points)
    return closed_form(abs(_shoelace(points)) / 2)


def _check_names(question: Question, count: int) -> None:
    for hole in ("t", "u"):
        if question.has(hole) and len(_letters(question[hole]).replace("?", "")) != count:
            raise NotFormula("another polygon")
    said = {"triangle": 3, "pentagon": 5, "hexagon": 6}
    expected = next((said[one] for one in said if question.says(one)), None)
    four = (
        "quadrilateral",
        "parallelogram",
        "rectangle",
        "square(?! unit)",
        "trapezoid",
        "rhombus",
    )
    if expected is None and question.says(*four):
        expected = 4
    if expected is not None and expected != count:
        raise NotFormula("another number of corners")


def _check_shape(question: Question, points: list[Point]) -> None:
    """A parallelogram has to be one.

    Raises:
        NoValue: it is none.
    """
    if len(points) != 4:
        return
    sides = [
        (q[0] - p[0], q[1] - p[1]) for p, q in zip(points, points[1:] + points[:1], strict=True)
    ]
    squares = [x * x + y * y for x, y in sides]
    across = [a[0] * b[1] - a[1] * b[0] for a, b in zip(sides[:2], sides[2:], strict=True)]
    right = sides[0][0] * sides[1][0] + sides[0][1] * sides[1][1] == 0
    parallel = across == [0, 0]
    is_so = {
        "parallelogram": parallel,
        "rectangle": parallel and right,
        "rhombus": parallel and squares[0] == squares[1],
        "square (?!unit)": parallel and right and squares[0] == squares[1],
        "trapezoid": across.count(0) == 1,
    }
    if not all(holds for name, holds in is_so.items() if question.says(name)):
        raise NoValue("another kind of quadrilateral")


def _shoelace(points: list[Point]) -> Any:
    return sum(
        p[0] * q[1] - p[1] * q[0] for p, q in zip(points, points[1:] + points[:1], strict=True)
    )


def _in_order(points: list[Point]) -> list[Point]:
    """The corners around the polygon: as they are given, or around the middle if sides cross."""
    if len(points) == 3 or not _crosses(points):
        return points
    count = len(points)
    x, y = (float(sum(one[axis] for one in points)) / count for axis in (0, 1))
    around = sorted(points, key=lambda one: math.atan2(float(one[1]) - y, float(one[0]) - x))
    turns = {
        sympy.sign(_turn(p, q, r))
        for p, q, r in zip(around, around[1:] + around[:1], around[2:] + around[:2], strict=True)
    }
    if turns != {1}:
        raise NoValue("the order of the corners is not clear")
    return around


def _turn(p: Point, q: Point, r: Point) -> Any:
    return (q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0])


def _crosses(points: list[Point]) -> bool:
    sides = list(zip(points, points[1:] + points[:1], strict=True))
    for at, (p, q) in enumerate(sides):
        for other, (r, s) in enumerate(sides):
            if abs(at - other) in (0, 1, len(sides) - 1):
                continue
            if _turn(p, q, r) * _turn(p, q, s) < 0 and _turn(r, s, p) * _turn(r, s, q) < 0:
                return True
    return False


def _is_area(question: Question, answer: Any) -> bool:
    """Cut into triangles from the first corner, each by Heron's formula, with their signs."""
    exact = _in_order(_points(question))
    spots = [complex(float(x), float(y)) for x, y in exact]
    total = 0.0
    for q, r in pairwise(spots[1:]):
        a, b, c = abs(q - r), abs(r - spots[0]), abs(spots[0] - q)
        s = (a + b + c) / 2
        turn = ((q - spots[0]).conjugate() * (r - spots[0])).imag
        total += math.copysign(math.sqrt(max(s * (s - a) * (s - b) * (s - c), 0.0)), turn)
    return bool(abs(abs(total) - float(answer)) < 1e-6 * max(1.0, float(answer)))


def _third_sides(question: Question) -> list[int]:
    """All lengths in integers of the third side."""
    items = list(_items(question))
    lengths = [value(one, question.scope) for one in items]
    if len(lengths) == 1 and question.says("two sides of a triangle are each"):
        lengths = lengths * 2
    if len(lengths) != 2 or not all(one.is_Integer and 0 < one <= _LARGEST_SIDE for one in lengths):
        raise NoValue("not two sides")
    a, b = map(int, lengths)
    return list(range(abs(a - b) + 1, a + b))


def _third_side(question: Question) -> Any:
    return _of_third_sides(question, _third_sides(question))


def _of_third_sides(question: Question, found: list[int]) -> Any:
    given = sum(int(value(one, question.scope)) for one in _items(question))
    if question.says("perimeter"):
        found = [one + given for one in found]
    if question.says("how many"):
        return sympy.Integer(len(found))
    if question.says("sum"):
        return sympy.Integer(sum(found))
    if question.says("difference"):
        return sympy.Integer(max(found) - min(found))
    if question.says("greatest", "largest", "maximum", "longest"):
        return sympy.Integer(max(found))
    return sympy.Integer(min(found))


def _is_third_side(question: Question, answer: Any) -> bool:
    """With the lengths for which a triangle has an area."""
    a, b = (int(value(one, question.scope)) for one in _items(question))
    found = [
        c for c in range(1, a + b + 2) if (a + b + c) * (b + c - a) * (c + a - b) * (a + b - c) > 0
    ]
    found = [c for c in found if abs(a - b) < c < a + b]
    return bool(_of_third_sides(question, found) == answer)


_UNIT = r"(?: ?(?:units?|inch(?:es)?|feet|meters?|centimeters?|cm)(?: long)?)?"
_GIVEN = rf"{{a}}{_UNIT}(?: and)?(?: {{b}})?{_UNIT}(?: and)?(?: {{c}})?{_UNIT}"
_SIDES = (
    r"(?:(?:three )?(?:sides?|side[ -]lengths?|lengths of (?:the |its )?(?:three )?sides)(?: of| "
    r"with| measuring|"
    rf" measure| lengths?| have| are| that)* )?{_GIVEN}"
)
_TRIANGLE = r"(?:(?:a|the|isosceles) )*triangle(?: {t})?"
_CIRCLES = (
    r"(?:radius|diameter) of (?:the |its )?(?:incircle|circumcircle|inscribed circle"
    r"|circumscribed circle|circle)"
    r"(?: inscribed in| circumscribed about| (?:of|for))?"
)
_MEASURE = (
    rf"(?:(?:the )?(?:number of square units in the )?area{UNITS}(?: of)?|(?:the )?perimeter(?: "
    rf"of)?|(?:the )?{_CIRCLES}|(?:the )?(?:inradius|circumradius) of"
    r"|(?:the )?(?:sum of the )?lengths? of the (?:shortest altitude|longest altitude|(?:three "
    r")?altitudes)(?: of)?)"
)
_OF = r"(?: (?:of )?(?:the|this) (?:triangle|circle)| (?:of )?(?:triangle )?{u})?"
_POINTS = "".join(rf"(?:(?: and)? {place(hole)})?" for hole in _HOLES[1:])
_POLYGON = (
    r"(?:convex )?(?:triangle|quadrilateral|parallelogram|rectangle|square"
    r"|trapezoid|rhombus|pentagon"
    r"|hexagon|polygon|region|figure)(?: {t})?"
)
_CORNERS = (
    r"(?:with|whose|has|having)(?: the)?(?: three| four)? (?:vertices|corners|coordinates)(?: are"
    r"| at| of its vertices)*"
    rf" {place('a')}{_POINTS}"
)
_AREA = (
    rf"(?:{FIND} the area{UNITS}|{FIND} the number of square units in the area|how many square "
    r"units are(?: there)? in the area)"
)
_THIRD = (
    r"(?:(?:how many (?:different |possible )?(?:integer|integral|whole number)?(?: side)? ?"
    r"(?:lengths|values)|(?:what is )?(?:the )?(?:least|greatest|smallest"
    r"|largest|longest|maximum|minimum)(?: possible)? (?:number of units in the )?(?:integer"
    r"|integral|whole number)?(?: number of (?:units|centimeters) (?:that|which))? ?(?:perimeter"
    r"|length)?"
    r"|(?:what is )?the (?:positive )?difference between the (?:maximum and minimum|greatest and "
    r"least|largest and smallest)(?: possible)? (?:integer )?lengths?)"
    r"(?: of (?:the|this) (?:third side|triangle)| can the third side be| (?:are|is) possible(?: "
    r"for the third side)?| could be the third side"
    r"| in the perimeter of the triangle| (?:for|of) the triangle| in units)*)"
)
FORMS = (
    Form(
        "measure of a triangle with three sides",
        rf"(?:{FIND} {_MEASURE} {_TRIANGLE}(?: with| whose| if| that has| where| given that)+ "
        rf"{_SIDES}"
        rf"|(?:(?:in|let|suppose|consider|we have|there is|points) )*{_TRIANGLE}(?: with| has| "
        r"such that| where| that has|"
        rf" have)* {_SIDES} {FIND} {_MEASURE}{_OF}"
        r"|(?:the )?(?:lengths of (?:the )?|measures of (?:the )?)?(?:side lengths?|sides) of "
        r"(?:a|the) triangle"
        rf" (?:are|measure|have lengths(?: of)?) {_GIVEN} {FIND} {_MEASURE}{_OF}"
        rf"|(?:a )?triangle with sides (?:measuring |of (?:lengths? )?)?{_GIVEN} is inscribed in "
        rf"a circle {FIND} the radius of the circle)"
        rf"(?: in (?:square )?(?:units|cm|inches|centimeters))?{NOTE}",
        _measure,
        _measure_agrees,
        examples=(
            ("Find the area of a triangle with side lengths 13, 20, and 21.", "126"),
            (
                "What is the radius of the circle inscribed in triangle $ABC$ if $AB = 13,$ "
                "$AC = 14,$ and $BC = 15$?",
                "4",
            ),
        ),
    ),
    Form(
        "median of a triangle",
        r"(?:(?:in|let|we have|suppose that|suppose|there is)? ?(?:a )?(?:triangle )?(?:triangle "
        rf")?{{t}}(?: such that| where| with| has| we have)? {{a}}(?: and)?(?: {{b}})?(?: and)?"
        rf"(?: {{c}})?"
        rf"(?: (?:let )?(?:point )?{{n}} (?:be|is) the midpoint of (?:side )?{{s}})? {FIND} "
        rf"(?:the )?(?:length of )?(?:the )?(?:median )?{{m}})",
        _median,
        _is_median,
        examples=(
            (
                "In triangle $PQR$, $PQ = 11$, $PR = 17$ and $QR = 12$. Let $M$ be the midpoint of "
                "$QR$. What is the length of $PM$?",
                "13",
            ),
        ),
    ),
    Form(
        "area of a polygon with corners",
        rf"(?:{_AREA} of (?:a |the )?{_POLYGON} {_CORNERS}"
        rf"|(?:(?:a|the|given|consider) )*(?:{_POLYGON}) (?:in the plane )?{_CORNERS} (?:{_AREA}"
        r"|how many square units is the area) ?"
        r"(?:of )?(?:(?:the|this) )?(?:triangle|quadrilateral|parallelogram|rectangle|square"
        rf"|trapezoid|rhombus|polygon)?(?: {{u}})?)(?: in square units)?"
        rf"(?: express your answer as a decimal to the nearest tenth)?{NOTE}",
        _area,
        _is_area,
        examples=(
            (
                "What is the area, in square units, of a quadrilateral with vertices at $(2,3)$, "
                "$(8,3)$, $(9,7)$ and $(2,9)$?",
                "33",
            ),
        ),
    ),
    Form(
        "third side of a triangle",
        r"(?:(?:if )?(?:a triangle has )?(?:the lengths of )?two sides (?:of (?:a|the) triangle "
        r")?(?:have lengths of|have lengths|of lengths|measure|are|with lengths|measuring|of) "
        rf"{{a}}{_UNIT} and {{b}}{_UNIT}"
        r"(?: then)?(?: (?:if )?the (?:length of the )?third side (?:also )?(?:has|is|have) "
        rf"(?:an |a )?(?:integer|integral|whole number)(?: (?:value|length))?)? {_THIRD})",
        _third_side,
        _is_third_side,
        examples=(
            (
                "Two sides of a triangle have lengths of 14 and 23 units. If the third side has an "
                "integer length, what is the greatest possible perimeter?",
                "73",
            ),
        ),
    ),
)
