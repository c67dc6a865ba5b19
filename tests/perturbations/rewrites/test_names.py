import random
from collections.abc import Mapping
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clipo_bench.perturbations.rewrites.names import Names
from clipo_bench.perturbations.text.given_names import FEMALE, MALE, UNCLEAR, gender
from clipo_bench.perturbations.variant import Certificate, Reason, Refusal, Variant
from clipo_bench.perturbations.verify import verify
from clipo_bench.tasks.problem import Problem

FRUIT = "Nora has 3 apples. Her brother Carlos eats an apple for $2. How many apples has Nora left?"


def problem(question: str, solution: str | None = None, gold: str = "7", **more: object) -> Problem:
    return Problem("own", "p1", question, gold, solution=solution, family="p1", **more)  # type: ignore[arg-type]


def propose(asked: Problem, seed: int = 0) -> Variant | Refusal:
    return Names().propose(asked, random.Random(seed))


def renamed(question: str, solution: str | None = None, seed: int = 0) -> Variant:
    proposed = propose(problem(question, solution), seed)
    assert isinstance(proposed, Variant)
    assert failed(problem(question, solution), proposed) == set()
    return proposed


def names_of(variant: Variant) -> Mapping[str, str]:
    return variant.certificate.evidence


def failed(original: Problem, variant: Variant) -> set[str]:
    return set(verify(original, variant).failed)


def test_people_things_and_money_are_renamed_alike() -> None:
    for seed in range(40):
        variant = renamed(FRUIT, "Nora had 3 and Carlos ate 1 apple. It cost $2.", seed)
        names = names_of(variant)
        nora, carlos = names["Nora"], names["Carlos"]
        assert (gender(nora), gender(carlos)) == ("female", "male")
        fruit = names["apples"]
        one = names.get("an apple", f"an {names['apple']}")
        sign = names.get("$", "$")
        assert one.split()[0] == ("an" if fruit[0] in "aeiou" else "a")
        assert variant.problem.question == (
            f"{nora} has 3 {fruit}. Her brother {carlos} eats {one} for {sign}2. "
            f"How many {fruit} has {nora} left?"
        )
        assert variant.problem.solution == (
            f"{nora} had 3 and {carlos} ate 1 {names['apple']}. It cost {sign}2."
        )
        assert variant.problem.gold == "7"


def test_unclear_names_stay_unclear() -> None:
    for seed in range(20):
        assert names_of(renamed("Kim has 3 nuts and Nora has 4.", seed=seed))["Kim"] in UNCLEAR


def test_bare_possessives_get_a_name_that_ends_alike() -> None:
    for seed in range(20):
        assert names_of(renamed("James' hat and Nora's hat.", seed=seed))["James"].endswith("s")


def test_cents_stay_beside_euros() -> None:
    variant = renamed("A nut costs 1 dollar and 5 cents. How many dollars are 3 nuts?")
    assert variant.problem.question == "A nut costs 1 euro and 5 cents. How many euros are 3 nuts?"
    signs = {names_of(renamed("A nut costs $3. And 2?", seed=seed))["$"] for seed in range(20)}
    assert signs == {"€", "£"}
    signs = {names_of(renamed("It is $3 and 5 cents. And 2?", seed=s))["$"] for s in range(20)}
    assert signs == {"€"}


@pytest.mark.parametrize(
    "question",
    [
        "Mark has 3 nuts, and Will has 4.",
        "April and Rose have nuts.",
        "Mr. James has 3 nuts.",
        "The James family has 3 nuts.",
        "Nora and nora have 3 nuts.",
        "NORA has 3 nuts, Nora has 4.",
        "Nora-Lee has 3 nuts.",
        "Lake Nora has 3 fish.",
        "Nora Bridge is 3 miles long.",
        "Nora county has 3 schools.",
        "Robert has 3 nuts. Bob has 4.",
        "The Peters have 3 nuts. Peter has 4.",
        "Ann has 3 nuts and Anna has 4.",
        "How many letters has the name Nora?",
        "Nora ate 3 nuts. He ate 4 figs.",
        r"Here $x = \text{Nora}$, and Nora has 3.",
        "He ate an apple pie and 3 apples.",
        "He bought Apple shares.",
        "The $5 bill is one of 3 bills.",
        "He changes $5 into euros.",
        "There is a dog named Oliver.",
    ],
)
def test_what_may_be_something_else_is_kept(question: str) -> None:
    refusal = propose(problem(question))
    assert isinstance(refusal, Refusal)
    assert refusal.reason in (Reason.AMBIGUOUS, Reason.NOTHING_TO_REWRITE)


