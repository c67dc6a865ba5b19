"""Runs that stop as soon as they are decided: the same end however they got there."""

import json
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import clipo_bench
from clipo_bench.bench_suite.evaluation.evaluate import Evaluation, evaluate, require_place
from clipo_bench.bench_suite.evaluation.response_journal import RecordedResponse
from clipo_bench.bench_suite.evaluation.until_decided import Decider, StopRule
from clipo_bench.bench_suite.models.model import Failure, Request, Response, SampleId
from clipo_bench.bench_suite.models.replay import ReplayModel
from clipo_bench.bench_suite.recorded.formats import Columns
from clipo_bench.bench_suite.recorded.read import read_recordings
from clipo_bench.reports.early_stop import early_stop, families, require_first_families
from clipo_bench.reports.gate import Decision
from clipo_bench.reports.run import read_run
from clipo_bench.reports.sequential import first_decision, random_order
from clipo_bench.reports.statistics import unit_scores
from clipo_bench.tasks.errors import ExternalError, InputError
from clipo_bench.tasks.problem import ORIGINAL, Problem
from clipo_bench.tasks.storage.json_file import write_json
from clipo_bench.tasks.storage.problem_table import read_problems
from clipo_bench.tasks.storage.run_folder import (
    read_manifest,
    read_samples,
    write_manifest,
    write_samples,
)
from clipo_bench.tasks.storage.run_schema import Manifest, Sample

COUNT = 120
SAMPLES = 2


class FakeModel:
    """Answers by chance: each sample is right with a fixed chance, whenever it is asked.

    Responses come in an order of their own, and it may be stopped after some, as a kill would.
    """

    has_chat_template = False
    revision = "0"

    def __init__(
        self,
        name: str,
        chance: float,
        *,
        window: int | None = None,
        shuffle: int | None = None,
        dies_after: int | None = None,
        fails: Callable[[Request], bool] = lambda request: False,
        settings: dict[str, Any] | None = None,
    ) -> None:
        self.name, self.chance, self.window = name, chance, window
        self.settings = settings or {}
        self.asked = 0
        self._shuffle, self._dies_after, self._fails = shuffle, dies_after, fails

    def apply_chat_template(self, messages: list[dict[str, str]]) -> str:
        raise AssertionError(messages)

    def generate(self, requests: Sequence[Request]) -> Iterator[Response | Failure]:
        order = list(requests)
        if self._shuffle is not None:
            random.Random(self._shuffle).shuffle(order)
        for request in order:
            if self._dies_after is not None and self.asked >= self._dies_after:
                raise KeyboardInterrupt
            self.asked += 1
            if self._fails(request):
                yield Failure(request.key, "the server is away")
                continue
            luck = random.Random(f"{self.name} {request.sample}").random()
            total = sum(map(int, request.prompt.split("?")[0].removeprefix("What is ").split("+")))
            answer = total if luck < self.chance else total + 1
            yield Response(request.key, f"\\boxed{{{answer}}}", "stop", 5)


@pytest.fixture
def tasks(tmp_path: Path) -> str:
    path = tmp_path / "sums.jsonl"
    rows = [{"question": f"What is {n}+{n + 3}?", "answer": str(2 * n + 3)} for n in range(COUNT)]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return str(path)


Ask = Callable[..., Evaluation]


@pytest.fixture
def write_run(tmp_path: Path) -> Callable[..., Path]:
    """Writes a run folder from samples."""

    def write(name: str, samples: Sequence[Sample]) -> Path:
        (tmp_path / name).mkdir()
        manifest = Manifest("made-up", "0", {}, {"mode": "full"}, {"made_up": "f0"})
        write_manifest(tmp_path / name, manifest)
        write_samples(tmp_path / name, samples)
        return tmp_path / name

    return write


