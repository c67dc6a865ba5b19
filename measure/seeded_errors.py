"""Programs broken on purpose, for `second_opinion.py` to measure what the check finds of them.

Each operator below takes a program that was derived from a worked solution of GSM8K's training
set and breaks it, so that it still gives the original gold with the original numbers but a wrong
one with others. The kinds are those that were found in variants that people solved. Where an error
needs a coincidence (two numbers that are equal), the original is first given numbers that have
it, so its text, its worked solution and its gold are right, and only the program is wrong.

The program that was not broken says what is right; a variant is kept only if both differ.
"""

import random
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from derive import lines

from clipo_bench.perturbations.programs.no_program import NoProgram
from clipo_bench.perturbations.programs.of_problem import gold_like
from clipo_bench.perturbations.programs.slot import Slot
from clipo_bench.perturbations.programs.worked_solution.calculation import Calculation
from clipo_bench.perturbations.programs.worked_solution.derive import derive
from clipo_bench.perturbations.programs.worked_solution.reading import Reading, source_value
from clipo_bench.perturbations.programs.worked_solution.resolve import resolve
from clipo_bench.perturbations.programs.worked_solution.solution import read_solution
from clipo_bench.perturbations.programs.worked_solution.solution_program import SolutionProgram
from clipo_bench.perturbations.programs.worked_solution.sources import (
    Constant,
    Given,
    Place,
    Result,
    Source,
    Sources,
    View,
)
from clipo_bench.perturbations.programs.writing import NotWritable
from clipo_bench.perturbations.text.mentions import COUNTS, SHARES, NumberKind, find
from clipo_bench.tasks.problem import Problem

SEED = 16001
ROWS = 1500
MOST_OF_ONE = 12
VARIANTS = 3
TRIES = 300
_AMOUNTS = (*COUNTS, NumberKind.MONEY)
_LESS = (View.REST, View.PERCENT_LESS, View.HUNDRED_LESS)
_SHARES = (Fraction(1, 2), Fraction(1, 3), Fraction(1, 4), Fraction(1, 5), Fraction(2, 3))

Values = Sequence[Fraction]
Bound = Callable[[Values, Values], Fraction]
"""What a number of a step is worth, by the question's numbers and the steps' results."""


@dataclass(frozen=True, slots=True)
class Sound:
    """A program as it was derived, with what it was read from."""

    row: int
    program: SolutionProgram
    calculation: Calculation
    reading: Reading

    @property
    def values(self) -> list[Fraction]:
        """The original numbers."""
        return [slot.value for slot in self.program.slots]

    def run(self, values: Values, broken: Mapping[Place, Bound] | None = None) -> list[Fraction]:
        """The steps' results, with some numbers of steps taken from elsewhere."""
        results: list[Fraction] = []
        for index, step in enumerate(self.calculation.steps):
            leaves = []
            for place in range(len(step.expression.leaves)):
                bound = (broken or {}).get((index, place))
                source = self.reading[index, place]
                leaves.append(
                    bound(values, results) if bound else source_value(source, values, results)
                )
            results.append(step.expression.evaluate(leaves))
        return results

    def feeding(self, source: Source) -> set[int]:
        """The numbers of the question that a source comes from."""
        match source:
            case Given(index):
                return {index}
            case Result(step):
                inner = [one for place, one in self.reading.items() if place[0] == step]
                return set().union(*map(self.feeding, inner))
            case _:
                return set()

    def used(self, broken: Mapping[Place, Bound]) -> set[int]:
        """The numbers that steps use, those apart that are taken from elsewhere."""
        kept = [one for place, one in self.reading.items() if place not in broken]
        return {one.index for one in kept if isinstance(one, Given)}


@dataclass(frozen=True, slots=True)
class Error:
    """How a program is broken: the original's numbers, and what some numbers of steps become.

    Attributes:
        moves: the numbers that the broken program moves beside those that steps use.
    """

    values: list[Fraction]
    broken: Mapping[Place, Bound]
    moves: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Seeded:
    """An original with a broken program.

    Attributes:
        variants: some that the broken program makes, each with the right gold.
        moving: the numbers that it lets change, by where they start, with the group that is tied.
        program: the broken one.
        sound: the one that was not broken.
    """

    operator: str
    row: int
    original: Problem
    variants: tuple[tuple[Problem, str], ...]
    moving: Mapping[int, int]
    program: Callable[[Mapping[int, Fraction]], Fraction]
    sound: Callable[[Mapping[int, Fraction]], Fraction]


