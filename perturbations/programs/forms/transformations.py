"""Forms: linear maps by their matrices, and rules for determinants."""

import math
from collections.abc import Callable
from typing import Any

import numpy
import sympy

from clipo_bench.perturbations.programs.forms import arrays, numeric
from clipo_bench.perturbations.programs.forms.closed_form import closed_expression, closed_form
from clipo_bench.perturbations.programs.forms.evaluate import value
from clipo_bench.perturbations.programs.forms.form import Form, Question
from clipo_bench.perturbations.programs.forms.formula import (
    Apply,
    Formula,
    Name,
    NotFormula,
    is_array,
    names_of,
    sides_of,
)
from clipo_bench.perturbations.programs.forms.no_value import NoValue
from clipo_bench.perturbations.programs.forms.phrases import ASKED, FIND

_AXES = {"x": sympy.Matrix([1, 0]), "y": sympy.Matrix([0, 1])}
_PLACES = ((0.7, 1.9, -2.3, 0.4), (2.1, -0.8, 1.3, 3.7), (-1.1, 0.6, 2.9, -4.2))


def _matrix(question: Question, hole: str) -> Any:
    made = value(question[hole], question.scope)
    if not arrays.is_array(made) or made.free_symbols:
        raise NoValue("no array of numbers")
    return made


def _about_axis(question: Question) -> Any:
    axis = _AXES.get(question.name("x"))
    if axis is None:
        raise NotFormula("no axis")
    projection = axis * axis.T
    made = 2 * projection - sympy.eye(2) if question.says("reflecting") else projection
    return made.as_immutable()


def _is_about_axis(question: Question, answer: Any) -> bool:
    """It keeps the axis, and takes what is across to its opposite or to zero."""
    kept, other = (0, 1) if question.name("x") == "x" else (1, 0)
    moved = -1 if question.says("reflecting") else 0
    made = arrays.to_floats(answer).real
    unit = numpy.eye(2)
    return bool(
        numpy.allclose(made @ unit[kept], unit[kept])
        and numpy.allclose(made @ unit[other], moved * unit[other])
    )


def _dilating(question: Question) -> Any:
    return (question.value("k") * sympy.eye(2)).as_immutable()


def _is_dilating(question: Question, answer: Any) -> bool:
    factor = float(numeric.number_of(question["k"], question.scope).real)
    made = arrays.to_floats(answer).real
    return all(
        numpy.allclose(made @ place, factor * numpy.array(place)) for place in ((1, 2), (-3, 5))
    )


def _rotating(question: Question) -> Any:
    angle = question.value("k")
    if not question.says("counter-clockwise", "counterclockwise"):
        angle = -angle
    if not angle.is_real:
        raise NoValue("no angle")
    made = sympy.Matrix(
        [[sympy.cos(angle), -sympy.sin(angle)], [sympy.sin(angle), sympy.cos(angle)]]
    )
    if made.has(sympy.sin, sympy.cos):
        raise NoValue("no simple angle")
    return closed_form(made.as_immutable())


def _is_rotating(question: Question, answer: Any) -> bool:
    """It multiplies complex numbers by one on the unit circle."""
    angle = float(numeric.number_of(question["k"], question.scope).real)
    if not question.says("counter-clockwise", "counterclockwise"):
        angle = -angle
    made = arrays.to_floats(answer).real
    turn = complex(math.cos(angle), math.sin(angle))
    for place in (2 + 1j, -1 + 3j):
        moved = made @ [place.real, place.imag]
        if abs(complex(*moved) - place * turn) > 1e-9:
            return False
    return True


def _like(question: Question) -> Any:
    """Where a reflection, rotation or projection takes a vector, from where it takes another."""
    a, b, c = (_matrix(question, hole) for hole in "abc")
    if not a.shape == b.shape == c.shape == (2, 1):
        raise NoValue("no vectors of the plane")
    if question.says("projection"):
        return closed_form((b * b.dot(c) / b.dot(b)).as_immutable())
    if sympy.expand(a.dot(a) - b.dot(b)) != 0 or a == b:
        raise NoValue("another length")
    if question.says("reflection"):
        axis = a + b
        if not any(axis):
            raise NoValue("no axis")
        return closed_form((2 * axis * axis.dot(c) / axis.dot(axis) - c).as_immutable())
    x, y = a.dot(b) / a.dot(a), (a[0] * b[1] - a[1] * b[0]) / a.dot(a)
    return closed_form(sympy.Matrix([x * c[0] - y * c[1], y * c[0] + x * c[1]]).as_immutable())


