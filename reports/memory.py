"""Memory: whether a model loses more on variants than the model that it was trained from.

The contrast is (variants - originals) of the new run minus the same of the base, per family:
a model that only got better or worse moves both alike, one that remembers the originals does not.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from math import ceil

import pandas as pd

from clipo_bench.reports.contrast import CELLS, Effect, log_odds, points
from clipo_bench.reports.date_split import DateSplit, date_split
from clipo_bench.reports.early_stop import early_stop_notes
from clipo_bench.reports.hardness import hardness, no_harder
from clipo_bench.reports.memory_tests import MemoryTest, memory_tests
from clipo_bench.reports.pairing import (
    PAIR,
    data_conflict,
    failed_requests,
    identical,
    pairing_warnings,
)
from clipo_bench.reports.run import Run
from clipo_bench.reports.statistics import CONFIDENCE, Estimate, holm, unit_scores
from clipo_bench.reports.study.analysis import seeds_mean
from clipo_bench.reports.verdict import MemoryVerdict
from clipo_bench.tasks.errors import InputError
from clipo_bench.tasks.kinds import CHANGES_NUMBERS
from clipo_bench.tasks.partial import PARTIAL_KINDS
from clipo_bench.tasks.problem import ORIGINAL

ALPHA = 1 - CONFIDENCE
MARGIN = 0.05
NEAR = 0.05
POOLED = "all"
TEXT = ["benchmark", *PAIR]
PROBLEM = ["benchmark", "problem_id"]


@dataclass(frozen=True, slots=True)
class NeededToTell:
    """What it would take to find a loss of the margin 4 times in 5.

    Attributes:
        families: how many families like these, asked as they were.
        samples: how many times as many samples per text, with these families; None if no
            number is enough, or if with one sample per text nobody can know.
    """

    families: int
    samples: int | None


@dataclass(frozen=True, slots=True)
class MemoryContrast:
    """How much more a new run loses on variants than its base does.

    Attributes:
        base: the base's name.
        new: the new run's name.
        benchmark: the benchmark's name; ``all`` for the pooled contrast.
        kind: the kind of rewrite; of the pooled contrast all that change numbers, with commas.
        problems: how many problems have an original and a variant that both runs were asked.
        variants: how many variants these have.
        base_original: the base's accuracy on these originals, families alike.
        base_variant: the base's accuracy on their variants.
        new_original: the new run's accuracy on the originals.
        new_variant: the new run's accuracy on the variants.
        points: the contrast of accuracies, as a fraction of 1; below 0 where more is lost.
        p_adjusted: its p-value; after Holm over the report's slices, the pooled one as it is.
        log_odds: the same contrast of log odds.
        scales_agree: whether both scales show the same: a loss, a gain, or neither.
        near_limit: the accuracies within `NEAR` of 0 or 1, by the names above.
        matched: the contrast over variants that are no harder than their originals; None if
            there are none, or prompts were not recorded.
        matched_variants: how many variants these are.
        verdict: what the points show at `ALPHA`.
        needed: what it would take to tell; None unless the verdict is that nobody can tell.
    """

    base: str
    new: str
    benchmark: str
    kind: str
    problems: int
    variants: int
    base_original: float
    base_variant: float
    new_original: float
    new_variant: float
    points: Effect
    p_adjusted: float
    log_odds: Effect
    scales_agree: bool
    near_limit: tuple[str, ...]
    matched: Effect | None
    matched_variants: int
    verdict: MemoryVerdict
    needed: NeededToTell | None


@dataclass(frozen=True, slots=True)
class Memory:
    """The answer to whether new runs remember what their base does not.

    Attributes:
        base: the base's name.
        runs: the new runs' names; several are seeds of one training.
        margin: the loss that a verdict has to show or exclude, as a fraction of 1.
        contrasts: per new run the pooled contrast first, then those per benchmark and kind.
        seeds: the mean of the pooled contrasts with seeds as units; None for one run.
        tests: the other memory tests, where runs hold what they need.
        dates: per new run what it gained on problems before a day and since then.
        answer_only: whether all were asked for the answer without reasoning.
        warnings: what a reader has to know.
    """

    base: str
    runs: tuple[str, ...]
    margin: float
    contrasts: tuple[MemoryContrast, ...]
    seeds: Estimate | None
    tests: tuple[MemoryTest, ...]
    dates: tuple[DateSplit, ...]
    answer_only: bool
    warnings: tuple[str, ...]


def memory(
    base: Run, runs: Sequence[Run], margin: float = MARGIN, after: date | None = None
) -> Memory:
    """Contrast one or more runs with their base, and put them through the other memory tests.

    Args:
        base: the run of the model that the others were trained from.
        runs: the runs of the trained models; several are seeds of one training.
        margin: the loss that a verdict has to show or exclude, as a fraction of 1.
        after: the day of a date split; None for none.

    Raises:
        InputError: the margin is out of range, runs hold different data under one name, share
            nothing that a test needs, or no dated problems on both sides of the day.
    """
    if not 0 < margin < 1:
        raise InputError(f"a margin of {margin * 100:g} points: expected 0 to 100, both excluded")
    found: list[MemoryContrast] = []
    warnings = dict.fromkeys(
        note for run in (base, *runs) for note in (*failed_requests(run), *early_stop_notes(run))
    )
    dates: list[DateSplit] = []
    tests: list[MemoryTest] = []
    for new in runs:
        tests += (own := memory_tests(base, new))
        found += _require(base, new, margin, others=bool(own or after))
        if after:
            dates.append(date_split(base, new, after))
        warnings |= dict.fromkeys(pairing_warnings(base, new))
        if identical(base.frame, new.frame):
            warnings[
                f"{new.name} gave the same {len(new.frame):,} responses as {base.name}: the two "
                "may be one run"
            ] = None
    pooled = [item.points.value for item in found if item.benchmark == POOLED]
    return Memory(
        base=base.name,
        runs=tuple(run.name for run in runs),
        margin=margin,
        contrasts=tuple(found),
        seeds=seeds_mean(pooled) if len(pooled) == len(runs) > 1 else None,
        tests=tuple(tests),
        dates=tuple(dates),
        answer_only=all(run.manifest.settings.get("answer_only") for run in (base, *runs)),
        warnings=tuple(warnings),
    )


def _require(base: Run, new: Run, margin: float, *, others: bool) -> tuple[MemoryContrast, ...]:
    for benchmark, kind in base.slices:
        if (benchmark, kind) in new.slices and (why := data_conflict(base, new, benchmark, kind)):
            raise InputError(
                f"{base.name} and {new.name} were evaluated on different data for {benchmark} "
                f"({kind}): {why}; evaluate both on the same variants"
            )
    if (found := memory_contrast(base, new, margin)) or others:
        return found
    raise InputError(
        f"{base.name} and {new.name} share no problem with a variant: expected two runs of the "
        "same variants and their originals, as `clipo-bench eval --variants FOLDER` makes them, "
        "of the same partial prompts, or with several samples of the same problems"
    )


def memory_contrast(base: Run, new: Run, margin: float = MARGIN) -> tuple[MemoryContrast, ...]:
    """Contrast two runs on the problems whose originals and variants both were asked.

    Slices whose data differ between the runs are left out.

    Args:
        base: the run of the model that the new one was trained from.
        new: the run of the trained model.
        margin: the loss that a verdict has to show or exclude, as a fraction of 1.

    Returns:
        The contrast pooled over all kinds that change numbers, if there are any; then one for
        each benchmark and kind.
    """
    shared = [
        (benchmark, kind)
        for benchmark, kind in base.slices
        if kind != ORIGINAL
        and (benchmark, kind) in new.slices
        and not data_conflict(base, new, benchmark, kind)
        and not data_conflict(base, new, benchmark, ORIGINAL)
        and kind not in PARTIAL_KINDS
    ]
    single = [
        made for item in shared if (made := _contrast(base, new, [item], *item, margin)) is not None
    ]
    adjusted = holm([item.points.p for item in single])
    single = [_judged(item, p, margin) for item, p in zip(single, adjusted, strict=True)]
    numbers = [item for item in shared if changes_numbers(base, *item)]
    kinds = ", ".join(dict.fromkeys(kind for _, kind in numbers))
    pooled = _contrast(base, new, numbers, POOLED, kinds, margin) if numbers else None
    first = (_judged(pooled, pooled.points.p, margin),) if pooled else ()
    return (*first, *single)


def changes_numbers(run: Run, benchmark: str, kind: str) -> bool:
    """Whether a kind changes numbers: as it declares, else if most golds are not the original's."""
    if kind in CHANGES_NUMBERS:
        return CHANGES_NUMBERS[kind]
    texts = run.part(benchmark, kind).drop_duplicates(PAIR)
    return bool((texts["gold"] != texts["original_gold"]).mean() > 0.5)


