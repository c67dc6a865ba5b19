"""A training run: a configuration in, a folder of checkpoints out."""

import os
import shutil
from contextlib import ExitStack
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from clipo_bench.bench_suite.trainer.config import SFT, TrainConfig, read_settings, write_settings
from clipo_bench.bench_suite.trainer.files import CONFIG, LAST, METRICS
from clipo_bench.bench_suite.trainer.policy.shipped_policy import policy_path
from clipo_bench.tasks.errors import InputError
from clipo_bench.tasks.option import option
from clipo_bench.tasks.storage.folder_claim import FolderClaim, open_folder, require_usable
from clipo_bench.tasks.storage.lock import locked

if TYPE_CHECKING:
    from rich.progress import Progress

    from clipo_bench.bench_suite.trainer.checkpoint import Training
    from clipo_bench.bench_suite.trainer.data import TrainingData
    from clipo_bench.bench_suite.trainer.metrics import Value
    from clipo_bench.bench_suite.trainer.policy.policy import Policy

_TOKENIZER_PROBLEMS = 2000
# What may differ from before when a stopped run is resumed.
_MAY_CHANGE = {"steps", "save_every", "save_minutes", "validate_every", "tensorboard", "wandb"}


def train(
    config: TrainConfig,
    out: str | Path,
    progress: "Progress | None" = None,
    *,
    resume: bool = False,
) -> "dict[str, Value]":
    """Train, and write checkpoints.

    The folder holds ``train.yaml``, ``metrics.jsonl`` and the checkpoints ``last`` and, with
    validation, ``best``: the model and its tokenizer in Hugging Face format, and with the
    contrastive reward its head.

    Args:
        config: every setting.
        out: the folder to write.
        progress: a started progress bar of rich's; None for silence.
        resume: the run in `out`; start it if there is none.

    Returns:
        The last step's metrics; none in the further processes of the engine `trl`.

    Raises:
        InputError: `out` exists and is not to be resumed, or holds another run; or the model,
            the data or the reward cannot be used.
        ExternalError: memory or a worker failed, or the sampler drifts from the trainer.
        KeyboardInterrupt: Ctrl-C was pressed; what was done is saved.
    """
    from clipo_bench.bench_suite.trainer.data import load_data
    from clipo_bench.bench_suite.trainer.rewards import find_reward

    out = Path(out)
    if config.reward_function is not None:
        find_reward(config.reward_function)  # before anything is made or loaded
    # Of several processes that train together, the first looks after the folder.
    first = config.engine != "trl" or os.environ.get("RANK", "0") == "0"
    claim = _claim(config)
    if first and out.exists():
        if not resume:
            raise InputError(
                f"the folder {out} exists: name another, remove it, or resume it with "
                f"{option('resume', True)}"
            )
        require_usable(out, claim)
    there = first and out.exists()
    with ExitStack() as held:
        if there:
            held.enter_context(locked(out))
        data = load_data(config)
        if first and progress:
            for warning in data.warnings:
                progress.console.print(f"warning: {warning}", markup=False, highlight=False)
        if config.engine == "trl":
            from clipo_bench.bench_suite.trainer.trl_engine.train import require_ready, train_trl

            require_ready(config)
            if first:
                _open(out, claim, held, there)
            try:
                return train_trl(config, data, out, progress, resume=resume)
            except InputError:
                if first and not there and not (out / METRICS).exists():
                    shutil.rmtree(out)  # nothing was begun, such as where the model is none
                raise
        return _train(config, data, out, progress, claim, held, there)


def _open(out: Path, claim: FolderClaim, held: ExitStack, there: bool) -> None:
    """Write the settings; create and lock the folder if it was not `there` at the start.

    Raises:
        InputError: another process has made it since.
    """
    if there:
        claim.mark(out)
        return
    if out.exists():
        raise InputError(f"another process created the folder {out}: choose another")
    held.enter_context(open_folder(out, claim))


