"""A reading of a calculation: which source each of its numbers has, and what it then gives."""

from collections.abc import Mapping, Sequence
from fractions import Fraction

from clipo_bench.perturbations.programs.worked_solution.calculation import Calculation
from clipo_bench.perturbations.programs.worked_solution.sources import (
    Constant,
    Given,
    Place,
    Result,
    Source,
)

Reading = Mapping[Place, Source]


def evaluate(
    calculation: Calculation, reading: Reading, values: Sequence[Fraction]
) -> tuple[list[list[Fraction]], list[Fraction]]:
    """Run a calculation.

    Args:
        calculation: its steps.
        reading: where their numbers come from.
        values: of the question's mentions.

    Returns:
        The values of each step's leaves, and each step's result.

    Raises:
        ZeroDivisionError: something is divided by zero.
    """
    shown: list[list[Fraction]] = []
    results: list[Fraction] = []
    for index, step in enumerate(calculation.steps):
        leaves = [
            source_value(reading[index, place], values, results)
            for place in range(len(step.expression.leaves))
        ]
        shown.append(leaves)
        results.append(step.expression.evaluate(leaves))
    return shown, results


def source_value(
    source: Source, values: Sequence[Fraction], results: Sequence[Fraction]
) -> Fraction:
    """What a source is worth."""
    match source:
        case Given(index, view):
            # 20 of "20%" as 0.2
            return view.of(values[index])
        case Result(step, view):
            return view.of(results[step])
        case Constant(value):
            return value


def depends_on(reading: Reading, source: Source) -> frozenset[int]:
    """The mentions that a source's value comes from."""
    match source:
        case Given(index):
            return frozenset({index})
        case Result(step):
            # 15 = 3 * 5 depends on what 3 and 5 depend on
            inner = [
                depends_on(reading, found) for place, found in reading.items() if place[0] == step
            ]
            return frozenset().union(*inner)
        case Constant():
            return frozenset()
