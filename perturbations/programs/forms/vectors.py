"""Forms: vectors and matrices, with coordinates."""

import math
from typing import Any

import numpy
import sympy

from clipo_bench.perturbations.programs.forms import arrays, numeric
from clipo_bench.perturbations.programs.forms.closed_form import closed_form
from clipo_bench.perturbations.programs.forms.evaluate import (
    value,
)
from clipo_bench.perturbations.programs.forms.form import Form, Question
from clipo_bench.perturbations.programs.forms.formula import (
    Apply,
    Formula,
    Name,
    NotFormula,
    is_array,
    names_of,
)
from clipo_bench.perturbations.programs.forms.no_value import NoValue
from clipo_bench.perturbations.programs.forms.phrases import (
    ASKED,
    FIND,
    GIVEN,
    ITEM_HOLES,
    ITEMS,
    NOTES,
)
from clipo_bench.perturbations.programs.forms.scope import (
    Scope,
)

_GIVEN = rf"(?:(?:{GIVEN}|for|the vectors|vectors) {ITEMS} (?:then )?)?"
_DEGREES = 180 / math.pi


def _known(question: Question) -> tuple[Scope, dict[str, Any]]:
    """The scope with all arrays that the text gives, and what they are in floats."""
    scope = question.scope
    floats: dict[str, Any] = {}
    for formula in question.items(ITEM_HOLES):
        if not (isinstance(formula, Apply) and formula.operation == "="):
            raise NotFormula("given is no equation")
        left, right = formula.parts
        if not (isinstance(left, Name) and is_array(left) and is_array(right)):
            raise NotFormula("given is no array")
        if left.name in scope.names:
            raise NotFormula("an array is given twice")
        made = value(right, scope)
        if names_of(right) - set(scope.names):
            raise NoValue("an array with unknowns")
        floats[left.name] = numeric.number_of(right, question.scope, floats)
        scope = scope.with_names({left.name: made})
    return scope, floats


def _array(question: Question, hole: str) -> Any:
    """The array in a hole.

    Raises:
        NoValue: it is none, or has unknowns.
    """
    made = value(question[hole], _known(question)[0])
    if not arrays.is_array(made) or made.free_symbols:
        raise NoValue("no array of numbers")
    return made


def _vector(question: Question, hole: str) -> Any:
    made = _array(question, hole)
    if made.cols != 1:
        raise NoValue("no vector")
    return made


def _floats(question: Question, hole: str) -> Any:
    return numeric.number_of(question[hole], question.scope, _known(question)[1])


def _column(question: Question, hole: str) -> Any:
    return _floats(question, hole)[:, 0].real


def _evaluated(question: Question) -> Any:
    scope, _ = _known(question)
    if not scope.names:
        raise NotFormula("nothing is given")
    made = value(question["e"], scope)
    if made.free_symbols:
        raise NoValue("there is an unknown")
    return closed_form(made)


def _is_evaluated(question: Question, answer: Any) -> bool:
    return numeric.agrees(answer, _floats(question, "e"))


def _dot(question: Question) -> Any:
    return closed_form(_vector(question, "a").dot(_vector(question, "b")))


def _is_dot(question: Question, answer: Any) -> bool:
    return numeric.agrees(answer, complex(_column(question, "a") @ _column(question, "b")))


def _cross(question: Question) -> Any:
    left, right = _vector(question, "a"), _vector(question, "b")
    if not left.rows == right.rows == 3:
        raise NoValue("not in space")
    return closed_form(left.cross(right))


def _is_cross(question: Question, answer: Any) -> bool:
    crossed = numpy.cross(_column(question, "a"), _column(question, "b"))
    return arrays.agrees(answer, crossed.reshape(3, 1))


def _cosine(question: Question) -> Any:
    left, right = _vector(question, "a"), _vector(question, "b")
    if left.rows != right.rows or not left.norm() or not right.norm():
        raise NoValue("no angle")
    return closed_form(left.dot(right) / (left.norm() * right.norm()))


def _angle(question: Question) -> Any:
    degrees = sympy.acos(_cosine(question)) * 180 / sympy.pi
    if not degrees.is_Rational:
        raise NoValue("no simple angle")
    return degrees


def _float_angle(question: Question) -> float:
    left, right = _column(question, "a"), _column(question, "b")
    cosine = left @ right / numpy.linalg.norm(left) / numpy.linalg.norm(right)
    return float(numpy.arccos(cosine))


