"""Metrics: one line of JSON per step, the trackers that were asked for, and the bar."""

import json
import time
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from clipo_bench.bench_suite.trainer.config import TrainConfig
from clipo_bench.bench_suite.trainer.files import METRICS
from clipo_bench.tasks.errors import InputError
from clipo_bench.tasks.storage.atomic import write_text, writing

if TYPE_CHECKING:
    from rich.progress import Progress
    from torch import Tensor

Value = float | int | str | None
Metrics = dict[str, Value]


def mean_of(values: "Tensor") -> float | None:
    """The mean as a number; None of nothing, since JSON has no NaN."""
    return values.double().mean().item() if values.numel() else None


class MetricsLog:
    """Appends each step's metrics to ``metrics.jsonl`` and moves the progress bar.

    Attributes:
        last: the latest step's metrics.
    """

    def __init__(
        self, config: TrainConfig, folder: Path, progress: "Progress | None", *, done: int = 0
    ) -> None:
        """Open the log.

        Args:
            config: what is trained.
            folder: the run's.
            progress: a started progress bar; None for silence.
            done: steps that are over. Lines after those are of steps that were
                lost with the process that made them, and are dropped.

        Raises:
            InputError: a tracker is asked for that is not installed, or the file of a
                resumed run has lost steps.
        """
        self.last: Metrics = {}
        self._path = folder / METRICS
        self._title = config.method + (" + contrastive" if config.contrastive else "")
        self._progress = progress
        self._count = done
        if done:
            kept = _read(self._path, done)
            self.last = json.loads(kept[-1])
            write_text(self._path, "".join(kept))
        else:
            self._path.write_text("", encoding="utf-8")
        self._trackers = _trackers(config, folder, done)
        self._task = (
            progress.add_task(self._title, total=config.warmup + config.steps, completed=done)
            if progress
            else None
        )
        self._clock = time.perf_counter()

    def step(self, values: Mapping[str, Value], *, tokens: int, shown: str) -> None:
        """Record a step.

        Args:
            values: the metrics by name.
            tokens: how many the step sampled, or in sft trained on, for the speed.
            shown: the name of the metric that stands beside the bar.
        """
        now = time.perf_counter()
        seconds, self._clock = now - self._clock, now
        speed = tokens / seconds
        self.last = {**values, "seconds": round(seconds, 3), "tokens_per_second": round(speed)}
        with writing(self._path), self._path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(self.last, allow_nan=False) + "\n")
        numbers = {k: v for k, v in self.last.items() if isinstance(v, int | float)}
        for tracker in self._trackers:
            tracker(numbers, self._count)
        self._count += 1
        if self._progress and self._task is not None:
            text = f"{self._title}  {shown} {values[shown]:.3f}  {speed:,.0f} tokens/s"
            self._progress.update(self._task, advance=1, description=text)

    def note(self, text: str) -> None:
        """Tell the user something above the bar."""
        if self._progress:
            self._progress.console.print(text, highlight=False, markup=False)


def _read(path: Path, done: int) -> list[str]:
    """The lines of the first `done` steps.

    Raises:
        InputError: they are not all there.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines(keepends=True)[:done]
        whole = len(lines) == done and all(isinstance(json.loads(line), dict) for line in lines)
    except (OSError, ValueError, RecursionError):
        whole = False
    if not whole:
        raise InputError(
            f"{path} does not hold the {done} steps that the last checkpoint has behind it: bring "
            "the file back, or train into another folder"
        )
    return lines


def whole_lines(folder: Path) -> list[str]:
    """The lines of a run's ``metrics.jsonl``, while it may be being written; none if there is none.

    A line is whole once its line break is there.
    """
    path = folder / METRICS
    if not path.exists():
        return []
    whole, _, _ = path.read_text(encoding="utf-8").rpartition("\n")
    return whole.splitlines()


def _trackers(config: TrainConfig, folder: Path, done: int) -> list[Any]:
    """Functions of (metrics, step), one for each tracker that is asked for."""
    found: list[Any] = []
    if config.tensorboard:
        try:
            from torch.utils.tensorboard import SummaryWriter
        except ImportError:
            raise InputError(_missing("tensorboard")) from None

        # What a lost process logged after this step is hidden.
        writer = SummaryWriter(folder / "tensorboard", purge_step=done)

        def write(numbers: dict[str, Any], step: int) -> None:
            for name, value in numbers.items():
                writer.add_scalar(name, value, step)
            writer.flush()

        found.append(write)
    if config.wandb:
        try:
            import wandb
        except ImportError:
            raise InputError(_missing("wandb")) from None
        from dataclasses import asdict

        from clipo_bench.tasks.storage.identity import digest

        # The same folder and settings are the same run, so a resumed one continues there.
        mark = digest([str(folder.resolve()), asdict(config)])
        run = wandb.init(
            dir=folder, config=asdict(config), name=folder.name, id=mark, resume="allow"
        )
        found.append(lambda numbers, step: run.log(numbers, step=step))
    return found


def _missing(name: str) -> str:
    return f"{name} is asked for and not installed: pip install {name}, or leave the setting out"
