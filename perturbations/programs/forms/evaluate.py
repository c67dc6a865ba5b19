"""Formulas computed exactly, as sympy objects built piece by piece: no text is ever evaluated."""

from collections.abc import Callable
from typing import Any

import sympy

from clipo_bench.perturbations.programs.forms import arrays, series
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
from clipo_bench.perturbations.programs.forms.solving import real_zeros

LARGEST_POWER = 200
LARGEST_FACTORIAL = 200
LARGEST_BASE = 100
_LARGEST_BITS = 4000
_UNITS = (0, 1, -1, sympy.I)


def symbol(name: str) -> Any:
    """The symbol of a variable: real, unless it is i."""
    if name == "i":
        return sympy.I
    if name == "pi":
        return sympy.pi
    if name == "e":
        return sympy.E
    return sympy.Symbol(name, real=True)


def value(formula: Formula, scope: Scope) -> Any:
    """Compute a formula.

    Raises:
        NoValue: it has none.
        NotFormula: it is a relation, or calls a function that is not defined.
    """
    if isinstance(formula, Literal):
        number = scope.values[formula.place]
        return sympy.Rational(number.numerator, number.denominator)
    if isinstance(formula, Name):
        return scope.names.get(formula.name, symbol(formula.name))
    kind, _, name = formula.operation.partition(" ")
    if kind == "call":
        return _call(name, formula.parts, scope)
    if kind in ("series", "sum", "inverse", "cases", "repeating"):
        return _checked(_special(kind, name, formula, scope))
    if kind == "conjugate" and names_of(formula) - set(scope.names) - {"i", "e"}:
        raise NoValue("a conjugate of an unknown")  # symbols are real
    parts = [value(part, scope) for part in formula.parts] if kind in _KNOWN else []
    if arrays.are_meant(kind, parts):
        return _checked(arrays.exact(kind, name, parts))
    if kind not in _OPERATIONS:
        raise NotFormula(f"{formula.operation} has no value")
    return _checked(_OPERATIONS[kind](*parts))


def _repeating(name: str, parts: tuple[Formula, ...], scope: Scope) -> Any:
    r"""0.1\overline{6}: the digits that repeat, a geometric series, after those that do not."""
    shift, length = map(int, name.split())
    *before, digits = (value(part, scope) for part in parts)
    return sum(before) + digits / (sympy.Integer(10) ** length - 1) / sympy.Integer(10) ** shift


def _special(kind: str, name: str, formula: Apply, scope: Scope) -> Any:
    """Sums, inverse functions, cases and decimals that repeat."""
    if kind == "series":
        return series.exact_dots(formula, scope, value)
    if kind == "sum":
        return series.exact_sum(name, formula.parts, scope, value)
    if kind == "inverse":
        return _inverse(name, formula.parts, scope)
    if kind == "repeating":
        return _repeating(name, formula.parts, scope)
    return _case(formula.parts, scope)


def relation(formula: Formula, scope: Scope) -> Any:
    """Make a sympy equation or inequality of a relation with one sign.

    Raises:
        NotFormula: it is none.
    """
    if not isinstance(formula, Apply) or formula.operation not in _RELATIONS:
        raise NotFormula("no relation")
    left, right = (value(part, scope) for part in formula.parts)
    return _RELATIONS[formula.operation](left, right)


def _call(name: str, parts: tuple[Formula, ...], scope: Scope) -> Any:
    definition = scope.functions.get(name)
    if definition is None or len(definition.arguments) != len(parts):
        raise NotFormula(f"the function {name} is not defined")
    arguments = [value(part, scope) for part in parts]
    names = dict(zip(definition.arguments, arguments, strict=True))
    return value(definition.body, scope.within(name, names))


def _inverse(name: str, parts: tuple[Formula, ...], scope: Scope) -> Any:
    """What a function takes to the argument: one number, or a quotient of polynomials."""
    definition = scope.functions.get(name)
    if definition is None or len(definition.arguments) != 1 or len(parts) != 1:
        raise NotFormula(f"the function {name} is not defined")
    argument = value(parts[0], scope)
    unknown = sympy.Dummy(real=True)
    body = value(definition.body, scope.within(name, {definition.arguments[0]: unknown}))
    if argument.is_number and body.free_symbols == {unknown}:
        found = real_zeros(body - argument, unknown)
        if len(found) != 1:
            raise NoValue("no inverse, or several")
        return found[0]
    top = sympy.numer(sympy.together(body - argument))
    if not top.is_polynomial(unknown) or sympy.Poly(top, unknown).degree() != 1:
        raise NoValue("no inverse that is a quotient of polynomials")
    line = sympy.Poly(top, unknown)
    return sympy.cancel(-line.nth(0) / line.nth(1))


def _case(parts: tuple[Formula, ...], scope: Scope) -> Any:
    for body, condition in zip(parts[::2], parts[1::2], strict=True):
        if holds(condition, scope):
            return value(body, scope)
    raise NoValue("none of the cases holds")


def holds(condition: Formula, scope: Scope) -> bool:
    """Whether a relation between numbers, of one sign or more, is true.

    Raises:
        NoValue: it has a variable.
        NotFormula: it is no relation.
    """
    if not isinstance(condition, Apply):
        raise NotFormula("no condition")
    worth = [value(part, scope) for part in condition.parts]
    if any(one.free_symbols for one in worth):
        raise NoValue("a condition with a variable")
    if condition.operation in ("odd", "even"):
        if not worth[0].is_Integer:
            raise NoValue("neither even nor odd")
        return bool(worth[0] % 2 == (condition.operation == "odd"))
    signs = condition.operation.split(" ")
    if not all(sign in _COMPARED for sign in signs):
        raise NotFormula("no condition")
    pairs = zip(signs, worth, worth[1:], strict=False)
    return all(bool(_COMPARED[sign](left, right)) for sign, left, right in pairs)


