import json
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from clipo_bench.bench_suite.evaluation.evaluate import Evaluation, context_warnings, evaluate
from clipo_bench.bench_suite.evaluation.harness_model import sample_seed
from clipo_bench.bench_suite.evaluation.sampling import Sampling
from clipo_bench.bench_suite.models.hf import HfModel
from clipo_bench.bench_suite.models.model import SampleId
from clipo_bench.bench_suite.models.replay import ReplayModel
from clipo_bench.bench_suite.trainer import policy_path
from clipo_bench.tasks.errors import InputError
from clipo_bench.tasks.storage.run_folder import read_manifest, read_samples

GREEDY = Evaluation(sampling={"word_problems": Sampling(1, 0.0, 1.0, 64)}, limit=16)
SAMPLED = Evaluation(sampling={"word_problems": Sampling(3, 0.8, 0.95, 64)}, limit=6)


@pytest.fixture(scope="module")
def policy() -> HfModel:
    return HfModel(str(policy_path()))


def accuracy(metrics: dict[str, dict[str, dict[str, dict[str, float]]]]) -> float:
    return metrics["slices"]["word_problems"]["original"]["accuracy"]


def test_a_run_folder_holds_what_was_asked_and_answered(policy: HfModel, tmp_path: Path) -> None:
    metrics = evaluate(SAMPLED, policy, tmp_path / "a", backend="hf", command=["clipo-bench"])
    samples = read_samples(tmp_path / "a")
    assert len(samples) == 18
    assert len({sample.key for sample in samples}) == 18
    assert sorted({sample.sample_index for sample in samples}) == [0, 1, 2]
    assert {sample.finish_reason for sample in samples} <= {"stop", "length"}
    manifest = read_manifest(tmp_path / "a")
    assert manifest.model == str(policy_path())
    assert manifest.revision.startswith("sha256:")
    assert manifest.settings["sampling"]["word_problems"]["temperature"] == 0.8
    assert set(manifest.benchmarks) == {"word_problems"}
    mean = sum(sample.correct for sample in samples) / 18
    assert accuracy(metrics) == pytest.approx(mean)
    assert metrics["lm_eval"]["clipo_word_problems"]["acc"] == pytest.approx(mean)


def test_a_limit_above_the_models_context_is_warned_of(policy: HfModel, tmp_path: Path) -> None:
    for limit, count in ((64, 0), (2048, 0), (4000, 1)):
        sampling = {"word_problems": Sampling(1, 0.0, 1.0, limit)}
        warnings = context_warnings(Evaluation(sampling=sampling), policy)
        assert len(warnings) == count
    assert "word_problems: the limit of 4000 tokens" in warnings[0]
    assert f"above the context of {policy_path()}, 2048 tokens" in warnings[0]
    long = Evaluation(sampling=sampling, limit=1)
    evaluate(long, policy, tmp_path / "a", backend="hf")
    assert list(read_manifest(tmp_path / "a").warnings) == warnings


def test_the_policy_solves_some_and_not_all(policy: HfModel, tmp_path: Path) -> None:
    sixty = replace(GREEDY, limit=60)
    assert 0.2 < accuracy(evaluate(sixty, policy, tmp_path / "a", backend="hf")) < 0.9


def test_a_run_cut_short_ends_as_if_it_had_not_been(policy: HfModel, tmp_path: Path) -> None:
    evaluate(SAMPLED, policy, tmp_path / "whole", backend="hf")
    evaluate(SAMPLED, policy, tmp_path / "cut", backend="hf")
    journal = tmp_path / "cut" / "responses.jsonl"
    lines = journal.read_bytes().splitlines(keepends=True)
    journal.write_bytes(b"".join(lines[:7]) + lines[7][:30])
    (tmp_path / "cut" / "samples.parquet").unlink()
    progress: list[tuple[int, int]] = []
    evaluate(
        SAMPLED, policy, tmp_path / "cut", backend="hf",
        on_progress=lambda done, total: progress.append((done, total)),
    )  # fmt: skip
    assert progress[0] == (7, 18)
    assert progress[-1] == (18, 18)
    assert read_samples(tmp_path / "cut") == read_samples(tmp_path / "whole")


def test_a_killed_process_goes_on_where_it_was(tmp_path: Path) -> None:
    out = tmp_path / "a"
    command = [
        sys.executable, "-P", "-m", "clipo_bench", "eval", "--model", str(policy_path()),
        "--tasks", "word_problems", "--limit", "300", "--batch-size", "1", "--out", str(out),
    ]  # fmt: skip
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    journal = out / "responses.jsonl"
    while not journal.exists() or journal.read_bytes().count(b"\n") < 3:
        assert process.poll() is None
        time.sleep(0.05)
    process.send_signal(signal.SIGKILL)
    process.wait()
    kept = journal.read_bytes().rpartition(b"\n")[0].splitlines()
    assert not (out / "samples.parquet").exists()
    command[command.index("--batch-size") + 1] = "64"
    again = subprocess.run([*command, "--json"], capture_output=True, text=True, check=True)
    assert json.loads(again.stdout)["slices"]["word_problems"]["original"]["samples"] == 300
    assert journal.read_bytes().splitlines()[: len(kept)] == kept
    assert len(read_samples(out)) == 300


def test_an_output_folder_of_another_run_is_refused(policy: HfModel, tmp_path: Path) -> None:
    evaluate(GREEDY, policy, tmp_path / "a", backend="hf")
    with pytest.raises(InputError, match=r"selection\.limit was 16, is 5"):
        evaluate(replace(GREEDY, limit=5), policy, tmp_path / "a", backend="hf")


