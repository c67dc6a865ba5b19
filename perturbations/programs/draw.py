"""Draw new values for a program's slots, near the old ones, until they violate nothing."""

import math
import random
from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import cached_property, lru_cache

from clipo_bench.perturbations.programs import sense
from clipo_bench.perturbations.programs.search import search
from clipo_bench.perturbations.programs.slot import Slot, Values
from clipo_bench.perturbations.programs.worked_solution.solution_program import SolutionProgram
from clipo_bench.perturbations.text.mentions import NumberKind

PROBES = 24
FITTING = 3
AT_ONCE = 24
# After so many draws, one that is as hard in the main measures will do.
SOON = 12
# An answer of ten or more stays within this factor of the original's.
MOST = 3
SMALL = 10
# Some problems have harder variants only (of 10 x 10, 10 x 12). So that a set is as hard as the
# originals, this share of the other draws and searches may be a little easier.
EASIER = 0.5
# So many of the values that a search finds are kept, even if some are harder.
LEAST = 10
_TIMES = (2, 3, 4, 5)
_DENOMINATORS = (2, 3, 4, 5, 6, 8, 10)
_KEEPS_ZEROS = 0.9
_DIVIDES = 0.5
# Of so many values up or down, in one step, a search tries no more.
MANY = 150
UP = 0.4

Group = Sequence[Slot]
Apart = tuple[int, int]
AS_HARD: Apart = (0, 0)
# Nothing that is multiplied differs, nor the gold's roundness.
_ALMOST: Apart = (1, 0)
_FAR: Apart = (99, 99)


def draw(program: SolutionProgram, rng: random.Random) -> Values | None:
    """Draw values that make a well-posed variant; None if none came up."""
    return Draws(program).draw(rng)


class Draws:
    """Draws values for one program that leave it as hard to calculate as it was.

    Most programs let all numbers change at once. Where few of such draws fit (a division has
    to come out whole), values come from a search around the original ones. Which it is, and what
    the search finds, depend on the program alone, so both are found out once.
    """

    def __init__(self, program: SolutionProgram) -> None:
        self.program = program
        self._sense = sense.of(program.question, program.slots)
        self._groups = _groups(program, self._sense.bounds)
        self._divisors = _divisors(program)
        self._hardness = program.hardness({})

    def draw(self, rng: random.Random) -> Values | None:
        """Draw values that make a well-posed variant; None if there are none to be found."""
        if self._free and (values := self._as_hard(rng)) is not None:
            return values
        return rng.choice(self._found) if self._found else None

    def _as_hard(self, rng: random.Random) -> Values | None:
        """The nearest in hardness of some draws that change all numbers at once and fit.

        None if all of them differ in what is multiplied or in the gold.
        """
        best: Values | None = None
        least = _ALMOST
        easier = rng.random() < EASIER
        for count in range(AT_ONCE):
            if best is not None and count >= SOON:
                break
            values = self._redrawn(self._groups, {}, rng)
            apart = self._apart(values, easier=easier)
            # most draws are not as hard, which is quicker to see than whether they fit
            if apart < least and self._fits(values):
                best, least = values, apart
                if apart == AS_HARD:
                    break
        return best

    @cached_property
    def _free(self) -> bool:
        """Whether enough of the draws that change all numbers at once fit and are as hard."""
        rng = random.Random(0)  # noqa: S311
        fitting = 0
        for _ in range(PROBES if self._groups else 0):
            values = self._redrawn(self._groups, {}, rng)
            fitting += self._apart(values) < _ALMOST and self._fits(values)
            if fitting == FITTING:
                return True
        return False

    @cached_property
    def _found(self) -> list[Values]:
        """Values that a search came by: as hard as the original ones, or as near as there are."""
        easier = random.Random(self.program.question).random() < EASIER  # noqa: S311
        for wide in (False, True):
            rng = random.Random(0)  # noqa: S311
            domains = [_others(group[0], rng, wide=wide) for group in self._groups]
            found = search(
                domains,
                lambda chosen: self._along(self._values(chosen)),
                lambda chosen: self._apart(self._values(chosen), easier=easier)[0],
                lambda chosen: self._fits(self._values(chosen)),
                rng,
            )
            # nothing near the old numbers fits: any of as many digits will do
            if found:
                return self._no_harder([self._values(chosen) for chosen in found])
        return []

    def _no_harder(self, found: list[Values]) -> list[Values]:
        """Leave out the hardest until on average they are no harder in what is not multiplied."""
        kept = sorted(found, key=lambda values: self.program.hardness(values).rest)
        rests = [self.program.hardness(values).rest for values in kept]
        while len(kept) > LEAST and sum(rests) > self._hardness.rest * len(rests):
            kept.pop()
            rests.pop()
        return kept

    def _values(self, chosen: Sequence[Fraction | None]) -> Values:
        """Values by slot, of one for each group; None stays."""
        pairs = zip(self._groups, chosen, strict=True)
        return {slot.name: new for group, new in pairs if new is not None for slot in group}

    def _along(self, values: Values) -> list[Fraction] | None:
        """What should be whole, as in the original, and is linear in a number that is tried."""
        try:
            return self.program.whole(values)
        except ZeroDivisionError:
            return None

    def _apart(self, values: Values, *, easier: bool = False) -> Apart:
        """How far these values are from the original ones in hardness."""
        try:
            return self.program.hardness(values).distance(self._hardness, easier=easier)
        except ZeroDivisionError:
            return _FAR

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
        for group in sorted(groups, key=_first_value):
            slot = group[0]
            if slot.kind in (NumberKind.MULTIPLIER, NumberKind.FRACTION):
                value = rng.choice(_ratios(slot))
            else:
                value = self._near(slot, {**values, **new}, rng)
            new |= {one.name: value for one in group}
        return new

    def _near(self, slot: Slot, values: Values, rng: random.Random) -> Fraction:
        """A number near the old one: up or down, and as round as it or a multiple of another."""
        divisors = self._divisors[slot.name]
        percentage = slot.kind is NumberKind.PERCENTAGE
        if divisors and rng.random() < _DIVIDES:
            divisor = rng.choice(divisors)
            step = _multiple(values.get(divisor.name, divisor.value), slot.value)
        else:
            step = _steps(slot.value)[rng.random() >= _KEEPS_ZEROS]
        # up and down alike, so that numbers do not grow: 10 has no smaller one of two digits
        first, last = _range(slot.value, step, percentage, rng.random() < UP)
        return step * rng.randint(first, last) if first <= last else slot.value

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


