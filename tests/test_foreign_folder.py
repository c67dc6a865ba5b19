"""Commands run in a user's folder, whatever the modules there are called.

A quick look from the development environment; `.ci/foreign_folder` runs everything from the wheel.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import clipo_bench

ROOT = Path(clipo_bench.__file__).parents[1]
OURS = ("tasks.py", "reports.py", "bench_suite.py", "perturbations/__init__.py", "tests.py")
# As the program that pip installs.
PROGRAM = """
import sys
from clipo_bench.__main__ import main
if __name__ == "__main__":
    sys.exit(main())
"""
# The third needs SymPy, in a process of its own.
RECORDED = [("a", "3", "3"), ("b", "7", "7"), ("c", "x = y - 1", "y = x + 1")]


def make(folder: Path, *names: str) -> None:
    """Make modules that must not be imported."""
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"raise RuntimeError('{name} was imported')\n", encoding="utf-8")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "clipo-bench").write_text(PROGRAM, encoding="utf-8")
    work = tmp_path / "work"
    make(work, *OURS)
    return work


def start(folder: Path, *arguments: object, path: str = ".") -> subprocess.CompletedProcess[str]:
    """Run a Python program in the folder, with `path` first in PYTHONPATH."""
    return subprocess.run(
        [sys.executable, *map(str, arguments)],
        capture_output=True,
        text=True,
        cwd=folder,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, (path, str(ROOT))))},
        check=False,
    )


def run(folder: Path, *arguments: object, path: str = ".", code: int = 0) -> str:
    """What a program prints that ends with this exit code."""
    done = start(folder, *arguments, path=path)
    assert done.returncode == code, done.stdout + done.stderr
    assert "was imported" not in done.stderr
    return done.stdout


def record(folder: Path, right: int = len(RECORDED), times: int = 1) -> Path:
    """Write recorded responses, `times` as many; of the answers the first `right` are right."""
    path = folder / f"{right}.jsonl"
    with path.open("w", encoding="utf-8") as file:
        for number in range(times):
            for place, (name, gold, answer) in enumerate(RECORDED):
                text = rf"So \boxed{{{answer if place < right else 11}}}."
                file.write(json.dumps({"id": f"{name}{number}", "gold": gold, "text": text}) + "\n")
    return path


def grade(folder: Path, responses: Path, out: str) -> list[object]:
    names = ("--id", "id", "--gold", "gold", "--response", "text")
    return ["../bin/clipo-bench", "grade", responses, *names, "--out", out]


def test_perturb(folder: Path) -> None:
    arguments = ("perturb", "word_problems", "--kinds", "numbers,symbols", "--limit", "10")
    run(folder, "../bin/clipo-bench", *arguments, "--workers", "2", "--out", "variants")
    assert (folder / "variants" / "manifest.json").is_file()


def test_perturb_beside_modules_of_the_standard_library(folder: Path) -> None:
    """Its workers start with ``python -c``, for which the working folder comes first."""
    make(folder, "types.py", "queue.py", "json.py", "random.py", "sympy.py")
    arguments = ("perturb", "word_problems", "--kinds", "numbers", "--limit", "10")
    run(folder, "../bin/clipo-bench", *arguments, "--workers", "2", "--out", "variants", path="")
    assert (folder / "variants" / "manifest.json").is_file()


@pytest.mark.parametrize("path", [".", ""])
def test_formulas_are_compared_beside_another_sympy(folder: Path, path: str) -> None:
    make(folder, "sympy.py", "math_verify.py")
    if not path:  # with it, no Python program starts beside these
        make(folder, "types.py", "queue.py", "json.py")
    run(folder, *grade(folder, record(folder), "runs/a"), path=path)
    metrics = json.loads((folder / "runs" / "a" / "metrics.json").read_text(encoding="utf-8"))
    assert metrics["slices"]["recorded"]["original"]["accuracy"] == 1


def test_the_gate_exits_with_1_for_a_regression_alone(folder: Path) -> None:
    run(folder, *grade(folder, record(folder, 3, 20), "runs/base"))
    run(folder, *grade(folder, record(folder, 1, 20), "runs/worse"))
    program = "../bin/clipo-bench"
    run(folder, program, "compare", "runs/base", "runs/worse")
    run(folder, program, "gate", "runs/base", "runs/base", "--allow", "same_run")
    run(folder, program, "gate", "runs/base", "runs/base", code=2)
    run(folder, program, "gate", "runs/base", "runs/worse", code=1)
    run(folder, program, "gate", "runs/base", "runs/none", code=2)


def test_the_gate_exits_with_70_where_it_cannot_start(folder: Path) -> None:
    make(folder, "typer.py")
    done = start(folder, "../bin/clipo-bench", "gate", "a", "b")
    assert done.returncode == 70
    assert "does a file in a folder of PYTHONPATH have the name of one?" in done.stderr


def test_a_script_and_a_module_of_the_users(folder: Path) -> None:
    """A script's folder comes first on its path, and so does the working folder for ``-m``."""
    code = (
        "from clipo_bench.tasks.answers import Grader\n"
        "from clipo_bench import bench_suite, perturbations, reports, tasks\n"
        "with Grader() as grader:\n"
        "    print(grader.grade('So \\\\boxed{y = x + 1}.', 'x = y - 1').outcome.value)\n"
    )
    (folder / "script.py").write_text(code, encoding="utf-8")
    for start in (("script.py",), ("-m", "script"), ("-c", code)):
        for path in (".", ""):
            assert run(folder, *start, path=path) == "correct\n"
    make(folder, "typer.py")
    assert "Usage:" in run(folder, "-m", "clipo_bench", "--help", path="")
