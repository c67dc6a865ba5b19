"""Attention of one token whose key-value heads are not repeated for the queries that share them.

The queries of a key-value head stand as so many tokens, for all see the same. Repeating keys and
values instead would write and read the whole cache again for each query head, at every step.

Shapes: n rows of t tokens, heads of size D, K key-value heads, W places in sight.
"""

from typing import Any

from torch import Tensor
from torch.nn.functional import scaled_dot_product_attention

NAME = "packed_sdpa"


def attend(
    module: Any,
    query: Tensor,
    key: Tensor,
    value: Tensor,
    attention_mask: Tensor | None,
    scaling: float | None = None,
    **rest: Any,
) -> tuple[Tensor, None]:
    """What transformers calls for a layer's attention: to (n, t, heads, D).

    Args:
        module: the layer.
        query: (n, heads, t, D).
        key: (n, K, W, D).
        value: (n, K, W, D).
        attention_mask: for t = 1 what is added to scores, (n, 1, 1, W).
        scaling: of scores.
        rest: what else a model tells its attention.
    """
    from transformers.integrations.sdpa_attention import sdpa_attention_forward

    n, heads, t, size = query.shape
    if t > 1:
        rest["scaling"] = scaling
        usual: tuple[Tensor, None] = sdpa_attention_forward(
            module, query, key, value, attention_mask, **rest
        )
        return usual
    packed = query.reshape(n, key.shape[1], -1, size)
    attended = scaled_dot_product_attention(
        packed, key, value, attn_mask=attention_mask, scale=scaling
    )
    return attended.reshape(n, 1, heads, -1), None


def use_packed_attention(model: Any) -> None:
    """Make a model of transformers attend so; its masks are those of its usual attention."""
    from transformers import AttentionInterface, AttentionMaskInterface
    from transformers.masking_utils import sdpa_mask

    AttentionInterface.register(NAME, attend)
    AttentionMaskInterface.register(NAME, sdpa_mask)
    model.set_attn_implementation(NAME)
