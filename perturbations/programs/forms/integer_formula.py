"""Formulas and relations of integers as Python functions of their one unknown, or of none."""

import math
from collections.abc import Callable
from fractions import Fraction
from typing import Any

from clipo_bench.perturbations.programs.forms import numeric
from clipo_bench.perturbations.programs.forms.formula import (
    Apply,
    Formula,
    Literal,
    Name,
    NotFormula,
    names_of,
)
from clipo_bench.perturbations.programs.forms.no_value import NoValue
from clipo_bench.perturbations.programs.forms.scope import Scope

Function = Callable[[int], Any]
_MOST_BITS = 20_000
_LARGEST_FACTORIAL = 300


def function_of(formula: Formula, scope: Scope, name: str) -> Function:
    """A formula as a function of the one unknown, computed with integers and fractions.

    Raises:
        NotFormula: it has another unknown, or an operation that integers lack.
    """
    if isinstance(formula, Literal):
        number = scope.values[formula.place]
        constant = int(number) if number.denominator == 1 else number
        return lambda n: constant
    if isinstance(formula, Name):
        if formula.name != name:
            raise NotFormula(f"{formula.name} is unknown")
        return lambda n: n
    kind = formula.operation
    if kind not in _OPERATIONS:
        raise NotFormula(f"{kind} of integers")
    operation = _OPERATIONS[kind]
    parts = [function_of(part, scope, name) for part in formula.parts]
    if len(parts) == 1:
        (one,) = parts
        return lambda n: operation(one(n))
    if len(parts) == 2:
        left, right = parts
        return lambda n: operation(left(n), right(n))
    return lambda n: operation(*(part(n) for part in parts))


def relation_of(formula: Formula, scope: Scope, name: str) -> Callable[[int], bool]:
    """A congruence, an equation or inequalities as a condition for the unknown.

    Raises:
        NotFormula: it is none, or has another unknown.
    """
    if not isinstance(formula, Apply):
        raise NotFormula("no relation")
    if formula.operation == "list":
        conditions = [relation_of(part, scope, name) for part in formula.parts]
        return lambda n: all(condition(n) for condition in conditions)
    parts = [function_of(part, scope, name) for part in formula.parts]
    if formula.operation == "congruent":
        if len(parts) != 3:
            raise NotFormula("a congruence without its modulus")
        left, right, modulus = parts
        return lambda n: residue(left(n) - right(n), modulus(n)) == 0
    signs = formula.operation.split(" ")
    if not all(sign in _COMPARED for sign in signs):
        raise NotFormula("no relation")
    compared = [_COMPARED[sign] for sign in signs]

    def holds(n: int) -> bool:
        values = [part(n) for part in parts]
        return all(
            sign(left, right)
            for sign, left, right in zip(compared, values, values[1:], strict=False)
        )

    return holds


def plain_relation_of(formula: Formula, scope: Scope, name: str) -> Callable[[int], bool]:
    """The same condition, seen in another way: term by term modulo a number, or in floats."""
    if not isinstance(formula, Apply):
        raise NotFormula("no relation")
    if formula.operation == "list":
        conditions = [plain_relation_of(part, scope, name) for part in formula.parts]
        return lambda n: all(condition(n) for condition in conditions)
    if formula.operation == "congruent":
        left, right, last = formula.parts
        modulus = function_of(last, scope, name)
        return lambda n: _modulo(left, scope, n, modulus(n)) == _modulo(right, scope, n, modulus(n))
    signs = formula.operation.split(" ")

    def holds(n: int) -> bool:
        names = {name: complex(n)}
        values = [numeric.number_of(part, scope, names).real for part in formula.parts]
        return all(
            _COMPARED_FLOATS[sign](left - right, 1e-9 * max(1.0, abs(left)))
            for sign, left, right in zip(signs, values, values[1:], strict=False)
        )

    return holds


