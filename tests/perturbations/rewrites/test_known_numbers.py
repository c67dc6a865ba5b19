"""Other numbers for competition problems: verified, or refused by name."""

import random
from dataclasses import replace

import pytest

from clipo_bench.perturbations.rewrites.numbers import Numbers
from clipo_bench.perturbations.variant import Reason, Refusal, Variant
from clipo_bench.perturbations.verify import verify
from clipo_bench.tasks.problem import Problem


def propose(question: str, gold: str, benchmark: str = "aime24") -> Variant | Refusal:
    problem = Problem(benchmark, "p1", question, gold)
    return Numbers().propose(problem, random.Random(0))


@pytest.fixture
def variant(own_competition) -> Variant:
    made = propose(own_competition.question, "66")
    assert isinstance(made, Variant)
    return made


def test_a_variant_passes_every_check(own_competition, variant) -> None:
    original = Problem("aime24", "p1", own_competition.question, "66")
    result = verify(original, variant)
    assert result.failed == ()
    assert "second way agrees, or is too slow" in result.passed
    assert variant.certificate.evidence["problem"] == "Own 1"
    assert variant.certificate.evidence["checked by"] == "counts"
    assert variant.problem.original_gold == "66"


@pytest.mark.parametrize(
    ("changes", "check"),
    [
        (lambda one: {"gold": str(int(one.gold) + 1)}, "program gives the gold"),
        (lambda one: {"gold": f" {one.gold}"}, "program gives the gold"),
        (lambda one: {"gold": rf"{one.gold}^\circ"}, "program gives the gold"),
        (lambda one: {"question": one.question + " Hurry."}, "only numbers changed"),
        (lambda one: {"question": one.question.replace("two", "four")}, "program gives the gold"),
        (lambda one: {"question": one.question.replace("$", "")}, "only numbers changed"),
        (lambda one: {"solution": "It is 66."}, "no worked solution"),
        (lambda one: {"program": {"template": "apples"}}, "no worked solution"),
    ],
)
def test_what_was_tampered_with_fails(own_competition, variant, changes, check) -> None:
    original = Problem("aime24", "p1", own_competition.question, "66")
    changed = replace(variant.problem, **changes(variant.problem))
    assert check in verify(original, replace(variant, problem=changed)).failed


def test_values_that_are_not_the_texts_fail(own_competition, variant) -> None:
    original = Problem("aime24", "p1", own_competition.question, "66")
    evidence = {**variant.certificate.evidence, "new values": '{"n": "9", "g": "5", "s": "4"}'}
    claimed = replace(variant, certificate=replace(variant.certificate, evidence=evidence))
    assert "all as claimed" in verify(original, claimed).failed


@pytest.mark.parametrize("values", ["[]", "null", "{", '{"n": null}', '{"n": "1e999999999"}'])
def test_values_that_are_no_values_fail(own_competition, variant, values: str) -> None:
    original = Problem("aime24", "p1", own_competition.question, "66")
    evidence = {**variant.certificate.evidence, "new values": values}
    claimed = replace(variant, certificate=replace(variant.certificate, evidence=evidence))
    assert verify(original, claimed).failed == ("all as claimed",)


@pytest.mark.parametrize(
    "changes",
    [
        {"problem": "Own 2"},
        {"program on original values": "67"},
        {"program on new values": "67"},
        {"computed by": "asks an oracle"},
        {"checked by": "three professors"},
        {"proved by": "induction"},
    ],
)
def test_a_certificate_that_claims_anything_else_fails(own_competition, variant, changes) -> None:
    original = Problem("aime24", "p1", own_competition.question, "66")
    evidence = {**variant.certificate.evidence, **changes}
    claimed = replace(variant, certificate=replace(variant.certificate, evidence=evidence))
    assert "all as claimed" in verify(original, claimed).failed


def test_a_certificate_that_claims_less_fails(own_competition, variant) -> None:
    original = Problem("aime24", "p1", own_competition.question, "66")
    for claim in variant.certificate.evidence:
        evidence = {k: v for k, v in variant.certificate.evidence.items() if k != claim}
        claimed = replace(variant, certificate=replace(variant.certificate, evidence=evidence))
        assert "all as claimed" in verify(original, claimed).failed, claim


def test_a_gold_keeps_its_form(own_competition) -> None:
    made = propose(own_competition.question, r"66^\circ")
    assert isinstance(made, Variant)
    assert made.problem.gold.endswith(r"^\circ")


@pytest.mark.parametrize(
    ("gold", "reason", "words"),
    [
        ("67", Reason.GOLD_UNCERTAIN, "'Own 1' gives '66' and not the gold"),
        ("x+1", Reason.GOLD_UNCERTAIN, "'Own 1' gives '66' and not the gold"),
    ],
)
def test_a_gold_that_the_program_does_not_give_is_refused(
    own_competition, gold: str, reason: Reason, words: str
) -> None:
    refused = propose(own_competition.question, gold)
    assert isinstance(refused, Refusal)
    assert refused.reason is reason
    assert words in refused.detail


def test_what_cannot_change_is_refused_by_name(own_competition) -> None:
    refused = propose(own_competition.immovable_question, "3")
    assert isinstance(refused, Refusal)
    assert refused.detail == "the numbers of 'Own 2' cannot change: a clock is a clock"


def test_an_unknown_wording_is_refused(own_competition) -> None:
    refused = propose(own_competition.question + " Good luck.", "66")
    assert isinstance(refused, Refusal)
    assert refused.reason is Reason.NOTHING_TO_REWRITE
    assert "wording" in refused.detail


FORM = r"If $3x + 2 = 14$, what is the value of $x$?"


@pytest.fixture
def form_variant() -> Variant:
    made = propose(FORM, "4", "math500")
    assert isinstance(made, Variant)
    return made


def test_a_variant_of_a_form_passes_every_check(form_variant) -> None:
    result = verify(Problem("math500", "p1", FORM, "4"), form_variant)
    assert result.failed == ()
    assert "recognised again, the gold is the same" in result.passed
    assert form_variant.certificate.evidence["form"] == "value from what is given"


@pytest.mark.parametrize(
    ("changes", "check"),
    [
        (lambda one: {"gold": "77"}, "program gives the gold"),
        (lambda one: {"question": one.question.replace("x$?", "2x$?")}, "only numbers changed"),
        (lambda one: {"question": one.question + " Hurry."}, "only numbers changed"),
        (lambda one: {"solution": "It is 77."}, "no worked solution"),
    ],
)
def test_a_form_that_was_tampered_with_fails(form_variant, changes, check) -> None:
    original = Problem("math500", "p1", FORM, "4")
    changed = replace(form_variant.problem, **changes(form_variant.problem))
    assert check in verify(original, replace(form_variant, problem=changed)).failed


def test_a_form_with_another_gold_is_refused() -> None:
    refused = propose(FORM, "5", "math500")
    assert isinstance(refused, Refusal)
    assert refused.reason is Reason.GOLD_UNCERTAIN
