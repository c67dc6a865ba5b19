"""The verifiable reward: 1 if the last box of the response matches the gold, else 0."""

from collections.abc import Sequence

import torch
from torch import Tensor

from clipo_bench.bench_suite.trainer.sampling.rollouts import Rollouts
from clipo_bench.tasks.answers import Grader
from clipo_bench.tasks.problem import Problem


def verify(grader: Grader, problems: Sequence[Problem], rollouts: Rollouts) -> Tensor:
    """Judge the rollouts: (B, G) bool, true where the answer is right.

    Args:
        grader: in mode ``reward``: no box, no reward, and nothing of a thought.
        problems: the B problems whose prompts were answered.
        rollouts: N = B * G responses.
    """
    asked = [problems[place] for place in rollouts.prompt_of.tolist()]
    marks = judge(grader, asked, rollouts.texts, rollouts.truncated.tolist())
    return torch.tensor(marks).view(len(problems), -1)


def judge(
    grader: Grader, asked: Sequence[Problem], texts: Sequence[str], truncated: Sequence[bool]
) -> list[bool]:
    """Judge responses: true where the answer is right.

    Args:
        grader: in mode ``reward``.
        asked: the problem of each.
        texts: the responses.
        truncated: whether each was cut at the limit.
    """

    def right(item: tuple[Problem, str, bool]) -> bool:
        problem, text, cut = item
        return grader.grade(text, problem.gold, choices=problem.choices, truncated=cut).correct

    return list(grader.map(right, zip(asked, texts, truncated, strict=True)))
