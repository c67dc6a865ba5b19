"""The memory contrast of real models, against pandas and scipy on the same verdicts."""

import gzip
import json
from pathlib import Path

import pandas as pd
import pytest
from scipy import stats

from clipo_bench import MemoryVerdict, grade, load_run, memory

pytestmark = pytest.mark.real_data

EVERY = 20  # of the 1745 pairs: all of five models take minutes to grade
BASE = "OAI_Eval_gpt-4_cot-True_fs-5"
NEW = (
    "OAI_Eval_gpt-3.5-turbo_cot-True_fs-5",
    "Anthropic_Eval_claude-3-opus-20240229_cot-True_fs-5",
    "Together_Eval_Qwen_Qwen1.5-72B_cot-True_fs-5",
    "Together_Eval_google_gemma-7b_cot-True_fs-5",
)


def graded(data: Path, out: Path, name: str, every: int) -> Path:
    """A model's responses to MATH problems and to the same with other numbers."""
    with gzip.open(data / "fneval" / f"outputs_{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
        rows = list(map(json.loads, lines))
    pairs = sorted({row["id"] for row in rows if row["kind"] != "static"})[::every]
    file = out / f"{name}.jsonl"
    kept = [row for row in rows if row["id"] in set(pairs)]
    file.write_text("".join(json.dumps(row) + "\n" for row in kept), encoding="utf-8")
    columns = {"id": "id", "gold": "gold", "response": "completion", "pair": "kind"}
    grade(file, out / name, original="static", benchmark="math", **columns)
    return out / name


def contrasts(base: Path, new: Path) -> "pd.Series[float]":
    """Per problem the change of the change, by pandas alone."""
    changes = []
    for folder in (base, new):
        frame = load_run(folder)[["problem_id", "kind", "score"]]
        wide = frame.pivot(index="problem_id", columns="kind", values="score").dropna()
        changes.append(wide["Oct-2023"] - wide["original"])
    return (changes[1] - changes[0]).dropna()


def require_equal(base: Path, new: Path) -> None:
    found = memory(base, [new]).contrasts[0]
    own = contrasts(base, new)
    test = stats.ttest_1samp(own, 0)
    interval = test.confidence_interval(0.95)
    assert (found.kind, found.points.n) == ("Oct-2023", len(own))
    assert found.points.value == pytest.approx(own.mean(), abs=1e-9)
    assert found.points.low == pytest.approx(interval.low, abs=1e-9)
    assert found.points.high == pytest.approx(interval.high, abs=1e-9)
    assert found.points.p == pytest.approx(test.pvalue, abs=1e-9)
    assert found.verdict is not MemoryVerdict.SHOWN  # none of them was trained from GPT-4


@pytest.fixture(scope="module")
def base(real_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return graded(real_data, tmp_path_factory.mktemp("base"), BASE, EVERY)


@pytest.mark.parametrize("name", NEW)
def test_a_sample_of_pairs(name: str, base: Path, real_data: Path, tmp_path: Path) -> None:
    require_equal(base, graded(real_data, tmp_path, name, EVERY))


@pytest.mark.full
@pytest.mark.timeout(3000)
@pytest.mark.parametrize("name", NEW)
def test_all_pairs(name: str, real_data: Path, tmp_path: Path) -> None:
    require_equal(*(graded(real_data, tmp_path, one, 1) for one in (BASE, name)))
