"""One training step of ours and one of TRL's, timed on the same model and the same rollouts.

TRL runs in its own loop; between two of its steps we take one of ours, so that a noisy machine
slows both alike. Our responses are forced on TRL's sampling: it decodes as always, but whatever
it computes, it draws the tokens that we drew. So both decode, verify and learn from the same.
"""

import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import torch
from torch import Tensor
from transformers import LogitsProcessor, PrinterCallback, ProgressCallback, TrainerCallback

from clipo_bench.bench_suite.trainer import loop
from clipo_bench.bench_suite.trainer.checkpoint import Training
from clipo_bench.bench_suite.trainer.config import TrainConfig
from clipo_bench.bench_suite.trainer.contrastive_reward import ContrastiveReward
from clipo_bench.bench_suite.trainer.data import Stream
from clipo_bench.bench_suite.trainer.learner import Learner
from clipo_bench.bench_suite.trainer.policy.policy import Policy
from clipo_bench.bench_suite.trainer.policy.reference import Reference
from clipo_bench.bench_suite.trainer.sampling.rollouts import Rollouts
from clipo_bench.bench_suite.trainer.sampling.sampler import OwnSampler
from clipo_bench.bench_suite.trainer.trl_engine.settings import require_trl, trl_arguments
from clipo_bench.tasks.answers import Grader
from clipo_bench.tasks.problem import Problem

ORDER = 7  # seed of the problems' order


@dataclass(frozen=True, slots=True)
class Step:
    """A step's seconds, and what it had to do.

    Attributes:
        sampling: seconds of decoding.
        rest: seconds of all else: verify, score, reward, update.
        tokens: of the responses.
        metrics: what the step logs.
    """

    sampling: float
    rest: float
    tokens: int
    metrics: dict[str, Any] = field(default_factory=dict)

    @property
    def seconds(self) -> float:
        """All of them."""
        return self.sampling + self.rest


def now(device: torch.device) -> float:
    """Seconds: on a GPU when it has done what it was asked, on a CPU those of this process.

    On an idle machine with one thread the latter are the clock's; other work on the machine
    hardly changes them.
    """
    if device.type == "cuda":
        torch.cuda.synchronize(device)
        return time.perf_counter()
    return time.process_time()


class OurSide:
    """Takes the steps of the torch engine, one by one."""

    def __init__(self, config: TrainConfig, policy: Policy, problems: Sequence[Problem]) -> None:
        self.config = config
        self.policy = policy
        self.grader = Grader(mode="paper")
        self._sampler = OwnSampler()
        self._reference = Reference(policy, adapters=False) if config.kl_coef else None
        self._stream = Stream(problems, ORDER)
        self._learners = {
            c: _learner(replace(config, contrastive=c), policy, self._reference)
            for c in (False, True)
        }

    def roll_out(self) -> tuple[Rollouts, Tensor, float, float]:
        """Sample and verify a batch: with the seconds of both and of the sampling alone."""
        device, taken = self.policy.device, [0.0]
        sample = self._sampler.sample

        def timed(*args: Any, **kwargs: Any) -> Rollouts:
            before = now(device)
            rollouts = sample(*args, **kwargs)
            taken[0] += now(device) - before
            return rollouts

        self._sampler.sample = timed  # type: ignore[method-assign]
        start = now(device)
        rollouts, correct, *_ = loop._roll_out(
            self.config, self.policy, self._sampler, self.grader, self._stream, self._stream.taken
        )
        seconds = now(device) - start
        self._sampler.sample = sample  # type: ignore[method-assign]
        return rollouts, correct, seconds, taken[0]

    def learn(
        self, rollouts: Rollouts, correct: Tensor, *, contrastive: bool = False
    ) -> tuple[float, dict[str, Any]]:
        """Learn from a batch: the seconds, and what is logged."""
        start = now(self.policy.device)
        metrics = self._learners[contrastive].learn(rollouts, correct)
        return now(self.policy.device) - start, metrics

    def step(self) -> tuple[Step, Rollouts]:
        """Take a step, without the contrastive reward."""
        rollouts, correct, seconds, sampling = self.roll_out()
        learning, metrics = self.learn(rollouts, correct)
        tokens = int(rollouts.mask.sum())
        return Step(sampling, seconds - sampling + learning, tokens, metrics), rollouts


def _learner(config: TrainConfig, policy: Policy, reference: Reference | None) -> Learner:
    optimizer = torch.optim.AdamW(policy.weights.values(), lr=config.learning_rate)
    training = Training(policy, optimizer)
    if config.contrastive:
        training.contrast = ContrastiveReward(config, policy.hidden, policy.device)
    return Learner(config, training, reference)


