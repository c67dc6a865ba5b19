"""Learner: reward, advantage and update of one batch of verified rollouts after another.

Forward passes over the rollouts cost most of the time. Three things need one: the contrastive
reward (pooled hidden states, before there are advantages), the ratio of several updates
(log-probabilities before the first of them), and the gradient (once there are advantages, a
micro-batch at a time). How few passes serve all three decides between three ways through a batch:

- one update of one micro-batch: a single pass serves all;
- one update of several micro-batches, without contrastive reward: the pass of each micro-batch's
  gradient is its only one;
- else: a pass over all rollouts without gradient, then one of each micro-batch for its gradient.

Shapes: B prompts with G rollouts each, N = B * G, T tokens, hidden size H.
"""

from collections.abc import Sequence

import torch
from torch import Tensor

from clipo_bench.bench_suite.trainer.checkpoint import Training
from clipo_bench.bench_suite.trainer.config import TrainConfig
from clipo_bench.bench_suite.trainer.first_pass import FirstPass
from clipo_bench.bench_suite.trainer.method.objectives import group_advantages, overlong_penalty
from clipo_bench.bench_suite.trainer.metrics import Metrics
from clipo_bench.bench_suite.trainer.policy.reference import Reference
from clipo_bench.bench_suite.trainer.policy.token_scores import TokenScores, score
from clipo_bench.bench_suite.trainer.policy_update import PolicyUpdate
from clipo_bench.bench_suite.trainer.sampling.rollouts import Rollouts


class Learner:
    """Trains the policy, and the contrastive head where there is one.

    Attributes:
        training: what it changes.
    """

    def __init__(
        self, config: TrainConfig, training: Training, reference: Reference | None
    ) -> None:
        """Learn with these.

        Args:
            config: all settings.
            training: policy, optimiser and head.
            reference: for the KL loss, if there is one.
        """
        self.training = training
        self._config = config
        self._reference = reference

    def warm_up(self, rollouts: Rollouts, correct: Tensor) -> Metrics:
        """Train the contrastive head alone.

        Args:
            rollouts: N rows.
            correct: (B, G) bool.

        Returns:
            What to log.

        Raises:
            ExternalError: sampler and trainer disagree on the log-probabilities.
        """
        first_pass = FirstPass(self._config, rollouts)
        with torch.no_grad():
            scores = first_pass.score(self.training.policy, self._parts(rollouts))
        _, metrics = self._reward(rollouts, correct, scores.pooled)
        return first_pass.describe() | metrics

    def learn(self, rollouts: Rollouts, correct: Tensor) -> Metrics:
        """Train the head, then the policy. Arguments, result and errors as above."""
        parts = self._parts(rollouts)
        if self._config.updates == 1 and len(parts) == 1:
            return self._learn_in_one_pass(rollouts, correct, parts)
        if self._config.updates == 1 and self.training.contrast is None:
            return self._learn_part_by_part(rollouts, correct, parts)
        return self._learn_in_two_passes(rollouts, correct, parts)

    def _learn_in_one_pass(
        self, rollouts: Rollouts, correct: Tensor, parts: Sequence[Tensor]
    ) -> Metrics:
        """One update on one micro-batch: its pass keeps its graph until there are advantages."""
        first_pass = FirstPass(self._config, rollouts)
        scores = first_pass.score(self.training.policy, parts)
        rewards, metrics = self._reward(rollouts, correct, scores.pooled)
        update = self._update(rollouts, correct, rewards)
        rows = _rows(rollouts)
        update.begin(rows)
        update.backward(rows, rollouts, scores.logps, scores.logps)
        update.step()
        return first_pass.describe() | metrics | update.describe()

    def _learn_part_by_part(
        self, rollouts: Rollouts, correct: Tensor, parts: Sequence[Tensor]
    ) -> Metrics:
        """One update whose advantages need no pass: each micro-batch is read once."""
        first_pass = FirstPass(self._config, rollouts)
        update = self._update(rollouts, correct, self._task_reward(rollouts, correct))
        update.begin(_rows(rollouts))
        for rows in parts:
            part = rollouts.select(rows)
            scores = self._score(part)
            first_pass.add(part, scores)
            update.backward(rows, part, scores.logps, scores.logps)
        first_pass.require_agreement()
        update.step()
        return first_pass.describe() | update.describe()

    def _learn_in_two_passes(
        self, rollouts: Rollouts, correct: Tensor, parts: Sequence[Tensor]
    ) -> Metrics:
        """Read all without gradient first: for pooled states, or for what several updates share."""
        config = self._config
        first_pass = FirstPass(config, rollouts)
        with torch.no_grad():
            before = first_pass.score(self.training.policy, parts)
        rewards, metrics = self._reward(rollouts, correct, before.pooled)
        update = self._update(rollouts, correct, rewards)
        for updated in _rows(rollouts).chunk(config.updates):
            update.begin(updated)
            for rows in rollouts.micro_batches(updated, config.micro_batch_tokens):
                part = rollouts.select(rows)
                logps = self._score(part).logps
                old_logps = before.logps[rows, : logps.shape[1]]
                # Of an only update all ratios are 1, however the pass before it has rounded.
                update.backward(rows, part, logps, old_logps if config.updates > 1 else logps)
            update.step()
        return first_pass.describe() | metrics | update.describe()

    def _parts(self, rollouts: Rollouts) -> list[Tensor]:
        """The whole batch in micro-batches: indices of rows."""
        return rollouts.micro_batches(_rows(rollouts), self._config.micro_batch_tokens)

    def _score(self, part: Rollouts) -> TokenScores:
        """Score a micro-batch, with gradient."""
        config = self._config
        return score(self.training.policy, part, config.temperature, config.pooling)

    def _reward(
        self, rollouts: Rollouts, correct: Tensor, pooled: Tensor
    ) -> tuple[Tensor, Metrics]:
        """(B, G) all of the reward; the head, where there is one, learns from the batch."""
        rewards = self._task_reward(rollouts, correct)
        if self.training.contrast is None:
            return rewards, {}
        lengths = rollouts.mask.sum(1).view_as(correct)
        extra, metrics = self.training.contrast.step(pooled, correct, lengths)
        return rewards + extra, metrics

    def _task_reward(self, rollouts: Rollouts, correct: Tensor) -> Tensor:
        """(B, G) 1 where the answer is right, less DAPO's punishment of long responses."""
        config, rewards = self._config, correct.float()
        if not config.overlong_share:
            return rewards
        lengths = rollouts.mask.sum(1).view_as(correct)
        cache = max(1, round(config.overlong_share * config.max_tokens))
        # DAPO's rewards are 1 and -1, ours 1 and 0: half as much is the same advantage.
        return rewards + overlong_penalty(lengths, config.max_tokens, cache) / 2

    def _update(self, rollouts: Rollouts, correct: Tensor, rewards: Tensor) -> PolicyUpdate:
        """What updates the policy by these rewards, (B, G)."""
        config = self._config
        advantages = group_advantages(rewards, correct.float(), scaled=config.scaled).flatten()
        return PolicyUpdate(config, self.training, self._reference, rollouts, advantages)


def _rows(rollouts: Rollouts) -> Tensor:
    """(N,) indices of all rows."""
    return torch.arange(len(rollouts.tokens), device=rollouts.tokens.device)
