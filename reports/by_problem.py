"""Problem by problem: what a run scores on each original and on its variants."""

from dataclasses import dataclass

from clipo_bench.reports.robustness import SHUFFLED, paired
from clipo_bench.reports.run import Run
from clipo_bench.tasks.problem import ORIGINAL

# Where problems are few and have several variants each, as in AIME, each one is worth a row.
MOST_PROBLEMS = 150
FEWEST_VARIANTS = 5
_BEGINNING = 90


@dataclass(frozen=True, slots=True)
class ProblemScore:
    """One problem in one run.

    Attributes:
        run: the run's name.
        benchmark: the benchmark's name.
        kind: the kind of rewrite.
        problem_id: the problem's id.
        prompt: the beginning of the original's prompt, on one line.
        variants: how many variants it has.
        original: mean score of the original's samples.
        variant: mean score over the variants' samples.
        solved: how many variants are right in all their samples.
        copied: responses to variants that are wrong and equal the original's gold; None for
            shuffled choices.
    """

    run: str
    benchmark: str
    kind: str
    problem_id: str
    prompt: str
    variants: int
    original: float
    variant: float
    solved: int
    copied: int | None


def by_problem(run: Run) -> list[ProblemScore]:
    """Score each problem of the slices that have few problems with several variants each.

    The problems that lose most on their variants come first.
    """
    found: list[ProblemScore] = []
    for benchmark, kind in run.slices:
        if kind != ORIGINAL:
            found += _of_slice(run, benchmark, kind)
    return found


def _of_slice(run: Run, benchmark: str, kind: str) -> list[ProblemScore]:
    originals, variants = paired(run, benchmark, kind)
    count = originals["problem_id"].nunique()
    texts = len(variants[["problem_id", "variant_id"]].drop_duplicates())
    if not count or count > MOST_PROBLEMS or texts < FEWEST_VARIANTS * count:
        return []
    rows = []
    for name, own in originals.groupby("problem_id", sort=False):
        new = variants[variants["problem_id"] == name]
        scores = new.groupby("variant_id")["score"].min()
        rows.append(
            ProblemScore(
                run=run.name,
                benchmark=benchmark,
                kind=kind,
                problem_id=str(name),
                prompt=" ".join(str(own["prompt"].iloc[0]).split())[:_BEGINNING],
                variants=len(scores),
                original=float(own["score"].mean()),
                variant=float(new["score"].mean()),
                solved=int((scores == 1).sum()),
                copied=None if kind in SHUFFLED else int(new["copied"].sum()),
            )
        )
    return sorted(rows, key=lambda row: (row.variant - row.original, row.problem_id))
