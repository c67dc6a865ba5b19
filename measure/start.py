"""Time the start: `clipo-bench --help`, and a whole small evaluation against plain lm-eval's.

    python measure/start.py [--runs 5] [--problems 20]

The two evaluations alternate, A B A B, so that a noisy machine slows both alike; both use the
same model, tasks, problems and generation settings. Wall-clock seconds of whole processes.
"""

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from clipo_bench.bench_suite.trainer import policy_path
from clipo_bench.tasks.harness import yaml_folder

BIN = Path(sys.executable).parent


def seconds(command: list[str]) -> float:
    """Run a command to its end and time it."""
    start = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True)
    return time.perf_counter() - start


def main() -> None:
    """Measure and print medians with their range, and the ratio pair by pair."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--problems", type=int, default=20)
    options = parser.parse_args()
    model, limit = str(policy_path()), str(options.problems)
    ours_program, theirs_program = str(BIN / "clipo-bench"), str(BIN / "lm_eval")
    times: dict[str, list[float]] = {"--help": [], "clipo-bench eval": [], "lm_eval run": []}
    for _ in range(options.runs):
        times["--help"].append(seconds([ours_program, "--help"]))
        with tempfile.TemporaryDirectory() as folder:
            out = ["--out", f"{folder}/run"]
            ours = ["eval", "--model", model, "--tasks", "word_problems", "--limit", limit, *out]
            times["clipo-bench eval"].append(seconds([ours_program, *ours]))
            theirs = [
                "run", "--model", "hf", "--model_args", f"pretrained={model},dtype=float32",
                "--include_path", str(yaml_folder()), "--tasks", "clipo_word_problems",
                "--limit", limit, "--batch_size", "32", "--output_path", f"{folder}/lm_eval",
                "--log_samples",
            ]  # fmt: skip
            times["lm_eval run"].append(seconds([theirs_program, *theirs]))
    for name, values in times.items():
        print(
            f"{name:17} median {statistics.median(values):6.2f} s  "
            f"(min {min(values):.2f}, max {max(values):.2f}, n = {len(values)})"
        )
    pairs = zip(times["clipo-bench eval"], times["lm_eval run"], strict=True)
    ratios = [ours_time / theirs_time for ours_time, theirs_time in pairs]
    print(
        f"eval / lm_eval    median {statistics.median(ratios):6.2f}    "
        f"(min {min(ratios):.2f}, max {max(ratios):.2f})"
    )


if __name__ == "__main__":
    main()
