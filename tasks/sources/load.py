"""Load a benchmark's problems, from the hub, from a folder, or from our own templates."""

from pathlib import Path

from clipo_bench.tasks.benchmarks import Benchmark
from clipo_bench.tasks.rows import Row
from clipo_bench.tasks.sources.files import expect_count
from clipo_bench.tasks.sources.folder import folder_rows
from clipo_bench.tasks.sources.hub import hub_rows
from clipo_bench.tasks.sources.loaded import Loaded, distinct_problems, fingerprint

GENERATED_SEED = 0


def load(benchmark: Benchmark, data_dir: Path | None = None) -> Loaded:
    """Load a benchmark's problems.

    Args:
        benchmark: one of `tasks.benchmarks.BENCHMARKS`.
        data_dir: a folder with the CLIPO paper's parquet files, the benchmarks' original
            files, or both; None loads from the hub. Generated problems need neither.

    Raises:
        InputError: the source cannot be read, is cut, or contradicts itself.
    """
    if benchmark.hub is None:
        return _generated(benchmark)
    if data_dir is None:
        rows, source = hub_rows(benchmark, benchmark.hub), benchmark.source
    else:
        rows, source = folder_rows(benchmark, data_dir)
    problems = distinct_problems(benchmark.name, rows, benchmark.instruction)
    expect_count(source, "different problems", len(problems), benchmark.problems)
    mark = fingerprint(rows)
    known = mark in benchmark.fingerprints
    warning = (
        f"{benchmark.name} from {source} is an unknown copy of the data (fingerprint {mark}): "
        "compare its results only with runs on the same fingerprint"
    )
    return Loaded(tuple(problems), mark, source, known, () if known else (warning,))


def _generated(benchmark: Benchmark) -> Loaded:
    from clipo_bench.tasks.word_problems import problems

    made = problems(split="test", count=benchmark.problems, seed=GENERATED_SEED)
    rows = [Row(problem.question, problem.gold, problem.choices) for problem in made]
    source = f"generated with seed {GENERATED_SEED}"
    return Loaded(tuple(made), fingerprint(rows), source, known=True)
