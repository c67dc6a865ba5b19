"""Program: a problem as a function of its numbers, whatever that function was found in."""

from fractions import Fraction
from typing import Protocol, runtime_checkable

from clipo_bench.perturbations.programs.slot import Slot, Values

Answer = Fraction | str
"""A number, exact; or what is no rational number, in LaTeX."""


@runtime_checkable
class Program(Protocol):
    """A problem's numbers, and how the answer follows from them.

    Values go in by the slot's name (`Slot.name`), exact; a slot that is left out keeps its own:
    ``program.evaluate({"n0": Fraction(20)})``. `violations` alone judges: `evaluate` computes with
    any values.
    """

    @property
    def question(self) -> str:
        """The original text."""
        ...

    @property
    def slots(self) -> tuple[Slot, ...]:
        """The numbers that the answer depends on."""
        ...

    @property
    def gold(self) -> Answer:
        """The answer for the original values."""
        ...

    def evaluate(self, values: Values) -> Answer:
        """Compute the answer.

        Raises:
            KeyError: there is no such slot.
            ArithmeticError, ValueError: the values have no answer.
        """
        ...

    def violations(self, values: Values) -> list[str]:
        """Say in words what these values break; nothing if they make a well-posed variant.

        Raises:
            KeyError: there is no such slot.
        """
        ...

    def render(self, values: Values) -> str:
        """Write the question with these values.

        Raises:
            KeyError: there is no such slot.
            NotWritable: a value has no form in which the text could show it.
        """
        ...

    def read(self, text: str) -> dict[str, Fraction] | None:
        """Read a wording with other numbers back into the slots.

        Returns:
            The values by slot; None if the text says anything but the original's wording.
        """
        ...
