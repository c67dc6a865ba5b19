"""gate.yaml: a strict schema, and every metric."""

import pytest

from clipo_bench.reports.contrast import points
from clipo_bench.reports.gate import Decision, gate
from clipo_bench.reports.gate_policy import Tier, load_policy, parse_policy
from clipo_bench.reports.memory import family_table, memory_contrast
from clipo_bench.reports.run import read_runs
from clipo_bench.tasks.errors import InputError


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("margins: 2", "unknown key 'margins': did you mean 'margin'"),
        ("margin: two", "margin is 'two': expected points"),
        ("margin: 100", "margin is 100: expected points"),
        ("margin: true", "margin is True"),
        ("alpha: 0.5", "alpha is 0.5"),
        ("allow: 3", "allow is 3: expected names"),
        ("allow: [3]", r"allow is \[3\]: expected names"),
        ("checks: []", r"checks is \[\]: expected a list"),
        ("checks: [accuracy]", r"checks\[0\] is 'accuracy'"),
        ("checks: [{metrc: accuracy}]", r"checks\[0\]: unknown key 'metrc': did you mean 'metric'"),
        ("checks: [{}, {metric: acc}]", r"checks\[1\].metric is 'acc': expected one of accuracy"),
        ("checks: [{metric: pass@0}]", "metric is 'pass@0'"),
        ("checks: [{tier: warning}]", "tier is 'warning': expected one of blocking, advisory"),
        ("checks: [{pool: mean}]", "pool is 'mean': expected one of micro, macro, slice"),
        ("checks: [{require: never}]", "require is 'never': expected one of excluded, not shown"),
        ("checks: [{kind: 3}]", "kind is 3"),
        ("checks: [{metric: drop, kind: original}]", "compares variants with their originals"),
        ("shifts: {guesses: blocking}", "unknown key 'guesses': did you mean 'guessed'"),
        ("shifts: {guessed: yes}", "shifts.guessed is True"),
        ("- a", "has no settings: expected lines such as 'margin: 2'"),
        ("a: [", "is not valid YAML"),
    ],
)
def test_what_is_invalid_is_named(tmp_path, text, message):
    path = tmp_path / "gate.yaml"
    path.write_text(text)
    with pytest.raises(InputError, match=message) as refused:
        load_policy(path)
    assert str(path) in str(refused.value)


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(InputError, match=r"cannot read .*none\.yaml"):
        load_policy(tmp_path / "none.yaml")


def test_what_a_check_leaves_out_is_the_policys():
    policy = parse_policy(
        {"margin": 3, "alpha": 0.01, "checks": [{}, {"margin": 1, "pool": "macro"}]}, "gate.yaml"
    )
    first, second = policy.rules
    assert (first.margin, first.alpha, first.metric, first.tasks) == (
        0.03,
        0.01,
        "accuracy",
        ("all",),
    )
    assert (first.require, second.require) == ("excluded", "not shown")
    assert (second.margin, second.tier) == (0.01, Tier.BLOCKING)


@pytest.fixture
def judge(write_run):
    """Gates two lists of samples by checks."""

    def build(base, new, *checks, **policy):
        made = parse_policy({"checks": list(checks), **policy}, "gate.yaml")
        folders = [write_run("base", base), write_run("new", new)]
        return gate(*read_runs(folders), policy=made)

    return build


def test_an_advisory_check_never_decides(judge, population):
    base, new = (population({"original": chance}, 400, 1) for chance in (0.9, 0.5))
    result = judge(base, new, {"margin": 90}, {"tier": "advisory"})
    assert (result.checks[1].decision, result.checks[1].tier) == (Decision.FAIL, "advisory")
    assert result.decision is Decision.PASS


@pytest.mark.parametrize("tier", ["advisory", "shown"])
def test_a_policy_that_blocks_nothing_is_refused(judge, population, tier):
    base, new = (population({"original": chance}, 20, 1) for chance in (0.9, 0.5))
    with pytest.raises(InputError, match=r"gate\.yaml: no check is blocking"):
        judge(base, new, {"tier": tier})


def test_a_shift_that_blocks_is_a_blocking_check(judge, population):
    base, new = (population({"original": 0.9}, 20, seed) for seed in (1, 2))
    result = judge(base, new, {"tier": "advisory"}, shifts={"guessed": "blocking"})
    assert result.decision is Decision.PASS


def test_macro_of_a_single_benchmark_gates_where_a_policy_asks_for_it(judge, sample):
    base, new = ([sample(f"p{i}", right=right) for i in range(50)] for right in (True, False))
    result = judge(base, new, {"tasks": "all", "pool": "macro"})
    check = result.checks[0]
    assert (check.level, check.tier, check.difference.value) == ("macro", "blocking", -1.0)
    assert result.decision is Decision.FAIL


