"""A step at the size of Qwen2.5-3B on one GPU: does it fit, and where does the time go.

Random weights, the settings of track 1 with 32 prompts in place of 512 and responses of 512
tokens: 16 to a prompt, two updates, the KL loss to a reference, the contrastive head. Weights,
gradients and AdamW's two moments are float32: 16 bytes a parameter.
"""

import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

import torch
from part import Part
from shapes import random_policy

sys.path.insert(0, str(Path(__file__).parent.parent))

from environment import limits
from train_sides import OurSide, now
from work import count, peak_gib, response_tokens

from clipo_bench.bench_suite.console import quiet_libraries
from clipo_bench.bench_suite.trainer import TrainConfig, configure, learner, policy_update
from clipo_bench.bench_suite.trainer.contrastive_reward import ContrastiveReward
from clipo_bench.bench_suite.trainer.first_pass import FirstPass
from clipo_bench.bench_suite.trainer.policy.policy import prepare
from clipo_bench.bench_suite.trainer.policy_update import PolicyUpdate
from clipo_bench.tasks import word_problems

SETTINGS = {
    "model": None,
    "data": "word_problems",
    "num_problems": 1000,
    "contrastive": True,
    "prompts_per_batch": 32,
    "max_response_tokens": 512,
    "max_logp_gap": 1.0,
}
SMALL = {"prompts_per_batch": 4, "group_size": 4, "max_response_tokens": 12, "head_dim": 8}


class Watch:
    """Seconds that some functions take, by label, until `end`."""

    def __init__(self, device: torch.device) -> None:
        self.seconds: Counter[str] = Counter()
        self._device = device
        self._before: list[tuple[Any, str, Any]] = []

    def add(self, label: str, owner: Any, name: str) -> None:
        """Watch `owner.name`."""
        function = getattr(owner, name)
        self._before.append((owner, name, function))

        def timed(*args: Any, **kwargs: Any) -> Any:
            start = now(self._device)
            found = function(*args, **kwargs)
            self.seconds[label] += now(self._device) - start
            return found

        setattr(owner, name, timed)

    def end(self) -> None:
        """Leave the functions as they were."""
        for owner, name, function in self._before:
            setattr(owner, name, function)


def step(config: TrainConfig, tiny: bool) -> dict[str, Any]:
    """Sample twice (graphs are captured on the first), learn once."""
    if torch.cuda.is_available():
        torch.cuda.reset_peak_memory_stats()
    start = time.perf_counter()
    policy = random_policy("Qwen2.5-3B", tiny=tiny)
    prepare(policy, config)
    side = OurSide(config, policy, word_problems.problems("train", config.num_problems, seed=1))
    found: dict[str, Any] = {
        "parameters": sum(weight.numel() for weight in policy.model.parameters()),
        "prompts_per_batch": config.prompts_per_batch,
        "group_size": config.group_size,
        "gradient_checkpointing": config.gradient_checkpointing,
        "micro_batch_tokens": config.micro_batch_tokens,
        "seconds_to_load": round(time.perf_counter() - start, 1),
    }
    try:
        found["sampling_cold"] = round(side.roll_out()[3], 2)
        rollouts, correct, _, sampling = side.roll_out()
        found |= {"sampling": round(sampling, 2), "peak_gib_sampling": peak_gib()}
        # Random weights are never right: marks by lot give the head something to learn from.
        correct = torch.rand(correct.shape, device=correct.device) < 0.5
        watch = Watch(policy.device)
        for label, owner, name in (
            ("first pass", FirstPass, "score"),
            ("reference", policy_update, "token_scores"),
            ("forward", learner, "token_scores"),
            ("backward", PolicyUpdate, "backward"),  # with the reference
            ("optimiser", PolicyUpdate, "step"),
            ("contrastive", ContrastiveReward, "step"),
        ):
            watch.add(label, owner, name)
        learning, metrics = side.learn(rollouts, correct, contrastive=True)
        watch.end()
    except torch.OutOfMemoryError:
        return found | {"fits": False, "peak_gib": peak_gib()}
    took, work, tokens = watch.seconds, count(policy, rollouts), response_tokens(rollouts)
    read, reference, contrastive = took["first pass"], took["reference"], took["contrastive"]
    update = took["forward"] + took["backward"] + took["optimiser"] - reference
    most = limits(tiny)
    return {
        "fits": True,
        "peak_gib": peak_gib(),
        "response_tokens": tokens,
        "sampling_tokens_per_second": round(tokens / sampling),
        "score": round(read, 2),
        "reference": round(reference, 2),
        "update": round(update, 2),
        "contrastive": round(contrastive, 4),
        "step": round(sampling + learning, 2),
        "contrastive_share_of_step": round(contrastive / (sampling + learning), 5),
        "tokens_per_second": round(tokens / (sampling + learning)),
        "share_of_bandwidth_limit_decode": round(
            work.decode / most["bytes_per_second"] / sampling, 3
        ),
        "share_of_arithmetic_limit_score": round(
            work.update / 3 / most["operations_per_second"] / read, 3
        ),
        "share_of_arithmetic_limit_update": round(
            work.update / most["operations_per_second"] / update, 3
        ),
        **{k: metrics[k] for k in ("logp_gap_mean", "logp_gap_max")},
        **found,
    }


def main() -> None:
    """Measure with gradient checkpointing, and without on smaller micro-batches."""
    part = Part(__doc__)
    quiet_libraries()
    settings = SETTINGS | (SMALL if part.tiny else {})
    for name, more in (
        ("checkpointing", {"gradient_checkpointing": True}),
        (
            "small_micro_batches",
            {"micro_batch_tokens": 4096, "prompts_per_batch": settings["prompts_per_batch"] // 2},
        ),
    ):
        config = configure("grpo", "track1", settings, more)
        part.section(name, lambda config=config: step(config, part.tiny))
    part.end()


if __name__ == "__main__":
    main()
