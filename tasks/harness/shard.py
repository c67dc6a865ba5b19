"""Shard: the part of a benchmark's problems that one of several processes asks."""

import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from clipo_bench.tasks.errors import InputError
from clipo_bench.tasks.option import option

Item = TypeVar("Item")
SLURM = "slurm"
SLURM_TASK = "SLURM_ARRAY_TASK_ID"


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
        """Read ``2/4``, or ``slurm/4`` for the place of this job in an array from 0 to 3.

        Slurm's own count is not used: it is that of the jobs submitted together, which are fewer
        when those that died are submitted again.

        Raises:
            InputError: it is neither, or this is no job of such an array.
        """
        found = re.fullmatch(rf"(\d{{1,6}}|{SLURM})/(\d{{1,6}})", text)
        if not found or (found[1] != SLURM and not 1 <= int(found[1]) <= int(found[2])):
            raise InputError(
                f"{option('shard', text)}: expected a number and a count such as 2/4, the number "
                f"from 1 to the count, or {SLURM}/4"
            )
        count = int(found[2])
        if found[1] != SLURM:
            return cls(int(found[1]), count)
        task = environment.get(SLURM_TASK, "")
        if not (task.isdecimal() and int(task) < count):
            raise InputError(
                f"{option('shard', text)}: {SLURM_TASK} is {task or 'not set'}: submit the job "
                f"with `sbatch --array=0-{count - 1}`"
            )
        return cls(int(task) + 1, count)

    def __str__(self) -> str:
        return f"{self.number}/{self.count}"

    def of(self, items: Sequence[Item]) -> Sequence[Item]:
        """This shard's part."""
        return items[self.number - 1 :: self.count]


def require_whole(parts: Sequence[tuple[Path, Shard]], command: str) -> None:
    """Refuse folders that are not all shards of a whole, each once.

    Args:
        parts: the folders, and which shard each holds.
        command: what makes a shard, for messages.

    Raises:
        InputError: names what is missing or too much.
    """
    if not parts:
        raise InputError("no shards to merge: give the folder of each")
    listed = ", ".join(f"{folder} is {shard}" for folder, shard in parts)
    count = parts[0][1].count
    numbers = [shard.number for _, shard in parts if shard.count == count]
    if len(numbers) < len(parts):
        raise InputError(f"the shards are of different counts: {listed}")
    if len(set(numbers)) < len(numbers):
        raise InputError(f"a shard is given twice: {listed}")
    if missing := [str(Shard(n, count)) for n in range(1, count + 1) if n not in numbers]:
        raise InputError(
            f"{len(missing)} of {count} shards are missing: {', '.join(missing)} ({listed}); name "
            f"their folders too, or run `{command}` with {option('shard', missing[0])}"
        )