def test_checks_are_of_the_benchmarks_and_groups_that_they_name(judge, population):
    names = ("aime24", "gsm8k", "own")
    base, new = (
        [
            s
            for n, name in enumerate(names)
            for s in population({"original": 0.9}, 60, 10 * k + n, benchmark=name)
        ]
        for k in (1, 2)
    )
    checks = [{"tasks": "track2"}, {"tasks": ["own", "aime24"]}, {"tasks": "all", "pool": "slice"}]
    result = judge(base, new, *checks)
    asked = [c for c in result.checks if c.tier == "blocking"]
    assert [c.benchmarks for c in asked] == [
        ("aime24",), ("own", "aime24"), ("aime24",), ("gsm8k",), ("own",),
    ]  # fmt: skip
    assert [c.benchmark for c in asked[:2]] == ["track2", "own, aime24"]


@pytest.mark.parametrize(
    ("check", "message"),
    [
        ({"tasks": "aime42"}, r"checks\[0\]: tasks names 'aime42', which the base was not asked"),
        ({"tasks": "track1"}, "the base was asked nothing of track1, but made_up"),
        ({"kind": "numbers"}, r"nothing to measure accuracy of all \(numbers\)"),
        ({"metric": "drop"}, "nothing to measure drop"),
        ({"metric": "pass@2"}, "has 1 samples of a problem .* pass@2 needs 2"),
    ],
)
def test_a_check_that_fits_nothing_is_named(judge, population, check, message):
    base, new = (population({"original": 0.9}, 20, seed) for seed in (1, 2))
    with pytest.raises(InputError, match=message):
        judge(base, new, check)


def test_a_length_that_nobody_recorded_is_named(judge, sample):
    with pytest.raises(InputError, match="does not hold the length of every response"):
        judge([sample()], [sample(response="4", tokens=None)], {"metric": "tokens"})


def memory_contrasts(folder):
    """What `clipo-bench memory` makes of the runs that were gated: pooled, and of the slice."""
    runs = read_runs([folder / "base", folder / "new"])
    return [one.points.value for one in memory_contrast(*runs)]


def test_bounds_are_changes_that_are_possible(judge, sample):
    base, new = (
        [sample("p1", right=right, kind=kind, tokens=tokens) for kind in ("original", "numbers")]
        for right, tokens in ((True, 100), (False, 1))
    )
    checks = judge(base, new, *({"metric": name} for name in ("accuracy", "drop", "tokens"))).checks
    assert {c.metric for c in checks} >= {"accuracy", "drop", "tokens", "guessed"}
    for check in checks:
        change = check.difference
        assert -1 <= change.low <= change.high
        assert change.high <= 1 or check.metric == "tokens"


