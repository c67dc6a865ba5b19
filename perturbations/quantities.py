"""Numbers that count something, and measures that can be written in another unit."""

import re
from collections.abc import Iterator, Sequence

from perturbations.given_names import gender
from perturbations.latex import words
from perturbations.numbers.words import write
from perturbations.prose import inside
from perturbations.variant import Edit

NUMBER_WORDS = {value: write(value) for value in range(1, 100)}
_VALUES = {word: value for value, word in NUMBER_WORDS.items()}
_WRITTEN = "|".join(sorted(_VALUES, key=len, reverse=True))
_NUMBER = re.compile(
    rf"(?:(?<=\A)|(?<=[ \n]))(?:[1-9]\d?|(?i:{_WRITTEN}))(?= "
    r"(?P<next>[a-z]{3,}|of(?= (?:the|them|these|those|his|her|their|its|my)\b))(?![\w/-]))"
)
_NUMERAL = words(
    "hundred thousand million billion trillion dozen hundreds thousands millions half quarter "
    "third zero a"
) | frozenset(_VALUES)
_NOT_BEFORE = (_NUMERAL - {"third"}) | words(
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
_BEFORE = re.compile(r"(?P<two>\S+)?\s*(?P<one>(?<!\S)\S+)\s\Z")


def numbers_to_rewrite(text: str) -> Iterator[tuple[int, int, int]]:
    """Where a number from 1 to 99 counts what follows it, with its value.

    A lone "one" is mostly no number, and stays.
    """
    for match in _NUMBER.finditer(text):
        shown = match.group()
        value = int(shown) if shown.isdigit() else _VALUES[shown.lower()]
        if shown.lower() == "one" or not _counts(text, match.start(), match.end(), match["next"]):
            continue
        yield match.start(), match.end(), value


def _counts(text: str, start: int, end: int, following: str) -> bool:
    if following in _NOT_BEFORE or re.match(rf" of (?:\d|{_WRITTEN})\b", text[end:]):
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


# Per dimension: how many of the next smaller unit each unit is.
_SMALLER = {
    "hour": (60, "minute"),
    "week": (7, "day"),
    "foot": (12, "inch"),
    "yard": (3, "foot"),
    "meter": (100, "centimeter"),
    "kilometer": (1000, "meter"),
    "kilogram": (1000, "gram"),
    "gallon": (4, "quart"),
    "liter": (1000, "milliliter"),
}
_LARGER = {small: (factor, large) for large, (factor, small) in _SMALLER.items()}
_PLURAL = {"foot": "feet", "inch": "inches"}
_UNITS = sorted(_SMALLER.keys() | _LARGER.keys())
_PLURALS = {_PLURAL.get(unit, unit + "s"): unit for unit in _UNITS}
_DIMENSIONS = (
    words("hour minute"),
    words("week day"),
    words("foot inch yard meter centimeter kilometer"),
    words("kilogram gram"),
    words("gallon quart liter milliliter"),
)
_MEASURE = re.compile(
    rf"(?:(?<=\A)|(?<=[ \n]))(?P<number>[1-9]\d{{0,2}}|{_WRITTEN})(?P<gap> )"
    rf"(?P<unit>{'|'.join(_PLURALS)})(?![\w'’/-])"
    r"(?! old| long| tall| wide| deep| high| apart| by| and \d| and [a-z]+ minutes| \d|, \d)"
)
# Where a measure is more than a measure, or a part of one.
_DOUBTFUL = (
    r"o.clock|[ap]\.?m|seconds?|until|overtime|long|time|limit|speed",
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)days?|day|daily|week|weekly|weekends?|weekdays?|months?"
    r"|years?|annual\w*|school|shifts?|today|yesterday|tomorrow|time|long|rate",
    r"square|cubic|areas?|perimeter|volume|legs?|paws?|shoes?|socks?|toes?|animals?|long|miles?|tall"
    r"|scale|size|stor(?:y|ies)|foot",
    r"pounds?|ounces?|tons?|heav\w+",
    r"pints?|cups?|ounces?|barrels?|cubic|hat|mpg",
)
_A_RATE = re.compile(r"(?i)\b(?:per|each|an|a|every|half|by|x|and|to|or) \Z")
_ASKS_COUNT = re.compile(r"(?i)\bhow many (?P<noun>[a-z]{3,})|\bhow much (?:money|change)\b")
_NO_NOUN = words(
    "more less fewer total does did will are were can would should has have other times percent"
)
_NUMERIC = re.compile(rf"(?<![\w$€£.,])(?:\d[\d,]*(?:\.\d+)?|{_WRITTEN})(?![\w%-]|[.,/:]\d)")
_COUNTED = re.compile(r" (?:(?:more|fewer|other|additional|extra) )?(?P<noun>[a-z]{3,})(?![\w-])")
_NO_CONVERSION = words("than more less fewer of in to by on at from with as if he she they it")
_MOST = 2_000  # more would be arithmetic of another size