def _is_angle(question: Question, answer: Any) -> bool:
    return numeric.agrees(answer, _float_angle(question) * _DEGREES)


def _is_cosine(question: Question, answer: Any) -> bool:
    return numeric.agrees(answer, math.cos(_float_angle(question)))


def _projection(question: Question) -> Any:
    what, onto = _vector(question, "a"), _vector(question, "b")
    if what.rows != onto.rows or not any(onto):
        raise NoValue("no projection")
    return closed_form(onto * what.dot(onto) / onto.dot(onto))


def _is_projection(question: Question, answer: Any) -> bool:
    """It is parallel to the one, and what is left of the other is perpendicular to it."""
    what, onto = _column(question, "a"), _column(question, "b")
    made = arrays.to_floats(answer)[:, 0].real
    parallel = numpy.linalg.matrix_rank(numpy.array([made, onto]), tol=1e-8) == 1
    return bool(parallel and abs((what - made) @ onto) < 1e-8)


def _reflection(question: Question) -> Any:
    return closed_form(2 * _projection(question) - _vector(question, "a"))


def _is_reflection(question: Question, answer: Any) -> bool:
    """It is as long, and the middle between it and the vector is on the line."""
    what, onto = _column(question, "a"), _column(question, "b")
    made = arrays.to_floats(answer)[:, 0].real
    middle = numpy.array([(made + what) / 2, onto])
    as_long = abs(numpy.linalg.norm(made) - numpy.linalg.norm(what)) < 1e-8
    return bool(as_long and numpy.linalg.matrix_rank(middle, tol=1e-8) == 1)


def _area(question: Question) -> Any:
    """Of the parallelogram of two vectors: the root of Gram's determinant."""
    a, b = _vector(question, "a"), _vector(question, "b")
    if a.rows != b.rows:
        raise NoValue("vectors of different spaces")
    return closed_form(sympy.sqrt(sympy.expand(a.dot(a) * b.dot(b) - a.dot(b) ** 2)))


def _is_area(question: Question, answer: Any) -> bool:
    a, b = _column(question, "a"), _column(question, "b")
    sine = math.sin(_float_angle(question))
    return numeric.agrees(answer, numpy.linalg.norm(a) * numpy.linalg.norm(b) * sine)


def _area_of_corners(question: Question) -> Any:
    """Of the parallelogram with corners 0, a, b and a + b."""
    zero, far = question["z"], question["c"]
    total = {_name(question["a"]), _name(question["b"])}
    sums = isinstance(far, Apply) and far.operation == "+" and set(map(_name, far.parts)) == total
    if _name(zero) != "vec 0" or not sums:
        raise NotFormula("other corners")
    return _area(question)


def _name(formula: Formula) -> str:
    return formula.name if isinstance(formula, Name) else ""


def _inverse(question: Question) -> Any:
    made = _array(question, "a")
    if not made.is_square:
        raise NoValue("not square")
    if made.det() == 0:
        return sympy.zeros(made.rows).as_immutable()
    return closed_form(made.inv())


def _is_inverse(question: Question, answer: Any) -> bool:
    made = _floats(question, "a")
    product = made @ arrays.to_floats(answer)
    singular = abs(numpy.linalg.det(made)) < 1e-8 and not any(answer)
    return bool(singular or numpy.allclose(product, numpy.eye(len(made))))


def _unknown(made: Any) -> Any:
    if len(made.free_symbols) != 1:
        raise NoValue("not one unknown")
    return next(iter(made.free_symbols))


def _root_of(expression: Any, unknown: Any) -> Any:
    """All real roots of a polynomial of degree one or two: one, or a set."""
    if not expression.is_polynomial(unknown) or not 1 <= sympy.degree(expression, unknown) <= 2:
        raise NoValue("no simple equation")
    roots = [closed_form(one) for one in sympy.roots(expression, unknown)]
    if not roots or not all(one.is_real for one in roots):
        raise NoValue("no real root")
    return roots[0] if len(roots) == 1 else frozenset(roots)


def _equation(question: Question) -> tuple[Any, Any]:
    """What has to be zero, and the unknown in it."""
    if question.has("m"):  # a matrix that is not invertible
        matrix = question.value("m")
        if not arrays.is_array(matrix) or not matrix.is_square:
            raise NoValue("no square matrix")
        zero = sympy.expand(matrix.det(method="berkowitz"))
    else:
        a, b = (question.value(hole) for hole in ("a", "b"))
        if not (arrays.is_array(a) and arrays.is_array(b) and a.shape == b.shape and a.cols == 1):
            raise NoValue("no vectors")
        zero = sympy.expand(a.dot(b))
    if str(_unknown(zero)) != question.name("x"):
        raise NoValue("another unknown")
    return zero, _unknown(zero)


