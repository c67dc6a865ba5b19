"""Forms: points, lines and planes in space."""

import math
from typing import Any

import numpy
import sympy

from clipo_bench.perturbations.programs.forms import numeric
from clipo_bench.perturbations.programs.forms.closed_form import closed_form
from clipo_bench.perturbations.programs.forms.curves import coordinates
from clipo_bench.perturbations.programs.forms.evaluate import symbol, value
from clipo_bench.perturbations.programs.forms.form import Form, Question
from clipo_bench.perturbations.programs.forms.formula import Apply, Name, NotFormula, sides_of
from clipo_bench.perturbations.programs.forms.no_value import NoValue
from clipo_bench.perturbations.programs.forms.phrases import FIND

_AXES = tuple(map(symbol, "xyz"))
# "Enter your answer in the form Ax + By + Cz + D = 0, where A, B, C, D are integers such that ..."
_AS_EQUATION = (
    r" enter your answer in the form {form} where {va} {vb} {vc} {vd} are integers such that "
    r"{sign} and {gcd}"
)


def _point(question: Question, hole: str, axes: int = 3) -> sympy.Matrix:
    found = coordinates(question[hole], question.scope)
    if len(found) != axes or any(one.free_symbols for one in found):
        raise NoValue("no point")
    return sympy.Matrix(found)


def _plane(question: Question, hole: str) -> tuple[sympy.Matrix, Any]:
    """The normal vector and the number of n . p + d = 0."""
    left, right = (value(one, question.scope) for one in sides_of(question[hole]))
    made = sympy.Poly(sympy.expand(left - right), *_AXES)
    if made.total_degree() != 1 or made.free_symbols_in_domain:
        raise NoValue("no plane")
    return sympy.Matrix([made.coeff_monomial(one) for one in _AXES]), made.coeff_monomial(1)


def _side(question: Question, hole: str, point: tuple[float, ...]) -> float:
    """Left less right side of a plane's equation at a point, in floats."""
    names = {name: complex(one) for name, one in zip("xyz", point, strict=True)}
    left, right = (
        numeric.number_of(one, question.scope, names) for one in sides_of(question[hole])
    )
    return float((left - right).real)


def _float_plane(question: Question, hole: str) -> tuple[numpy.ndarray[Any, Any], float]:
    zero = _side(question, hole, (0, 0, 0))
    units = ((1, 0, 0), (0, 1, 0), (0, 0, 1))
    return numpy.array([_side(question, hole, one) - zero for one in units]), zero


def _to_plane(question: Question) -> Any:
    normal, number = _plane(question, "g")
    point = _point(question, "p") if question.has("p") else sympy.zeros(3, 1)
    return closed_form(abs(normal.dot(point) + number) / normal.norm())


def _is_to_plane(question: Question, answer: Any) -> bool:
    """That far along the normal vector, on one side or the other, is a point of the plane."""
    normal, _ = _float_plane(question, "g")
    point = [float(one) for one in (_point(question, "p") if question.has("p") else (0, 0, 0))]
    step = float(answer) * normal / numpy.linalg.norm(normal)
    return any(abs(_side(question, "g", tuple(point + sign * step))) < 1e-8 for sign in (1, -1))


def _between_planes(question: Question) -> Any:
    (one, d), (other, e) = _plane(question, "g"), _plane(question, "h")
    if any(one.cross(other)):
        raise NoValue("planes that meet")
    ratio = one.dot(other) / one.dot(one)
    return closed_form(abs(d - e / ratio) / one.norm())


def _is_between_planes(question: Question, answer: Any) -> bool:
    """A point of one plane is that far from the other."""
    one, d = _float_plane(question, "g")
    other, e = _float_plane(question, "h")
    spot = -d * one / (one @ one)
    return numeric.agrees(answer, complex(abs(other @ spot + e) / numpy.linalg.norm(other)))


