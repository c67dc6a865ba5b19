r"""The guess at a response that neither boxes nor announces its answer: what it says last.

It takes whole answers: of "the range is [-10, 4]" that is the interval, not the 4.
"""

import re
from collections.abc import Sequence

from clipo_bench.tasks.answers.amounts import NUMBER, SPELLED, leading_amount
from clipo_bench.tasks.answers.announcements import (
    PROSE,
    SENTENCE_END,
    content,
    formulas,
    other_forms,
    phrase,
    whole_formula,
)

WHOLE_LENGTH = 300
SENTENCE_LENGTH = 400
NOTES = 4
MAX_CONFIDENCE = 100

_BOLD = re.compile(r"\*\*([^*\n]{1,200})\*\*")
# A paragraph behind the answer that says nothing of it.
_NOTE = re.compile(
    r"[ \t*_(\[#>-]*(?:(?:confidence|certainty|difficulty|time (?:taken|spent)"
    r"|word count|tokens?)\b"
    r"|let me know|feel free|please (?:let|feel|note)|i hope|hope this|note(?: that)?\b"
    r"|if you (?:have|need|want|would)|would you like|do you (?:want|need)|is there anything"
    r"|good luck|thank"
    r"|置信度|希望)[^\n]*",
    re.IGNORECASE,
)
_BE = r"(?:is|are|equals?|be|was|were|get|gives?|obtain|becomes|=|≈|:)"
_CONFIDENCE = re.compile(
    r"[ \t(\[*_]*\b(?:confidence|certainty)(?: (?:level|score))?[*_]*[ \t]*[:=][*_]*[ \t]*"
    r"\d[\d.]*[ \t]*(?:%|/[ \t]*10{1,2})?[)\]*_]*\.?\Z",
    re.IGNORECASE,
)
_EXPLAINS = re.compile(
    r"\n[ \t*_#]*(?:explanation|reasoning|steps|work|justification|rationale|check"
    r"|verification)[*_]*:",
    re.IGNORECASE,
)
_STATES = re.compile(rf"(?:(?<=\s)|(?<=[)\]}}]))(?:{_BE})(?=\s)\s+|[：为是]", re.IGNORECASE)
_UNITS = (
    r"(?:\s*(?:(?:square|cubic|sq\.?|cu\.?)\s+)?(?:units?|cm|mm|m|km|ft|in|inch(?:es)?|feet|meters?"
    r"|metres?|yards?|miles?|degrees?|dollars|radians?)(?:\^\{?\d\}?|[²³])?)?"
)
# Numbers and commands are taken whole: in parts, a long number would be tried in all of them.
_TERM = (
    r"(?:\d[\d,]*+(?:\.\d++)?+|\\[A-Za-z]++|[A-Za-z](?![A-Za-z])"
    r"|[π√∞∅∪∩²³±≤≥<>=+\-−*/^(){}\[\],;!|_.]|and\b|or\b|\s)"
)
_STATED = re.compile(rf"(?P<value>{_TERM}{{1,200}}?){_UNITS}\s*\Z")
# What makes a value more than the number that stands last in it.
_COMPOUND = re.compile(r"[A-Za-zπ√∞∪(\[{^+*/\\]|\d\s*[-−]\s*\d|,\s|\d\s+(?:and|or)\s")
_NAMED = re.compile(
    r"(?P<list>\$?(?P<name>[a-z])\s*=\s*[^=,\n]{1,40}?(?:(?:,\s*|,?\s+(?:and|or)\s+)\$?(?P=name)\s*=\s*"
    r"[^=,\n]{1,40}?){1,5})\s*\Z"
)
# "The least is -10, which occurs where A = 5": the rest says more of the answer.
_WHICH = re.compile(r",\s(?:which|where|when|because|since|as|and this)\s")
# No lone bracket, and no further clause, as in "17, and 20 - 3 = 17".
_WHOLE_VALUE = re.compile(r"(?=.*\w)(?!.*\band\b.*=)", re.DOTALL)
_SAID = re.compile(
    r"\b(?:is|are|equals?|makes?|gives?|leaves?)\b|\A(?:so|thus|hence|therefore|then)\b",
    re.IGNORECASE,
)
_SIGNS = re.compile(
    r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af](?:\s*-?\d|[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]{2})"
)
# "Total: 12 apples": a word that names the number behind it; sin 30 is a formula.
_TITLED = re.compile(
    r"(?!(?:sin|cos|tan|log|sqrt|base|root|pi|and|or)\b)[^\W\d_]{3,}[ :,：]+-?[$€£]?\d",
    re.IGNORECASE,
)


def without_notes(text: str) -> str:
    """A response without the notes behind its answer, such as "Confidence: 100%"."""
    text = text.rstrip()
    text = text[:-MAX_CONFIDENCE] + _CONFIDENCE.sub("", text[-MAX_CONFIDENCE:])
    for _ in range(NOTES):
        head, newline, line = text.rpartition("\n")
        if not newline or not head.strip() or not _NOTE.match(line):
            break
        text = head.rstrip()
    return _before_explanation(text)


