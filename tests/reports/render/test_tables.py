"""Tables that fit into a terminal."""

from io import StringIO

import pytest
from rich.console import Console

from clipo_bench.reports.render.tables import FittedTable


def printed(table: FittedTable, width: int) -> list[str]:
    console = Console(width=width, file=StringIO(), record=True)
    console.print(table)
    return [line.rstrip() for line in console.export_text().splitlines()]


@pytest.fixture
def table() -> FittedTable:
    made = FittedTable("Scores", ["benchmark", "run"], ["accuracy", "95 % interval"], ["verdict"])
    made.add_row("gsm8k", "a", "50.0 %", "\\[40.0, 60.0]", "[red]✗ fail[/]")
    made.add_row("aime24", "long_name", "5.0 %", "\\[1.0, 9.0]", "? inconclusive")
    return made


def test_a_table_that_fits_is_whole(table):
    assert printed(table, 80) == [
        "Scores",
        "benchmark run       accuracy 95 % interval verdict",
        "gsm8k     a           50.0 %  [40.0, 60.0] ✗ fail",
        "aime24    long_name    5.0 %    [1.0, 9.0] ? inconclusive",
    ]


def test_columns_that_do_not_fit_stand_below_beside_the_same_labels(table):
    assert printed(table, 45) == [
        "Scores",
        "benchmark run       accuracy 95 % interval",
        "gsm8k     a           50.0 %  [40.0, 60.0]",
        "aime24    long_name    5.0 %    [1.0, 9.0]",
        "",
        "benchmark run       verdict",
        "gsm8k     a         ✗ fail",
        "aime24    long_name ? inconclusive",
    ]


@pytest.mark.parametrize("width", range(25, 100))
def test_no_column_is_lost_at_any_width(table, width):
    text = "\n".join(printed(table, width))
    assert "…" not in text
    for cell in ("accuracy", "95 % interval", "[40.0, 60.0]", "? inconclusive"):
        assert cell in text or width < 34  # the labels alone take 20
