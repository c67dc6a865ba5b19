"""Forms: trigonometric and inverse trigonometric values, right triangles, periods."""

import math
from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise
from typing import Any

import sympy

from clipo_bench.perturbations.programs.forms import numeric
from clipo_bench.perturbations.programs.forms.closed_form import closed_form
from clipo_bench.perturbations.programs.forms.evaluate import (
    symbol,
    value,
)
from clipo_bench.perturbations.programs.forms.form import Form, Question
from clipo_bench.perturbations.programs.forms.formula import (
    Apply,
    Formula,
    Name,
    NotFormula,
    names_of,
    sides_of,
)
from clipo_bench.perturbations.programs.forms.no_value import NoValue
from clipo_bench.perturbations.programs.forms.phrases import ASKED, FIND, NOTES
from clipo_bench.perturbations.programs.forms.scope import (
    Scope,
)

_LARGEST_PART = 360
_DIGITS = 50
_WIDEST = 1000
_SAMPLES = (0.3, 0.77, 1.9, 2.4, 4.1)


def _arc(question: Question) -> Any:
    """An angle that is a simple part of pi."""
    if names_of(question["e"]):
        raise NoValue("there is a variable")
    number = question.value("e")
    near = Fraction(float(sympy.re((number / sympy.pi).evalf(20))))
    part = near.limit_denominator(_LARGEST_PART)
    guess = sympy.Rational(part.numerator, part.denominator) * sympy.pi
    if abs((number - guess).evalf(_DIGITS, chop=False)) > sympy.Float(10) ** (10 - _DIGITS):
        raise NoValue("no simple part of pi")
    return guess


def _is_arc(question: Question, answer: Any) -> bool:
    return numeric.agrees(answer, numeric.number_of(question["e"], question.scope))


def _degrees(question: Question) -> Any:
    return _arc(question) * 180 / sympy.pi


def _is_degrees(question: Question, answer: Any) -> bool:
    return _is_arc(question, answer * sympy.pi / 180)


def _range(question: Question) -> range:
    """The integers of ``-90 < n < 90``, for the unknown that is asked for."""
    formula, name = question["r"], question.name("n")
    signs = formula.operation.split() if isinstance(formula, Apply) else []
    if len(signs) != 2 or not all(sign in ("<", "<=") for sign in signs):
        raise NotFormula("no range")
    low, middle, high = formula.parts  # type: ignore[union-attr]
    if middle != Name(name):
        raise NotFormula("a range of something else")
    first, last = value(low, question.scope), value(high, question.scope)
    if not (first.is_Integer and last.is_Integer and last - first <= _WIDEST):
        raise NoValue("no range of integers")
    return range(int(first) + (signs[0] == "<"), int(last) + (signs[1] == "<="))


def _whole_angle(question: Question) -> Any:
    equation, name = question["g"], question.name("n")
    if not isinstance(equation, Apply) or equation.operation != "=":
        raise NotFormula("no equation")
    if names_of(equation) != {name}:
        raise NoValue("other unknowns")
    found = []
    for one in _range(question):
        try:
            left, right = (
                numeric.number_of(part, question.scope, {name: complex(one)})
                for part in equation.parts
            )
        except NoValue:
            continue
        if abs(left - right) < 1e-10 and abs(left) < 1e9:
            found.append(one)
    if len(found) != 1:
        raise NoValue("not one integer")
    return sympy.Integer(found[0])


def _is_whole_angle(question: Question, answer: Any) -> bool:
    """Both sides are equal to fifty digits."""
    equation = sides_of(question["g"])
    scope = question.scope.with_names({question.name("n"): answer})
    left, right = (value(part, scope) for part in equation)
    return bool(abs((left - right).evalf(_DIGITS, chop=False)) < sympy.Float(10) ** -40)


