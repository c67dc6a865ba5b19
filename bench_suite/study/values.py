"""Validation of the values in a plan's YAML."""

import difflib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from clipo_bench.tasks.errors import InputError


def expect_known(where: str, values: Mapping[str, Any], known: Sequence[str]) -> None:
    """Refuse unknown keys.

    Raises:
        InputError: names it and the nearest that is known.
    """
    for name in values:
        if name not in known:
            near = difflib.get_close_matches(str(name), known, n=1)
            hint = f"did you mean {near[0]!r}?" if near else f"expected one of {', '.join(known)}"
            raise InputError(f"{where}unknown key {name!r}: {hint}")


def mapping(name: str, value: Any) -> dict[str, Any]:
    """Validate a mapping; null is an empty one.

    Raises:
        InputError: it is something else.
    """
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise InputError(f"{name} is {value!r}: expected lines such as 'contrastive: true'")
    return value


def text(name: str, value: Any) -> str:
    """Validate a text that is not empty.

    Raises:
        InputError: it is something else.
    """
    if not isinstance(value, str) or not value.strip():
        raise InputError(f"{name} is {value!r}: expected text")
    return value


def whole(value: Any, least: int) -> bool:
    """Whether it is a whole number of at least `least`."""
    return isinstance(value, int) and not isinstance(value, bool) and value >= least


def listed(names: Iterable[str]) -> str:
    """Names with commas between them."""
    return ", ".join(names)
