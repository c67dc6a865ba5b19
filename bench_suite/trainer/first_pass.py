"""Readings: what the first pass over a batch of rollouts finds, and whether it may go on.

The policy that samples (a decoder of its own, or vLLM) and the one that trains are the same
weights in two programs. Where their log-probabilities differ, the ratio of the policy loss is
wrong from the start, and nothing else shows it.
"""

import torch
from torch import Tensor

from clipo_bench.bench_suite.trainer.config import TrainConfig
from clipo_bench.bench_suite.trainer.metrics import Value
from clipo_bench.bench_suite.trainer.policy.token_scores import Scores
from clipo_bench.bench_suite.trainer.sampling.rollouts import Rollouts
from clipo_bench.tasks.errors import InputError

_TAIL = 0.01


class Readings:
    """Collects a batch's entropies, and how far sampler and trainer are apart."""

    def __init__(self, config: TrainConfig, rollouts: Rollouts) -> None:
        groups = rollouts.prompt_of.view(-1, config.group)
        if (groups != groups[:, :1]).any():
            raise AssertionError("a group holds rollouts of several prompts")
        self._most = config.max_logp_gap
        self._entropies: list[Tensor] = []
        self._differences: list[Tensor] = []  # log-probability under the trainer less the sampler's

    def add(self, rollouts: Rollouts, scores: Scores) -> None:
        """Take in some rows."""
        self._entropies.append(scores.entropy[rollouts.mask])
        difference = (scores.logps.detach() - rollouts.logps)[rollouts.mask]
        self._differences.append(difference)

    def require_agreement(self) -> None:
        """Look at the batch, when all of it is taken in and before anything is learnt from it.

        Raises:
            InputError: sampler and trainer are further apart than the run allows.
        """
        gap = torch.cat(self._differences).double().abs().mean().item()
        if not gap <= self._most:  # nor NaN
            raise InputError(
                f"the log-probabilities of what samples and what trains differ by {gap:.3g} in "
                f"the mean, and max_logp_gap is {self._most:g}: the ratio would be wrong. Look "
                "for other weights, another precision or another temperature in the sampler; "
                "raise max_logp_gap only if you know the cause"
            )

    def describe(self) -> dict[str, Value]:
        """Entropy; the gap's mean and maximum; the tails of the ratio trainer / sampler."""
        difference = torch.cat(self._differences).double().sort().values
        tail = int(_TAIL * (len(difference) - 1))
        return {
            "entropy": torch.cat(self._entropies).double().mean().item(),
            "logp_gap_mean": difference.abs().mean().item(),
            "logp_gap_max": difference.abs().max().item(),
            "ratio_p01": difference[tail].exp().item(),
            "ratio_p99": difference[-1 - tail].exp().item(),
        }
