"""What a question gives already: of a sentence that repeats it, the rest is the answer.

Of "68 of the fish had 3 spots" nobody can tell which number answers, but after "How many of the
160 fish had 3 spots?" it is the 68.
"""

import re
from collections.abc import Iterator
from fractions import Fraction
from functools import lru_cache

from clipo_bench.tasks.answers.amounts import NUMBER
from clipo_bench.tasks.answers.inline_math import content, formulas
from clipo_bench.tasks.answers.normalise import normalise
from clipo_bench.tasks.answers.numbers import number
from clipo_bench.tasks.answers.stated import ending

MAX_QUESTION = 4000
MAX_VALUES = 12

_DIGITS = re.compile(r"\d[\d,]*(?:\.\d+)?")
_WORD = (
    "(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen"
    "|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
    "|hundred|thousand|million)"
)
_SPELLED = re.compile(rf"\b{_WORD}(?:(?:-|\s+(?:and\s+)?){_WORD})*\b", re.IGNORECASE)
_LETTER = re.compile(r"\\?[A-Za-z]+(?:_\w)?|\([A-Za-z](?:,\s*[A-Za-z])*\)")
_RATIO = re.compile(r"\d\s?:\s?\d")
_ASKED = re.compile(r"\w.*[-+*/^(\\]")
# The last clause of a conclusion: "... leaves 1, so 57 is the inverse of 7".
_SO = re.compile(r",\s+(?:and\s+)?(?:so|thus|hence|therefore)\s", re.IGNORECASE)


def only_new(sentence: str, found: str, question: str) -> str | None:
    """The one value of a sentence that its question does not give.

    Args:
        sentence: of a response.
        found: what would be taken for the answer.
        question: what was asked.

    Returns:
        None if the question does not give `found`, if the sentence states `found` at its end, or
        if no other value or several are new.
    """
    if not _is_given(found, question) or _RATIO.search(sentence):
        return None
    end = ending(sentence, found).rstrip(" .")
    if end and _squeezed(end) not in _squeezed(question):  # "how many daps equal 42 baps?"
        return None
    clause = _SO.split(sentence)[-1]
    values = list(_values(clause))
    new = [value for value in values if not _is_given(value, question)]
    return new[0] if len({_worth(value) for value in new}) == 1 and len(values) > 1 else None


def asked_side(equation: str, question: str) -> str | None:
    """What an equation says of its left side, where that is what was asked for.

    ``x^2 - y^2 = 21`` answers "Evaluate $x^2 - y^2$" with 21, though it might be a curve's.
    """
    left, equals, _ = equation.partition("=")
    right = equation.rpartition("=")[2].strip()
    asked = _ASKED.search(left) and _squeezed(left) in _squeezed(question)
    return right if equals and right and asked and not _is_given(equation, question) else None


def _values(sentence: str) -> Iterator[str]:
    """The formulas and the numbers of a sentence; none of those that are too many to be one."""
    outside, end = "", 0
    for match in list(formulas(sentence))[:MAX_VALUES]:
        outside += sentence[end : match.start()] + " x "
        end = match.end()
        yield content(match)
    yield from (match[0] for match in NUMBER.finditer(outside + sentence[end:]))


def _is_given(value: str, question: str) -> bool:
    if _LETTER.fullmatch(value):
        return True
    worth = _worth(value)
    if isinstance(worth, Fraction) and worth in _numbers(question):
        return True
    return any(not c.isdigit() for c in value) and _squeezed(value) in _squeezed(question)


def _worth(value: str) -> Fraction | str:
    known = number(normalise(value))
    return known.value if known else _squeezed(value)


@lru_cache(256)
def _numbers(question: str) -> frozenset[Fraction]:
    """The numbers of a question, in digits or in words."""
    question = question[:MAX_QUESTION]
    digits = (match[0].replace(",", "") for match in _DIGITS.finditer(question))
    words = (number(normalise(match[0])) for match in _SPELLED.finditer(question))
    return frozenset(map(Fraction, digits)) | {word.value for word in words if word}


@lru_cache(1024)
def _squeezed(text: str) -> str:
    return re.sub(r"\\(?:left|right|[,;!: ])|[\s{}]", "", text.replace("dfrac", "frac"))
