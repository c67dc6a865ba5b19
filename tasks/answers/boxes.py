r"""The boxes of a response, ``\boxed{..}``, and which of them is the answer.

The rule, in one place:

1. The last box that holds something counts. Empty ones, ``\boxed{}``, and templates such as
   ``\boxed{answer}`` hold nothing.
2. Boxes with nothing but a comma, `and` or `or` between them are one list.
3. A last box that is empty or never closes gives no answer where a doubt stands between it and the
   box before, as in ``\boxed{7}. No, the sign was wrong: \boxed{``. Without a doubt the box before
   it counts.
4. An answer that is announced behind the last box, as in ``\boxed{7} Wait ... The answer is -7``,
   replaces it, if what is announced is a value and no prose; see `tasks.answers.extract`.

``--grader paper`` holds to the release instead: the last box that is not empty, and none where
the last one never closes.
"""

import re
from dataclasses import dataclass
from itertools import pairwise

MAX_JOINT = 64
MAX_TEMPLATE = 60

_BOX = re.compile(r"\\(?:boxed|fbox)(?![A-Za-z])\s*(?P<brace>\{)?")
_BARE = re.compile(r"\s*(\\[A-Za-z]+|[^\s$\\{}.,]+)")
# What leaves a box empty: nothing, space, or the gap of a question.
_BLANK = re.compile(
    r"(?:[\s?_~.]|\\(?:phantom|hspace\*?)\s*\{[^{}]*\}|\\(?:q?quad(?![A-Za-z])|[ ,;:!_]))*"
)
_BRACE = re.compile(r"\\.|[{}]", re.DOTALL)

