"""The loop: roll out, verify, reward, advantage, update. Read it from top to bottom.

Shapes: B prompts with G rollouts each, N = B * G, T tokens, hidden size H, head outputs D.
"""

import copy
from collections.abc import Sequence
from dataclasses import replace

import torch
from torch import Tensor

from bench_suite.trainer.config import TrainConfig
from bench_suite.trainer.contrastive import (
    ContrastiveHead,
    compare,
    contrastive_reward,
    head_loss,
    mean_pool,
)
from bench_suite.trainer.metrics import MetricsLog, Value
from bench_suite.trainer.objectives import (
    METHODS,
    group_advantages,
    policy_loss,
    token_weights,
)
from bench_suite.trainer.policy import Policy
from bench_suite.trainer.rewards import verify
from bench_suite.trainer.rollouts import Rollouts, Scores, sample, score
from bench_suite.trainer.seeds import derive_seed
from bench_suite.trainer.sft import shuffled
from tasks.answers import Grader
from tasks.problem import Problem


def train_grpo(
    config: TrainConfig, policy: Policy, problems: Sequence[Problem], log: MetricsLog
) -> ContrastiveHead | None:
    """Train the policy in place; return the contrastive head, if there is one.

    With one seed, runs with and without the contrastive reward see the same prompts at
    the same update: the head's warm-up draws from a stream of its own.
    """
    contrast = Contrastive(config, policy) if config.contrastive else None
    reference = _frozen(policy) if config.kl > 0 else None
    optimizer = torch.optim.AdamW(
        policy.model.parameters(), lr=config.learning_rate, weight_decay=config.weight_decay
    )
    warmup = config.head_warmup if contrast else 0
    with Grader(mode="paper") as grader:
        for phase, steps in (("warmup", warmup), ("train", config.steps)):
            chosen = shuffled(problems, derive_seed(config.seed, phase, "order"))
            generator = _generator(config, policy, phase, "rollouts")
            for step in range(steps):
                batch = [next(chosen) for _ in range(config.prompts)]
                rollouts = sample(
                    policy,
                    [policy.prompt(problem) for problem in batch],
                    group=config.group,
                    max_tokens=config.max_tokens,
                    temperature=config.temperature,
                    generator=generator,
                )
                correct = verify(grader, batch, rollouts).to(policy.device)  # (B, G)

                # On policy this one forward serves the update, the old log-probabilities
                # and the pooled states; else the updates read their part again.
                on_policy = config.updates == 1 and phase == "train"
                with torch.set_grad_enabled(on_policy):
                    scores = score(policy, rollouts, config.temperature)
                metrics = _describe(rollouts, scores, correct)

                rewards = correct.float()  # (B, G)
                if contrast:
                    extra, said = contrast.step(scores.states, rollouts.mask, correct)
                    rewards = rewards + extra
                    metrics |= said
                if phase == "train":
                    advantages = group_advantages(rewards, correct.float()).flatten()  # (N,)
                    metrics |= _update(
                        config, policy, reference, optimizer, rollouts, scores, advantages
                    )
                log.step(
                    {"phase": phase, "step": step, **metrics},
                    tokens=int(rollouts.mask.sum()),
                    shown="reward",
                )
    return contrast.head if contrast else None


