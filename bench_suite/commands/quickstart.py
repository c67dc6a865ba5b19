"""`clipo-bench quickstart`: the whole workflow on a tiny model."""

from pathlib import Path

from clipo_bench.bench_suite.commands.options import Out, Seed
from clipo_bench.bench_suite.console import stdout


def quickstart(
    out: Out = Path("quickstart"),
    seed: Seed = 0,
) -> None:
    """Run the whole workflow on a tiny model, in minutes.

    Makes variants of generated word problems, trains the tiny model with GRPO and with
    GRPO + CLIPO, evaluates all three on originals and variants, and writes a report.
    """
    from clipo_bench.bench_suite.quickstart import quickstart as run
    from clipo_bench.reports.compare import compare
    from clipo_bench.reports.render.summary import LEAD, headlines
    from clipo_bench.reports.run import read_runs

    report, runs = run(out, seed)
    lines = [headline.text for headline in headlines(compare(read_runs(runs), strict=False))[:LEAD]]
    text = "\n".join(["", *lines, "", f"The report: {report.resolve()}"])
    stdout().print(text, soft_wrap=True, highlight=False, markup=False)
