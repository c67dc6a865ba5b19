"""Checkpoints: a folder in Hugging Face format, with the state that resuming needs.

``last`` is the newest, ``best`` the one with the highest validation accuracy. Each is written
under a temporary name and renamed, so a folder of that name is always complete.
"""

import platform
import shlex
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from pickle import UnpicklingError
from typing import Any

import torch
import yaml
from safetensors import SafetensorError

from clipo_bench.bench_suite.trainer.config import TrainConfig, write_settings
from clipo_bench.bench_suite.trainer.contrastive_reward import ContrastiveReward
from clipo_bench.bench_suite.trainer.data import TrainingData
from clipo_bench.bench_suite.trainer.files import CARD, CONFIG, HEAD, LAST, STATE
from clipo_bench.bench_suite.trainer.metrics import Metrics
from clipo_bench.bench_suite.trainer.policy.policy import Policy, save_policy
from clipo_bench.bench_suite.trainer.save_clock import SaveClock
from clipo_bench.tasks.errors import InputError
from clipo_bench.tasks.storage.atomic import atomic_folder, recover_folder
from clipo_bench.tasks.storage.digests import require_digests, write_digests

# "Error while serializing: I/O error: No space left on device" and "file write failed".
_WRITE_ERRORS = ("I/O error", "PytorchStreamWriter", "file write failed")
_PACKAGES = ("clipo-bench", "torch", "transformers", "math-verify")


@dataclass(slots=True)
class Position:
    """The progress of a run.

    The random numbers of a step are derived from the run's seed and the step, so no state of a
    generator is needed.

    Attributes:
        done: finished steps, by phase.
        taken: problems used, by phase.
        best: the highest validation accuracy so far; -1 before the first.
    """

    done: dict[str, int] = field(default_factory=dict)
    taken: dict[str, int] = field(default_factory=dict)
    best: float = -1.0

    @property
    def steps(self) -> int:
        """All finished steps."""
        return sum(self.done.values())


@dataclass(slots=True)
class Training:
    """The state that changes during training.

    Attributes:
        policy: the model.
        optimizer: of its weights.
        contrast: the contrastive head, where there is one.
        schedule: of the learning rate, where it changes.
        position: how far the run is.
    """

    policy: Policy
    optimizer: torch.optim.Optimizer
    contrast: ContrastiveReward | None = None
    schedule: Any = None
    position: Position = field(default_factory=Position)


class Checkpoints:
    """Writes the checkpoints of one run, and reads the last."""

    def __init__(self, config: TrainConfig, folder: Path, data: TrainingData) -> None:
        """Create the writer of one run's checkpoints.

        Args:
            config: all settings.
            folder: of the run.
            data: what it trains on.
        """
        self._config = config
        self._folder = folder
        self._data = data
        self._clock = SaveClock(config.save_minutes)

    def due(self, steps: int) -> bool:
        """Whether ``last`` is to be written after so many steps."""
        return steps % self._config.save_every == 0 or self._clock.due

    def save(self, name: str, training: Training, metrics: Metrics) -> None:
        """Write a checkpoint; an existing one is replaced once the new one is complete.

        Args:
            name: ``last``, with all that resuming needs, or ``best``.
            training: to be saved.
            metrics: the latest step's, for the model card.
        """
        from safetensors.torch import save_file

        config = self._config
        with atomic_folder(self._folder / name) as new, _full_disk_named():
            save_policy(training.policy, new, config.checkpoint_dtype)
            write_settings(new / CONFIG, config)
            card = model_card(config, self._data, metrics)
            (new / CARD).write_text(card, encoding="utf-8")
            if training.contrast:
                save_file(training.contrast.head.state_dict(), new / HEAD)
            if name == LAST:
                torch.save(self._state(training), new / STATE)
                write_digests(new, sorted(path.name for path in new.iterdir() if path.is_file()))
        if name == LAST:
            self._clock.restart()

    def _state(self, training: Training) -> dict[str, Any]:
        position = training.position
        state: dict[str, Any] = {
            "data": self._data.fingerprint,
            "optimizer": training.optimizer.state_dict(),
            "position": {"done": position.done, "taken": position.taken, "best": position.best},
        }
        if training.contrast:
            state["contrast"] = training.contrast.state_dict()
        if training.schedule:
            state["schedule"] = training.schedule.state_dict()
        if self._config.checkpoint_dtype != "float32" or self._config.lora_rank:
            # The folder holds them rounded, or the adapters alone under other names.
            state["weights"] = {k: w.detach() for k, w in training.policy.weights.items()}
        return state


