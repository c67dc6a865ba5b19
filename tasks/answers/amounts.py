"""Amounts in a sentence: its numbers, and the one that the sentence is about."""

import re

from clipo_bench.tasks.answers.units import FACTORS

# A number on its own: with its sign, fraction, power, root or pi, and per cent sign.
NUMBER = re.compile(
    r"(?<![A-Za-z0-9_.^])(?<!base )(?:(?<!\d\s)(?:negative|minus)\s)?-?\$?"
    r"(?>(?:\d[\d,]*(?:\.\d+)?|\.\d+)(?:/\d+|\^\{?-?\d+\}?|[²³¹⁰⁴-⁹]+)?)"
    r"(?:\s?(?:π|\\pi(?![A-Za-z]))|\s?√\d+|\\sqrt\{[^{}]*\})?%?"
    r"(?!(?:st|nd|rd|th)\b)"
    rf"(?:[ \t](?:{'|'.join(FACTORS)})s?\b)*",
    re.IGNORECASE,
)
_WORDS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen"
    " sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety"
    " hundred"
).replace(" ", "|")
# In words, where no digit stands; "one" is more often a pronoun.
SPELLED = re.compile(rf"\b(?!one\b)(?:{_WORDS})(?:[- ](?:{_WORDS}))?\b", re.IGNORECASE)
_AMOUNT = (
    rf"(?:-?\$?\d[\d,]*(?: \d/\d+)?(?:\.\d+)?%?(?:[ \t](?:{'|'.join(FACTORS)})s?\b)?"
    rf"|(?:{_WORDS})(?:-(?:{_WORDS}))?(?![a-z]))"
)
_OPENING = (
    r"\A[\W_]*(?:(?:so|therefore|thus),? according to [^,\d=]{1,60},\s*)?"
    r"(?:(?:so|thus|hence|therefore|then|in total|altogether|in all|finally)\b,?\s*)*"
)
# "Three trucks will be needed to carry 80 stones": the subject is the answer, where every later
# number stands behind a word that makes it a circumstance.
_LEADS = re.compile(
    rf"{_OPENING}(?P<amount>{_AMOUNT})\s+(?:[a-z-]+\s+){{1,4}}?"
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
    rf"\A(?P<subject>[^\d=$:;]{{1,120}}?)\b(?:can|could|will|would|must|should)\s+(?:[a-z]+\s+){{1,3}}?"
    rf"(?P<amount>{_AMOUNT})\s+(?=[^\W\d])(?P<rest>.*)",
    re.IGNORECASE | re.DOTALL,
)
_COMPOUND = re.compile(r"\d+-(?=[a-z])", re.IGNORECASE)
_CIRCUMSTANCE = re.compile(
    r"(?:\b(?:to|for|that|on|in|between|from|by|at|of|per|than|if|when|within|under|over|above|below"
    r"|up to|d'ici|dans|pour|entre|zwischen|für|para)\b|#)[^=]*\Z",
    re.IGNORECASE,
)
_CONCLUDES = re.compile(
    r"[=:;]|,\s*(?:so|which|leaving|giving|making|for a total|thus|hence|then|but|and|or)\b"
    r"|\b(?:is|are|was|were)\s+(?:about |approximately |only |exactly )?[-$\\(\d]"
    r"|\b(?:approximately|about|roughly)\s"
    r"|\b(?:total|altogether|so|therefore|equals?|makes?|gives?|leaves?|(?<!that )costs?)\b",
    re.IGNORECASE,
)


def leading_amount(sentence: str) -> str | None:
    """The amount that leads a sentence, where every other number is a circumstance."""
    sentence = _COMPOUND.sub("", sentence)  # the number of "3-letter words" is no amount
    for pattern in (_LEADS, _THERE, _MODAL):
        match = pattern.match(sentence)
        rest = match["rest"] if match else ""
        if pattern is not _THERE:  # "there are 5 boxes with 12 pens" is no end
            rest = re.sub(r"\bwith\b", "for", rest)
        if match and _circumstances(rest):
            return match["amount"]
    return None


def _circumstances(rest: str) -> bool:
    """Whether all numbers of a text stand behind words that make them circumstances."""
    if _CONCLUDES.search(rest):
        return False
    number = NUMBER.search(rest)
    return not number or bool(_CIRCUMSTANCE.search(rest[: number.start()]))