def _claim(config: TrainConfig) -> FolderClaim:
    """Compare only the settings that must not change when a run is resumed."""
    # The learning rate of sft decays over its steps.
    free = _MAY_CHANGE - {"steps"} if config.method == SFT else _MAY_CHANGE
    fixed = {name: value for name, value in asdict(config).items() if name not in free}

    def held(folder: Path) -> dict[str, Any]:
        settings = read_settings(folder / CONFIG)
        return {name: settings.get(name) for name in fixed}

    return FolderClaim(
        what="training",
        marker=CONFIG,
        identity=fixed,
        held=held,
        begun=lambda folder: True,
        mark=lambda folder: write_settings(folder / CONFIG, config),
        advice="to resume, give the same settings; else choose another folder",
    )


def _train(
    config: TrainConfig,
    data: "TrainingData",
    out: Path,
    progress: "Progress | None",
    claim: FolderClaim,
    held: ExitStack,
    there: bool,
) -> "dict[str, Value]":
    from clipo_bench.bench_suite.trainer.checkpoint import (
        Checkpoints,
        read_state,
        require_same_data,
        restore,
    )
    from clipo_bench.bench_suite.trainer.data import without_long_prompts
    from clipo_bench.bench_suite.trainer.loop import train_policy
    from clipo_bench.bench_suite.trainer.metrics import MetricsLog
    from clipo_bench.bench_suite.trainer.policy.forward import require_plain_logits
    from clipo_bench.bench_suite.trainer.policy.policy import prepare
    from clipo_bench.bench_suite.trainer.policy.reference import Reference
    from clipo_bench.bench_suite.trainer.sft import train_sft

    state = read_state(out)
    if state:
        require_same_data(state, data, out)
    policy = _first_policy(config, data)
    prepare(policy, config)
    if config.method != SFT:
        require_plain_logits(policy)
        data = without_long_prompts(data, policy, config)
    reference = None
    if config.kl_coef > 0 and config.method != SFT:
        reference = Reference(policy, adapters=bool(config.lora_rank))
    training = _training(config, policy)
    if state:
        restore(state, training, out / LAST)
        if training.position.steps > config.warmup + config.steps:
            raise InputError(
                f"{out} has already done {training.position.steps - config.warmup} steps, but "
                f"steps is {config.steps}: give at least as many to resume"
            )
    _open(out, claim, held, there)
    log = MetricsLog(config, out, progress, done=training.position.steps)
    checkpoints = Checkpoints(config, out, data)
    if config.method == SFT:
        train_sft(config, training, data, log, checkpoints)
    else:
        train_policy(config, training, data, reference, log, checkpoints)
    return log.last


def _training(config: TrainConfig, policy: "Policy") -> "Training":
    """A training before its first step."""
    import torch

    from clipo_bench.bench_suite.trainer.checkpoint import Training
    from clipo_bench.bench_suite.trainer.contrastive_reward import ContrastiveReward

    optimizer = torch.optim.AdamW(
        policy.weights.values(), lr=config.learning_rate, weight_decay=config.weight_decay
    )
    training = Training(policy, optimizer)
    if config.method == SFT:
        from transformers import get_cosine_schedule_with_warmup

        training.schedule = get_cosine_schedule_with_warmup(
            optimizer, config.steps // 20, config.steps
        )
    if config.contrastive:
        training.contrast = ContrastiveReward(config, policy.hidden, policy.device)
    return training


def _first_policy(config: TrainConfig, data: "TrainingData") -> "Policy":
    from clipo_bench.bench_suite.trainer.policy.policy import CONTEXT, load_policy, new_policy
    from clipo_bench.bench_suite.trainer.policy.tokenizer import train_tokenizer

    if config.model is not None:
        return load_policy(config.model)
    if config.method != SFT:
        return load_policy(str(policy_path()))
    texts = [f"{p.prompt}\n{p.solution or ''}" for p in data.problems[:_TOKENIZER_PROBLEMS]]
    return new_policy(config, train_tokenizer(texts, config.vocab_size, CONTEXT))
