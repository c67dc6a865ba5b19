"""Grade recorded responses while workers are killed: does any verdict change?

    python measure/worker_kills.py --data-dir DATA [--responses 2000] [--kills 200] [--seed 0]

Kills a worker or the fork that compares, idle or busy, at random moments. A killed worker must
change no verdict. Prints how many differ from the undisturbed run.
"""

import argparse
import contextlib
import gzip
import json
import os
import random
import signal
import threading
import time
from pathlib import Path

from clipo_bench.tasks.answers import Grader
from clipo_bench.tasks.answers.extract import golds
from clipo_bench.tasks.errors import ExternalError

RECORDING = "fneval/outputs_Together_Eval_Qwen_Qwen1.5-72B_cot-True_fs-5.jsonl.gz"


def children(pid: int) -> list[int]:
    """The processes that a process has forked."""
    text = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="utf-8")
    return [int(word) for word in text.split()]


def kill_one(grader: Grader, rng: random.Random) -> bool:
    """Kill a worker of a grader's, or its fork; False if none ran."""
    with contextlib.suppress(OSError, AttributeError, IndexError):
        pid = rng.choice(grader._pool._workers)._process.pid
        # One that starts is spared nine times of ten: it would never come to answer.
        forks = children(pid)
        victims = [pid, *forks] if forks or rng.random() < 0.1 else []
        os.kill(rng.choice(victims), signal.SIGKILL)
        return True
    return False


def main() -> None:
    """Grade twice and compare."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data-dir", type=Path, required=True)
    parser.add_argument("--responses", type=int, default=2000)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    rng = random.Random(options.seed)  # noqa: S311
    with gzip.open(options.data_dir / RECORDING, "rt", encoding="utf-8") as lines:
        rows = rng.sample([json.loads(line) for line in lines], options.responses)

    def grade_all(grader: Grader) -> list[tuple[str, str | None, str]]:
        def judge(row: dict[str, str]) -> tuple[str, str | None, str]:
            while True:
                with contextlib.suppress(ExternalError):  # killed too often: the user is told
                    verdict = grader.grade(row["completion"], golds(row["gold"])[-1])
                    return verdict.outcome.value, verdict.extracted, verdict.matched

        return list(grader.map(judge, rows))

    with Grader() as grader:
        expected = grade_all(grader)
    kills, rounds, found = 0, 0, []
    while kills < options.kills:  # a run of its own each time: a grader remembers
        with Grader() as grader:
            stop = threading.Event()

            def disturb(grader: Grader = grader, stop: threading.Event = stop) -> None:
                nonlocal kills
                while kills < options.kills and not stop.wait(rng.uniform(0, 0.3)):
                    kills += kill_one(grader, rng)

            killer = threading.Thread(target=disturb)
            killer.start()
            started = time.perf_counter()
            found = grade_all(grader)
            stop.set()
            killer.join()
        rounds += 1
        differing = [pair for pair in zip(expected, found, strict=True) if pair[0] != pair[1]]
        print(
            f"round {rounds}: {kills} kills so far, {len(differing)} of {len(rows)} verdicts "
            f"differ, {time.perf_counter() - started:.0f} s; {differing[:3]}",
            flush=True,
        )


if __name__ == "__main__":
    main()
