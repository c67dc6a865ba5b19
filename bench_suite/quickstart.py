"""The quickstart: the main job on what the repository holds, as the commands a user would type."""

import json
import shlex
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from clipo_bench.bench_suite.child_command import run_command
from clipo_bench.bench_suite.console import progress, stderr
from clipo_bench.bench_suite.jobs import Chain, run_chains
from clipo_bench.bench_suite.trainer import configure, policy_path
from clipo_bench.bench_suite.trainer.files import LAST
from clipo_bench.bench_suite.trainer.metrics import whole_lines

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

BENCHMARK = "word_problems"


def quickstart(folder: Path, seed: int) -> tuple[Path, list[Path]]:
    """Train the tiny policy with GRPO and GRPO + CLIPO, and compare all three.

    Every step is a command of ours, shown before it runs. What an earlier start finished
    is not done again.

    Args:
        folder: where everything goes.
        seed: of the training and of the variants.

    Returns:
        The report, and the run folders that it compares.

    Raises:
        SystemExit: a step failed, with its exit code; it has said why.
    """
    variants, runs, report = folder / "variants", folder / "runs", folder / "report.html"
    trainings = {"grpo": [], "grpo-clipo": ["--contrastive"]}
    kinds = ["--kinds", "numbers,symbols"]
    _run(["perturb", BENCHMARK, *kinds, "--seed", str(seed), "--out", str(variants)])
    commands = {
        folder / name: [
            "train", "--method", "grpo", "--preset", "tiny", "--seed", str(seed), *extra,
            "--out", str(folder / name), "--resume",
        ]
        for name, extra in trainings.items()
    }  # fmt: skip
    for arguments in commands.values():
        _say(arguments)
    _train(commands)
    policies = {"base": policy_path()} | {name: folder / name / LAST for name in trainings}
    for name, policy in policies.items():
        run = ["--variants", str(variants), "--batch-size", "128", "--out", str(runs / name)]
        _run(["eval", "--model", str(policy), *run])
    compared = [runs / name for name in policies]
    _run(["report", *map(str, compared), "-o", str(report)])
    return report, compared


def _say(arguments: Sequence[str]) -> None:
    stderr().print(f"\n$ clipo-bench {shlex.join(arguments)}", style="bold", soft_wrap=True)


def _run(arguments: Sequence[str]) -> None:
    _say(arguments)
    run_command(arguments)


def _train(commands: dict[Path, list[str]]) -> None:
    """Run trainings side by side, a thread each: on two cores that is as fast as one alone."""
    with progress() as bar:
        total = configure("grpo", "tiny").steps
        tasks = {out: bar.add_task(out.name, total=total) for out in commands}

        def watch(_: Collection[str]) -> None:
            for out, task in tasks.items():
                _show(bar, task, out)

        run_chains(
            [
                Chain(out.name, out.with_name(f"{out.name}.log"), iter([arguments]))
                for out, arguments in commands.items()
            ],
            len(commands),
            watch,
        )
        watch(())


def _show(bar: "Progress", task: "TaskID", out: Path) -> None:
    steps = [step for step in map(json.loads, whole_lines(out)) if step["phase"] == "train"]
    if steps:
        text = f"{out.name}  reward {steps[-1]['reward']:.2f}"
        bar.update(task, completed=len(steps), description=text)
