"""The gate's three answers, pooled over the slices of a kind."""

import numpy as np
import pytest

from clipo_bench.reports.gate import Decision, gate
from clipo_bench.reports.gate_policy import parse_policy
from clipo_bench.reports.gate_tests import p_beyond
from clipo_bench.reports.run import read_runs
from clipo_bench.reports.statistics import difference
from clipo_bench.tasks.errors import InputError
from clipo_bench.tasks.option import on_command_line

BENCHMARKS = ("algebra", "counting", "geometry")


@pytest.fixture
def decide(write_run):
    """Gates two lists of samples."""

    def build(base, new, margin=None, *, options=None, base_changes=None, **changes):
        folders = [
            write_run("base", base, **(base_changes or {})),
            write_run("new", new, **changes),
        ]
        return gate(*read_runs(folders), margin, **(options or {}))

    return build


def pool(result, metric="accuracy", level="micro", kind="original"):
    (found,) = [
        c
        for c in result.checks
        if (c.metric, c.level, c.kind) == (metric, level, kind) and c.tier != "shown"
    ]
    return found


def shown(result):
    return [c for c in result.checks if c.tier == "shown"]


@pytest.fixture
def three(population):
    """Samples of three benchmarks, with a chance to be right on each."""

    def draw(chances, problems, seed, **changes):
        return [
            one
            for number, (name, chance) in enumerate(zip(BENCHMARKS, chances, strict=True))
            for one in population(
                {"original": chance}, problems, 10 * seed + number, benchmark=name, **changes
            )
        ]

    return draw


def test_slices_that_are_each_inconclusive_pass_together(decide, three):
    result = decide(three([0.9] * 3, 300, 1), three([0.9] * 3, 300, 2), 0.04)
    assert {c.decision for c in shown(result)} >= {Decision.INCONCLUSIVE}
    assert pool(result).decision is Decision.PASS
    assert pool(result).difference.n == 900
    assert pool(result).benchmarks == BENCHMARKS
    assert result.decision is Decision.PASS


def test_a_drop_of_every_slice_fails_together(decide, three):
    result = decide(three([0.9] * 3, 100, 1), three([0.8] * 3, 100, 2))
    assert pool(result).decision is Decision.FAIL
    assert result.decision is Decision.FAIL


def test_macro_gates_on_a_drop_that_families_hide(decide, population):
    """One small benchmark collapses beside a large one that does not move."""
    large = population({"original": 0.97}, 3000, 1, benchmark="large")
    small = [population({"original": chance}, 60, 2, benchmark="small") for chance in (0.9, 0.3)]
    result = decide(
        large + small[0], population({"original": 0.97}, 3000, 3, benchmark="large") + small[1]
    )
    assert pool(result).decision is not Decision.FAIL
    assert pool(result, level="macro").decision is Decision.FAIL
    assert result.decision is Decision.FAIL


def test_macro_never_makes_a_gate_inconclusive(decide, population):
    large = [population({"original": 0.97}, 3000, seed, benchmark="large") for seed in (1, 3)]
    small = [population({"original": 0.5}, 20, seed, benchmark="small") for seed in (1, 3)]
    result = decide(large[0] + small[0], large[1] + small[1])
    macro = pool(result, level="macro")
    assert macro.decision is Decision.PASS
    assert macro.difference.low < -0.02
    assert "is shown" in macro.reason
    assert result.decision is Decision.PASS


def test_macro_is_left_out_for_one_benchmark(decide, population):
    result = decide(population({"original": 0.9}, 50, 1), population({"original": 0.9}, 50, 2))
    assert {c.level for c in result.checks if c.tier == "blocking"} == {"micro"}


def test_kinds_are_pooled_apart(decide, population):
    base = population({"original": 0.97, "symbols": 0.9}, 2000, 1)
    new = population({"original": 0.97, "symbols": 0.6}, 2000, 2)
    result = decide(base, new)
    assert pool(result).decision is Decision.PASS
    assert pool(result, kind="symbols").decision is Decision.FAIL
    assert result.decision is Decision.FAIL


def test_single_slices_are_shown_and_gate_where_asked(decide, sample):
    """One small benchmark of five drops, too little for their mean."""
    base = [sample(f"p{i}", benchmark=name) for name in "abcd" for i in range(800)]
    new = [sample(f"p{i}", benchmark=name, right=i > 0) for name in "abcd" for i in range(800)]
    base += [sample(f"p{i}", benchmark="small") for i in range(60)]
    new += [sample(f"p{i}", benchmark="small", right=i >= 10) for i in range(60)]
    result = decide(base, new)
    decisions = {c.benchmark: c.decision for c in shown(result)}
    assert decisions == dict.fromkeys("abcd", Decision.PASS) | {"small": Decision.FAIL}
    assert result.decision is Decision.PASS


