"""Measures: amounts that can be broken, as 2.5 miles can, beside things that are counted."""

import re

UNITS = (
    "pounds|lbs|ounces|grams|kg|kilograms|miles|km|kilometers|meters|feet|yards|inches|gallons"
    "|liters|litres|ml|cups|hours|tons|acres|dollars"
)
# "How much", "how far", "How many more miles", "the total cost"; not "how many apples".
_ASKS_AMOUNT = re.compile(
    r"(?i)\bhow (?:much|far|long|heavy|tall|high|deep|wide)\b(?! (?:older|younger))"
    rf"|\bhow many (?:more |total |fewer |less |additional )?(?:{UNITS})\b"
    r"|\b(?:cost|price|weight|distance|length|profit|amount of money|earnings|bill|change)\b"
)
# The last question of a text.
_QUESTION = re.compile(r"[^.?!]*\?[^?]*\Z")


def asks_amount(text: str) -> bool:
    """Whether a text's last question is for an amount that can be broken."""
    asked = _QUESTION.search(text)
    return asked is not None and _ASKS_AMOUNT.search(asked[0]) is not None
