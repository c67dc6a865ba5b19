"""The scripts for clusters: their own commands, as local processes."""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from clipo_bench import load_run, merge_runs, policy_path

EXAMPLES = Path(__file__).parents[1] / "examples"


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """A PATH on which `clipo-bench` is this checkout."""
    command = tmp_path / "bin" / "clipo-bench"
    command.parent.mkdir()
    command.write_text(f'#!/bin/sh\nexec {sys.executable} -P -m clipo_bench "$@"\n')
    command.chmod(0o755)
    return {**os.environ, "PATH": f"{command.parent}:{os.environ['PATH']}", "OMP_NUM_THREADS": "1"}


def test_slurm_array(tmp_path: Path, environment: dict[str, str]) -> None:
    settings = {
        "MODEL": str(policy_path()), "TASKS": "word_problems", "OUT": str(tmp_path / "a"),
        "EVAL_OPTIONS": "--limit 3 --max-tokens 16",
        "SHARDS": "2",
    }  # fmt: skip
    for task in ("0", "1", "1"):  # the last again, alone
        subprocess.run(
            ["bash", str(EXAMPLES / "slurm_array.sh")],
            env={**environment, **settings, "SLURM_ARRAY_TASK_ID": task},
            check=True,
            capture_output=True,
        )
    merge_runs([tmp_path / "a-0", tmp_path / "a-1"], tmp_path / "a")
    assert load_run(tmp_path / "a")["problem_id"].nunique() == 3


def test_kubernetes_job(tmp_path: Path, environment: dict[str, str]) -> None:
    job = yaml.safe_load((EXAMPLES / "kubernetes_job.yaml").read_text(encoding="utf-8"))
    assert job["kind"] == "Job"
    (container,) = job["spec"]["template"]["spec"]["containers"]
    (script,) = container["args"]
    script = re.sub(r"--model \S+ --tasks \S+ --backend vllm", "", script)
    script += f" --model {shlex.quote(str(policy_path()))} --tasks word_problems"
    script = script.replace("/runs/", f"{tmp_path}/") + " --limit 4 --max-tokens 16"
    subprocess.run(
        [*container["command"], script],
        env={**environment, "JOB_COMPLETION_INDEX": "3"},
        check=True,
        capture_output=True,
    )
    assert job["spec"]["completions"] == 4
    assert load_run(tmp_path / "a-3")["problem_id"].nunique() == 1
