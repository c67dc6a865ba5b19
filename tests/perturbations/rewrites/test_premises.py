import random
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clipo_bench.perturbations.rewrites.premises import Premises
from clipo_bench.perturbations.variant import Certificate, Refusal, Variant
from clipo_bench.perturbations.verify import verify
from clipo_bench.tasks.problem import Problem

NUTS = "Nora has 3 nuts. Carlos has 4 figs. A fig costs $2. How many nuts and figs are there?"


def problem(question: str, **more: object) -> Problem:
    return Problem("own", "p1", question, "7", solution="3 + 4 = 7", family="p1", **more)  # type: ignore[arg-type]


def propose(asked: Problem, seed: int = 0) -> Variant | Refusal:
    return Premises().propose(asked, random.Random(seed))


def failed(original: Problem, variant: Variant) -> set[str]:
    return set(verify(original, variant).failed)


def orders(question: str) -> set[str]:
    found = set()
    for seed in range(40):
        proposed = propose(problem(question), seed)
        if isinstance(proposed, Variant):
            assert failed(problem(question), proposed) == set()
            assert proposed.problem.gold == "7"
            found.add(proposed.problem.question)
    return found


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (
            "Nora has 3 nuts.  Carlos has 4 nuts. How many nuts have they?",
            "Carlos has 4 nuts.  Nora has 3 nuts. How many nuts have they?",
        ),
        (
            "Nora bought 3 nuts. Carlos ate 4 figs. Who has more?",
            "Carlos ate 4 figs. Nora bought 3 nuts. Who has more?",
        ),
        (
            "A nut costs $2. A fig costs $3. How much are 3 nuts and 2 figs?",
            "A fig costs $3. A nut costs $2. How much are 3 nuts and 2 figs?",
        ),
        (
            "Nora has twice as many nuts as Carlos. Carlos has 4 nuts. How many nuts has Nora?",
            "Carlos has 4 nuts. Nora has twice as many nuts as Carlos. How many nuts has Nora?",
        ),
        (
            "Some nuts are here. Nora sells her nuts for $2. Carlos sells his for $3. Who wins?",
            "Some nuts are here. Carlos sells his for $3. Nora sells her nuts for $2. Who wins?",
        ),
    ],
)
def test_independent_premises_change_places(old: str, new: str) -> None:
    assert orders(old) == {new}


@pytest.mark.parametrize(
    "question",
    [
        "Nora has 3 nuts. She eats 2 nuts. How many are left?",
        "Nora has 3 nuts. Then Carlos has 4 nuts. How many are left?",
        "Nora has 3 nuts. Carlos also has 4 nuts. How many are left?",
        "Nora has 3 nuts. Carlos has 4. How many are left?",
        "Nora has 3 nuts. Carlos has 4 more than Nora. How many are left?",
        "Nora has 3 nuts. Carlos has twice as many. How many are left?",
        "Nora has 3 nuts. Carlos has 3 times as many nuts. Which nuts are left?",
        "Nora has 3 nuts. Carlos has 4 more nuts. Which nuts are left?",
        "Nora has 3 nuts. Carlos has 4 nuts. Ingrid has 5. Which nuts are left?",
        "Nora has 3 nuts. Nora and Carlos have 4 figs. Which nuts are left?",
        "Nora has 3 pieces of cake. Carlos has 4 pieces. How much cake is left?",
        "Nora is a cook. Carlos has 4 figs. Which figs are left?",
        "Nora is selling 3 nuts. Carlos has 4 figs. Which figs are left?",
        "A bus has 40 seats. A ticket costs $3. Who is on the bus?",
        "Nora bought 3 nuts. Carlos ate 2 of the nuts. How many are left?",
        "Nora bought 3 nuts. Carlos sold Nora 4 nuts. How many are left?",
        "Nora has 3 bags. Each bag has 4 nuts. How many nuts are there?",
        "Nora has 3 bags. A bag has the nuts. How many nuts are there?",
        "Nora has 3 nuts. Carlos has 4 nuts. He eats 2 nuts. How many are left?",
        "Nora has 3 nuts. Carlos has 4 nuts. How many nuts has he left?",
        "On Monday Nora has 3 nuts. On Tuesday Carlos has 4 nuts. How many are left?",
        "Nora has 3 nuts. A fig costs $2. How many are left?",
        "Nora has 3 nuts. How many are left?",
        "How many are 3 nuts?",
        r"Nora has $x$ nuts. Carlos has $y$ nuts. How many are there?",
    ],
)
def test_what_leans_on_another_stays(question: str) -> None:
    assert isinstance(propose(problem(question)), Refusal)


