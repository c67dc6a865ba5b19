"""Figure folder: every figure and table of a comparison as files, to be taken into a paper."""

import re
from pathlib import Path

from clipo_bench.reports.compare import Comparison
from clipo_bench.reports.render.figures import FORMATS, figures, save, styled
from clipo_bench.reports.render.table_files import csv_tables, latex_tables
from clipo_bench.tasks.errors import InputError
from clipo_bench.tasks.storage.atomic import atomic_file, write_text, writing

INDEX = "index.md"
_HEAD = "# Figures and tables, by clipo-bench"


def save_figures(result: Comparison, folder: Path) -> None:
    """Write every figure as SVG, PDF and PNG, every table as LaTeX and CSV, and a list of them.

    Args:
        result: what to show.
        folder: is made; one that is there must be empty, or hold earlier figures.

    Raises:
        InputError: as `require_place`, or a file cannot be written.
    """
    require_place(folder)
    with writing(folder):
        folder.mkdir(parents=True, exist_ok=True)
    listed = [_HEAD, ""]
    with styled():
        for name, title, figure in figures(result):
            files = [f"{name}.{form}" for form in FORMATS]
            for form, file in zip(FORMATS, files, strict=True):
                with atomic_file(folder / file) as path:
                    save(figure, path, form)
            listed.append(f"- {title}: {', '.join(f'`{file}`' for file in files)}")
    for number, (title, text) in enumerate(latex_tables(result), start=1):
        file = f"table_{number:02}_{_slug(title)}.tex"
        write_text(folder / file, text)
        listed.append(f"- `{file}`")
    for name, text in csv_tables(result):
        write_text(folder / f"{name}.csv", text)
        listed.append(f"- `{name}.csv`")
    write_text(folder / INDEX, "\n".join([*listed, ""]))


def require_place(folder: Path) -> None:
    """Refuse what `save_figures` could not do, before the work that leads to it.

    Raises:
        InputError: matplotlib is not installed, or files of somebody else could be overwritten.
    """
    with styled():
        pass
    if folder.exists() and not folder.is_dir():
        raise InputError(f"{folder} is a file: expected a folder for figures, new or empty")
    if not folder.is_dir() or not any(folder.iterdir()):
        return
    index = folder / INDEX
    if not index.is_file() or not index.read_text(encoding="utf-8", errors="replace").startswith(
        _HEAD
    ):
        raise InputError(
            f"{folder} holds other files than figures of clipo-bench: choose a new or empty folder"
        )


def _slug(title: str) -> str:
    """A title as a file's name: ``Accuracy: a/b`` is ``accuracy_a_b``."""
    return re.sub(r"[^a-z0-9]+", "_", title.lower()).strip("_")[:60]