@pytest.fixture
def asks(tasks: str) -> Ask:
    def make(until: Path | None = None, **options: Any) -> Evaluation:
        options = {"samples": SAMPLES, "temperature": 0.5, "max_tokens": 16} | options
        return Evaluation.of(tasks, until_decided=until, **options)

    return make


@pytest.fixture
def base(asks: Ask, tmp_path: Path) -> Path:
    evaluate(asks(), FakeModel("base", 0.8), tmp_path / "base", backend="hf")
    return tmp_path / "base"


def texts(folder: Path) -> set[str]:
    return {sample.problem_id for sample in read_samples(folder)}


def test_a_much_worse_model_is_found_out_early(asks: Ask, base: Path, tmp_path: Path) -> None:
    model = FakeModel("worse", 0.4)
    metrics = evaluate(asks(base), model, tmp_path / "new", backend="hf")
    manifest = read_manifest(tmp_path / "new")
    end = early_stop(manifest)
    assert end is not None
    assert end.verdict == "shown"
    assert end.base == "base"
    assert 5 < end.families < COUNT / 2
    assert (end.texts, end.of_texts, end.of_families) == (end.families, COUNT, COUNT)
    # No response beyond the one that decided was asked for, and what was is the sample.
    assert model.asked == end.families * SAMPLES == len(read_samples(tmp_path / "new"))
    assert metrics["slices"]["sums"]["original"]["problems"] == end.families
    assert metrics["lm_eval"]["clipo_sums"]["acc"] == pytest.approx(
        metrics["slices"]["sums"]["original"]["accuracy"]
    )
    assert metrics["early_stop"] == dict(manifest.early_stop)
    assert len(read_problems(tmp_path / "new" / "problems.parquet")) == end.families
    # Recomputed from the two runs alone.
    runs = [read_run(folder) for folder in (base, tmp_path / "new")]
    before, after = (unit_scores(run.part("sums", "original")) for run in runs)
    order = [family for _, family in random_order(families(runs[0]), seed=0)]
    changes = [after[one] - before[one] for one in order[: end.families]]
    assert set(order[: end.families]) == {family for _, family in families(runs[1])}
    assert first_decision(changes, 0.02, 0.05, COUNT) == (end.verdict, end.families)
    (change,) = end.changes
    assert change.change == pytest.approx(sum(changes) / len(changes))
    assert change.low < change.change < change.high < -0.02


@pytest.mark.parametrize(
    "how",
    [
        {"window": 1},
        {"window": 7, "shuffle": 1},
        {"window": 64, "shuffle": 2},
        {"shuffle": 3},
    ],
    ids=str,
)
def test_batches_and_the_order_of_responses_do_not_matter(
    asks: Ask, base: Path, tmp_path: Path, how: dict[str, Any]
) -> None:
    evaluate(asks(base), FakeModel("worse", 0.4), tmp_path / "a", backend="hf")
    model = FakeModel("worse", 0.4, **how)
    evaluate(asks(base), model, tmp_path / "b", backend="hf")
    assert read_samples(tmp_path / "b") == read_samples(tmp_path / "a")
    assert read_manifest(tmp_path / "b").early_stop == read_manifest(tmp_path / "a").early_stop
    if how == {"window": 7, "shuffle": 1}:
        assert model.asked < len(read_samples(tmp_path / "a")) + 7


@pytest.mark.parametrize("dies_after", [1, 2, 9, 30])
def test_an_interrupted_run_ends_as_if_it_had_not_been(
    asks: Ask, base: Path, tmp_path: Path, dies_after: int
) -> None:
    evaluate(asks(base), FakeModel("worse", 0.4), tmp_path / "whole", backend="hf")
    with pytest.raises(KeyboardInterrupt):
        model = FakeModel("worse", 0.4, window=20, shuffle=1, dies_after=dies_after)
        evaluate(asks(base), model, tmp_path / "cut", backend="hf")
    assert not (tmp_path / "cut" / "samples.parquet").exists()
    evaluate(asks(base), FakeModel("worse", 0.4), tmp_path / "cut", backend="hf")
    assert read_samples(tmp_path / "cut") == read_samples(tmp_path / "whole")
    again = FakeModel("worse", 0.4)
    evaluate(asks(base), again, tmp_path / "cut", backend="hf")
    assert again.asked == 0
    assert (
        read_manifest(tmp_path / "cut").early_stop == read_manifest(tmp_path / "whole").early_stop
    )


