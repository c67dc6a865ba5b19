import re
from dataclasses import asdict, fields
from pathlib import Path

import pytest

from clipo_bench.bench_suite.trainer import configure
from clipo_bench.bench_suite.trainer.config import (
    TrainConfig,
    parse_settings,
    read_settings,
    write_settings,
)
from clipo_bench.bench_suite.trainer.setting_names import (
    RENAMED,
    with_current_names,
    with_former_names,
)
from clipo_bench.tasks.errors import InputError


def test_the_defaults_are_the_papers():
    config = TrainConfig(method="grpo")
    assert (config.group_size, config.learning_rate, config.temperature) == (16, 1e-6, 1.0)
    assert (config.contrastive_temperature, config.contrastive_weight) == (0.05, 0.2)
    assert (config.contrastive_floor, config.head_dim) == (-0.5, 512)
    assert (config.head_learning_rate, config.head_weight_decay) == (1e-3, 0.01)


def test_what_comes_later_wins():
    config = configure("grpo", "tiny", {"group_size": 4, "steps": 7}, {"steps": 9})
    assert (config.method, config.group_size, config.steps, config.prompts_per_batch) == (
        "grpo",
        4,
        9,
        16,
    )


def test_written_settings_read_back_as_the_same_run(tmp_path):
    config = configure("grpo", "tiny", {"contrastive": True, "seed": 3, "learning_rate": 1e-6})
    write_settings(tmp_path / "train.yaml", config)
    assert configure("grpo", None, read_settings(tmp_path / "train.yaml")) == config


def test_former_names_are_accepted_everywhere(tmp_path):
    config = configure("grpo", "tiny", {"kl_coef": 0.5, "group_size": 4})
    (tmp_path / "old.yaml").write_text("kl: 0.5\ngroup: 4\n")
    assert configure("grpo", "tiny", read_settings(tmp_path / "old.yaml")) == config
    assert configure("grpo", "tiny", parse_settings(["kl=0.5", "group=4"])) == config
    assert TrainConfig(method="grpo", kl=0.5, group=4) == TrainConfig(
        method="grpo", kl_coef=0.5, group_size=4
    )
    assert (config.kl, config.group) == (0.5, 4)
    with pytest.raises(AttributeError, match="'groups'"):
        _ = config.groups


def test_a_later_former_name_overrides_a_setting():
    assert configure("grpo", None, {"group_size": 4}, {"group": 8}).group_size == 8
    assert configure("grpo", None, {"group": 4}, {"group_size": 8}).group_size == 8


@pytest.mark.parametrize(("old", "new"), RENAMED.items())
def test_each_former_name_stands_for_a_setting_and_goes_with_no_other(old, new, tmp_path):
    names = {field.name for field in fields(TrainConfig)}
    assert new in names
    assert old not in names
    value = getattr(TrainConfig(method="grpo"), new)
    assert getattr(TrainConfig(method="grpo", **{old: value}), old) == value
    both = f"both '{new}' and '{old}' are given"
    with pytest.raises(InputError, match=both):
        TrainConfig(method="grpo", **{old: value, new: value})
    with pytest.raises(InputError, match=both):
        configure("grpo", None, parse_settings([f"{old}=1", f"{new}=1"]))
    (tmp_path / "both.yaml").write_text(f"{old}: 1\n{new}: 1\n")
    with pytest.raises(InputError, match=rf"both\.yaml: {both}"):
        read_settings(tmp_path / "both.yaml")


def test_hashes_of_settings_keep_the_former_names():
    settings = asdict(TrainConfig(method="grpo"))
    former = with_former_names(settings)
    assert former.keys() >= RENAMED.keys()
    assert not former.keys() & set(RENAMED.values())
    assert with_current_names(former) == settings


def test_the_docs_list_each_former_name():
    text = (Path(__file__).parents[3] / "docs/clipo.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `(\w+)` \| `(\w+)` \|", text, flags=re.MULTILINE)
    assert {old: new for new, old in rows} == RENAMED


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
        ({"group_size": 1}, "group_size is 1: expected at least 2"),
        ({"grup_size": 4}, "unknown setting 'grup_size': did you mean 'group_size'"),
        ({"steps": 0}, "steps is 0"),
        ({"steps": "many"}, "steps is 'many'"),
        ({"steps": True}, "steps is True"),
        ({"learning_rate": float("nan")}, "learning_rate is nan"),
        ({"clip_low": 1.5}, "clip_low is 1.5: expected a number between 0 and 1"),
        ({"updates_per_batch": 3}, "updates_per_batch 3"),
        ({"hidden_size": 130}, "hidden_size is 130"),
        ({"contrastive": "yes"}, "contrastive is 'yes': expected true or false"),
        ({"checkpoint_dtype": "int8"}, "checkpoint_dtype is 'int8': expected float32 or bfloat16"),
        ({"contrastive": True, "group_size": 2}, "group_size is 2: expected at least 3 rollouts"),
        ({"placebo": True}, "placebo is true and contrastive is false"),
        ({"contrastive_level": "world"}, "expected group, cross or batch"),
    ],
)
def test_bad_settings_name_themselves(settings, message):
    with pytest.raises(InputError, match=message):
        configure("grpo", "tiny", settings)


def test_unknown_method_and_preset_and_what_sft_has_not():
    with pytest.raises(
        InputError, match="unknown preset 'big': expected one of track1, track2, tiny"
    ):
        configure("grpo", "big")
    with pytest.raises(InputError, match="method is 'ppo': expected sft, grpo, dapo"):
        configure("ppo", "tiny")
    with pytest.raises(InputError, match="'track1' is for reinforcement learning, not for sft"):
        configure("sft", "track1")
    with pytest.raises(
        InputError, match="contrastive is true and method is sft, which has no reward"
    ):
        configure("sft", "tiny", {"contrastive": True})
    with pytest.raises(InputError, match="num_validation_problems is 5: sft has no validation"):
        configure("sft", "tiny", {"num_validation_problems": 5})
    with pytest.raises(InputError, match="lora_rank is 4 and no model is set"):
        configure("sft", "tiny", {"lora_rank": 4})


def test_bad_files_and_texts_name_themselves(tmp_path):
    with pytest.raises(InputError, match=r"none\.yaml"):
        read_settings(tmp_path / "none.yaml")
    (tmp_path / "list.yaml").write_text("- 1\n")
    with pytest.raises(InputError, match="has no settings"):
        read_settings(tmp_path / "list.yaml")
    (tmp_path / "broken.yaml").write_text("a: [1\n")
    with pytest.raises(InputError, match="not valid YAML"):
        read_settings(tmp_path / "broken.yaml")
    with pytest.raises(InputError, match="expected NAME=VALUE"):
        parse_settings(["kl"])


@pytest.mark.parametrize(
    ("preset", "problems", "epochs", "critic_warmup"),
    [("track1", 7473, 6, 14), ("track2", 7500, 10, 58)],
)
def test_presets_make_the_steps_of_the_release(
    preset: str, problems: int, epochs: int, critic_warmup: int
) -> None:
    config = configure("grpo", preset)
    policy = head_alone = step = 0
    for _ in range(epochs):  # as the release's loop counts
        for _ in range(problems // config.prompts_per_batch):
            step += 1
            if critic_warmup <= step:
                policy += 1
            else:
                head_alone += 1
    assert (config.steps, config.head_warmup_steps) == (policy, head_alone)
