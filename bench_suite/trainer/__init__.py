"""The reference trainer: supervised fine-tuning, then RLVR with or without CLIPO's reward."""

from bench_suite.trainer.config import TrainConfig, make_config
from bench_suite.trainer.presets import PRESETS, find_preset
from bench_suite.trainer.run import policy_path, train

__all__ = ["PRESETS", "TrainConfig", "find_preset", "make_config", "policy_path", "train"]
