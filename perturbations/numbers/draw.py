"""Draw new values for a program's slots, near the old ones, until they violate nothing."""

import math
import random
from fractions import Fraction

from perturbations.numbers.mentions import Kind
from perturbations.numbers.program import Program, Slot

TRIES = 400
_DENOMINATORS = (2, 3, 4, 5, 6, 8, 10)
_KEEPS_ZEROS = 0.7


def draw(program: Program, rng: random.Random, tries: int = TRIES) -> dict[str, Fraction] | None:
    """Draw values that make a well-posed variant; None if none came up.

    Args:
        program: whose slots change: all that may at first, fewer where that fails.
        rng: the generator.
        tries: how many draws at most.
    """
    groups = _groups(program)
    for attempt in range(tries):
        share = 1 - attempt / tries
        chosen = [group for group in groups if rng.random() < share] or [rng.choice(groups)]
        values: dict[str, Fraction] = {}
        for group in chosen:
            value = _near(group[0], rng)
            values |= {slot.name: value for slot in group}
        changed = any(values[slot.name] != slot.value for group in chosen for slot in group)
        if changed and not program.violations(values):
            return values
    return None


def _groups(program: Program) -> list[list[Slot]]:
    """The free slots, those that are tied together."""
    found: dict[frozenset[str], list[Slot]] = {}
    for slot in program.free:
        found.setdefault(slot.tied | {slot.name}, []).append(slot)
    return list(found.values())


def _near(slot: Slot, rng: random.Random) -> Fraction:
    """A value of the slot's kind, as long as the old one, at most about twice or half of it."""
    if slot.kind is Kind.MULTIPLIER:
        return Fraction(rng.randint(2, 5))
    if slot.kind is Kind.FRACTION:
        if slot.value.numerator == 1:
            return Fraction(1, rng.choice(_DENOMINATORS))
        bottom = rng.choice(_DENOMINATORS[1:])
        return Fraction(rng.randint(1, bottom - 1), bottom)
    step = _step(slot, rng)
    digits = len(str(int(slot.value)))
    low = max(slot.value / 2, 10 ** (digits - 1) if digits > 1 else 0)
    high = min(slot.value * 2, 10**digits - step)
    if slot.kind is Kind.PERCENTAGE and slot.value < 100:
        high = min(high, 100 - step)
    return step * rng.randint(max(1, math.ceil(low / step)), max(1, int(high / step)))


def _step(slot: Slot, rng: random.Random) -> Fraction:
    """What the new value is a multiple of: round numbers stay round more often than not."""
    step = Fraction(1)
    while (slot.value / step).denominator != 1:
        step /= 10
    if rng.random() < _KEEPS_ZEROS:
        while (slot.value / (step * 10)).denominator == 1 and step * 10 < slot.value:
            step *= 10
        if (slot.value / (step * 5)).denominator == 1 and step * 5 < slot.value:
            step *= 5
    return step
