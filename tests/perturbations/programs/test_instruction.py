"""The last line that tells how to answer, and lines that ask for another answer."""

import pytest

from clipo_bench.perturbations.programs.instruction import without_instruction

QUESTION = "Compute $12 + 30$."


@pytest.mark.parametrize(
    "line",
    [
        r"Let's think step by step and output the final answer within \boxed{}.",
        "Let\N{RIGHT SINGLE QUOTATION MARK}s think step by step. Give the answer in \\boxed{ }",
        r"Please reason step by step, and put your final answer within $\boxed{}$.",
        r"Solve the problem step-by-step. Put your answer inside `\boxed{}`.",
    ],
)
def test_an_instruction_is_cut_off(line: str) -> None:
    assert without_instruction(f"{QUESTION}\n{line}\n") == QUESTION
    assert without_instruction(f"{QUESTION}\n\n{line}").rstrip() == QUESTION


@pytest.mark.parametrize(
    "line",
    [
        r"Write twice the answer in \boxed{}.",
        r"Output the final answer modulo 7 within \boxed{}.",
        r"Give the negative of the answer in \boxed{}.",
        r"Give the answer + 1 in \boxed{}.",
        r"Give the answer in \boxed{2}.",
        r"Assume that $a$ is even. Put the answer in \boxed{}.",
    ],
)
def test_a_line_that_asks_for_more_stays(line: str) -> None:
    assert without_instruction(f"{QUESTION}\n{line}") == f"{QUESTION}\n{line}"


def test_the_same_line_alone_stays() -> None:
    assert without_instruction(r"Put the answer in \boxed{}.") == r"Put the answer in \boxed{}."
