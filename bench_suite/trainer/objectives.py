"""GRPO's objective (Shao et al. 2024, arXiv 2402.03300), as plain functions.

Shapes: B prompts with G rollouts each, N = B * G, T tokens. Masks are true where a
response's token is.
"""

import torch
from torch import Tensor

EPSILON = 1e-6  # a group whose rewards are all equal has advantage 0


def group_advantages(rewards: Tensor) -> Tensor:
    """(r - mean) / (std + 1e-6) within each group: (B, G) to (B, G).

    The standard deviation is the sample's (over G - 1), as in the released code.
    """
    mean = rewards.mean(1, keepdim=True)
    deviation = rewards.std(1, keepdim=True)
    return (rewards - mean) / (deviation + EPSILON)


def clipped_loss(
    logps: Tensor, old_logps: Tensor, advantages: Tensor, clip: float
) -> tuple[Tensor, Tensor]:
    """The clipped policy loss of each token.

    Args:
        logps: (N, T), with gradient.
        old_logps: (N, T) under the policy that sampled.
        advantages: (N,).
        clip: the ratio's room on either side of 1.

    Returns:
        The loss (N, T), and where the clipping took the gradient away (N, T) bool.
    """
    ratio = torch.exp(logps - old_logps)
    advantages = advantages.unsqueeze(1)
    free = ratio * advantages
    clipped = ratio.clamp(1 - clip, 1 + clip) * advantages
    return -torch.minimum(free, clipped), (clipped < free).detach()


def kl_k3(logps: Tensor, reference_logps: Tensor) -> Tensor:
    """KL divergence to the reference, per token, by the low-variance estimator k3.

    exp(d) - d - 1 with d = log reference - log policy (Schulman 2020); never negative.
    """
    difference = reference_logps - logps
    return torch.exp(difference) - difference - 1


def sequence_mean(values: Tensor, mask: Tensor) -> Tensor:
    """Mean over each response's tokens, then over responses: (N, T), (N, T) to a number.

    As published for GRPO: each response weighs the same, however long.
    """
    return ((values * mask).sum(1) / mask.sum(1)).mean()
