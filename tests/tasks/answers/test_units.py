import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.answers.units import factor, split_unit, unit


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("cm", "centimeter"),
        ("sq. cm", "centimeter^2"),
        ("cubic metres", "meter^3"),
        ("inches^{2}", "inch^2"),
        (" hrs ", "hour"),
        ("apples", ""),
        ("miles per hour", ""),
        ("", ""),
    ],
)
def test_a_unit_has_one_name(text, name):
    assert unit(text) == name


@pytest.mark.parametrize(
    ("text", "split"),
    [
        ("5 cm", ("5", "centimeter")),
        ("5cm^2", ("5", "centimeter^2")),
        ("2 million dollars", ("2 million", "dollar")),
        (r"\sqrt{3} kg", (r"\sqrt{3}", "kilogram")),
        ("1,200 m", ("1,200", "meter")),
        ("x m", ("x m", "")),
        (r"\sqrt{3} m", (r"\sqrt{3} m", "")),
        ("5m", ("5m", "")),
        ("5 apples", ("5 apples", "")),
        ("cm", ("cm", "")),
    ],
)
def test_splits_a_quantity_from_its_unit(text, split):
    assert split_unit(text) == split


def test_factors_multiply_up_to_the_first_other_word():
    assert [factor(words) for words in ("million people", "hundred thousand", "dozens of")] == [
        10**6,
        10**5,
        12,
    ]
    assert factor("people by the million") == 1


@given(st.text(max_size=200))
def test_any_text_can_be_split(text):
    rest, name = split_unit(text)
    assert rest == text or name
