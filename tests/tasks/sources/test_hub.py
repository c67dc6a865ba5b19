"""The hub's columns, read through `datasets.load_dataset` from local files of the same columns."""

import json
from dataclasses import replace
from pathlib import Path

import datasets
import huggingface_hub
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from clipo_bench.tasks.benchmarks import Benchmark, Hub, find
from clipo_bench.tasks.errors import ExternalError, InputError
from clipo_bench.tasks.rows import Row, hashed_order
from clipo_bench.tasks.sources import Loaded, hub, load


@pytest.fixture(autouse=True)
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(datasets.config, "HF_DATASETS_CACHE", tmp_path / "cache")


def local(name: str, path: Path, rows: int, problems: int | None = None) -> Benchmark:
    """A benchmark of the registry, as if the hub held it in a local file."""
    builder = {".parquet": "parquet", ".jsonl": "json", ".txt": "text"}[path.suffix]
    source = Hub(builder, "train", rows, data_files=str(path))
    return replace(find(name), hub=source, problems=problems or rows)


def loaded(name: str, rows: list[dict], folder: Path) -> Loaded:
    datasets.Dataset.from_list(rows).to_parquet(folder / "test.parquet")
    return load(local(name, folder / "test.parquet", len(rows)))


def test_gsm8k(tmp_path: Path) -> None:
    answer = "He has 1,000 + 200 = <<1000+200=1200>>1,200.\n#### 1,200"
    (problem,) = loaded("gsm8k", [{"question": "How many?", "answer": answer}], tmp_path).problems
    assert (problem.question, problem.gold) == ("How many?", "1200")
    assert problem.solution == "He has 1,000 + 200 = <<1000+200=1200>>1,200."


def test_gsm8k_without_a_gold(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"row 0 is not what was expected: .* no '####'"):
        loaded("gsm8k", [{"question": "How many?", "answer": "He has 5."}], tmp_path)


