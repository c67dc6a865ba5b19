"""A paper table for the terminal, as Markdown, LaTeX and CSV."""

import csv
import io
from collections.abc import Sequence
from itertools import pairwise

from rich.console import Group, RenderableType
from rich.markup import escape
from rich.text import Text

from clipo_bench.reports.paper_table import PaperTable
from clipo_bench.reports.render import latex as tex
from clipo_bench.reports.render import markdown as md
from clipo_bench.reports.render.paper_lines import headings, lines, notes, title
from clipo_bench.reports.render.tables import FittedTable
from clipo_bench.reports.statistics import Difference, Estimate

METHOD = "method"


def terminal(table: PaperTable) -> RenderableType:
    """Lay the table out, with its notes below."""
    shown = FittedTable(title(table), [METHOD], headings(table))
    for line in lines(table):
        label = f"  {line.label}" if line.difference else line.label
        shown.add_row(escape(label), *map(escape, line.cells))
    return Group(shown, *(Text(note) for note in notes(table)))


def markdown(table: PaperTable) -> str:
    """Render the table as Markdown, with its notes below."""
    head = [METHOD, *headings(table)]
    rows = [[line.label, *line.cells] for line in lines(table)]
    listed = [f"- {md.escape(note)}" for note in notes(table)]
    return "\n".join(
        [
            f"**{md.escape(title(table))}**",
            "",
            _markdown_row(head),
            "|---|" + "---:|" * (len(head) - 1),
            *map(_markdown_row, rows),
            "",
            *listed,
            "",
        ]
    )


def latex(table: PaperTable) -> str:
    """Render the table as a LaTeX `tabular` with the rules of booktabs; notes are comments."""
    head = headings(table)
    body: list[str] = []
    found = lines(table)
    for above, line in pairwise([None, *found]):
        if line is None:
            continue
        # The methods above it are a pair that is complete.
        if above is not None and above.difference and not line.difference:
            body.append(r"\midrule")
        indent = r"\quad " if line.difference else ""
        body.append(indent + _latex_row([line.label, *line.cells]))
    return "\n".join(
        [
            f"% {title(table)}, by clipo-bench. Needs \\usepackage{{booktabs}}.",
            rf"\begin{{tabular}}{{l{'r' * len(head)}}}",
            r"\toprule",
            _latex_row([METHOD, *head]),
            r"\midrule",
            *body,
            r"\bottomrule",
            r"\end{tabular}",
            *(f"% {' '.join(note.split())}" for note in notes(table)),
            "",
        ]
    )


def comma_separated(table: PaperTable) -> str:
    """Render the table as CSV for other programs: fractions of 1, unrounded.

    A row per method, then one per pair: its difference, with what is subtracted in `against`. For
    each benchmark, and for the average, the value, its interval's ends, and the adjusted p-value
    of a difference.
    """
    out = io.StringIO()
    columns = [*table.benchmarks, "average"]
    values = [f"{name}{end}" for name in columns for end in ("", "_low", "_high", "_p")]
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([METHOD, "against", *values])
    for row in table.rows:
        known = row.accuracies
        estimates = [known[name].estimate if name in known else None for name in table.benchmarks]
        cells = [cell for one in [*estimates, row.average] for cell in _csv_cells(one)]
        writer.writerow([row.run, "", *cells])
    for pair in table.pairs:
        cells = []
        for name in table.benchmarks:
            paired = pair.differences.get(name)
            cells += (
                _csv_cells(paired.difference, paired.p_adjusted) if paired else _csv_cells(None)
            )
        writer.writerow([pair.new, pair.base, *cells, *_csv_cells(pair.average, pair.p_adjusted)])
    return out.getvalue()


def _markdown_row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(map(md.escape, cells)) + " |"


def _latex_row(cells: Sequence[str]) -> str:
    return " & ".join(map(tex.escape, cells)) + r" \\"


def _csv_cells(
    value: Estimate | Difference | None, p_adjusted: float | None = None
) -> list[float | str]:
    if value is None:
        return ["", "", "", ""]
    return [value.value, value.low, value.high, "" if p_adjusted is None else p_adjusted]
