"""What is usual in the world: speeds, hours of a week, and counts of things that are named.

Rules on words for `sense`; each has an example beside it.
"""

import re
from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise

from clipo_bench.perturbations.programs.slot import Slot
from clipo_bench.perturbations.text.mentions import COUNTS

_COLOURS = (
    r"red|blue|green|yellow|orange|purple|pink|brown|black|white|gr[ae]y|violet|silver|gold(?:en)?"
    r"|turquoise|beige|maroon|indigo"
)
_DAYS = r"mondays?|tuesdays?|wednesdays?|thursdays?|fridays?|saturdays?|sundays?"
_MONTHS = r"january|february|march|april|may|june|july|august|september|october|november|december"
_SEASONS = r"spring|summer|autumn|fall|winter"
_COINS = r"penn(?:y|ies)|nickels?|dimes?|quarters?|half[- ]dollars?"
# "marbles of three colors ... 5 red, twice as many blue, and ... yellow ones": three stays
_NAMED = tuple(
    (re.compile(rf"[\s-]*(?:\w+ )?(?:{counted})\b", re.I), re.compile(rf"\b(?:{names})\b", re.I))
    for counted, names in (
        (r"colou?rs?", _COLOURS),
        (r"days?", _DAYS),
        (r"months?", _MONTHS),
        (r"seasons?", _SEASONS),
        (r"(?:kinds|types) of coins", _COINS),
    )
)
# "Ann has three friends. Bob has 4 cards, Cid has 5 and Dan has 6": three stays
_PEOPLE = re.compile(
    r"[\s-]*(?:\w+ )?(?:friends|brothers|sisters|siblings|children|kids|sons|daughters|students"
    r"|classmates|people|persons|girls|boys|cousins|workers|players|neighbou?rs)\b",
    re.I,
)
_NAME = re.compile(r"\b[A-Z][a-z]+\b")
_NO_NAME = re.compile(
    r"an?|the|if|how|what|when|each|every|all|one|two|three|four|five|six|her|his|their|she|he|they"
    r"|it|there|in|on|at|for|after|before|during|some|many|this|that|these|those|since|because"
    r"|while|together|both",
    re.I,
)
# "The distance between Utah and Maine is 2,300 miles": it stays; Ann's house may move
_ON_THE_MAP = re.compile(
    r"\b(?:distance|flight|drive|journey) (?:between|from) [A-Z]\w+(?: [A-Z]\w+)* (?:and|to) [A-Z]"
    r"\w+(?: [A-Z]\w+)*(?!['’\w])"
)
_MAP_UNIT = re.compile(r"[\s-]*(?:miles?|km|kilomet(?:er|re)s?|hours?)\b", re.I)
# The most miles an hour: "Ann ran 9 miles an hour", "rides her bike at 12 mph".
_SPEEDS = tuple(
    (Fraction(most), re.compile(rf"\b(?:{moving})\b", re.I))
    for most, moving in (
        (4, r"sw[ia]m(?:s|ming)?"),
        (5, r"walk(?:s|ed|ing)?|hik(?:es?|ed|ing)"),
        (12, r"r[ua]n(?:s|ning)?|jog(?:s|ged|ging)?"),
        (25, r"bik(?:es?|ed|ing)|cycl(?:es?|ed|ing)|bicycles?|rod?e|rides?"),
        (75, r"driv(?:es?|ing|en)|drove|cars?|traffic|trucks?|bus(?:es)?"),
    )
)
_PER_HOUR = re.compile(r"[\s-]*(?:mph|miles?\s*(?:per|an|/)\s*h(?:ou)?r)\b", re.I)
_MILES = re.compile(r"[\s-]*miles?\b", re.I)
_HOURS = re.compile(r"[\s-]*(?:hours?|hrs?)\b", re.I)
_WEEK = re.compile(r"\b(?:(?:last|this|next|that|one|a|the|each|per|every) week)\b", re.I)
_MOST_HOURS = Fraction(60)


def named(question: str, slot: Slot) -> bool:
    """Whether a count is of things or people that the question names, as many as it counts."""
    if slot.kind not in COUNTS or slot.value.denominator != 1 or slot.value < 2:
        return False
    after = question[slot.end :]
    for counted, names in _NAMED:
        if counted.match(after):
            return len({one.lower().rstrip("s") for one in names.findall(question)}) == slot.value
    if not _PEOPLE.match(after):
        return False
    people = {name for name in _NAME.findall(question) if not _NO_NAME.fullmatch(name)}
    return slot.value in (len(people), len(people) - 1)


def on_the_map(sentence: str, question: str, slot: Slot) -> bool:
    """Whether a number may be the distance of two places that there are."""
    return bool(_ON_THE_MAP.search(sentence) and _MAP_UNIT.match(question[slot.end :]))


def most(sentence: str, question: str, slot: Slot) -> Fraction | None:
    """The most that is usual: a speed, or the hours of a week; None where nothing bounds it."""
    after = question[slot.end :]
    if _PER_HOUR.match(after):
        return next((limit for limit, moving in _SPEEDS if moving.search(sentence)), None)
    if _HOURS.match(after) and _WEEK.search(question):
        return _MOST_HOURS
    return None


def speeds(slots: Sequence[Slot], question: str) -> list[tuple[Slot, Slot, Fraction]]:
    """Miles and the hours that they took, with the most miles an hour: "ran 8 miles in 2 hours"."""
    found = []
    for miles, hours in pairwise(slots):
        between = question[miles.end : hours.start]
        if not (_MILES.match(between) and re.fullmatch(r"\s*miles? in (?:just )?", between, re.I)):
            continue
        if not _HOURS.match(question[hours.end :]):
            continue
        clause = re.split(r"[.?!,;]\s|\b(?:while|and|but)\b", question[: miles.start])[-1]
        limit = next((most for most, moving in _SPEEDS if moving.search(clause)), None)
        if limit is not None and miles.value <= limit * hours.value:
            found.append((miles, hours, limit))
    return found
