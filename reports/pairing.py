"""Pairing: whether two runs were asked the same, and in what else they differ."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pandas as pd

from clipo_bench.reports.run import Run
from clipo_bench.tasks.errors import InputError
from clipo_bench.tasks.storage.identity import shown

# Another seed is another draw of the same thing; tools record the same in other columns.
NOT_COMPARED = {"seed", "reading"}
PAIR = ["problem_id", "variant_id"]
"""What names a text within a benchmark and kind."""
TEXT = ["benchmark", "kind", *PAIR]
"""What names a text of a run."""


def require_same_data(base: Run, new: Run) -> None:
    """Refuse to pair what differs under one name.

    Raises:
        InputError: a benchmark that both hold, or its variants, is different data.
    """
    for benchmark, kind in base.slices:
        if (benchmark, kind) in new.slices and (
            conflict := data_conflict(base, new, benchmark, kind)
        ):
            raise InputError(
                f"{base.name} and {new.name} were evaluated on different data for {benchmark} "
                f"({kind}): {conflict}; evaluate both on the same data"
            )


def data_conflict(base: Run, new: Run, benchmark: str, kind: str) -> str:
    """Why a slice that both runs hold must not be paired; empty if it may be.

    The fingerprint of a recording only tells which problems somebody recorded, so one
    missing response changes it. There the golds decide.
    """
    mine, theirs = base.fingerprint(benchmark, kind), new.fingerprint(benchmark, kind)
    if mine == theirs:
        return ""
    one, other = shown(mine, theirs)
    different = f"its data has fingerprint {one} in {base.name} and {other} in {new.name}"
    if not (base.recorded and new.recorded):
        return different
    golds = pd.concat(
        [golds_of(base.part(benchmark, kind)), golds_of(new.part(benchmark, kind))],
        axis="columns",
        join="inner",
        keys=["base", "new"],
    )
    unequal = golds[golds["base"] != golds["new"]]
    if unequal.empty:
        return ""
    return f"{different}, and {len(unequal)} golds differ, first {unequal.index[0][2]}'s"


def golds_of(frame: pd.DataFrame) -> "pd.Series[str]":
    """The gold of each text, by `TEXT`."""
    return frame.drop_duplicates(TEXT).set_index(TEXT)["gold"]


def identical(first: pd.DataFrame, second: pd.DataFrame) -> bool:
    """Whether two runs hold the same responses, with the same outcomes, to the same texts."""
    sample = [*TEXT, "sample_index"]
    one, other = (
        frame[[*sample, "response", "outcome"]].sort_values(sample).reset_index(drop=True)
        for frame in (first, second)
    )
    return one.equals(other)


def pairing_warnings(base: Run, new: Run) -> list[str]:
    """What has to be known before two runs' differences are read."""
    return _data_warnings(base, new) + _setting_warnings(base, new)


def failed_requests(run: Run) -> list[str]:
    """Name the requests that had no response, as `eval --allow-failures` lets them."""
    failed = int((run.frame["finish_reason"] == "failed").sum())
    if not failed:
        return []
    return [
        f"{run.name}: {failed:,} of {len(run.frame):,} requests had no response and count as no "
        "answer: every accuracy is lower for them"
    ]


def _data_warnings(base: Run, new: Run) -> list[str]:
    """Name the benchmarks that are paired although their data is not the same as a whole."""
    if not set(base.slices) & set(new.slices):
        return [
            f"{base.name} and {new.name} have no benchmark and kind in common: nothing is compared"
        ]
    found = {}
    for benchmark, kind in base.slices:
        mine, theirs = base.fingerprint(benchmark, kind), new.fingerprint(benchmark, kind)
        shared = (benchmark, kind) in new.slices
        if shared and mine != theirs and not data_conflict(base, new, benchmark, kind):
            found[benchmark] = (
                f"{benchmark}: {base.name} and {new.name} were recorded on different sets of "
                "problems; problems that both contain with equal golds are paired (fingerprints "
                f"{', '.join(shown(mine, theirs))})"
            )
    return list(found.values())


def _setting_warnings(base: Run, new: Run) -> list[str]:
    """Name the settings, the grader's options and the selection in which two runs differ.

    Settings of a benchmark that only one of them was asked are no difference.
    """
    own = base.manifest.benchmarks.keys() ^ new.manifest.benchmarks.keys()
    found = []
    for part in ("settings", "grader", "selection"):
        first = dict(leaves(getattr(base.manifest, part)))
        second = dict(leaves(getattr(new.manifest, part)))
        for path in sorted(first.keys() | second.keys()):
            if path[0] == "until_decided":
                continue  # `reports.early_stop` says it in words
            if path[0] in NOT_COMPARED or own & set(path):
                continue
            if first.get(path) != second.get(path):
                now, was = shown(second.get(path), first.get(path))
                found.append(
                    f"{new.name} differs from {base.name} in {part}: {said(path)} is "
                    f"{now}, not {was}"
                )
    return found


def said(path: Sequence[str]) -> str:
    """A setting's name: ``temperature of aime24`` for (sampling, aime24, temperature)."""
    return f"{path[2]} of {path[1]}" if path[0] == "sampling" and len(path) == 3 else " ".join(path)


def leaves(values: Mapping[str, Any], path: tuple[str, ...] = ()) -> Iterator[tuple[Any, Any]]:
    """The leaves of nested settings with their paths."""
    for name, value in values.items():
        if isinstance(value, Mapping):
            yield from leaves(value, (*path, name))
        else:
            yield (*path, name), value
