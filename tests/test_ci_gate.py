"""The action for GitHub and the job for GitLab, their steps run on recorded responses."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from clipo_bench import grade

ROOT = Path(__file__).parents[1]
ACTION = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A checkout with runs, and `clipo-bench` on the path."""
    program = tmp_path / "bin" / "clipo-bench"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec {sys.executable} -P -m clipo_bench "$@"\n')
    program.chmod(0o755)
    return tmp_path


def record(folder: Path, name: str, right: int, problems: int = 200) -> str:
    rows = [
        {"id": str(n), "gold": "4", "text": f"{name}: \\boxed{{{4 if n < right else 5}}}"}
        for n in range(problems)
    ]
    file = folder / f"{name}.jsonl"
    file.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    grade(file, folder / "runs" / name, id="id", gold="gold", response="text")
    return f"runs/{name}"


def bash(folder: Path, script: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run a step as the runners do."""
    path = f"{folder / 'bin'}{os.pathsep}{os.environ['PATH']}"
    return subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script],
        cwd=folder,
        env=os.environ | {"PATH": path, "PYTHONPATH": str(ROOT)} | variables,
        capture_output=True,
        text=True,
        check=False,
    )


def act(folder: Path, **inputs: str) -> tuple[subprocess.CompletedProcess[str], str, str]:
    """Run the action's gate with inputs; the process, its summary and its outputs."""
    (step,) = [one for one in ACTION["runs"]["steps"] if one.get("id") == "gate"]
    given = {name: one.get("default", "") for name, one in ACTION["inputs"].items()} | inputs
    variables = {
        name: re.sub(r"\$\{\{ inputs\.(\w+) \}\}", lambda match: given[match[1]], value)
        for name, value in step["env"].items()
    }
    files = {"GITHUB_STEP_SUMMARY": "summary.md", "GITHUB_OUTPUT": "output"}
    for name in files.values():
        (folder / name).write_text("")
    places = {name: str(folder / file) for name, file in files.items()}
    done = bash(folder, step["run"], RUNNER_TEMP=str(folder), **variables, **places)
    return done, *((folder / name).read_text() for name in files.values())


def test_the_action_passes_fails_and_refuses(folder: Path) -> None:
    base, same, worse = (
        record(folder, *one) for one in (("base", 200), ("same", 200), ("worse", 120))
    )
    done, summary, output = act(folder, base=base, new=same)
    assert done.returncode == 0, done.stderr
    assert "gate: pass" in summary
    assert output == "decision=pass\n"
    assert (folder / "gate.xml").read_text().startswith("<testsuites")
    done, summary, output = act(folder, base=base, new=worse, margin="3")
    assert done.returncode == 1
    assert "gate: fail" in summary
    assert output == "decision=fail\n"
    done, summary, output = act(folder, base=base, new=base)
    assert (done.returncode, summary, output) == (2, "", "")
    assert not (folder / "gate.xml").exists()
    assert "this is the same run" in done.stderr
    done, _, _ = act(folder, base=base, new=base, allow="same_run versions")
    assert done.returncode == 0


def test_the_action_warns_of_what_is_inconclusive_where_asked(folder: Path) -> None:
    base, new = (record(folder, name, 7, 10) for name in ("base", "new"))
    (folder / "gate.yaml").write_text("margin: 1\n")
    for asked, code in (("fail", 3), ("warn", 0)):
        done, _, output = act(folder, base=base, new=new, inconclusive=asked, policy="gate.yaml")
        assert (done.returncode, output) == (code, "decision=inconclusive\n")
        assert ("::warning::" in done.stdout) == (asked == "warn")


def test_an_unknown_word_for_what_is_inconclusive_is_an_error(folder: Path) -> None:
    done, summary, output = act(folder, base="a", new="b", inconclusive="warning")
    assert (done.returncode, summary, output) == (2, "", "")
    assert "::error::inconclusive is warning: expected fail or warn" in done.stdout


def test_names_that_are_allowed_are_no_patterns_of_files(folder: Path) -> None:
    base, new = (record(folder, name, 5, 5) for name in ("base", "new"))
    (folder / "versions").touch()
    done, _, _ = act(folder, base=base, new=new, allow="v*")
    assert done.returncode == 2
    assert "v*" in done.stderr


def test_what_a_user_writes_is_no_script(folder: Path) -> None:
    done, _, _ = act(folder, base='x"; touch hacked; "', new="$(touch hacked)", allow="a;b")
    assert done.returncode == 2
    assert not (folder / "hacked").exists()
    script = "".join(step["run"] for step in ACTION["runs"]["steps"])
    assert "${{" not in script


def test_the_job_for_gitlab(folder: Path) -> None:
    text = (ROOT / "docs" / "gate.md").read_text(encoding="utf-8")
    (job,) = [
        found["gate"]
        for block in re.findall(r"```yaml\n(.*?)```", text, re.DOTALL)
        if isinstance(found := yaml.safe_load(block), dict) and "gate" in found
    ]
    for name, right in (("base", 200), ("new", 90)):
        record(folder, name, right)
    install, *script = job["script"]
    assert install == "pip install clipo-bench"  # by name: the checkout is the project of the user
    done = bash(folder, "\n".join(script))
    assert done.returncode == 1, done.stderr
    assert job["allow_failure"] == {"exit_codes": 3}
    for name in (*job["artifacts"]["paths"], job["artifacts"]["reports"]["junit"]):
        assert (folder / name).is_file()


def test_the_policy_that_the_page_shows_is_one() -> None:
    from clipo_bench.reports.gate_policy import parse_policy

    text = (ROOT / "docs" / "gate.md").read_text(encoding="utf-8")
    (shown,) = [b for b in re.findall(r"```yaml\n(.*?)```", text, re.DOTALL) if "checks:" in b]
    policy = parse_policy(yaml.safe_load(shown), "gate.yaml")
    assert policy.rules is not None
    assert len(policy.rules) == 6