def _is_like(question: Question, answer: Any) -> bool:
    """Lengths and angles between the vectors and their images, in floats."""
    a, b, c = (numeric.number_of(question[hole], question.scope)[:, 0].real for hole in "abc")
    d = arrays.to_floats(answer)[:, 0].real
    if question.says("projection"):
        parallel = abs(b[0] * d[1] - b[1] * d[0]) < 1e-8
        same_line = abs((a - b) @ b) < 1e-8  # b is a projection of a
        return bool(parallel and same_line and abs((c - d) @ b) < 1e-8)
    as_long = abs(c @ c - d @ d) < 1e-8
    turned = [complex(*one) for one in (a, b, c, d)]
    if question.says("reflection"):  # conjugate, then turn: the product with the image is one turn
        same = abs(turned[1] / turned[0].conjugate() - turned[3] / turned[2].conjugate()) < 1e-8
    else:
        same = abs(turned[1] / turned[0] - turned[3] / turned[2]) < 1e-8
    return bool(as_long and same)


def _region(question: Question) -> Any:
    if question["s"] != question["q"] or not isinstance(question["s"], Name):
        raise NotFormula("another region")
    return closed_form(abs(_matrix(question, "m").det()) * question.value("a"))


def _is_region(question: Question, answer: Any) -> bool:
    """The square of side one becomes a parallelogram: its area by the shoelace formula."""
    made = numeric.number_of(question["m"], question.scope).real
    corners = [complex(*(made @ one)) for one in ((0, 0), (1, 0), (1, 1), (0, 1))]
    area = (
        abs(
            sum(
                (p.conjugate() * q).imag
                for p, q in zip(corners, corners[1:] + corners[:1], strict=True)
            )
        )
        / 2
    )
    return numeric.agrees(answer, area * numeric.number_of(question["a"], question.scope))


def _in_powers(question: Question) -> Any:
    """P and q of M^n = p M + q I, from two entries."""
    name, matrix = sides_of(question["m"])
    if not isinstance(name, Name):
        raise NotFormula("no name of a matrix")
    made = value(matrix, question.scope)
    power, right = sides_of(question["g"])
    if (
        made.shape != (2, 2)
        or made.free_symbols
        or not isinstance(power, Apply)
        or power.operation != "^"
    ):
        raise NotFormula("no power of a matrix")
    scope = question.scope.with_names({name.name: made, "vec I": sympy.eye(2).as_immutable()})
    difference = value(power, scope) - value(right, scope)
    unknowns = _asked_pair(question)
    if difference.free_symbols != set(unknowns):
        raise NotFormula("other unknowns")
    found = sympy.linsolve(list(difference), *unknowns)
    if len(found) != 1 or any(one.free_symbols for one in found.args[0]):
        raise NoValue("not one pair")
    return tuple(map(closed_form, found.args[0]))


def _asked_pair(question: Question) -> list[Any]:
    pair = question["p"]
    if not isinstance(pair, Apply) or pair.operation != "point":
        raise NotFormula("no pair")
    return [value(one, question.scope) for one in pair.parts]


def _is_in_powers(question: Question, answer: Any) -> bool:
    name, matrix = sides_of(question["m"])
    made = numeric.number_of(matrix, question.scope)
    names: dict[str, Any] = {
        str(one): complex(worth) for one, worth in zip(_asked_pair(question), answer, strict=True)
    }
    names |= {getattr(name, "name", ""): made, "vec I": numpy.eye(2, dtype=complex)}
    power, right = sides_of(question["g"])
    exponent = round(numeric.number_of(power.parts[1], question.scope).real)  # type: ignore[union-attr]
    left = numpy.linalg.matrix_power(made, exponent)
    return bool(numpy.allclose(left, numeric.number_of(right, question.scope, names), rtol=1e-8))


