"""Tables of a comparison as files: LaTeX as the terminal shows them, CSV of the values behind."""

import csv
import io
from collections.abc import Iterator, Mapping
from typing import Any

from clipo_bench.reports.compare import Comparison
from clipo_bench.reports.render import latex as tex
from clipo_bench.reports.render import terminal
from clipo_bench.reports.render.json import plain
from clipo_bench.reports.render.tables import FittedTable

# Not of rows: what a run is, and sentences.
_NO_TABLES = {"runs", "warnings"}
Cells = dict[str, Any]


def latex_tables(result: Comparison) -> Iterator[tuple[str, str]]:
    """Render every table that `compare` prints as a `tabular` with the rules of booktabs.

    Yields:
        Its title, and the text.
    """
    for table in terminal.comparison(result).renderables:
        if isinstance(table, FittedTable):
            yield table.title, _latex(table)


def csv_tables(result: Comparison) -> Iterator[tuple[str, str]]:
    """Write the values of each part of a comparison as CSV, unrounded, in fractions of 1.

    Columns are the keys of its JSON, nested ones joined: ``estimate_low``. A part whose rows hold
    differences by k has a row for each k.

    Yields:
        The part's name, such as ``accuracies``, and the text.
    """
    for name, rows in plain(result).items():
        if name in _NO_TABLES or not rows:
            continue
        flat = [dict(_flat(one)) for row in rows for one in _by_k(row)]
        out = io.StringIO()
        columns = list(dict.fromkeys(column for row in flat for column in row))
        writer = csv.DictWriter(out, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(flat)
        yield name, out.getvalue()


def _by_k(row: Cells) -> Iterator[Cells]:
    """A row for each k of differences: ``{"differences": {"1": {...}, "2": {...}}}`` is two."""
    if not isinstance(row.get("differences"), Mapping):
        yield row
        return
    rest = {name: value for name, value in row.items() if name != "differences"}
    for k, change in row["differences"].items():
        yield {**rest, "k": k, "difference": change}


def _flat(row: Mapping[str, Any], place: str = "") -> Iterator[tuple[str, Any]]:
    for name, value in row.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{place}{name}_")
        elif isinstance(value, list):
            yield f"{place}{name}", ";".join(map(str, value))
        else:
            yield f"{place}{name}", "" if value is None else value


def _latex(table: FittedTable) -> str:
    rows = [" & ".join(map(tex.escape, row)) + r" \\" for row in (table.headings, *table.rows)]
    return "\n".join(
        [
            f"% {' '.join(table.title.split())}, by clipo-bench. Needs \\usepackage{{booktabs}}.",
            rf"\begin{{tabular}}{{{''.join('r' if right else 'l' for right in table.right)}}}",
            r"\toprule",
            rows[0],
            r"\midrule",
            *rows[1:],
            r"\bottomrule",
            r"\end{tabular}",
            "",
        ]
    )
