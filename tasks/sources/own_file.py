"""Problems of a user's own, from a jsonl file."""

from pathlib import Path

from clipo_bench.tasks.errors import InputError
from clipo_bench.tasks.problem import LETTERS
from clipo_bench.tasks.rows import Columns, Row, as_text, as_texts, gsm8k_row, without_commas
from clipo_bench.tasks.sources.files import jsonl_rows, read_rows
from clipo_bench.tasks.sources.loaded import Loaded, distinct_problems, fingerprint

MARK = "\n#### "


def load_file(path: Path) -> Loaded:
    """Load a file of one problem per line; the benchmark is named after the file.

    Each line is a JSON object with ``question`` and ``answer``, and where there are any
    ``choices`` (a list; the answer is a letter or an option's text), ``solution`` and ``id``.
    An answer as GSM8K has it, a worked solution that ends in ``#### gold``, is taken apart.

    Raises:
        InputError: the file is missing, empty or damaged, or contradicts itself.
    """
    if not path.is_file():
        raise InputError(f"no file {path}: expected a jsonl file of question and answer")
    rows = read_rows(jsonl_rows(path), _row)
    if not rows:
        raise InputError(f"{path} is empty: expected a problem per line")
    problems = distinct_problems(path.stem, rows)
    return Loaded(tuple(problems), fingerprint(rows), str(path), known=True)


def _row(columns: Columns) -> Row:
    answer = as_text(columns["answer"]).strip()
    solution = columns.get("solution")
    if solution is None and MARK in answer:
        worked = gsm8k_row(columns)
        solution, answer = worked.solution, without_commas(worked.gold.strip())
    choices = as_texts(columns.get("choices") or [])
    if answer in choices[: len(LETTERS)]:
        answer = LETTERS[choices.index(answer)]
    return Row(
        question=as_text(columns["question"]),
        gold=answer,
        choices=choices,
        solution=None if solution is None else as_text(solution),
        id=as_text(columns.get("id", "")),
    )
