"""How numbers and results read."""

import pytest

from reports.compare import compare
from reports.render import words
from reports.run import read_runs


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


def test_settings_read_as_a_line():
    assert (
        words.settings({"mode": "full", "tolerance": {"a": 0.1}}) == "mode full, tolerance (a 0.1)"
    )
    assert words.settings({}) == "–"


def test_a_null_result_is_stated_with_what_could_have_been_seen(write_run, population):
    chances = {"original": 0.7, "symbols": 0.7}
    runs = read_runs([write_run(f"r{s}", population(chances, 100, s)) for s in (1, 2)])
    result = compare(runs, strict=True)
    text = "\n".join(line.text for line in words.headlines(result))
    assert "No difference between r2 and r1 was shown on made_up · original" in text
    assert "r1 was not shown to do better or worse on 100 variants" in text
    seen = result.differences[0].difference.detectable
    assert f"A true difference of {seen * 100:.1f} points would have been found" in text


def test_what_was_shown_comes_first(write_run, population):
    chances = {"original": 0.9, "choices": 0.9, "symbols": 0.5}
    (run,) = read_runs([write_run("r", population(chances, 200, 3))])
    lines = words.headlines(compare([run], strict=True))
    assert [line.tone for line in lines] == ["loss", "", ""]
    assert lines[0].text.startswith("r falls from")
    assert "a relative drop of" in lines[0].text
