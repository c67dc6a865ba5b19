from typing import Any

import pytest

LAPS = (
    "Carlos has to run 99 meters. A lap is 9 meters long. How many laps does Carlos have to run?",
    "99/9=<<99/9=11>>11\n#### 11",
    "11",
)


def test_a_number_is_asked_for(kit: Any) -> None:
    problem = kit.solved()
    found = {}
    for seed in range(20):
        new = kit.made("reversal", problem, seed).problem
        assert new.question.endswith("The answer to this question is 52. What is the value of x?")
        found[new.question.partition(" The answer")[0]] = new.gold
        assert new.solution is None
    assert found == {
        problem.question.replace("has 12", "has x"): "12",
        problem.question.replace("buys 5", "buys x"): "5",
        problem.question.replace("with 8", "with x"): "8",
    }


def test_money_keeps_its_sign(kit: Any) -> None:
    texts = {kit.made("reversal", kit.solved(kit.fuel), n).problem.question for n in range(9)}
    assert any("costs $x." in text for text in texts)


def test_another_letter_where_x_is_taken(kit: Any) -> None:
    question, solution, gold = kit.pens
    problem = kit.solved((question.replace("Nora has", "In room X, Nora has"), solution, gold))
    assert "What is the value of y?" in kit.made("reversal", problem).problem.question


def test_refuses_what_may_be_rounded(kit: Any) -> None:
    # 104 metres would be 11 laps, too
    assert "no number" in kit.refused("reversal", kit.solved(LAPS))


def test_refuses_what_is_said_twice(kit: Any) -> None:
    question = "Nora has 5 pens. Tom has 5 more pens than Nora. How many pens do both have?"
    solution = "5+5=<<5+5=10>>10. 5+10=<<5+10=15>>15\n#### 15"
    kit.refused("reversal", kit.solved((question, solution, "15")))


def test_each_check_rejects(kit: Any) -> None:
    problem = kit.solved()
    variant = kit.made("reversal", problem)
    text = variant.problem.question
    assert kit.failed(problem, kit.changed(variant, gold="6")) >= {
        "the gold gives the stated answer"
    }
    stated = kit.changed(variant, question=text.replace("is 52.", "is 53."))
    assert kit.failed(problem, stated) >= {"the stated answer is the original's gold"}
    other = kit.changed(variant, question=text.replace("pens", "hats", 1))
    assert kit.failed(problem, other) >= {"number put back gives the original"}
    assert "no worked solution" in kit.failed(
        problem, kit.changed(variant, solution=problem.solution)
    )


def test_rounded_counts_are_rejected_by_the_check_alone(kit: Any) -> None:
    problem = kit.solved(LAPS)
    measured = kit.solved((LAPS[0].replace("How many laps does", "How many hours does"), *LAPS[1:]))
    variant = kit.made("reversal", measured)
    text = variant.problem.question.replace("How many hours does", "How many laps does")
    assert kit.failed(problem, kit.changed(variant, question=text)) >= {
        "no count that may be rounded"
    }


PLUM = (
    "The plum tree is 40 feet tall. The pear tree is 25 feet tall. By how many feet do they vary?",
    "40-25=<<40-25=15>>15\n#### 15",
    "15",
)


@pytest.mark.parametrize(
    "asks",
    [
        "What is the difference in feet?",
        "How many feet are the tops apart?",
        "How many feet is the gap?",
        "By how many feet is the second off by?",
    ],
)
def test_refuses_what_may_be_meant_the_other_way_round(kit: Any, asks: str) -> None:
    # |40 - x| = 15: x may be 25 and 55
    variant = kit.made("reversal", kit.solved(PLUM))
    old = "By how many feet do they vary?"
    problem = kit.solved((PLUM[0].replace(old, asks), *PLUM[1:]))
    assert "as far" in kit.refused("reversal", problem)
    forced = kit.changed(variant, question=variant.problem.question.replace(old, asks))
    assert "no other value gives it" in kit.failed(problem, forced)


def test_a_difference_that_is_added_is_no_matter(kit: Any) -> None:
    question, solution, gold = kit.pens
    kit.made(
        "reversal",
        kit.solved((question.replace("She buys", "In the gap she buys"), solution, gold)),
    )


@pytest.mark.parametrize("words", ["for each full hour", "for every whole hour", "per full hour"])
def test_refuses_whole_ones(kit: Any, words: str) -> None:
    # 3.5 hours would pay as much as 3
    question = "Carlos works 3 hours. He gets $8 for an hour. How much does Carlos get?"
    solution, gold = "3*8=$<<3*8=24>>24\n#### 24", "24"
    variant = kit.made("reversal", kit.solved((question, solution, gold)))
    problem = kit.solved((question.replace("for an hour", words), solution, gold))
    assert "may leave a rest" in kit.refused("reversal", problem)
    forced = kit.changed(variant, question=variant.problem.question.replace("for an hour", words))
    assert "no count that may be rounded" in kit.failed(problem, forced)


def test_refuses_full_units(kit: Any) -> None:
    question = "Carlos works 3 full hours. He gets $8 for an hour. How much does Carlos get?"
    assert "may leave a rest" in kit.refused(
        "reversal", kit.solved((question, "3*8=$<<3*8=24>>24\n#### 24", "24"))
    )
