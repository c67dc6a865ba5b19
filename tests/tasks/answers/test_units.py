from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clipo_bench.tasks.answers.normalise import normalise
from clipo_bench.tasks.answers.units import conversion, factor, split_unit, unit


@pytest.mark.parametrize(
    ("one", "other", "times"),
    [
        ("cm", "centimeters", 1),
        ("sq. cm", "cm^2", 1),
        ("cubic metres", "m^{3}", 1),
        (" hrs ", "minutes", 60),
        ("m", "cm", 100),
        ("m^2", "cm^2", 10_000),
        ("miles", "feet", 5280),
        ("inch", "cm", Fraction(254, 100)),
        ("liters", "cm^3", 1000),
        ("gallon", "pints", 8),
        ("acre", "square feet", 43_560),
        ("dollars", "cents", 100),
        ("km/h", "kilometers per hour", 1),
        ("mph", "feet per second", Fraction(22, 15)),
        ("m/s^2", "cm per second^2", 100),
        ("degrees", "°C", 1),
    ],
)
def test_units_of_one_kind_are_converted_exactly(one, other, times):
    a, b = unit(one), unit(other)
    assert a and b
    assert conversion(a, b) == times
    assert conversion(b, a) == Fraction(1) / times


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("cm", "cm^2"),
        ("kg", "m"),
        ("seconds", "dollars"),
        ("months", "days"),
        ("°C", "°F"),
        ("am", "pm"),
        ("degrees", "dollars"),
        ("km/h", "km"),
        ("tons", "pounds"),
    ],
)
def test_units_of_different_kinds_are_not(one, other):
    a, b = unit(one), unit(other)
    assert a and b
    assert conversion(a, b) is None


@pytest.mark.parametrize("text", ["apples", "apples per hour", "km/h/s", "", "per", "cm cm"])
def test_other_words_are_no_units(text):
    assert unit(text) is None


@pytest.mark.parametrize(
    ("text", "rest", "name"),
    [
        ("5 cm", "5", "cm"),
        ("5cm^2", "5", "cm^2"),
        ("2 million dollars", "2 million", "dollar"),
        (r"\$2", "2", "dollar"),
        ("$2.50", "2.50", "dollar"),
        ("€3", "3", "euro"),
        (r"\sqrt{3} kg", r"\sqrt{3}", "kg"),
        (r"\sqrt{3}\text{ m}", r"\sqrt{3}", "meter"),
        ("1,200 m", "1,200", "m"),
        ("12 km/h", "12", "km/h"),
        ("12 miles per hour", "12", "mph"),
        ("90°", "90", "degree"),
        (r"-10^\circ F", "-10", "°F"),
        ("9:30 a.m.", "9:30", "am"),
        ("9 PM", "9", "pm"),
    ],
)
def test_splits_a_quantity_from_its_unit(text, rest, name):
    assert split_unit(normalise(text)) == (rest, unit(name))
    assert unit(name)


@pytest.mark.parametrize(
    "text", ["x m", r"\sqrt{3} m", "5m", "5 apples", "cm", r"\sin 30^\circ", "$2 + 3", "$5$"]
)
def test_leaves_what_states_no_unit(text):
    assert split_unit(normalise(text)) == (normalise(text), None)


def test_factors_multiply_up_to_the_first_other_word():
    assert [factor(words) for words in ("million people", "hundred thousand", "dozens of")] == [
        10**6,
        10**5,
        12,
    ]
    assert factor("people by the million") == 1


@given(st.text(max_size=200))
def test_any_text_can_be_split(text):
    rest, found = split_unit(text)
    assert rest == text or found
