"""Warnings about settings that are valid but make a run or a comparison empty."""

import math
from collections.abc import Iterator

from clipo_bench.bench_suite.trainer.config import TrainConfig

_ALIKE = {"gspo": "gmpo", "gmpo": "gspo"}


def warnings_of(config: TrainConfig) -> Iterator[str]:
    """Warn of settings that make a run or a comparison empty, a sentence each."""
    if config.method in _ALIKE and config.updates_per_batch == 1:
        yield (
            f"updates_per_batch is 1, so all ratios are 1 and {config.method} has the same "
            f"gradient as {_ALIKE[config.method]} and as grpo with loss_aggregation "
            "sequence_mean: a comparison of them shows nothing"
        )
    if config.contrastive and config.contrastive_level == "group":
        chance = config.contrastive_weight * math.log(config.group_size - 1)
        if chance >= -config.contrastive_floor and (
            config.freeze_head or not config.head_warmup_steps
        ):
            yield (
                f"with group_size {config.group_size} the contrastive reward of an untrained head "
                f"is {-chance:.2f}, so all rollouts get the floor of "
                f"{config.contrastive_floor:g} and the first steps train without it"
            )
