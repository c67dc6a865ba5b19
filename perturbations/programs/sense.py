"""What everyday sense asks of new numbers: facts of the world stay, a week keeps its seven days.

`Program.violations` keeps a variant well posed. This keeps it believable, as far as a few
rules on words can.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations

from clipo_bench.perturbations.programs import usual
from clipo_bench.perturbations.programs.bound_together import bound_together
from clipo_bench.perturbations.programs.constraints import UNUSED
from clipo_bench.perturbations.programs.slot import Slot, Values
from clipo_bench.perturbations.text.mentions import COUNTS, NumberKind

# How many of the first unit the second one has; the unit's words as they are written.
_CONVERSIONS = (
    (7, r"days?", r"weeks?"),
    (24, r"hours?", r"days?"),
    (60, r"minutes?|mins?", r"hours?|hrs?"),
    (60, r"seconds?", r"minutes?"),
    (12, r"months?", r"years?"),
    (4, r"weeks?", r"months?"),
    (52, r"weeks?", r"years?"),
    (28, r"days?|day", r"months?|february"),
    (30, r"days?|day", r"months?|april|june|september|november"),
    (31, r"days?|day", r"months?|january|march|may|july|august|october|december"),
    (365, r"days?", r"years?"),
    (12, r"inch(?:es)?", r"foot|feet|ruler"),
    (3, r"feet|foot", r"yards?"),
    (5280, r"feet|foot", r"miles?"),
    (16, r"ounces?|oz", r"pounds?|lbs?"),
    (8, r"ounces?|oz", r"cups?"),
    (128, r"ounces?|oz", r"gallons?"),
    (16, r"cups?", r"gallons?"),
    (4, r"cups?", r"quarts?"),
    (2, r"cups?", r"pints?"),
    (2, r"pints?", r"quarts?"),
    (4, r"quarts?", r"gallons?"),
    (3, r"teaspoons?", r"tablespoons?"),
    (2000, r"pounds?|lbs?", r"tons?"),
    (1000, r"grams?|g", r"kilograms?|kilos?|kg"),
    (1000, r"met(?:er|re)s?|m", r"kilomet(?:er|re)s?|km"),
    (1000, r"ml|millilit(?:er|re)s?", r"lit(?:er|re)s?"),
    (100, r"cm|centimet(?:er|re)s?", r"met(?:er|re)s?"),
    (1000, r"kb|kilobytes?", r"mb|megabytes?"),
    (1000, r"mb|megabytes?", r"gb|gigabytes?"),
    (1024, r"kb|kilobytes?", r"mb|megabytes?"),
    (1024, r"mb|megabytes?", r"gb|gigabytes?"),
    ("2.2", r"pounds?|lbs?", r"kilograms?|kilos?|kg"),
    ("1.6", r"kilomet(?:er|re)s?|km", r"miles?"),
    ("2.54", r"cm|centimet(?:er|re)s?", r"inch(?:es)?"),
    (100, r"cents?|pennies", r"dollars?"),
    (25, r"cents?", r"quarters?"),
    (10, r"cents?", r"dimes?"),
    (5, r"cents?", r"nickels?"),
    (10, r"years?", r"decades?"),
    (100, r"years?", r"century|centuries"),
    (52, r"cards?", r"deck"),
    (90, r"degrees?", r"right angle"),
    (180, r"degrees?", r"triangles?|angles?"),
    (360, r"degrees?", r"circles?|angles?"),
)
_FACTS = tuple(
    (Fraction(value), re.compile(rf"[\s-]*(?:{small})\b", re.IGNORECASE), _large)
    for value, small, large in _CONVERSIONS
    for _large in [re.compile(rf"\b(?:{large})\b", re.IGNORECASE)]
)
_OF_A_BODY = re.compile(
    r"[\s-]*(?:legs?|wheels?|eyes?|arms?|hands?|wings?|tails?|ears?|tires?|paws?|sides?|sided|legged|wheeled|headed"
    r"|corners?|tentacles?|fingers?|toes?|hooves|heads?|faces)\b",
    re.IGNORECASE,
)
# "two-point baskets", "a three-pointer", "two-way"
_OF_A_GAME = re.compile(
    r"[\s-]points?[\s-](?:baskets?|shots?|throws?|(?:field )?goals?|lines?|conversions?)\b"
    r"|[\s-]pointers?\b|[\s-]way\b",
    re.IGNORECASE,
)
_BODY = 10
_BILL = re.compile(r"[\s-]*(?:dollars?[\s-])?(?:bills?|notes?|coins?)\b", re.IGNORECASE)
# Words after a number that only fit this number.
_COUNTED = {
    2: re.compile(
        r"\b(?:both|either|neither|each other|one another|the other|the former|twins)\b"
        r"|^[\w' -]{1,40}[,:]\s+[\w' ]{1,30}\band\b[\w' ]{1,30}[.,;?]",
        re.IGNORECASE,
    ),
    3: re.compile(r"\b(?:triplets|trio)\b", re.IGNORECASE),
    4: re.compile(r"\b(?:quadruplets|quartet)\b", re.IGNORECASE),
}
# A half is also the rest of a half, so a step may mean either.
_REST = re.compile(
    r"\b(?:no|not|none|never|without|rest|remain\w*|remainder|left|others?|cannot)\b|n['’]t\b",
    re.IGNORECASE,
)
_HALVES = ((NumberKind.FRACTION, Fraction(1, 2)), (NumberKind.PERCENTAGE, Fraction(50)))
# Sentences that state facts of nature or of the map.
_REAL = re.compile(
    r"\bearth\b|\bmoon\b|\bthe sun\b|\bplanets?\b|\bmars\b|\bequator\b|\bcomets?\b|\beverest\b"
    r"|\boceans?\b|\bfreez(?:e|es|ing)\b|\bboil(?:s|ing)?\b|\bspeed of (?:light|sound)\b"
    r"|\bhuman body\b|\blunar\b|\bstates\b|\balphabet\b|\bdice?\b|\bmarathons?\b|\bpi\b",
    re.IGNORECASE,
)
_REAL_FROM = 5
# Whoever pays these prices expects one to be the higher: adults and children, large and small.
_RANKED = re.compile(
    r"\b(?:adults?|child(?:ren)?|kids?|students?|seniors?|small|medium|large|big(?:ger)?|sale"
    r"|regular|original(?:ly)?|used|new|wholesale|retail|sells?|selling|sold|buys?|bought|resells?"
    r"|discount(?:ed)?)\b",
    re.IGNORECASE,
)
_A = (
    r"\s*(?:of \w+ |(?:at|to|for|on|in) (?:his|her|their|the|a) \w+ )?"
    r"(?:a|an|per|each|every|in a|in an|in each|in one|of the|of each|out of the|/)\s*(?:\w+ )?"
)
# At most so many of one unit in another; a person's day has less than 24 hours of anything.
_LIMITS = tuple(
    (Fraction(most), re.compile(rf"[\s-]*(?:{small}){_A}(?:{large})\b", re.IGNORECASE))
    for most, small, large in (
        (7, r"days?|nights?|mornings?|evenings?|afternoons?", r"week"),
        (5, r"weekdays|school days", r"week"),
        (16, r"hours?|hrs?", r"day|weekday|weekend|sunday|saturday"),
        (12, r"hours?|hrs?", r"night|morning|evening|afternoon|shift"),
        (84, r"hours?|hrs?", r"week"),
        (4, r"weeks?", r"month"),
        (28, r"days?", r"month"),
        (52, r"weeks?", r"year"),
        (12, r"months?", r"year"),
        (365, r"days?", r"year"),
        (60, r"minutes?|mins?", r"hour"),
        (60, r"seconds?", r"minute"),
        (150, r"words?", r"minute"),
    )
)
_LIMITS_BY_FORM = tuple(
    (Fraction(most), re.compile(before + r"$", re.IGNORECASE), re.compile(after, re.IGNORECASE))
    for most, before, after in (
        (7, r"", r"[\s-]days?[\s-]+(?:work\s?)?weeks?\b"),
        (12, r"\bsle(?:eps?|pt|eping)\s+(?:for\s+|only\s+|about\s+)*", r"[\s-]hours?\b"),
        (24, r"", r"[\s-]hours?[\s-]days?\b"),
        (32, r"", r"[\s-]teeth\b"),
        (250, r"\b(?:[A-Z]\w+|he|she)\s+weigh(?:s|ed)\s+", r"\s+(?:pounds|lbs)\b"),
        (250, r"\bweight of\s+", r"\s+(?:pounds|lbs)\b"),
        (7, r"\b(?:[A-Z]\w+|he|she)\s+(?:is|was)\s+", r"\s+(?:feet|foot) tall\b"),
        (84, r"\b(?:[A-Z]\w+|he|she)\s+(?:is|was)\s+", r"[\s-]+inch(?:es)?[\s-]+tall\b"),
        (210, r"\b(?:[A-Z]\w+|he|she)\s+(?:is|was)\s+", r"[\s-]+(?:cm|centimeters)[\s-]+tall\b"),
        (100, r"\b(?:[A-Z]\w+|he|she)\s+(?:is|was|turned)\s+", r"[\s-]+years?[\s-]+old\b"),
        (10, r"\bscale of\s+(?:1|one)\s+to\s+", r""),
    )
)
# "marks the rest down to $4": below the price before. "raised it to $9": above.
_LOWERED = re.compile(
    r"\b(?:down|reduced|lowered|cut|dropp?(?:ed|s)?|discounted|falls?|fell)(?:\s+(?:to|for))?"
    r"\s+(?:only\s+)?$|\bon sale for\s+(?:only\s+)?$",
    re.IGNORECASE,
)
_RAISED = re.compile(
    r"\b(?:raised?|raises|increased?|increases|rises?|rose|goes up|went up|up)\b"
    r"[^.?!$]{0,20}\bto\s+$",
    re.IGNORECASE,
)
# "a pack of 10 is cheaper and costs only $3": which is the cheaper one depends on all prices
_CHEAPER = re.compile(
    r"\b(?:cheaper|more expensive|pricier|bargains?|better deal|(?:save|saves|saving) money)\b",
    re.IGNORECASE,
)
# What such words say of the numbers, no step shows: a triangle's sides, consecutive numbers.
_RELATED = re.compile(
    r"\b(?:triang(?:les?|ular)|hypotenuse|right angles?|consecutive|prime (?:numbers?|factors?)"
    r"|primes|squares? of (?:the|an?|two|one)|perfect (?:squares?|cubes?)|divisible|divisors?"
    r"|factors of|multiples? of|(?:odd|even) (?:numbers?|integers?)"
    r"|(?:arithmetic|geometric) (?:sequence|progression))\b",
    re.IGNORECASE,
)
# Ranks and shares that bind what is computed: more than half, a first place.
_BINDS = re.compile(
    r"\b(?:more|less|fewer|greater|over|under|nearly|almost|at least)\s+(?:than\s+)?(?:a\s+)?half\b"
    r"|\bmajority\b|\b(?:first|second|third|last|1st|2nd|3rd)[\s-]place\b"
    r"|\btop (?:two|three|\d+)\b",
    re.IGNORECASE,
)
# "buy 2, get 1 free": only whole lots have that price.
_LOTS = re.compile(
    r"\bget\b[^.?!]{0,40}\bfree\b|\bfree\b[^.?!]{0,30}\b(?:for|with) every\b"
    r"|\bsold only in\b|\bonly (?:sold|sells?|comes?|available) in\b",
    re.IGNORECASE,
)
_ADULT = Fraction(18)
_SHORTEST = Fraction(50)
_TALL_IN_CM = re.compile(r"[\s-]+(?:cm|centimet(?:er|re)s)[\s-]+tall\b", re.IGNORECASE)
_PARENT = re.compile(
    r"\b(?:had|having|born)\b[^.?!]{0,40}\bwhen (?:he|she|they|[A-Z]\w+) (?:was|were|turned)\s+$"
)


@dataclass(frozen=True, slots=True)
class Bounds:
    """The least and the most that a number may sensibly be; None where nothing bounds it."""

    least: Fraction | None
    most: Fraction | None
    why: str


@dataclass(frozen=True, slots=True)
class Sense:
    """What everyday sense asks of a question's numbers.

    Attributes:
        bounds: by the slots' names.
        ranks: pairs of prices of which the first has to stay below the second.
        speeds: miles, the hours that they take, and the most miles an hour.
    """

    bounds: Mapping[str, Bounds]
    ranks: Sequence[tuple[Slot, Slot]]
    speeds: Sequence[tuple[Slot, Slot, Fraction]]


def of(question: str, slots: Sequence[Slot]) -> Sense:
    """Find what everyday sense asks of a question's numbers."""
    return Sense(bounds(question, slots), ranks(question, slots), usual.speeds(slots, question))


