"""Former names of the trainer's settings; YAML files, `--set` and Python still accept them."""

from collections.abc import Mapping
from typing import Any

from clipo_bench.tasks.errors import InputError

RENAMED = {
    "aggregation": "loss_aggregation",
    "batch": "batch_size",
    "group": "group_size",
    "head": "head_dim",
    "head_frozen": "freeze_head",
    "head_kind": "head_type",
    "head_warmup": "head_warmup_steps",
    "heads": "num_attention_heads",
    "hidden": "hidden_size",
    "intermediate": "intermediate_size",
    "kl": "kl_coef",
    "layers": "num_hidden_layers",
    "max_tokens": "max_response_tokens",
    "overlong_share": "overlong_buffer_share",
    "problems": "num_problems",
    "prompts": "prompts_per_batch",
    "reward": "reward_function",
    "rollouts": "rollout_backend",
    "scaled": "scale_rewards",
    "short_solutions": "short_solution_share",
    "updates": "updates_per_batch",
    "validation": "num_validation_problems",
    "vllm_memory": "vllm_gpu_memory_utilization",
    "vocabulary": "vocab_size",
}


_FORMER = {new: old for old, new in RENAMED.items()}


def with_former_names(settings: Mapping[str, Any]) -> dict[str, Any]:
    """Use the former names, which hashes of settings are made of, so that they never change."""
    return {_FORMER.get(name, name): value for name, value in settings.items()}


def with_current_names(settings: Mapping[str, Any]) -> dict[str, Any]:
    """Replace former names: ``{"kl": 0.1}`` becomes ``{"kl_coef": 0.1}``.

    Raises:
        InputError: a setting is given under both of its names.
    """
    for old, new in RENAMED.items():
        if old in settings and new in settings:
            raise InputError(
                f"both {new!r} and {old!r} are given, and {old!r} is the former name of {new!r}: "
                f"remove {old!r}"
            )
    return {RENAMED.get(name, name): value for name, value in settings.items()}