def _angle_of_planes(question: Question) -> Any:
    (one, _), (other, _) = _plane(question, "g"), _plane(question, "h")
    if not isinstance(question["u"], Apply) or question["u"] != Apply("cos", (question["t"],)):
        raise NotFormula("not the cosine of the angle")
    return closed_form(abs(one.dot(other)) / one.norm() / other.norm())


def _is_angle_of_planes(question: Question, answer: Any) -> bool:
    one, other = _float_plane(question, "g")[0], _float_plane(question, "h")[0]
    sine = numpy.linalg.norm(numpy.cross(one, other))
    sine /= numpy.linalg.norm(one) * numpy.linalg.norm(other)
    return numeric.agrees(answer, math.sqrt(1 - sine**2))


def _foot(question: Question) -> sympy.Matrix:
    normal, number = _plane(question, "g")
    point = _point(question, "p")
    return point - normal * (normal.dot(point) + number) / normal.dot(normal)


def _closest(question: Question) -> Any:
    return tuple(map(closed_form, _foot(question)))


def _mirrored(question: Question) -> Any:
    return tuple(map(closed_form, 2 * _foot(question) - _point(question, "p")))


def _is_closest(question: Question, answer: Any) -> bool:
    """It is in the plane, and the way there is along the normal vector."""
    normal, _ = _float_plane(question, "g")
    spot = numpy.array([float(one) for one in answer])
    way = spot - numpy.array([float(one) for one in _point(question, "p")])
    on_plane = abs(_side(question, "g", tuple(spot))) < 1e-8
    return bool(on_plane and numpy.allclose(numpy.cross(normal, way), 0, atol=1e-8))


def _is_mirrored(question: Question, answer: Any) -> bool:
    point = [float(one) for one in _point(question, "p")]
    middle = tuple((float(one) + other) / 2 for one, other in zip(answer, point, strict=True))
    return _is_closest(question, middle) and any(map(float, answer))


def _closest_on_line(question: Question) -> Any:
    """The point of a line in the plane that is closest to another."""
    x, y = _AXES[:2]
    left, right = (value(one, question.scope) for one in sides_of(question["g"]))
    made = sympy.Poly(sympy.expand(left - right), x, y)
    if made.total_degree() != 1 or made.free_symbols_in_domain:
        raise NoValue("no line")
    normal = sympy.Matrix([made.coeff_monomial(x), made.coeff_monomial(y)])
    point = _point(question, "p", 2)
    off = (normal.dot(point) + made.coeff_monomial(1)) / normal.dot(normal)
    return tuple(map(closed_form, point - normal * off))


def _is_closest_on_line(question: Question, answer: Any) -> bool:
    """It is on the line, and other points of the line nearby are farther."""
    spot = [float(one) for one in answer]
    point = [float(one) for one in _point(question, "p", 2)]

    def side(x: float, y: float) -> float:
        return _side(question, "g", (x, y, 0.0))

    zero = side(0, 0)
    along = (side(0, 1) - zero, zero - side(1, 0))  # a direction of the line
    near = math.dist(spot, point)
    others = [
        math.dist([spot[0] + step * along[0], spot[1] + step * along[1]], point)
        for step in (-0.01, 0.01)
    ]
    return abs(side(*spot)) < 1e-8 and all(near < one for one in others)


def _line(question: Question, one: str, other: str) -> tuple[sympy.Matrix, sympy.Matrix]:
    start, end = _point(question, one), _point(question, other)
    if start == end:
        raise NoValue("no line")
    return start, end - start


def _to_line(question: Question) -> Any:
    start, way = _line(question, "a", "b")
    across = (_point(question, "p") - start).cross(way)
    return closed_form(sympy.sqrt(across.dot(across) / way.dot(way)))


