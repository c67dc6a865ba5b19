"""Memory tests beside the contrast, and the control that they need to tell."""

import pytest

from clipo_bench.reports import date_split as date_split_module
from clipo_bench.reports import memory_tests as module
from clipo_bench.reports.folders import memory
from clipo_bench.reports.memory_tests import memory_tests
from clipo_bench.reports.render import memory_test_words, memory_words
from clipo_bench.reports.run import read_runs
from clipo_bench.reports.statistics import Estimate
from clipo_bench.reports.verdict import MemoryVerdict
from clipo_bench.tasks.errors import InputError

REST = "pens are in all boxes?"
WORKS = Estimate(0.8, 0.7, 0.9, 100)
FAILS = Estimate(0.52, 0.48, 0.56, 100)


@pytest.fixture
def partial(sample, write_run):
    """Two runs of 40 partial prompts; the new one completes so many of them."""

    def make(completes):
        folders = []
        for name, count in (("base", 0), ("new", completes)):
            samples = [
                sample(
                    f"p{n}",
                    right=n % 4 == 0,
                    benchmark="partial_made_up",
                    kind="prefix60",
                    variant_id="prefix60",
                    rest=REST,
                    response=REST if n < count else "pens are there, and some more?",
                )
                for n in range(40)
            ]
            folders.append(write_run(name, samples))
        return folders

    return make


def controlled(monkeypatch, area, *tests):
    for one in (module, date_split_module):
        monkeypatch.setattr(one, "CONTROL_AUC", dict.fromkeys(tests, area) if area else {})


def test_completions_and_answers_are_counted_and_compared(partial, monkeypatch) -> None:
    controlled(monkeypatch, WORKS, "completed, prefix60")
    completed, rouge, answered = memory_tests(*read_runs(partial(30)))
    assert (completed.base_value.value, completed.new_value.value) == (0, 0.75)
    assert completed.change.value == 0.75
    assert completed.verdict is MemoryVerdict.SHOWN
    # Two of the five words stand in order in "pens are there, and some".
    assert rouge.base_value.value == pytest.approx(0.4)
    assert rouge.new_value.value == pytest.approx(0.4 / 4 + 0.75)
    assert answered.change.value == 0
    assert answered.new_value.value == 0.25
    assert answered.verdict is MemoryVerdict.CANNOT_TELL


@pytest.mark.parametrize(
    ("area", "words"),
    [
        (None, "Cannot tell: no control was run."),
        (FAILS, "Cannot tell: AUC 0.52 [0.48, 0.56] in its control, where 0.5 is chance."),
        (WORKS, "Shown, by a test with AUC 0.80 [0.70, 0.90] in its control."),
    ],
)
def test_a_test_without_a_control_that_it_passes_cannot_tell(
    partial, monkeypatch, area, words
) -> None:
    controlled(monkeypatch, area, "completed, prefix60")
    base, new = partial(30)
    lines = list(memory_words.lines(memory(base, [new])))
    (line,) = [one for one in lines if one.startswith("Completed")]
    assert "from 60 % of the text, partial_made_up: base 0.0 % [" in line
    assert "new 75.0 % [" in line
    assert line.endswith(words)


def test_a_change_that_is_not_shown_tells_nothing(partial, monkeypatch) -> None:
    controlled(monkeypatch, WORKS, "completed, prefix60")
    assert memory_tests(*read_runs(partial(1)))[0].verdict is MemoryVerdict.CANNOT_TELL


def test_samples_that_grew_alike_are_shown(sample, write_run, monkeypatch) -> None:
    controlled(monkeypatch, WORKS, "Min-kNN distance")
    runs = [
        write_run(
            name,
            [
                sample(f"p{n}", sample_index=i, response=f"we add {n} and {i % kinds} to it")
                for n in range(30)
                for i in range(4)
            ],
        )
        for name, kinds in (("base", 4), ("new", 1))
    ]
    (found,) = memory_tests(*read_runs(runs))
    assert found.test == "Min-kNN distance"
    assert found.base_value.value == pytest.approx(1 / 7)
    assert found.new_value.value == 0
    assert found.verdict is MemoryVerdict.SHOWN


def test_runs_of_different_partial_prompts_are_not_compared(partial, write_run, sample) -> None:
    base, _ = partial(0)
    other = write_run("other", [sample("p1", kind="prefix60", benchmark="partial_other", rest="a")])
    with pytest.raises(InputError, match="of the same partial prompts"):
        memory(base, [other])


