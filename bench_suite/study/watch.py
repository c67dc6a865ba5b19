"""Watch: the progress of a study, from the files that its processes write."""

import json
from collections.abc import Collection
from typing import TYPE_CHECKING, Any

from clipo_bench.bench_suite.study.plan import Plan
from clipo_bench.bench_suite.study.training_paths import TrainingPaths
from clipo_bench.bench_suite.trainer.metrics import whole_lines
from clipo_bench.tasks.storage.run_schema import SAMPLES

if TYPE_CHECKING:
    from rich.progress import Progress


class Watch:
    """Updates the progress bars: all steps, all evaluations, and one per running training."""

    def __init__(self, plan: Plan, places: Collection[TrainingPaths], bar: "Progress") -> None:
        self._plan = plan
        self._places = {place.name: place for place in places}
        self._bar = bar
        configs = {place.name: plan.config(place.arm, place.seed) for place in places}
        self._totals = {name: config.warmup + config.steps for name, config in configs.items()}
        self._done = {place.name: _steps(place)[0] for place in places}
        self._lines: dict[str, Any] = {}
        self._all = bar.add_task("training steps", total=sum(self._totals.values()))
        self._runs = bar.add_task("evaluations", total=len(places) * len(plan.evaluation))

    def __call__(self, running: Collection[str]) -> None:
        """Update the bars; `running` are the names of the running trainings."""
        for name in self._lines.keys() - set(running):
            self._done[name] = self._totals[name]
            self._bar.remove_task(self._lines.pop(name))
        for name in running:
            self._done[name], last = _steps(self._places[name])
            if name not in self._lines:
                self._lines[name] = self._bar.add_task(name, total=self._totals[name])
            doing = "evaluating" if self._places[name].finished.exists() else _last(last)
            self._bar.update(
                self._lines[name], completed=self._done[name], description=f"{name}  {doing}"
            )
        self._bar.update(self._all, completed=sum(self._done.values()))
        evaluated = sum(
            (place.run(evaluation) / SAMPLES).exists()
            for place in self._places.values()
            for evaluation in self._plan.evaluation
        )
        self._bar.update(self._runs, completed=evaluated)


def _steps(place: TrainingPaths) -> tuple[int, str]:
    """How many steps a training has done, and the metrics of the last."""
    lines = whole_lines(place.training)
    return len(lines), lines[-1] if lines else ""


def _last(line: str) -> str:
    values = json.loads(line) if line else {}
    return f"reward {values['reward']:.2f}" if "reward" in values else "starting"
