"""What a worked solution computes and claims, and where every number of it stands."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from clipo_bench.perturbations.programs.worked_solution.expression import Expression
from clipo_bench.perturbations.text.mentions import Mention


@dataclass(frozen=True, slots=True)
class StatedNumber:
    """A number outside of the steps' own expressions.

    Attributes:
        start: its place in the solution; `end` likewise.
        step: of a stated result the step's index, else None.
        percent: whether the result is shown a hundred times as large, before a per cent sign.
    """

    start: int
    end: int
    text: str
    value: Fraction
    line: int
    step: int | None = None
    percent: bool = False
    mention: Mention | None = None


@dataclass(frozen=True, slots=True)
class CalculationStep:
    """One computation.

    Attributes:
        start: where its expression begins in the solution; `end` likewise.
        line: the index of its line.
        shown: the result as it is written.
        percent: whether the result is shown with a per cent sign.
        units: the words after the result.
    """

    expression: Expression
    start: int
    end: int
    line: int
    result: Fraction
    shown: str
    percent: bool = False
    money: bool = False
    units: frozenset[str] = frozenset()

    @property
    def alias(self) -> bool:
        """Whether it computes nothing and only repeats a number."""
        # `<<15=15>>`
        return len(self.expression.leaves) == 1


@dataclass(frozen=True, slots=True)
class Calculation:
    """A worked solution, read.

    Attributes:
        text: the whole solution.
        lines: the bounds of its lines.
        stated: the numbers outside of expressions, in order.
        gold: the final answer.
        times: what the last step's result is multiplied with to give the answer: a hundred
            where a share is asked for in per cent.
    """

    text: str
    lines: tuple[tuple[int, int], ...]
    steps: tuple[CalculationStep, ...]
    stated: tuple[StatedNumber, ...]
    gold: StatedNumber | None
    times: int = 1

    def answer(self, results: Sequence[Fraction]) -> Fraction:
        """The answer where the steps give these results."""
        # 0.2 and a hundred: 20
        return results[-1] * self.times

    def line(self, index: int) -> str:
        """The text of a line."""
        start, end = self.lines[index]
        return self.text[start:end]
