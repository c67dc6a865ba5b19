"""Early stop: how a run ended that asked only until a test had decided, and what that means for it.

Such a run asked the problems in a random order, family by family, until `reports.sequential` had
shown or excluded a drop beyond a margin from its base. The families that it asked are its sample,
and their number depends on how they went, so that plain intervals and p-values do not hold for
them; those of `reports.sequential` do, for whatever was measured on them.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any, Self

import numpy as np

from clipo_bench.reports.run import Run, visible
from clipo_bench.reports.sequential import DropVerdict, interval, p_two_sided, random_order
from clipo_bench.reports.statistics import (
    CONFIDENCE,
    Difference,
    Estimate,
    Units,
    difference,
    mean,
)
from clipo_bench.tasks.errors import InputError
from clipo_bench.tasks.storage.run_schema import MANIFEST, Manifest


@dataclass(frozen=True, slots=True)
class EarlyChange:
    """New minus base on the families that were asked, of one kind.

    Attributes:
        kind: ``original``, or the kind of rewrite.
        families: how many were asked.
        change: their mean change, as a fraction of 1.
        low: the lower end of its interval, which holds at any stop.
        high: the upper end.
        verdict: a `DropVerdict` on a drop beyond the margin.
    """

    kind: str
    families: int
    change: float
    low: float
    high: float
    verdict: str


@dataclass(frozen=True, slots=True)
class EarlyStop:
    """How a run ended, as its manifest has it.

    Attributes:
        verdict: a `DropVerdict`: shown if it is for any kind, excluded if it is for all.
        base: the base run's name.
        base_model: its model.
        margin: the drop that is accepted, as a fraction of 1.
        alpha: the largest chance of a wrong decision.
        families: how many families were asked.
        of_families: how many there are.
        texts: how many problems and variants were asked.
        of_texts: how many there are.
        changes: of each kind.
    """

    verdict: str
    base: str
    base_model: str
    margin: float
    alpha: float
    families: int
    of_families: int
    texts: int
    of_texts: int
    changes: tuple[EarlyChange, ...]

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> Self:
        """Read what `to_json` gave.

        Raises:
            ValueError: it is something else.
        """
        try:
            changes = tuple(EarlyChange(**one) for one in values["changes"])
            found = cls(**{**values, "changes": changes})
            str(found)  # uses every value, so that one of another type shows here
        except (TypeError, KeyError) as error:
            raise ValueError(str(error)) from None
        return found

    def to_json(self) -> dict[str, Any]:
        """What the manifest holds."""
        return asdict(self) | {"changes": [asdict(one) for one in self.changes]}

    def __str__(self) -> str:
        """Say how it ended: ``after 120 of 500 problems: a drop of more ... is shown``."""
        margin = f"{self.margin * 100:g} points"
        base = visible(self.base)
        told = {
            DropVerdict.SHOWN: f"a drop of more than {margin} from {base} is shown",
            DropVerdict.EXCLUDED: f"a drop of {margin} or more from {base} is ruled out",
            DropVerdict.UNDECIDED: f"a drop of {margin} from {base} is neither shown nor ruled out",
        }[DropVerdict(self.verdict)]
        rows = "; ".join(
            f"{visible(one.kind)} {one.change * 100:+.1f} points "
            f"({one.low * 100:.1f} to {one.high * 100:.1f})"
            for one in self.changes
        )
        what = "problems and variants" if len(self.changes) > 1 else "problems"
        return f"after {self.texts:,} of {self.of_texts:,} {what}: {told} ({rows})"


def early_stop(run: Run | Manifest) -> EarlyStop | None:
    """How a run ended; None for one that could not stop early.

    Raises:
        InputError: the manifest's entry is damaged.
    """
    manifest = run.manifest if isinstance(run, Run) else run
    if not manifest.early_stop:
        return None
    try:
        return EarlyStop.from_json(manifest.early_stop)
    except ValueError as error:
        raise InputError(
            f"{MANIFEST} of a run of {visible(manifest.model)}: early_stop is damaged ({error}): "
            "evaluate it again"
        ) from None


def planned_families(*runs: Run) -> int | None:
    """How many families a comparison could have had at most; None if no run could stop early."""
    ends = [found for run in runs if (found := early_stop(run))]
    return max((end.of_families for end in ends), default=None)


def early_stop_notes(run: Run) -> list[str]:
    """What a reader of a run has to know of its end."""
    end = early_stop(run)
    if end is None:
        return []
    stopped = "stopped early" if end.families < end.of_families else "was looked at until its end"
    return [
        f"{run.name} {stopped}, {end}. Only what was asked counts. Its accuracies, pass@k and "
        "paired differences have intervals and p-values that hold at any stop, and are wider; "
        "intervals of other figures would hold if it had been known beforehand how many problems "
        "are asked"
    ]


def mean_of(units: Units, planned: int | None) -> Estimate:
    """A mean of unit scores with the interval that fits: at any stop where `planned` says so."""
    if planned is None:
        return mean(units)
    return interval(units, 1 - CONFIDENCE, planned, (0.0, 1.0))


def difference_of(base: Units, new: Units, planned: int | None, confidence: float) -> Difference:
    """A paired difference with the interval and the p-value that fit."""
    plain = difference(base, new, confidence)
    if planned is None:
        return plain
    changes = np.asarray(new - base)
    found = interval(changes, 1 - confidence, planned)
    return Difference(
        value=plain.value,
        low=found.low,
        high=found.high,
        n=plain.n,
        base=plain.base,
        new=plain.new,
        p=p_two_sided(changes, 0.0, planned),
        centre=plain.centre,
        error=plain.error,
        detectable=min(1.0, (found.high - found.low) / 2 + 0.84 * plain.error),  # z of 80 %
    )


def require_first_families(base: Run, new: Run) -> None:
    """Refuse a run whose families are not the first ones of its own random order.

    Args:
        base: the run that holds all families, and may hold other benchmarks too.
        new: the run that stopped early.

    Raises:
        InputError: others are there, or some are missing: somebody chose.
    """
    end = early_stop(new)
    if end is None:
        return
    asked = families(new)
    if len(asked) != end.families or not new.manifest.files:
        raise InputError(
            f"{new.name} has samples of {len(asked):,} families, but stopped after "
            f"{end.families:,}, or lacks the hashes of its files: it was edited; evaluate it again"
        )
    there = [one for one in families(base) if one[0] in new.manifest.benchmarks]
    order = random_order(there, int(new.manifest.settings.get("seed", 0)))
    first = set(order[: len(asked)])
    other = next((one for one in sorted(asked) if one not in first), None)
    if other and early_stop(base) is None:
        raise InputError(
            f"{new.name} stopped early, but the {len(asked):,} families that it was asked are not "
            f"the first of the random order by its seed: {other[1]} of {other[0]} is none of "
            "these; samples were removed or added, evaluate it again"
        )


def families(run: Run) -> set[tuple[str, str]]:
    """The families of a run, each with its benchmark."""
    pairs = run.frame[["benchmark", "family"]].drop_duplicates()
    return {(str(benchmark), str(family)) for benchmark, family in pairs.itertuples(index=False)}


def by_family(rows: Iterable[tuple[str, str, str, float]]) -> Iterator[tuple[str, float]]:
    """Average as `statistics.unit_scores` does: samples, then texts, then problems of a family.

    Args:
        rows: family, problem, variant and score of each sample.
    """
    nested: dict[str, dict[str, dict[str, list[float]]]] = {}
    for family, problem, variant, score in rows:
        texts = nested.setdefault(family, {}).setdefault(problem, {})
        texts.setdefault(variant, []).append(score)
    for family, problems in nested.items():
        yield family, _mean([_mean([_mean(t) for t in p.values()]) for p in problems.values()])


def _mean(values: list[float]) -> float:
    return sum(values) / len(values)
