"""Exact arithmetic on untrusted text: an expression in, a Fraction out, nothing executed."""

import ast
import operator
import re
from collections.abc import Callable, Mapping
from fractions import Fraction
from functools import lru_cache
from typing import Any

MAX_LENGTH = 500
MAX_EXPONENT = 64
MAX_BITS = 4096

# Constants that are not plain decimals: 1e9, 0x1F, 1_000, 2j, 'text'. A short one can name a
# number that does not fit in memory.
_OTHER_CONSTANT = re.compile(r"""(?<!\w)\.?\d[\d.]*[^\W\d]|['"\\]""")


class ExpressionError(ValueError):
    """The text is not an arithmetic expression within the limits."""


Number = Fraction | int


def _divide(a: Number, b: Number) -> Number:
    return Fraction(a) / b


_OPERATORS: dict[type[ast.operator], Callable[[Any, Any], Number]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: _divide,
    ast.FloorDiv: operator.floordiv,
    ast.Mod: operator.mod,
}


def evaluate(expression: str, values: Mapping[str, Number] | None = None) -> Fraction:
    """Evaluate ``+ - * / // % **``, parentheses, decimals and names, exactly.

    Args:
        expression: such as ``(a + 3) * 0.5``.
        values: what the names stand for.

    Raises:
        ExpressionError: it is none, is too large, divides by zero, or names something unknown.
    """
    if len(expression) > MAX_LENGTH:
        raise ExpressionError(f"longer than {MAX_LENGTH} characters")
    text = expression.strip()
    try:
        return Fraction(_value(_parse(text), text, values or {}))
    except ZeroDivisionError:
        raise ExpressionError(f"division by zero in {text!r}") from None
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        if isinstance(error, ExpressionError):
            raise
        raise ExpressionError(f"not arithmetic: {text!r} ({error})") from None


@lru_cache(maxsize=1024)
def _parse(text: str) -> ast.expr:
    """The syntax tree of an expression; remembered, since many are evaluated at several points."""
    if found := _OTHER_CONSTANT.search(text):
        raise ExpressionError(f"not arithmetic: {text!r} ({found[0]!r} is no plain decimal)")
    return ast.parse(text, mode="eval").body


def _value(node: ast.expr, text: str, values: Mapping[str, Number]) -> Number:
    """The value of a tree. Whole numbers stay `int`: that is several times faster."""
    result: Number
    if isinstance(node, ast.BinOp):
        left, right = _value(node.left, text, values), _value(node.right, text, values)
        if isinstance(node.op, ast.Pow):
            result = _power(left, right)
        elif operate := _OPERATORS.get(type(node.op)):
            result = operate(left, right)
        else:
            raise ExpressionError(f"{type(node.op).__name__} is not arithmetic")
    elif isinstance(node, ast.Constant):
        result = _constant(node, text)
    elif isinstance(node, ast.Name):
        if node.id not in values:
            raise ExpressionError(f"unknown name {node.id!r}")
        result = values[node.id]
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub | ast.UAdd):
        result = _value(node.operand, text, values)
        result = -result if isinstance(node.op, ast.USub) else result
    else:
        raise ExpressionError(f"{type(node).__name__} is not arithmetic")
    if result.numerator.bit_length() + result.denominator.bit_length() > MAX_BITS:
        raise ExpressionError("the value is too large")
    return result


def _constant(node: ast.Constant, text: str) -> Number:
    if type(node.value) is int:
        return node.value
    if type(node.value) is not float:  # bool is a kind of int
        raise ExpressionError("not a number")
    # The source, not the parsed float: 0.1 is one tenth here.
    if text.isascii() and node.lineno == node.end_lineno == 1:
        return Fraction(text[node.col_offset : node.end_col_offset])
    return Fraction(ast.get_source_segment(text, node) or "")


def _power(base: Number, exponent: Number) -> Number:
    power = int(exponent)
    if exponent.denominator != 1 or abs(power) > MAX_EXPONENT:
        raise ExpressionError(f"exponent {exponent} is not a whole number up to {MAX_EXPONENT}")
    return Fraction(base) ** power if power < 0 else base**power
