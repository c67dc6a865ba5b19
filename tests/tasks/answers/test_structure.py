import pytest
from hypothesis import given
from hypothesis import strategies as st

from clipo_bench.tasks.answers.structure import Parts, interval, matrix, parts, rows


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("5", Parts("", ("5",), "")),
        ("1, 2", Parts("", ("1", "2"), "")),
        ("1, 2 and 3", Parts("", ("1", "2", "3"), "")),
        ("1, 2; 3, 4", Parts("", ("1, 2", "3, 4"), "")),
        ("(1, 2]", Parts("(", ("1", "2"), "]")),
        (r"\{1, 2\}", Parts("{", ("1", "2"), "}")),
        ("{1, 2}", Parts("", ("1", "2"), "")),
        ("(1, 2), (3, 4)", Parts("", ("(1, 2)", "(3, 4)"), "")),
        (r"1 \pm 2", Parts("", ("1 + 2", "1 - 2"), "")),
        ("f(1, 2)", Parts("", ("f(1, 2)",), "")),
    ],
)
def test_parts(text, found):
    assert parts(text) == found


def test_matrices():
    assert matrix(r"\begin{pmatrix}1 & 2 \\ 3 & 4\end{pmatrix}") == (("1", "2"), ("3", "4"))
    assert matrix(r"\begin{vmatrix}1 & 2 \\ 3 & 4\end{vmatrix}") is None
    assert matrix("(1, 2)") is None


def test_rows_in_brackets():
    assert rows("[[1, 2], [3, 4]]") == (("1", "2"), ("3", "4"))
    assert rows("(1, 2)") == (("1", "2"),)
    assert rows("1, 2") is None
    assert rows(r"\{1, 2\}") is None


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("x > 1", ("x", r"(1, \infty)")),
        (r"x \le 1", ("x", r"(-\infty, 1]")),
        ("1 < x", ("x", r"(1, \infty)")),
        (r"1 < x \le 2", ("x", "(1, 2]")),
        (r"2 \ge x > 1", ("x", "(1, 2]")),
        ("x < 0 or x > 2", ("x", r"(-\infty, 0) \cup (2, \infty)")),
        (r"\{x \mid x > 1\}", ("x", r"(1, \infty)")),
        (r"x < 2 and x \ge 1", ("x", r"[1, 2)")),
        (r"\theta < \pi", (r"\theta", r"(-\infty, \pi)")),
    ],
)
def test_inequalities_are_intervals(text, span):
    assert interval(text) == span


@pytest.mark.parametrize("text", ["x = 1", "5", "x > y", "x < 1 or y > 2", "1 < 2", "1 < x > 0"])
def test_what_is_no_inequality_of_one_variable(text):
    assert interval(text) is None


@given(st.text(alphabet="x1<>=()[]{},; or\\", max_size=60))
def test_any_text_is_taken_apart(text):
    assert isinstance(parts(text), Parts)
    interval(text)
    matrix(text)
    rows(text)