def bounds(question: str, slots: Sequence[Slot]) -> dict[str, Bounds]:
    """Find the bounds of a question's numbers, by the slots' names.

    A number that states a known fact, or that words repeat, is bound to its value. Bounds that
    the original value exceeds do not hold.
    """
    for pattern, why in (
        (_RELATED, "is related to others as no step shows"),
        (_LOTS, "is sold in whole lots"),
        (_BINDS, "is bound by a rank or a majority"),
    ):
        if pattern.search(question):
            return {slot.name: Bounds(slot.value, slot.value, why) for slot in slots}
    found: dict[str, Bounds] = {}
    restated = _restated(slots) | bound_together(question, slots)
    for slot in slots:
        if why := _fact(question, slot) or restated.get(slot.name, ""):
            found[slot.name] = Bounds(slot.value, slot.value, why)
            continue
        least, most = _least(question, slot), _most(question, slot)
        if least is not None or most is not None:
            found[slot.name] = Bounds(least, most, "beyond what is usual")
    return found


def _restated(slots: Sequence[Slot]) -> dict[str, str]:
    """The numbers whose sum or product is one that no step uses: 10 and 6 of 16 guests.

    A number that is half of such a one counts either half, and what a step means is unknown.
    """
    staying = {slot.value for slot in slots if slot.fixed == UNUSED and slot.value > 2}
    free = [
        slot
        for slot in slots
        if not slot.fixed and slot.value > 1 and slot.kind is not NumberKind.MULTIPLIER
    ]
    parts = [(slot, slot) for slot in free if 2 * slot.value in staying]
    parts += [
        pair
        for pair in combinations(free, 2)
        if staying & {pair[0].value + pair[1].value, pair[0].value * pair[1].value}
    ]
    return {slot.name: "makes up another number" for pair in parts for slot in pair}


