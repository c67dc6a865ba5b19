"""Show a variant beside its original, with what changed in colour."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from perturbations.variant import Edit, Variant
from tasks.problem import Problem

if TYPE_CHECKING:
    from rich.table import Table
    from rich.text import Text


def side_by_side(original: Problem, variant: Variant) -> "Table":
    """Lay out both bodies and golds for a terminal."""
    from rich.table import Table

    after, shift = [], 0
    for edit in variant.edits:
        after.append((edit.start + shift, edit.start + shift + len(edit.after)))
        shift += len(edit.after) - len(edit.before)
    new = variant.problem
    table = Table(title=f"{original.benchmark} {original.id}", expand=True, show_lines=True)
    table.add_column("original", ratio=1)
    table.add_column(new.variant_id or new.kind, ratio=1)
    table.add_row(
        _marked(original.body, _places(variant.edits), "red"),
        _marked(new.body, after, "bold green"),
    )
    changed = original.gold != new.gold
    table.add_row(
        _marked(original.gold, [(0, len(original.gold))] if changed else [], "red"),
        _marked(new.gold, [(0, len(new.gold))] if changed else [], "bold green"),
    )
    return table


def _places(edits: Sequence[Edit]) -> list[tuple[int, int]]:
    return [(edit.start, edit.end) for edit in edits]


def _marked(text: str, places: Sequence[tuple[int, int]], style: str) -> "Text":
    from rich.text import Text

    marked = Text(text)
    for start, end in places:
        marked.stylize(style, start, end)
    return marked
