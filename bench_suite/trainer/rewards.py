"""The verifiable reward: 1 if the last box of the response matches the gold, else 0."""

from collections.abc import Sequence

import torch
from torch import Tensor

from bench_suite.trainer.rollouts import Rollouts
from tasks.answers import Grader
from tasks.problem import Problem


def verify(grader: Grader, problems: Sequence[Problem], rollouts: Rollouts) -> Tensor:
    """Judge the rollouts: (B, G) bool, true where the answer is right.

    Args:
        grader: in mode ``paper``: no box, no reward.
        problems: the B problems whose prompts were answered.
        rollouts: N = B * G responses.
    """

    def right(item: tuple[Problem, str, str]) -> bool:
        problem, text, finish = item
        verdict = grader.grade(
            text, problem.gold, choices=problem.choices, truncated=finish == "length"
        )
        return verdict.correct

    asked = [problems[place] for place in rollouts.prompt_of.tolist()]
    marks = grader.map(right, zip(asked, rollouts.texts, rollouts.finish, strict=True))
    return torch.tensor(list(marks)).view(len(problems), -1)
