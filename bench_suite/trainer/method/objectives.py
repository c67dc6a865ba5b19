"""The policy objectives of GRPO and its descendants, as plain functions.

- GRPO, Shao et al. 2024, https://arxiv.org/abs/2402.03300.
- DAPO, Yu et al. 2025, https://arxiv.org/abs/2503.14476: a wider upper clip, the mean over
  tokens, groups without signal replaced by new samples, a penalty for long responses.
- Dr.GRPO, Liu et al. 2025, https://arxiv.org/abs/2503.20783: divides neither by the group's
  spread nor by the response's length.
- GSPO, Zheng et al. 2025, https://arxiv.org/abs/2507.18071: one ratio for the whole response.
- GMPO, Zhao et al. 2025, https://arxiv.org/abs/2507.20673: the geometric mean of clipped ratios.

KL estimators: Schulman 2020, http://joschu.net/blog/kl-approx.html. While a batch of rollouts
serves a single update, all ratios are 1, and GRPO, GSPO and GMPO have the same gradient.

Shapes: B prompts with G rollouts each, N = B * G, T tokens. Masks are true where a
response's token is.
"""

from collections.abc import Callable
from dataclasses import dataclass, fields
from typing import Literal, NamedTuple

import torch
from torch import Tensor

EPSILON = 1e-6  # added to a group's standard deviation, as in the released code
SAME = 1e-6  # rewards that differ by less are equal: the rest is rounding

Aggregation = Literal["sequence_mean", "token_mean", "constant"]


def varied_groups(task: Tensor) -> Tensor:
    """Which groups have rewards that differ: max |r - mean| of at least 1e-6.

    The others give no signal. DAPO's dynamic sampling (section 3.2) keeps only these, and
    samples further prompts in place of the rest.

    Args:
        task: (B, G) the task's reward alone: what is added to it differs in any group.

    Returns:
        (B,) bool.
    """
    return (task - task.mean(1, keepdim=True)).abs().amax(1) >= SAME


def group_advantages(rewards: Tensor, task: Tensor, *, scale_rewards: bool = True) -> Tensor:
    """(r - mean) / (std + 1e-6) within each group: (B, G), (B, G) to (B, G).

    Groups whose task reward is the same for all have advantage 0. Otherwise the division
    would make full-size advantages of rounding, or of the small differences in what is added.

    Args:
        rewards: all of the reward.
        task: the task's alone.
        scale_rewards: divide by the standard deviation, the sample's (over G - 1), as in the
            released code. Dr.GRPO does not.
    """
    advantages = rewards - rewards.mean(1, keepdim=True)
    if scale_rewards:
        advantages = advantages / (rewards.std(1, keepdim=True) + EPSILON)
    return torch.where(varied_groups(task).unsqueeze(1), advantages, 0)


def overlong_penalty(lengths: Tensor, max_tokens: int, cache: int) -> Tensor:
    """DAPO's soft overlong penalty (equation 13), to be added to the reward.

    0 up to max_tokens - cache, then falling linearly to -1 at max_tokens. The paper has
    cache = 4096 of max_tokens = 20480, and task rewards of 1 and -1.

    Args:
        lengths: tokens of each response, of any shape.
        max_tokens: the most that a response may have.
        cache: how many of them are punished.
    """
    return ((max_tokens - cache - lengths) / cache).clamp(-1, 0)


class TokenLoss(NamedTuple):
    """The policy loss of each token.

    Attributes:
        loss: (N, T), with gradient. Methods that weigh whole responses repeat the response's
            loss for its tokens, so that the mean over them is that loss.
        clipped: (N, T) bool, where the clipping took the gradient away. With a positive
            advantage it was the upper bound, with a negative one the lower.
    """

    loss: Tensor
    clipped: Tensor


def token_ratio_loss(
    log_ratio: Tensor, advantages: Tensor, mask: Tensor, low: float, high: float
) -> TokenLoss:
    """PPO's clipped loss, -min(ratio A, clip(ratio, 1 - low, 1 + high) A), for each token.

    Of GRPO, DAPO and Dr.GRPO.

    Args:
        log_ratio: (N, T) log-probability less that under the policy that sampled; zero where
            the mask is false.
        advantages: (N,).
        mask: (N, T).
        low: the ratio's room below 1.
        high: the ratio's room above 1.
    """
    return _clip(log_ratio.exp(), advantages.unsqueeze(1), low, high)


