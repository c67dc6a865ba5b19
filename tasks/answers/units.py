r"""Words that follow a number: factors such as ``million``, and units such as ``cm^2``."""

import re
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise

FACTORS = {
    "dozen": 12,
    "hundred": 100,
    "thousand": 10**3,
    "million": 10**6,
    "billion": 10**9,
    "trillion": 10**12,
}

_INCH = Fraction(254, 10_000)
_POUND = Fraction(45_359_237, 10**8)
_GALLON = 231 * _INCH**3

# What each unit measures and its exact size, in metres, kilograms, seconds, dollars and SI's
# derived units. The first spelling is the unit's name; a month and a year have no exact size in
# days. No A, C, F, K or T: behind a number these are options, degrees and names more often.
_TABLE: tuple[tuple[str, tuple[tuple[str, int | Fraction], ...]], ...] = (
    ("length", (
        ("nanometer nanometre nm", Fraction(1, 10**9)),
        ("micrometer micrometre micron", Fraction(1, 10**6)),
        ("millimeter millimetre mm", Fraction(1, 1000)),
        ("centimeter centimetre cm", Fraction(1, 100)),
        ("meter metre m", 1),
        ("kilometer kilometre km", 1000),
        ("inch inches in", _INCH),
        ("foot feet ft", 12 * _INCH),
        ("yard yd yds", 36 * _INCH),
        ("mile mi", 63_360 * _INCH),
    )),
    ("mass", (
        ("microgram", Fraction(1, 10**9)),
        ("milligram mg", Fraction(1, 10**6)),
        ("gram g", Fraction(1, 1000)),
        ("kilogram kg", 1),
        ("ounce oz", _POUND / 16),
        ("pound lb lbs", _POUND),
    )),
    ("tons", (("ton", 1),)),
    ("length^3", (
        ("milliliter millilitre mL ml", Fraction(1, 10**6)),
        ("liter litre L", Fraction(1, 1000)),
        ("gallon gal", _GALLON),
        ("quart qt", _GALLON / 4),
        ("pint pt", _GALLON / 8),
    )),
    ("length^2", (("acre", 43_560 * (12 * _INCH) ** 2), ("hectare ha", 10_000))),
    ("time", (
        ("nanosecond ns", Fraction(1, 10**9)),
        ("microsecond", Fraction(1, 10**6)),
        ("millisecond ms", Fraction(1, 1000)),
        ("second sec s", 1),
        ("minute min", 60),
        ("hour hr h", 3600),
        ("day", 86_400),
        ("week", 7 * 86_400),
    )),
    ("months", (("month", 1), ("year yr", 12))),
    ("money", (("cent", Fraction(1, 100)), ("dollar USD", 1))),
    ("euros", (("euro EUR", 1),)),
    ("angle", (("degree", 1),)),
    ("radians", (("radian rad", 1),)),
    ("force", (("newton N", 1), ("kilonewton kN", 1000))),
    ("energy", (
        ("joule J", 1),
        ("kilojoule kJ", 1000),
        ("megajoule MJ", 10**6),
        ("kWh", 3_600_000),
    )),
    ("power", (("watt W", 1), ("kilowatt kW", 1000), ("megawatt MW", 10**6))),
    ("voltage", (("volt V", 1), ("millivolt mV", Fraction(1, 1000)), ("kilovolt kV", 1000))),
    ("current", (("ampere amp", 1), ("milliampere mA", Fraction(1, 1000)))),
    ("resistance", (("ohm", 1),)),
    ("pressure", (("pascal Pa", 1), ("kilopascal kPa", 1000), ("megapascal MPa", 10**6))),
    ("frequency", (("hertz Hz", 1), ("kilohertz kHz", 1000), ("megahertz MHz", 10**6))),
    ("amount", (("mole mol", 1),)),
    ("temperature", (("kelvin", 1),)),
    ("celsius", (("celsius °C", 1),)),
    ("fahrenheit", (("fahrenheit °F", 1),)),
    ("before noon", (("am", 1),)),
    ("after noon", (("pm", 1),)),
)  # fmt: skip
_POWERS = {"square": 2, "sq": 2, "cubic": 3, "cu": 3}
_COMPOUND = {"mph": "mile/hour", "kph": "km/h", "kmh": "km/h"}


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit: what it measures, as powers of kinds, and its exact size."""

    kinds: tuple[tuple[str, int], ...]
    size: Fraction

    def __mul__(self, other: "Unit") -> "Unit":
        kinds = dict(self.kinds)
        for kind, power in other.kinds:
            kinds[kind] = kinds.get(kind, 0) + power
        left = tuple(sorted((kind, power) for kind, power in kinds.items() if power))
        return Unit(left, self.size * other.size)

    def __pow__(self, power: int) -> "Unit":
        return Unit(tuple((kind, power * n) for kind, n in self.kinds), self.size**power)

    @property
    def is_degree(self) -> bool:
        """Whether this is the degree of an angle, or of a temperature that does not say which."""
        return self.kinds == (("angle", 1),)


def _spelled(spellings: str) -> list[str]:
    """All spellings and their plurals."""
    return [
        form
        for word in spellings.split()
        for form in ((word, word + "s") if len(word) > 2 or word in ("hr", "qt", "pt") else (word,))
    ]


_UNITS = {
    word: Unit(((kind.partition("^")[0], int(kind.partition("^")[2] or 1)),), Fraction(size))
    for kind, units in _TABLE
    for spellings, size in units
    for word in _spelled(spellings)
}
_NAMES = {
    letter: spellings.split()[0]
    for _, units in _TABLE
    for spellings, _ in units
    for letter in spellings.split()
    if len(letter) == 1
}

_FACTOR = rf"(?:{'|'.join(FACTORS)})s?"
_RAISED = r"(?:\s*\^\s*\{?-?\d\}?)?"
_POWER = rf"(?:(?:{'|'.join(_POWERS)})\.?\s+)?"
_WORD = "|".join(
    sorted((name for name in (*_UNITS, *_COMPOUND) if len(name) > 1), key=len, reverse=True)
)
_LETTER = "|".join(name for name in _UNITS if len(name) == 1)
_PER = rf"(?:\s*(?:/|\bper\b)\s*{_POWER}(?:{_WORD}|{_LETTER})\.?{_RAISED}(?![A-Za-z]))?"
_ONE = re.compile(
    rf"(?P<power>(?:{'|'.join(_POWERS)})\.?\s+)?(?P<name>{_WORD}|{_LETTER})\.?"
    r"(?:\s*\^\s*\{?(?P<exponent>-?\d)\}?)?"
)
# A single letter is a unit only behind a plain number: elsewhere it may be a variable.
_MEASURED = re.compile(
    rf"(?P<rest>.*(?:\d\s*|(?:[)}}]|\\pi)\s+|\s{_FACTOR}\s+))"
    rf"(?P<unit>{_POWER}(?:{_WORD})\.?{_RAISED}{_PER})"
    rf"|(?P<number>[+-]?[\d.,/ ]+(?:{_FACTOR} )?)(?<=\s)(?P<letter>(?:{_LETTER}){_RAISED}{_PER})"
    r"|(?P<angle>.*[\d)}])\s*(?P<degree>\^\\circ(?:\s*[CF])?)",
    re.DOTALL,
)
# Sizes and units from the largest down, as in "3 hours and 30 minutes".
_SIZE = rf"(\d+(?:\.\d+)?|\d+/\d+)\s*({_WORD}|[hms])(?![A-Za-z])\.?"
_PIECE = re.compile(_SIZE)
_COMPOSED = re.compile(rf"{_SIZE}(?:(?:,?\s+and\s+|,?\s+){_SIZE})+")
_OF_ANGLE = re.compile(r"\\(?:sin|cos|tan|cot|sec|csc)(?![A-Za-z])")


@lru_cache(2**14)
def unit(text: str) -> Unit | None:
    """Read a unit, such as ``sq. cm`` or ``km per hour``; None if it is unknown."""
    text = _COMPOUND.get(text.strip(), text)
    above, *below = re.split(r"/|\bper\b", text)
    units = [_one(part.strip()) for part in (above, *below)]
    if len(units) > 2 or not units[0] or not units[-1]:
        return None
    return units[0] if not below else units[0] * units[-1] ** -1


def _one(text: str) -> Unit | None:
    match = _ONE.fullmatch(text)
    if not match:
        return None
    power = _POWERS.get((match["power"] or "").strip(" ."), int(match["exponent"] or 1))
    return _UNITS[match["name"]] ** power


def name(word: str) -> str:
    """A unit of one letter by its name, which nobody takes for a variable."""
    return _NAMES.get(word, word)


def conversion(one: Unit, other: Unit) -> Fraction | None:
    """How many of `other` one of `one` is; None if they measure different things."""
    if one.kinds == other.kinds:
        return one.size / other.size
    temperatures = ((("celsius", 1),), (("fahrenheit", 1),))
    pairs = ((one, other.kinds), (other, one.kinds))
    return Fraction(1) if any(a.is_degree and b in temperatures for a, b in pairs) else None


@lru_cache(2**14)
def split_unit(text: str) -> tuple[str, Unit | None]:
    """Take a normalised answer apart into a quantity and its unit, None where none is known."""
    if composed := _in_one_unit(text):
        return composed
    match = _MEASURED.fullmatch(text)
    if not match:
        return text, None
    if match["degree"]:
        temperature = "°" + match["degree"][-1]
        if temperature not in _UNITS and _OF_ANGLE.search(text):
            return text, None
        return match["angle"].strip(), unit(temperature if temperature in _UNITS else "degree")
    return (match["rest"] or match["number"]).strip(), unit(match["unit"] or match["letter"])


def _in_one_unit(text: str) -> tuple[str, Unit] | None:
    """What several sizes of one kind come to, such as 5 feet 6 inches, in the last one's unit."""
    if not _COMPOSED.fullmatch(text):
        return None
    sizes = [(Fraction(match[1]), _UNITS[match[2]]) for match in _PIECE.finditer(text)]
    falling = all(
        larger.kinds == smaller.kinds and larger.size > smaller.size
        for (_, larger), (_, smaller) in pairwise(sizes)
    )
    last = sizes[-1][1]
    return (str(sum(n * one.size for n, one in sizes) / last.size), last) if falling else None


def factor(words: str) -> int:
    """What the first of some words multiply a number by: 1000000 for ``million people``."""
    product = 1
    for word in words.lower().split():
        size = FACTORS.get(word) or FACTORS.get(word.removesuffix("s"))
        if size is None:
            break
        product *= size
    return product
