"""The verifiable reward: 1 if the last box of the response matches the gold, else 0.

A function of the user's can decide instead, see `Reward`. It, too, says right or wrong: the
contrastive reward, dynamic sampling and validation all rest on which responses are right.
"""

import importlib
from collections.abc import Callable, Sequence
from typing import Any

import torch
from torch import Tensor

from clipo_bench.bench_suite.trainer.sampling.rollouts import Rollouts
from clipo_bench.tasks.answers import Grader, Verdict
from clipo_bench.tasks.errors import InputError
from clipo_bench.tasks.option import option
from clipo_bench.tasks.problem import Problem

Reward = Callable[[Problem, str, Verdict], bool]
"""Whether a response to a problem is rewarded, given the grader's verdict on it.

It may be called from several threads at once, and should depend on nothing but its arguments, so
that a seed gives the same training again.
"""


class RewardGrader(Grader):
    """The grader of a training whose reward is a function of the user's.

    Attributes:
        reward: the function.
        name: what the settings call it.
    """

    def __init__(self, name: str) -> None:
        """Find the function.

        Raises:
            InputError: as `find_reward`.
        """
        super().__init__("reward")
        self.name = name
        self.reward = find_reward(name)

    def __reduce__(self) -> tuple[Callable[..., Any], tuple[Any, ...]]:
        return type(self), (self.name,)


def training_grader(reward: str | None) -> Grader:
    """What judges rollouts: without a function of the user's, no box means no reward.

    Raises:
        InputError: as `find_reward`.
    """
    return Grader("reward") if reward is None else RewardGrader(reward)


def find_reward(name: str) -> Reward:
    """Import a reward by a name such as ``my_rewards:short``.

    Raises:
        InputError: the module cannot be imported, or has no such function.
    """
    module, _, function = name.partition(":")
    try:
        found = getattr(importlib.import_module(module), function, None)
    except Exception as error:  # whatever a user's module raises
        raise InputError(
            f"reward is {name!r} and the module {module!r} cannot be imported "
            f"({type(error).__name__}: {error}): correct it, install it, or name its folder in "
            "PYTHONPATH"
        ) from error
    if not callable(found):
        raise InputError(f"reward is {name!r}: {module} has no function {function!r}")
    reward: Reward = found
    return reward


def verify(grader: Grader, problems: Sequence[Problem], rollouts: Rollouts) -> Tensor:
    """Judge the rollouts: (B, G) bool, true where the answer is right.

    Args:
        grader: from `training_grader`.
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
        grader: from `training_grader`.
        asked: the problem of each.
        texts: the responses.
        truncated: whether each was cut at the limit.

    Raises:
        InputError: a reward of the user's failed, or gave something else than true or false.
    """

    def right(item: tuple[Problem, str, bool]) -> bool:
        problem, text, cut = item
        verdict = grader.grade(text, problem.gold, choices=problem.choices, truncated=cut)
        if not isinstance(grader, RewardGrader):
            return verdict.correct
        try:
            rewarded = grader.reward(problem, text, verdict)
        except Exception as error:
            raise InputError(
                f"the reward {grader.name} failed on problem {problem.id} "
                f"({type(error).__name__}: {error}); resume with {option('resume', True)} once "
                "it is corrected"
            ) from error
        if not isinstance(rewarded, bool):
            raise InputError(f"the reward {grader.name} gave {rewarded!r}: expected True or False")
        return rewarded

    return list(grader.map(right, zip(asked, texts, truncated, strict=True)))
