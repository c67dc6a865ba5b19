"""FirstPass: the first time that the trainer reads a batch of rollouts, and what it finds.

The policy that samples (a decoder of its own, or vLLM) and the one that trains are the same
weights in two programs. Where their log-probabilities differ, the ratio of the policy loss is
wrong from the start, and nothing else shows it.

Shapes: N rollouts of at most T tokens, hidden size H.
"""

from collections.abc import Sequence

import torch
from torch import Tensor

from clipo_bench.bench_suite.trainer.config import TrainConfig
from clipo_bench.bench_suite.trainer.metrics import Metrics
from clipo_bench.bench_suite.trainer.policy.policy import Policy
from clipo_bench.bench_suite.trainer.policy.token_scores import TokenScores, score
from clipo_bench.bench_suite.trainer.sampling.rollouts import Rollouts
from clipo_bench.tasks.errors import ExternalError

_TAIL = 0.01


class FirstPass:
    """Collects a batch's entropies, and how far sampler and trainer are apart."""

    def __init__(self, config: TrainConfig, rollouts: Rollouts) -> None:
        groups = rollouts.prompt_of.view(-1, config.group)
        if (groups != groups[:, :1]).any():
            raise AssertionError("a group holds rollouts of several prompts")
        self._config = config
        self._rollouts = rollouts
        self._entropies: list[Tensor] = []
        self._differences: list[Tensor] = []  # log-probability under the trainer less the sampler's

    def score(self, policy: Policy, parts: Sequence[Tensor]) -> TokenScores:
        """Score the whole batch, a micro-batch at a time.

        Args:
            policy: what is trained; with gradient if that is enabled.
            parts: indices of rows, all N between them.

        Raises:
            ExternalError: sampler and trainer are further apart than the run allows.
        """
        config, rollouts = self._config, self._rollouts
        logps, entropy = torch.zeros_like(rollouts.logps), torch.zeros_like(rollouts.logps)
        pooled = logps.new_zeros(len(logps), policy.hidden)
        for rows in parts:
            part = rollouts.select(rows)
            scores = score(policy, part, config.temperature, config.pooling)
            self.add(part, scores)
            width = part.mask.shape[1]
            logps[rows, :width] = scores.logps
            entropy[rows, :width] = scores.entropy
            pooled[rows] = scores.pooled
        self.require_agreement()
        return TokenScores(logps, entropy, pooled)

    def add(self, part: Rollouts, scores: TokenScores) -> None:
        """Take in the scores of some rows."""
        self._entropies.append(scores.entropy[part.mask])
        difference = (scores.logps.detach() - part.logps)[part.mask]
        self._differences.append(difference)

    def require_agreement(self) -> None:
        """Compare sampler and trainer, when the whole batch is taken in and nothing learnt from it.

        Raises:
            ExternalError: they are further apart than the run allows.
        """
        gap = torch.cat(self._differences).double().abs().mean().item()
        most = self._config.max_logp_gap
        if not gap <= most:  # nor NaN
            raise ExternalError(
                f"the log-probabilities of the sampler and the trainer differ by {gap:.3g} in "
                f"the mean, and max_logp_gap is {most:g}: the ratio would be wrong. Look "
                "for other weights, another precision or another temperature in the sampler; "
                "raise max_logp_gap only if you know the cause"
            )

    def describe(self) -> Metrics:
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