def _inverse_of_product(question: Question) -> Any:
    left, right = _given_inverses(question)
    return closed_form((right * left).as_immutable())


def _given_inverses(question: Question) -> tuple[Any, Any]:
    """The inverses of A and B, in the order of the product A B."""
    found = {}
    for hole in ("g", "h"):
        power, matrix = sides_of(question[hole])
        is_inverse = isinstance(power, Apply) and power.operation == "^"
        if not is_inverse or value(power.parts[1], question.scope) != -1:  # type: ignore[union-attr]
            raise NotFormula("no inverse")
        found[power.parts[0]] = value(matrix, question.scope)  # type: ignore[union-attr]
    product = question["e"]
    if (
        not isinstance(product, Apply)
        or product.operation != "*"
        or set(product.parts) != set(found)
    ):
        raise NotFormula("another product")
    one, other = (found[part] for part in product.parts)
    if one.free_symbols or other.free_symbols:
        raise NoValue("an unknown")
    return one, other


def _is_inverse_of_product(question: Question, answer: Any) -> bool:
    left, right = _given_inverses(question)
    product = numpy.linalg.inv(arrays.to_floats(left)) @ numpy.linalg.inv(arrays.to_floats(right))
    return bool(
        numpy.allclose(product @ arrays.to_floats(answer), numpy.eye(len(product)), atol=1e-7)
    )


def _determinant_by_rules(question: Question) -> Any:
    """Det of a product or a power of matrices whose determinants are given."""
    known = {}
    for hole in ("g", "h"):
        if question.has(hole):
            left, right = sides_of(question[hole])
            if not isinstance(left, Apply) or left.operation != "det":
                raise NotFormula("no determinant")
            known[left.parts[0]] = question.scope, right
    asked = question["e"]
    if not isinstance(asked, Apply) or asked.operation != "det":
        raise NotFormula("no determinant")
    return closed_form(
        _by_rules(
            asked.parts[0],
            {one: value(right, scope) for one, (scope, right) in known.items()},
            question,
        )
    )


def _by_rules(formula: Formula, known: dict[Formula, Any], question: Question) -> Any:
    if formula in known:
        return known[formula]
    if (
        isinstance(formula, Apply)
        and formula.operation == "*"
        and all(map(is_array, formula.parts))
    ):
        return sympy.prod([_by_rules(part, known, question) for part in formula.parts])
    if isinstance(formula, Apply) and formula.operation == "^" and is_array(formula.parts[0]):
        base = _by_rules(formula.parts[0], known, question)
        if formula.parts[1] == Name("T"):
            return base
        exponent = value(formula.parts[1], question.scope)
        if not (exponent.is_Integer and abs(exponent) <= 20) or base == 0:
            raise NoValue("no such power")
        return base**exponent
    raise NotFormula("no rule for this")


def _rules_hold(question: Question, answer: Any) -> bool:
    """For matrices that have these determinants, in floats."""
    matrices = {}
    for at, hole in enumerate(one for one in ("g", "h") if question.has(one)):
        left, right = sides_of(question[hole])
        worth = numeric.number_of(right, question.scope).real
        name = left.parts[0]  # type: ignore[union-attr]
        matrices[name.name] = numpy.array([[2.0 + at, 1.0], [2.0 + at - worth, 1.0]]) + 0j  # type: ignore[union-attr]
    made = numeric.number_of(question["e"].parts[0], question.scope, matrices)  # type: ignore[union-attr]
    return numeric.agrees(answer, complex(numpy.linalg.det(made)))


def _multiple_of_determinant(question: Question) -> Any:
    """A determinant of sums of another's rows or columns: a multiple of it, whatever it holds."""
    left, right = sides_of(question["g"])
    if not isinstance(left, Apply) or left.operation != "det":
        raise NotFormula("no determinant")
    given, asked = (value(one, question.scope) for one in (left, question["e"]))
    if not given.free_symbols or given.free_symbols != asked.free_symbols:
        raise NotFormula("other unknowns")
    ratio = sympy.cancel(asked / given)
    if ratio.free_symbols:
        raise NoValue("no multiple")
    return closed_form(ratio * value(right, question.scope))