class Angles:
    """Equations in the sine and cosine of angles, with what is known of where these lie."""

    def __init__(self, question: Question, holes: tuple[str, ...]) -> None:
        self._scope = question.scope
        self.conditions: list[Apply] = []
        self.equations: list[Apply] = []
        for hole in holes:
            for one in _listed(question, hole):
                if not isinstance(one, Apply):
                    raise NotFormula("neither equation nor range")
                signs = one.operation.split()
                if signs == ["="]:
                    self.equations.append(one)
                elif signs and all(sign in ("<", "<=", ">", ">=") for sign in signs):
                    self.conditions.append(one)
                else:
                    raise NotFormula("neither equation nor range")

    def solutions(self, name: str) -> Iterator[dict[Any, Any]]:
        """All sines and cosines of an angle that satisfy the equations in it alone."""
        sine, cosine = _pair(name)
        polynomials = [sine**2 + cosine**2 - 1]
        for equation in self.equations:
            if names_of(equation) != {name}:
                continue
            left, right = (rational(value(part, self._scope)) for part in sides_of(equation))
            top = sympy.numer(sympy.together(left - right))
            if top.free_symbols - {sine, cosine} or not top.is_polynomial(sine, cosine):
                raise NoValue("no polynomial in sine and cosine")
            if sympy.Poly(top, sine, cosine).total_degree() > 4:
                raise NoValue("too high a degree")
            polynomials.append(top)
        if len(polynomials) != 2:
            raise NoValue(f"not one equation for {name}")
        for found in sympy.solve(polynomials, [sine, cosine], dict=True):
            if set(found) != {sine, cosine} or not all(one.is_real for one in found.values()):
                continue
            if self.may_be(name, math.atan2(float(found[sine]), float(found[cosine]))):
                yield found

    def may_be(self, name: str, angle: float) -> bool:
        """Whether an angle, or one that differs by whole turns, lies where it has to."""
        matching = [one for one in self.conditions if names_of(one) == {name}]
        turns = [angle + turn * 2 * math.pi for turn in (-1, 0, 1, 2)]
        return any(all(self._holds(one, name, turn) for one in matching) for turn in turns)

    def _holds(self, condition: Apply, name: str, angle: float) -> bool:
        scope, names = self._scope, {name: complex(angle)}
        sides = [numeric.number_of(part, scope, names).real for part in condition.parts]
        compare = {
            "<": lambda a, b: a < b - 1e-9,
            "<=": lambda a, b: a <= b + 1e-9,
            ">": lambda a, b: a > b + 1e-9,
            ">=": lambda a, b: a >= b - 1e-9,
        }
        signs = condition.operation.split()
        pairs = pairwise(sides)
        return all(compare[sign](*pair) for sign, pair in zip(signs, pairs, strict=True))


def _operations(formula: Formula) -> set[str]:
    if not isinstance(formula, Apply):
        return set()
    return {formula.operation}.union(*map(_operations, formula.parts))


def _listed(question: Question, hole: str) -> tuple[Formula, ...]:
    if not question.has(hole):
        return ()
    formula = question[hole]
    if isinstance(formula, Apply) and formula.operation == "list":
        return formula.parts
    return (formula,)


def _pair(name: str) -> tuple[Any, Any]:
    return sympy.Symbol(f"sin {name}", real=True), sympy.Symbol(f"cos {name}", real=True)


def rational(expression: Any) -> Any:
    """A trigonometric expression as a quotient of polynomials in sines and cosines.

    Raises:
        NoValue: it is none.
    """
    if sympy.count_ops(expression) > 60:
        raise NoValue("too long")
    angles = [one.args[0] for one in expression.atoms(sympy.Function)]
    if any(abs(c) > 8 for one in angles for c in sympy.expand(one).as_coefficients_dict().values()):
        raise NoValue("too large a multiple of an angle")
    plain = expression.replace(sympy.tan, lambda a: sympy.sin(a) / sympy.cos(a))
    plain = plain.replace(sympy.cot, lambda a: sympy.cos(a) / sympy.sin(a))
    plain = plain.replace(sympy.sec, lambda a: 1 / sympy.cos(a))
    plain = plain.replace(sympy.csc, lambda a: 1 / sympy.sin(a))
    plain = sympy.expand_trig(plain)
    for name in sorted(one.name for one in plain.free_symbols):
        sine, cosine = _pair(name)
        angle = symbol(name)
        plain = plain.subs({sympy.sin(angle): sine, sympy.cos(angle): cosine})
    if any(one.free_symbols for one in plain.atoms(sympy.Function)):
        raise NoValue("no polynomial in sine and cosine")
    return plain


