"""JSON: a comparison, a table, a gate or a memory contrast as plain values, for scripts."""

import math
from dataclasses import asdict
from typing import Any

from clipo_bench.reports.compare import Comparison
from clipo_bench.reports.gate import Gate
from clipo_bench.reports.memory import Memory
from clipo_bench.reports.paper_table import PaperTable


def plain(result: Comparison | Gate | Memory | PaperTable) -> dict[str, Any]:
    """Turn a result into values that JSON has. Accuracies and differences are fractions of 1."""
    value = finite(asdict(result))
    assert isinstance(value, dict)  # noqa: S101  # narrows the type
    return value


def finite(value: Any) -> Any:
    """Replace what JSON cannot say (infinities, not-a-number) by null, tuples by lists."""
    if isinstance(value, dict):
        return {str(key): finite(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [finite(item) for item in value]
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value