_MARKS = r"[\s$\\()\[\]{}]*"
# Between boxes that are nothing but alternatives, or one list: no single one is the answer.
_LISTED = re.compile(rf"{_MARKS}(?:,|;|\bor\b|\band\b|\\text\s*\{{\s*(?:or|and)\s*\}}){_MARKS}")
# What may stand between boxes that are one answer together.
_JOINT = re.compile(r"[\s$\\()\[\]{}]*|[^\n.!?]{0,40}?(?:,|;|\b(?:and|or)\b)[^\n.!?]{0,12}")
# A box whose backslash (or the \b of \boxed, read as a backspace) was lost by escaping.
_LOST = re.compile(r"(?<![\\A-Za-z])(?:\\begin)?\x08?b?oxed(?=\s?\{)")
# What an instruction puts into its box, as "your answer"; a letter such as X may be an answer.
_TEMPLATE = re.compile(
    r"(?:\\(?:text|mathrm|textbf|mathbf)\s*\{)?\s*[<\[(\"']?\s*(?:insert\s+)?(?:(?:the|your|my)[\s_]+)?"
    r"(?:(?:final|numerical|numeric|correct|short|exact)[\s_]+)?"
    r"(?:answer|result|solution|option(?:\s+letter)?|choice|letter|number|value|response)"
    r"(?:\s+(?:here|goes here|letter|choice))?\s*[>\])\"']?\s*(?:\\?\.{2,}|\\[lc]?dots)?\s*\}?"
    r"|(?:\\text\s*\{)?\s*(?:\.{2,}|…|\\[lc]?dots|x{3,}|X{3,}|答案|最终答案|ответ|respuesta|réponse)\s*\}?",
    re.IGNORECASE,
)
# Words that take back what was said.
DOUBT = re.compile(
    r"\b(?:wait|no|not|but|hmm+|mistakes?|mistaken|wrong|incorrect|however|actually|instead|oops"
    r"|sorry|correction|error|let me (?:re|check|double)|reconsider|on second thought)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Box:
    """Where a closed box stands in a text, and where its content does."""

    start: int
    end: int
    inner: slice


@dataclass(frozen=True, slots=True)
class Boxed:
    """What the boxes of a text come to.

    Attributes:
        text: the answer; None if no box gives one.
        joint: the last boxes as one list, where several stand side by side.
        end: where the last box ends, holding something or not; 0 without boxes.
        open: where a box that never closes starts, if that is the last.
        doubted: whether the last box is empty or open, and takes the one before it back.
    """

    text: str | None
    joint: str | None
    end: int
    open: int | None
    doubted: bool


def boxes(text: str) -> tuple[list[Box], int | None]:
    r"""Find the boxes of a text: ``\boxed{..}``, ``\fbox{..}``, ``\boxed 5``.

    Returns:
        The closed boxes that are not empty, in order; and where the last box starts, if
        that one never closes.
    """
    found, open_box = _all(text)
    return [box for box in found if not _blank(text, box)], open_box


def _blank(text: str, box: Box) -> bool:
    return bool(_BLANK.fullmatch(text, box.inner.start, box.inner.stop))


def _all(text: str) -> tuple[list[Box], int | None]:
    """The closed boxes, empty or not, and where the last one starts if it never closes."""
    found: list[Box] = []
    open_box = None
    matches = list(_BOX.finditer(text))
    closing = _closing_braces(text) if matches else {}
    for match in matches:
        open_box = None
        if match["brace"]:
            end = closing.get(match.end() - 1)
            if end is None:
                open_box = match.start()
            else:
                found.append(Box(match.start(), end + 1, slice(match.end(), end)))
        elif bare := _BARE.match(text, match.end()):
            found.append(Box(match.start(), bare.end(), slice(*bare.span(1))))
    return found, open_box


def repair(text: str) -> str:
    r"""A text with its boxes as they were before escaping: ``boxed{12}`` is ``\boxed{12}``."""
    return _LOST.sub(lambda _: r"\boxed", text) if "oxed" in text else text


def boxed(text: str) -> Boxed:
    """What the boxes of a text come to, by the rule at the head of this module."""
    every, open_box = _all(text)
    found = [box for box in every if _holds(text, box)]
    end = max((box.end for box in every), default=0)
    last = len(text) if open_box is not None else end
    doubted = False
    if found and (open_box is not None or every[-1].end > found[-1].end):
        until = every[-1].start if open_box is None else open_box
        hollow = open_box is not None or not _template(text, every[-1])
        doubted = hollow and bool(DOUBT.search(text[found[-1].end : until]))
    if not found or doubted:
        return Boxed(None, None, last, open_box, doubted)
    alone = text[found[-1].inner].strip()
    together = _listed(text, found)
    if together:
        return Boxed(together, None, last, open_box, False)
    return Boxed(alone, _joint(text, found), last, open_box, False)


def _holds(text: str, box: Box) -> bool:
    """Whether a box's content may be an answer: it is neither blank nor a template."""
    return not _blank(text, box) and not _template(text, box)


def _template(text: str, box: Box) -> bool:
    short = box.inner.stop - box.inner.start <= MAX_TEMPLATE
    return short and bool(_TEMPLATE.fullmatch(text[box.inner].strip()))


def joint(text: str) -> str | None:
    r"""The last boxes as one list, as in ``\boxed{1} and \boxed{2}``; None if it is one alone."""
    return _joint(text, boxes(text)[0])


def _joint(text: str, found: list[Box]) -> str | None:
    group = found[-1:]
    for box in reversed(found[:-1]):
        if len(group) > MAX_JOINT or not _JOINT.fullmatch(text, box.end, group[-1].start):
            break
        group.append(box)
    contents = [text[box.inner].strip() for box in reversed(group)]
    return ", ".join(contents) if len(contents) > 1 else None


def listed(text: str) -> str | None:
    r"""The last boxes as one list, if only a comma, `and` or `or` stands between them.

    Then no box is the answer by itself: who writes ``\boxed{A} or \boxed{B}`` has not chosen.
    """
    return _listed(text, boxes(text)[0])


def _listed(text: str, found: list[Box]) -> str | None:
    pairs = pairwise(found[-MAX_JOINT:])
    apart = [not _LISTED.fullmatch(text, one.end, other.start) for one, other in pairs]
    last_gap = max((index for index, gap in enumerate(apart) if gap), default=-1)
    group = found[-MAX_JOINT:][last_gap + 1 :]
    contents = [text[box.inner].strip() for box in group]
    return ", ".join(contents) if len(contents) > 1 else None


def last_box(text: str) -> str | None:
    """The content of the last box that is not empty, as the release takes it."""
    found, _ = boxes(text)
    return text[found[-1].inner].strip() if found else None


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
