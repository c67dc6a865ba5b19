"""Forms: all solutions of a trigonometric equation in a range; expressions that become simple."""

import math
from collections.abc import Callable, Iterator
from typing import Any

import sympy

from clipo_bench.perturbations.programs.forms import numeric
from clipo_bench.perturbations.programs.forms.evaluate import symbol, value
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
from clipo_bench.perturbations.programs.forms.phrases import FIND

_RATIOS = ("sin", "cos", "tan", "cot", "sec", "csc")
_STEPS_PER_TURN = 60
_MOST_STEPS = 3_000
_NEAR = 1e-9
_LARGEST_PART = 180
_LARGEST = 1e7
_MOST_DIGITS = 40


def operations_of(formula: Formula) -> Iterator[str]:
    """The operations in a formula."""
    if isinstance(formula, Apply):
        yield formula.operation
        for part in formula.parts:
            yield from operations_of(part)


def _check_is_trigonometric(formula: Formula) -> None:
    if not set(operations_of(formula)) & set(_RATIOS):
        raise NotFormula("nothing trigonometric")


class Range:
    """Where an unknown may lie.

    Attributes:
        name: the unknown.
        low: the lower end, in floats.
        high: the upper one.
        is_in_degrees: whether the ends are written in degrees.
    """

    def __init__(self, question: Question, name: str) -> None:
        self.name = name
        formula = question["c"]
        if isinstance(formula, Apply) and formula.operation in ("interval", "point"):
            # [a, b] or (a, b]: which, is not kept; solutions at the ends are refused
            parts, self._closed = formula.parts, None
            if formula.operation == "point":
                self._closed = (False, False)
            low, high = parts
        elif isinstance(formula, Apply) and len(formula.parts) == 3:
            signs = formula.operation.split(" ")
            low, middle, high = formula.parts
            if middle != Name(name) or not set(signs) <= {"<", "<="}:
                raise NotFormula("no range")
            self._closed = (signs[0] == "<=", signs[1] == "<=")
        else:
            raise NotFormula("no range")
        scope = question.scope
        self.low, self.high = (numeric.number_of(one, scope).real for one in (low, high))
        self.is_in_degrees = "degrees" in (*operations_of(low), *operations_of(high))
        if not 0 < self.high - self.low <= 2 * math.pi * _MOST_STEPS / _STEPS_PER_TURN:
            raise NoValue("no range, or too wide")

    def holds(self, number: float) -> bool:
        """Whether a number lies in it.

        Raises:
            NoValue: it is an end that may count or not.
        """
        at_end = [abs(number - one) < 1e-7 for one in (self.low, self.high)]
        if any(at_end):
            if self._closed is None:
                raise NoValue("a solution at an end")
            return all(closed for closed, here in zip(self._closed, at_end, strict=True) if here)
        return bool(self.low < number < self.high)


def _zeros(gap: Callable[[float], float], within: Range, pace: float) -> list[float]:
    """Where a function changes its sign or touches zero, on a fine grid.

    Args:
        gap: the function.
        within: where its zeros are looked for.
        pace: how many times as fast as the unknown its angles turn.

    Raises:
        NoValue: the grid would have too many points.
    """
    turns = (within.high - within.low) / (2 * math.pi) * max(1.0, pace)
    count = max(_STEPS_PER_TURN, int(turns * _STEPS_PER_TURN))
    if count > _MOST_STEPS:
        raise NoValue("too many turns")
    margin = (within.high - within.low) / count * 2.37
    step = (within.high - within.low + 2 * margin) / count
    points = [within.low - margin + one * step for one in range(count + 1)]
    values = [_safely(gap, one) for one in points]
    found: list[float] = []
    for at in range(count):
        if values[at] * values[at + 1] < 0:
            found.append(_bisected(gap, points[at], points[at + 1]))
        elif at > 0 and abs(values[at]) <= min(abs(values[at - 1]), abs(values[at + 1])):
            found.append(_lowest(gap, points[at - 1], points[at + 1]))
    zeros = [one for one in found if abs(_safely(gap, one)) < _NEAR]
    single: list[float] = []
    for one in sorted(zeros):
        if within.holds(one) and not (single and one - single[-1] < 1e-6):
            single.append(one)
    return single


