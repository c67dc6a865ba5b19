"""The contrastive reward of CLIPO (Cui et al. 2026, arXiv 2603.10101), as plain functions.

Shapes: B prompts with G rollouts each, T tokens, hidden size H, head outputs D.
"""

from typing import NamedTuple

import torch
from torch import Tensor, nn
from torch.nn.functional import normalize


class ContrastiveHead(nn.Module):
    """z = W h / |W h|: one linear layer without bias, then unit length."""

    def __init__(self, hidden: int, outputs: int, generator: torch.Generator) -> None:
        super().__init__()
        self.projection = nn.Linear(hidden, outputs, bias=False)
        bound = hidden**-0.5  # the default of nn.Linear, but from our own generator
        nn.init.uniform_(self.projection.weight, -bound, bound, generator=generator)

    def forward(self, pooled: Tensor) -> Tensor:
        """(..., H) to unit vectors (..., D)."""
        return normalize(self.projection(pooled), dim=-1)


class Contrast(NamedTuple):
    """What the contrastive loss says of a batch.

    Attributes:
        loss: (B, G), zero where it is not defined.
        anchors: (B, G) bool, true where it is: correct rollouts of non-trivial groups.
        cosine: (B, G) similarity of an anchor to its positive, zero elsewhere.
    """

    loss: Tensor
    anchors: Tensor
    cosine: Tensor


def mean_pool(states: Tensor, mask: Tensor) -> Tensor:
    """Mean of the hidden states over a response's tokens: (N, T, H), (N, T) to (N, H)."""
    weights = mask.unsqueeze(-1).to(states.dtype)
    return (states * weights).sum(1) / weights.sum(1)


def find_anchors(correct: Tensor) -> Tensor:
    """(B, G) bool: the correct rollouts of the groups with 1 < |P| < G."""
    positives = correct.sum(1, keepdim=True)
    return correct & (positives > 1) & (positives < correct.shape[1])


def draw_positives(correct: Tensor, generator: torch.Generator) -> Tensor:
    """Draw for each anchor another correct rollout of its group, uniformly.

    Args:
        correct: (B, G) bool.
        generator: on the same device.

    Returns:
        (B, G) index of the positive in the group; 0, without meaning, where there is no anchor.
    """
    anchors = find_anchors(correct)
    itself = torch.eye(correct.shape[1], dtype=torch.bool, device=correct.device)
    others = correct.unsqueeze(1) & ~itself  # (B, G, G): for anchor i, who may be its positive
    positives = torch.zeros_like(correct, dtype=torch.long)
    if anchors.any():
        weights = others[anchors].float()  # (A, G)
        positives[anchors] = torch.multinomial(weights, 1, generator=generator).squeeze(1)
    return positives


def infonce(z: Tensor, correct: Tensor, positives: Tensor, temperature: float) -> Contrast:
    """InfoNCE with one drawn positive.

    L_i = -log( exp(z_i.z_j / tau) / sum over k != i of exp(z_i.z_k / tau) ), with j the
    positive of i and k all other rollouts of the group, the other correct ones too.

    Args:
        z: (B, G, D) unit vectors.
        correct: (B, G) bool.
        positives: (B, G), from `draw_positives`.
        temperature: tau.
    """
    anchors = find_anchors(correct)
    cosine = z @ z.transpose(1, 2)  # (B, G, G)
    itself = torch.eye(z.shape[1], dtype=torch.bool, device=z.device)
    everyone = torch.logsumexp((cosine / temperature).masked_fill(itself, -torch.inf), dim=2)
    chosen = cosine.gather(2, positives.unsqueeze(2)).squeeze(2)  # (B, G)
    loss = everyone - chosen / temperature
    return Contrast(
        loss=torch.where(anchors, loss, 0.0),
        anchors=anchors,
        cosine=torch.where(anchors, chosen, 0.0).detach(),
    )


def contrastive_reward(contrast: Contrast, weight: float, floor: float) -> Tensor:
    """(B, G): max(-lambda L, floor), zero where there is no anchor; never positive."""
    return (-weight * contrast.loss.detach()).clamp(min=floor)


def head_loss(contrast: Contrast) -> Tensor:
    """Mean of the loss over its anchors, a number; zero if there is none."""
    return contrast.loss.sum() / contrast.anchors.sum().clamp(min=1)
