"""Linear equations: the same where one is a multiple of the other."""

import pytest

from clipo_bench.tasks.answers import Grader
from clipo_bench.tasks.answers.linear import same_equation


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("2x - y = 1", "y = 2x - 1"),
        ("-6x + 4y + 2z - 8 = 0", "3x - 2y - z + 4 = 0"),
        (r"\frac{1}{2}x + y = 3", "x + 2y = 6"),
        ("0.5a + b = 3", "a + 2b - 6 = 0"),
        ("x + y = 0", "-x = y"),
        ("x + x + y = 4", "2x = 4 - y"),
    ],
)
def test_multiples_are_the_same(one, other):
    assert same_equation(one, other) is True
    assert same_equation(other, one) is True


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("2x - y = 1", "2x - y = 2"),
        ("2x - y = 1", "2x + y = 1"),
        ("x + y = 0", "x + y = 1"),
        ("x + 2y + 3z = 1", "x + 2y + 4z = 1"),
    ],
)
def test_others_are_not(one, other):
    assert same_equation(one, other) is False
    assert same_equation(other, one) is False


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("x = 5", "2x = 10"),  # one variable: the value is compared
        ("x + y = 1", "x + z = 1"),
        ("xy = 1", "x + y = 1"),
        ("x^2 + y = 1", "x + y = 1"),
        ("x + y", "x + y = 1"),
        ("x + y = 1 = z", "x + y = 1"),
        ("2(x + y) = 1", "x + y = 1"),
        ("e + x = 1", "x + e = 1"),
        ("x = ", "x + y = 1"),
        (r"\frac{1}{0}x + y = 1", "x + y = 1"),
        ("x_1 + y = 1", "x + y = 1"),
    ],
)
def test_what_is_not_linear_in_the_same_variables_is_not_judged(one, other):
    assert same_equation(one, other) is None


def test_the_grader_asks_no_process_about_lines(monkeypatch):
    grader = Grader()
    monkeypatch.setattr(grader._pool, "equal", None)
    assert grader.grade(r"\boxed{6x - 3y + 3 = 0}", "y - 2x = 1").correct
    assert not grader.grade(r"\boxed{6x + 3y + 3 = 0}", "y - 2x = 1").correct
