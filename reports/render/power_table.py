"""What a gate could see, in the terminal."""

from rich.console import Group, RenderableType
from rich.text import Text

from clipo_bench.reports.gate_power import Chances, Power
from clipo_bench.reports.render import words
from clipo_bench.reports.render.tables import FittedTable

NAMES = {"micro": "all, families alike", "macro": "all, benchmarks alike"}


def power_table(result: Power) -> RenderableType:
    """Lay out what `plan` found."""
    seen = FittedTable(
        "What could be detected", ["benchmark"], ["problems", "families", "k", "drop (points)"]
    )
    for row in result.detectable:
        seen.add_row(
            NAMES.get(row.name, row.name),
            f"{row.problems:,}",
            f"{row.families:,}",
            str(row.samples) if row.samples else "",
            f"{row.detectable * 100:.1f}",
        )
    said = FittedTable("What the gate would say", ["of"], ["pass", "fail", "inconclusive"])
    said.add_row("an equally good model", *_shares(result.equal))
    said.add_row(f"one that is {result.drop * 100:g} points worse", *_shares(result.worse))
    assumed = result.assumed
    return Group(
        seen,
        Text(
            "A true drop of so many points is detected 4 times in 5 by a one-sided test. With a "
            "margin as large, an equally good model passes 4 times in 5."
        ),
        said,
        Text(
            f"Assumed: an accuracy of {words.percent(result.accuracy)} on every benchmark, "
            f"consistency {assumed.consistency:g}, {words.percent(assumed.reshuffled)} of problems "
            f"whose chance is drawn again; a margin of {result.margin * 100:g} points, bounds at "
            f"{words.level(1 - result.alpha)}; {result.draws:,} simulated comparisons of originals."
        ),
    )


def _shares(chances: Chances) -> list[str]:
    values = (chances.passes, chances.fails, chances.inconclusive)
    return [words.percent(value) for value in values]
