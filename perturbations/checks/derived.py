"""What holds if a program that was derived from the worked solution gives the gold.

Nothing is taken from the rewrite: the variant's own text and worked solution are read again.
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from functools import lru_cache

from clipo_bench.perturbations.checks import second_opinion
from clipo_bench.perturbations.checks.check import Check
from clipo_bench.perturbations.programs import sense
from clipo_bench.perturbations.programs.of_problem import (
    MARK,
    REMEMBERED,
    Texts,
    gold_value,
    program_from,
    texts_of,
)
from clipo_bench.perturbations.programs.slot import Values
from clipo_bench.perturbations.programs.worked_solution.solution_program import SolutionProgram
from clipo_bench.perturbations.text.mentions import Mention, NumberKind, find
from clipo_bench.perturbations.variant import Variant
from clipo_bench.tasks.problem import Problem
from clipo_bench.tasks.solution_steps import check_steps

ByStart = Callable[[Mapping[int, Fraction]], Fraction]
"""A program by where its numbers start in the question."""

# "an " before a number that changes: "an 8" becomes "a 7".
_ARTICLE = re.compile(r"[Aa]n? +\$?")
# "12", "1,200", "2.5", ".5".
_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?|\.\d+")
# "twice" and "three" have no digits to keep.
_IN_DIGITS = (NumberKind.INTEGER, NumberKind.DECIMAL, NumberKind.MONEY, NumberKind.PERCENTAGE)


# A problem has few different variants at times, which are then proposed again and again. So what
# takes long is remembered by the texts.
_remembered = lru_cache(maxsize=REMEMBERED)


def _program(problem: Problem) -> SolutionProgram:
    return _program_from(*texts_of(problem))


def _program_from(question: str, solution: str, gold: str) -> SolutionProgram:
    program = program_from(question, solution, gold)
    if not isinstance(program, SolutionProgram):
        raise ValueError(f"no program: {program.cause.value}: {program.detail}")
    return program


@_remembered
def _well_posed(original: Texts, new: Texts) -> bool:
    return not _program_from(*original).violations(_values(_program_from(*new)))


@_remembered
def _sense(original: Texts) -> sense.Sense:
    program = _program_from(*original)
    return sense.of(program.question, program.slots)


def moves(
    program: SolutionProgram,
) -> tuple[dict[int, int], Callable[[Mapping[int, Fraction]], Fraction]]:
    """What a program lets change and what it gives, as `second_opinion.differs` takes both."""
    place = {slot.name: slot.start for slot in program.slots}
    names = {start: name for name, start in place.items()}
    free = [slot for slot in program.slots if not slot.fixed]
    moving = {slot.start: min([slot.start, *map(place.__getitem__, slot.tied)]) for slot in free}

    def by_start(moved: Mapping[int, Fraction]) -> Fraction:
        return program.evaluate({names[start]: value for start, value in moved.items()})

    return moving, by_start


@_remembered
def _opinion(original: Texts) -> bool | None:
    question, solution, _ = original
    program = _program_from(*original)
    moving, by_start = moves(program)
    return second_opinion.differs(question, solution, program.gold, moving, by_start)


@_remembered
def _mentions(text: str) -> tuple[Mention, ...]:
    return find(text)


@_remembered
def _arithmetic_holds(solution: str) -> bool:
    return check_steps(solution).status != "fails"


def _values(program: SolutionProgram) -> Values:
    """The values that stand in the text that a program was derived from."""
    return {slot.name: slot.value for slot in program.slots}


def _gold(problem: Problem) -> Fraction:
    value = gold_value(problem.gold)
    if value is None:
        raise ValueError(f"the gold {problem.gold!r} is not a plain number")
    return value


def _original_gold(original: Problem, variant: Variant) -> bool:
    program = _program(original)
    # "5 apples and 7 more": the program of 5 and 7 is 12, as the gold
    return program.evaluate(_values(program)) == _gold(original)


def _new_gold(original: Problem, variant: Variant) -> bool:
    # 4 and 9, read from the variant's text, in the original's program
    values = _values(_program(variant.problem))
    return _program(original).evaluate(values) == _gold(variant.problem)


def _derived_again(original: Problem, variant: Variant) -> bool:
    # 4 and 9, in the program that the variant's own solution gives
    again = _program(variant.problem)
    return again.evaluate(_values(again)) == _gold(variant.problem)


def _back_to_the_original(original: Problem, variant: Variant) -> bool:
    # 5 and 7, in the variant's program: 12 again
    values = _values(_program(original))
    return _program(variant.problem).evaluate(values) == _gold(original)


def _values_as_claimed(original: Problem, variant: Variant) -> bool:
    evidence = variant.certificate.evidence
    return all(
        {name: Fraction(text) for name, text in json.loads(evidence[key]).items()}
        == _values(_program(problem))
        for key, problem in (("original values", original), ("new values", variant.problem))
    )


def _edits_at_slots(original: Problem, variant: Variant) -> bool:
    slots = {slot.span for slot in _program(original).slots if not slot.fixed}
    for edit in variant.edits:
        # "an 8" -> "a 7" begins at the article, before the slot
        article = _ARTICLE.match(edit.before)
        start = edit.start + (article.end() if article else 0)
        if (start, edit.end) not in slots and (edit.start, edit.end) not in slots:
            return False
    return True


def _constraints(original: Problem, variant: Variant) -> bool:
    return _well_posed(texts_of(original), texts_of(variant.problem))


def _believable(original: Problem, variant: Variant) -> bool:
    return not any(sense.violations(_sense(texts_of(original)), _values(_program(variant.problem))))


def _no_second_opinion(original: Problem, variant: Variant) -> bool:
    """A reading that shares no code with the program's does not say that the program is wrong."""
    return not _opinion(texts_of(original))


