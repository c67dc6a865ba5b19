r"""Words that follow a number: factors such as ``million``, and units such as ``cm^2``."""

import re

FACTORS = {
    "dozen": 12,
    "hundred": 100,
    "thousand": 10**3,
    "million": 10**6,
    "billion": 10**9,
    "trillion": 10**12,
}

# One name per unit, and its other spellings.
_SPELLINGS = {
    "millimeter": "millimetre mm", "centimeter": "centimetre cm", "meter": "metre m",
    "kilometer": "kilometre km", "inch": "inches in", "foot": "feet ft", "yard": "yd yds",
    "mile": "mi", "milligram": "mg", "gram": "g", "kilogram": "kg", "ounce": "oz",
    "pound": "lb lbs", "ton": "", "milliliter": "millilitre mL ml", "liter": "litre L",
    "second": "sec s", "minute": "min", "hour": "hr h", "day": "", "week": "", "month": "",
    "year": "yr", "cent": "", "dollar": "", "degree": "", "radian": "rad",
}  # fmt: skip
_NAMES = {
    spelling: name
    for name, others in _SPELLINGS.items()
    for word in (name, *others.split())
    for spelling in ((word, word + "s") if len(word) > 2 or word == "hr" else (word,))
}
_POWERS = {"square": "2", "sq": "2", "cubic": "3", "cu": "3"}

_FACTOR = rf"(?:{'|'.join(FACTORS)})s?"
_WORD = "|".join(sorted((name for name in _NAMES if len(name) > 1), key=len, reverse=True))
_LETTER = "|".join(name for name in _NAMES if len(name) == 1)
_RAISED = r"(?:\s*\^\s*\{?(?P<exponent>-?\d)\}?)?"
_UNIT = re.compile(
    rf"(?:(?P<power>{'|'.join(_POWERS)})\.?\s+)?(?P<name>{_WORD}|{_LETTER})\.?{_RAISED}"
)
# A single letter is a unit only behind a plain number: elsewhere it may be a variable.
_MEASURED = re.compile(
    rf"(?P<rest>.*(?:\d\s*|(?:[)}}]|\\pi)\s+|\s{_FACTOR}\s+))"
    rf"(?P<unit>(?:(?:{'|'.join(_POWERS)})\.?\s+)?(?:{_WORD})\.?{_RAISED})"
    rf"|(?P<number>[+-]?[\d.,/ ]+(?:{_FACTOR} )?)(?<=\s)(?P<letter>(?:{_LETTER})"
    rf"{_RAISED.replace('exponent', 'raised')})",
    re.DOTALL,
)


def unit(text: str) -> str:
    """The one name of a unit, such as ``centimeter^2`` for ``sq. cm``; empty if it is unknown."""
    match = _UNIT.fullmatch(text.strip())
    if not match:
        return ""
    power = _POWERS.get(match["power"] or "", match["exponent"] or "1")
    name = _NAMES[match["name"]]
    return name if power == "1" else f"{name}^{power}"


def split_unit(text: str) -> tuple[str, str]:
    """Take a normalised answer apart into a quantity and its unit, empty where none is known."""
    match = _MEASURED.fullmatch(text)
    if not match:
        return text, ""
    return (match["rest"] or match["number"]).strip(), unit(match["unit"] or match["letter"])


def factor(words: str) -> int:
    """What the first of some words multiply a number by: 1000000 for ``million people``."""
    product = 1
    for word in words.lower().split():
        size = FACTORS.get(word) or FACTORS.get(word.removesuffix("s"))
        if size is None:
            break
        product *= size
    return product
