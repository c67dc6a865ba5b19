"""New numbers for old, with the gold by program: one file per way to know the program."""

from perturbations.numbers.derive import derive
from perturbations.numbers.program import Program, Slot
from perturbations.numbers.refusal import Cause, Refusal

__all__ = ["Cause", "Program", "Refusal", "Slot", "derive"]
