"""Problem by problem: which problems lose on their variants, and where that is shown."""

from collections.abc import Callable
from pathlib import Path

from clipo_bench.reports.by_problem import MOST_PROBLEMS, by_problem
from clipo_bench.reports.compare import compare
from clipo_bench.reports.render.html import html
from clipo_bench.reports.run import read_run
from clipo_bench.tasks.storage.run_schema import Sample

VARIANTS = 5


def problem(build: Callable[..., Sample], name: str, right: int, **changes: object) -> list[Sample]:
    """An original that is right, and variants of which so many are right, the others copied."""
    variants = [
        build(
            name,
            right=place < right,
            kind="numbers",
            variant_id=f"numbers-{place}",
            copied=place >= right,
            **changes,
        )
        for place in range(VARIANTS)
    ]
    return [build(name, **changes), *variants]


def test_problems_that_lose_most_come_first(sample, write_run) -> None:
    run = read_run(write_run("a", problem(sample, "keeps", 5) + problem(sample, "loses", 1)))
    first, second = by_problem(run)
    assert (first.problem_id, first.original, first.variant, first.solved) == ("loses", 1.0, 0.2, 1)
    assert (second.problem_id, second.variant, second.solved) == ("keeps", 1.0, 5)
    assert (first.variants, first.copied, second.copied) == (VARIANTS, 4, 0)
    assert first.prompt == "What is asked by loses?"


def test_a_variant_is_solved_if_all_its_samples_are_right(sample, write_run) -> None:
    again = [
        sample(
            "p", right=False, kind="numbers", variant_id="numbers-0", sample_index=1, copied=True
        )
    ]
    (row,) = by_problem(read_run(write_run("a", problem(sample, "p", 5) + again)))
    assert (row.solved, row.variants, row.copied) == (4, 5, 1)


def test_many_problems_or_few_variants_are_not_listed(sample, write_run) -> None:
    many = [one for n in range(MOST_PROBLEMS + 1) for one in problem(sample, f"p{n}", 3)]
    assert by_problem(read_run(write_run("many", many))) == []
    few = [sample("p"), sample("p", kind="numbers")]
    assert by_problem(read_run(write_run("few", few))) == []


def test_the_page_shows_them_escaped(sample, write_run, tmp_path: Path) -> None:
    samples = problem(sample, "loses", 1, prompt="Is <b>1 < 2</b>?")
    run = read_run(write_run("a", samples))
    page = html(compare([run], strict=True), [run], 1)
    assert "problem by problem" in page
    assert "Is &lt;b&gt;1 &lt; 2&lt;/b&gt;?" in page
    assert "1 of 5" in page
