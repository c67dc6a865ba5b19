from dataclasses import replace
from typing import Any

import pytest

from clipo_bench.tasks.word_problems import problems, split_of, templates


def test_the_first_gold_is_a_number_of_the_second(kit: Any) -> None:
    problem = kit.solved()
    second = set()
    for seed in range(30):
        variant = kit.made("chained", problem, seed)
        new, evidence = variant.problem, variant.certificate.evidence
        assert new.question.startswith(f"First question: {problem.question}\n\nSecond question")
        text = new.question.split(": ")[-1].split("\n\n")[0]
        filled = text.replace("X", "52")
        values = templates()[evidence["second program"]].read(filled)
        assert values is not None
        assert str(templates()[evidence["second program"]].evaluate(values)) == new.gold != "52"
        assert split_of(filled) == "test"
        second.add(evidence["second program"])
    assert len(second) > 5


@pytest.mark.parametrize("gold", ["1", "2.5", "12000", r"\frac{1}{2}", "-3"])
def test_refuses_golds_that_count_nothing(kit: Any, gold: str) -> None:
    problem = replace(kit.solved(), gold=gold, solution=None)
    assert "no whole number" in kit.refused("chained", problem)


def test_refuses_options_templates_and_an_x(kit: Any) -> None:
    assert kit.refused("chained", kit.asked(*kit.planet)) == "multiple-choice options"
    (generated,) = problems("test", 1, 0)
    assert kit.refused("chained", generated) == "made by a template itself"
    own = replace(kit.solved(), question="Let X be 3. What is X + 49?", solution=None)
    assert "X of its own" in kit.refused("chained", own)


def test_a_gold_that_the_program_contradicts_is_not_used(kit: Any) -> None:
    question, solution, _ = kit.pens
    wrong = kit.solved((question, solution.replace("#### 52", "#### 53"), "53"))
    assert "52" in kit.propose("chained", wrong).computed


def test_each_check_rejects(kit: Any) -> None:
    problem = kit.solved()
    variant = kit.made("chained", problem)
    text, gold = variant.problem.question, int(variant.problem.gold)
    assert kit.failed(problem, kit.changed(variant, gold=str(gold + 1))) == {
        "the second program gives the gold"
    }
    other = kit.changed(variant, question=text.replace("12 pens", "13 pens", 1))
    assert kit.failed(problem, other) >= {"the first question is the original"}
    free = kit.changed(
        variant, question=text[: text.rindex("X")] + "7" + text[text.rindex("X") + 1 :]
    )
    assert kit.failed(problem, free) >= {"the second program gives the gold"}
    lost = replace(problem, gold="53")
    assert kit.failed(lost, kit.changed(variant, original_gold="53")) >= {
        "program gives the original gold"
    }


@pytest.mark.parametrize("gold", ["52%", "$52", "52 %"])
def test_refuses_golds_with_a_sign(kit: Any, gold: str) -> None:
    variant = kit.made("chained", replace(kit.solved(), solution=None))
    problem = replace(kit.solved(), gold=gold, solution=None)
    assert "no whole number" in kit.refused("chained", problem)
    forced = kit.changed(variant, original_gold=gold)
    assert "program gives the original gold" in kit.failed(problem, forced)