def _with(sound: Sound, index: int, value: Fraction) -> list[Fraction]:
    values = sound.values
    values[index] = value
    return values


def _plain(sound: Sound) -> Iterator[tuple[Place, int]]:
    """The numbers of steps that are whole amounts of the question, in its order of steps."""
    for place, source in sound.reading.items():
        if isinstance(source, Given) and source.view is View.VALUE:
            slot = sound.program.slots[source.index]
            if slot.kind in _AMOUNTS and slot.value.denominator == 1 and slot.value > 1:
                yield place, source.index


def _free(sound: Sound) -> list[int]:
    """The numbers that may change, and be worth any whole number."""
    return [
        index
        for index, slot in enumerate(sound.program.slots)
        if not slot.fixed and not slot.tied and slot.kind in _AMOUNTS and slot.value > 1
    ]


def _to_slot(index: int) -> Bound:
    return lambda values, results: values[index]


def _stays(value: Fraction) -> Bound:
    return lambda values, results: value


def one_use_elsewhere(sound: Sound) -> Iterator[Error]:
    """One of a number's uses is bound to another number of equal value."""
    uses = Counter(index for _, index in _plain(sound))
    for place, index in _plain(sound):
        for other in _free(sound):
            if other != index and uses[index] > 1:
                values = _with(sound, other, sound.values[index])
                yield Error(values, {place: _to_slot(other)}, frozenset({other}))


def merged(sound: Sound) -> Iterator[Error]:
    """Two numbers become one: all uses of one are bound to another of equal value."""
    for index in sorted({index for _, index in _plain(sound)}):
        places = [place for place, used in _plain(sound) if used == index]
        for other in _free(sound):
            if other != index:
                values = _with(sound, other, sound.values[index])
                broken = dict.fromkeys(places, _to_slot(other))
                yield Error(values, broken, frozenset({other}))


def known_as_number(sound: Sound) -> Iterator[Error]:
    """What everybody knows, such as a week's days, is bound to a number of equal value."""
    for place, source in sound.reading.items():
        if isinstance(source, Constant) and source.value > 1 and source.value.denominator == 1:
            for other in _free(sound):
                values = _with(sound, other, source.value)
                yield Error(values, {place: _to_slot(other)}, frozenset({other}))


def number_as_known(sound: Sound) -> Iterator[Error]:
    """A number is taken for one that stays."""
    for place, index in _plain(sound):
        value = sound.values[index]
        yield Error(sound.values, {place: _stays(value)}, frozenset({index}))


def result_as_number(sound: Sound) -> Iterator[Error]:
    """What a step gave is bound to a number of equal value."""
    results = [step.result for step in sound.calculation.steps]
    for place, source in sound.reading.items():
        if isinstance(source, Result) and source.view is View.VALUE:
            for other in _free(sound):
                if other not in sound.feeding(source) and results[source.step].denominator == 1:
                    values = _with(sound, other, results[source.step])
                    yield Error(values, {place: _to_slot(other)}, frozenset({other}))


def number_as_result(sound: Sound) -> Iterator[Error]:
    """A number is bound to what an earlier step gave, of equal value."""
    free = _free(sound)
    for place, index in _plain(sound):
        for step in range(place[0]):
            result = sound.calculation.steps[step].result
            whole = result.denominator == 1 and result > 1
            if whole and index in free and index not in sound.feeding(Result(step)):
                values = _with(sound, index, result)
                yield Error(values, {place: _result(step)})


def _result(step: int) -> Bound:
    return lambda values, results: results[step]


def total_stays(sound: Sound) -> Iterator[Error]:
    """A total no longer follows its parts."""
    for place, source in sound.reading.items():
        if isinstance(source, Result):
            step = sound.calculation.steps[source.step]
            if {leaf.role for leaf in step.expression.leaves} & {"+", "-"}:
                yield Error(sound.values, {place: _stays(step.result)})


