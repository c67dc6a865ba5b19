"""A configuration in TRL's words, and what TRL cannot do."""

from importlib.metadata import PackageNotFoundError

import pytest

from clipo_bench.bench_suite.trainer import configure
from clipo_bench.bench_suite.trainer.trl_engine import settings as trl_settings
from clipo_bench.bench_suite.trainer.trl_engine.settings import (
    OLDEST,
    TOO_NEW,
    require_possible,
    require_trl,
    rows_at_once,
    trl_arguments,
)
from clipo_bench.tasks.errors import InputError

PLAIN = {"loss_type": "grpo", "importance_sampling_level": "token", "scale_rewards": "group"}


def config_of(method: str, preset: str | None = None, **changes):
    return configure(method, preset, {"engine": "trl"}, changes)


def arguments_of(config, tmp_path, processes: int = 1, prompt_tokens: int = 100):
    return trl_arguments(
        config, tmp_path, processes=processes, prompt_tokens=prompt_tokens, gpu=False
    )


@pytest.mark.parametrize(
    ("method", "preset", "expected"),
    [
        ("grpo", None, PLAIN | {"epsilon": 0.2, "epsilon_high": 0.2, "beta": 0.04}),
        ("grpo", "track1", PLAIN | {"loss_type": "dapo", "epsilon": 0.2, "beta": 0.001}),
        ("dapo", None, PLAIN | {"loss_type": "dapo", "epsilon_high": 0.28, "beta": 0}),
        ("dr_grpo", None, PLAIN | {"loss_type": "dr_grpo", "scale_rewards": "none"}),
        (
            "gspo",
            None,
            PLAIN
            | {"importance_sampling_level": "sequence", "epsilon": 3e-4, "epsilon_high": 4e-4},
        ),
        ("gmpo", None, PLAIN | {"epsilon": 0.4, "epsilon_high": 0.4}),
    ],
)
def test_each_method_has_its_objective(method, preset, expected, tmp_path):
    arguments = arguments_of(config_of(method, preset), tmp_path)
    assert {name: arguments[name] for name in expected} == expected
    assert arguments["use_bias_correction_kl"] is False


def test_trl_takes_the_arguments_and_no_default_of_its_own_stays(tmp_path):
    from trl import GRPOConfig

    config = config_of("grpo", "tiny", gradient_checkpointing=False, save_every=10, steps=40)
    made = GRPOConfig(**arguments_of(config, tmp_path))
    assert made.learning_rate == config.learning_rate
    assert made.lr_scheduler_type == "constant"
    assert made.weight_decay == 0.01
    assert (made.adam_beta1, made.adam_beta2, made.adam_epsilon) == (0.9, 0.999, 1e-8)
    assert made.gradient_checkpointing is False
    assert made.bf16 is False
    assert (made.top_p, made.top_k, made.min_p, made.repetition_penalty) == (1.0, 0, None, 1.0)
    assert made.max_completion_length == 40
    assert made.num_iterations == 1
    assert made.generation_batch_size == config.prompts_per_batch * config.group_size
    assert made.entropy_coef == 0


def test_a_batch_of_rollouts_is_cut_into_updates_and_these_into_passes(tmp_path):
    config = config_of("grpo", "track1", micro_batch_tokens=16_384, save_every=3)
    arguments = arguments_of(config, tmp_path, processes=8, prompt_tokens=400)
    rows, passes = (
        arguments["per_device_train_batch_size"],
        arguments["gradient_accumulation_steps"],
    )
    assert rows * (400 + 2048) <= 16_384
    assert rows * passes * 8 == 512 * 16 / 2  # one of two updates
    assert arguments["steps_per_generation"] == 2 * passes
    assert arguments["max_steps"] == 2 * 71
    # A run can go on exactly only from where a batch of rollouts ends.
    assert arguments["save_steps"] == 2 * 3
    assert arguments["logging_steps"] == 2


def test_at_least_one_rollout_fits():
    assert rows_at_once(config_of("grpo", "tiny", micro_batch_tokens=1), 1, 100) == 1


def test_two_seeds_differ_in_trls_seed(tmp_path):
    seeds = {arguments_of(config_of("grpo", seed=n), tmp_path)["seed"] for n in range(3)}
    assert len(seeds) == 3


def test_vllm_is_colocated_or_served(tmp_path, monkeypatch):
    config = config_of(
        "grpo", rollout_backend="vllm", vllm_gpu_memory_utilization=0.3, max_response_tokens=50
    )
    monkeypatch.delenv(trl_settings.SERVER, raising=False)
    arguments = arguments_of(config, tmp_path)
    assert arguments["use_vllm"]
    assert arguments["vllm_mode"] == "colocate"
    assert arguments["vllm_gpu_memory_utilization"] == 0.3
    assert arguments["vllm_max_model_length"] == 150
    assert arguments["vllm_importance_sampling_correction"] is False
    monkeypatch.setenv(trl_settings.SERVER, "http://node7:8000")
    arguments = arguments_of(config, tmp_path)
    assert arguments["vllm_mode"] == "server"
    assert arguments["vllm_server_base_url"] == "http://node7:8000"


@pytest.mark.parametrize(
    ("method", "changes", "message"),
    [
        ("sft", {}, "method is sft"),
        ("grpo", {"kl_coef": 0.1, "kl_estimator": "k2"}, "kl_estimator is k2"),
        ("gmpo", {"loss_aggregation": "token_mean"}, "loss_aggregation is token_mean"),
        ("grpo", {"num_validation_problems": 5}, "num_validation_problems is 5"),
        ("grpo", {"rollout_backend": "vllm"}, "rollout_backend is vllm"),
        ("grpo", {"lora_rank": 8}, "lora_rank is 8"),
        ("grpo", {"prompts_per_batch": 1, "group_size": 5}, "5 rollouts"),
    ],
)
def test_what_trl_cannot_do_names_itself(method, changes, message, monkeypatch):
    monkeypatch.setattr(trl_settings, "find_spec", lambda name: None)
    with pytest.raises(InputError, match=message):
        require_possible(config_of(method, **changes), processes=2)


def test_another_kl_estimator_does_not_matter_without_kl():
    require_possible(config_of("gspo", kl_coef=0, kl_estimator="k1"), processes=1)


def test_a_missing_trl_and_another_release_are_refused(monkeypatch):
    def missing(name: str) -> str:
        raise PackageNotFoundError

    monkeypatch.setattr(trl_settings, "version", missing)
    with pytest.raises(InputError, match=r"clipo-bench\[trl\]"):
        require_trl()
    for found in ("1.15.4", TOO_NEW, "2.0"):
        monkeypatch.setattr(trl_settings, "version", lambda name, found=found: found)
        with pytest.raises(InputError, match=f"TRL {found} is installed"):
            require_trl()
    monkeypatch.setattr(trl_settings, "version", lambda name: f"{OLDEST}.2")
    require_trl()


def test_the_range_is_the_packages():
    import tomllib
    from pathlib import Path

    project = Path(__file__).parents[4] / "pyproject.toml"
    extras = tomllib.loads(project.read_text())["project"]["optional-dependencies"]
    wanted = f"trl>={OLDEST},<{TOO_NEW}"
    assert wanted in extras["trl"]
    assert wanted in extras["dev"]
