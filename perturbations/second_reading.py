r"""A second, cruder reading of LaTeX: `verify` checks renamings with it.

It shares no code and no word lists with `perturbations.latex` and `perturbations.letters`,
so a mistake there does not repeat itself here. What it can't read it reads differently,
and then the variant fails its checks.
"""

import re
from collections.abc import Mapping
from itertools import pairwise

_CODE = re.compile(
    r"\[asy\].*?\[/asy\]|\\begin\{(asy|tikzpicture|verbatim|lstlisting)\}.*?\\end\{\1\}",
    re.DOTALL | re.IGNORECASE,
)
_MATH = re.compile(
    r"(?<!\\)\$\$.*?(?<!\\)\$\$|(?<!\\)\$.*?(?<!\\)\$|\\\(.*?\\\)|\\\[.*?\\\]"
    r"|\\begin\{((?:align|equation|gather|multline|eqnarray|alignat|flalign)\*?|[a-zA-Z]*matrix"
    r"|cases|array)\}.*?\\end\{\1\}",
    re.DOTALL,
)
_NOT_A_SYMBOL = re.compile(
    r"\\(?:text\w*|mbox|hbox|emph|math(?:rm|bb|cal|frak|scr|sf|tt)|operatorname\*?|label|tag|color"
    r"|hspace|vspace|begin|end)\s*(?:\{[^{}]*\}|[A-Za-z])(?:(?<=\{array\})\s*\{[^{}]*\})?"
    r"|\{\\(?:rm|cal|sf|tt)\b[^{}]*\}|\\[A-Za-z]+|\\."
)
_PROSE_WORD = re.compile(r"(?<![\w'’\\])[A-Za-z](?![A-Za-z'’])")


def math_letters(text: str, *, all_math: bool = False) -> dict[int, str]:
    """The letters that stand in math, by their place.

    Args:
        text: a question, an option, a worked solution or a gold.
        all_math: whether `text` is a formula without delimiters, as golds are.
    """
    text = _CODE.sub(_blank, text)
    spans = [(0, len(text))] if all_math else [match.span() for match in _MATH.finditer(text)]
    return {
        start + place: letter
        for start, end in spans
        for place, letter in enumerate(_NOT_A_SYMBOL.sub(_blank, text[start:end]))
        if letter.isascii() and letter.isalpha()
    }


def prose_letters(text: str) -> set[str]:
    """The letters that stand alone outside math, but for the articles."""
    text = _CODE.sub(_blank, text)
    bounds = [0, *(bound for match in _MATH.finditer(text) for bound in match.span()), len(text)]
    prose = (text[start:end] for start, end in list(pairwise(bounds))[::2])
    return {
        match.group()
        for piece in prose
        for match in _PROSE_WORD.finditer(piece)
        if match.group() not in "aA" or not re.match(r"\s", piece[match.end() :] + " ")
    }


def rename(text: str, names: Mapping[str, str], *, all_math: bool = False) -> str:
    """Rename the letters that stand in math."""
    characters = list(text)
    for place, letter in math_letters(text, all_math=all_math).items():
        characters[place] = names.get(letter, letter)
    return "".join(characters)


def _blank(match: re.Match[str]) -> str:
    return " " * len(match.group())
