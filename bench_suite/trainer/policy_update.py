"""PolicyUpdate: the optimizer steps of one batch of rollouts.

Shapes: N rollouts of at most T tokens.
"""

from dataclasses import replace

import torch
from torch import Tensor

from clipo_bench.bench_suite.trainer.checkpoint import Training
from clipo_bench.bench_suite.trainer.config import TrainConfig
from clipo_bench.bench_suite.trainer.method.objectives import (
    METHODS,
    SETTINGS,
    policy_loss,
    token_weights,
)
from clipo_bench.bench_suite.trainer.metrics import Metrics, mean_of
from clipo_bench.bench_suite.trainer.policy.policy import clip_gradient
from clipo_bench.bench_suite.trainer.policy.reference import Reference
from clipo_bench.bench_suite.trainer.policy.token_scores import token_scores
from clipo_bench.bench_suite.trainer.sampling.rollouts import Rollouts


class PolicyUpdate:
    """Performs optimizer steps, each of them `begin`, `backward` for every micro-batch, `step`."""

    def __init__(
        self,
        config: TrainConfig,
        training: Training,
        reference: Reference | None,
        rollouts: Rollouts,
        advantages: Tensor,
    ) -> None:
        """Prepare the loss and its tokens.

        Args:
            config: all settings.
            training: policy and optimiser.
            reference: for the KL loss, if there is one.
            rollouts: N rows.
            advantages: (N,).
        """
        self._config = config
        self._training = training
        self._reference = reference
        self._advantages = advantages
        settings = {name: getattr(config, name) for name in SETTINGS}
        self._method = replace(METHODS[config.method], **settings)
        self._counted = rollouts.mask  # (N, T) bool
        if config.mask_truncated:
            self._counted = self._counted & ~rollouts.truncated.unsqueeze(1)
        self._weights: Tensor  # (N, T) float64, of the step's rows
        self._clipped_up: list[Tensor] = []
        self._clipped_down: list[Tensor] = []
        self._divergences: list[Tensor] = []
        self._norms: list[Tensor] = []

    def begin(self, rows: Tensor) -> None:
        """Start a step: compute the token weights of its rows."""
        config, counted = self._config, self._counted
        self._weights = torch.zeros(counted.shape, dtype=torch.float64, device=counted.device)
        self._weights[rows] = token_weights(
            counted[rows], config.loss_aggregation, config.max_response_tokens
        )

    def backward(self, rows: Tensor, part: Rollouts, logps: Tensor, old_logps: Tensor) -> None:
        """Add the gradient of a micro-batch's loss.

        Args:
            rows: (n,) those of the batch that are in the micro-batch.
            part: the micro-batch, t tokens wide.
            logps: (n, t) with gradient.
            old_logps: (n, t) under the policy that sampled.
        """
        advantages = self._advantages[rows]
        counted = self._counted[rows, : part.mask.shape[1]]
        loss, clipped, divergence = policy_loss(
            self._method,
            logps,
            old_logps.detach(),
            advantages,
            counted,
            self._weights[rows, : part.mask.shape[1]],
            self._reference_logps(part),
        )
        torch.autograd.backward(loss)
        up = (advantages > 0).unsqueeze(1)
        self._clipped_up.append((clipped & up)[counted])
        self._clipped_down.append((clipped & ~up)[counted])
        if divergence is not None:
            self._divergences.append(divergence[counted])

    @torch.no_grad()
    def _reference_logps(self, part: Rollouts) -> Tensor | None:
        """(n, t) under the reference, if there is one."""
        if self._reference is None:
            return None
        with self._reference.policy() as frozen:
            return token_scores(frozen, part, self._config.temperature).logps

    def step(self) -> None:
        """Update the policy with the accumulated gradient.

        Raises:
            InputError: the gradient is not finite.
        """
        optimizer = self._training.optimizer
        self._norms.append(clip_gradient(self._training.policy, self._config.max_grad_norm))
        optimizer.step()
        optimizer.zero_grad()

    def metrics(self) -> Metrics:
        """KL, clipped shares and norm: means over tokens, and over steps."""
        return {
            "kl": mean_of(torch.cat(self._divergences)) if self._divergences else None,
            "clip_high_share": mean_of(torch.cat(self._clipped_up)),
            "clip_low_share": mean_of(torch.cat(self._clipped_down)),
            "gradient_norm": mean_of(torch.stack(self._norms)),
        }
