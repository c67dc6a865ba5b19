"""The quickstart: the main job on what the repository holds, as the commands a user would type."""

import json
import os
import shlex
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from bench_suite.console import progress, stderr
from bench_suite.trainer import configure, policy_path
from bench_suite.trainer.files import LAST, METRICS

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

BENCHMARK = "word_problems"
POLL_SECONDS = 0.5


def quickstart(folder: Path, seed: int) -> Path:
    """Train the tiny policy with GRPO and GRPO + CLIPO, and compare all three.

    Every step is a command of ours, shown before it runs. What an earlier start finished
    is not done again.

    Args:
        folder: where everything goes.
        seed: of the training and of the variants.

    Returns:
        The report's path.

    Raises:
        SystemExit: a step failed, with its exit code; it has said why.
    """
    variants, runs, report = folder / "variants", folder / "runs", folder / "report.html"
    trainings = {"grpo": [], "grpo-clipo": ["--contrastive"]}
    kinds = ["--kinds", "numbers,symbols"]
    _run(["perturb", BENCHMARK, *kinds, "--seed", str(seed), "--out", str(variants)])
    _train(
        {
            folder / name: [
                "train", "--method", "grpo", "--preset", "tiny", "--seed", str(seed), *extra,
                "--out", str(folder / name), "--resume",
            ]
            for name, extra in trainings.items()
        },
        folder,
    )  # fmt: skip
    policies = {"base": policy_path()} | {name: folder / name / LAST for name in trainings}
    for name, policy in policies.items():
        run = ["--variants", str(variants), "--batch-size", "128", "--out", str(runs / name)]
        _run(["eval", "--model", str(policy), *run])
    _run(["report", *(str(runs / name) for name in policies), "-o", str(report)])
    return report


def _command(arguments: Sequence[str]) -> list[str]:
    stderr().print(f"\n$ clipo-bench {shlex.join(arguments)}", style="bold", soft_wrap=True)
    return [sys.executable, "-m", "bench_suite.cli", *arguments]


def _run(arguments: Sequence[str]) -> None:
    code = subprocess.run(_command(arguments), check=False).returncode  # noqa: S603
    if code:
        sys.exit(code)


def _train(commands: dict[Path, list[str]], folder: Path) -> None:
    """Run trainings side by side, a thread each: on two cores that is as fast as one alone."""
    environment = os.environ | {"OMP_NUM_THREADS": "1"}
    running: dict[Path, subprocess.Popen[bytes]] = {}
    folder.mkdir(parents=True, exist_ok=True)
    try:
        for out, arguments in commands.items():
            with _log(out).open("wb") as log:
                running[out] = subprocess.Popen(  # noqa: S603
                    _command(arguments), stdout=log, stderr=log, env=environment
                )
        _watch(running)
    except KeyboardInterrupt:
        for process in running.values():  # they end their step and save it
            process.send_signal(signal.SIGINT)
        for process in running.values():
            process.wait()
        raise
    finally:
        for process in running.values():
            process.terminate()
            process.wait()


def _watch(running: "dict[Path, subprocess.Popen[bytes]]") -> None:
    total = configure("grpo", "tiny").steps
    with progress() as bar:
        shown = {out: bar.add_task(out.name, total=total) for out in running}
        while any(process.poll() is None for process in running.values()):
            for out in running:
                _show(bar, shown[out], out, out / METRICS)
            time.sleep(POLL_SECONDS)
        for out, process in running.items():
            if process.returncode:
                sys.stderr.write(_log(out).read_text(errors="replace")[-2000:])
                sys.exit(process.returncode)
            _show(bar, shown[out], out, out / METRICS)


def _show(bar: "Progress", task: "TaskID", out: Path, metrics: Path) -> None:
    if not metrics.exists():
        return
    # The last line may still be being written: it is whole once its line break is there.
    whole, _, _ = metrics.read_text(encoding="utf-8").rpartition("\n")
    steps = [step for step in map(json.loads, whole.splitlines()) if step["phase"] == "train"]
    if steps:
        text = f"{out.name}  reward {steps[-1]['reward']:.2f}"
        bar.update(task, completed=len(steps), description=text)


def _log(out: Path) -> Path:
    return out.with_name(f"{out.name}.log")
