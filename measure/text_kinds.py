"""What the kinds names, wording, distractors and premises make of the benchmarks.

    python measure/text_kinds.py --data-dir ../shared/data

Prints, per kind and benchmark, how many problems get variants, refusals by reason, the checks
that proposals failed, and how many variants, their edits undone, are not their originals: a
number that must be 0, else it exits 1. `--read 30` prints variants at random beside their
originals instead, for a person to read.

Where a program can be derived from an original with its worked solution, one is derived from the
variant with its own, anew: the column "derived" has how many gave the same answer, how many
another (must be 0, too), and how many could not be read.
"""

import argparse
import json
import random
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cache
from pathlib import Path

from clipo_bench.perturbations.engine import Recipe, RewriteOutcome, item_rng, perturb
from clipo_bench.perturbations.programs.worked_solution.derive import derive
from clipo_bench.perturbations.programs.worked_solution.solution_program import SolutionProgram
from clipo_bench.perturbations.rewrites.registry import find as find_kind
from clipo_bench.perturbations.text.body import apply_edits
from clipo_bench.perturbations.variant import Edit, Refusal, Variant
from clipo_bench.perturbations.verify import verify
from clipo_bench.tasks.benchmarks import find
from clipo_bench.tasks.problem import Problem, problem_id
from clipo_bench.tasks.rows import gsm8k_row
from clipo_bench.tasks.sources import load

KINDS = ("names", "wording", "distractors", "premises")
SAME, OTHER, NOT_READ = "same", "other", "not read"
_DOLLARS = str.maketrans("€£", "$$")
SVAMP = "svamp"
TRAINING = "gsm8k_train"
BENCHMARKS = ("gsm8k", SVAMP, "math500", "commonsense_qa", "mmlu2k")


@dataclass(slots=True)
class Tally:
    """What became of one benchmark's problems in one kind."""

    problems: int = 0
    rewritten: int = 0
    full: int = 0
    variants: int = 0
    unsolved: int = 0
    not_undone: int = 0
    derived: Counter[str] = field(default_factory=Counter)
    refusals: Counter[str] = field(default_factory=Counter)
    failed: Counter[str] = field(default_factory=Counter)

    def row(self) -> str:
        """The tally as cells of a table."""
        refusals = ", ".join(f"{name} {count}" for name, count in self.refusals.most_common())
        failed = ", ".join(f"{name} {count}" for name, count in self.failed.most_common())
        share = self.rewritten / self.problems
        cells = (
            f"{self.problems}",
            f"{self.rewritten} ({share:.1%})",
            f"{self.full}",
            f"{self.variants}",
            f"{self.unsolved}",
            f"{self.not_undone}",
            " / ".join(str(self.derived[name]) for name in (SAME, OTHER, NOT_READ)),
            refusals or "none",
            failed or "none",
        )
        return " | ".join(cells)


def problems_of(benchmark: str, data: Path) -> Sequence[Problem]:
    """The problems of a benchmark, of SVAMP or of GSM8K's training set."""
    if benchmark == TRAINING:
        lines = (data / "gsm8k" / "train.jsonl").read_text(encoding="utf-8").splitlines()
        rows = [gsm8k_row(json.loads(line)) for line in lines]
        return _distinct(TRAINING, [(row.question, row.gold, row.solution) for row in rows])
    if benchmark == SVAMP:
        found = json.loads((data / SVAMP / "SVAMP.json").read_text(encoding="utf-8"))
        return _distinct(SVAMP, [(_joined(row), f"{row['Answer']:g}", None) for row in found])
    return load(find(benchmark), data).problems


def _joined(row: dict[str, str]) -> str:
    body = row["Body"].rstrip()
    return f"{body}{'' if body[-1:] in '.?!' else ','} {row['Question']}"


def _distinct(name: str, rows: Sequence[tuple[str, str, str | None]]) -> list[Problem]:
    found = {}
    for question, gold, solution in rows:
        identity = problem_id(question)
        found[identity] = Problem(
            name, identity, question, gold, solution=solution, family=identity
        )
    return list(found.values())