class Contrastive:
    """The contrastive head with its optimiser: rewards the rollouts and learns from them."""

    def __init__(self, config: TrainConfig, policy: Policy) -> None:
        self.config = config
        start = torch.Generator().manual_seed(derive_seed(config.seed, "head"))
        head = ContrastiveHead(policy.model.config.hidden_size, config.head, start)
        self.head = head.to(policy.device)
        self.optimizer = torch.optim.AdamW(
            head.parameters(),
            lr=config.head_learning_rate,
            weight_decay=config.head_weight_decay,
        )
        self.generator = _generator(config, policy, "positives")

    def step(
        self, states: Tensor, mask: Tensor, correct: Tensor
    ) -> tuple[Tensor, dict[str, Value]]:
        """Reward the batch, then train the head on it once.

        Args:
            states: (N, T, H) hidden states, without gradient: the policy is touched only
                through the reward.
            mask: (N, T).
            correct: (B, G) bool.

        Returns:
            The contrastive reward (B, G), and what to log.
        """
        config = self.config
        with torch.enable_grad():
            pooled = mean_pool(states.float(), mask)  # (N, H)
            z = self.head(pooled).view(*correct.shape, -1)  # (B, G, D)
            contrast = compare(z, correct, config.contrastive_temperature, self.generator)
            loss = head_loss(contrast)
            torch.autograd.backward(loss)
        reward = contrastive_reward(contrast, config.contrastive_weight, config.contrastive_floor)
        anchors = contrast.anchors
        if anchors.any():  # without anchors AdamW would only let the weights decay
            self.optimizer.step()
        self.optimizer.zero_grad()
        return reward, {
            "contrastive_anchors": int(anchors.sum()),
            "contrastive_loss": _mean(contrast.loss[anchors]),
            "contrastive_reward": _mean(reward[anchors]),
            "contrastive_floor_share": _mean(reward[anchors] <= config.contrastive_floor),
            "contrastive_cosine": _mean(contrast.positive_cosine[anchors]),
        }


def _update(
    config: TrainConfig,
    policy: Policy,
    reference: Policy | None,
    optimizer: torch.optim.Optimizer,
    rollouts: Rollouts,
    scores: Scores,
    advantages: Tensor,
) -> dict[str, Value]:
    """Take the optimiser steps of one batch of rollouts."""
    method = replace(METHODS["grpo"], clip_low=config.clip, clip_high=config.clip, kl=config.kl)
    parts = rollouts.split(config.updates)
    old = scores.logps.detach().chunk(config.updates)
    clips, divergences, norms = [], [], []
    for part, old_logps, advantage in zip(
        parts, old, advantages.chunk(config.updates), strict=True
    ):
        on_policy = config.updates == 1
        logps = scores.logps if on_policy else score(policy, part, config.temperature).logps
        reference_logps = None
        if reference:
            with torch.no_grad():
                reference_logps = score(reference, part, config.temperature).logps
        weights = token_weights(part.mask, method.aggregation, config.max_tokens)
        loss, clipped, divergence = policy_loss(
            method, logps, old_logps, advantage, part.mask, weights, reference_logps
        )
        if divergence is not None:
            divergences.append(divergence[part.mask])
        torch.autograd.backward(loss)
        norms.append(
            torch.nn.utils.clip_grad_norm_(policy.model.parameters(), config.max_grad_norm)
        )
        optimizer.step()
        optimizer.zero_grad()
        clips.append(clipped[part.mask])
    return {
        "kl": _mean(torch.cat(divergences)) if divergences else None,
        "clip_share": _mean(torch.cat(clips)),
        "gradient_norm": _mean(torch.stack(norms)),
    }


def _describe(rollouts: Rollouts, scores: Scores, correct: Tensor) -> dict[str, Value]:
    right = correct.sum(1)  # (B,)
    return {
        "reward": _mean(correct),
        "zero_variance_share": _mean((right == 0) | (right == rollouts.group)),
        "entropy": _mean(scores.entropy[rollouts.mask]),
        "response_tokens": _mean(rollouts.mask.sum(1)),
        "truncated_share": rollouts.finish.count("length") / len(rollouts.finish),
    }


def _mean(values: Tensor) -> float | None:
    """The mean as a number; None of nothing, since JSON has no NaN."""
    return values.float().mean().item() if values.numel() else None


def _generator(config: TrainConfig, policy: Policy, *purpose: str) -> torch.Generator:
    seed = derive_seed(config.seed, *purpose)
    return torch.Generator(policy.device).manual_seed(seed)


def _frozen(policy: Policy) -> Policy:
    model = copy.deepcopy(policy.model).eval().requires_grad_(False)
    return Policy(model, policy.tokenizer)
