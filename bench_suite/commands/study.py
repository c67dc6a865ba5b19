"""`clipo-bench study`: train arms with several seeds and test whether a method helps."""

from pathlib import Path
from typing import Annotated

import typer

from clipo_bench.bench_suite import console
from clipo_bench.bench_suite.commands.options import Json, Out, Workers


def study(
    plan: Annotated[
        Path, typer.Argument(help="Plan as YAML, such as studies/tiny.yaml.", metavar="FILE")
    ],
    out: Out,
    workers: Workers = 1,
    json: Json = False,
) -> None:
    """Train arms with several seeds and test whether a method helps.

    Each arm is trained and evaluated with each seed, and the report compares the arms paired
    by seed. A method "helps" if it beats both the base and the placebo. To resume an
    interrupted study, run the same command again.
    """
    console.quiet_libraries()
    from clipo_bench.bench_suite.study import read_plan, run_study
    from clipo_bench.bench_suite.study.run import HTML
    from clipo_bench.reports.render import study_words
    from clipo_bench.reports.render.study_page import plain

    try:
        report = run_study(read_plan(plan), out, workers)
    except KeyboardInterrupt:
        console.note(f"stopped: to resume {out}, run the same command again")
        raise
    if json:
        console.print_json({"report": str(out / HTML), **plain(report)})
        return
    out_console = console.stdout()
    for line in (
        study_words.verdict(report.study),
        *study_words.sentences(report.study),
        *(f"note: {warning}" for warning in report.warnings),
        str(out / HTML),
    ):
        out_console.print(line, soft_wrap=True, markup=False, highlight=False)
