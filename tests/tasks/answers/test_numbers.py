from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clipo_bench.tasks.answers.normalise import normalise
from clipo_bench.tasks.answers.numbers import number, same_number


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("142.0", 142),
        ("080", 80),
        ("-5", -5),
        ("- 5", -5),
        (".4", Fraction(2, 5)),
        ("1,450,000", 1_450_000),
        ("14{,}916", 14_916),
        (r"32,\! 349", 32_349),
        ("7 425 000", 7_425_000),
        ("$18", 18),
        (r"\$1,000.99", Fraction(100099, 100)),
        ("3/4", Fraction(3, 4)),
        (r"\dfrac34", Fraction(3, 4)),
        (r"-\frac{3}{4}", Fraction(-3, 4)),
        (r"2\frac{1}{3}", Fraction(7, 3)),
        ("6 1/5", Fraction(31, 5)),
        (r"336^\circ", 336),
        ("90 degrees", 90),
        ("25 apples", 25),
        ("15 cm^2", 15),
        (r"15\mbox{ cm}^2", 15),
        (r"\frac{1}{3} \text{ meters}", Fraction(1, 3)),
        ("1.2e-5", Fraction(12, 10**6)),
        (r"1.2 \times 10^{-5}", Fraction(12, 10**6)),
        ("10^3", 1000),
        ("2 million", 2_000_000),
        (r"1.5\text{ billion km}", 1_500_000_000),
        ("2 hundred thousand people", 200_000),
        ("3 dozen", 36),
    ],
)
def test_reads_numbers(text, value):
    found = number(normalise(text))
    assert found is not None
    assert found.value == value


@pytest.mark.parametrize(
    "text", ["", "x", "2x", "32, 349", "1/0", "4210_5", "12:00", "3 m + 2", "1" * 400, "½x"]
)
def test_leaves_the_rest(text):
    assert number(normalise(text)) is None


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (r"50\%", "50", True),
        ("50 percent", "0.5", True),
        (r"50\%", r"0.5\%", False),
        ("0.333333", "1/3", True),
        ("0.33", "1/3", False),
        ("7.18", "7.180000000000007", True),
        ("0.000001", "0.0000015", False),
    ],
)
def test_percent_and_rounding(one, other, same):
    a, b = number(normalise(one)), number(normalise(other))
    assert a and b
    assert same_number(a, b) is same


def test_tolerance_is_relative_to_the_gold():
    a, b = number("102"), number("100")
    assert a and b
    assert same_number(a, b, tolerance=0.02)
    assert not same_number(a, b, tolerance=0.01)


@given(st.fractions())
def test_a_fraction_survives_its_spellings(value):
    top, bottom = value.numerator, value.denominator
    for text in (f"{top}/{bottom}", f"\\frac{{{top}}}{{{bottom}}}", f"$ {top} / {bottom} $."):
        found = number(normalise(text))
        assert found is not None
        assert found.value == value


@given(st.integers())
def test_an_integer_survives_its_spellings(value):
    for text in (f"{value:,}", f"\\${value}", f"{value}.0", f"{value} apples", f"({value})"):
        found = number(normalise(text).strip("()"))
        assert found is not None
        assert found.value == value
