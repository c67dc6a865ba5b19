"""Identity: hashes that are the same on every machine, and where two identities differ."""

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

SHORT = 8
# "631611ded2131490", "631611ded2131490+09d66e643490d430" of variants, "sha256:443338129628ebe5"
_HASH = re.compile(r"(sha256:)?[0-9a-f]{16,64}(\+[0-9a-f]{16,64})*")


def digest(value: Any) -> str:
    """Hash a JSON-able value: 16 hexadecimal digits, the same on every machine."""
    text = json.dumps(value, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def file_sha256(path: Path) -> str:
    """Hash a file's bytes: 64 hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def differences(old: Any, new: Any) -> list[str]:
    """Say where two nested values differ: ``settings.seed was 0, is 1``; hashes come last."""
    found = list(_different(old, new, ""))
    told = []
    for path, one, other in sorted(found, key=lambda item: _is_hash(item[1]) or _is_hash(item[2])):
        was, now = shown(one, other)
        told.append(f"{path} was {was}, is {now}")
    return told


def _different(old: Any, new: Any, path: str) -> Iterator[tuple[str, Any, Any]]:
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        for name in {**old, **new}:
            inner = f"{path}.{name}" if path else name
            yield from _different(old.get(name), new.get(name), inner)
    elif old != new:
        yield path, old, new


def shown(*values: Any) -> tuple[str, ...]:
    """Values as messages show them, side by side: hashes short, ``none`` where there is none.

    ``'631611ded2131490'`` becomes ``631611de``, unless another value begins alike.
    """
    short = tuple(_shown(value) for value in values)
    distinct = len(set(map(repr, values)))
    return short if len(set(short)) == distinct else tuple(map(repr, values))


def _shown(value: Any) -> str:
    if value is None or value in ((), []):
        return "none"
    if isinstance(value, list | tuple):
        return ", ".join(map(_shown, value))
    if not _is_hash(value):
        return repr(value)
    return "+".join(part[:SHORT] for part in value.removeprefix("sha256:").split("+"))


def _is_hash(value: Any) -> bool:
    return isinstance(value, str) and _HASH.fullmatch(value) is not None
