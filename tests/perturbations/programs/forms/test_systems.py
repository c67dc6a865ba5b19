"""What equations fix: values, all real solutions, all integers; floors beside their unknown."""

import pytest
import sympy
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from clipo_bench.perturbations.programs.forms.floors import floor_zeros
from clipo_bench.perturbations.programs.forms.integer_solutions import integer_solutions
from clipo_bench.perturbations.programs.forms.no_value import NoValue
from clipo_bench.perturbations.programs.forms.systems import System, linear_solution

X, Y, Z = sympy.symbols("x y z", real=True)
SMALL = st.integers(-9, 9)


@settings(max_examples=20, deadline=None)
@given(SMALL, SMALL)
def test_all_real_solutions_are_found(a: int, b: int) -> None:
    assume(a != b)  # solutions that fall together are refused
    found = System([X + Y - (a + b), X * Y - a * b]).solutions()
    assert {(one[X], one[Y]) for one in found} == {(a, b), (b, a)}


@settings(max_examples=20, deadline=None)
@given(SMALL, SMALL, SMALL)
def test_a_symmetric_value_needs_no_solutions(a: int, b: int, c: int) -> None:
    assume(len({a, b, c}) == 3)
    sums = [X + Y + Z - (a + b + c), X * Y + X * Z + Y * Z - (a * b + a * c + b * c)]
    system = System([*sums, X * Y * Z - a * b * c])
    assert system.values_of(X**3 + Y**3 + Z**3) == [a**3 + b**3 + c**3]


def test_what_is_left_free_has_no_values() -> None:
    assert System([X + Y - 5]).values_of(X * Y) is None
    assert System([X + Y - 5]).values_of(2 * X + 2 * Y) == [10]


@pytest.mark.parametrize(
    "equations",
    [
        [X + Y - 1, X + Y - 2],
        [X**9 + Y - 1],
        [sympy.sqrt(X) - Y],
        [sympy.sqrt(2) * X - Y],
    ],
)
def test_what_is_not_surely_solved_is_refused(equations: list[sympy.Expr]) -> None:
    with pytest.raises(NoValue):
        System(equations)


def test_linear_equations_may_contradict_each_other() -> None:
    assert linear_solution([X + Y - 5, X - Y - 1]) == {X: 3, Y: 2}
    assert linear_solution([X * Y - 1]) is None
    with pytest.raises(NoValue):
        linear_solution([X + Y - 1, X + Y - 2])


@settings(max_examples=40, deadline=None)
@given(SMALL, SMALL, st.integers(-60, 60))
def test_all_positive_integers_of_a_bilinear_equation(b: int, c: int, d: int) -> None:
    left = X * Y + b * X + c * Y + d
    tried = {(x, y) for x in range(1, 160) for y in range(1, 160) if x * y + b * x + c * y + d == 0}
    try:
        found = integer_solutions([left], positive=True)
    except NoValue:  # a product that is zero has infinitely many
        assert b * c == d
        return
    assert tried <= {(int(one[X]), int(one[Y])) for one in found}
    assert all(left.subs(one) == 0 for one in found)


@settings(max_examples=40, deadline=None)
@given(st.fractions(-50, 50, max_denominator=6))
def test_floors_are_undone(number: sympy.Rational) -> None:
    place = sympy.Rational(number.numerator, number.denominator)
    total = place + sympy.floor(place)
    assert floor_zeros(X + sympy.floor(X) - total, X) == [place]


def test_a_floor_of_something_else_is_refused() -> None:
    with pytest.raises(NoValue):
        floor_zeros(X + sympy.floor(2 * X) - 5, X)
