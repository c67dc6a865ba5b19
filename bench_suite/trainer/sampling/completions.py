"""Completions: what a decoder has sampled, as tokens.

Shapes: n rows of at most T tokens.
"""

from dataclasses import dataclass

from torch import Tensor


@dataclass(frozen=True, slots=True)
class Completions:
    """Sampled responses as tokens.

    Attributes:
        tokens: (n, T), padded on the right.
        logps: (n, T) log-probability of each at the sampling temperature; zero at padding.
        lengths: (n,) tokens of each response, its end token too.
        ended: (n,) bool, false where the response was cut at the limit.
    """

    tokens: Tensor
    logps: Tensor
    lengths: Tensor
    ended: Tensor
