"""Seeds: one number per purpose, so that no two random streams of a run share a state."""

import hashlib


def derive_seed(seed: int, *purpose: str | int) -> int:
    """Hash a run's seed with what it is for, such as ``"rollouts"``: 63 bits."""
    text = "/".join(map(str, (seed, *purpose)))
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8]) >> 1
