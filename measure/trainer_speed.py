"""Time a step of our trainer against TRL's `GRPOTrainer`, and what the contrastive part adds.

    OMP_NUM_THREADS=1 python measure/trainer_speed.py [--pairs 12] [--json FILE]

The tiny policy with its preset: 16 prompts x 8 responses of at most 40 tokens. One process; the
steps alternate (`train_sides.py`). Once with TRL's own sampling, once with our responses forced
on it, so that both do exactly the same; the learning rate is as good as zero, so that both stay
at the start. The first two pairs are not counted.
"""

import argparse
import json
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from typing import Any

import torch
from train_sides import OurSide, Step, time_contrastive, time_pairs

from clipo_bench.bench_suite.console import quiet_libraries
from clipo_bench.bench_suite.trainer import configure, policy_path
from clipo_bench.bench_suite.trainer.policy.policy import load_policy
from clipo_bench.tasks import word_problems

WARM = 2
STILL = 1e-9  # a learning rate at which nothing moves


def summarise(
    pairs: Sequence[tuple[Step, Step]], names: tuple[str, str]
) -> dict[str, dict[str, float]]:
    """Medians of both, and the ratio first / second pair by pair with its range."""
    counted = pairs[WARM:]
    found: dict[str, Any] = {"n": len(counted)}
    for part in ("seconds", "sampling", "rest"):
        ratios = [getattr(a, part) / getattr(b, part) for a, b in counted]
        found[f"ratio_{part}"] = {
            "median": round(median(ratios), 3),
            "least": round(min(ratios), 3),
            "most": round(max(ratios), 3),
        }
    for place, name in enumerate(names):
        steps = [pair[place] for pair in counted]
        found[name] = {
            "seconds": round(median(step.seconds for step in steps), 4),
            "sampling": round(median(step.sampling for step in steps), 4),
            "rest": round(median(step.rest for step in steps), 4),
            "tokens": round(median(step.tokens for step in steps)),
        }
    return found


def show(title: str, found: dict[str, Any], names: tuple[str, str]) -> None:
    """Print a summary."""
    print(f"{title} (n = {found['n']})")
    print(f"  {'':12}  step, s  sampling    rest  tokens")
    for name in names:
        row = found[name]
        print(
            f"  {name:12} {row['seconds']:8.3f} {row['sampling']:9.3f} {row['rest']:7.3f}"
            f" {row['tokens']:7}"
        )
    for part in ("seconds", "sampling", "rest"):
        row = found[f"ratio_{part}"]
        print(f"  ratio of {part:8} {row['median']:.3f} ({row['least']:.3f} to {row['most']:.3f})")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pairs", type=int, default=12, help="counted ones")
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    quiet_libraries()
    config = configure("grpo", "tiny", {"learning_rate": STILL})
    problems = word_problems.problems("train", config.num_problems, seed=1)
    found: dict[str, Any] = {"threads": torch.get_num_threads()}
    count = options.pairs + WARM

    for same in (True, False):
        ours, theirs = (load_policy(str(policy_path())) for _ in range(2))
        pairs = time_pairs(
            OurSide(config, ours, problems), theirs, problems, pairs=count, same=same
        )
        title = "ours / TRL, " + ("the same responses" if same else "each its own responses")
        found[title] = summarise(pairs, ("ours", "trl"))
        show(title, found[title], ("ours", "trl"))

    side = OurSide(config, load_policy(str(policy_path())), problems)
    names = ("contrastive", "base")
    pairs = [
        (extra, base) for base, extra in time_contrastive(side, pairs=2 * options.pairs + WARM)
    ]
    found["contrastive / base"] = summarise(pairs, names)
    show("with / without the contrastive reward", found["contrastive / base"], names)
    if options.json:
        options.json.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
