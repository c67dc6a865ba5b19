"""Draw new numbers for a problem that a template made; the template's program gives the gold."""

import json
import random
import re
from collections.abc import Mapping
from dataclasses import replace

from clipo_bench.perturbations.variant import Certificate, Edit, Reason, Refusal, Variant
from clipo_bench.tasks.arithmetic import ExpressionError
from clipo_bench.tasks.problem import Problem
from clipo_bench.tasks.word_problems import Template, split_of, templates

_TRIES = 500
# Split at numbers: "4 nuts" -> "", "4", " nuts".
_NUMBER = re.compile(r"(\d+)")


def template_of(problem: Problem) -> Template | None:
    """The template that a problem was made by; None if it was made by none that is known."""
    return templates().get((problem.program or {}).get("template", ""))


def from_template(
    problem: Problem, template: Template, kind: str, rng: random.Random
) -> Variant | Refusal:
    """Draw numbers until all of the template's constraints hold, or refuse."""
    values = template.read(problem.question)
    if values is None or not _gives(template, values, problem.gold):
        detail = "the program does not give the original gold"
        return Refusal.of(problem, kind, Reason.GOLD_UNCERTAIN, detail)
    for _ in range(_TRIES):
        drawn = _draw(template, values, rng)
        # more eaten than bought, say
        if drawn == values or template.violations(drawn):
            continue
        made = template.fill(drawn)
        # gold 45 -> 62, not 7 or 108
        same_size = len(made.gold) == len(problem.gold) and made.gold != problem.gold
        if same_size and split_of(made.question) == split_of(problem.question):
            return _variant(problem, made, values, drawn, kind)
    detail = f"no other numbers of the same digits in {_TRIES} draws"
    return Refusal.of(problem, kind, Reason.NO_NEW_VALUES, detail)


def _gives(template: Template, values: Mapping[str, str], gold: str) -> bool:
    try:
        return str(template.evaluate(values)) == gold
    except ExpressionError:
        return False


def _draw(template: Template, values: Mapping[str, str], rng: random.Random) -> dict[str, str]:
    """Draw every number again from its slot's range, cut to the old number of digits."""
    drawn = dict(values)
    for name, slot in template.slots.items():
        if slot.kind == "number":
            digits = len(values[name])
            # a number of two digits: 10 to 99, within the slot's own bounds
            low = max(slot.low, 10 ** (digits - 1) if digits > 1 else 0)
            high = min(slot.high, 10**digits - 1)
            if low <= high:
                drawn[name] = str(rng.randint(low, high))
    return drawn


def _variant(
    problem: Problem, made: Problem, old: Mapping[str, str], new: Mapping[str, str], kind: str
) -> Variant:
    variant = replace(
        problem,
        question=made.question,
        gold=made.gold,
        solution=made.solution,
        program=made.program,
        original_gold=problem.gold,
        kind=kind,
    )
    evidence = {
        "template": str((made.program or {})["template"]),
        "original values": json.dumps(dict(old)),
        "program on original values": problem.gold,
        "new values": json.dumps(dict(new)),
        "program on new values": made.gold,
    }
    edits = _number_edits(problem.question, made.question)
    return Variant(variant, edits, Certificate("program", evidence))


def _number_edits(before: str, after: str) -> tuple[Edit, ...]:
    """The numbers that differ between two texts that differ in nothing else."""
    edits: list[Edit] = []
    start = 0
    for old, new in zip(_NUMBER.split(before), _NUMBER.split(after), strict=True):
        if old != new:
            edits.append(Edit(start, start + len(old), old, new))
        start += len(old)
    return tuple(edits)