def family_table(
    base: Run, new: Run, slices: Sequence[tuple[str, str]], *, matched: bool = False
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The scores of families that have an original and a variant, asked of both runs.

    Args:
        base: the base.
        new: the new run.
        slices: benchmarks and kinds, whose variants of one problem are averaged.
        matched: only variants that are no harder than their originals.

    Returns:
        One row per benchmark and family with the columns `CELLS`; and the responses to them.
    """
    frames = {
        f"{name}_{side}": _part(run, slices, original=side == "original")
        for name, run in (("base", base), ("new", new))
        for side in ("original", "variant")
    }
    for side in ("original", "variant"):
        one, other = (frames[f"{name}_{side}"] for name in ("base", "new"))
        frames[f"base_{side}"], frames[f"new_{side}"] = _in(one, other, TEXT), _in(other, one, TEXT)
    originals, variants = frames["base_original"], frames["base_variant"]
    if matched:
        variants = variants[_no_harder(originals, variants)]
    for cell, frame in frames.items():
        kept = _in(frame, variants, TEXT) if cell.endswith("variant") else frame
        paired = _in(_in(kept, originals, PROBLEM), variants, PROBLEM)
        frames[cell] = paired.assign(cell=cell)
    every = pd.concat(frames.values())
    scores = {
        cell: unit_scores(part.assign(family=part["benchmark"] + "\n" + part["family"]))
        for cell, part in every.groupby("cell")
    }
    return pd.DataFrame(scores, columns=list(CELLS)).dropna(), every


def _contrast(
    base: Run,
    new: Run,
    slices: list[tuple[str, str]],
    benchmark: str,
    kind: str,
    margin: float,
) -> MemoryContrast | None:
    """The contrast of some slices, before its p-value is adjusted; None without families."""
    table, responses = family_table(base, new, slices)
    if table.empty:
        return None
    counts = responses.groupby("cell").size() / len(table)
    effect = points(table)
    scaled = log_odds(table, {cell: float(counts[cell]) for cell in CELLS})
    easy, easy_responses = family_table(base, new, slices, matched=True)
    means = {cell: float(table[cell].mean()) for cell in CELLS}
    variants = responses[responses["cell"] == "base_variant"]
    return MemoryContrast(
        base=base.name,
        new=new.name,
        benchmark=benchmark,
        kind=kind,
        problems=len(variants[PROBLEM].drop_duplicates()),
        variants=len(variants[TEXT].drop_duplicates()),
        **means,
        points=effect,
        p_adjusted=effect.p,
        log_odds=scaled,
        scales_agree=_direction(effect) == _direction(scaled),
        near_limit=tuple(cell for cell, p in means.items() if not NEAR <= p <= 1 - NEAR),
        matched=None if easy.empty else points(easy),
        matched_variants=len(
            easy_responses.loc[easy_responses["cell"] == "base_variant", TEXT].drop_duplicates()
        ),
        verdict=MemoryVerdict.CANNOT_TELL,
        needed=_needed(effect, responses, len(table), margin),
    )


def _direction(effect: Effect) -> int:
    """-1 for a loss that is shown, 1 for a gain, 0 for neither."""
    if not effect.shown():
        return 0
    return -1 if effect.value < 0 else 1


def _judged(item: MemoryContrast, p: float, margin: float) -> MemoryContrast:
    """Say what a contrast shows once its p-value is adjusted."""
    if p < ALPHA and item.points.value < 0:
        verdict = MemoryVerdict.SHOWN
    elif item.points.low > -margin:
        verdict = MemoryVerdict.EXCLUDED
    else:
        verdict = MemoryVerdict.CANNOT_TELL
    unknown = verdict is MemoryVerdict.CANNOT_TELL
    return replace(item, p_adjusted=p, verdict=verdict, needed=item.needed if unknown else None)


def _needed(effect: Effect, responses: pd.DataFrame, families: int, margin: float) -> NeededToTell:
    """What would find a contrast of the margin, by the spread of families and of samples.

    The contrast's variance is that of the families' true contrasts, which more samples leave as
    it is, and that of sampling, which k times the samples divide by k.
    """
    wanted = (effect.error * margin / effect.detectable) ** 2  # the variance that would do
    texts = responses.groupby(["cell", "benchmark", "family", "problem_id", "variant_id"])["score"]
    counts = texts.size()
    if counts.min() < 2:
        return NeededToTell(effect.families_for(margin), None)
    # The variance of a text's mean, then of means of means; cells are independent given a family.
    text = (texts.var(ddof=1) / counts).rename("v").reset_index()
    problem = _variance_of_mean(text, ["cell", "benchmark", "family", "problem_id"])
    family = _variance_of_mean(problem, ["cell", "benchmark", "family"])
    sampling = float(family["v"].sum()) / families**2
    room = wanted - max(0.0, effect.error**2 - sampling)
    return NeededToTell(effect.families_for(margin), ceil(sampling / room) if room > 0 else None)


def _variance_of_mean(table: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    grouped = table.groupby(by)["v"]
    return (grouped.sum() / grouped.size() ** 2).rename("v").reset_index()


def _part(run: Run, slices: Sequence[tuple[str, str]], *, original: bool) -> pd.DataFrame:
    wanted = {(benchmark, ORIGINAL if original else kind) for benchmark, kind in slices}
    return run.frame[pd.MultiIndex.from_frame(run.frame[["benchmark", "kind"]]).isin(list(wanted))]


def _in(frame: pd.DataFrame, other: pd.DataFrame, columns: list[str]) -> pd.DataFrame:
    """The rows whose `columns` another frame has, too."""
    own, others = (pd.MultiIndex.from_frame(one[columns]) for one in (frame, other))
    return frame[own.isin(others)]


def _no_harder(originals: pd.DataFrame, variants: pd.DataFrame) -> "pd.Series[bool]":
    """Which variants are no harder to calculate than their originals, where texts are known."""
    texts = originals.drop_duplicates(PROBLEM).set_index(PROBLEM)[["prompt", "gold"]]
    joined = variants.join(texts.add_suffix("_before"), on=PROBLEM)
    return pd.Series(
        [
            bool(before)
            and bool(text)
            and no_harder(hardness(text, gold), hardness(before, gold_before))
            for text, gold, before, gold_before in zip(
                *(joined[name] for name in ("prompt", "gold", "prompt_before", "gold_before")),
                strict=True,
            )
        ],
        index=variants.index,
        dtype=bool,
    )
