"""A memory control as sentences, Markdown tables, JSON and a picture."""

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from clipo_bench.reports.memory_control import SEEN, UNSEEN, MemoryControl
from clipo_bench.reports.render import effect_words, words
from clipo_bench.reports.render.json import finite

# The picture, in pixels: the loss from -20 to 80 points goes up, doses go right.
WIDTH, HEIGHT, LEFT, BOTTOM, TOP = 640, 360, 60, 310, 30
LOWEST, HIGHEST, STEP = -20, 80, 20
COLOURS = {SEEN: "#b2182b", UNSEEN: "#2166ac"}


def lines(result: MemoryControl) -> Iterator[str]:
    """What the control found, in sentences."""
    top = result.doses[-1]
    for half in (SEEN, UNSEEN):
        effects = [result.of(half, top, seed) for seed in result.seeds]
        excluding = sum(effect.shown() for effect in effects)
        yield (
            f"After {top} steps, on the {half} half: {effect_words.change(result.of(half, top))} "
            f"points over {effect_words.families(result.of(half, top).n)}; the intervals of "
            f"{excluding} of {len(effects)} seeds alone exclude 0."
        )
    yield (
        f"The loss on the seen half grows with the dose: rank correlation "
        f"{result.trend_rho:.2f}, p {words.p_value(result.trend)} over "
        f"{words.count(len(result.seeds), 'seed')} (Page)."
    )
    for item in result.tests:
        if item.dose == top:
            told = "tells" if item.works else "cannot tell"
            yield f"{item.test} {told} seen families from others: AUC {effect_words.auc(item.auc)}."


def plain(result: MemoryControl) -> dict[str, Any]:
    """The control as values for JSON."""
    value = finite(asdict(result))
    assert isinstance(value, dict)  # noqa: S101  # narrows the type
    return value


def markdown(result: MemoryControl) -> str:
    """The control as Markdown tables."""
    doses = [f"{dose} steps" for dose in result.doses]
    rows = [["half", "seed", *doses]]
    for half in (SEEN, UNSEEN):
        for seed in (*result.seeds, None):
            cells = [effect_words.change(result.of(half, dose, seed)) for dose in result.doses]
            rows.append([half, "all" if seed is None else str(seed), *cells])
    tests = [["test", *doses]]
    for name in dict.fromkeys(item.test for item in result.tests):
        areas = {item.dose: item.auc for item in result.tests if item.test == name}
        # Some tests need runs that are made at the highest dose alone.
        cells = [effect_words.auc(areas[d]) if d in areas else "–" for d in result.doses]
        tests.append([name, *cells])
    found = "\n".join(f"- {line}" for line in lines(result))
    return f"{found}\n\n{_table(rows)}\n\n{_table(tests)}\n"


def svg(result: MemoryControl) -> str:
    """The loss beyond the base at each dose, seen and unseen half, with intervals."""
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
        'font-family="sans-serif" font-size="13">',
        "<title>Points lost from originals to variants beyond the base, by dose</title>",
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="white"/>',
        f'<text x="{LEFT}" y="18">points lost from originals to variants, beyond the base</text>',
    ]
    for tick in range(LOWEST, HIGHEST + 1, STEP):
        y = _y(tick / 100)
        colour = "#444" if tick == 0 else "#ddd"
        parts.append(f'<path d="M{LEFT} {y:.1f}H{WIDTH - 130}" stroke="{colour}"/>')
        parts.append(
            f'<text x="{LEFT - 8}" y="{y + 4:.1f}" text-anchor="end">{words.number(tick)}</text>'
        )
    for index, dose in enumerate(result.doses):
        x = _x(result, index)
        parts.append(
            f'<text x="{x:.1f}" y="{BOTTOM + 20}" text-anchor="middle">{dose} steps</text>'
        )
        for half, colour in COLOURS.items():
            parts += _marks(result, half, colour, index)
    for number, (half, colour) in enumerate(COLOURS.items()):
        y = TOP + 30 + 22 * number
        parts.append(f'<circle cx="{WIDTH - 115}" cy="{y}" r="5" fill="{colour}"/>')
        parts.append(f'<text x="{WIDTH - 104}" y="{y + 4}">{half} half</text>')
    return "\n".join([*parts, "</svg>", ""])


def _marks(result: MemoryControl, half: str, colour: str, index: int) -> Iterator[str]:
    """All seeds together with the interval, and each seed as a pale dot."""
    dose = result.doses[index]
    x = _x(result, index) + (-8 if half == SEEN else 8)
    effect = result.of(half, dose)
    yield (
        f'<path d="M{x:.1f} {_y(-effect.low):.1f}V{_y(-effect.high):.1f}" stroke="{colour}" '
        'stroke-width="2"/>'
    )
    yield f'<circle cx="{x:.1f}" cy="{_y(-effect.value):.1f}" r="5" fill="{colour}"/>'
    for seed in result.seeds:
        y = _y(-result.of(half, dose, seed).value)
        yield f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{colour}" fill-opacity="0.35"/>'


def _x(result: MemoryControl, index: int) -> float:
    return LEFT + (WIDTH - 130 - LEFT) * (index + 0.5) / len(result.doses)


def _y(loss: float) -> float:
    return BOTTOM - (BOTTOM - TOP) * (loss * 100 - LOWEST) / (HIGHEST - LOWEST)


def _table(rows: list[list[str]]) -> str:
    lines = ["| " + " | ".join(row) + " |" for row in rows]
    return "\n".join([lines[0], "|" + "---|" * len(rows[0]), *lines[1:]])
