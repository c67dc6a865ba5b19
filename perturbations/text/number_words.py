"""Whole numbers as English words, read and written."""

import re

UNITS = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
    *("eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen"),
    "nineteen",
)
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_SMALL = {word: value for value, word in enumerate(UNITS)} | {
    word: 10 * place for place, word in enumerate(_TENS, start=2)
}
SCALES = {"hundred": 100, "thousand": 1000, "million": 10**6, "billion": 10**9}

ORDINALS = (
    *("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth"),
    *("tenth", "eleventh", "twelfth"),
)
# "two fifths": the word below the line.
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

_BELOW_TEN = "|".join(UNITS[1:10])
_SINGLE = "|".join(sorted(UNITS, key=len, reverse=True))
_BELOW_HUNDRED = rf"(?:(?:{'|'.join(_TENS)})(?:[- ](?:{_BELOW_TEN})\b)?|{_SINGLE})"
_SCALE = "|".join(SCALES)
# "seven", "twenty-five", "two hundred and six".
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
            # "hundred" -> 100, "six hundred" -> 600
            part = max(part, 1) * scale
            # "two thousand three hundred": 2,000 is done before 300 begins.
            if scale > 100:
                total, part = total + part, 0
            last = 0
        elif word in _SMALL:
            # "twenty-five", but not "five six" or "twelve three"
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
        return UNITS[value]
    # 42 -> "forty-two", 40 -> "forty"
    tens, unit = divmod(value, 10)
    return _TENS[tens - 2] + (f"-{UNITS[unit]}" if unit else "")