def test_doubtful_names_stay_beside_others() -> None:
    variant = renamed("When Mark met Nora Smith on Monday, Nora's aunt Ingrid had 3 nuts.")
    assert names_of(variant).keys() == {"Nora", "Ingrid"}
    assert "When Mark met" in variant.problem.question
    assert " Smith on Monday" in variant.problem.question


@pytest.mark.parametrize(
    "solution", ["nora has 3.", "Norah has 3.", "Mr. Nora has 3.", "The Noras have 3."]
)
def test_solutions_that_do_not_follow_are_left_out(solution: str) -> None:
    assert renamed("Nora has 3 nuts.", solution).problem.solution is None


def test_a_solution_in_formulas_is_left_out_where_money_changes() -> None:
    variant = renamed(
        "A nut costs 2 dollars. How many dollars are 3?", r"They are $2 \cdot 3 = 6$."
    )
    assert variant.problem.solution is None
    assert "$" not in names_of(variant)


def test_a_name_in_the_gold_or_the_options_stays() -> None:
    refusal = propose(problem("Is Nora or Ingrid older?", gold="Nora"))
    assert isinstance(refusal, Refusal)
    assert refusal.reason is Reason.GOLD_UNCERTAIN
    quiz = problem("Whom does Nora like?", gold="A", choices=("Nora", "figs"))
    assert isinstance(propose(quiz), Refusal)
    quiz = problem("Whom does Nora like in Paris?", gold="A", choices=("dogs", "figs"))
    assert isinstance(propose(quiz), Refusal)
    quiz = problem("Whom does Nora like?", gold="A", choices=("dogs", "figs"))
    assert isinstance(propose(quiz), Variant)


def test_every_name_is_of_one_class() -> None:
    assert not FEMALE & MALE and not UNCLEAR & (FEMALE | MALE)


@pytest.mark.parametrize(
    ("evidence", "question", "check"),
    [
        ({"Nora": "Carlos"}, "Carlos has 3 nuts, and 4 is $2.", "like for like"),
        ({"Nora": "Banana"}, "Banana has 3 nuts, and 4 is $2.", "like for like"),
        ({}, "Nora has 3 nuts, and 4 is $2.", "like for like"),
        ({"Nora": "Ingrid", "Ella": "Ingrid"}, "Ingrid has 3 nuts.", "no two names merged"),
        ({"Nora": "Nora"}, "Nora has 3 nuts, and 4 is $2.", "no name captured"),
        ({"Nora": "Ingrid"}, "Ingrid has 3 nuts, and Nora 4.", "no old name left over"),
        ({"Nora": "Ingrid"}, "Ingrid has 3 nuts, and NORA's 4.", "no old name left over"),
        (
            {"Nora": "Ingrid"},
            "Ingrid has 4 nuts, and 4 is $2.",
            "numbers, pronouns and formulas untouched",
        ),
        (
            {"Nora": "Ingrid"},
            "He is Ingrid and has 3 nuts, and 4 is $2.",
            "numbers, pronouns and formulas untouched",
        ),
        ({"Nora": "Ingrid"}, "Ingrid has 3 figs, and 4 is $2.", "names undone give the original"),
        ({"$": "dollars"}, "Nora has 3 nuts, and 4 is dollars2.", "like for like"),
    ],
)
def test_faults_are_found(evidence: dict[str, str], question: str, check: str) -> None:
    original = problem("Nora has 3 nuts, and 4 is $2.")
    sound = propose(original)
    assert isinstance(sound, Variant)
    forged = replace(
        sound,
        problem=replace(sound.problem, question=question),
        certificate=Certificate("name map", evidence),
    )
    assert check in failed(original, forged)
    gold = replace(sound, problem=replace(sound.problem, gold="8"))
    assert "gold and options kept" in failed(original, gold)


WORDS = st.sampled_from(
    [
        *(
            "Nora",
            "James",
            "Carlos",
            "Kim",
            "Mark",
            "Bob",
            "Robert",
            "Smith",
            "James'",
            "'s",
            "the",
        ),
        *("an", "apple", "apples", "Apples", "pear", "pens", "he", "she", "$3", "5", "dollars"),
        *(",", ".", "$", "\n", "x", r"\frac{1}{2}", r"\$"),
    ]
)
TEXT = st.lists(WORDS, max_size=16).map(" ".join) | st.text(max_size=40)


@given(TEXT, st.none() | TEXT, TEXT, st.integers(0, 9))
def test_any_text_is_renamed_soundly_or_refused(
    question: str, solution: str | None, gold: str, seed: int
) -> None:
    asked = problem(question, solution, gold)
    proposed = propose(asked, seed)
    if isinstance(proposed, Variant):
        # What the rewrite overlooks, the checks may stop; a map that can't be undone never.
        assert failed(asked, proposed) <= {"no name captured"}
