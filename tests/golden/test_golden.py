"""What commands write has the bytes that it had, and old trainings resume.

A change here must be meant, see ``commands.py``.
"""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from commands import DIGESTS, EXPECTED, outputs, real_digests

from clipo_bench.bench_suite.trainer import TrainConfig, train
from clipo_bench.bench_suite.trainer.config import read_settings

NAMES = sorted(str(path.relative_to(EXPECTED)) for path in EXPECTED.rglob("*.json*"))


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    return dict(outputs(tmp_path_factory.mktemp("golden")))


@pytest.mark.parametrize("name", NAMES)
def test_commands_write_what_they_wrote(made: dict[str, str], name: str) -> None:
    assert made[name].splitlines() == (EXPECTED / name).read_text(encoding="utf-8").splitlines()


def test_commands_write_no_other_files(made: dict[str, str]) -> None:
    assert sorted(made) == NAMES


@pytest.mark.real_data
def test_real_problems_give_what_they_gave(real_data: Path, tmp_path: Path) -> None:
    assert real_digests(real_data, tmp_path) == json.loads(DIGESTS.read_text(encoding="utf-8"))


@pytest.fixture
def checkpoint(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A run of GRPO with the contrastive reward, two steps old, made in November 2026."""
    shutil.copytree(Path(__file__).parent / "checkpoint", tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)  # its settings name the model as start/last
    return tmp_path / "grpo"


def test_an_old_training_resumes(checkpoint: Path) -> None:
    before = (checkpoint / "metrics.jsonl").read_text(encoding="utf-8")
    settings = read_settings(checkpoint / "train.yaml")
    last = train(TrainConfig(**{**settings, "steps": 3}), checkpoint, resume=True)
    after = (checkpoint / "metrics.jsonl").read_text(encoding="utf-8")
    assert after.startswith(before)
    assert json.loads(after.splitlines()[-1])["step"] == 2
    # As the version that made the checkpoint went on; without its optimiser it would be another.
    assert last["kl"] == pytest.approx(3.8468e-4, rel=1e-2)
    assert last["entropy"] == pytest.approx(5.698611, rel=1e-5)
