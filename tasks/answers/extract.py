r"""Find the answer in a response.

In what follows the last ``</think>``, up to where the response goes on with a next question,
these finders are tried in this order, and the first that finds something ends the search:

1. ``boxed``: the last box that is not empty, as ``\boxed{5}``, ``\fbox{5}`` or ``\boxed 5``;
   boxes with nothing but a comma, `and` or `or` between them are one list.
2. ``tagged``: what stands in the last ``<answer>``.
3. ``announced``: what follows the last "the answer is".
4. ``hashes``: what follows the last ``####``.
5. ``label``: what follows the last "Answer:" at the start of a line.
6. ``whole``: the whole response, if it is nothing but an answer.
7. ``bold``: the last bold text with a digit in it.
8. ``last``: the last formula or number; of a multiple choice the last letter.

The first five say that they are an answer. The rest are guesses, and not made where the
response was cut: at its limit, within a box or a formula, or while it repeated itself.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from clipo_bench.tasks.answers.units import FACTORS

Mode = Literal["full", "paper"]

_THOUGHT_END = "</think>"
_BOX = re.compile(r"\\(?:boxed|fbox)(?![A-Za-z])\s*(?P<brace>\{)?")
_BARE = re.compile(r"\s*(\\[A-Za-z]+|[^\s$\\{}.,]+)")
# What leaves a box empty: nothing, space, or the gap of a question.
_BLANK = re.compile(
    r"(?:[\s?_~.]|\\(?:phantom|hspace\*?)\s*\{[^{}]*\}|\\(?:q?quad(?![A-Za-z])|[ ,;:!_]))*"
)
_BRACE = re.compile(r"\\.|[{}]", re.DOTALL)

_ANNOUNCED = re.compile(
    r"(?<!incorrect )(?<!wrong )(?<!each )(?<!every )(?<!blank )"
    r"\banswer(?:[ \t]++to[^.\n:]{1,80}?)?[ \t]*+(?:is|are|was|=)(?![A-Za-z])"
    r"(?:[ \t]++(?:simply|therefore|thus|just|then))?+[ \t]*:?",
    re.IGNORECASE,
)
_HASHES = re.compile(r"####")
_LABEL = re.compile(
    r"^[ \t>*_#-]*(?:(?:final[ \t]+)?answer|A)[ \t]*+(?:[*_]++[ \t]*+)?:",
    re.IGNORECASE | re.MULTILINE,
)
# Words that follow an announcement without being an answer.
_NO_ANSWER = re.compile(
    r"the(?: same)?|correct|right|wrong|simply|clear|obvious|question"
    r"|[^\d\\$\s]+(?:\s+[^\d\\$\s]+){6,}",
    re.IGNORECASE,
)
_BOLD = re.compile(r"\*\*([^*\n]{1,200})\*\*")
_NUMBER = re.compile(
    r"(?<![\w.^])(?<!base )-?\$?(?>(?:\d[\d,]*(?:\.\d+)?|\.\d+)(?:/\d+|\^\{?-?\d+\}?)?)%?"
    r"(?!(?:st|nd|rd|th)\b)"
    rf"(?:[ \t](?:{'|'.join(FACTORS)})s?\b)*"
)
_LETTER = re.compile(r"\((?P<a>[A-Z])\)|(?<![\w'’.])(?P<b>[A-Z])(?![\w'’])(?!\.\w| [a-z])")
_MATH = re.compile(
    r"\$\$(.{1,1000}?)\$\$|(?<![\\$\w])\$(?!\$)([^$\n]{1,1000}?)(?<!\\)\$(?![\d$])"
    r"|\\\((.{1,1000}?)\\\)|\\\[(.{1,1000}?)\\\]",
    re.DOTALL,
)
_PROSE = re.compile(r"(?<![\\A-Za-z{])[A-Za-z]{2,}[ ,]+[A-Za-z]{2,}")
# A number that a sentence goes on from, as GSM8K's "#### 18 dollars every day".
_LEADING = re.compile(
    r"(-?\$?\d[\d,]*(?:\.\d+)?(?:/\d+)?%?"
    rf"(?:[ \t](?:{'|'.join(FACTORS)})s?\b)*)"
    r"[\"']?[ \t]+(?!(?:and|or)\b|to[ \t]+\d|[-+*/=x×^\\<>]|\d+/\d|\d{3}\b)"
    r"(?:[A-Za-z]*[^A-Za-z\s.]|[A-Za-z]+[ \t]+\S)"
)
_STATED = re.compile(
    r"\A(?!\(?[A-Z]\b)[^\d\\]*\b(?:is|are|equals|be)\b[ \t]*:?[ \t]*(?=.*[\d\\])", re.DOTALL
)
_REASON = re.compile(r",?\s(?:because|since|so|as|which|where|when|but)\s.*")

PHRASE_LENGTH = 2000
WHOLE_LENGTH = 300
LABELLED_LENGTH = 40
MAX_JOINT = 64

RUNAWAY_LENGTH = 300
RUNAWAY_PERIOD = 200

_OPEN_FORMULA = re.compile(r"\\[\[(](?:(?!\\[\])]).)*\Z", re.DOTALL)
# A base model goes on with the next question; some responses only repeat their own.
_NEXT_TURN = re.compile(r"\n[ \t]*\n[ \t]*(?:H|Human|User)[ \t]*:")
_NEXT_QUESTION = re.compile(r"\n[ \t]*\n[ \t]*(?:Q|Question|Problem)[ \t]*:")
# What joins the formulas of one announced list.
_MORE = re.compile(r"[ \t]*(?:,|;)?[ \t]*(?P<word>and|or)?[ \t]*(?=\$|\\\()")
_SENTENCE_END = re.compile(r"(?<![ap]\.m)[.?](?=\s|$)")
_MARKS = r"[\s$\\()\[\]{}]*"
# Between boxes that are nothing but alternatives, or one list: no single one is the answer.
_LISTED = re.compile(rf"{_MARKS}(?:,|;|\bor\b|\band\b|\\text\s*\{{\s*(?:or|and)\s*\}}){_MARKS}")
# What may stand between boxes that are one answer together.
_JOINT = re.compile(r"[\s$\\()\[\]{}]*|[^\n.!?]{0,40}?(?:,|;|\b(?:and|or)\b)[^\n.!?]{0,12}")


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer and where it stood.

    Attributes:
        text: the answer, as it stands in the response; None if there is none.
        found: the finder's name; empty if there is no answer.
        joint: the last boxes as one list, where several stand side by side.
        cut: whether the response ends within an answer, or was cut before it gave one.
    """

    text: str | None
    found: str = ""
    joint: str | None = None
    cut: bool = False


