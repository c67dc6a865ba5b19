"""Figures of a comparison, drawn by matplotlib, which the extra `figures` brings.

Colours are those of Okabe and Ito (2008, Color Universal Design), which colour-blind readers tell
apart; runs differ in their markers, too.
"""

import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from clipo_bench.reports.compare import Comparison
from clipo_bench.reports.contrast import Effect
from clipo_bench.reports.render import words
from clipo_bench.reports.statistics import Difference
from clipo_bench.tasks.answers.verdict import Outcome
from clipo_bench.tasks.errors import InputError

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000")
MARKERS = "osD^vP*X"
SEEN = "#BBBBBB"
FORMATS = ("svg", "pdf", "png")
WIDTH, ROW, LONGEST = 7.0, 0.28, 100.0  # inches
_STYLE = {
    "text.parse_math": False,  # a run may be called $x$
    "text.usetex": False,
    "font.size": 8,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "svg.hashsalt": "clipo-bench",  # the same figure is the same file
    "pdf.fonttype": 42,
    "figure.constrained_layout.use": True,
}
# No file says when it was written.
_METADATA: Mapping[str, dict[str, Any]] = {
    "svg": {"Date": None, "Creator": "clipo-bench"},
    "pdf": {"CreationDate": None, "Creator": "clipo-bench"},
    "png": {"Software": "clipo-bench"},
}
Row = tuple[str, Difference | Effect]
"""A label, and a difference with its interval and with what could have been seen."""


@contextmanager
def styled() -> Iterator[None]:
    """Within it, figures look and are written alike.

    Raises:
        InputError: matplotlib is not installed.
    """
    try:
        from matplotlib import rc_context
    except ModuleNotFoundError as error:
        raise InputError(
            "figures are drawn by matplotlib, which is not installed: pip install "
            "'clipo-bench[figures]'"
        ) from error
    with rc_context(_STYLE), warnings.catch_warnings():
        # A name in a script that the font lacks shows boxes in PDF and PNG.
        warnings.filterwarnings("ignore", message=r"Glyph \d+")
        yield


def figures(result: Comparison) -> Iterator[tuple[str, str, "Figure"]]:
    """Draw all figures of which there is something to draw; within `styled`.

    Yields:
        A name for files, a title, and the figure.
    """
    drawn: list[tuple[str, str, Callable[[Comparison], Figure | None]]] = [
        ("accuracy", "Accuracy with 95 % intervals", _accuracy),
        ("originals_to_variants", "Accuracy from originals to their variants", _slopes),
        ("differences", "Differences between runs, with 95 % intervals", _differences),
        ("memory", "What is lost from originals to variants, beyond the base", _memory),
        ("pass_at_k", "pass@k", _pass_at_k),
        ("truncation", "Accuracy and responses cut at the token limit", _truncation),
    ]
    for name, title, draw in drawn:
        if (figure := draw(result)) is not None:
            yield name, title, figure


def save(figure: "Figure", path: Path, form: str) -> None:
    """Write a figure as one of `FORMATS`."""
    figure.savefig(path, format=form, dpi=150, metadata=_METADATA[form])


def _new(height: float, width: float = WIDTH) -> tuple["Figure", "Axes"]:
    from matplotlib.figure import Figure

    figure = Figure(figsize=(width, min(LONGEST, height)))
    return figure, figure.add_subplot()


def _looks(result: Comparison) -> dict[str, dict[str, Any]]:
    """How each run is drawn."""
    return {
        run.name: {"color": COLOURS[i % len(COLOURS)], "marker": MARKERS[i % len(MARKERS)]}
        for i, run in enumerate(result.runs)
    }


def _accuracy(result: Comparison) -> "Figure | None":
    slices = list(dict.fromkeys((item.benchmark, item.kind) for item in result.accuracies))
    looks = _looks(result)
    figure, axes = _new(1 + ROW * max(1.0, len(looks) / 2) * len(slices))
    names = list(looks)
    for item in result.accuracies:
        # The runs of a slice stand below each other, within 0.6 of a row.
        shift = (names.index(item.run) + 0.5) / len(names) * 0.6 - 0.3
        axes.errorbar(
            [item.estimate.value * 100],
            [slices.index((item.benchmark, item.kind)) + shift],
            xerr=_errors(item.estimate.value, item.estimate.low, item.estimate.high),
            linestyle="none",
            markersize=4,
            **looks[item.run],
        )
    _rows(axes, [words.name(*one) for one in slices])
    axes.set_xlim(0, 100)
    axes.set_xlabel("accuracy in percent")
    _legend(figure, looks)
    return figure


