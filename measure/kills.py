"""Kill an evaluation with SIGKILL at random moments: is anything lost, doubled or changed?

    python measure/kills.py [--problems 200] [--samples 4] [--kills 20] [--seed 0]

Asks the shipped policy once undisturbed, once killed after random numbers of new responses or while
it starts, and once in four shards of which one is killed. Exits 1 unless the journals hold the same
responses, each once, and the samples are equal.
"""

import argparse
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from clipo_bench import merge_runs
from clipo_bench.bench_suite.evaluation.response_journal import RecordedResponse
from clipo_bench.tasks.storage.run_folder import read_samples

SHARDS = 4
STARTING = 0.15
"""The share of kills that come while the process starts."""


def command(options: argparse.Namespace, out: Path, *more: str) -> list[str]:
    """One evaluation. One prompt at a time, so that no batch rounds otherwise than before."""
    return [
        sys.executable, "-P", "-m", "clipo_bench", "eval", "--model", "tiny",
        "--tasks", "word_problems", "--limit", str(options.problems),
        "--samples", str(options.samples), "--temperature", "0.8", "--max-tokens", "24",
        "--batch-size", "1", "--out", str(out), *more,
    ]  # fmt: skip


def lines(out: Path) -> int:
    """How many responses the journal holds."""
    journal = out / "responses.jsonl"
    return journal.read_bytes().count(b"\n") if journal.exists() else 0


def kill_one(call: list[str], out: Path, more: int, seconds: float | None) -> None:
    """Start, and kill after so many new responses, or after so many seconds."""
    before, start = lines(out), time.monotonic()
    process = subprocess.Popen(call, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while process.poll() is None:
        time.sleep(0.005)
        late = time.monotonic() - start >= seconds if seconds else lines(out) >= before + more
        if late:
            process.send_signal(signal.SIGKILL)
    process.wait()


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

    def run(out: Path, *more: str) -> None:
        call = command(options, out, *more)
        subprocess.run(call, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)

    start = time.monotonic()
    run(whole)
    print(f"undisturbed: {time.monotonic() - start:.0f} s")
    total = options.problems * options.samples
    for _ in range(options.kills):
        more = rng.randint(1, max(1, 2 * total // (options.kills + 2)))
        seconds = rng.uniform(0.2, 6) if rng.random() < STARTING else None
        kill_one(command(options, killed), killed, more, seconds)
        print(f"killed with {lines(killed)} of {total} responses")
    run(killed)
    compare(f"{options.kills} kills", killed, whole)
    shards = [folder / f"shard{number}" for number in range(1, SHARDS + 1)]
    for number, shard in enumerate(shards, 1):
        part = ("--shard", f"{number}/{SHARDS}")
        if number == 2:
            kill_one(command(options, shard, *part), shard, rng.randint(1, total // 8), None)
            print(f"shard {part[1]} killed with {lines(shard)} responses")
        run(shard, *part)
    merge_runs(shards, folder / "merged")
    compare(f"{SHARDS} shards, one killed", folder / "merged", whole)
    shutil.rmtree(folder)


if __name__ == "__main__":
    main()
