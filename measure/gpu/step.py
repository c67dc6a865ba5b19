"""Our step against TRL's on one GPU, and how near its parts are to what the GPU can do.

The two alternate in one process and do the same on the same responses (`train_sides.py`).
Two models: the tiny policy, whose steps are all overhead, and random weights in the shape of
Qwen2.5-0.5B. On a GPU both train in bfloat16 autocast over float32 weights.
"""

import copy
import sys
from pathlib import Path
from statistics import median
from typing import Any

from environment import limits
from part import Part
from shapes import random_policy
from work import count

sys.path.insert(0, str(Path(__file__).parent.parent))

from train_sides import OurSide, Step, time_contrastive, time_pairs
from trainer_speed import STILL, WARM, summarise

from clipo_bench.bench_suite.console import quiet_libraries
from clipo_bench.bench_suite.trainer import TrainConfig, configure, policy_path
from clipo_bench.bench_suite.trainer.policy.policy import Policy, load_policy
from clipo_bench.tasks import word_problems

HALF = {
    "model": None,
    "prompts_per_batch": 16,
    "group_size": 16,
    "max_response_tokens": 256,
    "updates_per_batch": 1,
    "kl_coef": 0.0,
    "learning_rate": STILL,
    "max_logp_gap": 1.0,
    "micro_batch_tokens": 16_384,
}


def side_by_side(policy: Policy, config: TrainConfig, pairs: int) -> dict[str, Any]:
    """Ours over TRL's: seconds, ratios, tokens a second."""
    problems = word_problems.problems("train", config.num_problems, seed=1)
    theirs = Policy(copy.deepcopy(policy.model), policy.tokenizer)
    ours = OurSide(config, policy, problems)
    steps = time_pairs(ours, theirs, problems, pairs=pairs + WARM, same=True)
    found = summarise(steps, ("ours", "trl"))
    for place, name in enumerate(("ours", "trl")):
        found[name] |= _speeds([pair[place] for pair in steps[WARM:]])
    return found


def _speeds(steps: list[Step]) -> dict[str, int]:
    return {
        "sampled_tokens_per_second": round(median(s.tokens / s.sampling for s in steps)),
        "updated_tokens_per_second": round(median(s.tokens / s.rest for s in steps)),
        "tokens_per_second": round(median(s.tokens / s.seconds for s in steps)),
    }


def alone(
    policy: Policy, config: TrainConfig, steps: int, most: dict[str, float]
) -> dict[str, Any]:
    """What the contrastive reward adds, and the shares of the limits that the step reaches."""
    problems = word_problems.problems("train", config.num_problems, seed=1)
    side = OurSide(config, policy, problems)
    pairs = [(extra, base) for base, extra in time_contrastive(side, pairs=steps + WARM)]
    found = summarise(pairs, ("contrastive", "base"))
    step, rollouts = side.step()
    work = count(policy, rollouts)
    # `rest` also verifies: a share of less than all of it.
    return found | {
        "share_of_arithmetic_limit_update": round(
            work.update / most["operations_per_second"] / found["base"]["rest"], 4
        ),
        "share_of_bandwidth_limit_decode": round(
            work.decode / most["bytes_per_second"] / found["base"]["sampling"], 4
        ),
        **{k: step.metrics[k] for k in ("logp_gap_mean", "logp_gap_max", "ratio_p01", "ratio_p99")},
    }


def main() -> None:
    """Measure."""
    part = Part(__doc__)
    quiet_libraries()
    most = part.section("limits", lambda: limits(part.tiny))
    still = configure("grpo", "tiny", {"learning_rate": STILL, "num_problems": 1000})
    half = configure("grpo", None, HALF | {"num_problems": 1000})
    if part.tiny:
        half = configure(
            "grpo",
            None,
            HALF | {"num_problems": 1000, "prompts_per_batch": 2, "max_response_tokens": 16},
        )

    def tiny_policy() -> Policy:
        return load_policy(str(policy_path()))

    def half_policy() -> Policy:
        return random_policy("Qwen2.5-0.5B", tiny=part.tiny)

    few = 1 if part.tiny else 2
    part.section("tiny", lambda: side_by_side(tiny_policy(), still, 1 if part.tiny else 10))
    part.section("tiny_alone", lambda: alone(tiny_policy(), still, 2 if part.tiny else 20, most))
    part.section("half", lambda: side_by_side(half_policy(), half, few))
    part.section("half_alone", lambda: alone(half_policy(), half, 2 * few, most))
    part.end()


if __name__ == "__main__":
    main()
