"""Which source each number of a calculation has: all readings, and what they agree on."""

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import product
from math import prod

from clipo_bench.perturbations.programs.no_program import Cause, Refused
from clipo_bench.perturbations.programs.worked_solution import knowledge
from clipo_bench.perturbations.programs.worked_solution.calculation import Calculation
from clipo_bench.perturbations.programs.worked_solution.sources import (
    Constant,
    Context,
    Given,
    Place,
    Result,
    Source,
    Sources,
)
from clipo_bench.perturbations.text.mentions import IN_PASSING, SHARES, Mention, NumberKind

MAX_READINGS = 4096
_PROBES = 3

Reading = Mapping[Place, Source]


@dataclass(frozen=True, slots=True)
class Resolved:
    """The reading of a calculation, and what must hold so that no other differs from it.

    Attributes:
        reading: the source of each leaf.
        allowed: all candidates of each leaf, for the original values.
        kept: mentions, by index, that must keep their values.
        ties: groups of mentions that must be worth the same.
        used: mentions that the reading uses.
    """

    reading: Reading
    allowed: Mapping[Place, frozenset[Source]]
    kept: frozenset[int]
    ties: tuple[frozenset[int], ...]
    used: frozenset[int]


def resolve(sources: Sources) -> Resolved:
    """Find the reading, or what to keep so that all possible ones give the same function.

    Raises:
        Refused: a number has no source, a step is never used, or readings differ for good.
    """
    calculation = sources.calculation
    allowed = _candidates(sources)
    narrowed = {place: _by_words(sources, place, found) for place, found in allowed.items()}
    if prod(len(found) for found in narrowed.values()) > MAX_READINGS:
        narrowed = _force_next(calculation, narrowed)
    if prod(len(found) for found in narrowed.values()) > MAX_READINGS:
        raise Refused(Cause.AMBIGUOUS, "too many readings")
    places = list(narrowed)
    readings = [dict(zip(places, chosen, strict=True)) for chosen in product(*narrowed.values())]
    readings = [reading for reading in readings if not _unused_steps(calculation, reading)]
    if not readings:
        raise Refused(Cause.UNUSED_STEP, "a step's result is never used")
    readings = _most_used(readings, sources.mentions, _doubtful(sources, narrowed))
    kept, ties = _agree(sources, readings)
    kept |= _may_be_rests(sources, readings[0])
    frozen = {place: frozenset(found) for place, found in allowed.items()}
    return Resolved(readings[0], frozen, kept, ties, _used(readings[0]))


def evaluate(
    calculation: Calculation, reading: Reading, values: Sequence[Fraction]
) -> tuple[list[list[Fraction]], list[Fraction]]:
    """Run a calculation.

    Args:
        calculation: its steps.
        reading: where their numbers come from.
        values: of the question's mentions.

    Returns:
        The values of each step's leaves, and each step's result.

    Raises:
        ZeroDivisionError: something is divided by zero.
    """
    shown: list[list[Fraction]] = []
    results: list[Fraction] = []
    for index, step in enumerate(calculation.steps):
        leaves = [
            source_value(reading[index, place], values, results)
            for place in range(len(step.expression.leaves))
        ]
        shown.append(leaves)
        results.append(step.expression.evaluate(leaves))
    return shown, results


def source_value(
    source: Source, values: Sequence[Fraction], results: Sequence[Fraction]
) -> Fraction:
    """What a source is worth."""
    match source:
        case Given(index, view):
            return view.of(values[index])
        case Result(step, view):
            return view.of(results[step])
        case Constant(value):
            return value


def depends_on(reading: Reading, source: Source) -> frozenset[int]:
    """The mentions that a source's value comes from."""
    match source:
        case Given(index):
            return frozenset({index})
        case Result(step):
            inner = [
                depends_on(reading, found) for place, found in reading.items() if place[0] == step
            ]
            return frozenset().union(*inner)
        case Constant():
            return frozenset()


def _candidates(sources: Sources) -> dict[Place, list[Source]]:
    values = [mention.value for mention in sources.mentions]
    steps = sources.calculation.steps
    results = [step.result for step in steps]
    found: dict[Place, list[Source]] = {}
    for index, step in enumerate(steps):
        shown = [leaf.value for leaf in step.expression.leaves]
        for place, leaf in enumerate(step.expression.leaves):
            found[index, place] = list(sources.candidates((index, place), values, results, shown))
            known = Constant(leaf.value)
            if sources.may_be_known((index, place), found[index, place]):
                found[index, place] += [known] * (known not in found[index, place])
            if not found[index, place]:
                raise Refused(Cause.UNEXPLAINED, f"{leaf.text} in step {index + 1}")
    return found


def _by_words(sources: Sources, place: Place, found: list[Source]) -> list[Source]:
    """Keep the one source whose words agree with the step's, if those of all others do not.

    The words of a sum are no help: people write that of its total behind each of its parts.
    """
    if len(found) == 1:
        return found
    context = sources.context(place)
    if sources.leaf(place).role in ("+", "-"):
        context = replace(context, units=frozenset())
    marks = [_agreement(sources, context, source) for source in found]
    if marks.count(True) == 1 and marks.count(False) == len(found) - 1:
        return [found[marks.index(True)]]
    return found


