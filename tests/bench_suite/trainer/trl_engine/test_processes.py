"""The TRL engine on two CPU processes (gloo): alike, sharded alike, stopped and resumed alike."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
import torch

PROCESS = Path(__file__).with_name("trl_process.py")
FSDP2 = {
    "ACCELERATE_USE_FSDP": "true",
    "FSDP_VERSION": "2",
    "FSDP_AUTO_WRAP_POLICY": "TRANSFORMER_BASED_WRAP",
    "FSDP_TRANSFORMER_CLS_TO_WRAP": "Qwen3DecoderLayer",
    "FSDP_STATE_DICT_TYPE": "FULL_STATE_DICT",
    "FSDP_RESHARD_AFTER_FORWARD": "true",
    "FSDP_CPU_RAM_EFFICIENT_LOADING": "false",
}


def launch(out: Path, *modes: str, **environment: str) -> None:
    """Let two processes leave what they have in `out`."""
    command = [
        sys.executable, "-m", "torch.distributed.run", "--standalone", "--nproc-per-node", "2",
        str(PROCESS), str(out), *modes,
    ]  # fmt: skip
    done = subprocess.run(
        command,
        check=False,
        env=os.environ | {"OMP_NUM_THREADS": "1"} | environment,
        capture_output=True,
        text=True,
        timeout=280,
    )
    assert done.returncode == 0, done.stderr[-4000:]


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    out = tmp_path_factory.mktemp("processes")
    launch(out)
    return out


def left(folder: Path, name: str) -> list[dict]:
    return [torch.load(folder / f"{name}{rank}.pt") for rank in range(2)]


def same(one: dict[str, torch.Tensor], other: dict[str, torch.Tensor]) -> bool:
    return one.keys() == other.keys() and all(torch.equal(one[k], other[k]) for k in one)


def test_two_processes_end_with_identical_heads_and_policies(folder):
    first, second = left(folder, "whole")
    assert first["step"] == second["step"] == 2
    for part in ("policy", "head", "draws"):
        assert same(first[part], second[part])


def test_each_process_draws_rollouts_of_its_own(folder):
    first, second = left(folder, "whole")
    # The group in the middle is half on each process.
    middle = [tuple(ids) for ids in [*first["rollouts"][-2:], *second["rollouts"][:2]]]
    assert len(set(middle)) > 1
    assert first["rollouts"] != second["rollouts"]


def test_ctrl_c_on_one_process_stops_both_and_they_resume_to_the_bit(folder):
    for whole, resumed in zip(left(folder, "whole"), left(folder, "parts"), strict=True):
        for part in ("policy", "head", "draws"):
            assert same(whole[part], resumed[part])


def test_sharded_weights_end_where_whole_ones_do(folder, tmp_path):
    launch(tmp_path, "sharded", **FSDP2)
    for whole, sharded in zip(left(folder, "whole"), left(tmp_path, "whole"), strict=True):
        assert (whole["kind"], sharded["kind"]) == ("Parameter", "DTensor")
        assert sharded["rollouts"] == whole["rollouts"]
        torch.testing.assert_close(sharded["head"], whole["head"])
    weights = left(tmp_path, "whole")[0]["policy"]  # the first process has all of them
    for name, weight in left(folder, "whole")[0]["policy"].items():
        torch.testing.assert_close(weights[name], weight, atol=1e-6, rtol=1e-5)
