"""Markdown: a gate as tables, for a comment on a pull request or a job's summary."""

import re
from collections.abc import Iterator, Sequence

from clipo_bench.reports.gate import Check, Gate
from clipo_bench.reports.render import gate_words, words

# Characters that Markdown or HTML interpret, such as `*`, `|` and `<`.
_SPECIAL = re.compile(r"([\\`*_{}\[\]<>()#+!|~&])")


def markdown(result: Gate) -> str:
    """Render a gate as Markdown."""
    return "\n".join(_lines(result)) + "\n"


def _lines(result: Gate) -> Iterator[str]:
    yield f"## {words.MARKS[result.decision]} clipo-bench gate: {result.decision.value}"
    yield ""
    yield escape(gate_words.gate_sentence(result))
    yield ""
    yield f"- base: {escape(result.base)}, {escape(result.base_model)}"
    yield f"- new: {escape(result.new)}, {escape(result.new_model)}"
    yield ""
    yield from _table(result, gate_words.deciding(result))
    if found := gate_words.shifts(result):
        yield from ("How answers were found (advisory):", "", *_table(result, found))
    for title, found in gate_words.slices_apart(result):
        yield from (f"{title}:", "", *_table(result, found))
    yield escape(gate_words.conditions(result))
    yield "Pairs are families of problems; p is that of a larger change for the worse than is"
    yield "accepted, after Holm over the checks of the same tier."
    if result.warnings:
        yield ""
        yield from (f"- Note: {escape(warning)}" for warning in result.warnings)


def _table(result: Gate, checks: Sequence[Check]) -> Iterator[str]:
    level = words.level(2 * result.confidence - 1)
    yield (
        "| | benchmark | kind | check | base | new | change in points "
        f"({level} interval) | pairs | p (Holm) | why |"
    )
    yield "|---|---|---|---|---:|---:|---:|---:|---:|---|"
    yield from map(_row, checks)
    yield ""


def escape(text: str) -> str:
    """Make text stand for itself in Markdown, on one line; also where HTML is let through."""
    plain = _SPECIAL.sub(r"\\\1", " ".join(text.split()))
    return plain.replace("\\<", "&lt;").replace("\\>", "&gt;").replace("\\&", "&amp;")


def _row(check: Check) -> str:
    change = check.difference
    cells = [
        gate_words.verdict(check),
        escape(check.benchmark),
        escape(check.kind),
        gate_words.what(check),
        *gate_words.values(check),
        f"**{words.points(change.value)}** {words.signed_interval(change)}" if change else "–",
        f"{change.n:,}" if change else "–",
        words.p_value(check.p_holm) if check.p_holm is not None else "–",
        escape(check.reason),
    ]
    return "| " + " | ".join(cells) + " |"
