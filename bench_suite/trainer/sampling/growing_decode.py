"""Decoding with a cache that grows: for models whose cache only transformers itself knows.

Such are sliding windows and recurrent layers. Finished rows leave the batch at once.

Shapes: B prompts of at most P tokens, N = B * G rows of at most T tokens, n still running,
hidden size H.
"""

from typing import Any

import torch
from torch import Tensor

from clipo_bench.bench_suite.trainer.policy.forward import hidden_states, logits
from clipo_bench.bench_suite.trainer.policy.policy import Policy
from clipo_bench.bench_suite.trainer.policy.token_scores import positions
from clipo_bench.bench_suite.trainer.sampling.completions import Completions
from clipo_bench.bench_suite.trainer.sampling.next_token import sample_next_token


class GrowingDecoder:
    """Decodes with one model."""

    def __init__(self, policy: Policy) -> None:
        """Decode with the policy's model."""
        self._policy = policy

    def decode(
        self,
        prompts: Tensor,
        mask: Tensor,
        *,
        group: int,
        max_tokens: int,
        temperature: float,
        seed: int,
    ) -> Completions:
        """Sample `group` responses to each prompt: see `StaticDecoder.decode`."""
        policy, device = self._policy, prompts.device
        generator = torch.Generator(device).manual_seed(seed)
        ends = torch.tensor(policy.ends, device=device)
        hidden, cache = self._prefill(prompts, mask, group)
        read = mask.repeat_interleave(group, 0)  # (n, P + t)
        position = read.sum(1)  # (n,)
        rows = torch.arange(len(read), device=device)  # (n,): those that still run
        tokens = read.new_full((len(rows), max_tokens), policy.tokenizer.pad_token_id)
        logps = torch.zeros(tokens.shape, device=device)
        lengths = torch.zeros_like(rows)
        ended = torch.zeros_like(rows, dtype=torch.bool)
        for step in range(max_tokens):
            token, logp = sample_next_token(
                logits(policy, hidden), temperature, generator
            )  # (n,), (n,)
            tokens[rows, step] = token
            logps[rows, step] = logp
            lengths[rows] += 1
            runs = ~torch.isin(token, ends)
            ended[rows] = ~runs
            rows = rows[runs]
            if step + 1 == max_tokens or not len(rows):
                break
            if not runs.all():
                token, read, position = token[runs], read[runs], position[runs]
                cache.reorder_cache(runs.nonzero().squeeze(1))
            read = torch.cat([read, torch.ones_like(read[:, :1])], dim=1)
            hidden = hidden_states(policy, token[:, None], read, position[:, None], cache)[:, -1]
            position = position + 1
        return Completions(tokens, logps, lengths, ended)

    def _prefill(self, prompts: Tensor, mask: Tensor, group: int) -> tuple[Tensor, Any]:
        """Read each prompt once: its last state (N, H) and its cache, repeated for the group."""
        from transformers import DynamicCache

        cache = DynamicCache(config=self._policy.model.config)
        last = hidden_states(self._policy, prompts, mask, positions(mask), cache)[:, -1]  # (B, H)
        rows = torch.arange(len(prompts), device=prompts.device).repeat_interleave(group)
        cache.reorder_cache(rows)  # the one way to repeat that recurrent layers have too
        return last[rows], cache
