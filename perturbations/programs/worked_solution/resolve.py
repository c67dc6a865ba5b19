"""Resolve which source each number of a calculation has, by all readings that there are."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product
from math import prod

from clipo_bench.perturbations.programs.no_program import Cause, Refused
from clipo_bench.perturbations.programs.worked_solution import knowledge
from clipo_bench.perturbations.programs.worked_solution.agreement import agree
from clipo_bench.perturbations.programs.worked_solution.calculation import Calculation
from clipo_bench.perturbations.programs.worked_solution.reading import Reading, depends_on
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
        raise Refused(Cause.AMBIGUOUS, "too many ways to read it")
    places = list(narrowed)
    readings = [dict(zip(places, chosen, strict=True)) for chosen in product(*narrowed.values())]
    readings = [reading for reading in readings if not _unused_steps(calculation, reading)]
    if not readings:
        raise Refused(Cause.UNUSED_STEP, "a step's result is never used")
    readings = _most_used(readings, sources.mentions, _doubtful(sources, narrowed))
    kept, ties = agree(calculation, sources.mentions, readings)
    kept |= _may_be_rests(sources, readings[0])
    frozen = {place: frozenset(found) for place, found in allowed.items()}
    return Resolved(readings[0], frozen, kept, ties, _used(readings[0]))


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
                # 7 + 5 where the question has no 5, and no step gave one
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
    # "3 pens * 2": of the 3 pens and the 3 days it is the pens
    if marks.count(True) == 1 and marks.count(False) == len(found) - 1:
        return [found[marks.index(True)]]
    return found


def _agreement(sources: Sources, context: Context, source: Source) -> bool | None:
    """Whether a source's words are those of the step's number; None if they do not say."""
    match source:
        case Given(index):
            mention = sources.mentions[index]
            # "$2" is not the 2 of "twice"
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
        # "$5" beside "5 pens": one is money, and the other says what it counts
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
        # 15 was computed, and one later step alone has a 15
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
    # step 1 gives 15, and no later step has a 15: it was only compared
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
        # "20% are red, 80 are blue": 80 may be the other 80%
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
    # the 3rd of May need not be used, the 3 pens must
    meant = {index for index, mention in enumerate(mentions) if mention.fixed not in IN_PASSING}
    # "twice" and "$4" before "4 friends"
    first = {index for index in meant if mentions[index].kind in (*SHARES, NumberKind.MONEY)}
    for wanted in (first - doubtful, meant - doubtful):
        sets = [_used(reading) & wanted for reading in readings]
        different = set(sets)
        largest = {one for one in different if not any(one < other for other in different)}
        readings = [one for one, used in zip(readings, sets, strict=True) if used in largest]
    return readings
