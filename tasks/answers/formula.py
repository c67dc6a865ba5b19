r"""Whether two formulas in LaTeX are equal. Imports SymPy and Math-Verify when it is asked.

Runs in a process that can be killed, see `tasks.answers.worker`: what it calls may hang.
"""

import math
import re
from functools import lru_cache
from typing import Any

from clipo_bench.tasks.answers.numbers import ROUNDED_PLACES, number
from clipo_bench.tasks.answers.value import CLEARLY, variable

MAX_PRECISION = 400
CACHE_SIZE = 4096

_DEGREES = re.compile(
    r"(?P<size>\d+(?:\.\d+)?|(?<![\\A-Za-z])[A-Za-z]|\\[A-Za-z]+|[)}])\s*\^\\circ"
)
_MIXED = re.compile(
    r"(?<![\w.^_{}\\/)])(?P<whole>\d+)\s*(?P<part>\\frac\{(?P<a>\d+)\}\{(?P<b>\d+)\})"
)
# The parser takes (2)(3) for the mixed number 5, and 1/\frac{2}{3} for 1/2/3.
_FRACTION = r"\\frac\{[^{}]*\}\{[^{}]*\}"
_DIVISOR = re.compile(rf"/\s*({_FRACTION})")
_PRODUCT = re.compile(
    rf"(?:(?P<left>{_FRACTION})|(?<=\))|(?<=\\pi)|(?<=\d)(?<![_^]\d)(?<![_^]\d\d))\s*(?=\()"
)


def equal(answer: str, gold: str, tolerance: float = 0.0) -> bool:
    """Whether two normalised LaTeX expressions are equal.

    Values that clearly differ at one point settle it, which is fast and does not depend on
    what a simplifier takes to be zero; so does an exact difference. The rest is Math-Verify's
    to judge, which takes a small enough difference for none.
    """
    from math_verify import verify
    from sympy import Expr

    left, right = read(answer), read(gold)
    if left is None or right is None or _undone(left) != _undone(right):
        return False
    if any(_is_range(a) and isinstance(b, Expr) for a, b in ((left, right), (right, left))):
        return False
    gap = _gap(answer, gold)
    if gap is not None and gap > max(tolerance, CLEARLY):
        return False
    if tolerance and gap is not None and gap <= tolerance and not right.free_symbols:
        return True
    exactly = _exactly(left, right)
    if exactly is not None:
        return exactly
    return bool(verify(right, left, allow_set_relation_comp=True, timeout_seconds=None))


@lru_cache(CACHE_SIZE)
def read(text: str) -> Any:
    """Read LaTeX, None if it is none. Math-Verify's other parser evaluates text as Python."""
    from latex2sympy2_extended.latex2sympy2 import normalize_latex
    from math_verify import LatexExtractionConfig
    from math_verify.parser import parse_latex_cached
    from sympy import Rational

    known = number(text)
    if known and not known.percent and known.places < ROUNDED_PLACES:
        return Rational(known.value.numerator, known.value.denominator)
    try:
        config = LatexExtractionConfig().normalization_config
        return _one_symbol_each(parse_latex_cached(normalize_latex(_plain(text), config=config)))
    except MemoryError:
        raise
    except Exception:
        # The library raises whatever it likes on text that is no mathematics.
        return None


def _plain(text: str) -> str:
    """Write out what the parser would misread: degrees, mixed numbers, products of numbers."""
    text = _DIVISOR.sub(r"/(\1)", _MIXED.sub(_sum, text))
    text = _PRODUCT.sub(lambda match: rf"{match['left'] or ''} \cdot ", text)
    return _DEGREES.sub(_radians, text)


def _sum(match: re.Match[str]) -> str:
    proper = int(match["a"][:20]) < int(match["b"][:20])
    return f"({match['whole']}+{match['part']})" if proper else match[0]


def _radians(match: re.Match[str]) -> str:
    if match["size"] in ")}":
        return match["size"] + r" \cdot \frac{\pi}{180}"
    return rf"{{{match['size']} \cdot \frac{{\pi}}{{180}}}}"


