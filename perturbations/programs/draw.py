"""Draw new values for a program's slots, near the old ones, until they violate nothing."""

import math
import random
from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import cached_property

from clipo_bench.perturbations.programs import sense
from clipo_bench.perturbations.programs.slot import Slot, Values
from clipo_bench.perturbations.programs.worked_solution.solution_program import SolutionProgram
from clipo_bench.perturbations.text.mentions import NumberKind

PROBES = 24
FITTING = 3
AT_ONCE = 32
STEPS = 250
MOST_STEPS = 450
ENOUGH = 24
# An answer of ten or more stays within this factor of the original's.
MOST = 3
SMALL = 10
_AT_A_STEP = (1, 1, 2, 3)
_TIMES = (2, 3, 4, 5)
_DENOMINATORS = (2, 3, 4, 5, 6, 8, 10)
_KEEPS_ZEROS = 0.7
_DIVIDES = 0.5
UP = 0.4

Group = Sequence[Slot]


def draw(program: SolutionProgram, rng: random.Random) -> Values | None:
    """Draw values that make a well-posed variant; None if none came up."""
    return Draws(program).draw(rng)


class Draws:
    """Draws values for one program.

    Most programs let all numbers change at once. Where few of such draws fit (a division has
    to come out whole), values come from a walk that starts at the original ones and changes
    some at a time. Which it is, and the walk, depend on the program alone, so both are found
    out once.
    """

    def __init__(self, program: SolutionProgram) -> None:
        self.program = program
        self._sense = sense.of(program.question, program.slots)
        self._groups = _groups(program, self._sense.bounds)
        self._divisors = _divisors(program)

    def draw(self, rng: random.Random) -> Values | None:
        """Draw values that make a well-posed variant; None if there are none to be found."""
        if self._free:
            for _ in range(AT_ONCE):
                values = self._redrawn(self._groups, {}, rng)
                if self._fits(values):
                    return values
        return rng.choice(self._walked) if self._walked else None

    @cached_property
    def _free(self) -> bool:
        """Whether enough of the draws that change all numbers at once fit."""
        rng = random.Random(0)  # noqa: S311
        fitting = 0
        for _ in range(PROBES if self._groups else 0):
            fitting += self._fits(self._redrawn(self._groups, {}, rng))
            if fitting == FITTING:
                return True
        return False

    @cached_property
    def _walked(self) -> list[Values]:
        """Values that a walk came by."""
        rng = random.Random(0)  # noqa: S311
        values: Values = {}
        found: dict[tuple[tuple[str, Fraction], ...], Values] = {}
        unfit: set[tuple[tuple[str, Fraction], ...]] = set()
        for step in range(MOST_STEPS if self._groups else 0):
            if len(found) == ENOUGH or (found and step >= STEPS):
                break
            chosen = rng.sample(self._groups, min(rng.choice(_AT_A_STEP), len(self._groups)))
            tried = {**values, **self._redrawn(chosen, values, rng)}
            place = tuple(sorted(tried.items()))
            if tried == values or place in unfit:
                continue
            if place in found or self._fits(tried):
                values = found[place] = tried
            else:
                unfit.add(place)
        return list(found.values())

    def _fits(self, values: Values) -> bool:
        if not self._changes(values):
            return False
        if any(sense.violations(self._sense, values)) or not self.program.fits(values):
            return False
        old, new = self.program.gold, self.program.evaluate(values)
        return old < SMALL or old / MOST <= new <= old * MOST

    def _redrawn(
        self, groups: Sequence[Group], values: Values, rng: random.Random
    ) -> dict[str, Fraction]:
        """New values for these groups, where the others have the values given."""
        new: dict[str, Fraction] = {}
        for group in sorted(groups, key=lambda group: group[0].value):
            slot = group[0]
            if slot.kind in (NumberKind.MULTIPLIER, NumberKind.FRACTION):
                value = _other_ratio(slot, rng)
            else:
                value = _near(slot, self._step(slot, {**values, **new}, rng), rng)
            new |= {one.name: value for one in group}
        return new

    def _step(self, slot: Slot, values: Values, rng: random.Random) -> Fraction:
        """What the new value shall be a multiple of."""
        divisors = self._divisors[slot.name]
        if divisors and rng.random() < _DIVIDES:
            divisor = rng.choice(divisors)
            return _multiple(values.get(divisor.name, divisor.value), slot.value)
        return _step(slot.value, rng)

    def _changes(self, values: Values) -> bool:
        return any(values.get(slot.name, slot.value) != slot.value for slot in self.program.slots)


