from dataclasses import replace
from typing import Any

import pytest

from clipo_bench.perturbations.rewrites.none_of_the_others import NONE

RIGHT, DECOY = "none_of_the_others", "none_of_the_others_decoy"


def test_the_right_option_goes(kit: Any) -> None:
    problem = kit.asked(*kit.planet)
    letters = set()
    for seed in range(20):
        new = kit.made(RIGHT, problem, seed).problem
        assert new.choices["ABCD".index(new.gold)] == NONE
        assert "Saturn" not in new.choices
        assert [one for one in new.choices if one != NONE] == ["Mars", "Venus", "Mercury"]
        letters.add(new.gold)
    assert letters == {"A", "C", "D"}  # never the letter that was right


def test_the_decoy_replaces_a_wrong_one(kit: Any) -> None:
    problem = kit.asked(*kit.planet)
    gone = set()
    for seed in range(30):
        new = kit.made(DECOY, problem, seed).problem
        assert new.choices["ABCD".index(new.gold)] == "Saturn" and new.gold != "B"
        assert NONE in new.choices
        gone |= set(problem.choices) - set(new.choices)
    assert gone == {"Mars", "Venus", "Mercury"}


@pytest.mark.parametrize("kind", [RIGHT, DECOY])
@pytest.mark.parametrize(
    ("question", "why"),
    [
        ("Which planet is the largest?", "'largest'"),
        ("Which planet is most likely cold?", "'most'"),
        ("Which of these is NOT a planet?", "'NOT'"),
        ("Which ratio CANNOT be 2?", "'CANNOT'"),
        ("Is option B right?", "'option'"),
    ],
)
def test_refuses_where_another_could_be_right(kit: Any, kind: str, question: str, why: str) -> None:
    assert why in kit.refused(kind, kit.asked(question, *kit.planet[1:]))


@pytest.mark.parametrize(
    "option", ["None of the above", "Both A and B", "Not enough information", "I and II", "A"]
)
def test_refuses_options_about_options(kit: Any, option: str) -> None:
    choices = ("Mars", "Saturn", option)
    assert "an option refers" in kit.refused(RIGHT, kit.asked(kit.planet[0], choices, "B"))


def test_refuses_what_has_no_right_option_by_itself(kit: Any) -> None:
    best = kit.asked(*kit.planet, benchmark="commonsense_qa")
    assert "more than one option" in kit.refused(RIGHT, best)
    twice = kit.asked(kit.planet[0], ("Saturn", "Saturn", "Mars"), "A")
    assert "same text" in kit.refused(RIGHT, twice)
    assert kit.refused(RIGHT, kit.asked(kit.planet[0], ("Mars", "Saturn"), "B")) == "2 options"
    assert "not one of the letters" in kit.refused(RIGHT, replace(best, gold="E"))


def test_each_check_rejects(kit: Any) -> None:
    problem = kit.asked(*kit.planet)
    variant = kit.made(RIGHT, problem)
    new = variant.problem
    other = next(letter for letter in "ACD" if letter != new.gold)
    assert kit.failed(problem, kit.changed(variant, gold=other)) == {"gold follows the replacement"}
    assert kit.failed(problem, kit.changed(variant, gold="B")) >= {"gold has another letter"}
    swapped = tuple(reversed(new.choices))
    assert kit.failed(problem, kit.changed(variant, choices=swapped)) >= {
        "one option replaced and no other"
    }
    # the decoy's claim for what replaced the right option
    assert kit.failed(problem, kit.changed(variant, kind=DECOY)) == {"gold follows the replacement"}
    asked = replace(problem, question="Which is the largest planet?")
    graded = kit.changed(variant, question="Which is the largest planet?")
    assert "right by itself, not by comparison" in kit.failed(asked, graded)


@pytest.mark.parametrize(
    ("right", "same"),
    [
        ("0.5", "1/2"),
        ("x = 3", "3"),
        ("90", "ninety"),
        (r"$\\frac{1}{2}$", "0.5"),
        ("1,000", "1000"),
    ],
)
def test_refuses_options_of_one_value(kit: Any, right: str, same: str) -> None:
    question, choices, gold = "Which number is it?", ("7", "11", "13", "17"), "B"
    variant = kit.made(RIGHT, kit.asked(question, choices, gold))
    problem = kit.asked(question, ("7", right, same, "17"), gold)
    assert "worth the same" in kit.refused(RIGHT, problem)
    assert "worth the same" in kit.refused(DECOY, problem)
    swapped = tuple({"11": right, "13": same}.get(one, one) for one in variant.problem.choices)
    forced = kit.changed(variant, choices=swapped)
    assert "no two options are worth the same" in kit.failed(problem, forced)


def test_words_in_another_order_are_another_option(kit: Any) -> None:
    choices = ("Ice, then Titan", "Red, Cold", "Cold, Red", "Hot, Dry")
    kit.made(RIGHT, kit.asked(kit.planet[0], choices, "B"))
    numbers = ("2, 3", "3, 2", "5, 7")
    assert "worth the same" in kit.refused(RIGHT, kit.asked(kit.planet[0], numbers, "C"))
