"""The public API: what it exports, how lazily, and that every snippet of its docs runs."""

import ast
import contextlib
import importlib
import io
import pkgutil
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import clipo_bench

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs" / "api.md"
PACKAGES = ("tasks", "perturbations", "reports", "bench_suite")
EVERY = ["clipo_bench", *(f"clipo_bench.{package}" for package in PACKAGES)]
SNIPPET = re.compile(r"^```python\n(.*?)^```$", re.DOTALL | re.MULTILINE)


def for_type_checkers(package: str) -> Iterator[tuple[str, str, str]]:
    """The names that a type checker sees, with the module and the name there."""
    tree = ast.parse(Path(str(importlib.import_module(package).__file__)).read_bytes())
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module not in (
            "typing",
            "clipo_bench._exports",
        ):
            for alias in node.names:
                yield alias.asname or alias.name, str(node.module), alias.name


@pytest.mark.parametrize("package", EVERY)
def test_what_runs_is_what_type_checkers_see(package: str) -> None:
    module = importlib.import_module(package)
    seen = list(for_type_checkers(package))
    assert sorted(name for name, _, _ in seen) == sorted(module.__all__) == sorted(module._PLACES)
    for name, place, attribute in seen:
        assert getattr(module, name) is getattr(importlib.import_module(place), attribute)


@pytest.mark.parametrize("package", EVERY)
def test_a_package_lists_and_refuses_names(package: str) -> None:
    module = importlib.import_module(package)
    assert set(module.__all__) <= set(dir(module))
    with pytest.raises(AttributeError, match=f"module '{package}' has no attribute 'nothing'"):
        _ = module.nothing


@pytest.mark.parametrize("package", EVERY)
def test_no_name_is_that_of_a_module_beside_it(package: str) -> None:
    """Else `from package import name` would depend on what was imported before."""
    module = importlib.import_module(package)
    modules = {found.name for found in pkgutil.iter_modules(module.__path__)}
    assert modules.isdisjoint(module.__all__)


def test_the_packages_export_what_the_whole_exports() -> None:
    own = [name for package in EVERY[1:] for name in importlib.import_module(package).__all__]
    assert len(own) == len(set(own))
    # In `clipo_bench.reports` these three are modules, see the test above.
    assert {*own, "compare", "gate", "memory", "__version__"} == set(clipo_bench.__all__)


def test_functions_stay_functions_after_their_modules_are_imported() -> None:
    importlib.import_module("clipo_bench.reports.compare")
    importlib.import_module("clipo_bench.reports.gate")
    assert callable(clipo_bench.compare)
    assert callable(clipo_bench.gate)


def test_the_import_is_light() -> None:
    code = (
        "import sys; before = set(sys.modules); import clipo_bench\n"
        "from clipo_bench import bench_suite, perturbations, reports, tasks\n"
        "print(*sorted(set(sys.modules) - before))"
    )
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    ours = {name for name in result.stdout.split() if name.startswith("clipo_bench")}
    assert ours == {*EVERY, "clipo_bench._exports"}
    others = {name.partition(".")[0] for name in set(result.stdout.split()) - ours}
    assert others <= sys.stdlib_module_names - {"typing"}


def test_every_name_is_in_the_docs() -> None:
    imported = {
        alias.name
        for snippet in SNIPPET.findall(DOCS.read_text(encoding="utf-8"))
        for node in ast.walk(ast.parse(snippet))
        if isinstance(node, ast.ImportFrom) and node.module == "clipo_bench"
        for alias in node.names
    }
    assert imported == set(clipo_bench.__all__) - {"__version__"}


def test_the_snippets_of_the_docs_run(tmp_path: Path) -> None:
    """In their order, in one folder, as a reader would type them; a real model generates."""
    names: dict[str, Any] = {"__name__": "snippets"}
    text = DOCS.read_text(encoding="utf-8")
    with contextlib.chdir(tmp_path), contextlib.redirect_stdout(io.StringIO()):
        for match in SNIPPET.finditer(text):
            lines = "\n" * text.count("\n", 0, match.start(1))  # so that errors name the line
            exec(compile(lines + match[1], str(DOCS), "exec"), names)
    assert (tmp_path / "runs" / "tiny" / "metrics.json").exists()
