"""The program of a problem's worked solution, for checks that run it."""

from fractions import Fraction

from clipo_bench.perturbations.programs.of_problem import gold_value, program_of
from clipo_bench.perturbations.programs.worked_solution.solution_program import SolutionProgram
from clipo_bench.tasks.problem import Problem


def solved_program(problem: Problem) -> SolutionProgram:
    """The program.

    Raises:
        ValueError: there is none.
    """
    found = program_of(problem)
    if not isinstance(found, SolutionProgram):
        raise ValueError(f"no program: {found.cause.value}: {found.detail}")
    return found


def number(gold: str) -> Fraction:
    """A gold as a number.

    Raises:
        ValueError: it is none.
    """
    value = gold_value(gold)
    if value is None:
        raise ValueError(f"the gold {gold!r} is not a plain number")
    return value
