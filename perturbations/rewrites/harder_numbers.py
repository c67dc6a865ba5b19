"""Numbers that are harder on purpose, at a stated level: more digits, or decimals."""

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction

from clipo_bench.perturbations.programs import sense
from clipo_bench.perturbations.programs.level import NumberLevel
from clipo_bench.perturbations.programs.slot import Slot, Values
from clipo_bench.perturbations.programs.worked_solution.solution_program import SolutionProgram
from clipo_bench.perturbations.programs.writing import NotWritable
from clipo_bench.perturbations.rewrites.numbers import derived_variant
from clipo_bench.perturbations.rewrites.solved import solved
from clipo_bench.perturbations.text.measures import (
    UNITS,
    WHOLE_ONES,
    asks_amount,
    is_measure,
    singular,
)
from clipo_bench.perturbations.text.mentions import NumberKind
from clipo_bench.perturbations.variant import Certificate, Reason, Refusal, Variant
from clipo_bench.tasks.problem import Problem

METHOD = "harder numbers"
LARGER = (NumberLevel(digits=1), NumberLevel(digits=2))
DECIMAL = NumberLevel(places=1)
TRIES = 60

# What there is no more of at ten times the number: hours of a day, a body, a family, a pizza.
_BOUNDED = re.compile(
    r"[\s-]*(?:(?:more|other|new|different|full|whole|large|small|big|of|the|his|her|their|these|those"
    r"|younger|older|extra|additional|square|cubic|consecutive|straight)[\s-]+){0,2}"
    r"(?:hours?|hrs?|minutes?|mins?|seconds?|secs?|days?|weeks?|weekends?|months?|years?|decades?|nights?"
    r"|mornings?|evenings?|inch(?:es)?|feet|ft|yards?|miles?|km|kilomet\w+|met(?:er|re)s?|cm"
    r"|centimet\w+|millimet\w+|mm|pounds?|lbs?|ounces?|oz|grams?|kg|kilo\w*|tons?|gallons?|liters?"
    r"|litres?|ml|cups?|pints?|quarts?|teaspoons?|tablespoons?|degrees?|percent|times?|mph|kids?"
    r"|child\w*|sons?|daughters?|brothers?|sisters?|siblings?|friends?|cousins?|parents?|people"
    r"|persons?|family|families|dogs?|cats?|pets?|horses?|rooms?|bedrooms?|bathrooms?|floors?|stories"
    r"|legs?|arms?|eyes?|hands?|feet|fingers?|toes?|teeth|heads?|wheels?|sides?|slices?|parts?|halves"
    r"|grades?|classes|courses?|meals?|rounds?|laps?|innings?|quarters?|halfs?|games?|matches|shifts?"
    r"|pupp(?:y|ies)|kittens?|seats?|doors?|players?|keys?"
    r"|trips?|sets?|reps?|steps?|stops?|kinds?|types?|flavors?|colors?|ways?|sizes?|ply|-?year)\b"
    r"|\s*(?:[/:-]|x\s*\d|by\s+\d|out of|am\b|pm\b)"
    r"|[\s-]*(?:[a-z]+[\s-]+){0,2}(?:an?|per|each|every)\s+(?:hour|minute|second|day|week|month|year)"
)
# A thing that is counted: " apples", " more red apples"; not "5 and", "weighs 5."
_COUNTED = re.compile(
    r"\s+(?!(?:and|or|on|in|to|at|for|from|than|as|by|of|with|is|are|was|were|then|if|but|when|while"
    r"|that|which|who|he|she|it|they|so|an?|the|per|each|every)\b)[a-z]{3,}"
)
# Nobody is 384 years old, and no dog weighs 870 pounds.
_BODIES = re.compile(
    r"(?i)\b(?:years? old|ages?|aged|older|younger|oldest|youngest|birthdays?|weigh\w*|tall|taller"
    r"|heights?|temperatures?|speed)\b"
)
# "3 pounds", "5 more miles"; not "3 feet old", "8 hours a day".
_MEASURE = re.compile(rf" (?:more )?(?P<unit>{UNITS})\b(?!-| old| a (?:day|night))")


