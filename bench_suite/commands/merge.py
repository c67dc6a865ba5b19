"""`clipo-bench merge`: join the shards of one run, or of one set of variants."""

from pathlib import Path
from typing import Annotated

import typer

from clipo_bench.bench_suite.commands.options import Json, Name, Out
from clipo_bench.bench_suite.console import note, print_json, typed_command


def merge(
    shards: Annotated[list[Path], typer.Argument(help="Folders of all shards, in any order.")],
    out: Out,
    name: Name = "",
    json: Json = False,
) -> None:
    """Join what --shard of eval, grade or perturb wrote into one run, or one set of variants.

    The result is what one process would have written. A shard that has not finished is resumed by
    its own command.
    """
    from clipo_bench.bench_suite.commands.perturb import print_variants
    from clipo_bench.bench_suite.evaluation.merge import merge_runs
    from clipo_bench.bench_suite.evaluation.metrics import print_metrics
    from clipo_bench.perturbations.variant_set.shard import is_shard, merge_variants
    from clipo_bench.tasks.errors import InputError
    from clipo_bench.tasks.option import option

    if any(map(is_shard, shards)):
        if name:
            raise InputError(
                f"{option('name', name)}: these are shards of variants, and only a run has a name"
            )
        manifest = merge_variants(shards, out, command=typed_command())
        note(f"wrote {out}; next: clipo-bench eval --variants {out}")
        if json:
            print_json(manifest)
        else:
            print_variants(manifest)
        return
    metrics = merge_runs(shards, out, name=name, command=typed_command())
    if json:
        print_json(metrics)
    else:
        print_metrics(metrics["slices"], out)
