"""`clipo-bench study`: plans, resuming, and a whole small study."""

import json
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
import yaml

from clipo_bench.bench_suite.cli import main
from clipo_bench.bench_suite.study import read_plan
from clipo_bench.bench_suite.study.claim import study_claim
from clipo_bench.bench_suite.study.plan import read_plan_file
from clipo_bench.reports.study.analysis import StudyVerdict
from clipo_bench.tasks.errors import InputError
from clipo_bench.tasks.storage.folder_claim import require_usable
from clipo_bench.tasks.storage.run_folder import write_manifest, write_samples
from clipo_bench.tasks.storage.run_schema import Manifest, Sample

PLACEBO = {"contrastive": True, "placebo": True}
STUDIES = Path(__file__).parents[3] / "studies"

PLAN = {
    "title": "Made up",
    "method": "grpo",
    "preset": "tiny",
    "settings": {
        "steps": 2, "head_warmup_steps": 1, "num_problems": 50, "prompts_per_batch": 2,
        "group_size": 4, "save_every": 1,
    },
    "seeds": [0, 1],
    "arms": {
        "grpo": None,
        "clipo": {"contrastive": True},
        "placebo": PLACEBO,
    },
    "base": "grpo",
    "treatment": "clipo",
    "placebo": "placebo",
    "primary": "original",
    "evaluation": [{"benchmark": "word_problems", "limit": 4}],
}  # fmt: skip


def write(folder, **changes):
    path = folder / "plan.yaml"
    path.write_text(yaml.safe_dump(PLAN | changes))
    return path


@pytest.fixture
def command(monkeypatch, capsys):
    def run(*arguments):
        monkeypatch.setattr("sys.argv", ["clipo-bench", "study", *map(str, arguments)])
        code = 0
        try:
            main()
        except SystemExit as stopped:
            code = int(stopped.code or 0)
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return run


# Plans


@pytest.mark.parametrize("name", ["tiny.yaml", "quick.yaml"])
def test_the_shipped_studies_are_the_five_arms(name):
    plan = read_plan(STUDIES / name)
    configs = {arm: plan.config(arm, plan.seeds[0]) for arm in plan.arms}
    assert list(configs) == ["grpo", "clipo", "supcon_out", "placebo", "frozen"]
    assert not configs["grpo"].contrastive
    assert configs["supcon_out"].contrastive_loss == "supcon_out"
    assert configs["placebo"].placebo
    assert configs["frozen"].freeze_head
    assert plan.design.primary == "perturbed"


def test_what_a_plan_says_is_what_is_trained(tmp_path):
    plan = read_plan(write(tmp_path))
    config = plan.config("placebo", 1)
    assert (config.method, config.steps, config.seed, config.placebo) == ("grpo", 2, 1, True)
    assert config.max_response_tokens == 40  # the preset's
    assert read_plan_again(plan, tmp_path) == plan


def read_plan_again(plan, folder):
    path = folder / "again.yaml"
    path.write_text(yaml.safe_dump(plan.plain()))
    return read_plan(path)


def test_a_plan_with_former_names_is_the_same_plan(tmp_path):
    former = {
        "settings": {
            "steps": 2, "head_warmup": 1, "problems": 50, "prompts": 2, "group": 4, "save_every": 1,
        },
        "arms": PLAN["arms"] | {"grpo": {}, "frozen": {"contrastive": True, "head_frozen": True}},
    }  # fmt: skip
    frozen = PLAN["arms"] | {"frozen": {"contrastive": True, "freeze_head": True}}
    plan = read_plan(write(tmp_path, arms=frozen))
    assert read_plan(write(tmp_path, **former)) == plan
    # A study that was started with the former names resumes.
    (tmp_path / "study.yaml").write_text(yaml.safe_dump(plan.plain() | former))
    (tmp_path / "trained" / "grpo-0").mkdir(parents=True)
    require_usable(tmp_path, study_claim(plan.plain(), read_plan_file))
    other = read_plan(write(tmp_path, arms=frozen, seeds=[0, 2]))
    with pytest.raises(InputError, match="seeds"):
        require_usable(tmp_path, study_claim(other.plain(), read_plan_file))


