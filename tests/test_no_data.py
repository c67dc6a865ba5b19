"""Where the real data is missing, its tests skip or fail, and say so."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

TESTS = Path(__file__).parent
TEST = "def test_real(real_data): pass\n"


@pytest.mark.parametrize(
    ("settings", "code", "message"),
    [
        ({}, 0, "1 skipped"),
        ({"CI": "true"}, 1, "no real data at"),
        ({"CI": "true", "CLIPO_BENCH_DATA": ""}, 1, "no real data at"),
        ({"CI": "true", "CLIPO_BENCH_NO_DATA": "1"}, 0, "CLIPO_BENCH_NO_DATA=1: not tested"),
        ({"CI": "true", "CLIPO_BENCH_NO_DATA": "1", "CLIPO_BENCH_DATA": "."}, 0, "1 passed"),
    ],
)
def test_only_the_variable_lets_ci_pass(
    tmp_path: Path, settings: dict[str, str], code: int, message: str
) -> None:
    folder = tmp_path / "checkout" / "tests"
    folder.mkdir(parents=True)
    shutil.copy(TESTS / "conftest.py", folder)
    (folder / "test_it.py").write_text(TEST)
    kept = {name: value for name, value in os.environ.items() if name not in UNSET}
    result = subprocess.run(
        [sys.executable, "-m", "pytest", "-rs", "-p", "no:cacheprovider", str(folder)],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        env=kept | settings,
    )
    assert result.returncode == code, result.stdout + result.stderr
    assert message in result.stdout


UNSET = ("CI", "CLIPO_BENCH_DATA", "CLIPO_BENCH_NO_DATA", "PYTEST_ADDOPTS")
