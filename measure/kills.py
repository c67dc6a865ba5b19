"""Kill an evaluation with SIGKILL at random moments: is anything lost, doubled or changed?

    python measure/kills.py [--problems 200] [--samples 4] [--kills 20] [--seed 0]

Asks the shipped policy once undisturbed, once killed after random numbers of new responses or while
it starts, and once in four shards of which one is killed. Exits 1 unless the journals hold the same
responses, each once, and the samples are equal.
"""

import argparse
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from pathlib import Path

from clipo_bench import evaluate, merge_runs, policy_path
from clipo_bench.bench_suite.evaluation.response_journal import RecordedResponse
from clipo_bench.tasks.storage.run_folder import read_samples

SHARDS = 4
KILLED_SHARD = 2
STARTING = 0.15
"""The share of kills that come by the clock, mostly before the first response."""


def run(options: argparse.Namespace, out: Path, shard: str | None) -> int:
    """Start an evaluation in a process of its own; its id.

    One prompt at a time, so that no batch rounds otherwise than before. The process is forked, so
    that killing it twenty times does not import everything twenty times.
    """
    if process := os.fork():
        return process
    code = 1
    try:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, 1)
        os.dup2(nowhere, 2)
        evaluate(
            policy_path(), "word_problems", out=out, shard=shard, limit=options.problems,
            samples=options.samples, temperature=0.8, max_tokens=3, batch_size=1,
        )  # fmt: skip
        code = 0
    finally:
        os._exit(code)


def finish(process: int) -> None:
    """Wait for an evaluation that has to end well."""
    _, status = os.waitpid(process, 0)
    if status:
        sys.exit(f"the evaluation ended with {status}")


def lines(out: Path) -> int:
    """How many responses the journal holds."""
    journal = out / "responses.jsonl"
    return journal.read_bytes().count(b"\n") if journal.exists() else 0


def kill_one(process: int, out: Path, more: int, seconds: float | None) -> None:
    """Kill after so many new responses, or after so many seconds."""
    before, start = lines(out), time.monotonic()
    while os.waitpid(process, os.WNOHANG)[0] == 0:
        time.sleep(0.002)
        late = time.monotonic() - start >= seconds if seconds else lines(out) >= before + more
        if late:
            os.kill(process, signal.SIGKILL)
            os.waitpid(process, 0)
            return


def responses(folder: Path) -> dict[str, RecordedResponse]:
    """The journal, in which no sample may stand twice."""
    found: dict[str, RecordedResponse] = {}
    for line in (folder / "responses.jsonl").read_bytes().splitlines():
        one = RecordedResponse.from_json(line)
        if one.response.key in found:
            sys.exit(f"{folder}: {one.sample} is there twice")
        found[one.response.key] = one
    return found


def compare(name: str, folder: Path, whole: Path) -> None:
    """Fail unless two runs are the same."""
    if responses(folder) != responses(whole):
        sys.exit(f"{name}: the journal holds other responses")
    if read_samples(folder) != read_samples(whole):
        sys.exit(f"{name}: the samples differ")
    print(f"{name}: {len(responses(folder))} responses, nothing lost, doubled or changed")


def main() -> None:
    """Run, kill and compare."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--problems", type=int, default=200)
    parser.add_argument("--samples", type=int, default=4)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    rng = random.Random(options.seed)  # noqa: S311  # no secret
    folder = Path(tempfile.mkdtemp(prefix="kills-"))
    whole, killed = folder / "whole", folder / "killed"
    import lm_eval.evaluator  # noqa: F401  # once, for all that are forked
    import torch
    import transformers  # noqa: F401

    torch.set_num_threads(1)  # a fork has none of the others

    start = time.monotonic()
    finish(run(options, whole, None))
    print(f"undisturbed: {time.monotonic() - start:.0f} s")
    total = options.problems * options.samples
    for _ in range(options.kills):
        more = rng.randint(1, max(1, 2 * total // (options.kills + 2)))
        seconds = rng.uniform(0.02, 1) if rng.random() < STARTING else None
        kill_one(run(options, killed, None), killed, more, seconds)
        print(f"killed with {lines(killed)} of {total} responses")
    finish(run(options, killed, None))
    compare(f"{options.kills} kills", killed, whole)
    shards = [folder / f"shard{number}" for number in range(1, SHARDS + 1)]
    for number, shard in enumerate(shards, 1):
        part = f"{number}/{SHARDS}"
        if number == KILLED_SHARD:
            kill_one(run(options, shard, part), shard, rng.randint(1, total // 8), None)
            print(f"shard {part} killed with {lines(shard)} responses")
        finish(run(options, shard, part))
    merge_runs(shards, folder / "merged")
    compare(f"{SHARDS} shards, one killed", folder / "merged", whole)
    shutil.rmtree(folder)


if __name__ == "__main__":
    main()