_HOLES = ("g", "h", "k", "l")
_QUADRANTS = {"first": (1, 1), "second": (1, -1), "third": (-1, -1), "fourth": (-1, 1)}


def _from_ratio(question: Question, signs: tuple[int, int] | None = None) -> Any:
    """What is asked, from one equation for each angle.

    Args:
        question: with the equations, and in e what is asked.
        signs: of the sine and the cosine of each angle, where the text says them.
    """
    known = Angles(question, _HOLES)
    names = sorted(names_of(question["e"]))
    if not 1 <= len(names) <= 2 or not known.equations:
        raise NoValue("no angle, or too many")
    if {n for one in known.equations + known.conditions for n in names_of(one)} != set(names):
        raise NoValue("other angles are given")
    for one in known.equations:
        if not _operations(one) & set(_RATIOS) or len(names_of(one)) != 1:
            raise NotFormula("no ratio of one angle")
    asked = rational(value(question["e"], question.scope))
    worth = set()
    for found in _products([list(known.solutions(name)) for name in names]):
        if signs and any(
            found[one] * sign <= 0 for n in names for one, sign in zip(_pair(n), signs, strict=True)
        ):
            continue
        bottom = sympy.denom(sympy.together(asked)).subs(found)
        if closed_form(bottom) == 0:
            raise NoValue("not defined")
        worth.add(closed_form(asked.subs(found)))
    if len(worth) != 1:
        raise NoValue("not one value")
    return worth.pop()


_RATIOS = ("sin", "cos", "tan", "cot", "sec", "csc")


def _products(choices: list[list[dict[Any, Any]]]) -> Iterator[dict[Any, Any]]:
    if not choices:
        yield {}
        return
    for one in choices[0]:
        for rest in _products(choices[1:]):
            yield {**one, **rest}


def _ratio_holds(question: Question, answer: Any, signs: tuple[int, int] | None = None) -> bool:
    """Every angle, found by bisection, that satisfies what is given gives the answer."""
    known = Angles(question, _HOLES)
    names = sorted(names_of(question["e"]))
    roots = []
    for name in names:
        equation = next(one for one in known.equations if names_of(one) == {name})
        found = [
            one
            for one in _float_roots(equation, name, question.scope)
            if (signs is None or _has_signs(one, signs)) and known.may_be(name, one)
        ]
        roots.append([{name: complex(one)} for one in found])
    seen = list(_products(roots))
    return bool(seen) and all(
        abs(complex(answer) - numeric.number_of(question["e"], question.scope, one))
        < 1e-6 * max(1.0, abs(complex(answer)))
        for one in seen
    )


def _has_signs(angle: float, signs: tuple[int, int]) -> bool:
    return math.sin(angle) * signs[0] > 0 and math.cos(angle) * signs[1] > 0


def _float_roots(equation: Apply, name: str, scope: Scope) -> list[float]:
    """Where both sides are equal on the circle: changes of sign, and smallest distances."""

    def gap(angle: float) -> float:
        sides = [numeric.number_of(one, scope, {name: complex(angle)}) for one in equation.parts]
        return float((sides[0] - sides[1]).real)

    steps = 720
    points = [0.00123 + one * 2 * math.pi / steps for one in range(steps + 1)]
    found = []
    for low, high in pairwise(points):
        a, b = low, high
        if gap(a) * gap(b) > 0:
            continue
        for _ in range(80):
            middle = (a + b) / 2
            a, b = (middle, b) if gap(a) * gap(middle) > 0 else (a, middle)
        if abs(gap(a)) < 1e-6:
            found.append(a)
    return found


