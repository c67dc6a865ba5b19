"""How hard worked solutions are to calculate."""

from fractions import Fraction

import pytest

from clipo_bench.perturbations.programs.hardness import Hardness
from clipo_bench.perturbations.programs.worked_solution.derive import derive
from clipo_bench.perturbations.programs.worked_solution.solution_program import SolutionProgram


def program(question: str, solution: str) -> SolutionProgram:
    found = derive(question, solution)
    assert isinstance(found, SolutionProgram), found
    return found


CRATES = program(
    "A crate holds 38 jars and a tray 27 jars. A jar costs $12. How many dollars do a crate and "
    "a tray of jars cost?",
    "38+27=<<38+27=65>>65 jars.\n65*12=<<65*12=780>>780.\n#### 780",
)
OFF = program(
    "A coat costs $90 and is 15% off. How many dollars are off?",
    "90*15%=<<90*.15=13.5>>13.5\n#### 13.5",
)


def test_a_sum_and_a_product() -> None:
    assert CRATES.hardness({}) == Hardness(
        digits=4,  # 65 and 12
        significant=4,
        long_products=1,
        significant_products=1,
        round_gold=1,  # 780
        added=4,  # 38 and 27
        carries=1,  # 8 + 7
        unround_percents=0,
        broken=0,
    )


def test_round_numbers_have_fewer_significant_digits() -> None:
    found = CRATES.hardness({"n0": Fraction(30), "n1": Fraction(20), "n2": Fraction(13)})
    assert (found.digits, found.significant) == (4, 3)  # 50 and 13
    assert (found.long_products, found.significant_products) == (1, 0)
    assert (found.added, found.carries, found.round_gold) == (2, 0, 1)


def test_per_cents_and_broken_results_count() -> None:
    assert OFF.hardness({}).broken == 1
    assert OFF.hardness({}).unround_percents == 0
    assert OFF.hardness({"n1": Fraction(17)}).unround_percents == 1
    assert OFF.hardness({"n1": Fraction(20)}).broken == 0


@pytest.mark.parametrize(
    ("minuend", "subtrahend", "carries"), [(78, 25, 0), (72, 25, 1), (100, 37, 2)]
)
def test_subtractions_carry_as_what_is_added_back(
    minuend: int, subtrahend: int, carries: int
) -> None:
    left = program(
        f"Ann has {minuend} nuts and eats {subtrahend} of them. How many nuts are left?",
        f"{minuend}-{subtrahend}=<<{minuend}-{subtrahend}={minuend - subtrahend}>>"
        f"{minuend - subtrahend}\n#### {minuend - subtrahend}",
    )
    assert left.hardness({}).carries == carries


def test_distance_tells_main_measures_from_the_rest() -> None:
    one = CRATES.hardness({})
    assert one.distance(one) == (0, 0)
    # 33 + 32 needs no carry, and all else is the same
    assert CRATES.hardness({"n0": Fraction(33), "n1": Fraction(32)}).distance(one) == (0, 1)
    # 65 * 13 = 845: the gold is no longer round
    assert CRATES.hardness({"n2": Fraction(13)}).distance(one) == (4, 0)


def test_a_little_easier_may_be_as_good_but_harder_is_not() -> None:
    hard, easy = CRATES.hardness({"n2": Fraction(13)}), CRATES.hardness({})
    assert easy.distance(hard, easier=True) == (0, 0)
    assert easy.distance(hard) == (4, 0)
    assert hard.distance(easy, easier=True) == (4, 0)
