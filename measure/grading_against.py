"""How much processor time `grade` takes, beside another checkout of this repository.

    python measure/grading_against.py --data-dir DATA --against FOLDER [--responses 3000] [--seed 0]

Draws by seed from MATH answered by six models (fneval). Each recording is graded by the other
checkout and by this one, one after the other, so that both see the same machine. Counts the
processor time (user and system) of each command and of all processes that it starts.
"""

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from recorded import Recorded, fneval

HERE = Path(__file__).resolve().parents[1]


def write(responses: list[Recorded], path: Path) -> None:
    """Write responses as a file that `grade` reads."""
    with path.open("w", encoding="utf-8") as lines:
        for one in responses:
            row = {"id": one.row, "question": one.question, "gold": one.gold, "response": one.text}
            lines.write(json.dumps(row) + "\n")


def graded(checkout: Path, recording: Path, out: Path) -> tuple[float, float]:
    """Grade with a checkout: the seconds of processor time, and by the clock."""
    command = [sys.executable, "-m", "clipo_bench", "grade", str(recording), "--out", str(out)]
    command += ["--id", "id", "--gold", "gold", "--response", "response"]
    start = time.perf_counter()
    process = subprocess.Popen(
        command,
        cwd=checkout,
        env={**os.environ, "PYTHONPATH": str(checkout)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{checkout}: {' '.join(command)} exits {process.returncode}")
    return used.ru_utime + used.ru_stime, time.perf_counter() - start


def main() -> None:
    """Measure recording by recording and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data-dir", type=Path, required=True)
    parser.add_argument("--against", type=Path, required=True)
    parser.add_argument("--responses", type=int, default=3000)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    checkouts = {"theirs": options.against.resolve(), "ours": HERE}
    totals = dict.fromkeys(checkouts, 0.0)
    with tempfile.TemporaryDirectory() as scratch:
        for name, responses in fneval(options.data_dir):
            draw = random.Random(options.seed)  # noqa: S311  a sample, no secret
            chosen = draw.sample(responses, min(options.responses, len(responses)))
            recording = Path(scratch) / f"{name}.jsonl"
            write(chosen, recording)
            shown = []
            for whose, checkout in checkouts.items():
                used, clock = graded(checkout, recording, Path(scratch) / f"{whose}-{name}")
                totals[whose] += used
                shown.append(f"{whose} {used:.1f} s of processor time, {clock:.1f} s by the clock")
            print(f"{name}: {len(chosen)} responses; {'; '.join(shown)}", flush=True)
    print(f"ours takes {totals['ours'] / totals['theirs']:.3f} of theirs, {totals}")


if __name__ == "__main__":
    main()
