"""Metrics of the gate: one number per family and run, and by how much the new run is better."""

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from clipo_bench.reports.contrast import family_contrasts
from clipo_bench.reports.k_samples import pass_at_k
from clipo_bench.reports.memory import family_table
from clipo_bench.reports.robustness import SHUFFLED, TEXT, paired
from clipo_bench.reports.run import Run
from clipo_bench.reports.statistics import Units, unit_scores
from clipo_bench.tasks.answers.verdict import Outcome
from clipo_bench.tasks.errors import InputError
from clipo_bench.tasks.yaml_file import listed

PASS_AT = re.compile(r"pass@([1-9]\d*)")  # "pass@8"
GUESSES = ("given up", "whole", "bold", "last")
"""Where the grader found an answer that did not say it was one, see `tasks.answers.extract`."""


@dataclass(frozen=True, slots=True)
class Measured:
    """A metric on one slice, families along the arrays.

    Attributes:
        base: the base's values.
        new: the new run's values on the same families.
        gain: by how much each family of the new run is better; worse is negative.
    """

    base: Units
    new: Units
    gain: Units


def metric_name(place: str, value: Any) -> str:
    """Validate a metric's name.

    Raises:
        InputError: it is none; `place` is where it stands.
    """
    if isinstance(value, str) and (value in METRICS or PASS_AT.fullmatch(value)):
        return value
    raise InputError(f"{place} is {value!r}: expected one of {listed((*METRICS, 'pass@8'))}")


def applies(metric: str, kind: str, original: str) -> bool:
    """Whether a metric says something of the texts of a kind."""
    if metric == "copied" and kind in SHUFFLED:
        return False  # a wrong letter is by chance the original's
    return kind != original or metric not in OF_VARIANTS


def measure(metric: str, base: Run, new: Run, benchmark: str, kind: str) -> Measured | None:
    """Measure two runs that hold the same texts on one slice; None where it has no family.

    Raises:
        InputError: a run does not hold what the metric needs.
    """
    if match := PASS_AT.fullmatch(metric):
        k = int(match[1])
        return _aligned([_pass_at_k(run, benchmark, kind, k) for run in (base, new)], sign=1)
    return METRICS[metric](base, new, benchmark, kind)


def _aligned(values: Sequence[Any], sign: int) -> Measured | None:
    """Two series by family, and their difference with the sign of what is better."""
    before, after = values[0].align(values[1], join="inner")
    base, new = before.to_numpy(float), after.to_numpy(float)
    return Measured(base, new, sign * (new - base)) if len(base) else None


def _accuracy(base: Run, new: Run, benchmark: str, kind: str) -> Measured | None:
    return _aligned([unit_scores(run.part(benchmark, kind)) for run in (base, new)], sign=1)


def _share(metric: str) -> "Metric":
    """The metric of a share of responses, of which more is worse."""

    def measured(base: Run, new: Run, benchmark: str, kind: str) -> Measured | None:
        return _aligned([_shares(metric, run, benchmark, kind) for run in (base, new)], sign=-1)

    return measured


def _shares(metric: str, run: Run, benchmark: str, kind: str) -> "pd.Series[float]":
    """The share of a family's responses that a metric counts."""
    part = run.part(benchmark, kind)
    return unit_scores(part.assign(marked=COUNTED[metric](part).astype(float)), "marked")


def measure_shift(metric: str, base: Run, new: Run, benchmark: str) -> Measured | None:
    """Measure one of `SHIFTS` over all kinds: a family is one unit, each of its kinds alike."""
    kinds = [kind for name, kind in base.slices if name == benchmark]
    values = [
        pd.concat([_shares(metric, run, benchmark, kind) for kind in kinds]).groupby(level=0).mean()
        for run in (base, new)
    ]
    return _aligned(values, sign=-1)


def _drop(base: Run, new: Run, benchmark: str, kind: str) -> Measured | None:
    """From the originals to their variants, within the new run."""
    originals, variants = paired(new, benchmark, kind)
    return _aligned([unit_scores(originals), unit_scores(variants)], sign=1)


def _memory_contrast(base: Run, new: Run, benchmark: str, kind: str) -> Measured | None:
    """Variants minus originals, in each run."""
    table, _ = family_table(base, new, [(benchmark, kind)])
    if table.empty:
        return None
    before, after = (
        (table[f"{side}_variant"] - table[f"{side}_original"]).to_numpy(float)
        for side in ("base", "new")
    )
    return Measured(before, after, family_contrasts(table))


def _tokens(base: Run, new: Run, benchmark: str, kind: str) -> Measured | None:
    """The mean length of a response; the gain is the part of the base's mean that is saved."""
    parts = [run.part(benchmark, kind) for run in (base, new)]
    for run, part in zip((base, new), parts, strict=True):
        if part["tokens"].isna().any():
            raise InputError(
                f"{run.name} does not hold the length of every response to {benchmark} ({kind}): "
                "the metric tokens needs them"
            )
    lengths = [
        unit_scores(part.assign(length=part["tokens"].astype(float)), "length") for part in parts
    ]
    found = _aligned(lengths, sign=-1)
    if found is None or not found.base.any():
        return None
    # By linearisation of the ratio of means, as `statistics.relative_drop`: its mean is 1 - ratio.
    ratio = found.new.mean() / found.base.mean()
    gain = 1 - ratio + (ratio * found.base - found.new) / found.base.mean()
    return Measured(found.base, found.new, gain)


def _pass_at_k(run: Run, benchmark: str, kind: str, k: int) -> Any:
    part = run.part(benchmark, kind)
    fewest = int(part.groupby(TEXT).size().min()) if len(part) else k
    if fewest < k:
        raise InputError(
            f"{run.name} has {fewest} samples of a problem of {benchmark} ({kind}): the metric "
            f"pass@{k} needs {k}"
        )
    return pass_at_k(part, k)


Metric = Callable[[Run, Run, str, str], Measured | None]
COUNTED: dict[str, Callable[[pd.DataFrame], Any]] = {
    "truncation": lambda part: part["outcome"] == Outcome.TRUNCATED.value,
    "no_answer": lambda part: part["outcome"] == Outcome.NO_ANSWER.value,
    "guessed": lambda part: part["found"].isin(GUESSES),
    "copied": lambda part: part["copied"],
}
"""Which responses the metrics count that are shares of them."""
METRICS: dict[str, Metric] = {
    "accuracy": _accuracy,
    "drop": _drop,
    "memory_contrast": _memory_contrast,
    **{metric: _share(metric) for metric in COUNTED},
    "tokens": _tokens,
}
"""The metrics, beside ``pass@k`` for any k."""
LESS_IS_BETTER = ("truncation", "no_answer", "guessed", "copied", "tokens")
LIMITS = {"memory_contrast": (-2.0, 2.0), "tokens": (-1.0, math.inf)}
"""How much a metric can change; of all others, which are shares, from -1 to 1."""
OF_VARIANTS = ("drop", "memory_contrast", "copied")
SHIFTS = ("guessed", "truncation", "no_answer")
"""How answers were found: what can look like a change in ability."""
