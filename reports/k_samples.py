"""What k samples of a problem tell: pass@k, majority votes, calibration; one run, or two paired.

Every figure is a mean over families of one number each, as everywhere (`reports.statistics`).
Formulas and their sources are in docs/statistics.md.
"""

from dataclasses import dataclass
from math import inf
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray
from scipy import stats
from scipy.special import gammaln

from clipo_bench.reports.answer_groups import Vote, votes
from clipo_bench.reports.run import Run
from clipo_bench.reports.statistics import (
    CONFIDENCE,
    SEED,
    Difference,
    Estimate,
    difference,
    mean,
    unit_scores,
)
from clipo_bench.tasks.errors import InputError

TEXT = ["family", "problem_id", "variant_id"]
THRESHOLDS = (0.25, 0.5, 0.75, 1.0)
BINS = 10
RESAMPLES = 2000

Array = NDArray[np.floating[Any]]


@dataclass(frozen=True, slots=True)
class KSamples:
    """One run's samples on one benchmark and kind.

    Attributes:
        run: the run's name.
        benchmark: the benchmark's name.
        kind: ``original``, or the kind of rewrite.
        samples: n, the samples of every text.
        texts: how many texts.
        pass_at_k: by k, the chance that one of k samples is right.
        all_right: by k, the chance that all of k samples are right ("pass^k").
        cover: by threshold, the share of texts of whose samples at least so many are right
            ("Cover@tau").
        majority: the chance that the most frequent answer of the n is right ("maj@n"); a tie is
            broken at random.
        share: the mean share of the samples that have the most frequent answer.
        entropy: the mean entropy of a text's answers, in bits.
        brier: the mean squared difference of that share from whether that answer is right.
        calibration_error: the expected calibration error of that share, over `BINS` bins, less
            its bias.
    """

    run: str
    benchmark: str
    kind: str
    samples: int
    texts: int
    pass_at_k: dict[int, Estimate]
    all_right: dict[int, Estimate]
    cover: dict[float, Estimate]
    majority: Estimate
    share: Estimate
    entropy: float
    brier: Estimate
    calibration_error: Estimate


@dataclass(frozen=True, slots=True)
class Crossing:
    """From which k on the base is as good as the new run: the last k where the new one is better.

    Attributes:
        value: the k; 0 if the new run is never better, infinite if it is at every k.
        low: the interval's lower end.
        high: its upper end.
    """

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class PassCurve:
    """pass@k of two runs, paired by family (arXiv 2504.13837).

    Attributes:
        base: the base's name.
        new: the new run's name.
        benchmark: the benchmark's name.
        kind: ``original``, or the kind of rewrite.
        samples: the largest k.
        differences: by k, new minus base.
        crossing: from which k on the base is as good.
    """

    base: str
    new: str
    benchmark: str
    kind: str
    samples: int
    differences: dict[int, Difference]
    crossing: Crossing


def k_samples(run: Run, *, confidence: float = CONFIDENCE) -> tuple[KSamples, ...]:
    """Describe a run's samples, for each benchmark and kind that has more than one of a text.

    Args:
        run: the run.
        confidence: of the intervals.
    """
    found = []
    for benchmark, kind in run.slices:
        part = run.part(benchmark, kind)
        counts = _counts(part)
        samples = int(counts["n"].min())
        if samples > 1:
            vote = votes(part)
            found.append(_describe(run.name, benchmark, kind, counts, vote, samples, confidence))
    return tuple(found)


def pass_curve(
    base: Run, new: Run, benchmark: str, kind: str, *, confidence: float = CONFIDENCE
) -> PassCurve:
    """Compare two runs' pass@k on the texts that both were asked.

    Raises:
        InputError: they have no text in common.
    """
    one, other = (_counts(run.part(benchmark, kind)).set_index(TEXT) for run in (base, new))
    one, other = one.align(other, join="inner", axis="index")
    if one.empty:
        raise InputError(
            f"{base.name} and {new.name} have no problem of {benchmark} ({kind}) in common"
        )
    samples = int(min(one["n"].min(), other["n"].min()))
    before, after = (_by_family(table.reset_index(), samples) for table in (one, other))
    differences = {
        k: difference(before[:, k - 1], after[:, k - 1], confidence) for k in powers(samples)
    }
    made = crossing(after - before, confidence)
    return PassCurve(base.name, new.name, benchmark, kind, samples, differences, made)


def pass_table(right: ArrayLike, samples: ArrayLike, most: int) -> Array:
    """The unbiased pass@k of texts for every k (Chen et al. 2021, arXiv 2107.03374).

    1 - C(n - c, k) / C(n, k), by logarithms of gamma functions.

    Args:
        right: c, how many samples of each text are right.
        samples: n, how many there are, at least `most`.
        most: the largest k.

    Returns:
        Shape (texts, most), column k - 1 for k.
    """
    n = np.asarray(samples, float)[:, None]
    wrong = n - np.asarray(right, float)[:, None]
    k = np.arange(1, most + 1)[None, :]
    left = np.maximum(wrong - k, 0)
    # In this order no right sample gives 0 exactly.
    log = (gammaln(wrong + 1) - gammaln(left + 1)) - (gammaln(n + 1) - gammaln(n - k + 1))
    return 1 - np.where(wrong >= k, np.exp(log), 0.0)


def pass_at_k(part: pd.DataFrame, k: int) -> "pd.Series[float]":
    """The pass@k of each family of a benchmark and kind.

    Args:
        part: the samples: a run's `part`; every text has at least k.
        k: of so many samples one is right.
    """
    counts = _counts(part)
    counts["pass"] = pass_table(counts["c"], counts["n"], k)[:, k - 1]
    return unit_scores(counts, "pass")


