"""Date split: whether a model gained more on problems that were public before a day."""

from dataclasses import dataclass
from datetime import date

import pandas as pd

from clipo_bench.reports.contrast import Effect, difference_of, points_of
from clipo_bench.reports.known_control import CONTROL_AUC, tells
from clipo_bench.reports.pairing import data_conflict
from clipo_bench.reports.run import Run
from clipo_bench.reports.statistics import Estimate, unit_scores
from clipo_bench.reports.verdict import MemoryVerdict
from clipo_bench.tasks.dates import since
from clipo_bench.tasks.errors import InputError
from clipo_bench.tasks.problem import ORIGINAL

DATE_SPLIT = "date split"
TEXT = ["benchmark", "family", "problem_id", "variant_id"]


@dataclass(frozen=True, slots=True)
class DateSplit:
    """What a new run gained on problems from before a day, and on those since then.

    Attributes:
        base: the base's name.
        new: the new run's name.
        after: the day, from which on problems count as later.
        before: new minus base on the problems from before it, over families.
        since: the same on those from that day on.
        contrast: the gain since, minus the gain before: below 0 where old problems gained more.
        left_out: how many problems have no date, or one that is on neither side.
        control: the AUC in the control; None if no control was run.
        verdict: shown where old problems gained more, and the test told in its control what was
            trained on; else nobody can tell.
    """

    base: str
    new: str
    after: str
    before: Effect
    since: Effect
    contrast: Effect
    left_out: int
    control: Estimate | None
    verdict: MemoryVerdict


def date_split(base: Run, new: Run, day: date) -> DateSplit:
    """Compare the gains of a run on the originals of two times, that both runs were asked.

    Raises:
        InputError: there are not two families with a date on either side.
    """
    gains = _gains(base, new)
    if gains.empty:
        raise InputError(
            f"{base.name} and {new.name} share no originals, which a date split compares: expected "
            "two runs of the same problems with dates"
        )
    sides = gains["date"].map(lambda text: since(text, day))
    old, later = (_families(gains[[side is wanted for side in sides]]) for wanted in (False, True))
    if min(len(old), len(later)) < 2:
        raise InputError(
            f"{base.name} and {new.name} share {len(old)} families of problems dated before {day} "
            f"and {len(later)} since then: expected two or more of each; a problem's date is in "
            "the column `date` of a file of problems, such as 2024-06-01"
        )
    contrast = difference_of(later.to_numpy(float), old.to_numpy(float))
    control = CONTROL_AUC.get(DATE_SPLIT)
    shown = contrast.shown() and contrast.value < 0
    works = control is not None and tells(control)
    return DateSplit(
        base=base.name,
        new=new.name,
        after=day.isoformat(),
        before=points_of(old.to_numpy(float), bound=1.0),
        since=points_of(later.to_numpy(float), bound=1.0),
        contrast=contrast,
        left_out=sum(side is None for side in sides),
        control=control,
        verdict=MemoryVerdict.SHOWN if shown and works else MemoryVerdict.CANNOT_TELL,
    )


def _gains(base: Run, new: Run) -> pd.DataFrame:
    """New minus base on each original that both were asked, and its date."""
    slices = [
        benchmark
        for benchmark, kind in base.slices
        if kind == ORIGINAL
        and (benchmark, kind) in new.slices
        and not data_conflict(base, new, benchmark, kind)
    ]
    frames = [
        run.frame[run.frame["benchmark"].isin(slices) & (run.frame["kind"] == ORIGINAL)]
        for run in (base, new)
    ]
    before, after = (frame.groupby(TEXT)["score"].mean() for frame in frames)
    dates = pd.concat(frames).groupby(TEXT)["date"].max()  # of a run without dates it is ""
    gains = (after - before).dropna().rename("gain").to_frame()
    return gains.join(dates).reset_index()


def _families(gains: pd.DataFrame) -> "pd.Series[float]":
    return unit_scores(gains.assign(family=gains["benchmark"] + "\n" + gains["family"]), "gain")