@dataclass(frozen=True, slots=True)
class Box:
    """Where a closed box stands in a text, and where its content does."""

    start: int
    end: int
    inner: slice


def boxes(text: str) -> tuple[list[Box], int | None]:
    r"""Find the boxes of a text: ``\boxed{..}``, ``\fbox{..}``, ``\boxed 5``.

    Returns:
        The closed boxes that are not empty, in order; and where the last box starts, if
        that one never closes.
    """
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
            elif not _BLANK.fullmatch(text, match.end(), end):
                found.append(Box(match.start(), end + 1, slice(match.end(), end)))
        elif bare := _BARE.match(text, match.end()):
            found.append(Box(match.start(), bare.end(), slice(*bare.span(1))))
    return found, open_box


def joint(text: str) -> str | None:
    r"""The last boxes as one list, as in ``\boxed{1} and \boxed{2}``; None if it is one alone."""
    found, _ = boxes(text)
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
    found, _ = boxes(text)
    pairs = pairwise(found[-MAX_JOINT:])
    apart = [not _LISTED.fullmatch(text, one.end, other.start) for one, other in pairs]
    last_gap = max((index for index, gap in enumerate(apart) if gap), default=-1)
    group = found[-MAX_JOINT:][last_gap + 1 :]
    contents = [text[box.inner].strip() for box in group]
    return ", ".join(contents) if len(contents) > 1 else None


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
    found, _ = boxes(text)
    return text[found[-1].inner].strip() if found else None