def _safely(gap: Callable[[float], float], number: float) -> float:
    try:
        return gap(number)
    except NoValue:
        return math.nan


def _bisected(gap: Callable[[float], float], low: float, high: float) -> float:
    for _ in range(60):
        middle = (low + high) / 2
        if _safely(gap, low) * _safely(gap, middle) <= 0:
            high = middle
        else:
            low = middle
    return (low + high) / 2


def _lowest(gap: Callable[[float], float], low: float, high: float) -> float:
    """Where the modulus is least, by cutting the range in thirds."""
    for _ in range(100):
        a, b = low + (high - low) / 3, high - (high - low) / 3
        low, high = (low, b) if abs(_safely(gap, a)) < abs(_safely(gap, b)) else (a, high)
    middle = (low + high) / 2
    near = round(middle / math.pi * _LARGEST_PART) / _LARGEST_PART * math.pi
    return near if abs(near - middle) < 1e-5 else middle


def _pace(formula: Formula, question: Question, within: Range, sign: int) -> float:
    """How fast the fastest angle in a formula turns, by differences at many places."""
    if not isinstance(formula, Apply):
        return 0.0
    found = [_pace(part, question, within, sign) for part in formula.parts]
    if formula.operation in _RATIOS:
        name = next(iter(names_of(question["g"])))
        width = (within.high - within.low) / 97
        for at in range(97):
            start = sign * (within.low + at * width)
            ends = []
            for step in (0.0, 1e-6):
                names = {name: complex(start + step)}
                try:
                    ends.append(numeric.number_of(formula.parts[0], question.scope, names).real)
                except NoValue:
                    break
            if len(ends) == 2:
                found.append(abs(ends[1] - ends[0]) / 1e-6)
    return max(found, default=0.0)


def _is_defined(formula: Formula, question: Question, names: dict[str, complex]) -> bool:
    """Whether no part of a formula grows beyond all bounds there: tan x + sec x at 3 pi / 2."""
    if not isinstance(formula, Apply):
        return True
    if formula.operation in ("tan", "cot", "sec", "csc"):
        return bool(abs(numeric.number_of(formula, question.scope, names)) < _LARGEST)
    if formula.operation == "/":
        bottom = numeric.number_of(formula.parts[1], question.scope, names)
        return bool(abs(bottom) > 1 / _LARGEST)
    return all(_is_defined(part, question, names) for part in formula.parts)


def _gap(question: Question, name: str) -> Callable[[float], float]:
    left, right = sides_of(question["g"])

    def gap(number: float) -> float:
        names = {name: complex(number)}
        one, other = (numeric.number_of(side, question.scope, names) for side in (left, right))
        if abs((one - other).imag) > 1e-7:
            raise NoValue("not real")
        return float((one - other).real)

    return gap


def _asked(question: Question) -> tuple[Range, list[float]]:
    _check_is_trigonometric(question["g"])
    names = names_of(question["g"])
    if len(names) != 1 or (question.has("x") and names != {question.name("x")}):
        raise NotFormula("not one unknown")
    name = names.pop()
    within = Range(question, name)
    return within, _defined_zeros(question, _gap(question, name), within, 1)


def _defined_zeros(
    question: Question, gap: Callable[[float], float], within: Range, sign: int
) -> list[float]:
    """The zeros where no part of the equation is infinite."""
    name = next(iter(names_of(question["g"])))
    sides = sides_of(question["g"])
    pace = max(_pace(side, question, within, sign) for side in sides)
    return [
        zero
        for zero in _zeros(gap, within, pace)
        if all(_is_defined(side, question, {name: complex(sign * zero)}) for side in sides)
    ]