def _groups(program: SolutionProgram, bounds: Mapping[str, sense.Bounds]) -> list[list[Slot]]:
    """The free slots, those together that are tied; none that is bound to its value."""
    found: dict[frozenset[str], list[Slot]] = {}
    for slot in program.free:
        found.setdefault(slot.tied | {slot.name}, []).append(slot)
    return [group for group in found.values() if not any(_is_bound(one, bounds) for one in group)]


def _is_bound(slot: Slot, bounds: Mapping[str, sense.Bounds]) -> bool:
    bound = bounds.get(slot.name)
    return bound is not None and bound.least == bound.most == slot.value


def _divisors(program: SolutionProgram) -> dict[str, list[Slot]]:
    """By slot, those that divide it: what is shared out may have to stay a multiple of them."""
    whole = [slot for slot in program.slots if slot.value > 1 and slot.value.denominator == 1]
    return {
        slot.name: [
            other
            for other in whole
            if other.value < slot.value and (slot.value / other.value).denominator == 1
        ]
        for slot in program.slots
    }


def _other_ratio(slot: Slot, rng: random.Random) -> Fraction:
    """Another multiple in a word, or another fraction."""
    if slot.kind is NumberKind.MULTIPLIER:
        return Fraction(rng.choice([n for n in _TIMES if abs(n - slot.value) <= 2]))
    if slot.value.numerator == 1:
        return Fraction(1, rng.choice(_DENOMINATORS))
    bottom = rng.choice(_DENOMINATORS[1:])
    return Fraction(rng.randint(1, bottom - 1), bottom)


def _near(slot: Slot, step: Fraction, rng: random.Random) -> Fraction:
    """A multiple of the step, as long as the old value, at most about twice or half of it."""
    power = 10 ** len(str(int(slot.value)))
    # up and down alike, so that numbers do not grow: 10 has no smaller one of two digits
    if rng.random() < UP:
        first = math.floor(slot.value / step) + 1
        end = 100 if slot.kind is NumberKind.PERCENTAGE and slot.value < 100 else power
        last = min(math.floor(slot.value * 2 / step), math.ceil(end / step) - 1)
    else:
        lowest = max(slot.value / 2, Fraction(power, 10) if power > 10 else step)
        first, last = math.ceil(lowest / step), math.ceil(slot.value / step) - 1
    if slot.value > 1:
        first = max(first, math.floor(1 / step) + 1)  # one apple has no plural
    return step * rng.randint(first, last) if first <= last else slot.value


def _step(value: Fraction, rng: random.Random) -> Fraction:
    """What the new value is a multiple of: round numbers stay round more often than not."""
    rounded, finer = _places(value)
    if rng.random() >= _KEEPS_ZEROS:
        return finer
    fives = rounded * 5
    return fives if (value / fives).denominator == 1 and fives < value else rounded


def _multiple(divisor: Fraction, value: Fraction) -> Fraction:
    """A step that the divisor divides and that is round, where there is one below the value."""
    for step in _places(value):
        if divisor.denominator == step.denominator == 1:
            common = Fraction(math.lcm(int(divisor), int(step)))
            if common < value:
                return common
    return divisor if step == 1 else step


def _places(value: Fraction) -> tuple[Fraction, Fraction]:
    """The largest power of ten that divides a number, below it, and a tenth of that if it has one.

    So a round number loses one zero at most: 3,000 may become 2,400, but not 2,417, which would
    be harder to reckon with.
    """
    last = Fraction(1)
    while (value / last).denominator != 1:
        last /= 10
    rounded = last
    while (value / (rounded * 10)).denominator == 1 and rounded * 10 < value:
        rounded *= 10
    return rounded, max(last, rounded / 10)
