"""Trained: one training of a study, read from its folders: accuracies and reward curve."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import fmean

from clipo_bench.reports.pairing import require_same_data
from clipo_bench.reports.robustness import robustness
from clipo_bench.reports.run import Run, read_run
from clipo_bench.reports.statistics import unit_scores
from clipo_bench.reports.study.analysis import Measure, MeasureUnit
from clipo_bench.tasks.errors import InputError
from clipo_bench.tasks.problem import ORIGINAL

METRICS = "metrics.jsonl"
PERTURBED, DROP, REWARD, TOKENS = "perturbed", "drop", "reward", "tokens"
LAST_PART = 5

_MEANINGS = {
    PERTURBED: (MeasureUnit.SHARE, "accuracy on variants, every benchmark and kind alike"),
    ORIGINAL: (MeasureUnit.SHARE, "accuracy on originals, every benchmark alike"),
    DROP: (
        MeasureUnit.POINTS,
        "points of accuracy lost from originals to their variants; less is better",
    ),
    REWARD: (MeasureUnit.SHARE, "right rollouts in the last fifth of the training's steps"),
    TOKENS: (MeasureUnit.TOKENS, "mean length of a response in the evaluation; no aim in itself"),
}


@dataclass(frozen=True, slots=True)
class Curve:
    """What a training's metrics say, step by step, without the head's warm-up.

    Attributes:
        steps: their numbers.
        rewards: the share of right rollouts in each.
    """

    steps: tuple[int, ...]
    rewards: tuple[float, ...]

    @property
    def late(self) -> float:
        """The mean reward of the last fifth of the steps."""
        return fmean(self.rewards[-max(1, len(self.rewards) // LAST_PART) :])


@dataclass(frozen=True, slots=True)
class Trained:
    """One arm with one seed.

    Attributes:
        arm: its name.
        seed: of its training.
        curve: how its reward went.
        values: what it reached, by measure.
        runs: its evaluations.
    """

    arm: str
    seed: int
    curve: Curve
    values: dict[str, float]
    runs: tuple[Run, ...]


def read_trained(arm: str, seed: int, training: Path, runs: Sequence[Path]) -> Trained:
    """Read a training and its evaluations.

    Args:
        arm: its name.
        seed: of its training.
        training: the folder with its metrics.
        runs: the run folders of its evaluations, each of another benchmark.

    Raises:
        InputError: a folder is missing, unfinished or damaged.
    """
    curve = read_curve(training)
    read = tuple(replace(read_run(folder), name=f"{arm} {seed}") for folder in runs)
    return Trained(arm, seed, curve, {**_scores(read), REWARD: curve.late}, read)


def read_curve(folder: Path) -> Curve:
    """Read a training's rewards.

    Raises:
        InputError: there are none, or the file is damaged.
    """
    path = folder / METRICS
    try:
        lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        steps = [line for line in lines if line["phase"] == "train"]
        curve = Curve(
            tuple(int(line["step"]) for line in steps),
            tuple(float(line["reward"]) for line in steps),
        )
    except OSError as error:
        raise InputError(f"cannot read the metrics {path}: {error.strerror}") from None
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise InputError(
            f"{path} is damaged or not from a training with rewards ({error!r}): train again"
        ) from None
    if not curve.steps:
        raise InputError(f"{path} has no training step: the training has not finished")
    return curve


def measures(trained: Sequence[Trained]) -> list[Measure]:
    """The measures that all trainings have."""
    names = [name for name in trained[0].values if all(name in one.values for one in trained)]
    return [
        Measure(name, *_MEANINGS.get(name, (MeasureUnit.SHARE, f"accuracy on {name}")))
        for name in names
    ]


def measured_slices(slices: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """The slices (benchmark, kind) that are measures of their own.

    A single slice of originals, or of variants, is `ORIGINAL` or `PERTURBED` already.
    """
    held = list(slices)
    originals = [item for item in held if item[1] == ORIGINAL]
    variants = [item for item in held if item[1] != ORIGINAL]
    return [item for part in (originals, variants) if len(part) > 1 for item in part]


def slice_name(benchmark: str, kind: str) -> str:
    """The name of a slice as a measure, such as ``gsm8k/numbers``."""
    return f"{benchmark}/{kind}"


def comparability_warnings(trained: Sequence[Trained]) -> list[str]:
    """Warnings about comparing the trainings.

    Raises:
        InputError: they were evaluated on different data.
    """
    first = trained[0]
    for one in trained[1:]:
        for base, new in zip(first.runs, one.runs, strict=True):
            require_same_data(base, new)
    return list(_starts(trained))


def _starts(trained: Sequence[Trained]) -> Iterator[str]:
    """With one seed all arms start from one policy, with the same problems and rollouts."""
    firsts: dict[int, set[float]] = {}
    for one in trained:
        firsts.setdefault(one.seed, set()).add(one.curve.rewards[0])
    if unlike := [seed for seed, rewards in firsts.items() if len(rewards) > 1]:
        yield (
            "the arms' rewards already differ in the first step for "
            f"{'seed' if len(unlike) == 1 else 'seeds'} {', '.join(map(str, unlike))}, although "
            "they start from the same policy with the same problems; they are still paired, but "
            "less similar than they should be"
        )


def _scores(runs: Sequence[Run]) -> dict[str, float]:
    """The results of the evaluations, by measure."""
    slices = {
        (benchmark, kind): float(unit_scores(run.part(benchmark, kind)).mean())
        for run in runs
        for benchmark, kind in run.slices
    }
    scores = {}
    if variants := [score for (_, kind), score in slices.items() if kind != ORIGINAL]:
        scores[PERTURBED] = fmean(variants)
        scores[DROP] = -fmean(item.change.value for run in runs for item in robustness(run))
    scores[ORIGINAL] = fmean(score for (_, kind), score in slices.items() if kind == ORIGINAL)
    scores |= {slice_name(*item): slices[item] for item in measured_slices(slices)}
    lengths = [
        float(run.frame["tokens"].mean()) for run in runs if run.frame["tokens"].notna().all()
    ]
    if len(lengths) == len(runs):
        scores[TOKENS] = fmean(lengths)
    return scores