def _same_magnitude(original: Problem, variant: Variant) -> bool:
    """Numbers in digits and the gold keep their digits before the decimal point."""
    after = _values(_program(variant.problem))
    pairs = [
        (slot.value, after[slot.name])
        for slot in _program(original).slots
        if slot.kind in _IN_DIGITS
    ]
    pairs.append((_gold(original), _gold(variant.problem)))
    # 12.5 -> 48.5 keeps two digits before the point
    return all(len(str(int(old))) == len(str(int(new))) for old, new in pairs)


def _hardness_as_claimed(original: Problem, variant: Variant) -> bool:
    evidence = variant.certificate.evidence
    return all(
        json.loads(evidence[key]) == _program(problem).hardness({})._asdict()
        for key, problem in (("original hardness", original), ("hardness", variant.problem))
    )


def _another_gold(original: Problem, variant: Variant) -> bool:
    return _gold(original) != _gold(variant.problem)


def _nothing_left_over(original: Problem, variant: Variant) -> bool:
    """No number that changed stands elsewhere with its old value, counting the same things."""
    program = _program(original)
    after = _values(_program(variant.problem))
    mentions = _mentions(original.question)
    changed = [
        mention
        for mention, slot in zip(mentions, program.slots, strict=True)
        if after[slot.name] != slot.value
    ]
    kept = [
        mention
        for mention, slot in zip(mentions, program.slots, strict=True)
        if after[slot.name] == slot.value
    ]
    return not any(
        # "5 apples ... the 5 apples": 4 in one place and 5 in the other
        one.value == other.value and one.kind is other.kind and one.units & other.units
        for one in changed
        for other in kept
    )


def _steps_hold(original: Problem, variant: Variant) -> bool:
    return _arithmetic_holds(variant.problem.solution or "")


def _steps_reach_the_gold(original: Problem, variant: Variant) -> bool:
    """The gold is among the numbers of the last line that calculates."""
    body = (variant.problem.solution or "").partition(MARK)[0]
    # "4+9=13 apples": 13 is there
    lines = [line for line in body.split("\n") if "=" in line]
    return not lines or _gold(variant.problem) in set(_numbers(lines[-1]))


def _numbers(line: str) -> Iterator[Fraction]:
    for shown in _NUMBER.findall(line):
        yield Fraction(shown.replace(",", ""))


CHECKS: dict[str, Check] = {
    "program gives the original gold": _original_gold,
    "program gives the gold": _new_gold,
    "derived again, the gold is the same": _derived_again,
    "derived again, it gives the original gold": _back_to_the_original,
    "values as claimed": _values_as_claimed,
    "edits at slots only": _edits_at_slots,
    "nothing left over": _nothing_left_over,
    "constraints hold": _constraints,
    "no everyday fact contradicted": _believable,
    "no second opinion differs": _no_second_opinion,
    "magnitude kept": _same_magnitude,
    "hardness as claimed": _hardness_as_claimed,
    "gold differs": _another_gold,
    "steps of the worked solution hold": _steps_hold,
    "worked solution reaches the gold": _steps_reach_the_gold,
}
