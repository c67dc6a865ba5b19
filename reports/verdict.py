"""MemoryVerdict: what a memory test shows."""

from enum import StrEnum


class MemoryVerdict(StrEnum):
    """What a contrast or another test shows."""

    SHOWN = "shown"
    EXCLUDED = "excluded"
    CANNOT_TELL = "cannot tell"