def powers(most: int) -> list[int]:
    """1, 2, 4, ... up to `most`, and `most` itself."""
    found = [2**i for i in range(most.bit_length()) if 2**i <= most]
    return found if found[-1] == most else [*found, most]


def crossing(d: Array, confidence: float = CONFIDENCE) -> Crossing:
    """The last k at which a mean curve is above 0, with a percentile bootstrap over families.

    The resampled means are spread out as Student's t asks for few families: by the ratio of its
    quantile to the normal's, and by sqrt(n / (n - 1)) (Hesterberg 2015, Am. Stat. 69:371).

    Args:
        d: shape (families, most): new minus base, column k - 1 for k.
        confidence: of the interval.
    """
    families = len(d)
    generator = np.random.default_rng(SEED)
    draws = generator.multinomial(families, np.full(families, 1 / families), RESAMPLES)
    weights = draws / families  # each row a mean over families drawn with replacement
    tail = (1 - confidence) / 2
    mean_curve = d.mean(axis=0)
    spread = 1.0
    if families > 1:
        quantiles = stats.t.ppf(tail, families - 1) / stats.norm.ppf(tail)
        spread = float(quantiles * np.sqrt(families / (families - 1)))
    drawn = _last_above(mean_curve + spread * (weights @ d - mean_curve))
    low, high = np.quantile(drawn, [tail, 1 - tail], method="inverted_cdf")
    return Crossing(float(_last_above(mean_curve[None, :])[0]), float(low), float(high))


def _last_above(curves: Array) -> Array:
    above = curves > 0
    most = curves.shape[1]
    last = most - np.argmax(above[:, ::-1], axis=1)
    return np.where(above.any(axis=1), np.where(last == most, inf, last), 0.0)


def _counts(part: pd.DataFrame) -> pd.DataFrame:
    """Per text n, the samples, and c, those that are right."""
    table = part.groupby(TEXT, sort=True)["score"].agg(["count", "sum"]).reset_index()
    return table.rename(columns={"count": "n", "sum": "c"})


def _by_family(counts: pd.DataFrame, most: int) -> Array:
    """pass@k of families, shape (families, most): texts to problems to families, equally."""
    columns = list(range(most))
    table = pd.DataFrame(pass_table(counts["c"], counts["n"], most), columns=columns)
    table[TEXT] = counts[TEXT].to_numpy()
    problems = table.groupby(["family", "problem_id"])[columns].mean()
    return problems.groupby(level="family").mean().to_numpy(float)


def _describe(
    run: str, benchmark: str, kind: str, counts: pd.DataFrame, vote: list[Vote], n: int,
    confidence: float,
) -> KSamples:  # fmt: skip
    table = counts.copy()
    texts = pd.DataFrame(vote).set_index(TEXT).loc[pd.MultiIndex.from_frame(table[TEXT])]
    for name in ("right", "share", "entropy"):
        table[name] = texts[name].to_numpy(float)
    table["brier"] = (table["share"] - table["right"]) ** 2

    def estimate(values: Any) -> Estimate:
        table["value"] = values
        return mean(unit_scores(table, "value").to_numpy(float), confidence)

    passes = pass_table(table["c"], table["n"], n)
    # All of k are right, as often as none of k would be wrong.
    fails = 1 - pass_table(table["n"] - table["c"], table["n"], n)
    return KSamples(
        run=run,
        benchmark=benchmark,
        kind=kind,
        samples=n,
        texts=len(table),
        pass_at_k={k: estimate(passes[:, k - 1]) for k in powers(n)},
        all_right={k: estimate(fails[:, k - 1]) for k in powers(n)},
        cover={t: estimate((table["c"] / table["n"] >= t).astype(float)) for t in THRESHOLDS},
        majority=estimate(table["right"]),
        share=estimate(table["share"]),
        entropy=float(unit_scores(table, "entropy").mean()),
        brier=estimate(table["brier"]),
        calibration_error=_calibration_error(table, confidence),
    )


def _calibration_error(table: pd.DataFrame, confidence: float) -> Estimate:
    """The expected calibration error (Naeini et al. 2015, AAAI) over texts.

    With the basic bootstrap over families, which takes off the bias: gaps by chance never cancel.
    """
    families, index = np.unique(table["family"].to_numpy(), return_inverse=True)
    generator = np.random.default_rng(SEED)
    even = np.full(len(families), 1 / len(families))
    weights = generator.multinomial(len(families), even, RESAMPLES).astype(float)
    share, right = table["share"].to_numpy(float), table["right"].to_numpy(float)
    bins = np.minimum((share * BINS).astype(int), BINS - 1)
    gaps = np.zeros((BINS, len(families)))
    np.add.at(gaps, (bins, index), share - right)
    texts = np.bincount(index, minlength=len(families))

    def error(weight: Array) -> Any:
        return np.abs(weight @ gaps.T).sum(axis=-1) / (weight @ texts)

    seen = float(error(np.ones(len(families))))
    drawn = error(weights)
    tail = (1 - confidence) / 2
    # The error that is seen is too large, by chance gaps in each bin; that of a resample by as much
    # again. So twice what was seen, minus what resamples show: the basic bootstrap.
    value, low, high = (
        float(max(0.0, 2 * seen - found))
        for found in (drawn.mean(), *np.quantile(drawn, [1 - tail, tail]))
    )
    return Estimate(value, low, high, len(families))
