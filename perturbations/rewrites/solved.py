"""The program of a problem's worked solution, or the refusal of a kind that needs one."""

from clipo_bench.perturbations.programs.no_program import NoProgram
from clipo_bench.perturbations.programs.of_problem import program_of
from clipo_bench.perturbations.programs.worked_solution.solution_program import SolutionProgram
from clipo_bench.perturbations.variant import Reason, Refusal
from clipo_bench.tasks.problem import Problem


def unsolved(problem: Problem, kind: str) -> Refusal | None:
    """Refuse a problem that has no worked solution to read; None if it has one."""
    if problem.choices or problem.solution is None:
        detail = "multiple-choice options" if problem.choices else "no worked solution"
        return Refusal.of(problem, kind, Reason.NOTHING_TO_REWRITE, detail)
    return None


def solved(problem: Problem, kind: str) -> SolutionProgram | Refusal:
    """Find the program that a problem's worked solution gives: what takes longest."""
    if (refused := unsolved(problem, kind)) is not None:
        return refused
    program = program_of(problem)
    if isinstance(program, NoProgram):
        detail = f"{program.cause.value}: {program.detail}"
        return Refusal.of(problem, kind, program.cause.reason, detail, program.computed)
    return program
