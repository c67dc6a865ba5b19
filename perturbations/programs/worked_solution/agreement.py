"""What all readings of a calculation agree on, and what must hold so that they do."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from clipo_bench.perturbations.programs.no_program import Cause, Refused
from clipo_bench.perturbations.programs.worked_solution.calculation import Calculation
from clipo_bench.perturbations.programs.worked_solution.reading import (
    Reading,
    depends_on,
    evaluate,
)
from clipo_bench.perturbations.programs.worked_solution.sources import Given, Source
from clipo_bench.perturbations.rule import Rule, first
from clipo_bench.perturbations.text.mentions import SHARES, Mention

_PROBES = 3

Groups = tuple[frozenset[int], ...]


@dataclass(frozen=True, slots=True)
class Rivals:
    """The sources that the readings give one number of a step.

    Attributes:
        sources: all of them, each once.
        given: those that are numbers of the question; `mentions` are these numbers.
    """

    sources: frozenset[Source]
    given: Sequence[Given]
    mentions: Sequence[Mention]


def agree(
    calculation: Calculation, mentions: Sequence[Mention], readings: Sequence[Reading]
) -> tuple[frozenset[int], Groups]:
    """What to keep and what to tie so that all readings are the same function.

    Where only the results in between differ, so that the worked solution would not follow, what
    can be tied is.

    Raises:
        Refused: they are different functions all the same.
    """
    if len(readings) == 1 or _same_results(calculation, readings, mentions):
        return frozenset(), ()
    same_gold = _same_function(calculation, readings, mentions, frozenset(), ())
    kept, groups = _disputed(mentions, readings)
    if same_gold:
        return frozenset(), tuple(groups)
    kept |= {index for group in groups if group & kept for index in group}
    final = kept, tuple(group for group in groups if not group & kept)
    if not _same_function(calculation, readings, mentions, *final):
        raise Refused(Cause.AMBIGUOUS, f"{len(readings)} ways to read it differ in the answer")
    return final


def _disputed(
    mentions: Sequence[Mention], readings: Sequence[Reading]
) -> tuple[frozenset[int], list[frozenset[int]]]:
    """The numbers on which readings differ: those to keep, and groups of those to tie."""
    kept: set[int] = set()
    ties: list[set[int]] = []
    for place in readings[0]:
        # the 3 of step 2 is the 3 pens in one reading, the 3 days in another
        sources = frozenset(reading[place] for reading in readings)
        if len(sources) == 1:
            continue
        given = [source for source in sources if isinstance(source, Given)]
        rivals = Rivals(sources, given, [mentions[source.index] for source in given])
        indices = set().union(*(depends_on(reading, reading[place]) for reading in readings))
        if first(NOT_ALIKE, rivals):
            kept |= indices
        else:
            ties.append(indices)
    return frozenset(kept), merge(ties)


# Why numbers can't be made equal so that it does not matter which of them a step means. An
# example is a question, and in the lines after it the worked solution.
NOT_ALIKE: tuple[Rule[Rivals], ...] = (
    Rule(
        "one is no number of the question",
        "Ida has 15 nuts, picks 5 nuts on each of 3 walks and eats 15 nuts. A nut weighs 22 grams. "
        "What do the others weigh?\n"
        "She picks 3*5=<<3*5=15>>15 nuts.\n"
        "She has 15+15=<<15+15=30>>30 nuts.\n"
        "That leaves 30-15=<<30-15=15>>15 nuts.\n"
        "They weigh 15*22=<<15*22=330>>330 grams.\n"
        "#### 330",
        lambda rivals: len(rivals.given) < len(rivals.sources),
    ),
    Rule(
        "one has to stay",
        "A chain of 45 beads is cut into 2 chains in the ratio of 2:7. How long is the shorter?\n"
        "There are 2+7=<<2+7=9>>9 parts.\n"
        "A part has 45/9=<<45/9=5>>5 beads.\n"
        "The shorter chain has 5*2=<<5*2=10>>10 beads.\n"
        "#### 10",
        lambda rivals: any(mention.fixed for mention in rivals.mentions),
    ),
    Rule(
        "a step shows them in different ways",
        "Max picks 12 figs, Ida half as many and Tom twice as many. How many figs have they?\n"
        "Ida picks 12/2=<<12/2=6>>6 figs.\n"
        "Tom picks 12*2=<<12*2=24>>24 figs.\n"
        "They have 12+6+24=<<12+6+24=42>>42 figs.\n"
        "#### 42",
        lambda rivals: len({source.view for source in rivals.given}) > 1,
    ),
    Rule(
        # "twice" and "$2" have the same value, but hardly ever the same meaning
        "one is a share or a multiple, another is none",
        "Lea gives 3 bones to each of 2 dogs twice a day. How many bones does she give a day?\n"
        "Each time she gives 3*2=<<3*2=6>>6 bones.\n"
        "A day she gives 6*2=<<6*2=12>>12 bones.\n"
        "#### 12",
        lambda rivals: len({mention.kind in SHARES for mention in rivals.mentions}) > 1,
    ),
)


def merge(groups: list[set[int]]) -> list[frozenset[int]]:
    """Join the groups that share a member."""
    merged: list[set[int]] = []
    for group in groups:
        joined = set(group)
        for other in [one for one in merged if one & joined]:
            joined |= other
            merged.remove(other)
        merged.append(joined)
    return [frozenset(group) for group in merged]


def _same_results(
    calculation: Calculation, readings: Sequence[Reading], mentions: Sequence[Mention]
) -> bool:
    """Whether all readings give the same at every step."""
    values = list(probe(mentions, frozenset(), (), random.Random(0)))  # noqa: S311
    try:
        first, *others = (evaluate(calculation, reading, values)[1] for reading in readings)
    except ZeroDivisionError:
        return False
    return all(other == first for other in others)


def _same_function(
    calculation: Calculation,
    readings: Sequence[Reading],
    mentions: Sequence[Mention],
    kept: frozenset[int],
    ties: Sequence[frozenset[int]],
) -> bool:
    """Whether all readings give the same at some random points: exact, so a proof in practice."""
    rng = random.Random(0)  # noqa: S311
    for _ in range(_PROBES):
        values = list(probe(mentions, kept, ties, rng))
        golds: set[Fraction | None] = set()
        for reading in readings:
            try:
                golds.add(evaluate(calculation, reading, values)[1][-1])
            except ZeroDivisionError:
                golds.add(None)
            if len(golds) > 1:
                return False
    return True


def probe(
    mentions: Sequence[Mention],
    kept: frozenset[int],
    ties: Sequence[frozenset[int]],
    rng: random.Random,
) -> Iterator[Fraction]:
    """Any values, without regard to sense, for what is neither kept nor fixed."""
    # tied numbers get one value
    groups = {index: min(group) for group in ties for index in group}
    drawn: dict[int, Fraction] = {}
    for index, mention in enumerate(mentions):
        group = groups.get(index, index)
        if group not in drawn:
            # 1/3 becomes 1/n, 2.5 becomes n + 1/7, 4 becomes n
            unit = mention.value.denominator != 1 and mention.value.numerator == 1
            whole = Fraction(rng.randint(2, 10**6))
            drawn[group] = (
                1 / whole if unit else whole + Fraction(1, 7) * (mention.value.denominator != 1)
            )
        yield mention.value if mention.fixed or index in kept else drawn[group]
