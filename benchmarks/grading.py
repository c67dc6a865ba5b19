"""How well grading does on recorded responses of real models, and how fast.

    python benchmarks/grading.py --data-dir ../shared/data

Prints one row per check with what was measured and what was expected, and exits 1 if one
misses. Needs the recordings that docs name: fneval, gsm8k, math-verify, qwen25-math, clipo.
"""

import argparse
import gzip
import json
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from tasks.answers import Grader, Outcome
from tasks.steps import check_steps

RECORDED_RIGHT = {
    "6b_finetuning": 286,
    "6b_verification": 515,
    "175b_finetuning": 458,
    "175b_verification": 742,
}
HOSTILE = {
    "tower of powers": r"\boxed{5^{5^{5^{5^5}}}}",
    "long response": "so x + 1 = 2, and " * 6000 + r"\boxed{2}",
    "long answer": r"\boxed{" + "x+" * 50_000 + "1}",
    "nested braces": r"\boxed{" + "{" * 10_000 + "}" * 10_000 + "}",
    "nested boxes": r"\boxed{" * 10_000 + "}" * 10_000,
    "open boxes": r"\boxed{" * 10_000,
    "null bytes": "\x00" * 1000 + "\\boxed{\x00 5 \x00}",
    "factorial tower": r"\boxed{((((9!)!)!)!)!}",
    "long list": r"\boxed{" + ",".join(rf"\sqrt{{{n}}}" for n in range(64)) + "}",
}


@dataclass(frozen=True, slots=True)
class Check:
    """One measured figure, beside what is expected of it."""

    name: str
    measured: str
    expected: str
    good: bool


def read(path: Path) -> Iterator[dict[str, Any]]:
    """The rows of a file of JSON lines, gzipped or not."""
    with (gzip.open if path.suffix == ".gz" else open)(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def gsm8k_flags(data: Path, grader: Grader) -> Iterator[Check]:
    """Our verdicts against the flags recorded with four models' solutions."""
    rows = list(read(data / "gsm8k" / "example_model_solutions.jsonl"))
    for model, right in RECORDED_RIGHT.items():
        marks = [
            (grader.grade(row[model]["solution"], row["ground_truth"]).correct, row[model])
            for row in rows
        ]
        differ = sum(mark != answer["is_correct"] for mark, answer in marks)
        total = sum(mark for mark, _ in marks)
        measured = f"{total} right, {differ} of {len(rows)} differ"
        yield Check(f"gsm8k {model}", measured, f"{right}, 0", (total, differ) == (right, 0))


def fneval(data: Path, grader: Grader) -> Iterator[Check]:
    """Accuracy of whole recorded runs, originals and renumbered; GPT-4's has a known range."""
    for path in sorted((data / "fneval").glob("outputs_*.jsonl.gz")):
        rows = list(read(path))
        start = time.monotonic()
        marks: dict[bool, list[bool]] = {True: [], False: []}
        for row in rows:
            mark = grader.grade(row["completion"], row["gold"]).correct
            marks[row["kind"] == "static"].append(mark)
        seconds = time.monotonic() - start
        static, renumbered = (sum(marks[kind]) / len(marks[kind]) for kind in (True, False))
        known = "gpt-4_" in path.name
        yield Check(
            path.name.removeprefix("outputs_").removesuffix(".jsonl.gz"),
            f"static {static:.2%}, renumbered {renumbered:.2%}, {len(rows)} in {seconds:.0f} s",
            "static 49 % to 54 %, under 60 s" if known else "",
            not known or (0.49 <= static <= 0.54 and seconds < 60),
        )


def labelled_pairs(data: Path, grader: Grader) -> Iterator[Check]:
    """Agreement with the labels of two other graders' test suites, suspect ones left out."""
    for name in ("pairs", "nemo_skills_pairs"):
        rows = [
            row
            for row in read(data / "math-verify" / f"{name}.jsonl")
            if not row.get("label_suspect")
        ]
        agreed = sum(
            grader.grade(str(row["pred"]), str(row["gold"])).correct == bool(row["expected"])
            for row in rows
        )
        share = agreed / len(rows)
        yield Check(f"math-verify {name}", f"{agreed} of {len(rows)}, {share:.1%}", "", True)


def sampled_math(data: Path, grader: Grader) -> Iterator[Check]:
    """100 MATH problems with 8 samples each, of which 728 are recorded as right."""
    right = differ = 0
    for row in read(data / "qwen25-math" / "math_cot_100.jsonl"):
        for response, flag in zip(row["code"], row["score"], strict=True):
            mark = grader.grade(response, row["gt"]).correct
            right += mark
            differ += mark != flag
    yield Check("qwen2.5-math 100 x 8", f"{right} right, {differ} differ", "728", right >= 720)


def golds(data: Path, grader: Grader) -> Iterator[Check]:
    """Every gold of the benchmarks, boxed, is its own right answer."""
    import pyarrow.parquet as pq

    for path in sorted((data / "clipo" / "test").glob("*.parquet")):
        column = pq.read_table(path, columns=["reward_model"])["reward_model"].to_pylist()
        texts = sorted({str(row["ground_truth"]) for row in column})
        wrong = [gold for gold in texts if not grader.grade(f"\\boxed{{{gold}}}", gold).correct]
        measured = f"{len(texts) - len(wrong)} of {len(texts)} golds"
        yield Check(f"golds {path.stem}", measured, "all", not wrong)


def hostile(data: Path, grader: Grader) -> Iterator[Check]:
    """Texts made to break a grader: a verdict in bounded time, and the next one right."""
    for name, response in HOSTILE.items():
        start = time.monotonic()
        verdict = grader.grade(response, r"\sqrt{2}")
        seconds = time.monotonic() - start
        alive = grader.equal(r"\sqrt{8}", r"2\sqrt{2}")
        good = alive and seconds < 10 and verdict.outcome is not Outcome.CORRECT
        yield Check(f"hostile: {name}", f"{verdict.outcome}, {seconds:.1f} s", "under 10 s", good)


def steps(data: Path, grader: Grader) -> Iterator[Check]:
    """Solutions known to be right must not be flagged."""
    rows = [row["answer"] for row in read(data / "gsm8k" / "train.jsonl")]
    found = [check_steps(text) for text in rows]
    flagged = sum(process.status == "fails" for process in found)
    checked = sum(process.status != "not_checkable" for process in found)
    measured = f"{flagged / len(rows):.2%} flagged, {checked / len(rows):.1%} checked"
    yield Check("steps of gsm8k golds", measured, "under 1 %", flagged < len(rows) / 100)


CHECKS: tuple[Callable[[Path, Grader], Iterator[Check]], ...] = (
    gsm8k_flags, labelled_pairs, sampled_math, golds, hostile, steps, fneval,
)  # fmt: skip


def main() -> int:
    """Run all checks and print them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data-dir", type=Path, required=True)
    parser.add_argument("--only", choices=[check.__name__ for check in CHECKS])
    arguments = parser.parse_args()
    table = Table("check", "measured", "expected", "")
    results: list[Check] = []
    with Grader() as grader:
        for function in CHECKS:
            if arguments.only in (None, function.__name__):
                for check in function(arguments.data_dir, grader):
                    results.append(check)
                    table.add_row(
                        check.name, check.measured, check.expected, "ok" if check.good else "MISS"
                    )
    Console(width=120).print(table)
    return 0 if all(check.good for check in results) else 1


if __name__ == "__main__":
    sys.exit(main())