def _modulo(formula: Formula, scope: Scope, n: int, modulus: Any) -> int:
    """A formula of the unknown n modulo a number, reduced at every step."""
    if modulus != int(modulus) or modulus < 2:
        raise NoValue("no modulus")
    if isinstance(formula, Literal):
        return residue(scope.values[formula.place], modulus)
    if isinstance(formula, Name):
        return int(n % modulus)
    kind, parts = formula.operation, formula.parts
    if kind == "^":
        exponent = function_of(parts[1], scope, _names(parts[1]))(n)
        return int(pow(_modulo(parts[0], scope, n, modulus), _whole(exponent), int(modulus)))
    if kind not in ("+", "*", "neg"):
        return residue(function_of(formula, scope, _names(formula))(n), modulus)
    made = [_modulo(part, scope, n, modulus) for part in parts]
    total = sum(made) if kind == "+" else math.prod(made) if kind == "*" else -made[0]
    return int(total % modulus)


def _names(formula: Formula) -> str:
    return next(iter(names_of(formula)), "")


def residue(number: Any, modulus: Any) -> int:
    """A number modulo another: that of a quotient is its inverse's.

    Raises:
        NoValue: there is none.
    """
    if modulus != int(modulus) or modulus < 2:
        raise NoValue("no modulus")
    fraction = Fraction(number)
    try:
        inverse = pow(fraction.denominator, -1, int(modulus))
    except ValueError as error:
        raise NoValue("no inverse") from error
    return fraction.numerator * inverse % int(modulus)


def _whole(number: Any) -> int:
    if number != int(number):
        raise NoValue("no integer")
    return int(number)


def _divide(top: Any, bottom: Any) -> Any:
    if bottom == 0:
        raise NoValue("a division by zero")
    made = Fraction(top) / Fraction(bottom)
    return int(made) if made.denominator == 1 else made


def _power(base: Any, exponent: Any) -> Any:
    exponent = _whole(exponent)
    top, bottom = Fraction(base).as_integer_ratio()
    bits = max(top.bit_length(), bottom.bit_length()) * abs(exponent)
    if bits > _MOST_BITS or (exponent < 0 and base == 0):
        raise NoValue("a power that is too large")
    return _divide(1, base**-exponent) if exponent < 0 else base**exponent


def _factorial(number: Any) -> int:
    if not 0 <= number <= _LARGEST_FACTORIAL:
        raise NoValue("a factorial")
    return math.factorial(_whole(number))


def _root(number: Any) -> Any:
    root = math.isqrt(_whole(number)) if number >= 0 else -1
    if root * root != number:
        raise NoValue("a root that is no integer")
    return root


def _based(digits: Any, base: Any) -> int:
    total = 0
    for digit in str(_whole(digits)):
        if int(digit) >= base:
            raise NoValue("a digit that the base lacks")
        total = total * _whole(base) + int(digit)
    return total


_OPERATIONS: dict[str, Callable[..., Any]] = {
    "+": lambda *parts: sum(parts),
    "neg": lambda part: -part,
    "*": lambda left, right: left * right,
    "/": _divide,
    "^": _power,
    "!": _factorial,
    "abs": abs,
    "sqrt": _root,
    "floor": math.floor,
    "ceiling": math.ceil,
    "gcd": lambda *parts: math.gcd(*map(_whole, parts)),
    "lcm": lambda *parts: math.lcm(*map(_whole, parts)),
    "based": _based,
}
_COMPARED_FLOATS: dict[str, Callable[[float, float], bool]] = {
    "=": lambda gap, near: abs(gap) < near,
    "<": lambda gap, near: gap < -near,
    ">": lambda gap, near: gap > near,
    "<=": lambda gap, near: gap < near,
    ">=": lambda gap, near: gap > -near,
}
_COMPARED: dict[str, Callable[[Any, Any], bool]] = {
    "=": lambda left, right: left == right,
    "<": lambda left, right: left < right,
    ">": lambda left, right: left > right,
    "<=": lambda left, right: left <= right,
    ">=": lambda left, right: left >= right,
}