class Forced(LogitsProcessor):  # type: ignore[misc]
    """Leaves a generation no choice.

    Attributes:
        tokens: (N, T) to be drawn; None lets it choose.
        prompt: tokens of the padded prompts.
    """

    def __init__(self) -> None:
        self.tokens: Tensor | None = None
        self.prompt = 0

    def __call__(self, input_ids: Tensor, scores: Tensor) -> Tensor:
        """(N, V) scores with one that is possible."""
        if self.tokens is None:
            return scores
        wanted = self.tokens[:, input_ids.shape[1] - self.prompt].unsqueeze(1)
        return torch.full_like(scores, -torch.inf).scatter_(1, wanted, 0.0)


class _Pairs(TrainerCallback):  # type: ignore[misc]
    """Takes our step before each of TRL's, and times TRL's."""

    def __init__(self, ours: OurSide, model: Any, *, same: bool) -> None:
        self.pairs: list[tuple[Step, Step]] = []
        self._ours, self._same = ours, same
        self._generate, self._forced = model.generate, Forced()
        self._sampling, self._tokens = 0.0, 0
        model.generate = self._timed_generate

    def _timed_generate(self, **inputs: Any) -> Any:
        device = inputs["input_ids"].device
        self._forced.prompt = inputs["input_ids"].shape[1]
        start = now(device)
        made = self._generate(**inputs, logits_processor=[self._forced])
        self._sampling = now(device) - start
        return made

    def count(self, completion_ids: Sequence[Sequence[int]]) -> None:
        """Count the tokens of TRL's responses."""
        self._tokens = sum(map(len, completion_ids))

    def on_step_begin(self, *_: Any, **__: Any) -> None:
        """Take our step, then start the clock."""
        self._mine, rollouts = self._ours.step()
        self._forced.tokens = rollouts.tokens if self._same else None
        self._start = now(self._ours.policy.device)

    def on_step_end(self, *_: Any, **__: Any) -> None:
        """Stop the clock."""
        seconds = now(self._ours.policy.device) - self._start
        theirs = Step(self._sampling, seconds - self._sampling, self._tokens)
        self.pairs.append((self._mine, theirs))


def time_pairs(
    ours: OurSide, policy: Policy, problems: Sequence[Problem], *, pairs: int, same: bool
) -> list[tuple[Step, Step]]:
    """Time our step and TRL's in turn, each on its own copy of one model.

    Args:
        ours: at its start.
        policy: TRL's copy.
        problems: that `ours` was given.
        pairs: how many.
        same: force our responses on TRL.

    Raises:
        InputError: TRL is not installed, or another release.
    """
    require_trl()
    from datasets import Dataset
    from trl import GRPOConfig, GRPOTrainer

    config, grader = replace(ours.config, steps=pairs), Grader(mode="paper")
    callback = _Pairs(ours, policy.model, same=same)

    def reward(
        completions: list[str], completion_ids: list[list[int]], gold: list[str], **_: Any
    ) -> list[float]:
        callback.count(completion_ids)
        asked = zip(completions, gold, strict=True)
        return list(grader.map(lambda item: float(grader.grade(*item).correct), asked))

    rows = [
        {"prompt": policy.prompt(problem), "gold": problem.gold}
        for problem in Stream(problems, ORDER).take(pairs * config.prompts_per_batch)
    ]
    longest = max(len(policy.encode(row["prompt"])) for row in rows)
    gpu = policy.device.type == "cuda"
    with tempfile.TemporaryDirectory() as folder, grader:
        arguments = trl_arguments(config, folder, processes=1, prompt_tokens=longest, gpu=gpu)
        arguments |= {"save_strategy": "no", "logging_steps": pairs, "shuffle_dataset": False}
        arguments["optim"] = "adamw_torch_fused"  # its default, faster than the plain one
        trainer = GRPOTrainer(
            model=policy.model,
            reward_funcs=reward,
            args=GRPOConfig(**arguments),
            train_dataset=Dataset.from_list(rows),
            processing_class=policy.tokenizer,
            callbacks=[callback],
        )
        for printer in (PrinterCallback, ProgressCallback):
            trainer.remove_callback(printer)
        trainer.train()
    return callback.pairs


def time_contrastive(ours: OurSide, *, pairs: int) -> list[tuple[Step, Step]]:
    """Time the step without and with the contrastive reward, on the same rollouts, in turn."""
    found = []
    for place in range(pairs):
        rollouts, correct, seconds, sampling = ours.roll_out()
        if not correct.any():  # random weights: give the head something to learn from
            correct = torch.rand(correct.shape, device=correct.device) < 0.5
        learning = {}
        for contrastive in (False, True) if place % 2 else (True, False):
            learning[contrastive], _ = ours.learn(rollouts, correct, contrastive=contrastive)
        tokens = int(rollouts.mask.sum())
        base, extra = (
            Step(sampling, seconds - sampling + learning[c], tokens) for c in (False, True)
        )
        found.append((base, extra))
    return found
