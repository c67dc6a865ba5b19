"""Sampling the next token from logits.

Shapes: n rows, vocabulary V.
"""

import torch
from torch import Tensor


def sample_next_token(
    logits: Tensor, temperature: float, generator: torch.Generator
) -> tuple[Tensor, Tensor]:
    """Sample a token per row, with its log-probability: (n, V) to (n,), (n,).

    A race: if each token arrives after an exponential time of rate p, it is first with
    probability p. Unlike `torch.multinomial`, which does the same, it asks the GPU for nothing,
    so it can be part of a graph; and a uniform's logarithm is four times faster on a CPU than
    ``exponential_``.

    Args:
        logits: float32.
        temperature: above 0; or 0 for the most likely token, at temperature 1.
        generator: on the logits' device.
    """
    if temperature not in (0, 1):
        logits = logits / temperature
    logps = torch.log_softmax(logits, dim=-1)
    if temperature == 0:
        token = logits.argmax(-1)
    else:
        # u < 1, so log u < 0: minus the time. u = 0 never arrives, and 0 / time neither.
        time = torch.empty_like(logps).uniform_(generator=generator).log_()
        token = torch.div(logps.exp(), time, out=time).argmin(-1)
    return token, logps.gather(-1, token.unsqueeze(-1)).squeeze(-1)
