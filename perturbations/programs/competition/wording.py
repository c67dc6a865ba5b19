r"""One wording of a problem in all its copies: layout falls away, never a number or a word.

Two copies have the same fingerprint if they differ in spacing, delimiters (``$``, ``\(``,
``\begin{align*}``), ``\left`` and ``\right``, ``\displaystyle``, ``\dfrac`` or ``\tfrac`` for
``\frac``, ``x^{2}`` for ``x^2``, ``\text`` around words, punctuation, ``60°`` for ``60^\circ``,
marks of a list, a drawing, or instructions at the end.
"""

import hashlib
import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache

from clipo_bench.perturbations.programs.competition.numbers_in_text import (
    DRAWING,
    LINE_SKIP,
    NumberForm,
    TextNumber,
    find_numbers,
)
from clipo_bench.perturbations.programs.instruction import without_instruction

_DIGITS = 16
_NUMBER = "\ue000"  # stands for a number: a character that no text uses

_LAYOUT = re.compile(
    r"\\(?:left|right|displaystyle|textstyle|limits|nolimits|quad|qquad|medskip|bigskip|noindent"
    r"|[Bb]ig{1,2}[lrm]?|[hv]space\*?\{-?[\d.]*\s*\\?[a-z]{1,12}\}|newline)(?![A-Za-z])"
    rf"|\\[,;:! ]|~|{LINE_SKIP}|\\\\|\\?\$|\\[()\[\]]|\*\*"
    r"|\\(?:begin|end)\{(?:align|equation|gather|multline|center|aligned|itemize|enumerate)\*?\}"
    r"|\\item(?![A-Za-z])|(?<!\\)&|<br\s*/?>"
)
# "such that • The area is 1", "$\bullet$ The area is 1", "\n* The area is 1"
_LIST_MARK = re.compile(r"•|\$\s*\\bullet\s*\$|^\s*(?:\*|\\bullet)\s", re.MULTILINE)
_ESCAPED_TWICE = re.compile(
    r"\\\\(?=(?:[dt]?frac|sqrt|times|cdots?|[lv]?dots|overline|angle|triangle|circ|l(?:eq?|og)|geq?"
    r"|neq?|sin|cos|tan|pi|sum|prod|text|mathcal|left|right|begin|end)(?![A-Za-z]))"
)
_TEXT_COMMAND = re.compile(
    r"\\(?:text(?:bf|it|rm|sf)?|math(?:rm|bf|it)|emph|mbox|operatorname)(?![A-Za-z])"
)
_PIECE = re.compile(rf"{_NUMBER}\[[^\]]*\]|\\[A-Za-z]+|\\.|[A-Za-z]+|\S")
# Different commands that show the same.
_SAME = {
    r"\dfrac": r"\frac",
    r"\tfrac": r"\frac",
    r"\cdots": "...",
    r"\ldots": "...",
    r"\dots": "...",
    r"\le": r"\leq",
    r"\ge": r"\geq",
    r"\neq": r"\ne",
    r"\mid": "|",
    r"\vert": "|",
    r"\lvert": "|",
    r"\rvert": "|",
    r"\%": "%",
    r"\wideparen": r"\widehat",
    r"\overarc": r"\widehat",
}
# Commands that take the next letter without braces: \frac mn is \frac{m}{n}, A_iB is A_{i}B.
_TAKES_A_LETTER = (r"\frac", r"\binom", r"\sqrt", "^", "_")
_TAKES = ("^", "_", "}")
_STOPS = (",", ".", ";", ":", "?")
_CHARACTERS = str.maketrans(
    {
        "\u201c": '"',
        "\u201d": '"',
        "\u2018": "'",
        "\u2019": "'",
        "\u2212": "-",  # the minus sign
        "\u2026": "...",
        "°": r"^\circ ",
        "π": r"\pi ",
        "×": r"\times ",
        "·": r"\cdot ",
        "≤": r"\leq ",
        "≥": r"\geq ",
        "≠": r"\ne ",
        "∠": r"\angle ",
        "△": r"\triangle ",
    }
)


def fingerprint(text: str) -> str:
    """The hash of a wording without its layout: 16 hexadecimal digits."""
    numbers = find_numbers(text)
    shown = [f"{number.value}{_mark(number)}" for number in numbers]
    joined = " ".join(_pieces(text, numbers, shown))
    return hashlib.sha256(joined.encode()).hexdigest()[:_DIGITS]


