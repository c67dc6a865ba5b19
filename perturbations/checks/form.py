"""What holds if the program of a recognised form gives the gold: read again from the texts."""

import json
from fractions import Fraction

from clipo_bench.perturbations.checks.check import Check
from clipo_bench.perturbations.programs.forms.answer import same_answer
from clipo_bench.perturbations.programs.forms.form_program import FormProgram
from clipo_bench.perturbations.programs.forms.recognise import recognise
from clipo_bench.perturbations.programs.slot import Values
from clipo_bench.perturbations.variant import Variant
from clipo_bench.tasks.problem import Problem


def _program(problem: Problem) -> FormProgram:
    program = recognise(problem.question)
    if program is None:
        raise LookupError("the text is of no form that is known")
    return program


def _values(original: Problem, variant: Variant) -> Values:
    values = _program(original).read(variant.problem.question)
    if values is None:
        raise ValueError("the variant is not the original's wording with other numbers")
    return values


def _recognised(original: Problem, variant: Variant) -> bool:
    name = variant.certificate.evidence["form"]
    return _program(original).form.name == _program(variant.problem).form.name == name


def _original_gold(original: Problem, variant: Variant) -> bool:
    return same_answer(original.gold, _program(original).solve({}))


def _new_gold(original: Problem, variant: Variant) -> bool:
    """The original's program with the new numbers gives the gold."""
    answer = _program(original).solve(_values(original, variant))
    return same_answer(variant.problem.gold, answer)


def _recognised_again(original: Problem, variant: Variant) -> bool:
    """The variant's own program, made from its text alone, gives the gold."""
    return same_answer(variant.problem.gold, _program(variant.problem).solve({}))


def _second_way(original: Problem, variant: Variant) -> bool:
    return _program(variant.problem).agrees({})


def _well_posed(original: Problem, variant: Variant) -> bool:
    return not _program(original).violations(_values(original, variant))


def _values_as_claimed(original: Problem, variant: Variant) -> bool:
    evidence = variant.certificate.evidence
    old = {slot.name: slot.value for slot in _program(original).slots}
    return _claimed(evidence["original values"]) == old and (
        _claimed(evidence["new values"]) == _values(original, variant)
    )


def _claimed(text: str) -> Values:
    return {name: Fraction(value) for name, value in json.loads(text).items()}


def _only_numbers(original: Problem, variant: Variant) -> bool:
    """The text is what the program writes for the values that were read from it."""
    return _program(original).render(_values(original, variant)) == variant.problem.question


def _another_gold(original: Problem, variant: Variant) -> bool:
    return not same_answer(original.gold, _program(variant.problem).solve({}))


CHECKS: dict[str, Check] = {
    "the form is recognised": _recognised,
    "program gives the original gold": _original_gold,
    "program gives the gold": _new_gold,
    "recognised again, the gold is the same": _recognised_again,
    "second way agrees": _second_way,
    "constraints hold": _well_posed,
    "values as claimed": _values_as_claimed,
    "only numbers changed": _only_numbers,
    "gold differs": _another_gold,
}
