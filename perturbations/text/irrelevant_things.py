"""Things that somebody may have without it mattering: by class, with the words that forbid each.

A class is forbidden where a word of the problem may take its things in: of "fruit" the mangoes
would count. It is on topic where the problem has things like them.
"""

import re
from dataclasses import dataclass
from itertools import takewhile

from clipo_bench.perturbations.text.latex import words
from clipo_bench.perturbations.text.mentions import COUNTS, find

# "How many items", "all her things": whatever is added would count.
TAKES_IN_ALL = re.compile(
    r"(?i)\b(?:items?|things?|objects?|stuff|belongings?|possessions?|goods|products?|articles?"
    r"|supplies|gifts?|presents?|collections?|inventor\w*|stock|pieces?|everything|anything|souvenirs?"
    r"|prizes?|merchandise|purchases?|whatever|what(?:ever)? (?:he|she|they) (?:has|had|have|owns?)"
    r"|sets?|units?|kinds?|types?|combinations?)\b"
)
# "how many more pens does", "the number of pens"
_ASKED_FOR = re.compile(r"(?i)\b(?:how many|number of)\b(?P<words>(?:[ -][A-Za-z]+)+)")
# What ends the words for a thing: "pens does", "pens in all".
_NO_THING = words(
    "do does did is are was were will would can could should must has have had may might left in "
    "on at of to for from with per by if when that which who he she it they we you i his her their "
    "the a an and or each every altogether now remain remained need cost"
)
_BESIDE = (
    r"(?:(?!(?:of|in|on|at|to|for|from|with|per|by|and|or|the|an?|each|every)\b)[a-z]+[ -]){0,2}"
)


def counts_what_is_asked(text: str) -> bool:
    """Whether the last thing of which a number is asked for is counted before it.

    "12 pens ... How many pens": 7 mangoes are none. "12 tickets ... How many rides": who knows.
    """
    asked = list(_ASKED_FOR.finditer(text))
    if not asked or "?" not in text[asked[-1].start() :]:
        return False
    said = asked[-1]["words"].replace("-", " ").split()
    thing = [*takewhile(lambda word: word.lower() not in _NO_THING, said)]
    if not thing or not thing[-1].islower():
        return False
    counted = re.compile(rf"[ -]{_BESIDE}{re.escape(_stem(thing[-1]))}(?:ies|y|es|e|s)?\b")
    premises = text[: asked[-1].start()]
    return any(counted.match(premises, one.end) for one in find(premises) if one.kind in COUNTS)


def _stem(word: str) -> str:
    """What "boxes" and "box", "plate" and "plates" begin with."""
    return re.sub(r"(?:ies|y|es|e|s)\Z", "", word)


@dataclass(frozen=True, slots=True)
class ThingClass:
    """Things of one class.

    Attributes:
        plurals: their names; each has a plural in -s.
        topic: things of a problem that are like them.
        takes_in: words of a problem that may mean them, too.
        food: whether they can be eaten.
    """

    plurals: tuple[str, ...]
    topic: re.Pattern[str]
    takes_in: re.Pattern[str]
    food: bool = False


@dataclass(frozen=True, slots=True)
class QuantityTemplate:
    """A sentence with places for a person, a number and things.

    Attributes:
        text: with ``{name}``, ``{also}``, ``{number}`` and ``{things}``.
        banned: words of a problem in which it might matter.
        of_food: whether food may stand in it: "owns 7 mangoes" is odd.
    """

    text: str
    banned: re.Pattern[str]
    of_food: bool = False


def _class(plurals: str, topic: str, takes_in: str, *, food: bool = False) -> ThingClass:
    return ThingClass(
        tuple(plurals.split("/")),
        re.compile(rf"(?i)\b(?:{topic})"),
        re.compile(rf"(?i)\b(?:{takes_in})"),
        food,
    )


def _template(text: str, banned: str, *, of_food: bool = False) -> QuantityTemplate:
    return QuantityTemplate(text, re.compile(rf"(?i)\b(?:{banned})"), of_food)


