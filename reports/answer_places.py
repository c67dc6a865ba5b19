"""Grading: where a run's answers stood and how the right ones equal their golds."""

from collections import Counter
from dataclasses import dataclass

from clipo_bench.reports.run import Run


@dataclass(frozen=True, slots=True)
class Graded:
    """How the responses of one run to one benchmark and kind were judged.

    Attributes:
        run: the run's name.
        benchmark: the benchmark's name.
        kind: ``original``, or the kind of rewrite.
        mode: the grader's mode, ``full``, ``paper`` or ``reward``.
        tolerance: how far a number may be from a rounded gold, relative to it.
        found: how many answers each finder gave, most first.
        matched: how many right answers equal their gold in which way, most first.
    """

    run: str
    benchmark: str
    kind: str
    mode: str
    tolerance: float
    found: dict[str, int]
    matched: dict[str, int]


def grading(run: Run) -> list[Graded]:
    """Count finders and matches of every benchmark and kind."""
    grader = run.manifest.grader
    tolerances = grader.get("tolerance", {})
    return [
        Graded(
            run=run.name,
            benchmark=benchmark,
            kind=kind,
            mode=str(grader.get("mode", "")),
            tolerance=float(tolerances.get(benchmark, 0.0)),
            found=_counts(list(run.part(benchmark, kind)["found"])),
            matched=_counts(list(run.part(benchmark, kind)["matched"])),
        )
        for benchmark, kind in run.slices
    ]


def _counts(values: list[str]) -> dict[str, int]:
    """How often each value stands, the most frequent first; empty ones are none."""
    return dict(Counter(value for value in values if value).most_common())
