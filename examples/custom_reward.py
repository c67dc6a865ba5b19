"""Train with your own reward: a correct answer counts only if its steps are correct, too.

    python examples/custom_reward.py FOLDER

The same reward on the command line; its module must be importable:

    PYTHONPATH=examples clipo-bench train --method grpo --preset tiny \
        --set reward_function=custom_reward:with_right_steps --out FOLDER
"""

import sys
from pathlib import Path

from clipo_bench import Problem, Verdict, check_steps, configure, train


def with_right_steps(problem: Problem, response: str, verdict: Verdict) -> bool:
    """Reward a correct answer unless a step of its solution is wrong."""
    return verdict.correct and check_steps(response).status != "fails"


def main(folder: str, steps: int = 40) -> None:
    """Train the tiny policy that ships with the package; 40 steps take about a minute."""
    config = configure(
        "grpo", "tiny", {"reward_function": "custom_reward:with_right_steps", "steps": steps}
    )
    last = train(config, Path(folder))
    print(f"{folder}/last: rewarded {last['reward']:.1%} of the last batch")


if __name__ == "__main__":
    main(sys.argv[1])
