"""A second, cruder reading of numbers in English and of a worked solution's steps.

It shares no code and no word lists with `perturbations.programs` and `perturbations.text`, so a
mistake there does not repeat itself here. `second_opinion` compares with it.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum
from fractions import Fraction
from operator import add, mul, sub, truediv

_SMALL = [
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
    *("eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen"),
    "nineteen",
]
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_WORTH = {word: value for value, word in enumerate(_SMALL)} | {
    word: 10 * value for value, word in enumerate(_TENS, start=2)
}
_SCALES = {"hundred": 100, "thousand": 1000, "million": 10**6}
_PARTS = {
    **{"half": 2, "halve": 2, "third": 3, "quarter": 4, "fourth": 4, "fifth": 5, "sixth": 6},
    **{"seventh": 7, "eighth": 8, "ninth": 9, "tenth": 10},
}
_TIMES = {"twice": 2, "thrice": 3, "doubl": 2, "tripl": 3, "quadrupl": 4}
_DIGIT_WORDS = "|".join(sorted([*_WORTH, *_SCALES], key=len, reverse=True))
_PART_WORDS = "|".join(_PARTS)
# "2/3", "1,200.50", "two-thirds", "a quarter of", "half", "twice", "a dozen", "twenty-five"
_NUMBER = re.compile(
    rf"(?P<ratio>\d+\s?/\s?\d+)(?![\d/])|(?P<digits>\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?|\d*\.\d+|\d+)"
    rf"(?!\d|st\b|nd\b|rd\b|th\b)"
    rf"|\b(?P<top>one|two|three|four|five|six|seven|eight|nine)[- ](?P<parts>{_PART_WORDS})s?\b"
    rf"|\ban?\s(?P<part>{_PART_WORDS})(?=\s(?:of|as|more|less|fewer|the|that)\b)"
    r"|\b(?P<half>half|halves|halved)\b"
    r"|\b(?P<times>twice|thrice|(?:doubl|tripl|quadrupl)(?:e[sd]?|ing))\b"
    r"|\b(?P<dozen>dozens?)\b"
    rf"|\b(?P<words>(?:{_DIGIT_WORDS})(?:(?:[- ]|\sand\s)(?:{_DIGIT_WORDS}))*)\b",
    re.IGNORECASE,
)
_WORD = re.compile(r"[A-Za-z]+(?:['’][a-z]+)?|[$%]")
_STOP = re.compile(r"[.?!](?:\s|$)|\n")
# Words that say nothing of what a number counts.
_PLAIN_WORDS = re.compile(
    r"a|an|the|of|in|on|at|to|for|and|or|is|are|was|were|be|been|has|have|had|he|it|they|his"
    r"|her|its|their|him|them|this|that|these|those|so|if|then|with|from|by|as|will|would|each"
    r"|per|every|how|many|much|what|who|which|when|while|than|there|do|does|did|can|could|not"
    r"|no|only|also|but|all|total|altogether|more|number|times|she|into|out|up|after|before|s|x"
    r"|get|gets|got|one|need|needs|we|i|you|my|your|now"
)
NEAR = 3
AROUND = 8


class Kind(Enum):
    """What a number in a text is, as far as it matters for how a step shows it."""

    PLAIN = "plain"
    MONEY = "money"
    PERCENT = "per cent"
    SHARE = "share"
    TIMES = "times"


@dataclass(frozen=True, slots=True)
class SaidNumber:
    """A number in a text.

    Attributes:
        after: the words right behind it, that say what it counts.
        around: the words near it, in its sentence.
    """

    start: int
    end: int
    value: Fraction
    kind: Kind
    after: frozenset[str] = frozenset()
    around: frozenset[str] = frozenset()


def stem(word: str) -> str:
    """Cut endings off, roughly: only good for comparing words."""
    word = re.sub(r"['’]\w*$", "", word.lower())
    for ending in ("ies", "ing", "es", "ed", "s"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)] + ("y" if ending == "ies" else "")
    return word.removesuffix("e") if len(word) > 3 else word


def content(text: str) -> frozenset[str]:
    """The words of a text that say something."""
    words = (match[0].lower() for match in _WORD.finditer(text))
    return frozenset(stem(word) for word in words if not _PLAIN_WORDS.fullmatch(word))


def numbers(text: str) -> list[SaidNumber]:
    """The numbers of a text, in order."""
    return list(_numbers(text))


def _numbers(text: str) -> Iterator[SaidNumber]:
    for match in _NUMBER.finditer(text):
        value = _value(match)
        if value is None:
            continue
        before, behind = text[: match.start()], text[match.end() :]
        kind = Kind.PLAIN
        if match["part"] or match["parts"] or match["half"] or match["ratio"]:
            kind = Kind.SHARE
        elif match["times"] or re.match(r"[-\s]times?\s(?:as|the|that|more|what|\w+er)\b", behind):
            kind = Kind.TIMES
        elif re.match(r"\s?(?:%|per\s?cent)", behind):
            kind = Kind.PERCENT
        elif before.endswith("$") or before.endswith("$ ") or re.match(r"\s?dollars?\b", behind):
            kind = Kind.MONEY
        yield SaidNumber(
            match.start(), match.end(), value, kind, _after(behind), _around(before, behind)
        )


def _value(match: re.Match[str]) -> Fraction | None:
    if match["ratio"]:
        top, bottom = match["ratio"].split("/")
        return Fraction(int(top), int(bottom)) if int(bottom) else None
    if match["digits"]:
        return Fraction(match["digits"].replace(",", ""))
    if match["parts"]:
        return Fraction(_WORTH[match["top"].lower()], _PARTS[match["parts"].lower()])
    if match["part"] or match["half"]:
        return Fraction(1, _PARTS[(match["part"] or "half").lower()])
    if match["times"]:
        return Fraction(next(n for w, n in _TIMES.items() if match["times"].lower().startswith(w)))
    return Fraction(12) if match["dozen"] else _in_words(match["words"])


def _in_words(words: str) -> Fraction:
    # "two hundred and five": 2 * 100 + 5
    total = part = 0
    for word in re.findall(r"[a-z]+", words.lower()):
        if word in _SCALES:
            part = max(part, 1) * _SCALES[word]
            if _SCALES[word] > 100:
                total, part = total + part, 0
        elif word != "and":
            part += _WORTH[word]
    return Fraction(total + part)


def _after(behind: str) -> frozenset[str]:
    """Up to three words behind a number, up to a stop or another number."""
    own = re.split(r"[.,;:?!()=*/+\d]|<<|\s-\s|\sx\s", behind, maxsplit=1)[0]
    return content(" ".join(own.split()[:NEAR]))


def _around(before: str, behind: str) -> frozenset[str]:
    own = _STOP.split(before)[-1].split()[-AROUND:] + _STOP.split(behind)[0].split()[:AROUND]
    return content(" ".join(own))


Tree = tuple["str", "Tree | int", "Tree | int"] | int
_SIGNS: dict[str, Callable[[Fraction, Fraction], Fraction]] = {
    "+": add,
    "-": sub,
    "*": mul,
    "/": truediv,
}
_SAME = str.maketrans({"×": "*", "x": "*", "X": "*", "÷": "/", "−": "-", "–": "-", "$": " "})


class Unreadable(ValueError):
    """A step that this reading can't follow."""


