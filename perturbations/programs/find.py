"""The program of a problem, whichever source it has."""

from clipo_bench.perturbations.programs.competition.catalogue import competition_program
from clipo_bench.perturbations.programs.forms.recognise import recognise
from clipo_bench.perturbations.programs.program import Program
from clipo_bench.perturbations.programs.worked_solution.derive import derive
from clipo_bench.perturbations.programs.worked_solution.solution_program import SolutionProgram


def find_program(question: str, solution: str | None = None) -> Program | None:
    """Find the program of a problem.

    A competition problem is known by its wording, a question of a recognised form speaks for
    itself; any other needs a worked solution to read.

    Args:
        question: the original's text; layout does not matter.
        solution: worked, see `derive`.

    Returns:
        The program; None if there is none. `derive` says why a worked solution has none.
    """
    if (program := competition_program(question)) is not None:
        return program
    if (form := recognise(question)) is not None:
        return form
    found = derive(question, solution) if solution else None
    return found if isinstance(found, SolutionProgram) else None
