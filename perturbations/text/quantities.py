"""Numbers that count something, and may be written in digits or in words."""

import re
from collections.abc import Iterator

from clipo_bench.perturbations.text.given_names import gender
from clipo_bench.perturbations.text.latex import words
from clipo_bench.perturbations.text.number_words import write

NUMBER_WORDS = {value: write(value) for value in range(1, 100)}
NUMBER_VALUES = {word: value for value, word in NUMBER_WORDS.items()}
WRITTEN = "|".join(sorted(NUMBER_VALUES, key=len, reverse=True))
# A number before a word: "12 apples", "seven of the"; not "12-foot", "120 apples".
_NUMBER = re.compile(
    rf"(?:(?<=\A)|(?<=[ \n]))(?:[1-9]\d?|(?i:{WRITTEN}))(?= "
    r"(?P<next>[a-z]{3,}|of(?= (?:the|them|these|those|his|her|their|its|my)\b))(?![\w/-]))"
)
# "5 hundred", "2 million": more of the number follows.
_NUMERAL = words(
    "hundred thousand million billion trillion dozen hundreds thousands millions half quarter "
    "third zero a"
) | frozenset(NUMBER_VALUES)
NOT_BEFORE = (_NUMERAL - {"third"}) | words(
    "percent per out and or for over dollars dollar cents cent euros bucks pence dozens halves "
    "thirds fourths quarters fifths sixths sevenths eighths ninths tenths minus plus divided "
    "multiplied squared cubed equals point versus mod mph kph rpm psi cal hrs mins sec secs "
    "lbs kgs yrs bit bits cubic into from then than but with the than twos when where which each"
)
# A noun with a number after it names one thing: room 12, type 2.
_LABELS = words(
    "number numbers grade level chapter room route highway day week hour month year page question "
    "lap round part step game quarter floor size channel section bus class phase problem hole "
    "student person player team group line block building house version type stage box table "
    "column row figure equation exercise volume lane gate platform apartment suite unit "
    "interstate exit mile marker age aged ages option choice case article act rule law factor "
    "carbon vitamin omega schedule tier series model mach base mod modulo score ratio times plus "
    "minus over divided by multiplied equals between point pi x no any"
)
_OPENERS = words(
    "The There If Of For In On At After Before With He She They It His Her Their And But So When "
    "While Each Every Only All About Over By To From Those These Its You We Buy Another"
)
# The two words before a number: "she has ".
_BEFORE = re.compile(r"(?P<two>\S+)?\s*(?P<one>(?<!\S)\S+)\s\Z")


def numbers_to_rewrite(text: str) -> Iterator[tuple[int, int, int]]:
    """Where a number from 1 to 99 counts what follows it, with its value.

    A lone "one" is mostly no number, and stays.
    """
    for match in _NUMBER.finditer(text):
        shown = match.group()
        value = int(shown) if shown.isdigit() else NUMBER_VALUES[shown.lower()]
        if shown.lower() == "one" or not _counts(text, match.start(), match.end(), match["next"]):
            continue
        yield match.start(), match.end(), value


def _counts(text: str, start: int, end: int, following: str) -> bool:
    if following in NOT_BEFORE or re.match(rf" of (?:\d|{WRITTEN})\b", text[end:]):
        return False
    if following in ("in", "of", "to", "by") and re.match(r" \w+ (?:\d|every|each)", text[end:]):
        return False
    before = _BEFORE.search(text[max(0, start - 60) : start])
    return before is None or _may_stand_before(before["one"], before["two"] or "")


def _may_stand_before(one: str, two: str) -> bool:
    """Whether a number after these two words, the nearer first, counts what follows it."""
    if one[-1] in ".?!:;,":
        if one[-1] in ".?!":
            return one not in ("No.", "no.", "Vol.", "vs.")
        return one[:-1].isalpha() and one[:-1].lower() not in _NUMERAL
    joined = one.lower() in ("or", "to", "and", "by", "of", "in", "from") and _is_number(two)
    if joined or not one.isalpha() or one.lower() in (_NUMERAL - {"a"}) | _LABELS:
        return False
    begins = not two or two[-1] in ".?!"
    return not one[0].isupper() or gender(one) is not None or (begins and one in _OPENERS)


def _is_number(word: str) -> bool:
    return word[:1].isdigit() or word.lower() in _NUMERAL or word[:1] == "$"
