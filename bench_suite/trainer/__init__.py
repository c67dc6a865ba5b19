"""The reference trainer: supervised fine-tuning, then GRPO with or without CLIPO's reward."""

from bench_suite.trainer.config import PRESETS, TrainConfig, make_config
from bench_suite.trainer.run import policy_path, train, unfinished

__all__ = ["PRESETS", "TrainConfig", "make_config", "policy_path", "train", "unfinished"]