def _solved(question: Question) -> Any:
    return _root_of(*_equation(question))


def _solves(question: Question, answer: Any) -> bool:
    for one in answer if isinstance(answer, frozenset) else (answer,):
        names = {question.name("x"): complex(one)}
        if question.has("m"):
            matrix = numeric.number_of(question["m"], question.scope, names)
            if abs(numpy.linalg.det(matrix)) > 1e-6:
                return False
            continue
        a, b = (numeric.number_of(question[hole], question.scope, names) for hole in ("a", "b"))
        if abs((a[:, 0] * b[:, 0]).sum()) > 1e-6:
            return False
    return True


def _matrix_equation(question: Question) -> tuple[Any, Any, bool]:
    """A and B of ``X A = B``, or of ``A X = B``, with whether X is on the left."""
    lefts, rights, side = [], [], set()
    for hole in ("g", "h", "k"):
        if not question.has(hole):
            continue
        formula = question[hole]
        if not (isinstance(formula, Apply) and formula.operation == "="):
            raise NotFormula("no equation")
        product, right = formula.parts
        if not (isinstance(product, Apply) and product.operation == "*"):
            raise NotFormula("no product")
        first, second = product.parts
        name = _name(question["v"])
        if (_name(first) == name) == (_name(second) == name) or not name.startswith("vec "):
            raise NotFormula("the unknown is not on one side")
        on_left = _name(first) == name
        side.add(on_left)
        known = second if on_left else first
        if any(one.startswith("vec ") for one in names_of(known) - {"vec i", "vec j", "vec k"}):
            raise NotFormula("another unknown")
        lefts.append(value(known, _units(question.scope)))
        rights.append(value(right, question.scope))
    if len(side) != 1 or not all(map(arrays.is_array, (*lefts, *rights))):
        raise NotFormula("no equation of arrays")
    on_left = side.pop()
    if len(lefts) > 1 and not on_left:
        raise NotFormula("two equations for a vector")
    return sympy.Matrix.hstack(*lefts), sympy.Matrix.hstack(*rights), on_left


def _units(scope: Scope) -> Scope:
    unit = sympy.eye(3).as_immutable()
    return scope.with_names({f"vec {name}": unit[:, at] for at, name in enumerate("ijk")})


def _matrix_solved(question: Question) -> Any:
    known, right, on_left = _matrix_equation(question)
    if not known.is_square or known.det() == 0 or known.free_symbols or right.free_symbols:
        raise NoValue("not fixed")
    made = right * known.inv() if on_left else known.inv() * right
    if question.has("s"):
        _check_size(question, made)
    return closed_form(made.as_immutable())


def _check_size(question: Question, made: Any) -> None:
    size = question["s"]
    if not (isinstance(size, Apply) and size.operation == "*"):
        raise NotFormula("no size")
    if tuple(value(one, question.scope) for one in size.parts) != made.shape:
        raise NoValue("another size")


def _matrix_solves(question: Question, answer: Any) -> bool:
    known, right, on_left = map(_maybe_floats, _matrix_equation(question))
    made = arrays.to_floats(answer)
    return bool(numpy.allclose(made @ known if on_left else known @ made, right))


def _maybe_floats(one: Any) -> Any:
    return arrays.to_floats(one) if arrays.is_array(one) else one


def _map_matrix(question: Question, factor: int) -> Any:
    """Of x -> factor times the projection - (factor - 1) x."""
    onto = _vector(question, "a")
    if not any(onto):
        raise NoValue("the zero vector")
    projection = onto * onto.T / onto.dot(onto)
    return closed_form((factor * projection - (factor - 1) * sympy.eye(onto.rows)).as_immutable())


def _is_map_matrix(question: Question, answer: Any, factor: int) -> bool:
    """It keeps the direction, and takes what is perpendicular to zero or to its opposite."""
    onto = _column(question, "a")
    made = arrays.to_floats(answer)
    across = numpy.linalg.svd(onto.reshape(1, -1))[2][1:]
    moved = (1 - factor) * across
    return bool(
        numpy.allclose(made @ onto, onto)
        and all(numpy.allclose(made @ one, new) for one, new in zip(across, moved, strict=True))
    )


