"""Decoding: sample G responses to each prompt with the policy itself.

A group shares its prompt, so the prompt is read once and its keys and values are repeated.

Shapes: B prompts of at most P tokens, N = B * G rollouts of at most T tokens, n of them still
running, hidden size H, vocabulary V.
"""

from collections.abc import Sequence
from dataclasses import fields
from typing import Any
from weakref import WeakKeyDictionary

import torch

from clipo_bench.bench_suite.trainer.policy.inference_copy import InferenceCopy
from clipo_bench.bench_suite.trainer.policy.policy import Policy
from clipo_bench.bench_suite.trainer.sampling.completions import Completions
from clipo_bench.bench_suite.trainer.sampling.growing_decode import GrowingDecoder
from clipo_bench.bench_suite.trainer.sampling.rollouts import Rollouts
from clipo_bench.bench_suite.trainer.sampling.static_decode import (
    StaticDecoder,
    is_plain,
    most_rows,
)

Decoder = StaticDecoder | GrowingDecoder

# Buffers and graphs outlive a batch: the next one of the same policy finds them here.
_DECODERS: WeakKeyDictionary[Any, tuple[InferenceCopy, Decoder]] = WeakKeyDictionary()


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
    """Sample `group` responses to each prompt; split between groups if memory requires it.

    Args:
        policy: what samples.
        prompts: B texts.
        group: G.
        max_tokens: T at most.
        temperature: above 0; or 0 for the most likely token.
        generator: on the policy's device; one number is drawn from it, the seed of all draws.
    """
    encoded = [policy.encode(prompt) for prompt in prompts]
    padded = policy.tokenizer.pad(
        {"input_ids": encoded}, padding_side="left", return_tensors="pt"
    ).to(policy.device)
    tokens, mask = padded["input_ids"], padded["attention_mask"]
    seed = int(torch.randint(2**62, (1,), generator=generator, device=policy.device))

    decoder = _decoder(policy)
    size = max(1, most_rows(policy, tokens.shape[1] + max_tokens) // group)  # prompts at a time
    parts = [
        decoder.decode(
            part,
            part_mask,
            group=group,
            max_tokens=max_tokens,
            temperature=temperature,
            seed=seed + place,
        )
        for place, (part, part_mask) in enumerate(
            zip(tokens.split(size), mask.split(size), strict=True)
        )
    ]
    joined = Completions(
        *(torch.cat([getattr(part, f.name) for part in parts]) for f in fields(Completions))
    )
    width = int(joined.lengths.max())
    return Rollouts(
        prompts=tokens,
        prompt_mask=mask,
        prompt_of=torch.arange(len(prompts), device=policy.device).repeat_interleave(group),
        tokens=joined.tokens[:, :width],
        mask=torch.arange(width, device=policy.device) < joined.lengths.unsqueeze(1),
        logps=joined.logps[:, :width],
        texts=policy.tokenizer.batch_decode(joined.tokens[:, :width], skip_special_tokens=True),
        finish=["stop" if ended else "length" for ended in joined.ended.tolist()],
    )


def _decoder(policy: Policy) -> Decoder:
    """The decoder of the policy, with its current weights."""
    known = _DECODERS.get(policy.model)
    if known is None or not known[0].follows(policy):
        _DECODERS.pop(policy.model, None)
        on_gpu = policy.device.type == "cuda"
        inference = InferenceCopy(policy, linear=torch.bfloat16 if on_gpu else None)
        plain = is_plain(inference.policy.model)
        decoder = StaticDecoder(inference.policy) if plain else GrowingDecoder(inference.policy)
        known = _DECODERS[policy.model] = (inference, decoder)
    inference, decoder = known
    inference.refresh()
    return decoder
