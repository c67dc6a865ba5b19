"""What a number in a solution's words may follow, so that the words stay right."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

from clipo_bench.perturbations.programs.worked_solution import knowledge
from clipo_bench.perturbations.programs.worked_solution.calculation import (
    Calculation,
    StatedNumber,
)
from clipo_bench.perturbations.programs.worked_solution.reading import Reading
from clipo_bench.perturbations.programs.worked_solution.sources import (
    Constant,
    Given,
    Result,
    Source,
    View,
    derived_views,
)
from clipo_bench.perturbations.text.mentions import Mention, NumberKind

WRITTEN_OUT = (NumberKind.WORD, NumberKind.FRACTION, NumberKind.MULTIPLIER)


@dataclass(frozen=True, slots=True)
class InWords:
    """A number in a solution's words, outside of its steps, and all that is known there.

    Attributes:
        stated: the number.
        calculation: the solution.
        reading: the source of each number of its steps.
        mentions: the question's numbers.
    """

    stated: StatedNumber
    calculation: Calculation
    reading: Reading
    mentions: Sequence[Mention]

    @property
    def value(self) -> Fraction:
        """What the number is worth."""
        return self.stated.value


class Way(NamedTuple):
    """One way in which a number in a solution's words gets its value.

    Attributes:
        follows: what the number then follows.
        example: a question, and in the lines after it a worked solution in which this decides.
        sources: finds what the number may follow in this way.
    """

    follows: str
    example: str
    sources: Callable[[InWords], Iterator[Source]]


def word_sources(number: InWords) -> list[Source]:
    """All that a number may follow: what stands nearest, and is no guess, comes first."""
    for stage in STAGES:
        found = [source for way in stage for source in way.sources(number)]
        if found:
            return found
    return []


def _numbers_beside(number: InWords) -> Iterator[Source]:
    steps = number.calculation.steps
    for (index, place), source in number.reading.items():
        step = steps[index]
        if step.line == number.stated.line and step.expression.leaves[place].value == number.value:
            yield source


def _results_beside(number: InWords) -> Iterator[Source]:
    return _results(number, lambda line: line == number.stated.line)


def _results_before(number: InWords) -> Iterator[Source]:
    return _results(number, lambda line: line < number.stated.line)


def _results(number: InWords, is_there: Callable[[int], bool]) -> Iterator[Source]:
    """The results of some lines that are worth the same, or a hundredth, as a share in per cent."""
    for index, step in enumerate(number.calculation.steps):
        if is_there(step.line):
            # "15 plums" after 3 * 5 = 15; "20%" after 3 / 15 = 0.2
            if step.result == number.value:
                yield Result(index)
            elif step.result * 100 == number.value:
                yield Result(index, View.HUNDREDFOLD)


def _written_out_alike(number: InWords) -> Iterator[Source]:
    """The question's numbers in words, if this one is in words and follows something beside it."""
    mention = number.stated.mention
    # "three pens", "a third", "twice"
    if mention is None or mention.kind not in WRITTEN_OUT:
        return
    if any(_numbers_beside(number)) or any(_results_beside(number)):
        for source in _asked(number):
            if number.mentions[source.index].kind in WRITTEN_OUT:
                yield source


def _asked(number: InWords) -> Iterator[Given]:
    for index, mention in enumerate(number.mentions):
        if mention.value == number.value:
            yield Given(index)


def _known(number: InWords) -> Iterator[Source]:
    if knowledge.explains(number.value, number.calculation.text):
        yield Constant(number.value)


def _derived(number: InWords) -> Iterator[Source]:
    """What is left of a share or comes on top of it, and a percentage as a decimal."""
    for index, mention in enumerate(number.mentions):
        # "0.2" for "20%"
        hundredth = [View.HUNDREDTH] if mention.kind is NumberKind.PERCENTAGE else []
        for view in (*derived_views(mention), *hundredth):
            if view.of(mention.value) == number.value:
                yield Given(index, view)


# The first stage in which anything is found decides.
STAGES: tuple[tuple[Way, ...], ...] = (
    (
        Way(
            "a number of its own line's steps",
            "Ben has 4 jars of 15 plums and buys 4 plums more. How many plums has he?\n"
            "In his 4 jars are 4 jars * 15 = <<4*15=60>>60 plums.\n"
            "He has 60+4=<<60+4=64>>64 plums.\n"
            "#### 64",
            _numbers_beside,
        ),
        Way(
            "a result of its own line's steps",
            "A crate holds 14 pears. Mia buys 3 crates. How many pears has she?\n"
            "So she has 42 pears, as 14*3=<<14*3=42>>42.\n"
            "#### 42",
            _results_beside,
        ),
        Way(
            "a number of the question that is written out, too",
            "Two cooks bake 12 pies each. They need 2 pounds of flour for a pie. "
            "How much flour do they need?\n"
            "They bake 2 cooks * 12 = <<2*12=24>>24 pies.\n"
            "At two pounds a pie that is 24*2 pounds = <<24*2=48>>48 pounds.\n"
            "#### 48",
            _written_out_alike,
        ),
    ),
    (
        Way(
            "a result of an earlier line",
            "A crate holds 14 pears. Mia buys 3 crates. How many pears has she?\n"
            "She has 14*3=<<14*3=42>>42 pears.\n"
            "All of her 42 pears are ripe.\n"
            "#### 42",
            _results_before,
        ),
        Way(
            "a number of the question",
            "A crate holds 14 pears. Mia buys 3 crates. How many pears has she?\n"
            "There are 14 pears in a crate.\n"
            "She has 14*3=<<14*3=42>>42 pears.\n"
            "#### 42",
            _asked,
        ),
    ),
    (
        Way(
            "what everybody knows",
            "Ida reads 20 pages a day. How many pages does she read in a week?\n"
            "A week has 7 days.\n"
            "She reads 20*7=<<20*7=140>>140 pages.\n"
            "#### 140",
            _known,
        ),
    ),
    (
        Way(
            "what is left of a share, or comes on top of it",
            "A coat costs $50 and is now 20% off. What is its price now?\n"
            "Its price is 80% of what it was.\n"
            "That is 50*.8=<<50*.8=40>>40 dollars.\n"
            "#### 40",
            _derived,
        ),
    ),
)
