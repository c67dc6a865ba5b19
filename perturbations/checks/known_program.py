"""What holds if a program that is known by the text gives the gold: read back from the texts.

Nothing is taken from the rewrite: the program is found again by the original's text, and the
values are read from the variant's.
"""

from clipo_bench.perturbations.checks.about import AGREES_OR_SLOW
from clipo_bench.perturbations.checks.check import Check
from clipo_bench.perturbations.programs.competition.catalogue import competition_program
from clipo_bench.perturbations.programs.competition.competition_program import CompetitionProgram
from clipo_bench.perturbations.programs.forms.form_program import FormProgram
from clipo_bench.perturbations.programs.forms.recognise import recognise
from clipo_bench.perturbations.programs.slot import Values
from clipo_bench.perturbations.variant import Variant
from clipo_bench.tasks.problem import Problem


def _program(original: Problem) -> CompetitionProgram | FormProgram:
    program = competition_program(original.question) or recognise(original.question)
    if program is None:
        raise LookupError("the text is of no problem and of no form that is known")
    return program


def _values(original: Problem, variant: Variant) -> Values:
    values = _program(original).read(variant.problem.question)
    if values is None:
        raise ValueError("the variant is not the original's wording with other numbers")
    return values


def _as_claimed(original: Problem, variant: Variant) -> bool:
    """The method, the values, the answers and how they were found are as the certificate says."""
    program = _program(original)
    claims = program.claims(_values(original, variant))
    certificate = variant.certificate
    return certificate.method == program.method and dict(certificate.evidence) == claims


def _original_gold(original: Problem, variant: Variant) -> bool:
    # The published 080 and the computed 80 are one gold.
    return _program(original).shows(original.gold, {})


def _new_gold(original: Problem, variant: Variant) -> bool:
    gold = _program(original).gold_for(_values(original, variant), original.gold)
    return variant.problem.gold == gold


def _well_posed(original: Problem, variant: Variant) -> bool:
    return not _program(original).violations(_values(original, variant))


def _second_way(original: Problem, variant: Variant) -> bool:
    """Asked only of well-posed values: it may be made for those alone, and take forever else."""
    values = _values(original, variant)
    return _well_posed(original, variant) and _program(original).agrees(values)


def _only_numbers(original: Problem, variant: Variant) -> bool:
    """The text is what the program writes for the values that were read from it."""
    # Words, signs and layout are the original's.
    return _program(original).render(_values(original, variant)) == variant.problem.question


def _another_gold(original: Problem, variant: Variant) -> bool:
    return not _program(original).shows(original.gold, _values(original, variant))


def _no_solution(original: Problem, variant: Variant) -> bool:
    """The original's solution is not the variant's, and nothing makes another."""
    return variant.problem.solution is None and variant.problem.program is None


def _recognised_again(original: Problem, variant: Variant) -> bool:
    """The variant's own program, made from its text alone, gives the gold."""
    program = recognise(variant.problem.question)
    return program is not None and program.shows(variant.problem.gold, {})


_OF_BOTH: dict[str, Check] = {
    "all as claimed": _as_claimed,
    "program gives the original gold": _original_gold,
    "program gives the gold": _new_gold,
    "constraints hold": _well_posed,
    "only numbers changed": _only_numbers,
    "gold differs": _another_gold,
    "no worked solution": _no_solution,
}
COMPETITION_CHECKS: dict[str, Check] = {
    **_OF_BOTH,
    AGREES_OR_SLOW: _second_way,
}
FORM_CHECKS: dict[str, Check] = {
    **_OF_BOTH,
    "second way agrees": _second_way,
    "recognised again, the gold is the same": _recognised_again,
}
