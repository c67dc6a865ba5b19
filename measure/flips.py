"""Flip single bits of a journal and of a training's state: is any change silent?

    python measure/flips.py [--journal 3000] [--state 300] [--seed 0]

A flip in a journal is silent if a response comes back changed, or if all come back although the
file differs. A flip in ``state.pt`` is silent if the state is read all the same. Exits 1 if any is.
"""

import argparse
import contextlib
import io
import random
import sys
import tempfile
from collections import Counter
from pathlib import Path

from clipo_bench import evaluate, policy_path
from clipo_bench.bench_suite.evaluation.response_journal import open_responses
from clipo_bench.bench_suite.trainer import configure, train
from clipo_bench.bench_suite.trainer.checkpoint import read_state
from clipo_bench.tasks.errors import InputError


def flip(content: bytes, place: int) -> bytes:
    """The same bytes but for one bit."""
    flipped = bytearray(content)
    flipped[place // 8] ^= 1 << place % 8
    return bytes(flipped)


def journal_flips(folder: Path, count: int, rng: random.Random) -> Counter[str]:
    """What becomes of flips in the journal of a real run."""
    out = folder / "run"
    evaluate(policy_path(), "word_problems", out=out, samples=4, temperature=0.8, limit=5)
    content = (out / "responses.jsonl").read_bytes()
    with open_responses(out / "responses.jsonl") as journal:
        whole = {one.response.key: one for one in journal}
    path, seen = folder / "journal" / "responses.jsonl", Counter[str]()
    path.parent.mkdir()
    for _ in range(count):
        path.write_bytes(flip(content, rng.randrange(8 * len(content))))
        with contextlib.redirect_stderr(io.StringIO()):
            try:
                with open_responses(path) as journal:
                    found = {one.response.key: one for one in journal}
            except InputError:
                seen["refused"] += 1
                continue
        if any(whole.get(key) != one for key, one in found.items()) or found == whole:
            seen["silent"] += 1
        else:
            seen[f"{len(whole) - len(found)} asked again"] += 1
    return seen


def state_flips(folder: Path, count: int, rng: random.Random) -> Counter[str]:
    """What becomes of flips in the state of a real training."""
    out, seen = folder / "training", Counter[str]()
    settings = {"model": str(policy_path()), "steps": 1, "num_problems": 64}
    train(configure("sft", None, settings), out)
    state = out / "last" / "state.pt"
    content = state.read_bytes()
    for _ in range(count):
        state.write_bytes(flip(content, rng.randrange(8 * len(content))))
        try:
            read_state(out)
            seen["silent"] += 1
        except InputError:
            seen["refused"] += 1
    return seen


def main() -> None:
    """Flip and count."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--journal", type=int, default=3000)
    parser.add_argument("--state", type=int, default=300)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    rng = random.Random(options.seed)  # noqa: S311  # no secret
    with tempfile.TemporaryDirectory() as name:
        journal = journal_flips(Path(name), options.journal, rng)
        state = state_flips(Path(name), options.state, rng)
    print(f"{options.journal} flips in a journal: {dict(journal)}")
    print(f"{options.state} flips in state.pt: {dict(state)}")
    sys.exit(journal["silent"] + state["silent"] > 0)


if __name__ == "__main__":
    main()
