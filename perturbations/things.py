"""Things that may stand for each other: nouns of one class, which behave alike in English."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from perturbations.latex import words
from perturbations.prose import inside


@dataclass(frozen=True, slots=True)
class Family:
    """Nouns of which each may stand for any other.

    Attributes:
        nouns: the singulars with their plurals.
        banned: what must not be in a text: it holds of one of them and not of the others.
    """

    nouns: dict[str, str]
    banned: re.Pattern[str]


def _family(nouns: str, banned: str) -> Family:
    pairs = (noun.split("/") for noun in nouns.split())
    return Family(
        {pair[0]: pair[-1] if len(pair) > 1 else pair[0] + "s" for pair in pairs},
        re.compile(rf"(?i)\b(?:{banned})\b"),
    )


FAMILIES = (
    _family(
        "apple pear peach/peaches plum nectarine apricot mango/mangoes",
        r"cider|sauce|juic\w+|pies?|jams?|citrus|tropical|stones?|pits?|cores?|teachers?|bob\w*|green"
        r"|red|yellow|sweet potato\w*|crates?|orchards?|trees?|candy|caramel|galas?|iphone|ipad",
    ),
    _family(
        "strawberry/strawberries blueberry/blueberries raspberry/raspberries "
        "blackberry/blackberries",
        r"jams?|pies?|smoothies?|ice cream|shortcakes?|red|blue|black|colou?rs?|bush\w*|flavou?r\w*"
        r"|milkshakes?|pancakes?|muffins?|plants?",
    ),
    _family(
        "carrot potato/potatoes onion turnip beet cucumber",
        r"mashed|fries|fry|chips?|bak\w+|peel\w*|salads?|soups?|rabbits?|horses?|juic\w+|sweet|rings?"
        r"|hills?|orange|red|stews?|sandwich\w*|vines?|couch|hot",
    ),
    _family(
        "cookie muffin cupcake brownie/brownies doughnut",
        r"chips?|dough|monsters?|jars?|tins?|scouts?|frost\w*|icing|iced?|glaz\w+|sprinkl\w+|jelly|bit\w+"
        r"|cutt\w+|crumb\w*|milk|fortune|holes?|sheets?|pans?|oreos?|raisins?|internet|browser|bak\w+"
        r"|batter|filling|slices?|pieces?|crusts?|blueberry|banana|bran|pumpkin",
    ),
    _family(
        "pencil pen marker crayon",
        r"sharp\w*|eras\w*|ink|lead|dr[ae]w\w*|colou?r\w*|writ\w*|paint\w*|sketch\w*|pigs?|sheep"
        r"|highlight\w*|mechanical|graphite|caps?|wax|cedar|dry|length|long|short\w*|wood\w*|quiver",
    ),
    _family(
        "tulip rose carnation orchid daffodil",
        r"thorn\w*|red|yellow|white|pink|purple|blue|orange|bulbs?|bush\w*|spring|dutch|wild"
        r"|gardens?|petals?|bloom\w*|plant\w*|valentine\w*|dozen|gr[eo]w\w*|colou?r\w*|sun|rose(?!s)",
    ),
    _family(
        "marble sticker bead seashell stamp",
        r"stick\w*|mail\w*|letters?|postage|necklaces?|bracelets?|beach\w*|shores?|pages?|albums?"
        r"|sheets?|jewel\w*|statues?|floors?|sand\w*|ocean|sea|roll\w*|sh[ao]t|glass|string\w*|crafts?"
        r"|post|envelopes?|countertops?|hous\w+|colou?r\w*|red|blue|green|diameter|radius|sharks?"
        r"|random\w*|probab\w+|bags?|rare|country|countries|pak\w+|passports?|decorat\w+|find\w*|found"
        r"|laptop|smil\w*|gold|silver|foot|football|stores? credit",
    ),
    _family(
        "shirt sweater jacket hoodie/hoodies scarf/scarves",
        r"sleeves?|buttons?|collars?|wool\w*|yarn|knit\w*|sew\w*|fabric|cloth|zip\w*|pockets?|silk|t"
        r"|polo|dress|leather|jean|warm\w*|cold|winter|yards?|meters?|wears?|wearing|wore|suits?|cuffs?"
        r"|stripe\w*|iron\w*|football|jerseys?|logos?|cotton|ink|print\w*|team|hats?|gloves?",
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
