"""A policy so small that a training step takes milliseconds."""

import pytest

from bench_suite.trainer import TrainConfig, make_config

SHAPE = {"vocabulary": 400, "hidden": 16, "layers": 2, "heads": 2, "intermediate": 32}
QUICK = {"steps": 2, "problems": 40, "prompts": 2, "group": 4, "max_tokens": 8, "batch": 4}


@pytest.fixture(scope="session")
def quick_settings() -> dict:
    return SHAPE | QUICK | {"head_warmup": 2, "head": 8}


@pytest.fixture
def sft_config(quick_settings) -> TrainConfig:
    return make_config("sft", None, quick_settings, {"learning_rate": 1e-2})


@pytest.fixture
def policy(sft_config):
    from bench_suite.trainer.policy import new_policy
    from bench_suite.trainer.tokenizer import train_tokenizer
    from tasks.word_problems import problems

    texts = [f"{p.prompt}\n{p.solution}" for p in problems("train", 40, seed=0)]
    return new_policy(sft_config, train_tokenizer(texts, 400, 2048))
