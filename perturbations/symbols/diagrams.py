"""What an Asymptote diagram shows: its labels are text, its variables are code."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from clipo_bench.perturbations.text.latex import LatexError, Mode, Token, TokenKind, tokenize

_ASY = re.compile(r"\[asy\]|\\begin\{asy\}", re.IGNORECASE)
# Asymptote: `// comment`, `/* comment */` or `"$A$"`.
_LABEL_OR_COMMENT = re.compile(r'//[^\n]*|/\*.*?\*/|"(?P<label>(?:\\.|[^"\\])*)"', re.DOTALL)
# A letter by itself: the `A` of `A--B`; not `draw`, `\A`.
_ALONE = re.compile(r"(?<![A-Za-z\\])[A-Za-z](?![A-Za-z])")
# `xaxis(...)`, `Ticks`, `graph(f, 0, 1)`.
_AXES = re.compile(r"(?i)ax[ie]s|ticks|\bgraph\s*\(")
# `"x"`, `"$y$"`.
_AXIS_LABELS = re.compile(r'"\s*\$?\s*[xy]\s*\$?\s*"')


@dataclass(slots=True)
class Diagrams:
    """The diagrams of a text.

    Attributes:
        tokens: the text's tokens, with the labels' own among them.
        shown: the letters that stand in a label.
        named: the letters that the code uses as names.
        unread: the letters of diagrams whose labels can't be told from their code.
        axes: whether a diagram draws axes.
    """

    tokens: list[Token] = field(default_factory=list)
    shown: set[str] = field(default_factory=set)
    named: set[str] = field(default_factory=set)
    unread: set[str] = field(default_factory=set)
    axes: bool = False


def read_diagrams(tokens: Sequence[Token]) -> Diagrams:
    """Read the labels of all diagrams among a text's tokens."""
    found = Diagrams()
    for token in tokens:
        if token.kind is not TokenKind.CODE:
            found.tokens.append(token)
            continue
        try:
            pieces = list(_pieces(token))
        except LatexError:
            found.unread |= _drawn(token.text) | set(_ALONE.findall(token.text))
            pieces = [token]
        found.tokens += pieces
        for piece in pieces:
            if piece.kind is TokenKind.CODE:
                found.named |= set(_ALONE.findall(piece.text))
            elif piece.kind is TokenKind.LETTERS:
                found.shown |= set(piece.text)
        axis_labels = set(_AXIS_LABELS.findall(token.text))
        found.axes |= _AXES.search(token.text) is not None or len(axis_labels) > 1
    return found


def _pieces(token: Token) -> Iterator[Token]:
    """Split a diagram into code and the tokens of its labels.

    Raises:
        LatexError: a label can't be read, is a pattern for numbers, or it is no Asymptote.
    """
    code = token.text
    # `\begin{tikzpicture}`: labels are not in quotes
    if not _ASY.match(code):
        raise LatexError("only Asymptote has labels in quotes")
    position = 0
    for match in _LABEL_OR_COMMENT.finditer(code):
        label = match["label"]
        if label is None:
            continue
        # "%.2f"
        if "%" in label:
            raise LatexError("a pattern for numbers in the diagram")
        start, end = match.span("label")
        yield Token(TokenKind.CODE, Mode.CODE, code[position:start], token.start + position)
        for part in tokenize(label):
            yield Token(part.kind, part.mode, part.text, token.start + start + part.start)
        position = end
    yield Token(TokenKind.CODE, Mode.CODE, code[position:], token.start + position)


def _drawn(code: str) -> set[str]:
    labels = " ".join(re.findall(r'"[^"]*"', code))
    return {letter for run in re.findall(r"(?<![A-Za-z\\])[A-Za-z]+", labels) for letter in run}
