"""Exact quantities."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clipo_bench.perturbations.programs.competition.exact import NoAnswer, square_free


@given(st.integers(1, 10**6))
def test_square_free_splits_off_the_largest_square(number: int) -> None:
    outside, inside = square_free(number)
    assert outside**2 * inside == number
    assert all(inside % (factor * factor) for factor in range(2, 1001))


@pytest.mark.parametrize(
    ("number", "parts"),
    [
        (10_007**2, (10_007, 1)),  # the square of a prime over the cube root
        (10_007 * 10_009, (1, 10_007 * 10_009)),
        (2**3 * 10_007**2, (2 * 10_007, 2)),
        (10_007**3, (10_007, 10_007)),
    ],
)
def test_square_free_knows_large_primes(number: int, parts: tuple[int, int]) -> None:
    assert square_free(number) == parts


def test_a_number_too_large_to_factor_is_refused() -> None:
    with pytest.raises(NoAnswer, match="too large"):
        square_free(10**30 + 57)