def _tagged(text: str, choice: bool) -> str | None:
    _, tag, inside = text.rpartition("<answer>")
    return _phrase(inside.partition("</answer>")[0][:PHRASE_LENGTH]) if tag else None


def _announced(text: str, choice: bool) -> str | None:
    return _after_last(_ANNOUNCED, text)


def _hashes(text: str, choice: bool) -> str | None:
    """What follows ``####``: its number, if that is the start of a sentence."""
    found = _after_last(_HASHES, text)
    leading = _LEADING.match(found) if found else None
    return leading[1] if leading else found


def _label(text: str, choice: bool) -> str | None:
    """What follows ``Answer:``, unless that is the heading of a whole explanation."""
    found = _after_last(_LABEL, text)
    if found is None:
        return None
    explains = found.endswith(":") or (len(found) > LABELLED_LENGTH and _PROSE.search(found))
    return None if explains else found


def _whole(text: str, choice: bool) -> str | None:
    """A response that is nothing but an answer."""
    text = text.strip().strip("*_").strip()
    if len(text) <= WHOLE_LENGTH and (formula := _MATH.fullmatch(text)):
        return _content(formula)
    if len(text) > WHOLE_LENGTH or "\n" in text or _PROSE.search(text):
        return None
    return None if _MATH.search(text) or _SENTENCE_END.search(text[:-1]) else text


def _bold(text: str, choice: bool) -> str | None:
    phrases = [_phrase(match[1]) for match in _BOLD.finditer(text)]
    found = phrases[-1] if phrases else None
    return found if found and (choice or any(c.isdigit() for c in found)) else None


def _last(text: str, choice: bool) -> str | None:
    """The last option letter; or what ends later, the last formula or the last number."""
    if choice:
        letters = [match["a"] or match["b"] for match in _LETTER.finditer(text)]
        return letters[-1] if letters else None
    formulas = [match for match in _MATH.finditer(text) if not _PROSE.search(match[0])]
    numbers = list(_NUMBER.finditer(text))
    if not formulas or (numbers and formulas[-1].end() < numbers[-1].end()):
        return numbers[-1][0] if numbers else None
    last = formulas[-1]
    if not any(character.isdigit() for character in last[0]):  # as in "5 values of $x$"
        start = _sentence_start(text, last.start())
        beside = [match[0] for match in numbers if start <= match.start() < last.start()]
        if beside:
            return beside[-1]
    return _content(last)


def _sentence_start(text: str, position: int) -> int:
    ends = [match.end() for match in _SENTENCE_END.finditer(text, 0, position)]
    return max(text.rfind("\n", 0, position) + 1, ends[-1] if ends else 0)


def _after_last(pattern: re.Pattern[str], text: str) -> str | None:
    """What follows the last match that something follows."""
    ends = [match.end() for match in pattern.finditer(text)]
    phrases = (_phrase(text[end : end + PHRASE_LENGTH]) for end in reversed(ends))
    return next((phrase for phrase in phrases if phrase and not _NO_ANSWER.fullmatch(phrase)), None)


def _phrase(text: str) -> str:
    """Cut what follows an announcement down to the answer: its formula, or its sentence."""
    text = text.strip().lstrip("*_:# \n")
    formula = _MATH.match(text)
    if formula and (chain := _chain(text, formula)):
        return chain
    if formula:
        rest = text[formula.end() :].lstrip("*_ ")
        if not rest or rest[0] in ".,;:!?\n" or rest[0].isalpha():
            return _content(formula)
    line, *others = text.split("\n")
    for other in others:  # a calculation ends with its last line
        if not other.lstrip(" \t&").startswith("="):
            break
        line = other.lstrip(" \t&=")
    line = line.rpartition("####")[2].strip()
    formulas = [(match.start(), match.end()) for match in _MATH.finditer(line)]
    for end in _SENTENCE_END.finditer(line):
        if not any(start < end.start() < stop for start, stop in formulas):
            line = line[: end.start()]
            break
    line = _REASON.sub("", line)
    return _STATED.sub("", line).strip().strip("*_").strip()


