r"""The guess at a response that neither boxes nor announces its answer: what it says last.

It takes whole answers: of "the range is [-10, 4]" that is the interval, not the 4.
"""

import re
from collections.abc import Sequence

from clipo_bench.tasks.answers.amounts import GLUED, NUMBER, SPELLED
from clipo_bench.tasks.answers.announcements import SENTENCE_END, is_value, phrase
from clipo_bench.tasks.answers.given import asked_side, only_new
from clipo_bench.tasks.answers.inline_math import PROSE, content, formulas, whole_formula
from clipo_bench.tasks.answers.stated import asks_count, count, stated, without_condition

WHOLE_LENGTH = 300
SENTENCE_LENGTH = 400
MAX_FIRST = 40
MAX_SKIPPED = 3
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
# "This is because the largest digit is 9", "This matches what was given", "The bracket means
# that 1 is included": the sentences explain the answer before them.
_BECAUSE = re.compile(
    r"(?<=[\n.])\s*(?:(?:This|That) is because|This (?:matches|confirms|verifies)"
    r"|The (?:parenthes[ie]s|(?:square )?brackets?) (?:means?|indicates?|shows?|denotes?))\b"
    r"(?:(?!\n\s*\n).)*\Z",
    re.DOTALL,
)
# "To see this, multiply ...": the same, if nothing is concluded from it.
_TO_SEE = re.compile(
    r"\n\s*\n\s*To (?:see|verify|check|confirm) (?:this|that|it)\b"
    r"(?:(?!\b(?:therefore|thus|so|hence|which gives|we get)\b).)*\Z",
    re.DOTALL | re.IGNORECASE,
)
MAX_TO_SEE = 3000
MAX_BECAUSE = 600
_CONCLUDES = re.compile(r"\W*(?:so|thus|hence|therefore|finally|in total)\b", re.IGNORECASE)
# "NO_SOLUTION", "Therefore, there is no solution to this problem."
_NO_SOLUTION = re.compile(
    r"(?:\A|[\n.:])\s*[*_]*(?:(?:therefore|thus|so|hence),?\s+)?(?:there (?:is|are)\s+)?"
    r"(?P<words>no[ _](?:real[ _])?solutions?)\b"
    r"(?: (?:to|for|with|that)\b[^.\d\n]{1,80})?[.*_]*\s*\Z",
    re.IGNORECASE,
)
# The number of a step, as in "3) Solve for x".
_MARKER = re.compile(r"^[ \t*]*(?P<mark>\d{1,3})[.)][ \t*]+(?=[^\W\d])", re.MULTILINE)
_ORDINAL = re.compile(r"\b\d+(?:st|nd|rd|th)\b")
_LETTER = re.compile(r"\\?[A-Za-z]+|[A-Za-z]_\w")
# "7p + 4e" alone on the line behind "the total is:".
_EXPRESSION = re.compile(r"(?!.*[A-Za-z]{2})(?=.*[A-Za-z])(?=.*[-+*/^])[^=<>:$\\]{3,60}")
_NAMED = re.compile(r"(?:\b(?:is|are|be|to|as|by|equals?)|=)\s+\$[^$]{1,20}\$[\s.*]*\Z")
_AGAIN = r"(?:=|\\equiv|≡|\b(?:is|are))\s*\$?{}(?![\d.,]*\d|\s*[-+*/^×÷])"
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
    if "\nTo " in text and (shown := _TO_SEE.search(text, max(1, len(text) - MAX_TO_SEE))):
        text = text[: shown.start()]
    tail = _BECAUSE.sub("", text[-MAX_BECAUSE:])
    return _before_explanation(text[:-MAX_BECAUSE] + tail if tail.strip() else text)


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


def unsolvable(text: str) -> str | None:
    """The words "no solution", where a response ends by saying that there is none."""
    match = _NO_SOLUTION.search(text[-MAX_BECAUSE:])
    return match["words"].replace("_", " ") if match else None


