r"""Numbers as people write them, read exactly: ``1,450``, ``5\%``, ``4 cm``, ``2 million``."""

import re
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from clipo_bench.tasks.answers.units import FACTORS, factor

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
_AGAIN = r"\\(?:overline|bar|dot)\s*\{?(?P<again>\d+)\}?|(?<=\.)\((?P<set>\d+)\)"
# 0.333... repeats, as far as anyone can tell; 0.3... may go on in any way.
_GOES_ON = r"(?P<period>\d{1,6}?)(?P=period){2,}\s*\\l?dots"
_REPEATING = re.compile(rf"(?P<sign>[+-]?)(?P<whole>\d*)\.(?P<once>\d*?)(?:{_AGAIN}|{_GOES_ON})")
_CUT = re.compile(rf"([+-]?{_DECIMAL})\s*\\l?dots")
_THOUSANDS = re.compile(
    r"(?<![\d.,])[1-9]\d{0,2}"
    r"(?:(?P<mark>[, '])\d{3}(?:(?P=mark)\d{3})*|(?:\.\d{3}){2,})(?![\d,'])"
    r"|(?<![\d.,])[1-9]\d?(?:,\d{2})+,\d{3}(?![\d,])"  # 12,34,567, as in India
)
_UNIT = re.compile(
    r"(?<=[\d}%])\s*"
    r"(?:/\s*)?(?!(?:and|or)\b)"
    r"(?:[A-Za-z]{3,}|cm|mm|km|kg|mg|mL|ml|ft|in|hr|mi|lb|oz|am|pm|(?<=\s)(?:m|s|h|g)(?![A-Za-z]))"
    r"(?:[ /.-]+[A-Za-z]+)*\.?\s*(?:\^\s*\{?-?\d\}?)?$"
)
_MARK = re.compile(r"\s*\^\\circ(?:\s*[CF])?$|(?<=\d)(?:\"|''?)$")
_CLOCK = re.compile(r"\d{1,2}:[0-5]\d(?::[0-5]\d)?")
_ORDINAL = re.compile(r"(?<=\d)(?:st|nd|rd|th)(?:\s+[A-Za-z]+)?\s*$")
_PLACES = re.compile(r"\.(\d+)")


_ONES = """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen
    fifteen sixteen seventeen eighteen nineteen""".split()  # noqa: SIM905
_TENS = {
    "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70,
    "eighty": 80, "ninety": 90,
}  # fmt: skip


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
    if len(text) > MAX_DIGITS:
        return None
    if not any(character.isdigit() for character in text):
        spelled = _spelled(text)
        return None if spelled is None else Number(Fraction(spelled))
    words = _UNIT.search(text)
    times = factor(words[0]) if words else 1
    dozens = times == FACTORS["dozen"]
    text = _MARK.sub("", _ORDINAL.sub("", _UNIT.sub("", text)).strip())
    bare = _THOUSANDS.sub(lambda match: re.sub("[, '.]", "", match[0]), text.removesuffix("%"))
    bare = re.sub(r"^([+-])\s+", r"\1", bare.strip())
    value = _value(bare)
    if value is None:
        return None
    places = max((len(digits) for digits in _PLACES.findall(bare)), default=0)
    return Number(value * times, text.endswith("%"), places, dozens)


def _spelled(text: str) -> int | None:
    """A whole number in words, such as ``one hundred and five``; None if the text is none."""
    words = re.sub(r"(hundred|thousand) and ", r"\1 ", text.lower()).replace("-", " ").split()
    total, part, limit = 0, 0, 10**12
    for word in words:
        if word in _TENS or word in _ONES:
            ends_in_tens = word in _ONES[1:10] and part % 100 >= 20 and part % 10 == 0
            if part % 100 and not ends_in_tens:
                return None
            part += _TENS.get(word) or _ONES.index(word)
        elif word == "hundred" and 0 < part < 10:
            part *= 100
        elif 100 < FACTORS.get(word, 0) < limit and part:
            limit = FACTORS[word]
            total, part = total + part * limit, 0
        else:
            return None
    return total + part if words else None


def _value(text: str) -> Fraction | None:
    if _PLAIN.fullmatch(text):
        return Fraction(text)
    if match := _SCIENTIFIC.fullmatch(text):
        size = Fraction(match["mantissa"] or 1) * Fraction(10) ** int(match["exponent"])
        return -size if match["sign"] == "-" else size
    if match := _RATIO.fullmatch(text):
        top, bottom = (Fraction(match[a] or match[b]) for a, b in (("a", "c"), ("b", "d")))
        if bottom == 0:
            return None
        size = Fraction(match["whole"] or 0) + top / bottom
        return -size if match["sign"] == "-" else size
    return _long_decimal(text)


def _long_decimal(text: str) -> Fraction | None:
    """A decimal that repeats, or one whose end is left out, as it stands."""
    if match := _REPEATING.fullmatch(text):
        once, again = match["once"], match["again"] or match["set"] or match["period"]
        period = Fraction(int(again), 10 ** len(once) * (10 ** len(again) - 1))
        size = Fraction(f"{match['whole'] or 0}.{once or 0}") + period
        return -size if match["sign"] == "-" else size
    match = _CUT.fullmatch(text)
    return Fraction(match[1]) if match else None


@lru_cache(2**14)
def ratio(text: str) -> tuple[Fraction | str, ...] | None:
    """Read ``2:3`` or ``3 to 4``, in lowest terms; what may be a time of day stays as it is."""
    if _CLOCK.fullmatch(text):
        return (text,)
    terms = [_value(term.strip()) for term in re.split(r":|\\colon|\bto\b", text)]
    if len(terms) < 2 or not all(terms):
        return None
    return tuple(term / terms[0] for term in terms if term and terms[0])


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
