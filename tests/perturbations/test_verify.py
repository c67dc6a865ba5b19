"""Every check must fail on the fault that it is there for."""

import random
import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from clipo_bench.perturbations.checks import every
from clipo_bench.perturbations.checks.about import ABOUT
from clipo_bench.perturbations.rewrites.registry import find
from clipo_bench.perturbations.variant import Certificate, Variant
from clipo_bench.perturbations.verify import BY_METHOD, verify
from clipo_bench.tasks.problem import Problem
from clipo_bench.tasks.word_problems import split_of, templates

QUIZ = Problem("own", "p1", "Which?", "A", choices=("plum", "fig", "pear"), family="p1")
ALGEBRA = Problem(
    "own", "p2", "Solve $2x + y = e$ for $x$, a number.", "x = (e-y)/2", solution="$x$", family="p2"
)


def word_problem() -> Problem:
    template = templates()["boxes"]
    values = {"who": "Ada", "friend": "Ben", "thing": "nuts", "a": "4", "b": "6", "c": "5"}
    return template.fill(values)


def made(original: Problem, kind: str) -> Variant:
    proposed = find(kind).propose(original, random.Random(1))
    assert isinstance(proposed, Variant)
    return proposed


def failed(original: Problem, variant: Variant) -> set[str]:
    return set(verify(original, variant).failed)


def with_problem(variant: Variant, **fields: object) -> Variant:
    return replace(variant, problem=replace(variant.problem, **fields))  # type: ignore[arg-type]


def with_evidence(variant: Variant, evidence: Mapping[str, str]) -> Variant:
    certificate = Certificate(variant.certificate.method, evidence)
    return replace(variant, certificate=certificate)


@pytest.mark.parametrize(
    ("original", "kind"),
    [(QUIZ, "choices"), (ALGEBRA, "symbols"), (word_problem(), "numbers")],
)
def test_sound_variants_pass_every_check(original: Problem, kind: str) -> None:
    variant = made(original, kind)
    verification = verify(original, variant)
    assert verification.failed == ()
    assert set(BY_METHOD[variant.certificate.method]) < set(verification.passed)


@pytest.mark.parametrize("name", ["benchmark", "id", "family", "instruction"])
def test_identity_must_stay(name: str) -> None:
    assert "identity kept" in failed(QUIZ, with_problem(made(QUIZ, "choices"), **{name: "new"}))


def test_faults_of_any_kind_are_found() -> None:
    variant = made(QUIZ, "choices")
    assert "identity kept" in failed(QUIZ, with_problem(variant, kind="original"))
    assert "original gold remembered" in failed(QUIZ, with_problem(variant, original_gold=None))
    assert "edits make the text" in failed(QUIZ, with_problem(variant, question="Which  ?"))
    assert "edits make the text" in failed(QUIZ, replace(variant, edits=variant.edits[::-1]))
    assert "edits make the text" in failed(QUIZ, replace(variant, edits=()))
    same = with_problem(variant, choices=QUIZ.choices)
    assert "reads differently" in failed(QUIZ, same)
    assert "known method" in failed(QUIZ, replace(variant, certificate=Certificate("luck", {})))


@pytest.mark.parametrize(
    ("fields", "check"),
    [
        ({"question": "What?"}, "question untouched"),
        ({"gold": "Z"}, "gold is the same option"),
        ({"choices": ("plum", "fig", "nut")}, "order undone gives the original"),
    ],
)
def test_faults_of_permutations_are_found(fields: dict[str, object], check: str) -> None:
    assert check in failed(QUIZ, with_problem(made(QUIZ, "choices"), **fields))


@pytest.mark.parametrize("order", ["", "0,1", "0,0,1", "0,1,2,3", "one"])
def test_orders_that_are_none_are_found(order: str) -> None:
    variant = with_evidence(made(QUIZ, "choices"), {"order": order})
    assert "valid permutation" in failed(QUIZ, variant)


def test_gold_among_equal_options_is_found() -> None:
    original = replace(QUIZ, choices=("plum", "fig", "plum"))
    variant = with_problem(made(QUIZ, "choices"), choices=("fig", "plum", "plum"), gold="B")
    assert "gold is the same option" in failed(original, variant)