class RightTriangle:
    """A triangle with a right angle: what is given of its sides and ratios."""

    def __init__(self, question: Question) -> None:
        self._question = question
        letters = _letters(question["t"])
        if len(letters) != 3:
            raise NotFormula("no triangle")
        equations = [
            one for hole in _HOLES for one in _listed(question, hole) if isinstance(one, Apply)
        ]
        if any(one.operation != "=" for one in equations):
            raise NotFormula("no equation")
        right = [one for one in equations if _corner(one.parts[0], letters)]
        if len(right) != 1 or value(right[0].parts[1], question.scope) != sympy.pi / 2:
            raise NotFormula("no right angle")
        self.right = _corner(right[0].parts[0], letters)
        self.others = [one for one in letters if one != self.right]
        self.letters = letters
        self.given = [one for one in equations if one is not right[0]]
        if not 1 <= len(self.given) <= 2:
            raise NoValue("too much or too little is given")

    def read(self, formula: Formula, sides: dict[frozenset[str], Any], way: Any) -> Any:
        r"""What a formula of sides and ratios is worth.

        Args:
            formula: such as ``2 \sin A``.
            sides: by their ends.
            way: `value` or a float version, for what holds no letter.
        """
        if isinstance(formula, Apply):
            letters = _letters(formula)
            if len(letters) == 2 and set(letters) <= set(self.letters):
                return sides[frozenset(letters)]
            if formula.operation in _RATIOS:
                return self._ratio(formula, sides)
            if formula.operation in ("*", "/", "+", "neg", "^"):
                parts = [self.read(one, sides, way) for one in formula.parts]
                return _ARITHMETIC[formula.operation](*parts)
            if names_of(formula):
                raise NotFormula("something else in a triangle")
        return way(formula)

    def _ratio(self, formula: Apply, sides: dict[frozenset[str], Any]) -> Any:
        inner = formula.parts[0]
        corner = inner.name if isinstance(inner, Name) and inner.name in self.letters else ""
        corner = corner or _corner(inner, self.letters)
        if not corner:
            raise NotFormula("a ratio of no angle")
        if corner == self.right:
            return {"sin": sympy.Integer(1), "cos": sympy.Integer(0)}[formula.operation]
        far = next(one for one in self.others if one != corner)
        opposite, beside = (
            sides[frozenset((far, self.right))],
            sides[frozenset((corner, self.right))],
        )
        longest = sides[frozenset(self.others)]
        pairs = {
            "sin": (opposite, longest),
            "cos": (beside, longest),
            "tan": (opposite, beside),
            "cot": (beside, opposite),
            "sec": (longest, beside),
            "csc": (longest, opposite),
        }
        top, bottom = pairs[formula.operation]
        return top / bottom

    def solve(self) -> dict[frozenset[str], Any]:
        """The sides; the longest is 1 if only ratios are given."""
        p, q, r = sympy.symbols("p q r", positive=True)
        one, other = self.others
        sides = {
            frozenset((one, self.right)): p,
            frozenset((other, self.right)): q,
            frozenset(self.others): r,
        }
        scope = self._question.scope
        polynomials = [p**2 + q**2 - r**2]
        for equation in self.given:
            left, right = (
                self.read(part, sides, lambda formula: value(formula, scope))
                for part in equation.parts
            )
            polynomials.append(sympy.numer(sympy.together(left - right)))
        if len(polynomials) == 2:
            if any(_homogeneous(one, (p, q, r)) is False for one in polynomials[1:]):
                raise NoValue("one side is not enough")
            polynomials.append(r - 1)
        found = [
            one
            for one in sympy.solve(polynomials, [p, q, r], dict=True)
            if set(one) == {p, q, r} and all(side.is_positive for side in one.values())
        ]
        if len(found) != 1:
            raise NoValue("not one triangle")
        return {ends: closed_form(found[0][side]) for ends, side in sides.items()}


def _homogeneous(expression: Any, symbols: tuple[Any, ...]) -> bool:
    return bool(sympy.Poly(expression, *symbols).is_homogeneous)


_ARITHMETIC: dict[str, Any] = {
    "*": lambda left, right: left * right,
    "/": lambda top, bottom: top / bottom,
    "+": lambda *parts: sum(parts),
    "neg": lambda part: -part,
    "^": lambda base, exponent: base**exponent,
}


