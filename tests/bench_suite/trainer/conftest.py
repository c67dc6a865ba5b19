"""A policy so small that a training step takes milliseconds."""

from pathlib import Path

import pytest
import torch

from clipo_bench.bench_suite.trainer import TrainConfig, configure, train
from clipo_bench.bench_suite.trainer.sampling.decode import sample
from clipo_bench.bench_suite.trainer.sampling.rollouts import Rollouts

SHAPE = {
    "vocab_size": 400, "hidden_size": 16, "num_hidden_layers": 2, "num_attention_heads": 2,
    "intermediate_size": 32,
}  # fmt: skip
QUICK = {
    "steps": 2, "num_problems": 40, "prompts_per_batch": 2, "group_size": 4,
    "max_response_tokens": 8, "batch_size": 4,
}  # fmt: skip
PROMPTS = ["Let $x = 4$. What is $x + 2$?", "Ada has 3 apples and 12 plums. How many?", "1"]
GROUP = 4


@pytest.fixture(scope="session")
def quick_settings() -> dict:
    return SHAPE | QUICK | {"head_warmup_steps": 2, "head_dim": 8}


@pytest.fixture
def sft_config(quick_settings) -> TrainConfig:
    return configure("sft", None, quick_settings, {"learning_rate": 1e-2})


@pytest.fixture
def policy(sft_config):
    from clipo_bench.bench_suite.trainer.policy.policy import new_policy
    from clipo_bench.bench_suite.trainer.policy.tokenizer import train_tokenizer
    from clipo_bench.tasks.word_problems import problems

    texts = [f"{p.prompt}\n{p.solution}" for p in problems("train", 40, seed=0)]
    return new_policy(sft_config, train_tokenizer(texts, 400, 2048))


@pytest.fixture
def roll(policy):
    """Sample responses to `PROMPTS`."""

    def make(*, seed=0, prompts=PROMPTS, **changes) -> Rollouts:
        settings = {"group": GROUP, "max_tokens": 6, "temperature": 1.0} | changes
        generator = torch.Generator().manual_seed(seed)
        return sample(policy, prompts, generator=generator, **settings)

    return make


@pytest.fixture(scope="session")
def start(tmp_path_factory, quick_settings) -> Path:
    """A run of two steps of supervised fine-tuning."""
    out = tmp_path_factory.mktemp("sft") / "policy"
    train(configure("sft", None, quick_settings, {"learning_rate": 1e-2}), out)
    return out


@pytest.fixture
def rl(start, quick_settings):
    """Make the configuration of a quick run that starts from `start`."""

    def make(method="grpo", **changes) -> TrainConfig:
        settings = {
            "model": str(start / "last"),
            "learning_rate": 1e-2,
            "updates_per_batch": 1,
            "kl_coef": 0.04,
        }
        return configure(method, None, quick_settings, settings, changes)

    return make