def _is_multiple(question: Question, answer: Any) -> bool:
    """With numbers in the array, of which one makes its determinant what is given."""
    left, right = sides_of(question["g"])
    names = sorted(names_of(left))
    here = {name: complex(0.7 + 1.3 * at - 0.21 * at**2) for at, name in enumerate(names)}
    wanted = numeric.number_of(right, question.scope).real
    last = names[-1]
    low, high = (
        numeric.number_of(left, question.scope, here | {last: complex(one)}).real for one in (0, 1)
    )
    here[last] = complex((wanted - low) / (high - low))
    return numeric.agrees(answer, numeric.number_of(question["e"], question.scope, here))


def _with_unknowns(question: Question) -> Any:
    formula = question["e"]
    if not _has_array(formula) or not names_of(formula):
        raise NotFormula("no array with unknowns")
    made = value(formula, question.scope)
    if made.has(sympy.Function) or len(made.free_symbols) > 4:
        raise NoValue("no polynomial")
    return closed_expression(made)


def _has_array(formula: Formula) -> bool:
    if not isinstance(formula, Apply):
        return False
    return formula.operation.startswith("matrix") or any(map(_has_array, formula.parts))


def _agrees_with_unknowns(question: Question, answer: Any) -> bool:
    """In floats, with numbers for the unknowns."""
    names = sorted(names_of(question["e"]))
    for place in _PLACES:
        here = dict(zip(names, map(complex, place), strict=False))
        made = numeric.number_of(question["e"], question.scope, here)
        symbols = {sympy.Symbol(name, real=True): one.real for name, one in here.items()}
        shown = answer.subs(symbols)
        if arrays.is_array(shown):
            if not numpy.allclose(arrays.to_floats(shown), made, atol=1e-7):
                return False
        elif abs(complex(shown) - made) > 1e-7 * max(1.0, abs(made)):
            return False
    return True


_CORRESPONDS = r"(?:that corresponds to|corresponding to|for)"
Curve = Callable[[float], complex]


def _curve(question: Question) -> Curve:
    """A point of the curve for each number: of polar coordinates, or of a parameter."""
    left, right = sides_of(question["g"])
    scope = question.scope
    if left == Name("r") and names_of(right) <= {"theta"}:
        return lambda t: (
            numeric.number_of(right, scope, {"theta": complex(t)}).real
            * complex(math.cos(t), math.sin(t))
        )
    if left == Name("theta") and not names_of(right):
        angle = numeric.number_of(right, scope).real
        return lambda t: t * complex(math.cos(angle), math.sin(angle))
    is_pair = isinstance(left, Apply) and left == Apply("point", (Name("x"), Name("y")))
    if is_pair and isinstance(right, Apply) and right.operation == "point" and question.has("t"):
        name = _parameter(question["t"])
        x, y = right.parts
        if not names_of(right) <= {name, "e"}:
            raise NotFormula("another parameter")
        return lambda t: complex(
            *(numeric.number_of(one, scope, {name: complex(t)}).real for one in (x, y))
        )
    raise NotFormula("no curve")


def _parameter(formula: Formula) -> str:
    if isinstance(formula, Apply) and isinstance(formula.parts[0], Name):
        formula = formula.parts[0]
    if not isinstance(formula, Name):
        raise NotFormula("no parameter")
    return formula.name