def _agreement(sources: Sources, context: Context, source: Source) -> bool | None:
    """Whether a source's words are those of the step's number; None if they do not say."""
    match source:
        case Given(index):
            mention = sources.mentions[index]
            if context.money and mention.kind is NumberKind.MULTIPLIER:
                return False
            units, money = mention.units, mention.money
        case Result(step):
            found = sources.calculation.steps[step]
            units, money = found.units, found.money
        case Constant(value):
            known = knowledge.explains(value, " ".join(context.units))
            return False if context.money or (context.units and not known) else None
    if context.money or money:
        if context.money and money:
            return True
        return False if context.units or units else None
    if not context.units or not units:
        return None
    return bool(context.units & units)


def _force_next(
    calculation: Calculation, found: dict[Place, list[Source]]
) -> dict[Place, list[Source]]:
    """Settle the numbers that alone can use a result."""
    settled = dict(found)
    for step in range(len(calculation.steps) - 1):
        users = [
            place
            for place, sources in settled.items()
            if any(isinstance(source, Result) and source.step == step for source in sources)
        ]
        if len(users) == 1:
            place = users[0]
            settled[place] = [
                source
                for source in settled[place]
                if isinstance(source, Result) and source.step == step
            ]
    return settled


def _unused_steps(calculation: Calculation, reading: Reading) -> bool:
    """Whether a result goes nowhere: something was compared or counted in words."""
    used = {source.step for source in reading.values() if isinstance(source, Result)}
    last = len(calculation.steps) - 1
    return any(
        index not in used and not step.alias and index != last
        for index, step in enumerate(calculation.steps)
    )


def _used(reading: Reading) -> frozenset[int]:
    return frozenset(source.index for source in reading.values() if isinstance(source, Given))


def _may_be_rests(sources: Sources, reading: Reading) -> frozenset[int]:
    """Numbers that a step may not mean, but the rest of a share: 80 beside 20%, and 50% itself."""
    found: set[int] = set()
    values = [mention.value for mention in sources.mentions]
    for place, source in reading.items():
        rests = sources.rests(place, source, values, sources.leaf(place).value)
        if rests and not _agreement(sources, sources.context(place), source):
            found |= rests | depends_on(reading, source)
    return frozenset(found)


def _doubtful(sources: Sources, found: Mapping[Place, list[Source]]) -> set[int]:
    """The counts for which a step may as well use what everybody knows: 60 seconds, 5 weekdays."""
    return {
        source.index
        for place, rivals in found.items()
        for constant in rivals
        if isinstance(constant, Constant) and sources.is_near(place, constant.value)
        for source in rivals
        if isinstance(source, Given) and sources.mentions[source.index].kind not in SHARES
    }


def _most_used(
    readings: list[dict[Place, Source]], mentions: Sequence[Mention], doubtful: set[int]
) -> list[dict[Place, Source]]:
    """Keep the readings that leave no more numbers of the question unused than they must.

    Shares and prices come first: a solution may leave out a count, but hardly ``twice``.
    """
    meant = {index for index, mention in enumerate(mentions) if mention.fixed not in IN_PASSING}
    first = {index for index in meant if mentions[index].kind in (*SHARES, NumberKind.MONEY)}
    for wanted in (first - doubtful, meant - doubtful):
        sets = [_used(reading) & wanted for reading in readings]
        different = set(sets)
        largest = {one for one in different if not any(one < other for other in different)}
        readings = [one for one, used in zip(readings, sets, strict=True) if used in largest]
    return readings


def _agree(
    sources: Sources, readings: list[dict[Place, Source]]
) -> tuple[frozenset[int], tuple[frozenset[int], ...]]:
    """What to keep and what to tie so that all readings are the same function.

    Where only the results in between differ, so that the worked solution would not follow, what
    can be tied is.
    """
    calculation, mentions = sources.calculation, sources.mentions
    if len(readings) == 1 or _same_results(calculation, readings, mentions):
        return frozenset(), ()
    same_gold = _same_function(calculation, readings, mentions, frozenset(), ())
    kept: set[int] = set()
    ties: list[set[int]] = []
    for place in readings[0]:
        rivals = {reading[place] for reading in readings}
        if len(rivals) == 1:
            continue
        given = [source for source in rivals if isinstance(source, Given)]
        plain = (
            len(given) == len(rivals)
            and not any(mentions[source.index].fixed for source in given)
            and len({source.view for source in given}) == 1
            # "twice" and "$2" have the same value, but hardly ever the same meaning
            and len({mentions[source.index].kind in SHARES for source in given}) == 1
        )
        indices = set().union(*(depends_on(reading, reading[place]) for reading in readings))
        if plain:
            ties.append(indices)
        else:
            kept |= indices
    groups = merge(ties)
    if same_gold:
        return frozenset(), tuple(groups)
    kept |= {index for group in groups if group & kept for index in group}
    final = frozenset(kept), tuple(group for group in groups if not group & kept)
    if not _same_function(calculation, readings, mentions, *final):
        raise Refused(Cause.AMBIGUOUS, f"{len(readings)} readings differ")
    return final


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
    groups = {index: min(group) for group in ties for index in group}
    drawn: dict[int, Fraction] = {}
    for index, mention in enumerate(mentions):
        group = groups.get(index, index)
        if group not in drawn:
            unit = mention.value.denominator != 1 and mention.value.numerator == 1
            whole = Fraction(rng.randint(2, 10**6))
            drawn[group] = (
                1 / whole if unit else whole + Fraction(1, 7) * (mention.value.denominator != 1)
            )
        yield mention.value if mention.fixed or index in kept else drawn[group]
