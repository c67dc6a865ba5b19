"""Numbers in English text: where they stand, what they are worth, and which may be exchanged."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from clipo_bench.perturbations.text import number_words as words
from clipo_bench.perturbations.text.digits import NUMBER, read_digits
from clipo_bench.perturbations.text.plain_numbers import (
    A_NAME,
    A_YEAR,
    DOLLARS_AFTER,
    OF_A_SIZE,
    ONE_OR_NOTHING,
    PART_OF_A_NAME,
    PER_CENT,
    PlainNumber,
    why_kept,
)


class NumberKind(StrEnum):
    """What a number in a text is."""

    INTEGER = "integer"
    DECIMAL = "decimal"
    WORD = "number word"
    FRACTION = "fraction"
    PERCENTAGE = "percentage"
    MONEY = "money"
    MULTIPLIER = "multiplier word"


COUNTS = (NumberKind.INTEGER, NumberKind.WORD)
SHARES = (NumberKind.PERCENTAGE, NumberKind.FRACTION, NumberKind.MULTIPLIER)


@dataclass(frozen=True, slots=True)
class Mention:
    """A number in a text.

    Attributes:
        start: where the number itself begins, without a dollar sign; `end` likewise.
        value: what it is worth; of a percentage what stands before the sign.
        units: the words that say what is counted, in the singular.
        fixed: why it can't be exchanged; empty if it can.
    """

    start: int
    end: int
    text: str
    value: Fraction
    kind: NumberKind
    units: frozenset[str] = frozenset()
    fixed: str = ""

    @property
    def money(self) -> bool:
        """Whether it is an amount of dollars."""
        return self.kind is NumberKind.MONEY


# "two-thirds", "three quarters"; "one half" has a pattern of its own.
_DENOMINATOR = "|".join(word for word in words.DENOMINATORS if word != "half")
_NUMERATOR = "one|two|three|four|five|six|seven|eight|nine"
# "½ cup" is 1/2, "2½" is 5/2.
_OTHER = {"½": (1, 2), "¼": (1, 4), "¾": (3, 4), "⅓": (1, 3), "⅔": (2, 3), "⅛": (1, 8)}
_SIGNS = "".join(_OTHER)
# "May 5" is a date; "may 5" and "march 5" are not.
_MONTHS = (
    "January|February|(?-i:March|May)|April|June|July|August|September|October|November|December"
    "|Jan|Feb|Aug|Sept|Oct|Nov|Dec"
)
MULTIPLIERS = {
    "twice": 2,
    "thrice": 3,
    "double": 2,
    "doubled": 2,
    "doubles": 2,
    "doubling": 2,
    "triple": 3,
    "tripled": 3,
    "triples": 3,
    "tripling": 3,
    "quadruple": 4,
    "quadrupled": 4,
    "quadruples": 4,
}
# All forms of numbers, an alternative each: "5:30 pm", "May 5", "3:2", "3rd", "2 1/2", "3/4", "½",
# "two-thirds", "a third of", "half", "$2 million", "x2", "1,200", "twice", "a dozen", "seven",
# "third".
_PATTERN = re.compile(
    rf"""
    (?P<time>\b\d{{1,2}}:\d{{2}}(?!\d)(?:\s*[ap]\.?m\b)?|\b\d{{1,2}}\s*[ap]\.?m\b
        |\b(?:\d{{1,2}}|{words.CARDINAL})\s+o['’]?clock)
  | (?P<date>\b(?:{_MONTHS})\.?\s+\d{{1,2}}(?:st|nd|rd|th)?\b(?!\s*[%a-z])|\b\d+/\d+/\d+\b)
  | (?P<ratio>\b\d+\s?:\s?\d+\b)
  | (?P<ordinal>\b\d+(?:,\d{{3}})*(?:st|nd|rd|th)\b)
  | (?P<mixed>(?<![\w.])\d+(?:\s+|\s*-\s*|\s+and\s+)\d+/\d+(?![\w/])|(?<![\w.])\d+\s*[{_SIGNS}]
        |\b(?:{words.CARDINAL})\s+and\s+(?:a\s+half|one[- ]half|a\s+quarter)\b
        |\b\d+\s+and\s+(?:a\s+half|one[- ]half|a\s+quarter)\b)
  | (?P<fraction>(?<![\w./,])\d+\s?/\s?\d+(?:(?=(?:th|rd|nd)s?\b)|(?![\w/]|\.\d)))
  | (?P<sign>[{_SIGNS}])
  | (?P<wordfraction>\b(?:{_NUMERATOR})[- ](?:half|(?:{_DENOMINATOR})s?)\b(?!\s+(?:grade|floor)))
  | (?P<afraction>\b(?:a|an|the\ other|the)\s+(?:third|quarter|fourth|fifth|sixth|eighth|tenth)
        (?=\s+(?:of|as|the|that|less|more|fewer|full)\b))
  | (?P<half>\b(?:[Oo]ne[- ])?[Hh]al(?:f|ves|ved)\b)
  | (?P<dollars>\$\s?(?P<amount>{NUMBER})(?P<scale>\s?(?:k|K|[mM]illion|[bB]illion|thousand)\b)?)
  | (?P<glued>[A-Za-z]+\d[\w.]*|\b\d[\d.,]*(?=[A-Za-z]{{3,}})\w*|\b\d+[xX]\d*\w*|\#\s?\d+)
  | (?P<digits>(?<![\w.])-?(?:{NUMBER})(?![\d]))
  | (?P<multiplier>\b(?:{"|".join(MULTIPLIERS)})\b)
  | (?P<dozen>\b(?:a\s+)?(?:half\s+a\s+)?dozens?\b)
  | (?P<cardinal>\b(?:{words.CARDINAL})\b)
  | (?P<ordinalword>\b(?:{"|".join(words.ORDINALS)})\b)
    """,
    re.VERBOSE | re.IGNORECASE,
)
# The next word with the sign after it: " apples,", "-foot", " (red) apples".
_WORD = re.compile(r"[-\s]*(?:\([^)]*\)\s*)?(?P<word>[A-Za-z][A-Za-z'’]*)(?P<stop>[.,;:?!)]?)")
# Words between a number and its unit: "5 more red apples", "5 of the apples".
_SKIPPED = re.compile(
    r"more|other|of|the|his|her|their|its|new|additional|extra|different|fewer|"
    r"less|full|whole|another|such|these|those|my|our|your|same|total|large|small|"
    r"big|long|per"
)
# Words that end the units of a number: "5 apples and", "5 apples each".
_ENDS = re.compile(
    r"and|or|in|on|to|at|for|is|are|was|were|each|every|from|with|than|as|by|"
    r"if|then|but|while|when|he|she|they|it|who|that|which|left|times|after|"
    r"before|so|how|a|an|into|would|will|can|do|does|did|has|have|had|one|"
    r"because|since|out|off|up|down|away|daily|apiece|i|we|you"
)
# After a multiplier, what is compared: " as many", " the number", " longer than".
_COMPARED = re.compile(
    r"\s+(?:as|the|that|this|more|less|what|his|her|their|its|my|\w+er\s+than)\b", re.IGNORECASE
)
MAX_UNITS = 3
TIMES_AS = "times as"
ORDINAL = "an ordinal"
DOZEN = "a dozen"
HALF = "half in another sense"
# Numbers that the steps of a solution may well leave out.
IN_PASSING = frozenset({ORDINAL, "a time of day", "a date", A_YEAR, PART_OF_A_NAME, A_NAME, HALF})


def find(text: str) -> tuple[Mention, ...]:
    """The numbers of a text in order."""
    found: list[Mention] = []
    for match in _PATTERN.finditer(text):
        found += _READERS.get(match.lastgroup or "", _fixed)(match, text)
    return tuple(found)


def singular(word: str) -> str:
    """Reduce a noun to its singular, roughly: only good for comparing words."""
    word = word.lower().removesuffix("'s").removesuffix("’s")
    irregular = {"feet": "foot", "people": "person", "children": "child", "men": "man"}
    # "children" -> "child"
    if word in irregular:
        return irregular[word]
    # "berries" -> "berry"; "pies" -> "pie"
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    # "boxes" -> "box", "potatoes" -> "potato"
    if re.search(r"(?:ch|sh|x|ss|z|o)es$", word):
        return word[:-2]
    # "eggs" -> "egg", "glass" stays
    return word[:-1] if word.endswith("s") and not word.endswith("ss") else word


def units_after(text: str, position: int) -> frozenset[str]:
    """The words after a number that say what it counts."""
    found: list[str] = []
    while len(found) < MAX_UNITS and (match := _WORD.match(text, position)):
        word = match["word"].lower()
        position = match.end()
        # "3 times as many" compares; "3 times a week" counts.
        if word == "times" and not found and _COMPARED.match(text, position):
            return frozenset({TIMES_AS})
        if _ENDS.fullmatch(word):
            break
        if not _SKIPPED.fullmatch(word):
            found.append(singular(word))
        if match["stop"]:
            break
    return frozenset(found)


def _fixed(match: re.Match[str], text: str) -> Iterator[Mention]:
    """What can't be exchanged, however it is used."""
    shown, fixed = match.group(), _FIXED[match.lastgroup or ""]
    value = _value_of_fixed(shown)
    if value is not None:
        yield Mention(match.start(), match.end(), shown, value, NumberKind.INTEGER, fixed=fixed)


def _value_of_fixed(shown: str) -> Fraction | None:
    lowered = shown.lower()
    # "third" -> 3
    if lowered in words.ORDINALS:
        return Fraction(words.ORDINALS.index(lowered) + 1)
    # "2½" -> 5/2
    for sign, (top, bottom) in _OTHER.items():
        if sign in shown:
            whole = re.match(r"\d+", shown)
            return Fraction(whole[0] if whole else 0) + Fraction(top, bottom)
    # "2 3/4" -> 11/4
    if mixed := re.fullmatch(r"(\d+)\D+(\d+)/(\d+)", shown):
        return _mixed(int(mixed[1]), int(mixed[2]), int(mixed[3]))
    # "two and a half" -> 5/2, "3 and a quarter" -> 13/4
    if half := re.fullmatch(r"(.+?)\s+and\s+(?:a|one)[- ](half|quarter)", lowered):
        whole_part = words.read(half[1]) if not half[1].isdigit() else int(half[1])
        return None if whole_part is None else whole_part + _part(half[2])
    # "5:30 pm" -> 5, "3rd" -> 3
    digits = re.search(r"\d+", shown)
    return Fraction(digits[0]) if digits else None


def _part(word: str) -> Fraction:
    return Fraction(1, words.DENOMINATORS[word])


def _mixed(whole: int, top: int, bottom: int) -> Fraction | None:
    return whole + Fraction(top, bottom) if bottom else None


def _ratio(match: re.Match[str], text: str) -> Iterator[Mention]:
    for side in re.finditer(r"\d+", match.group()):
        start, end = match.start() + side.start(), match.start() + side.end()
        value = Fraction(side[0])
        yield Mention(start, end, side[0], value, NumberKind.INTEGER, fixed="a ratio")


def _multiplier(match: re.Match[str], text: str) -> Iterator[Mention]:
    start, end, shown = match.start(), match.end(), match.group()
    yield Mention(start, end, shown, Fraction(MULTIPLIERS[shown.lower()]), NumberKind.MULTIPLIER)


def _dozen(match: re.Match[str], text: str) -> Iterator[Mention]:
    start, end, shown = match.start(), match.end(), match.group()
    # "a dozen" -> 12, "a half a dozen" -> 6
    value = Fraction(6 if "half" in shown.lower() else 12)
    yield Mention(start, end, shown, value, NumberKind.MULTIPLIER, fixed=DOZEN)


def _money(match: re.Match[str], text: str) -> Iterator[Mention]:
    start, end = match.span("amount")
    value = read_digits(match["amount"])
    # "$5" may change; "$2 million", "$1" and "$0" may not.
    fixed = OF_A_SIZE if match["scale"] else ONE_OR_NOTHING if value in (0, 1) else ""
    units = units_after(text, match.end())
    yield Mention(start, end, match["amount"], value, NumberKind.MONEY, units, fixed)


def _fraction(match: re.Match[str], text: str) -> Iterator[Mention]:
    shown = match.group()
    fixed = ""
    if match["sign"]:
        top, bottom = _OTHER[shown]
    elif match["fraction"]:
        top, bottom = (int(part) for part in re.split(r"\s?/\s?", shown))
    elif match["afraction"]:
        top, bottom = 1, words.DENOMINATORS[shown.lower().split()[-1]]
        # "a third of" may change; "the third of" may follow from another number.
        fixed = "" if re.match(r"an?\b", shown, re.IGNORECASE) else "named after another"
    else:
        first, second = re.split(r"[- ]", shown.lower())
        top, bottom = words.read(first) or 0, words.DENOMINATORS[second.removesuffix("s")]
        if shown.lower() == "one second" or (second == "second"):
            return
    if bottom == 0:
        return
    value = Fraction(top, bottom)
    # "2/4", "5/3"
    if value.denominator != bottom or value >= 1:
        fixed = "not a fraction in lowest terms"
    if match["sign"]:
        fixed = "a sign of its own"
    if re.match(r"\s+(?:a|an)\s", text[match.end() :]):
        fixed = "part of a measure"  # 1/2 a dozen
    units = units_after(text, match.end())
    if (
        re.match(
            r"\s?(?:of|as|that|full|the|less|more|fewer|were|are|was|is|and)\b", text[match.end() :]
        )
        is None
    ):
        fixed = fixed or ("" if match["fraction"] else "a measure")
    yield Mention(match.start(), match.end(), shown, value, NumberKind.FRACTION, units, fixed)


def _half(match: re.Match[str], text: str) -> Iterator[Mention]:
    after = text[match.end() :]
    before = text[: match.start()]
    # "half of the eggs" is free; "a half of", "the other half of", "half past" are not.
    free = re.match(r"\s+(?:of|as|the)\b", after) and not re.search(
        r"\b(?:a|other|second|first|remaining|by|in|and|time)\s*-?$", before, re.IGNORECASE
    )
    fixed = "" if free and match.group().lower() == "half" else HALF
    start, end, shown = match.start(), match.end(), match.group()
    yield Mention(start, end, shown, Fraction(1, 2), NumberKind.FRACTION, frozenset(), fixed)


def _plain(match: re.Match[str], text: str) -> Iterator[Mention]:
    start, end, shown = match.start(), match.end(), match.group()
    # "-5": the sign stays, 5 may change.
    if shown.startswith("-"):
        start, shown = start + 1, shown[1:]
    in_words = match["cardinal"] is not None
    value = _cardinal(shown) if in_words else read_digits(shown)
    if value is None:
        return
    kind, end_of_sign = _kind(text, end, shown, in_words)
    units = units_after(text, end_of_sign)
    whole = kind is NumberKind.INTEGER
    fixed = why_kept(PlainNumber(text, start, end, shown, value, in_words, whole, units))
    yield Mention(start, end, shown, value, kind, units, fixed)


def _cardinal(shown: str) -> Fraction | None:
    value = words.read(shown)
    return None if value is None else Fraction(value)


def _kind(text: str, end: int, shown: str, in_words: bool) -> tuple[NumberKind, int]:
    """A plain number's kind, and where the sign or word behind it ends that says so."""
    if per_cent := PER_CENT.match(text, end):
        return NumberKind.PERCENTAGE, per_cent.end()
    kind = NumberKind.WORD if in_words else NumberKind.INTEGER
    if "." in shown:
        kind = NumberKind.DECIMAL
    if dollars := DOLLARS_AFTER.match(text, end):
        return kind if in_words else NumberKind.MONEY, dollars.end()
    return kind, end


# What reads each group of the pattern; `_fixed` reads the others.
_READERS: dict[str, Callable[[re.Match[str], str], Iterator[Mention]]] = {
    "ratio": _ratio,
    "fraction": _fraction,
    "sign": _fraction,
    "wordfraction": _fraction,
    "afraction": _fraction,
    "half": _half,
    "dollars": _money,
    "digits": _plain,
    "multiplier": _multiplier,
    "dozen": _dozen,
    "cardinal": _plain,
}
_FIXED = {
    "time": "a time of day",
    "date": "a date",
    "ordinal": ORDINAL,
    "ordinalword": ORDINAL,
    "mixed": "a mixed number",
    "glued": PART_OF_A_NAME,
}