def _chain(text: str, formula: re.Match[str]) -> str | None:
    """The formulas that `and`, `or` and commas join to the first, as one list; None if none do."""
    found, words = [_content(formula)], 0
    while more := _MORE.match(text, formula.end()):
        following = _MATH.match(text, more.end()) if more[0].strip() else None
        if not following:
            break
        formula = following
        words += bool(more["word"])
        found.append(_content(formula))
    ends = not text[formula.end() :].strip(" \t*_") or text[formula.end()] in ".\n"
    return ", ".join(found) if len(found) > 1 and (words or ends) else None


def _content(formula: re.Match[str]) -> str:
    return next(group for group in formula.groups() if group is not None).strip()


def golds(gold: str) -> tuple[str, ...]:
    """The answer of a gold that may be a whole solution: boxed, after ``####``, or labelled.

    Returns:
        One text; two where several boxes stand side by side and either the last alone or all
        of them may be meant.
    """
    closed, open_box = boxes(gold)
    if not closed and open_box is not None:
        return (gold[open_box:].partition("{")[2].strip(),)
    if alternatives := listed(gold):
        return (alternatives,)
    if box := _last_box(gold, False):
        together = joint(gold)
        return (box, together) if together else (box,)
    finders = (_hashes, _label, _announced) if "\n" in gold.strip() else (_hashes, _announced)
    found = next((found for find in finders if (found := find(gold, False))), gold)
    return (found,)


def _runs_on(text: str) -> bool:
    """Whether a text ends in one piece again and again, or within a formula: nobody ended it."""
    text = text.rstrip()
    if _OPEN_FORMULA.search(text[-PHRASE_LENGTH:]):
        return True
    if len(text) < RUNAWAY_LENGTH:
        return False
    for period in range(1, RUNAWAY_PERIOD + 1):
        length = max(RUNAWAY_LENGTH, 3 * period)
        if len(text) >= length and text[-length:-period] == text[period - length :]:
            return True
    return False


def _first_turn(text: str) -> str:
    """What a response says before it goes on with a next question."""
    turn = _NEXT_TURN.search(text)
    if turn and text[: turn.start()].strip():
        text = text[: turn.start()]
    question = _NEXT_QUESTION.search(text)
    before = text[: question.start()] if question else ""
    return before if before and any(find(before, False) for _, find in EXPLICIT) else text


Finder = Callable[[str, bool], str | None]

EXPLICIT: tuple[tuple[str, Finder], ...] = (
    ("boxed", _last_box),
    ("tagged", _tagged),
    ("announced", _announced),
    ("hashes", _hashes),
    ("label", _label),
)
FALLBACK: tuple[tuple[str, Finder], ...] = (
    ("whole", _whole),
    ("bold", _bold),
    ("last", _last),
)


def after_thought(response: str) -> str:
    """What a response says once it has thought: all that follows its last ``</think>``."""
    return response.rpartition(_THOUGHT_END)[2]


def own_words(response: str) -> str:
    """What a response says once it has thought, up to a next question that it asks itself."""
    return _first_turn(after_thought(response))


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
    text = own_words(response) if mode == "full" else after_thought(response)
    _, open_box = boxes(text)
    if mode == "paper" and open_box is not None:
        return Answer(None, cut=True)  # an earlier box is not the last one
    text = text[:open_box]
    if mode == "paper":
        found = _last_box(text, choice)
        return Answer(found, "boxed") if found else Answer(None, cut=truncated)
    for name, find in EXPLICIT:
        if found := find(text, choice):
            return _boxed(text, found) if name == "boxed" else Answer(found, name)
    if truncated or open_box is not None or _runs_on(text):
        return Answer(None, cut=True)
    for name, find in FALLBACK:
        if found := find(text, choice):
            return Answer(found, name)
    return Answer(None)


def _boxed(text: str, last: str) -> Answer:
    alternatives = listed(text)
    return Answer(alternatives, "boxed") if alternatives else Answer(last, "boxed", joint(text))
