"""A benchmark's rows from the Hugging Face hub."""

from collections.abc import Iterator
from contextlib import contextmanager
from importlib import resources
from typing import Any

from clipo_bench.tasks.benchmarks import Benchmark, Hub
from clipo_bench.tasks.errors import ExternalError, InputError
from clipo_bench.tasks.option import option
from clipo_bench.tasks.rows import Row
from clipo_bench.tasks.sources.files import Placed, expect_count, json_lines, read_rows
from clipo_bench.tasks.sources.hub_access import asking_hub


def hub_rows(benchmark: Benchmark, hub: Hub) -> list[Row]:
    """Load a benchmark's rows from the hub, or from its cache on this machine.

    Raises:
        InputError: the hub has something else than expected.
        ExternalError: it cannot be reached.
    """
    placed = _placed(hub)
    expect_count(benchmark.source, "rows", len(placed), hub.rows)
    found = read_rows(placed, benchmark.read, benchmark.clean)
    if benchmark.sample:
        keys = set(sample_keys(benchmark.sample))
        found = [row for row in found if row.key in keys]
    return found


def sample_keys(resource: str) -> list[str]:
    """The keys of the rows that a sample holds (`Row.key`), sorted."""
    return resources.files("tasks").joinpath(resource).read_text(encoding="utf-8").split()


def _placed(hub: Hub) -> list[Placed]:
    import datasets

    options: dict[str, Any] = {"split": hub.split}
    if hub.data_files is not None:
        options["data_files"] = hub.data_files
    if hub.revision is not None:
        options["revision"] = hub.revision
    name = str(hub.data_files or hub.id)
    remedy = f"name a folder that has the benchmarks' files with {option('data_dir')}"
    try:
        with asking_hub(f"the data set {name}", remedy), _lost_files_named(name):
            data = datasets.load_dataset(hub.id, hub.configuration, **options)
            # As Arrow, so that pictures stay bytes: nothing here looks at them.
            rows = data.with_format("arrow")[:].to_pylist()
    except (ExternalError, InputError):
        raise
    except Exception as error:  # the many libraries below share no base class
        raise InputError(
            f"{name} cannot be loaded from the hub ({type(error).__name__}: {error}): {remedy}"
        ) from error
    if hub.id == "text":
        return list(json_lines(name, (row["text"] for row in rows)))
    return [(f"{hub.id} row {index}", row) for index, row in enumerate(rows)]


@contextmanager
def _lost_files_named(name: str) -> Iterator[None]:
    """Take a file of a fixed address that is not found for a connection that fails.

    datasets says "Unable to find" of both, and the address names a commit.
    """
    try:
        yield
    except FileNotFoundError as error:
        if name.startswith("https://"):
            raise ConnectionError(str(error)) from error
        raise
