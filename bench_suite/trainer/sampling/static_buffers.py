"""Buffers of decoding, made once: what is known of each row, and its keys and values.

Shapes: R rows of at most T tokens, L places for prompt and response; n of the rows take part in a
step, which sees W of the places; K key-value heads of size D.
"""

from typing import Any

import torch
from torch import Tensor

from clipo_bench.bench_suite.trainer.sampling.completions import Completions


class StaticCache:
    """Keys and values, R x K x L x D for each layer: what a model takes for its cache.

    Attributes:
        keys: of each layer.
        values: of each layer.
        slot: (1,) the place that is written next.
        rows: n.
        width: W.
    """

    def __init__(self, read: Any, rows: int, length: int, dtype: torch.dtype) -> None:
        """Make buffers for all that `read`, a cache of transformers, has keys and values of."""

        def make(like: Tensor) -> Tensor:  # zeros, for what is masked must be finite
            return like.new_zeros(rows, like.shape[1], length, like.shape[3], dtype=dtype)

        self.keys = [make(layer.keys) for layer in read.layers]
        self.values = [make(layer.values) for layer in read.layers]
        self.slot = torch.zeros(1, dtype=torch.long, device=self.keys[0].device)
        self.rows, self.width = rows, length

    def begin(self, read: Any, group: int) -> None:
        """Take what was read of each prompt, once for each row of its group."""
        for layer, keys, values in zip(read.layers, self.keys, self.values, strict=True):
            for own, theirs in ((keys, layer.keys), (values, layer.values)):
                prompts, _, length, _ = theirs.shape
                rows = own[: prompts * group, :, :length]
                rows.view(prompts, group, *rows.shape[1:]).copy_(theirs.unsqueeze(1))
        self.slot.fill_(length)

    def copy_rows(self, sources: Tensor, targets: Tensor) -> None:
        """Copy some rows over others, as far as they are in sight."""
        for buffer in (*self.keys, *self.values):
            seen = buffer[:, :, : self.width]
            seen.index_copy_(0, targets, seen[sources])

    def update(
        self, keys: Tensor, values: Tensor, layer: int, *_: Any, **__: Any
    ) -> tuple[Tensor, Tensor]:
        """Write one token's (n, K, 1, D); return what is in sight, (n, K, W, D)."""
        seen = []
        for buffer, new in ((self.keys[layer], keys), (self.values[layer], values)):
            rows = buffer[: self.rows]
            rows.index_copy_(2, self.slot, new.to(rows.dtype))
            seen.append(rows[:, :, : self.width])
        return seen[0], seen[1]

    def get_seq_length(self, _: int = 0) -> Tensor:
        """Places before this token's: some models ask."""
        return self.slot[0]


class Rows:
    """What is known of each row.

    Attributes:
        unseen: (R, 1, 1, L) what is added to scores: 0 where a token is, else minus infinity.
        place: (R,) which row of the batch this is.
        position: (R,) in its text, of the token that is read next.
        token: (R,) that token.
        tokens: (R, T) all of the response.
        logps: (R, T) theirs.
        lengths: (R,).
        ended: (R,) bool.
        step: (1,) where the next token is written in the response; the same for all rows.
    """

    def __init__(
        self, rows: int, length: int, tokens: int, dtype: torch.dtype, device: torch.device
    ) -> None:
        """Make buffers, of zeros.

        Args:
            rows: R.
            length: L.
            tokens: T.
            dtype: of scores.
            device: where they are.
        """

        def make(*shape: int, dtype: torch.dtype = torch.long) -> Tensor:
            return torch.zeros(shape, dtype=dtype, device=device)

        self.unseen = make(rows, 1, 1, length, dtype=dtype)
        self.place = make(rows)
        self.position = make(rows)
        self.token = make(rows)
        self.tokens = make(rows, tokens)
        self.logps = make(rows, tokens, dtype=torch.float32)
        self.lengths = make(rows)
        self.ended = make(rows, dtype=torch.bool)
        self.step = make(1)

    def begin(self, mask: Tensor, group: int, pad: int) -> None:
        """Set all for a batch.

        Args:
            mask: (B, P), 1 where a prompt's token is.
            group: G, rows of each prompt.
            pad: the token that stands for none.
        """
        mask = mask.repeat_interleave(group, 0)
        n, width = mask.shape
        self.unseen[:n] = -torch.inf
        self.unseen[:n, 0, 0, :width].masked_fill_(mask.bool(), 0)
        self.place[:n] = torch.arange(n, device=mask.device)
        self.position[:n] = mask.sum(1)
        self.tokens[:n] = pad
        self.logps[:n] = 0
        self.lengths[:n] = 0
        self.ended[:n] = False
        self.step.zero_()

    def write(self, token: Tensor, logp: Tensor, ends: Tensor, pad: int) -> None:
        """Append a token to each of n rows, (n,); to those that have ended, padding."""
        n = len(token)
        ended = self.ended[:n]
        token = token.masked_fill(ended, pad)
        self.token[:n] = token
        self.tokens[:n].index_copy_(1, self.step, token.unsqueeze(1))
        self.logps[:n].index_copy_(1, self.step, logp.masked_fill(ended, 0).unsqueeze(1))
        self.lengths[:n] += ~ended
        ended |= (token.unsqueeze(1) == ends).any(1)
        self.step += 1

    def swap(self, some: Tensor, others: Tensor) -> None:
        """Let rows change places."""
        sources, targets = torch.cat([some, others]), torch.cat([others, some])
        for buffer in vars(self).values():
            if buffer is not self.step:
                buffer.index_copy_(0, targets, buffer[sources])

    def completions(self, n: int, tokens: int) -> Completions:
        """Copy n responses out of the buffers, in the batch's order."""
        order = self.place[:n].argsort()
        return Completions(
            self.tokens[:n, :tokens][order],
            self.logps[:n, :tokens][order],
            self.lengths[:n][order],
            self.ended[:n][order],
        )
