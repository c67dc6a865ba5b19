import pytest

from clipo_bench.tasks.answers.ranges import clearly_other_ranges


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (r"(-2, -1) \cup (1, 2)", r"(-\sqrt{3}, \sqrt{3})"),
        (r"(-\infty, \frac{1}{2}]", r"(-\infty, \frac{1}{3}]"),
        (r"(-\infty, 5)", "(-7, 5)"),
        (r"(-\infty, -1) \cup (-1, \infty)", r"(-\infty, \infty)"),
        (r"(3, 4) \cup (1, 2)", r"(1, 2) \cup (3, 5)"),
    ],
)
def test_other_ends_are_told(one, other):
    assert clearly_other_ranges(one, other)
    assert clearly_other_ranges(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("(1, 2)", "[1, 2]"),  # of brackets it says nothing
        (r"(3, 4) \cup (1, 2)", r"(1, 2) \cup (3, 4)"),
        (r"(0.5, 2)", r"(\frac{1}{2}, 2)"),
        (r"[0, 1] \cup [1, 2]", "[0, 2]"),
        (r"[0, 2] \cup [1, 3]", "[0, 3]"),
        ("(1, a)", "(1, 3)"),
        ("(5, 2)", "(1, 3)"),
        ("(1, 2, 3)", "(1, 3)"),
        ("(1, 2", "(1, 3)"),
        ("7", "(1, 3)"),
    ],
)
def test_nothing_is_said_of_what_may_be_equal(one, other):
    assert not clearly_other_ranges(one, other)
    assert not clearly_other_ranges(other, one)