OWN = [{"benchmark": "./a.jsonl"}]
TWICE = [{"benchmark": "word_problems"}, {"benchmark": "clipo_word_problems"}]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"prmary": "original"}, "unknown key 'prmary': did you mean 'primary'"),
        ({"arms": {}}, "arms is []: expected at least a base, a treatment and a placebo"),
        ({"arms": ["grpo"]}, "arms is ['grpo']"),
        ({"settings": {"group": 4, "group_size": 4}}, "both 'group_size' and 'group' are given"),
        ({"arms": PLAN["arms"] | {"x": {"contrastiv": True}}}, "arm 'x': unknown setting"),
        ({"arms": PLAN["arms"] | {"x": {"group_size": 1}}}, "arm 'x': group_size is 1"),
        ({"arms": PLAN["arms"] | {"x": {"steps": 9}}}, "arm 'x' sets 'steps'"),
        ({"arms": PLAN["arms"] | {"x": {"seed": 9}}}, "arm 'x' sets 'seed'"),
        ({"arms": PLAN["arms"] | {"../x": {"kl_coef": 0.5}}}, "arm '../x': expected a name"),
        ({"arms": PLAN["arms"] | {"x": {}}}, "arms 'grpo' and 'x' have the same settings"),
        ({"arms": PLAN["arms"] | {"x": {"method": "gspo"}}}, "arm 'x' sets 'method'"),
        ({"settings": {"seed": 3}}, "settings contains 'seed'"),
        ({"settings": {"method": "gspo"}}, "settings contains 'method'"),
        ({"settings": {"data": "a.jsonl"}, "evaluation": OWN}, "is the training data"),
        (
            {"arms": PLAN["arms"] | {"grpo": {"kl_coef": 0.5}}},
            "base 'grpo' has kl_coef 0.5, treatment 'clipo' has 0.001",
        ),
        ({"method": "sft"}, "contrastive"),
        ({"method": "ppo"}, "'ppo'"),
        ({"preset": "huge"}, "'huge'"),
        ({"seeds": [0]}, "seeds is [0]: expected at least 2"),
        ({"seeds": [0, 0]}, "a seed is listed twice"),
        ({"seeds": 7}, "seeds is 7: expected a list"),
        ({"seeds": [0, -1]}, "seeds is [0, -1]"),
        ({"base": "gropo"}, "base is 'gropo': expected one of the arms"),
        ({"base": "clipo"}, "base is 'clipo', which has the contrastive reward"),
        ({"treatment": "grpo"}, "treatment is 'grpo'"),
        ({"treatment": "placebo"}, "treatment is 'placebo'"),
        ({"placebo": "clipo"}, "placebo is 'clipo'"),
        (
            {"arms": PLAN["arms"] | {"placebo": PLACEBO | {"head_dim": 8}}},
            "placebo 'placebo' has head_dim 8, treatment 'clipo' has 512",
        ),
        ({"primary": "perturbed"}, "primary is 'perturbed': expected an accuracy"),
        ({"primary": "drop"}, "primary is 'drop'"),
        ({"alpha": 5}, "alpha is 5"),
        ({"alpha": True}, "alpha is True"),
        ({"title": ""}, "title is ''"),
        ({"evaluation": []}, "evaluation is []"),
        ({"evaluation": [{"limit": 3}]}, "has no 'benchmark'"),
        ({"evaluation": [{"benchmark": "gsm9k"}]}, "'gsm9k'"),
        ({"evaluation": [{"benchmark": "gsm8k", "kind": ["numbers"]}]}, "unknown key 'kind'"),
        ({"evaluation": [{"benchmark": "gsm8k", "kinds": ["digits"]}]}, "'digits'"),
        ({"evaluation": [{"benchmark": "gsm8k", "kinds": "numbers"}]}, "expected a list"),
        ({"evaluation": [{"benchmark": "gsm8k", "limit": 0}]}, "limit is 0"),
        ({"evaluation": [{"benchmark": "gsm8k", "samples": 4}]}, "temperature"),
        ({"evaluation": [{"benchmark": "gsm8k", "samples": "4"}]}, "samples is '4'"),
        ({"evaluation": [{"benchmark": "gsm8k", "backend": "api"}]}, "backend is 'api'"),
        ({"evaluation": TWICE}, "evaluation names word_problems twice"),
    ],
)  # fmt: skip
def test_a_plan_that_makes_no_study_is_named(tmp_path, changes, message):
    with pytest.raises(InputError) as refused:
        read_plan(write(tmp_path, **changes))
    assert message in str(refused.value)


