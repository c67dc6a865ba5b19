"""The command line: `clipo-bench`. Only wires commands and turns errors into exit codes."""

import sys
import traceback
from typing import Annotated

import typer

from clipo_bench.bench_suite.commands.compare import compare
from clipo_bench.bench_suite.commands.eval import evaluate
from clipo_bench.bench_suite.commands.gate import gate
from clipo_bench.bench_suite.commands.grade import grade
from clipo_bench.bench_suite.commands.memory import memory
from clipo_bench.bench_suite.commands.merge import merge
from clipo_bench.bench_suite.commands.perturb import app as perturb_app
from clipo_bench.bench_suite.commands.power import power
from clipo_bench.bench_suite.commands.quickstart import quickstart
from clipo_bench.bench_suite.commands.report import report
from clipo_bench.bench_suite.commands.study import study
from clipo_bench.bench_suite.commands.table import table
from clipo_bench.bench_suite.commands.tasks import app as tasks_app
from clipo_bench.bench_suite.commands.train import train
from clipo_bench.bench_suite.commands.with_value import WithValue
from clipo_bench.bench_suite.console import Exit
from clipo_bench.bench_suite.process import OUT_OF_MEMORY, is_out_of_memory, prepare_process
from clipo_bench.tasks.errors import ExternalError, InputError
from clipo_bench.tasks.option import on_command_line

app = typer.Typer(
    name="clipo-bench",
    cls=WithValue,
    help="Measure whether a reasoning model understands or only remembers.",
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},  # of every command below it, too
    rich_markup_mode=None,  # rich would double the time of --help
    pretty_exceptions_enable=False,
)


def _print_version(wanted: bool) -> None:
    if wanted:
        from clipo_bench import __version__

        typer.echo(f"clipo-bench {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    context: typer.Context,
    version: Annotated[
        bool,
        typer.Option(
            "--version", callback=_print_version, is_eager=True, help="Print the version and exit."
        ),
    ] = False,
) -> None:
    """Options before the command's name."""
    context.with_resource(on_command_line())


# In the order of the work, which is the order that --help shows.
app.command("quickstart")(quickstart)
app.add_typer(tasks_app, name="tasks")
app.add_typer(perturb_app, name="perturb")
app.command("train")(train)
app.command("study")(study)
app.command("eval")(evaluate)
app.command("merge")(merge)
app.command("grade")(grade)
app.command("report")(report)
app.command("compare")(compare)
app.command("table")(table)
app.command("memory")(memory)
app.command("power")(power)
app.command("gate")(gate)


def _write_error(message: str) -> None:
    """Say what went wrong; names and values from files may hold escapes."""
    from clipo_bench.reports.run import visible  # loads pandas, which --help does not need

    lines = "\n".join(visible(line) for line in message.split("\n"))
    sys.stderr.write(f"error: {lines}\n")


def main() -> None:
    """Run the command line. The console script's entry point."""
    prepare_process()
    try:
        app(prog_name="clipo-bench")  # also as `python -m clipo_bench`
    except InputError as error:
        _write_error(str(error))
        sys.exit(Exit.BAD_INPUT)
    except ExternalError as error:
        _write_error(str(error))
        sys.exit(Exit.UNAVAILABLE)
    except SystemExit as stop:
        if stop.code == Exit.INTERRUPTED:
            sys.stderr.write(
                "interrupted: run the same command again; eval, grade, perturb, study, memory "
                "and quickstart resume, train resumes with --resume, other commands start over\n"
            )
        raise
    except Exception as error:
        if is_out_of_memory(error):
            _write_error(f"{OUT_OF_MEMORY} ({error})")
            sys.exit(Exit.UNAVAILABLE)
        # Python's own code for this is 1, which a script would take for a failed gate.
        traceback.print_exc()
        sys.stderr.write("this is a bug in clipo-bench or in a library that it uses\n")
        sys.exit(Exit.INTERNAL_ERROR)


if __name__ == "__main__":
    main()
