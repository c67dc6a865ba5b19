"""Grade recorded responses twice, once beside busy processes: does any verdict change?

    python measure/grading_load.py --data-dir DATA [--responses 40000] [--busy 6] [--seed 0]

What formulas may take is counted in processor time, so no verdict should depend on what else the
machine does. Draws by seed from MATH answered by six models (fneval) and sampled by Qwen2.5-Math;
each pass has a grader of its own, which remembers nothing. Prints the verdicts that differ, how
many timed out, and what both passes took. Exits 1 if a verdict differs.
"""

import argparse
import multiprocessing
import random
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from recorded import Recorded, fneval, sampled_math

from clipo_bench.tasks.answers import Grader, Verdict
from clipo_bench.tasks.answers.extract import golds


def work() -> None:
    """Keep a core busy until ended."""
    while True:
        sum(number * number for number in range(10_000))


@contextmanager
def busy(count: int) -> Iterator[None]:
    """So many busy processes beside what is done meanwhile."""
    processes = [multiprocessing.Process(target=work, daemon=True) for _ in range(count)]
    for process in processes:
        process.start()
    try:
        yield
    finally:
        for process in processes:
            process.kill()
            process.join()


def graded(responses: list[Recorded], name: str) -> list[Verdict]:
    """Grade all with a new grader, and print how long it took."""
    start, worked = time.perf_counter(), time.process_time()
    with Grader() as grader:
        verdicts = list(grader.map(lambda r: grader.grade(r.text, golds(r.gold)[-1]), responses))
    timeouts = sum(verdict.outcome == "timeout" for verdict in verdicts)
    print(
        f"{name}: {len(verdicts)} verdicts, {timeouts} timeouts, "
        f"{time.perf_counter() - start:.0f} s by the clock, "
        f"{time.process_time() - worked:.0f} s of processor time in this process",
        flush=True,
    )
    return verdicts


def main() -> int:
    """Grade twice and compare."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data-dir", type=Path, required=True)
    parser.add_argument("--responses", type=int, default=40_000)
    parser.add_argument("--busy", type=int, default=6)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    found = [
        response
        for recordings in (fneval, sampled_math)
        for _, responses in recordings(options.data_dir)
        for response in responses
    ]
    draw = random.Random(options.seed)  # noqa: S311  a sample, no secret
    responses = draw.sample(found, min(options.responses, len(found)))
    alone = graded(responses, "alone")
    with busy(options.busy):
        beside = graded(responses, f"beside {options.busy} busy processes")
    differing = [
        (response, one, other)
        for response, one, other in zip(responses, alone, beside, strict=True)
        if one != other
    ]
    for response, one, other in differing:
        print(f"row {response.row}, gold {response.gold!r:.60}: {one} alone, {other} beside")
    print(f"{len(differing)} of {len(responses)} verdicts differ")
    return int(bool(differing))


if __name__ == "__main__":
    sys.exit(main())