def test_the_mixed_run_moves_people_only() -> None:
    assert orders(NUTS) == {NUTS.replace(NUTS[:35], "Carlos has 4 figs. Nora has 3 nuts.")}


def test_options_are_refused() -> None:
    assert isinstance(propose(problem(NUTS, choices=("7", "8"))), Refusal)


TWO = "Nora has 3 nuts. Carlos has 4 nuts. How many nuts have they?"
PLACES = "0-16,17-35,36-60"


@pytest.mark.parametrize(
    ("question", "evidence", "check"),
    [
        (TWO, {"order": "1,0,2", "sentences": "0-15,17-35,36-60"}, "whole sentences"),
        (TWO, {"order": "1,0,2", "sentences": "0-8,9-35,36-60"}, "whole sentences"),
        (TWO, {"order": "1,0", "sentences": PLACES}, "valid permutation"),
        (TWO, {"order": "1,1,2", "sentences": PLACES}, "valid permutation"),
        (TWO, {"order": "one", "sentences": PLACES}, "valid permutation"),
        (TWO, {"order": "0,2,1", "sentences": PLACES}, "question stays last"),
        (
            TWO.replace("Carlos has", "He has got"),
            {"order": "1,0,2", "sentences": PLACES},
            "no sentence leans on another",
        ),
        (
            TWO.replace("Carlos has 4", "The son has 4"),
            {"order": "1,0,2", "sentences": "0-16,17-36,37-61"},
            "no sentence leans on another",
        ),
    ],
)
def test_faults_are_found(question: str, evidence: dict[str, str], check: str) -> None:
    original = problem(question)
    sound = propose(problem(TWO))
    assert isinstance(sound, Variant)
    assert failed(problem(TWO), sound) == set()
    forged = replace(sound, certificate=Certificate("sentence order", evidence))
    assert check in failed(original, forged)


def test_lost_text_and_golds_are_found() -> None:
    sound = propose(problem(TWO))
    assert isinstance(sound, Variant)
    lost = replace(sound.problem, question=sound.problem.question.replace("3", "5"))
    assert "order undone gives the original" in failed(problem(TWO), replace(sound, problem=lost))
    gold = replace(sound.problem, gold="8")
    assert "gold, options and solution kept" in failed(problem(TWO), replace(sound, problem=gold))


PIECES = st.sampled_from(
    [
        *(
            "Nora has 3 nuts.",
            "Carlos has 4 figs.",
            "A fig costs $2.",
            "She eats.",
            "Each fig has 2 pits.",
        ),
        *(
            "How many?",
            "Find $x$.",
            "Mr.",
            "\n",
            "  ",
            "The nut is 5.",
            "Nora",
            ".",
            "!",
            "$",
            "\\",
        ),
    ]
)
SENTENCES = st.sampled_from(
    [
        *(
            "Nora has 3 nuts.",
            "Carlos has 4 figs.",
            "Ingrid eats 2 nuts a day.",
            "Nora is 5 years old.",
        ),
        *("A fig costs $2.", "A nut costs $3.", "Each fig has 2 pits.", "She eats 2 nuts.", "Why?"),
    ]
)
TEXT = (
    st.lists(SENTENCES, max_size=6).map(lambda said: f"{' '.join(said)} How much are 2 nuts?")
    | st.lists(PIECES, max_size=10).map(" ".join)
    | st.text(max_size=40)
)


@given(TEXT, st.integers(0, 9))
def test_any_text_is_reordered_soundly_or_refused(question: str, seed: int) -> None:
    asked = problem(question)
    proposed = propose(asked, seed)
    if isinstance(proposed, Variant):
        assert failed(asked, proposed) <= {"reads differently", "no sentence leans on another"}