@pytest.mark.parametrize(
    ("names", "check"),
    [
        ({}, "names of one kind"),
        ({"x": "K"}, "names of one kind"),
        ({"x": "kk"}, "names of one kind"),
        ({"x": "é"}, "names of one kind"),
        ({"x": "k", "y": "k"}, "no two symbols merged"),
        ({"x": "i"}, "constants kept"),
        ({"e": "k"}, "constants kept"),
        ({"x": "y"}, "no name captured"),
        ({"x": "k", "a": "b"}, "each symbol as often"),
    ],
)
def test_maps_that_are_unsound_are_found(names: dict[str, str], check: str) -> None:
    variant = with_problem(made(ALGEBRA, "symbols"), question="Solve $2k + y = e$ for $x$.")
    assert check in failed(ALGEBRA, with_evidence(variant, names))


@pytest.mark.parametrize(
    ("fields", "check"),
    [
        ({"question": "Solve $2k + w = e$ for $x$, a number."}, "no old name left over"),
        ({"question": "Solve $2k + w = e$ for x, a number."}, "no old name left over"),
        ({"question": "Solve $2k + w = w$ for $k$, a number."}, "each symbol as often"),
        ({"gold": "x = (e-w)/2"}, "no old name left over"),
        ({"gold": "k = (e-w)/3"}, "names undone give the original"),
        ({"question": "Solve $3k + w = e$ for $k$, a number."}, "names undone give the original"),
        ({"solution": "$w$"}, "names undone give the original"),
    ],
)
def test_faults_of_renamings_are_found(fields: dict[str, object], check: str) -> None:
    sound = with_evidence(made(ALGEBRA, "symbols"), {"x": "k", "y": "w"})
    texts = {
        "question": "Solve $2k + w = e$ for $k$, a number.",
        "gold": "k = (e-w)/2",
        "solution": "$k$",
    }
    untouched = {"edits make the text"}  # its edits were those of another map
    assert failed(ALGEBRA, with_problem(sound, **texts)) <= untouched
    assert check in failed(ALGEBRA, with_problem(sound, **{**texts, **fields}))


@pytest.mark.parametrize(
    ("question", "gold", "check"),
    [
        ("b", "29", "only numbers changed"),
        ("c", "24", "program gives the gold"),
        ("c", "19", "gold differs"),
        ("d", "7", "magnitude kept"),
        ("e", "7", "constraints hold"),
        ("f", "7", "program gives the gold"),
    ],
)
def test_faults_of_programs_are_found(question: str, gold: str, check: str) -> None:
    original = word_problem()
    variant = made(original, "numbers")
    texts = {
        "b": original.question.replace("nuts", "figs").replace("4 boxes", "8 boxes"),
        "c": original.question.replace("4 boxes", "5 boxes"),
        "d": original.question.replace("4 boxes", "12 boxes"),
        "e": original.question.replace("4 boxes", "1 boxes"),
        "f": "How many nuts are 4 nuts and 3 nuts?",
    }
    forged = with_problem(variant, question=texts[question], gold=gold)
    assert check in failed(original, forged)
    assert "program follows the text" in failed(original, forged)


def test_training_and_test_stay_apart() -> None:
    original = word_problem()
    variant = made(original, "numbers")
    for a in range(2, 12):
        question = original.question.replace("4 boxes", f"{a} boxes")
        crossed = split_of(question) != split_of(original.question)
        found = failed(original, with_problem(variant, question=question))
        assert ("training and test apart" in found) == crossed
        not_generated = replace(original, program=None)
        found = failed(not_generated, with_problem(variant, question=question))
        assert "training and test apart" not in found


def test_original_gold_must_come_from_the_program() -> None:
    original = word_problem()
    forged = replace(original, gold="18")
    assert "program gives the original gold" in failed(forged, made(original, "numbers"))
    unknown = replace(original, program=None)
    assert "program gives the original gold" in failed(unknown, made(original, "numbers"))


def test_every_check_is_explained_and_documented() -> None:
    checks = [every.CHECKS, *(BY_METHOD[method] for method in sorted(BY_METHOD))]
    assert ABOUT.keys() == {name for one in checks for name in one}
    page = (Path(__file__).parents[2] / "docs" / "perturbations.md").read_text(encoding="utf-8")
    section = page[page.index("\n## The checks") : page.index("\n## The folder")]
    assert dict(re.findall(r"^\| (.+) \| (.+) \|$", section, re.MULTILINE)[1:]) == ABOUT