def _letters(formula: Formula) -> list[str]:
    """The letters of a product of capital letters: ABC."""
    if isinstance(formula, Name):
        return [formula.name] if len(formula.name) == 1 and formula.name.isupper() else []
    if isinstance(formula, Apply) and formula.operation == "*":
        parts = [_letters(part) for part in formula.parts]
        return [one for part in parts for one in part] if all(parts) else []
    return []


def _corner(formula: Formula, letters: list[str]) -> str:
    r"""The corner B of \angle B or \angle ABC."""
    if not isinstance(formula, Name) or not formula.name.startswith("angle "):
        return ""
    name = formula.name.removeprefix("angle ")
    middle = name if len(name) == 1 else name[1]
    return middle if middle in letters and set(name) <= set(letters) else ""


def _in_triangle(question: Question) -> Any:
    triangle = RightTriangle(question)
    sides = triangle.solve()
    asked = triangle.read(question["e"], sides, lambda formula: value(formula, question.scope))
    has_side = any(
        not (_operations(one) & set(_RATIOS)) and _letters(one.parts[0]) for one in triangle.given
    )
    if not has_side and not (_operations(question["e"]) & set(_RATIOS)):
        raise NoValue("a side of a triangle without a size")
    return closed_form(asked)


def _in_triangle_holds(question: Question, answer: Any) -> bool:
    """The sides in floats satisfy Pythagoras and what is given, and give the answer."""
    triangle = RightTriangle(question)
    sides = {ends: float(side) for ends, side in triangle.solve().items()}

    def way(formula: Formula) -> float:
        return float(numeric.number_of(formula, question.scope).real)

    one, other = (sides[frozenset((end, triangle.right))] for end in triangle.others)
    fits = abs(math.hypot(one, other) - sides[frozenset(triangle.others)]) < 1e-9
    for equation in triangle.given:
        left, right = (triangle.read(part, sides, way) for part in equation.parts)
        fits = fits and abs(left - right) < 1e-9 * max(1.0, abs(left))
    return fits and numeric.agrees(answer, complex(triangle.read(question["e"], sides, way)))


_PERIODS = {sympy.sin: 2, sympy.cos: 2, sympy.sec: 2, sympy.csc: 2, sympy.tan: 1, sympy.cot: 1}


def _graph(question: Question) -> Any:
    """The right side of y = ..., in x."""
    formula = question["g"]
    if not isinstance(formula, Apply) or formula.operation != "=" or formula.parts[0] != Name("y"):
        raise NotFormula("no graph")
    if names_of(formula.parts[1]) != {"x"}:
        raise NoValue("other variables")
    return value(formula.parts[1], question.scope)


def _wave(question: Question) -> tuple[Any, Any, Any]:
    """a, b and c of y = a f(bx + c) + d."""
    graph, x = sympy.expand(_graph(question), trig=False), symbol("x")
    waves = [one for one in graph.atoms(sympy.Function) if one.free_symbols]
    if len(waves) != 1 or waves[0].func not in _PERIODS:
        raise NoValue("not one wave")
    made = sympy.Poly(graph, waves[0])
    inner = sympy.Poly(waves[0].args[0], x)
    if made.degree() != 1 or inner.degree() != 1 or made.free_symbols - {x}:
        raise NoValue("no simple wave")
    return made.coeff_monomial(waves[0]), inner.coeff_monomial(x), inner.coeff_monomial(1)


def _written_wave(question: Question) -> tuple[Any, Any]:
    """Factor and summand as the text has them: sympy may turn sin(-x) or sin(x + pi) around."""
    formula = question["g"]
    waves = list(_waves(formula))
    if len(waves) != 1:
        raise NoValue("not one wave")
    inner = sympy.Poly(sympy.expand(value(waves[0].parts[0], question.scope)), symbol("x"))
    if inner.degree() != 1:
        raise NoValue("no simple wave")
    return inner.coeff_monomial(symbol("x")), inner.coeff_monomial(1)


def _waves(formula: Formula) -> Iterator[Apply]:
    if isinstance(formula, Apply):
        if formula.operation in _RATIOS:
            yield formula
        for part in formula.parts:
            yield from _waves(part)


def _phase(question: Question) -> Any:
    _wave(question)
    b, c = _written_wave(question)
    return closed_form(-c / b) if not (-c / b).has(sympy.pi) else sympy.expand(-c / b)


