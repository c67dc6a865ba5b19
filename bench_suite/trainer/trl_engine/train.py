"""The TRL engine: the same method on TRL's trainers, for several GPUs and machines.

Every process of a launch (``accelerate launch``, ``torchrun``) calls `train_trl`; the first one
writes. `settings.py` has the settings, `trainer.py` what is laid over TRL.
"""

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import torch

from clipo_bench.bench_suite.trainer.checkpoint import model_card
from clipo_bench.bench_suite.trainer.config import TrainConfig, write_settings
from clipo_bench.bench_suite.trainer.data import TrainingData, without_long_prompts
from clipo_bench.bench_suite.trainer.files import CARD, CONFIG, HEAD, LAST, STATE
from clipo_bench.bench_suite.trainer.metrics import Metrics, MetricsLog
from clipo_bench.bench_suite.trainer.policy.policy import adapters, load_policy
from clipo_bench.bench_suite.trainer.policy.shipped_policy import policy_path
from clipo_bench.bench_suite.trainer.rewards import training_grader
from clipo_bench.bench_suite.trainer.stop import StopRequest
from clipo_bench.bench_suite.trainer.trl_engine.settings import (
    require_possible,
    require_trl,
    trl_arguments,
)
from clipo_bench.tasks.answers import Grader
from clipo_bench.tasks.errors import InputError
from clipo_bench.tasks.storage.atomic import atomic_folder

if TYPE_CHECKING:
    from rich.progress import Progress

FOLDER = "trl"
"""In a run's folder: TRL's checkpoints."""


def require_ready(config: TrainConfig) -> None:
    """Refuse, before anything is written, what cannot be done here.

    Raises:
        InputError: TRL is missing or of another release, or cannot do what a setting says.
    """
    require_trl()
    require_possible(config, _processes())


def train_trl(
    config: TrainConfig,
    data: TrainingData,
    out: Path,
    progress: "Progress | None",
    *,
    resume: bool,
) -> Metrics:
    """Train with TRL, and write ``metrics.jsonl`` and the checkpoint ``last``.

    Args:
        config: every setting.
        data: to train on; the same on every process.
        out: the run's folder.
        progress: a started progress bar; None for silence.
        resume: from TRL's newest checkpoint, if there is one.

    Returns:
        The last step's metrics; none on the processes that do not write.

    Raises:
        InputError: the model or the data cannot be used.
        KeyboardInterrupt: Ctrl-C was pressed; what was done is saved.
    """
    journal: MetricsLog | None = None

    def tell(text: str) -> None:
        if journal:
            journal.note(text)

    with training_grader(config.reward_function) as grader, StopRequest(tell) as stop:
        trainer = make_trainer(config, data, out, grader, stop)
        start = newest_checkpoint(out / FOLDER) if resume else None
        if start:
            trainer.restore(start)
        if trainer.accelerator.is_main_process:
            done = trainer.warmed + _step(start) // config.updates_per_batch
            trainer.journal = journal = MetricsLog(config, out, progress, done=done)
        trainer.train(resume_from_checkpoint=str(start) if start else None)
        if trainer.state.global_step < trainer.state.max_steps:
            raise KeyboardInterrupt
    trainer.expect_same_heads()
    last = journal.last if journal else {}
    _write(config, trainer, out, model_card(config, trainer.data, last))
    return last


def make_trainer(
    config: TrainConfig, data: TrainingData, out: Path, grader: Grader, stop: StopRequest
) -> Any:
    """Make the trainer, with the policy loaded and nothing trained.

    Args:
        config: every setting.
        data: to train on.
        out: the run's folder.
        grader: from `training_grader`.
        stop: whether the user wants to stop.

    Raises:
        InputError: the model cannot be loaded, or all prompts are too long.
    """
    os.environ.setdefault("TRL_EXPERIMENTAL_SILENCE", "1")  # a warning that GMPO may change
    from transformers import PrinterCallback, ProgressCallback
    from trl import GRPOConfig
    from trl.experimental.gmpo import GMPOConfig

    from clipo_bench.bench_suite.trainer.trl_engine.trainer import ClipoGmpoTrainer, ClipoTrainer

    gpu = torch.cuda.is_available()
    if gpu:
        torch.cuda.set_device(int(os.environ.get("LOCAL_RANK", "0")))
    policy = load_policy(config.model or str(policy_path()))
    data = without_long_prompts(data, policy, config)
    longest = max(len(policy.encode(policy.prompt(problem))) for problem in data.problems)
    arguments = trl_arguments(
        config, out / FOLDER, processes=_processes(), prompt_tokens=longest, gpu=gpu
    )
    gmpo = config.method == "gmpo"
    trainer = (ClipoGmpoTrainer if gmpo else ClipoTrainer)(
        config,
        policy,
        data,
        grader,
        stop,
        args=(GMPOConfig if gmpo else GRPOConfig)(**arguments),
        peft_config=adapters(policy, config) if config.lora_rank else None,
    )
    for callback in (PrinterCallback, ProgressCallback):  # the run has a bar of its own
        trainer.remove_callback(callback)
    return trainer


def newest_checkpoint(folder: Path) -> Path | None:
    """The newest of TRL's checkpoints that is whole: our state is written last."""
    whole = [path for path in folder.glob("checkpoint-*") if (path / STATE).exists()]
    return max(whole, key=_step, default=None)


def _step(checkpoint: Path | None) -> int:
    """How many updates were made before a checkpoint."""
    return int(checkpoint.name.rpartition("-")[2]) if checkpoint else 0


def _processes() -> int:
    """How many processes were launched together.

    Raises:
        InputError: only one, which sees several GPUs: TRL would spread it over them badly.
    """
    processes = int(os.environ.get("WORLD_SIZE", "1"))
    if processes == 1 and torch.cuda.device_count() > 1:
        raise InputError(
            f"engine is trl, and one process sees {torch.cuda.device_count()} GPUs: start a "
            "process per GPU with 'accelerate launch', or set CUDA_VISIBLE_DEVICES to a single "
            "one"
        )
    return processes


def _write(config: TrainConfig, trainer: Any, out: Path, card: str) -> None:
    """Write ``last``: gathered from all processes, by the first, whole or not at all."""
    from safetensors.torch import save_file
    from transformers import AutoConfig

    weights = trainer.accelerator.get_state_dict(trainer.model_wrapped)
    if not trainer.accelerator.is_main_process:
        return
    dtype = getattr(torch, config.checkpoint_dtype)
    model = trainer.accelerator.unwrap_model(trainer.model_wrapped)
    # Tied weights once, as they are among the parameters.
    names = {name for name, _ in [*model.named_parameters(), *model.named_buffers()]}
    cast = {name: weight.to(dtype) for name, weight in weights.items() if name in names}
    with atomic_folder(out / LAST) as new:
        model.save_pretrained(new, state_dict=cast)
        if config.checkpoint_dtype != "float32" and not config.lora_rank:
            settings = AutoConfig.from_pretrained(new)
            settings.dtype = dtype
            settings.save_pretrained(new)
        trainer.policy.tokenizer.save_pretrained(new)
        write_settings(new / CONFIG, config)
        (new / CARD).write_text(card, encoding="utf-8")
        if trainer.contrast:
            save_file(trainer.contrast.head.state_dict(), new / HEAD)