def _is_to_line(question: Question, answer: Any) -> bool:
    """The least distance along the line, by the zero of its derivative."""
    start, way = _line(question, "a", "b")
    a, v, p = (
        numpy.array([float(one) for one in part]) for part in (start, way, _point(question, "p"))
    )
    t = (p - a) @ v / (v @ v)
    return numeric.agrees(answer, complex(numpy.linalg.norm(p - a - t * v)))


def _through_coordinate_plane(question: Question) -> Any:
    start, way = _line(question, "a", "b")
    axis = _missing_axis(question)
    if way[axis] == 0:
        raise NoValue("a parallel line")
    return tuple(map(closed_form, start - way * start[axis] / way[axis]))


def _missing_axis(question: Question) -> int:
    """The coordinate that is zero: z in the xy-plane."""
    formula = question["x"]
    names = (
        {one.name for one in formula.parts if isinstance(one, Name)}
        if isinstance(formula, Apply) and formula.operation == "*"
        else set()
    )
    left = set("xyz") - names
    if len(names) != 2 or len(left) != 1:
        raise NotFormula("no plane of coordinates")
    return "xyz".index(left.pop())


def _is_through(question: Question, answer: Any) -> bool:
    """It is in the plane, and the three points are on one line."""
    spot = numpy.array([float(one) for one in answer])
    a, b = (numpy.array([float(one) for one in _point(question, hole)]) for hole in "ab")
    zero = abs(spot[_missing_axis(question)]) < 1e-9
    return bool(zero and numpy.allclose(numpy.cross(b - a, spot - a), 0, atol=1e-7))


def _corner_angle(question: Question) -> Any:
    """The angle ABC in degrees."""
    a, b, c = _named_points(question)
    one, other = a - b, c - b
    cosine = closed_form(one.dot(other) / one.norm() / other.norm())
    degrees = sympy.acos(cosine) * 180 / sympy.pi
    if not degrees.is_Rational:
        raise NoValue("no simple angle")
    return degrees


def _named_points(question: Question) -> list[sympy.Matrix]:
    spots: dict[str, sympy.Matrix] = {}
    for hole in ("a", "b", "c"):
        name, point = sides_of(question[hole])
        if not isinstance(name, Name):
            raise NotFormula("no name of a point")
        spots[name.name] = sympy.Matrix(coordinates(point, question.scope))
    angle = question["e"]
    letters = angle.name.removeprefix("angle ") if isinstance(angle, Name) else ""
    if len(letters) != 3 or set(letters) != set(spots):
        raise NotFormula("no angle")
    return [spots[one] for one in letters]


def _is_corner_angle(question: Question, answer: Any) -> bool:
    """By the law of cosines, with distances in floats."""
    a, b, c = ([float(x) for x in one] for one in _named_points(question))
    left, right, across = math.dist(a, b), math.dist(b, c), math.dist(a, c)
    cosine = (left**2 + right**2 - across**2) / (2 * left * right)
    return numeric.agrees(answer, math.degrees(math.acos(max(-1.0, min(1.0, cosine)))))


def _equation(question: Question) -> Any:
    """The plane through three points, as a polynomial with coprime coefficients."""
    a, b, c = (_point(question, hole) for hole in ("a", "b", "c"))
    return _written(question, (b - a).cross(c - a), a)


def _parallel(question: Question) -> Any:
    return _written(question, _plane(question, "g")[0], _point(question, "a"))


def _with_foot(question: Question) -> Any:
    foot = _point(question, "a")
    return _written(question, foot, foot)


def _perpendicular(question: Question) -> Any:
    a, b = _point(question, "a"), _point(question, "b")
    return _written(question, _plane(question, "g")[0].cross(b - a), a)


