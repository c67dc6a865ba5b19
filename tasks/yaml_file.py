"""YAML files that users write: read, and their values validated."""

import difflib
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from clipo_bench.tasks.errors import InputError


def read_yaml(path: Path, example: str = "steps: 100") -> dict[str, Any]:
    """Read a YAML file that holds a mapping, such as ``train.yaml`` or ``study.yaml``.

    Args:
        path: the file.
        example: a line that such a file may have, for the message.

    Raises:
        InputError: no such file, or it is not a mapping.
    """
    import yaml

    try:
        values = yaml.safe_load(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise InputError(f"cannot read {path}: {error.strerror}") from None
    except (yaml.YAMLError, UnicodeDecodeError, RecursionError) as error:
        raise InputError(f"{path} is not valid YAML: {error}") from None
    if not isinstance(values, dict):
        raise InputError(f"{path} has no settings: expected lines such as {example!r}")
    return values


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