def _kind(question: Question, start: float) -> str:
    """The kind of the conic through points of the curve."""
    curve, spots = _curve(question), []
    for at in range(60):
        try:
            spot = curve(start + 0.2371 * at)
        except NoValue:
            continue
        if abs(spot) < 50:
            spots.append(spot)
    if len(spots) < 12:
        raise NoValue("too few points")
    rows = numpy.array(
        [[z.real**2, z.real * z.imag, z.imag**2, z.real, z.imag, 1.0] for z in spots]
    )
    straight = numpy.linalg.svd(rows[:, 3:])[1]
    if straight[-1] < 1e-8 * straight[0]:
        return "line"
    _, sizes, turned = numpy.linalg.svd(rows / numpy.linalg.norm(rows, axis=1, keepdims=True))
    if sizes[-1] > 1e-8 or sizes[-2] < 1e-6:
        raise NoValue("no conic, or several")
    a, b, c = turned[-1][:3] / max(abs(turned[-1][:3]))
    sign = b * b - 4 * a * c
    if abs(sign) < 1e-6:
        return "parabola"
    if sign > 0:
        return "hyperbola"
    return "circle" if abs(a - c) < 1e-6 and abs(b) < 1e-6 else "ellipse"


_KINDS = ("line", "circle", "parabola", "ellipse", "hyperbola")


def _letter(question: Question) -> Any:
    return rf"\text{{({'ABCDE'[_KINDS.index(_kind(question, 0.137))]})}}"


def _is_letter(question: Question, answer: Any) -> bool:
    return bool(answer == rf"\text{{({'ABCDE'[_KINDS.index(_kind(question, -0.419))]})}}")


