"""Files made to break what reads them: each is refused by name, with 2 and no traceback."""

import gzip
import json
import pickle
import resource
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import torch

from clipo_bench.bench_suite import cli
from clipo_bench.bench_suite.models.replay import ReplayModel
from clipo_bench.bench_suite.trainer import policy_path
from clipo_bench.tasks.errors import InputError
from clipo_bench.tasks.sources import files

DEEP = "[" * 100_000
LONG = "1" * 5000  # more digits than Python reads
COLUMNS = ("--id", "id", "--gold", "gold", "--response", "text")
Run = Callable[..., "Ended"]


@dataclass
class Ended:
    """How a command ended."""

    code: int
    err: str


@pytest.fixture
def run(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., Ended]:
    """Run the command line in this process."""
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")

    def main(*arguments: object) -> Ended:
        monkeypatch.setattr(sys, "argv", ["clipo-bench", *map(str, arguments)])
        with pytest.raises(SystemExit) as stop:
            cli.main()
        return Ended(int(stop.value.code or 0), capsys.readouterr().err)

    return main


def expect_named(ended: Ended, *messages: str) -> None:
    assert ended.code == 2, ended.err
    assert "Traceback" not in ended.err
    for message in messages:
        assert message in ended.err


@pytest.fixture
def recording(tmp_path: Path) -> Path:
    path = tmp_path / "recording.jsonl"
    row = {
        "id": 1,
        "gold": "4",
        "text": r"\boxed{4}",
        "prompt": "2 + 2?",
        "response": "4",
        "question": "2 + 2?",
        "answer": "4",
    }
    path.write_text(json.dumps(row) + "\n")
    return path


@pytest.mark.parametrize("line", [DEEP, f'{{"question": "a", "answer": {LONG}}}'])
def test_a_line_that_json_cannot_read(run: Run, line: str, recording: Path, tmp_path: Path) -> None:
    with recording.open("a") as file:
        file.write(line + "\n")
    own = shutil.copy(recording, tmp_path / "own.jsonl")
    expect_named(run("perturb", own, "--out", tmp_path / "v"), "own.jsonl line 2 is not JSON")
    graded = run("grade", recording, *COLUMNS, "--out", tmp_path / "r")
    expect_named(graded, "recording.jsonl line 2 is not JSON")
    with pytest.raises(InputError, match=r"recording\.jsonl line 2 is not JSON"):
        ReplayModel(str(recording))


def test_a_line_of_a_journal_that_json_cannot_read(run: Run, tmp_path: Path) -> None:
    asked = ("--model", policy_path(), "--tasks", "word_problems", "--limit", 2)
    command = ("eval", *asked, "--max-tokens", 8, "--out", tmp_path / "run")
    assert run(*command).code == 0
    journal = tmp_path / "run" / "responses.jsonl"
    journal.write_text(DEEP + "\n" + journal.read_text())
    ended = run(*command)  # the line is set aside, and all responses are there
    assert ended.code == 0
    assert "1 damaged lines of" in ended.err
    assert (tmp_path / "run" / "responses.jsonl.damaged").read_text() == DEEP + "\n"


