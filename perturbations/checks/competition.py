"""What holds if a competition problem's program gives the gold: read back from the texts."""

import json

from clipo_bench.perturbations.checks.check import Check
from clipo_bench.perturbations.programs.competition.catalogue import competition_program
from clipo_bench.perturbations.programs.competition.competition_program import CompetitionProgram
from clipo_bench.perturbations.programs.competition.entry import plain
from clipo_bench.perturbations.programs.competition.gold import gold_like, read_gold
from clipo_bench.perturbations.programs.slot import Values
from clipo_bench.perturbations.variant import Variant
from clipo_bench.tasks.problem import Problem


def _program(original: Problem) -> CompetitionProgram:
    """The program of the original's text, found again: the rewrite's is not believed."""
    program = competition_program(original.question)
    if program is None:
        raise LookupError("no competition problem has this wording")
    return program


def _values(original: Problem, variant: Variant) -> Values:
    values = _program(original).read(variant.problem.question)
    if values is None:
        raise ValueError("the variant is not the original's wording with other numbers")
    return values


def _known(original: Problem, variant: Variant) -> bool:
    return _program(original).entry.name == variant.certificate.evidence["problem"]


def _original_gold(original: Problem, variant: Variant) -> bool:
    return _program(original).evaluate({}) == read_gold(original.gold)


def _new_gold(original: Problem, variant: Variant) -> bool:
    values = _values(original, variant)
    answer = _program(original).evaluate(values)
    return variant.problem.gold == gold_like(original.gold, answer)


def _second_way(original: Problem, variant: Variant) -> bool:
    """The other way of computing agrees; where it is slow, the tests alone ask it.

    It may be made for the domains alone, and take forever elsewhere.
    """
    entry = _program(original).entry
    if entry.check is None or entry.check_is_slow:
        return True
    values = _values(original, variant)
    return _well_posed(original, variant) and entry.agrees(
        {name: plain(value) for name, value in values.items()}
    )


def _well_posed(original: Problem, variant: Variant) -> bool:
    return not _program(original).violations(_values(original, variant))


def _values_as_claimed(original: Problem, variant: Variant) -> bool:
    evidence = variant.certificate.evidence
    old = {slot.name: slot.value for slot in _program(original).slots}
    claimed = json.loads(evidence["original values"]), json.loads(evidence["new values"])
    return claimed == (_shown(old), _shown(_values(original, variant)))


def _rest_as_claimed(original: Problem, variant: Variant) -> bool:
    program = _program(original)
    claims = {
        "problem": program.entry.name,
        "program on original values": str(program.evaluate({})),
        "program on new values": str(program.evaluate(_values(original, variant))),
        "computed by": program.entry.ways[0],
        "checked by": program.entry.second_way,
    }
    evidence = variant.certificate.evidence
    return {**evidence, **claims} == evidence and (
        evidence.keys() - claims.keys() == {"original values", "new values"}
    )


def _shown(values: Values) -> dict[str, str]:
    return {name: str(value) for name, value in values.items()}


def _only_numbers(original: Problem, variant: Variant) -> bool:
    """The text is what the program writes for the values that were read from it."""
    return _program(original).render(_values(original, variant)) == variant.problem.question


def _another_gold(original: Problem, variant: Variant) -> bool:
    return read_gold(original.gold) != read_gold(variant.problem.gold)


def _no_solution(original: Problem, variant: Variant) -> bool:
    """The original's solution is not the variant's, and nothing makes another."""
    return variant.problem.solution is None and variant.problem.program is None


CHECKS: dict[str, Check] = {
    "the problem is known by its wording": _known,
    "program gives the original gold": _original_gold,
    "program gives the gold": _new_gold,
    "second way agrees": _second_way,
    "constraints hold": _well_posed,
    "values as claimed": _values_as_claimed,
    "all else as claimed": _rest_as_claimed,
    "only numbers changed": _only_numbers,
    "gold differs": _another_gold,
    "no worked solution": _no_solution,
}
