"""Whole numbers as English words, read and written."""

import re

_UNITS = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
    *("eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen"),
    "nineteen",
)
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_SMALL = {word: value for value, word in enumerate(_UNITS)} | {
    word: 10 * place for place, word in enumerate(_TENS, start=2)
}
SCALES = {"hundred": 100, "thousand": 1000, "million": 10**6, "billion": 10**9}

ORDINALS = (
    *("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth"),
    *("tenth", "eleventh", "twelfth"),
)
DENOMINATORS = {
    "half": 2,
    "third": 3,
    "quarter": 4,
    "fourth": 4,
    "fifth": 5,
    "sixth": 6,
    "seventh": 7,
    "eighth": 8,
    "ninth": 9,
    "tenth": 10,
}

_BELOW_TEN = "|".join(_UNITS[1:10])
_SINGLE = "|".join(sorted(_UNITS, key=len, reverse=True))
_BELOW_HUNDRED = rf"(?:(?:{'|'.join(_TENS)})(?:[- ](?:{_BELOW_TEN})\b)?|{_SINGLE})"
_SCALE = "|".join(SCALES)
CARDINAL = rf"(?:{_BELOW_HUNDRED}(?:[- ](?:{_SCALE})\b(?:(?: and)?[- ]{_BELOW_HUNDRED}\b)?)*)"
MAX_WRITTEN = 99


def read(text: str) -> int | None:
    """Read a cardinal such as ``twenty-five`` or ``two hundred``; None if it is none."""
    total = part = 0
    last = 0
    for word in re.split(r"[-\s]+", text.lower()):
        if word == "and":
            continue
        if word in SCALES:
            scale = SCALES[word]
            part = max(part, 1) * scale
            if scale > 100:
                total, part = total + part, 0
            last = 0
        elif word in _SMALL:
            if last and not (last >= 20 and _SMALL[word] < 10):
                return None
            last = _SMALL[word]
            part += last
        else:
            return None
    return total + part


def write(value: int) -> str:
    """Write a number from 0 to `MAX_WRITTEN` in words.

    Raises:
        ValueError: it is out of that range.
    """
    if not 0 <= value <= MAX_WRITTEN:
        raise ValueError(f"{value} is not in 0 to {MAX_WRITTEN}")
    if value < 20:
        return _UNITS[value]
    tens, unit = divmod(value, 10)
    return _TENS[tens - 2] + (f"-{_UNITS[unit]}" if unit else "")