CLASSES = (
    _class(
        "mangoes/plums/apricots/pears/limes/mandarins",
        r"apple|orange|banana|grape|peach|cherr|berr|melon|strawberr|lemon|pineapple|watermelon",
        r"fruit|food|grocer|produce|snack|dessert|eat|ate\b|eaten|juice|pie|salad|vegetable|calor|orchard"
        r"|tree|smoothie|meal|lunch|breakfast|dinner|recipe|ingredient|plant|citrus|picnic|market"
        r"|farm|pick|weigh|pound|kilo|gram|ounce|basket|bag",
        food=True,
    ),
    _class(
        "erasers/paper clips/rulers/highlighters/staplers/envelopes",
        r"pen\b|pens\b|pencil|notebook|crayon|marker|folder|binder|book",
        r"statione|office|writ|wrote|draw|tool|school|paper|letter|mail|post|art\b|desk|class|station",
    ),
    _class(
        "marbles/dominoes/kites/puzzles/spinning tops/toy boats",
        r"toy|doll|ball|teddy|lego|block|car\b|cars\b|sticker",
        r"toys?\b|play|game|child|kid|fun|hobb|birthday",
    ),
    _class(
        "scarves/belts/hats/sweaters/umbrellas/raincoats",
        r"shirt|shoe|sock|dress|jean|pant|coat|jacket|glove|skirt|tie\b|ties\b",
        r"cloth|wear|wore|outfit|garment|wardrobe|closet|laundry|wash|fashion|knit|sew|fabric|wool|pack"
        r"|suitcase|luggage|accessor|attire|uniform|yarn|pairs?\b|dry\b|drying|rain",
    ),
    _class(
        "mugs/bowls/spoons/teapots/napkins/jars",
        r"cup|plate|glass|fork|kni(?:fe|ves)|pan\b|pans\b|pots?\b|bottle",
        r"dish|kitchen|cook|bak|table|drink|drank|pour|tea\b|coffee|silverware|utensil|cutlery|party"
        r"|contain|restaurant|meal|dinner|soup|guest|wash|serv|cater",
    ),
    _class(
        "seashells/postcards/fridge magnets/keychains/bookmarks/badges",
        r"stamp|coin|card\b|cards\b|sticker|rock|figurine|button",
        r"collect|beach|shell|album|mail|post|letter|travel|vacation|trip|museum|key|magnet|scout"
        r"|read|book",
    ),
    _class(
        "candles/pillows/towels/picture frames/light bulbs/lamps",
        r"blanket|curtain|chair|vase|rug\b|rugs\b|mirror|sheet",
        r"house|home|room|decor|bed|bath|furni|light|burn|wax|electric|energy|hotel|wash|laundry|watt"
        r"|photo|pictur|art\b|paint|birthday|cake",
    ),
)
QUANTITY_TEMPLATES = (
    _template(
        "{name} {also}has {number} {things} at home.",
        r"homes?\b|house|apartment|everywhere|famil",
        of_food=True,
    ),
    _template(
        "{name} {also}keeps {number} {things} in a cupboard.",
        r"cupboard|cabinet|furnitur|drawer|closet|keep|kept|stor(?:e[ds]?|ing|age)\b",
    ),
    _template("{name} {also}owns {number} {things}.", r"own|belong|possess|rich|worth|wealth"),
    _template(
        "There are {also}{number} {things} on a shelf in {name}'s room.",
        r"shel(?:f|ves)|room|house|home|furnitur|there (?:are|were)",
    ),
    _template(
        "Last year {name} was given {number} {things}.",
        r"year|annual|month|give|gave|given|last|ago\b|calendar|old\b|age\b|receiv|donat",
    ),
    _template(
        "{name}'s neighbor has {number} {things}.",
        r"neighbou?r|street|each other|s?he\b|his\b|her\b|him\b|they|them|their|people"
        r"|everyone|everybody|together|friend|total|town|communit|block|all\b",
        of_food=True,
    ),
)
