"""Forms: complex numbers as points: turned, stretched, moved, and their magnitudes."""

import cmath
import math
from typing import Any

import sympy

from clipo_bench.perturbations.programs.forms import numeric
from clipo_bench.perturbations.programs.forms.closed_form import closed_form
from clipo_bench.perturbations.programs.forms.evaluate import (
    value,
)
from clipo_bench.perturbations.programs.forms.form import Form, Question
from clipo_bench.perturbations.programs.forms.formula import (
    Apply,
    Formula,
    Literal,
    Name,
    NotFormula,
    names_of,
    sides_of,
)
from clipo_bench.perturbations.programs.forms.no_value import NoValue
from clipo_bench.perturbations.programs.forms.phrases import ASKED, FIND, NOTES

_HOLES = ("g", "h", "k")


def _number(question: Question, hole: str) -> Any:
    """A complex number; 0 for the origin, which no hole names."""
    if not question.has(hole):
        return sympy.Integer(0)
    if names_of(question[hole]) - {"i", "e"}:
        raise NoValue("a variable")
    return question.value(hole)


def _float(question: Question, hole: str) -> complex:
    return complex(numeric.number_of(question[hole], question.scope)) if question.has(hole) else 0j


def _turned(question: Question, way: int) -> Any:
    center, angle = _number(question, "c"), question.value("t")
    factor = sympy.cos(angle) + way * sympy.I * sympy.sin(angle)
    if factor.has(sympy.Function):
        raise NoValue("no simple angle")
    return closed_form(center + factor * (_number(question, "z") - center))


def _is_turned(question: Question, answer: Any, way: int) -> bool:
    center, angle = _float(question, "c"), _float(question, "t").real
    there = center + cmath.rect(1, way * angle) * (_float(question, "z") - center)
    return numeric.agrees(answer, there)


def _stretched(question: Question) -> Any:
    center = _number(question, "c")
    return closed_form(center + question.value("k") * (_number(question, "z") - center))


def _is_stretched(question: Question, answer: Any) -> bool:
    """As many times as far from the center, in the same or the opposite direction."""
    center, scale = _float(question, "c"), _float(question, "k").real
    return abs((complex(answer) - center) - scale * (_float(question, "z") - center)) < 1e-9


def _moved(question: Question) -> Any:
    return closed_form(_number(question, "z") + _number(question, "b") - _number(question, "a"))


def _is_moved(question: Question, answer: Any) -> bool:
    step = _float(question, "b") - _float(question, "a")
    return abs(complex(answer) - _float(question, "z") - step) < 1e-9


def _magnitude(question: Question) -> Any:
    return closed_form(sympy.Abs(_number(question, "z")))


def _is_magnitude(question: Question, answer: Any) -> bool:
    return numeric.agrees(answer, abs(_float(question, "z")))


def _apart(question: Question) -> Any:
    return closed_form(sympy.Abs(sympy.expand(_number(question, "a") - _number(question, "b"))))


def _is_apart(question: Question, answer: Any) -> bool:
    return numeric.agrees(answer, abs(_float(question, "a") - _float(question, "b")))


def _middle(question: Question) -> Any:
    return closed_form((_number(question, "a") + _number(question, "b")) / 2)


def _is_middle(question: Question, answer: Any) -> bool:
    return numeric.agrees(answer, (_float(question, "a") + _float(question, "b")) / 2)


def _sizes(question: Question) -> dict[str, Any]:
    """The magnitudes of names, from |a| = 3, z^2 = 3 + 4i or wz = 12 - 8i."""
    sizes: dict[str, Any] = {}
    waiting = [one for hole in _HOLES for one in _listed(question, hole)]
    for _ in range(len(waiting) + 1):
        for one in list(waiting):
            if not isinstance(one, Apply) or one.operation != "=":
                raise NotFormula("no equation")
            left, right = one.parts
            powers = _powers(left)
            unknown = [name for name in powers if name not in sizes]
            if len(unknown) > 1:
                continue
            if not unknown or names_of(right) - {"i"}:
                raise NoValue("too much is given")
            size = sympy.Abs(sympy.expand(value(right, question.scope)))
            for name in powers.keys() - {unknown[0]}:
                size /= sizes[name] ** powers[name]
            sizes[unknown[0]] = sympy.root(size, powers[unknown[0]])
            waiting.remove(one)
    if waiting or not sizes or not all(size.is_positive for size in sizes.values()):
        raise NoValue("the magnitudes are not fixed")
    return sizes


def _listed(question: Question, hole: str) -> tuple[Formula, ...]:
    if not question.has(hole):
        return ()
    formula = question[hole]
    listed = isinstance(formula, Apply) and formula.operation == "list"
    return formula.parts if isinstance(formula, Apply) and listed else (formula,)


