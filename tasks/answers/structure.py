r"""Answers of several parts: lists, tuples, sets, intervals and matrices, taken apart."""

import re
from dataclasses import dataclass

_CLOSING = {"(": ")", "[": "]", "{": "}"}
_SEPARATOR = re.compile(r"[,;]\s*(?:and|or)\s|[,;]|\s(?:and|or)\s")
_MATRIX = re.compile(
    r"\\begin\{(?P<name>[pbvBV]?matrix|array)\}(?:\{[lcr| ]*\})?(?P<body>.*)\\end\{(?P=name)\}",
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
    found: list[str] = []
    start, depth, position = 0, 0, 0
    while position < len(text):
        character = text[position]
        depth += (character in "([{") - (character in ")]}")
        separator = _SEPARATOR.match(text, position) if depth == 0 else None
        if separator:
            found.append(text[start:position])
            start = position = separator.end()
        else:
            position += 1
    found.append(text[start:])
    items = (item.strip() for item in found if item.strip())
    return tuple(signed for item in items for signed in _signs(item))


def _signs(item: str) -> tuple[str, ...]:
    r"""Both values of ``a \pm b``."""
    if item.count(r"\pm") != 1:
        return (item,)
    return (item.replace(r"\pm", "+").strip(" +"), item.replace(r"\pm", "-").strip())


def matrix(text: str) -> tuple[tuple[str, ...], ...] | None:
    """The entries of a matrix, row by row; None if the text is none."""
    match = _MATRIX.fullmatch(text.strip("()[] "))
    if not match or r"\begin" in match["body"]:
        return None
    rows = (row for row in re.split(r"\\\\", match["body"]) if row.strip())
    return tuple(tuple(entry.strip() for entry in row.split("&")) for row in rows)