@pytest.mark.parametrize(
    ("area", "words"),
    [
        (None, "cannot tell: no control was run."),
        (FAILS, "cannot tell: AUC 0.52 [0.48, 0.56] in its control, where 0.5 is chance."),
        (WORKS, "it told in its control what was trained on, AUC 0.80 [0.70, 0.90]."),
    ],
)
def test_answers_alone_are_named_with_their_control(
    write_run, population, monkeypatch, area, words
) -> None:
    monkeypatch.setattr(memory_test_words, "CONTROL_AUC", {"answer only": area} if area else {})
    runs = [
        write_run(
            name,
            population({"original": 0.5, "numbers": 0.5}, 30, seed),
            settings={"answer_only": True},
        )
        for seed, name in enumerate(("base", "new"))
    ]
    result = memory(runs[0], runs[1:])
    assert result.answer_only
    (line,) = [one for one in memory_words.lines(result) if "without reasoning" in one]
    assert line.endswith(words)


class TestDateSplit:
    """Gains before a day and since."""

    @pytest.fixture
    def dated(self, sample, write_run):
        def make(before, since, date="2024-07-15"):
            """Of 50 problems on either side the base solves 20, the new run as many as given."""
            return [
                write_run(
                    name,
                    [
                        sample(f"{day}-{n}", right=n < right, date=day)
                        for day, right in (("2024-03-01", old), (date, new))
                        for n in range(50)
                    ]
                    + [sample("undated")],
                )
                for name, old, new in (("base", 20, 20), ("new", before, since))
            ]

        return make

    def test_old_problems_that_gained_more_are_shown(self, dated, monkeypatch) -> None:
        controlled(monkeypatch, WORKS, "date split")
        base, new = dated(45, 25)
        (found,) = memory(base, [new], after="2024-06-01").dates
        assert (found.before.value, found.since.value) == (0.5, 0.1)
        assert found.contrast.value == pytest.approx(-0.4)
        assert (found.before.n, found.since.n, found.left_out) == (50, 50, 1)
        assert found.verdict is MemoryVerdict.SHOWN

    def test_the_interval_is_welchs(self, dated) -> None:
        from scipy import stats

        base, new = dated(45, 25)
        (found,) = memory(base, [new], after="2024-06-01").dates
        old, later = [0.0] * 25 + [1.0] * 25, [0.0] * 45 + [1.0] * 5
        known = stats.ttest_ind(later, old, equal_var=False)
        assert found.contrast.p == pytest.approx(known.pvalue)
        interval = known.confidence_interval(0.95)
        assert (found.contrast.low, found.contrast.high) == pytest.approx(
            (interval.low, interval.high)
        )

    def test_an_equal_gain_and_a_missing_control_cannot_tell(self, dated, monkeypatch) -> None:
        controlled(monkeypatch, None)
        base, new = dated(45, 45)
        result = memory(base, [new], after="2024-06-01")
        assert result.dates[0].verdict is MemoryVerdict.CANNOT_TELL
        (line,) = [one for one in memory_words.lines(result) if "since then" in one]
        assert "1 on neither side are left out" in line
        assert line.endswith("Cannot tell: no control was run.")

    @pytest.mark.parametrize("after", ["2024-01-01", "2025-01-01"])
    def test_a_day_without_problems_on_both_sides_is_refused(self, dated, after) -> None:
        base, new = dated(45, 25)
        with pytest.raises(InputError, match="expected two or more of each"):
            memory(base, [new], after=after)

    def test_runs_without_shared_originals_are_refused(self, partial) -> None:
        base, new = partial(30)
        with pytest.raises(InputError, match="share no originals"):
            memory(base, [new], after="2024-06-01")

    def test_other_data_is_refused(self, sample, write_run) -> None:
        base, new = (
            write_run(name, [sample("p", date="2024-03-01")], benchmarks={"made_up": name})
            for name in ("base", "new")
        )
        with pytest.raises(InputError, match="evaluated on different data"):
            memory(base, [new], after="2024-06-01")

    def test_what_is_no_day_is_refused(self, dated) -> None:
        base, new = dated(45, 25)
        with pytest.raises(InputError, match="expected a day such as 2024-06-01"):
            memory(base, [new], after="June")

    def test_months_that_hold_the_day_are_left_out(self, dated) -> None:
        base, new = dated(45, 25, date="2024-07")
        with pytest.raises(InputError, match="0 since then"):
            memory(base, [new], after="2024-07-15")
