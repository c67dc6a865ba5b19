"""New numbers for old, with the gold by program: one file per way to know the program."""

from clipo_bench.perturbations.programs.find import find_program
from clipo_bench.perturbations.programs.no_program import Cause, NoProgram
from clipo_bench.perturbations.programs.program import Program
from clipo_bench.perturbations.programs.slot import Slot
from clipo_bench.perturbations.programs.worked_solution.derive import derive

__all__ = ["Cause", "NoProgram", "Program", "Slot", "derive", "find_program"]
