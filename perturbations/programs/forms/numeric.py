"""Formulas computed in floats, a second way that shares nothing with the exact one."""

import cmath
import math
from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

from clipo_bench.perturbations.programs.forms import arrays
from clipo_bench.perturbations.programs.forms.evaluate import Definition, NoValue, Scope
from clipo_bench.perturbations.programs.forms.formula import (
    Apply,
    Formula,
    Literal,
    Name,
    NotFormula,
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
    parts = [_number(part, scope, names) for part in formula.parts]
    if kind == "call":
        definition = scope.functions.get(name)
        if not isinstance(definition, Definition):
            raise NotFormula(f"{name} is not defined")
        inner = names | dict(zip(definition.arguments, parts, strict=True))
        return _number(definition.body, scope, inner)
    if arrays.are_meant(kind, parts):
        return arrays.in_floats(kind, name, parts)
    if kind not in _OPERATIONS:
        raise NotFormula(f"{formula.operation} has no value")
    return complex(_OPERATIONS[kind](*parts))


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
}
