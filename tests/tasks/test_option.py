from pathlib import Path

import pytest

from clipo_bench import InputError, evaluate, grade, load_problems
from clipo_bench.tasks.option import on_command_line, option


def test_an_option_reads_as_the_user_gives_it() -> None:
    in_python = [option("data_dir"), option("backend", "hf"), option("samples", 0)]
    assert in_python == ["data_dir", "backend='hf'", "samples=0"]
    assert option("resume", True) == "resume=True"
    with on_command_line():
        typed = [option("data_dir"), option("backend", "hf"), option("samples", 0)]
        assert typed == ["--data-dir", "--backend hf", "--samples 0"]
        assert option("resume", True) == "--resume"
    assert option("data_dir") == "data_dir"


def test_messages_of_the_python_api_name_its_parameters(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").touch()
    own = tmp_path / "own.jsonl"
    own.write_text('{"question": "2 + 2?", "answer": "4"}\n')
    recorded = tmp_path / "recorded.jsonl"
    recorded.write_text(
        '{"id": 1, "gold": "4", "text": "4"}\n{"id": 1, "gold": "5", "text": "4"}\n'
    )
    columns = {"id": "id", "gold": "gold", "response": "text"}
    word_problems = {"tasks": "word_problems", "out": tmp_path / "run"}
    calls = [
        lambda: evaluate("m", out=tmp_path / "run"),
        lambda: evaluate("m", **word_problems, samples=2),
        lambda: evaluate("m", **word_problems, temperature=-1),
        lambda: evaluate("m", **word_problems, max_tokens=0),
        lambda: evaluate("m", **word_problems, backend="replay", device="cpu"),
        lambda: evaluate("m", "word_problems", out=tmp_path),
        lambda: grade(recorded, tmp_path / "run", **columns),
        lambda: load_problems(own, data_dir=tmp_path),
    ]
    for call in calls:
        with pytest.raises(InputError) as error:
            call()
        assert "--" not in str(error.value)
        assert not (tmp_path / "run").exists()
