"""No module of the trainer needs itself, however late it imports: in functions or for types."""

import ast
from graphlib import TopologicalSorter
from pathlib import Path

import clipo_bench.bench_suite.trainer as package

ROOT = Path(package.__file__).parent


def module_name(file: Path) -> str:
    """Such as ``clipo_bench.bench_suite.trainer.policy.policy``."""
    parts = (*package.__name__.split("."), *file.relative_to(ROOT).with_suffix("").parts)
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports(file: Path, known: set[str]) -> set[str]:
    """Those of `known` that a file imports anywhere."""
    found = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names = {f"{node.module}.{alias.name}" for alias in node.names}
            found |= names & known or {node.module}
    return found & known


def test_no_imports_go_in_a_circle():
    files = {module_name(file): file for file in ROOT.rglob("*.py")}
    assert len(files) > 30
    graph = {name: imports(file, set(files)) for name, file in files.items()}
    assert len(list(TopologicalSorter(graph).static_order())) == len(files)


def test_the_shipped_policy_is_found_without_torch():
    tree = ast.parse((ROOT / "policy" / "shipped_policy.py").read_text(encoding="utf-8"))
    imported = [node for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom)]
    assert [getattr(node, "module", None) for node in imported] == ["pathlib"]
    assert (package.policy_path() / "config.json").exists()
