"""ContrastiveReward: the contrastive head with its optimizer, random draws and controls.

Shapes: B prompts with G rollouts each, N = B * G, hidden size H.
"""

from typing import Any

import torch
from torch import Tensor

from clipo_bench.bench_suite.trainer.config import TrainConfig
from clipo_bench.bench_suite.trainer.method.contrastive import (
    ContrastiveHead,
    ContrastiveScores,
    contrastive_metrics,
    contrastive_reward,
    contrastive_scores,
    head_loss,
)
from clipo_bench.bench_suite.trainer.metrics import Metrics
from clipo_bench.bench_suite.trainer.seeds import derive_seed

_DRAWS = ("positives", "again", "placebo")


class ContrastiveReward:
    """Rewards a batch of rollouts, then trains the head on it.

    Everything random comes from generators of its own, seeded alike on every process: given the
    same pooled states, all processes give the same rewards and have the same head.

    Attributes:
        head: the contrastive head.
    """

    def __init__(self, config: TrainConfig, hidden: int, device: torch.device) -> None:
        """Create the head and its optimizer.

        Args:
            config: all settings.
            hidden: H.
            device: where the pooled states will be.
        """
        start = torch.Generator().manual_seed(derive_seed(config.seed, "head"))
        self.head = ContrastiveHead(hidden, config.head_dim, start, config.head_type).to(device)
        self._config = config
        self._optimizer = torch.optim.AdamW(
            self.head.parameters(),
            lr=config.head_learning_rate,
            weight_decay=config.head_weight_decay,
        )
        self._generators = {
            name: torch.Generator(device).manual_seed(derive_seed(config.seed, name))
            for name in _DRAWS
        }

    def step(self, pooled: Tensor, correct: Tensor, lengths: Tensor) -> tuple[Tensor, Metrics]:
        """Reward the batch, then train the head on it once.

        Args:
            pooled: (N, H) float32, without gradient: the policy is touched only through the
                reward.
            correct: (B, G) bool.
            lengths: (B, G) tokens of each response.

        Returns:
            The contrastive reward (B, G), and what to log of it.
        """
        config = self._config
        with torch.enable_grad():
            z = self.head(pooled).view(*correct.shape, -1)  # (B, G, D)
            scores = self._compare(z, correct, "positives")
            if not config.freeze_head and scores.anchors.any():
                # Without anchors AdamW would only let the weights decay.
                torch.autograd.backward(head_loss(scores))
                self._optimizer.step()
                self._optimizer.zero_grad()
        # What another draw of positives would have given: how much of the reward is the draw.
        again = self._reward(self._compare(z.detach(), correct, "again"))
        reward = self._reward(scores)
        if config.placebo:
            reward = self._shuffle(reward, scores.anchors)
        metrics = contrastive_metrics(scores, reward, again, lengths, config.contrastive_floor)
        return reward, {f"contrastive_{name}": value for name, value in metrics.items()}

    def _compare(self, z: Tensor, correct: Tensor, draw: str) -> ContrastiveScores:
        config = self._config
        return contrastive_scores(
            z,
            correct,
            config.contrastive_temperature,
            self._generators[draw],
            loss=config.contrastive_loss,
            level=config.contrastive_level,
        )

    def _reward(self, scores: ContrastiveScores) -> Tensor:
        config = self._config
        return contrastive_reward(scores, config.contrastive_weight, config.contrastive_floor)

    def _shuffle(self, reward: Tensor, anchors: Tensor) -> Tensor:
        """Shuffle the rewards among the anchors of each group."""
        shuffled = reward.clone()
        for row, here in zip(shuffled, anchors, strict=True):
            values = row[here]
            order = torch.randperm(
                len(values), generator=self._generators["placebo"], device=values.device
            )
            row[here] = values[order]
        return shuffled

    def state_dict(self) -> dict[str, Any]:
        """The state that resuming needs, without the head's weights."""
        return {
            "optimizer": self._optimizer.state_dict(),
            "generators": {name: made.get_state() for name, made in self._generators.items()},
        }

    def load_state_dict(self, state: dict[str, Any]) -> None:
        """Resume from a `state_dict`; the head's weights are loaded separately."""
        self._optimizer.load_state_dict(state["optimizer"])
        for name, generator in self._generators.items():
            generator.set_state(state["generators"][name])
