"""The golds that a program contradicts: in a file of one's own, most are typing errors."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from clipo_bench.perturbations.variant_set.one_line import one_line
from clipo_bench.tasks.benchmarks import BENCHMARKS
from clipo_bench.tasks.sources.files import json_lines
from clipo_bench.tasks.variant_set import REFUSALS

_SHOWN = 3


def doubted_golds(folder: Path, manifest: Mapping[str, Any]) -> str:
    """Ask for a look at golds that differ from what a program computes; empty if there are none.

    Benchmarks' golds have been checked: there the program is more likely to be wrong.

    Args:
        folder: of a variant set.
        manifest: the set's.
    """
    if BENCHMARKS.keys() >= set(manifest["identity"]["benchmark"].split(",")):
        return ""
    with (folder / REFUSALS).open(encoding="utf-8") as lines:
        found = {
            line["problem_id"]: line
            for _, line in json_lines(REFUSALS, lines)
            if line.get("computed")
        }
    if not found:
        return ""
    shown = [
        f"“{one_line(line['question'])}” has the gold {line['gold']!r}, but a program computes "
        f"{line['computed']!r}"
        for line in list(found.values())[:_SHOWN]
    ]
    more = len(found) - _SHOWN
    if more > 0:
        shown.append(f"and {more} more, which have `computed` in {REFUSALS}")
    plural = "" if len(found) == 1 else "s"
    return f"check the gold{plural} of {len(found)} problem{plural}: {'; '.join(shown)}"
