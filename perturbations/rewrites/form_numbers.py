"""Draw new numbers for a question of a recognised form; its own program gives the gold."""

import json
import random
from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction

from clipo_bench.perturbations.programs.forms.answer import same_answer, write_answer, write_like
from clipo_bench.perturbations.programs.forms.form_program import FormProgram
from clipo_bench.perturbations.programs.forms.no_value import NoValue
from clipo_bench.perturbations.programs.forms.recognise import recognise
from clipo_bench.perturbations.variant import Certificate, Reason, Refusal, Variant
from clipo_bench.tasks.problem import Problem

METHOD = "recognised form"


def form_of(problem: Problem) -> FormProgram | None:
    """The program of a question that is of a known form."""
    return None if problem.choices else recognise(problem.question)


def from_form(
    problem: Problem, program: FormProgram, kind: str, rng: random.Random
) -> Variant | Refusal:
    """Draw numbers, or refuse."""
    name = program.form.name
    if not same_answer(problem.gold, program.solve({})):
        detail = f"the form {name!r} gives {write_answer(program.solve({}))}, not the gold"
        return Refusal.of(problem, kind, Reason.GOLD_UNCERTAIN, detail)
    values = program.draw(rng)
    if values is None:
        detail = f"found no other numbers for the form {name!r}"
        return Refusal.of(problem, kind, Reason.NO_NEW_VALUES, detail)
    try:
        return _variant(problem, program, values, kind)
    except NoValue as error:
        return Refusal.of(problem, kind, Reason.NO_NEW_VALUES, str(error))


def _variant(
    problem: Problem, program: FormProgram, values: Mapping[str, Fraction], kind: str
) -> Variant:
    answer = program.solve(values)
    variant = replace(
        problem,
        question=program.render(values),
        gold=write_like(problem.gold, answer),
        solution=None,
        program=None,
        original_gold=problem.gold,
        kind=kind,
    )
    evidence = {
        "form": program.form.name,
        "original values": _as_text({slot.name: slot.value for slot in program.slots}),
        "program on original values": write_answer(program.solve({})),
        "new values": _as_text(values),
        "program on new values": write_answer(answer),
    }
    return Variant(variant, program.edits(values), Certificate(METHOD, evidence))


def _as_text(values: Mapping[str, Fraction]) -> str:
    return json.dumps({name: str(value) for name, value in values.items()})
