"""The memory contrast of two runs."""

import random
from dataclasses import replace

import pytest

from clipo_bench.perturbations.rewrites.registry import REWRITES
from clipo_bench.reports.contrast import CELLS, points_of
from clipo_bench.reports.memory import (
    MemoryVerdict,
    changes_numbers,
    family_table,
    memory,
    memory_contrast,
)
from clipo_bench.reports.run import read_runs
from clipo_bench.tasks.errors import InputError
from clipo_bench.tasks.kinds import CHANGES_NUMBERS
from clipo_bench.tasks.problem import ORIGINAL

FAIR = {"original": 0.7, "numbers": 0.65}


@pytest.fixture
def two(write_run, population):
    """Two runs of a chance per kind each, on the same problems."""

    def make(base, new, problems=300, samples=1, **changes):
        runs = [
            write_run(name, population(chances, problems, seed, samples, **changes))
            for seed, (name, chances) in enumerate((("base", base), ("new", new)))
        ]
        return read_runs(runs)

    return make


def test_two_runs_that_are_one_are_named(write_run, population):
    samples = population(FAIR, 6, 1)
    base, new = read_runs([write_run("base", samples), write_run("new", samples)])
    assert "new gave the same 12 responses as base: the two may be one run" in (
        memory(base, [new]).warnings
    )


def of_slice(found, benchmark, kind):
    (item,) = [one for one in found if (one.benchmark, one.kind) == (benchmark, kind)]
    return item


def test_a_model_that_remembers_is_shown(two):
    base, new = two(FAIR, {"original": 0.99, "numbers": 0.65})
    pooled, single = memory_contrast(base, new)
    assert (pooled.benchmark, pooled.kind, single.benchmark) == ("all", "numbers", "made_up")
    assert pooled.verdict is MemoryVerdict.SHOWN
    assert pooled.points.high < 0
    assert pooled.log_odds.high < 0
    assert pooled.needed is None
    assert (pooled.problems, pooled.variants, pooled.points.n) == (300, 300, 300)
    assert pooled.points.value == pytest.approx(
        pooled.new_variant - pooled.new_original - pooled.base_variant + pooled.base_original
    )


def test_a_model_that_only_got_better_is_not(two):
    base, new = two(FAIR, {"original": 0.9, "numbers": 0.85}, problems=3000)
    pooled = memory_contrast(base, new)[0]
    assert pooled.verdict is MemoryVerdict.EXCLUDED
    assert pooled.points.low > -0.05


def test_few_problems_cannot_tell_and_say_what_would(two):
    base, new = two(FAIR, FAIR, problems=40)
    pooled = memory_contrast(base, new)[0]
    assert pooled.verdict is MemoryVerdict.CANNOT_TELL
    assert pooled.needed.samples is None  # with one sample each nobody knows
    assert pooled.needed.families == pooled.points.families_for(0.05) > 40


def test_more_samples_help_where_families_are_alike(two):
    base, new = two(FAIR, FAIR, problems=2000, samples=4)
    needed = memory_contrast(base, new, margin=0.01)[0].needed
    # All families have one chance, so that the spread is that of sampling alone.
    assert needed.samples == pytest.approx(needed.families / 2000, rel=0.5, abs=1)


def test_no_number_of_samples_makes_up_for_families_that_differ(sample, write_run):
    def drawn(rises):
        return [
            sample(f"p{n}", n % 2 == 0 or (n % 4 == 1) == (kind == rises), kind=kind)
            for n in range(40)
            for kind in (ORIGINAL, "numbers")
        ]

    def twice(samples):
        return [
            replace(one, sample_index=i, key=f"{one.key}{i}") for one in samples for i in (0, 1)
        ]

    base = write_run("base", twice(drawn(ORIGINAL)))
    new = write_run("new", twice(drawn("numbers")))
    needed = memory_contrast(*read_runs([base, new]))[0].needed
    assert needed.samples is None
    assert needed.families > 40


def test_texts_that_only_one_run_was_asked_are_left_out(write_run, population):
    both = population({"original": 1.0, "numbers": 1.0}, 20, 1)
    fewer = [one for one in both if one.problem_id not in ("p1", "p2")]
    more = population({"original": 1.0, "numbers": 1.0}, 25, 1)
    base, new = read_runs([write_run("base", fewer), write_run("new", more)])
    assert memory_contrast(base, new)[0].points.n == 18


def test_kinds_and_benchmarks_are_pooled_by_family(write_run, population):
    def drawn(original, numbers, benchmark, symbols=0.5):
        chances = {"original": original, "numbers": numbers, "symbols": symbols}
        return population(chances, 50, 3, benchmark=benchmark)

    base = write_run("base", drawn(1.0, 1.0, "one") + drawn(0.0, 0.0, "two"))
    new = write_run("new", drawn(1.0, 0.0, "one") + drawn(0.0, 0.0, "two"))
    found = memory_contrast(*read_runs([base, new]))
    assert [(one.benchmark, one.kind) for one in found] == [
        ("all", "numbers"),
        ("one", "numbers"), ("one", "symbols"), ("two", "numbers"), ("two", "symbols"),
    ]  # fmt: skip
    assert found[0].points.n == 100
    assert found[0].points.value == -0.5
    assert of_slice(found, "one", "numbers").points.value == -1
    assert found[0].p_adjusted == found[0].points.p
    assert of_slice(found, "one", "numbers").p_adjusted > found[1].points.p


