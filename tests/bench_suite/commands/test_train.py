"""`clipo-bench train`, from the command line to its exit code."""

import json
import os
import signal

import pytest

from clipo_bench.bench_suite.cli import main

QUICK = [
    "--set", "hidden_size=16", "--set", "num_hidden_layers=1",
    "--set", "num_attention_heads=2", "--set", "intermediate_size=16",
    "--set", "num_problems=20", "--set", "batch_size=2",
]  # fmt: skip


@pytest.fixture
def command(monkeypatch, capsys):
    def run(*arguments: str) -> tuple[int, str, str]:
        monkeypatch.setattr("sys.argv", ["clipo-bench", "train", *arguments])
        with pytest.raises(SystemExit) as stopped:
            main()
        captured = capsys.readouterr()
        return int(stopped.value.code or 0), captured.out, captured.err

    return run


def test_json_alone_on_stdout_and_every_setting_beside_the_checkpoint(command, tmp_path):
    out = tmp_path / "policy"
    code, stdout, _ = command(
        "--method", "sft", "--preset", "tiny", "--steps", "2", "--seed", "5", *QUICK,
        "--out", str(out), "--json",
    )  # fmt: skip
    assert code == 0
    printed = json.loads(stdout)
    assert printed["checkpoint"] == str(out / "last")
    assert printed["step"] == 1
    written = (out / "train.yaml").read_text()
    assert "seed: 5\n" in written
    assert "layers: 1\n" in written

    # The written settings are a run's settings: the same run again.
    code, stdout, _ = command(
        "--method", "sft", "--config", str(out / "train.yaml"), "--out", str(tmp_path / "again"),
        "--json",
    )  # fmt: skip
    assert code == 0
    assert json.loads(stdout)["loss"] == printed["loss"]


def test_bad_input_exits_with_2_and_names_it(command, tmp_path):
    out = str(tmp_path / "out")
    for arguments, message in (
        (["--method", "ppo"], "'ppo'"),
        (["--method", "grpo", "--set", "group_size=1"], "group_size is 1"),
        (["--method", "grpo", "--preset", "huge"], "'huge'"),
        (["--method", "grpo", "--preset", "tiny", "--model", "/no/model"], "/no/model"),
    ):
        code, stdout, stderr = command(*arguments, "--out", out)
        assert (code, stdout.strip()) == (2, "")
        assert message in stderr
    assert list(tmp_path.iterdir()) == []


def test_ctrl_c_saves_the_step_says_how_to_go_on_and_exits_with_130(command, tmp_path, monkeypatch):
    from clipo_bench.bench_suite.trainer import sft

    def interrupt(*args):
        os.kill(os.getpid(), signal.SIGINT)
        return collate(*args)

    collate, out = sft.collate, tmp_path / "out"
    line = ["--method", "sft", "--preset", "tiny", "--steps", "3", *QUICK, "--out", str(out)]
    monkeypatch.setattr(sft, "collate", interrupt)
    code, _, stderr = command(*line)
    assert code == 130
    assert "finishing and saving this step" in stderr
    assert "run the same command with --resume" in stderr
    monkeypatch.setattr(sft, "collate", collate)
    code, stdout, _ = command(*line, "--resume", "--json")
    assert code == 0
    assert json.loads(stdout)["step"] == 2


def test_an_empty_comparison_is_warned_of():
    from clipo_bench.bench_suite.trainer import configure
    from clipo_bench.bench_suite.trainer.warnings import warnings_of

    assert not list(warnings_of(configure("gspo", None)))
    (said,) = warnings_of(configure("gspo", "track2"))
    assert "gspo has the same gradient as gmpo and as grpo" in said
    (said,) = warnings_of(configure("grpo", "track2", {"contrastive": True, "freeze_head": True}))
    assert "all rollouts get the floor of -0.5" in said
