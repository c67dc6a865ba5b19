"""ControlPlan: the definition of a control of the memory tests, read from YAML."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

from clipo_bench.bench_suite.evaluation.named_tasks import PARTIAL_FILE
from clipo_bench.bench_suite.study.evaluation import StudyEvaluation
from clipo_bench.bench_suite.trainer import TrainConfig, configure
from clipo_bench.tasks import word_problems
from clipo_bench.tasks.errors import InputError
from clipo_bench.tasks.problem import Problem
from clipo_bench.tasks.storage.identity import digest
from clipo_bench.tasks.yaml_file import expect_known, mapping, read_yaml, text, whole

MEMORY = "memory"
CONTROL = "control"
FEWEST_DOSES = 3  # fewer have no trend
MOST_PROBLEMS = 100_000
SAMPLES, LONGEST = 32, 64
"""Responses per problem for the distance between samples; tokens of a response."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ControlPlan:
    """The definition of a control.

    Attributes:
        title: the question.
        method: of the trainings.
        doses: steps after which each training's model is asked, rising.
        seeds: of the trainings; each also says which half of the pool is seen.
        problems: how many word problems the pool has.
        pool_seed: of the pool.
        preset: of the trainings.
        settings: of the trainings, which override the preset.
        k: variants of each problem, with other numbers.
        batch_size: prompts at once.
    """

    title: str
    method: str
    doses: tuple[int, ...]
    seeds: tuple[int, ...]
    problems: int
    pool_seed: int = 0
    preset: str | None = None
    settings: Mapping[str, Any]
    k: int = 4
    batch_size: int = 32

    @property
    def pool(self) -> list[Problem]:
        """The problems, of the test split, so that the shipped policy has not seen them."""
        return word_problems.problems("test", self.problems, self.pool_seed)

    def seen(self, seed: int) -> list[Problem]:
        """The half of the pool that a seed trains on, in the pool's order."""
        pool = self.pool
        order = sorted(pool, key=lambda problem: digest(["memory control", seed, problem.id]))
        chosen = {problem.id for problem in order[: len(pool) // 2]}
        return [problem for problem in pool if problem.id in chosen]

    def config(self, seed: int, data: Path, dose: int) -> TrainConfig:
        """All settings of one training up to a dose.

        Raises:
            InputError: a setting is unknown, or has an invalid value.
        """
        own = {"seed": seed, "data": str(data), "steps": dose}
        return configure(self.method, self.preset, self.settings, own)

    def evaluation(self, pool: Path) -> StudyEvaluation:
        """How the variants are made and every model is asked: greedy, once."""
        return StudyEvaluation(
            benchmark=str(pool), kinds=("numbers",), k=self.k, batch_size=self.batch_size
        )

    def others(self, pool: Path, variants: Path) -> dict[str, list[str]]:
        """What else every model is asked at the highest dose, by `memory_control.OTHERS`.

        As published: greedily from a part of each text, and 32 samples at temperature 1.
        """
        length = ["--max-tokens", str(LONGEST), "--batch-size", str(self.batch_size)]
        samples = ["--samples", str(SAMPLES), "--temperature", "1"]
        return {
            "partial": ["--tasks", f"{PARTIAL_FILE}{pool}", *length],
            "samples": ["--tasks", str(pool), *samples, *length],
            "answer-only": ["--variants", str(variants), "--answer-only", *length],
        }

    def plain(self) -> dict[str, Any]:
        """The plan as plain values for YAML."""
        value = asdict(self) | {"doses": list(self.doses), "seeds": list(self.seeds)}
        return {CONTROL: MEMORY, **value}


def is_control(values: Mapping[str, Any]) -> bool:
    """Whether a plan's YAML defines a control and no study of arms."""
    return CONTROL in values


def read_control(path: Path) -> ControlPlan:
    """Read a control's plan from a YAML file.

    Raises:
        InputError: it cannot be read or is invalid; the message says why.
    """
    values = read_yaml(path)
    known = [field.name for field in fields(ControlPlan)]
    expect_known("", values, (CONTROL, *known))
    if values.pop(CONTROL) != MEMORY:
        raise InputError(f"{path}: control is unknown: expected {MEMORY}")
    for name in ("title", "method", "doses", "seeds", "problems"):
        if name not in values:
            raise InputError(f"{path} has no {name!r}: a control needs it")
    for name, least in (("problems", 4), ("pool_seed", 0), ("k", 1), ("batch_size", 1)):
        if name in values and not whole(values[name], least):
            raise InputError(f"{name} is {values[name]!r}: expected at least {least}")
    if values["problems"] > MOST_PROBLEMS:
        raise InputError(f"problems is {values['problems']}: expected at most {MOST_PROBLEMS}")
    doses = _numbers("doses", values["doses"], 1)
    if len(doses) < FEWEST_DOSES or list(doses) != sorted(doses):
        raise InputError(f"doses is {list(doses)}: expected {FEWEST_DOSES} or more, rising")
    seeds = _numbers("seeds", values["seeds"], 0)
    if len(seeds) < 2:
        raise InputError(f"seeds is {list(seeds)}: expected two or more")
    settings = mapping("settings", values.get("settings"))
    for name in ("seed", "data", "steps"):
        if name in settings:
            raise InputError(f"settings contains {name!r}: the control sets it itself")
    preset = values.get("preset")
    plan = ControlPlan(
        **{
            **values,
            "title": text("title", values["title"]),
            "method": text("method", values["method"]),
            "preset": preset if preset is None else text("preset", preset),
            "doses": doses,
            "seeds": seeds,
            "settings": settings,
        }
    )
    plan.config(seeds[0], Path("seen.jsonl"), doses[0])
    return plan


def _numbers(name: str, value: Any, least: int) -> tuple[int, ...]:
    if not isinstance(value, list) or not all(whole(item, least) for item in value):
        raise InputError(f"{name} is {value!r}: expected a list of whole numbers from {least} on")
    if len(set(value)) < len(value):
        raise InputError(f"{name} is {value!r}: expected each only once")
    return tuple(value)