def test_another_seed_asks_others_first(asks: Ask, base: Path, tmp_path: Path) -> None:
    for seed in (0, 1):
        model = FakeModel("worse", 0.4)
        evaluate(asks(base, seed=seed), model, tmp_path / str(seed), backend="hf")
    assert texts(tmp_path / "0") != texts(tmp_path / "1")


def test_an_equal_model_is_asked_all_or_passes(asks: Ask, base: Path, tmp_path: Path) -> None:
    evaluate(asks(base), FakeModel("equal", 0.8), tmp_path / "a", backend="hf")
    end = early_stop(read_manifest(tmp_path / "a"))
    assert end is not None
    assert (end.verdict, end.families) == ("undecided", COUNT)
    assert len(texts(tmp_path / "a")) == COUNT
    evaluate(asks(base, margin=0.3), FakeModel("equal", 0.8), tmp_path / "b", backend="hf")
    end = early_stop(read_manifest(tmp_path / "b"))
    assert end is not None
    assert end.verdict == "excluded"
    assert end.families < COUNT
    assert "after" in str(end) and "a drop of 30 points or more from base is ruled out" in str(end)


def test_the_rule_is_part_of_the_identity(asks: Ask, base: Path, tmp_path: Path) -> None:
    evaluate(asks(base), FakeModel("worse", 0.4), tmp_path / "a", backend="hf")
    others = ((asks(base, margin=0.1), "margin was 0.02, is 0.1"), (asks(), "until_decided was"))
    for other, named in others:
        with pytest.raises(InputError, match=named):
            evaluate(other, FakeModel("worse", 0.4), tmp_path / "a", backend="hf")
    evaluate(asks(), FakeModel("base 2", 0.8), tmp_path / "base 2", backend="hf")
    with pytest.raises(InputError, match=r"until_decided\.base\.model was 'base', is 'base 2'"):
        evaluate(asks(tmp_path / "base 2"), FakeModel("worse", 0.4), tmp_path / "a", backend="hf")


@pytest.mark.parametrize(
    ("options", "named"),
    [
        ({"limit": 100}, "selection.limit is 100, in base None"),
        ({"grader": "paper"}, "grader.mode is 'paper', in base 'full'"),
        ({"temperature": 0.7}, "settings.sampling.sums.temperature is 0.7, in base 0.5"),
        ({"samples": 3}, "settings.sampling.sums.samples is 3, in base 2"),
        ({"max_tokens": 17}, "max_tokens is 17, in base 16"),
        ({"stop": ("END",)}, r"stop is \('END',\), in base None|stop is .*END.*, in base None"),
    ],
)
def test_a_base_that_was_asked_otherwise_is_refused(
    asks: Ask, base: Path, tmp_path: Path, options: dict[str, Any], named: str
) -> None:
    with pytest.raises(InputError, match=named):
        evaluate(asks(base, **options), FakeModel("new", 0.5), tmp_path / "a", backend="hf")
    assert not (tmp_path / "a").exists()


def test_a_base_with_the_same_stop_is_taken(asks: Ask, tmp_path: Path) -> None:
    evaluate(asks(stop=("END",)), FakeModel("base", 0.8), tmp_path / "base", backend="hf")
    new = asks(tmp_path / "base", stop=("END",))
    require_place(new, tmp_path / "new", backend="hf", model=None)