@lru_cache(256)
def skeleton(text: str) -> tuple[str, ...]:
    """A wording without layout and with a mark for each number, the same for all values."""
    numbers = find_numbers(text)
    pieces = list(_pieces(text, numbers, [_mark(number) for number in numbers]))
    # "an 8-sided" and "a 9-sided" are one wording
    return tuple(
        piece[0] if piece in ("an", "An") and after.startswith(_NUMBER) else piece
        for piece, after in zip(pieces, [*pieces[1:], ""], strict=False)
    )


_MARKS = {
    NumberForm.DIGITS: "",
    NumberForm.ORDINAL: "th",
    NumberForm.WORD: " in words",
    NumberForm.ORDINAL_WORD: "th in words",
    NumberForm.POLYGON: "-gon",
    NumberForm.LETTERS: " letters",
    NumberForm.PAIRS: " letters in pairs",
    NumberForm.LETTER: "th letter",
}


def _mark(number: TextNumber) -> str:
    """How a number is shown; a list of letters with the "and" that is a word of the text."""
    joined = number.form is NumberForm.LETTERS and "and" in number.text
    return _MARKS[number.form] + (" and" if joined else "")


def _pieces(text: str, numbers: Sequence[TextNumber], shown: Sequence[str]) -> Iterator[str]:
    """The text's words and signs, numbers as marks, layout left out."""
    marked: list[str] = []
    position = 0
    for number, mark in zip(numbers, shown, strict=True):
        marked += text[position : number.start], f" {_NUMBER}[{mark}] "
        position = number.end
    whole = without_instruction("".join((*marked, text[position:])))
    whole = DRAWING.sub(" ", _repaired(whole))
    whole = unicodedata.normalize("NFC", whole).translate(_CHARACTERS)
    whole = _LIST_MARK.sub(" ", whole)
    whole = _LAYOUT.sub(" ", _without_text_commands(whole))
    whole = whole.replace("...", r"\ldots ")
    pieces = [_SAME.get(piece, piece) for piece in _PIECE.findall(whole)]
    return (piece for piece in _without_braces(_with_arguments(pieces)) if piece not in _STOPS)


def _repaired(text: str) -> str:
    r"""Restore commands that a copy has lost to an escape, or escaped twice.

    A form feed and ``rac`` is ``\frac``, and so is ``\\frac``; ``\n`` is a new line.
    """
    text = _ESCAPED_TWICE.sub(r"\\", text)
    text = text.replace("\\\f", "\f").replace("\f", r"\f").replace("\b", r"\b")
    text = re.sub(r"\\n(?![A-Za-z])", "\n", text)
    return re.sub(r"\t(?=riangle|imes|ext|frac|an\b|heta)", r"\\t", text)


def _with_arguments(pieces: Sequence[str]) -> list[str]:
    r"""Part the letters that are arguments without braces: ``\frac mn`` is ``\frac{m}{n}``."""
    found: list[str] = []
    for piece in pieces:
        parted = found and found[-1] in _TAKES_A_LETTER and piece.isalpha() and len(piece) > 1
        found += [piece[0], piece[1:]] if parted else [piece]
    return found


def _without_text_commands(text: str) -> str:
    r"""Drop ``\text`` and the like, with their braces."""
    while match := _TEXT_COMMAND.search(text):
        start = text.find("{", match.end())
        if start < 0 or text[match.end() : start].strip():
            text = text[: match.start()] + " " + text[match.end() :]
            continue
        end = _closing(text, start)
        text = f"{text[: match.start()]} {text[start + 1 : end]} {text[end + 1 :]}"
    return text


def _closing(text: str, start: int) -> int:
    """Where the brace closes that opens at `start`; the text's end if it never does."""
    depth = 0
    for place in range(start, len(text)):
        depth += (text[place] == "{") - (text[place] == "}")
        if not depth:
            return place
    return len(text)


def _without_braces(pieces: Sequence[str]) -> Iterator[str]:
    """Drop braces around a single piece (x^{2} is x^2), and those that are no argument."""
    kept: list[bool] = []  # of the braces that are open
    for place, piece in enumerate(pieces):
        if piece == "{":
            single = pieces[place + 2 : place + 3] == ["}"]
            before = pieces[place - 1] if place else ""
            kept.append(
                not single and (before in _TAKES or before.startswith("\\") or before == "}")
            )
            if not kept[-1]:
                continue
        if piece == "}" and kept and not kept.pop():
            continue
        yield piece
