"""Other numbers for a problem, drawn so that its program still makes sense."""

import json
import random
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache

from clipo_bench.perturbations.programs.competition.sketch import nearest_known
from clipo_bench.perturbations.programs.no_program import NoProgram
from clipo_bench.perturbations.programs.of_problem import (
    MARK,
    REMEMBERED,
    Texts,
    draws_of,
    ends_in_mark,
    gold_like,
    program_from,
    texts_of,
)
from clipo_bench.perturbations.programs.slot import Slot
from clipo_bench.perturbations.programs.worked_solution.solution_program import SolutionProgram
from clipo_bench.perturbations.programs.writing import NotWritable
from clipo_bench.perturbations.rewrites.known_numbers import by_text
from clipo_bench.perturbations.rewrites.template_numbers import from_template, template_of
from clipo_bench.perturbations.variant import Certificate, Edit, Reason, Refusal, Variant
from clipo_bench.tasks.benchmarks import BENCHMARKS
from clipo_bench.tasks.problem import Problem

METHOD = "derived program"
Drawn = tuple[tuple[str, Fraction], ...]
"""New values by the names of their slots."""

COMPETITION_BENCHMARKS = ("aime24", "aime25", "amc23")

_ARTICLE = re.compile(r"\b[Aa]n?\s+\$?$")


class Numbers:
    """Proposes other numbers of the same digits, with a gold of the same digits."""

    kind = "numbers"
    changes = "the numbers, where a program gives the gold that changes with them"

    def propose(self, problem: Problem, rng: random.Random) -> Variant | Refusal:
        """Draw new numbers by what is known of the problem, from the surest on; or refuse."""
        if (template := template_of(problem)) is not None:
            return from_template(problem, template, self.kind, rng)
        if (made := by_text(problem, self.kind, rng)) is not None:
            return made
        if problem.solution is None or problem.choices:
            detail = "multiple-choice options" if problem.choices else _no_source(problem)
            return Refusal.of(problem, self.kind, Reason.NOTHING_TO_REWRITE, detail)
        return _from_solution(problem, self.kind, rng)


def _from_solution(problem: Problem, kind: str, rng: random.Random) -> Variant | Refusal:
    draws = draws_of(problem)
    if isinstance(draws, NoProgram):
        detail = f"{draws.cause.value}: {draws.detail}"
        return Refusal.of(problem, kind, draws.cause.reason, detail, draws.computed)
    values = draws.draw(rng)
    if values is None:
        return Refusal.of(
            problem, kind, Reason.NO_NEW_VALUES, "found no other numbers that make sense"
        )
    try:
        return derived_variant(problem, values, kind)
    except NotWritable as error:
        return Refusal.of(problem, kind, Reason.NO_NEW_VALUES, str(error))


def _no_source(problem: Problem) -> str:
    """Say what is missing; of an edited competition problem, which one it resembles."""
    known = problem.benchmark in COMPETITION_BENCHMARKS
    may_be_edited = known or problem.benchmark not in BENCHMARKS
    if may_be_edited and (name := nearest_known(problem.question)):
        return f"almost {name!r}: only the published wording has a program"
    return "not the wording of a problem with a program" if known else "no worked solution"


def derived_variant(problem: Problem, drawn: Mapping[str, Fraction], kind: str) -> Variant:
    """Write a problem, its worked solution and its gold with other numbers.

    Args:
        problem: one of which a program is derived.
        drawn: new values by slot.
        kind: of the variant.

    Raises:
        NotWritable: a number has no form like the old one's.
    """
    made = _made(texts_of(problem), tuple(sorted(drawn.items())))
    variant = replace(
        problem,
        question=made.question,
        gold=made.gold,
        solution=made.solution,
        program=None,
        original_gold=problem.gold,
        kind=kind,
    )
    return Variant(variant, made.edits, Certificate(METHOD, made.evidence))


@dataclass(frozen=True, slots=True)
class _Made:
    """What becomes of a problem's texts, and what is known of it."""

    question: str
    gold: str
    solution: str
    edits: tuple[Edit, ...]
    evidence: Mapping[str, str]


# Where a problem has few variants, each is drawn again and again.
@lru_cache(maxsize=REMEMBERED)
def _made(texts: Texts, drawn: Drawn) -> _Made:
    program = program_from(*texts)
    if isinstance(program, NoProgram):
        raise ValueError(f"no program: {program.cause.value}: {program.detail}")
    _, text, gold = texts
    old = {slot.name: slot.value for slot in program.slots}
    new = {**old, **dict(drawn)}
    value = program.evaluate(new)
    solution = program.solution(new)
    # the "#### 18" was added to read the solution, and goes again
    if not ends_in_mark(text):
        solution = solution.rpartition(f"\n{MARK}")[0] or solution
    evidence = {
        "slots": json.dumps({s.name: [s.start, s.end, s.kind.value] for s in program.slots}),
        "original values": _as_text(old),
        "program on original values": str(program.gold),
        "original hardness": json.dumps(program.hardness(old)._asdict()),
        "new values": _as_text(new),
        "program on new values": str(value),
        "hardness": json.dumps(program.hardness(new)._asdict()),
    }
    edits = tuple(_edits(program, new))
    return _Made(program.render(new), gold_like(gold, value), solution, edits, evidence)


def _as_text(values: Mapping[str, Fraction]) -> str:
    return json.dumps({name: str(value) for name, value in values.items()})


def _edits(program: SolutionProgram, values: Mapping[str, Fraction]) -> Iterator[Edit]:
    """What changes at each slot, with the article before it."""
    for slot in program.slots:
        if values[slot.name] != slot.value:
            yield _edit(program, slot, values[slot.name])


def _edit(program: SolutionProgram, slot: Slot, value: Fraction) -> Edit:
    before = program.question
    after = program.render({slot.name: value})
    start = slot.start
    # "an 8" -> "a 7": the edit begins at the article
    if after[:start] != before[:start] and (article := _ARTICLE.search(before[:start])):
        start = article.start()
    end = len(after) - (len(before) - slot.end)
    return Edit(start, slot.end, before[start : slot.end], after[start:end])