def _is_phase(question: Question, answer: Any) -> bool:
    """There the argument of the function is zero."""
    (one,) = _waves(question["g"])
    inside = numeric.number_of(one.parts[0], question.scope, {"x": complex(answer)})
    return bool(abs(inside) < 1e-9)


def _amplitude(question: Question) -> Any:
    _written_wave(question)
    (one,) = _waves(question["g"])
    if one.operation not in ("sin", "cos"):
        raise NoValue("no amplitude")
    return closed_form(abs(_wave(question)[0]))


def _is_amplitude(question: Question, answer: Any) -> bool:
    """Half of what is between the highest and the lowest point, on a fine grid."""
    _, right = sides_of(question["g"])
    period = 2 * math.pi / abs(float(_written_wave(question)[0]))
    heights = [
        numeric.number_of(right, question.scope, {"x": complex(k * period / 20000)}).real
        for k in range(20000)
    ]
    off = (max(heights) - min(heights)) / 2 - float(answer)
    return bool(abs(off) < 1e-5 * max(1.0, float(answer)))


def _period(question: Question) -> Any:
    """The least common multiple of the periods in it, or a part of that."""
    x, parts = symbol("x"), []
    _graph(question)
    for one in _waves(question["g"]):
        inner = sympy.expand(value(one.parts[0], question.scope))
        if not inner.is_polynomial(x) or sympy.degree(inner, x) != 1:
            raise NoValue("no simple wave")
        factor = sympy.Poly(inner, x).coeff_monomial(x)
        length = sympy.Integer(1 if one.operation in ("tan", "cot") else 2) / abs(factor)
        if not length.is_Rational:
            raise NoValue("no simple period")
        parts.append(length)
    if not 1 <= len(parts) <= 4:
        raise NoValue("no wave, or too many")
    top = sympy.lcm_list([sympy.Integer(one.p) for one in parts])
    whole = sympy.Rational(top, 1) / sympy.gcd_list([sympy.Integer(one.q) for one in parts])
    least = next(n for n in (12, 10, 9, 8, 6, 5, 4, 3, 2, 1) if _repeats(question, whole / n))
    return whole / least * sympy.pi


def _repeats(question: Question, parts: Any) -> bool:
    (_, right), shift = sides_of(question["g"]), float(parts) * math.pi

    def height(x: float) -> complex:
        return complex(numeric.number_of(right, question.scope, {"x": complex(x)}))

    return all(abs(height(x) - height(x + shift)) < 1e-7 for x in _SAMPLES)


def _is_period(question: Question, answer: Any) -> bool:
    parts = answer / sympy.pi
    smaller = any(_repeats(question, parts / n) for n in range(2, 30))
    return _repeats(question, parts) and not smaller


_IN_RADIANS = (
    r"(?:(?:(?:express|give|write|enter) your answer )?in radians|all functions are in radians)"
)
_IN_DEGREES = r"(?:(?:express|give|write|enter) your answer )?in degrees"
_NEXT = r"(?: (?:and )?{h})?(?: (?:and )?{k})?"


def _in_quadrant(which: str) -> Form:
    signs = _QUADRANTS[which]
    return Form(
        f"ratio in the {which} quadrant",
        rf"(?:if|given that|suppose) (?:the )?angle {{a}} (?:lies|is) in the {which} quadrant and "
        rf"{{g}}(?: then)? {ASKED} {{e}}{NOTES}",
        lambda question: _from_ratio(_of_angle(question), signs),
        lambda question, answer: _ratio_holds(_of_angle(question), answer, signs),
        examples=(
            (
                rf"If angle $t$ lies in the {which} quadrant and "
                rf"$\tan t = {'-' * (signs[0] != signs[1])}\frac{{5}}{{12}},$ find $\cos t.$",
                rf"{'-' * (signs[1] < 0)}\frac{{12}}{{13}}",
            ),
        ),
    )


def _of_angle(question: Question) -> Question:
    if names_of(question["e"]) != {question.name("a")}:
        raise NotFormula("another angle")
    return question


