"""What new values must keep, so that the variant is the same kind of problem and well posed."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import combinations

from clipo_bench.perturbations.programs.level import SAME, NumberLevel
from clipo_bench.perturbations.programs.slot import Slot
from clipo_bench.perturbations.programs.worked_solution import guards
from clipo_bench.perturbations.programs.worked_solution.calculation import Calculation
from clipo_bench.perturbations.programs.worked_solution.resolve import Resolved
from clipo_bench.perturbations.programs.worked_solution.sources import Sources
from clipo_bench.perturbations.text.mentions import Mention, NumberKind

# Words that rank numbers or results: "the largest at 26 cards", "has increased to 40".
_RANKS = re.compile(
    r"\b(?:largest|biggest|longest|tallest|highest|greatest|smallest|shortest|lowest|fewest|oldest"
    r"|youngest|heaviest|lightest|fastest|slowest|most|least|cheapest|winner|wins|won|increas\w+"
    r"|decreas\w+|improv\w+|exceed\w*|surpass\w*|grew|rose|dropped|fell|even more|even fewer)\b",
    re.IGNORECASE,
)
_PARENTS = re.compile(
    r"\b(?:mother|father|mom|dad|parents?|son|daughter|grand\w+|uncle|aunt|nephew|niece)\b"
    r"(?=(?s:.*)\b(?:old|older|age|younger)\b)",
    re.IGNORECASE,
)
_OF_PEOPLE = tuple(
    (re.compile(words, re.IGNORECASE), frozenset(units.split()), Fraction(most))
    for words, units, most in (
        (r"\b(?:tall|height|taller|shorter)\b", "cm centimeter", 215),
        (r"\b(?:[A-Z]\w+|he|she) (?:is|was)\b[^.?!]* tall\b", "inch", 84),
        (r"\b(?:years old|older|younger|how old)\b", "year", 110),
    )
)
SMALL_DENOMINATOR = 12
UNUSED = "no step uses it"


def of_slots(
    slots: Sequence[Slot],
    mentions: Sequence[Mention],
    values: Sequence[Fraction],
    level: NumberLevel = SAME,
) -> Iterator[str]:
    """What single values break, and pairs of them."""
    by_name = {slot.name: value for slot, value in zip(slots, values, strict=True)}
    for slot, value in zip(slots, values, strict=True):
        if slot.fixed and value != slot.value:
            yield f"{slot.name} must stay {slot.value}: {slot.fixed}"
        elif any(by_name[other] != value for other in slot.tied):
            yield f"{slot.name} must equal {', '.join(sorted(slot.tied))}"
        elif value != slot.value and (wrong := _unlike(slot.kind, slot.value, value, level)):
            yield f"{slot.name} = {value} {wrong}"
    for (one, a), (two, b) in combinations(enumerate(mentions), 2):
        if values[one] == values[two] and a.value != b.value:
            yield f"n{one} and n{two} are both {values[one]}"
        elif _comparable(a, b, slots[one], slots[two]) and _order(
            values[one], values[two]
        ) != _order(a.value, b.value):
            yield f"n{one} and n{two} are ordered otherwise"


def of_steps(
    calculation: Calculation,
    shown: Sequence[Sequence[Fraction]],
    results: Sequence[Fraction],
    level: NumberLevel = SAME,
) -> Iterator[str]:
    """What the steps' values break: signs, whole numbers, parts of a whole."""
    for index, step in enumerate(calculation.steps):
        # 3 * 4.5 pounds may be 13.5 pounds; what is divided into parts still comes out whole
        whole = not level.places or "/" in calculation.text[step.start : step.end]
        old_leaves = [leaf.value for leaf in step.expression.leaves]
        old = step.expression.trace(old_leaves)
        new = step.expression.trace(shown[index])
        for before, after in zip(old, new, strict=True):
            if wrong := _changed(before, after, whole=whole):
                yield f"step {index + 1}: {after} {wrong}, {before} was not"
        if step.percent and 0 < step.result < 100 and not 0 < results[index] < 100:
            yield f"step {index + 1}: {results[index]} per cent is not a part"


def of_ranks(
    question: str,
    mentions: Sequence[Mention],
    values: Sequence[Fraction],
    calculation: Calculation,
    results: Sequence[Fraction],
) -> Iterator[str]:
    """Numbers and results of one kind that words rank, and that are ordered otherwise now."""
    if not _RANKS.search(question):
        return
    ranked = [
        (f"n{index}", one.value, value, one.units, one.money)
        for index, (one, value) in enumerate(zip(mentions, values, strict=True))
    ]
    ranked += [
        (f"the result of step {index + 1}", step.result, result, step.units, step.money)
        for index, (step, result) in enumerate(zip(calculation.steps, results, strict=True))
    ]
    for (one, a, new_a, units_a, money_a), (two, b, new_b, units_b, money_b) in combinations(
        ranked, 2
    ):
        alike = units_a & units_b or (money_a and money_b)
        if alike and a != b and _order(a, b) != _order(new_a, new_b):
            yield f"{one} and {two} are ordered otherwise, and {question!r} ranks them"