def half_as_rest(sound: Sound) -> Iterator[Error]:
    """Of a half, the part and the rest are confused."""
    for place, source in sound.reading.items():
        if not isinstance(source, Given) or sound.program.slots[source.index].fixed:
            continue
        slot = sound.program.slots[source.index]
        if slot.kind not in SHARES or slot.kind is NumberKind.MULTIPLIER:
            continue
        whole = 100 if slot.kind is NumberKind.PERCENTAGE else 1
        values = _with(sound, source.index, Fraction(whole, 2))
        yield Error(values, {place: _mirrored(source, whole)}, frozenset({source.index}))


def _mirrored(source: Given, whole: int) -> Bound:
    return lambda values, results: source.view.of(whole - values[source.index])


def rest_stays(sound: Sound) -> Iterator[Error]:
    """What is left of a share stays where the share changes."""
    for place, source in sound.reading.items():
        if isinstance(source, Given) and source.view in _LESS:
            value = source.view.of(sound.values[source.index])
            yield Error(sound.values, {place: _stays(value)}, frozenset({source.index}))


def hidden_one_less(sound: Sound) -> Iterator[Error]:
    """Of a number that is 2, one less is a factor unseen."""
    for place, source in sound.reading.items():
        if isinstance(source, Given) and source.view is View.VALUE:
            slot = sound.program.slots[source.index]
            if not slot.fixed and slot.kind in (*COUNTS, NumberKind.MULTIPLIER):
                values = _with(sound, source.index, Fraction(2))
                broken = {place: _doubled_less_one(source.index)}
                yield Error(values, broken, frozenset({source.index}))


def _doubled_less_one(index: int) -> Bound:
    return lambda values, results: 2 * (values[index] - 1)


OPERATORS: tuple[Callable[[Sound], Iterator[Error]], ...] = (
    one_use_elsewhere,
    merged,
    known_as_number,
    number_as_known,
    result_as_number,
    number_as_result,
    total_stays,
    half_as_rest,
    rest_stays,
    hidden_one_less,
)


def seed(sound: Sound, operator: Callable[[Sound], Iterator[Error]]) -> Seeded | None:
    """Break a program in one way; None if it can't be broken so."""
    name = operator.__name__
    rng = random.Random(f"{SEED} {name} {sound.row}")  # noqa: S311
    errors = list(operator(sound))
    rng.shuffle(errors)
    for error in errors:
        try:
            seeded = _seeded(sound, name, error, rng)
        except (NotWritable, ZeroDivisionError):
            continue
        if seeded is not None:
            return seeded
    return None


def _seeded(sound: Sound, name: str, error: Error, rng: random.Random) -> Seeded | None:
    right = sound.run(error.values)
    before = [step.result for step in sound.calculation.steps]
    if not _alike(before, right) or sound.run(error.values, error.broken)[-1] != right[-1]:
        return None
    shown = _named(sound, error.values)
    original = Problem(
        benchmark="gsm8k",
        id=f"{name}-{sound.row}",
        question=sound.program.render(shown),
        gold=_shown_gold(sound, right),
        solution=sound.program.solution(shown),
    )
    if [one.value for one in find(original.question)] != error.values:
        return None
    variants: dict[str, tuple[Problem, str]] = {}
    for _ in range(TRIES):
        values = _drawn(sound, error, rng)
        try:
            wrong, true = sound.run(values, error.broken), sound.run(values)
            question = sound.program.render(_named(sound, values))
            new, gold = _shown_gold(sound, wrong), _shown_gold(sound, true)
        except (NotWritable, ZeroDivisionError):
            continue
        if _alike(right, wrong) and new not in (gold, original.gold):
            made = Problem(
                benchmark="gsm8k",
                id=original.id,
                question=question,
                gold=new,
                solution=None,
                kind="numbers",
            )
            variants.setdefault(question, (made, gold))
            if len(variants) == VARIANTS:
                starts = [one.start for one in find(original.question)]
                return Seeded(
                    name,
                    sound.row,
                    original,
                    tuple(variants.values()),
                    _moving(sound, error, starts),
                    _by_start(sound, error, starts, error.broken),
                    _by_start(sound, error, starts, {}),
                )
    return None