def test_each_slice_gates_where_asked(decide, population):
    base, new = (population({"original": 0.97}, 300, seed) for seed in (1, 2))
    result = decide(base, new, options={"each_slice": True})
    levels = [c.level for c in result.checks if c.tier == "blocking"]
    assert levels == ["micro", "slice"]
    # What a check is about is not shown a second time, with another p-value.
    (one,) = (c for c in result.checks if c.level == "slice")
    assert (one.paired.both, one.paired.difference) == (300, one.difference)


def test_equal_scores_of_few_problems_are_inconclusive(decide, sample):
    result = decide([sample("p1")], [sample("p1", response="4")])
    assert result.decision is Decision.INCONCLUSIVE
    assert "would be detected 4 times in 5" in result.checks[0].reason


def test_the_rule_that_scored_is_told(decide, sample):
    assert decide([sample()], [sample(response="4")]).rule == "full"


def test_both_models_and_revisions_are_told(decide, sample):
    result = decide([sample()], [sample(response="4")], revision="abc")
    assert result.base_model == "made-up/base (0)"
    assert result.new_model == "made-up/new (abc)"


def test_requests_without_a_response_are_named(decide, sample):
    lost = {"finish_reason": "failed", "response": "", "outcome": "no_answer", "found": ""}
    new = [sample("p1", **lost), sample("p2"), sample("p3")]
    warnings = decide([sample("p1"), sample("p2"), sample("p3")], new).warnings
    (named,) = [text for text in warnings if "no response" in text]
    assert named.startswith("new: 1 of 3 requests had no response and count as no answer")


def test_a_significant_drop_that_may_be_within_the_margin_is_inconclusive(decide, sample):
    base = [sample(f"p{i}") for i in range(300)]
    new = [sample(f"p{i}", right=i >= 9) for i in range(300)]
    result = decide(base, new)
    (check,) = shown(result)
    assert check.paired.difference.p < 0.01
    assert check.paired.difference.value < -0.02 < check.paired.difference.high
    assert result.decision is Decision.INCONCLUSIVE


@pytest.mark.parametrize(("others", "decision"), [(0, Decision.FAIL), (5, Decision.INCONCLUSIVE)])
def test_failing_is_adjusted_for_what_gates(decide, sample, others, decision):
    kinds = ["original", *"abcde"[:others]]
    base = [sample(f"p{i}", kind=kind) for kind in kinds for i in range(300)]
    new = [sample(f"p{i}", right=i >= 13) for i in range(300)] + base[300:]
    check = pool(decide(base, new))
    assert check.difference.high < -0.02
    assert check.decision is decision


def test_a_drop_within_the_margin_rarely_fails():
    """A true drop of 1.5 points of 5,000 problems, where 2 are accepted."""
    rng = np.random.default_rng(3)
    failed = 0
    for _ in range(300):
        chances = rng.beta(2.7, 0.9, 5000) * 0.985 + 0.015
        base, new = rng.binomial(1, chances), rng.binomial(1, chances - 0.015)
        change = difference(base / 1.0, new / 1.0)
        failed += p_beyond(change.centre, change.error, 0.02) < 0.05
    assert failed <= 6


def test_a_significant_drop_smaller_than_the_margin_passes(decide, sample):
    base = [sample(f"p{i}") for i in range(3000)]
    new = [sample(f"p{i}", right=i >= 12) for i in range(3000)]
    result = decide(base, new)
    assert shown(result)[0].difference.p < 0.05
    assert result.decision is Decision.PASS


def test_enough_problems_exclude_a_drop(decide, population):
    result = decide(
        population({"original": 0.97}, 2000, 1), population({"original": 0.97}, 2000, 2)
    )
    assert result.decision is Decision.PASS
    assert "ruled out" in result.checks[0].reason


@pytest.mark.parametrize("margin", [-0.01, 1.0])
def test_a_margin_out_of_range_is_refused(decide, sample, margin):
    with pytest.raises(InputError, match="margin"):
        decide([sample()], [sample()], margin)


def test_the_gate_rarely_fails_a_run_that_kept_up(write_run, population):
    """12 redraws of one policy: none of them is worse, so hardly any may fail."""
    base, *others = read_runs(
        [write_run(f"r{seed}", population({"original": 0.7}, 200, seed)) for seed in range(13)]
    )
    failed = sum(gate(base, new).decision is Decision.FAIL for new in others)
    # Against one base the 12 are not independent; 5 % each would make 0.6.
    assert failed <= 3


