"""Which variants are as easy to calculate as their originals."""

import pytest

from clipo_bench.reports.hardness import hardness, no_harder


@pytest.mark.parametrize(
    ("variant", "gold", "kept"),
    [
        ("Ada has 21 boxes of 4 pens.", "84", True),
        ("Ada has 9 boxes of 4 pens.", "36", True),
        ("Ada has 210 boxes of 4 pens.", "840", False),
        ("Ada has 12 boxes of 9 pens.", "108", False),
        ("Ada has 1,2 boxes of 3.5 pens.", "42", False),
    ],
)
def test_more_digits_are_harder(variant, gold, kept):
    original = hardness("Ada has 12 boxes of 3 pens.", "36")
    assert no_harder(hardness(variant, gold), original) is kept
