"""New values for old, written the way the old ones were."""

import re
from fractions import Fraction
from functools import lru_cache

from clipo_bench.perturbations.text import number_words as words
from clipo_bench.perturbations.text.mentions import Mention, NumberKind

_TIMES = {2: "twice", 3: "three times", 4: "four times", 5: "five times"}
_FOLD = {2: "double", 3: "triple", 4: "quadruple"}
_PARTS = {2: "half", 3: "a third", 4: "a quarter", 5: "a fifth"}
_DENOMINATORS = {
    3: "third",
    4: "fourth",
    5: "fifth",
    6: "sixth",
    7: "seventh",
    8: "eighth",
    9: "ninth",
    10: "tenth",
}
# "an 8", "an $800"
_ARTICLE = re.compile(r"(?<!\w)(?P<article>[Aa]n?)(?P<space>[ ]+\$?)$")
_VOWEL_SOUND = re.compile(r"8|(?:11|18)(?!\d)(?!,\d{3},)|eight|eleven", re.IGNORECASE)


class NotWritable(ValueError):
    """A value has no form like the old one's."""


@lru_cache(2**12)
def digits_like(old: str, value: Fraction) -> str:
    """Write a plain number with the commas and the decimal places of another.

    Raises:
        NotWritable: it is negative, or no decimal of few places.
    """
    if value < 0:
        raise NotWritable(f"{value} is negative")
    places = len(old.partition(".")[2])
    needed = _places(value)
    if needed is None or needed > max(places, 2):
        raise NotWritable(f"{value} needs more decimal places than {old!r}")
    if old.rstrip("0").endswith(".") or (places and old.endswith("0")):
        needed = max(places, needed)  # 5.00 and 1.50 show their places
    scaled = str(int(value * 10**needed)).rjust(needed + 1, "0")
    whole, part = (scaled[:-needed], scaled[-needed:]) if needed else (scaled, "")
    if "," in old:
        whole = f"{int(whole):,}"
    if old.startswith(".") and whole == "0" and part:
        whole = ""
    return f"{whole}.{part}" if part else whole


def write(mention: Mention, value: Fraction, after: str = "") -> str:
    """Write a value in place of a mention.

    Args:
        mention: what stands there now.
        value: the new value.
        after: the text that follows.

    Raises:
        NotWritable: the value has no such form.
    """
    if value == mention.value:
        return mention.text
    if mention.fixed:
        raise NotWritable(f"{mention.text!r} is {mention.fixed}")
    match mention.kind:
        case NumberKind.WORD:
            text = _cardinal(value)
        case NumberKind.FRACTION:
            text = _fraction(mention, value, after)
        case NumberKind.MULTIPLIER:
            text = _multiplier(mention.text.lower(), value)
        case NumberKind.MONEY:
            text = _amount(mention.text, value)
        case _:
            text = digits_like(mention.text, value)
    return text[0].upper() + text[1:] if mention.text[0].isupper() else text


def article(before: str, number: str) -> tuple[int, str] | None:
    """The article that a number needs, and how many characters before it that replaces.

    None if no article stands there, or the right one does.
    """
    match = _ARTICLE.search(before)
    if match is None:
        return None
    right = "an" if _VOWEL_SOUND.match(number) else "a"
    if match["article"].lower() == right:
        return None
    shown = right.capitalize() if match["article"][0].isupper() else right
    return len(match[0]), shown + match["space"]


def with_article(before: str, number: str) -> str:
    """The text before a number, its last article made to suit the number."""
    change = article(before, number)
    if change is None:
        return before
    length, right = change
    return before[: len(before) - length] + right


def _places(value: Fraction) -> int | None:
    """How many decimal places a value needs; None if no number of them will do."""
    for places in range(7):
        if (value * 10**places).denominator == 1:
            return places
    return None


def _amount(old: str, value: Fraction) -> str:
    """An amount of money, with cents in two digits where the old one had them so."""
    text = digits_like(old, value)
    cents = old.partition(".")[2], text.partition(".")[2]
    return text + "0" if (len(cents[0]), len(cents[1])) == (2, 1) else text


def _cardinal(value: Fraction) -> str:
    if value.denominator != 1 or not 0 <= value <= words.MAX_WRITTEN:
        raise NotWritable(f"{value} is not written in words")
    return words.write(int(value))


def _fraction(mention: Mention, value: Fraction, after: str) -> str:
    top, bottom = value.as_integer_ratio()
    if "/" in mention.text:
        if bottom == 1 or _ends_otherwise(after, bottom):
            raise NotWritable(f"{value} is not a fraction like {mention.text!r}")
        return re.sub(r"\d+(\s?/\s?)\d+", rf"{top}\g<1>{bottom}", mention.text)
    single = mention.text.lower() == "half" or (" " in mention.text and top == 1)
    if single and mention.text.lower().startswith(("half", "a ", "an ")):
        if top != 1 or bottom not in _PARTS:
            raise NotWritable(f"there is no single word for the part {value}")
        if bottom == 2 and re.match(r"\s+(?:more|less|fewer)\b", after):
            raise NotWritable("there is no word for half more")
        joined = "" if re.match(r"\s+(?:of|as)\b", after) else " of"
        return _PARTS[bottom] + joined * (bottom != 2)
    if bottom == 2 and top == 1:
        return "one-half"
    if bottom not in _DENOMINATORS or not 1 <= top < 10:
        raise NotWritable(f"{value} is not written in words")
    return f"{words.write(top)}-{_DENOMINATORS[bottom]}{'s' if top > 1 else ''}"


def _ends_otherwise(after: str, bottom: int) -> bool:
    """Whether the letters of 1/3rd do not fit a new denominator."""
    ending = re.match(r"st|nd|rd|th", after)
    fitting = {1: "st", 2: "nd", 3: "rd"} if bottom not in (2, 11, 12, 13) else {}
    return bool(ending) and after[:2] != fitting.get(bottom % 10, "th" if bottom > 2 else "")


def _multiplier(old: str, value: Fraction) -> str:
    times = int(value) if value.denominator == 1 else 0
    if old in ("twice", "thrice"):
        if times not in _TIMES:
            raise NotWritable(f"there is no word for {value} times")
        return _TIMES[times]
    if times not in _FOLD:
        raise NotWritable(f"there is no word for {value} times")
    word = _FOLD[times]
    for ending in ("d", "s", "ing"):
        if re.fullmatch(rf"(?:doubl|tripl|quadrupl)e?{ending}", old):
            return word.removesuffix("e") + "ing" if ending == "ing" else word + ending
    return word