def _powers(formula: Formula) -> dict[str, int]:
    """The exponents in a product of powers of names: of |z|, z^2, wz, a / b, conjugates.

    Raises:
        NotFormula: it is something else.
    """
    if isinstance(formula, Name) and formula.name not in ("i", "e", "pi"):
        return {formula.name: 1}
    if isinstance(formula, Apply):
        if formula.operation in ("abs", "conjugate", "neg"):
            return _powers(formula.parts[0])
        if formula.operation == "^" and isinstance(formula.parts[1], Literal):
            exponent = formula.parts[1].value
            if exponent.denominator == 1 and 1 <= exponent <= 12:
                inner = _powers(formula.parts[0])
                return {name: power * int(exponent) for name, power in inner.items()}
        if formula.operation in ("*", "/"):
            sign = 1 if formula.operation == "*" else -1
            left, right = map(_powers, formula.parts)
            names = left.keys() | right.keys()
            return {name: left.get(name, 0) + sign * right.get(name, 0) for name in names}
    raise NotFormula("no product of powers")


def _asked_size(question: Question) -> Any:
    asked = question["e"]
    if not isinstance(asked, Apply):
        raise NotFormula("no magnitude is asked")
    own = asked.operation == "*" and _is_square(asked)
    if asked.operation != "abs" and not own:
        raise NotFormula("no magnitude is asked")
    sizes, powers = _sizes(question), _powers(asked)
    if powers.keys() != sizes.keys():
        raise NoValue("other numbers")
    return closed_form(sympy.prod([sizes[name] ** power for name, power in powers.items()]))


def _is_square(product: Apply) -> bool:
    """Whether it is z times its conjugate."""
    left, right = product.parts
    return Apply("conjugate", (left,)) == right or Apply("conjugate", (right,)) == left


def _size_holds(question: Question, answer: Any) -> bool:
    """Numbers of these magnitudes, in some directions, satisfy what is given in magnitude."""
    sizes = {name: float(size) for name, size in _sizes(question).items()}
    names = {
        name: cmath.rect(size, 0.7 * at + 0.4)
        for at, (name, size) in enumerate(sorted(sizes.items()))
    }
    for one in (one for hole in _HOLES for one in _listed(question, hole)):
        left, right = (numeric.number_of(part, question.scope, names) for part in sides_of(one))
        if abs(abs(left) - abs(right)) > 1e-8 * max(1.0, abs(left)):
            return False
    return math.isclose(
        abs(numeric.number_of(question["e"], question.scope, names)), float(answer), rel_tol=1e-8
    )


def _with_conjugate(question: Question) -> Any:
    """The solution of an equation that is linear in z and its conjugate."""
    equation, name = question["g"], question.name("z")
    if not isinstance(equation, Apply) or equation.operation != "=":
        raise NotFormula("no equation")
    if names_of(equation) - {"i"} != {name}:
        raise NoValue("other unknowns")
    x, y = sympy.Symbol("x", real=True), sympy.Symbol("y", real=True)
    scope = question.scope.with_names({name: x + y * sympy.I})
    left, right = (value(part, scope) for part in equation.parts)
    difference = sympy.expand(left - right)
    if not difference.is_polynomial(x, y):
        raise NoValue("not linear")
    if sympy.Poly(difference, x, y).total_degree() != 1:
        raise NoValue("not linear")
    found = sympy.solve([sympy.re(difference), sympy.im(difference)], [x, y], dict=True)
    if len(found) != 1 or set(found[0]) != {x, y}:
        raise NoValue("not one solution")
    return closed_form(found[0][x] + found[0][y] * sympy.I)


def _conjugate_holds(question: Question, answer: Any) -> bool:
    names = {question.name("z"): complex(answer)}
    sides = [numeric.number_of(part, question.scope, names) for part in sides_of(question["g"])]
    return bool(abs(sides[0] - sides[1]) < 1e-8)


def _mirrored(question: Question) -> Any:
    """Of the conjugate of what is given: a + conjugate b is known, conjugate a + b is asked."""
    given, asked = question["g"], question["e"]
    if not isinstance(given, Apply) or given.operation != "=":
        raise NotFormula("no equation")
    names = {name: sympy.Symbol(f"{name}", complex=True) for name in names_of(asked) - {"i"}}
    scope = question.scope.with_names(names)
    left, right = value(given.parts[0], scope), value(given.parts[1], question.scope)
    if left == right or not names or names_of(given.parts[0]) != set(names):
        raise NoValue("other numbers")
    if not right.is_number or sympy.expand(sympy.conjugate(left) - value(asked, scope)) != 0:
        raise NoValue("not its conjugate")
    return closed_form(sympy.conjugate(right))


def _is_mirrored(question: Question, answer: Any) -> bool:
    _, right = sides_of(question["g"])
    return numeric.agrees(answer, numeric.number_of(right, question.scope).conjugate())


