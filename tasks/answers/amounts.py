"""Amounts in a sentence: its numbers, and the one that the sentence is about."""

import re

from clipo_bench.tasks.answers.inline_math import content, formulas
from clipo_bench.tasks.answers.units import FACTORS

# A number on its own: with its sign, fraction, power, root or pi, and per cent sign. That of
# "5-digit", "2x2" and "3D" is part of a word.
NUMBER = re.compile(
    r"(?<![A-Za-z0-9_.^])(?<!base )(?:(?<!\d\s)(?:negative|minus)\s)?-?\$?"
    r"(?>\d+\s\d+/\d+|(?:\d[\d,]*(?:\.\d+)?|\.\d+)(?:/\d+|\^\{?-?\d+\}?|[²³¹⁰⁴-⁹]+)?)"
    r"(?:\s?(?:π|\\pi(?![A-Za-z]))|\s?√\d+|\\sqrt\{[^{}]*\})?%?"
    r"(?!(?:st|nd|rd|th)\b|-[A-Za-z]{2}|[x×]\d|D\b)"
    rf"(?:[ \t](?:{'|'.join(FACTORS)})s?\b)*",
    re.IGNORECASE,
)
# The number of "5-digit", where no other stands.
GLUED = re.compile(r"(?<![\w.^])\d[\d,]*(?:\.\d+)?(?=-[A-Za-z]{2})")
_WORDS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen"
    " sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety"
    " hundred"
).replace(" ", "|")
# In words, where no digit stands; "one" is more often a pronoun.
SPELLED = re.compile(rf"\b(?!one\b)(?:{_WORDS})(?:[- ](?:{_WORDS}))?\b", re.IGNORECASE)
_AMOUNT = (
    rf"(?:-?\$?\d[\d,]*(?: \d+/\d+|/\d+)?(?:\.\d+)?%?(?:[ \t](?:{'|'.join(FACTORS)})s?\b)?"
    rf"|⟦\d+⟧|(?:{_WORDS})(?:-(?:{_WORDS}))?(?![a-z]))"
)
_OPENING = (
    r"\A(?:\d{1,2}[.)]\s)?[\W_]*?(?:(?:so|therefore|thus),? according to [^,\d=]{1,60},\s*)?"
    r"(?:(?:so|thus|hence|therefore|then|in total|altogether|in all|finally)\b,?\s*)*"
)
# "Three trucks will be needed to carry 80 stones": the subject is the answer, where every later
# number stands behind a word that makes it a circumstance.
_LEADS = re.compile(
    rf"{_OPENING}(?P<amount>{_AMOUNT})\s+(?:[a-z-]+\s+){{1,6}}?"
    r"(?:(?:will|would|can|could|must|should|do|did|does)\b"
    r"|(?:is|are|were|was|have been|has been)\s+"
    r"(?:needed|required|left over|used|able|necessary|possible|sold|there)\b"
    r"|(?:think|believe|say|said|fit|fits|need|live|voted?|prefer|like|chose|attend|attended)\b)"
    r"(?P<rest>.*)",
    re.IGNORECASE | re.DOTALL,
)
# "There are 900 integers between 100 and 999", "He needs 5 bags for 35 cookies".
_THERE = re.compile(
    rf"{_OPENING}(?:there (?:are|is|were|was|will be|would be|must be)|we (?:need|have)|it takes"
    r"|il (?:lui |nous |leur |me )?(?:reste|restera|faut|faudra|y a|y aura)|es gibt|hay|habrá)\s+"
    rf"(?:exactly |only |a total of |in total )?(?P<amount>{_AMOUNT})(?=\s+[^\W\d]|-[a-z]|\s+\$\s)"
    r"(?P<rest>.*)",
    re.IGNORECASE | re.DOTALL,
)
# "Mia could order 28 pizzas with 2 toppings": what somebody can, will or should do.
_MODAL = re.compile(
    r"\A(?:\d{1,2}[.)]\s)?(?P<subject>[^\d=$:;]{1,120}?)"
    r"\b(?:can|could|will|would|must|should|needs? to|has to|have to)\s+"
    r"(?!(?:multiply|divide|add|subtract|increase|decrease|raise|replace|use|set|let)\b)(?:[a-z]+\s+){1,3}?"
    rf"(?P<amount>{_AMOUNT})\s+(?=[^\W\d])(?P<rest>.*)",
    re.IGNORECASE | re.DOTALL,
)
_COMPOUND = re.compile(r"\d+-(?=[a-z])|\d+[x×]\d+", re.IGNORECASE)
_CIRCUMSTANCE = re.compile(
    r"(?:\b(?:to|for|that|on|in|between|from|by|at|of|per|than|if|when|within|under|over|above|below"
    r"|up to|d'ici|dans|pour|entre|zwischen|für|para)\b|#)[^=]*\Z",
    re.IGNORECASE,
)
# Words that a conclusion follows, "5 boxes of 12 pens, so 60 pens".
_CONCLUDES = re.compile(
    r"[=:;]|,\s*(?:so|which|leaving|giving|making|for a total|thus|hence)\b"
    r"|,\s*(?:then|but|and|or)\s+(?:[\w']+\s+){0,3}?(?:is|are|was|were|has|have|had|will|can|must"
    r"|needs?|gets?|makes?|gives?|he|she|they|it|we|there|\$?\d[\d,.]*)\b"
    r"|\b(?:which|that)\s+(?:makes?|gives?|leaves?)\b"
    r"|\b(?:approximately|about|roughly)\s|\b(?:total|altogether|so|therefore)\b",
    re.IGNORECASE,
)
# "is 60", "costs 60", but not "to make 60 cookies".
_STATES = re.compile(
    r"\b(?:is|are|was|were)\s+(?:about |approximately |only |exactly )?[-$\\(\d⟦]"
    r"|\b(?<!to )(?:equals?|makes?|gives?|leaves?|costs?)\b",
    re.IGNORECASE,
)
# What a clause behind these says is a circumstance as well: "9 pairs whose mean is 20".
_RELATIVE = re.compile(
    r"\b(?:(?:for|in|of|with) which|such that|so that|whose|that|where|satisfying)\b", re.IGNORECASE
)
_ASIDE = re.compile(r"\s\([^()]*\)")


