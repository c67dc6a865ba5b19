"""`clipo-bench train`: train a policy by supervised fine-tuning or reinforcement learning."""

from pathlib import Path
from typing import Annotated, Any

import typer

from clipo_bench.bench_suite import console
from clipo_bench.bench_suite.commands.options import DATA_DIR, MODEL, SEED, Json, Out


def train(
    method: Annotated[
        str,
        typer.Option(
            help="sft (supervised fine-tuning) or a policy loss: grpo, gspo, dapo, gmpo, dr_grpo."
        ),
    ],
    out: Out,
    contrastive: Annotated[
        bool | None,
        typer.Option("--contrastive/--no-contrastive", help="Add CLIPO's contrastive reward."),
    ] = None,
    preset: Annotated[
        str | None,
        typer.Option(help="Predefined settings: track1 or track2 (the CLIPO paper's), or tiny."),
    ] = None,
    model: Annotated[str | None, MODEL] = None,
    data: Annotated[
        str | None,
        typer.Option(
            help="Training data: word_problems, gsm8k or math, or a JSONL, CSV or parquet file."
        ),
    ] = None,
    data_dir: Annotated[str | None, DATA_DIR] = None,
    engine: Annotated[
        str | None,
        typer.Option(help="torch (one GPU or CPU), or trl (TRL's trainer, any number of GPUs)."),
    ] = None,
    steps: Annotated[int | None, typer.Option(help="Training steps.")] = None,
    seed: Annotated[int | None, SEED] = None,
    config: Annotated[
        Path | None, typer.Option(help="YAML file of settings, such as a run's train.yaml.")
    ] = None,
    setting: Annotated[
        list[str] | None,
        typer.Option(
            "--set",
            metavar="NAME=VALUE",
            help="Any other setting, such as kl_coef=0.01; repeatable.",
        ),
    ] = None,
    resume: Annotated[
        bool,
        typer.Option(
            "--resume",
            help="Resume the run in the output folder, if any; a larger --steps extends it.",
        ),
    ] = False,
    as_json: Json = False,
) -> None:
    """Train a policy.

    Settings come from the preset, then from --config, then from the command line; all of
    them are saved in train.yaml. The output folder holds the checkpoint "last" and, with
    validation, "best"; eval takes either as --model.
    """
    from clipo_bench.bench_suite.models.named_model import named_model
    from clipo_bench.bench_suite.trainer import configure
    from clipo_bench.bench_suite.trainer import train as run
    from clipo_bench.bench_suite.trainer.config import parse_settings, read_settings
    from clipo_bench.bench_suite.trainer.files import LAST
    from clipo_bench.bench_suite.trainer.warnings import warnings_of

    given: dict[str, Any] = {
        "contrastive": contrastive, "model": named_model(model) if model else None,
        "data": data, "data_dir": data_dir, "engine": engine, "steps": steps, "seed": seed,
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
        console.note(f"stopped: to resume {out}, run the same command with --resume")
        raise
    if not last:  # of several processes, only the first one reports
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