def _number(question: Question) -> Any:
    return sympy.Integer(len(_asked(question)[1]))


def _is_number(question: Question, answer: Any) -> bool:
    """As many changes of sign or touched zeros on another grid, from the other end."""
    within, found = _asked(question)
    gap = _gap(question, within.name)
    turned = _Turned(within)
    again = _defined_zeros(question, lambda number: gap(-number), turned, -1)
    return len(again) == answer and all(
        abs(one + other) < 1e-5 for one, other in zip(found, reversed(again), strict=True)
    )


class _Turned(Range):
    """A range with its signs turned around, a little wider to have another grid."""

    def __init__(self, within: Range) -> None:
        self._within = within
        self.low, self.high = -within.high - 0.0123, -within.low + 0.0345

    def holds(self, number: float) -> bool:
        inside = self._within.low - 1e-6 < -number < self._within.high + 1e-6
        return inside and self._within.holds(-number)


def _listed(question: Question) -> Any:
    """All solutions, which have to be simple parts of pi: these satisfy it to many digits."""
    within, found = _asked(question)
    if within.is_in_degrees or not 1 <= len(found) <= 12:
        raise NoValue("no solutions, or too many")
    left, right = sides_of(question["g"])
    made = []
    for one in found:
        part = sympy.Rational(round(one / math.pi * _LARGEST_PART), _LARGEST_PART) * sympy.pi
        scope = question.scope.with_names({within.name: part})
        off = (value(left, scope) - value(right, scope)).evalf(_MOST_DIGITS, chop=False)
        if abs(float(part) - one) > 1e-6 or abs(off) > 1e-25:
            raise NoValue("no simple part of pi")
        made.append(part)
    return frozenset(made)


def _are_solutions(question: Question, answer: Any) -> bool:
    return _is_number(question, len(answer))


_FACTORS = tuple(sympy.Rational(one) for one in ("1", "2", "3", "1/2", "4", "1/3"))


_FLOATS: dict[Any, Callable[[float], float]] = {
    sympy.sin: math.sin,
    sympy.cos: math.cos,
    sympy.tan: math.tan,
    sympy.cot: lambda angle: 1 / math.tan(angle),
    sympy.sec: lambda angle: 1 / math.cos(angle),
    sympy.csc: lambda angle: 1 / math.sin(angle),
}


def _candidates(count: int) -> Iterator[tuple[int, Any, Any, int]]:
    """Simple trigonometric functions of an angle, the simplest first.

    Which angle it is, the function, the factor of the angle, the power.
    """
    for power in (1, 2):
        for factor in _FACTORS:
            for function in _FLOATS:
                for angle in range(count):
                    yield angle, function, factor, power


_PLACES = ((0.4567, 0.831), (1.1234, 0.2718), (0.777, 1.357), (2.1, 0.6))


def _simplified(question: Question) -> Any:
    """A number, or a number times a simple function, that is equal at several angles."""
    formula = question["e"]
    _check_is_trigonometric(formula)
    names = sorted(names_of(formula))
    if not 1 <= len(names) <= 2 or {"i", "e"} & set(names):
        raise NoValue("no angle")
    worth = [
        numeric.number_of(
            formula, question.scope, dict(zip(names, map(complex, one), strict=False))
        )
        for one in _PLACES
    ]
    if any(not isinstance(one, complex) or abs(one.imag) > _NEAR for one in worth):
        raise NoValue("not real")
    for made in _multiples(names, [one.real for one in worth]):
        if _is_identity(formula, question, names, made):
            return made
    raise NoValue("nothing simple")


def _multiples(names: list[str], worth: list[float]) -> Iterator[Any]:
    if all(abs(one) < _NEAR for one in worth):
        yield sympy.Integer(0)
    if (number := _factor(worth, [1.0] * len(worth))) is not None:
        yield number
    for angle, function, factor, power in _candidates(len(names)):
        compute, times = _FLOATS[function], float(factor)
        other = [compute(times * place[angle]) ** power for place in _PLACES]
        if (number := _factor(worth, other)) is not None:
            yield number * function(factor * symbol(names[angle])) ** power


