"""An option means the same, and is described in the same words, in every command."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import typer
from typer.core import TyperGroup, TyperOption

from clipo_bench.bench_suite.cli import app

# Options that mean something else in one command.
EXCEPTIONS = {
    ("--backend", "memory"): "memory has no --model, but --base and --new",
    ("--format", "table"): "what is printed, not what is read",
    ("--kinds", "memory"): "its default changes numbers, that of perturb does not",
    ("--margin", "memory"): "what is shown or excluded is a loss beyond the base's, not a drop",
    ("--model", "grade"): "grade runs no model: it is a name for the report",
    ("--prompt", "grade"): "grade prompts no model: it names a column",
    ("--samples", "report"): "a report samples nothing: how many samples the file embeds",
}


def commands(group: TyperGroup, path: str = "") -> Iterator[tuple[str, Any]]:
    for name, command in group.commands.items():
        if isinstance(command, TyperGroup):
            yield from commands(command, f"{path}{name} ")
        else:
            yield path + name, command


def help_texts() -> dict[str, dict[str, str | None]]:
    root = typer.main.get_command(app)
    assert isinstance(root, TyperGroup)
    found: dict[str, dict[str, str | None]] = defaultdict(dict)
    for path, command in commands(root):
        for parameter in command.params:
            if isinstance(parameter, TyperOption):
                for name in parameter.opts:
                    found[name][path] = parameter.help
    return found


def test_an_option_has_one_help_text_in_all_commands() -> None:
    for name, texts in help_texts().items():
        used = {text for path, text in texts.items() if (name, path) not in EXCEPTIONS}
        assert len(used) == 1, (name, texts)


def test_each_exception_differs_from_the_others() -> None:
    found = help_texts()
    for name, path in EXCEPTIONS:
        own = found[name][path]
        assert own not in [text for other, text in found[name].items() if other != path]


def test_every_option_is_described() -> None:
    assert all(text for texts in help_texts().values() for text in texts.values())
