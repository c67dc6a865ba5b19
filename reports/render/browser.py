"""Browser: which samples a report embeds, and in which form."""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from clipo_bench.reports.run import Run

FIELDS = (
    "benchmark", "kind", "problem_id", "variant_id", "sample_index", "gold", "original_gold",
    "response", "finish_reason", "tokens", "outcome", "extracted", "found", "matched", "copied",
    "process", "failed_step",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Selection:
    """The samples that a report embeds.

    Attributes:
        samples: the fields of each `Sample`, with the index of its run and of its prompt.
        texts: the prompts, each once, since k samples share one.
        left_out: how many samples are not embedded.
    """

    samples: list[dict[str, Any]]
    texts: list[str]
    left_out: int


def select(runs: Sequence[Run], limit: int) -> Selection:
    """Choose whole problems, about `limit` samples per run.

    A problem comes with its variants and all its samples, from every run, so that they can
    be read beside each other. Which ones is settled by a hash of the problem, the same in
    every report, and each benchmark has its turn, so that a small one is seen too.
    """
    chosen = _problems(runs, limit)
    texts: dict[str, int] = {}
    samples = []
    for index, run in enumerate(runs):
        keys = pd.MultiIndex.from_frame(run.frame[["benchmark", "problem_id"]])
        part = run.frame[keys.isin(chosen)]
        part = part.sort_values(
            ["benchmark", "problem_id", "variant_id", "sample_index"], kind="stable"
        )
        for row in part.to_dict("records"):
            prompt = texts.setdefault(str(row["prompt"]), len(texts))
            values = {name: _value(row[name]) for name in FIELDS}
            samples.append({"run": index, "prompt": prompt, **values})
    total = sum(len(run.frame) for run in runs)
    return Selection(samples, list(texts), total - len(samples))


def _problems(runs: Sequence[Run], limit: int) -> list[tuple[str, str]]:
    """The problems in the order of their turn, until a run would have more than `limit`."""
    sizes: dict[tuple[str, str], int] = defaultdict(int)
    for run in runs:
        pairs = zip(run.frame["benchmark"], run.frame["problem_id"], strict=True)
        for key, count in Counter(pairs).items():
            sizes[key] = max(sizes[key], count)  # its samples in the run that has most of them
    queues: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for key in sorted(sizes, key=_rank):
        queues[key[0]].append(key)
    # Turn 0 has the first problem of each benchmark, turn 1 the second, ...
    turns = sorted(
        ((turn, benchmark, key) for benchmark, q in queues.items() for turn, key in enumerate(q))
    )
    chosen, used = [], 0
    for _, _, key in turns:
        if used + sizes[key] > limit:
            break
        used += sizes[key]
        chosen.append(key)
    return chosen


def _rank(key: tuple[str, str]) -> str:
    return hashlib.sha256("\x1f".join(key).encode()).hexdigest()


def _value(value: Any) -> Any:
    """A cell as JSON has it: pandas' missing values become null, its numbers plain."""
    if pd.isna(value):
        return None
    if hasattr(value, "item"):
        value = value.item()
    return int(value) if isinstance(value, float) and value.is_integer() else value
