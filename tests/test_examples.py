"""Every example runs, as a user would start it."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from clipo_bench import grade, read_variants

EXAMPLES = Path(__file__).parents[1] / "examples"


def run(name: str, *arguments: object, folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(EXAMPLES / name), *map(str, arguments)],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        env={name: value for name, value in os.environ.items() if name != "GITHUB_STEP_SUMMARY"},
    )


def recorded(folder: Path, name: str, right: int, problems: int) -> Path:
    """A run of which the first so many responses are right, asked in two ways."""
    file = folder / f"{name}.jsonl"
    rows = [
        {
            "id": str(number),
            "kind": kind,
            "gold": "4",
            "text": f"Run {name}: the answer is {'4' if number < right else '5'}.",
        }
        for number in range(problems)
        for kind in ("original", "numbers")
    ]
    file.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    out = folder / name
    grade(file, out, id="id", gold="gold", response="text", pair="kind")
    return out


def test_the_tests_run_every_example() -> None:
    text = Path(__file__).read_text(encoding="utf-8")
    listed = (EXAMPLES / "README.md").read_text(encoding="utf-8")
    for path in EXAMPLES.glob("*.py"):
        assert f"def test_{path.stem}(" in text
        assert f"({path.name})" in listed


def test_own_problems(tmp_path: Path) -> None:
    result = run("own_problems.py", tmp_path, folder=tmp_path)
    assert result.returncode == 0, result.stderr
    first, second = result.stdout.splitlines()
    assert first.startswith("original   2 problems")
    assert second.startswith("numbers    4 problems")


def test_own_rewrite(tmp_path: Path) -> None:
    result = run("own_rewrite.py", tmp_path, folder=tmp_path)
    assert result.returncode == 0, result.stderr
    coverage = json.loads(result.stdout)
    assert (coverage["rewritten"], coverage["refusals"]) == (1, {"nothing to rewrite": 1})
    (variant,) = read_variants(tmp_path / "variants").variants
    assert variant.question == "A pen costs 3 euros. How many euros do 4 pens cost?"
    (line,) = (tmp_path / "variants" / "certificates.jsonl").read_text().splitlines()
    assert json.loads(line)["checks"][-2:] == ["map undone gives the original", "gold kept"]


@pytest.mark.parametrize(
    ("right", "problems", "code", "word"),
    [(380, 400, 0, "pass"), (200, 400, 1, "fail"), (18, 20, 0, "inconclusive")],
)
def test_gate_in_ci(tmp_path: Path, right: int, problems: int, code: int, word: str) -> None:
    base = recorded(tmp_path, "base", problems - problems // 20, problems)
    new = recorded(tmp_path, "new", right, problems)
    result = run("gate_in_ci.py", base, new, folder=tmp_path)
    assert result.returncode == code, result.stderr
    assert result.stdout.splitlines()[-1] == f"gate: {word}"
    assert ("::warning::" in result.stdout) == (word == "inconclusive")
    assert (tmp_path / "gate.xml").read_text().startswith("<testsuites")


def test_run_in_pandas(tmp_path: Path) -> None:
    result = run("run_in_pandas.py", recorded(tmp_path, "a", 30, 40), folder=tmp_path)
    assert result.returncode == 0, result.stderr
    assert "right on the original, wrong on numbers: 0 of 40 problems" in result.stdout
    assert "how wrong responses ended: {'wrong': 20}" in result.stdout


def test_custom_reward(tmp_path: Path) -> None:
    code = (
        f"import sys; sys.path.insert(0, {str(EXAMPLES)!r})\n"
        "import custom_reward; custom_reward.main('out', steps=1)"
    )
    result = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert result.returncode == 0, result.stderr
    assert result.stdout.startswith("out/last: rewarded ")
    assert (
        "reward_function: custom_reward:with_right_steps"
        in (tmp_path / "out/train.yaml").read_text()
    )