@pytest.mark.parametrize("name", ["title", "arms", "seeds", "placebo", "primary", "evaluation"])
def test_what_a_plan_lacks_is_named(tmp_path, name):
    path = tmp_path / "plan.yaml"
    path.write_text(yaml.safe_dump({key: value for key, value in PLAN.items() if key != name}))
    with pytest.raises(InputError, match=f"has no '{name}'"):
        read_plan(path)


def test_bad_input_exits_with_2_and_makes_nothing(command, tmp_path):
    out = tmp_path / "out"
    for plan, message in (
        (tmp_path / "none.yaml", "cannot read"),
        (write(tmp_path, seeds=[1]), "seeds is [1]"),
    ):
        code, stdout, stderr = command(plan, "--out", out)
        assert (code, stdout) == (2, "")
        assert message in stderr
    assert not out.exists()


# The folder


def fake_place(out: Path, arm: str, seed: int, right: int) -> None:
    """What a training and its evaluation leave, made up: no policy has been trained."""
    name = f"{arm}-{seed}"
    training, run = out / "trained" / name, out / "runs" / name / "word_problems"
    for folder in (training, run, out / "finished"):
        folder.mkdir(parents=True, exist_ok=True)
    (out / "finished" / name).touch()
    lines = [{"phase": "warmup", "step": 0, "reward": 0.25}] * (arm != "grpo")
    lines += [{"phase": "train", "step": step, "reward": 0.5 + 0.1 * step} for step in range(2)]
    (training / "metrics.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))
    write_manifest(run, Manifest(f"made-up/{name}", "0", {}, {}, {"word_problems": "f"}))
    write_samples(run, [fake_sample(name, number, number < right) for number in range(10)])


def fake_sample(name: str, number: int, right: bool) -> Sample:
    return Sample(
        key=f"{name}-{number}", benchmark="word_problems", problem_id=f"p{number}", family="",
        variant_id="", kind="original", sample_index=0, prompt="", gold="4", original_gold=None,
        response="4" if right else "5", finish_reason="stop", tokens=1,
        outcome="correct" if right else "wrong", extracted="4" if right else "5", found="last",
        matched="number" if right else "", copied=False, process="not_checkable",
        failed_step=None,
    )  # fmt: skip


@pytest.fixture
def faked(tmp_path, command):
    """A study of seven seeds whose trainings and runs are made up, and its plan's file."""
    plan = write(tmp_path, seeds=list(range(7)))
    out = tmp_path / "out"
    out.mkdir()
    (out / "study.yaml").write_text(yaml.safe_dump(read_plan(plan).plain()))
    for seed in range(7):
        for arm, right in (("grpo", 3), ("clipo", 6), ("placebo", 4)):
            fake_place(out, arm, seed, right + seed % 2)
    return plan, out


def test_what_is_done_is_not_done_again_and_the_report_is_written(faked, command):
    plan, out = faked
    code, stdout, _ = command(plan, "--out", out, "--json")
    assert code == 0
    found = json.loads(stdout)
    assert found["verdict"] == StudyVerdict.HELPS
    first, second = found["deciding"]
    assert (first["arm"], first["against"]) == ("clipo", "grpo")
    assert first["differences"] == pytest.approx([0.3] * 7)
    assert second["differences"] == pytest.approx([0.2] * 7)
    # Seven differences of one sign: 2 of 128 flips are as large; the first and Holm's double.
    assert first["p"] == pytest.approx(2 / 128)
    assert first["p_adjusted"] == pytest.approx(4 / 128)
    assert json.loads((out / "report.json").read_text()) == {
        key: value for key, value in found.items() if key != "report"
    }
    assert "clipo helps" in (out / "report.md").read_text()
    assert "clipo helps" in (out / "report.html").read_text()
    assert not (out / "logs").exists()  # no command was run


def test_a_reward_that_differs_at_the_start_is_told(faked, command):
    plan, out = faked
    path = out / "trained" / "clipo-3" / "metrics.jsonl"
    path.write_text(path.read_text().replace("0.5,", "0.7,").replace("0.5}", "0.7}"))
    _, stdout, _ = command(plan, "--out", out)
    assert "the arms' rewards already differ in the first step for seed 3," in stdout


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"seeds": list(range(8))}, "seeds was"),
        ({"primary": "word_problems/original"}, "primary"),
        ({"seeds": list(range(7)), "alpha": 0.1}, "alpha was 0.05, is 0.1"),
        (
            {"seeds": list(range(7)), "settings": PLAN["settings"] | {"steps": 3}},
            "settings.steps was 2, is 3",
        ),
    ],
)
def test_a_folder_of_another_study_is_refused(faked, command, tmp_path, changes, message):
    code, _, stderr = command(write(tmp_path, **changes), "--out", faked[1])
    assert code == 2
    assert message in stderr


