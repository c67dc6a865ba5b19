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
    by seed. A method "helps" if it beats both the base and the placebo. A plan with `control`
    (studies/memory.yaml) tests the memory tests instead. To resume an interrupted study, run the
    same command again.
    """
    console.quiet_libraries()
    from clipo_bench.bench_suite.study.control_plan import is_control
    from clipo_bench.tasks.yaml_file import read_yaml

    if is_control(read_yaml(plan)):
        _control(plan, out, workers, json=json)
        return
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


def _control(plan: Path, out: Path, workers: int, *, json: bool) -> None:
    from clipo_bench.bench_suite.study.control_plan import read_control
    from clipo_bench.bench_suite.study.control_run import run_control
    from clipo_bench.reports.render import memory_control
    from clipo_bench.tasks.storage.atomic import write_text
    from clipo_bench.tasks.storage.json_file import write_json

    try:
        result = run_control(read_control(plan), out, workers)
    except KeyboardInterrupt:
        console.note(f"stopped: to resume {out}, run the same command again")
        raise
    write_text(out / "report.svg", memory_control.svg(result))
    write_text(out / "report.md", memory_control.markdown(result))
    write_json(out / "report.json", memory_control.plain(result))
    if json:
        console.print_json({"report": str(out / "report.md"), **memory_control.plain(result)})
        return
    for line in (*memory_control.lines(result), str(out / "report.md")):
        console.stdout().print(line, soft_wrap=True, markup=False, highlight=False)
