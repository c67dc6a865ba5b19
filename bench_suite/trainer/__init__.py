"""The reference trainer: supervised fine-tuning, then RLVR with or without CLIPO's reward."""

from bench_suite.trainer.config import TrainConfig
from bench_suite.trainer.presets import PRESETS, configure
from bench_suite.trainer.run import policy_path, train

__all__ = ["PRESETS", "TrainConfig", "configure", "policy_path", "train"]