class TestMetrics:
    """Each metric on runs of which the answer is known."""

    def find(self, result, metric):
        (check,) = [c for c in result.checks if c.metric == metric and c.kind != "all"]
        return check

    def test_drop_is_from_originals_to_variants_of_the_new_run(self, judge, sample):
        base = [sample(f"p{i}", kind=kind) for i in range(100) for kind in ("original", "numbers")]
        new = [
            sample(f"p{i}", kind=kind, right=kind == "original" or i >= 40)
            for i in range(100)
            for kind in ("original", "numbers")
        ]
        check = self.find(judge(base, new, {"metric": "drop", "margin": 5}), "drop")
        assert check.difference.value == pytest.approx(-0.4)
        assert (check.difference.base, check.difference.new) == (1.0, 0.6)
        assert check.decision is Decision.FAIL

    def test_memory_contrast_is_what_variants_lose_more_than_in_the_base(
        self, judge, sample, tmp_path
    ):
        def run(original, variant):
            kinds = {"original": original, "numbers": variant}
            return [
                sample(f"p{i}", kind=kind, right=i < right)
                for i in range(100)
                for kind, right in kinds.items()
            ]

        base, new = run(60, 50), run(90, 55)
        check = self.find(
            judge(base, new, {"metric": "memory_contrast", "margin": 5}), "memory_contrast"
        )
        assert memory_contrasts(tmp_path) == [pytest.approx(check.difference.value)] * 2
        # From -10 points to -35.
        assert check.difference.value == pytest.approx(-0.25)
        assert check.decision is Decision.FAIL

    @pytest.mark.parametrize("families", [3, 12])
    def test_memory_contrast_has_the_interval_of_the_memory_report(
        self, judge, sample, tmp_path, families
    ):
        base, new = (
            [
                sample(f"p{i}", kind=kind, right=(i * step + (kind == "numbers")) % 3 > 0)
                for i in range(families)
                for kind in ("original", "numbers")
            ]
            for step in (1, 2)
        )
        check = self.find(judge(base, new, {"metric": "memory_contrast"}), "memory_contrast")
        table, _ = family_table(
            *read_runs([tmp_path / "base", tmp_path / "new"]), [("made_up", "numbers")]
        )
        effect = points(table, confidence=1 - 2 * check.alpha)
        change = check.difference
        assert (change.low, change.high) == pytest.approx((effect.low, effect.high))
        assert change.p == pytest.approx(effect.p)

    @pytest.mark.parametrize(("metric", "margin"), [("drop", 60), ("memory_contrast", 30)])
    def test_identical_variants_do_not_pass_while_originals_moved(
        self, judge, sample, metric, margin
    ):
        """The new run solves 4 of 6 originals, the base 2; both no variant."""
        base, new = (
            [
                sample(f"p{i}", kind=kind, right=kind == "original" and i < right)
                for i in range(6)
                for kind in ("original", "numbers")
            ]
            for right in (2, 4)
        )
        check = self.find(judge(base, new, {"metric": metric, "margin": margin}), metric)
        assert check.decision is Decision.INCONCLUSIVE

    def test_an_unchanged_run_has_no_memory_contrast(self, judge, sample):
        base = [sample(f"p{i}", kind=kind) for i in range(5) for kind in ("original", "numbers")]
        new = [*base, sample("more"), sample("more", kind="symbols")]
        checks = ({"metric": metric, "kind": "numbers"} for metric in ("memory_contrast", "drop"))
        contrast, drop, *_ = judge(base, new, *checks, allow=["same_run"]).checks
        assert contrast.reason == "both runs gave the same responses, so nothing has changed"
        assert drop.decision is Decision.INCONCLUSIVE

    def test_pass_at_k_counts_problems_that_one_sample_solves(self, judge, sample):
        base = [sample(f"p{i}", right=k == 0, sample_index=k) for i in range(200) for k in range(4)]
        new = [sample(f"p{i}", right=i < 50, sample_index=k) for i in range(200) for k in range(4)]
        check = self.find(judge(base, new, {"metric": "pass@4"}), "pass@4")
        assert check.difference.value == pytest.approx(-0.75)
        assert check.decision is Decision.FAIL

    def test_tokens_are_compared_relative_to_the_base(self, judge, sample):
        base = [sample(f"p{i}", tokens=100 + i % 7) for i in range(200)]
        new = [sample(f"p{i}", tokens=120 + i % 5, response="4") for i in range(200)]
        result = judge(
            base, new, {"metric": "tokens", "margin": 30}, {"metric": "tokens", "margin": 10}
        )
        wide, narrow = [c for c in result.checks if c.metric == "tokens"]
        assert wide.difference.value == pytest.approx(122 / 102.97 - 1, abs=1e-3)
        assert (wide.decision, narrow.decision) == (Decision.PASS, Decision.FAIL)
        assert "rise is larger than 10 %" in narrow.reason

    def test_copied_answers_are_of_variants(self, judge, sample):
        base = [sample(f"p{i}", kind=kind) for i in range(100) for kind in ("original", "numbers")]
        new = [
            sample(f"p{i}", kind=kind, right=kind == "original", copied=kind != "original")
            for i in range(100)
            for kind in ("original", "numbers")
        ]
        check = self.find(judge(base, new, {"metric": "copied"}), "copied")
        assert (check.kind, check.difference.value, check.decision) == (
            "numbers",
            1.0,
            Decision.FAIL,
        )


def test_no_key_is_a_word_that_yaml_takes_for_another_value(tmp_path):
    """As `on` and `no` are, which YAML 1.1 reads as true and false."""
    path = tmp_path / "gate.yaml"
    path.write_text("checks: [{tasks: all, kind: original, metric: no_answer, require: not shown}]")
    (rule,) = load_policy(path).rules
    assert (rule.tasks, rule.metric, rule.require) == (("all",), "no_answer", "not shown")


def test_what_is_given_beside_a_file_is_of_checks_that_name_nothing(tmp_path):
    path = tmp_path / "gate.yaml"
    path.write_text("{margin: 2, alpha: 0.05, checks: [{}, {margin: 7, alpha: 0.2}]}")
    first, second = load_policy(path, 0.03, 0.99).rules
    assert (first.margin, first.alpha) == (0.03, pytest.approx(0.01))
    assert (second.margin, second.alpha) == (0.07, 0.2)
    for margin, confidence in ((-0.1, None), (None, 1.0)):
        with pytest.raises(InputError, match="expected"):
            load_policy(path, margin, confidence)
