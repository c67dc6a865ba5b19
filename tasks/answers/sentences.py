r"""The one number of a sentence that stands in a box, as ``\boxed{\text{He needs 24 bricks.}}``."""

import re

MAX_LENGTH = 200

_TEXT = re.compile(r"\\(?:text(?:bf|it|rm|normal)?|mathrm|mathbf|mbox)\s*\{([^{}]*)\}")
_SENTENCE = re.compile(
    r"\b(?:is|are|was|were|be|equals|needs?|has|have|had|gets?|makes?|made|costs?|earns?|earned"
    r"|takes?|took|sold|left|remains?|weighs?|spent|spends?|pays?|paid|will|answer|total|result"
    r"|contains?|requires?|there|[a-z]{3,}ed)\b|答案|共",
    re.IGNORECASE,
)
# Words by which a number is not what the sentence says, but a part of that.
_PART = re.compile(
    r"\b(?:not|no|all|every|any|each|multiples?|divisible|at least|at most|less|more|fewer|greater"
    r"|larger|smaller|than|between|modulo|mod|prime|odd|even|factors?|power|over|under|up to|or"
    r"|about|approximately|first|only if|if)\b|[<>]|\\(?:le|ge|lt|gt|ne|equiv)",
    re.IGNORECASE,
)
_NAME = re.compile(
    r"\A\s*(?:the\s+)?(?:final\s+)?(?:answer|total|result|sum)(?:\s+is)?\s*[:=]?\s*", re.I
)
_NUMBER = re.compile(
    r"(?<![\w.])-?\$?\d[\d,]*(?:\.\d+)?(?:/\d+)?%?|-?\\[dt]?frac\{[^{}]+\}\{[^{}]+\}"
)


def number_of_sentence(box: str) -> str | None:
    """The number of a box that holds a sentence with one; None for anything else."""
    if len(box) > MAX_LENGTH:
        return None
    text = _TEXT.sub(r" \1 ", box).replace("~", " ").strip().rstrip(".。")
    if name := _NAME.match(text):
        rest = text[name.end() :].strip()
        if name.end() and rest and not re.search(r"[A-Za-z]{2,}", re.sub(r"\\[A-Za-z]+", "", rest)):
            return rest
    numbers = [match[0].rstrip(",") for match in _NUMBER.finditer(text)]
    words = re.sub(r"\\[A-Za-z]+", "", text)
    if len(numbers) != 1 or not _SENTENCE.search(words) or _PART.search(text) or "=" in text:
        return None
    return numbers[0]
