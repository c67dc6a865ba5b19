import pytest
from hypothesis import given
from hypothesis import strategies as st

from clipo_bench.tasks.answers.value import read, settle


@pytest.mark.parametrize(
    ("text", "size"),
    [
        ("2 + 3 \\cdot 4", 14),
        ("-2^2", -4),
        ("(-2)^{2}", 4),
        ("\\frac{3}{4}", 0.75),
        ("6/3/2", 1),
        ("(2)(3)", 6),
        ("\\sqrt{16} + \\sqrt[3]{27}", 7),
        ("\\sqrt[3]{-8}", -2),
        ("5!", 120),
        ("\\binom{5}{2}", 10),
        ("\\sin 30^\\circ", 0.5),
        ("\\cos^2(60^\\circ)", 0.25),
        ("(1 + 2i)(1 - 2i)", 5),
        ("\\ln{e}", 1),
    ],
)
def test_a_plain_formula_has_its_value(text, size):
    assert read(text, 0).size == pytest.approx(size)


@pytest.mark.parametrize(
    "text",
    ["1/2x", "3\\frac{1}{2}", "2^3^2", "3 4", "\\log 8", "i + j", "5 g", "x = 3", "1,2",
     "\\sin 2x", "\\sin^{-1} x", "5!!", "1/0", "10^{400}", "1 - 1", "", "\\frac12", "(" * 500],
)  # fmt: skip
def test_what_has_two_readings_or_no_certain_value_is_not_read(text):
    assert read(text, 0) is None


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("\\sqrt{8}", "2\\sqrt{2}", True),
        ("(x - 1)(x + 1)", "x^2 - 1", True),
        ("\\frac{8}{3}t", "\\frac{8t}{3}", True),
        ("\\frac{\\sin x}{\\cos x}", "\\tan x", True),
        ("\\sqrt{8}", "3\\sqrt{2}", False),
        ("x + 1", "x + 2", False),
        ("2x", "2y", False),
        ("5", "(-\\infty, 5]", False),
        ("3", "\\begin{pmatrix} 3 \\\\ 1 \\end{pmatrix}", False),
        # No float tells these.
        ("2^{100}", "2^{100} - 1", None),
        ("\\sqrt{2} + 10^{-20}", "\\sqrt{2}", None),
        ("1.41421", "\\sqrt{2}", None),
        ("f(2x)", "2f(x)", None),
        ("\\sqrt{x^2}", "x", None),
        ("\\begin{vmatrix} 1 \\end{vmatrix}", "1", None),
        ("\\log_2 8", "3", None),
    ],
)
def test_values_settle_what_they_can(one, other, same):
    assert settle(one, other, 0.0) is same
    assert settle(other, one, 0.0) is same


def test_a_tolerance_settles_no_more_than_it_allows():
    assert settle("\\sqrt{9.7}", "\\pi", 0.02) is None
    assert settle("\\sqrt{9.7}", "\\pi", 0.001) is False


@given(st.text(st.sampled_from("0123456789xyi+-*/^!(){}[]\\ ,=frasqtpin"), max_size=80))
def test_any_text_is_read_or_not(text):
    read(text, 0)
    assert settle(text, text, 0.0) is not False
