"""The least that a step has to do, in operations and bytes: what its time is compared with.

Padding, copies and what is computed twice are not counted, so a share of the limit says how much
faster the step could at most be.
"""

from dataclasses import dataclass

import torch

from clipo_bench.bench_suite.trainer.policy.policy import Policy
from clipo_bench.bench_suite.trainer.sampling.rollouts import Rollouts

_BF16 = 2  # bytes


@dataclass(frozen=True, slots=True)
class Work:
    """Of one batch of rollouts.

    Attributes:
        update: operations of a forward and a backward pass, each prompt read once.
        decode: bytes that decoding reads: all weights at each step, and each row's keys and
            values, in bfloat16.
    """

    update: float
    decode: float


def count(policy: Policy, rollouts: Rollouts) -> Work:
    """Count the work of a batch of rollouts."""
    config = policy.model.config.get_text_config()
    heads, layers = config.num_attention_heads, config.num_hidden_layers
    size = getattr(config, "head_dim", None) or config.hidden_size // heads
    head = config.vocab_size * config.hidden_size  # of the output, tied to the embedding
    weights = sum(weight.numel() for weight in policy.model.parameters())
    body = weights - head  # tied: counted once
    prompt = rollouts.prompt_mask.sum(1).double()  # (B,)
    length = rollouts.mask.sum(1).double()  # (N,)
    before = prompt[rollouts.prompt_of]  # (N,)
    # What all tokens attend to: t tokens after p others see p * t + t (t + 1) / 2 places.
    seen = (prompt * (prompt + 1) / 2).sum() + (before * length + length * (length + 1) / 2).sum()
    tokens = prompt.sum() + length.sum()
    forward = 2 * (body * tokens + head * length.sum()) + 4 * layers * heads * size * seen
    places = (before * length + length * (length + 1) / 2).sum()
    cache = 2 * layers * config.num_key_value_heads * size * _BF16  # bytes of a place
    decode = _BF16 * weights * float(length.max()) + cache * float(places)
    return Work(3 * float(forward), decode)


def response_tokens(rollouts: Rollouts) -> int:
    """Tokens of all responses."""
    return int(rollouts.mask.sum())


def peak_gib() -> float | None:
    """The most memory that tensors took since the last reset; None on a CPU."""
    if not torch.cuda.is_available():
        return None
    return round(torch.cuda.max_memory_allocated() / 2**30, 2)
