"""Exact arithmetic on untrusted text: an expression in, a Fraction out, nothing executed."""

import operator
import re
from collections.abc import Callable, Mapping
from fractions import Fraction
from functools import lru_cache

MAX_LENGTH = 500
MAX_EXPONENT = 64
MAX_BITS = 4096


class ExpressionError(ValueError):
    """The text is not an arithmetic expression within the limits."""


Number = Fraction | int
Operation = Callable[..., Number]


def _divide(a: Number, b: Number) -> Number:
    if type(a) is int and type(b) is int:
        quotient, rest = divmod(a, b)
        return Fraction(a, b) if rest else quotient
    return Fraction(a) / b


def _power(base: Number, exponent: Number) -> Number:
    power = int(exponent)
    if exponent.denominator != 1 or abs(power) > MAX_EXPONENT:
        raise ExpressionError(f"exponent {exponent} is not a whole number up to {MAX_EXPONENT}")
    return Fraction(base) ** power if power < 0 else base**power


_TOKEN = re.compile(r"\d+\.?\d*|\.\d+|[A-Za-z_]\w*|\*\*|//|[^ \t\f]", re.ASCII)
# How tightly each sign binds, and what it does.
_SIGNS: dict[str, tuple[int, Operation]] = {
    "+": (1, operator.add),
    "-": (1, operator.sub),
    "*": (2, operator.mul),
    "/": (2, _divide),
    "//": (2, operator.floordiv),
    "%": (2, operator.mod),
    "**": (4, _power),
}
_NAME = re.compile(r"[A-Za-z_]")
_NUMBER = re.compile(r"\.?[0-9]")
_MINUS = (3, operator.neg)  # before a number: -2 ** 2 is -4
_OPENING = (0, operator.pos)


def evaluate(expression: str, values: Mapping[str, Number] | None = None) -> Fraction:
    """Evaluate ``+ - * / // % **``, parentheses, decimals and names, exactly.

    Args:
        expression: such as ``(a + 3) * 0.5``.
        values: what the names stand for.

    Raises:
        ExpressionError: it is none, is too large, divides by zero, or names something unknown.
    """
    return Fraction(calculate(expression, values or {}))


def calculate(expression: str, values: Mapping[str, Number]) -> Number:
    """The same, but a whole number may be an `int`: that is several times faster."""
    if len(expression) > MAX_LENGTH:
        raise ExpressionError(f"longer than {MAX_LENGTH} characters")
    text = expression.strip()
    try:
        return _calculated(_postfix(text), values)
    except ZeroDivisionError:
        raise ExpressionError(f"division by zero in {text!r}") from None


@lru_cache(maxsize=4096)
def _postfix(text: str) -> tuple[Number | str | Operation, ...]:
    """An expression with each sign after its operands: ``1 + 2 * a`` is ``1 2 a * +``.

    Dijkstra's shunting yard. Remembered, since many are evaluated at several points.
    """
    found: list[Number | str | Operation] = []
    waiting: list[tuple[int, Operation]] = []
    complete = False  # whether what was read may end here
    for part in _TOKEN.findall(text):
        if complete and part in _SIGNS:
            level, operation = _SIGNS[part]
            while waiting and waiting[-1][0] >= level + (part == "**"):  # 2 ** 3 ** 2 is 2 ** 9
                found.append(waiting.pop()[1])
            waiting.append((level, operation))
            complete = False
        elif complete and part == ")":
            while waiting and waiting[-1] is not _OPENING:
                found.append(waiting.pop()[1])
            if not waiting:
                raise _no_arithmetic(text, part)
            waiting.pop()
        elif complete:
            raise _no_arithmetic(text, part)
        elif part == "(":
            waiting.append(_OPENING)
        elif part == "-":
            waiting.append(_MINUS)
        elif part != "+":
            found.append(_operand(part, text))
            complete = True
    if not complete or _OPENING in waiting:
        raise ExpressionError(f"not arithmetic: {text!r} (it does not end)")
    return (*found, *(operation for _, operation in reversed(waiting)))


def _operand(part: str, text: str) -> Number | str:
    """A name, a decimal or a whole number."""
    if _NAME.match(part):
        return part
    if not _NUMBER.match(part):
        raise _no_arithmetic(text, part)
    if "." in part:
        return Fraction(part)
    if part[0] == "0" and part.strip("0"):  # 007
        raise _no_arithmetic(text, part)
    return int(part)


def _no_arithmetic(text: str, part: str) -> ExpressionError:
    return ExpressionError(f"not arithmetic: {text!r} (at {part!r})")


def _calculated(
    postfix: tuple[Number | str | Operation, ...], values: Mapping[str, Number]
) -> Number:
    stack: list[Number] = []
    for item in postfix:
        if isinstance(item, str):
            if item not in values:
                raise ExpressionError(f"unknown name {item!r}")
            stack.append(values[item])
        elif isinstance(item, int | Fraction):
            stack.append(item)
        elif item is operator.neg:
            stack.append(-stack.pop())
        else:
            right = stack.pop()
            result = item(stack.pop(), right)
            if result.numerator.bit_length() + result.denominator.bit_length() > MAX_BITS:
                raise ExpressionError("the value is too large")
            stack.append(result)
    return stack.pop()
