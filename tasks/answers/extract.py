r"""Find the answer in a response.

The finders stand in `FINDERS`, surest first: a box, the words that announce an answer,
then what an answer often is when nothing announces it.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

Mode = Literal["full", "paper"]

_THOUGHT_END = "</think>"
_BOX = re.compile(r"\\(?:boxed|fbox)(?![A-Za-z])\s*(?P<brace>\{)?")
_BARE = re.compile(r"\s*(\\[A-Za-z]+|[^\s$\\{}.,]+)")
_BRACE = re.compile(r"\\.|[{}]", re.DOTALL)

_ANNOUNCED = re.compile(
    r"\banswer(?:[ \t]+to[^.\n:]{1,80}?)?[ \t]*(?:is|are|was|=)(?![a-z])[ \t]*:?"
    r"(?P<answer>[^\n]*(?:\n[ \t]*(?:\$\$|\\\[)[^\n]*(?:\n[^\n]+)?)?)",
    re.IGNORECASE,
)
_HASHES = re.compile(r"####[ \t]*(?P<answer>[^\n]+)")
_LABEL = re.compile(
    r"^[ \t>*_#-]*(?:(?:final[ \t]+)?answer|A)[ \t]*[*_]*[ \t]*:[ \t]*[*_]*(?P<answer>[^\n]+)",
    re.IGNORECASE | re.MULTILINE,
)
_BOLD = re.compile(r"\*\*(?P<answer>[^*\n]{1,200})\*\*")
_NUMBER = re.compile(r"(?<![\w.])-?\$?(?:\d[\d,]*(?:\.\d+)?|\.\d+)(?:/\d+)?%?(?![\w])")
_LETTER = re.compile(r"\((?P<a>[A-Z])\)|(?<![\w'’.])(?P<b>[A-Z])(?![\w'’])(?!\.\w| [a-z])")

_SENTENCE_END = re.compile(r"[.!?](?=\s|$)")
_MATH = re.compile(r"\$\$(.+?)\$\$|(?<!\\)\$(.+?)(?<!\\)\$|\\\((.+?)\\\)|\\\[(.+?)\\\]", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer and where it stood.

    Attributes:
        text: the answer, as it stands in the response; None if there is none.
        found: the finder's name; empty if there is no answer.
        cut: whether the response ends within an answer, or was cut before it gave one.
    """

    text: str | None
    found: str = ""
    cut: bool = False


def boxes(text: str) -> list[str]:
    r"""The contents of all closed boxes, in order: ``\boxed{..}``, ``\fbox{..}``, ``\boxed 5``."""
    contents, _ = _boxes(text)
    return contents


def _boxes(text: str) -> tuple[list[str], int | None]:
    """All closed boxes, and where the first box that never closes starts."""
    matches = list(_BOX.finditer(text))
    if not matches:
        return [], None
    closing = _closing_braces(text)
    contents: list[str] = []
    for match in matches:
        if match["brace"]:
            end = closing.get(match.end() - 1)
            if end is None:
                return contents, match.start()
            contents.append(text[match.end() : end].strip())
        elif bare := _BARE.match(text, match.end()):
            contents.append(bare[1])
    return contents, None


def _closing_braces(text: str) -> dict[int, int]:
    """Map each opening brace to its closing one, in one pass however deep they nest."""
    closing: dict[int, int] = {}
    stack: list[int] = []
    for match in _BRACE.finditer(text):
        if match[0] == "{":
            stack.append(match.start())
        elif match[0] == "}" and stack:
            closing[stack.pop()] = match.start()
    return closing


def _last_box(text: str, choice: bool) -> str | None:
    return next((content for content in reversed(boxes(text)) if content), None)


def _announced(text: str, choice: bool) -> str | None:
    return _last_phrase(_ANNOUNCED, text)


def _hashes(text: str, choice: bool) -> str | None:
    return _last_phrase(_HASHES, text)


def _label(text: str, choice: bool) -> str | None:
    return _last_phrase(_LABEL, text)


def _bold(text: str, choice: bool) -> str | None:
    found = _last_phrase(_BOLD, text)
    return found if found and (choice or any(c.isdigit() for c in found)) else None


def _last(text: str, choice: bool) -> str | None:
    if choice:
        letters = [match["a"] or match["b"] for match in _LETTER.finditer(text)]
        return letters[-1] if letters else None
    numbers = _NUMBER.findall(text)
    return numbers[-1] if numbers else None


def _last_phrase(pattern: re.Pattern[str], text: str) -> str | None:
    phrases = (_phrase(match["answer"]) for match in pattern.finditer(text))
    return next((phrase for phrase in reversed(list(phrases)) if phrase), None)


def _phrase(text: str) -> str:
    """Cut what follows an announcement down to the answer: its mathematics, or its sentence."""
    text = text.strip().strip("*_").strip()
    end = _SENTENCE_END.search(text)
    math = _MATH.search(text)
    if math and (end is None or math.start() < end.start()) and not text[: math.start()].strip():
        rest = text[math.end() :].strip()
        if not rest or rest[0] in ".,;:!?" or rest[0].isalpha():
            return next(group for group in math.groups() if group is not None).strip()
    if end and not (math and math.start() < end.start() < math.end()):
        text = text[: end.start()]
    return text.strip().strip("*_").strip()


def gold_answer(gold: str) -> str:
    """The answer of a gold that may be a whole solution: boxed, after ``####``, or labelled."""
    return _last_box(gold, False) or _hashes(gold, False) or _last_line_label(gold) or gold


def _last_line_label(text: str) -> str | None:
    return _label(text, False) if "\n" in text.strip() else None


Finder = Callable[[str, bool], str | None]

EXPLICIT: tuple[tuple[str, Finder], ...] = (
    ("boxed", _last_box),
    ("announced", _announced),
    ("hashes", _hashes),
    ("label", _label),
)
FALLBACK: tuple[tuple[str, Finder], ...] = (
    ("bold", _bold),
    ("last", _last),
)


def extract(
    response: str, *, mode: Mode = "full", choice: bool = False, truncated: bool = False
) -> Answer:
    """Find the answer in a response.

    Args:
        response: what the model wrote; only what follows a ``</think>`` counts.
        mode: ``paper`` takes the last box alone; ``full`` tries every finder in order.
        choice: whether the answer is an option's letter.
        truncated: the response was cut at its limit, so only an explicit answer counts.
    """
    text = response.rpartition(_THOUGHT_END)[2]
    _, open_box = _boxes(text)
    cut = truncated or open_box is not None
    text = text[:open_box]
    finders = EXPLICIT if cut else EXPLICIT + FALLBACK
    for name, find in finders[:1] if mode == "paper" else finders:
        if found := find(text, choice):
            return Answer(found, name)
    return Answer(None, cut=cut)
