"""A competition problem as a function of its numbers: computed, judged, written and read."""

import random
from dataclasses import replace
from fractions import Fraction

import pytest

from clipo_bench import Program, find_program
from clipo_bench.perturbations.programs.competition.competition_program import CompetitionProgram
from clipo_bench.perturbations.programs.competition.exact import NoAnswer

VALUES = {"n": Fraction(18), "g": Fraction(11), "s": Fraction(7)}


@pytest.fixture
def program(own_competition) -> CompetitionProgram:
    found = find_program(own_competition.question)
    assert isinstance(found, CompetitionProgram)
    assert isinstance(found, Program)
    return found


def test_it_is_found_by_its_wording_alone(own_competition) -> None:
    question = own_competition.question
    assert find_program(question.replace("$12$ tiles", r"\(12\) tiles")) is not None
    assert find_program(question.replace("Eight", "Seven")) is None
    assert find_program(question + " Both are red.") is None
    assert find_program(own_competition.immovable_question) is None


def test_slots_are_the_parameters(program) -> None:
    assert [(slot.name, slot.text) for slot in program.slots] == [
        ("n", "12"),
        ("g", "8"),
        ("s", "4"),
    ]
    for slot in program.slots:
        assert program.question[slot.start : slot.end] == slot.text


def test_it_computes(program) -> None:
    assert program.gold == program.evaluate({}) == 66
    assert program.evaluate(VALUES) == 153
    with pytest.raises(NoAnswer):
        program.evaluate({"n": Fraction(13)})
    with pytest.raises(NoAnswer, match="n = 25/2 is no integer"):
        program.evaluate({"n": Fraction(25, 2)})
    with pytest.raises(KeyError):
        program.evaluate({"x": Fraction(1)})


def test_it_says_what_is_broken(program) -> None:
    assert program.violations({}) == []
    assert program.violations(VALUES) == []
    assert program.violations({"n": Fraction(40)}) == ["n = 40 is not in its domain"]
    assert program.violations({"n": Fraction(13)}) == ["not so: gravel and sand are the path"]


def test_an_answer_outside_of_a_wide_range_is_found_at_once(program) -> None:
    entry = replace(program.entry, answers=range(100, 10**15))
    assert replace(program, entry=entry).violations({}) == [
        "the answer 66 is not of the competition's form"
    ]


def test_it_writes_every_place_with_its_article(program) -> None:
    assert program.render({}) == program.question
    assert program.render(VALUES) == (
        "A path of $18$ tiles has an $11$-tile stretch of gravel and $7$ tiles of sand. Eleven of "
        "the gravel tiles are wet. Find the number of ways to paint two tiles of the $18$."
    )
    assert "has a $9$-tile stretch" in program.render({"g": Fraction(9)})


def test_it_reads_what_it_writes_and_nothing_else(program) -> None:
    text = program.render(VALUES)
    assert program.read(text) == VALUES
    assert program.read(text.replace("$", "")) == VALUES
    assert program.read(text.replace("Eleven", "Ten")) is None  # contradicts the other place
    assert program.read(text.replace("two tiles", "three tiles")) is None  # never changes
    assert program.read(text + " Good luck.") is None
    assert program.read(text.replace("wet", "dry")) is None
    # values that break something are read: `violations` judges
    assert program.read(program.question.replace("12", "13"))["n"] == 13


def test_draws_fit_and_repeat(program) -> None:
    drawn = [program.draw(random.Random(seed)) for seed in range(30)]
    assert drawn == [program.draw(random.Random(seed)) for seed in range(30)]
    assert all(values is not None and not program.violations(values) for values in drawn)
    assert all(program.evaluate(values) != program.gold for values in drawn)


def test_edits_make_the_text(program) -> None:
    text = program.question
    for edit in reversed(program.edits(VALUES)):
        assert text[edit.start : edit.end] == edit.before
        text = text[: edit.start] + edit.after + text[edit.end :]
    assert text == program.render(VALUES)
