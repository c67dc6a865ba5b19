"""TRL's settings: a `TrainConfig` as arguments of `GRPOConfig`, and what TRL cannot do."""

import os
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from packaging.version import Version

from clipo_bench.bench_suite.trainer.config import SFT, TrainConfig
from clipo_bench.bench_suite.trainer.seeds import derive_seed
from clipo_bench.tasks.errors import InputError

# The releases whose sources the trainer was written against; pyproject.toml has them, too.
OLDEST, TOO_NEW = "1.16", "1.17"
SERVER = "CLIPO_BENCH_VLLM_SERVER"

_LOSSES = {"sequence_mean": "grpo", "token_mean": "dapo", "constant": "dr_grpo"}
_SEEDS = 2**32  # of numpy


def require_trl() -> None:
    """Refuse to start without a release of TRL that was tested.

    Raises:
        InputError: TRL is not installed, or another release.
    """
    wanted = f"pip install 'trl>={OLDEST},<{TOO_NEW}'"
    try:
        found = version("trl")
    except PackageNotFoundError:
        raise InputError(
            "engine is trl, but TRL is not installed: pip install 'clipo-bench[trl]'"
        ) from None
    if not Version(OLDEST) <= Version(found) < Version(TOO_NEW):
        raise InputError(
            f"engine is trl, but TRL {found} is installed: expected at least {OLDEST} and below "
            f"{TOO_NEW}, since the trainer relies on TRL's internals; {wanted}"
        )


def require_possible(config: TrainConfig, processes: int) -> None:
    """Refuse what TRL cannot do.

    Args:
        config: all settings.
        processes: how many share the work.

    Raises:
        InputError: names the setting.
    """
    rollouts = config.prompts_per_batch * config.group_size // config.updates_per_batch
    refused = [
        (config.method == SFT, "method is sft: the engine trl is for reinforcement learning"),
        (
            config.kl_coef > 0 and config.kl_estimator != "k3",
            f"kl_estimator is {config.kl_estimator}: TRL supports only k3",
        ),
        (
            config.method == "gmpo" and config.loss_aggregation != "sequence_mean",
            f"loss_aggregation is {config.loss_aggregation}: TRL's GMPO has sequence_mean only",
        ),
        (
            config.num_validation_problems > 0,
            f"num_validation_problems is {config.num_validation_problems}: the engine trl has no "
            "validation; set it to 0 and evaluate the last checkpoint",
        ),
        (
            config.rollout_backend == "vllm" and find_spec("vllm") is None,
            "rollout_backend is vllm, which is not installed: pip install 'clipo-bench[vllm]'",
        ),
        (
            config.lora_rank > 0 and find_spec("peft") is None,
            f"lora_rank is {config.lora_rank} and peft is not installed: pip install peft, or "
            "set lora_rank to 0",
        ),
        (
            rollouts % processes > 0,
            f"an update has {rollouts} rollouts (prompts_per_batch * group_size / "
            f"updates_per_batch) and there are {processes} processes: expected the same number of "
            "rollouts for each",
        ),
    ]
    for holds, message in refused:
        if holds:
            raise InputError(f"{message} (or use the engine torch)")


def rows_at_once(config: TrainConfig, processes: int, prompt_tokens: int) -> int:
    """Rollouts in one forward pass with gradient, on each process.

    The most that divide a process's share of an update and fit `micro_batch_tokens`; TRL pads
    all of them to the longest rollout of the batch.

    Args:
        config: all settings.
        processes: how many share the work.
        prompt_tokens: of the longest prompt.
    """
    share = config.prompts_per_batch * config.group_size // config.updates_per_batch // processes
    most = max(1, config.micro_batch_tokens // (prompt_tokens + config.max_response_tokens))
    return max(rows for rows in range(1, share + 1) if share % rows == 0 and rows <= most)


def trl_arguments(
    config: TrainConfig, folder: Path, *, processes: int, prompt_tokens: int, gpu: bool
) -> dict[str, Any]:
    """All arguments of `GRPOConfig`, or of `GMPOConfig`.

    A step of TRL's is one update of the policy; a batch of rollouts serves `updates_per_batch`
    of them.

    Args:
        config: all settings.
        folder: where TRL keeps its checkpoints.
        processes: how many share the work.
        prompt_tokens: of the longest prompt.
        gpu: whether there is one.
    """
    rows = rows_at_once(config, processes, prompt_tokens)
    share = config.prompts_per_batch * config.group_size // config.updates_per_batch // processes
    return {
        "output_dir": str(folder),
        "seed": derive_seed(config.seed, "trl") % _SEEDS,
        # The batch.
        "num_generations": config.group_size,
        "per_device_train_batch_size": rows,
        "gradient_accumulation_steps": share // rows,
        "steps_per_generation": config.updates_per_batch * share // rows,
        "max_steps": config.steps * config.updates_per_batch,
        # The objective.
        "loss_type": _LOSSES[config.loss_aggregation],
        "importance_sampling_level": "sequence" if config.method == "gspo" else "token",
        "epsilon": config.clip_low,
        "epsilon_high": config.clip_high,
        "beta": config.kl_coef,
        "use_bias_correction_kl": False,  # the papers' KL, without the ratio as its weight
        "scale_rewards": "group" if config.scale_rewards else "none",
        # The optimiser.
        "learning_rate": config.learning_rate,
        "lr_scheduler_type": "constant",
        "optim": "adamw_torch",
        "weight_decay": config.weight_decay,
        "max_grad_norm": config.max_grad_norm,
        "bf16": gpu,
        "use_cpu": not gpu,
        "disable_dropout": True,
        _checkpointing(): config.gradient_checkpointing,
        # The sampling.
        "temperature": config.temperature,
        "top_p": 1.0,
        "top_k": 0,
        "repetition_penalty": 1.0,
        "max_completion_length": config.max_response_tokens,
        **(_vllm(config, prompt_tokens) if config.rollout_backend == "vllm" else {}),
        # Checkpoints and logs: only where a batch of rollouts ends can a run resume exactly.
        "save_strategy": "steps",
        "save_steps": config.save_every * config.updates_per_batch,
        "save_total_limit": None,
        "logging_steps": config.updates_per_batch,
        "report_to": "none",
        "disable_tqdm": True,
        "dataloader_pin_memory": False,
    }


def _vllm(config: TrainConfig, prompt_tokens: int) -> dict[str, Any]:
    """VLLM in each process; or a server, if the environment names one."""
    where = (
        {"vllm_mode": "server", "vllm_server_base_url": os.environ[SERVER]}
        if SERVER in os.environ
        else {
            "vllm_mode": "colocate",
            "vllm_gpu_memory_utilization": config.vllm_gpu_memory_utilization,
        }
    )
    return {
        "use_vllm": True,
        "vllm_max_model_length": prompt_tokens + config.max_response_tokens,
        # The papers' objective has no such weight; `max_logp_gap` bounds the difference.
        "vllm_importance_sampling_correction": False,
        **where,
    }


def _checkpointing() -> str:
    """What this release of transformers calls gradient checkpointing."""
    from transformers import TrainingArguments

    new = "activation_checkpointing"
    return new if new in TrainingArguments.__dataclass_fields__ else "gradient_checkpointing"
