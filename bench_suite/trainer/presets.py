"""Presets: the settings of the methods' papers, and of CLIPO's tracks.

The tracks are the settings released with the CLIPO paper. Its scripts run GRPO with the mean
over all tokens and KL 0.001; what they leave open of another method is that method's own paper's.
Whether the paper's baselines made as many policy steps as CLIPO, or those of the warm-up too, is
not said: here all methods make as many, and `steps` makes the other reading.
"""

from collections.abc import Mapping
from typing import Any

from clipo_bench.bench_suite.trainer.config import SFT, TrainConfig, make_config
from clipo_bench.tasks.errors import InputError


def released_steps(
    problems: int, prompts_per_batch: int, epochs: int, critic_warmup: int
) -> dict[str, int]:
    """The steps that the release's scripts make, as our settings.

    A batch that is not full is left out. Steps count from 1 and the policy is updated where
    ``critic_warmup <= step``, so the steps for the head alone are one fewer, and lie within the
    epochs.

    Args:
        problems: of the training set.
        prompts_per_batch: problems in a step.
        epochs: passes over the training set.
        critic_warmup: the setting of the scripts.
    """
    total = epochs * (problems // prompts_per_batch)
    warmup = max(0, critic_warmup - 1)
    return {"steps": total - warmup, "head_warmup_steps": warmup}


_RELEASED_GRPO: dict[str, Any] = {"loss_aggregation": "token_mean", "kl_coef": 0.001}
PRESETS: dict[str, dict[str, Any]] = {
    "track1": {
        "model": "Qwen/Qwen2.5-3B-Instruct",
        "data": "gsm8k",
        "prompts_per_batch": 512,
        "updates_per_batch": 2,
        "max_response_tokens": 2048,
        **released_steps(7473, 512, epochs=6, critic_warmup=14),  # 71 after 13 for the head
        "head_dim": 512,
    },
    "track2": {
        "model": "Qwen/Qwen2.5-7B-Instruct",
        "data": "math",
        "prompts_per_batch": 128,
        "updates_per_batch": 1,
        "max_response_tokens": 4096,
        **released_steps(7500, 128, epochs=10, critic_warmup=58),  # 523 after 57 for the head
        "head_dim": 2048,
    },
    "tiny": {
        "steps": 40,
        "learning_rate": 5e-5,
        "num_problems": 4000,
        "prompts_per_batch": 16,
        "group_size": 8,
        "updates_per_batch": 1,
        "max_response_tokens": 40,
        "head_warmup_steps": 4,
    },
}
_TINY_SFT = {
    "steps": 2200,
    "batch_size": 32,
    "learning_rate": 3e-3,
    "short_solution_share": 0.5,
    "checkpoint_dtype": "bfloat16",
}


def configure(method: str, preset: str | None, *settings: Mapping[str, Any]) -> TrainConfig:
    """Create a configuration: the preset's settings, overridden by others in their order.

    Args:
        method: a name of `MethodName`.
        preset: a name in `PRESETS`; None takes the method's own paper's settings.
        settings: by name: such as a file's, then the command line's.

    Raises:
        InputError: an unknown preset or setting, or an invalid value.
    """
    return make_config(method, find_preset(method, preset), *settings)


def find_preset(method: str, name: str | None) -> Mapping[str, Any]:
    """A method's settings in a preset; without a preset those of its paper.

    Raises:
        InputError: there is no such preset, or it has no settings for the method.
    """
    own = _own(method)
    if name is None:
        return own
    if name not in PRESETS:
        raise InputError(f"unknown preset {name!r}: expected one of {', '.join(PRESETS)}")
    if method == SFT:
        if name != "tiny":
            raise InputError(f"the preset {name!r} is for reinforcement learning, not for sft")
        return _TINY_SFT
    grpo = {"kl_coef": _RELEASED_GRPO["kl_coef"]} if name == "tiny" else _RELEASED_GRPO
    return {**own, **PRESETS[name], **(grpo if method == "grpo" else {})}


def _own(method: str) -> dict[str, Any]:
    from clipo_bench.bench_suite.trainer.method.objectives import METHODS, SETTINGS

    found = METHODS.get(method)
    return {name: getattr(found, name) for name in SETTINGS} if found else {}
