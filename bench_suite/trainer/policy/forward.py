"""One forward pass of a policy: hidden states, and their logits as float32.

Shapes: n rows of t tokens, hidden size H, vocabulary V.
"""

from typing import Any

import torch
from torch import Tensor

from clipo_bench.bench_suite.trainer.policy.policy import Policy
from clipo_bench.tasks.errors import InputError

# cuDNN's attention plans again for each shape, and micro-batches hardly ever have the same twice.
# For the whole process, since activations that are computed again must come from the same kernel.
torch.backends.cuda.enable_cudnn_sdp(False)


def autocast(where: torch.device) -> torch.autocast:
    """Compute in bfloat16 on a GPU; a CPU stays in float32."""
    return torch.autocast(where.type, torch.bfloat16, enabled=where.type == "cuda")


def hidden_states(
    policy: Policy, tokens: Tensor, mask: Tensor, position: Tensor, cache: Any = None
) -> Tensor:
    """Last-layer hidden states, after the final norm: (n, t) to (n, t, H).

    Args:
        policy: whose.
        tokens: (n, t).
        mask: (n, cached + t), 1 where a token is to be seen.
        position: (n, t) of each token in its text.
        cache: keys and values of what was read before; it grows by the tokens.
    """
    with autocast(tokens.device):
        output = policy.model.base_model(
            input_ids=tokens,
            attention_mask=mask,
            position_ids=position,
            past_key_values=cache,
            use_cache=cache is not None,
        )
    states: Tensor = output.last_hidden_state
    return states


def logits(policy: Policy, states: Tensor) -> Tensor:
    """(..., H) to (..., V) float32; on a GPU of a product in bfloat16."""
    with autocast(states.device):
        values: Tensor = policy.model.get_output_embeddings()(states)
    return values.float()


@torch.no_grad()
def require_plain_logits(policy: Policy) -> None:
    """Refuse a model that transforms its logits, such as by capping them.

    Raises:
        InputError: `logits` would be wrong for it.
    """
    tokens = torch.arange(8, device=policy.device).unsqueeze(0)
    seen = torch.ones_like(tokens)
    with autocast(policy.device):
        expected = policy.model(input_ids=tokens, attention_mask=seen).logits.float()
    found = logits(policy, hidden_states(policy, tokens, seen, tokens))
    if not torch.allclose(found, expected, rtol=0.05, atol=0.05 * float(expected.std())):
        raise InputError(
            f"{type(policy.model).__name__} scales or caps its logits, which the engine torch "
            "does not support: use another model, or the engine trl"
        )
