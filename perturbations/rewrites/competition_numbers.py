"""Draw new numbers for a competition problem; its own program gives the gold."""

import json
import random
from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction

from clipo_bench.perturbations.programs.competition.catalogue import find_entry
from clipo_bench.perturbations.programs.competition.competition_program import CompetitionProgram
from clipo_bench.perturbations.programs.competition.entry import CompetitionEntry, Immovable
from clipo_bench.perturbations.programs.competition.gold import gold_like, read_gold
from clipo_bench.perturbations.variant import Certificate, Reason, Refusal, Variant
from clipo_bench.tasks.problem import Problem

METHOD = "competition program"


def from_entry(
    problem: Problem, entry: CompetitionEntry | Immovable, kind: str, rng: random.Random
) -> Variant | Refusal:
    """Draw numbers for a known problem, or refuse."""
    why_not = entry.reason if isinstance(entry, Immovable) else entry.never_drawn
    if isinstance(entry, Immovable) or why_not:
        detail = f"{entry.name} cannot change: {why_not}"
        return Refusal.of(problem, kind, Reason.NOTHING_TO_REWRITE, detail)
    program = CompetitionProgram.of(problem.question, entry)
    if program is None or not _gives(program, problem.gold):
        detail = f"the program of {entry.name} does not give the original gold"
        return Refusal.of(problem, kind, Reason.GOLD_UNCERTAIN, detail)
    values = program.draw(rng)
    if values is None:
        detail = f"found no other numbers for {entry.name}"
        return Refusal.of(problem, kind, Reason.NO_NEW_VALUES, detail)
    return _variant(problem, program, values, kind)


def entry_of(problem: Problem) -> CompetitionEntry | Immovable | None:
    """The entry of a competition problem; None if its text is not that of one."""
    return None if problem.choices else find_entry(problem.question)


def _gives(program: CompetitionProgram, gold: str) -> bool:
    try:
        return program.gold == read_gold(gold)
    except ValueError:
        return False


def _variant(
    problem: Problem, program: CompetitionProgram, values: Mapping[str, Fraction], kind: str
) -> Variant:
    answer = program.evaluate(values)
    variant = replace(
        problem,
        question=program.render(values),
        gold=gold_like(problem.gold, answer),
        solution=None,
        program=None,
        original_gold=problem.gold,
        kind=kind,
    )
    entry = program.entry
    evidence = {
        "problem": entry.name,
        "original values": _as_text({slot.name: slot.value for slot in program.slots}),
        "program on original values": str(program.gold),
        "new values": _as_text(values),
        "program on new values": str(answer),
        "computed by": entry.ways[0],
        "checked by": entry.second_way,
    }
    return Variant(variant, program.edits(values), Certificate(METHOD, evidence))


def _as_text(values: Mapping[str, Fraction]) -> str:
    return json.dumps({name: str(value) for name, value in values.items()})
