r"""What a sentence states: of "the range is [-10, 4]" the interval, and not its last number."""

import re
from collections.abc import Sequence

from clipo_bench.tasks.answers.amounts import leading_amount
from clipo_bench.tasks.answers.announcements import other_forms
from clipo_bench.tasks.answers.inline_math import content, formulas
from clipo_bench.tasks.answers.normalise import normalise
from clipo_bench.tasks.answers.numbers import number

MAX_TAILS = 3

_BE = r"(?:is|are|equals?|be|was|were|get|gives?|obtain|becomes|=|≈|:)"
# "the point is at (2, 5)", "is exactly 5", "is the interval [0, 7)".
_STATES = re.compile(
    rf"(?:(?<=\s)|(?<=[)\]}}]))(?:{_BE})(?=\s)\s+"
    r"(?:(?:at|exactly|just|only|the (?:interval|set|point|pair|ordered pair))\s+)?|[：为是]",
    re.IGNORECASE,
)
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
# No lone bracket, and no further clause, as in "17, and 20 - 3 = 17".
_WHOLE_VALUE = re.compile(r"(?=.*\w)(?!.*\band\b.*=)", re.DOTALL)
_LISTED = re.compile(
    r"(?P<first>\$[^$\n]{1,60}\$)(?P<more>(?:(?:,\s*|,?\s+(?:and|or)\s+)\$[^$\n]{1,60}\$){1,6})\s*\Z"
)
_ARE = re.compile(r"\b(?:are|is|be|:)\s*\Z")

# "The least is -10, which occurs where A = 5", "it is 6 amperes, assuming that $R = 20$",
# "$j$ is 35 when $k = 6$": the rest says under which condition.
_CONDITION = re.compile(
    r",\s(?:which(?!\s(?:makes?|gives?|leaves?|means|equals?|totals?|comes|brings"
    r"|(?:is|are)\s[-$\\\d(]))|where|when|because|since|as|and this|for all)\s"
    r"|,?\s(?:given that|assuming|regardless|provided|as long as|no matter)\b"
    r"|\s(?:when|if|where)\s(?=\$[^$]{1,80}\$\s*\Z)"
    r"|\s(?:in (?:interval notation|simplest form|lowest terms)|as a common fraction)\b"
)
_VALUE_ENDS = re.compile(
    r"(?:\s(?:is|are|be|equals?|becomes?|at)\s+(?:at\s)?(?:\$[^$]{1,100}\$"
    r"|-?[$€£]?\d[\d.,/]*%?|[(\[][^()\[\]]{1,60}[)\]])|=[^$=]{1,60}\$|\sbe\s\d[\d.,/]*)"
    r"(?:\s[a-z]+){0,3}\Z"
)
_STATING = (
    r"(?:\b(?:is|are|was|were|be|equals?|gives?|get|makes?)|[=:≈])"
    r"\s*(?:exactly |only |just |still )?"
)
_PREMISE = re.compile(r"\A(?:as|since|because|if|given|let)\b[^,]*\Z", re.IGNORECASE)

_SMALL = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
# "There are 3 such primes: 2, 3 and 5", "has two asymptotes at $x = 1$ and $x = 2$".
_COUNT = re.compile(
    r"\b(?:are|is|has|have|had|exist|find|get)\s+(?:exactly |only )?"
    rf"(?P<count>\d{{1,2}}|{'|'.join(_SMALL)})\s[^.:()]{{1,160}}?"
    r"(?::\s*(?P<list>[^:]{1,240})\Z|\((?P<aside>[^()]{1,120})\)"
    r"|(?:,\s|\s)(?:at|namely)\s(?P<at>[^:]{1,200})\Z)",
    re.IGNORECASE,
)
_ITEM = re.compile(r"\s*(?:,\s*(?:and|or)\b|,|\b(?:and|or)\b)\s*(?![^()]*\))")
_NONE = re.compile(r"\bthere (?:is|are) no\b", re.IGNORECASE)
_HOW_MANY = re.compile(r"\bhow many\b|\bnumber of\b", re.IGNORECASE)


def stated(sentence: str, question: str = "") -> str | None:
    """The whole answer of a sentence; None where its last number is as good."""
    sentence = sentence.strip().strip("*_").strip()
    if amount := leading_amount(sentence) or (count(sentence) if asks_count(question) else None):
        return amount
    if (named := _NAMED.search(sentence)) and "$" not in named["list"]:
        return named["list"]
    tails = [sentence[match.end() :] for match in _STATES.finditer(sentence)][-MAX_TAILS:]
    if forms := next((said for tail in tails if other_forms(said := tail.rstrip(" ."))), None):
        return forms
    if "$" in sentence or "\\(" in sentence:
        plain = tails and "$" not in tails[-1] and "\\(" not in tails[-1]
        return _value(sentence, tails[-1:]) if plain else _joined(sentence)
    return _value(sentence, tails)


def without_condition(sentence: str) -> str:
    """A sentence up to the condition or the reason behind the value that it states."""
    for match in _CONDITION.finditer(sentence):
        before = sentence[: match.start()]
        value = None if _PREMISE.match(before) else _VALUE_ENDS.search(before)
        # "$f(x) = g(x)$ when $x = 5$" answers when
        if value and not (value[0].startswith("=") and match[0].strip() in ("when", "if", "where")):
            return before
    return sentence


def ending(sentence: str, value: str) -> str:
    """The end of a sentence that states a value, with at most a few words such as its unit."""
    said = r"\$?" + re.escape(value) + r"\$?"
    match = re.search(_STATING + said + r"(?:\s[A-Za-z]+){0,3}[\s.*_)]*\Z", sentence)
    return match[0] if match else ""


def asks_count(question: str) -> bool:
    """Whether a question asks how many there are."""
    return bool(_HOW_MANY.search(question))


def count(sentence: str) -> str | None:
    """How many things a sentence says there are, where it lists as many, or none of them."""
    match = _COUNT.search(sentence)
    if match:
        items = _ITEM.split(next(group for group in match.group("list", "aside", "at") if group))
        known = number(normalise(match["count"].lower()))
        return match["count"] if known and known.value == len(items) else None
    return "0" if _NONE.search(sentence) else None


def _value(sentence: str, tails: Sequence[str]) -> str | None:
    """The value behind the last word that states one, or the formula that a sentence is."""
    for tail in reversed(tails):
        value = _STATED.fullmatch(tail.rstrip(" .*_"))
        if value and _COMPOUND.search(value["value"]) and _WHOLE_VALUE.match(value["value"]):
            return value["value"].strip().rstrip(",;")
    if not tails and "\\" in sentence and not re.search(r"(?<!\\)\b[A-Za-z]{3,}\s", sentence):
        value = _STATED.fullmatch(sentence)
        return value["value"].strip() if value else None
    return None


def _joined(sentence: str) -> str | None:
    """The formulas of a list that ends a sentence, as in "the roots are $1$ and $2$"."""
    match = _LISTED.search(sentence)
    if not match:
        return None
    pieces = [content(piece) for piece in formulas(match[0])]
    if " or " in match["more"] and other_forms(" or ".join(pieces)):
        return pieces[0]
    names = {piece.partition("=")[0].strip() for piece in pieces}
    if not (len(names) == 1 or _ARE.search(sentence[: match.start()])):
        return None
    return ", ".join(pieces)
