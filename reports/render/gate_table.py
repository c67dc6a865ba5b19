"""The gate in the terminal: what decides, how answers were found, and each slice."""

from collections.abc import Iterator, Sequence

from rich.console import Group, RenderableType
from rich.markup import escape
from rich.text import Text

from clipo_bench.reports.gate import Check, Decision, Gate
from clipo_bench.reports.render import gate_words, words
from clipo_bench.reports.render.tables import FittedTable, interval_heading

COLOURS = {Decision.PASS: "green", Decision.FAIL: "red", Decision.INCONCLUSIVE: "yellow"}
SLICE: tuple[str, ...] = ("benchmark", "kind")


def gate_table(result: Gate) -> RenderableType:
    """Lay out the gate: what decides comes first, the verdict last."""
    return Group(*_parts(result))


def _parts(result: Gate) -> Iterator[RenderableType]:
    yield Text(f"base: {result.base}, {result.base_model}")
    yield Text(f"new: {result.new}, {result.new_model}")
    deciding = gate_words.deciding(result)
    about = f"{result.new} against {result.base}"
    what = {gate_words.what(check) for check in deciding}
    first = (about, (*SLICE, "check"), deciding)
    if len(what) == 1:  # rather in the title than in every row
        first = (f"{about}: {what.pop()}", SLICE, deciding)
    for title, labels, checks in (
        first,
        ("How answers were found (advisory)", ("responses",), gate_words.shifts(result)),
        *((name, SLICE, found) for name, found in gate_words.slices_apart(result)),
    ):
        if checks:
            yield _checks(result, title, labels, checks)
    yield from (Text(gate_words.check_sentence(check)) for check in deciding)
    if fell := gate_words.failing_slices(result):
        yield Text(fell)
    yield Text(gate_words.conditions(result))
    yield from (Text(f"note: {warning}") for warning in result.warnings)
    verdict = Text(f"{result.decision.value}: ", style=f"bold {COLOURS[result.decision]}")
    yield verdict.append(gate_words.gate_sentence(result), style="")


def _checks(
    result: Gate, title: str, labels: Sequence[str], checks: Sequence[Check]
) -> FittedTable:
    interval = interval_heading(2 * result.confidence - 1)
    made = FittedTable(title, labels, ["base", "new", "points", interval, "p (Holm)"], ["verdict"])
    for check in checks:
        cells = {
            "benchmark": check.benchmark,
            "kind": check.kind,
            "check": gate_words.what(check),
            "responses": gate_words.metric(check),
        }
        made.add_row(*(escape(cells[label]) for label in labels), *_numbers(check))
    return made


def _numbers(check: Check) -> list[str]:
    colour = COLOURS[check.decision]
    change = check.difference
    return [
        *gate_words.values(check),
        words.points(change.value) if change else "–",
        escape(words.signed_interval(change)) if change else "–",
        words.p_value(check.p_holm) if check.p_holm is not None else "–",
        f"[{colour}]{gate_words.verdict(check)}[/]",
    ]
