r"""Answers of several parts: lists, tuples, sets, intervals and matrices, taken apart."""

import re
from dataclasses import dataclass
from functools import lru_cache

CACHE_SIZE = 2**14

_CLOSING = {"(": ")", "[": "]", "{": "}"}
_SEPARATOR = re.compile(r"[,;]\s*(?:and|or)\s|[,;]|\s(?:and|or)\s")
_SEMICOLON = re.compile(";")  # beside commas it is what parts the items
_MATRIX = re.compile(
    r"\\begin\{(?P<name>[pbvBV]?matrix|smallmatrix|array)\}(?:\{[lcr| ]*\})?(?P<body>.*)"
    r"\\end\{(?P=name)\}",
    re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Parts:
    """A list, tuple, set or interval.

    Attributes:
        opening: the opening bracket, empty for a bare list.
        items: what stands between the separators.
        closing: the closing bracket, empty for a bare list.
    """

    opening: str
    items: tuple[str, ...]
    closing: str

    @property
    def unordered(self) -> bool:
        """Whether this is a set, or a bare list of solutions."""
        return self.opening in ("", "{")


@lru_cache(CACHE_SIZE)
def parts(text: str) -> Parts:
    """Take a normalised answer apart at its outermost commas; one item if it has none."""
    grouped = text.startswith("{")  # LaTeX shows no such brace, so it says nothing of order
    text = text.replace(r"\{", "{").replace(r"\}", "}").strip()
    if text and text[0] in _CLOSING and text[-1] in ")]}" and _wraps(text):
        if grouped:
            return Parts("", _items(text[1:-1]), "")
        return Parts(text[0], _items(text[1:-1]), text[-1])
    return Parts("", _items(text), "")


def _wraps(text: str) -> bool:
    """Whether the bracket at the start closes only at the end."""
    depth = 0
    for index, character in enumerate(text):
        depth += (character in "([{") - (character in ")]}")
        if depth == 0:
            return index == len(text) - 1
    return False


def _items(text: str) -> tuple[str, ...]:
    found = _split(text, _SEMICOLON) if "," in text and ";" in text else [text]
    if len(found) == 1:
        found = _split(text, _SEPARATOR)
    items = (item.strip() for item in found if item.strip())
    return tuple(signed for item in items for signed in _signs(item))


def _split(text: str, pattern: re.Pattern[str]) -> list[str]:
    """The pieces between separators that stand in no bracket."""
    found: list[str] = []
    start, depth, position = 0, 0, 0
    while position < len(text):
        character = text[position]
        depth += (character in "([{") - (character in ")]}")
        separator = pattern.match(text, position) if depth == 0 else None
        if separator:
            found.append(text[start:position])
            start = position = separator.end()
        else:
            position += 1
    return [*found, text[start:]]


def _signs(item: str) -> tuple[str, ...]:
    r"""Both values of ``a \pm b``."""
    if item.count(r"\pm") != 1:
        return (item,)
    return (item.replace(r"\pm", "+").strip(" +"), item.replace(r"\pm", "-").strip())


@lru_cache(CACHE_SIZE)
def matrix(text: str) -> tuple[tuple[str, ...], ...] | None:
    """The entries of a matrix, row by row; None if the text is none, or a determinant."""
    match = _MATRIX.fullmatch(text.strip("()[] "))
    if not match or r"\begin" in match["body"] or match["name"] in ("vmatrix", "Vmatrix"):
        return None
    rows = (row for row in re.split(r"\\\\", match["body"]) if row.strip())
    return tuple(tuple(entry.strip() for entry in row.split("&")) for row in rows)


def rows(text: str) -> tuple[tuple[str, ...], ...] | None:
    """The rows of a matrix in brackets, as ``[[1, 2], [3, 4]]``; None if the text is none.

    A plain tuple is one row. Only beside a matrix is it one: else it is a list of points.
    """
    outer = parts(text)
    if outer.opening not in ("(", "["):
        return None
    inner = [parts(item) for item in outer.items]
    if all(row.opening in ("(", "[") for row in inner):
        return tuple(row.items for row in inner)
    return (outer.items,)


_SIDE = r"[^<>=]+?"
_BETWEEN = re.compile(
    rf"(?P<low>{_SIDE})\s*(?P<a><|\\le(?![A-Za-z]))\s*(?P<name>{_SIDE})\s*"
    rf"(?P<b><|\\le(?![A-Za-z]))\s*(?P<high>{_SIDE})"
)
_BOUND = re.compile(rf"(?P<left>{_SIDE})\s*(?P<sign><|\\le(?![A-Za-z]))\s*(?P<right>{_SIDE})")
_VARIABLE = re.compile(r"(?!\\(?:pi|infty)$)\\?[A-Za-z]+(?:_\{?\w\}?)?")
_BUILT = re.compile(
    r"\\\{\s*(?P<name>[A-Za-z])\s*(?:\\in\s*\\mathbb\s*\{?R\}?\s*)?"
    r"(?:\\mid(?![A-Za-z])|\\vert(?![A-Za-z])|:|\|)\s*(?P<body>.*)\\\}"
)
_AND = re.compile(r"\s+and\s+|\\(?:land|wedge)(?![A-Za-z])")
_OR = re.compile(r"\s+or\s+|\\cup(?![A-Za-z])|\\lor(?![A-Za-z])|\\vee(?![A-Za-z])")


@lru_cache(CACHE_SIZE)
def interval(text: str) -> tuple[str, str] | None:
    r"""Write inequalities as intervals.

    Returns:
        The variable, and what it is in, as ``(1, 2] \cup (3, \infty)``; None if the text holds
        no inequality.
    """
    if match := _BUILT.fullmatch(text):
        text = match["body"]
    found = [_interval(_between(piece.strip())) for piece in _OR.split(text)]
    pieces = [piece for piece in found if piece]
    names = {name for name, _ in pieces}
    if len(pieces) < len(found) or len(names) != 1:
        return None
    return names.pop(), r" \cup ".join(span for _, span in pieces)


def _between(text: str) -> str:
    """Write ``x > 1 and x < 2`` as ``1 < x < 2``."""
    bounds = [_BOUND.fullmatch(_turned(bound.strip())) for bound in _AND.split(text)]
    if len(bounds) != 2 or not all(bounds):
        return text
    first, second = (bound for bound in bounds if bound)
    for lower, upper in ((first, second), (second, first)):
        if lower["right"] == upper["left"] and _VARIABLE.fullmatch(lower["right"].strip()):
            return (
                f"{lower['left']} {lower['sign']} {upper['left']} {upper['sign']} {upper['right']}"
            )
    return text


def _interval(text: str) -> tuple[str, str] | None:
    text = text.removeprefix("(").removesuffix(")") if _wraps(text) else text
    text = _turned(text)
    if (match := _BETWEEN.fullmatch(text)) and _VARIABLE.fullmatch(match["name"].strip()):
        opening, closing = ("(" if match["a"] == "<" else "["), (")" if match["b"] == "<" else "]")
        return match["name"].strip(), f"{opening}{match['low']}, {match['high']}{closing}"
    if not (match := _BOUND.fullmatch(text)):
        return None
    left, right = match["left"].strip(), match["right"].strip()
    if _VARIABLE.fullmatch(left) and not _VARIABLE.fullmatch(right):
        return left, rf"(-\infty, {right}{')' if match['sign'] == '<' else ']'}"
    if _VARIABLE.fullmatch(right) and not _VARIABLE.fullmatch(left):
        return right, rf"{'(' if match['sign'] == '<' else '['}{left}, \infty)"
    return None


def _turned(text: str) -> str:
    r"""Read ``2 \ge x > 1`` from its end; text whose signs point both ways stays as it is."""
    if "<" in text or r"\le" in text or not (">" in text or r"\ge" in text):
        return text
    pieces = re.split(r"(>|\\ge(?![A-Za-z]))", text)
    return "".join(
        "<" if piece == ">" else r"\le " if piece == r"\ge" else f" {piece.strip()} "
        for piece in reversed(pieces)
    ).strip()