def ranks(question: str, slots: Sequence[Slot]) -> list[tuple[Slot, Slot]]:
    """The prices of one sentence of which one has to stay below the other, the lower first."""
    prices = [slot for slot in slots if slot.kind is NumberKind.MONEY]
    pairs = (sorted(pair, key=lambda slot: slot.value) for pair in combinations(prices, 2))
    return [
        (low, high)
        for low, high in pairs
        if low.value < high.value
        and (sentence := _sentence(question, low)) == _sentence(question, high)
        and _RANKED.search(sentence)
    ] + _moved_prices(question, prices)


def _moved_prices(question: str, prices: Sequence[Slot]) -> list[tuple[Slot, Slot]]:
    """Prices that were lowered or raised, with all earlier ones beyond which they went."""
    found = []
    for place, slot in enumerate(prices):
        before = question[: slot.start].rstrip("$")
        for earlier in prices[:place]:
            if _LOWERED.search(before) and slot.value < earlier.value:
                found.append((slot, earlier))
            elif _RAISED.search(before) and slot.value > earlier.value:
                found.append((earlier, slot))
    return found


def violations(sense: Sense, values: Values) -> Iterator[str]:
    """Say in words which values offend everyday sense; values that are left out stay."""
    for name, bound in sense.bounds.items():
        value = values.get(name)
        if value is not None and not _within(bound, value):
            yield f"{name} = {value}: {bound.why}"
    for low, high in sense.ranks:
        if values.get(low.name, low.value) >= values.get(high.name, high.value):
            yield f"{low.name} is no longer below {high.name}"
    for miles, hours, most in sense.speeds:
        new = (values.get(one.name, one.value) for one in (miles, hours))
        if next(new) > most * next(new):
            yield f"{miles.name} miles in {hours.name} hours is too fast"


