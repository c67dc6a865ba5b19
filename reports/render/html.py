"""HTML: a comparison as one self-contained page with its samples to browse.

Everything is inside the file: nothing is fetched, and a content security policy allows
only this page's own script and style, by their hashes. Text from models and data sets is
escaped by the template; the samples travel as JSON and are shown as text, never as markup.
"""

import base64
import hashlib
import json
from collections.abc import Sequence
from importlib.resources import files
from itertools import groupby
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from clipo_bench.reports.by_problem import ProblemScore
from clipo_bench.reports.compare import Comparison
from clipo_bench.reports.render import effect_words, k_samples_words, memory_words, summary, words
from clipo_bench.reports.render.browser import Selection, select
from clipo_bench.reports.run import Run
from clipo_bench.reports.statistics import CONFIDENCE, POWER
from clipo_bench.tasks.answers.verdict import Outcome

# What could end the script element or a line of it; all are legal inside JSON strings.
_UNSAFE = {ord(character): f"\\u{ord(character):04x}" for character in "<>&\u2028\u2029"}


def html(result: Comparison, runs: Sequence[Run], samples: int) -> str:
    """Render a comparison of `runs` with about `samples` samples of each."""
    style, script = asset("report.css"), asset("report.js")
    policy = f"default-src 'none'; style-src {source_hash(style)}; script-src {source_hash(script)}"
    selection = select(runs, samples)
    return (
        environment()
        .get_template("report.html")
        .render(
            result=result,
            outcomes=[str(outcome) for outcome in Outcome],
            confidence=CONFIDENCE,
            power=POWER,
            style=Markup(style),  # noqa: S704  # our own file
            script=Markup(script),  # noqa: S704  # our own file
            policy=policy,
            selection=selection,
            problems=_by_slice(result),
            data=embed(_data(runs, selection)),
        )
    )


def _by_slice(result: Comparison) -> list[tuple[tuple[str, str, str], list[ProblemScore]]]:
    """The problems of each slice of each run, which come one after the other."""

    def place(row: ProblemScore) -> tuple[str, str, str]:
        return row.benchmark, row.kind, row.run

    return [(key, list(rows)) for key, rows in groupby(result.problems, place)]


def environment() -> Environment:
    """The templates, with escaping on and an undefined name an error."""
    made = Environment(
        loader=PackageLoader("clipo_bench.reports.render"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals["words"] = words
    made.globals["summary"] = summary
    made.globals["memory_words"] = memory_words
    made.globals["effect_words"] = effect_words
    made.globals["k_samples_words"] = k_samples_words
    made.globals["span"] = span
    made.filters["reach"] = words.reach
    return made


def embed(value: Any) -> Markup:
    """Write a value as JSON that is inert inside a script element."""
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return Markup(text.translate(_UNSAFE))  # noqa: S704  # no character of markup is left


def span(low: float, high: float, scale: float = 1.0) -> dict[str, str]:
    """Place an interval on a drawing 100 wide: from `-scale` to `scale` if low can be negative.

    Returns:
        ``x`` and ``width`` as text for SVG, at least 0.8 wide so that it can be seen.
    """
    # [0.48, 0.55] of 0 to 1: x is 48, width 7.
    width = max(0.8, (high - low) * 100 / scale)
    return {"x": f"{low * 100 / scale:.2f}", "width": f"{width:.2f}"}


def _data(runs: Sequence[Run], selection: Selection) -> dict[str, Any]:
    return {
        "runs": [run.name for run in runs],
        "texts": selection.texts,
        "samples": selection.samples,
    }


def asset(name: str) -> str:
    """One of our own files beside the templates."""
    return (files("clipo_bench.reports.render") / "templates" / name).read_text(encoding="utf-8")


def source_hash(text: str) -> str:
    """A source's hash as content security policies write it."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
