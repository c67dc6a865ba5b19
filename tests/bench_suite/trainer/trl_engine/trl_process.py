"""What each of two processes does in `test_processes.py`: train, and leave what it has."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import torch

from clipo_bench.bench_suite.trainer import configure
from clipo_bench.bench_suite.trainer.data import TrainingData
from clipo_bench.bench_suite.trainer.stop import StopRequest
from clipo_bench.bench_suite.trainer.trl_engine.train import FOLDER, make_trainer, newest_checkpoint
from clipo_bench.bench_suite.trainer.trl_engine.trainer import ClipoTrainer
from clipo_bench.tasks.answers import Grader
from clipo_bench.tasks.word_problems import problems

RANK = int(os.environ["RANK"])


def shard_on_cpus() -> None:
    """Let FSDP2 shard over processes without GPUs, which accelerate would give DDP."""
    from accelerate.state import AcceleratorState
    from accelerate.utils import DistributedType

    original = AcceleratorState.__init__

    def init(self, *args, fsdp_plugin=None, **kwargs):
        original(self, *args, fsdp_plugin=fsdp_plugin, **kwargs)
        if fsdp_plugin is not None:
            self.fsdp_plugin = fsdp_plugin
        if self.__dict__.get("fsdp_plugin") is not None:
            self.distributed_type = DistributedType.FSDP

    AcceleratorState.__init__ = init


@contextmanager
def pressing_ctrl_c(stop: StopRequest) -> Iterator[None]:
    """As if Ctrl-C reached the second process alone, in the first batch."""
    original = ClipoTrainer._roll_out

    def roll_out(self, phase, step):
        original(self, phase, step)
        stop.asked = RANK == 1 and (phase, step) == ("train", 0)

    ClipoTrainer._roll_out = roll_out
    yield
    ClipoTrainer._roll_out = original
    stop.asked = False


def left(trainer: ClipoTrainer) -> dict:
    """What a process has in the end."""
    trainer.expect_same_heads()
    weights = trainer.accelerator.get_state_dict(trainer.model_wrapped)
    return {
        "policy": {name: weight.clone() for name, weight in weights.items()},
        "head": trainer.contrast.head.state_dict(),
        "draws": trainer.contrast.state_dict()["generators"],
        "rollouts": trainer._batch.generated[1],
        "kind": type(next(trainer.model.parameters())).__name__,
        "step": trainer.state.global_step,
    }


def main(out: Path, *, sharded: bool) -> None:
    # Groups straddle the processes: each has one and a half.
    settings = {
        "engine": "trl", "contrastive": True, "steps": 2, "prompts_per_batch": 3, "group_size": 4,
        "head_dim": 8, "head_warmup_steps": 1, "updates_per_batch": 1, "learning_rate": 1e-3,
        "kl_coef": 0.001, "max_response_tokens": 32,
    }  # fmt: skip
    config = configure("dapo", "tiny", settings)
    data = TrainingData(problems("train", 60, 0), (), "word problems", "")
    if sharded:
        shard_on_cpus()
    with Grader(mode="paper") as grader, StopRequest(print) as stop:

        def make(name: str) -> ClipoTrainer:
            return make_trainer(config, data, out / name, grader, stop)

        trainer = make("whole")
        trainer.train()
        torch.save(left(trainer), out / f"whole{RANK}.pt")
        if sharded:
            return
        trainer = make("parts")
        with pressing_ctrl_c(stop):
            trainer.train()
        assert trainer.state.global_step == 1, trainer.state.global_step
        start = newest_checkpoint(out / "parts" / FOLDER)
        trainer = make("parts")
        trainer.restore(start)
        trainer.train(resume_from_checkpoint=str(start))
        torch.save(left(trainer), out / f"parts{RANK}.pt")


if __name__ == "__main__":
    main(Path(sys.argv[1]), sharded="sharded" in sys.argv)
