"""Run a control of the memory tests: train on half of a pool, ask all of it at every dose."""

import json
import sys
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from clipo_bench.bench_suite.child_command import run_command
from clipo_bench.bench_suite.console import progress
from clipo_bench.bench_suite.jobs import Chain, run_chains
from clipo_bench.bench_suite.study.claim import study_claim
from clipo_bench.bench_suite.study.control_plan import ControlPlan
from clipo_bench.bench_suite.study.training_paths import TRAINED
from clipo_bench.bench_suite.trainer import policy_path
from clipo_bench.bench_suite.trainer.config import write_settings
from clipo_bench.bench_suite.trainer.files import LAST
from clipo_bench.reports.run import read_run
from clipo_bench.tasks.problem import Problem
from clipo_bench.tasks.sources.own_file import load_file
from clipo_bench.tasks.storage.atomic import write_text
from clipo_bench.tasks.storage.folder_claim import open_folder
from clipo_bench.tasks.storage.run_schema import SAMPLES
from clipo_bench.tasks.yaml_file import read_yaml

if TYPE_CHECKING:
    from clipo_bench.reports.memory_control import MemoryControl
    from clipo_bench.reports.run import Run

POOL, SEEN, RUNS = "pool.jsonl", "seen", "runs"
OTHERS = "other-runs"


def run_control(plan: ControlPlan, out: Path, workers: int) -> "MemoryControl":
    """Train and evaluate whatever is missing, and say which memory tests work.

    Raises:
        InputError: the folder holds something else, or a part of it is damaged.
        SystemExit: a training or an evaluation failed; it has said why.
        KeyboardInterrupt: Ctrl-C was pressed; what was done is kept.
    """
    with open_folder(out, study_claim(plan.plain(), read_yaml)) as lock:
        _write(out / POOL, plan.pool)
        for seed in plan.seeds:
            _write(out / SEEN / f"{seed}.jsonl", plan.seen(seed))
        asked = plan.evaluation(out / POOL)
        run_command(asked.perturb(out / "variants"), stdout=sys.stderr)
        chains = [Chain("base", out / "logs" / "base.log", _base(plan, out))]
        chains += [
            Chain(f"seed-{seed}", out / "logs" / f"seed-{seed}.log", _commands(plan, out, seed))
            for seed in plan.seeds
        ]
        with progress() as bar:
            others = len(plan.others(out / POOL, out / "variants"))
            total = 1 + others + len(plan.seeds) * (len(plan.doses) + others)
            task = bar.add_task("evaluations", total=total)

            def watch(_: Collection[str]) -> None:
                done = [one for part in (RUNS, OTHERS) for one in (out / part).rglob(SAMPLES)]
                bar.update(task, completed=len(done))

            run_chains(chains, workers, watch, lock)
    return _read(plan, out)


def _write(path: Path, problems: Sequence[Problem]) -> None:
    rows = (
        {"id": one.id, "question": one.question, "answer": one.gold, "solution": one.solution}
        for one in problems
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    write_text(path, "".join(json.dumps(row) + "\n" for row in rows))


def _base(plan: ControlPlan, out: Path) -> Iterator[list[str]]:
    run = out / RUNS / "base"
    if not (run / SAMPLES).exists():
        yield plan.evaluation(out / POOL).eval(policy_path(), out / "variants", run)
    yield from _others(plan, out, policy_path(), out / OTHERS / "base")


def _others(plan: ControlPlan, out: Path, model: Path, runs: Path) -> Iterator[list[str]]:
    """The remaining commands of the tests that need other runs, see `reports.memory_control`."""
    for name, arguments in plan.others(out / POOL, out / "variants").items():
        if not (runs / name / SAMPLES).exists():
            yield ["eval", "--model", str(model), *arguments, "--out", str(runs / name)]


def _commands(plan: ControlPlan, out: Path, seed: int) -> Iterator[list[str]]:
    """The remaining commands of one seed: train up to a dose, ask, train on."""
    training = out / TRAINED / f"seed-{seed}"
    for dose in plan.doses:
        run = out / RUNS / f"seed-{seed}" / f"steps-{dose}"
        if (run / SAMPLES).exists():
            continue
        settings = out / "settings" / f"seed-{seed}-{dose}.yaml"
        settings.parent.mkdir(parents=True, exist_ok=True)
        write_settings(settings, plan.config(seed, out / SEEN / f"{seed}.jsonl", dose))
        yield [
            "train", "--method", plan.method, "--config", str(settings), "--out", str(training),
            "--resume",
        ]  # fmt: skip
        name = ["--name", f"seed {seed}, {dose} steps"]
        evaluation = plan.evaluation(out / POOL)
        yield [*evaluation.eval(training / LAST, out / "variants", run), *name]
    yield from _others(plan, out, training / LAST, out / OTHERS / f"seed-{seed}")


def _read(plan: ControlPlan, out: Path) -> "MemoryControl":
    from clipo_bench.reports.memory_control import ControlRun, memory_control

    trained = [
        ControlRun(
            seed,
            dose,
            read_run(out / RUNS / f"seed-{seed}" / f"steps-{dose}"),
            frozenset(one.id for one in load_file(out / SEEN / f"{seed}.jsonl").problems),
            _read_others(plan, out, f"seed-{seed}") if dose == plan.doses[-1] else {},
        )
        for seed in plan.seeds
        for dose in plan.doses
    ]
    others = _read_others(plan, out, "base")
    return memory_control(read_run(out / RUNS / "base"), trained, others)


def _read_others(plan: ControlPlan, out: Path, model: str) -> "dict[str, Run]":
    from clipo_bench.reports.run import read_run

    names = plan.others(out / POOL, out / "variants")
    return {name: read_run(out / OTHERS / model / name) for name in names}
