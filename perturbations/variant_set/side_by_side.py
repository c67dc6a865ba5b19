"""Show variants beside their original in a terminal, with what changed in colour."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from clipo_bench.perturbations.checks.about import explained
from clipo_bench.perturbations.variant import Edit, Variant
from clipo_bench.perturbations.variant_set.entry import ProblemEntry
from clipo_bench.tasks.problem import Problem

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.table import Table
    from rich.text import Text

_OLD, _NEW = "red", "bold green"
# Text of a data set must not steer the terminal; marks keep their places.
_VISIBLE = {code: 0x2400 + code for code in range(32) if chr(code) not in "\t\n"}
_VISIBLE |= dict.fromkeys(range(0x7F, 0xA0), 0xFFFD)


def side_by_side(original: Problem, variant: Variant) -> "Table":
    """Lay out both bodies and golds."""
    from rich.table import Table

    new = variant.problem
    table = Table(title=_text(f"{original.benchmark} {original.id}"), expand=True, show_lines=True)
    # A long formula has no blank to break at: folded, never cut where it may differ.
    table.add_column("original", ratio=1, overflow="fold")
    table.add_column(_text(new.variant_id or new.kind), ratio=1, overflow="fold")
    table.add_row(
        _marked(original.body, _places(variant.edits), _OLD),
        _marked(new.body, _places_after(variant.edits), _NEW),
    )
    changed = original.gold != new.gold
    table.add_row(_gold(original, _OLD if changed else ""), _gold(new, _NEW if changed else ""))
    return table


def full_entry(entry: ProblemEntry) -> "Iterator[RenderableType]":
    """Lay out all that a set holds on one problem: variants with their proofs, and refusals."""
    if entry.original is not None:
        for variant in entry.variants:
            yield side_by_side(entry.original, variant)
            yield _proof(variant)
    elif entry.refusals:
        yield _text(f"{entry.id}\n{entry.refusals[0]['question']}\n")
    for refusal in entry.refusals:
        line = f"{refusal['kind']}: refused, {refusal['reason']} ({refusal['detail']})"
        yield _text(line)


def _proof(variant: Variant) -> "Table":
    from rich.table import Table

    certificate = variant.certificate
    table = Table(box=None, show_header=False, pad_edge=False)
    table.add_column(style="dim", overflow="fold")
    table.add_column(overflow="fold")
    table.add_row("proved by", _text(certificate.method))
    for name, value in certificate.evidence.items():
        table.add_row(_text(name), _text(value))
    passed = [explained(check, certificate.evidence) for check in certificate.checks]
    table.add_row("checks passed", _text("\n".join(passed)))
    if variant.problem.solution:
        table.add_row("worked solution", _text(variant.problem.solution))
    return table


def _gold(problem: Problem, style: str) -> "Text":
    text = f"gold: {problem.gold}"
    return _marked(text, [(len("gold: "), len(text))], style)


def _places(edits: Sequence[Edit]) -> list[tuple[int, int]]:
    return [(edit.start, edit.end) for edit in edits]


def _places_after(edits: Sequence[Edit]) -> list[tuple[int, int]]:
    places, shift = [], 0
    for edit in edits:
        places.append((edit.start + shift, edit.start + shift + len(edit.after)))
        shift += len(edit.after) - len(edit.before)
    return places


def _marked(text: str, places: Sequence[tuple[int, int]], style: str) -> "Text":
    marked = _text(text)
    for start, end in places:
        marked.stylize(style, start, end)
    return marked


def _text(text: str) -> "Text":
    from rich.text import Text

    return Text(text.translate(_VISIBLE))
