"""`clipo-bench perturb`: make verified variants of problems, and look at them."""

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperCommand, TyperGroup

from clipo_bench.bench_suite.console import note, print_json, progress, stderr, stdout

if TYPE_CHECKING:
    from rich.table import Table

MAKE = "make"
MAX_K = 1000
CAUSES = 3


class _MakeByDefault(TyperGroup):
    """A group whose `make` need not be named: `perturb gsm8k` is `perturb make gsm8k`."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        named = bool(args) and args[0] in self.commands
        return super().parse_args(ctx, args if named else [MAKE, *args])


class _Make(TyperCommand):
    """`make`, whose usage leaves its name out, as users do."""

    def format_usage(self, ctx: Any, formatter: Any) -> None:
        formatter.write_usage(ctx.parent.command_path, " ".join(self.collect_usage_pieces(ctx)))


app = typer.Typer(
    cls=_MakeByDefault,
    help="Rewrite problems into verified variants, and look at them.",
    rich_markup_mode=None,
)

Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]


@app.command(
    MAKE,
    cls=_Make,
    epilog="`clipo-bench perturb show FOLDER ID` prints the variants of one problem with their "
    "proofs, or why there are none; without ID it lists the problems. `clipo-bench perturb kinds` "
    "lists the kinds of rewrites.",
)
def make(
    problems: Annotated[
        str,
        typer.Argument(
            help="A benchmark's name, several with commas, or a .jsonl, .json, .csv or .parquet "
            "file with question and answer, and where there are any choices, solution and id."
        ),
    ],
    out: Annotated[Path, typer.Option(help="The folder to make.")],
    kinds: Annotated[
        str, typer.Option(help="Rewrites, with commas; `clipo-bench perturb kinds` lists them.")
    ] = "symbols,choices",
    k: Annotated[
        int, typer.Option("-k", min=1, max=MAX_K, help="Variants per problem and kind.")
    ] = 1,
    seed: Annotated[int, typer.Option(help="All randomness comes from it.")] = 0,
    data_dir: Annotated[
        Path | None, typer.Option(help="Read the benchmark from this folder, not the hub.")
    ] = None,
    limit: Annotated[
        int | None, typer.Option(min=1, help="Only the first N problems of each.")
    ] = None,
    workers: Annotated[
        int, typer.Option(min=1, help="Processes; the result does not depend on it.")
    ] = 1,
    show: Annotated[int, typer.Option(min=0, help="Show N variants beside originals.")] = 0,
    json: Annotated[bool, typer.Option("--json", help="Print the manifest as JSON.")] = False,
) -> None:
    """Rewrite problems into verified variants.

    What can't be certified is refused, with its reason. The same command makes the same
    bytes; started again after an interrupt, it resumes.
    """
    from clipo_bench.perturbations.engine import Recipe
    from clipo_bench.perturbations.rewrites.registry import expand
    from clipo_bench.perturbations.variant_set.entry import spread
    from clipo_bench.perturbations.variant_set.fitting_kinds import other_kinds
    from clipo_bench.perturbations.variant_set.make import make_variants
    from clipo_bench.perturbations.variant_set.side_by_side import side_by_side
    from clipo_bench.tasks.sources import load_problems
    from clipo_bench.tasks.storage.run_schema import MANIFEST

    recipe = Recipe(expand(kinds), k, seed)
    loaded = load_problems(problems, data_dir)
    for warning in loaded.warnings:
        note(f"warning: {warning}")
    there = (out / MANIFEST).is_file()
    with progress() as bar:
        task = bar.add_task("problems", total=None, visible=not there)

        def show_progress(done: int, total: int) -> None:
            if bar.tasks[task].total is None and done:
                note(f"resumes after {done} problems, which an earlier start has done")
            bar.update(task, completed=done, total=total)

        manifest = make_variants(
            loaded, out, recipe, limit=limit, workers=workers, on_progress=show_progress
        )
    note(f"{out} already holds these variants: nothing was written" if there else f"wrote {out}")
    if not there and (advice := other_kinds(manifest["coverage"], loaded.problems[:limit])):
        note(f"note: {advice}")
    if json:
        print_json(manifest)
    else:
        stdout().print(_summary(manifest))
    for original, variant in spread(out, show):
        (stderr() if json else stdout()).print(side_by_side(original, variant))


@app.command("show")
def show_entry(
    folder: Annotated[Path, typer.Argument(help="A folder that `clipo-bench perturb` made.")],
    name: Annotated[
        str | None,
        typer.Argument(metavar="[ID]", help="A problem's or a variant's id; none lists them."),
    ] = None,
    json: Json = False,
) -> None:
    """Show the variants of a problem beside it, with their proofs; or why there are none.

    Without an id it lists all problems of the set, a line each.
    """
    from clipo_bench.perturbations.variant_set.entry import find_entry, listed
    from clipo_bench.perturbations.variant_set.side_by_side import full_entry

    if name is None:
        lines = listed(folder)
        if json:
            print_json([asdict(line) for line in lines])
        else:
            for line in lines:
                plural = "" if line.variants == 1 else "s"
                typer.echo(f"{line.id}  {line.variants} variant{plural}  {line.question}")
        return
    entry = find_entry(folder, name)
    if json:
        print_json(entry.as_json())
        return
    for part in full_entry(entry):
        stdout().print(part)


@app.command("kinds")
def list_kinds(json: Json = False) -> None:
    """List the kinds of rewrites, with what each changes."""
    from clipo_bench.perturbations.rewrites.registry import REWRITES

    about = {kind: rewrite.changes for kind, rewrite in REWRITES.items()}
    if json:
        print_json(about)
        return
    width = max(map(len, about))
    for kind, text in about.items():
        typer.echo(f"{kind:{width}}  {text}")


def _summary(manifest: dict[str, Any]) -> "Table":
    from rich.table import Table
    from rich.text import Text

    table = Table(title=Text(f"variants of {manifest['identity']['benchmark']}"))
    for name in ("kind", "problems", "rewritten", "share", "variants", "refusals"):
        table.add_column(name, justify="left" if name in ("kind", "refusals") else "right")
    for kind, counts in manifest["coverage"].items():
        refusals = [
            line
            for reason, count in counts["refusals"].items()
            for line in (f"{reason}: {count}", *_causes(counts["causes"][reason]))
        ]
        table.add_row(
            kind,
            str(counts["problems"]),
            str(counts["rewritten"]),
            f"{counts['rewritten'] / counts['problems']:.1%}",
            str(counts["variants"]),
            Text("\n".join(refusals) or "none"),
        )
    return table


def _causes(causes: dict[str, int]) -> list[str]:
    return [f"  {count} {cause}" for cause, count in list(causes.items())[:CAUSES]]