def _before_explanation(text: str) -> str:
    """The answer alone, where an explanation follows it, as in "17, Explanation: 10 + 7 ..."."""
    match = _EXPLAINS.search(text)
    return text[: match.start()] if match and whole(text[: match.start()]) else text


def whole(text: str) -> str | None:
    """A response that is nothing but an answer."""
    text = _bare(text)
    if len(text) <= WHOLE_LENGTH and (formula := whole_formula(text)):
        return formula
    if len(text) > WHOLE_LENGTH or "\n" in text or PROSE.search(text) or _counts(text):
        return None
    prose = next(formulas(text), None) or SENTENCE_END.search(text[:-1])
    said = _SAID.search(text) or _TITLED.match(text)
    return None if prose or said else phrase(text) or None


def _counts(text: str) -> bool:
    """Whether a text without spaces, as of Chinese, is a sentence with a number in it."""
    return bool(re.search(r"\d", text) and _SIGNS.search(re.sub(r"\\[A-Za-z]+", "", text)))


def in_words(text: str) -> str | None:
    r"""A short response as it stands, which may be the gold in words, as ``odd $n$``."""
    text = _bare(text)
    short = len(text) <= WHOLE_LENGTH and "\n" not in text
    return text if short and not SENTENCE_END.search(text[:-1]) else None


def bold(text: str) -> str | None:
    """The last bold phrase."""
    phrases = [phrase(match[1]) for match in _BOLD.finditer(text)]
    return phrases[-1] if phrases else None


def last(text: str) -> str | None:
    """The answer that the last sentence with a number states, else its last formula or number."""
    found = [match for match in formulas(text) if not PROSE.search(match[0])]
    numbers = list(NUMBER.finditer(text))
    if not found and not numbers:
        spelled = SPELLED.findall(text)
        return spelled[-1] if spelled else None
    ends = [matches[-1].end() for matches in (found, numbers) if matches]
    start, stop = _sentence(text, max(ends))
    if stop - start <= SENTENCE_LENGTH and (stated := _stated(text[start:stop])):
        return stated
    if not found or (numbers and found[-1].end() < numbers[-1].end()):
        return numbers[-1][0]
    formula = found[-1]
    if not any(character.isdigit() for character in formula[0]):  # as in "5 values of $x$"
        beside = [match[0] for match in numbers if start <= match.start() < formula.start()]
        if beside:
            return beside[-1]
    return content(formula)


def _bare(text: str) -> str:
    return text.strip().strip("*_").strip()


def _sentence(text: str, position: int) -> tuple[int, int]:
    """Where the sentence around a position starts, and where it ends."""
    line = text.rfind("\n", 0, position) + 1
    starts = [match.end() for match in SENTENCE_END.finditer(text, line, position)]
    end = SENTENCE_END.search(text, position)
    newline = text.find("\n", position)
    stops = [end.start()] if end else []
    stops += [newline] if newline >= 0 else []
    return starts[-1] if starts else line, min(stops, default=len(text))


def _stated(sentence: str) -> str | None:
    """The whole answer of a sentence; None where its last number is as good."""
    sentence = sentence.strip().strip("*_").strip()
    if amount := leading_amount(sentence):
        return amount
    if (named := _NAMED.search(sentence)) and "$" not in named["list"]:
        return named["list"]
    tails = [sentence[match.end() :] for match in _STATES.finditer(sentence)][-3:]
    if forms := next((said for tail in tails if other_forms(said := tail.rstrip(" ."))), None):
        return forms
    if "$" in sentence or "\\(" in sentence:
        return _joined(sentence)
    return _value(sentence, tails)


def _value(sentence: str, tails: Sequence[str]) -> str | None:
    """The value behind the last word that states one, or the formula that a sentence is."""
    for tail in reversed(tails):
        if (cut := _WHICH.search(tail)) and (value := _STATED.fullmatch(tail[: cut.start()])):
            return value["value"].strip()
        value = _STATED.fullmatch(tail.rstrip(" .*_"))
        if value and _COMPOUND.search(value["value"]) and _WHOLE_VALUE.match(value["value"]):
            return value["value"].strip().rstrip(",;")
    if not tails and "\\" in sentence and not re.search(r"(?<!\\)\b[A-Za-z]{3,}\s", sentence):
        value = _STATED.fullmatch(sentence)
        return value["value"].strip() if value else None
    return None


_LISTED = re.compile(
    r"(?P<first>\$[^$\n]{1,60}\$)(?P<more>(?:(?:,\s*|,?\s+(?:and|or)\s+)\$[^$\n]{1,60}\$){1,6})\s*\Z"
)
_ARE = re.compile(r"\b(?:are|is|be|:)\s*\Z")


def _joined(sentence: str) -> str | None:
    """The formulas of a list that ends a sentence, as in "the roots are $1$ and $2$"."""
    match = _LISTED.search(sentence)
    if not match:
        return None
    names = {piece[0].strip("$ ").partition("=")[0].strip() for piece in formulas(match[0])}
    if not (len(names) == 1 or _ARE.search(sentence[: match.start()])):
        return None
    return ", ".join(content(piece) for piece in formulas(match[0]))
