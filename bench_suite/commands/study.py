"""`clipo-bench study`: arms x seeds of training, and whether the method helps."""

from pathlib import Path
from typing import Annotated

import typer

from clipo_bench.bench_suite import console


def study(
    plan: Annotated[
        Path, typer.Argument(help="The study as YAML, such as studies/tiny.yaml.", metavar="FILE")
    ],
    out: Annotated[Path, typer.Option(help="The study's folder; if it is there, it goes on.")],
    workers: Annotated[
        int, typer.Option(min=1, help="Trainings at once, a thread each; results don't change.")
    ] = 1,
    json: Annotated[bool, typer.Option("--json", help="Print the results as JSON.")] = False,
) -> None:
    """Train arms with several seeds, and judge a method.

    Every arm is trained with every seed and evaluated alike; the report compares them paired
    by seed. The contrastive reward "helps" if it is better than the base and the placebo.
    Stopped, it resumes when the same command is started again.
    """
    console.quiet_libraries()
    from clipo_bench.bench_suite.study import read_plan, run_study
    from clipo_bench.bench_suite.study.run import HTML
    from clipo_bench.reports.render import study_words
    from clipo_bench.reports.render.study_page import plain

    try:
        report = run_study(read_plan(plan), out, workers)
    except KeyboardInterrupt:
        console.note(f"stopped: start the same command again to go on in {out}")
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
