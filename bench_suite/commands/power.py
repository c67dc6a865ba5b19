"""`clipo-bench power`: what a comparison could show, before anything is evaluated."""

from dataclasses import asdict
from typing import Annotated

import typer

from clipo_bench.bench_suite import console
from clipo_bench.bench_suite.commands.options import CONFIDENCE, MARGIN, SAMPLES, TASKS, Json, Seed


def power(
    tasks: Annotated[str, TASKS],
    samples: Annotated[int | None, SAMPLES] = None,
    delta: Annotated[
        float, typer.Option(help="Drop in accuracy to ask about, in percentage points.")
    ] = 3.0,
    margin: Annotated[float, MARGIN] = 2.0,
    confidence: Annotated[float, CONFIDENCE] = 0.95,
    accuracy: Annotated[
        float,
        typer.Option(help="Assumed accuracy of the base on every benchmark, in percent, 0 to 100."),
    ] = 50.0,
    consistency: Annotated[
        float,
        typer.Option(
            help="Assumed consistency, from 0 (every problem is solved with the same chance) to 1 "
            "(each is always or never solved): the share of a response's variance that is the "
            "problem's."
        ),
    ] = 0.5,
    reshuffled: Annotated[
        float,
        typer.Option(
            help="Assumed share of problems, from 0 to 1, on which the new model's chance is "
            "drawn again, so that it is as good, but on other problems."
        ),
    ] = 0.1,
    draws: Annotated[int, typer.Option(min=100, help="Simulated comparisons.")] = 2000,
    seed: Seed = 0,
    json: Json = False,
) -> None:
    """Say what `gate` could detect, before anything is evaluated.

    Simulates comparisons by the gate's own tests: the drop that each benchmark and all together
    would show, and how often the gate would pass, fail or be inconclusive for an equally good
    model and for one that is worse by --delta. Accuracy is in percent, drops in percentage
    points, all else from 0 to 1.
    """
    from clipo_bench.reports.gate_power import Assumed, plan
    from clipo_bench.reports.render.json import finite
    from clipo_bench.reports.render.power_table import power_table

    result = plan(
        tasks,
        samples=samples,
        drop=delta / 100,
        margin=margin / 100,
        alpha=1 - confidence,
        accuracy=accuracy / 100,
        assumed=Assumed(consistency, reshuffled),
        draws=draws,
        seed=seed,
    )
    if json:
        console.print_json(finite(asdict(result)))
    else:
        console.print_tables(power_table(result))
