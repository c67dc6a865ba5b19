"""Decoding in buffers made once: no step allocates keys and values, and a GPU replays each step.

On a GPU a small model's step is hundreds of kernels of a few microseconds, which Python cannot
start fast enough. So the whole step (forward, logits, draw, bookkeeping) is captured as a CUDA
graph once per number of rows and width, and replayed with one call. Both come in few sizes:

- rows: the batch's, then halves, as responses end and leave;
- width: what is seen of the buffers, in steps of at most an eighth of it.

A CPU runs the same step eagerly, at the exact number of rows and width.

Shapes: B prompts of at most P tokens, N = B * G rows of at most T tokens; n of them in a step,
which sees W of the buffers' L places; K key-value heads of size D.
"""

from typing import Any

import torch
from torch import Tensor

from bench_suite.trainer.draw import Drawn
from bench_suite.trainer.policy import Policy

CHECK = 8  # steps on a GPU from one look for finished rows to the next
ATTENTION = "packed_sdpa"


def is_plain(model: Any) -> bool:
    """Tell whether a model's keys and values fit plain buffers, and its step a graph.

    Sliding windows, recurrent layers, and rotations that depend on the longest row do not.
    """
    from transformers import DynamicCache
    from transformers.cache_utils import DynamicLayer

    config = model.config.get_text_config()
    rotation = getattr(config, "rope_parameters", None) or {}
    return (
        config._attn_implementation in ("sdpa", ATTENTION)
        and model._supports_attention_backend
        and model._can_compile_fullgraph
        and all(type(layer) is DynamicLayer for layer in DynamicCache(config=config).layers)
        and rotation.get("rope_type", "default") not in ("dynamic", "longrope")
    )


class StaticCache:
    """Keys and values of all rows, N x K x L x D per layer: what a model takes for its cache.

    Attributes:
        keys: of each layer.
        values: of each layer.
        slot: (1,) the place that is written next.
        rows: n, the rows that take part.
        width: W, the places that are seen.
    """

    def __init__(self, read: Any, rows: int, length: int, dtype: torch.dtype) -> None:
        """Make buffers for what `read`, a cache of transformers, has keys and values of."""

        def empty(like: Tensor) -> Tensor:  # not uninitialised: what is masked must be finite
            return like.new_zeros(rows, like.shape[1], length, like.shape[3], dtype=dtype)

        self.keys = [empty(layer.keys) for layer in read.layers]
        self.values = [empty(layer.values) for layer in read.layers]
        self.slot = torch.zeros(1, dtype=torch.long, device=self.keys[0].device)
        self.rows, self.width = rows, length

    def fill(self, read: Any, group: int) -> None:
        """Take what was read of each prompt, once for each row of its group."""
        for layer, keys, values in zip(read.layers, self.keys, self.values, strict=True):
            for own, theirs in ((keys, layer.keys), (values, layer.values)):
                prompts, _, length, _ = theirs.shape
                rows = own[: prompts * group, :, :length]
                rows.unflatten(0, (prompts, group)).copy_(theirs.unsqueeze(1))

    def move(self, sources: Tensor, targets: Tensor) -> None:
        """Copy some rows over others."""
        for buffer in (*self.keys, *self.values):
            seen = buffer[:, :, : self.width]
            seen.index_copy_(0, targets, seen[sources])

    def update(
        self, keys: Tensor, values: Tensor, layer: int, *_: Any, **__: Any
    ) -> tuple[Tensor, Tensor]:
        """Write one token's (n, K, 1, D); return what is seen, (n, K, W, D)."""
        seen = []
        for buffer, new in ((self.keys[layer], keys), (self.values[layer], values)):
            rows = buffer[: self.rows]
            rows.index_copy_(2, self.slot, new.to(rows.dtype))
            seen.append(rows[:, :, : self.width])
        return seen[0], seen[1]

    def get_seq_length(self, _: int = 0) -> Tensor:
        """Tokens before this one, padding too: some models ask."""
        return self.slot[0]


class StaticDecoder:
    """Decodes with one model, batch after batch, in the same buffers."""

    def __init__(self, policy: Policy) -> None:
        """Set the model's attention; it must be plain.

        Args:
            policy: whose weights only change in place.
        """
        _register_attention()
        policy.model.set_attn_implementation(ATTENTION)
        self._policy = policy
        self._on_gpu = policy.device.type == "cuda"
        self._ends = torch.tensor(policy.ends, device=policy.device)
        self._generator = torch.Generator(policy.device)
        self._rows = self._length = self._tokens = 0

    def decode(
        self,
        prompts: Tensor,
        mask: Tensor,
        *,
        group: int,
        max_tokens: int,
        temperature: float,
        seed: int,
    ) -> Drawn:
        """Sample `group` responses to each prompt.

        Args:
            prompts: (B, P) tokens, padded on the left.
            mask: (B, P), 1 where a token is.
            group: G.
            max_tokens: T.
            temperature: see `draw`.
            seed: of all draws.
        """
        self._generator.manual_seed(seed)
        rows = self._begin(prompts, mask, group, max_tokens, temperature)
        n, width = rows, prompts.shape[1]
        for step in range(1, max_tokens):
            if not self._on_gpu or step % CHECK == 0:
                n = self._drop_ended(n)
                if n == 0:
                    break
            self._step(n, self._seen(width + step), temperature)
        place = self.place[:rows].argsort()  # where each row is now
        return Drawn(
            self.tokens[:rows, :max_tokens][place],
            self.logps[:rows, :max_tokens][place],
            self.lengths[:rows][place],
            self.ended[:rows][place],
        )
