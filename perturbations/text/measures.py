"""Measures: amounts that can be broken, as 2.5 miles can, beside things that are counted."""

import re
from collections.abc import Collection

UNITS = (
    "pounds|lbs|ounces|grams|kg|kilograms|miles|km|kilometers|meters|feet|yards|inches|gallons"
    r"|liters|litres|ml|cups(?= of\b)|hours|tons|acres|dollars"
)
# "$2 for every full hour", "each whole mile": a part of one counts nothing.
WHOLE_ONES = re.compile(r"(?i)\b(?:each|every|per) (?:full|whole|complete)\b")
# "3 full days", "a full mile".
FULL_UNIT = re.compile(
    r"(?i)\bfull (?:foot|feet|inch|yard|mile|km|kilo|meter|metre|lb|pound|ounce|gram|kg|ton|gallon"
    r"|lit[er]{2}|ml|cup|acre|dollar|second|minute|hour|day|week|month|year)"
)
_SINGULARS = {"feet": "foot", "inches": "inch", "lbs": "lb", "kg": "kg", "km": "km", "ml": "ml"}
# No "cup": mugs are counted, too.
_MEASURE_WORDS = frozenset(
    [
        *(
            "pound",
            "lb",
            "lbs",
            "ounce",
            "gram",
            "kg",
            "kilogram",
            "ton",
            "mile",
            "km",
            "kilometer",
        ),
        *(
            "meter",
            "foot",
            "feet",
            "yard",
            "inch",
            "gallon",
            "liter",
            "litre",
            "ml",
            "hour",
            "acre",
        ),
        *("dollar", "cent"),
    ]
)
# "How much", "how far", "How many more miles", "the total cost"; not "how many apples".
_ASKS_AMOUNT = re.compile(
    r"(?i)\bhow (?:much|far|long|heavy|tall|high|deep|wide)\b(?! (?:older|younger))"
    rf"|\bhow many (?:more |total |fewer |less |additional )?(?:{UNITS})\b"
    r"|\b(?:cost|price|weight|distance|length|profit|amount of money|earnings|bill|change)\b"
)
# The last question of a text.
_QUESTION = re.compile(r"[^.?!]*\?[^?]*\Z")


def singular(unit: str) -> str:
    """One of a unit: "mile" of "miles", "foot" of "feet"."""
    return _SINGULARS.get(unit, unit.removesuffix("s"))


def is_measure(words: Collection[str]) -> bool:
    """Whether a step's words for its result, such as "mile", are those of a measure."""
    return any(word in _MEASURE_WORDS for word in words)


def asks_amount(text: str) -> bool:
    """Whether a text's last question is for an amount that can be broken."""
    asked = _QUESTION.search(text)
    return asked is not None and _ASKS_AMOUNT.search(asked[0]) is not None
