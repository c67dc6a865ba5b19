"""Programs as a whole: the interface, what is refused, and that text and values go both ways."""

import json
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from clipo_bench.perturbations.programs import NoProgram, Program
from clipo_bench.perturbations.programs.draw import Draws
from clipo_bench.perturbations.programs.worked_solution.derive import derive
from clipo_bench.perturbations.text.mentions import find

QUESTION = "A crate holds 14 pears. Mia buys 3 crates and eats 5 pears. How many pears are left?"
SOLUTION = "She buys 14*3=<<14*3=42>>42 pears.\nThen 42-5=<<42-5=37>>37 are left.\n#### 37"
CORPUS = json.loads((Path(__file__).parent / "corpus.json").read_text(encoding="utf-8"))
PROGRAMS = [
    program
    for entry in CORPUS
    if isinstance(program := derive(entry["question"], entry["solution"]), Program)
]
TOKENS = """
    3 12 0 1 0.5 1,200 $5 $.25 20% 1/2 1/0 3/4 half twice dozen two twenty-one first 2nd ２ ³ ½
    apples days per of and each more than times the = - + * / ( ) x . , : << >> <<3*4=12>>12
    <<12/0=1>> <<1/2=.5>> #### 9999999999999 1:30 3:2 five-sixths a an % $ ? !
"""
texts = st.lists(st.sampled_from([*TOKENS.split(), "\n", "\n####12"]), max_size=25).map(" ".join)
values = st.fractions(min_value=-5, max_value=500, max_denominator=12)


def crates():
    program = derive(QUESTION, SOLUTION)
    assert isinstance(program, Program)
    return program


def test_a_program_gives_the_original_gold_and_that_of_other_values():
    program = crates()
    original = {slot.name: slot.value for slot in program.slots}
    assert program.evaluate(original) == program.gold == 37
    changed = {name: value + 1 for name, value in original.items()}
    assert program.evaluate(changed) == Fraction(15 * 4 - 6)


def test_a_slot_that_is_left_out_keeps_its_value():
    assert crates().evaluate({"n2": Fraction(2)}) == 40


def test_slots_say_where_their_numbers_stand():
    program = crates()
    assert [slot.name for slot in program.slots] == ["n0", "n1", "n2"]
    assert [QUESTION[slice(*slot.span)] for slot in program.slots] == ["14", "3", "5"]


def test_an_unknown_slot_is_an_error():
    program = crates()
    for method in (program.evaluate, program.violations, program.render, program.solution):
        with pytest.raises(KeyError, match="n9"):
            method({"n9": Fraction(1)})


def test_the_worked_solution_follows():
    shown = crates().solution({"n0": Fraction(20), "n2": Fraction(6)})
    assert shown == "She buys 20*3=<<20*3=60>>60 pears.\nThen 60-6=<<60-6=54>>54 are left.\n#### 54"


def test_articles_of_the_worked_solution_follow():
    text = "Ida reads 20 pages an hour for 8 hours. How many pages does she read?"
    program = derive(text, "In an 8 hour day she reads 20*8=<<20*8=160>>160 pages.\n#### 160")
    assert isinstance(program, Program)
    assert program.solution({"n1": Fraction(6)}).startswith("In a 6 hour day she reads 20*6=")


def test_the_constants_are_named():
    program = derive("Ida rests 4 weeks. How many days?", "4*7=<<4*7=28>>28\n#### 28")
    assert isinstance(program, Program)
    assert program.constants == {7}


def test_long_texts_are_refused():
    assert isinstance(derive("3 " * 5000, SOLUTION), NoProgram)
    assert isinstance(derive(QUESTION, SOLUTION * 500), NoProgram)


@settings(deadline=None, max_examples=300)
@given(texts, texts)
def test_derive_never_raises_on_what_looks_like_a_problem(question, solution):
    assert isinstance(derive(question, solution), Program | NoProgram)


@settings(deadline=None, max_examples=100)
@given(st.text(max_size=80), st.text(max_size=80))
def test_derive_never_raises_on_any_text(question, solution):
    assert isinstance(derive(question, solution), Program | NoProgram)


@settings(deadline=None, max_examples=200)
@given(st.sampled_from(PROGRAMS), st.lists(values, min_size=9, max_size=9))
def test_violations_never_raises(program, drawn):
    new = {slot.name: value for slot, value in zip(program.slots, drawn, strict=False)}
    assert all(isinstance(broken, str) for broken in program.violations(new))


@settings(deadline=None, max_examples=200)
@given(st.sampled_from([Draws(program) for program in PROGRAMS]), st.randoms(use_true_random=False))
def test_what_is_rendered_is_read_back(draws, rng):
    program, drawn = draws.program, draws.draw(rng)
    assume(drawn is not None)
    text = program.render(drawn)
    expected = [drawn.get(slot.name, slot.value) for slot in program.slots]
    assert [mention.value for mention in find(text)] == expected
    again = derive(text, program.solution(drawn))
    assert isinstance(again, Program)
    assert again.gold == program.evaluate(drawn)
