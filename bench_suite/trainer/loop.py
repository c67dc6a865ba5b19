"""The loop: roll out, verify, reward, advantage, update. Read it from top to bottom.

How it departs from textbook GRPO:

1. The reward may have a contrastive part (`contrastive_reward.py`), whose head is trained beside
   the policy, at first alone.
2. As few forward passes are made as a batch needs (`learner.py`): where it is one micro-batch and
   one update, one pass serves pooled states, old log-probabilities and gradient.
3. Micro-batches hold responses of similar length, so that little is padding; the weights of the
   tokens are those of the whole update, so the cut changes nothing.
4. The sampler and the trainer must agree on the log-probabilities, else the run stops
   (`first_pass.py`).

Shapes: B prompts with G rollouts each, N = B * G, T tokens.
"""

from collections.abc import Sequence
from contextlib import closing

import torch
from torch import Tensor

from clipo_bench.bench_suite.trainer.checkpoint import Checkpoints, Training
from clipo_bench.bench_suite.trainer.config import TrainConfig
from clipo_bench.bench_suite.trainer.data import Stream, TrainingData
from clipo_bench.bench_suite.trainer.files import BEST, LAST
from clipo_bench.bench_suite.trainer.learner import Learner
from clipo_bench.bench_suite.trainer.method.objectives import varied_groups
from clipo_bench.bench_suite.trainer.metrics import Metrics, MetricsLog, mean_of
from clipo_bench.bench_suite.trainer.policy.policy import Policy
from clipo_bench.bench_suite.trainer.policy.reference import Reference
from clipo_bench.bench_suite.trainer.rewards import training_grader, verify
from clipo_bench.bench_suite.trainer.sampling.rollouts import Rollouts, join
from clipo_bench.bench_suite.trainer.sampling.sampler import Sampler, make_sampler
from clipo_bench.bench_suite.trainer.seeds import derive_seed
from clipo_bench.bench_suite.trainer.stop import StopRequest
from clipo_bench.tasks.answers import Grader
from clipo_bench.tasks.problem import Problem

ROUNDS = 10  # of dynamic sampling, at most: what is still missing then are groups without signal
_VALIDATION_BATCH = 256


def train_policy(
    config: TrainConfig,
    training: Training,
    data: TrainingData,
    reference: Reference | None,
    log: MetricsLog,
    checkpoints: Checkpoints,
) -> None:
    """Train the policy in place, from where `training` stands to the last step.

    With one seed, runs with and without the contrastive reward see the same prompts at the
    same update: the head's warm-up has prompts and random numbers of its own.

    Args:
        config: all settings.
        training: policy, optimiser, head and position.
        data: problems to train on and to validate on.
        reference: for the KL loss, if there is one.
        log: of the steps.
        checkpoints: to write.

    Raises:
        ExternalError: sampler and trainer disagree on the log-probabilities.
        KeyboardInterrupt: Ctrl-C was pressed; the last checkpoint holds all that was done.
    """
    policy, position = training.policy, training.position
    learner = Learner(config, training, reference)
    with (
        training_grader(config.reward) as grader,
        closing(make_sampler(config, policy)) as sampler,
        StopRequest(log.note) as stop,
    ):
        for phase, steps in (("warmup", config.warmup), ("train", config.steps)):
            problems = Stream(data.problems, derive_seed(config.seed, phase, "order"))
            problems.taken = position.taken.get(phase, 0)
            for step in range(position.done.get(phase, 0), steps):
                seed = derive_seed(config.seed, phase, "rollouts", step)
                rollouts, correct, tokens, metrics = _roll_out(
                    config, policy, sampler, grader, problems, seed
                )
                if phase == "warmup":
                    metrics |= learner.warm_up(rollouts, correct)
                else:
                    metrics |= learner.learn(rollouts, correct)
                    sampler.sync(policy)
                position.done[phase] = step + 1
                position.taken[phase] = problems.taken
                metrics |= _validate(
                    config, training, data.validation, sampler, grader, checkpoints
                )
                line = {"phase": phase, "step": step, **metrics}
                log.step(line, tokens=tokens, shown="reward")
                if checkpoints.due(position.steps) or stop.asked:
                    checkpoints.save(LAST, training, log.last)
                if stop.asked:
                    raise KeyboardInterrupt
    checkpoints.save(LAST, training, log.last)


def _roll_out(
    config: TrainConfig,
    policy: Policy,
    sampler: Sampler,
    grader: Grader,
    problems: Stream[Problem],
    seed: int,
) -> tuple[Rollouts, Tensor, int, Metrics]:
    """Sample and verify a batch: rollouts, (B, G) bool, tokens in all, and what to log.

    With dynamic sampling (DAPO, section 3.2) groups without signal are sampled anew.
    """
    sampled: list[Rollouts] = []
    judged: list[Tensor] = []  # (B, G) bool, of each round
    missing = config.prompts
    while missing > 0 and len(sampled) < (ROUNDS if config.dynamic_sampling else 1):
        batch = problems.take(config.prompts)
        rollouts = sampler.sample(
            policy,
            [policy.prompt(problem) for problem in batch],
            group=config.group,
            max_tokens=config.max_tokens,
            temperature=config.temperature,
            seed=derive_seed(seed, "round", len(sampled)),
        )
        sampled.append(rollouts)
        judged.append(verify(grader, batch, rollouts).to(policy.device))
        missing -= int(varied_groups(judged[-1].float()).sum())
    rollouts, correct = join(sampled, policy.tokenizer.pad_token_id), torch.cat(judged)
    tokens = int(rollouts.mask.sum())
    varied = varied_groups(correct.float())
    metrics: Metrics = {
        "reward": mean_of(correct),
        "zero_variance_share": mean_of(~varied),
        "response_tokens": mean_of(rollouts.mask.sum(1)),
        "truncated_share": mean_of(rollouts.truncated),
    }
    if config.dynamic_sampling:
        metrics["rounds"] = len(sampled)
        kept = (~varied).int().argsort(stable=True)[: config.prompts].sort().values  # (B,)
        rows = torch.arange(len(rollouts.tokens), device=kept.device).view(-1, config.group)
        rollouts, correct = rollouts.select(rows[kept].flatten()), correct[kept]
    return rollouts, correct, tokens, metrics


def _validate(
    config: TrainConfig,
    training: Training,
    problems: Sequence[Problem],
    sampler: Sampler,
    grader: Grader,
    checkpoints: Checkpoints,
) -> Metrics:
    """Ask the validation problems if it is time, and keep the best policy so far."""
    position, policy = training.position, training.policy
    step = position.done.get("train", 0)
    if not problems or not step or (step % config.validate_every and step < config.steps):
        return {}
    right = []
    for start in range(0, len(problems), _VALIDATION_BATCH):
        batch = problems[start : start + _VALIDATION_BATCH]
        rollouts = sampler.sample(
            policy,
            [policy.prompt(problem) for problem in batch],
            group=1,
            max_tokens=config.max_tokens,
            temperature=0,
            seed=0,
        )
        right.append(verify(grader, batch, rollouts))
    accuracy = torch.cat(right).double().mean().item()
    if accuracy > position.best:
        position.best = accuracy
        checkpoints.save(BEST, training, {"step": step, "validation": accuracy})
    return {"validation": accuracy}
