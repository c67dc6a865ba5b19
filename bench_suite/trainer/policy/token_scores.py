"""TokenScores: log-probabilities, entropies and pooled states of rollouts.

Rollouts of one prompt share it: where that saves enough tokens, the prompt is read once and its
keys and values are repeated for them (with gradient). Only true tokens meet the output layer, and
where the vocabulary is large a part at a time, whose logits the backward pass computes again.

Shapes: B prompts of at most P tokens, N rollouts of at most T tokens, hidden size H, vocabulary
V, n tokens that are no padding.
"""

from dataclasses import dataclass

import torch
from torch import Tensor
from torch.utils.checkpoint import checkpoint

from clipo_bench.bench_suite.trainer.method.contrastive import POOLS
from clipo_bench.bench_suite.trainer.policy.forward import hidden_states, logits
from clipo_bench.bench_suite.trainer.policy.policy import Policy
from clipo_bench.bench_suite.trainer.sampling.rollouts import Rollouts

LOGITS = 2**28  # at most that many at a time: 1 GiB
# Prompt and responses apart are two passes. They pay if they have so many times fewer tokens: on
# a GPU a pass has a price of its own, the start of its kernels.
WORTH = {"cpu": 1.2, "cuda": 3.0}


@dataclass(frozen=True, slots=True)
class TokenScores:
    """Log-probabilities, entropies and pooled states. Zero where the mask is false.

    Attributes:
        logps: (N, T) log-probability of each token, at the sampling temperature.
        entropy: (N, T) entropy of the distribution it was drawn from, without gradient.
        pooled: (N, H) last-layer hidden states of the response's tokens, pooled, float32,
            without gradient.
    """

    logps: Tensor
    entropy: Tensor
    pooled: Tensor


def token_scores(
    policy: Policy, rollouts: Rollouts, temperature: float, pooling: str = "mean"
) -> TokenScores:
    """Score rollouts.

    Args:
        policy: whose scores.
        rollouts: N rows.
        temperature: of the sampling.
        pooling: a name in `POOLS`.
    """
    recomputed = torch.is_grad_enabled() and policy.recomputes
    whole = recomputed or not (_worth_sharing(rollouts) and _only_attends(policy))
    first, states = (_states_in_one_pass if whole else _states_with_shared_prompts)(
        policy, rollouts
    )
    # A token is predicted from the state before it: the first from the prompt's last.
    before = torch.cat([first.unsqueeze(1), states[:, :-1]], dim=1)[rollouts.mask]  # (n, H)
    tokens = rollouts.tokens[rollouts.mask]  # (n,)
    size = max(1, LOGITS // policy.model.config.get_text_config().vocab_size)
    parts = list(zip(torch.split(before, size), torch.split(tokens, size), strict=True))
    if len(parts) > 1 and torch.is_grad_enabled():
        scored = [
            checkpoint(_next_token_scores, policy, *part, temperature, use_reentrant=False)
            for part in parts
        ]
    else:
        scored = [_next_token_scores(policy, *part, temperature) for part in parts]
    logps, entropy = (torch.cat(values) for values in zip(*scored, strict=True))

    def spread(values: Tensor) -> Tensor:
        return values.new_zeros(rollouts.mask.shape).masked_scatter(rollouts.mask, values)

    pooled = POOLS[pooling](states.detach().float(), rollouts.mask)
    return TokenScores(spread(logps), spread(entropy), pooled)


def _next_token_scores(
    policy: Policy, states: Tensor, tokens: Tensor, temperature: float
) -> tuple[Tensor, Tensor]:
    """Log-probabilities of tokens and entropies, (n,) each, from the states before them."""
    values = logits(policy, states)
    log_softmax = torch.log_softmax(values if temperature == 1 else values / temperature, dim=-1)
    with torch.no_grad():
        entropy = -torch.linalg.vecdot(log_softmax.exp(), log_softmax)
    return log_softmax.gather(-1, tokens.unsqueeze(-1)).squeeze(-1), entropy


def _worth_sharing(rollouts: Rollouts) -> bool:
    prompts, before = rollouts.prompts.shape
    rows, width = rollouts.tokens.shape
    saved = rows * (before + width) / (prompts * before + rows * width)
    return saved >= WORTH.get(rollouts.tokens.device.type, 1.0)


def _only_attends(policy: Policy) -> bool:
    """Recurrent layers write over their state in place, and a gradient cannot pass."""
    from transformers import DynamicCache
    from transformers.cache_utils import DynamicLayer, DynamicSlidingWindowLayer

    layers = DynamicCache(config=policy.model.config).layers
    return all(type(layer) in (DynamicLayer, DynamicSlidingWindowLayer) for layer in layers)


def _states_with_shared_prompts(policy: Policy, rollouts: Rollouts) -> tuple[Tensor, Tensor]:
    """The prompt's last state (N, H) and the response's (N, T, H); each prompt is read once."""
    from transformers import DynamicCache

    cache = DynamicCache(config=policy.model.config)
    rows = rollouts.prompt_of
    position = positions(rollouts.prompt_mask)
    first = hidden_states(policy, rollouts.prompts, rollouts.prompt_mask, position, cache)[:, -1]
    cache.reorder_cache(rows)
    prompt_mask = rollouts.prompt_mask[rows]  # (N, P)
    mask = torch.cat([prompt_mask, torch.ones_like(rollouts.tokens)], dim=1)
    position = prompt_mask.sum(1, keepdim=True) + torch.arange(
        rollouts.tokens.shape[1], device=policy.device
    )
    return first[rows], hidden_states(policy, rollouts.tokens, mask, position, cache)


def _states_in_one_pass(policy: Policy, rollouts: Rollouts) -> tuple[Tensor, Tensor]:
    """The same in one pass, without a cache, which layers that compute again cannot have."""
    rows = rollouts.prompt_of
    mask = torch.cat([rollouts.prompt_mask[rows], torch.ones_like(rollouts.tokens)], dim=1)
    tokens = torch.cat([rollouts.prompts[rows], rollouts.tokens], dim=1)
    training = policy.model.training
    policy.model.train(policy.recomputes)  # else transformers' layers keep their activations
    states = hidden_states(policy, tokens, mask, positions(mask))
    policy.model.train(training)
    start = rollouts.prompts.shape[1]
    return states[:, start - 1], states[:, start:]


def positions(mask: Tensor) -> Tensor:
    """(n, t) positions of tokens in texts that are padded on the left."""
    return (mask.cumsum(-1) - 1).clamp(min=0)
