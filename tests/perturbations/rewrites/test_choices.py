import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clipo_bench.perturbations.rewrites.choices import Choices
from clipo_bench.perturbations.variant import Reason, Refusal, Variant
from clipo_bench.perturbations.verify import verify
from clipo_bench.tasks.problem import LETTERS, Problem

FRUIT = ("plum", "fig", "pear", "lime")


def quiz(choices: tuple[str, ...] = FRUIT, gold: str = "C", question: str = "Which?") -> Problem:
    return Problem("own", "p1", question, gold, choices=choices, family="p1")


def propose(asked: Problem, seed: int = 0) -> Variant | Refusal:
    return Choices().propose(asked, random.Random(seed))


def test_gold_follows_its_text_and_the_order_undoes() -> None:
    orders = set()
    for seed in range(60):
        proposed = propose(quiz(), seed)
        assert isinstance(proposed, Variant)
        new = proposed.problem
        assert new.choices[LETTERS.index(new.gold)] == "pear"
        assert new.choices != FRUIT
        order = [int(place) for place in proposed.certificate.evidence["order"].split(",")]
        restored = [""] * 4
        for text, place in zip(new.choices, order, strict=True):
            restored[place] = text
        assert tuple(restored) == FRUIT
        orders.add(tuple(order))
    assert len(orders) > 15


@pytest.mark.parametrize(
    "option",
    [
        "All of the above",
        "none of the above.",
        "None of these",
        "all the above",
        "Both A and B",
        "A and C",
        "a. and c. above",
        "(a) or (b)",
        "A, B and D",
        "Neither A nor B",
        "Only A",
        "B only",
        "either of these",
        "Both",
        "both are the same",
        "None, all are equal",
        "D",
        "the former",
        "as stated above",
    ],
)
def test_options_that_refer_to_others_are_refused(option: str) -> None:
    refusal = propose(quiz((*FRUIT[:3], option)))
    assert isinstance(refusal, Refusal)
    assert refusal.reason is Reason.AMBIGUOUS


@pytest.mark.parametrize(
    "option",
    [
        "talk to each other",
        "A dog and a cat",
        "Vitamin K",
        "none of the stereos",
        "above the ground",
        "II and III only",
        "all of the other lemmings",
        "F",
        "not a nut",
    ],
)
def test_options_that_only_look_like_it_are_reordered(option: str) -> None:
    assert isinstance(propose(quiz((*FRUIT[:3], option))), Variant)


@pytest.mark.parametrize(
    ("asked", "reason"),
    [
        (quiz((), "7"), Reason.NOTHING_TO_REWRITE),
        (quiz(("fig",), "A"), Reason.NOTHING_TO_REWRITE),
        (quiz(tuple(f"nut {n}" for n in range(27)), "A"), Reason.NOTHING_TO_REWRITE),
        (quiz(gold="E"), Reason.GOLD_UNCERTAIN),
        (quiz(gold="pear"), Reason.GOLD_UNCERTAIN),
        (quiz(("fig", "plum", "Fig "), "A"), Reason.GOLD_UNCERTAIN),
        (quiz(question="Why is option B wrong?"), Reason.AMBIGUOUS),
        (quiz(question="Is the last answer right?"), Reason.AMBIGUOUS),
    ],
)
def test_refusals_have_reasons(asked: Problem, reason: Reason) -> None:
    refusal = propose(asked)
    assert isinstance(refusal, Refusal)
    assert refusal.reason is reason


TEXT = st.text(max_size=12) | st.sampled_from(["\nB. x", "Options:", "A. b", "none of these", "A"])


@given(TEXT, st.lists(TEXT, max_size=8), st.sampled_from([*"ABCDEFGH", "", "7"]), st.integers(0, 9))
def test_any_text_is_reordered_soundly_or_refused(
    question: str, choices: list[str], gold: str, seed: int
) -> None:
    asked = quiz(tuple(choices), gold, question)
    proposed = propose(asked, seed)
    if isinstance(proposed, Variant):
        assert set(verify(asked, proposed).failed) <= {"reads differently"}
