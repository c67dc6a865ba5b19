"""The applications: command line, evaluation, backends, trainer, studies."""

from clipo_bench._exports import TYPE_CHECKING, lazy

if TYPE_CHECKING:
    from clipo_bench.bench_suite.evaluation.merge import merge_runs
    from clipo_bench.bench_suite.runs import evaluate, grade
    from clipo_bench.bench_suite.trainer.config import TrainConfig
    from clipo_bench.bench_suite.trainer.method.contrastive import (
        contrastive_reward,
        contrastive_scores,
    )
    from clipo_bench.bench_suite.trainer.method.objectives import (
        METHODS,
        group_advantages,
        policy_loss,
        token_weights,
    )
    from clipo_bench.bench_suite.trainer.policy.shipped_policy import policy_path
    from clipo_bench.bench_suite.trainer.presets import configure
    from clipo_bench.bench_suite.trainer.run import train

__all__ = [
    "METHODS",
    "TrainConfig",
    "configure",
    "contrastive_reward",
    "contrastive_scores",
    "evaluate",
    "grade",
    "group_advantages",
    "merge_runs",
    "policy_loss",
    "policy_path",
    "token_weights",
    "train",
]
_PLACES = {
    "METHODS": "bench_suite.trainer.method.objectives",
    "TrainConfig": "bench_suite.trainer.config",
    "configure": "bench_suite.trainer.presets",
    "contrastive_reward": "bench_suite.trainer.method.contrastive",
    "contrastive_scores": "bench_suite.trainer.method.contrastive",
    "evaluate": "bench_suite.runs",
    "grade": "bench_suite.runs",
    "group_advantages": "bench_suite.trainer.method.objectives",
    "merge_runs": "bench_suite.evaluation.merge",
    "policy_loss": "bench_suite.trainer.method.objectives",
    "policy_path": "bench_suite.trainer.policy.shipped_policy",
    "token_weights": "bench_suite.trainer.method.objectives",
    "train": "bench_suite.trainer.run",
}

if not TYPE_CHECKING:
    __getattr__, __dir__ = lazy(__name__, _PLACES)
