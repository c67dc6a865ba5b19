"""Metrics: one line of JSON per step, and the bar that shows it."""

import json
import time
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.progress import Progress

METRICS = "metrics.jsonl"
Value = float | int | str | None


class MetricsLog:
    """Appends each step's metrics to ``metrics.jsonl`` and moves the progress bar.

    Attributes:
        last: the latest step's metrics.
    """

    def __init__(self, folder: Path, total: int, title: str, progress: "Progress | None") -> None:
        self.last: dict[str, Value] = {}
        self._path = folder / METRICS
        self._title = title
        self._progress = progress
        self._task = progress.add_task(title, total=total) if progress else None
        self._clock = time.perf_counter()

    def step(self, values: Mapping[str, Value], *, tokens: int, shown: str) -> None:
        """Record a step.

        Args:
            values: the metrics by name.
            tokens: how many the step trained on or sampled, for the speed.
            shown: the name of the metric that stands beside the bar.
        """
        now = time.perf_counter()
        seconds, self._clock = now - self._clock, now
        speed = tokens / seconds
        self.last = {**values, "seconds": round(seconds, 3), "tokens_per_second": round(speed)}
        with self._path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(self.last, allow_nan=False) + "\n")
        if self._progress and self._task is not None:
            text = f"{self._title}  {shown} {values[shown]:.3f}  {speed:,.0f} tokens/s"
            self._progress.update(self._task, advance=1, description=text)