class HarderNumbers:
    """Proposes numbers that are harder to calculate with, by as much as a level says."""

    def __init__(self, kind: str, level: NumberLevel) -> None:
        self._kind, self._level = kind, level

    @property
    def kind(self) -> str:
        """``numbers_larger`` or the like."""
        return self._kind

    @property
    def changes(self) -> str:
        """What it changes."""
        level = self._level
        how = f"{level.digits} digits more" if level.digits > 1 else "one digit more"
        return f"the numbers, to harder ones: {'decimals' if level.places else how}"

    def propose(self, problem: Problem, rng: random.Random) -> Variant | Refusal:
        """Draw harder numbers for a problem with a worked solution, or refuse."""
        program = solved(problem, self.kind)
        if isinstance(program, Refusal):
            return program
        if self._level.places and (found := WHOLE_ONES.search(problem.question)):
            detail = f"{found[0]!r} counts whole ones only"
            return Refusal.of(problem, self.kind, Reason.AMBIGUOUS, detail)
        groups = list(_groups(program, self._level))
        if not groups:
            detail = "no number that may be a decimal" if self._level.places else "no such number"
            return Refusal.of(problem, self.kind, Reason.NOTHING_TO_REWRITE, detail)
        try:
            values = _draw(program, groups, self._level, rng)
            if values is not None:
                return _certified(derived_variant(problem, values, self.kind), self._level)
        except NotWritable as error:
            return Refusal.of(problem, self.kind, Reason.NO_NEW_VALUES, str(error))
        detail = f"no harder numbers that make sense in {TRIES} draws"
        return Refusal.of(problem, self.kind, Reason.NO_NEW_VALUES, detail)


def _certified(variant: Variant, level: NumberLevel) -> Variant:
    evidence = {
        **variant.certificate.evidence,
        "digits more": str(level.digits),
        "decimal places": str(level.places),
    }
    return replace(variant, certificate=Certificate(METHOD, evidence))


def _groups(program: SolutionProgram, level: NumberLevel) -> Iterator[list[Slot]]:
    """The numbers that may be harder, those together that are tied."""
    bounds = sense.bounds(program.question, program.slots)
    fits = _may_be_broken if level.places else _may_grow
    found: dict[frozenset[str], list[Slot]] = {}
    for slot in program.free:
        found.setdefault(slot.tied | {slot.name}, []).append(slot)
    for group in found.values():
        if all(slot.name not in bounds and fits(program.question, slot) for slot in group):
            yield group


def _may_grow(question: str, slot: Slot) -> bool:
    if slot.value.denominator != 1:
        return False
    if slot.kind is NumberKind.MONEY:
        return True
    after = question[slot.end :]
    counts = slot.kind is NumberKind.INTEGER and _COUNTED.match(after)
    return bool(counts) and not _BOUNDED.match(after) and not _BODIES.search(question)


def _may_be_broken(question: str, slot: Slot) -> bool:
    if slot.value.denominator != 1 or slot.value < 2:
        return False
    if slot.kind is NumberKind.MONEY:
        return True
    measure = _MEASURE.match(question, slot.end) if slot.kind is NumberKind.INTEGER else None
    # "for every hour of overtime" may count whole hours
    return measure is not None and not re.search(
        rf"\b(?:every|each) (?:\w+ )?{singular(measure['unit'])}\b", question
    )


def _draw(
    program: SolutionProgram,
    groups: Sequence[Sequence[Slot]],
    level: NumberLevel,
    rng: random.Random,
) -> Values | None:
    """Values that make sense; of late tries only some of the numbers are harder."""
    judged = sense.of(program.question, program.slots)
    broken = asks_amount(program.question)
    for tried in range(TRIES):
        count = len(groups) if 2 * tried < TRIES else rng.randint(1, len(groups))
        values: dict[str, Fraction] = {}
        for group in rng.sample(groups, count):
            values |= dict.fromkeys((slot.name for slot in group), _harder(group[0], level, rng))
        if any(sense.violations(judged, values)) or not program.fits(values, level):
            continue
        if level.places and not _breaks_amounts_only(program, values):
            continue
        # half an apple is no answer
        if broken or program.evaluate(values).denominator == program.gold.denominator:
            return values
    return None


def _breaks_amounts_only(program: SolutionProgram, values: Values) -> bool:
    """Whether each step's result that was whole still is, or is money or a measure."""
    # "6.2 miles, 2 tickets a mile": 12.4 tickets are none
    last = program.steps[-1] if asks_amount(program.question) else None
    return all(
        step.money or is_measure(step.units) or step is last for step in program.broken(values)
    )


def _harder(slot: Slot, level: NumberLevel, rng: random.Random) -> Fraction:
    if level.places:
        return _decimal(slot, rng)
    digits = len(str(int(slot.value))) + level.digits
    low, high = 10 ** (digits - 1), 10**digits - 1
    if rng.random() < 0.5:
        return Fraction(rng.randint(low, high))
    # a multiple of the old number can be divided as that could
    times = range(-(-low // int(slot.value)), high // int(slot.value) + 1)
    return slot.value * rng.choice(times)


def _decimal(slot: Slot, rng: random.Random) -> Fraction:
    """Cents for money, quarters most often, and tenths for a measure."""
    if slot.kind is NumberKind.MONEY:
        cents = rng.choice((25, 75, 25, 75, 15, 35, 45, 55, 65, 85, 95, 49, 99))
        return slot.value + Fraction(cents, 100)
    return slot.value + Fraction(rng.choice((5, 5, 5, 2, 4, 6, 8)), 10)
