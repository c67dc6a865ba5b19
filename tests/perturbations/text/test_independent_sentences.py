"""Which sentences can change places: every row of both tables decides its example."""

import pytest

from clipo_bench.perturbations.text import independent_sentences as tables
from clipo_bench.perturbations.text.independent_sentences import independent_runs
from clipo_bench.perturbations.text.prose import first_question, sentences


def runs(text):
    split = sentences(text)
    return [[one.text for one in run] for run in independent_runs(split, first_question(split))]


@pytest.mark.parametrize(
    ("table", "rule"),
    [(name, one) for name in ("NO_PREMISE", "DEPENDENT") for one in getattr(tables, name)],
    ids=lambda value: getattr(value, "why", value),
)
def test_a_rule_holds_its_example_which_moves_without_it(table, rule, monkeypatch):
    assert runs(rule.example) == []
    others = [one for one in getattr(tables, table) if one is not rule]
    monkeypatch.setattr(tables, table, others)
    assert [len(run) for run in runs(rule.example)] == [2]


@pytest.mark.parametrize(
    "text",
    [
        "Nora has 3 nuts. Carlos has 4 figs. How many nuts are there?",
        "A nut costs $2. A fig weighs 3 grams. How heavy are 3 nuts?",
        "A robot made 3 nuts. A crane made 4 figs. How many nuts are there?",
        "Nora bought 3 nuts. Carlos sold 4 figs. How many nuts are there?",
    ],
)
def test_what_no_rule_holds_can_change_places(text):
    assert [len(run) for run in runs(text)] == [2]


def test_a_sentence_without_a_subject_stays():
    assert runs("Here are 3 nuts. Carlos has 4 figs. How many nuts are there?") == []
