"""Why plain numbers stay: every row of the table decides its example, and nothing else does."""

import pytest

from clipo_bench.perturbations.text import plain_numbers
from clipo_bench.perturbations.text.mentions import find
from clipo_bench.perturbations.text.plain_numbers import KEPT


@pytest.mark.parametrize("rule", KEPT, ids=lambda rule: rule.example)
def test_a_rule_keeps_its_example_which_is_free_without_it(rule, monkeypatch):
    (found,) = find(rule.example)
    assert found.fixed == rule.why
    monkeypatch.setattr(plain_numbers, "KEPT", tuple(one for one in KEPT if one is not rule))
    (found,) = find(rule.example)
    assert found.fixed == ""


@pytest.mark.parametrize(
    "text",
    ["7 nuts", "70% of it", "7 dollars", "seven nuts", "3 days", "every day 3 nuts", "1,987 nuts"],
)
def test_what_no_rule_keeps_is_free(text):
    assert [found.fixed for found in find(text)] == [""]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("one hundred percent", "in words"),
        ("Route 1", "one or nothing"),
        ("in room 1990", "the name of something"),
    ],
)
def test_the_first_of_several_reasons_is_given(text, why):
    assert [found.fixed for found in find(text)] == [why]
