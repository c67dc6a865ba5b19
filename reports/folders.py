"""Run folders in, results out: the functions behind the commands, for notebooks."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

from clipo_bench.reports.compare import Comparison
from clipo_bench.reports.compare import compare as compare_runs
from clipo_bench.reports.gate import Gate
from clipo_bench.reports.gate import gate as decide
from clipo_bench.reports.gate_integrity import require_untouched
from clipo_bench.reports.gate_policy import load_policy
from clipo_bench.reports.gate_regrade import regrade as regrade_run
from clipo_bench.reports.gate_regrade import require_same_verdicts
from clipo_bench.reports.memory import MARGIN, Memory
from clipo_bench.reports.memory import memory as contrast
from clipo_bench.reports.render.html import html
from clipo_bench.reports.run import read_run, read_runs
from clipo_bench.tasks.dates import first_day
from clipo_bench.tasks.errors import InputError
from clipo_bench.tasks.option import option
from clipo_bench.tasks.storage.result_file import save_result


def load_run(folder: str | Path) -> pd.DataFrame:
    """Read a finished run: one row per response, with the columns of ``samples.parquet``.

    `score` is added: 1.0 for a right response, else 0.0; and `family` is the problem's id where
    a problem has no family. All columns: docs/formats.md.

    Raises:
        InputError: it is not a run folder, has not finished, or is damaged.
    """
    return read_run(folder).frame


def compare(folders: Sequence[str | Path], *, strict: bool = True) -> Comparison:
    """Compare runs, each with every earlier one, paired by problem.

    Args:
        folders: one or more run folders, the base first; ``NAME=FOLDER`` names a run.
        strict: whether slices of different data are an error, else they are left unpaired
            with a note.

    Raises:
        InputError: a folder is no finished run; or `strict`, and two runs hold different data
            under one name.
    """
    return compare_runs(read_runs(folders), strict=strict)


def gate(
    base: str | Path,
    new: str | Path,
    margin: float | None = None,
    confidence: float | None = None,
    *,
    policy: str | Path | Mapping[str, Any] | None = None,
    allow: Iterable[str] = (),
    each_slice: bool = False,
    regrade: bool = False,
) -> Gate:
    """Decide whether a run is worse than its base.

    Args:
        base: the folder of the run to keep up with; or ``NAME=FOLDER``, as `new`.
        new: the folder of the run under test.
        margin: the accepted drop, as a fraction of 1; None is the policy's, 0.02 without one.
        confidence: of each one-sided bound; None is the policy's, 0.95 without one.
        policy: a ``gate.yaml``, or the values of one: docs/gate.md.
        allow: differences that are no reason to refuse the runs, such as ``temperature``.
        each_slice: whether each benchmark and kind gates as well, not only all together.
        regrade: whether both are graded again by the installed version, from their responses.

    Raises:
        InputError: a folder is no finished run or was edited since, the two runs differ in what
            scores depend on, the policy is invalid, or a value is out of range.
    """
    known = load_policy(policy, margin, confidence).with_options(allow, each_slice=each_slice)
    runs = read_runs([base, new])
    remarks = [note for run in runs for note in require_untouched(run)]
    if regrade:
        again = [regrade_run(run) for run in runs]
        remarks += require_same_verdicts(again, known.allow)
        runs = [one.run for one in again]
    first, second = runs
    result = decide(first, second, policy=known, regraded=regrade)
    return replace(result, warnings=(*result.warnings, *remarks))


def memory(
    base: str | Path,
    new: Sequence[str | Path],
    margin: float = MARGIN,
    after: str | date | None = None,
) -> Memory:
    """Contrast what runs lose from originals to variants with what their base loses.

    Args:
        base: the folder of the run of the model that the others were trained from; or
            ``NAME=FOLDER``, as the others.
        new: the folders of the trained models' runs; several are seeds of one training.
        margin: the loss that a verdict has to show or exclude, as a fraction of 1.
        after: a day, such as ``2024-06-01``: compares gains before and since; None for none.

    Raises:
        InputError: a folder is no finished run, runs hold different data under one name or
            share nothing that a test needs, the margin is out of range, or `after` is no day.
    """
    try:
        day = first_day(after) if isinstance(after, str) else after
    except ValueError as error:
        raise InputError(
            f"{option('after', str(after))}: expected a day such as 2024-06-01 ({error})"
        ) from None
    first, *others = read_runs([base, *new])
    return contrast(first, others, margin, day)


def report(
    folders: Sequence[str | Path], output: str | Path = "report.html", samples: int = 1000
) -> Comparison:
    """Write runs as one self-contained HTML file.

    Args:
        folders: one or more run folders, the base first; ``NAME=FOLDER`` names a run.
        output: the file, written whole or not at all; its folder is made.
        samples: about how many samples of each run to embed.

    Returns:
        What the report shows, as `compare` gives it; runs of different data are not paired.

    Raises:
        InputError: a folder is no finished run, or the file cannot be written.
    """
    runs = read_runs(folders)
    result = compare_runs(runs, strict=False)
    path = Path(output)
    save_result(path, html(result, runs, samples))
    return result
