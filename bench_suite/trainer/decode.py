"""Decoding: sample G responses to each prompt with the policy itself.

A group shares its prompt, so the prompt is read once and its keys and values are repeated.

Shapes: B prompts of at most P tokens, N = B * G rollouts of at most T tokens, n of them still
running, hidden size H, vocabulary V.
"""

from collections.abc import Sequence
from typing import Any

import torch
from torch import Tensor

from bench_suite.trainer.forward import hidden_states, logits
from bench_suite.trainer.policy import Policy
from bench_suite.trainer.rollouts import Rollouts
from bench_suite.trainer.score import positions


@torch.no_grad()
def sample(
    policy: Policy,
    prompts: Sequence[str],
    *,
    group: int,
    max_tokens: int,
    temperature: float,
    generator: torch.Generator,
) -> Rollouts:
    """Sample `group` responses to each prompt, all in one batch.

    Args:
        policy: what samples.
        prompts: B texts.
        group: G.
        max_tokens: T at most.
        temperature: above 0; or 0 for the most likely token.
        generator: on the policy's device; each row draws its own numbers from it.
    """
    encoded = [policy.encode(prompt) for prompt in prompts]
    padded = policy.tokenizer.pad(
        {"input_ids": encoded}, padding_side="left", return_tensors="pt"
    ).to(policy.device)
    ends = torch.tensor(policy.ends, device=policy.device)
    pad = policy.tokenizer.pad_token_id

    hidden, cache = _read(policy, padded["input_ids"], padded["attention_mask"], group)
    position = padded["attention_mask"].sum(1).repeat_interleave(group)  # (n,)
    read = padded["attention_mask"].repeat_interleave(group, 0)  # (n, P + t)
    rows = torch.arange(len(position), device=policy.device)  # (n,): those that still run
    tokens = torch.full((len(rows), max_tokens), pad, device=policy.device)  # (N, T)
    mask = torch.zeros_like(tokens, dtype=torch.bool)  # (N, T)
    logps = torch.zeros(tokens.shape, device=policy.device)  # (N, T)
    for step in range(max_tokens):
        token, logp = _draw(logits(policy, hidden), temperature, generator)  # (n,), (n,)
        tokens[rows, step] = token
        logps[rows, step] = logp
        mask[rows, step] = True
        runs = ~torch.isin(token, ends)
        rows = rows[runs]
        if not len(rows):
            break
        if not runs.all():  # finished rows leave the batch
            token, read, position = token[runs], read[runs], position[runs]
            cache.batch_select_indices(runs)
        read = torch.cat([read, torch.ones_like(read[:, :1])], dim=1)
        hidden = hidden_states(policy, token[:, None], read, position[:, None], cache)[:, -1]
        position = position + 1
    width = int(mask.any(0).sum())
    cut = set(rows.tolist())
    prompt_of = torch.arange(len(prompts), device=policy.device).repeat_interleave(group)
    return Rollouts(
        prompts=padded["input_ids"],
        prompt_mask=padded["attention_mask"],
        prompt_of=prompt_of,
        tokens=tokens[:, :width],
        mask=mask[:, :width],
        logps=logps[:, :width],
        texts=policy.tokenizer.batch_decode(tokens, skip_special_tokens=True),
        finish=["length" if row in cut else "stop" for row in range(len(tokens))],
    )


def _read(policy: Policy, prompts: Tensor, mask: Tensor, group: int) -> tuple[Tensor, Any]:
    """Read each prompt once: its last state (N, H) and its cache, repeated for the group."""
    from transformers import DynamicCache

    cache = DynamicCache(config=policy.model.config)
    last = hidden_states(policy, prompts, mask, positions(mask), cache)[:, -1]  # (B, H)
    cache.batch_repeat_interleave(group)
    return last.repeat_interleave(group, 0), cache


def _draw(values: Tensor, temperature: float, generator: torch.Generator) -> tuple[Tensor, Tensor]:
    """Draw a token per row, with its log-probability: (n, V) to (n,), (n,)."""
    if temperature == 0:
        token = values.argmax(-1)
    else:
        values = values / temperature
        probabilities = torch.softmax(values, dim=-1)
        token = torch.multinomial(probabilities, 1, generator=generator).squeeze(1)
    chosen = values.gather(-1, token.unsqueeze(-1)).squeeze(-1)
    return token, chosen - values.logsumexp(-1)
