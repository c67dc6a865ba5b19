"""`clipo-bench perturb`: make verified variants of a benchmark's problems."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bench_suite.console import note, print_json, progress, stderr, stdout

if TYPE_CHECKING:
    from rich.table import Table


def perturb(
    benchmark: Annotated[str, typer.Argument(help="A benchmark's name.")],
    out: Annotated[Path, typer.Option(help="The folder to make.")],
    kinds: Annotated[
        str, typer.Option(help="Rewrites, with commas: choices, numbers, symbols.")
    ] = "symbols,choices",
    k: Annotated[int, typer.Option("-k", min=1, help="Variants per problem and kind.")] = 1,
    seed: Annotated[int, typer.Option(help="All randomness comes from it.")] = 0,
    data_dir: Annotated[
        Path | None, typer.Option(help="Read the benchmark from this folder, not the hub.")
    ] = None,
    limit: Annotated[int | None, typer.Option(min=1, help="Only the first N problems.")] = None,
    workers: Annotated[
        int, typer.Option(min=1, help="Processes; the result does not depend on it.")
    ] = 1,
    show: Annotated[int, typer.Option(min=0, help="Show N variants beside originals.")] = 0,
    json: Annotated[bool, typer.Option("--json", help="Print the manifest as JSON.")] = False,
) -> None:
    """Rewrite problems into verified variants.

    What can't be certified is refused, with its reason. The same command makes the same
    bytes; an interrupted run leaves nothing that could be read, and starts anew.
    """
    from itertools import islice

    from perturbations.engine import Recipe
    from perturbations.engine import perturb as outcomes_of
    from perturbations.folder import identity, read_existing, write_variants
    from perturbations.rewrite import expand
    from perturbations.side_by_side import side_by_side
    from tasks.benchmarks import find
    from tasks.sources.load import load

    recipe = Recipe(expand(kinds), k, seed)
    loaded = load(find(benchmark), data_dir)
    for warning in loaded.warnings:
        note(f"warning: {warning}")
    problems = loaded.problems[:limit]
    wanted = identity(problems[0].benchmark, loaded.fingerprint, recipe, limit)
    manifest = read_existing(out, wanted)
    if manifest is None:
        with progress() as bar:
            total = len(problems) * len(recipe.kinds)
            stream = outcomes_of(problems, recipe, workers)
            tracked = bar.track(stream, total=total, description="perturb")
            manifest = write_variants(out, list(tracked), wanted, loaded.warnings)
        note(f"wrote {out}")
    else:
        note(f"{out} already holds these variants: nothing was written")
    if json:
        print_json(manifest)
    else:
        stdout().print(_summary(manifest))
    made = ((one.original, new) for one in outcomes_of(problems, recipe) for new in one.variants)
    for original, variant in islice(made, show):
        (stderr() if json else stdout()).print(side_by_side(original, variant))


def _summary(manifest: dict[str, Any]) -> "Table":
    from rich.table import Table

    table = Table(title=f"variants of {manifest['identity']['benchmark']}")
    for name in ("kind", "problems", "rewritten", "share", "variants", "refusals"):
        table.add_column(name, justify="left" if name in ("kind", "refusals") else "right")
    for kind, counts in manifest["coverage"].items():
        refusals = [f"{reason}: {count}" for reason, count in counts["refusals"].items()]
        table.add_row(
            kind,
            str(counts["problems"]),
            str(counts["rewritten"]),
            f"{counts['rewritten'] / counts['problems']:.1%}",
            str(counts["variants"]),
            "\n".join(refusals) or "none",
        )
    return table
