"""Tables for the terminal, of one look, that fit into its width."""

from collections.abc import Iterator, Sequence

from rich.console import Console, ConsoleOptions, RenderableType, RenderResult
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from clipo_bench.reports.render import words

GAP = 1  # between two columns


def interval_heading(confidence: float) -> str:
    """The heading of a column of intervals."""
    return f"{words.level(confidence)} interval"


class FittedTable:
    """A table that goes on below where a terminal is too narrow for all of its columns.

    Nothing in it breaks and no column is lost: as many columns as fit stand side by side, and
    the others below them, beside the same labels::

        benchmark kind      base    new
        gsm8k     numbers 60.0 % 58.0 %

        benchmark kind    points  95 % interval
        gsm8k     numbers   −2.0 [−5.0, +1.0]
    """

    def __init__(
        self,
        title: str,
        labels: Sequence[str],
        numbers: Sequence[str] = (),
        last: Sequence[str] = (),
    ) -> None:
        """Make an empty table.

        Args:
            title: plain text above it.
            labels: headings of what names a row.
            numbers: headings of columns that are aligned to the right.
            last: headings of text at the end of a row.
        """
        self._title = title
        self._labels = len(labels)
        self._headings = [*labels, *numbers, *last]
        self._right = range(len(labels), len(labels) + len(numbers))
        self._rows: list[list[Text]] = []

    def add_row(self, *cells: str) -> None:
        """Add a row of cells in rich's markup."""
        self._rows.append([Text.from_markup(cell) for cell in cells])

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Lay the columns out in the width that there is."""
        title = Text(self._title, style="bold")
        for columns in self._blocks(options.max_width):
            yield from self._block(title, columns)
            title = Text("")

    def _blocks(self, width: int) -> Iterator[list[int]]:
        """The columns that stand side by side, each block with all labels."""
        labels = list(range(self._labels))
        own = sum(self._width(column) + GAP for column in labels)
        block: list[int] = []
        for column in range(self._labels, len(self._headings)):
            taken = own + sum(self._width(one) + GAP for one in block)
            if block and taken + self._width(column) > width:
                yield [*labels, *block]
                block = []
            block.append(column)
        yield [*labels, *block]

    def _width(self, column: int) -> int:
        cells = [Text(self._headings[column]), *(row[column] for row in self._rows)]
        return max(cell.cell_len for cell in cells)

    def _block(self, title: Text, columns: Sequence[int]) -> Iterator[RenderableType]:
        yield title
        table = Table(box=None, padding=(0, GAP, 0, 0), pad_edge=False)
        for column in columns:
            right = column in self._right
            table.add_column(
                escape(self._headings[column]),
                justify="right" if right else "left",
                no_wrap=column >= self._labels,
                overflow="fold",  # only where the labels alone are wider than the terminal
            )
        for row in self._rows:
            table.add_row(*(row[column] for column in columns))
        yield table
