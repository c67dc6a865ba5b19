import pytest

from clipo_bench.bench_suite.trainer import configure
from clipo_bench.bench_suite.trainer.config import (
    TrainConfig,
    parse_settings,
    read_settings,
    write_settings,
)
from clipo_bench.tasks.errors import InputError


def test_the_defaults_are_the_papers():
    config = TrainConfig(method="grpo")
    assert (config.group, config.learning_rate, config.temperature) == (16, 1e-6, 1.0)
    assert (config.contrastive_temperature, config.contrastive_weight) == (0.05, 0.2)
    assert (config.contrastive_floor, config.head) == (-0.5, 512)
    assert (config.head_learning_rate, config.head_weight_decay) == (1e-3, 0.01)


def test_what_comes_later_wins():
    config = configure("grpo", "tiny", {"group": 4, "steps": 7}, {"steps": 9})
    assert (config.method, config.group, config.steps, config.prompts) == ("grpo", 4, 9, 16)


def test_written_settings_read_back_as_the_same_run(tmp_path):
    config = configure("grpo", "tiny", {"contrastive": True, "seed": 3, "learning_rate": 1e-6})
    write_settings(tmp_path / "train.yaml", config)
    assert configure("grpo", None, read_settings(tmp_path / "train.yaml")) == config


def test_a_write_that_is_cut_short_leaves_the_settings_as_they_were(tmp_path, monkeypatch):
    path, config = tmp_path / "train.yaml", configure("grpo", "tiny")
    write_settings(path, config)

    def die(*args, **kwargs):
        raise OSError("no space left")

    monkeypatch.setattr(type(path), "replace", die)
    with pytest.raises(InputError, match="no space left"):
        write_settings(path, configure("gspo", "tiny"))
    assert configure("grpo", None, read_settings(path)) == config


def test_settings_of_the_command_line_have_types():
    settings = parse_settings(
        ["clip_low=0.1", "learning_rate=1e-6", "contrastive=true", "model=a/b"]
    )
    config = configure("grpo", None, settings)
    assert (config.clip_low, config.learning_rate) == (0.1, 1e-6)
    assert (config.contrastive, config.model) == (True, "a/b")


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"group": 1}, "group is 1: expected at least 2"),
        ({"grup": 4}, "unknown setting 'grup': did you mean 'group'"),
        ({"steps": 0}, "steps is 0"),
        ({"steps": "many"}, "steps is 'many'"),
        ({"steps": True}, "steps is True"),
        ({"learning_rate": float("nan")}, "learning_rate is nan"),
        ({"clip_low": 1.5}, "clip_low is 1.5: expected a number between 0 and 1"),
        ({"updates": 3}, "updates 3"),
        ({"hidden": 130}, "hidden is 130"),
        ({"contrastive": "yes"}, "contrastive is 'yes': expected true or false"),
        ({"checkpoint_dtype": "int8"}, "checkpoint_dtype is 'int8': expected float32 or bfloat16"),
        ({"contrastive": True, "group": 2}, "group is 2: expected at least 3 rollouts"),
        ({"placebo": True}, "placebo is a control of the contrastive reward"),
        ({"contrastive_level": "world"}, "expected group, cross or batch"),
    ],
)
def test_bad_settings_name_themselves(settings, message):
    with pytest.raises(InputError, match=message):
        configure("grpo", "tiny", settings)


def test_unknown_method_and_preset_and_what_sft_has_not():
    with pytest.raises(InputError, match="unknown preset 'big': there is track1, track2, tiny"):
        configure("grpo", "big")
    with pytest.raises(InputError, match="method is 'ppo': expected sft, grpo, dapo"):
        configure("ppo", "tiny")
    with pytest.raises(InputError, match="'track1' is of reinforcement learning, not of sft"):
        configure("sft", "track1")
    with pytest.raises(InputError, match="not with sft"):
        configure("sft", "tiny", {"contrastive": True})
    with pytest.raises(InputError, match="validation is 5: sft keeps no best checkpoint"):
        configure("sft", "tiny", {"validation": 5})
    with pytest.raises(InputError, match="lora_rank is 4 and there is no model"):
        configure("sft", "tiny", {"lora_rank": 4})


def test_bad_files_and_texts_name_themselves(tmp_path):
    with pytest.raises(InputError, match=r"none\.yaml"):
        read_settings(tmp_path / "none.yaml")
    (tmp_path / "list.yaml").write_text("- 1\n")
    with pytest.raises(InputError, match="holds no settings"):
        read_settings(tmp_path / "list.yaml")
    (tmp_path / "broken.yaml").write_text("a: [1\n")
    with pytest.raises(InputError, match="not YAML"):
        read_settings(tmp_path / "broken.yaml")
    with pytest.raises(InputError, match="expected NAME=VALUE"):
        parse_settings(["kl"])
