"""What the world fixes: 12 inches in a foot, 8 legs of a spider, at most 7 days a week."""

import re
from functools import lru_cache

from perturbations.numbers.mentions import Mention, singular

# How many of one there are in another. Of times, fewer than that may be meant: 5 days a week.
_TIMES = {
    ("second", "minute"): 60,
    ("minute", "hour"): 60,
    ("minute", "day"): 1440,
    ("hour", "day"): 24,
    ("hour", "week"): 168,
    ("day", "week"): 7,
    ("night", "week"): 7,
    ("day", "month"): 30,
    ("day", "year"): 365,
    ("week", "month"): 4,
    ("week", "year"): 52,
    ("weekend", "month"): 4,
    ("weekend", "year"): 52,
    ("month", "year"): 12,
    ("year", "decade"): 10,
    ("year", "century"): 100,
}
_OTHERS = {
    ("inch", "foot"): 12,
    ("foot", "yard"): 3,
    ("inch", "yard"): 36,
    ("foot", "mile"): 5280,
    ("ounce", "pound"): 16,
    ("pound", "ton"): 2000,
    ("teaspoon", "tablespoon"): 3,
    ("tablespoon", "cup"): 16,
    ("ounce", "cup"): 8,
    ("cup", "pint"): 2,
    ("cup", "quart"): 4,
    ("pint", "quart"): 2,
    ("cup", "gallon"): 16,
    ("pint", "gallon"): 8,
    ("quart", "gallon"): 4,
    ("ounce", "gallon"): 128,
    ("penny", "dollar"): 100,
    ("cent", "dollar"): 100,
    ("nickel", "dollar"): 20,
    ("dime", "dollar"): 10,
    ("quarter", "dollar"): 4,
    ("millimeter", "centimeter"): 10,
    ("centimeter", "meter"): 100,
    ("meter", "kilometer"): 1000,
    ("gram", "kilogram"): 1000,
    ("milliliter", "liter"): 1000,
    ("card", "deck"): 52,
}
_PARTS = frozenset({"leg", "wheel", "wing", "arm", "eye", "finger", "toe", "paw", "side", "sided"})
_ALSO = {"workday": "day", "workweek": "week", "weekday": "day", "mo": "month"}
MOST_PARTS = 10
_UNIT = re.compile(r"[-\s]+(?:full\s|work\s?)?(?P<unit>[A-Za-z]+)")
_LINK = r"in|per|to|a|an|one|1|each|every|makes?|equals?|of|out|the|on|for|his|her|their|that"
_AFTER = re.compile(
    rf"(?:\s*/\s*|-|(?:\s+(?:{_LINK})\b)*\s+)(?:(?:work|working|school|business)[- ]?)?"
    r"(?P<unit>[A-Za-z]+)"
)
_BEFORE = re.compile(
    r"\b(?P<unit>[A-Za-z]+)\s+(?:(?:that|which)\s+)?(?:with|has|have|having|is|contains)\s+$"
)
_DAILY = re.compile(r"\b(?:each|every|per|a|one|in a)\s+(?P<unit>[a-z]+)\b[^.;?!]{0,40}$")


def is_fact(text: str, mention: Mention) -> bool:
    """Whether a number says what is so everywhere, such as 60 minutes in an hour."""
    if mention.units & _PARTS and mention.value <= MOST_PARTS:
        return True
    pairs = _TIMES | _OTHERS
    return any(
        pairs.get(pair) == mention.value for pair in _pairs(text, mention.start, mention.end)
    )


def most(text: str, mention: Mention) -> int | None:
    """The largest value that a time may have in the time that it is a part of, if in any."""
    limits = [_TIMES[pair] for pair in _pairs(text, mention.start, mention.end) if pair in _TIMES]
    return min(limits, default=None)


@lru_cache(1024)  # asked again for every draw of the same problem
def _pairs(text: str, start: int, end: int) -> list[tuple[str, str]]:
    """The unit that is counted with each unit that it may be counted within."""
    counted = _UNIT.match(text, end)
    if counted is None:
        return []
    before = text[:start]
    wholes = [_AFTER.match(text, counted.end()), _BEFORE.search(before), _DAILY.search(before)]
    return [(_unit(counted), _unit(whole)) for whole in wholes if whole]


def _unit(match: re.Match[str]) -> str:
    unit = singular(match["unit"])
    return _ALSO.get(unit, unit)
