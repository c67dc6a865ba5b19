"""Let the tiny policy learn, and see by how much it gets better on problems it never saw.

    OMP_NUM_THREADS=1 python measure/learning.py [--at-once 2] [--contrastive] [--json FILE]

`clipo-bench train --method grpo --preset tiny` as it is, with three seeds that were fixed before
the first run; greedy accuracy before and after on 2000 test problems that nothing else uses.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from functools import cache, partial
from pathlib import Path
from statistics import fmean, stdev
from typing import Any

import torch
from scipy import stats
from statsmodels.stats.proportion import proportion_confint

from clipo_bench.bench_suite.console import quiet_libraries
from clipo_bench.bench_suite.trainer import policy_path
from clipo_bench.bench_suite.trainer.files import LAST
from clipo_bench.bench_suite.trainer.policy.policy import load_policy
from clipo_bench.bench_suite.trainer.rewards import verify
from clipo_bench.bench_suite.trainer.sampling.decode import sample
from clipo_bench.tasks import word_problems
from clipo_bench.tasks.answers import Grader

SEEDS = (101, 102, 103)
PROBLEMS, PROBLEMS_SEED = 2000, 5005
BATCH, MAX_TOKENS = 250, 128


@cache
def accuracy(model: Path, count: int) -> tuple[float, int]:
    """Greedy accuracy on the test problems, and how many there are."""
    policy = load_policy(str(model))
    problems = word_problems.problems("test", count, PROBLEMS_SEED)
    right = 0
    with Grader(mode="paper") as grader:
        for start in range(0, count, BATCH):
            batch = problems[start : start + BATCH]
            rollouts = sample(
                policy,
                [policy.prompt(problem) for problem in batch],
                group=1,
                max_tokens=MAX_TOKENS,
                temperature=0,
                generator=torch.Generator(policy.device),
            )
            right += int(verify(grader, batch, rollouts).sum())
    return right / count, count


def train(
    folder: Path, seed: int, *, contrastive: bool, more: list[str]
) -> tuple[Path, float, float]:
    """Train in a process of its own: the checkpoint, the command's seconds, those of its CPU."""
    out = folder / f"{'contrastive' if contrastive else 'base'}-{seed}"
    command = [
        sys.executable, "-P", "-m", "clipo_bench", "train", "--method", "grpo", "--preset", "tiny",
        "--seed", str(seed), "--out", str(out), *(["--contrastive"] if contrastive else []), *more,
    ]  # fmt: skip
    start = time.perf_counter()
    with (folder / f"{out.name}.log").open("w+", encoding="utf-8") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log)
        _, status, used = os.wait4(process.pid, 0)  # and what it has used
        process.returncode = os.waitstatus_to_exitcode(status)
        log.seek(0)
        if process.returncode:
            raise RuntimeError(f"{' '.join(command)}\n{log.read()[-2000:]}")
    return out / LAST, time.perf_counter() - start, used.ru_utime + used.ru_stime


def wilson(share: float, n: int) -> list[float]:
    """Wilson's 95 % interval."""
    low, high = proportion_confint(round(share * n), n, method="wilson")
    return [round(float(low), 4), round(float(high), 4)]


def measure(
    *, contrastive: bool, at_once: int, count: int = PROBLEMS, more: list[str] | None = None
) -> dict[str, Any]:
    """Train with each seed and evaluate.

    Args:
        contrastive: with the contrastive reward.
        at_once: runs side by side.
        count: test problems.
        more: further options of `clipo-bench train`.
    """
    before, n = accuracy(policy_path(), count)
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(at_once) as pool:
        run = partial(train, Path(folder), contrastive=contrastive, more=more or [])
        runs = [
            {
                "seed": seed,
                "accuracy": accuracy(model, n)[0],
                "seconds": round(seconds, 1),
                "cpu_seconds": round(cpu, 1),
            }
            for seed, (model, seconds, cpu) in zip(SEEDS, list(pool.map(run, SEEDS)), strict=True)
        ]
    for found in runs:
        found["interval"] = wilson(found["accuracy"], n)
    gains = [found["accuracy"] - before for found in runs]
    half = stats.t.ppf(0.975, len(gains) - 1) * stdev(gains) / len(gains) ** 0.5
    return {
        "problems": n,
        "before": before,
        "before_interval": wilson(before, n),
        "runs": runs,
        "gain": round(fmean(gains), 4),
        "gain_interval_over_seeds": [round(fmean(gains) - half, 4), round(fmean(gains) + half, 4)],
    }


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--at-once", type=int, default=2)
    parser.add_argument("--contrastive", action="store_true")
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    quiet_libraries()
    found = measure(contrastive=options.contrastive, at_once=options.at_once)
    print(json.dumps(found, indent=1))
    if options.json:
        options.json.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