def _written(question: Question, normal: sympy.Matrix, point: sympy.Matrix) -> Any:
    """A string such as ``x + 2y - 2z - 1 = 0``, the form that is asked for."""
    form = question["form"]
    if not isinstance(form, Apply) or form.operation != "=":
        raise NotFormula("another form")
    numbers = [*normal, -normal.dot(point)]
    if not any(normal) or not all(one.is_Rational for one in numbers):
        raise NoValue("no plane")
    shared = sympy.gcd_list(numbers)
    numbers = [one / shared for one in numbers]
    if normal[0] == 0:
        raise NoValue("a plane whose first number is zero")
    sign = sympy.sign(numbers[0])
    terms: list[str] = []
    for one, name in zip(numbers, ("x", "y", "z", ""), strict=True):
        number = one * sign
        if number:
            size = "" if abs(number) == 1 and name else str(abs(number))
            before = ("-" if number < 0 else "") if not terms else " - " if number < 0 else " + "
            terms.append(f"{before}{size}{name}")
    return f"{''.join(terms)} = 0"


def _worth_at(shown: str, point: Any) -> float:
    """What the written left side is worth at a point."""
    total, sign = 0.0, 1.0
    for term in shown.removesuffix(" = 0").replace(" - ", " + -").split(" + "):
        name = term[-1] if term[-1] in "xyz" else ""
        digits = term.removesuffix(name).removeprefix("-")
        sign = -1.0 if term.startswith("-") else 1.0
        total += sign * float(digits or 1) * (float(point["xyz".index(name)]) if name else 1.0)
    return total


def _contains_points(question: Question, answer: Any) -> bool:
    return all(
        abs(_worth_at(answer, _point(question, hole))) < 1e-9
        for hole in ("a", "b", "c")
        if question.has(hole)
    )


def _steps(answer: str) -> numpy.ndarray[Any, Any]:
    zero = _worth_at(answer, (0, 0, 0))
    units = ((1, 0, 0), (0, 1, 0), (0, 0, 1))
    return numpy.array([_worth_at(answer, one) - zero for one in units])


def _is_parallel(question: Question, answer: Any) -> bool:
    normal = _float_plane(question, "g")[0]
    same = numpy.allclose(numpy.cross(_steps(answer), normal), 0, atol=1e-9)
    return bool(same and _contains_points(question, answer))


def _has_foot(question: Question, answer: Any) -> bool:
    foot = numpy.array([float(one) for one in _point(question, "a")])
    same = numpy.allclose(numpy.cross(_steps(answer), foot), 0, atol=1e-9)
    return bool(same and _contains_points(question, answer))


def _is_perpendicular(question: Question, answer: Any) -> bool:
    normal = _float_plane(question, "g")[0]
    return bool(abs(_steps(answer) @ normal) < 1e-9 and _contains_points(question, answer))


def _sphere(question: Question) -> tuple[tuple[Any, ...], Any]:
    """Center and square of the radius of x^2 + y^2 + z^2 + ... = 0."""
    left, right = (value(one, question.scope) for one in sides_of(question["g"]))
    made = sympy.Poly(sympy.expand(left - right), *_AXES)
    squares = {made.coeff_monomial(one**2) for one in _AXES}
    mixed = [one for one in made.monoms() if sum(one) == 2 and max(one) < 2]
    if made.total_degree() != 2 or len(squares) != 1 or mixed or made.free_symbols_in_domain:
        raise NoValue("no sphere")
    factor = squares.pop()
    center = tuple(-made.coeff_monomial(one) / factor / 2 for one in _AXES)
    return center, sum(one**2 for one in center) - made.coeff_monomial(1) / factor


def _center(question: Question) -> Any:
    center, square = _sphere(question)
    if not square.is_positive:
        raise NoValue("no sphere")
    return center


def _is_center(question: Question, answer: Any) -> bool:
    """The equation does not change when a point is mirrored in it."""
    spot = [float(one) for one in answer]
    for step in ((1.0, 0.5, -2.0), (0.3, -1.7, 2.2)):
        ends = [
            _side(question, "g", tuple(a + sign * b for a, b in zip(spot, step, strict=True)))
            for sign in (1, -1)
        ]
        if abs(ends[0] - ends[1]) > 1e-8:
            return False
    return True


