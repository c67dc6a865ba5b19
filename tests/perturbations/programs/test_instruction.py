"""Instructions how to answer are cut off; what belongs to the question stays."""

import pytest

from clipo_bench.perturbations.programs.instruction import without_instruction

QUESTION = "Let $n$ be a number. Find $2n$."


@pytest.mark.parametrize(
    "instruction",
    [
        "\nLet's think step by step and output the final answer within \\boxed{}.",
        " Let's think step by step and output the final answer within \\boxed{}.",
        "\n\nPlease reason step by step, and put your final answer within \\boxed{}.\n",
        "\nRemember to put your answer inside $\\boxed{answer}$.",
        "\n**Solve this problem carefully. Then enclose the result in \\(\\boxed{}\\)!**",
    ],
)
def test_an_instruction_is_cut_off(instruction: str) -> None:
    assert without_instruction(QUESTION + instruction) == QUESTION


@pytest.mark.parametrize(
    "end",
    [
        "",
        " Think step by step.",
        "\nPut your final answer modulo $7$ within \\boxed{}.",
        "\nThe answer is $\\boxed{4}$, since $n = 2$.",
    ],
)
def test_what_says_more_stays(end: str) -> None:
    assert without_instruction(QUESTION + end) == QUESTION + end


def test_a_condition_before_it_stays() -> None:
    condition = "\nSuppose that $n$ is odd."
    asked = QUESTION + condition + " Put your final answer within \\boxed{}."
    assert without_instruction(asked) == QUESTION + condition