def convert(
    text: str, bounds: Sequence[tuple[int, int]], spans: Sequence[tuple[int, int]]
) -> tuple[Edit, ...]:
    """Write every measure of one dimension in another unit; empty where that is in doubt.

    A measure means the same in either unit, so the answer is the same, unless it is itself
    in that unit, or a bare number ("3 hours on Monday and 2 on Friday") leans on it.

    Args:
        text: a question.
        bounds: where its sentences stand; the last one asks.
        spans: where its formulas stand.
    """
    last = text[bounds[-1][0] : bounds[-1][1]] if bounds else ""
    asked = _ASKS_COUNT.findall(last)
    if len(asked) != 1 or asked[0] in _NO_NOUN or len(re.findall(r"(?i)\bhow\b", text)) != 1:
        return ()
    for dimension, doubtful in zip(_DIMENSIONS, _DOUBTFUL, strict=True):
        found = [m for m in _MEASURE.finditer(text) if _PLURALS[m["unit"]] in dimension]
        if found and not any(inside(spans, *match.span()) for match in found):
            edits = _converted(text, found)
            if edits and _only_measures(text, found, dimension, doubtful):
                return edits
    return ()


def _only_measures(
    text: str, found: Sequence[re.Match[str]], dimension: frozenset[str], doubtful: str
) -> bool:
    """Whether the text without these measures speaks of no other, and has no bare number."""
    rest = text
    for match in reversed(found):
        if _A_RATE.search(text[: match.start()]):
            return False
        rest = rest[: match.start()] + "so" + rest[match.end() :]
    plurals = "|".join(_PLURAL.get(unit, unit + "s") for unit in sorted(dimension))
    one = "|".join(sorted(dimension))
    if re.search(
        rf"(?i)\b(?:{plurals}|{doubtful})\b"
        rf"|(?<!per )(?<!an )(?<!a )(?<!each )(?<!every )(?<!/)\b(?:{one})\b",
        rest,
    ):
        return False
    for number in _NUMERIC.finditer(rest):
        counted = _COUNTED.match(rest, number.end())
        if counted is None or counted["noun"] in _NOT_BEFORE | _NO_CONVERSION:
            return False
    return True


def _converted(text: str, found: Sequence[re.Match[str]]) -> tuple[Edit, ...]:
    if len({match["unit"] for match in found}) != 1:
        return ()
    unit = _PLURALS[found[0]["unit"]]
    values = [int(m["number"]) if m["number"].isdigit() else _VALUES[m["number"]] for m in found]
    factor, other = _SMALLER.get(unit, (0, ""))
    new = [value * factor for value in values]
    if not factor:
        factor, other = _LARGER[unit]
        if any(value % factor for value in values):
            return ()
        new = [value // factor for value in values]
    if min(*values, *new) < 2 or max(new) > _MOST:
        return ()
    plural = _PLURAL.get(other, other + "s")
    return tuple(
        Edit(match.start(), match.end(), match.group(), f"{value} {plural}")
        for match, value in zip(found, new, strict=True)
    )
