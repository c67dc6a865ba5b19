"""Numbers that a step may mean otherwise than it was read, or that other words bind: they stay.

Each row of `DOUBTS` is a kind of error that people found in variants they solved.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import permutations
from typing import NamedTuple

from clipo_bench.perturbations.programs.worked_solution.calculation import CalculationStep
from clipo_bench.perturbations.programs.worked_solution.reading import depends_on
from clipo_bench.perturbations.programs.worked_solution.resolve import Resolved
from clipo_bench.perturbations.programs.worked_solution.sources import Given, Sources
from clipo_bench.perturbations.text.mentions import (
    COUNTS,
    IN_PASSING,
    TIMES_AS,
    Mention,
    NumberKind,
)

_HALVES = ((NumberKind.FRACTION, Fraction(1, 2)), (NumberKind.PERCENTAGE, Fraction(50)))
_AMOUNTS = (*COUNTS, NumberKind.DECIMAL, NumberKind.MONEY)
# What is left after a part went; in a solution's words.
_REST = re.compile(
    r"\b(?:left|remain\w*|remainder|rest|others?|not|no longer|keeps?|kept|still)\b|n['’]t\b",
    re.IGNORECASE,
)
# Words beside which the rest of a number is meant, which is as much where it is twice another:
# "15 minutes late" of 30, "halfway" of 30.
_TAKES_AWAY = re.compile(
    r"\b(?:late|later|early|earlier|half|halfway|round[- ]trip|way back|left|remain\w*|rest|missed"
    r"|skipped|absent)\b",
    re.IGNORECASE,
)
_TOTAL_BEFORE = re.compile(
    r"\b(?:all|total of|totals?|in total|altogether|together|combined|out of|of the|these|those"
    r"|sum of|entire|whole)\s+(?:the\s+)?\$?$",
    re.IGNORECASE,
)
_TOTAL_AFTER = re.compile(
    r"[^.?!,;]{0,30}?\b(?:in all|in total|altogether|total|combined|together)\b", re.IGNORECASE
)
# "the other 2", "the remaining 2": with a part they make up a whole that nobody has to say.
_THE_REST = re.compile(r"\b(?:the|his|her|their)\s+(?:other|remaining|rest of the)\s+$", re.I)
_WHOLES = frozenset(map(Fraction, (7, 12, 24, 30, 31, 52, 60, 100, 365)))
# "when Ida becomes twice as old": what both are older by is one time the younger.
_LATER = re.compile(
    r"\b(?:when|will be|would be|becomes?|became|turns?|until|by the time|from now|ago)\b", re.I
)
_OLD = re.compile(r"\b(?:old|older|ages?|years|younger)\b", re.IGNORECASE)
_SQUARE = re.compile(r"\b(?:squares?|squared|area|cubes?|by)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Read:
    """A problem, and how it was read."""

    question: str
    mentions: Sequence[Mention]
    sources: Sources
    resolved: Resolved

    @property
    def steps(self) -> Sequence[CalculationStep]:
        """The steps of the solution."""
        return self.sources.calculation.steps

    def line(self, step: int) -> str:
        """The line that a step stands in."""
        return self.sources.calculation.line(self.steps[step].line)

    def sentence(self, mention: Mention) -> str:
        """The sentence of the question in which a number stands."""
        before = re.split(r"[.?!]\s", self.question[: mention.start])[-1]
        after = re.split(r"[.?!](?:\s|$)", self.question[mention.start :])[0]
        return before + after


class Doubt(NamedTuple):
    """One kind of doubt.

    Attributes:
        why: the reason that the slots get.
        example: a question, and in the lines after it a worked solution in which this decides.
        finds: the numbers, by index, that it concerns.
    """

    why: str
    example: str
    finds: Callable[[Read], Iterator[int]]


def to_keep(read: Read) -> Iterator[tuple[int, str]]:
    """The numbers that must stay, by index, with the reason."""
    for doubt in DOUBTS:
        for index in doubt.finds(read):
            yield index, doubt.why


def _has_unused_rival(read: Read) -> Iterator[int]:
    """What a step uses where a number that no step uses is worth as much, and counts others."""
    unused = {
        index
        for index, mention in enumerate(read.mentions)
        if index not in read.resolved.used
        and mention.value not in (0, 1)
        and mention.fixed not in IN_PASSING
    }
    for place, allowed in read.resolved.allowed.items():
        source = read.resolved.reading[place]
        rivals = {one.index for one in allowed if isinstance(one, Given)} & unused
        for index in depends_on(read.resolved.reading, source) if rivals else ():
            if not all(_same(read.mentions[index], read.mentions[one]) for one in rivals):
                yield index


def _same(one: Mention, other: Mention) -> bool:
    """Whether two numbers may be the same, said twice: "the 5 apples" after "5 apples"."""
    return one.value == other.value and bool(one.units & other.units)


def _is_half_of(read: Read) -> Iterator[int]:
    """A number and its double, where a step that takes the one may mean what the other leaves."""
    used = [index for index in read.resolved.used if read.mentions[index].kind in _AMOUNTS]
    for part, whole in permutations(used, 2):
        a, b = read.mentions[part], read.mentions[whole]
        if not _TAKES_AWAY.search(read.sentence(a)):
            continue
        alike = a.units & b.units or (a.money and b.money)
        if b.value == 2 * a.value and a.value > 2 and alike and not _added(read, whole, part):
            yield from (part, whole)


def _added(read: Read, one: int, other: int) -> bool:
    """Whether a step adds two numbers, or takes one from the other."""
    return any(
        {one, other} <= _taken(read, step)
        for step in range(len(read.steps))
        if {leaf.role for leaf in read.steps[step].expression.leaves} & {"+", "-"}
    )


def _taken(read: Read, step: int) -> set[int]:
    """The numbers of the question that a step shows."""
    reading = read.resolved.reading
    own = [source for place, source in reading.items() if place[0] == step]
    return {source.index for source in own if isinstance(source, Given)}


def _is_half_and_rest(read: Read) -> Iterator[int]:
    """A half in a step whose line speaks of what is left: either half is as much."""
    for (step, _), source in read.resolved.reading.items():
        if isinstance(source, Given):
            mention = read.mentions[source.index]
            if (mention.kind, mention.value) in _HALVES and _REST.search(read.line(step)):
                yield source.index


def _makes_up(read: Read) -> Iterator[int]:
    """Parts and their total, where no step adds them: they would drift apart."""
    amounts = [i for i, one in enumerate(read.mentions) if one.kind in _AMOUNTS and one.value > 1]
    for one, two, whole in permutations(amounts, 3):
        a, b, total = (read.mentions[index] for index in (one, two, whole))
        pairs = ((one, two), (whole, one), (whole, two))
        makes_up = one < two and a.value + b.value == total.value
        if makes_up and _is_total(read, a, b, total) and not any(_added(read, *x) for x in pairs):
            yield from (one, two, whole)


def _is_total(read: Read, a: Mention, b: Mention, total: Mention) -> bool:
    """Whether words say that a number is the total of two others: of all its kind, or "all 14"."""
    if a.units and a.units == b.units == total.units:
        return True
    said = _TOTAL_BEFORE.search(read.question[: total.start])
    said = said or _TOTAL_AFTER.match(read.question[total.end :])
    money = a.money and b.money and total.money
    return said is not None and (money or bool(total.units & (a.units | b.units)))


def _is_one_off(read: Read) -> Iterator[int]:
    """A number that is one more or less than one that no step uses, where one is spoken of."""
    if not any(mention.value == 1 for mention in read.mentions):
        return
    unused = [
        mention
        for index, mention in enumerate(read.mentions)
        if index not in read.resolved.used and mention.kind in COUNTS and mention.value > 2
    ]
    for index in read.resolved.used:
        mention = read.mentions[index]
        for other in unused:
            apart = mention.units and other.units and not mention.units & other.units
            if abs(mention.value - other.value) == 1 and not mention.fixed and not apart:
                yield index


def _makes_up_a_known_whole(read: Read) -> Iterator[int]:
    """A part, beside the rest of a whole that everybody knows: 5 days a week, the other 2."""
    for index, rest in enumerate(read.mentions):
        if _THE_REST.search(read.question[: rest.start]):
            for part, mention in enumerate(read.mentions):
                if part != index and mention.value + rest.value in _WHOLES:
                    yield part


def _has_one_less_in_it(read: Read) -> Iterator[int]:
    """How many times as old somebody is at another time."""
    for index, mention in enumerate(read.mentions):
        times = mention.kind is NumberKind.MULTIPLIER or TIMES_AS in mention.units
        if times or mention.kind is NumberKind.FRACTION:
            sentence = read.sentence(mention)
            if _LATER.search(sentence) and _OLD.search(sentence):
                yield index


def _is_two_facts(read: Read) -> Iterator[int]:
    """A number that a step multiplies with itself: four claws on each foot, and four feet."""
    for step, one in enumerate(read.steps):
        leaves = one.expression.leaves
        if any(leaf.role not in ("*", "") for leaf in leaves) or _SQUARE.search(
            f"{read.question} {read.line(step)}"
        ):
            continue
        own = [read.resolved.reading[step, place] for place in range(len(leaves))]
        given = [source.index for source in own if isinstance(source, Given)]
        yield from (index for index in set(given) if given.count(index) > 1)


DOUBTS: tuple[Doubt, ...] = (
    Doubt(
        "a number that no step uses is worth as much",
        "Of 60 guests, half are children. Who eats less than 60% of a meal gets no cake. There "
        "are 12 such children. How many children get cake?\n"
        "There are 60/2=<<60/2=30>>30 children.\n"
        "Then 30-12=<<30-12=18>>18 get cake.\n"
        "#### 18",
        _has_unused_rival,
    ),
    Doubt(
        "is half of another, which leaves as much",
        "Bo paints for 30 minutes, 6 tiles a minute. Ida comes 15 minutes late and paints 4 tiles "
        "a minute. How many tiles do they paint?\n"
        "Bo paints 6*30=<<6*30=180>>180 tiles.\n"
        "Ida paints 4*15=<<4*15=60>>60 tiles.\n"
        "They paint 180+60=<<180+60=240>>240 tiles.\n"
        "#### 240",
        _is_half_of,
    ),
    Doubt(
        "may be meant as the rest",
        "Ida had 18 nuts. She gave away half of them and found 20 nuts. How many has she?\n"
        "She had 18/2=<<18/2=9>>9 nuts left.\n"
        "She has 9+20=<<9+20=29>>29 nuts.\n"
        "#### 29",
        _is_half_and_rest,
    ),
    Doubt(
        "parts and their total drift apart",
        "A hall has 9 boys of 40 kg on average and 12 girls of 33 kg. What do all 21 boys and "
        "girls weigh on average?\n"
        "The boys weigh 9*40=<<9*40=360>>360 kg.\n"
        "The girls weigh 12*33=<<12*33=396>>396 kg.\n"
        "All weigh 360+396=<<360+396=756>>756 kg.\n"
        "On average that is 756/21=<<756/21=36>>36 kg.\n"
        "#### 36",
        _makes_up,
    ),
    Doubt(
        "restates another with one",
        "Ida has 15 keys to clean. She cleaned one key. Then 14 are left, 3 minutes each. How "
        "many minutes will they take?\n"
        "They will take 14*3=<<14*3=42>>42 minutes.\n"
        "#### 42",
        _is_one_off,
    ),
    Doubt(
        "makes up a known whole with the rest",
        "Bo reads 20 pages a day for 5 days a week and 40 pages a day for the other 2. How many "
        "pages does he read?\n"
        "He reads 20*5=<<20*5=100>>100 pages.\n"
        "He reads 40*2=<<40*2=80>>80 pages.\n"
        "He reads 100+80=<<100+80=180>>180 pages.\n"
        "#### 180",
        _makes_up_a_known_whole,
    ),
    Doubt(
        "has one less in it",
        "Ida is 8 years older than Bo. How old will Ida be when she becomes twice as old as Bo?\n"
        "She will be 8*2=<<8*2=16>>16.\n"
        "#### 16",
        _has_one_less_in_it,
    ),
    Doubt(
        "stands for two things",
        "Bo puts 5 figs on each plate, and as many plates on each tray. How many figs are on 3 "
        "trays?\n"
        "A tray has 5*5=<<5*5=25>>25 figs.\n"
        "On 3 trays are 25*3=<<25*3=75>>75 figs.\n"
        "#### 75",
        _is_two_facts,
    ),
)