@contextmanager
def _full_disk_named() -> Iterator[None]:
    """Turn what safetensors and torch raise on a full disk into the `OSError` that it is."""
    try:
        yield
    except (SafetensorError, RuntimeError) as error:
        if any(sign in str(error) for sign in _WRITE_ERRORS):
            raise OSError(str(error)) from None
        raise


def model_card(config: TrainConfig, data: TrainingData, metrics: Metrics) -> str:
    """A model card: the command, the data, the versions, the last metrics."""
    name = config.method + (" + CLIPO" if config.contrastive else "")
    head = {
        "base_model": config.model,
        "library_name": "transformers",
        "tags": ["clipo-bench", config.method] + ["clipo"] * config.contrastive,
    }
    used = {
        "trl": config.engine == "trl",
        "vllm": config.rollout_backend == "vllm",
        "peft": config.lora_rank > 0,
    }
    packages = [*_PACKAGES, *(name for name, holds in used.items() if holds)]
    versions = ", ".join(f"{package} {_version(package)}" for package in packages)
    command = shlex.join(["clipo-bench", *sys.argv[1:]])
    lines = "".join(f"| {metric} | {value} |\n" for metric, value in metrics.items())
    return (
        f"---\n{yaml.safe_dump(head, sort_keys=False)}---\n\n"
        f"# {name}\n\n"
        f"Trained by the reference trainer of clipo-bench.\n\n"
        f"    {command}\n\n"
        f"- Data: {len(data.problems)} problems of {data.source} "
        f"(fingerprint {data.fingerprint}); "
        f"{len(data.validation)} more kept out for validation.\n"
        f"- All settings: `{CONFIG}`.\n"
        f"- Versions: {versions}, Python {platform.python_version()}.\n\n"
        f"| last step | |\n|---|---|\n{lines}"
    )


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "(not installed)"  # run from the sources


def read_state(folder: Path) -> dict[str, Any]:
    """Read the state to resume from; empty if there is no checkpoint yet.

    Args:
        folder: of the run.

    Raises:
        InputError: the checkpoint is damaged.
    """
    last = folder / LAST
    recover_folder(last)
    if not last.exists():
        return {}
    require_digests(last)
    try:
        # weights_only: tensors and plain values, nothing that is executed.
        state: dict[str, Any] = torch.load(last / STATE, map_location="cpu", weights_only=True)
    except (OSError, RuntimeError, ValueError, EOFError, UnpicklingError) as error:
        raise InputError(
            f"cannot resume from {last / STATE}: it is not the saved state of a training ({error})"
        ) from None
    return state


def require_same_data(state: dict[str, Any], data: TrainingData, folder: Path) -> None:
    """Refuse to resume with other data, to which the position does not apply.

    Args:
        state: of either engine's checkpoint.
        data: to resume with.
        folder: of the run.

    Raises:
        InputError: the data has changed.
    """
    if state.get("data") != data.fingerprint:
        raise InputError(
            f"{folder} was trained on data with fingerprint {state.get('data')}, but "
            f"{data.source} now has {data.fingerprint}: restore the old data, or give --out "
            "another folder"
        )


def restore(state: dict[str, Any], training: Training, folder: Path) -> None:
    """Restore a training from a checkpoint.

    Args:
        state: from `read_state`.
        training: at its start.
        folder: of the checkpoint.
    """
    from safetensors.torch import load_file

    weights = state.get("weights") or _saved_weights(training.policy, folder)
    for name, weight in training.policy.weights.items():
        weight.data.copy_(weights[name])
    training.optimizer.load_state_dict(state["optimizer"])
    if training.contrast:
        training.contrast.head.load_state_dict(load_file(folder / HEAD))
        training.contrast.load_state_dict(state["contrast"])
    if training.schedule:
        training.schedule.load_state_dict(state["schedule"])
    training.position = Position(**state["position"])


def _saved_weights(policy: Policy, folder: Path) -> dict[str, torch.Tensor]:
    saved: dict[str, torch.Tensor] = (
        type(policy.model).from_pretrained(folder, dtype=torch.float32).state_dict()
    )
    return saved