def test_a_replayed_run_scores_the_same(policy: HfModel, tmp_path: Path) -> None:
    first = evaluate(SAMPLED, policy, tmp_path / "a", backend="hf")
    recorded = ReplayModel(str(tmp_path / "a" / "responses.jsonl"))
    second = evaluate(SAMPLED, recorded, tmp_path / "b", backend="replay")
    assert second == first


def test_a_replay_that_lacks_responses_scores_nothing(policy: HfModel, tmp_path: Path) -> None:
    evaluate(SAMPLED, policy, tmp_path / "a", backend="hf")
    journal = tmp_path / "a" / "responses.jsonl"
    journal.write_bytes(b"".join(journal.read_bytes().splitlines(keepends=True)[:-2]))
    with pytest.raises(InputError, match="has no response to 2 of the 18 prompts"):
        evaluate(SAMPLED, ReplayModel(str(journal)), tmp_path / "b", backend="replay")
    assert not (tmp_path / "b" / "samples.parquet").exists()


def test_another_dtype_is_another_run(policy: HfModel, tmp_path: Path) -> None:
    evaluate(GREEDY, policy, tmp_path / "a", backend="hf")
    half = HfModel(str(policy_path()), dtype="bfloat16")
    with pytest.raises(InputError, match=r"settings\.dtype was 'float32', is 'bfloat16'"):
        evaluate(GREEDY, half, tmp_path / "a", backend="hf")


@pytest.fixture(scope="module")
def variants(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    folder = tmp_path_factory.mktemp("variants")
    made = []
    for seed in (0, 1):
        made.append(folder / str(seed))
        run = [
            sys.executable,
            "-m",
            "clipo_bench.bench_suite.cli",
            "perturb",
            "word_problems",
            "--limit",
            "8",
        ]
        options = ["--kinds", "numbers", "--seed", str(seed), "--out", str(made[-1])]
        subprocess.run([*run, *options], check=True, capture_output=True)
    return made


def test_variants_are_asked_beside_their_originals(
    policy: HfModel, variants: list[Path], tmp_path: Path
) -> None:
    on_variants = replace(GREEDY, limit=None, variants=str(variants[0]))
    metrics = evaluate(on_variants, policy, tmp_path / "a", backend="hf")
    assert set(metrics["slices"]["word_problems"]) == {"original", "numbers"}
    assert set(metrics["lm_eval"]["clipo_word_problems"]) == {"acc", "acc_numbers"}
    samples = read_samples(tmp_path / "a")
    originals = {sample.problem_id: sample for sample in samples if sample.is_original}
    for sample in samples:
        if not sample.is_original:
            assert sample.original_gold == originals[sample.problem_id].gold != sample.gold
            assert sample.prompt != originals[sample.problem_id].prompt
    plain = evaluate(GREEDY, policy, tmp_path / "plain", backend="hf")
    assert plain["slices"]["word_problems"].keys() == {"original"}
    fingerprints = [read_manifest(tmp_path / name).benchmarks for name in ("a", "plain")]
    assert fingerprints[0] == fingerprints[1]


def test_responses_to_other_variants_are_not_replayed(
    policy: HfModel, variants: list[Path], tmp_path: Path
) -> None:
    first, second = (replace(GREEDY, limit=None, variants=str(folder)) for folder in variants)
    evaluate(first, policy, tmp_path / "a", backend="hf")
    recorded = ReplayModel(str(tmp_path / "a" / "responses.jsonl"))
    with pytest.raises(InputError, match="nothing was graded"):
        evaluate(second, recorded, tmp_path / "b", backend="replay")


@pytest.mark.parametrize("evaluation", [GREEDY, SAMPLED], ids=["greedy", "k samples"])
def test_plain_lm_eval_gives_the_same_score_on_the_same_responses(
    policy: HfModel, tmp_path: Path, evaluation: Evaluation
) -> None:
    from lm_eval.evaluator import simple_evaluate
    from lm_eval.tasks import TaskManager

    from clipo_bench.tasks.harness import yaml_folder

    sampling = evaluation.sampling["word_problems"]
    results = simple_evaluate(
        model="hf",
        model_args={"pretrained": str(policy_path()), "dtype": "float32"},
        tasks=["clipo_word_problems"],
        task_manager=TaskManager(
            include_defaults=False,
            include_path=str(yaml_folder()),
            metadata={"samples": sampling.samples},
        ),
        batch_size=16,
        limit=evaluation.limit,
        gen_kwargs=sampling.to_lm_eval(),
        device="cpu",
        bootstrap_iters=0,
    )
    samples = tmp_path / "samples_clipo_word_problems.jsonl"
    rows = results["samples"]["clipo_word_problems"]
    samples.write_text("".join(json.dumps(row, default=str) + "\n" for row in rows))
    theirs = results["results"]["clipo_word_problems"]["acc,none"]
    replayed = evaluate(evaluation, ReplayModel(str(samples)), tmp_path / "a", backend="replay")
    assert 0 < theirs < 1
    assert accuracy(replayed) == pytest.approx(theirs)
    if sampling.temperature == 0:
        ours = evaluate(evaluation, policy, tmp_path / "b", backend="hf")
        assert accuracy(ours) == theirs


def test_neighbouring_seeds_share_no_sample_seed() -> None:
    seeds = {
        sample_seed(seed, SampleId("sums", f"p{problem}", "", index))
        for seed in range(5)
        for problem in range(20)
        for index in range(16)
    }
    assert len(seeds) == 5 * 20 * 16
