"""JSON files, written whole or not at all, and read with errors that name them."""

import json
from pathlib import Path
from typing import Any

from clipo_bench.tasks.errors import InputError
from clipo_bench.tasks.storage.atomic import write_text


def write_json(path: Path, value: Any) -> None:
    """Write a value as indented JSON, whole or not at all."""
    write_text(path, json.dumps(value, indent=2, ensure_ascii=False) + "\n")


def read_json(path: Path) -> Any:
    """Read a JSON file.

    Raises:
        InputError: the file is missing or is not JSON.
    """
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        raise InputError(f"no file {path}: is {path.parent} the right folder?") from None
    except (ValueError, RecursionError) as error:  # not JSON, not UTF-8, or nested too deep
        raise InputError(f"{path} is not JSON ({error}): it may be cut; make it again") from None
