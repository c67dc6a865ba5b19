from dataclasses import replace
from typing import Any

import pytest

from clipo_bench.perturbations.rewrites.irrelevant_number import _stands_alone
from clipo_bench.perturbations.variant import Edit

QUESTION = "Nora has 12 pens. She buys 5 boxes with 8 pens in each box."
ASKS = "How many pens does Nora have now?"
SOLUTION = "5*8=<<5*8=40>>40. 12+40=<<12+40=52>>52.\n#### 52"


def test_one_quantity_more_that_no_step_reads(kit: Any) -> None:
    problem = kit.solved()
    said = set()
    for seed in range(30):
        variant = kit.made("irrelevant_number", problem, seed)
        evidence = variant.certificate.evidence
        said.add(evidence["sentence"])
        assert "Nora" in evidence["sentence"] and evidence["number"] in evidence["sentence"]
        assert not {evidence["number"]} & {"12", "5", "8", "40", "52"}
        assert variant.problem.question.replace(f" {evidence['sentence']}", "") == problem.question
        assert (variant.problem.gold, variant.problem.solution) == ("52", problem.solution)
    assert len(said) > 15


@pytest.mark.parametrize(
    ("question", "why"),
    [
        # the rulers would be things, too
        (f"{QUESTION} How many things does Nora have now?", "things"),
        (f"{QUESTION} How many does Nora have now?", "How many does"),
        # nobody is known
        (f"A shop has 12 pens. It buys 5 boxes with 8 pens in each box. {ASKS}", "nobody"),
        # "twice that many" would be twice the rulers
        ("Nora has 12 pens. Tom buys 5 boxes with 8 pens in each box and that many. " + ASKS, ""),
    ],
)
def test_refuses_where_it_might_count(kit: Any, question: str, why: str) -> None:
    problem = kit.solved((question, SOLUTION, "52"))
    for seed in range(10):
        proposed = kit.propose("irrelevant_number", problem, seed)
        if why:
            assert why in proposed.detail
        else:
            assert "that many" not in proposed.problem.question.partition("Nora ")[2][:9]


def test_nothing_stands_before_what_points_back(kit: Any) -> None:
    question = f"Nora has 12 pens. Then she buys 5 boxes with 8 pens in each box. {ASKS}"
    problem = kit.solved((question, SOLUTION, "52"))
    for seed in range(20):
        (edit,) = kit.made("irrelevant_number", problem, seed).edits
        assert edit.start > question.index("Then")


def test_needs_a_worked_solution(kit: Any) -> None:
    problem = kit.asked(*kit.planet)
    assert kit.refused("irrelevant_number", problem) == "multiple-choice options"
    assert kit.refused("irrelevant_number", replace(kit.solved(), solution=None)) == (
        "no worked solution"
    )


def inserted(kit: Any, sentence: str, number: str, *, at: int = 17) -> Any:
    """The variant of the pens with a sentence of ours at a place."""
    problem = kit.solved()
    variant = kit.made("irrelevant_number", problem)
    text = problem.question
    edit = Edit(at, at, "", f" {sentence}")
    made = kit.changed(variant, question=f"{text[:at]} {sentence}{text[at:]}")
    made = replace(made, edits=(edit,))
    return problem, kit.claimed(made, sentence=sentence, number=number, about="Nora")


@pytest.mark.parametrize(
    ("sentence", "number", "check"),
    [
        ("Nora also has 30 pens.", "30", "its thing is nowhere else"),
        ("Nora also has 30 boxed rulers.", "30", "its thing is nowhere else"),
        ("Nora also has 40 rulers.", "40", "its number is new"),
        ("Nora also has 30 rulers and 7 mugs.", "30", "one sentence with one number"),
        ("Tom also has 30 rulers.", "30", "about what is known"),
    ],
)
def test_each_check_rejects(kit: Any, sentence: str, number: str, check: str) -> None:
    problem, variant = inserted(kit, "Nora also has 30 rulers.", "30")
    assert not kit.failed(problem, variant)
    problem, variant = inserted(kit, sentence, number)
    assert check in kit.failed(problem, variant)


def test_a_number_that_a_step_reads_is_found(kit: Any) -> None:
    # a solution that adds what was inserted gives another gold
    problem, variant = inserted(kit, "Nora also has 30 rulers.", "30")
    wrong = kit.changed(
        variant,
        gold="82",
        solution="5*8=<<5*8=40>>40. 12+40=<<12+40=52>>52. 52+30=<<52+30=82>>82\n#### 82",
    )
    assert {"no step reads it", "the program is unchanged"} <= kit.failed(problem, wrong)


def test_the_gold_stays(kit: Any) -> None:
    problem = kit.solved()
    variant = kit.made("irrelevant_number", problem)
    assert kit.failed(problem, kit.changed(variant, gold="53")) >= {
        "gold, options and solution kept"
    }


@pytest.mark.parametrize(
    "asks",
    ["How many euros does Nora need?", "How much has Nora now?", "How many gifts can Nora make?"],
)
def test_refuses_to_ask_for_what_nothing_counts(kit: Any, asks: str) -> None:
    problem = kit.solved((f"{QUESTION} {asks}", SOLUTION, "52"))
    kit.refused("irrelevant_number", problem)
    variant = kit.made("irrelevant_number", kit.solved())
    forced = kit.changed(variant, question=variant.problem.question.replace(ASKS, asks))
    assert "something else is asked for" in kit.failed(problem, forced)


@pytest.mark.parametrize(
    "part",
    [
        *("Half were red.", "Twelve are blue.", "12 are blue.", "Ten per cent were lost."),
        *("A third was lost.", "30% had gone.", "Two thirds broke.", "A dozen are blue."),
    ],
)
def test_nothing_stands_before_a_part_of_what_was_said(kit: Any, part: str) -> None:
    assert not _stands_alone(part, set())
    question = f"Nora has 12 pens. {part} She buys 5 boxes with 8 pens in each box. {ASKS}"
    problem = kit.solved((question, SOLUTION, "52"))
    _, variant = inserted(kit, "Nora also has 30 rulers.", "30")
    text = f"{question[:17]} Nora also has 30 rulers.{question[17:]}"
    forced = kit.changed(variant, question=text)
    assert "between sentences, before the question" in kit.failed(problem, forced)


def test_a_number_of_things_stands_alone() -> None:
    for sentence in ("Twelve pens are blue.", "A box has 3 pens.", "Used pens cost $2."):
        assert _stands_alone(sentence, set())
