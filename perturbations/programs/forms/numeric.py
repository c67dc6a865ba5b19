"""Formulas computed in floats, a second way that shares nothing with the exact one."""

import cmath
import math
from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

from clipo_bench.perturbations.programs.forms import arrays, series
from clipo_bench.perturbations.programs.forms.formula import (
    Apply,
    Formula,
    Literal,
    Name,
    NotFormula,
)
from clipo_bench.perturbations.programs.forms.no_value import NoValue
from clipo_bench.perturbations.programs.forms.scope import (
    Definition,
    Scope,
)

TOLERANCE = 1e-8
_CONSTANTS = {"pi": complex(math.pi), "e": complex(math.e), "i": 1j}


def number_of(formula: Formula, scope: Scope, names: Mapping[str, Any] = {}) -> Any:
    """Compute a formula in floats.

    Args:
        formula: with no variable but those of `names`.
        scope: the numbers and functions; its own names are not used.
        names: what variables are worth.

    Returns:
        A complex number; for a vector or matrix an array of them.

    Raises:
        NoValue: it has no value.
        NotFormula: it holds something that is no number.
    """
    try:
        return _number(formula, scope, dict(names))
    except (ArithmeticError, ValueError) as error:
        raise NoValue(str(error)) from error


def agrees(answer: Any, number: Any) -> bool:
    """Whether an exact number, vector or matrix is this one in floats."""
    if arrays.is_array(answer):
        return arrays.agrees(answer, number)
    exact = complex(answer)
    return bool(abs(exact - number) <= TOLERANCE * max(1.0, abs(exact)))


def unit_root(index: int, order: int) -> complex:
    """One of the numbers whose power of this order is one."""
    return cmath.exp(2j * math.pi * index / order)


def roots(coefficients: list[complex]) -> list[complex]:
    """All roots of a polynomial, by the method of Durand and Kerner; the highest power first."""
    monic = [one / coefficients[0] for one in coefficients]
    size = 1 + max(abs(one) for one in monic)
    found = [size * 0.7 * (0.4 + 0.9j) ** at for at in range(len(monic) - 1)]
    for _ in range(600):
        moved = 0.0
        for at, root in enumerate(found):
            worth, others = complex(0), complex(1)
            for one in monic:
                worth = worth * root + one
            for other, one in enumerate(found):
                others *= root - one if other != at else 1
            step = worth / (others or 1e-30)
            found[at] = root - step
            moved = max(moved, abs(step))
        if moved < 1e-15 * size:
            break
    return found


def _number(formula: Formula, scope: Scope, names: dict[str, Any]) -> Any:
    if isinstance(formula, Literal):
        return complex(scope.values[formula.place])
    if isinstance(formula, Name):
        if formula.name in names:
            return names[formula.name]
        if formula.name in _CONSTANTS:
            return _CONSTANTS[formula.name]
        raise NotFormula(f"{formula.name} has no value")
    return _applied(formula, scope, names)


def _applied(formula: Apply, scope: Scope, names: dict[str, Any]) -> Any:
    kind, _, name = formula.operation.partition(" ")
    if kind in ("series", "sum", "cases"):
        return _bound(kind, name, formula, scope, names)
    parts = [_number(part, scope, names) for part in formula.parts]
    if kind == "repeating":
        return _repeating(name, parts)
    if kind == "inverse":
        return _inverse(name, parts, scope, names)
    if kind == "call":
        definition = scope.functions.get(name)
        if not isinstance(definition, Definition):
            raise NotFormula(f"{name} is not defined")
        inner = names | dict(zip(definition.arguments, parts, strict=True))
        return _number(definition.body, scope.within(name, {}), inner)
    if arrays.are_meant(kind, parts):
        return arrays.in_floats(kind, name, parts)
    if kind not in _OPERATIONS:
        raise NotFormula(f"{formula.operation} has no value")
    return complex(_OPERATIONS[kind](*parts))


