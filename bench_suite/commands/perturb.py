"""`clipo-bench perturb`: make verified variants of problems, and show them."""

from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperCommand, TyperGroup

from clipo_bench.bench_suite.commands.options import DataDir, Json, Limit, Out, Seed, Shard, Workers
from clipo_bench.bench_suite.console import (
    note,
    print_json,
    progress,
    stderr,
    stdout,
    typed_command,
)

if TYPE_CHECKING:
    from rich.table import Table

    from clipo_bench.perturbations.variant_set.entry import ListedProblem

MAKE = "make"
MAX_K = 1000
CAUSES = 3


class _MakeByDefault(TyperGroup):
    """A group whose default command is `make`: `perturb gsm8k` means `perturb make gsm8k`."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        named = bool(args) and args[0] in self.commands
        return super().parse_args(ctx, args if named else [MAKE, *args])


class _MakeContext(typer.Context):
    """The context of `make`, whose name help and errors leave out, as users do."""

    @property
    def command_path(self) -> str:
        """The path of the group: ``clipo-bench perturb``."""
        return self.parent.command_path if self.parent else super().command_path


class _Make(TyperCommand):
    """`make`, known to users as `perturb`."""

    context_class = _MakeContext


app = typer.Typer(
    cls=_MakeByDefault,
    help="Make verified variants of problems, and show them.",
    rich_markup_mode=None,
)


@app.command(
    MAKE,
    cls=_Make,
    epilog="`clipo-bench perturb show FOLDER ID` prints the variants of one problem with their "
    "certificates, or why there are none; without ID it lists the problems. "
    "`clipo-bench perturb kinds` lists the kinds of rewrites.",
)
def make(
    problems: Annotated[
        str,
        typer.Argument(
            help="Comma-separated benchmarks, or a .jsonl, .json, .csv or .parquet file with the "
            "fields question and answer and, optionally, choices, solution and id."
        ),
    ],
    out: Out,
    kinds: Annotated[
        str,
        typer.Option(
            help="Comma-separated rewrites; `clipo-bench perturb kinds` lists them. The default "
            "leaves the numbers alone; `numbers` changes them."
        ),
    ] = "symbols,choices",
    k: Annotated[
        int, typer.Option("-k", min=1, max=MAX_K, help="Variants per problem and kind.")
    ] = 1,
    seed: Seed = 0,
    data_dir: DataDir = None,
    limit: Limit = None,
    shard: Shard = None,
    workers: Workers = 1,
    show: Annotated[
        int, typer.Option(min=0, help="Also print N variants next to their originals.")
    ] = 0,
    json: Json = False,
) -> None:
    """Make verified variants of problems.

    A problem that cannot be rewritten with a proven answer is refused, with a reason. The
    output depends only on the arguments. To resume an interrupted run, run the same command
    again.
    """
    from clipo_bench.perturbations.engine import Recipe
    from clipo_bench.perturbations.rewrites.registry import expand
    from clipo_bench.perturbations.variant_set.doubted_golds import doubted_golds
    from clipo_bench.perturbations.variant_set.entry import spread
    from clipo_bench.perturbations.variant_set.fitting_kinds import other_kinds
    from clipo_bench.perturbations.variant_set.make import make_variants
    from clipo_bench.perturbations.variant_set.side_by_side import side_by_side
    from clipo_bench.tasks.errors import InputError
    from clipo_bench.tasks.option import option
    from clipo_bench.tasks.sources import load_problems
    from clipo_bench.tasks.storage.run_schema import MANIFEST

    if shard and show:
        raise InputError(
            f"{option('show', show)} is for a whole set of variants, not for "
            f"{option('shard', shard)}: see them with clipo-bench perturb show FOLDER ID once the "
            "shards are merged"
        )
    recipe = Recipe(expand(kinds), k, seed)
    loaded = load_problems(problems, data_dir)
    for warning in loaded.warnings:
        note(f"warning: {warning}")
    there = (out / MANIFEST).is_file()
    with progress() as bar:
        task = bar.add_task("problems", total=None, visible=not there)

        def show_progress(done: int, total: int) -> None:
            if bar.tasks[task].total is None and done:
                note(f"resuming: {done} problems are already done")
            bar.update(task, completed=done, total=total)

        manifest = make_variants(
            loaded,
            out,
            recipe,
            limit=limit,
            workers=workers,
            shard=shard,
            command=typed_command(),
            on_progress=show_progress,
        )
    if shard:
        note(f"wrote shard {manifest['identity']['shard']} into {out}; next: clipo-bench merge")
        if json:
            print_json(manifest)
        return
    note(f"{out} already holds these variants: nothing to do" if there else f"wrote {out}")
    if doubt := doubted_golds(out, manifest):
        note(f"warning: {doubt}")
    elif not there and (advice := other_kinds(manifest["coverage"], loaded.problems[:limit])):
        note(f"note: few problems could be rewritten; {advice}")
    if json:
        print_json(manifest)
    else:
        print_variants(manifest)
    for original, variant in spread(out, show):
        (stderr() if json else stdout()).print(side_by_side(original, variant))


@app.command("show")
def show_entry(
    folder: Annotated[Path, typer.Argument(help="Folder from `clipo-bench perturb`.")],
    name: Annotated[
        str | None,
        typer.Argument(
            metavar="ID", help="Id of a problem or variant. Default: list all problems."
        ),
    ] = None,
    json: Json = False,
) -> None:
    """Show the variants of a problem with their certificates, or why there are none.

    Without an id, list all problems of the folder.
    """
    from clipo_bench.perturbations.variant_set.entry import find_entry, listed
    from clipo_bench.perturbations.variant_set.side_by_side import full_entry

    if name is None:
        lines = listed(folder)
        if json:
            print_json([asdict(line) for line in lines])
        else:
            for line in lines:
                typer.echo(_line(line))
        return
    entry = find_entry(folder, name)
    if json:
        print_json(entry.as_json())
        return
    for part in full_entry(entry):
        stdout().print(part)


@app.command("kinds")
def list_kinds(json: Json = False) -> None:
    """List the kinds of rewrites, what each asks of a model, and what it changes."""
    from clipo_bench.perturbations.rewrites.registry import REWRITES
    from clipo_bench.tasks.kinds import BEHAVIOUR

    about = {kind: rewrite.changes for kind, rewrite in REWRITES.items()}
    if json:
        print_json(about)
        return
    width = max(map(len, about))
    for kind, text in about.items():
        right = f"{BEHAVIOUR[kind]}: {text}" if kind in BEHAVIOUR else text
        typer.echo(f"{kind:{width}}  {right}")


def _line(line: "ListedProblem") -> str:
    """``1a2b  aime24, AIME 2024 I 1: Every day Ada ...``, and below what became of it."""
    kinds = [f"{kind} {count}" for kind, count in line.kinds.items()]
    reasons = dict.fromkeys(line.refused.values())
    refused = [
        f"{reason}: {', '.join(kind for kind, why in line.refused.items() if why == reason)}"
        for reason in reasons
    ]
    about = ", ".join(filter(None, (line.benchmark, line.name)))
    made = ", ".join(kinds) or "no variant"
    return f"{line.id}  {about}: {line.question}\n    {'; '.join((made, *refused))}"


def print_variants(manifest: dict[str, Any]) -> None:
    """Print what became of the problems under each kind, and why problems were refused."""
    stdout().print(_summary(manifest))
    if refusals := list(_refusals(manifest)):
        lines = "\n".join(("Refused:", *refusals))
        stdout().print(lines, markup=False, highlight=False, soft_wrap=True)


def _refusals(manifest: dict[str, Any]) -> Iterator[str]:
    """Why problems were refused, a line each: ``symbols: nothing to rewrite, 28 of 40``."""
    from clipo_bench.perturbations.variant_set.coverage import examples

    for kind, counts in manifest["coverage"].items():
        for reason, count in counts["refusals"].items():
            yield f"{kind}: {reason}, {count} of {counts['problems']}"
            for number, text in examples(counts, reason)[:CAUSES]:
                yield f"  {number} {text}"


def _summary(manifest: dict[str, Any]) -> "Table":
    from rich.table import Table
    from rich.text import Text

    table = Table(title=Text(f"variants of {manifest['identity']['benchmark']}"))
    for name in ("kind", "problems", "rewritten", "share", "variants", "refused"):
        table.add_column(name, justify="left" if name == "kind" else "right")
    for kind, counts in manifest["coverage"].items():
        table.add_row(
            kind,
            str(counts["problems"]),
            str(counts["rewritten"]),
            f"{counts['rewritten'] / counts['problems']:.1%}",
            str(counts["variants"]),
            str(sum(counts["refusals"].values())),
        )
    return table
