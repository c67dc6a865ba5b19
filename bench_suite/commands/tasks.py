"""`clipo-bench tasks`: list the benchmarks and their lm-eval tasks."""

from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from clipo_bench.bench_suite.commands.options import DataDir, Json
from clipo_bench.bench_suite.console import print_json, progress, stdout
from clipo_bench.tasks.errors import InputError

if TYPE_CHECKING:
    from clipo_bench.tasks.benchmarks import Benchmark

app = typer.Typer(
    help="List benchmarks and their lm-eval tasks.", no_args_is_help=True, rich_markup_mode=None
)


@app.command("list")
def list_tasks(data_dir: DataDir = None, json: Json = False) -> None:
    """List the benchmarks with source, size, licence and settings.

    With --data-dir, try to load each one from there and show whether it was found.
    """
    from clipo_bench.tasks.benchmarks import BENCHMARKS, TRACK1, TRACK2, find

    if data_dir is not None and not data_dir.is_dir():
        raise InputError(f"no folder {data_dir}: expected a folder with the benchmarks' files")
    entries = [_entry(benchmark) for benchmark in BENCHMARKS.values()]
    if data_dir is not None:
        with progress() as bar:
            for entry in bar.track(entries, description="loading"):
                entry["found"] = _found(find(entry["name"]), data_dir)
        if all("error" in entry["found"] for entry in entries if entry["track"]):
            raise InputError(
                f"no benchmark found in {data_dir}: expected files such as "
                "clipo/test/aime.parquet or gsm8k/test.jsonl"
            )
    if json:
        print_json(entries)
    elif data_dir is None:
        columns = ("name", "track", "problems", "licence", "source")
        _print_table(entries, columns)
        for track, settings in {1: TRACK1, 2: TRACK2}.items():
            stdout().print(f"track {track}: {_asked(settings)}", highlight=False)
    else:
        _print_table(entries, ("name", "track", "problems", "found"))


@app.command("path")
def print_path() -> None:
    """Print the path of the lm-eval tasks, for `lm_eval run --include_path`."""
    from clipo_bench.tasks.harness import yaml_folder

    typer.echo(yaml_folder())


@app.command("show")
def show(
    name: Annotated[str, typer.Argument(help="Name of a benchmark, such as aime24.")],
    data_dir: DataDir = None,
    json: Json = False,
) -> None:
    """Show the details of one benchmark.

    With --data-dir, also load it from there and show its fingerprint.
    """
    from clipo_bench.tasks.benchmarks import find

    benchmark = find(name)
    entry = _entry(benchmark) | {
        "instruction": benchmark.instruction,
        "tolerance": benchmark.tolerance,
        "fingerprints": list(benchmark.fingerprints),
    }
    if data_dir is not None:
        entry["found"] = _found(benchmark, data_dir)
    if json:
        print_json(entry)
        return
    for key, value in entry.items():
        stdout().print(f"{key:12} {_text(value)}", markup=False, highlight=False, soft_wrap=True)


def _entry(benchmark: "Benchmark") -> dict[str, Any]:
    return {
        "name": benchmark.name,
        "title": benchmark.title,
        "track": benchmark.track,
        "problems": benchmark.problems,
        "source": benchmark.source,
        "hub": asdict(benchmark.hub) if benchmark.hub else None,
        "licence": benchmark.licence,
        "settings": {
            "samples": benchmark.samples,
            "temperature": benchmark.temperature,
            "top_p": benchmark.top_p,
            "max_tokens": benchmark.max_tokens,
        },
    }


def _found(benchmark: "Benchmark", data_dir: Path) -> dict[str, Any]:
    from clipo_bench.tasks.sources import load

    try:
        loaded = load(benchmark, data_dir)
    except InputError as error:
        return {"error": str(error)}
    return {
        "problems": len(loaded.problems),
        "source": loaded.source,
        "fingerprint": loaded.fingerprint,
        "known": loaded.known,
    }


def _print_table(entries: list[dict[str, Any]], columns: tuple[str, ...]) -> None:
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False)
    for column in columns:
        right = column == "problems"
        table.add_column(column, justify="right" if right else "left", overflow="fold")
    table.columns[0].no_wrap = True
    for entry in entries:
        table.add_row(*(Text(_text(entry[column])) for column in columns))
    stdout().print(table)


def _asked(settings: Mapping[str, Any]) -> str:
    samples, limit = settings["samples"], settings["max_tokens"]
    if settings["temperature"] == 0:
        sampling = "greedy"
    else:
        sampling = f"temperature {settings['temperature']}, top-p {settings['top_p']}"
    return f"{samples} sample{'s' * (samples > 1)}, {sampling}, at most {limit} tokens"


def _text(value: Any) -> str:
    match value:
        case {"error": error}:
            return f"error: {error}"
        case {"fingerprint": mark, "known": known}:
            return f"{'known' if known else 'unknown'} copy {mark}"
        case {"max_tokens": _}:
            return _asked(value)
        case dict():
            return ", ".join(f"{key} {item}" for key, item in value.items() if item)
        case list():
            return ", ".join(value) or "-"
        case _:
            return "-" if value is None else str(value)
