"""StandardName: a notation in which a letter has a meaning of its own; parts of such notations."""

from collections.abc import Sequence
from dataclasses import dataclass

CAPITALS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
SMALL = CAPITALS.lower()
LETTERS = (*CAPITALS, *SMALL)
ARITHMETIC = (
    *(r"\phi", r"\varphi", r"\sigma", r"\tau", r"\mu", r"\omega", r"\Omega", r"\lambda"),
    *(r"\Lambda", r"\nu", r"\pi", r"\psi"),
)


@dataclass(frozen=True, slots=True)
class StandardName:
    """A notation in which a letter has a meaning of its own.

    Attributes:
        why: the meaning.
        letters: the letters that may stand at the ``@`` of `shape`.
        shape: how it is written.
        example: a formula with such a letter.
        beside: what has to stand somewhere in the text as well.
        unless: what must not stand in the text.
        by_equation: whether an equation may introduce the letter.
    """

    why: str
    letters: Sequence[str]
    shape: str
    example: str
    beside: str = ""
    unless: str = ""
    by_equation: bool = True


# Words of geometry: capitals are points there, and `CX` is a segment.
FIGURES = (
    r"(?i)\b(?:points?|vert(?:ex|ices)|coordinates?|\w*angles?|\w*laterals?|\w*grams?|\w*gons?"
    r"|trapezoids?|rhomb\w+|squares?|circles?|segments?|lines?|bisect\w*|graph(?:ed)?|plane|midpoints?|\w*hedr\w+"
    r"|semicircles?|rays?|chords?|arcs?|diagonals?|kites?|image)\b|\\(?:triangle|angle|overline)"
)
# A number, a small letter, or a short product or sum of such: 12, n, 2n+1, {n-1}.
INDEX = (
    r"(?:\{\s*(?:[\da-z]{1,3}|\d+\s*[,\\times ]+\s*\d+|[a-z]\s*[-+,^]\s*[\da-z]{1,2}"
    r"|\\infty)\s*\}|[\da-z])"
)
# `(`, `\left(`, `\bigl(`.
OPENS = r"\s*\}?\s*(?:\\left|\\[bB]igg?l?)?\s*\("
# A letter, or a Greek one, as what is differentiated.
DIFFERENTIATED = r"\\?[A-Za-z]+(?:_\w|\([^()$]*\))?"
