"""Values that are found by solving for one number after another."""

import random
from collections.abc import Sequence
from fractions import Fraction

from clipo_bench.perturbations.programs.search import Chosen, search, solutions

PLUMS = [Fraction(n) for n in range(60, 200) if n != 119]
BASKETS = [Fraction(n) for n in (4, 5, 6, 8, 9)]


def shares(chosen: Chosen) -> list[Fraction]:
    """Of 119 plums in 7 baskets, what a basket holds."""
    plums, baskets = chosen
    return [Fraction(plums or 119) / (baskets or 7)]


def fits(chosen: Chosen) -> bool:
    return shares(chosen)[0].denominator == 1


def test_a_linear_number_is_solved_for() -> None:
    assert solutions(PLUMS, (None, Fraction(9)), 0, shares) == [n for n in PLUMS if n % 9 == 0]


def test_a_number_that_divides_is_tried() -> None:
    baskets = [Fraction(n) for n in range(2, 40)]
    assert solutions(baskets, (Fraction(96), None), 1, shares) == baskets


def test_what_cannot_be_calculated_excludes_nothing() -> None:
    def nothing(chosen: Chosen) -> Sequence[Fraction] | None:
        return None

    assert solutions(PLUMS, (None, None), 0, nothing) == PLUMS


def test_values_that_are_nearest_in_hardness_are_found() -> None:
    def apart(chosen: Chosen) -> int:
        return int(chosen[0] is None or chosen[0] % 10 != 0)

    found = search([PLUMS, BASKETS], shares, apart, fits, random.Random(0))
    assert len(found) > 5
    assert all(fits(chosen) and not apart(chosen) for chosen in found)
    assert len(set(found)) == len(found)
    assert search([PLUMS, BASKETS], shares, apart, fits, random.Random(0)) == found


def test_harder_values_are_found_where_there_are_no_others() -> None:
    found = search([PLUMS, BASKETS], shares, lambda _: 2, fits, random.Random(0))
    assert found and all(map(fits, found))


def test_nothing_fits() -> None:
    assert search([PLUMS], lambda _: None, lambda _: 0, lambda _: False, random.Random(0)) == []
    assert search([], lambda _: None, lambda _: 0, lambda _: True, random.Random(0)) == []