def sequence_ratio_loss(
    log_ratio: Tensor, advantages: Tensor, mask: Tensor, low: float, high: float
) -> TokenLoss:
    """GSPO: as above, with one ratio for the response.

    The ratio is exp(mean over the tokens of their log ratio). Arguments as above.
    """
    ratio = _mean_of_tokens(log_ratio, mask).exp().unsqueeze(1)  # (N, 1)
    loss, clipped = _clip(ratio, advantages.unsqueeze(1), low, high)
    return TokenLoss(loss.expand_as(log_ratio), clipped.expand_as(log_ratio))


def geometric_mean_loss(
    log_ratio: Tensor, advantages: Tensor, mask: Tensor, low: float, high: float
) -> TokenLoss:
    """GMPO: -A times the geometric mean of the clipped ratios.

    The bounds are of the log ratio, exp(-low) and exp(high). Each token is clipped on the
    side on which it would gain: log ratio up to `high` where A > 0, from -`low` else.
    Arguments as above.
    """
    gains = advantages.unsqueeze(1) > 0
    bounded = torch.where(gains, log_ratio.clamp(max=high), log_ratio.clamp(min=-low))
    loss = -advantages * _mean_of_tokens(bounded, mask).exp()  # (N,)
    loses = advantages.unsqueeze(1) < 0
    clipped = (gains & (log_ratio > high)) | (loses & (log_ratio < -low))
    return TokenLoss(loss.unsqueeze(1).expand_as(log_ratio), clipped)


def _clip(ratio: Tensor, advantages: Tensor, low: float, high: float) -> TokenLoss:
    free = ratio * advantages
    bounded = ratio.clamp(1 - low, 1 + high) * advantages
    return TokenLoss(-torch.minimum(free, bounded), (bounded < free).detach())


def _mean_of_tokens(values: Tensor, mask: Tensor) -> Tensor:
    """Mean over each response's tokens: (N, T), (N, T) to (N,); 0 of a response without any."""
    return (values * mask).sum(1) / mask.sum(1).clamp(min=1)


def kl_k1(logps: Tensor, reference_logps: Tensor) -> Tensor:
    """KL to the reference, per token: log policy - log reference. Unbiased, varies much.

    For measuring. As a loss it is useless: on policy its expected gradient is 0.
    """
    return logps - reference_logps


def kl_k2(logps: Tensor, reference_logps: Tensor) -> Tensor:
    """(log policy - log reference)^2 / 2. Biased, but on policy its gradient is KL's own."""
    return (logps - reference_logps).square() / 2


def kl_k3(logps: Tensor, reference_logps: Tensor) -> Tensor:
    """exp(d) - d - 1, d = log reference - log policy: GRPO's. Never negative.

    Unbiased and of low variance. On policy its gradient is that of the reverse, KL of the
    reference to the policy.
    """
    difference = reference_logps - logps
    return difference.exp() - difference - 1


KLS: dict[str, Callable[[Tensor, Tensor], Tensor]] = {"k1": kl_k1, "k2": kl_k2, "k3": kl_k3}


def token_weights(mask: Tensor, aggregation: Aggregation, max_tokens: int) -> Tensor:
    """The weight of each token in the loss of the batch: (N, T) to (N, T) float64.

    ``sequence_mean``: the mean over each response's tokens, then over responses; GRPO as
    published, GSPO, GMPO. ``token_mean``: the mean over all tokens; DAPO, and GRPO in the
    scripts released with CLIPO. ``constant``: the sum over tokens divided by N * max_tokens;
    Dr.GRPO.

    As weights of the whole batch they can be cut: the losses of its parts add up to its own.

    Args:
        mask: (N, T) of the tokens that count. A response of which none does still counts as
            one of the N.
        aggregation: see above.
        max_tokens: the most tokens that a response may have.
    """
    tokens = mask.sum(1, keepdim=True).double()  # (N, 1)
    if aggregation == "sequence_mean":
        weight = 1 / (tokens.clamp(min=1) * len(mask))
    elif aggregation == "token_mean":
        weight = 1 / tokens.sum().clamp(min=1)
    else:
        weight = torch.full_like(tokens, 1 / (len(mask) * max_tokens))
    return mask * weight


