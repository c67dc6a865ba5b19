"""Shard: the part of a benchmark's problems that one of several processes asks."""

import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from clipo_bench.tasks.errors import InputError
from clipo_bench.tasks.option import option

Item = TypeVar("Item")
SLURM = "slurm"


@dataclass(frozen=True, slots=True)
class Shard:
    """Every `count`-th problem, from the `number`-th on.

    Attributes:
        number: from 1 to `count`.
        count: how many shards there are.
    """

    number: int
    count: int

    @classmethod
    def parse(cls, text: str, environment: Mapping[str, str] = os.environ) -> "Shard":
        """Read ``2/4``, or ``slurm`` for the place of this job in its array.

        Raises:
            InputError: it is neither, or this is no job of an array.
        """
        if text == SLURM:
            return cls._of_slurm(environment)
        found = re.fullmatch(r"(\d{1,6})/(\d{1,6})", text)
        if not found or not 1 <= int(found[1]) <= int(found[2]):
            raise InputError(
                f"{option('shard', text)}: expected a number and a count such as 2/4, or {SLURM}"
            )
        return cls(int(found[1]), int(found[2]))

    @classmethod
    def _of_slurm(cls, environment: Mapping[str, str]) -> "Shard":
        names = ("SLURM_ARRAY_TASK_ID", "SLURM_ARRAY_TASK_MIN", "SLURM_ARRAY_TASK_COUNT")
        try:
            task, first, count = (int(environment[name]) for name in names)
        except (KeyError, ValueError):
            raise InputError(
                f"{option('shard', SLURM)}: this is no job of an array: {', '.join(names)} are not "
                "set; submit it with `sbatch --array=0-3`"
            ) from None
        if not 1 <= task - first + 1 <= count:
            raise InputError(
                f"{option('shard', SLURM)}: the array has {count} jobs from {first} on, so "
                f"number {task} has no place in it: submit it without a step, as --array=0-3"
            )
        return cls(task - first + 1, count)

    def __str__(self) -> str:
        return f"{self.number}/{self.count}"

    def of(self, items: Sequence[Item]) -> Sequence[Item]:
        """This shard's part."""
        return items[self.number - 1 :: self.count]