@pytest.mark.parametrize(
    ("name", "command"),
    [
        ("manifest.json", ("compare", ".")),
        ("metrics.jsonl", ("train", "--method", "grpo", "--out", ".", "--resume")),
        ("train.yaml", ("train", "--method", "grpo", "--out", ".", "--resume")),
    ],
)
def test_a_file_of_a_folder_that_cannot_be_read(
    run: Run,
    name: str,
    command: tuple[str, ...],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    if name == "metrics.jsonl":
        golden = Path(__file__).parent / "golden" / "checkpoint" / "grpo"
        shutil.copytree(golden, tmp_path, dirs_exist_ok=True)
        monkeypatch.chdir(golden.parent)  # the policy that it starts from lies there
        command = (*command, "--config", str(golden / "train.yaml"), "--set", "steps=2")
    (tmp_path / name).write_text(DEEP)
    expect_named(run(*(str(tmp_path) if word == "." else word for word in command)), name)


def write_bomb(path: Path) -> Path:
    """Three million rows of a megabyte each, in a file of some 150 kB."""
    row = pa.array(np.zeros(3_000_000, np.int32))
    columns = dict.fromkeys(("id", "gold", "answer"), pa.DictionaryArray.from_arrays(row, ["1"]))
    long = pa.DictionaryArray.from_arrays(row, ["x" * 1_000_000])
    pq.write_table(pa.table({**columns, "question": long, "text": long}), path)
    assert path.stat().st_size < 1_000_000
    return path


def test_a_parquet_bomb(run: Run, tmp_path: Path) -> None:
    path = write_bomb(tmp_path / "bomb.parquet")
    message = "bomb.parquet holds more than 2,147,483,648 bytes once it is unpacked"
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    expect_named(run("perturb", path, "--out", tmp_path / "v"), message)
    expect_named(run("grade", path, *COLUMNS, "--out", tmp_path / "r"), message)
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before  # kB
    assert grown < 1_500_000


def test_a_gzip_bomb(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "MAX_BYTES", 1_000_000)
    path = tmp_path / "bomb.jsonl.gz"
    for content in ("x" * 1_500_000, "{}\n" * 500_000):  # one line without end, and many
        path.write_bytes(gzip.compress(content.encode()))
        with pytest.raises(
            InputError, match=r"bomb\.jsonl\.gz holds more than 1,000,000 characters"
        ):
            list(files._lines(path))
    path.write_bytes(gzip.compress(b"{}\n" * 1000))
    assert len(list(files._lines(path))) == 1000


class RunsCode:
    """What torch.load would run, were it let."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple[Callable, tuple]:
        return Path.touch, (self.path,)


@pytest.fixture
def model(tmp_path: Path) -> Path:
    """A copy of the tiny policy."""
    return Path(shutil.copytree(policy_path(), tmp_path / "model"))


@pytest.mark.parametrize("command", ["eval", "train"])
@pytest.mark.parametrize("sort", ["code in tensors", "code alone", "nothing", "a list"])
def test_weights_that_are_no_weights(
    run: Run, command: str, sort: str, model: Path, tmp_path: Path
) -> None:
    (model / "model.safetensors").unlink()
    weights, ran = model / "pytorch_model.bin", tmp_path / "ran"
    match sort:
        case "code in tensors":
            torch.save({"weight": torch.zeros(2), "code": RunsCode(ran)}, weights)
        case "code alone":
            weights.write_bytes(pickle.dumps(RunsCode(ran)))
        case "nothing":
            weights.write_bytes(b"")
        case "a list":
            torch.save([1], weights)
    options = {
        "eval": ("--tasks", "word_problems", "--limit", 1),
        "train": ("--method", "grpo", "--preset", "tiny"),
    }
    result = run(command, "--model", model, *options[command], "--out", tmp_path / "out")
    expect_named(result, "cannot load", str(model))
    if sort.startswith("code"):
        expect_named(result, "could run any code and is not read; give weights as *.safetensors")
    assert "weights_only" not in result.err  # torch's advice is to let it run
    assert not ran.exists()


@pytest.mark.parametrize(
    "template",
    [
        "{% for message in messages %}{{ message.content }}",  # not ended
        "{{ messages[0].content.nothing.more }}",
        "{{ messages[0].content + 1 }}",
        "{{ raise_exception('only tools') }}",
        "{{ ''.__class__.__mro__ }}",  # what the sandbox forbids
    ],
)
def test_a_chat_template_that_fails(run: Run, template: str, model: Path, tmp_path: Path) -> None:
    (model / "chat_template.jinja").write_text(template)
    asked = ("--tasks", "word_problems", "--limit", 1, "--max-tokens", 4)
    result = run("eval", "--model", model, *asked, "--out", tmp_path / "run")
    expect_named(result, f"the chat template of '{model}' fails", "correct chat_template.jinja")
    if template.startswith("{% for"):
        command = ("train", "--method", "grpo", "--preset", "tiny", "--model", model)
        result = run(*command, "--out", tmp_path / "trained")
        expect_named(result, f"the chat template of '{model}' fails")