def test_families_weigh_alike(sample, write_run):
    """50 problems of one family are one unit."""

    def drawn(lost):
        families = {"f": 50, "g": 1, "h": 1}
        return [
            sample(f"{family}{n}", kind == ORIGINAL or family not in lost, kind=kind, family=family)
            for family, size in families.items()
            for n in range(size)
            for kind in (ORIGINAL, "numbers")
        ]

    base, new = write_run("base", drawn("")), write_run("new", drawn("f"))
    pooled = memory_contrast(*read_runs([base, new]))[0]
    assert (pooled.points.n, pooled.points.value) == (3, pytest.approx(-1 / 3))


def test_scales_that_disagree_are_named(two):
    # From 50 to 60 % on both is nothing in points; from 97 to 99.9 % is much in log odds.
    base, new = two(
        {"original": 0.9, "numbers": 0.5}, {"original": 0.999, "numbers": 0.599}, problems=4000
    )
    pooled = memory_contrast(base, new)[0]
    assert not pooled.scales_agree
    assert pooled.log_odds.high < 0
    assert pooled.near_limit == ("new_original",)


def test_matched_hardness_leaves_harder_variants_out(sample, write_run):
    def drawn(lost):
        return [
            sample(
                f"p{n}",
                kind == ORIGINAL or not (lost and n < 10),
                kind=kind,
                prompt=f"Add {100 if kind != ORIGINAL and n < 10 else 12} and {10 + n}.",
                gold="35",
            )
            for n in range(30)
            for kind in (ORIGINAL, "numbers")
        ]

    base, new = write_run("base", drawn(lost=False)), write_run("new", drawn(lost=True))
    pooled = memory_contrast(*read_runs([base, new]))[0]
    assert pooled.points.value == pytest.approx(-1 / 3)
    assert pooled.matched.value == 0
    assert (pooled.matched.n, pooled.matched_variants) == (20, 20)


def test_without_prompts_hardness_is_unknown(two):
    base, new = two(FAIR, FAIR, prompt="")
    pooled = memory_contrast(base, new)[0]
    assert (pooled.matched, pooled.matched_variants) == (None, 0)


def test_requests_without_a_response_are_named(sample, write_run):
    texts = [(f"p{i}", kind) for i in range(4) for kind in ("original", "numbers")]
    base = [sample(problem, kind=kind) for problem, kind in texts]
    lost = sample("p0", finish_reason="failed", response="", outcome="no_answer", found="")
    runs = read_runs([write_run("base", base), write_run("new", [lost, *base[1:]])])
    (named,) = memory(runs[0], runs[1:]).warnings
    assert named.startswith("new: 1 of 8 requests had no response and count as no answer")


def test_other_variants_are_refused_by_name(write_run, population):
    samples = population(FAIR, 20, 1)
    base, new = read_runs(
        [write_run("base", samples), write_run("new", samples, variants="others")]
    )
    assert memory_contrast(base, new) == ()
    with pytest.raises(InputError, match=r"base and new were evaluated on different data"):
        memory(base, [new])


def test_runs_without_variants_are_refused(write_run, population):
    samples = population({"original": 0.5}, 20, 1)
    base, new = read_runs([write_run("base", samples), write_run("new", samples)])
    with pytest.raises(InputError, match="share no problem with a variant"):
        memory(base, [new])


@pytest.mark.parametrize("margin", [0.0, 1.0, -0.1])
def test_margins_out_of_range_are_refused(two, margin):
    base, new = two(FAIR, FAIR, problems=10)
    with pytest.raises(InputError, match="a margin of"):
        memory(base, [new], margin)


def test_seeds_are_units_beside_families(write_run, population):
    folders = [write_run("base", population(FAIR, 100, 0))]
    chances = {"original": 0.95, "numbers": 0.6}
    folders += [write_run(f"seed-{n}", population(chances, 100, n)) for n in (1, 2, 3)]
    base, *seeds = read_runs(folders)
    found = memory(base, seeds)
    pooled = [one.points.value for one in found.contrasts if one.benchmark == "all"]
    assert found.seeds.n == len(pooled) == 3
    assert found.seeds.value == pytest.approx(sum(pooled) / 3)
    assert found.seeds.low < found.seeds.value < found.seeds.high
    assert memory(base, seeds[:1]).seeds is None


def test_every_kind_declares_whether_it_changes_numbers():
    assert set(CHANGES_NUMBERS) == set(REWRITES)


@pytest.mark.parametrize(("other", "changed"), [("3", True), ("4", False)])
def test_of_an_unknown_kind_the_golds_decide(write_run, population, other, changed):
    samples = population({"original": 0.5}, 10, 1)
    samples += population({"october": 0.5}, 10, 1, original_gold=other)
    (run,) = read_runs([write_run("run", samples)])
    assert changes_numbers(run, "made_up", "october") is changed


def test_the_table_is_the_means_of_texts_problems_and_families(sample, write_run):
    rng = random.Random(4)

    def drawn():
        return [
            sample(f"p{n}", rng.random() < 0.5, kind=kind, variant_id=variant, sample_index=index)
            for n in range(8)
            for kind, variant in ((ORIGINAL, ""), ("numbers", "a"), ("numbers", "b"))
            for index in range(3)
        ]

    runs = read_runs([write_run("base", drawn()), write_run("new", drawn())])
    table, responses = family_table(*runs, [("made_up", "numbers")])
    assert len(responses) == 2 * 8 * 9
    for run, name in zip(runs, ("base", "new"), strict=True):
        for kind, side in ((ORIGINAL, "original"), ("numbers", "variant")):
            part = run.part("made_up", kind)
            means = part.groupby("problem_id")["score"].mean()  # as many samples for each text
            assert table[f"{name}_{side}"].to_numpy() == pytest.approx(means.to_numpy())
    contrast = memory_contrast(*runs)[0].points
    change = sum(sign * table[cell] for cell, sign in CELLS.items()).to_numpy()
    assert contrast == points_of(change)