_OPTIONS = (
    r" \(a\) line \(b\) circle \(c\) parabola \(d\) ellipse \(e\) hyperbola enter the letter of "
    r"the "
    r"correct option(?: note {n} is a mathematical constant that is approximately {n7})?"
)
_LIST = (
    "(A) Line (B) Circle (C) Parabola (D) Ellipse (E) Hyperbola Enter the letter of the correct "
    "option."
)
FORMS = (
    Form(
        "matrix of a map about an axis",
        rf"{FIND} the matrix {_CORRESPONDS} (?:reflecting over|projecting onto) the {{x}} -axis",
        _about_axis,
        _is_about_axis,
        examples=(
            (
                "Find the matrix that corresponds to projecting onto the $x$-axis.",
                r"\begin{pmatrix} 1 & 0 \\ 0 & 0 \end{pmatrix}",
            ),
        ),
    ),
    Form(
        "matrix of a dilation",
        rf"{FIND} the matrix {_CORRESPONDS} a dilation centered at the origin with scale factor "
        rf"{{k}}",
        _dilating,
        _is_dilating,
        examples=(
            (
                "Find the matrix that corresponds to a dilation centered at the origin with scale "
                "factor $-5.$",
                r"\begin{pmatrix} -5 & 0 \\ 0 & -5 \end{pmatrix}",
            ),
        ),
    ),
    Form(
        "matrix of a rotation",
        rf"{FIND} the matrix {_CORRESPONDS} rotating about the origin by an angle of {{k}} "
        r"(?:counter-?)?clockwise",
        _rotating,
        _is_rotating,
        examples=(
            (
                r"Find the matrix that corresponds to rotating about the origin by an angle of "
                r"$30^\circ$ counter-clockwise.",
                r"\begin{pmatrix} \sqrt{3}/2 & -1/2 \\ 1/2 & \sqrt{3}/2 \end{pmatrix}",
            ),
        ),
    ),
    Form(
        "another image under a map",
        r"(?:let {z} be a (?:rotation|reflection) that takes|a (?:reflection|projection|rotation"
        r"(?: centered at the"
        r" origin)?) takes) {a} to {b} which vector does the (?:reflection|projection|rotation) "
        r"take {c} to",
        _like,
        _is_like,
        examples=(
            (
                r"A reflection takes $\begin{pmatrix} 3 \\ 4 \end{pmatrix}$ to "
                r"$\begin{pmatrix} 5 \\ 0 \end{pmatrix}.$ Which vector does the reflection take "
                r"$\begin{pmatrix} 5 \\ 5 \end{pmatrix}$ to?",
                r"\begin{pmatrix} 7 \\ 1 \end{pmatrix}",
            ),
        ),
    ),
    Form(
        "area under a map",
        r"let {s} be a region in the plane with area {a} when we apply the matrix {m} to {q} we "
        r"obtain the region"
        rf" {{t}} {FIND} the area of {{u}}",
        _region,
        _is_region,
        examples=(
            (
                r"Let $S$ be a region in the plane with area 6. When we apply the matrix "
                r"\[\begin{pmatrix} 3 & -1 \\ 2 & 4 \end{pmatrix}\]to $S,$ we obtain the region "
                r"$T.$ "
                "Find the area of $T.$",
                "84",
            ),
        ),
    ),
    Form(
        "power of a matrix by itself and the identity",
        rf"let {{m}} (?:(?:then )?there exist scalars {{a}} and {{b}} such that|{FIND} constants "
        rf"{{a2}} and {{b2}} so that)"
        r" {g} enter the ordered pair {p}",
        _in_powers,
        _is_in_powers,
        examples=(
            (
                r"Let $\mathbf{M} = \begin{pmatrix} 3 & 2 \\ 1 & 4 \end{pmatrix}.$ There exist "
                r"scalars "
                r"$p$ and $q$ such that \[\mathbf{M}^2 = p \mathbf{M} + q \mathbf{I}.\]Enter the "
                r"ordered pair $(p,q).$",
                "(7,-10)",
            ),
        ),
    ),
    Form(
        "inverse of a product",
        rf"(?:if|given that) {{g}} and {{h}}(?: then)? {FIND} the inverse of {{e}}",
        _inverse_of_product,
        _is_inverse_of_product,
        examples=(
            (
                r"If $\mathbf{A}^{-1} = \begin{pmatrix} 2 & 3 \\ 0 & -2 \end{pmatrix}$ and "
                r"$\mathbf{B}^{-1} = \begin{pmatrix} 0 & 4 \\ -2 & 2 \end{pmatrix},$ then find the "
                r"inverse of $\mathbf{A} \mathbf{B}.$",
                r"\begin{pmatrix} 0 & -8 \\ -4 & -10 \end{pmatrix}",
            ),
        ),
    ),
    Form(
        "determinant by rules",
        rf"(?:if|given that|given) {{g}}(?: and {{h}})?(?: then)? {ASKED} {{e}}",
        _determinant_by_rules,
        _rules_hold,
        examples=(
            (
                r"If $\det \mathbf{A} = 3$ and $\det \mathbf{B} = -4,$ then find "
                r"$\det (\mathbf{A} \mathbf{B}).$",
                "-12",
            ),
        ),
    ),
    Form(
        "multiple of a determinant",
        rf"(?:if|given that|given) {{g}}(?: then)? {ASKED} {{e}}",
        _multiple_of_determinant,
        _is_multiple,
        examples=(
            (
                r"If $\begin{vmatrix} a & b \\ c & d \end{vmatrix} = 7,$ then find "
                r"\[\begin{vmatrix} a & 2a + 3b \\ c & 2c + 3d \end{vmatrix}.\]",
                "21",
            ),
        ),
    ),
    Form(
        "array with unknowns",
        rf"{ASKED} {{e}}",
        _with_unknowns,
        _agrees_with_unknowns,
        examples=(
            (
                r"Evaluate \[\begin{vmatrix} x + 2 & x \\ x & x + 3 \end{vmatrix}.\]",
                "5x + 6",
            ),
        ),
    ),
    Form(
        "letter of a curve",
        rf"(?:find the curve defined by the equation {{g}}|for real numbers {{t}}(?: where {{v}} "
        rf"and {{w}} are defined)? the point {{g2}} is plotted all"
        rf" the plotted points lie on what kind of curve){_OPTIONS}",
        _letter,
        _is_letter,
        examples=(
            (
                rf"Find the curve defined by the equation \[r = \frac{{5}}{{3 + 2 \sin "
                rf"\theta}}.\]{_LIST}",
                r"\text{(D)}",
            ),
            (
                r"For real numbers $t,$ the point \[(x,y) = (3 \cos t, 3 \sin t)\]is plotted. "
                r"All the "
                rf"plotted points lie on what kind of curve? {_LIST}",
                r"\text{(B)}",
            ),
        ),
    ),
)
