"""Options that several commands share: one name, one meaning, one help text."""

from pathlib import Path
from typing import Annotated, Any, Literal

import typer

MODEL: Any = typer.Option(
    help="Model: a folder in Hugging Face format or a hub id; for eval also the URL of a server "
    "or tiny, the small model that the quickstart starts from."
)
TASKS: Any = typer.Option(
    help="Comma-separated benchmarks, groups or problem files: aime24,track1,my.jsonl."
)
SAMPLES: Any = typer.Option(
    min=1, help="Responses per problem. Default: the benchmark's, 16 in track 2, else 1."
)
MARGIN: Any = typer.Option(help="Largest acceptable drop in accuracy, in percentage points.")
CONFIDENCE: Any = typer.Option(help="Confidence level of each one-sided bound.")
SHARD: Any = typer.Option(
    metavar="I/N",
    help="Do only part I of N, such as 2/4, or slurm/4 for this job's place in its array; "
    "`clipo-bench merge` joins the parts.",
)
SEED: Any = typer.Option(help="Random seed.")
DATA_DIR: Any = typer.Option(
    help="Read data sets from this folder instead of the Hugging Face hub."
)

Out = Annotated[Path, typer.Option(help="Output folder.")]
Model = Annotated[str, MODEL]
Seed = Annotated[int, SEED]
Shard = Annotated[str | None, SHARD]
DataDir = Annotated[Path | None, DATA_DIR]
Limit = Annotated[
    int | None, typer.Option(min=1, help="Use only the first N problems of each benchmark.")
]
Workers = Annotated[
    int, typer.Option(min=1, help="Parallel processes; results do not depend on their number.")
]
Grader = Annotated[
    Literal["full", "paper"],
    typer.Option(
        help="How to grade; paper accepts only the last \\boxed{}, like the CLIPO paper's reward."
    ),
]
Name = Annotated[
    str,
    typer.Option(help="Name of the run, for reports. Default: its folder's.", show_default=False),
]
Json = Annotated[bool, typer.Option("--json", help="Print the results as JSON.")]