def _radius(question: Question) -> Any:
    square = _sphere(question)[1]
    if not square.is_positive:
        raise NoValue("no sphere")
    return closed_form(sympy.sqrt(square))


def _is_radius(question: Question, answer: Any) -> bool:
    """That far from the center, in several directions, are points of the sphere."""
    spot = [float(one) for one in _sphere(question)[0]]
    ways = ((1.0, 0.0, 0.0), (0.6, 0.8, 0.0), (2 / 3, -1 / 3, 2 / 3))
    return all(
        abs(
            _side(
                question, "g", tuple(a + float(answer) * b for a, b in zip(spot, way, strict=True))
            )
        )
        < 1e-7
        for way in ways
    )


_PLANE = r"(?:the )?plane(?: (?:with equation|given by))?"
_PLANE_ANSWER = (
    r"Enter your answer in the form \[Ax + By + Cz + D = 0,\]where $A,$ $B,$ $C,$ $D$ are integers "
    r"such that $A > 0$ and $\gcd(|A|,|B|,|C|,|D|) = 1.$"
)
FORMS = (
    Form(
        "center of a sphere",
        rf"the graph of {{g}} is a sphere {FIND} the center of the sphere",
        _center,
        _is_center,
        examples=(
            (
                r"The graph of \[x^2 + 6x + y^2 - 4y + z^2 + 8z + 4 = 0\]is a sphere. Find the "
                r"center "
                "of the sphere.",
                "(-3,2,-4)",
            ),
        ),
    ),
    Form(
        "radius of a sphere",
        rf"the graph of {{g}} is a sphere {FIND} the radius of the sphere",
        _radius,
        _is_radius,
        examples=(
            (
                r"The graph of \[x^2 + 6x + y^2 - 4y + z^2 + 8z + 4 = 0\]is a sphere. Find the "
                r"radius "
                "of the sphere.",
                "5",
            ),
        ),
    ),
    Form(
        "distance of a point from a plane",
        rf"{FIND} the distance from (?:the point {{p}}|the origin) to {_PLANE} {{g}}",
        _to_plane,
        _is_to_plane,
        examples=(
            ("Find the distance from the point $(3,2,1)$ to the plane $2x - y + 2z + 6 = 0.$", "4"),
        ),
    ),
    Form(
        "distance between planes",
        rf"{FIND} the distance between the planes {{g}} and {{h}}",
        _between_planes,
        _is_between_planes,
        examples=(
            (
                "Find the distance between the planes $2x - y + 2z = 5$ and $4x - 2y + 4z = 34.$",
                "4",
            ),
        ),
    ),
    Form(
        "angle between planes",
        rf"let {{t}} be the angle between the planes {{g}} and {{h}} {FIND} {{u}}",
        _angle_of_planes,
        _is_angle_of_planes,
        examples=(
            (
                r"Let $\theta$ be the angle between the planes $x + 2y - 2z + 3 = 0$ and "
                r"$3x + 2y + 6z - 5 = 0.$ Find $\cos \theta.$",
                r"\frac{5}{21}",
            ),
        ),
    ),
    Form(
        "closest point in a plane",
        rf"{FIND} the point in {_PLANE} {{g}} that is closest to the point {{p}}",
        _closest,
        _is_closest,
        examples=(
            (
                "Find the point in the plane $2x - y + 2z = 12$ that is closest to the point "
                "$(1,2,3).$",
                r"(\frac{7}{3}, \frac{4}{3}, \frac{13}{3})",
            ),
        ),
    ),
    Form(
        "reflection in a plane",
        rf"{FIND} the reflection of (?:the point )?{{p}} (?:across|over|in|through) {_PLANE} {{g}}",
        _mirrored,
        _is_mirrored,
        examples=(
            (
                "Find the reflection of the point $(5,1,4)$ across the plane $x + 2y - 2z = 8.$",
                "(7,5,0)",
            ),
        ),
    ),
    Form(
        "closest point of a line",
        rf"{FIND} the point on the line {{g}} that is closest to the point {{p}}",
        _closest_on_line,
        _is_closest_on_line,
        examples=(
            (
                r"Find the point on the line \[y = 2x + 3\]that is closest to the point $(7,2).$",
                "(1,5)",
            ),
        ),
    ),
    Form(
        "distance of a point from a line in space",
        rf"{FIND} the distance from the point {{p}} to the line passing through {{a}} and {{b}}",
        _to_line,
        _is_to_line,
        examples=(
            (
                "Find the distance from the point $(2,3,7)$ to the line passing through $(1,1,5)$ "
                "and $(3,2,7).$",
                r"\frac{\sqrt{17}}{3}",
            ),
        ),
    ),
    Form(
        "line through a plane of coordinates",
        rf"{FIND} the point where the line passing through {{a}} and {{b}} intersects the {{x}} "
        r"-plane",
        _through_coordinate_plane,
        _is_through,
        examples=(
            (
                "Find the point where the line passing through $(3,4,2)$ and $(5,1,6)$ intersects "
                "the $xy$-plane.",
                r"(2, \frac{11}{2}, 0)",
            ),
        ),
    ),
    Form(
        "angle of three points",
        rf"let {{a}} {{b}} and {{c}} {FIND} {{e}} in degrees",
        _corner_angle,
        _is_corner_angle,
        examples=(
            (
                r"Let $A = (5,2,3),$ $B = (2,2,3),$ and $C = (2,7,3).$ Compute $\angle ABC,$ in "
                "degrees.",
                "90",
            ),
        ),
    ),
    Form(
        "plane through three points",
        rf"{FIND} the equation of the plane (?:containing|passing through|which passes through) "
        rf"the points {{a}} {{b}} and {{c}}"
        rf"{_AS_EQUATION}",
        _equation,
        _contains_points,
        examples=(
            (
                "Find the equation of the plane containing the points $(3,0,0),$ $(0,-6,0),$ and "
                f"$(0,0,-4).$ {_PLANE_ANSWER}",
                "4x - 2y - 3z - 12 = 0",
            ),
        ),
    ),
    Form(
        "plane parallel to another",
        rf"{FIND} the equation of the plane (?:which )?(?:passing|passes) through (?:the point "
        rf")?{{a}}(?: and)?(?: which is)? parallel to the plane {{g}}"
        rf"{_AS_EQUATION}",
        _parallel,
        _is_parallel,
        examples=(
            (
                "Find the equation of the plane which passes through the point $(2,5,-3),$ and "
                "which "
                f"is parallel to the plane $-3x + y - 2z = 8.$ {_PLANE_ANSWER}",
                "3x - y + 2z + 5 = 0",
            ),
        ),
    ),
    Form(
        "plane by its foot",
        rf"the foot of the perpendicular from the origin to a plane is {{a}} {FIND} the equation "
        rf"of the plane{_AS_EQUATION}",
        _with_foot,
        _has_foot,
        examples=(
            (
                "The foot of the perpendicular from the origin to a plane is $(2,-3,6).$ Find the "
                f"equation of the plane. {_PLANE_ANSWER}",
                "2x - 3y + 6z - 49 = 0",
            ),
        ),
    ),
    Form(
        "plane perpendicular to another",
        rf"{FIND} the equation of the plane passing through {{a}} and {{b}} and which is "
        rf"perpendicular to the plane {{g}}{_AS_EQUATION}",
        _perpendicular,
        _is_perpendicular,
        examples=(
            (
                "Find the equation of the plane passing through $(2,1,3)$ and $(4,0,5),$ and "
                "which is "
                f"perpendicular to the plane $x + 3y - 2z = 7.$ {_PLANE_ANSWER}",
                "4x - 6y - 7z + 19 = 0",
            ),
        ),
    ),
)