def undone(original: Problem, variant: Variant) -> bool:
    """Whether the edits, taken back, give the original body byte for byte."""
    back, shift = [], 0
    for edit in variant.edits:
        start = edit.start + shift
        back.append(Edit(start, start + len(edit.after), edit.after, edit.before))
        shift += len(edit.after) - len(edit.before)
    return apply_edits(variant.problem.body, back) == original.body


@cache
def _evaluated(question: str, solution: str) -> Fraction | None:
    program = derive(question, solution)
    if not isinstance(program, SolutionProgram):
        return None
    return program.evaluate({slot.name: slot.value for slot in program.slots})


def derived(problem: Problem) -> Fraction | None:
    """The answer by a program that is derived from the text; None if there is none.

    `derive` reads amounts of dollars alone, so other money is shown to it as dollars.
    """
    if problem.solution is None or problem.choices:
        return None
    return _evaluated(problem.question.translate(_DOLLARS), problem.solution.translate(_DOLLARS))


def measure(kind: str, problems: Sequence[Problem], k: int, seed: int, workers: int) -> Tally:
    """Make k variants of each problem, and count."""
    tally = Tally()
    for outcome in perturb(problems, Recipe((kind,), k, seed), workers):
        count(tally, outcome, k)
    rewrite = find_kind(kind)
    for problem in problems:
        for index in range(k):
            proposed = rewrite.propose(problem, item_rng(seed, kind, problem.id, index))
            if isinstance(proposed, Refusal):
                break
            tally.failed.update(set(verify(problem, proposed).failed) - {"reads differently"})
    return tally


def count(tally: Tally, outcome: RewriteOutcome, k: int) -> None:
    """Add one outcome."""
    tally.problems += 1
    tally.rewritten += bool(outcome.variants)
    tally.full += len(outcome.variants) == k
    tally.variants += len(outcome.variants)
    if outcome.refusal is not None:
        tally.refusals[outcome.refusal.reason.value] += 1
    for variant in outcome.variants:
        lost = variant.problem.solution is None and outcome.original.solution is not None
        tally.unsolved += lost
        tally.not_undone += not undone(outcome.original, variant)
        before, after = derived(outcome.original), derived(variant.problem)
        if before is not None and variant.problem.solution is not None:
            tally.derived[NOT_READ if after is None else SAME if before == after else OTHER] += 1


def show(kind: str, problems: Sequence[Problem], how_many: int, seed: int, workers: int) -> None:
    """Print variants at random, each below its original."""
    made = [
        (outcome.original, variant)
        for outcome in perturb(problems, Recipe((kind,), 1, seed), workers)
        for variant in outcome.variants
    ]
    drawn = random.Random(seed).sample(made, min(how_many, len(made)))  # noqa: S311
    for number, (original, variant) in enumerate(drawn, 1):
        print(f"--- {kind} {number}: {original.benchmark} {original.id}, gold {original.gold}")
        print(original.body)
        print(">>>", {**variant.certificate.evidence})
        print(variant.problem.body)
        if variant.problem.solution not in (None, original.solution):
            print("solution:", variant.problem.solution)


def main() -> int:
    """Print the table, or variants to read."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data-dir", type=Path, required=True)
    parser.add_argument("-k", type=int, default=3)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--kinds", default=",".join(KINDS))
    parser.add_argument("--benchmarks", default=",".join(BENCHMARKS))
    parser.add_argument("--read", type=int, default=0)
    options = parser.parse_args()
    missed = 0
    loaded = {name: problems_of(name, options.data_dir) for name in options.benchmarks.split(",")}
    if not options.read:
        print(
            "| kind | benchmark | problems | rewritten | with k | variants | without solution ",
            end="",
        )
        print("| not undone | derived | refusals | failed checks |")
        print("|---|---|---:|---:|---:|---:|---:|---:|---|---|---|")
    for kind in options.kinds.split(","):
        for name, problems in loaded.items():
            if options.read:
                show(kind, problems, options.read, options.seed, options.workers)
                continue
            tally = measure(kind, problems, options.k, options.seed, options.workers)
            missed += tally.not_undone + tally.derived[OTHER]
            print(f"| {kind} | {name} | {tally.row()} |", flush=True)
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
