from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from clipo_bench.perturbations.checks.solved import solved_program
from clipo_bench.perturbations.programs.level import SAME, NumberLevel
from clipo_bench.perturbations.text.measures import singular

AGES = (
    "Nora is 12 years old. Her brother is 5 years older. How old is her brother?",
    "He is 12+5=<<12+5=17>>17 years old.\n#### 17",
    "17",
)


@pytest.mark.parametrize(("kind", "digits"), [("numbers_larger", 1), ("numbers_larger_2", 2)])
def test_so_many_digits_more(kit: Any, kind: str, digits: int) -> None:
    for seed in range(10):
        new = kit.made(kind, kit.solved(), seed).problem
        numbers = [int(word) for word in new.question.split() if word.isdigit()]
        assert [len(str(n)) for n in numbers] == [2 + digits, 1 + digits, 1 + digits]
        have, boxes, each = numbers
        assert int(new.gold) == have + boxes * each
        assert f"{boxes}*{each}={boxes * each}" in (new.solution or "").replace(
            f"<<{boxes}*{each}={boxes * each}>>", ""
        )


def test_decimals_for_money_and_measures(kit: Any) -> None:
    for seed in range(10):
        new = kit.made("numbers_decimal", kit.solved(kit.fuel), seed).problem
        pounds, cost = (part for part in new.question.split() if part.strip("$?.")[0].isdigit())
        value = Fraction(pounds) * Fraction(cost.strip("$."))
        assert Fraction(new.gold) == value
        assert "." in pounds or "." in cost[:-1]


def test_things_are_not_broken(kit: Any) -> None:
    assert kit.refused("numbers_decimal", kit.solved()) == "no number that may be a decimal"


def test_nobody_gets_older_than_people_are(kit: Any) -> None:
    for kind in ("numbers_larger", "numbers_larger_2"):
        assert kit.refused(kind, kit.solved(AGES)) == "no such number"


def test_each_check_rejects(kit: Any) -> None:
    problem = kit.solved()
    variant = kit.made("numbers_larger", problem)
    assert kit.failed(problem, kit.changed(variant, gold="53")) >= {"program gives the gold"}
    same = kit.made("numbers", problem)
    evidence = {**same.certificate.evidence, "digits more": "1", "decimal places": "0"}
    claims = replace(same.certificate, method="harder numbers", evidence=evidence)
    assert kit.failed(problem, replace(same, certificate=claims)) >= {"as hard as stated"}
    two = kit.claimed(variant, digits_more="2")
    assert kit.failed(problem, two) >= {"as hard as stated", "constraints of its level hold"}


def test_what_is_counted_stays_whole(kit: Any) -> None:
    question, solution, gold = kit.fuel
    problem = kit.solved(kit.fuel)
    variant = kit.made("numbers_decimal", problem)
    assert "whole things stay whole" not in kit.failed(problem, variant)
    # the same numbers, but apples are asked for
    asks = "How much does Carlos pay?", "How many apples does Carlos get for it?"
    counted = kit.solved((question.replace(*asks), solution, gold))
    text = variant.problem.question.replace(*asks)
    broken = kit.changed(variant, question=text)
    assert "whole things stay whole" in kit.failed(counted, broken)


def test_levels() -> None:
    assert SAME.fits_digits(Fraction(45), Fraction(99))
    assert not SAME.fits_digits(Fraction(45), Fraction(100))
    assert NumberLevel(digits=1).fits_digits(Fraction(45), Fraction(452))
    assert NumberLevel(digits=1).fits_digits(Fraction(45), Fraction(45))
    assert not NumberLevel(digits=1).fits_digits(Fraction(45), Fraction(46))
    assert SAME.fits_gold(Fraction(10), Fraction(99))
    assert not SAME.fits_gold(Fraction(10), Fraction(100))
    assert NumberLevel(digits=1).fits_gold(Fraction(10), Fraction(1000))
    assert not NumberLevel(digits=1).fits_gold(Fraction(10), Fraction(9))


RIDE = (
    "Carlos rides 6 miles. He gets 2 tickets for a mile. A ticket is worth $3. How much are "
    "Carlos's tickets worth?",
    "He gets 6*2=<<6*2=12>>12 tickets.\nThey are worth 12*3=$<<12*3=36>>36.\n#### 36",
    "36",
)


def test_no_step_breaks_what_is_counted(kit: Any) -> None:
    problem = kit.solved(RIDE)
    for seed in range(10):
        # 6.2 miles would be 12.4 tickets: only the price or 6.5 miles may be a decimal
        new = kit.made("numbers_decimal", problem, seed).problem
        assert "12 tickets" in new.solution or "13 tickets" in new.solution
    said = {"n0": Fraction(31, 5)}
    program = solved_program(problem)
    variant = kit.made("numbers_decimal", problem)
    gold = program.evaluate(said)
    texts = {"question": program.render(said), "solution": program.solution(said)}
    forced = kit.changed(variant, gold=f"{float(gold):g}", **texts)
    assert "no step breaks whole things" in kit.failed(problem, forced)


@pytest.mark.parametrize("words", ["each full pound", "every whole pound", "per complete pound"])
def test_decimals_are_refused_where_whole_ones_count(kit: Any, words: str) -> None:
    question, solution, gold = kit.fuel
    variant = kit.made("numbers_decimal", kit.solved(kit.fuel))
    changed = "A pound of flour costs", f"The flour costs, {words},"
    problem = kit.solved((question.replace(*changed), solution, gold))
    assert "whole ones only" in kit.refused("numbers_decimal", problem)
    forced = kit.changed(variant, question=variant.problem.question.replace(*changed))
    assert "no step breaks whole things" in kit.failed(problem, forced)


def test_cups_are_a_measure_of_something_only(kit: Any) -> None:
    mugs = "Carlos buys 6 cups. A cup costs $3. How much does Carlos pay?", *kit.fuel[1:]
    for seed in range(10):
        assert (
            "buys 6 cups." in kit.made("numbers_decimal", kit.solved(mugs), seed).problem.question
        )


def test_one_foot_is_of_feet() -> None:
    assert [singular(one) for one in ("feet", "inches", "miles", "kg", "lbs")] == [
        *("foot", "inch", "mile", "kg", "lb")
    ]


def test_a_family_of_pets_has_no_ten_times_as_many(kit: Any) -> None:
    for thing in ("puppies", "kittens", "seats", "doors", "players", "keys"):
        question = f"Nora has 12 {thing}. She gets 5 more {thing}. How many {thing} has Nora now?"
        problem = kit.solved((question, "12+5=<<12+5=17>>17\n#### 17", "17"))
        assert kit.refused("numbers_larger", problem) == "no such number"
