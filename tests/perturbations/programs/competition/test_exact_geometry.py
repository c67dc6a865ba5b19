"""Polygons in exact coordinates."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clipo_bench.perturbations.programs.competition.exact_geometry import (
    Point,
    cut,
    is_simple,
    polygon_area,
)

SQUARE: list[Point] = [(0, 0), (4, 0), (4, 4), (0, 4)]


def test_the_area_is_the_same_in_both_directions() -> None:
    triangle: list[Point] = [(0, 0), (3, 0), (0, 5)]
    assert polygon_area(triangle) == polygon_area(triangle[::-1]) == Fraction(15, 2)


@pytest.mark.parametrize(
    ("corners", "simple"),
    [
        (SQUARE, True),
        ([(0, 0), (4, 4), (4, 0), (0, 4)], False),  # two sides cross
        ([(0, 0), (4, 0), (2, 3), (2, 0)], False),  # a corner lies on a side
        ([(0, 0), (4, 0), (2, 0), (2, 3)], False),  # a side folds back
        ([(0, 0), (2, 0), (4, 0), (2, 3)], True),  # a flat corner
        ([(0, 0), (4, 0), (4, 4), (3, 1)], True),  # not convex
    ],
)
def test_a_boundary_that_meets_itself_is_found(corners: list[Point], simple: bool) -> None:
    assert is_simple(corners) is simple


@given(st.integers(-5, 5), st.integers(-5, 5), st.integers(-9, 9))
def test_both_sides_of_a_cut_make_the_whole(a: int, b: int, c: int) -> None:
    if (a, b) == (0, 0):
        return
    kept, rest = cut(SQUARE, a, b, c), cut(SQUARE, -a, -b, -c)
    assert polygon_area(kept) + polygon_area(rest) == polygon_area(SQUARE)
    assert all(a * x + b * y + c >= 0 for x, y in kept)
