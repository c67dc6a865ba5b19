"""Prose: which parts of a text are plain English, and where its sentences are."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from clipo_bench.perturbations.text.latex import words

MAX_LENGTH = 20_000


class ProseError(ValueError):
    """It can't be told what is prose and what is a formula, or the text is too long."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence; ``text`` is what stands from `start` to `end`, without white space around."""

    start: int
    end: int
    text: str


# `$x$`, `$$x$$`, `\(x\)`, `\[x\]`, an environment, a diagram, or a command such as `\frac{1}{2}`.
_FORMULA = re.compile(
    r"\[asy\].*?\[/asy\]|\\begin\{(?P<env>[^{}]*)\}.*?\\end\{(?P=env)\}|\\\[.*?\\\]|\\\(.*?\\\)"
    r"|(?<!\\)\$\$.*?(?<!\\)\$\$|(?<!\\)\$.*?(?<!\\)\$|\\[A-Za-z]+\*?(?:\s*\{[^{}]*\})*",
    re.DOTALL,
)
# An amount of dollars: "$5", "$ 5", "$.50", "$<<2*3=6>>6".
_MONEY = re.compile(r"\$\s?\(?-?\.?\d|\$(?=<<)")
_ANNOTATION = re.compile(r"<<[^<>]*=[^<>]*>>")  # as in worked solutions of word problems
# Three lower-case words in a row, which no formula has: "costs a lot ".
_WORDS = re.compile(r"(?:(?<![\\A-Za-z])[a-z]+ ){3}")
# The end of a sentence: ". The", "?" A", ". $5".
_BOUNDARY = re.compile(r"[.?!]+[\"”’')\]]*(?P<gap>\s+)(?=[A-Z0-9$\"“‘(\\'\[€£])")
# A full stop that ends no sentence: "Mr.", "U.S.", "J.", "approx.".
_ABBREVIATION = re.compile(
    r"(?:^|[\s(\"“])(?:Mr|Mrs|Ms|Dr|Prof|St|Jr|Sr|Mt|Ft|Sgt|Capt|Gov|Gen|vs|etc|e\.g|i\.e|approx|Fig"
    r"|No|no|[A-Z]|(?:[A-Z]\.)+[A-Z])\.\Z"
)
# Sentences that ask: "How many", "Find", "Express".
_ASKS = re.compile(
    r"\W*(?:How|What|Which|When|Where|Who|Whose|Find|Determine|Compute|Calculate|Evaluate|Express"
    r"|Give|Solve|Simplify|Write|Estimate|State|Prove|Show|Figure|Tell|Help|Answer|Enter|Round)\b"
)
# He, she, it and whatever else leans on a sentence before it.
ANAPHORA = words(
    "he she it they him her them his hers its their theirs himself herself itself themselves this "
    "that these those then so but also too later rest another other others both former latter "
    "same next afterwards afterward however therefore thus meanwhile remaining instead finally "
    "lastly still again such one ones either neither each first second third last after before "
    "since while until once similarly likewise additionally moreover respectively together now "
    "already further furthermore because though although yet and or there here"
)
# A number that does not say what it counts leans on a noun said before.
BARE_NUMBER = re.compile(
    r"(?<![\w$€£.,/])(?:\d[\d,]*(?:\.\d+)?|two|three|four|five|six|seven|eight|nine|ten)(?![\w%])"
    r"(?!(?:[-/]\w|,\d| percent)| (?:times )?(?:(?:more|fewer|less|as many|as much) )?"
    r"(?!(?:than|as|of|more|many|much|in|on|and|or|to|for|times|less|fewer|that|each|by|from|at|is|was"
    r"|are|were|but|if|while|then|every|per|with)\b)[a-z]{2,})"
)


def formulas(text: str) -> tuple[tuple[int, int], ...]:
    r"""Where formulas and diagrams stand. Dollar signs before digits, and no other, are money.

    Raises:
        ProseError: a delimiter has no partner, or dollar signs may be either.
    """
    if len(text) > MAX_LENGTH:
        raise ProseError(f"{len(text)} characters are more than {MAX_LENGTH}")
    if is_money(text):
        return ()
    spans = tuple(match.span() for match in _FORMULA.finditer(text))
    outside = list(text)
    for start, end in spans:
        # "$5 for a few hats, $n for the rest": money, or the formula `$5 for a few hats, $`?
        if text[start] == "$" and _WORDS.search(text[start:end]) and "\\" not in text:
            raise ProseError("dollar signs may be money or formulas")
        outside[start:end] = " " * (end - start)
    # An escaped sign such as `\$` or `\{` opens nothing.
    rest = re.sub(r"\\[^A-Za-z]", "", "".join(outside))
    if found := re.search(r"[$\\{}]", rest):
        raise ProseError(f"{found.group()!r} is not paired")
    return spans


def is_money(text: str) -> bool:
    """Whether nothing in the text is a formula: every dollar sign stands before a number."""
    if "\\" in text or "[asy]" in text.lower():
        return False
    # "5+2=<<5+2=7>>7 apples for $7"
    annotated = _ANNOTATION.search(text) is not None
    return annotated or text.count("$") == len(_MONEY.findall(text))


def inside(spans: Sequence[tuple[int, int]], start: int, end: int) -> bool:
    """Whether ``start:end`` overlaps one of the spans, which are in order."""
    after = bisect_right(spans, (end - 1, end))
    return any(low < end and start < high for low, high in spans[max(0, after - 1) : after + 1])


def sentences(text: str, spans: Sequence[tuple[int, int]] = ()) -> tuple[Sentence, ...]:
    """Split a text at the ends of its sentences: not at "Mr.", not at "2.5", not in formulas.

    Args:
        text: any text.
        spans: where its formulas stand.
    """
    found: list[Sentence] = []
    start = len(text) - len(text.lstrip())
    for match in _BOUNDARY.finditer(text):
        end = match.start("gap")
        if inside(spans, match.start(), end) or _ABBREVIATION.search(text[start:end]):
            continue
        found.append(Sentence(start, end, text[start:end]))
        start = match.end()
    end = len(text.rstrip())
    if start < end:
        found.append(Sentence(start, end, text[start:end]))
    return tuple(found)


def first_question(found: Sequence[Sentence]) -> int | None:
    """Which sentence is the first that asks or orders something; None if none does."""
    for index, one in enumerate(found):
        if "?" in one.text or _ASKS.match(one.text):
            return index
    return None


def plain_words(text: str) -> list[str]:
    """The words of a text in small letters; what "Ann's" and "don't" end in is left off."""
    return [word.lower() for word in re.findall(r"[^\W\d_]+", re.sub(r"['’]\w+", "", text))]