@dataclass(slots=True)
class Arithmetic:
    """An expression over its numbers, in their order."""

    leaves: list[Fraction] = field(default_factory=list)
    roles: list[str] = field(default_factory=list)
    percents: list[bool] = field(default_factory=list)
    tree: Tree = 0

    def worth(self, values: Sequence[Fraction]) -> Fraction:
        """What it gives for these numbers."""
        return _worth(self.tree, values)


def _worth(tree: Tree, values: Sequence[Fraction]) -> Fraction:
    if isinstance(tree, int):
        return values[tree] if tree >= 0 else Fraction(1, 100)
    sign, left, right = tree
    return _SIGNS[sign](_worth(left, values), _worth(right, values))


def arithmetic(text: str) -> Arithmetic:
    """Read an expression such as ``3*(4+5)``.

    Raises:
        Unreadable: it is none.
    """
    tokens = re.findall(
        r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d*\.\d+|\d+|[-+*/()%]|\S", text.translate(_SAME)
    )
    found = Arithmetic()
    rest = _sum(tokens, found, "")
    if rest or not found.leaves:
        raise Unreadable(text)
    return found


def _sum(tokens: list[str], found: Arithmetic, role: str) -> list[str]:
    """Read a sum; its tree is left in `found.tree`, and what follows it is returned."""
    rest = _product(tokens, found, role)
    while rest and rest[0] in "+-":
        sign, left = rest[0], found.tree
        rest = _product(rest[1:], found, sign)
        found.tree = (sign, left, found.tree)
    return rest


def _product(tokens: list[str], found: Arithmetic, role: str) -> list[str]:
    first = len(found.leaves)
    rest = _single(tokens, found, role)
    while rest and (rest[0] in "*/("):
        sign, left = ("*", found.tree) if rest[0] == "(" else (rest[0], found.tree)
        if sign in "*/" and len(found.leaves) == first + 1 and not found.roles[first]:
            found.roles[first] = "*"
        rest = _single(rest if rest[0] == "(" else rest[1:], found, sign)
        found.tree = (sign, left, found.tree)
    return rest