_AROUND = r"(?:the origin|{c})"
_COMPLEX = (
    r"(?:(?:if|given that|suppose|suppose that) "
    r"(?:{v} (?:and {w} )?(?:is a|are) complex numbers? such that )?"
    r"|let {v2} (?:and {w2} )?be (?:a )?complex numbers? such that )"
)


def _rotation(words: str, way: int, example: str) -> Form:
    return Form(
        f"rotation {words}",
        rf"an? {{t}} rotation (?:around|about) {_AROUND} in the {words} direction is applied to "
        r"{z}(?: \(as a complex number\))? what is the resulting complex number",
        lambda question: _turned(question, way),
        lambda question, answer: _is_turned(question, answer, way),
        examples=(
            (
                rf"A $90^\circ$ rotation around the origin in the {words} direction is applied "
                r"to $5 + 3i.$ What is the resulting complex number?",
                example,
            ),
        ),
    )


FORMS = (
    _rotation("counter-clockwise", 1, "-3 + 5i"),
    _rotation("clockwise", -1, "3 - 5i"),
    Form(
        "dilation",
        rf"the dilation centered at {_AROUND} with scale factor {{k}} takes {{z}} to which "
        r"complex number",
        _stretched,
        _is_stretched,
        examples=(
            (
                "The dilation, centered at $2 + 3i,$ with scale factor $-2,$ takes $5 - i$ to "
                "which complex number?",
                "-4 + 11i",
            ),
        ),
    ),
    Form(
        "translation",
        r"a translation of the (?:complex )?plane takes {a} to {b} find the complex number that "
        r"the translation takes {z} to",
        _moved,
        _is_moved,
        examples=(
            (
                "A translation of the plane takes $4 + 3i$ to $6 - 2i.$ Find the complex number "
                "that the translation takes $7i$ to.",
                "2 + 2i",
            ),
        ),
    ),
    Form(
        "magnitude of a complex number",
        rf"{FIND} the (?:magnitude|absolute value|modulus) of the complex number {{z}}{NOTES}",
        _magnitude,
        _is_magnitude,
        examples=(("Find the magnitude of the complex number $8 - 15i$.", "17"),),
    ),
    Form(
        "distance of complex numbers",
        rf"{FIND} the distance (?:in the complex plane )?between (?:the (?:complex numbers|points)"
        r" )?{a} and {b}(?: in the complex plane)?",
        _apart,
        _is_apart,
        examples=(
            ("What is the distance in the complex plane between $7 + 2i$ and $2 - 10i$?", "13"),
        ),
    ),
    Form(
        "middle of complex numbers",
        r"in the complex plane the line segment with end-?points {a} and {b} is plotted in the "
        r"complex plane find the complex number corresponding to the mid-?point of this line "
        r"segment",
        _middle,
        _is_middle,
        examples=(
            (
                "In the complex plane, the line segment with end-points $-5 + 3i$ and $9 - 7i$ is "
                "plotted in the complex plane. Find the complex number corresponding to the "
                "mid-point of this line segment.",
                "2 - 2i",
            ),
        ),
    ),
    Form(
        "magnitude from magnitudes",
        rf"{_COMPLEX}{{g}}(?: (?:and )?{{h}})?(?: then)? {ASKED} {{e}}{NOTES}",
        _asked_size,
        _size_holds,
        examples=(
            (
                "If $a$ and $b$ are complex numbers such that $|a| = 9$ and $|b| = 4,$ "
                "find $|ab|.$",
                "36",
            ),
            (
                "Suppose $w$ is a complex number such that $w^2 = 9 - 40i.$ Find $|w|.$",
                r"\sqrt{41}",
            ),
        ),
    ),
    Form(
        "equation with a conjugate",
        r"(?:determine|find) the complex number {z} (?:satisfying|that satisfies|such that) "
        r"(?:the equation )?{g}(?: note that {b} denotes the conjugate of {y})?",
        lambda question: _with_conjugate(_noted(question)),
        _conjugate_holds,
        examples=(
            (
                r"Find the complex number $z$ satisfying the equation $3z + 2i \bar{z} = 16 + 9i.$ "
                r"Note that $\bar{z}$ denotes the conjugate of $z.$",
                "6 - i",
            ),
        ),
    ),
    Form(
        "conjugate of what is given",
        rf"the complex numbers {{v}} and {{w}} satisfy {{g}} {FIND} {{e}}",
        _mirrored,
        _is_mirrored,
        examples=(
            (
                r"The complex numbers $u$ and $v$ satisfy $u \overline{v} = 5 - 3i.$ Find "
                r"$\overline{u} v.$",
                "5 + 3i",
            ),
        ),
    ),
)


def _noted(question: Question) -> Question:
    if question.has("b") and question["b"] != Apply("conjugate", (Name(question.name("z")),)):
        raise NotFormula("another conjugate")
    if question.has("y") and question["y"] != question["z"]:
        raise NotFormula("another number")
    return question
