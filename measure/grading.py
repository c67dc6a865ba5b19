"""How well grading does on recorded responses of real models, and on labelled pairs.

    python measure/grading.py --data-dir ../shared/data

Prints one row per check with what was measured and what was expected, and exits 1 if one
misses. Needs the folders fneval, gsm8k, gsm-plus, math, math-verify and qwen25-math.

Where recorded flags are known, a response on which they differ from ours is ``ours`` or
``theirs`` by `adjudicated/flags.json`, a person's reading, or ``unread``.
"""

import argparse
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import mean

from recorded import Recorded, fneval, gsm8k, gsm_plus, readings, rows, sampled_math
from rich.console import Console
from rich.table import Table

from clipo_bench.tasks.answers import Grader, Outcome, Verdict
from clipo_bench.tasks.solution_steps import check_steps

TRUE_SHARE = 0.99
AGREED_SHARE = 0.97
FLAGGED_SHARE = 0.005
KNOWN_RANGES = {
    "OAI_Eval_gpt-4_cot-True_fs-5": (0.49, 0.54),
    "Anthropic_Eval_claude-3-opus-20240229_cot-False_fs-5": (0.48, 0.58),
}


@dataclass(frozen=True, slots=True)
class Check:
    """One measured figure, beside what is expected of it."""

    name: str
    measured: str
    expected: str
    good: bool


def flags(data: Path, grader: Grader) -> Iterator[Check]:
    """Our verdicts against recorded flags; a person has read each response where they differ."""
    read = readings("flags")
    for recordings in (gsm8k, gsm_plus, sampled_math):
        for name, responses in recordings(data):
            yield flags_of(name, responses, grader, read.get(name, {}))


def flags_of(
    name: str, responses: Sequence[Recorded], grader: Grader, read: dict[str, bool]
) -> Check:
    """The same for one recording, given what was read of it."""
    right = 0
    sides: Counter[str] = Counter()
    for response in responses:
        correct = grader.grade(response.text, response.gold).correct
        right += correct
        if correct != response.flags["recorded"]:
            truth = read.get(response.row)
            sides["unread" if truth is None else "ours" if truth == correct else "theirs"] += 1
    measured = f"{right} of {len(responses)} right, {sides.total()} differ"
    if sides:
        measured += ": " + ", ".join(f"{side} {count}" for side, count in sorted(sides.items()))
    true = 1 - (sides["theirs"] + sides["unread"]) / len(responses)
    return Check(f"flags {name}", measured, f"{TRUE_SHARE:.0%} true", true >= TRUE_SHARE)


def accuracy(data: Path, grader: Grader) -> Iterator[Check]:
    """Accuracy of whole recorded runs, originals and renumbered, and of each finder's answers."""
    for name, responses in fneval(data):
        start = time.monotonic()
        verdicts = [grader.grade(response.text, response.gold) for response in responses]
        seconds = time.monotonic() - start
        scores: dict[bool, list[bool]] = {True: [], False: []}
        for verdict, response in zip(verdicts, responses, strict=True):
            scores[response.kind == "static"].append(verdict.correct)
        static, renumbered = mean(scores[True]), mean(scores[False])
        low, high = KNOWN_RANGES.get(name, (0.0, 1.0))
        speed = f"{len(responses)} in {seconds:.0f} s"
        yield Check(
            name,
            f"static {static:.2%}, renumbered {renumbered:.2%}, {speed}",
            f"static {low:.0%} to {high:.0%}" if name in KNOWN_RANGES else "",
            low <= static <= high,
        )
        yield from finders(verdicts)


def finders(verdicts: Sequence[Verdict]) -> Iterator[Check]:
    """How many answers stood where, and how many of them were right; then what has none."""
    found = Counter(verdict.found for verdict in verdicts if verdict.found)
    right = Counter(verdict.found for verdict in verdicts if verdict.correct)
    for name, count in found.most_common():
        yield Check(f"  {name}", f"{right[name]} of {count} correct", "", True)
    outcomes = Counter(verdict.outcome for verdict in verdicts)
    for outcome in (Outcome.TRUNCATED, Outcome.NO_ANSWER, Outcome.TIMEOUT):
        yield Check(f"  {outcome}", str(outcomes[outcome]), "", True)


def labelled_pairs(data: Path, grader: Grader) -> Iterator[Check]:
    """Agreement with the labels of two other graders' test suites, suspect ones left out."""
    for name in ("pairs", "nemo_skills_pairs"):
        pairs = [
            row
            for row in rows(data / "math-verify" / f"{name}.jsonl")
            if not row.get("label_suspect")
        ]
        agreed = sum(
            grader.grade(str(row["pred"]), str(row["gold"])).correct == bool(row["expected"])
            for row in pairs
        )
        share = agreed / len(pairs)
        yield Check(
            f"math-verify {name}",
            f"{agreed} of {len(pairs)}, {share:.1%}",
            f"{AGREED_SHARE:.0%}",
            share >= AGREED_SHARE,
        )


def steps(data: Path, grader: Grader) -> Iterator[Check]:
    """Solutions known to be right must not be flagged."""
    found = [check_steps(row["answer"]) for row in rows(data / "gsm8k" / "train.jsonl")]
    flagged = sum(process.status == "fails" for process in found)
    checked = sum(process.status != "not_checkable" for process in found)
    measured = f"{flagged / len(found):.2%} flagged, {checked / len(found):.1%} checked"
    yield Check(
        "steps of gsm8k golds",
        measured,
        f"under {FLAGGED_SHARE:.1%}",
        flagged < FLAGGED_SHARE * len(found),
    )


CHECKS: tuple[Callable[[Path, Grader], Iterator[Check]], ...] = (
    flags, accuracy, labelled_pairs, steps,
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
