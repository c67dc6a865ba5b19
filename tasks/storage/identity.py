"""Identity: hashes that are the same on every machine, and where two identities differ."""

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any


def digest(value: Any) -> str:
    """Hash a JSON-able value: 16 hexadecimal digits, the same on every machine."""
    text = json.dumps(value, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def file_sha256(path: Path) -> str:
    """Hash a file's bytes: 64 hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def differences(old: Any, new: Any, path: str = "") -> Iterator[str]:
    """Say where two nested values differ: ``settings.seed was 0, is 1``."""
    if isinstance(old, dict) and isinstance(new, dict):
        for name in {**old, **new}:
            inner = f"{path}.{name}" if path else name
            yield from differences(old.get(name), new.get(name), inner)
    elif old != new:
        yield f"{path} was {old!r}, is {new!r}"
