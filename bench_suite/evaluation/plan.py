"""Plan: what an evaluation will ask and at most cost, before anything is asked."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from clipo_bench.bench_suite.console import note, stdout
from clipo_bench.bench_suite.evaluation.evaluate import Evaluation
from clipo_bench.bench_suite.evaluation.response_journal import RecordedResponse
from clipo_bench.bench_suite.models.model import CHARACTERS_PER_TOKEN, SampleId
from clipo_bench.tasks.problem import Problem
from clipo_bench.tasks.storage.run_schema import RESPONSES

MILLION = 1_000_000


@dataclass(frozen=True, slots=True)
class BenchmarkPlan:
    """What is asked of one benchmark.

    Attributes:
        benchmark: its name.
        problems: problems and variants.
        samples: responses to each.
        done: responses that the run folder has already.
        requests: responses that are left to ask for.
        prompt_tokens: of these requests, about.
        response_tokens: of these requests, at most.
        cost: at most, in the unit of the prices; None without a price.
    """

    benchmark: str
    problems: int
    samples: int
    done: int
    requests: int
    prompt_tokens: int
    response_tokens: int
    cost: float | None


def plan(
    evaluation: Evaluation,
    out: Path,
    *,
    price_in: float | None = None,
    price_out: float | None = None,
) -> list[BenchmarkPlan]:
    """Count what an evaluation would ask now.

    Args:
        evaluation: what is asked.
        out: the run folder, of which the responses are not asked again.
        price_in: of a million tokens of prompts.
        price_out: of a million tokens of responses.
    """
    done = _done(out / RESPONSES)
    plans = []
    for name, sampling in evaluation.sampling.items():
        problems = evaluation.asked(name).problems
        left = [
            problem
            for problem in problems
            for index in range(sampling.samples)
            if SampleId(problem.benchmark, problem.id, problem.variant_id, index) not in done
        ]
        prompts = _tokens(left)
        responses = len(left) * sampling.max_tokens
        priced = price_in is not None or price_out is not None
        cost = (prompts * (price_in or 0) + responses * (price_out or 0)) / MILLION
        plans.append(
            BenchmarkPlan(
                benchmark=name,
                problems=len(problems),
                samples=sampling.samples,
                done=len(problems) * sampling.samples - len(left),
                requests=len(left),
                prompt_tokens=prompts,
                response_tokens=responses,
                cost=cost if priced else None,
            )
        )
    return plans


def _done(journal: Path) -> set[SampleId]:
    """The samples in a journal; damaged lines are asked again."""
    found: set[SampleId] = set()
    if not journal.is_file():
        return found
    with journal.open("rb") as lines:
        for line in lines:
            try:
                found.add(RecordedResponse.from_json(line.removesuffix(b"\n")).sample)
            except ValueError:
                continue
    return found


def _tokens(problems: Sequence[Problem]) -> int:
    return sum(-(-len(problem.prompt) // CHARACTERS_PER_TOKEN) for problem in problems)


def as_json(plans: Sequence[BenchmarkPlan]) -> dict[str, Any]:
    """The plans and their sums."""
    costs = [one.cost for one in plans if one.cost is not None]
    total = {
        name: sum(getattr(one, name) for one in plans)
        for name in ("done", "requests", "prompt_tokens", "response_tokens")
    }
    rows = [asdict(one) for one in plans]
    return {"benchmarks": rows, "total": {**total, "cost": sum(costs) if costs else None}}


def print_plan(plans: Sequence[BenchmarkPlan]) -> None:
    """Print the plans as a table, with their sums."""
    from rich.table import Table
    from rich.text import Text

    from clipo_bench.reports.run import visible

    total = as_json(plans)["total"]
    priced = total["cost"] is not None
    columns = ("problems", "samples", "done", "requests", "tokens in", "tokens out")
    table = Table("benchmark")
    for name in (*columns, *(["cost"] if priced else [])):
        table.add_column(name, justify="right")
    for one in plans:
        row = asdict(one)
        table.add_row(
            Text(visible(one.benchmark)), *_cells(row, "problems", "samples"), *_sums(row)
        )
    if len(plans) > 1:
        table.add_row("all", "", "", *_sums(total))
    stdout().print(table)
    note(
        f"tokens in are about characters / {CHARACTERS_PER_TOKEN}, without a chat template; tokens "
        f"out{' and cost' if priced else ''} are at most: responses usually end before their limit"
    )


def _sums(row: dict[str, Any]) -> list[str]:
    counts = _cells(row, "done", "requests", "prompt_tokens", "response_tokens")
    return counts if row["cost"] is None else [*counts, f"{row['cost']:,.2f}"]


def _cells(row: dict[str, Any], *names: str) -> list[str]:
    return [f"{row[name]:,}" for name in names]