FORMS = (
    Form(
        "value of vectors or matrices",
        rf"(?:(?:{GIVEN}|for) {ITEMS}(?: then)?) {ASKED} {{e}}{NOTES}",
        _evaluated,
        _is_evaluated,
        examples=(
            (
                r"Let $\mathbf{u} = \begin{pmatrix} 3 \\ -2 \end{pmatrix}$ and $\mathbf{v} = "
                r"\begin{pmatrix} 4 \\ 5 \end{pmatrix}.$ Find $2 \mathbf{u} - \mathbf{v}.$",
                r"\begin{pmatrix} 2 \\ -9 \end{pmatrix}",
            ),
            (
                r"If $\mathbf{B} = \begin{pmatrix} 2 & 3 \\ 4 & 7 \end{pmatrix},$ then find "
                r"$\det (\mathbf{B}^2).$",
                "4",
            ),
        ),
    ),
    Form(
        "dot product",
        rf"{_GIVEN}{FIND} the dot product of (?:the vectors )?{{a}} and {{b}}",
        _dot,
        _is_dot,
        examples=(
            (
                r"Find the dot product of $\begin{pmatrix} 3 \\ 5 \end{pmatrix}$ and "
                r"$\begin{pmatrix} -2 \\ 4 \end{pmatrix}.$",
                "14",
            ),
        ),
    ),
    Form(
        "cross product",
        rf"{_GIVEN}{FIND} the cross product of (?:the vectors )?{{a}} and {{b}}",
        _cross,
        _is_cross,
        examples=(
            (
                r"Compute the cross product of $\begin{pmatrix} 3 \\ 2 \\ 5 \end{pmatrix}$ and "
                r"$\begin{pmatrix} 4 \\ -3 \\ 2 \end{pmatrix}.$",
                r"\begin{pmatrix} 19 \\ 14 \\ -17 \end{pmatrix}",
            ),
        ),
    ),
    Form(
        "angle between vectors",
        rf"{_GIVEN}{FIND} (?:the angle between (?:the vectors )?{{a}} and {{b}} in degrees"
        r"|the angle in degrees between (?:the vectors )?{a2} and {b2})",
        _angle,
        _is_angle,
        examples=(
            (
                r"Find the angle between the vectors $\begin{pmatrix} 3 \\ 3 \end{pmatrix}$ and "
                r"$\begin{pmatrix} -4 \\ 0 \end{pmatrix},$ in degrees.",
                r"135",
            ),
        ),
    ),
    Form(
        "cosine between vectors",
        rf"{_GIVEN}(?:{FIND} the cosine of the angle between (?:the vectors )?{{a}} and {{b}}"
        r"|if {t} is the angle between (?:the vectors )?{a2} and {b2} then find {u})",
        lambda question: _cosine_of(question),  # noqa: PLW0108 - defined below
        _is_cosine,
        examples=(
            (
                r"Find the cosine of the angle between $\begin{pmatrix} 3 \\ 4 \end{pmatrix}$ and "
                r"$\begin{pmatrix} 5 \\ 0 \end{pmatrix}.$",
                r"\frac{3}{5}",
            ),
        ),
    ),
    Form(
        "projection of a vector",
        rf"{_GIVEN}{FIND} the projection of (?:the vector )?{{a}} onto (?:the vector )?{{b}}",
        _projection,
        _is_projection,
        examples=(
            (
                r"Find the projection of $\begin{pmatrix} 6 \\ 2 \end{pmatrix}$ onto the vector "
                r"$\begin{pmatrix} 2 \\ 4 \end{pmatrix}.$",
                r"\begin{pmatrix} 2 \\ 4 \end{pmatrix}",
            ),
        ),
    ),
    Form(
        "reflection of a vector",
        rf"{_GIVEN}{FIND} the reflection of (?:the vector )?{{a}} over (?:the vector )?{{b}}",
        _reflection,
        _is_reflection,
        examples=(
            (
                r"Find the reflection of $\begin{pmatrix} 6 \\ 3 \end{pmatrix}$ over the vector "
                r"$\begin{pmatrix} 2 \\ 4 \end{pmatrix}.$",
                r"\begin{pmatrix} \frac{-6}{5} \\ \frac{33}{5} \end{pmatrix}",
            ),
        ),
    ),
    Form(
        "area between vectors",
        rf"{_GIVEN}{FIND} the area of the parallelogram "
        r"(?:(?:generated|spanned|formed) by (?:the vectors )?{a} and {b}"
        r"|with vertices {z} {a2} {b2} and {c})",
        lambda question: (_area_of_corners if question.has("z") else _area)(question),
        _is_area,
        examples=(
            (
                r"Find the area of the parallelogram generated by "
                r"$\begin{pmatrix} 3 \\ 2 \end{pmatrix}$ and "
                r"$\begin{pmatrix} -4 \\ 6 \end{pmatrix}.$",
                "26",
            ),
        ),
    ),
    Form(
        "inverse of a matrix",
        rf"{_GIVEN}{FIND} the inverse of (?:the matrix )?{{a}}"
        r"(?: if the inverse does not exist (?:then )?enter the zero matrix)?",
        _inverse,
        _is_inverse,
        examples=(
            (
                r"Find the inverse of the matrix \[\begin{pmatrix} 5 & 2 \\ 7 & 3 \end{pmatrix}.\]",
                r"\begin{pmatrix} 3 & -2 \\ -7 & 5 \end{pmatrix}",
            ),
        ),
    ),
    Form(
        "orthogonal vectors, singular matrices",
        rf"{FIND} (?:all (?:possible )?values? of |the values? of |all real numbers )?{{x}} "
        r"(?:so that|such that|for which|if) (?:(?:the )?vectors {a} and {b} are "
        r"(?:orthogonal|perpendicular)|the matrix {m} is (?:not invertible|singular))",
        _solved,
        _solves,
        examples=(
            (
                r"Find $t$ so that the vectors $\begin{pmatrix} 6 \\ t \end{pmatrix}$ and "
                r"$\begin{pmatrix} 4 \\ -3 \end{pmatrix}$ are perpendicular.",
                "8",
            ),
            (
                r"Find the value of $x$ for which the matrix "
                r"\[\begin{pmatrix} 3 + x & 4 \\ 6 & 4 \end{pmatrix}\] is not invertible.",
                "3",
            ),
        ),
    ),
    Form(
        "matrix or vector of an equation",
        rf"{FIND} the (?:{{s}} )?(?:matrix|vector) {{v}}(?: such that| if it satisfies|"
        r" that satisfies) {g}(?: (?:and )?{h})?(?: (?:and )?{k})?",
        _matrix_solved,
        _matrix_solves,
        examples=(
            (
                r"Find the vector $\mathbf{v}$ such that \[\begin{pmatrix} 2 & 3 \\ 4 & 5 "
                r"\end{pmatrix} \mathbf{v} = \begin{pmatrix} 16 \\ 28 \end{pmatrix}.\]",
                r"\begin{pmatrix} 2 \\ 4 \end{pmatrix}",
            ),
        ),
    ),
    Form(
        "matrix of a projection",
        rf"{FIND} the matrix (?:that corresponds to|for|corresponding to) projecting onto "
        r"the (?:vector|line with direction vector) {a}",
        lambda question: _map_matrix(question, 1),
        lambda question, answer: _is_map_matrix(question, answer, 1),
        examples=(
            (
                r"Find the matrix that corresponds to projecting onto the vector "
                r"$\begin{pmatrix} 2 \\ -4 \end{pmatrix}.$",
                r"\begin{pmatrix} 1/5 & -2/5 \\ -2/5 & 4/5 \end{pmatrix}",
            ),
        ),
    ),
    Form(
        "matrix of a reflection",
        rf"{FIND} the matrix (?:that corresponds to|for|corresponding to) reflecting over "
        r"the (?:vector|line with direction vector) {a}",
        lambda question: _map_matrix(question, 2),
        lambda question, answer: _is_map_matrix(question, answer, 2),
        examples=(
            (
                r"Find the matrix that corresponds to reflecting over the vector "
                r"$\begin{pmatrix} 2 \\ 4 \end{pmatrix}.$",
                r"\begin{pmatrix} -3/5 & 4/5 \\ 4/5 & 3/5 \end{pmatrix}",
            ),
        ),
    ),
)


def _cosine_of(question: Question) -> Any:
    if question.has("t"):
        asked, angle = question["u"], question["t"]
        if not isinstance(angle, Name) or asked != Apply("cos", (angle,)):
            raise NotFormula("not the cosine of the angle")
    return _cosine(question)
