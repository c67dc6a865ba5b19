"""What k samples tell, as cells of tables and as sentences."""

from math import isinf

from clipo_bench.reports.k_samples import Crossing, KSamples, PassCurve
from clipo_bench.reports.render import words

HEADINGS = (
    "benchmark", "kind", "run", "k", "pass@1", "pass@k", "all right", "majority", "its share",
    "Brier", "calibration error",
)  # fmt: skip


def row(item: KSamples) -> list[str]:
    """A run's samples on a slice as cells, in the order of `HEADINGS`."""
    k = item.samples
    shown = (item.pass_at_k[1], item.pass_at_k[k], item.all_right[k], item.majority, item.share)
    return [
        item.benchmark,
        item.kind,
        item.run,
        str(k),
        *(f"{words.percent(one.value)} {words.interval(one)}" for one in shown),
        f"{item.brier.value:.3f}",
        words.percent(item.calibration_error.value),
    ]


def crossing(found: Crossing, most: int) -> str:
    """From which k on the base is as good: ``33 (20 to 81)``; up to the largest k asked."""
    return f"{_after(found.value, most)} ({_after(found.low, most)} to {_after(found.high, most)})"


def _after(k: float, most: int) -> str:
    # The last k at which the new run is better is 32: from 33 on the base is as good.
    return f"above {most}" if isinf(k) else f"{k + 1:.0f}"


def curve(item: PassCurve) -> list[tuple[str, str, str]]:
    """A curve as rows: k, the difference in points, its interval."""
    return [
        (str(k), words.points(d.value), words.signed_interval(d))
        for k, d in item.differences.items()
    ]