def in_words(text: str) -> str | None:
    r"""A short response as it stands, which may be the gold in words, as ``odd $n$``."""
    text = _bare(text)
    short = len(text) <= WHOLE_LENGTH and "\n" not in text
    return text if short and not SENTENCE_END.search(text[:-1]) else None


def bold(text: str) -> str | None:
    """The last bold phrase."""
    phrases = [phrase(match[1]) for match in _BOLD.finditer(text)]
    return phrases[-1] if phrases else None


def last(text: str, question: str = "") -> str | None:
    """The answer that the last sentence with a number states, else its last formula or number.

    Args:
        text: a response.
        question: what was asked, if known: what it gives already is hardly the answer.
    """
    return _of_lines(text) or _of_words(text, question) or _of_sentence(text, question, MAX_SKIPPED)


def _of_lines(text: str) -> str | None:
    """A first line that the last one says again, or an expression alone behind a colon."""
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    if len(lines) < 2:
        return None
    first, before, final = lines[0], lines[-2], lines[-1]
    again = _AGAIN.format(re.escape(first)) if len(first) <= MAX_FIRST and is_value(first) else ""
    if again and re.search(again, final):
        return first
    return final.rstrip(".") if before.endswith(":") and _EXPRESSION.fullmatch(final) else None


def _of_words(text: str, question: str) -> str | None:
    """What a conclusion without a number says: "the 3rd field", or none of what was counted."""
    sentence = SENTENCE_END.split(text.rstrip(" \n.*").rpartition("\n")[2])[-1].strip()
    if not _CONCLUDES.match(sentence) or NUMBER.search(sentence):
        return None
    if asks_count(question) and (none := count(sentence)):
        return none
    ordinals = _ORDINAL.findall(sentence)
    return ordinals[0] if len(ordinals) == 1 and "$" not in sentence else None


def _of_sentence(text: str, question: str, tries: int) -> str | None:
    found = [match for match in formulas(text) if not PROSE.search(match[0])]
    marks = {match.end("mark") for match in _MARKER.finditer(text)}
    numbers = [match for match in NUMBER.finditer(text) if match.end() not in marks]
    numbers = numbers or list(GLUED.finditer(text))
    if not found and not numbers:
        spelled = SPELLED.findall(text)
        return spelled[-1] if spelled else None
    start, stop = _sentence(text, max(matches[-1].end() for matches in (found, numbers) if matches))
    sentence = text[start:stop]
    if len(sentence) > SENTENCE_LENGTH:
        return _latest(found, numbers, start)
    sentence = without_condition(sentence)
    stop = start + len(sentence)
    answer = stated(sentence, question)
    if answer is None:
        found = [match for match in found if match.start() < stop]
        numbers = [match for match in numbers if match.start() < stop]
        answer = _latest(found, numbers, start)
    # "It changes the sign of the $y$-coordinate" gives no answer, "it simplifies to $y$" does.
    concludes = _CONCLUDES.match(sentence) or _NAMED.search(sentence)
    if tries and _LETTER.fullmatch(answer) and not concludes:
        return _of_sentence(text[:start], question, tries - 1) or answer
    sentence = _MARKER.sub("", sentence)
    if not question:
        return answer
    return only_new(sentence, answer, question) or asked_side(answer, question) or answer


def _latest(found: Sequence[re.Match[str]], numbers: Sequence[re.Match[str]], start: int) -> str:
    """The last formula or number; `start` is where its sentence does."""
    if not found or (numbers and found[-1].end() < numbers[-1].end()):
        return numbers[-1][0].rstrip(",")
    formula = found[-1]
    if not any(character.isdigit() for character in formula[0]):  # as in "5 values of $x$"
        beside = [match[0] for match in numbers if start <= match.start() < formula.start()]
        if beside:
            return beside[-1].rstrip(",")
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
