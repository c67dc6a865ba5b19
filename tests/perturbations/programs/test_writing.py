"""New values are written the way the old ones were, with the article that they need."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clipo_bench.perturbations.programs.writing import NotWritable, article, digits_like, write
from clipo_bench.perturbations.text.mentions import find

WRITTEN = [
    ("half of the", "1/3", "a third"),
    ("half the", "1/4", "a quarter of"),
    ("Half of the", "1/3", "A third"),
    ("a quarter of", "1/2", "half"),
    ("one-third of", "1/8", "one-eighth"),
    ("two-thirds of", "3/5", "three-fifths"),
    ("2/5 of", "3/4", "3/4"),
    ("twice as many", "3", "three times"),
    ("Twice as many", "4", "Four times"),
    ("it doubled", "3", "tripled"),
    ("doubling it", "3", "tripling"),
    ("Seven boats", "12", "Twelve"),
    ("1,200 men", "34500", "34,500"),
    ("$7.50 each", "8", "8.00"),
    ("$7 each", "17/2", "8.50"),
]
UNWRITABLE = [
    ("half of the", "2/3"),
    ("a third more", "1/2"),
    ("one-third of", "1/11"),
    ("1/3rd of", "1/2"),
    ("seven boats", "100"),
    ("twice as many", "3/2"),
    ("14 men", "1/3"),
    ("the second", "3"),
]


def put(text, value):
    mention = find(text)[0]
    return write(mention, Fraction(value), text[mention.end :])


@pytest.mark.parametrize(("text", "value", "expected"), WRITTEN)
def test_values_are_written_like_the_old_ones(text, value, expected):
    shown = put(text, value)
    assert Fraction(find(shown + " of the pears")[0].value) == Fraction(value)
    assert shown.rstrip("0").rstrip(".") == expected.rstrip("0").rstrip(".")


@pytest.mark.parametrize(
    ("text", "value", "expected"),
    [
        ("$0.75 each", "6/5", "1.20"),
        ("$1.5 each", "6/5", "1.2"),
        ("$7 each", "8", "8"),
        ("0.75 miles", "6/5", "1.2"),
    ],
)
def test_cents_keep_their_digits(text, value, expected):
    assert put(text, value) == expected


@pytest.mark.parametrize(("text", "value"), UNWRITABLE)
def test_values_without_such_a_form_are_not_written(text, value):
    with pytest.raises(NotWritable):
        put(text, value)


@pytest.mark.parametrize(
    ("before", "number", "expected"),
    [
        ("it is a ", "8", "an "),
        ("it is a ", "80-foot", "an "),
        ("it is a ", "11", "an "),
        ("it is a ", "18", "an "),
        ("it is a ", "eighteen", "an "),
        ("it is an ", "7", "a "),
        ("An ", "15", "A "),
        ("it is a ", "110", None),
        ("it is a ", "1800", None),
        ("it is an ", "11,000", None),
        ("Anna ", "8", None),
    ],
)
def test_the_article_follows_the_sound(before, number, expected):
    change = article(before, number)
    assert (change[1] if change else None) == expected


@given(st.sampled_from(["5", "1.50", ".25", "1,000", "40"]), st.integers(0, 10**7))
def test_written_digits_are_worth_the_value(old, hundredths):
    value = Fraction(hundredths, 100)
    assert Fraction(digits_like(old, value).replace(",", "")) == value