def _moving(sound: Sound, error: Error, starts: Sequence[int]) -> dict[int, int]:
    """The numbers that a broken program moves, by where they start; tied ones share a group."""
    moved = sound.used(error.broken) | error.moves
    groups = {}
    for index, slot in enumerate(sound.program.slots):
        tied = [int(other[1:]) for other in slot.tied]
        if not slot.fixed and moved & {index, *tied}:
            groups[starts[index]] = min(index, *tied) if tied else index
    return groups


def _by_start(
    sound: Sound, error: Error, starts: Sequence[int], broken: Mapping[Place, Bound]
) -> Callable[[Mapping[int, Fraction]], Fraction]:
    def program(moved: Mapping[int, Fraction]) -> Fraction:
        values = [
            moved.get(start, value) for start, value in zip(starts, error.values, strict=True)
        ]
        return sound.calculation.answer(sound.run(values, broken))

    return program


def _named(sound: Sound, values: Values) -> dict[str, Fraction]:
    return {slot.name: value for slot, value in zip(sound.program.slots, values, strict=True)}


def _shown_gold(sound: Sound, results: Values) -> str:
    gold = sound.calculation.gold
    return gold_like(gold.text if gold else "1", sound.calculation.answer(results))


def _alike(old: Values, new: Values) -> bool:
    """Whether results keep their sign, stay whole, and stay parts of a whole."""
    return all(
        (a > 0) == (b > 0) and (a.denominator > 1 or b.denominator == 1) and (a >= 1 or b < 1)
        for a, b in zip(old, new, strict=True)
    )


def _drawn(sound: Sound, error: Error, rng: random.Random) -> list[Fraction]:
    """New numbers where the broken program reads them; what it does not read stays."""
    values = list(error.values)
    moving = sound.used(error.broken) | error.moves
    for index, slot in enumerate(sound.program.slots):
        if index in moving and not slot.fixed and rng.random() < 0.7:
            values[index] = _near(slot, values[index], rng)
    for slot in sound.program.slots:
        for other in slot.tied:
            values[int(slot.name[1:])] = values[int(other[1:])]
    return values


def _near(slot: Slot, value: Fraction, rng: random.Random) -> Fraction:
    if slot.kind is NumberKind.FRACTION:
        return rng.choice(_SHARES)
    if slot.kind is NumberKind.MULTIPLIER:
        return Fraction(rng.choice((2, 3, 4)))
    if slot.kind is NumberKind.PERCENTAGE and value < 100:
        return Fraction(rng.randrange(5, 100, 5))
    step = Fraction(1)
    while (value / step).denominator != 1:
        step /= 10
    while value > 10 * step and (value / (10 * step)).denominator == 1:
        step *= 10
    low = max(int(value / step / 2), 1)
    return max(step * rng.randint(low, 2 * int(value / step)), Fraction(2) if value > 1 else step)


def sound_programs(data: Path, rows: int = ROWS) -> Iterator[Sound]:
    """The programs of some rows of GSM8K's training set, drawn by the seed."""
    train = lines(data / "gsm8k" / "train.jsonl")
    for row in random.Random(SEED).sample(range(len(train)), rows):  # noqa: S311
        question, solution = train[row]["question"], train[row]["answer"]
        program = derive(question, solution)
        if not isinstance(program, NoProgram):
            calculation = read_solution(solution)
            reading = resolve(Sources(question, find(question), calculation)).reading
            yield Sound(row, program, calculation, reading)


def seeded_errors(data: Path) -> list[Seeded]:
    """Break programs in all ways, about as often in each; a row is broken once."""
    counts: Counter[str] = Counter()
    found: list[Seeded] = []
    for sound in sound_programs(data):
        for operator in sorted(OPERATORS, key=lambda one: counts[one.__name__]):
            if counts[operator.__name__] >= MOST_OF_ONE:
                continue
            if (seeded := seed(sound, operator)) is not None:
                counts[operator.__name__] += 1
                found.append(seeded)
                break
        if len(found) == MOST_OF_ONE * len(OPERATORS):
            break
    return found