@pytest.mark.parametrize("name", ["gsm_symbolic", "gsm_p1", "gsm_p2"])
def test_gsm_symbolic_families_are_its_templates(tmp_path: Path, name: str) -> None:
    rows = [
        {"id": number // 2, "instance": number % 2, "question": f"How many, {number}?",
         "answer": f"All.\n#### {number}.5", "original_id": 400 + number // 2, "canary": "x"}
        for number in range(4)
    ]  # fmt: skip
    problems = loaded(name, rows, tmp_path).problems
    assert [problem.gold for problem in problems] == ["0.5", "1.5", "2.5", "3.5"]
    assert [problem.family for problem in problems] == ["template-000"] * 2 + ["template-001"] * 2


def test_theoremqa_leaves_out_pictures(tmp_path: Path) -> None:
    rows = [
        {"Question": "Is it?", "Answer": "True", "Answer_type": "bool", "Picture": None},
        {"Question": "Look?", "Answer": "1", "Answer_type": "integer",
         "Picture": {"bytes": b"no real picture", "path": None}},
        {"Question": "Which?", "Answer": "[1, 2]", "Answer_type": "list", "Picture": None},
    ]  # fmt: skip
    features = datasets.Dataset.from_list(rows).features | {"Picture": datasets.Image()}
    info = {"info": {"features": datasets.Features(features).to_dict()}}
    table = pa.Table.from_pylist(rows)
    table = table.replace_schema_metadata({"huggingface": json.dumps(info)})
    pq.write_table(table, tmp_path / "test.parquet")
    found = load(local("theoremqa", tmp_path / "test.parquet", rows=3, problems=2))
    assert [problem.gold for problem in found.problems] == ["True", "[1, 2]"]


def test_mmlu_keeps_its_sample_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    choices = ["red", "green", "blue", "none"]
    rows = [
        {"question": f"Which, {number}?", "subject": "colours", "choices": choices, "answer": 2}
        for number in range(4)
    ]
    # The same question with another gold, as the hub may have it, is none of the sample.
    rows.append(rows[1] | {"answer": 3})
    sample = [Row(f"Which, {number}?", "C", tuple(choices)).key for number in (1, 3)]
    monkeypatch.setattr(hub, "sample_keys", lambda _: sample)
    data = datasets.Dataset.from_list(rows)
    data = data.cast_column("answer", datasets.ClassLabel(names=["A", "B", "C", "D"]))
    data.to_parquet(tmp_path / "test.parquet")
    found = load(local("mmlu2k", tmp_path / "test.parquet", rows=5, problems=2))
    assert [problem.question for problem in found.problems] == ["Which, 1?", "Which, 3?"]
    assert [problem.gold for problem in found.problems] == ["C", "C"]
    assert found.problems[0].prompt.startswith("Which, 1?\n\nOptions:\nA. red\nB. green\n")


def test_mmlu_without_its_sample_is_another_version(tmp_path: Path) -> None:
    rows = [{"question": "Which?", "subject": "s", "choices": ["a", "b", "c", "d"], "answer": 0}]
    with pytest.raises(InputError, match="has 0 different problems, expected 1"):
        loaded("mmlu2k", rows, tmp_path)


def test_commonsense_qa(tmp_path: Path) -> None:
    choices = {"label": list("ABCDE"), "text": ["sea", "hill", "box", "bed", "sky"]}
    row = {"id": "x", "question": "Where?", "question_concept": "ship", "choices": choices}
    (problem,) = loaded("commonsense_qa", [row | {"answerKey": "A"}], tmp_path).problems
    assert problem.choices == ("sea", "hill", "box", "bed", "sky")
    assert problem.gold == "A"
    assert problem.instruction.endswith("(eg, A, B, C, D, E) within \\boxed{}.")


def test_truthfulqa_asks_for_the_best_of_all_options(tmp_path: Path) -> None:
    row = {
        "question": "Can pigs fly?",
        "mc1_targets": {"choices": ["No, they cannot.", "Yes."], "labels": [1, 0]},
        "mc2_targets": {
            "choices": ["No, they cannot.", "Not by themselves.", "Yes.", "In May."],
            "labels": [1, 1, 0, 0],
        },
    }
    (problem,) = loaded("truthfulqa", [row], tmp_path).problems
    assert set(problem.choices) == set(row["mc2_targets"]["choices"])
    assert problem.choices == hashed_order(row["question"], row["mc2_targets"]["choices"])
    assert problem.choices["ABCD".index(problem.gold)] == "No, they cannot."


def test_math500(tmp_path: Path) -> None:
    row = {"problem": "What is $x$?", "solution": "It is $\\boxed{2}$.", "answer": "2"}
    row |= {"subject": "Algebra", "level": 1, "unique_id": "test/algebra/1.json"}
    (problem,) = loaded("math500", [row], tmp_path).problems
    assert (problem.question, problem.gold) == ("What is $x$?", "2")
    assert problem.solution == "It is $\\boxed{2}$."


def test_aime24(tmp_path: Path) -> None:
    row = {"ID": "2024-I-1", "Problem": "Find it.", "Solution": "It is $73$.", "Answer": 73}
    (problem,) = loaded("aime24", [row], tmp_path).problems
    assert (problem.question, problem.gold, problem.solution) == ("Find it.", "73", "It is $73$.")


def test_aime25(tmp_path: Path) -> None:
    path = tmp_path / "test.jsonl"
    path.write_text(json.dumps({"problem": "Find it.", "answer": "016", "id": "0"}) + "\n")
    (problem,) = load(local("aime25", path, rows=1)).problems
    assert (problem.gold, problem.solution) == ("16", None)


def test_amc23(tmp_path: Path) -> None:
    row = {"id": 0, "problem": "Find it.", "answer": -142.0, "url": "https://example.org"}
    (problem,) = loaded("amc23", [row], tmp_path).problems
    assert problem.gold == "-142"


def test_math_perturb_mixes_numbers_and_text(tmp_path: Path) -> None:
    path = tmp_path / "hard.txt"
    rows = [
        {"problem": f"Find {i}.", "answer": gold} for i, gold in enumerate((36, "2\\pi ", 72.8))
    ]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    found = load(local("math_perturb_hard", path, rows=3))
    assert [problem.gold for problem in found.problems] == ["36", "2\\pi", "72.8"]


def test_another_number_of_rows_is_an_error(tmp_path: Path) -> None:
    datasets.Dataset.from_list([{"problem": "?", "answer": "1"}]).to_parquet(tmp_path / "t.parquet")
    with pytest.raises(InputError, match="has 1 rows, expected 30"):
        load(local("aime25", tmp_path / "t.parquet", rows=30))


def test_what_cannot_be_loaded_points_to_a_folder(tmp_path: Path) -> None:
    benchmark = local("aime25", tmp_path / "nowhere.parquet", rows=30)
    with pytest.raises(InputError, match=r"nowhere\.parquet cannot be loaded.*data_dir"):
        load(benchmark)


@pytest.mark.parametrize(
    ("name", "error"),
    [
        ("gsm8k", ConnectionError("no route")),
        ("gsm8k", TimeoutError()),
        ("math_perturb_simple", FileNotFoundError("Unable to find 'https://...'")),
    ],
)
def test_a_hub_out_of_reach_may_be_back_later(
    name: str, error: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unreachable(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(datasets, "load_dataset", unreachable)
    message = r"hub cannot be reached for the data set (openai/gsm8k|https:.*jsonl): .*data_dir"
    with pytest.raises(ExternalError, match=message):
        load(find(name))
    monkeypatch.setattr(huggingface_hub.constants, "HF_HUB_OFFLINE", True)
    with pytest.raises(InputError, match=r"HF_HUB_OFFLINE is set: unset it, or name a folder"):
        load(find(name))


@pytest.mark.real_data
@pytest.mark.parametrize("name", ["math_perturb_simple", "math_perturb_hard"])
def test_the_real_math_perturb_through_datasets(real_data: Path, name: str) -> None:
    benchmark = find(name)
    assert benchmark.hub is not None
    file = str(real_data / benchmark.original_file)
    found = load(replace(benchmark, hub=replace(benchmark.hub, data_files=file)))
    assert found.known
    assert found.problems == load(benchmark, real_data).problems
