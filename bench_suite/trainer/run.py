"""A training run: a configuration in, a checkpoint folder out, whole or not at all."""

import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from bench_suite.trainer.config import CONFIG, TrainConfig, write_settings
from bench_suite.trainer.metrics import MetricsLog, Value
from bench_suite.trainer.seeds import derive_seed
from tasks.errors import InputError
from tasks.problem import Problem

if TYPE_CHECKING:
    from rich.progress import Progress

    from bench_suite.trainer.policy import Policy

POLICY = Path(__file__).parent.parent / "policy"
HEAD = "head.safetensors"
_TOKENIZER_PROBLEMS = 2000


def policy_path() -> Path:
    """The tiny policy that ships with the package, in Hugging Face format."""
    return POLICY


def unfinished(out: Path, process: int) -> Path:
    """Where the process of that number keeps a checkpoint until it is whole."""
    return out.with_name(f".{out.name}.{process}")


def train(config: TrainConfig, out: Path, progress: "Progress | None" = None) -> dict[str, Value]:
    """Train, and write the checkpoint.

    The folder appears under its name when everything is in it: the model and its
    tokenizer in Hugging Face format, ``train.yaml``, ``metrics.jsonl`` and, with the
    contrastive reward, ``head.safetensors``.

    Args:
        config: every setting.
        out: the folder to write.
        progress: a started progress bar of rich's; None for silence.

    Returns:
        The last step's metrics.

    Raises:
        InputError: `out` exists, or the model or the data cannot be used.
    """
    if out.exists():
        raise InputError(f"the folder {out} exists: name another, or remove it first")
    folder = unfinished(out, os.getpid())
    folder.mkdir(parents=True)
    try:
        last = _train(config, folder, progress)
        folder.rename(out)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    return last


def _train(config: TrainConfig, folder: Path, progress: "Progress | None") -> dict[str, Value]:
    from bench_suite.trainer.loop import train_grpo
    from bench_suite.trainer.policy import save_policy
    from bench_suite.trainer.sft import train_sft

    problems = _problems(config)
    policy = _start(config, problems)
    write_settings(folder / CONFIG, config)
    warmup = config.head_warmup if config.contrastive else 0
    title = config.method + (" + contrastive" if config.contrastive else "")
    log = MetricsLog(folder, warmup + config.steps, title, progress)
    if config.method == "sft":
        train_sft(config, policy, problems, log)
    elif head := train_grpo(config, policy, problems, log):
        from safetensors.torch import save_file

        save_file(head.state_dict(), folder / HEAD)
    save_policy(policy, folder, config.checkpoint_dtype)
    return log.last


def _problems(config: TrainConfig) -> list[Problem]:
    from tasks import word_problems
    from tasks.sources import load_file

    if config.data == word_problems.BENCHMARK:
        seed = derive_seed(config.seed, config.method, "problems")
        return word_problems.problems("train", config.problems, seed, short=config.short_solutions)
    return list(load_file(Path(config.data)).problems)


def _start(config: TrainConfig, problems: list[Problem]) -> "Policy":
    from bench_suite.trainer.policy import CONTEXT, load_policy, new_policy
    from bench_suite.trainer.tokenizer import train_tokenizer

    if config.model is not None:
        return load_policy(config.model)
    if config.method == "grpo":
        return load_policy(str(policy_path()))
    texts = [f"{p.prompt}\n{p.solution or ''}" for p in problems[:_TOKENIZER_PROBLEMS]]
    return new_policy(config, train_tokenizer(texts, config.vocabulary, CONTEXT))
