r"""What a plain formula is worth at one point, in floats, without SymPy.

It reads numbers, letters, ``\pi``, ``+ - * / ^ !``, ``\frac``, ``\binom``, ``\sqrt``, the
trigonometric functions and round brackets, and nothing that could be read in two ways. That
settles most wrong answers in microseconds.
"""

import cmath
import math
import re
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

CLEARLY = 1e-4
MAX_LENGTH = 300
MAX_DEPTH = 30
MAX_WHOLE = 150
_NOISE = 1e-11
# Of larger numbers floats have too few digits to tell neighbours apart.
_MODERATE = 1e6
# A part so much smaller than another has lost its digits in their sum.
_LOST = 1e-6
# What is left of a sum whose parts nearly cancel has lost its digits.
_CANCELLED = 1e-3

_GREEK = "alpha|beta|gamma|delta|theta|lambda|mu|phi|omega"
_TOKEN = re.compile(
    rf"\s*(?P<token>\d+(?:\.\d+)?|\^\s*\\circ|(?:[A-Za-z]|\\(?:{_GREEK})(?![A-Za-z]))(?:_\w|_\{{\w+\}})?"
    r"|\\(?:frac|binom|sqrt|pi|ln|(?:arc)?(?:sin|cos|tan)|cot|sec|csc|cdot|times|div)(?![A-Za-z])"
    r"|[-+*/^!(){}\[\]])\s*"
)
_NAME = re.compile(rf"[A-Za-z]|[A-Za-z]_.*|\\(?:{_GREEK})(?:_.*)?")
_SEVERAL = re.compile(
    r"^[(\[].*,.*[)\]]$|\\(?:begin\{(?![vV]matrix)|(?:cup|cap|le|ge)(?![A-Za-z]))|[<>]"
)
_MEASURE = re.compile(r"\d+(?:\.\d+)? ?[gmsLlh]")  # a letter that may be a unit
_NO_FUNCTION = "abckmnstxyz"
_FUNCTIONS: dict[str, Callable[[complex], complex]] = {
    r"\ln": cmath.log,
    r"\arcsin": cmath.asin,
    r"\arccos": cmath.acos,
    r"\arctan": cmath.atan,
    r"\sin": cmath.sin,
    r"\cos": cmath.cos,
    r"\tan": cmath.tan,
    r"\cot": lambda angle: 1 / cmath.tan(angle),
    r"\sec": lambda angle: 1 / cmath.cos(angle),
    r"\csc": lambda angle: 1 / cmath.sin(angle),
}
_SIGNS = {r"\cdot": "*", r"\times": "*", r"\div": "/"}


class _UnreadError(Exception):
    """The text is not of the plain kind, or has no certain value."""


def settle(one: str, other: str, tolerance: float) -> bool | None:
    """Whether two normalised formulas are the same, as far as their values at two points tell.

    A single value is no interval, matrix or inequality. Two that clearly differ at one point
    are not the same. Two of moderate size that agree at both points as far as floats go are the
    same (J. Schwartz, "Fast probabilistic algorithms for verification of polynomial
    identities", 1980); no float tells 2^100 from 2^100 - 1.

    Args:
        one: LaTeX, as `tasks.answers.normalise` writes it.
        other: as well.
        tolerance: how far `one` may be from `other`, relative to it.

    Returns:
        None where the values do not tell.
    """
    a, b = read(one, 0), read(other, 0)
    if a is None or b is None:
        single = a or b
        return False if single and _SEVERAL.search(other if single is a else one) else None
    if _gap(a, b) > max(tolerance, CLEARLY):
        return False
    again = read(one, 1), read(other, 1)
    pairs = [(a, b), again]
    same = all(x and y and x.exact and y.exact and _gap(x, y) < _NOISE for x, y in pairs)
    return True if same else None


@dataclass(frozen=True, slots=True)
class Value:
    """What a formula is worth; `exact` if it is surely that, but for the last digits."""

    size: complex
    exact: bool


@lru_cache(2**14)
def read(text: str, point: int) -> Value | None:
    """The value of a formula where each variable has that of its name at this point.

    Returns:
        None where the text has other notation, can be read in two ways, or has no finite value.
    """
    if len(text) > MAX_LENGTH or _MEASURE.fullmatch(text):
        return None
    try:
        reader = _Reader(_tokens(text), point)
        size = reader.read()
    except (_UnreadError, ArithmeticError, ValueError):
        return None
    return (
        Value(size, reader.certain and reader.largest < _MODERATE) if cmath.isfinite(size) else None
    )


def variable(name: str, point: int = 0) -> float:
    """What a variable is worth: between 0.3 and 1.3, at the second point between -1.3 and -0.3.

    It is the same in every formula.
    """
    size = (3 * 10**6 + zlib.crc32(name.encode(), point) % 10**7) / 10**7
    return -size if point else size


def _gap(a: Value, b: Value) -> float:
    return abs(a.size - b.size) / (abs(b.size) or 1)


def _tokens(text: str) -> list[str]:
    tokens, place = [], 0
    while place < len(text):
        match = _TOKEN.match(text, place)
        if not match:
            raise _UnreadError
        tokens.append(_SIGNS.get(match["token"], match["token"]))
        place = match.end()
    # Beside a `j` or `k` an `i` is a vector.
    if "i" in tokens and {"j", "k", "J", "K"} & set(tokens):
        raise _UnreadError
    return tokens


