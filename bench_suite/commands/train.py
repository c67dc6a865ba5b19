"""`clipo-bench train`: make a policy, or improve one by reinforcement learning."""

from pathlib import Path
from typing import Annotated, Any

import typer

from clipo_bench.bench_suite import console


def train(
    method: Annotated[
        str,
        typer.Option(
            help="sft (supervised fine-tuning), or a policy loss: grpo, gspo, dapo, gmpo, dr_grpo."
        ),
    ],
    out: Annotated[Path, typer.Option(help="The run's folder; its checkpoints are last and best.")],
    contrastive: Annotated[
        bool | None,
        typer.Option("--contrastive/--no-contrastive", help="Add CLIPO's contrastive reward."),
    ] = None,
    preset: Annotated[
        str | None, typer.Option(help="Settings by name: track1, track2 (the paper's), tiny.")
    ] = None,
    model: Annotated[
        str | None,
        typer.Option(help="Start from this folder or hub id, in place of the preset's."),
    ] = None,
    data: Annotated[
        str | None,
        typer.Option(help="word_problems, gsm8k or math (training splits), or a JSONL file."),
    ] = None,
    data_dir: Annotated[
        str | None, typer.Option(help="A folder with the data's files, in place of the hub.")
    ] = None,
    engine: Annotated[
        str | None,
        typer.Option(help="torch (our loop, one GPU or CPU) or trl (TRL's trainer, any number)."),
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
    resume: Annotated[
        bool,
        typer.Option(
            "--resume",
            help="Go on with the run in the folder, if there is one; more --steps extend it.",
        ),
    ] = False,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print the last step's metrics as JSON.")
    ] = False,
) -> None:
    """Train a policy that eval can load.

    Settings come from the preset, then the file, then the command line; all of them are
    written to train.yaml beside the checkpoints.
    """
    from clipo_bench.bench_suite.trainer import configure
    from clipo_bench.bench_suite.trainer import train as run
    from clipo_bench.bench_suite.trainer.config import parse_settings, read_settings
    from clipo_bench.bench_suite.trainer.files import LAST
    from clipo_bench.bench_suite.trainer.warnings import warnings_of

    given: dict[str, Any] = {
        "contrastive": contrastive, "model": model, "data": data, "data_dir": data_dir,
        "engine": engine, "steps": steps, "seed": seed,
    }  # fmt: skip
    chosen = configure(
        method,
        preset,
        read_settings(config) if config else {},
        {name: value for name, value in given.items() if value is not None},
        parse_settings(setting or []),
    )
    for warning in warnings_of(chosen):
        console.note(f"warning: {warning}")
    try:
        with console.progress() as progress:
            last = run(chosen, out, progress, resume=resume)
    except KeyboardInterrupt:
        console.note(f"stopped: start the same command with --resume to go on from {out}")
        raise
    if not last:  # one of several processes: the first one reports
        return
    if as_json:
        console.print_json({"checkpoint": str(out / LAST), **last})
    else:
        _print(out / LAST, last)


def _print(out: Path, last: dict[str, Any]) -> None:
    from rich.table import Table

    table = Table(title=f"{out}: the last step")
    table.add_column("metric")
    table.add_column("value", justify="right")
    for name, value in last.items():
        table.add_row(name, f"{value:.4g}" if isinstance(value, float) else str(value))
    console.stdout().print(table)
