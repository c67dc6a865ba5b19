"""The quickstart: the main job on what the repository holds, as the commands a user would type."""

import json
import os
import shlex
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from bench_suite.console import progress, stderr
from bench_suite.trainer import make_config, policy_path, unfinished
from bench_suite.trainer.config import CONFIG, read_settings
from bench_suite.trainer.metrics import METRICS
from tasks.errors import InputError

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
        InputError: the folder holds another training.
        SystemExit: a step failed, with its exit code; it has said why.
    """
    variants, runs, report = folder / "variants", folder / "runs", folder / "report.html"
    policies = {"base": policy_path(), "grpo": folder / "grpo", "grpo-clipo": folder / "grpo-clipo"}
    kinds = ["--kinds", "numbers,symbols"]
    _run(["perturb", BENCHMARK, *kinds, "--seed", str(seed), "--out", str(variants)])
    commands: dict[Path, list[str]] = {}
    for name, contrastive in (("grpo", False), ("grpo-clipo", True)):
        out = policies[name]
        if not _trained(out, seed, contrastive):
            line = ["train", "--method", "grpo", "--preset", "tiny", "--seed", str(seed)]
            commands[out] = [*line, *(["--contrastive"] if contrastive else []), "--out", str(out)]
    _train(commands, folder)
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


def _trained(out: Path, seed: int, contrastive: bool) -> bool:
    """Whether an earlier start has finished this very training."""
    if not out.exists():
        return False
    wanted = make_config("grpo", "tiny", {"seed": seed, "contrastive": contrastive})
    if read_settings(out / CONFIG) != asdict(wanted):
        raise InputError(f"{out} holds another training: remove it, or give --out another name")
    return True


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
    finally:
        for process in running.values():
            process.terminate()
            process.wait()


def _watch(running: "dict[Path, subprocess.Popen[bytes]]") -> None:
    total = make_config("grpo", "tiny").steps
    with progress() as bar:
        shown = {out: bar.add_task(out.name, total=total) for out in running}
        while any(process.poll() is None for process in running.values()):
            for out, process in running.items():
                _show(bar, shown[out], out, unfinished(out, process.pid) / METRICS)
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
