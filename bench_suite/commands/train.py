"""`clipo-bench train`: make a policy, or improve one by reinforcement learning."""

from pathlib import Path
from typing import Annotated, Any

import typer

from bench_suite import console


def train(
    method: Annotated[str, typer.Option(help="sft (supervised fine-tuning) or grpo.")],
    out: Annotated[Path, typer.Option(help="The checkpoint folder to write; must not exist.")],
    contrastive: Annotated[
        bool | None,
        typer.Option("--contrastive/--no-contrastive", help="Add CLIPO's contrastive reward."),
    ] = None,
    preset: Annotated[str | None, typer.Option(help="Settings by name: tiny.")] = None,
    model: Annotated[
        str | None,
        typer.Option(help="Start from this folder or hub id; grpo's default is the tiny policy."),
    ] = None,
    data: Annotated[
        str | None, typer.Option(help="word_problems, or a JSONL file of problems.")
    ] = None,
    steps: Annotated[int | None, typer.Option(help="Updates of the policy.")] = None,
    seed: Annotated[int | None, typer.Option(help="Decides everything that is random.")] = None,
    config: Annotated[
        Path | None, typer.Option(help="A YAML file of settings, such as a run's train.yaml.")
    ] = None,
    setting: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="NAME=VALUE", help="Any other setting; may be repeated."),
    ] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print the last step's metrics as JSON.")
    ] = False,
) -> None:
    """Train a policy that eval can load.

    Settings come from the preset, then the file, then the command line; all of them are
    written to train.yaml beside the checkpoint.
    """
    from bench_suite.trainer import make_config
    from bench_suite.trainer import train as run
    from bench_suite.trainer.config import parse_settings, read_settings

    given: dict[str, Any] = {
        "contrastive": contrastive, "model": model, "data": data, "steps": steps, "seed": seed,
    }  # fmt: skip
    chosen = make_config(
        method,
        preset,
        read_settings(config) if config else {},
        {name: value for name, value in given.items() if value is not None},
        parse_settings(setting or []),
    )
    with console.progress() as progress:
        last = run(chosen, out, progress)
    if as_json:
        console.print_json({"checkpoint": str(out), **last})
    else:
        _print(out, last)


def _print(out: Path, last: dict[str, Any]) -> None:
    from rich.table import Table

    table = Table(title=f"{out}: the last step")
    table.add_column("metric")
    table.add_column("value", justify="right")
    for name, value in last.items():
        table.add_row(name, f"{value:.4g}" if isinstance(value, float) else str(value))
    console.stdout().print(table)
