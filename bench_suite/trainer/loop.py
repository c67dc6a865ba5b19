"""The loop: roll out, verify, reward, advantage, update. Read it from top to bottom.

How it departs from textbook GRPO:

1. The reward may have a contrastive part (`contrastive_reward.py`), whose head is trained beside
   the policy, at first alone.
2. A forward pass is not made twice: where one batch is one micro-batch and one update, the same
   pass serves the pooled states, the old log-probabilities and the gradient.
3. Micro-batches hold responses of similar length, so that little is padding; the weights of the
   tokens are those of the whole update, so the cut changes nothing.
4. What samples and what trains must agree on the log-probabilities, else the run stops.

Shapes: B prompts with G rollouts each, N = B * G, T tokens.
"""

from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace

import torch
from torch import Tensor

from clipo_bench.bench_suite.trainer.checkpoint import Checkpoints, Training
from clipo_bench.bench_suite.trainer.config import TrainConfig
from clipo_bench.bench_suite.trainer.data import Stream, TrainingData
from clipo_bench.bench_suite.trainer.files import BEST, LAST
from clipo_bench.bench_suite.trainer.first_pass import Readings
from clipo_bench.bench_suite.trainer.method.objectives import (
    METHODS,
    SETTINGS,
    group_advantages,
    overlong_penalty,
    policy_loss,
    token_weights,
    varied_groups,
)
from clipo_bench.bench_suite.trainer.metrics import MetricsLog, Value
from clipo_bench.bench_suite.trainer.policy.policy import Policy, clip_gradient
from clipo_bench.bench_suite.trainer.policy.reference import Reference
from clipo_bench.bench_suite.trainer.policy.token_scores import Scores, score
from clipo_bench.bench_suite.trainer.rewards import verify
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
        InputError: sampler and trainer disagree on the log-probabilities.
        KeyboardInterrupt: Ctrl-C was pressed; the last checkpoint holds all that was done.
    """
    policy, position = training.policy, training.position
    with (
        Grader(mode="paper") as grader,
        closing(make_sampler(config, policy)) as sampler,
        StopRequest(log.note) as stop,
    ):
        for phase, steps in (("warmup", config.warmup), ("train", config.steps)):
            problems = Stream(data.problems, derive_seed(config.seed, phase, "order"))
            problems.taken = position.taken.get(phase, 0)
            for step in range(position.done.get(phase, 0), steps):
                seed = derive_seed(config.seed, phase, "rollouts", step)
                rollouts, correct, tokens, said = _roll_out(
                    config, policy, sampler, grader, problems, seed
                )
                said |= _learn(config, training, reference, rollouts, correct, phase)
                if phase == "train":
                    sampler.sync(policy)
                position.done[phase] = step + 1
                position.taken[phase] = problems.taken
                said |= _validate(config, training, data.validation, sampler, grader, checkpoints)
                log.step(
                    {"phase": phase, "step": step, **said},
                    tokens=tokens,
                    shown="reward",
                )
                if position.steps % config.save_every == 0 or stop.asked:
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
) -> tuple[Rollouts, Tensor, int, dict[str, Value]]:
    """Sample and verify a batch: rollouts, (B, G) bool, tokens in all, and what to log.

    With dynamic sampling (DAPO, section 3.2) groups without signal are sampled anew.
    """
    sampled: list[Rollouts] = []
    marks: list[Tensor] = []  # (B, G) bool, of each round
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
        marks.append(verify(grader, batch, rollouts).to(policy.device))
        missing -= int(varied_groups(marks[-1].float()).sum())
    rollouts, correct = join(sampled, policy.tokenizer.pad_token_id), torch.cat(marks)
    tokens = int(rollouts.mask.sum())
    varied = varied_groups(correct.float())
    said: dict[str, Value] = {
        "reward": _mean(correct),
        "zero_variance_share": _mean(~varied),
        "response_tokens": _mean(rollouts.mask.sum(1)),
        "truncated_share": _mean(rollouts.truncated),
    }
    if config.dynamic_sampling:
        said["rounds"] = len(sampled)
        kept = (~varied).int().argsort(stable=True)[: config.prompts].sort().values  # (B,)
        rows = torch.arange(len(rollouts.tokens), device=kept.device).view(-1, config.group)
        rollouts, correct = rollouts.select(rows[kept].flatten()), correct[kept]
    return rollouts, correct, tokens, said


def _learn(
    config: TrainConfig,
    training: Training,
    reference: Reference | None,
    rollouts: Rollouts,
    correct: Tensor,
    phase: str,
) -> dict[str, Value]:
    """Reward the rollouts, train the head, and in phase ``train`` the policy."""
    policy, contrast = training.policy, training.contrast
    rows = torch.arange(len(rollouts.tokens), device=policy.device)
    parts = rollouts.micro_batches(rows, config.micro_batch_tokens)
    learns = phase == "train"
    # One forward pass for everything, where the whole batch is one part and one update.
    once = learns and config.updates == 1 and len(parts) == 1
    readings = Readings(config, rollouts)
    scores = None
    if once or contrast or config.updates > 1:
        with torch.set_grad_enabled(once):
            scores = _read(config, policy, rollouts, parts, readings)
        readings.require_agreement()

    rewards = correct.float()  # (B, G)
    said: dict[str, Value] = {}
    if config.overlong_share:
        lengths = rollouts.mask.sum(1).view_as(correct)
        cache = max(1, round(config.overlong_share * config.max_tokens))
        # DAPO's rewards are 1 and -1, ours 1 and 0: half as much is the same advantage.
        rewards = rewards + overlong_penalty(lengths, config.max_tokens, cache) / 2
    if contrast and scores:
        extra, said = contrast.step(scores.pooled, correct, rollouts.mask.sum(1).view_as(correct))
        rewards = rewards + extra
    if learns:
        advantages = group_advantages(rewards, correct.float(), scaled=config.scaled).flatten()
        said |= _update(config, training, reference, rollouts, scores, advantages, once, readings)
    return readings.describe() | said


def _read(
    config: TrainConfig,
    policy: Policy,
    rollouts: Rollouts,
    parts: Sequence[Tensor],
    readings: Readings,
) -> Scores:
    """Score all rollouts, a part at a time."""
    logps, entropy = torch.zeros_like(rollouts.logps), torch.zeros_like(rollouts.logps)
    pooled = logps.new_zeros(len(logps), policy.hidden)
    for rows in parts:
        part = rollouts.select(rows)
        said = score(policy, part, config.temperature, config.pooling)
        readings.add(part, said)
        width = part.mask.shape[1]
        logps[rows, :width] = said.logps
        entropy[rows, :width] = said.entropy
        pooled[rows] = said.pooled
    return Scores(logps, entropy, pooled)


def _update(
    config: TrainConfig,
    training: Training,
    reference: Reference | None,
    rollouts: Rollouts,
    scores: Scores | None,
    advantages: Tensor,
    once: bool,
    readings: Readings,
) -> dict[str, Value]:
    """Take the optimiser steps of one batch of rollouts.

    Args:
        config: all settings.
        training: policy and optimiser.
        reference: for the KL loss.
        rollouts: N rows.
        scores: of all of them before the first step; None if none were needed so far.
        advantages: (N,).
        once: `scores` have a gradient, and are of the only update.
        readings: get what the first pass over each row finds.
    """
    policy = training.policy
    method = replace(METHODS[config.method], **{k: getattr(config, k) for k in SETTINGS})
    counted = rollouts.mask
    if config.mask_truncated:
        counted = counted & ~rollouts.truncated.unsqueeze(1)
    clipped_up, clipped_down, divergences, norms = [], [], [], []
    rows = torch.arange(len(advantages), device=policy.device)
    for update in rows.chunk(config.updates):
        weights = torch.zeros(counted.shape, dtype=torch.float64, device=policy.device)
        weights[update] = token_weights(counted[update], config.aggregation, config.max_tokens)
        parts = [update] if once else rollouts.micro_batches(update, config.micro_batch_tokens)
        for some in parts:
            part = rollouts if once else rollouts.select(some)
            width = part.mask.shape[1]
            if once and scores:
                said = scores
            else:
                said = score(policy, part, config.temperature, config.pooling)
            if scores is None:
                readings.add(part, said)
            # Of an only update all ratios are 1, however the pass before it has rounded.
            old = said.logps
            if scores and config.updates > 1:
                old = scores.logps[some, :width]
            reference_logps = None
            if reference:
                with torch.no_grad(), reference.policy() as frozen:
                    reference_logps = score(frozen, part, config.temperature).logps
            loss, clipped, divergence = policy_loss(
                method,
                said.logps,
                old.detach(),
                advantages[some],
                counted[some, :width],
                weights[some, :width],
                reference_logps,
            )
            torch.autograd.backward(loss)
            here = counted[some, :width]
            up = (advantages[some] > 0).unsqueeze(1)
            clipped_up.append((clipped & up)[here])
            clipped_down.append((clipped & ~up)[here])
            if divergence is not None:
                divergences.append(divergence[here])
        if scores is None:
            readings.require_agreement()
        norms.append(clip_gradient(policy, config.max_grad_norm))
        training.optimizer.step()
        training.optimizer.zero_grad()
    return {
        "kl": _mean(torch.cat(divergences)) if divergences else None,
        "clip_high_share": _mean(torch.cat(clipped_up)),
        "clip_low_share": _mean(torch.cat(clipped_down)),
        "gradient_norm": _mean(torch.stack(norms)),
    }


def _validate(
    config: TrainConfig,
    training: Training,
    problems: Sequence[Problem],
    sampler: Sampler,
    grader: Grader,
    checkpoints: Checkpoints,
) -> dict[str, Value]:
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


def _mean(values: Tensor) -> float | None:
    """The mean as a number; None of nothing, since JSON has no NaN."""
    return values.double().mean().item() if values.numel() else None
