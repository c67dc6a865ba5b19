"""Draw new numbers for a question that has a program by its text alone; that gives the gold."""

import random
from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from functools import lru_cache

from clipo_bench.perturbations.programs.competition.catalogue import find_entry
from clipo_bench.perturbations.programs.competition.competition_program import CompetitionProgram
from clipo_bench.perturbations.programs.competition.entry import CompetitionEntry, Immovable
from clipo_bench.perturbations.programs.forms.form_program import FormProgram
from clipo_bench.perturbations.programs.forms.recognise import recognise
from clipo_bench.perturbations.programs.of_problem import REMEMBERED
from clipo_bench.perturbations.variant import Certificate, Reason, Refusal, Variant
from clipo_bench.tasks.problem import Problem

Known = CompetitionProgram | FormProgram


def by_text(problem: Problem, kind: str, rng: random.Random) -> Variant | Refusal | None:
    """Rewrite a competition problem or a question of a known form; None if it is neither."""
    if problem.choices:
        return None
    if (entry := _entry(problem.question)) is not None:
        return _from_entry(problem, entry, kind, rng)
    program = recognise(problem.question)
    return None if program is None else _rewritten(problem, program, program.form.name, kind, rng)


# asked again for each of a problem's variants
_entry = lru_cache(maxsize=REMEMBERED)(find_entry)


def _from_entry(
    problem: Problem, entry: CompetitionEntry | Immovable, kind: str, rng: random.Random
) -> Variant | Refusal:
    why_not = entry.reason if isinstance(entry, Immovable) else entry.never_drawn
    if isinstance(entry, Immovable) or why_not:
        detail = f"the numbers of {entry.name!r} cannot change: {why_not}"
        return Refusal.of(problem, kind, Reason.NOTHING_TO_REWRITE, detail)
    program = CompetitionProgram.of(problem.question, entry)
    return _rewritten(problem, program, entry.name, kind, rng)


def _rewritten(
    problem: Problem, program: Known | None, name: str, kind: str, rng: random.Random
) -> Variant | Refusal:
    if program is None:
        detail = f"the numbers of the text are not those of {name!r}"
        return Refusal.of(problem, kind, Reason.NOTHING_TO_REWRITE, detail)
    if not program.shows(problem.gold, {}):
        detail = f"the program of {name!r} gives '{program.gold}' and not the gold {problem.gold!r}"
        return Refusal.of(problem, kind, Reason.GOLD_UNCERTAIN, detail, str(program.gold))
    values = program.draw(rng)
    if values is None:
        detail = f"found no other numbers for {name!r}"
        return Refusal.of(problem, kind, Reason.NO_NEW_VALUES, detail)
    try:
        return _variant(problem, program, values, kind)
    except ValueError as error:
        return Refusal.of(problem, kind, Reason.NO_NEW_VALUES, str(error))


def _variant(
    problem: Problem, program: Known, values: Mapping[str, Fraction], kind: str
) -> Variant:
    variant = replace(
        problem,
        question=program.render(values),
        # 080 -> 096, as AIME writes it
        gold=program.gold_for(values, problem.gold),
        solution=None,
        program=None,
        original_gold=problem.gold,
        kind=kind,
    )
    certificate = Certificate(program.method, program.claims(values))
    return Variant(variant, program.edits(values), certificate)