def _slopes(result: Comparison) -> "Figure | None":
    if not result.robustness:
        return None
    looks = _looks(result)
    slices = list(dict.fromkeys((item.benchmark, item.kind) for item in result.robustness))
    figure, axes = _new(4, max(WIDTH, 1.2 * len(slices)))
    for item in result.robustness:
        place = slices.index((item.benchmark, item.kind))
        values = [item.original.value * 100, item.variant.value * 100]
        axes.plot([place, place + 0.5], values, linewidth=1.5, markersize=4, **looks[item.run])
    axes.set_xticks(
        [place + 0.25 for place in range(len(slices))],
        [f"{benchmark}\n{kind}" for benchmark, kind in slices],
    )
    axes.set_ylim(0, 100)
    axes.set_ylabel("accuracy in percent: original, then variants")
    _legend(figure, looks)
    return figure


def _differences(result: Comparison) -> "Figure | None":
    return _forest(
        [
            (f"{words.name(item.benchmark, item.kind)}: {item.new} − {item.base}", item.difference)
            for item in result.differences
            if item.difference
        ],
        "difference in points\n(grey: not seen 4 times in 5)",
    )


def _memory(result: Comparison) -> "Figure | None":
    return _forest(
        [
            (f"{words.name(item.benchmark, item.kind)}: {item.new} beyond {item.base}", item.points)
            for item in result.memory
        ],
        "points, below 0 more is lost\n(grey: not seen 4 times in 5)",
    )


def _forest(rows: Sequence[Row], label: str) -> "Figure | None":
    """Differences below each other, each over the range in which none could have been seen."""
    if not rows:
        return None
    figure, axes = _new(1 + ROW * len(rows))
    for place, (_, change) in enumerate(rows):
        seen = change.detectable * 100
        axes.barh(place, 2 * seen, left=-seen, height=0.6, color=SEEN, alpha=0.4, linewidth=0)
        axes.errorbar(
            [change.value * 100],
            [place],
            xerr=_errors(change.value, change.low, change.high),
            color=COLOURS[0],
            marker="o",
            markersize=4,
        )
    axes.axvline(0, color="black", linewidth=0.8)
    _rows(axes, [row[0] for row in rows])
    axes.set_xlabel(label)
    return figure


def _pass_at_k(result: Comparison) -> "Figure | None":
    if not result.k_samples:
        return None
    slices = list(dict.fromkeys((item.benchmark, item.kind) for item in result.k_samples))
    looks = _looks(result)
    from matplotlib.figure import Figure

    columns = min(3, len(slices))
    lines = -(-len(slices) // columns)
    figure = Figure(figsize=(max(3.5, 2.4 * columns), min(LONGEST, 2.4 * lines)))
    panels = figure.subplots(lines, columns, squeeze=False).flat
    for one, axes in zip(slices, panels, strict=False):
        for item in result.k_samples:
            if (item.benchmark, item.kind) == one:
                values = [estimate.value * 100 for estimate in item.pass_at_k.values()]
                axes.plot(
                    list(item.pass_at_k), values, linewidth=1.2, markersize=3, **looks[item.run]
                )
        axes.set_title("\n".join(one), fontsize=8)
        axes.set_xlabel("k")
        axes.xaxis.get_major_locator().set_params(integer=True)
        axes.set_ylim(0, 100)
    for axes in list(panels):  # what is left of the last line
        axes.set_visible(False)
    _legend(figure, looks)
    return figure


def _truncation(result: Comparison) -> "Figure | None":
    cut = [(item, item.outcomes[Outcome.TRUNCATED] / item.responses) for item in result.accuracies]
    if not any(share for _, share in cut):
        return None
    looks = _looks(result)
    figure, axes = _new(4)
    for item, share in cut:
        look = looks[item.run]
        axes.plot([share * 100], [item.estimate.value * 100], linestyle="none", **look)
        axes.annotate(
            words.name(item.benchmark, item.kind),
            (share * 100, item.estimate.value * 100),
            textcoords="offset points",
            xytext=(5, 3),
            fontsize=6,
        )
    axes.set_xlabel("responses cut at the token limit, in percent")
    axes.set_ylabel("accuracy in percent")
    axes.set_ylim(0, 100)
    _legend(figure, looks)
    return figure


def _errors(value: float, low: float, high: float) -> list[list[float]]:
    """An interval as distances from its value, in hundredths.

    A value can lie a little outside of an interval whose middle is shrunk towards 0.
    """
    return [[max(0.0, value - low) * 100], [max(0.0, high - value) * 100]]


def _rows(axes: "Axes", labels: Sequence[str]) -> None:
    """Label rows, the first at the top."""
    axes.set_yticks(range(len(labels)), list(labels))
    axes.set_ylim(len(labels) - 0.5, -0.5)
    axes.grid(axis="x", linewidth=0.3)


def _legend(figure: "Figure", looks: Mapping[str, Mapping[str, Any]]) -> None:
    """Name the runs above the axes."""
    from matplotlib.lines import Line2D

    handles = [Line2D([], [], label=name, linewidth=1, **look) for name, look in looks.items()]
    figure.legend(handles=handles, loc="outside upper left", ncols=2, frameon=False)
