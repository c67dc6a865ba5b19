"""Ask for a number of the question, and state the answer: "... The answer is 12. What is x?"."""

import random
import re
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

from clipo_bench.perturbations.programs.slot import Slot
from clipo_bench.perturbations.programs.worked_solution.solution_program import SolutionProgram
from clipo_bench.perturbations.rewrites.solved import solved
from clipo_bench.perturbations.text.measures import FULL_UNIT, WHOLE_ONES, asks_amount
from clipo_bench.perturbations.text.mentions import NumberKind
from clipo_bench.perturbations.variant import Certificate, Edit, Reason, Refusal, Variant
from clipo_bench.tasks.problem import Problem

METHOD = "reversal"
LETTERS = "xyznk"
POINTS = 12

_KINDS = (
    NumberKind.INTEGER,
    NumberKind.DECIMAL,
    NumberKind.WORD,
    NumberKind.MONEY,
    NumberKind.PERCENTAGE,
)
# "a 5-foot", "an 8", "5th", "x-5": a letter would not stand there.
_ODD_BEFORE = re.compile(
    r"(?i)(?:\b(?:an?|number|page|room|grade|level|chapter|day|week)\s+|[-/.#\w])\Z"
)
_ODD_AFTER = re.compile(r"[-/\w°]|,\d|\.\d|\s*(?:am|pm|a\.m|p\.m|o'clock|x\s*\d|by\s+\d|:\d)")
# "How far apart are 3 and x?": 3 - x and x - 3 are both meant.
_EITHER_WAY = re.compile(
    r"(?i)\b(?:differences?|differs?|apart|gaps?|change[ds]?|away from|distances? between|off by)\b"
)


class Reversal:
    """Proposes the question turned round."""

    kind = "reversal"
    changes = "what is asked: a number of the question, of which the answer is stated"

    def propose(self, problem: Problem, rng: random.Random) -> Variant | Refusal:
        """Put a letter in place of a number that the answer alone determines, or refuse."""
        program = solved(problem, self.kind)
        if isinstance(program, Refusal):
            return program
        text = problem.question
        if found := WHOLE_ONES.search(text) or FULL_UNIT.search(text):
            detail = f"{found[0]!r} may leave a rest that the answer does not show"
            return Refusal.of(problem, self.kind, Reason.AMBIGUOUS, detail)
        if program.subtracts and (found := _EITHER_WAY.search(text)):
            detail = f"{found[0]!r}: two numbers may be as far from another one"
            return Refusal.of(problem, self.kind, Reason.AMBIGUOUS, detail)
        free = [one for one in LETTERS if not re.search(rf"(?i)(?<![a-z]){one}(?![a-z])", text)]
        slots = [slot for slot in _askable(program) if _determines(program, slot)]
        if not slots or not free or not text.endswith("?"):
            detail = "no number that the answer determines, or no place for a letter"
            return Refusal.of(problem, self.kind, Reason.NOTHING_TO_REWRITE, detail)
        return _reversed(problem, rng.choice(slots), free[0], self.kind)


def _askable(program: SolutionProgram) -> Iterator[Slot]:
    """The numbers in whose place a letter can stand, and that nothing else says."""
    text = program.question
    values = [slot.value for slot in program.slots]
    for slot in program.free:
        said_once = not slot.tied and values.count(slot.value) == 1 and slot.value > 1
        odd = _ODD_BEFORE.search(text[: slot.start]) or _ODD_AFTER.match(text, slot.end)
        if slot.kind in _KINDS and said_once and not odd:
            yield slot


def _determines(program: SolutionProgram, slot: Slot) -> bool:
    """Whether the answer, or its reciprocal, is a line in this number that is not level."""
    try:
        values = [program.evaluate({slot.name: slot.value + step}) for step in range(POINTS)]
    except ArithmeticError:
        return False
    counts = not asks_amount(program.question)
    if _is_sloping_line(values):
        # things that are counted in whole may have been rounded: 99 and 104 metres are 11 laps of 9
        return not counts or all(value.denominator == 1 for value in values)
    return not counts and all(values) and _is_sloping_line([1 / value for value in values])


def _is_sloping_line(values: list[Fraction]) -> bool:
    steps = {after - before for before, after in pairwise(values)}
    return len(steps) == 1 and steps != {0}


def _reversed(problem: Problem, slot: Slot, letter: str, kind: str) -> Variant:
    text, end = problem.question, len(problem.question)
    # "$12" and "12%" are stated as the gold is written
    asked = (
        f" The answer to this question is {problem.gold.strip()}. What is the value of {letter}?"
    )
    variant = replace(
        problem,
        question=f"{text[: slot.start]}{letter}{text[slot.end :]}{asked}",
        gold=_shown(slot.value),
        solution=None,
        program=None,
        original_gold=problem.gold,
        kind=kind,
    )
    edits = (Edit(slot.start, slot.end, slot.text, letter), Edit(end, end, "", asked))
    evidence = {"asked for": slot.name, "letter": letter, "worth": str(slot.value)}
    return Variant(variant, edits, Certificate(METHOD, evidence))


def _shown(value: Fraction) -> str:
    """A whole number, or a decimal."""
    if value.denominator == 1:
        return str(value)
    return f"{float(value):g}"