def test_a_training_that_fails_ends_the_study_and_its_plan_may_be_mended(command, tmp_path):
    out = tmp_path / "out"
    for model in ("/no/model", "/no/other"):  # nothing was trained, so nothing is settled
        plan = write(tmp_path, settings=PLAN["settings"] | {"model": model})
        code, _, stderr = command(plan, "--out", out)
        assert code == 2
        assert model in stderr
        assert "failed (exit 2); its full output is in" in stderr
    assert not (out / "finished").exists()


def test_a_folder_of_something_else_is_refused(command, tmp_path):
    out = tmp_path / "out"
    out.mkdir()
    (out / "thesis.tex").touch()
    code, _, stderr = command(write(tmp_path), "--out", out)
    assert code == 2
    assert "is not the folder of a study" in stderr
    assert [item.name for item in out.iterdir()] == ["thesis.tex"]


def test_runs_on_other_data_are_refused(faked, command):
    plan, out = faked
    run = out / "runs" / "clipo-3" / "word_problems"
    write_manifest(run, Manifest("made-up/x", "0", {}, {}, {"word_problems": "other"}))
    code, _, stderr = command(plan, "--out", out)
    assert code == 2
    assert "were evaluated on different data for word_problems" in stderr
    assert "clipo 3" in stderr


def test_damaged_metrics_are_named(faked, command):
    plan, out = faked
    path = out / "trained" / "clipo-3" / "metrics.jsonl"
    for text in ("{", '{"phase": "train", "step": 0}\n', "[]\n", ""):
        path.write_text(text)
        code, _, stderr = command(plan, "--out", out)
        assert code == 2
        assert "clipo-3/metrics.jsonl" in stderr


# The real thing


@pytest.mark.timeout(1500)
def test_a_small_study_stopped_and_gone_on_with(tmp_path):
    """Trains and evaluates the shipped tiny policy: three arms, two seeds, two steps."""
    plan, out = write(tmp_path), tmp_path / "out"
    line = [
        sys.executable,
        "-m",
        "clipo_bench.bench_suite.cli",
        "study",
        str(plan),
        "--out",
        str(out),
    ]
    first = subprocess.Popen([*line, "--workers", "2"], stderr=subprocess.PIPE, text=True)
    while first.poll() is None and not any((out / "finished").glob("*")):
        time.sleep(0.2)
    first.send_signal(signal.SIGINT)
    _, error = first.communicate()
    assert first.returncode == 130
    assert "run the same command again" in error
    assert not (out / "report.html").exists()
    kept = {path.name for path in (out / "finished").iterdir()}
    made = {name: stamp(out, name) for name in kept}

    done = subprocess.run(
        [*line, "--workers", "2", "--json"], capture_output=True, text=True, check=True
    )
    found = json.loads(done.stdout)
    assert "2 seeds cannot give a significant result" in done.stderr
    assert found["verdict"] == StudyVerdict.NOT_SHOWN
    assert found["fewest_seeds"] == 7
    assert {name: stamp(out, name) for name in kept} == made
    assert len(list((out / "finished").iterdir())) == 6
    # The arms of a seed start alike, so the first step's rewards are the same; seeds differ.
    starts = {(one["arm"], one["seed"]): one["rewards"][0] for one in found["trained"]}
    assert all(starts[arm, seed] == starts["grpo", seed] for arm, seed in starts)
    assert found["warnings"] == []
    assert all(len(one["rewards"]) == 2 for one in found["trained"])
    weights = [tuple(one["weights"].values()) for one in found["trained"]]
    assert len(set(weights)) > 3
    shutil.rmtree(out)


def stamp(out, name):
    return (out / "trained" / name / "last" / "model.safetensors").stat().st_mtime_ns
