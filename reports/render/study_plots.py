"""Study plots: where the lines and points of a study's drawings lie."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean

from clipo_bench.reports.study.analysis import Contrast
from clipo_bench.reports.study.trained import Curve

WIDTH, HEIGHT = 240.0, 120.0
_STEP = 0.1  # the rewards' axis ends at whole tenths


@dataclass(frozen=True, slots=True)
class Panel:
    """The rewards of one arm: each seed's line, their mean, and the base's mean.

    Attributes:
        arm: its name.
        seeds: a line for each seed, as the points of an SVG polyline.
        mean: their mean.
        base: the base's mean.
        first: the mean reward in the first step.
        last: that in the last step.
    """

    arm: str
    seeds: tuple[str, ...]
    mean: str
    base: str
    first: float
    last: float


@dataclass(frozen=True, slots=True)
class Panels:
    """The drawings of all arms, on one scale.

    Attributes:
        panels: one for each arm.
        low: the rewards' axis begins here.
        high: and ends here.
        first: the first step.
        last: the last step.
    """

    panels: tuple[Panel, ...]
    low: float
    high: float
    first: int
    last: int


def panels(curves: Mapping[str, Sequence[Curve]], base: str) -> Panels:
    """Draw the rewards of every arm over the steps.

    Args:
        curves: by arm, one for each seed.
        base: the arm whose mean stands in every panel.
    """
    every = [curve for arm in curves.values() for curve in arm]
    steps = min((curve.steps for curve in every), key=len)
    rewards = [reward for curve in every for reward in curve.rewards]
    low = math.floor(min(rewards) / _STEP) * _STEP
    high = max(low + _STEP, math.ceil(max(rewards) / _STEP) * _STEP)

    def line(values: Sequence[float]) -> str:
        across = WIDTH / max(1, len(steps) - 1)
        return " ".join(
            f"{index * across:.1f},{HEIGHT * (high - value) / (high - low):.1f}"
            for index, value in enumerate(values[: len(steps)])
        )

    means = {arm: _mean(curves[arm]) for arm in curves}
    return Panels(
        tuple(
            Panel(
                arm,
                tuple(line(curve.rewards) for curve in curves[arm]),
                line(means[arm]),
                line(means[base]),
                means[arm][0],
                means[arm][-1],
            )
            for arm in curves
        ),
        low,
        high,
        steps[0],
        steps[-1],
    )


def reach(contrasts: Sequence[Contrast]) -> float:
    """How far from 0 a drawing of these contrasts' seeds has to reach, in whole hundredths."""
    ends = [abs(d) for contrast in contrasts for d in contrast.differences]
    means = [abs(contrast.mean.value) for contrast in contrasts]
    return max(0.01, math.ceil(max(ends + means) * 100) / 100)


def place(value: float, scale: float) -> str:
    """Where a difference lies on a drawing from -50 to 50, or at its edge if it is beyond it."""
    return f"{max(-50.0, min(50.0, value * 50 / scale)):.2f}"


def _mean(curves: Sequence[Curve]) -> list[float]:
    return [fmean(values) for values in zip(*(curve.rewards for curve in curves), strict=False)]