class TestComparability:
    """What is refused with its name, or allowed by that name."""

    def test_what_the_new_run_was_not_asked(self, decide, sample):
        samples = [sample("p1"), sample("p1", kind="symbols")]
        new = [sample("p1", response="4")]
        with pytest.raises(InputError, match=r"no responses to made_up \(symbols\).*\[missing\]"):
            decide(samples, new)

    def test_a_benchmark_that_is_missing(self, decide, sample):
        base = [sample("p1"), sample("p1", benchmark="other")]
        with pytest.raises(InputError, match=r"no responses to other \(original\)"):
            decide(base, [sample("p1", response="4")])

    def test_a_part_of_the_problems(self, decide, sample):
        base = [sample(f"p{i}") for i in range(1000)]
        new = [sample(f"p{i}", response="4") for i in range(3)]
        with pytest.raises(InputError) as refused:
            decide(base, new, selection={"limit": 3})
        assert "lacks 997 of the 1,000 texts of made_up (original)" in str(refused.value)
        assert "limit is none in base and 3 in new" in str(refused.value)

    def test_what_is_allowed_is_told(self, decide, population):
        base = population({"original": 0.97}, 3000, 1)
        new = population({"original": 0.97}, 3000, 2)[1:]
        result = decide(base, new, options={"allow": ["missing"]})
        assert result.decision is Decision.PASS
        assert "lacks 1 of the 3,000 texts" in result.allowed[0]
        assert result.allowed[0] in result.warnings

    def test_fewer_samples_of_some_problems(self, decide, sample):
        base = [sample(f"p{i}", sample_index=k) for i in range(50) for k in range(4)]
        new = [one for one in base if one.problem_id != "p7" or one.sample_index < 2]
        new[0] = sample("p0", response="4")
        with pytest.raises(InputError, match=r"1 texts of made_up .* p7: 4 in base, 2 in new"):
            decide(base, new)

    def test_nothing_in_common(self, decide, sample):
        with pytest.raises(InputError, match="no problem in common"):
            decide([sample("p1")], [sample("p2")], options={"allow": ["missing"]})

    def test_more_than_the_base_was_asked(self, decide, sample):
        base = [sample("p1")]
        new = [sample("p1", response="4"), sample("p2")]
        result = decide(base, new)
        assert "only new was asked 1 of made_up (original)" in result.warnings[0]

    def test_different_data(self, decide, sample):
        with pytest.raises(InputError, match="fingerprint is 'f0' in base and 'f1' in new"):
            decide([sample()], [sample(response="4")], benchmarks={"made_up": "f1"})

    def test_other_golds_are_never_allowed(self, decide, sample):
        options = {"allow": ["data", "missing"]}
        with pytest.raises(InputError, match=r"other golds .* p1 .*'4' in base, '5' in new"):
            decide([sample()], [sample(gold="5")], options=options)

    @pytest.mark.parametrize(
        ("part", "values", "name"),
        [
            ("settings", {"temperature": 0.6, "samples": 1, "seed": 1}, "temperature"),
            ("settings", {"temperature": 0, "samples": 1, "max_tokens": 9}, "max_tokens"),
            ("grader", {"mode": "paper"}, "grader"),
            ("versions", {"sympy": "1.0"}, "versions"),
        ],
    )
    def test_what_scores_depend_on(self, decide, sample, part, values, name):
        before = {"versions": {"sympy": "1.14", "torch": "2"}}
        after = {"versions": {"sympy": "1.14", "torch": "3"}} | {part: values}
        runs = [sample()], [sample(response="4")]
        with pytest.raises(InputError, match=rf"allow: \[{name}\]"):
            decide(*runs, base_changes=before, **after)

    def test_a_temperature_that_is_allowed(self, decide, sample):
        settings = {"temperature": 0.6, "samples": 1, "seed": 2}
        options = {"allow": ["temperature"]}
        result = decide([sample()], [sample(response="4")], settings=settings, options=options)
        assert result.allowed == ("allowed (temperature): temperature is 0 in base and 0.6 in new",)

    @pytest.mark.parametrize("name", ["topK", "reasoning-effort", "x.y"])
    def test_a_setting_of_any_name_can_be_allowed(self, decide, sample, name):
        """As a server's own settings are called, in extra_body."""
        before, after = (
            {"temperature": 0, "samples": 1, "extra_body": {name: value}} for value in (1, 2)
        )
        runs = [sample()], [sample(response="4")]
        changes = {"base_changes": {"settings": before}, "settings": after}
        with pytest.raises(InputError, match=rf"allow: \[{name}\]"):
            decide(*runs, **changes)
        result = decide(*runs, **changes, options={"allow": [name]})
        assert result.allowed == (f"allowed ({name}): extra_body {name} is 1 in base and 2 in new",)

    def test_every_refusal_is_named_at_once(self, decide, sample):
        settings = {"temperature": 0.6, "samples": 1, "top_p": 0.9}
        with pytest.raises(InputError) as refused:
            decide([sample()], [sample(gold="5")], settings=settings, grader={"mode": "paper"})
        for part in ("temperature", "top_p", "rule 'full'", "golds"):
            assert part in str(refused.value)

    def test_a_name_that_is_no_difference(self, decide, sample):
        for wrong in ("temprature", "Temperature!"):
            with pytest.raises(InputError, match=f"'{wrong}': did you mean 'temperature'"):
                decide([sample()], [sample()], options={"allow": [wrong]})

    def test_the_base_itself(self, decide, sample):
        samples = [sample("p1"), sample("p2", right=False)]
        with pytest.raises(InputError, match="this is the same run: all 2 responses are identical"):
            decide(samples, samples)
        result = decide(samples, samples, options={"allow": ["same_run"]})
        assert result.decision is Decision.PASS
        assert (
            result.checks[0].reason == "both runs gave the same responses, so nothing has changed"
        )

    def test_a_slice_that_is_copied_is_named(self, decide, population):
        base = population({"original": 0.5, "symbols": 0.5}, 300, 1)
        new = [*population({"original": 0.5}, 300, 2), *base[300:]]
        (warning,) = (one for one in decide(base, new).warnings if "same in both runs" in one)
        assert warning.startswith("every response to made_up (symbols) is the same in both runs: ")

    def test_a_refusal_says_once_how_to_allow_it(self, decide, sample):
        base = [sample(f"p{n}", kind=kind) for n in (1, 2) for kind in ("original", "symbols")]
        with pytest.raises(InputError) as refused, on_command_line():
            decide(base, [sample("p2", response="4")], settings={"temperature": 0.6, "samples": 1})
        *_, allowed = str(refused.value).splitlines()
        assert allowed == (
            "To compare them although they differ: --allow temperature --allow missing, or in a "
            "policy allow: [temperature, missing]."
        )

    @pytest.fixture
    def decide(self, write_run):
        """As above, in new folders each time."""
        made = iter(range(9))

        def build(base, new, *, options=None, base_changes=None, **changes):
            place = next(made)
            folders = [
                write_run(f"{place}/base", base, model="made-up/base", **(base_changes or {})),
                write_run(f"{place}/new", new, model="made-up/new", **changes),
            ]
            return gate(*read_runs(folders), **(options or {}))

        return build


