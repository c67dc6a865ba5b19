"""What a variant changed within its kind, so that thin changes can be told from others.

Digits for number words, or a currency sign, are all but the same text: a model that survives them
has shown little. So `names` and `wording` say of each variant what was changed.
"""

import re

from clipo_bench.perturbations.text.given_names import gender
from clipo_bench.perturbations.variant import Edit, Variant

PEOPLE, THINGS, MONEY = "people", "things", "money"
NUMERALS, UNITS, PHRASES = "numerals", "units", "phrases"

_MONEY = re.compile(r"(?i)\$|dollars?")
_UNIT = re.compile(
    r"(?i)\b(?:hours?|minutes?|weeks?|days?|foot|feet|inch|inches|yards?|(?:centi|kilo)?meters?"
    r"|(?:kilo)?grams?|gallons?|quarts?|(?:milli)?liters?)\b"
)
_NUMERAL = re.compile(r"\d+|[A-Za-z]+(?:-[a-z]+)?")


def changed_parts(variant: Variant) -> tuple[str, ...]:
    """The parts that a variant of `names` or `wording` changed, in order; of others none.

    Args:
        variant: with the certificate of its kind.
    """
    match variant.certificate.method:
        case "name map":
            found = {_name_part(old) for old in variant.certificate.evidence}
        case "same content":
            found = set(_wording_parts(variant.edits))
        case _:
            found = set()
    return tuple(part for part in _ORDER if part in found)


_ORDER = (PEOPLE, THINGS, MONEY, NUMERALS, UNITS, PHRASES)


def _name_part(old: str) -> str:
    if _MONEY.fullmatch(old):
        return MONEY
    return PEOPLE if gender(old) else THINGS


def _wording_parts(edits: tuple[Edit, ...]) -> list[str]:
    # a unit stands in an edit of its own beside the edit of its number, or in one with it
    units = any(_is_unit(edit) for edit in edits)
    return [_wording_part(edit, units) for edit in edits]


def _is_unit(edit: Edit) -> bool:
    return _UNIT.search(edit.before) is not None and _UNIT.search(edit.after) is not None


def _wording_part(edit: Edit, units: bool) -> str:
    if _is_unit(edit):
        return UNITS
    before, after = edit.before.isdigit(), edit.after.isdigit()
    # "3" -> "180" belongs to hours and minutes
    if before and after:
        return UNITS
    if before != after and _NUMERAL.fullmatch(edit.before) and _NUMERAL.fullmatch(edit.after):
        return NUMERALS
    return UNITS if units and re.search(r"\d", edit.before + edit.after) else PHRASES
