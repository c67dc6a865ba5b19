"""How a user gives an option: for messages that the command line and Python share."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_ON_COMMAND_LINE = ContextVar("on_command_line", default=False)


@contextmanager
def on_command_line() -> Iterator[None]:
    """Within it, options are named as the command line has them."""
    token = _ON_COMMAND_LINE.set(True)
    try:
        yield
    finally:
        _ON_COMMAND_LINE.reset(token)


def option(name: str, value: str | float | None = None) -> str:
    """Name an option, and its value, as the user would type it.

    Args:
        name: in Python, such as ``data_dir``: that is ``--data-dir`` on the command line.
        value: such as ``hf``: ``--backend hf``, in Python ``backend='hf'``. True is a switch:
            ``--resume``, in Python ``resume=True``.
    """
    if not _ON_COMMAND_LINE.get():
        return name if value is None else f"{name}={value!r}"
    switch = f"--{name.replace('_', '-')}"
    return switch if value is None or value is True else f"{switch} {value}"