def of_people(
    question: str, calculation: Calculation, results: Sequence[Fraction]
) -> Iterator[str]:
    """Results that no person has: a height of 250 cm, an age of 130."""
    if _PARENTS.search(question):
        # a mother of 46 and a daughter of 23, not of 16 and 8
        for step, result in zip(calculation.steps, results, strict=True):
            if "year" in step.units and not step.result * 4 <= result * 5 <= step.result * 6:
                yield f"the result {result} beside {step.shown} may be no age of a parent or child"
    for words, units, most in _OF_PEOPLE:
        if words.search(question):
            for step, result in zip(calculation.steps, results, strict=True):
                if step.units & units and step.result <= most < result:
                    yield f"the result {result} beside {step.shown} is too much for a person"


def of_sources(
    sources: Sources,
    resolved: Resolved,
    values: Sequence[Fraction],
    shown: Sequence[Sequence[Fraction]],
    results: Sequence[Fraction],
) -> Iterator[str]:
    """Equalities that would give a number of the solution one more possible source."""
    old = [mention.value for mention in sources.mentions]
    for place, allowed in resolved.allowed.items():
        found = sources.candidates(place, values, results, shown[place[0]])
        source, value = resolved.reading[place], shown[place[0]][place[1]]
        if not allowed >= set(found) or source not in found:
            yield f"step {place[0] + 1}: {value} has other sources"
        elif not sources.rests(place, source, values, value) <= sources.rests(
            place, source, old, sources.leaf(place).value
        ):
            yield f"step {place[0] + 1}: {value} may be the rest of a share"
    for index in range(len(sources.mentions)):
        if index not in resolved.used and any(
            values[index] == result and sources.mentions[index].value != step.result
            for result, step in zip(results, sources.calculation.steps, strict=True)
        ):
            yield f"n{index} happens to be a result"


def of_text(
    question: str,
    slots: Sequence[Slot],
    mentions: Sequence[Mention],
    resolved: Resolved,
    values: Sequence[Fraction],
) -> Iterator[str]:
    """Values that would make a number look like one that must stay."""
    renewed = [replace(one, value=value) for one, value in zip(mentions, values, strict=True)]
    for index, why in guards.to_keep(question, renewed, resolved.used):
        if not slots[index].fixed:
            yield f"n{index} = {values[index]} {why}"


def of_gold(old: Fraction, new: Fraction, level: NumberLevel = SAME) -> Iterator[str]:
    """What the answer breaks."""
    if new == old:
        yield "the answer is the original's"
    if (new.denominator == 1) != (old.denominator == 1) and not level.places:
        yield f"the answer {new} is of another kind than {old}"
    if not level.fits_gold(old, new):
        yield f"the answer {new} has not as many digits as {old}"


def _unlike(kind: NumberKind, old: Fraction, new: Fraction, level: NumberLevel) -> str:
    """In what a value is not of the old one's kind; empty if it is."""
    if new <= 0:
        return "is not positive"
    if kind is NumberKind.FRACTION:
        return _unlike_share(old, new)
    if kind is NumberKind.MULTIPLIER:
        return "" if new.denominator == 1 and new > 1 else "is no multiple"
    wrong = {
        "is not of the same kind": (old.denominator == 1) != (new.denominator == 1)
        and not level.places,
        "is not below 100 %": kind is NumberKind.PERCENTAGE and old < 100 <= new,
        "would need the singular": new == 1,
        f"has not as many digits as {old}": not level.fits_digits(old, new),
        "has more decimal places": _places(new) > max(_places(old), 2 * bool(level.places)),
    }
    return next((words for words, holds in wrong.items() if holds), "")


def _unlike_share(old: Fraction, new: Fraction) -> str:
    if new >= 1:
        return "is no part of a whole"
    most = max(old.denominator, SMALL_DENOMINATOR)
    return "" if new.denominator <= most else "is a finer fraction than the old one"


def _places(value: Fraction) -> int:
    return next((p for p in range(7) if (value * 10**p).denominator == 1), 99)


def _changed(old: Fraction, new: Fraction, *, whole: bool) -> str:
    if _order(old, Fraction(0)) != _order(new, Fraction(0)):
        return "is not positive"
    if whole and old.denominator == 1 != new.denominator:
        return "is not whole"
    if 0 < old < 1 <= new:
        return "is no part of a whole"
    return ""


def _comparable(a: Mention, b: Mention, *slots: Slot) -> bool:
    """Whether two numbers count the same things, so that their order may matter."""
    if a.kind is not b.kind:
        return False
    if a.units & b.units or a.kind is NumberKind.PERCENTAGE:
        return True
    # what no step uses is bounded by no step: "He had 90 pens. Now 40 are left. He lost..."
    return any(slot.fixed == UNUSED for slot in slots)


def _order(a: Fraction, b: Fraction) -> int:
    return (a > b) - (a < b)