def test_a_benchmark_called_as_a_setting_has_to_be_the_same(tmp_path: Path) -> None:
    path = tmp_path / "seed.jsonl"
    path.write_text('{"question": "What is 1+4?", "answer": "5"}\n')
    asked = {"tasks": str(path), "samples": 1, "max_tokens": 16}
    evaluate(Evaluation.of(**asked), FakeModel("base", 0.8), tmp_path / "base", backend="hf")
    other = Evaluation.of(**asked | {"max_tokens": 17}, until_decided=tmp_path / "base")
    with pytest.raises(InputError, match=r"sampling\.seed\.max_tokens is 17, in base 16"):
        require_place(other, tmp_path / "new", backend="hf", model=None)


def test_a_base_with_another_prompt_or_other_data_is_refused(
    asks: Ask, base: Path, tasks: str, tmp_path: Path
) -> None:
    other = FakeModel("new", 0.5, settings={"system": "Be brief."})
    with pytest.raises(InputError, match=r"settings\.system is 'Be brief\.', in base None"):
        evaluate(asks(base), other, tmp_path / "a", backend="hf")
    path = tmp_path / "other" / "sums.jsonl"
    path.parent.mkdir()
    path.write_text(Path(tasks).read_text().replace("What is 1+4?", "What is 1+5?"))
    changed = Evaluation.of(
        str(path), until_decided=base, samples=SAMPLES, temperature=0.5, max_tokens=16
    )
    with pytest.raises(InputError, match=r"benchmarks\.sums is '.*', in base '"):
        evaluate(changed, FakeModel("new", 0.5), tmp_path / "b", backend="hf")


def test_a_base_that_stopped_early_itself_is_refused(asks: Ask, base: Path, tmp_path: Path) -> None:
    evaluate(asks(base), FakeModel("worse", 0.4), tmp_path / "early", backend="hf")
    with pytest.raises(InputError, match=r"early lacks responses to .* expected a whole run"):
        asked = asks(tmp_path / "early")
        evaluate(asked, FakeModel("new", 0.5), tmp_path / "a", backend="hf")


def test_options_that_have_no_effect_are_refused(asks: Ask, base: Path) -> None:
    with pytest.raises(InputError, match="margin has no effect without until_decided"):
        asks(margin=0.1)
    with pytest.raises(InputError, match="alpha has no effect without until_decided"):
        asks(alpha=0.1)
    with pytest.raises(InputError, match="each part would stop by itself"):
        asks(base, shard="1/2")
    with pytest.raises(InputError, match="margin is 100 points"):
        asks(base, margin=1.0)
    with pytest.raises(InputError, match=r"alpha is 0\.7: expected"):
        asks(base, alpha=0.7)
    with pytest.raises(InputError, match="no run folder"):
        asks(base / "nowhere")


def test_an_edited_base_is_refused(asks: Ask, base: Path) -> None:
    path = base / "metrics.json"
    write_json(path, {"slices": {}})
    with pytest.raises(InputError, match="is not what it was when the run finished"):
        asks(base)


def test_what_failed_ends_the_run_at_once_or_counts_as_no_answer(
    asks: Ask, base: Path, tmp_path: Path
) -> None:
    failing = iter(range(10_000))
    model = FakeModel("worse", 0.4, window=4, fails=lambda request: next(failing) == 5)
    with pytest.raises(ExternalError, match=r"1 of 240 requests have no response"):
        evaluate(asks(base), model, tmp_path / "a", backend="hf")
    assert model.asked == 6
    evaluate(asks(base), FakeModel("worse", 0.4), tmp_path / "a", backend="hf")
    evaluate(asks(base), FakeModel("worse", 0.4), tmp_path / "whole", backend="hf")
    assert read_samples(tmp_path / "a") == read_samples(tmp_path / "whole")
    failing = iter(range(10_000))
    model = FakeModel("worse", 0.4, fails=lambda request: next(failing) == 5)
    evaluate(asks(base), model, tmp_path / "b", backend="hf", allow_failures=1)
    samples = read_samples(tmp_path / "b")
    assert sum(sample.finish_reason == "failed" for sample in samples) == 1


