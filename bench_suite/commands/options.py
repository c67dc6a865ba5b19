"""Options that several commands share: one name, one meaning, one help text."""

from pathlib import Path
from typing import Annotated, Any, Literal

import typer

MODEL: Any = typer.Option(
    help="Model: a folder in Hugging Face format, a hub id, or tiny, the small model that the "
    "quickstart starts from; for eval also the URL of a server."
)
TASKS: Any = typer.Option(
    help="Comma-separated benchmarks, groups or problem files: aime24,track1,my.jsonl."
)
SAMPLES: Any = typer.Option(
    min=1, help="Responses per problem. Default: the benchmark's, 16 in track 2, else 1."
)
MARGIN: Any = typer.Option(help="Largest acceptable drop in accuracy, in percentage points.")
SHARD: Any = typer.Option(
    metavar="I/N",
    help="Do only part I of N, such as 2/4, or slurm/4 for this job's place in its array; "
    "`clipo-bench merge` joins the parts.",
)
CONFIDENCE: Any = typer.Option(help="Confidence level of each one-sided bound, such as 0.95.")
ALPHA: Any = typer.Option(help="Largest chance of a wrong decision, over all looks. Default: 0.05.")
TOP_P: Any = typer.Option(help="Nucleus sampling: total probability of the tokens kept.")
PROMPT: Any = typer.Option(
    help="chat uses the model's chat template, raw sends the text alone; auto: chat if there is a "
    "template."
)
SYSTEM: Any = typer.Option(help="System message.")
NAME: Any = typer.Option(
    help="Name of the run, for reports. Default: its folder's.", show_default=False
)
SERVED_MODEL: Any = typer.Option(
    metavar="NAME",
    help="The server's name of the model, if it serves several (api backend only).",
)
SEED: Any = typer.Option(help="Random seed.")
DATA_DIR: Any = typer.Option(
    help="Read data sets from this folder instead of the Hugging Face hub."
)

Out = Annotated[Path, typer.Option(help="Output folder.")]
Model = Annotated[str, MODEL]
Prompt = Literal["auto", "chat", "raw"]
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
AnswerOnly = Annotated[
    bool, typer.Option("--answer-only", help="Ask for the answer without reasoning.")
]
Name = Annotated[str, NAME]
Json = Annotated[bool, typer.Option("--json", help="Print the results as JSON.")]
