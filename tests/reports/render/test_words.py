"""How numbers and results read."""

import pytest

from clipo_bench.reports.render import words


@pytest.mark.parametrize(
    ("value", "text"),
    [(-0.146, "−14.6"), (0.021, "+2.1"), (0.0, "0.0"), (-0.0004, "0.0"), (0.0004, "0.0")],
)
def test_points(value, text):
    assert words.points(value) == text


def test_p_values_are_never_nought():
    assert words.p_value(0.0001) == "< 0.001"
    assert words.p_value(0.0312) == "0.031"


def test_counts():
    assert words.count(1, "pair") == "1 pair"
    assert words.count(1745, "pair") == "1,745 pairs"


def test_a_tally_reads_as_a_line():
    assert words.tally({"boxed": 1204, "last": 3}) == "boxed 1,204, last 3"
    assert words.tally({}) == "–"


def test_settings_read_as_a_line():
    assert (
        words.settings({"mode": "full", "tolerance": {"a": 0.1}}) == "mode full, tolerance (a 0.1)"
    )
    assert words.settings({}) == "–"


def test_levels():
    assert words.level(0.95) == "95 %"
    assert words.level(2 * 0.95 - 1) == "90 %"
