"""Which other kinds of rewrites fit problems that the chosen kinds hardly rewrite."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from clipo_bench.perturbations.engine import Recipe, rewrite
from clipo_bench.perturbations.rewrites.registry import REWRITES
from clipo_bench.tasks.option import option
from clipo_bench.tasks.problem import Problem

_ENOUGH = 0.5
"""Share of the problems: where a chosen kind rewrites fewer, others are tried."""
_TRIED = 20
_NAMED = 3
# Noise fits any text, which is no reason to advise it.
_NOISE = "typos_"


def other_kinds(coverage: Mapping[str, Any], problems: Sequence[Problem]) -> str:
    """Advise kinds that rewrite more than the chosen ones; empty where those rewrite enough.

    Args:
        coverage: of the chosen kinds, as in a variant set's manifest.
        problems: of which some are tried, at equal distances.
    """
    shares = {kind: counts["rewritten"] / counts["problems"] for kind, counts in coverage.items()}
    most = max(shares.values())
    others = tuple(kind for kind in REWRITES if kind not in shares and not kind.startswith(_NOISE))
    if most >= _ENOUGH or not others:
        return ""
    step = max(1, len(problems) // _TRIED)
    tried = problems[::step][:_TRIED]
    fitting: Counter[str] = Counter()
    for outcomes in rewrite(tried, Recipe(others)):
        fitting.update(outcome.kind for outcome in outcomes if outcome.variants)
    best = [
        (kind, count)
        for kind, count in fitting.most_common(_NAMED)
        if count / len(tried) > max(most, _ENOUGH)
    ]
    if not best:
        return ""
    found = ", ".join(f"{kind} {count}" for kind, count in best)
    return (
        f"other kinds, tried on {len(tried)} of the problems, rewrite more ({found}): use "
        f"{option('kinds', best[0][0])}"
    )
