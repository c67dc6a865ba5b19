r"""Numbers as people write them, read exactly: ``1,450``, ``5\%``, ``4 cm``, ``2 million``."""

import re
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from tasks.answers.units import FACTORS, factor

MAX_DIGITS = 300
ROUNDED_PLACES = 6

_DECIMAL = r"(?:\d+(?:\.\d*)?|\.\d+)"
_PLAIN = re.compile(rf"[+-]?{_DECIMAL}(?:[eE][+-]?\d{{1,3}})?")
_SCIENTIFIC = re.compile(
    rf"(?P<sign>[+-]?)(?:(?P<mantissa>{_DECIMAL})\s*(?:\\times|\\cdot|\*|x)\s*)?"
    r"10\s*(?:\^|\*\*)\s*\{?\s*(?P<exponent>[+-]?\d{1,3})\s*\}?"
)
_RATIO = re.compile(
    rf"(?P<sign>[+-]?)(?:(?P<whole>\d+)\s*(?:\s|(?=\\)))?"
    rf"(?:\\frac\s*\{{\s*(?P<a>[+-]?{_DECIMAL})\s*\}}\s*\{{\s*(?P<b>[+-]?{_DECIMAL})\s*\}}"
    rf"|(?P<c>{_DECIMAL})\s*/\s*(?P<d>{_DECIMAL}))"
)
_REPEATING = re.compile(
    r"(?P<sign>[+-]?)(?P<whole>\d*)\.(?P<once>\d*)\\(?:overline|bar)\s*\{?(?P<again>\d+)\}?"
)
_THOUSANDS = re.compile(
    r"(?<![\d.,])[1-9]\d{0,2}(?:(?P<mark>[, '])\d{3})(?:(?P=mark)\d{3})*(?![\d,'])"
)
_UNIT = re.compile(
    r"(?<=[\d}%])\s*"
    r"(?:/\s*)?(?!(?:and|or)\b)"
    r"(?:[A-Za-z]{3,}|cm|mm|km|kg|mg|mL|ml|ft|in|hr|mi|lb|oz|am|pm|(?<=\s)(?:m|s|h|g)(?![A-Za-z]))"
    r"(?:[ /.-]+[A-Za-z]+)*\.?\s*(?:\^\s*\{?-?\d\}?)?$"
)
_MARK = re.compile(r"\s*\^\\circ(?:\s*[CF])?$|(?<=\d)(?:\"|''?)$")
_ORDINAL = re.compile(r"(?<=\d)(?:st|nd|rd|th)(?:\s+[A-Za-z]+)?\s*$")
_PLACES = re.compile(r"\.(\d+)")


@dataclass(frozen=True, slots=True)
class Number:
    """An exact value, and how it was written.

    Attributes:
        value: what stands before any per cent sign.
        percent: whether a per cent sign follows.
        places: how many decimal places were written.
        dozens: whether the word ``dozen`` follows, which `value` has been multiplied by.
    """

    value: Fraction
    percent: bool = False
    places: int = 0
    dozens: bool = False


@lru_cache(2**14)
def number(text: str) -> Number | None:
    """Read a normalised answer as a number, with or without a unit; None if it is none."""
    if len(text) > MAX_DIGITS or not any(character.isdigit() for character in text):
        return None
    words = _UNIT.search(text)
    times = factor(words[0]) if words else 1
    dozens = times == FACTORS["dozen"]
    text = _MARK.sub("", _ORDINAL.sub("", _UNIT.sub("", text)).strip())
    bare = _THOUSANDS.sub(lambda match: re.sub("[, ']", "", match[0]), text.removesuffix("%"))
    bare = re.sub(r"^([+-])\s+", r"\1", bare.strip())
    value = _value(bare)
    if value is None:
        return None
    places = max((len(digits) for digits in _PLACES.findall(bare)), default=0)
    return Number(value * times, text.endswith("%"), places, dozens)


def _value(text: str) -> Fraction | None:
    if _PLAIN.fullmatch(text):
        return Fraction(text)
    if match := _SCIENTIFIC.fullmatch(text):
        size = Fraction(match["mantissa"] or 1) * Fraction(10) ** int(match["exponent"])
        return -size if match["sign"] == "-" else size
    if match := _REPEATING.fullmatch(text):
        once, again = match["once"], match["again"]
        period = Fraction(int(again), 10 ** len(once) * (10 ** len(again) - 1))
        size = Fraction(f"{match['whole'] or 0}.{once or 0}") + period
        return -size if match["sign"] == "-" else size
    if match := _RATIO.fullmatch(text):
        top, bottom = (Fraction(match[a] or match[b]) for a, b in (("a", "c"), ("b", "d")))
        if bottom == 0:
            return None
        size = Fraction(match["whole"] or 0) + top / bottom
        return -size if match["sign"] == "-" else size
    return None


def same_number(number: Number, gold: Number, tolerance: float = 0.0) -> bool:
    """Whether two numbers are equal: exactly, or within a tolerance relative to the gold.

    Where only one has a per cent sign, 50 % is both 50 and 0.5, but 50 is never 0.5; where
    only one counts in dozens, 7 dozen is both 84 and 7: the question named the unit. A value
    written out to six decimal places or more also equals what rounds to it, as 0.333333
    does 1/3.
    """
    a, b = number.value, gold.value
    pairs = [(a, b)]
    for one, other, times in (
        (number.percent, gold.percent, Fraction(1, 100)),
        (number.dozens, gold.dozens, Fraction(1, FACTORS["dozen"])),
    ):
        if one != other:
            pairs.append((a * times, b) if one else (a, b * times))
    places = max(number.places, gold.places)
    return any(
        abs(x - y) <= Fraction(tolerance) * abs(y) or _rounds(x, y, places) for x, y in pairs
    )


def _rounds(a: Fraction, b: Fraction, places: int) -> bool:
    """Whether two values differ only by rounding to so many places, or by float noise."""
    if places < ROUNDED_PLACES:
        return False
    gap, size = abs(a - b), abs(b)
    return gap <= size / 10**9 or (gap < Fraction(1, 10**places) and gap <= size / 10**5)
