"""Warnings: what a run's settings make empty, or hardly able to show anything."""

import math
from collections.abc import Iterator

from clipo_bench.bench_suite.trainer.config import TrainConfig

_ALIKE = {"gspo": "gmpo", "gmpo": "gspo"}


def warnings_of(config: TrainConfig) -> Iterator[str]:
    """What a user should know of the settings before the run, a sentence each."""
    if config.method in _ALIKE and config.updates_per_batch == 1:
        yield (
            f"with one update for each batch of rollouts all ratios are 1, so {config.method} has "
            f"the same gradient as {_ALIKE[config.method]}, and as grpo with loss_aggregation "
            "sequence_mean: a comparison of them is empty; more updates make them differ"
        )
    if config.contrastive and config.contrastive_level == "group":
        chance = config.contrastive_weight * math.log(config.group_size - 1)
        if chance >= -config.contrastive_floor and (
            config.freeze_head or not config.head_warmup_steps
        ):
            yield (
                f"with {config.group_size} rollouts an untrained head's contrastive reward is "
                f"{-chance:.2f}, on the floor of {config.contrastive_floor:g} for everyone: the "
                "first steps are those without it"
            )
