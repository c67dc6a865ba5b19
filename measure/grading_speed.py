"""How much faster grading is than Math-Verify alone, side by side on recorded responses.

    python measure/grading_speed.py --data-dir DATA [--responses 8000] [--rounds 3]

Draws responses by seed from three kinds of recordings: MATH problems answered by six runs
(fneval), GSM8K solved by four models, and MATH sampled by Qwen2.5-Math. Each round grades all
of them, chunk by chunk in turn, both ways:

- Math-Verify as its README shows, in one process: parse the gold, parse the response, verify;
- this grader with all its workers, which are warm; its memory is emptied before each round.

Prints n, the seconds of both, their ratio, and where this grader's time goes.
"""

import argparse
import logging
import random
import statistics
import time
from collections import Counter
from pathlib import Path

from math_verify import parse, verify
from recorded import fneval, gsm8k, sampled_math

from clipo_bench.tasks.answers import Grader
from clipo_bench.tasks.answers.pool import Judgement, Pool

SEED = 0
CHUNK = 500

Item = tuple[str, str]


def responses(data: Path) -> list[Item]:
    """Every recorded response with its gold."""
    return [
        (response.text, response.gold)
        for recordings in (fneval, gsm8k, sampled_math)
        for _, found in recordings(data)
        for response in found
    ]


def by_math_verify(item: Item) -> bool:
    """Judge as the library's README does; a gold has to be marked as LaTeX."""
    response, gold = item
    return bool(verify(parse(f"${gold}$"), parse(response)))


class CountingPool(Pool):
    """A pool that counts what it is asked."""

    def __init__(self, size: int) -> None:
        super().__init__(size)
        self.asked = Counter[str]()

    def equal(self, answer: str, gold: str, tolerance: float, seconds: float) -> Judgement:
        """Ask, and note how long it took."""
        found = super().equal(answer, gold, tolerance, seconds)
        self.asked["comparisons"] += 1
        self.asked["microseconds"] += int(found.seconds * 1e6)
        return found


def main() -> None:
    """Measure round by round and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data-dir", type=Path, required=True)
    parser.add_argument("--responses", type=int, default=8000)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    logging.disable(logging.CRITICAL)  # Math-Verify logs each text that it gives up
    draw = random.Random(SEED)  # noqa: S311  # a sample, no secret
    items = draw.sample(responses(options.data_dir), options.responses)
    by_math_verify((r"\boxed{x}", "x"))
    times: list[tuple[float, float]] = []
    for number in range(options.rounds):
        with Grader() as grader:
            pool = grader._pool = CountingPool(grader._pool.size)
            list(grader.map(lambda n: grader.equal(f"|x+{n}|", f"|{n}+x|"), range(4)))
            pool.asked.clear()
            ours = theirs = processor = 0.0
            right = [0, 0]
            for start in range(0, len(items), CHUNK):
                chunk = items[start : start + CHUNK]
                begin, worked = time.perf_counter(), time.process_time()
                right[0] += sum(v.correct for v in grader.map(lambda i: grader.grade(*i), chunk))
                middle = time.perf_counter()
                processor += time.process_time() - worked
                right[1] += sum(map(by_math_verify, chunk))
                ours += middle - begin
                theirs += time.perf_counter() - middle
            pool.close()
        times.append((ours, theirs))
        asked, seconds = pool.asked["comparisons"], pool.asked["microseconds"] / 1e6
        print(
            f"round {number + 1}: {len(items)} responses; ours {ours:.1f} s, {right[0]} right; "
            f"Math-Verify {theirs:.1f} s, {right[1]} right; ratio {theirs / ours:.1f}\n"
            f"  {asked} comparisons asked, so {1 - asked / len(items):.1%} settled without; "
            f"processor time: {processor:.1f} s here, {seconds:.1f} s in the workers",
            flush=True,
        )
    ratios = [theirs / ours for ours, theirs in times]
    print(
        f"ratio: median {statistics.median(ratios):.1f}, "
        f"range {min(ratios):.1f} to {max(ratios):.1f}, {len(ratios)} rounds"
    )


if __name__ == "__main__":
    main()
