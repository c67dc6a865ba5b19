"""A memory contrast as terminal tables and as Markdown."""

from collections.abc import Sequence

from rich.console import Group, RenderableType
from rich.markup import escape
from rich.text import Text

from clipo_bench.reports.memory import Memory, MemoryContrast
from clipo_bench.reports.render import effect_words, memory_words, words
from clipo_bench.reports.render import markdown as md
from clipo_bench.reports.render.tables import FittedTable

TITLE = "Memory: what is lost from originals to variants, beyond the base"
HEADINGS = (
    "run", "base", "on", "base: originals", "variants", "new: originals", "variants", "points",
    "interval", "p", "log odds", "no harder", "families", "could see", "verdict",
)  # fmt: skip
SHOWN = ("run", "on", "points", "interval", "p", "log odds", "families", "verdict")
"""What a terminal has room for; Markdown has all."""


def terminal(result: Memory) -> RenderableType:
    """Lay out a memory contrast: the tables, then the verdict."""
    tables = [terminal_table(result.contrasts)] if result.contrasts else []
    return Group(*tables, *(Text(line) for line in memory_words.lines(result)))


def terminal_table(contrasts: Sequence[MemoryContrast]) -> FittedTable:
    """A row per contrast, with what fits into a terminal."""
    table = FittedTable(TITLE, SHOWN[:2], SHOWN[2:-1], SHOWN[-1:])
    for item in contrasts:
        cells = dict(zip(HEADINGS, row(item), strict=True))
        table.add_row(*(escape(cells[name]) for name in SHOWN))
    return table


def markdown(result: Memory) -> str:
    """Render a memory contrast as Markdown."""
    listed = "\n".join(f"- {md.escape(line)}" for line in memory_words.lines(result))
    rows = ["| " + " | ".join(map(md.escape, row(item))) + " |" for item in result.contrasts]
    if not rows:
        return f"## clipo-bench memory\n\n{listed}\n"
    return "\n".join(
        [
            "## clipo-bench memory",
            "",
            listed,
            "",
            "| " + " | ".join(HEADINGS) + " |",
            "|" + "---|" * len(HEADINGS),
            *rows,
            "",
            "Points are (variants − originals) of the run minus the same of its base, over "
            "families; below 0 it loses more. The p-values of single rows are after Holm.",
            "",
        ]
    )


def row(item: MemoryContrast) -> list[str]:
    """A contrast as cells, in the order of `HEADINGS`."""
    return [
        item.new,
        item.base,
        memory_words.where(item),
        words.percent(item.base_original),
        words.percent(item.base_variant),
        words.percent(item.new_original),
        words.percent(item.new_variant),
        words.points(item.points.value),
        effect_words.interval(item.points),
        words.p_value(item.p_adjusted),
        memory_words.log_odds(item.log_odds),
        effect_words.change(item.matched) if item.matched else "–",
        f"{item.points.n:,}",
        memory_words.detectable(item.points),
        f"{memory_words.MARKS[item.verdict]} {item.verdict.value}",
    ]