def _repeating(name: str, parts: list[Any]) -> complex:
    """The decimal, written out until nothing more shows in floats."""
    shift, length = map(int, name.split())
    *before, digits = parts
    rest = sum(digits * 10.0 ** (-shift - length * time) for time in range(1, 40 // length + 2))
    return complex(sum(before) + rest)


def _bound(
    kind: str, name: str, formula: Apply, scope: Scope, names: dict[str, complex]
) -> complex:
    """What does not compute all of its parts first: a sum's index has no value of its own."""
    if kind == "series":
        return _dots(formula, scope, names)
    if kind == "sum":
        return _sum(name, formula, scope, names)
    return _case(formula.parts, scope, names)


def _dots(formula: Apply, scope: Scope, names: dict[str, complex]) -> complex:
    """Add up the terms of a pattern, or a geometric series by its first two."""
    try:
        pattern = series.pattern_of(formula, scope)
    except NoValue:
        return _dots_by_values(formula, scope, names)

    def term(index: int) -> complex:
        here = {name: complex(one.at(index)) for name, one in pattern.numbers.items()}
        sign = -1 if pattern.alternating and index % 2 else 1
        return complex(sign * _number(pattern.tree, scope, names | here))

    return series.float_total(term, 0, None if pattern.count is None else pattern.count - 1)


def _dots_by_values(formula: Apply, scope: Scope, names: dict[str, complex]) -> complex:
    *listed, last = formula.parts
    first, second, third = (_number(one, scope, names) for one in listed[:3])
    ratio = second / first
    geometric = abs(third / second - ratio) < TOLERANCE
    end = None if isinstance(last, Name) and last.name == series.INFINITY else last
    if end is None:
        return complex(first / (1 - ratio))
    ending = _number(end, scope, names)
    if geometric:
        return complex((first - ending * ratio) / (1 - ratio))
    return complex(((ending - first) / (second - first) + 1) * (first + ending) / 2)


def _sum(name: str, formula: Apply, scope: Scope, names: dict[str, complex]) -> complex:
    body, first, last = formula.parts
    low = round(_number(first, scope, names).real)
    endless = isinstance(last, Name) and last.name == series.INFINITY
    high = None if endless else round(_number(last, scope, names).real)
    return series.float_total(
        lambda one: _number(body, scope, names | {name: complex(one)}), low, high
    )


def _case(parts: tuple[Formula, ...], scope: Scope, names: dict[str, complex]) -> complex:
    for body, condition in zip(parts[::2], parts[1::2], strict=True):
        if _holds(condition, scope, names):
            return complex(_number(body, scope, names))
    raise NoValue("none of the cases holds")


def _holds(condition: Formula, scope: Scope, names: dict[str, complex]) -> bool:
    if not isinstance(condition, Apply):
        raise NotFormula("no condition")
    worth = [_real(_number(part, scope, names)) for part in condition.parts]
    if condition.operation in ("odd", "even"):
        return round(worth[0]) % 2 == (condition.operation == "odd")
    pairs = zip(condition.operation.split(" "), worth, worth[1:], strict=False)
    return all(_COMPARED[sign](left, right) for sign, left, right in pairs)


def _inverse(name: str, parts: list[complex], scope: Scope, names: dict[str, complex]) -> complex:
    """Where a function is worth the argument, by the secant method from several places."""
    definition = scope.functions.get(name)
    if not isinstance(definition, Definition):
        raise NotFormula(f"{name} is not defined")

    def gap(place: float) -> float:
        here = names | {definition.arguments[0]: complex(place)}
        return _real(_number(definition.body, scope.within(name, {}), here)) - _real(parts[0])

    for start in (0.3, 1.7, 4.2, -1.3, -5.1, 11.9, 37.0, -41.0, 300.0):
        left, right = start, start + 0.51
        try:
            for _ in range(80):
                low, high = gap(left), gap(right)
                if abs(high) < 1e-13 or low == high:
                    break
                left, right = right, right - high * (right - left) / (high - low)
            if abs(gap(right)) < 1e-9:
                return complex(right)
        except (ArithmeticError, ValueError):
            continue
    raise NoValue("no inverse was found")


def _real(number: complex) -> float:
    if abs(number.imag) > TOLERANCE:
        raise NoValue(f"{number} is not real")
    return number.real


def _power(base: complex, exponent: complex) -> complex:
    if base.real < 0 and not base.imag and not exponent.imag:
        near = Fraction(exponent.real).limit_denominator(99)
        if near.denominator % 2 and near.denominator > 1:  # real: (-27)^(5/3) is -243
            return complex((-1) ** near.numerator * (-base.real) ** exponent.real)
    return complex(base**exponent)


def _root(index: complex, number: complex) -> float:
    degree, real = round(_real(index)), _real(number)
    if real < 0 and degree % 2:
        return -float((-real) ** (1 / degree))
    return float(real ** (1 / degree))


def _log(number: complex, base: complex = 10) -> float:
    return math.log(_real(number)) / math.log(_real(base))


def _close_floor(number: complex) -> int:
    real = _real(number)
    nearest = round(real)
    return nearest if abs(real - nearest) < TOLERANCE else math.floor(real)


_COMPARED: dict[str, Callable[[float, float], bool]] = {
    "=": lambda left, right: abs(left - right) < TOLERANCE,
    "<": lambda left, right: left < right - TOLERANCE,
    ">": lambda left, right: left > right + TOLERANCE,
    "<=": lambda left, right: left <= right + TOLERANCE,
    ">=": lambda left, right: left >= right - TOLERANCE,
}
_OPERATIONS: dict[str, Callable[..., Any]] = {
    "+": lambda *parts: sum(parts),
    "neg": lambda part: -part,
    "*": lambda left, right: left * right,
    "/": lambda top, bottom: top / bottom,
    "^": _power,
    "sqrt": cmath.sqrt,
    "root": _root,
    "!": lambda part: math.factorial(round(_real(part))),
    "binomial": lambda top, bottom: math.comb(round(_real(top)), round(_real(bottom))),
    "abs": abs,
    "floor": _close_floor,
    "ceiling": lambda part: -_close_floor(-part),
    "percent": lambda part: part / 100,
    "degrees": lambda part: part * math.pi / 180,
    "sin": cmath.sin,
    "cos": cmath.cos,
    "tan": cmath.tan,
    "cot": lambda part: 1 / cmath.tan(part),
    "sec": lambda part: 1 / cmath.cos(part),
    "csc": lambda part: 1 / cmath.sin(part),
    "asin": cmath.asin,
    "acos": cmath.acos,
    "atan": cmath.atan,
    "acot": lambda part: math.pi / 2 - cmath.atan(part),
    "conjugate": lambda part: part.conjugate(),
    "ln": lambda part: math.log(_real(part)),
    "log": _log,
    "based": lambda number, base: int(str(round(_real(number))), round(_real(base))),
    "gcd": lambda *parts: math.gcd(*(round(_real(part)) for part in parts)),
    "lcm": lambda *parts: math.lcm(*(round(_real(part)) for part in parts)),
}