@dataclass(frozen=True, slots=True, kw_only=True)
class Method:
    """One method's objective, with its paper's settings.

    Attributes:
        paper: link.
        loss: of each token, without KL.
        clip_low: the ratio is clipped at 1 minus this (GMPO: the log ratio at minus this).
        clip_high: the ratio is clipped at 1 plus this (GMPO: the log ratio at this).
        loss_aggregation: see `token_weights`.
        scale_rewards: whether the advantage is divided by its group's standard deviation.
        kl_coef: weight of the KL loss; 0 leaves it out.
        kl_estimator: a name in `KLS`.
        updates_per_batch: optimizer steps per batch of rollouts.
        dynamic_sampling: sample until all groups of the batch are `varied_groups`.
        mask_truncated: responses that were cut at the limit do not count in the loss.
        overlong_buffer_share: final share of the maximum length in which `overlong_penalty` grows;
            0 for none.
    """

    paper: str
    loss: Callable[[Tensor, Tensor, Tensor, float, float], TokenLoss]
    clip_low: float
    clip_high: float
    loss_aggregation: Aggregation
    scale_rewards: bool = True
    kl_coef: float = 0.0
    kl_estimator: Literal["k1", "k2", "k3"] = "k3"
    updates_per_batch: int = 1
    dynamic_sampling: bool = False
    mask_truncated: bool = False
    overlong_buffer_share: float = 0.0


METHODS: dict[str, Method] = {
    # The paper gives no clip; 0.2 is PPO's, and that of the scripts released with CLIPO, which
    # have loss_aggregation "token_mean" and kl_coef 0.001.
    "grpo": Method(
        paper="https://arxiv.org/abs/2402.03300",
        loss=token_ratio_loss,
        clip_low=0.2,
        clip_high=0.2,
        loss_aggregation="sequence_mean",
        kl_coef=0.04,
    ),
    # 512 prompts of 16 rollouts, mini-batches of 512 rollouts: 16 updates.
    "dapo": Method(
        paper="https://arxiv.org/abs/2503.14476",
        loss=token_ratio_loss,
        clip_low=0.2,
        clip_high=0.28,
        loss_aggregation="token_mean",
        updates_per_batch=16,
        dynamic_sampling=True,
        mask_truncated=True,
        overlong_buffer_share=0.2,
    ),
    # Here and for GMPO the released scripts cut 1024 rollouts into batches of 128: 8 updates.
    "dr_grpo": Method(
        paper="https://arxiv.org/abs/2503.20783",
        loss=token_ratio_loss,
        clip_low=0.2,
        clip_high=0.2,
        loss_aggregation="constant",
        scale_rewards=False,
        updates_per_batch=8,
    ),
    "gspo": Method(
        paper="https://arxiv.org/abs/2507.18071",
        loss=sequence_ratio_loss,
        clip_low=3e-4,
        clip_high=4e-4,
        loss_aggregation="sequence_mean",
        updates_per_batch=4,
    ),
    "gmpo": Method(
        paper="https://arxiv.org/abs/2507.20673",
        loss=geometric_mean_loss,
        clip_low=0.4,
        clip_high=0.4,
        loss_aggregation="sequence_mean",
        updates_per_batch=8,
    ),
}


SETTINGS = [field.name for field in fields(Method) if field.name not in ("paper", "loss")]
"""What of a method a run's configuration may change, by the same names."""


class PolicyLoss(NamedTuple):
    """The loss of a batch, or of a part of it.

    Attributes:
        loss: a number, with gradient.
        clipped: (N, T) bool, as in `TokenLoss`.
        kl: (N, T) without gradient, zero where the mask is false; None without a reference.
    """

    loss: Tensor
    clipped: Tensor
    kl: Tensor | None


def policy_loss(
    method: Method,
    logps: Tensor,
    old_logps: Tensor,
    advantages: Tensor,
    mask: Tensor,
    weights: Tensor,
    reference_logps: Tensor | None = None,
) -> PolicyLoss:
    """The loss of a method.

    Args:
        method: from `METHODS`, perhaps with other settings.
        logps: (N, T), with gradient. What stands where the mask is false never matters.
        old_logps: (N, T) under the policy that sampled.
        advantages: (N,).
        mask: (N, T).
        weights: (N, T) from `token_weights`; for a part of a batch, its rows of the whole's.
        reference_logps: (N, T) under the reference policy, for the KL loss.
    """
    log_ratio = (logps - old_logps).masked_fill(~mask, 0)
    loss, clipped = method.loss(log_ratio, advantages, mask, method.clip_low, method.clip_high)
    divergence = None
    if reference_logps is not None:
        logps, reference_logps = (
            values.masked_fill(~mask, 0) for values in (logps, reference_logps)
        )
        divergence = KLS[method.kl_estimator](logps, reference_logps)
        loss = loss + method.kl_coef * divergence
        divergence = divergence.detach()
    return PolicyLoss((loss * weights.to(loss.dtype)).sum(), clipped & mask, divergence)