def test_a_run_that_lacks_only_what_may_fail_is_complete_at_its_tokens(
    asks: Ask, tmp_path: Path
) -> None:
    failing = iter(range(10_000))
    model = FakeModel("new", 0.8, fails=lambda request: next(failing) == 5)
    limits = {"allow_failures": 1, "max_tokens_total": 5 * (COUNT * SAMPLES - 1)}
    first = evaluate(asks(), model, tmp_path / "a", backend="hf", **limits)
    again = FakeModel("new", 0.8)
    assert evaluate(asks(), again, tmp_path / "a", backend="hf", **limits) == first
    assert again.asked == 0
    with pytest.raises(ExternalError, match="and 1 are missing"):
        evaluate(asks(), again, tmp_path / "a", backend="hf", max_tokens_total=1)


def made_up_sample(problem: Problem, index: int, correct: bool) -> Sample:
    return Sample(
        key=f"{problem.id} {problem.variant_id} {index}",
        benchmark=problem.benchmark,
        problem_id=problem.id,
        family=problem.family,
        variant_id=problem.variant_id,
        kind=problem.kind,
        sample_index=index,
        prompt="",
        gold=problem.gold,
        original_gold=None,
        response="",
        finish_reason="stop",
        tokens=None,
        outcome="correct" if correct else "wrong",
        extracted=None,
        found="",
        matched="",
        copied=False,
        process="holds",
        failed_step=None,
    )


def decide(
    problems: Sequence[Problem], write: Callable[..., Path], right: Callable[[Problem], bool]
) -> tuple[Decider, int]:
    """Follow a run against a base that is always right, and count what it asked."""
    samples = [made_up_sample(one, 0, True) for one in problems]
    folder = write("base", samples)
    decider = Decider(
        StopRule(read_run(folder), margin=0.02, alpha=0.05),
        problems,
        {"made_up": 1},
        seed=3,
        score=lambda problem, recorded: made_up_sample(problem, 0, right(problem)),
    )
    asked = 0
    ids = [SampleId(one.benchmark, one.id, one.variant_id, 0) for one in problems]
    for sample in sorted(ids, key=decider.place):
        response = Response(str(sample), "", "stop", None)
        decider.add(
            RecordedResponse("made_up", sample.problem_id, sample.variant_id, 0, "", response)
        )
        asked += 1
        if decider.decided:
            break
    return decider, asked


def test_a_family_is_one_unit_and_asked_whole(write_run: Callable[..., Path]) -> None:
    problems = [
        Problem("made_up", f"{family}-{n}", "?", "1", family=f"f{family}")
        for n in range(3)
        for family in range(40)
    ]
    # One of three instances fails in every family: a drop of 33 points, and no other number.
    decider, asked = decide(problems, write_run, lambda problem: not problem.id.endswith("-0"))
    end = decider.result()
    assert end.verdict == "shown"
    assert end.changes[0].change == pytest.approx(-1 / 3)
    assert asked == end.texts == 3 * end.families < end.of_texts == 120
    assert end.families == first_decision([-1 / 3] * 40, 0.02, 0.05, 40)[1]


def test_kinds_are_decided_each_and_share_the_chance_of_an_error(
    write_run: Callable[..., Path],
) -> None:
    originals = [Problem("made_up", str(n), "?", "1", family=str(n)) for n in range(60)]
    variants = [replace(one, variant_id="v", kind="numbers") for one in originals[:50]]
    problems = [*originals, *variants]
    # Variants alone fail: shown for these is shown.
    decider, _ = decide(problems, write_run, lambda problem: problem.kind == ORIGINAL)
    end = decider.result()
    assert end.verdict == "shown"
    assert {one.kind: one.verdict for one in end.changes} == {
        "original": "undecided",
        "numbers": "shown",
    }
    numbers = next(one for one in end.changes if one.kind == "numbers")
    assert numbers.families == first_decision([-1.0] * 50, 0.02, 0.025, 60)[1]
    assert numbers.families > first_decision([-1.0] * 50, 0.02, 0.05, 60)[1]


