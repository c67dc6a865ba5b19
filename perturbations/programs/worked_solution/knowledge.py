"""Numbers that everybody knows: which a solution may use without a source in the question."""

import re
from fractions import Fraction

_BODY = r"(?:legs?|feet|arms|hands|eyes|ears|shoes|wings)"
_TWO_LEGGED = (
    r"(?:bird|chicken|duck|turkey|rooster|hen|parrot|ostrich|boy|girl|kid|goose|geese|people"
    r"|person|man|men|women|child|children)s?"
)
_FOUR_LEGGED = (
    r"(?:dog|cat|cow|horse|goat|sheep|pig|lamb|puppy|puppies|kitten|rabbit|donkey|deer|zebra|bear"
    r"|elephant|lion|alpaca|llama|rhino|giraffe|tiger|camel)s?"
)
# "from Monday to Friday" is 5 days.
_DAYS = "monday|tuesday|wednesday|thursday|friday|saturday|sunday"
# What a text must speak of for a number to be known without being said.
_FACTS: dict[str, tuple[str, ...]] = {
    "2": (
        r"both|pairs?|couples?|half|halves|halved|twice|doubled?|doubles|doubling|twins?|two",
        r"round.?trips?|each way|way (?:there and )?back|there and back|back and forth|return\w*",
        r"either side|other side|opposite|every other|biweekly|weekends?|get one free|buy one",
        r"average|split|parents|equally|rectang\w*|perimeter|bicycles?|bikes?",
        r"each (?:arm|leg|eye|ear|hand|foot|shoe|sock|wing)|arms|socks|shoes|gloves",
        rf"{_TWO_LEGGED}\b.*\b{_BODY}|{_BODY}\b.*\b{_TWO_LEGGED}",
    ),
    "3": (
        r"yards?|feet|foot|teaspoons?|tablespoons?|tripled?|triples|tripling|thrice|triplets?|trio",
        r"triangles?|triangular|tricycles?|average",
    ),
    "4": (
        r"quarters?|quarterly|weeks?|seasons?|gallons?|quarts?|quadrupled?|average",
        r"square|sides|rectang\w*|chairs?\b.*\blegs",
        r"cars?\b.*\b(?:wheels?|tires?)|(?:wheels?|tires?)\b.*\bcars?",
        rf"{_FOUR_LEGGED}\b.*\b(?:legs?|foot|feet|paws?)",
        rf"(?:legs?|foot|feet|paws?)\b.*\b{_FOUR_LEGGED}",
    ),
    "5": (
        r"week ?days?|work ?days?|work ?weeks?|school (?:days?|weeks?)|business days?",
        rf"{_DAYS}|nickels?|cents|fingers?|toes|pentagons?|average",
    ),
    "6": (r"half a dozen|die|dice|six-sided|cubes?|hexagons?|half a year|months|insects?|average",),
    "7": (r"weeks?|weekly|days?|daily",),
    "8": (r"spiders?|octopus\w*|ounces?|pints?|cups?|octagons?",),  # legs; ounces in a cup
    "10": (r"dimes?|decades?|fingers?|toes|millimet\w+|centimet\w+|mm|cm|percent|%",),
    "12": (r"months?|monthly|years?|yearly|annual\w*|dozens?|inch\w*|foot|feet|ft|clock|hours?",),
    "14": (r"weeks|fortnight",),  # days in two weeks
    "15": (r"quarter of an hour",),  # minutes in a quarter of an hour
    "16": (r"ounces?|oz|pounds?|lbs?|cups?",),  # ounces in a pound; tablespoons in a cup
    "24": (r"hours?|days?|hrs?",),  # hours in a day
    "25": (r"quarters?|cents",),
    "28": (r"february|weeks",),
    "29": (r"february|leap",),
    "30": (r"months?|days|april|june|september|november|half an hour|half-hour|hours? and a half",),
    "31": (r"january|march|may|july|august|october|december",),
    "36": (r"inch\w*|yards?",),  # inches in a yard
    "48": (r"hours|days",),  # hours in two days
    "50": (r"cents?|percent|%|weeks",),
    "52": (r"weeks?|weekly|years?|cards?|deck",),  # weeks in a year; cards in a deck
    "60": (r"minutes?|hours?|seconds?|mins?|hrs?|hourly|mph",),
    "90": (r"degrees?|right angle|hours? and a half",),
    "100": (
        r"percent\w*|%|probability|chance|rate|cents?|pennies|penny|dollars?|\$",
        r"centimet\w+|cm|met(?:er|re)s?|century|centuries",
    ),
    "120": (r"minutes|hours|seconds",),  # minutes in two hours
    "144": (r"gross|inch\w*|foot|feet",),  # a gross; square inches in a square foot
    "180": (r"degrees?|triangles?|angles?|half-circle|semicircle",),
    "200": (r"double|percent",),
    "360": (r"degrees?|circle",),
    "365": (r"years?|days?|yearly|annual\w*",),
    "366": (r"leap",),  # days in a leap year
    "1000": (
        r"kilo\w*|kg|km|gram\w*|millilit\w*|ml|lit(?:er|re)s?|met(?:er|re)s?",
        r"thousands?|grand",
    ),
    "1440": (r"minutes",),  # minutes in a day
    "2000": (r"tons?|pounds?",),  # pounds in a ton
    "3600": (r"seconds|hours?",),  # seconds in an hour
    "5280": (r"miles?|feet",),  # feet in a mile
    "1000000": (r"millions?",),
    "0.5": (r"half|halves|halved|halfway",),
    "0.25": (r"quarters?|coins?",),
    "0.1": (r"dimes?|coins?|tenth",),
    "0.05": (r"nickels?|coins?",),  # dollars
    "0.01": (r"penny|pennies|cents?|coins?|percent|%",),
    "0.75": (r"three[- ]quarters",),
    "1.5": (r"time and a half|half",),  # of the usual wage
}
_KNOWN = {
    Fraction(value): re.compile(rf"(?<![a-z])(?:{'|'.join(patterns)})(?![a-z])", re.IGNORECASE)
    for value, patterns in _FACTS.items()
}


# 14 = 2 weeks of 7 days, 90 = 1.5 hours of 60 minutes.
_MULTIPLES = frozenset(map(Fraction, (14, 28, 36, 48, 90, 120, 144, 180, 200, 2000)))
# Days in a week, months, hours, minutes, per cent, grams.
_WHOLES = (7, 12, 24, 60, 100, 1000)


def may_multiply(value: Fraction, count: Fraction) -> bool:
    """Whether a known number may be computed in the head from a count: two weeks are 14 days."""
    return value in _MULTIPLES and count > 1 and value / count in _WHOLES


def explains(value: Fraction, text: str) -> bool:
    """Whether a value may be common knowledge where a text speaks so.

    Args:
        value: a number of a solution.
        text: what the question and the step say.
    """
    if value in (0, 1):
        return True
    pattern = _KNOWN.get(value)
    return pattern is not None and pattern.search(text) is not None
