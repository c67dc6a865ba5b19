"""The program of a problem that carries a worked solution, derived once and remembered."""

import re
from fractions import Fraction
from functools import lru_cache

from clipo_bench.perturbations.programs.draw import Draws
from clipo_bench.perturbations.programs.no_program import Cause, NoProgram
from clipo_bench.perturbations.programs.worked_solution.derive import derive
from clipo_bench.perturbations.programs.worked_solution.solution_program import SolutionProgram
from clipo_bench.perturbations.programs.writing import digits_like
from clipo_bench.tasks.problem import Problem

REMEMBERED = 64
MARK = "####"
Texts = tuple[str, str, str]

_GOLD = re.compile(r"(?:\$\s*)?(?P<number>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+)\s*%?")


def program_of(problem: Problem) -> SolutionProgram | NoProgram:
    """Derive a problem's program from its question, worked solution and gold.

    A gold that is no plain number, or that the program does not give, is a refusal.
    """
    return program_from(*texts_of(problem))


def program_from(question: str, solution: str, gold: str) -> SolutionProgram | NoProgram:
    """Derive a program from a problem's texts, as `program_of` does."""
    draws = _derived(question, solution, gold)
    return draws.program if isinstance(draws, Draws) else draws


def texts_of(problem: Problem) -> Texts:
    """All that a problem's program is derived from: question, worked solution and gold."""
    return problem.question, problem.solution or "", problem.gold


def draws_of(problem: Problem) -> Draws | NoProgram:
    """What draws new values for a problem's program, or why it has none."""
    return _derived(*texts_of(problem))


def gold_value(gold: str) -> Fraction | None:
    """What ``18``, ``1,080``, ``$2.50`` or ``40%`` shows; None if a gold is no plain number."""
    match = _GOLD.fullmatch(gold.strip())
    return Fraction(match["number"].replace(",", "")) if match else None


def gold_like(gold: str, value: Fraction) -> str:
    """Write a gold as another is written.

    Raises:
        NotWritable: the value has no such form.
        ValueError: the other gold is no plain number.
    """
    match = _GOLD.fullmatch(gold.strip())
    if match is None:
        raise ValueError(f"{gold!r} is not a plain number")
    shown = match.string
    return (
        shown[: match.start("number")]
        + digits_like(match["number"], value)
        + shown[match.end("number") :]
    )


def ends_in_mark(solution: str) -> bool:
    """Whether a solution names its answer after ``####`` itself."""
    return MARK in solution


@lru_cache(maxsize=REMEMBERED)
def _derived(question: str, solution: str, gold: str) -> Draws | NoProgram:
    value = gold_value(gold)
    if value is None:
        return NoProgram(Cause.UNREADABLE, f"the gold {gold[:40]!r} is not a plain number")
    # an equation such as "( 3.0 + 4.0 )" has no step that states the gold
    if "=" in solution and not ends_in_mark(solution):
        solution = f"{solution}\n{MARK} {gold}"
    program = derive(question, solution)
    if isinstance(program, NoProgram):
        return program
    if program.gold != value:
        return NoProgram(Cause.WRONG_GOLD, f"{program.gold}, not {gold}", str(program.gold))
    return Draws(program)