def _checked(result: Any) -> Any:
    if result is sympy.nan or result.has(sympy.zoo, sympy.oo, -sympy.oo, sympy.nan):
        raise NoValue("not finite")
    if result.is_Rational and max(result.p.bit_length(), result.q.bit_length()) > _LARGEST_BITS:
        raise NoValue("too large")
    return result


def _divide(top: Any, bottom: Any) -> Any:
    if bottom == 0:
        raise NoValue("a division by zero")
    return top / bottom


def _power(base: Any, exponent: Any) -> Any:
    if exponent.is_number and abs(exponent) > LARGEST_POWER and base not in _UNITS:
        raise NoValue(f"the power {exponent} is too large")
    if base == 0 and exponent.is_number and exponent <= 0:
        raise NoValue("a power of zero")
    if base.is_negative and exponent.is_Rational and exponent.q % 2 and exponent.q > 1:
        return (-1) ** exponent.p * (-base) ** exponent  # real: (-27)^(5/3) is -243
    return base**exponent


def _factorial(number: Any) -> Any:
    if not (number.is_Integer and 0 <= number <= LARGEST_FACTORIAL):
        raise NoValue(f"the factorial of {number}")
    return sympy.factorial(number)


def _binomial(top: Any, bottom: Any) -> Any:
    if not (top.is_Integer and bottom.is_Integer and 0 <= bottom <= top <= LARGEST_FACTORIAL):
        raise NoValue(f"{top} over {bottom}")
    return sympy.binomial(top, bottom)


def _root(index: Any, number: Any) -> Any:
    if not (index.is_Integer and 2 <= index <= 20):
        raise NoValue(f"the {index}-th root")
    return sympy.real_root(number, index) if number.is_number else sympy.root(number, index)


def _log(number: Any, base: Any = None) -> Any:
    base = sympy.Integer(10) if base is None else base
    if number.is_number and not number.is_positive:
        raise NoValue(f"the logarithm of {number}")
    if number.is_Rational and base.is_Rational and base > 0 and base != 1:
        return _rational_log(number, base)
    return sympy.log(number) / sympy.log(base)


def _rational_log(number: Any, base: Any) -> Any:
    """The exact logarithm where it is rational (log of 8 to the base 4 is 3/2)."""
    logs = dict.fromkeys((*sympy.factorrat(number), *sympy.factorrat(base)), 0)
    top, bottom = (logs | sympy.factorrat(one) for one in (number, base))
    ratios = {sympy.Rational(top[p], bottom[p]) if bottom[p] else None for p in logs}
    if number == 1:
        return sympy.Integer(0)
    if len(ratios) == 1 and None not in ratios:
        return ratios.pop()
    return sympy.log(number) / sympy.log(base)


def _based(number: Any, base: Any) -> Any:
    """The digits of a number read in a base: 1011 in base 2 is 11, 31 in base b is 3b + 1."""
    if not (number.is_Integer and number >= 0):
        raise NoValue(f"{number} in base {base}")
    if base.is_number:
        if not (base.is_Integer and 2 <= base <= LARGEST_BASE):
            raise NoValue(f"{number} in base {base}")
        if any(int(digit) >= base for digit in str(number)):
            raise NoValue(f"{number} has a digit that base {base} lacks")
    total = sympy.Integer(0)
    for digit in str(number):
        total = sympy.expand(total * base + int(digit))
    return total


def _gcd(*numbers: Any) -> Any:
    if not all(number.is_Integer for number in numbers):
        raise NoValue("a divisor of what is no integer")
    return sympy.gcd_list(list(numbers))


def _lcm(*numbers: Any) -> Any:
    if not all(number.is_Integer and number > 0 for number in numbers):
        raise NoValue("a multiple of what is no positive integer")
    return sympy.lcm_list(list(numbers))


_OPERATIONS: dict[str, Callable[..., Any]] = {
    "+": sympy.Add,
    "neg": lambda part: -part,
    "*": lambda left, right: left * right,
    "/": _divide,
    "^": _power,
    "sqrt": sympy.sqrt,
    "root": _root,
    "!": _factorial,
    "binomial": _binomial,
    "abs": sympy.Abs,
    "floor": sympy.floor,
    "ceiling": sympy.ceiling,
    "percent": lambda part: part / 100,
    "degrees": lambda part: part * sympy.pi / 180,
    "sin": sympy.sin,
    "cos": sympy.cos,
    "tan": sympy.tan,
    "cot": sympy.cot,
    "sec": sympy.sec,
    "csc": sympy.csc,
    "asin": sympy.asin,
    "acos": sympy.acos,
    "atan": sympy.atan,
    "acot": lambda part: sympy.pi / 2 - sympy.atan(part),
    "conjugate": sympy.conjugate,
    "ln": sympy.log,
    "log": _log,
    "gcd": _gcd,
    "lcm": _lcm,
    "based": _based,
}
_COMPARED: dict[str, Callable[[Any, Any], Any]] = {
    "=": lambda left, right: left == right,
    "<": lambda left, right: left < right,
    ">": lambda left, right: left > right,
    "<=": lambda left, right: left <= right,
    ">=": lambda left, right: left >= right,
}
_KNOWN = {*_OPERATIONS, *arrays.OPERATIONS}
_RELATIONS = {
    "=": lambda left, right: sympy.Eq(left, right, evaluate=False),
    "<": sympy.StrictLessThan,
    ">": sympy.StrictGreaterThan,
    "<=": sympy.LessThan,
    ">=": sympy.GreaterThan,
}
