"""LocalRollouts: one process's rollouts as TRL has them, row by row.

Shapes: B prompts with G rollouts each, N = B * G rows in all, n of them on this process.
"""

from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor


@dataclass(frozen=True, slots=True)
class LocalRollouts:
    """Rollouts of this process, verified.

    Attributes:
        chosen: (n) the problem of each row.
        generated: what TRL's `_generate` returned: tokens of the prompts, tokens of the
            responses, and more, a list with an entry per row or nothing that rows have.
        right: (n,) bool.
        truncated: (n,) bool, true where the response was cut at the limit.
        lengths: (n,) tokens of each response, its end token too.
    """

    chosen: list[int]
    generated: tuple[Any, ...]
    right: Tensor
    truncated: Tensor
    lengths: Tensor


def outcomes(rollouts: LocalRollouts) -> Tensor:
    """(n, 3): right, truncated, length."""
    return torch.stack(
        [rollouts.right.double(), rollouts.truncated.double(), rollouts.lengths.double()], dim=1
    )


def right_of(outcomes: Tensor, group: int) -> Tensor:
    """(B, G) of `outcomes`, 1 where the answer is right."""
    return outcomes[:, 0].view(-1, group)


def split(rollouts: LocalRollouts) -> list[tuple[Any, ...]]:
    """A tuple for each row."""
    count = len(rollouts.chosen)
    columns = [column for column in rollouts.generated if _has_rows(column, count)]
    judged = (rollouts.right.tolist(), rollouts.truncated.tolist(), rollouts.lengths.tolist())
    return list(zip(rollouts.chosen, *judged, *columns, strict=True))


def join(rows: list[tuple[Any, ...]], like: tuple[Any, ...], device: torch.device) -> LocalRollouts:
    """The rows as one; what rows don't have is as in `like`, of as many rows."""
    chosen, right, truncated, lengths, *columns = map(list, zip(*rows, strict=True))
    rest = iter(columns)
    generated = tuple(next(rest) if _has_rows(one, len(rows)) else one for one in like)
    return LocalRollouts(
        chosen,
        generated,
        torch.tensor(right, device=device),
        torch.tensor(truncated, device=device),
        torch.tensor(lengths, device=device),
    )


def _has_rows(column: Any, count: int) -> bool:
    return isinstance(column, list) and len(column) == count