def _one_symbol_each(formula: Any) -> Any:
    """The formula with one symbol for each name, and with `i` as the imaginary unit.

    The parser makes symbols of different assumptions, by what else a formula holds. Beside a
    `j` or `k` an `i` is a vector.
    """
    from sympy import I, Symbol
    from sympy.core.relational import Relational

    names = {symbol.name for symbol in formula.free_symbols}
    imaginary = "i" in names and not names & {"j", "k"}
    symbols = {
        symbol: I if imaginary and symbol.name == "i" else Symbol(symbol.name, real=True)
        for symbol in formula.free_symbols
    }
    changed = {old: new for old, new in symbols.items() if old != new}
    if not changed:
        return formula
    if isinstance(formula, Relational):  # else it becomes `True` where its sides are equal
        return formula.func(*(side.xreplace(changed) for side in formula.args), evaluate=False)
    return formula.xreplace(changed)


def _undone(formula: Any) -> bool:
    """Whether an integral is left to do: that is the question, and no answer."""
    from sympy import Integral

    return bool(formula.has(Integral))


def _is_range(formula: Any) -> bool:
    """Whether this is an interval or several, which are never one value."""
    from sympy import Interval, Union

    return isinstance(formula, Interval | Union)


@lru_cache(CACHE_SIZE)
def _value(text: str) -> complex | None:
    """What a formula is worth where each variable has the value that its name gives it."""
    from sympy import Expr

    formula = read(text)
    if not isinstance(formula, Expr):
        return None
    try:
        done = formula.doit()
        if _has_variable_power(done):
            value = complex(done.evalf(20, subs=_point(done)))
        else:
            value = complex(done.subs(_point(formula)).evalf(20))
    except MemoryError:
        raise
    except Exception:
        # No number comes out, as of an integral without an end, or one too large for a float.
        return None
    return None if math.isnan(abs(value)) else value


def _has_variable_power(formula: Any) -> bool:
    """Whether a variable stands in an exponent, as in ``a^n``.

    With exact values in place of both, SymPy looks for roots of numbers of millions of digits.
    """
    from sympy import Pow

    return any(power.exp.free_symbols for power in formula.atoms(Pow))


def _point(formula: Any) -> dict[Any, Any]:
    """The value of each variable, see `variable`."""
    from sympy import Rational

    return {symbol: Rational(str(variable(symbol.name))) for symbol in formula.free_symbols}


def _gap(answer: str, gold: str) -> float | None:
    """How far two formulas differ at one point, relative to the gold."""
    a, b = _value(answer), _value(gold)
    if a is None or b is None:
        return None
    gap = abs(a - b) / abs(b) if b else abs(a)
    return None if math.isnan(gap) else gap


def _exactly(left: Any, right: Any) -> bool | None:
    """Whether two formulas are equal, as far as their difference at one point tells; else None.

    No float decides that: 2^100 and 2^100 - 1 agree to thirty digits. A difference of roots
    is evaluated until its first digits are certain; one that has none in `MAX_PRECISION` is
    zero. With variables it only tells what is not equal.
    """
    from sympy import Expr, Float, Integral, Limit, Product, Sum

    if not (isinstance(left, Expr) and isinstance(right, Expr)):
        return None
    point = _point(left) | _point(right)
    if _has_variable_power(left) or _has_variable_power(right):
        return None
    try:
        difference = (_exact(left).doit() - _exact(right).doit()).subs(point)
        if difference.is_Rational:
            zero = bool(difference.is_zero)
        elif difference.is_number and not difference.has(Float, Integral, Limit, Product, Sum):
            digits = difference.evalf(2, maxn=MAX_PRECISION).atoms(Float)
            if not digits:
                return None
            # SymPy gives digits that are not certain the precision 1.
            zero = all(part._prec == 1 for part in digits)
        else:
            return None  # a decimal may be rounded, and so is what has no closed form
    except MemoryError:
        raise
    except Exception:
        # The library raises whatever it likes: nothing is known.
        return None
    return None if zero and point else zero


def _exact(formula: Any) -> Any:
    """The formula with its short decimals as fractions; long ones may be rounded."""
    from sympy import Float, Rational

    exact = {number: Rational(str(number)) for number in formula.atoms(Float)}
    short = {a: b for a, b in exact.items() if 10 ** (ROUNDED_PLACES - 1) % b.q == 0}
    return formula.xreplace(short)