FORMS = (
    Form(
        "angle in radians",
        rf"{ASKED} {{e}} {_IN_RADIANS}",
        _arc,
        _is_arc,
        examples=(
            (
                r"Compute $\arcsin \frac{\sqrt{2}}{2}.$ Express your answer in radians.",
                r"\frac{\pi}{4}",
            ),
            (r"Find $\cos^{-1} \left( -\frac{1}{2} \right)$ in radians.", r"\frac{2 \pi}{3}"),
        ),
    ),
    Form(
        "angle in degrees",
        rf"{ASKED} {{e}} {_IN_DEGREES}",
        _degrees,
        _is_degrees,
        examples=((r"Compute $\arctan \sqrt{3}$ in degrees.", "60"),),
    ),
    Form(
        "integer angle",
        r"find the integer {n} {r} such that {g}",
        _whole_angle,
        _is_whole_angle,
        examples=(
            (
                r"Find the integer $n,$ $-90 < n < 90,$ such that $\tan n^\circ = \tan 500^\circ.$",
                "-40",
            ),
        ),
    ),
    Form(
        "from one ratio of an angle",
        rf"(?:if|given|given that|suppose|suppose that|let {{x}} be an angle such that|let) {{g}}"
        rf"{_NEXT}(?: then)? {ASKED} {{e}}{NOTES}",
        _from_ratio,
        _ratio_holds,
        examples=(
            (r"If $\cos t = \frac{2}{5},$ then find $\cos 2t.$", r"-\frac{17}{25}"),
            (r"If $\tan a = 4$ and $\tan b = 3,$ find $\tan (a + b).$", r"-\frac{7}{11}"),
        ),
    ),
    Form(
        "from ratios of acute angles",
        rf"(?:if|let|given that|suppose) {{a}}(?: and {{b}})? (?:is an|are|be an|be) "
        rf"acute angles? (?:such that|and|with|for which) {{g}}{_NEXT}(?: then)? "
        rf"{ASKED} {{e}}{NOTES}",
        lambda question: _from_ratio(question, (1, 1)),
        lambda question, answer: _ratio_holds(question, answer, (1, 1)),
        examples=(
            (
                r"If $p$ and $q$ are acute angles such that $\cos p = \frac{4}{5}$ and "
                r"$\sin q = \frac{5}{13},$ find $\sin (p + q).$",
                r"\frac{56}{65}",
            ),
        ),
    ),
    *map(_in_quadrant, _QUADRANTS),
    Form(
        "right triangle",
        rf"in (?:right )?(?:triangle )?{{t}}(?: with)?(?: we have)? {{g}}(?: (?:and |if |we have )?"
        rf"{{h}})?(?: (?:and |if )?{{k}})?(?: then)? {ASKED} {{e}}{NOTES}",
        _in_triangle,
        _in_triangle_holds,
        examples=(
            (
                r"In right triangle $ABC$ with $\angle B = 90^\circ$, we have $AB = 8$ and "
                r"$AC = 17$. Find $\sin A$.",
                r"\frac{15}{17}",
            ),
            (
                r"In triangle $PQR$, we have $\angle P = 90^\circ$, $QR = 30$ and "
                r"$\tan R = \frac{3}{4}$. What is $PQ$?",
                "18",
            ),
        ),
    ),
    Form(
        "phase shift",
        rf"{FIND} the phase shift of the graph of {{g}}",
        _phase,
        _is_phase,
        examples=(
            (
                r"Find the phase shift of the graph of $y = 4 \sin \left( 3x + \frac{\pi}{2} "
                r"\right).$",
                r"-\frac{\pi}{6}",
            ),
        ),
    ),
    Form(
        "amplitude",
        rf"{FIND} the amplitude of (?:the graph of )?{{g}}",
        _amplitude,
        _is_amplitude,
        examples=((r"What is the amplitude of $y = -5 \cos 3x$?", "5"),),
    ),
    Form(
        "period",
        rf"{FIND} the period of (?:the (?:function|graph of) )?{{g}}",
        _period,
        _is_period,
        examples=((r"What is the period of $y = 3 \sin 6x + 2$?", r"\frac{\pi}{3}"),),
    ),
)
