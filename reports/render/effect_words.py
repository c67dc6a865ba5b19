"""Effect words: how a contrast, its interval and an AUC read, the same in every format."""

from clipo_bench.reports.contrast import Effect
from clipo_bench.reports.render import words
from clipo_bench.reports.statistics import Estimate


def change(effect: Effect) -> str:
    """A contrast in points with its interval: ``−28.6 [−37.6, −19.6]``."""
    return f"{words.points(effect.value)} {interval(effect)}"


def interval(effect: Effect) -> str:
    """Its interval in points: ``[−37.6, −19.6]``."""
    return f"[{words.points(effect.low)}, {words.points(effect.high)}]"


def auc(value: Estimate) -> str:
    """An area under a ROC curve with its interval: ``0.81 [0.76, 0.86]``."""
    return f"{value.value:.2f} [{value.low:.2f}, {value.high:.2f}]"


def families(number: int) -> str:
    """A number of families: ``1 family``, ``57 families``."""
    return "1 family" if number == 1 else f"{number:,} families"
