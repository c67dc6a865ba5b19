"""The shape of the source tree: what no linter looks at."""

import ast
import graphlib
import tomllib
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

import clipo_bench

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
PACKAGES = ("tasks", "perturbations", "reports", "bench_suite")
FOLDERS = {
    path.parent: ".".join(path.parent.relative_to(ROOT).parts)
    for package in PACKAGES
    for path in (ROOT / "clipo_bench" / package).rglob("*.py")
}
MODULES = {
    name if path.stem == "__init__" else f"{name}.{path.stem}": ast.parse(path.read_bytes())
    for folder, name in FOLDERS.items()
    for path in folder.glob("*.py")
}


def imports(tree: ast.Module) -> Iterator[str]:
    """The modules of ours that a module names, wherever its imports stand."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name in MODULES)
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, "our imports are absolute"
            for alias in node.names:
                # `from clipo_bench.tasks import errors` or `from clipo_bench.tasks.errors import X`
                names = (f"{node.module}.{alias.name}", str(node.module))
                yield from [name for name in names if name in MODULES][:1]


def test_the_package_knows_its_version() -> None:
    assert clipo_bench.__version__ == PROJECT["project"]["version"]


def test_no_public_class_name_stands_twice() -> None:
    places = defaultdict(list)
    for module, tree in MODULES.items():
        for node in tree.body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                places[node.name].append(module)
    assert {name: found for name, found in places.items() if len(found) > 1} == {}


def test_no_modules_import_each_other() -> None:
    """Not even in a function or for type checking: one of two such modules is in the wrong place.

    It names a circle.
    """
    sorter = graphlib.TopologicalSorter({name: imports(tree) for name, tree in MODULES.items()})
    try:
        sorter.prepare()
    except graphlib.CycleError as error:
        pytest.fail(" <- ".join(error.args[1]))


@pytest.mark.parametrize("name", sorted(FOLDERS.values()))
def test_every_package_says_what_it_holds(name: str) -> None:
    assert name in MODULES, "it has no __init__.py"
    assert ast.get_docstring(MODULES[name])


def test_no_folder_of_the_tests_can_be_taken_for_ours() -> None:
    """`tests/tasks` is no package, and nothing that pytest can import has one of our names."""
    assert list((ROOT / "tests").rglob("__init__.py")) == []
    for folder in PROJECT["tool"]["pytest"]["ini_options"]["pythonpath"]:
        names = {path.stem for path in (ROOT / folder).iterdir()}
        assert names.isdisjoint({"clipo_bench", *PACKAGES})