def test_it_passes_only_where_all_kinds_do(write_run: Callable[..., Path]) -> None:
    problems = [
        replace(one, variant_id=kind, kind=kind or ORIGINAL)
        for one in (Problem("made_up", str(n), "?", "1", family=str(n)) for n in range(1500))
        for kind in (["", "numbers"] if int(one.id) % 3 else [""])
    ]
    decider, _ = decide(problems, write_run, lambda problem: True)
    end = decider.result()
    original, numbers = end.changes
    assert end.verdict == original.verdict == numbers.verdict == "excluded"
    # The originals alone would have been decided before; the variants had fewer families.
    assert original.families > first_decision([0.0] * 1500, 0.02, 0.025, 1500)[1]
    assert numbers.families == first_decision([0.0] * 1500, 0.02, 0.025, 1500)[1]
    assert end.families == original.families < end.of_families


def test_replayed_responses_end_it_the_same(asks: Ask, base: Path, tmp_path: Path) -> None:
    """With the real backend for recordings: the journal of a run that stopped is enough for it."""
    rule = asks(base)
    evaluate(rule, FakeModel("worse", 0.4), tmp_path / "a", backend="hf")
    recorded = ReplayModel(str(tmp_path / "a" / "responses.jsonl"))
    evaluate(rule, recorded, tmp_path / "b", backend="replay")
    ends = [early_stop(read_manifest(tmp_path / name)) for name in "ab"]
    assert ends[0] == ends[1]


def test_gate_and_compare_show_it_and_take_what_was_asked_as_the_sample(
    asks: Ask, base: Path, tmp_path: Path
) -> None:
    evaluate(asks(base), FakeModel("worse", 0.4), tmp_path / "new", backend="hf")
    end = early_stop(read_manifest(tmp_path / "new"))
    assert end is not None
    result = clipo_bench.gate(base, tmp_path / "new", regrade=True)
    assert result.decision is Decision.FAIL
    assert any("new stopped early, after" in warning for warning in result.warnings)
    assert result.checks[0].difference is not None
    assert result.checks[0].difference.n == end.families
    comparison = clipo_bench.compare([base, tmp_path / "new"])
    assert any("new stopped early, after" in warning for warning in comparison.warnings)
    (paired,) = comparison.differences
    assert paired.difference is not None
    # At the rule's own alpha, the interval of the differences is the rule's.
    assert paired.difference.low == pytest.approx(end.changes[0].low)
    assert paired.difference.high == pytest.approx(end.changes[0].high)
    assert (paired.both, paired.only_base) == (end.families, COUNT - end.families)


def test_recordings_of_such_a_run_say_so(asks: Ask, base: Path, tmp_path: Path) -> None:
    evaluate(asks(base), FakeModel("worse", 0.4), tmp_path / "new", backend="hf")
    (warning,) = read_recordings(tmp_path / "new" / "samples.parquet", Columns()).warnings
    assert "is of a run that could stop early, after" in warning
    assert not read_recordings(base / "samples.parquet", Columns()).warnings


def test_a_sample_that_somebody_chose_does_not_pass_for_an_early_stop(
    asks: Ask, base: Path, tmp_path: Path
) -> None:
    evaluate(asks(base), FakeModel("worse", 0.4), tmp_path / "new", backend="hf")
    new = read_run(tmp_path / "new")
    known = sorted(families(read_run(base)) - families(new))[0][1]
    frame = new.frame.replace({new.frame["family"].iloc[0]: known})
    require_first_families(read_run(base), new)
    with pytest.raises(InputError, match=f"{known} of sums is none of these"):
        require_first_families(read_run(base), replace(new, frame=frame))
    with pytest.raises(InputError, match="it was edited"):
        require_first_families(read_run(base), replace(new, frame=new.frame.iloc[4:]))
