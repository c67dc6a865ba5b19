"""Labelled problems: what is refused and why, what may change, and the golds that follow."""

import json
from fractions import Fraction
from pathlib import Path

import pytest

from clipo_bench.perturbations.programs.no_program import NoProgram
from clipo_bench.perturbations.programs.program import Program
from clipo_bench.perturbations.programs.worked_solution.derive import derive

CORPUS = json.loads((Path(__file__).parent / "corpus.json").read_text(encoding="utf-8"))
DERIVED = [entry for entry in CORPUS if "refused" not in entry]


def values_of(texts):
    return {name: Fraction(text) for name, text in texts.items()}


@pytest.mark.parametrize("entry", CORPUS, ids=lambda entry: entry["about"])
def test_the_program_is_as_labelled(entry):
    found = derive(entry["question"], entry["solution"])
    if "refused" in entry:
        assert isinstance(found, NoProgram)
        assert found.cause.value == entry["refused"]
        return
    assert isinstance(found, Program)
    if "free" in entry:
        assert [slot.text for slot in found.free] == entry["free"]
    assert {slot.text for slot in found.slots if slot.fixed} >= set(entry.get("kept", ()))
    for values, gold in entry.get("golds", ()):
        assert found.violations(values_of(values)) == []
        assert found.evaluate(values_of(values)) == Fraction(gold)


@pytest.mark.parametrize("entry", DERIVED, ids=lambda entry: entry["about"])
def test_a_rendered_variant_gives_its_gold_again(entry):
    program = derive(entry["question"], entry["solution"])
    for texts, gold in entry.get("golds", ()):
        values = values_of(texts)
        again = derive(program.render(values), program.solution(values))
        assert isinstance(again, Program)
        assert again.gold == Fraction(gold)


@pytest.mark.parametrize("entry", DERIVED, ids=lambda entry: entry["about"])
def test_the_original_values_give_the_original_text(entry):
    program = derive(entry["question"], entry["solution"])
    assert program.render({}) == entry["question"]
    assert program.evaluate({}) == program.gold


@pytest.mark.parametrize(
    "entry", [entry for entry in DERIVED if "broken" in entry], ids=lambda entry: entry["about"]
)
def test_values_that_make_no_sense_are_named(entry):
    program = derive(entry["question"], entry["solution"])
    for values in entry["broken"]:
        assert program.violations(values_of(values))
