"""Which numbers are tied where a step may mean either: every row decides its example."""

import pytest

from clipo_bench.perturbations.programs import NoProgram, Program
from clipo_bench.perturbations.programs.worked_solution import agreement
from clipo_bench.perturbations.programs.worked_solution.agreement import NOT_ALIKE, merge
from clipo_bench.perturbations.programs.worked_solution.derive import derive

TWICE = (
    "Max has 12 figs. Ida has twice as many, and Tom has twice as many as Ida. How many has Tom?",
    "Ida has 12*2=<<12*2=24>>24 figs.\nTom has 24*2=<<24*2=48>>48 figs.\n#### 48",
)


def judged(question, solution):
    """What becomes of each number, or why there is no program."""
    found = derive(question, solution)
    if not isinstance(found, Program):
        return found
    return [(slot.text, slot.fixed, slot.tied) for slot in found.slots]


@pytest.mark.parametrize("rule", NOT_ALIKE, ids=lambda rule: rule.why)
def test_a_rule_keeps_apart_what_would_be_tied_without_it(rule, monkeypatch):
    question, _, solution = rule.example.partition("\n")
    numbers = judged(question, solution)
    assert not any(tied for _, _, tied in numbers)
    monkeypatch.setattr(agreement, "NOT_ALIKE", [one for one in NOT_ALIKE if one is not rule])
    without = judged(question, solution)
    assert isinstance(without, NoProgram) or any(tied for _, _, tied in without)


def test_what_no_rule_keeps_apart_is_tied():
    assert judged(*TWICE) == [
        ("12", "", frozenset()),
        ("twice", "", frozenset({"n2"})),
        ("twice", "", frozenset({"n1"})),
    ]


def test_groups_that_share_a_member_are_joined():
    assert merge([{1, 2}, {3}, {2, 4}]) == [frozenset({3}), frozenset({1, 2, 4})]
