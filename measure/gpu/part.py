"""Part: what every script here is: sections that are measured, each by itself, into one JSON file.

A part is `python measure/gpu/PART.py --json FILE [--tiny]` from the repository's root, with
that on PYTHONPATH. `--tiny` is for a machine without a GPU: every line runs, on sizes that say
nothing. The file is written after each section, so that a time limit loses only the rest.
"""

import argparse
import gc
import json
import sys
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

import torch

from clipo_bench.tasks.errors import InputError

_SHOWN = 3000  # characters of a traceback


class Part:
    """One part, and what it has found so far.

    Attributes:
        tiny: whether sizes are those for a machine without a GPU.
    """

    def __init__(self, description: str | None) -> None:
        """Read the command line.

        Args:
            description: what the part does, for `--help`.
        """
        parser = argparse.ArgumentParser(description=description)
        parser.add_argument("--json", type=Path, required=True)
        parser.add_argument("--tiny", action="store_true")
        options = parser.parse_args()
        self.tiny: bool = options.tiny
        self._path: Path = options.json
        self._found: dict[str, Any] = {}
        self._failed = False

    def section(self, name: str, measure: Callable[[], dict[str, Any]]) -> dict[str, Any]:
        """Measure something; if that fails, say why and go on.

        Args:
            name: its key in the file.
            measure: gives figures.

        Returns:
            The figures; or ``skipped`` or ``error`` with the reason.
        """
        start = time.perf_counter()
        try:
            found = measure()
        except Exception as error:
            if isinstance(error, ModuleNotFoundError) and error.name:
                found = {"skipped": f"{error.name} is not installed"}
            elif isinstance(error, InputError):
                found = {"skipped": str(error)}
            else:
                self._failed = True
                found = {"error": traceback.format_exc()[-_SHOWN:]}
        found["section_seconds"] = round(time.perf_counter() - start, 1)
        self._found[name] = found
        self._path.write_text(json.dumps(self._found, indent=1) + "\n", encoding="utf-8")
        print(name, json.dumps(found), flush=True)
        gc.collect()
        if torch.cuda.is_available():
            torch.cuda.empty_cache()
        return found

    def end(self) -> None:
        """Leave, with 1 if a section failed."""
        sys.exit(1 if self._failed else 0)


def seconds(work: Callable[[], object], *, runs: int) -> float:
    """Median seconds of some work on the GPU, or on a CPU without one, after a warm-up of three."""
    times = []
    for run in range(runs + 3):
        if torch.cuda.is_available():
            start, end = (torch.cuda.Event(enable_timing=True) for _ in range(2))
            start.record()
            work()
            end.record()
            torch.cuda.synchronize()
            taken = start.elapsed_time(end) / 1000
        else:
            begin = time.perf_counter()
            work()
            taken = time.perf_counter() - begin
        if run >= 3:
            times.append(taken)
    return median(times)