def _within(bound: Bounds, value: Fraction) -> bool:
    if bound.least is not None and value < bound.least:
        return False
    return bound.most is None or value <= bound.most


def _fact(question: str, slot: Slot) -> str:
    """Why only this number fits; empty if others do."""
    after, sentence = question[slot.end :], _sentence(question, slot)
    counted = _COUNTED.get(int(slot.value)) if slot.kind in COUNTS else None
    fact = slot.value >= _REAL_FROM and slot.kind is NumberKind.INTEGER
    reasons = {
        "converts units": _converts(question, slot),
        "counts parts of a body": slot.value <= _BODY and _OF_A_BODY.match(after),
        "counts as a game has it": slot.value <= _BODY and _OF_A_GAME.match(after),
        "is worth what it is worth": slot.kind is NumberKind.MONEY and _BILL.match(after),
        "is said again in other words": counted and counted.search(after),
        "may be meant as the rest": (slot.kind, slot.value) in _HALVES and _REST.search(after),
        "may be a fact": fact and _REAL.search(sentence),
        "counts what is named": usual.named(question, slot),
        "is a distance on the map": usual.on_the_map(sentence, question, slot),
        "is a price that is compared": slot.kind is NumberKind.MONEY and _CHEAPER.search(question),
    }
    return next((why for why, holds in reasons.items() if holds), "")


def _converts(question: str, slot: Slot) -> bool:
    after, sentence = question[slot.end :], _sentence(question, slot)
    return any(
        slot.value == value and small.match(after) and large.search(sentence)
        for value, small, large in _FACTS
    )


def _least(question: str, slot: Slot) -> Fraction | None:
    if slot.value >= _ADULT and _PARENT.search(question[: slot.start]):
        return _ADULT
    short = slot.value >= _SHORTEST and _TALL_IN_CM.match(question[slot.end :])
    return _SHORTEST if short else None


def _most(question: str, slot: Slot) -> Fraction | None:
    before, after = question[: slot.start], question[slot.end :]
    found = [most for most, pattern in _LIMITS if pattern.match(after)]
    found += [
        most for most, left, right in _LIMITS_BY_FORM if right.match(after) and left.search(before)
    ]
    if (limit := usual.most(_sentence(question, slot), question, slot)) is not None:
        found.append(limit)
    return min((most for most in found if most >= slot.value), default=None)


def _sentence(question: str, slot: Slot) -> str:
    """The sentence in which a number stands."""
    start = max((m.end() for m in re.finditer(r"[.?!]\s+", question[: slot.start])), default=0)
    end = re.search(r"[.?!](?:\s|$)", question[slot.end :])
    return question[start : slot.end + end.start() if end else len(question)]
