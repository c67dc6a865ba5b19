"""A benchmark's rows from a folder: the CLIPO paper's layout, the original file, or both."""

from dataclasses import replace
from functools import partial
from pathlib import Path

from clipo_bench.tasks.benchmarks import Benchmark
from clipo_bench.tasks.errors import InputError
from clipo_bench.tasks.problem import problem_id
from clipo_bench.tasks.rows import Row, paper_row
from clipo_bench.tasks.sources.files import expect_count, jsonl_rows, parquet_rows, read_rows


def folder_rows(benchmark: Benchmark, folder: Path) -> tuple[list[Row], str]:
    """Read a benchmark's rows from a folder, and say from which files.

    Where the paper's file and the original one are both there, they must agree, and the
    paper's rows get the original's worked solutions.

    Raises:
        InputError: nothing of the benchmark is there, a file is damaged or has another
            number of rows than expected, or the two files disagree.
    """
    if not folder.is_dir():
        raise InputError(f"no folder {folder}: expected a folder with the benchmarks' files")
    # The paper's files lie beside other data, in its repository, or by themselves.
    own = benchmark.paper_folder
    names = [f"{name}/{benchmark.paper_file}" for name in (f"clipo/{own}", own, ".")]
    paper = _first_file(folder, names)
    original = _first_file(folder, [benchmark.original_file])
    if paper and original:
        rows = _joined(_paper_rows(benchmark, paper), _original_rows(benchmark, original), original)
        return rows, f"{paper} with {original}"
    if paper:
        return _paper_rows(benchmark, paper), str(paper)
    if original:
        return _original_rows(benchmark, original), str(original)
    expected = filter(None, (f"clipo/{own}/{benchmark.paper_file}", benchmark.original_file))
    raise InputError(
        f"no {benchmark.name} in {folder}: expected {' or '.join(expected)}; "
        f"add it, or load it from the hub ({benchmark.source})"
    )


def _first_file(folder: Path, names: list[str]) -> Path | None:
    return next((folder / name for name in names if (folder / name).is_file()), None)


def _paper_rows(benchmark: Benchmark, path: Path) -> list[Row]:
    read = partial(paper_row, instruction=benchmark.instruction)
    found = read_rows(parquet_rows(path), read, benchmark.clean)
    expect_count(str(path), "rows", len(found), benchmark.paper_rows)
    if benchmark.instances == 1:
        return found
    return [replace(row, template=i // benchmark.instances) for i, row in enumerate(found)]


def _original_rows(benchmark: Benchmark, path: Path) -> list[Row]:
    found = read_rows(jsonl_rows(path), benchmark.read, benchmark.clean)
    expect_count(str(path), "rows", len(found), benchmark.problems)
    return found


def _joined(paper: list[Row], originals: list[Row], path: Path) -> list[Row]:
    """Put the originals' solutions to the paper's rows, which must be the same."""
    by_id = {problem_id(row.question): row for row in originals}
    joined = []
    for row in paper:
        original = by_id.get(problem_id(row.question))
        if original is None:
            raise InputError(
                f"{row.place}: its question is not in {path}; download both files again"
            )
        if row.key != original.key:
            raise InputError(
                f"{row.place} has the gold {row.gold!r}, {original.place} has {original.gold!r} "
                "for the same question; download both files again"
            )
        joined.append(replace(row, solution=original.solution))
    return joined
