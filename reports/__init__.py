"""Analysis of runs: statistics, robustness, comparisons, and their rendering.

`compare`, `gate` and `memory` are modules here; the functions of those names are in
`clipo_bench`.
"""

from clipo_bench._exports import TYPE_CHECKING, lazy

if TYPE_CHECKING:
    from clipo_bench.reports.compare import Comparison
    from clipo_bench.reports.folders import load_run, report
    from clipo_bench.reports.gate import Decision, Gate
    from clipo_bench.reports.memory import Memory, MemoryContrast
    from clipo_bench.reports.render.json import plain
    from clipo_bench.reports.render.junit import junit
    from clipo_bench.reports.render.markdown import markdown
    from clipo_bench.reports.run import Run, read_run
    from clipo_bench.reports.verdict import MemoryVerdict

__all__ = [
    "Comparison",
    "Decision",
    "Gate",
    "Memory",
    "MemoryContrast",
    "MemoryVerdict",
    "Run",
    "junit",
    "load_run",
    "markdown",
    "plain",
    "read_run",
    "report",
]
_PLACES = {
    "Comparison": "reports.compare",
    "Decision": "reports.gate",
    "Gate": "reports.gate",
    "Memory": "reports.memory",
    "MemoryContrast": "reports.memory",
    "MemoryVerdict": "reports.verdict",
    "Run": "reports.run",
    "junit": "reports.render.junit",
    "load_run": "reports.folders",
    "markdown": "reports.render.markdown",
    "plain": "reports.render.json",
    "read_run": "reports.run",
    "report": "reports.folders",
}

if not TYPE_CHECKING:
    __getattr__, __dir__ = lazy(__name__, _PLACES)
