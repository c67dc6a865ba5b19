from typing import Any

import pytest

from clipo_bench.perturbations.rewrites.missing import OFFER
from clipo_bench.perturbations.variant import Refusal
from clipo_bench.tasks.answers import Grader, Outcome


def test_one_number_goes(kit: Any) -> None:
    problem = kit.solved()
    found = {kit.made("missing", problem, seed).problem.question for seed in range(20)}
    assert found == {
        f"{problem.question.replace('has 12', 'has some')} {OFFER}",
        f"{problem.question.replace('buys 5', 'buys some')} {OFFER}",
        f"{problem.question.replace('with 8', 'with some')} {OFFER}",
    }
    variant = kit.made("missing", problem)
    assert (variant.problem.gold, variant.problem.original_gold) == ("None", "52")
    first, second = variant.certificate.evidence["golds"].split(";")
    assert first == "52" != second


def test_the_control_only_offers(kit: Any) -> None:
    problem = kit.solved()
    new = kit.made("missing_control", problem).problem
    assert (new.question, new.gold) == (f"{problem.question} {OFFER}", "52")
    assert new.solution == problem.solution


@pytest.mark.parametrize("mode", ["full", "paper", "reward"])
@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        (r"\boxed{cannot be determined}", Outcome.CORRECT),
        (r"\boxed{\text{The answer cannot be determined}}", Outcome.CORRECT),
        (r"\boxed{\text{Cannot be determined}}", Outcome.CORRECT),
        (r"\boxed{52}", Outcome.WRONG),
        (r"\boxed{0}", Outcome.WRONG),
    ],
)
def test_is_graded_by_what_is_boxed(mode: Any, answer: str, outcome: Outcome) -> None:
    with Grader(mode) as grader:
        assert grader.grade(f"So it is {answer}.", "None").outcome is outcome


@pytest.mark.parametrize(
    ("question", "solution", "gold"),
    [
        # what is taken away can be found from the total, which no step uses
        (
            "Nora has 12 red pens and 8 blue pens, 20 pens in all. She loses half of the red pens. "
            "How many red pens are left?",
            "12/2=<<12/2=6>>6\n#### 6",
            "6",
        ),
        # "of the 12" cannot be "of the some"
        ("Of the 12 pens 5 are red. How many are not?", "12-5=<<12-5=7>>7\n#### 7", "7"),
    ],
)
def test_refuses_what_other_words_give(kit: Any, question: str, solution: str, gold: str) -> None:
    problem = kit.solved((question, solution, gold))
    kit.refused("missing", problem)
    kit.refused("missing_control", problem)


def test_each_check_rejects(kit: Any) -> None:
    problem = kit.solved()
    variant = kit.made("missing", problem)
    new = variant.problem
    assert kit.failed(problem, kit.changed(variant, gold="52")) == {
        "gold is that nothing is determined"
    }
    unfair = kit.changed(variant, question=new.question.replace(f" {OFFER}", ""))
    assert "one number gone, and the offer" in kit.failed(problem, unfair)
    fill = variant.certificate.evidence["fills"].split(";")[0]
    once = kit.claimed(variant, fills=f"{fill};{fill}", golds="52;52")
    assert kit.failed(problem, once) == {"two fills give two golds"}
    control = kit.made("missing_control", problem)
    longer = kit.changed(control, question=f"{control.problem.question} Hurry.")
    assert "the offer and nothing else" in kit.failed(problem, longer)
    assert kit.failed(problem, kit.changed(control, gold="53")) == {
        "gold, options and solution kept"
    }


def test_a_number_that_changes_nothing_is_no_condition(kit: Any) -> None:
    # the 3 shelves may restate something, so what is missing may be known from them
    question = "Nora has 3 shelves. She has 12 pens and buys 5 pens. How many pens has Nora now?"
    problem = kit.solved((question, "12+5=<<12+5=17>>17\n#### 17", "17"))
    assert "no step uses" in kit.refused("missing", problem)


@pytest.mark.parametrize(
    ("before", "after", "count"),
    [
        ("buys 5 boxes", "buys 5 boxes, one for each cousin,", 5),
        ("buys 5 boxes", "buys 5 boxes for Ann, Bob, Cid, Dora and Emil", 5),
    ],
)
def test_refuses_what_words_give(kit: Any, before: str, after: str, count: int) -> None:
    question, solution, gold = kit.pens
    problem = kit.solved((question.replace(before, after), solution, gold))
    for seed in range(10):
        proposed = kit.propose("missing", problem, seed)
        assert isinstance(proposed, Refusal) or proposed.edits[0].before != str(count)
    variant = next(
        one
        for one in (kit.made("missing", kit.solved(), seed) for seed in range(20))
        if one.edits[0].before == str(count)
    )
    forced = kit.changed(
        variant, question=variant.problem.question.replace(before[-5:], after[-len(after) + 7 :], 1)
    )
    assert "nothing else says it" in kit.failed(problem, forced)