def _single(tokens: list[str], found: Arithmetic, role: str) -> list[str]:
    if not tokens:
        raise Unreadable("nothing")
    first, rest = tokens[0], tokens[1:]
    if first == "(":
        rest = _sum(rest, found, role)
        if not rest or rest[0] != ")":
            raise Unreadable("no )")
        rest = rest[1:]
    elif first[0].isdigit() or first[0] == ".":
        found.leaves.append(Fraction(first.replace(",", "")))
        found.roles.append(role)
        found.percents.append(False)
        found.tree = len(found.leaves) - 1
    else:
        raise Unreadable(first)
    if rest and rest[0] == "%":
        found.percents[-1] = True
        found.tree = ("*", found.tree, -1)
        rest = rest[1:]
    return rest


@dataclass(frozen=True, slots=True)
class ToldStep:
    """A step of a solution.

    Attributes:
        near: by number of the step, the words behind it in the line, and whether it is money.
        line: the words of the line.
        after: the words behind the result.
    """

    arithmetic: Arithmetic
    result: Fraction
    near: tuple[tuple[frozenset[str], bool], ...]
    line: frozenset[str]
    after: frozenset[str]


_ANNOTATED = re.compile(r"<<(?P<left>[^<>=]*)=(?P<right>[^<>=]*)>>")
_SIGN = r"\s*[-+*/xX×÷]\s*"
_AMOUNT = r"[$(]*(?:\d[\d,]*(?:\.\d+)?|\.\d+)%?\)*"
# "20/60=1/3", "4 x 5 = 20", "80(.30) = 24"; words are blanked before
_WRITTEN = re.compile(
    rf"(?P<left>{_AMOUNT}(?:(?:{_SIGN}|(?=\()){_AMOUNT})+)\s*=\s*\$?\s*"
    rf"(?P<right>\d+/\d+|\d[\d,]*(?:\.\d+)?%?|\.\d+%?)(?![\d/]|\s*[-+*/xX×÷=]\s*[$(\d])"
)
# "pens", "/hour": what stands between the signs of a plain step
_BETWEEN = re.compile(r"(?:[-/]\s?)?(?![xX](?![A-Za-z]))[A-Za-z][A-Za-z'’]*")


def steps(solution: str) -> list[ToldStep]:
    """Read a solution's steps.

    Raises:
        Unreadable: a step can't be followed.
    """
    return [step for line in solution.partition("####")[0].splitlines() for step in _steps(line)]


def _steps(line: str) -> Iterator[ToldStep]:
    prose = _ANNOTATED.sub(lambda match: " " * len(match[0]), line)
    found = [(match, True) for match in _ANNOTATED.finditer(line)]
    ends = [match.end() for match, _ in found]
    bare = _BETWEEN.sub(lambda match: " " * len(match[0]), prose)
    for match in _WRITTEN.finditer(bare):
        # "4 x 5 = <<4*5=20>>20" is one step
        if not any(match.start("left") < end <= match.end() for end in ends):
            found.append((match, False))
    begin = 0
    for match, annotated in sorted(found, key=lambda one: one[0].start()):
        yield _step(match, prose, begin, line, annotated=annotated)
        begin = match.end()


def _step(match: re.Match[str], prose: str, begin: int, line: str, *, annotated: bool) -> ToldStep:
    read = arithmetic(match["left"])
    if annotated and len(read.leaves) == 1:
        # "12 x 4 = <<48=48>>48"
        bare = _BETWEEN.sub(lambda one: " " * len(one[0]), prose[begin : match.start()])
        plain = re.search(rf"({_AMOUNT}(?:{_SIGN}{_AMOUNT})+)\s*=\s*\$?\s*$", bare)
        read = arithmetic(plain[1]) if plain else read
    right = re.sub(r"[\s$,]", "", match["right"])
    if not re.fullmatch(r"(?:\d+(?:/\d+)?|\d*\.\d+|\d+\.)%?", right):
        raise Unreadable(right)
    result, worth = Fraction(right.rstrip(".%")), read.worth(read.leaves)
    if right.endswith("%") and worth * 100 == result:
        result = worth
    if worth != result:
        raise Unreadable(match[0])
    until = match.start() if annotated else match.end()
    own = [one for one in numbers(prose) if begin <= one.start and one.end <= until]
    near = tuple(_near(read.leaves, place, own) for place in range(len(read.leaves)))
    behind = re.sub(r"^\s*\$?[\d.,]+", "", prose[match.end() :])
    return ToldStep(read, result, near, content(prose), _after(behind))


def _near(
    leaves: Sequence[Fraction], place: int, own: Sequence[SaidNumber]
) -> tuple[frozenset[str], bool]:
    """What the line says of a number: where it stands in words, the last of equal ones last."""
    equal = [one for one in own if one.value == leaves[place]]
    later = sum(value == leaves[place] for value in leaves[place + 1 :])
    if later >= len(equal):
        return frozenset(), False
    one = equal[len(equal) - 1 - later]
    return one.after, one.kind is Kind.MONEY
