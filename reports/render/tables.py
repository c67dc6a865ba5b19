"""Tables for the terminal, of one look."""

from rich.markup import escape
from rich.table import Table

from clipo_bench.reports.render import words


def interval_heading(confidence: float) -> str:
    """The heading of a column of intervals, which must not break."""
    return f"{words.level(confidence)} interval".replace(" ", "\u00a0")


def titled_table(title: str, labels: str, numbers: str, last: str = "") -> Table:
    """A table whose kinds and runs may break where a terminal is narrow, and nothing else."""
    table = Table(title=escape(title), title_justify="left", title_style="bold", box=None)
    table.padding, table.pad_edge = (0, 1, 0, 0), False
    for label in labels.split(" "):
        table.add_column(label, overflow="fold", no_wrap=label == "benchmark")
    for number in numbers.split(" "):
        table.add_column(number, justify="right", no_wrap=True)
    for label in last.split():
        table.add_column(label)
    return table
