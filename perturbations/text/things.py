"""Things that may stand for each other: nouns of one class, which behave alike in English."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from clipo_bench.perturbations.text.latex import words
from clipo_bench.perturbations.text.prose import inside


@dataclass(frozen=True, slots=True)
class Family:
    """Nouns of which each may stand for any other.

    Attributes:
        nouns: the singulars with their plurals.
        banned: words of a text in which one may not stand for another (* is any ending).
    """

    nouns: dict[str, str]
    banned: re.Pattern[str]


def _family(nouns: str, banned: str) -> Family:
    pairs = (noun.split("/") for noun in nouns.split())
    pattern = re.escape(banned).replace(r"\ ", "|").replace("_", " ").replace(r"\*", r"\w*")
    return Family(
        {pair[0]: pair[-1] if len(pair) > 1 else pair[0] + "s" for pair in pairs},
        re.compile(rf"(?i)\b(?:{pattern})\b"),
    )


FAMILIES = (
    _family(
        "apple pear peach/peaches plum nectarine apricot mango/mangoes",
        "cider sauce juic* pie pies jam jams citrus tropical stone* pit pits core* teacher* "
        "bobbing green red yellow sweet_potato* crate* orchard* tree* candy caramel gala* "
        "iphone ipad doctor* chocolate* cobbler* bak* newton",
    ),
    _family(
        "strawberry/strawberries blueberry/blueberries raspberry/raspberries "
        "blackberry/blackberries",
        "jam jams pie pies smoothie* ice_cream shortcake* red blue black color* colour* bush* "
        "flavor* flavour* milkshake* pancake* muffin* plant* chocolate* dip* cream yogurt*",
    ),
    _family(
        "carrot potato/potatoes onion turnip beet cucumber",
        "mashed fries fry chip* bak* peel* salad* soup* rabbit* horse* juic* sweet ring* hill* "
        "orange red stew* sandwich* vine* couch hot hash mak* made cook* tots ketchup recipe* "
        "cake* gnocchi dish*",
    ),
    _family(
        "cookie muffin cupcake brownie/brownies doughnut",
        "chip* dough monster* jar* tin tins scout* frost* icing ice iced glaz* sprinkl* jelly "
        "bit* cutt* crumb* milk fortune hole* sheet* pan pans oreo* raisin* internet browser "
        "bak* batter filling gingerbread candle* decorat* slice* piece* crust* blueberry banana "
        "bran pumpkin",
    ),
    _family(
        "pencil pen marker crayon",
        "sharp* eras* ink lead draw* drew color* colour* writ* wrote paint* sketch* pig* sheep "
        "highlight* mechanical graphite cap caps wax cedar dry length long short* wood* quiver",
    ),
    _family(
        "tulip rose carnation orchid daffodil",
        "thorn* red yellow white pink purple blue orange bulb* bush* spring dutch wild garden* "
        "petal* bloom* plant* valentine* dozen grow* grew color* colour* sun",
    ),
    _family(
        "marble sticker bead seashell",
        "stick stuck mail* pick* play* notebook* binder* necklace* bracelet* beach* shore* "
        "page* album* sheet* jewel* statue* floor* sand* ocean sea roll* shoot* shot glass "
        "string* craft* envelope* countertop* hous* color* colour* red blue green diameter "
        "radius shark* random* probab* bag bags rare decorat* find* found laptop smil* gold "
        "silver foot football store_credit",
    ),
    _family(
        "shirt sweater jacket hoodie/hoodies",
        "sleeve* button* collar* wool* yarn knit* sew* fabric cloth zip* pocket* silk t polo "
        "dress leather jean warm* cold winter yard* meter* wear* wore suit* cuff* stripe* iron* "
        "football jersey* logo* cotton ink print* team hat hats glove*",
    ),
)
_AFTER_SINGULAR = words(
    "is was costs cost weighs weighed for and or at in on from to each has had that which with "
    "than per as he she they it if then but so when while who left every a an by after before "
    "into will can does did"
)
_BEFORE = words("sweet cherry prickly custard adam's baby dragon alice spring ball felt fountain")


def families_of(text: str) -> list[tuple[Family, list[str]]]:
    """The families of which nouns stand in the text, with those nouns' singulars."""
    found = []
    lowered = set(re.findall(r"[a-z]+", text.lower()))
    for family in FAMILIES:
        here = [one for one, many in family.nouns.items() if lowered & {one, many}]
        if here:
            found.append((family, here))
    return found


def is_plain(noun: str, plural: str, text: str, spans: Sequence[tuple[int, int]] = ()) -> bool:
    """Whether a noun always stands for the thing itself: not in "apple pie", not in "Apple"."""
    for match in re.finditer(rf"(?<![^\W_])(?:{plural}|{noun})(?![^\W_])", text, re.IGNORECASE):
        start, end = match.span()
        before, after = text[max(0, start - 30) : start], text[end : end + 30]
        at_start = re.search(r"(?:\A|[.?!]\s+|\n)\Z", before) is not None
        if match.group() != match.group().lower() and not (
            at_start and match.group()[1:].islower() and match.group().lower() == plural
        ):
            return False
        if (
            inside(spans, start, end)
            or re.search(r"[-_@/'’&]\Z", before)
            or re.match("[-_@/]", after)
        ):
            return False
        if (previous := re.search(r"([\w'’]+) +\Z", before)) and previous[1].lower() in _BEFORE:
            return False
        following = re.match(r" +(\w+)", after)
        if following is None:
            continue
        if following[1][0].isupper() or (
            match.group().lower() == noun and following[1] not in _AFTER_SINGULAR
        ):
            return False
    return True