class TestShifts:
    """How answers were found."""

    def test_a_shift_from_boxed_to_guessed_is_named(self, decide, sample):
        base = [sample(f"p{i}", found="boxed") for i in range(200)]
        new = [sample(f"p{i}", found="last") for i in range(200)]
        new[0] = sample("p0", found="last", response="4")
        result = decide(base, new)
        check = pool(result, "guessed", kind="all")
        assert (check.decision, check.tier) == (Decision.FAIL, "advisory")
        assert (check.difference.base, check.difference.new) == (0.0, 1.0)
        (named,) = [text for text in result.warnings if "how answers were found" in text]
        assert "100.0 % of answers were guessed" in named

    def test_a_shift_blocks_where_a_policy_says_so(self, decide, sample):
        base = [sample(f"p{i}", found="boxed") for i in range(200)]
        new = [sample(f"p{i}", found="last", response="4") for i in range(200)]
        policy = parse_policy({"shifts": {"guessed": "blocking"}}, "gate.yaml")
        result = decide(base, new, options={"policy": policy})
        assert result.decision is Decision.FAIL
        assert pool(result).decision is not Decision.FAIL

    @pytest.mark.parametrize(
        ("metric", "outcome"), [("truncation", "truncated"), ("no_answer", "no_answer")]
    )
    def test_cut_and_empty_responses_are_counted(self, decide, sample, metric, outcome):
        base = [sample(f"p{i}", right=i % 2 == 0) for i in range(200)]
        new = [
            sample(f"p{i}", outcome="correct" if i % 2 == 0 else outcome, response="4")
            for i in range(200)
        ]
        check = pool(decide(base, new), metric, kind="all")
        assert (check.decision, check.difference.value) == (Decision.FAIL, 0.5)

    def test_a_family_counts_once_whatever_its_kinds(self, decide, sample):
        """8 of 100 families shift in all of 6 kinds: as 600 units this would be shown."""
        kinds = ["original", *"abcde"]
        base = [sample(f"p{i}", kind=kind, found="boxed") for kind in kinds for i in range(100)]
        new = [
            sample(f"p{i}", kind=kind, found="last" if i < 8 else "boxed", response="4")
            for kind in kinds
            for i in range(100)
        ]
        check = pool(decide(base, new), "guessed", kind="all")
        assert (check.difference.n, check.difference.value) == (100, pytest.approx(0.08))
        assert check.decision is Decision.PASS

    def test_the_same_ways_are_no_shift(self, decide, population):
        runs = (population({"original": 0.9}, 300, seed) for seed in (1, 2))
        result = decide(*runs)
        assert not any("how answers were found" in text for text in result.warnings)