def leading_amount(sentence: str) -> str | None:
    """The amount that leads a sentence, where every other number is a circumstance."""
    hidden, held = _without_formulas(sentence)
    hidden = _COMPOUND.sub("", hidden)  # the number of "3-letter words" is no amount
    for pattern in (_LEADS, _THERE, _MODAL):
        match = pattern.match(hidden)
        rest = match["rest"] if match else ""
        if pattern is not _THERE:  # "there are 5 boxes with 12 pens" is no end
            rest = re.sub(r"\bwith\b(?! which)", "for", rest)
        if match and _circumstances(rest):
            amount = match["amount"]
            return held[int(amount.strip("⟦⟧"))] if amount.startswith("⟦") else amount
    return None


def _without_formulas(sentence: str) -> tuple[str, list[str]]:
    """A sentence with ``⟦0⟧`` and so on for its formulas, a letter for those without a digit."""
    held: list[str] = []
    hidden, end = "", 0
    for match in formulas(sentence) if "$" in sentence or "\\" in sentence else ():
        held.append(content(match))
        mark = f"⟦{len(held) - 1}⟧" if any(map(str.isdigit, held[-1])) else "x"
        hidden += sentence[end : match.start()] + mark
        end = match.end()
    return hidden + sentence[end:], held


def _circumstances(rest: str) -> bool:
    """Whether all numbers of a text stand behind words that make them circumstances."""
    rest = _ASIDE.sub("", rest)
    if _CONCLUDES.search(rest):
        return False
    relative = _RELATIVE.search(rest)
    if _STATES.search(rest[: relative.start() if relative else len(rest)]):
        return False
    number = NUMBER.search(rest)
    return not number or bool(_CIRCUMSTANCE.search(rest[: number.start()]))
