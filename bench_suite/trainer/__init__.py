"""The reference trainer: supervised fine-tuning, then RLVR with or without CLIPO's reward."""

from clipo_bench.bench_suite.trainer.config import TrainConfig
from clipo_bench.bench_suite.trainer.policy.shipped_policy import policy_path
from clipo_bench.bench_suite.trainer.presets import PRESETS, configure
from clipo_bench.bench_suite.trainer.run import train

__all__ = ["PRESETS", "TrainConfig", "configure", "policy_path", "train"]
