"""Power of the gate: what it could see, and what it would say, before anything is evaluated.

Policies are drawn as chances to be right on each problem, from a Beta distribution per benchmark;
the decisions are those of `reports.gate_tests` on these draws.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import ceil, sqrt
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from clipo_bench.reports.gate_tests import Level, holm_adjusted, p_beyond, p_within, pooled
from clipo_bench.reports.statistics import POWER, Units, adjusted_mean
from clipo_bench.tasks.benchmarks import OWN_SUFFIXES, expand, own, own_name
from clipo_bench.tasks.errors import InputError
from clipo_bench.tasks.option import option
from clipo_bench.tasks.sources import load_file

SHARE = "(a share, not percent)"
CHUNK = 8_000_000  # numbers drawn at once


@dataclass(frozen=True, slots=True)
class Shape:
    """A benchmark as the gate sees it.

    Attributes:
        name: the benchmark's.
        problems: how many it has.
        families: how many families these are.
        instances: problems per family.
        samples: responses per problem.
        accuracy: the mean chance that a response is right.
    """

    name: str
    problems: int
    families: int
    instances: int
    samples: int
    accuracy: float


@dataclass(frozen=True, slots=True)
class Assumed:
    """What is assumed of the two policies beside their accuracy.

    Attributes:
        consistency: how much of a response's variance is the problem's: 0, every problem has
            the same chance; 1, each is always or never solved (the intraclass correlation).
        reshuffled: the share of problems on which the new policy's chance is drawn again, so
            that it is as good on average, but on other problems.
    """

    consistency: float = 0.5
    reshuffled: float = 0.1


@dataclass(frozen=True, slots=True)
class Chances:
    """How often the gate would say what."""

    passes: float
    fails: float
    inconclusive: float


@dataclass(frozen=True, slots=True)
class Detectable:
    """What could be seen of one benchmark, or of all.

    Attributes:
        name: the benchmark's, ``micro`` or ``macro``.
        problems: how many problems.
        families: how many families.
        samples: responses per problem; 0 where benchmarks differ.
        detectable: the drop that a one-sided test against 0 shows 4 times in 5. A margin as large
            lets an equally good model pass as often.
    """

    name: str
    problems: int
    families: int
    samples: int
    detectable: float


@dataclass(frozen=True, slots=True)
class Power:
    """What a gate could see, and would say.

    Attributes:
        detectable: per benchmark, and over all.
        equal: what it would say of an equally good model.
        worse: what it would say of one that is worse by `drop`.
        drop: by how much.
        margin: the drop that is accepted.
        alpha: of each one-sided test.
        accuracy: the assumed accuracy of the base.
        assumed: what else is assumed.
        draws: how many comparisons were simulated.
        seed: of all draws.
    """

    detectable: tuple[Detectable, ...]
    equal: Chances
    worse: Chances
    drop: float
    margin: float
    alpha: float
    accuracy: float
    assumed: Assumed
    draws: int
    seed: int


def plan(
    tasks: str,
    *,
    samples: int | None,
    drop: float,
    margin: float,
    alpha: float,
    accuracy: float,
    assumed: Assumed,
    draws: int,
    seed: int,
) -> Power:
    """Say what the default gate could see on some benchmarks.

    Args:
        tasks: benchmarks and groups, with commas.
        samples: responses per problem; None is each benchmark's own setting.
        drop: by how much the worse model is worse, on every benchmark.
        margin: the drop that is accepted.
        alpha: of each one-sided test.
        accuracy: of the base, on every benchmark.
        assumed: what else is assumed.
        draws: how many comparisons are simulated.
        seed: of all draws.

    Raises:
        InputError: a name is unknown, or a value is out of range.
    """
    _require("accuracy", accuracy * 100, 0, 100, "percent", ends=False)
    _require("consistency", assumed.consistency, 0, 1, SHARE)
    _require("reshuffled", assumed.reshuffled, 0, 1, SHARE)
    of = f"percentage points, at most the accuracy of {accuracy * 100:g} percent"
    _require("delta", drop * 100, 0, accuracy * 100, of)
    _require("margin", margin * 100, 0, 100, "percentage points")
    _require("confidence", 1 - alpha, 0.5, 1, "such as 0.95", ends=False)
    shapes = shapes_of(tasks, samples, accuracy)

    def said(drop: float) -> Chances:
        return simulate(
            shapes, assumed, drop=drop, margin=margin, alpha=alpha, draws=draws, seed=seed
        )

    return Power(
        detectable=tuple(
            detectable(shapes, assumed, alpha=alpha, draws=min(draws, 500), seed=seed)
        ),
        equal=said(0.0),
        worse=said(drop),
        drop=drop,
        margin=margin,
        alpha=alpha,
        accuracy=accuracy,
        assumed=assumed,
        draws=draws,
        seed=seed,
    )


def _require(
    name: str, value: float, low: float, high: float, unit: str = "", *, ends: bool = True
) -> None:
    """Refuse a value that is out of range; `ends` are in it or not."""
    if not low <= value <= high or (not ends and value in (low, high)):
        between = "to" if ends else "and"
        raise InputError(
            f"{option(name)} is {value:g}: expected {'' if ends else 'between '}{low:g} {between} "
            f"{high:g} {unit}".rstrip()
        )


def shapes_of(
    tasks: str, samples: int | None, accuracy: float | Mapping[str, float]
) -> list[Shape]:
    """The shapes of benchmarks.

    Args:
        tasks: benchmarks, groups and own files, with commas: ``aime24,track1,my.jsonl``.
        samples: responses per problem; None is each benchmark's own setting.
        accuracy: of every benchmark, or of each by its name.

    Raises:
        InputError: a name is unknown, or a file cannot be read.
    """
    named = [name.strip() for name in tasks.split(",") if name.strip()]
    files = [name for name in named if name.endswith(OWN_SUFFIXES)]
    found = []
    for path in files:
        problems, one = load_file(Path(path)).problems, own(own_name(path))
        mean = accuracy if isinstance(accuracy, float) else accuracy[one.name]
        found.append(Shape(one.name, len(problems), len(problems), 1, samples or one.samples, mean))
    others = [name for name in named if name not in files]
    for one in expand(",".join(others)) if others or not files else ():
        # A template with 50 instances is one family; a repeated question is no instance.
        families = ceil(one.problems / one.instances)
        mean = accuracy if isinstance(accuracy, float) else accuracy[one.name]
        found.append(
            Shape(one.name, one.problems, families, one.instances, samples or one.samples, mean)
        )
    return found


def scores(
    rng: np.random.Generator, shape: Shape, assumed: Assumed, drop: float, draws: int
) -> tuple[Units, Units]:
    """Draw the families' scores of a base and of a policy that is worse by `drop`.

    Returns:
        Two arrays of shape (draws, families).
    """
    size = (draws, shape.families)
    base = _chances(rng, shape.accuracy, assumed.consistency, size)
    again = rng.random(size) < assumed.reshuffled
    new = np.where(again, _chances(rng, shape.accuracy, assumed.consistency, size), base)
    # From 60 % with a drop of 3 points: every chance times 0.95.
    new *= max(0.0, 1 - drop / shape.accuracy)
    count = shape.instances * shape.samples
    return rng.binomial(count, base) / count, rng.binomial(count, new) / count


def _chances(
    rng: np.random.Generator, accuracy: float, consistency: float, size: tuple[int, int]
) -> Units:
    """Chances with a mean; Beta(m c, (1 - m) c) has the intraclass correlation 1 / (1 + c)."""
    if consistency <= 0:
        return np.full(size, accuracy)
    if consistency >= 1:
        return (rng.random(size) < accuracy).astype(float)
    weight = 1 / consistency - 1
    return rng.beta(accuracy * weight, (1 - accuracy) * weight, size)


def outcomes(
    parts: Sequence[Units], margin: float, alpha: float
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """The default gate on one kind of many draws: whether it passes, and whether it fails.

    Args:
        parts: each benchmark's differences, shape (draws, families).
        margin: the drop that is accepted.
        alpha: of each one-sided test.
    """
    levels = [Level.MICRO, Level.MACRO] if len(parts) > 1 else [Level.MICRO]
    found = [pooled(level, parts) for level in levels]
    adjusted = holm_adjusted([p_beyond(*one, margin) for one in found])
    fails = np.asarray((adjusted < alpha).any(axis=0))
    return ~fails & (p_within(*found[0], margin) < alpha), fails


def simulate(
    shapes: Sequence[Shape],
    assumed: Assumed,
    *,
    drop: float,
    margin: float,
    alpha: float,
    draws: int,
    seed: int,
) -> Chances:
    """Draw two policies many times, and count what the default gate says of them.

    Args:
        shapes: the benchmarks.
        assumed: about the policies.
        drop: by how much the new one is worse, on every benchmark.
        margin: the drop that is accepted.
        alpha: of each one-sided test.
        draws: how many comparisons.
        seed: of all draws.
    """
    rng = np.random.default_rng(seed)
    passes = fails = 0
    for count in _chunks(draws, sum(shape.families for shape in shapes)):
        drawn = [scores(rng, shape, assumed, drop, count) for shape in shapes]
        passed, failed = outcomes([new - base for base, new in drawn], margin, alpha)
        passes += int(passed.sum())
        fails += int(failed.sum())
    return Chances(passes / draws, fails / draws, (draws - passes - fails) / draws)


def _chunks(draws: int, families: int) -> Iterator[int]:
    most = max(1, CHUNK // families)
    for start in range(0, draws, most):
        yield min(most, draws - start)


def detectable(
    shapes: Sequence[Shape], assumed: Assumed, *, alpha: float, draws: int, seed: int
) -> list[Detectable]:
    """What each benchmark alone could show, and all of them pooled.

    The standard error is the root mean square of what equally good policies give.
    """
    rng = np.random.default_rng(seed)
    parts = []
    for shape in shapes:
        base, new = scores(rng, shape, assumed, 0.0, draws)
        parts.append(new - base)
    found = [
        Detectable(
            shape.name,
            shape.problems,
            shape.families,
            shape.samples,
            _reach(adjusted_mean(part)[1], alpha),
        )
        for shape, part in zip(shapes, parts, strict=True)
    ]
    if len(parts) > 1:
        problems, families = (
            sum(getattr(shape, name) for shape in shapes) for name in ("problems", "families")
        )
        for level in (Level.MICRO, Level.MACRO):
            reach = _reach(pooled(level, parts)[1], alpha)
            found.append(Detectable(level.value, problems, families, 0, reach))
    return found


def _reach(errors: Units, alpha: float) -> float:
    """How far from 0 a true change has to be to be shown 4 times in 5."""
    error = sqrt(float(np.mean(np.square(errors))))
    return min(1.0, (float(stats.norm.ppf(1 - alpha)) + float(stats.norm.ppf(POWER))) * error)
