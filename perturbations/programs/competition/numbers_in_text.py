r"""The numbers of a competition problem's text, found in order and written again.

Every number counts, in prose and in LaTeX: ``$2024$``, the 2 of ``x^2``, ``Eight``, ``13th``,
``octagon``, and a list of the first letters (``$A,B,C,D,E,F$, and $G$`` is 7). After such a list
the letters in pairs count as well (``$AC,BF,DE$`` is 6), and a letter's place (``contains $C$`` is
3). ``one``, ``first`` and ``second`` hardly ever are numbers, and do not. Drawings (``[asy]``) and
addresses are no text.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from itertools import pairwise
from string import ascii_uppercase

from clipo_bench.perturbations.programs.writing import NotWritable
from clipo_bench.perturbations.text import number_words as words

_POLYGONS = {
    "pentagon": 5,
    "hexagon": 6,
    "heptagon": 7,
    "octagon": 8,
    "nonagon": 9,
    "decagon": 10,
    "dodecagon": 12,
}
_POLYGON_OF = {sides: name for name, sides in _POLYGONS.items()}
_UP_TO_TWENTIETH = (
    *("thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth"),
    *("nineteenth", "twentieth"),
)
_ORDINALS = {
    word: place
    for place, word in enumerate((*words.ORDINALS, *_UP_TO_TWENTIETH), start=1)
    if place > 2
}
_ORDINAL_OF = {place: word for word, place in _ORDINALS.items()}
_NO_NUMBERS = ("zero", "one")
_FEWEST_LETTERS = 6
_AFTER_A_LIST = ("pairs", "letter")
_BETWEEN_LETTERS = r"(?:[\s$,]|\\\(|\\\)|\band\b)+"

# A picture of the numbers: [asy] ... [/asy], or the address of a graph in lines of its own.
DRAWING = re.compile(
    r"\[asy\].*?\[/asy\]|<asy>.*?</asy>"
    r"|\\begin\{(?P<drawn>asy|tikzpicture)\}.*?\\end\{(?P=drawn)\}"
    r"|\n\s*Graph\s*\n\s*https?://\S+",
    re.DOTALL,
)
# A line break with a length: \\[2ex].
LINE_SKIP = r"\\\\\[\s*-?[\d.]+\s*(?:ex|em|pt|cm|mm|in)\s*\]"
_SKIPPED = re.compile(
    rf"{DRAWING.pattern}"
    r"|https?://\S+"
    r"|!\[[^\]]*\]\([^)]*\)"  # an image in Markdown
    rf"|\\[hv]space\*?\{{-?[\d.]*\s*\\?[a-z]{{1,12}}\}}|{LINE_SKIP}",  # \hspace{1cm}, \\[2ex]
    re.DOTALL,
)
_TOKEN = re.compile(
    rf"(?P<letters>(?<![A-Za-z\\])A(?:{_BETWEEN_LETTERS}[B-Z](?![A-Za-z]))+)"
    r"|(?P<pairs>\b(?-i:[A-Z]{2}(?:\$?\s*,\s*\$?[A-Z]{2})+)\b)"
    r"|(?P<letter>(?:(?<=contains \$)|(?<=contains  \$)|(?<=contains \\\())(?-i:[A-Z])(?=\$|\\\)))"
    r"|(?P<ordinal>\d+(?:st|nd|rd|th)\b)"
    r"|(?P<digits>(?<!\d,)\d{1,3}(?:(?:,|\{,\}|\\,)\d{3})+(?!\d)|\d+(?:\.\d+)?)"
    rf"|(?P<polygon>\b(?:{'|'.join(_POLYGONS)})(?=s?\b))"
    rf"|(?P<ordinal_word>\b(?:{'|'.join(_ORDINALS)})\b)"
    rf"|(?P<word>\b{words.CARDINAL}\b)",
    re.IGNORECASE,
)
# After these a number without braces is one digit: x^25 is x^2 5, \frac12 is one half.
_TAKES_A_DIGIT = re.compile(r"(?:[\^_]|\\sqrt|\\[dt]?frac|\\[dt]?frac\s*(?:\{[^{}]*\}|\d))\s*\Z")
_LOOK_BACK = 40
_SEPARATOR = re.compile(r",|\{,\}|\\,")
# "a $9$-kilometer walk", "an 11-sided polygon", "a regular" has none.
_ARTICLE = re.compile(r"(?<!\w)(?P<article>[Aa]n?)(?P<space>\s+(?:\$|\\\()?\s*)\Z")
_VOWEL_SOUND = re.compile(r"8|(?:11|18)(?!\d)(?!,\d{3},)|eight|eleven|octagon", re.IGNORECASE)


class NumberForm(StrEnum):
    """How a text shows a number."""

    DIGITS = "digits"
    ORDINAL = "ordinal"
    WORD = "word"
    ORDINAL_WORD = "ordinal_word"
    POLYGON = "polygon"
    LETTERS = "letters"
    PAIRS = "pairs"
    LETTER = "letter"


@dataclass(frozen=True, slots=True)
class TextNumber:
    """A number where it stands in a text.

    Attributes:
        start: where it begins; `end` likewise.
        text: as it is shown.
        value: what it is worth.
        form: how it is shown.
        bare: whether LaTeX takes one digit here, so that a longer number needs braces.
    """

    start: int
    end: int
    text: str
    value: Fraction
    form: NumberForm
    bare: bool = False

    def write(self, value: Fraction) -> str:
        """Show another value in the same form.

        Raises:
            NotWritable: the value has no such form.
        """
        if value == self.value:
            return self.text
        shown = _WRITERS[self.form](self.text, value)
        if self.bare and len(shown) > 1:
            return f"{{{shown}}}"
        return shown[0].upper() + shown[1:] if self.text[0].isupper() else shown


def find_numbers(text: str) -> tuple[TextNumber, ...]:
    """Find all numbers of a text, in order."""
    return tuple(_numbers(text))


def article_before(before: str, shown: str) -> tuple[int, str] | None:
    """The article that a number needs, and how many characters before it that replaces.

    None if no article stands there, or the right one does.
    """
    match = _ARTICLE.search(before[-_LOOK_BACK:])
    if match is None:
        return None
    right = "an" if _VOWEL_SOUND.match(shown) else "a"
    if match["article"].lower() == right:
        return None
    if match["article"][0].isupper():
        right = right.capitalize()
    return len(match[0]), right + match["space"]


def _numbers(text: str) -> Iterator[TextNumber]:
    skipped = [match.span() for match in _SKIPPED.finditer(text)]
    position = 0
    listed = Fraction(0)  # how many letters the last list names
    while match := _TOKEN.search(text, position):
        inside = next((end for start, end in skipped if start <= match.start() < end), None)
        if inside is not None:
            position = inside
            continue
        number = _number(text, match)
        if number and number.form in _AFTER_A_LIST and number.value > listed:
            number = None
        position = match.end() if number is None else number.end
        if number is None and match.lastgroup == "letters":
            position = match.start() + 1
        if number is not None:
            listed = number.value if number.form is NumberForm.LETTERS else listed
            yield number


def _number(text: str, match: re.Match[str]) -> TextNumber | None:
    """What a token is; None for a word or a list of letters that is no number."""
    form = NumberForm(str(match.lastgroup))
    shown = match[0]
    bare = False
    if form is NumberForm.DIGITS:
        shown = shown if _is_one_number(shown) else _SEPARATOR.split(shown)[0]
        before = text[max(0, match.start() - _LOOK_BACK) : match.start()]
        bare = bool(_TAKES_A_DIGIT.search(before))
        shown = shown[0] if bare else shown
    value = _READERS[form](shown)
    if value is None:
        return None
    end = match.start() + len(shown)
    return TextNumber(match.start(), end, shown, value, form, bare)


def _is_one_number(shown: str) -> bool:
    """Whether groups of three digits are one number: 6,000,000 is, and 991,992,993 is a list."""
    groups = [int(group) for group in _SEPARATOR.split(shown) if "." not in group]
    steps = {second - first for first, second in pairwise(groups)}
    is_list = len(steps) == 1 and min(steps) > 0 and (len(groups) > 2 or steps == {1})
    return not is_list


def _read_digits(shown: str) -> Fraction:
    return Fraction(_SEPARATOR.sub("", shown))


def _read_word(shown: str) -> Fraction | None:
    value = words.read(shown)
    return None if value is None or shown.lower() in _NO_NUMBERS else Fraction(value)


def _read_letters(shown: str) -> Fraction | None:
    """How many letters a list names, if they are the first of the alphabet: A, B, C, D, E, F."""
    letters = re.findall(r"(?<![a-z])[A-Z](?![a-z])", shown)
    first = list(ascii_uppercase[: len(letters)])
    return Fraction(len(letters)) if letters == first and len(first) >= _FEWEST_LETTERS else None


def _read_pairs(shown: str) -> Fraction | None:
    """How many letters are in the pairs, if they are the first of the alphabet and in order."""
    pairs = re.findall(r"[A-Z]{2}", shown)
    letters = sorted("".join(pairs))
    ordered = pairs == sorted(pairs) and all(first < second for first, second in pairs)
    alphabet = list(ascii_uppercase[: len(letters)])
    return Fraction(len(letters)) if ordered and letters == alphabet else None


def _read_letter(shown: str) -> Fraction:
    return Fraction(ascii_uppercase.index(shown) + 1)


_READERS = {
    NumberForm.DIGITS: _read_digits,
    NumberForm.ORDINAL: lambda shown: Fraction(shown[:-2]),
    NumberForm.WORD: _read_word,
    NumberForm.ORDINAL_WORD: lambda shown: Fraction(_ORDINALS[shown.lower()]),
    NumberForm.POLYGON: lambda shown: Fraction(_POLYGONS[shown.lower()]),
    NumberForm.LETTERS: _read_letters,
    NumberForm.PAIRS: _read_pairs,
    NumberForm.LETTER: _read_letter,
}


def _whole(value: Fraction, form: str) -> int:
    if value.denominator != 1 or value < 0:
        raise NotWritable(f"{value} is not written as {form}")
    return int(value)


def _write_digits(old: str, value: Fraction) -> str:
    if value < 0:
        raise NotWritable(f"{value} is negative, where the text has its own sign")
    if value.denominator != 1:
        return _write_decimal(value)
    separator = _SEPARATOR.search(old)
    if separator is None:
        return str(value)
    return f"{int(value):,}".replace(",", separator[0])


def _write_decimal(value: Fraction) -> str:
    for places in range(1, 5):
        scaled = value * 10**places
        if scaled.denominator == 1:
            whole, part = divmod(int(scaled), 10**places)
            return f"{whole}.{part:0{places}d}"
    raise NotWritable(f"{value} needs more than four decimal places")


def _write_ordinal(old: str, value: Fraction) -> str:
    place = _whole(value, "an ordinal")
    special = {1: "st", 2: "nd", 3: "rd"} if place % 100 not in (11, 12, 13) else {}
    return f"{place}{special.get(place % 10, 'th')}"


def _write_word(old: str, value: Fraction) -> str:
    place = _whole(value, "a word")
    if place > words.MAX_WRITTEN:
        raise NotWritable(f"{value} is not written as a word")
    return words.write(place)


def _write_ordinal_word(old: str, value: Fraction) -> str:
    if value not in _ORDINAL_OF:
        raise NotWritable(f"{value} has no ordinal in a word")
    return _ORDINAL_OF[int(value)]


def _write_polygon(old: str, value: Fraction) -> str:
    if value not in _POLYGON_OF:
        raise NotWritable(f"a polygon of {value} sides has no name")
    return _POLYGON_OF[int(value)]


def _write_letters(old: str, value: Fraction) -> str:
    count = _whole(value, "a list of letters")
    if not _FEWEST_LETTERS <= count <= len(ascii_uppercase):
        raise NotWritable(f"{value} letters are too few or too many to list")
    between = re.split(r"(?<![a-z])[A-Z](?![a-z])", old)[1:-1]
    separators = [between[0]] * (count - 2) + [between[-1]]
    letters = ascii_uppercase[:count]
    return letters[0] + "".join(
        separator + letter for separator, letter in zip(separators, letters[1:], strict=True)
    )


def _write_pairs(old: str, value: Fraction) -> str:
    """Pair A with B, and the next letters with those of the second half: ``AB,CG,DH,EF``."""
    count = _whole(value, "pairs of letters")
    if count % 2 or not _FEWEST_LETTERS <= count <= len(ascii_uppercase):
        raise NotWritable(f"{value} letters make no list of pairs")
    half = count // 2 + 1
    seconds = ascii_uppercase[half + 1 : count] + ascii_uppercase[half]
    pairs = zip(ascii_uppercase[2:half], seconds, strict=True)
    separator = re.split("[A-Z]{2}", old)[1]
    return separator.join(("AB", *map("".join, pairs)))


def _write_letter(old: str, value: Fraction) -> str:
    place = _whole(value, "a letter")
    if not 1 <= place <= len(ascii_uppercase):
        raise NotWritable(f"the alphabet has no letter {value}")
    return ascii_uppercase[place - 1]


_WRITERS = {
    NumberForm.DIGITS: _write_digits,
    NumberForm.ORDINAL: _write_ordinal,
    NumberForm.WORD: _write_word,
    NumberForm.ORDINAL_WORD: _write_ordinal_word,
    NumberForm.POLYGON: _write_polygon,
    NumberForm.LETTERS: _write_letters,
    NumberForm.PAIRS: _write_pairs,
    NumberForm.LETTER: _write_letter,
}