def _others(slot: Slot, rng: random.Random, *, wide: bool) -> list[Fraction]:
    """Other values for a slot, the roundest first; of many some.

    Args:
        slot: what takes them.
        rng: chooses among many.
        wide: whether they may be less than half or more than twice of the old value.
    """
    if slot.kind in (NumberKind.MULTIPLIER, NumberKind.FRACTION):
        found = dict.fromkeys(_ratios(slot))
    else:
        percentage = slot.kind is NumberKind.PERCENTAGE
        found = {}
        for step in _steps(slot.value):
            for up in (False, True):
                first, last = _range(slot.value, step, percentage, up, wide)
                every = range(first, last + 1)
                some = sorted(rng.sample(every, min(MANY, len(every))))
                found |= dict.fromkeys(step * number for number in some)
    return [value for value in found if value != slot.value]


def _ratios(slot: Slot) -> list[Fraction]:
    """What a multiple in a word or a fraction may become: of "twice" 2 to 4, of 1/3 other parts."""
    if slot.kind is NumberKind.MULTIPLIER:
        return [Fraction(n) for n in _TIMES if abs(n - slot.value) <= 2]
    if slot.value.numerator == 1:
        return [Fraction(1, bottom) for bottom in _DENOMINATORS]
    return [Fraction(top, bottom) for bottom in _DENOMINATORS[1:] for top in range(1, bottom)]


@lru_cache(2**12)
def _range(
    value: Fraction, step: Fraction, percentage: bool, up: bool, wide: bool = False
) -> tuple[int, int]:
    """The first and the last multiple of the step above or below a number, of as many digits.

    They are at most twice or half of it unless they may be wide of it: of 30 in steps of 10, 4 to
    6 or 2 to 2, or else 4 to 9 or 1 to 2.
    """
    power = 10 ** len(str(int(value)))
    if up:
        first = math.floor(value / step) + 1
        last = math.ceil((100 if percentage and value < 100 else power) / step) - 1
        last = last if wide else min(math.floor(value * 2 / step), last)
    else:
        lowest = Fraction(power, 10) if power > 10 else step
        lowest = lowest if wide else max(value / 2, lowest)
        first, last = math.ceil(lowest / step), math.ceil(value / step) - 1
    if value > 1:
        first = max(first, math.floor(1 / step) + 1)  # one apple has no plural
    return first, last


@lru_cache(2**12)
def _steps(value: Fraction) -> tuple[Fraction, Fraction]:
    """What new values are multiples of: more often than not the first, as round as the old."""
    rounded, finer = _places(value)
    fives = rounded * 5
    # 25 -> 35 rather than 27
    return fives if (value / fives).denominator == 1 and fives < value else rounded, finer


@lru_cache(2**12)
def _multiple(divisor: Fraction, value: Fraction) -> Fraction:
    """A step that the divisor divides and that is round, where there is one below the value."""
    for step in _places(value):
        if divisor.denominator == step.denominator == 1:
            common = Fraction(math.lcm(int(divisor), int(step)))
            if common < value:
                return common
    return divisor if step == 1 else step


@lru_cache(2**12)
def _places(value: Fraction) -> tuple[Fraction, Fraction]:
    """The largest power of ten that divides a number, and a tenth of that if it has one.

    So a round number loses one zero at most: 3,000 may become 2,400, but not 2,417, which would
    be harder to calculate with.
    """
    last = Fraction(1)
    while (value / last).denominator != 1:
        last /= 10
    rounded = last
    while (value / (rounded * 10)).denominator == 1 and rounded * 10 <= value:
        rounded *= 10
    return rounded, max(last, rounded / 10)


def _first_value(group: Group) -> Fraction:
    return group[0].value
