"""Numbers in English text: which are found, of what kind, and which must stay."""

from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clipo_bench.perturbations.text import number_words as words
from clipo_bench.perturbations.text.mentions import NumberKind, find, units_after

KINDS = [
    ("14 pears", "14", 14, NumberKind.INTEGER),
    ("1,200 pears", "1,200", 1200, NumberKind.INTEGER),
    ("2.5 liters", "2.5", Fraction(5, 2), NumberKind.DECIMAL),
    ("$7.50 each", "7.50", Fraction(15, 2), NumberKind.MONEY),
    ("7 dollars", "7", 7, NumberKind.MONEY),
    ("20% of it", "20", 20, NumberKind.PERCENTAGE),
    ("20 percent of it", "20", 20, NumberKind.PERCENTAGE),
    ("2/5 of it", "2/5", Fraction(2, 5), NumberKind.FRACTION),
    ("two-fifths of it", "two-fifths", Fraction(2, 5), NumberKind.FRACTION),
    ("a third of it", "a third", Fraction(1, 3), NumberKind.FRACTION),
    ("half of it", "half", Fraction(1, 2), NumberKind.FRACTION),
    ("Twenty-five men", "Twenty-five", 25, NumberKind.WORD),
    ("twice as many", "twice", 2, NumberKind.MULTIPLIER),
    ("it tripled", "tripled", 3, NumberKind.MULTIPLIER),
]
STAY = [
    ("the second day", "second"),
    ("on the 3rd day", "3rd"),
    ("at 9 am", "9 am"),
    ("at 16:30", "16:30"),
    ("on May 12", "May 12"),
    ("in 1987", "1987"),
    ("Route 66", "66"),
    ("a dozen eggs", "a dozen"),
    ("one cake", "one"),
    ("2 1/2 cups", "2 1/2"),
    ("the other half of it", "half"),
    ("half an hour", "half"),
    ("1/2 a dozen", "1/2"),
    ("3:5", "3"),
]


@pytest.mark.parametrize(("text", "shown", "value", "kind"), KINDS)
def test_numbers_that_may_change(text, shown, value, kind):
    found = find(text)[0]
    assert (found.text, found.value, found.kind, found.fixed) == (shown, value, kind, "")
    assert text[found.start : found.end] == shown


@pytest.mark.parametrize(("text", "shown"), STAY)
def test_numbers_that_stay(text, shown):
    found = find(text)[0]
    assert found.text == shown
    assert found.fixed


@pytest.mark.parametrize("text", ["no number", "anyone", "often", "weighty", "3D-printed"])
def test_what_is_no_free_number(text):
    assert all(mention.fixed for mention in find(text))


def test_units_are_the_words_after_a_number_in_the_singular():
    assert units_after("12 red apples in a bag", 2) == {"red", "apple"}
    assert units_after("4 times as many", 1) == units_after("6 times the cost", 1)
    assert units_after("4 times a day", 1) != units_after("4 times as many", 1)


@given(st.integers(min_value=0, max_value=words.MAX_WRITTEN))
def test_a_number_word_is_read_back(value):
    assert words.read(words.write(value)) == value
    assert find(f"{words.write(value)} pears")[0].value == value


@given(st.integers(min_value=2, max_value=10**9))
def test_digits_are_read_back_with_and_without_commas(value):
    assert find(f"{value} pears")[0].value == value
    assert find(f"{value:,} pears")[0].value == value


@given(st.text(max_size=60))
def test_mentions_are_in_order_and_do_not_overlap(text):
    found = find(text)
    assert all(text[one.start : one.end] == one.text for one in found)
    assert all(one.end <= two.start for one, two in pairwise(found))
