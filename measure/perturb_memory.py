"""Peak memory of `clipo-bench perturb` against the number of problems and of variants.

    python measure/perturb_memory.py --data-dir DATA

Runs the command with one worker, so that all happens in one process, and prints that process's
`ru_maxrss`. Exits 1 if ten variants a problem take a quarter more than one, or if an own file's
problem takes more than 2 KiB.
"""

import argparse
import json
import os
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

MORE_BAR = 1.25
PROBLEM_BAR = 2.0
FEW, MANY = 2_000, 80_000
QUESTION = (
    "Which fruit is number {} on the list that hangs in the kitchen of the old house by the sea?"
)
FRUITS = ("fig", "plum", "pear", "lime", "kiwi")


def peak(arguments: Sequence[object], folder: Path) -> float:
    """The command's peak in MiB."""
    command = [
        sys.executable,
        "-P",
        "-m",
        "clipo_bench",
        "perturb",
        *map(str, arguments),
        "--json",
    ]
    process = os.posix_spawn(
        sys.executable,
        [*command, "--out", str(folder / "set")],
        os.environ,
        file_actions=[
            (os.POSIX_SPAWN_OPEN, 1, str(folder / "out"), os.O_CREAT | os.O_WRONLY, 0o644)
        ],
    )
    _, status, usage = os.wait4(process, 0)
    assert status == 0, f"{command} failed"
    return usage.ru_maxrss / 1024


def measured(name: str, arguments: Sequence[object]) -> float:
    """Print the peak of one run, and return it."""
    with tempfile.TemporaryDirectory() as folder:
        found = peak(arguments, Path(folder))
    print(f"{name:40} {found:6.0f} MiB", flush=True)
    return found


def own_file(path: Path, count: int) -> Path:
    """A file of so many problems with options."""
    with path.open("w", encoding="utf-8") as lines:
        for number in range(count):
            choices = [f"{fruit} {number}" for fruit in FRUITS]
            problem = {"question": QUESTION.format(number), "answer": "B", "choices": choices}
            lines.write(json.dumps(problem) + "\n")
    return path


def main() -> int:
    """Run all of it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data-dir", type=Path, required=True)
    data = parser.parse_args().data_dir
    good = True
    for name, kind in (("math500", "symbols"), ("gsm8k", "numbers")):
        options = (name, "--data-dir", data, "--kinds", kind)
        one, ten = (measured(f"{name} {kind} -k {k}", (*options, "-k", k)) for k in (1, 10))
        good &= ten < MORE_BAR * one
    with tempfile.TemporaryDirectory() as folder:
        few, many = (
            measured(
                f"own file of {count} choices -k 1",
                (own_file(Path(folder) / f"own{count}.jsonl", count), "--kinds", "choices"),
            )
            for count in (FEW, MANY)
        )
    each = (many - few) * 1024 / (MANY - FEW)
    print(f"a problem more takes {each:.2f} KiB")
    return 0 if good and each < PROBLEM_BAR else 1


if __name__ == "__main__":
    sys.exit(main())
