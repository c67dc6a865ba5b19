import dataclasses
import multiprocessing
import random
from collections.abc import Sequence

import pytest

from clipo_bench.perturbations import engine
from clipo_bench.perturbations.engine import Recipe, RewriteOutcome, item_rng, perturb
from clipo_bench.perturbations.rewrites import registry as rewrite
from clipo_bench.perturbations.rewrites.choices import Choices
from clipo_bench.perturbations.variant import Certificate, Edit, Reason, Refusal, Variant
from clipo_bench.tasks.errors import ExternalError, InputError
from clipo_bench.tasks.problem import Problem, problem_id


def own(question: str, gold: str = "7", choices: tuple[str, ...] = ()) -> Problem:
    identity = problem_id(question, choices)
    return Problem("own", identity, question, gold, choices=choices, family=identity)


PROBLEMS = [
    *(own(f"If $x = {n}$ and $y = x + {n}$, what is $xy$?", str(2 * n * n)) for n in range(40)),
    *(own(f"Fruit {n}?", "B", ("fig", "plum", "pear", "lime")) for n in range(40)),
    own("How many nuts are 3 nuts?"),
]


def summary(outcomes: Sequence[RewriteOutcome]) -> list[object]:
    return [dataclasses.asdict(outcome) for outcome in outcomes]


def test_outcomes_come_in_order_and_do_not_depend_on_workers() -> None:
    recipe = Recipe(("symbols", "choices"), k=2, seed=3)
    alone = list(perturb(PROBLEMS, recipe))
    assert summary(list(perturb(PROBLEMS, recipe, workers=2))) == summary(alone)
    expected = [(one.id, kind) for one in PROBLEMS for kind in recipe.kinds]
    assert [(one.original.id, one.kind) for one in alone] == expected


def test_variants_are_k_different_named_and_verified() -> None:
    for outcome in perturb(PROBLEMS, Recipe(("symbols",), k=3, seed=0)):
        if outcome.original.choices or "$" not in outcome.original.question:
            assert outcome.refusal is not None
            assert outcome.variants == ()
            continue
        assert outcome.refusal is None
        variants = [variant.problem for variant in outcome.variants]
        texts = [problem_id(one.question, one.choices) for one in variants]
        assert [one.variant_id for one in variants] == [f"symbols-{text[:8]}" for text in texts]
        assert {one.kind for one in variants} == {"symbols"}
        assert {one.family for one in variants} == {outcome.original.family}
        assert len({one.question for one in variants} | {outcome.original.question}) == 4
        assert all("no name captured" in one.certificate.checks for one in outcome.variants)


def test_problem_with_few_orders_gets_what_there_is() -> None:
    (outcome,) = perturb([own("Yes?", "A", ("yes", "no"))], Recipe(("choices",), k=3, seed=0))
    assert [variant.problem.choices for variant in outcome.variants] == [("no", "yes")]


def test_randomness_depends_on_every_part_of_an_item() -> None:
    items = [(0, "symbols", "p", 0), (1, "symbols", "p", 0), (0, "choices", "p", 0),
             (0, "symbols", "q", 0), (0, "symbols", "p", 1)]  # fmt: skip
    assert len({item_rng(*item).random() for item in items}) == len(items)
    assert item_rng(*items[0]).random() == item_rng(*items[0]).random()


def test_one_problem_does_not_change_the_variants_of_another() -> None:
    recipe = Recipe(("symbols",), k=2, seed=0)
    together = {one.original.id: one for one in perturb(PROBLEMS, recipe)}
    (alone,) = perturb(PROBLEMS[7:8], recipe)
    assert alone == together[PROBLEMS[7].id]


def test_no_variant_repeats_another_text_of_its_family() -> None:
    options = ("yes", "no")
    pair = [own("Yes?", "A", options), own("Yes?", "B", options[::-1])]
    family = [dataclasses.replace(one, family="same") for one in pair]
    outcomes = list(perturb(family, Recipe(("choices",), k=1, seed=0)))
    assert [outcome.variants for outcome in outcomes] == [(), ()]
    reasons = [outcome.refusal.reason for outcome in outcomes if outcome.refusal]
    assert reasons == [Reason.NO_NEW_VALUES] * 2


def test_what_comes_of_a_problem_does_not_depend_on_where_the_work_starts() -> None:
    recipe = Recipe(("symbols", "choices"), k=2, seed=0)
    alone = list(engine.rewrite(PROBLEMS, recipe))
    assert list(engine.rewrite(PROBLEMS[50:], recipe, workers=2)) == alone[50:]


class FakeBroken:
    """Raises, which no rewrite may."""

    kind = "broken"

    def propose(self, problem: Problem, rng: random.Random) -> Variant | Refusal:
        raise ZeroDivisionError


def test_a_rewrite_that_raises_names_the_problem(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(rewrite.REWRITES, "broken", FakeBroken())
    with pytest.raises(ZeroDivisionError) as raised:
        list(perturb(PROBLEMS, Recipe(("broken",), k=1, seed=0)))
    assert raised.value.__notes__ == [f"while making broken variants of own {PROBLEMS[0].id}"]


def test_a_worker_that_dies_is_told_of() -> None:
    many = [own(f"If $x = {n}$, what is $x$?", str(n)) for n in range(3000)]
    made = engine.rewrite(many, Recipe(("symbols",), k=2, seed=0), workers=2)
    next(made)
    for child in multiprocessing.active_children():
        child.kill()
    with pytest.raises(ExternalError, match="worker processes died"):
        list(made)


class FakeForger:
    """Proposes a variant whose gold it has not kept."""

    kind = "forged"

    def propose(self, problem: Problem, rng: random.Random) -> Variant | Refusal:
        proposed = Choices().propose(problem, rng)
        if isinstance(proposed, Refusal):
            return proposed
        letters = "ABCD".replace(proposed.problem.gold, "")
        forged = dataclasses.replace(proposed.problem, gold=rng.choice(letters))
        return dataclasses.replace(proposed, problem=forged)


class FakeRepeater:
    """Always proposes the same text."""

    kind = "repeated"

    def propose(self, problem: Problem, rng: random.Random) -> Variant | Refusal:
        edit = Edit(0, 0, "", "Well: ")
        text = "Well: " + problem.question
        new = dataclasses.replace(
            problem, question=text, kind=self.kind, original_gold=problem.gold
        )
        return Variant(new, (edit,), Certificate("luck", {}))


def test_no_rewrite_judges_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    for fake in (FakeForger(), FakeRepeater()):
        monkeypatch.setitem(rewrite.REWRITES, fake.kind, fake)
        outcomes = list(perturb(PROBLEMS[40:80], Recipe((fake.kind,), k=2, seed=0)))
        assert all(outcome.variants == () for outcome in outcomes)
        refusals = [outcome.refusal for outcome in outcomes if outcome.refusal]
        assert {refusal.reason for refusal in refusals} == {Reason.FAILED_VERIFICATION}


def test_unknown_kinds_name_the_nearest() -> None:
    with pytest.raises(InputError, match=r"'symbol'.*symbols"):
        list(perturb(PROBLEMS, Recipe(("symbol",), k=1, seed=0)))
    with pytest.raises(InputError, match=r"'choice'.*choices"):
        rewrite.expand("symbols,choice")
    with pytest.raises(InputError, match="no kind"):
        rewrite.expand(" , ")
    assert rewrite.expand("symbols, choices,symbols") == ("symbols", "choices")