class _Reader:
    """Reads sums of products of powers, from left to right."""

    def __init__(self, tokens: list[str], point: int) -> None:
        self.largest = 0.0
        self.certain = True
        self._tokens = tokens
        self._point = point
        self._place = 0
        self._depth = 0

    def read(self) -> complex:
        result = self._sum()
        if self._next():
            raise _UnreadError
        return result

    def _next(self, ahead: int = 0) -> str:
        place = self._place + ahead
        return self._tokens[place] if place < len(self._tokens) else ""

    def _take(self, token: str) -> None:
        if self._next() != token:
            raise _UnreadError
        self._place += 1

    def _sum(self) -> complex:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise _UnreadError
        sign = -1 if self._next() == "-" else 1
        if self._next() in ("-", "+"):
            self._place += 1
        total = sign * self._product()
        largest = smallest = abs(total)
        while self._next() in ("-", "+"):
            sign = -1 if self._next() == "-" else 1
            self._place += 1
            part = sign * self._product()
            total += part
            largest, smallest = max(largest, abs(part)), min(smallest, abs(part))
        self.certain &= smallest > _LOST * largest or not smallest
        if abs(total) < _CANCELLED * largest:
            raise _UnreadError
        self._depth -= 1
        return self._noted(total)

    def _noted(self, result: complex) -> complex:
        self.largest = max(self.largest, abs(result))
        return result

    def _product(self) -> complex:
        result = self._power()
        divided = False
        while True:
            following = self._next()
            if following in ("*", "/"):
                self._place += 1
                factor = self._power()
                result = result * factor if following == "*" else result / factor
                divided = divided or following == "/"
            elif following and (following[0].isalpha() or following[0] in "\\("):
                # 1/2x may be half of x, and 3\frac{1}{2} a mixed number.
                mixed = following == r"\frac" and self._next(-1)[-1] in "0123456789)}"
                if divided or mixed:
                    raise _UnreadError
                result *= self._power()
            else:
                return self._noted(result)

    def _power(self) -> complex:
        if self._next() in _FUNCTIONS:
            return self._function()
        base = self._factor()
        if self._next() == "!":
            self._place += 1
            base = _factorial(base)
            if self._next() == "!":
                raise _UnreadError
        if self._next() != "^":
            return base
        return self._noted(complex(base ** self._exponent()))

    def _exponent(self) -> complex:
        self._take("^")
        exponent = self._group() if self._next() == "{" else self._number()
        if self._next() in ("^", "!"):
            raise _UnreadError
        return exponent

    def _function(self) -> complex:
        """A function of what stands in brackets, or of one number or name."""
        function = _FUNCTIONS[self._next()]
        self._place += 1
        exponent = self._exponent() if self._next() == "^" else 1
        if exponent == -1:  # the inverse function
            raise _UnreadError
        argument = self._group() if self._next() == "{" else self._factor()
        # In \sin 2x the argument goes on.
        if self._next() and self._next() not in "+-*/)}":
            raise _UnreadError
        return complex(function(argument) ** exponent)

    def _factor(self) -> complex:
        part = self._next()
        if part == "(":
            return self._group("(", ")")
        if _NAME.fullmatch(part):
            self._place += 1
            # A function is no factor: f(2x) may differ from 2f(x), as no value tells.
            self.certain &= self._next() != "(" or part in _NO_FUNCTION
            return self._letter(part)
        if part[:1] == "\\":
            self._place += 1
            return self._command(part)
        return self._number()

    def _command(self, name: str) -> complex:
        if name == r"\pi":
            return math.pi
        if name == r"\sqrt":
            return self._root()
        top, bottom = self._group(), self._group()
        if name == r"\frac":
            return top / bottom
        if name == r"\binom":
            return _binomial(top, bottom)
        raise _UnreadError

    def _root(self) -> complex:
        if self._next() != "[":
            return cmath.sqrt(self._group())
        self._take("[")
        degree = self._number()
        self._take("]")
        inside = self._group()
        if degree.real % 2 == 1 and not inside.imag and inside.real < 0:
            return -((-inside) ** (1 / degree))  # of an odd degree: the real root
        return complex(inside ** (1 / degree))

    def _group(self, opening: str = "{", closing: str = "}") -> complex:
        self._take(opening)
        inner = self._sum()
        self._take(closing)
        return inner

    def _number(self) -> complex:
        token = self._next()
        if not token[:1].isdigit():
            raise _UnreadError
        self._place += 1
        size = complex(float(token))
        if self._next().endswith(r"\circ"):
            self._place += 1
            size *= math.pi / 180
        return size

    def _letter(self, letter: str) -> complex:
        if letter in "EI":
            raise _UnreadError
        constants = {"i": 1j, "e": complex(math.e)}
        return constants.get(letter) or complex(variable(letter, self._point))


def _whole(number: complex) -> int:
    if number.imag or not number.real.is_integer() or not 0 <= number.real <= MAX_WHOLE:
        raise _UnreadError
    return int(number.real)


def _factorial(number: complex) -> complex:
    return complex(math.factorial(_whole(number)))


def _binomial(top: complex, bottom: complex) -> complex:
    return complex(math.comb(_whole(top), _whole(bottom)))
