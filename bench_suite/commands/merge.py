"""`clipo-bench merge`: join the shards of one run."""

from pathlib import Path
from typing import Annotated

import typer

from clipo_bench.bench_suite.commands.options import Json, Name, Out
from clipo_bench.bench_suite.console import print_json, typed_command


def merge(
    shards: Annotated[list[Path], typer.Argument(help="Run folders of all shards, in any order.")],
    out: Out,
    name: Name = "",
    json: Json = False,
) -> None:
    """Join the run folders that `eval --shard` or `grade --shard` wrote into one run.

    The result is what one run would have written. A shard that has not finished is resumed by
    its own command.
    """
    from clipo_bench.bench_suite.evaluation.merge import merge_runs
    from clipo_bench.bench_suite.evaluation.metrics import print_metrics

    metrics = merge_runs(shards, out, name=name, command=typed_command())
    if json:
        print_json(metrics)
    else:
        print_metrics(metrics["slices"], out)
