from pathlib import Path

import pytest

from clipo_bench.tasks.errors import InputError
from clipo_bench.tasks.sources import load_problems


@pytest.fixture
def own(tmp_path: Path) -> Path:
    file = tmp_path / "own.jsonl"
    file.write_text('{"question": "What is 2 + 3?", "answer": "5"}\n')
    return file


def test_a_benchmark_is_loaded_by_its_name() -> None:
    assert load_problems("clipo_word_problems").problems[0].benchmark == "word_problems"


def test_an_own_file_is_loaded_by_its_path(own: Path) -> None:
    for source in (own, str(own)):
        (problem,) = load_problems(source).problems
        assert (problem.benchmark, problem.gold) == ("own", "5")


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("aime42", "unknown benchmark 'aime42': did you mean aime2"),
        ("nowhere.jsonl", "no file nowhere.jsonl"),
        (Path("nowhere"), "no file nowhere"),
        ("gsm8k.jsonl", "cannot be named like the benchmark gsm8k"),
    ],
)
def test_what_is_not_there_is_named(source: str | Path, message: str) -> None:
    with pytest.raises(InputError, match=message):
        load_problems(source)


def test_an_own_file_has_no_data_folder(own: Path) -> None:
    with pytest.raises(InputError, match="contains its problems"):
        load_problems(own, own.parent)
