from dataclasses import replace

import pytest

from clipo_bench.perturbations.engine import Recipe, perturb
from clipo_bench.perturbations.own_kind import register_kind
from clipo_bench.perturbations.rewrites.registry import REWRITES
from clipo_bench.perturbations.variant import Certificate, Edit, Reason, Variant
from clipo_bench.perturbations.verify import BY_METHOD
from clipo_bench.tasks.errors import InputError
from clipo_bench.tasks.problem import Problem

PROBLEM = Problem("own", "a", "Please add 2 and 3.", "5", family="a")
KEEPS_GOLD = {"gold kept": lambda original, variant: variant.problem.gold == original.gold}


class Politeness:
    """Leaves a word out; with `gold` it also proposes a wrong answer."""

    kind = "politeness"
    changes = "how it is asked; the gold stays"

    def __init__(self, gold="5"):
        self.gold = gold

    def propose(self, problem, rng):
        variant = replace(
            problem,
            question=problem.question.removeprefix("Please "),
            gold=self.gold,
            original_gold=problem.gold,
            kind=self.kind,
        )
        return Variant(variant, (Edit(0, 7, "Please ", ""),), Certificate("politeness", {}))


@pytest.fixture(autouse=True)
def no_trace():
    """What a test registers is gone after it."""
    before = [(registry, dict(registry)) for registry in (REWRITES, BY_METHOD)]
    yield
    for registry, entries in before:
        registry.clear()
        registry.update(entries)


def made(rewrite):
    register_kind(rewrite, "politeness", KEEPS_GOLD)
    (outcome,) = perturb([PROBLEM], Recipe(("politeness",)))
    return outcome


def test_an_own_kind_makes_variants_that_pass_both_kinds_of_checks():
    (variant,) = made(Politeness()).variants
    assert variant.problem.question == "add 2 and 3."
    assert variant.problem.variant_id.startswith("politeness-")
    assert {"edits make the text", "gold kept"} <= set(variant.certificate.checks)


def test_an_own_check_decides():
    outcome = made(Politeness(gold="6"))
    assert outcome.variants == ()
    assert outcome.refusal.reason is Reason.FAILED_VERIFICATION
    assert outcome.refusal.detail == "failed: gold kept"


def test_a_method_of_ours_brings_its_checks():
    register_kind(Politeness(), "sentence order")
    assert REWRITES["politeness"].changes == "how it is asked; the gold stays"


@pytest.mark.parametrize(
    ("method", "checks", "message"),
    [
        ("politeness", None, "have no checks"),
        ("politeness", {}, "was given no checks"),
        ("permutation", KEEPS_GOLD, "already has checks"),
    ],
)
def test_no_certificate_goes_unchecked(method, checks, message):
    with pytest.raises(InputError, match=message):
        register_kind(Politeness(), method, checks)
    assert "politeness" not in REWRITES


def test_a_kind_is_registered_once():
    register_kind(Politeness(), "politeness", KEEPS_GOLD)
    with pytest.raises(InputError, match="already exists"):
        register_kind(Politeness(), "other", KEEPS_GOLD)


@pytest.mark.parametrize("kind", ["original", "a,b", "../up", "Big", ""])
def test_a_kind_has_a_plain_name_that_no_original_bears(kind):
    rewrite = Politeness()
    rewrite.kind = kind
    with pytest.raises(InputError, match="cannot be named"):
        register_kind(rewrite, "politeness", KEEPS_GOLD)
