"""The command line: `clipo-bench`. Only wires commands and turns errors into exit codes."""

import sys

import typer

from bench_suite.commands import tasks as tasks_command
from bench_suite.commands.grade import grade
from bench_suite.console import Exit
from tasks.errors import InputError

app = typer.Typer(
    name="clipo-bench",
    help="Does a reasoning model understand, or only remember?",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


app.command("grade")(grade)
app.add_typer(tasks_command.app, name="tasks")


def main() -> None:
    """Run the command line. The console script's entry point."""
    try:
        app()
    except InputError as error:
        sys.stderr.write(f"error: {error}\n")
        sys.exit(Exit.BAD_INPUT)
    except KeyboardInterrupt:
        sys.stderr.write("interrupted: start the same command again to go on\n")
        sys.exit(Exit.INTERRUPTED)
