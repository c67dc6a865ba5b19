"""Variants of names and wording say what they changed, so thin changes can be set apart."""

import random

import pytest

from clipo_bench.perturbations.engine import RewriteOutcome
from clipo_bench.perturbations.rewrites.registry import REWRITES
from clipo_bench.perturbations.variant import Refusal, Variant
from clipo_bench.perturbations.variant_set.certificate_record import from_record, to_record
from clipo_bench.perturbations.variant_set.changed_parts import changed_parts
from clipo_bench.perturbations.variant_set.coverage import Coverage
from clipo_bench.tasks.problem import Problem


def made(kind: str, question: str, gold: str = "7") -> list[Variant]:
    problem = Problem("own", "p1", question, gold, family="p1")
    tried = (REWRITES[kind].propose(problem, random.Random(seed)) for seed in range(30))
    return [one for one in tried if not isinstance(one, Refusal)]


@pytest.mark.parametrize(
    ("kind", "question", "parts"),
    [
        ("names", "Nora has 3 nuts. How many nuts has Nora?", {("people",)}),
        ("names", "We have 3 pears and 4 plums. How many is that?", {("things",)}),
        ("names", "A hat costs $5. How much are 3 hats?", {("money",)}),
        (
            "names",
            "Nora pays $5 for a hat. How much are 3 hats?",
            {("people",), ("people", "money")},
        ),
        ("wording", "Nora has 3 nuts. Is that so?", {("numerals",)}),
        (
            "wording",
            "Nora has a lot of nuts. How many nuts does she have in total?",
            {("phrases",)},
        ),
        ("wording", "It ran for 3 hours. How many nuts did it eat?", {("units",)}),
        ("symbols", "Find $x$.", {()}),
    ],
)
def test_parts_are_told_apart(kind: str, question: str, parts: set[tuple[str, ...]]) -> None:
    found = {changed_parts(one) for one in made(kind, question)}
    assert parts <= found
    if len(parts) == 1 and kind != "wording":
        assert found == parts


def test_the_manifest_counts_them_and_certificates_name_them() -> None:
    coverage = Coverage()
    (variant, *_) = made("names", "Nora has 3 nuts. How many nuts has Nora?")
    problem = Problem("own", "p1", "Nora has 3 nuts. How many nuts has Nora?", "7", family="p1")
    coverage.add(RewriteOutcome(problem, "names", (variant, variant), None), k=2)
    assert coverage.as_json()["changed"] == {"people": 2}
    record = to_record(variant)
    assert record["changed"] == ["people"]
    assert from_record(variant.problem, record) == variant
    (other, *_) = made("symbols", "Find $x$.")
    assert "changed" not in to_record(other)
