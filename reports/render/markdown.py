"""Markdown: a gate as a table, for a comment on a pull request or a job's summary."""

import re

from clipo_bench.reports.gate import Check, Gate
from clipo_bench.reports.render import words

# Characters that Markdown or HTML interpret, such as `*`, `|` and `<`.
_SPECIAL = re.compile(r"([\\`*_{}\[\]<>()#+!|~&])")


def markdown(result: Gate) -> str:
    """Render a gate as Markdown."""
    lines = [
        f"## {words.MARKS[result.decision]} clipo-bench gate: {result.decision.value}",
        "",
        escape(words.gate_sentence(result)),
        "",
        "| | benchmark | kind | base | new | change in points "
        f"({words.level(2 * result.confidence - 1)} interval) | pairs | p (Holm) | why |",
        "|---|---|---|---:|---:|---:|---:|---:|---|",
        *(_row(check) for check in result.checks),
        "",
        f"A drop of up to {result.margin * 100:g} points is accepted. Each bound is one-sided at "
        f"{words.level(result.confidence)}; p is that of a larger drop, after Holm over the "
        f"slices; pairs are families of problems. Graded by {escape(words.rule(result.rule))}.",
    ]
    if result.warnings:
        lines += ["", *(f"- Note: {escape(warning)}" for warning in result.warnings)]
    return "\n".join(lines) + "\n"


def escape(text: str) -> str:
    """Make text stand for itself in Markdown, on one line; also where HTML is let through."""
    plain = _SPECIAL.sub(r"\\\1", " ".join(text.split()))
    return plain.replace("\\<", "&lt;").replace("\\>", "&gt;").replace("\\&", "&amp;")


def _row(check: Check) -> str:
    paired = check.paired
    change = paired.difference if paired else None
    cells = [
        f"{words.MARKS[check.decision]} {check.decision.value}",
        escape(check.benchmark),
        escape(check.kind),
        words.percent(change.base) if change else "–",
        words.percent(change.new) if change else "–",
        f"**{words.points(change.value)}** {words.signed_interval(change)}" if change else "–",
        f"{change.n:,}" if change else "–",
        words.p_value(check.p_holm) if check.p_holm is not None else "–",
        escape(check.reason),
    ]
    return "| " + " | ".join(cells) + " |"
