"""Rollouts: G sampled responses to each prompt, and what the policy thinks of their tokens.

A group shares its prompt, so the prompt is read once and its keys and values are repeated
for the group's rollouts, both when sampling and when scoring (with gradient).

Shapes: B prompts of at most P tokens, N = B * G rollouts of at most T tokens, hidden
size H, vocabulary V. Rollouts of one prompt lie side by side: row b * G + g.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor

from bench_suite.models.model import FinishReason
from bench_suite.trainer.policy import Policy, autocast


@dataclass(frozen=True, slots=True)
class Rollouts:
    """Sampled responses, as tokens and as text.

    Attributes:
        prompts: (B, P) tokens, padded on the left.
        prompt_mask: (B, P), 1 where a prompt's token is.
        tokens: (N, T) tokens of the responses, padded on the right.
        mask: (N, T) bool, true where a response's token is; its end token counts.
        texts: N responses without special tokens.
        finish: N times ``stop``, or ``length`` if it was cut at the limit.
    """

    prompts: Tensor
    prompt_mask: Tensor
    tokens: Tensor
    mask: Tensor
    texts: list[str]
    finish: list[FinishReason]

    @property
    def group(self) -> int:
        """G, the rollouts of each prompt."""
        return len(self.tokens) // len(self.prompts)

    def split(self, parts: int) -> list["Rollouts"]:
        """Cut the batch into `parts` of whole groups."""
        size = len(self.prompts) // parts
        return [self._slice(start, start + size) for start in range(0, len(self.prompts), size)]

    def _slice(self, start: int, end: int) -> "Rollouts":
        rows = slice(start * self.group, end * self.group)
        return Rollouts(
            self.prompts[start:end],
            self.prompt_mask[start:end],
            self.tokens[rows],
            self.mask[rows],
            self.texts[rows],
            self.finish[rows],
        )


@dataclass(frozen=True, slots=True)
class Scores:
    """What a model makes of the rollouts' tokens. Meaningless where the mask is false.

    Attributes:
        logps: (N, T) log-probability of each token, at the sampling temperature.
        entropy: (N, T) entropy of the distribution it was drawn from, without gradient.
        states: (N, T, H) last-layer hidden state at each token, without gradient.
    """

    logps: Tensor
    entropy: Tensor
    states: Tensor


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

    hidden, cache = _read(policy.model, padded["input_ids"], padded["attention_mask"], group)
    position = padded["attention_mask"].sum(1).repeat_interleave(group)  # (n,)
    read = padded["attention_mask"].repeat_interleave(group, 0)  # (n, P + t)
    rows = torch.arange(len(position), device=policy.device)  # (n,): those that still run
    tokens = torch.full((len(rows), max_tokens), pad, device=policy.device)  # (N, T)
    mask = torch.zeros_like(tokens, dtype=torch.bool)  # (N, T)
    for step in range(max_tokens):
        token = _draw(_logits(policy.model, hidden), temperature, generator)  # (n,)
        tokens[rows, step] = token
        mask[rows, step] = True
        runs = ~torch.isin(token, ends)
        rows = rows[runs]
        if not len(rows):
            break
        if not runs.all():  # finished rows leave the batch
            token, read, position = token[runs], read[runs], position[runs]
            cache.batch_select_indices(runs)
        read = torch.cat([read, torch.ones_like(read[:, :1])], dim=1)
        hidden = _states(policy.model, token[:, None], read, position[:, None], cache)[:, -1]
        position = position + 1
    width = int(mask.any(0).sum())
    cut = set(rows.tolist())
    return Rollouts(
        prompts=padded["input_ids"],
        prompt_mask=padded["attention_mask"],
        tokens=tokens[:, :width],
        mask=mask[:, :width],
        texts=policy.tokenizer.batch_decode(tokens, skip_special_tokens=True),
        finish=["length" if row in cut else "stop" for row in range(len(tokens))],
    )


def score(policy: Policy, rollouts: Rollouts, temperature: float) -> Scores:
    """Read the rollouts with the policy, with gradient if that is enabled."""
    first, cache = _read(policy.model, rollouts.prompts, rollouts.prompt_mask, rollouts.group)
    prompt_mask = rollouts.prompt_mask.repeat_interleave(rollouts.group, 0)  # (N, P)
    length = rollouts.tokens.shape[1]
    ones = torch.ones_like(rollouts.tokens)
    states = _states(
        policy.model,
        rollouts.tokens,
        torch.cat([prompt_mask, ones], dim=1),
        prompt_mask.sum(1, keepdim=True) + torch.arange(length, device=policy.device),
        cache,
    )  # (N, T, H)
    # A token is predicted from the state before it: the first from the prompt's last.
    before = torch.cat([first[:, None], states[:, :-1]], dim=1)
    logps = torch.log_softmax(_logits(policy.model, before) / temperature, dim=-1)  # (N, T, V)
    with torch.no_grad():
        entropy = -(logps.exp() * logps).sum(-1)
    return Scores(
        logps=logps.gather(-1, rollouts.tokens[..., None]).squeeze(-1),
        entropy=entropy,
        states=states.detach(),
    )


def _read(model: Any, prompts: Tensor, mask: Tensor, group: int) -> tuple[Tensor, Any]:
    """Read each prompt once: its last state (N, H) and its cache, repeated for the group."""
    from transformers import DynamicCache

    cache = DynamicCache(config=model.config)
    position = (mask.cumsum(-1) - 1).clamp(min=0)
    last = _states(model, prompts, mask, position, cache)[:, -1]  # (B, H): padding is on the left
    cache.batch_repeat_interleave(group)
    return last.repeat_interleave(group, 0), cache


def _states(model: Any, tokens: Tensor, mask: Tensor, position: Tensor, cache: Any) -> Tensor:
    """Last-layer hidden states (rows, tokens, H); the cache grows by the tokens."""
    with autocast(tokens.device):
        output = model.base_model(
            input_ids=tokens,
            attention_mask=mask,
            position_ids=position,
            past_key_values=cache,
            use_cache=True,
        )
    states: Tensor = output.last_hidden_state
    return states


def _logits(model: Any, states: Tensor) -> Tensor:
    with autocast(states.device):
        logits: Tensor = model.get_output_embeddings()(states)
    return logits.float()


def _draw(logits: Tensor, temperature: float, generator: torch.Generator) -> Tensor:
    """Draw a token per row: (N, V) to (N,)."""
    if temperature == 0:
        return logits.argmax(-1)
    probabilities = torch.softmax(logits / temperature, dim=-1)
    return torch.multinomial(probabilities, 1, generator=generator).squeeze(1)
