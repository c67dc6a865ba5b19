"""Errors about an option's value that repeat the value."""

import sys
from collections.abc import Sequence
from typing import Any

import typer
from typer.core import TyperGroup


class WithValue(TyperGroup):
    """The group of all commands: ``--samples 0: Input should be ...`` names the 0, too."""

    def invoke(self, ctx: Any) -> Any:
        """Run a command, or refuse its arguments."""
        try:
            return super().invoke(ctx)
        except typer.BadParameter as error:
            given = _given(getattr(error.param, "opts", []), sys.argv[1:])
            if given is not None and given not in error.message:
                error.message = f"{given}: {error.message}"
            raise


def _given(names: Sequence[str], arguments: Sequence[str]) -> str | None:
    """The last value that an option was given on the command line; None for an argument."""
    found = None
    for place, argument in enumerate(arguments):
        for name in names:
            if argument == name and name.startswith("-"):
                found = next(iter(arguments[place + 1 :]), None)
            elif name.startswith("--") and argument.startswith(f"{name}="):
                found = argument.removeprefix(f"{name}=")
    return found
