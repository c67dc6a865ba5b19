"""Exact arithmetic on untrusted text: an expression in, a Fraction out, nothing executed."""

import ast
import operator
import re
from collections.abc import Callable, Mapping
from fractions import Fraction

MAX_LENGTH = 500
MAX_EXPONENT = 64
MAX_BITS = 4096

# Constants that are not plain decimals: 1e9, 0x1F, 1_000, 2j, 'text'. A short one can name a
# number that does not fit in memory.
_OTHER_CONSTANT = re.compile(r"""(?<!\w)\.?\d[\d.]*[^\W\d]|['"\\]""")


class ExpressionError(ValueError):
    """The text is not an arithmetic expression within the limits."""


_OPERATORS: dict[type[ast.operator], Callable[[Fraction, Fraction], Fraction]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.FloorDiv: lambda a, b: Fraction(a // b),
    ast.Mod: operator.mod,
}


def evaluate(expression: str, values: Mapping[str, Fraction] | None = None) -> Fraction:
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
    if found := _OTHER_CONSTANT.search(text):
        raise ExpressionError(f"not arithmetic: {text!r} ({found[0]!r} is no plain decimal)")
    try:
        tree = ast.parse(text, mode="eval")
        return _value(tree.body, text, values or {})
    except ZeroDivisionError:
        raise ExpressionError(f"division by zero in {text!r}") from None
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise ExpressionError(f"not arithmetic: {text!r} ({error})") from None


def _value(node: ast.expr, text: str, values: Mapping[str, Fraction]) -> Fraction:
    match node:
        case ast.Constant(value=bool()):
            raise ExpressionError("not a number")
        case ast.Constant(value=int() | float()):
            # The source, not the parsed float: 0.1 is one tenth here.
            result = Fraction(ast.get_source_segment(text, node) or "")
        case ast.Name(id=name):
            if name not in values:
                raise ExpressionError(f"unknown name {name!r}")
            result = values[name]
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            result = -_value(operand, text, values)
        case ast.UnaryOp(op=ast.UAdd(), operand=operand):
            result = _value(operand, text, values)
        case ast.BinOp(left=left, op=ast.Pow(), right=right):
            result = _power(_value(left, text, values), _value(right, text, values))
        case ast.BinOp(left=left, op=op, right=right) if type(op) in _OPERATORS:
            result = _OPERATORS[type(op)](_value(left, text, values), _value(right, text, values))
        case _:
            raise ExpressionError(f"{type(node).__name__} is not arithmetic")
    if result.numerator.bit_length() + result.denominator.bit_length() > MAX_BITS:
        raise ExpressionError("the value is too large")
    return result


def _power(base: Fraction, exponent: Fraction) -> Fraction:
    if exponent.denominator != 1 or abs(exponent) > MAX_EXPONENT:
        raise ExpressionError(f"exponent {exponent} is not a whole number up to {MAX_EXPONENT}")
    return base ** int(exponent)
