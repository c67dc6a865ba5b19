"""What holds if harder numbers have the gold that their program gives, and are as hard as said."""

import re
from collections.abc import Mapping
from fractions import Fraction

from clipo_bench.perturbations.checks import derived
from clipo_bench.perturbations.checks.check import Check
from clipo_bench.perturbations.checks.solved import number, solved_program
from clipo_bench.perturbations.programs.level import NumberLevel
from clipo_bench.perturbations.text.mentions import NumberKind
from clipo_bench.perturbations.variant import Variant
from clipo_bench.tasks.problem import Problem

# What is asked for in these may be broken.
_MEASURES = (
    *(
        "pound",
        "mile",
        "hour",
        "dollar",
        "gallon",
        "liter",
        "feet",
        "meter",
        "inch",
        "ounce",
        "gram",
    ),
    *("yard", "cups of", "ton", "acre", "litre", "kg", "km", "lbs", "cost", "price"),
)
# What a step may give a part of: 12.4 miles, not 12.4 tickets.
_BROKEN = frozenset(
    [
        *("mile", "km", "kilometer", "meter", "foot", "feet", "yard", "inch", "pound", "lb", "lbs"),
        *(
            "ounce",
            "gram",
            "kg",
            "kilogram",
            "ton",
            "gallon",
            "liter",
            "litre",
            "ml",
            "hour",
            "acre",
        ),
        *("dollar", "cent"),
    ]
)
_WHOLE_ONES = re.compile(r"\b(?:each|every|per) (?:full|whole|complete)\b")
_OF_LEVEL = ("constraints hold", "magnitude kept")


def _level(variant: Variant) -> NumberLevel:
    evidence = variant.certificate.evidence
    return NumberLevel(int(evidence["digits more"]), int(evidence["decimal places"]))


def _values(problem: Problem) -> Mapping[str, Fraction]:
    return {slot.name: slot.value for slot in solved_program(problem).slots}


def _constraints(original: Problem, variant: Variant) -> bool:
    return not solved_program(original).violations(_values(variant.problem), _level(variant))


def _as_hard_as_said(original: Problem, variant: Variant) -> bool:
    """Every number that changed has so many digits more, or so many places; one at least has."""
    digits, places = _level(variant).digits, _level(variant).places
    after = _values(variant.problem)
    changed = [
        (slot, after[slot.name])
        for slot in solved_program(original).slots
        if after[slot.name] != slot.value
    ]
    for slot, new in changed:
        money = slot.kind is NumberKind.MONEY
        # 45 -> 452; $3 -> $3.25; 5 pounds -> 5.5 pounds
        if len(str(int(new))) != len(str(int(slot.value))) + digits:
            return False
        if places and (int(new) != slot.value or (new * (100 if money else 10)).denominator != 1):
            return False
        if not places and new.denominator != slot.value.denominator:
            return False
    return bool(changed) and (digits > 0) != (places > 0)


def _gold_of_kind(original: Problem, variant: Variant) -> bool:
    """What was counted in whole things still is, unless something is measured."""
    old, new = number(original.gold), number(variant.problem.gold)
    if new.denominator == 1 or old.denominator != 1:
        return True
    question = original.question.lower().rpartition(". ")[2]
    things = "how many" in question and not any(unit in question for unit in _MEASURES)
    return _level(variant).places > 0 and not things


def _steps_of_kind(original: Problem, variant: Variant) -> bool:
    """No step counts in parts what it counted in whole things: 12.4 tickets are none."""
    if not _level(variant).places:
        return True
    program = solved_program(original)
    question = original.question.lower()
    asked = question.rpartition(". ")[2]
    amount = "how many" not in asked or any(unit in asked for unit in _MEASURES)
    for step in program.broken(_values(variant.problem)):
        last = step == program.steps[-1] and amount
        if not (step.money or step.units & _BROKEN or last):
            return False
    return not _WHOLE_ONES.search(question)


CHECKS: dict[str, Check] = {
    **{name: check for name, check in derived.CHECKS.items() if name not in _OF_LEVEL},
    "constraints of its level hold": _constraints,
    "as hard as stated": _as_hard_as_said,
    "whole things stay whole": _gold_of_kind,
    "no step breaks whole things": _steps_of_kind,
}
