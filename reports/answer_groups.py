"""Which of a problem's answers mean the same, and which one most samples gave."""

from collections import Counter
from collections.abc import Hashable, Sequence
from math import log2
from typing import NamedTuple

import pandas as pd

from clipo_bench.tasks.answers.normalise import normalise

RIGHT = ("right",)
"""The group of all answers that equal the gold, however they are written."""


class Vote(NamedTuple):
    """What the samples of one text say together.

    Attributes:
        family: the text's family.
        problem_id: its problem.
        variant_id: empty for an original.
        right: the chance that the most frequent answer is right, with ties broken at random.
        share: the share of all samples that gave it; 0 if none answered.
        entropy: of the answers, in bits.
    """

    family: str
    problem_id: str
    variant_id: str
    right: float
    share: float
    entropy: float


def votes(part: pd.DataFrame) -> list[Vote]:
    """Take a majority vote on each text of a benchmark and kind.

    Args:
        part: the samples: a run's `frame`.
    """
    found = []
    for place, texts in part.groupby(["family", "problem_id", "variant_id"], sort=True):
        groups = answer_groups(texts["extracted"].tolist(), texts["outcome"].tolist())
        family, problem_id, variant_id = map(str, place)
        found.append(Vote(family, problem_id, variant_id, *_vote(groups, len(texts))))
    return found


def answer_groups(answers: Sequence[str | None], outcomes: Sequence[str]) -> Counter[Hashable]:
    """Count the answers of one text by their normalised form; those that gave none are left out.

    Args:
        answers: what was extracted from each sample.
        outcomes: how each sample ended: the right ones are one group.
    """
    groups: Counter[Hashable] = Counter()
    for answer, outcome in zip(answers, outcomes, strict=True):
        if outcome == "correct":
            groups[RIGHT] += 1
        elif isinstance(answer, str):
            groups[normalise(answer)] += 1
    return groups


def _vote(groups: Counter[Hashable], samples: int) -> tuple[float, float, float]:
    if not groups:
        return 0.0, 0.0, 0.0
    most = max(groups.values())
    best = [group for group, count in groups.items() if count == most]
    answered = groups.total()
    entropy = -sum(c / answered * log2(c / answered) for c in groups.values())
    return float(RIGHT in best) / len(best), most / samples, abs(entropy)
