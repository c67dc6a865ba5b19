"""`clipo-bench study` of a control: its plan, its commands, and what it reads."""

import json
import random
from pathlib import Path

import pytest
import yaml

from clipo_bench.bench_suite import cli
from clipo_bench.bench_suite.study import control_run
from clipo_bench.bench_suite.study.control_plan import read_control
from clipo_bench.bench_suite.trainer.config import read_settings
from clipo_bench.tasks.errors import InputError
from clipo_bench.tasks.problem import ORIGINAL
from clipo_bench.tasks.storage.run_folder import write_manifest, write_samples
from clipo_bench.tasks.storage.run_schema import Manifest, Sample

STUDIES = Path(__file__).parents[3] / "studies"
PLAN = {
    "title": "Made up", "control": "memory", "method": "grpo", "preset": "tiny",
    "doses": [1, 2, 3], "seeds": [5, 6], "problems": 8, "k": 2,
}  # fmt: skip


def write(folder, **changes):
    path = folder / "plan.yaml"
    path.write_text(yaml.safe_dump(PLAN | changes))
    return path


def test_the_control_that_ships_can_be_read():
    plan = read_control(STUDIES / "memory.yaml")
    assert len(plan.doses) >= 4
    assert plan.seeds == (1, 2, 3, 4)
    assert plan.config(1, Path("a.jsonl"), 48).learning_rate == 3e-4


def test_half_of_the_pool_is_seen_and_another_half_by_another_seed(tmp_path):
    plan = read_control(write(tmp_path, problems=40))
    pool, first, second = ({p.id for p in part} for part in (plan.pool, plan.seen(5), plan.seen(6)))
    assert len(first) == len(second) == 20
    assert first < pool
    assert first != second


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"control": "other"}, "control is unknown"),
        ({"doses": [1, 2]}, "3 or more, rising"),
        ({"doses": [3, 2, 1]}, "3 or more, rising"),
        ({"doses": [1, 2, "3"]}, "doses is"),
        ({"seeds": [1]}, "two or more"),
        ({"seeds": [1, 1]}, "each only once"),
        ({"problems": 2}, "problems is 2"),
        ({"problems": 1_000_000_000}, "problems is 1000000000: expected at most"),
        ({"method": [1]}, r"method is \[1\]"),
        ({"preset": [1]}, r"preset is \[1\]"),
        ({"k": 0}, "k is 0"),
        ({"settings": {"steps": 3}}, "the control sets it itself"),
        ({"settings": {"stepps": 3}}, "stepps"),
        ({"arms": {}}, "unknown key 'arms'"),
    ],
)
def test_invalid_plans_are_refused(tmp_path, changes, message):
    with pytest.raises(InputError, match=message):
        read_control(write(tmp_path, **changes))


def test_a_plan_without_doses_is_refused(tmp_path):
    path = tmp_path / "plan.yaml"
    path.write_text(yaml.safe_dump({k: v for k, v in PLAN.items() if k != "doses"}))
    with pytest.raises(InputError, match="has no 'doses'"):
        read_control(path)


def made_up(folder, plan, seed):
    """A run on the plan's pool."""
    rng = random.Random(seed)
    folder.mkdir(parents=True)
    write_manifest(folder, Manifest(model="m", revision="", settings={}, grader={"mode": "full"},
                                    benchmarks={"pool": "f"}, variants="v"))  # fmt: skip
    samples = []
    for problem in plan.pool:
        for number in range(3):
            right = rng.random() < 0.5
            samples.append(
                Sample(
                    key=f"{problem.id}{number}", benchmark="pool", problem_id=problem.id,
                    family=problem.id, variant_id=f"v{number}" if number else "",
                    kind="numbers" if number else ORIGINAL, sample_index=0,
                    prompt=problem.question, gold="4",
                    original_gold="3" if number else None, response="", finish_reason="stop",
                    tokens=1, outcome="correct" if right else "wrong", extracted="", found="last",
                    matched="", copied=False, process="not_checkable", failed_step=None,
                )
            )  # fmt: skip
    write_samples(folder, samples)


def test_it_trains_and_asks_at_every_dose_and_resumes(tmp_path, monkeypatch, capsys):
    path, out = write(tmp_path), tmp_path / "out"
    plan, ran = read_control(path), []

    def run_chains(chains, workers, watch, lock):
        for chain in chains:
            for arguments in chain.commands:
                ran.append(arguments)
                if arguments[0] == "eval":
                    made_up(Path(arguments[arguments.index("--out") + 1]), plan, len(ran))
                    watch([])

    monkeypatch.setattr(control_run, "run_command", lambda arguments, stdout: ran.append(arguments))
    monkeypatch.setattr(control_run, "run_chains", run_chains)

    def study():
        monkeypatch.setattr("sys.argv", ["clipo-bench", "study", str(path), "--out", str(out)])
        with pytest.raises(SystemExit) as stop:
            cli.main()
        assert not stop.value.code
        return capsys.readouterr().out

    printed = study()
    seed = [*["train", "eval"] * 3, *["eval"] * 3]
    assert [one[0] for one in ran] == ["perturb", *["eval"] * 4, *seed, *seed]
    others = [one for one in ran if "other-runs" in one[-1]]
    assert [Path(one[-1]).name for one in others] == ["partial", "samples", "answer-only"] * 3
    assert others[3][2] == str(out / "trained" / "seed-5" / "last")
    trained = [one for one in ran if one[0] == "train"]
    configs = [read_settings(Path(one[one.index("--config") + 1])) for one in trained]
    assert [(one["seed"], one["steps"]) for one in configs] == [
        (seed, dose) for seed in (5, 6) for dose in (1, 2, 3)
    ]
    seen = (out / "seen" / "5.jsonl").read_text().splitlines()
    assert configs[0]["data"] == str(out / "seen" / "5.jsonl")
    assert [json.loads(line)["id"] for line in seen] == [one.id for one in plan.seen(5)]
    assert "After 3 steps, on the seen half" in printed
    assert json.loads((out / "report.json").read_text())["doses"] == [1, 2, 3]
    assert (out / "report.svg").exists()
    ran.clear()
    assert study() == printed
    assert [one[0] for one in ran] == ["perturb"]  # which finds its variants there


def test_a_folder_of_another_control_is_refused(tmp_path):
    out = tmp_path / "out"
    (out / "trained" / "seed-5").mkdir(parents=True)
    (out / "study.yaml").write_text(yaml.safe_dump(read_control(write(tmp_path)).plain()))
    with pytest.raises(InputError, match="another study"):
        control_run.run_control(read_control(write(tmp_path, pool_seed=3)), out, 1)
