"""Problems of a user's own, from a jsonl, json, csv or parquet file, gzipped or not."""

import json
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from clipo_bench.tasks.benchmarks import BENCHMARKS, own_name
from clipo_bench.tasks.dates import as_date
from clipo_bench.tasks.errors import InputError
from clipo_bench.tasks.option import option
from clipo_bench.tasks.problem import LETTERS
from clipo_bench.tasks.rows import Columns, Row, as_text, as_texts, gsm8k_row, without_commas
from clipo_bench.tasks.sources.files import Placed, file_rows, read_rows
from clipo_bench.tasks.sources.loaded import Loaded, distinct_problems, fingerprint, repetitions

MARK = "\n#### "
_SHOWN = 5  # places, in a message


def load_file(path: Path) -> Loaded:
    """Load a file of problems; the benchmark is named after the file.

    Each row has ``question`` and ``answer``, and where there are any
    ``choices`` (a list; the answer is a letter or an option's text), ``solution``, ``id`` and
    ``date`` (``2024-06-01``, ``2024-06`` or ``2024``).
    An answer as GSM8K has it, a worked solution that ends in ``#### gold``, is taken apart.

    Raises:
        InputError: the file is missing, empty or damaged, or contradicts itself.
    """
    rows = read_rows(map(_own_columns, file_rows(path)), _row)
    if not rows:
        raise InputError(f"{path} is empty: expected rows of question and answer")
    problems = distinct_problems(own_name(path), rows)
    mark = fingerprint(rows)
    warnings = _repeated(path, rows) + _of_benchmark(path, mark)
    return Loaded(tuple(problems), mark, str(path), known=True, warnings=warnings)


def _own_columns(placed: Placed) -> Placed:
    """Refuse a row without question or answer by what it has.

    Raises:
        InputError: one of the two is missing.
    """
    place, columns = placed
    missing = [name for name in ("question", "answer") if name not in columns]
    if missing:
        raise InputError(
            f"{place} has no column {' and no column '.join(map(repr, missing))}: it has "
            f"{', '.join(map(repr, columns))}. Rename the columns to question and answer; for a "
            f"benchmark's own file, give the benchmark's name and the file's folder with "
            f"{option('data_dir')} instead"
        )
    return placed


def _of_benchmark(path: Path, mark: str) -> tuple[str, ...]:
    """Say that a file is a benchmark's: as an own file, it gets other settings and another name."""
    names = [one.name for one in BENCHMARKS.values() if mark in one.fingerprints]
    return tuple(
        f"{path.name} is the data of the benchmark {name}: to compare with other results on it, "
        f"give {name} with {option('data_dir')} instead of the file"
        for name in names
    )


def _repeated(path: Path, rows: Sequence[Row]) -> tuple[str, ...]:
    """Say how many questions are asked once although they stand there more often, and where."""
    found = repetitions(rows)
    if not found:
        return ()
    prefix = f"{path} "  # the folder is left out: what is written of it is the same elsewhere
    places = [
        f"{row.place.removeprefix(prefix)} repeats {first.place.removeprefix(prefix)}"
        for first, row in found[:_SHOWN]
    ]
    more = ", ..." if len(found) > _SHOWN else ""
    left_out = "a row is" if len(found) == 1 else f"{len(found)} rows are"
    return (
        f"{path.name}: {left_out} left out, whose question stands there before: "
        f"{', '.join(places)}{more}",
    )


def _row(columns: Columns) -> Row:
    columns = {  # parquet and pandas write what a row does not have as a null
        name: value
        for name, value in columns.items()
        if value is not None or name in ("question", "answer")
    }
    answer = as_text(columns["answer"]).strip()
    solution = columns.get("solution")
    if solution is None and MARK in answer:
        worked = gsm8k_row(columns)
        solution, answer = worked.solution, without_commas(worked.gold.strip())
    choices = _choices(columns.get("choices") or [])
    if answer in choices[: len(LETTERS)]:
        answer = LETTERS[choices.index(answer)]
    return Row(
        question=as_text(columns["question"]),
        gold=answer,
        choices=choices,
        solution=None if solution is None else as_text(solution),
        id=as_text(columns.get("id", "")),
        date=as_date(columns["date"]) if "date" in columns else "",
    )


def _choices(value: Any) -> tuple[str, ...]:
    """The options; csv has no lists, there it is a JSON array: ``["a spoon", "a kite"]``."""
    if isinstance(value, str):
        with suppress(ValueError, RecursionError):
            value = json.loads(value)
    return as_texts(value)
