"""Lazy exports: each public name is imported from its module when it is first asked for.

So ``import clipo_bench`` takes milliseconds, and only what needs torch or pandas imports them.
"""

import importlib
import sys
from collections.abc import Callable, Mapping

TYPE_CHECKING = False
"""Type checkers take this name for true. `typing` has it, too, but takes longer to import than
everything else here together."""


def lazy(
    package: str, places: Mapping[str, str]
) -> tuple[Callable[[str], object], Callable[[], list[str]]]:
    """Make a package's ``__getattr__`` and ``__dir__``.

    Args:
        package: the package's ``__name__``.
        places: by public name the module that defines it, below ``clipo_bench``:
            ``{"Problem": "tasks.problem"}``; ``module:attribute`` where it has another name there.
    """

    def get(name: str) -> object:
        if name not in places:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        module, _, attribute = places[name].partition(":")
        value = getattr(importlib.import_module(f"clipo_bench.{module}"), attribute or name)
        setattr(sys.modules[package], name, value)  # the next look-up is a plain one
        return value

    def names() -> list[str]:
        return sorted({*vars(sys.modules[package]), *places})

    return get, names