def _factor(worth: list[float], other: list[float]) -> Any:
    """The simple number that all of the values are of the others; None if there is none."""
    first = worth[0] / other[0]
    if any(abs(one / two - first) > 1e-8 for one, two in zip(worth, other, strict=True)):
        return None
    near = sympy.Rational(round(first * 360), 360)
    return near if near and abs(float(near) - first) < 1e-8 else None


def _is_identity(formula: Formula, question: Question, names: list[str], made: Any) -> bool:
    """Equal to forty digits at angles that have nothing to do with each other."""
    angles = dict(zip(names, (sympy.Rational(37, 53), sympy.Rational(17, 41)), strict=False))
    exact = value(formula, question.scope.with_names(angles))
    other = made.subs({symbol(name): one for name, one in angles.items()})
    return bool(abs((exact - other).evalf(_MOST_DIGITS, chop=False)) < sympy.Float(10) ** -30)


def _agrees_elsewhere(question: Question, answer: Any) -> bool:
    """In floats, at many other angles."""
    names = sorted(names_of(question["e"]))
    compute = sympy.lambdify(list(map(symbol, names)), answer, "math")
    for at in range(1, 20):
        place = [0.31 * at, 0.173 * at + 0.05][: len(names)]
        worth = numeric.number_of(
            question["e"], question.scope, dict(zip(names, map(complex, place), strict=True))
        )
        if abs(worth - compute(*place)) > 1e-6 * max(1.0, abs(worth)):
            return False
    return True


_IN = r"(?:(?:in|on|over) the (?:interval|range) {c}|(?:for|where|in the range) {c2})"
_SEPARATED = r"(?: enter all (?:the )?solutions(?: in radians)? separated by commas)?"
FORMS = (
    Form(
        "number of trigonometric solutions",
        rf"(?:{FIND} the number of (?:real )?solutions (?:{_IN} (?:to|of) (?:the equation )?{{g}}|"
        rf"(?:to|of) (?:the equation )?{{g2}}"
        rf" {_IN.replace('c2', 'c4').replace('{c}', '{c3}')})|how many (?:values|solutions) of "
        rf"{{x}}(?: with)? {{c5}} satisfy {{g3}}"
        r"(?: \(note {x3} is measured in radians ?\))?)",
        _number,
        _is_number,
        examples=(
            (
                r"Find the number of solutions to $\cos 3x = \cos x$ in the interval $0 < x < 2 "
                r"\pi.$",
                "3",
            ),
            (
                r"How many values of $x$ with $0^\circ \le x < 360^\circ$ satisfy $\sin x = 0.4$?",
                "2",
            ),
        ),
    ),
    Form(
        "list of trigonometric solutions",
        rf"(?:(?:solve|find all (?:the )?solutions (?:to|of)) (?:the equation )?{{g}} {_IN}"
        r"|find all (?:values of |angles )?{x}(?: with| in the interval)? {c6} (?:that|which) "
        r"satisfy"
        r" {g4}|find all (?:values of )?{x2} {c7} such that {g5})"
        rf"{_SEPARATED}",
        _listed,
        _are_solutions,
        examples=(
            (
                r"Solve $\cos 2x = 1$ for $0 \le x \le 2 \pi.$ Enter all the solutions, separated "
                r"by "
                "commas.",
                r"0, \pi, 2 \pi",
            ),
        ),
    ),
    Form(
        "simplified trigonometric expression",
        rf"(?:simplify|{FIND}) {{e}}",
        _simplified,
        _agrees_elsewhere,
        examples=(
            (r"Simplify $\frac{\sin 4x}{2 \cos 2x}.$", r"\sin 2x"),
            (r"Simplify $(\sec x - \cos x) \cot x.$", r"\sin x"),
        ),
    ),
)
