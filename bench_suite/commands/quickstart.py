"""`clipo-bench quickstart`: the main job, end to end, in minutes."""

from pathlib import Path
from typing import Annotated

import typer

from clipo_bench.bench_suite.console import stdout


def quickstart(
    out: Annotated[Path, typer.Option(help="Where everything goes.")] = Path("quickstart"),
    seed: Annotated[int, typer.Option(help="Of the variants and of the training.")] = 0,
) -> None:
    """See it all on a tiny model, in minutes.

    Makes variants of generated word problems, trains the tiny policy with GRPO and with
    GRPO + CLIPO, evaluates all three on originals and variants, and writes the report.
    """
    from clipo_bench.bench_suite.quickstart import quickstart as run
    from clipo_bench.reports.compare import compare
    from clipo_bench.reports.render.summary import LEAD, headlines
    from clipo_bench.reports.run import read_runs

    report, runs = run(out, seed)
    lines = [headline.text for headline in headlines(compare(read_runs(runs), strict=False))[:LEAD]]
    text = "\n".join(["", *lines, "", f"The report: {report.resolve()}"])
    stdout().print(text, soft_wrap=True, highlight=False, markup=False)
