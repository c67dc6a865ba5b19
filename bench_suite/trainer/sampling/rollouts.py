"""Rollouts: G sampled responses to each prompt.

Shapes: B prompts of at most P tokens, N = B * G rollouts of at most T tokens. Rollouts of one
prompt lie side by side: row b * G + g.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from clipo_bench.bench_suite.models.model import FinishReason


@dataclass(frozen=True, slots=True)
class Rollouts:
    """Sampled responses, as tokens and as text: a batch, or some rows of one.

    Attributes:
        prompts: (B, P) tokens, padded on the left.
        prompt_mask: (B, P), 1 where a prompt's token is.
        prompt_of: (N,) which of the prompts each row answers.
        tokens: (N, T) tokens of the responses, padded on the right.
        mask: (N, T) bool, true where a response's token is; its end token counts.
        logps: (N, T) log-probability of each token under what sampled it, at the sampling
            temperature; zero where the mask is false.
        texts: N responses without special tokens.
        finish: N times ``stop``, or ``length`` if it was cut at the limit.
    """

    prompts: Tensor
    prompt_mask: Tensor
    prompt_of: Tensor
    tokens: Tensor
    mask: Tensor
    logps: Tensor
    texts: list[str]
    finish: list[FinishReason]

    @property
    def truncated(self) -> Tensor:
        """(N,) bool, true where the response was cut at the limit."""
        cut = [reason == "length" for reason in self.finish]
        return torch.tensor(cut, device=self.mask.device)

    def select(self, rows: Tensor) -> "Rollouts":
        """Select rows, without padding and prompts that they do not need."""
        kept, prompt_of = torch.unique(self.prompt_of[rows], return_inverse=True)
        prompt_mask, mask = self.prompt_mask[kept], self.mask[rows]
        before = self.prompts.shape[1] - int(prompt_mask.sum(1).max())
        width = int(mask.sum(1).max())
        chosen = rows.tolist()
        return Rollouts(
            prompts=self.prompts[kept, before:],
            prompt_mask=prompt_mask[:, before:],
            prompt_of=prompt_of,
            tokens=self.tokens[rows, :width],
            mask=mask[:, :width],
            logps=self.logps[rows, :width],
            texts=[self.texts[row] for row in chosen],
            finish=[self.finish[row] for row in chosen],
        )

    def micro_batches(self, rows: Tensor, most_tokens: int) -> list[Tensor]:
        """Split rows into parts of similar length, to reduce padding.

        Args:
            rows: indices of rows.
            most_tokens: the most tokens that a part may have, with prompts and padding; a row
                that is longer is a part of its own.

        Returns:
            Indices of rows, the longest first: what fits the memory first always fits.
        """
        response = self.mask.sum(1)[rows]
        order = response.argsort(descending=True, stable=True).tolist()
        responses = response.tolist()
        prompts = self.prompt_mask.sum(1)[self.prompt_of[rows]].tolist()
        parts: list[list[int]] = [[]]
        before = width = 0  # of the part's longest prompt and response, perhaps of two rows
        for place in order:
            before, width = max(before, prompts[place]), max(width, responses[place])
            if parts[-1] and (before + width) * (len(parts[-1]) + 1) > most_tokens:
                parts.append([])
                before, width = prompts[place], responses[place]
            parts[-1].append(place)
        return [rows[torch.tensor(part, device=rows.device)] for part in parts]


def join(batches: Sequence[Rollouts], pad: int) -> Rollouts:
    """Concatenate batches.

    Args:
        batches: at least one.
        pad: the token that prompts and responses are padded with.
    """
    if len(batches) == 1:
        return batches[0]
    before = max(batch.prompts.shape[1] for batch in batches)
    width = max(batch.tokens.shape[1] for batch in batches)

    def left(values: Tensor, fill: int) -> Tensor:
        return torch.nn.functional.pad(values, (before - values.shape[1], 0), value=fill)

    def right(values: Tensor, fill: float) -> Tensor:
        return torch.nn.functional.pad(values, (0, width - values.shape[1]), value=fill)

    starts = [0]
    for batch in batches[:-1]:
        starts.append(starts[-1] + len(batch.prompts))
    return Rollouts(
        prompts=torch.cat([left(batch.prompts, pad) for batch in batches]),
        prompt_mask=torch.cat([left(batch.prompt_mask, 0) for batch in batches]),
        prompt_of=torch.cat([b.prompt_of + n for b, n in zip(batches, starts, strict=True)]),
        tokens=torch.cat([right(batch.tokens, pad) for batch in batches]),
        mask=torch.cat([right(batch.mask, False) for batch in batches]),
        logps=torch.cat([right(batch.logps, 0.0) for batch in batches]),
        texts=[text for batch in batches for text in batch.texts],
        finish=[reason for batch in batches for reason in batch.finish],
    )
