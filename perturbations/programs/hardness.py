"""How hard a calculation is: the digits that its steps multiply, its carries, its round numbers."""

from collections.abc import Sequence
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

from clipo_bench.perturbations.programs.worked_solution.calculation import Calculation
from clipo_bench.perturbations.programs.worked_solution.expression import Tree
from clipo_bench.perturbations.programs.worked_solution.reading import Reading, source_value

Operation = tuple[str, Fraction, Fraction, Fraction]
"""A sign, what stands at its sides, and the result."""

# The first measures have to stay; where they cannot, a long product or a round gold weighs as much
# as several digits. The rest stays where it can.
WEIGHTS = (1, 1, 2, 4, 4)
MAIN = len(WEIGHTS)
_PLACES = 6


class Hardness(NamedTuple):
    """What there is to calculate, summed over a worked solution's steps.

    Attributes:
        digits: of the numbers that are multiplied or divided, as they are written: 12 * 300 has 5.
        significant: the same without zeros at the ends: 12 * 300 has 3.
        long_products: products of two numbers of two or more digits each: 12 * 300.
        significant_products: the same without zeros at the ends: 12 * 35, but not 12 * 300.
        round_gold: 1 if the answer is a multiple of ten.
        added: the digits, without zeros at the ends, of the numbers that are added or subtracted.
        carries: in additions and subtractions, column by column: 38 + 27 has one.
        unround_percents: per cents that are no multiple of five.
        broken: results that are no whole numbers.
    """

    digits: int
    significant: int
    long_products: int
    significant_products: int
    round_gold: int
    added: int
    carries: int
    unround_percents: int
    broken: int

    @property
    def rest(self) -> int:
        """What there is to do beside what is multiplied, in digits, carries and odd numbers."""
        return sum(self[MAIN:])

    def distance(self, other: "Hardness", *, easier: bool = False) -> tuple[int, int]:
        """How far this is from another: in what is multiplied and in the gold, then in the rest.

        Both are 0 if they are equally hard in every measure.

        Args:
            other: what it is compared with.
            easier: whether a gold that is round now, one significant digit less and one product of
                two such numbers less are as good.
        """
        apart = [abs(one - two) for one, two in zip(self, other, strict=True)]
        main = sum(weight * one for weight, one in zip(WEIGHTS, apart, strict=False))
        if easier:
            main -= WEIGHTS[-1] * (self.round_gold > other.round_gold)
            main -= self.significant < other.significant
            main -= WEIGHTS[3] * (self.significant_products < other.significant_products)
        return main, sum(apart[MAIN:])


def hardness(
    calculation: Calculation,
    reading: Reading,
    percents: Sequence[Fraction],
    values: Sequence[Fraction],
) -> Hardness:
    """Measure a calculation with these values.

    Args:
        calculation: its steps.
        reading: where their numbers come from.
        percents: the per cents that its question names.
        values: of the question's numbers.

    Raises:
        ZeroDivisionError: something is divided by zero.
    """
    done: list[Operation] = []
    results: list[Fraction] = []
    for index, step in enumerate(calculation.steps):
        leaves = [
            source_value(reading[index, place], values, results)
            for place in range(len(step.expression.leaves))
        ]
        results.append(_run(step.expression.tree, leaves, done))
    digits = significant = long_products = significant_products = added = carries = broken = 0
    for sign, left, right, result in done:
        broken += result.denominator != 1
        (one, one_told), (two, two_told) = _digits(left), _digits(right)
        if sign in ("+", "-"):
            carries += _carries(left, right) if sign == "+" else _carries(result, right)
            added += one_told + two_told
            continue
        digits += one + two
        significant += one_told + two_told
        if sign == "*":
            long_products += one > 1 and two > 1
            significant_products += one_told > 1 and two_told > 1
    return Hardness(
        digits,
        significant,
        long_products,
        significant_products,
        int(calculation.answer(results) % 10 == 0),
        added,
        carries,
        sum(percent % 5 != 0 for percent in percents),
        broken,
    )


def _run(tree: Tree, values: Sequence[Fraction], done: list[Operation]) -> Fraction:
    """Compute a tree; note its operations, innermost first."""
    if isinstance(tree, int):
        return values[tree]
    if isinstance(tree, Fraction):
        return tree
    left, right = _run(tree.left, values, done), _run(tree.right, values, done)
    match tree.sign:
        case "+":
            result = left + right
        case "-":
            result = left - right
        case "*":
            result = left * right
        case _:
            result = left / right
            # the sign of "20%" divides nothing
            if isinstance(tree.right, Fraction):
                return result
    done.append((tree.sign, left, right, result))
    return result


@lru_cache(2**12)
def _digits(value: Fraction) -> tuple[int, int]:
    """How many digits a number has, and how many without the zeros at its ends.

    0.05 has three and one, 300 three and one, 12 two and two; a third is written 1/3.
    """
    value = abs(value)
    if value.denominator == 1:
        written = str(value.numerator)
        return len(written), len(written.rstrip("0"))
    scaled = value * 10**_PLACES
    if scaled.denominator != 1:
        top, bottom = str(value.numerator), str(value.denominator)
        return len(top) + len(bottom), len(top.rstrip("0")) + len(bottom.rstrip("0"))
    whole, part = divmod(scaled.numerator, 10**_PLACES)
    places = f"{part:0{_PLACES}}".rstrip("0")
    written = f"{whole}{places}"
    return len(written), len(written.strip("0"))


def _carries(one: Fraction, two: Fraction) -> int:
    """The carries of an addition; those of a subtraction are of what is added back."""
    if not (one.denominator == two.denominator == 1):
        one, two = one * 10**_PLACES, two * 10**_PLACES
    a, b = abs(int(one)), abs(int(two))
    found = carry = 0
    while a or b:
        carry = int(a % 10 + b % 10 + carry > 9)
        found += carry
        a, b = a // 10, b // 10
    return found
