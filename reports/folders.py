"""Run folders in, results out: the functions behind the commands, for notebooks."""

from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from clipo_bench.reports.compare import Comparison
from clipo_bench.reports.compare import compare as compare_runs
from clipo_bench.reports.gate import Gate
from clipo_bench.reports.gate import gate as decide
from clipo_bench.reports.memory import MARGIN, Memory
from clipo_bench.reports.memory import memory as contrast
from clipo_bench.reports.render.html import html
from clipo_bench.reports.run import read_run, read_runs
from clipo_bench.reports.statistics import CONFIDENCE
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
    base: str | Path, new: str | Path, margin: float = 0.02, confidence: float = CONFIDENCE
) -> Gate:
    """Decide whether a run is worse than its base.

    Args:
        base: the folder of the run to keep up with; or ``NAME=FOLDER``, as `new`.
        new: the folder of the run under test.
        margin: the accepted drop, as a fraction of 1.
        confidence: of each one-sided bound.

    Raises:
        InputError: a folder is no finished run, the two hold different data under one name or
            have nothing in common, or the margin or the confidence is out of range.
    """
    first, second = read_runs([base, new])
    return decide(first, second, margin, confidence)


def memory(base: str | Path, new: Sequence[str | Path], margin: float = MARGIN) -> Memory:
    """Contrast what runs lose from originals to variants with what their base loses.

    Args:
        base: the folder of the run of the model that the others were trained from; or
            ``NAME=FOLDER``, as the others.
        new: the folders of the trained models' runs; several are seeds of one training.
        margin: the loss that a verdict has to show or exclude, as a fraction of 1.

    Raises:
        InputError: a folder is no finished run, runs hold different data under one name or
            share no problem with a variant, or the margin is out of range.
    """
    first, *others = read_runs([base, *new])
    return contrast(first, others, margin)


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
