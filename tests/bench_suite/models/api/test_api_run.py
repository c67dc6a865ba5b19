"""`clipo-bench eval` on a server: what fails is no sample, and is asked again."""

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from clipo_bench import compare, evaluate, load_run
from clipo_bench.bench_suite.cli import app
from clipo_bench.tasks.errors import ExternalError, InputError
from clipo_bench.tasks.storage.run_folder import read_manifest

ASKED: Any = {"tasks": "word_problems", "limit": 12, "max_tokens": 64}


def third(n: int, body: Any) -> str:
    """A request in three is refused: by a hash of the prompt, the same ones every time."""
    return "400" if sum(body["messages"][-1]["content"].encode()) % 3 == 0 else "ok"


def test_a_run_on_a_server_is_a_run(server: Any, tmp_path: Path) -> None:
    evaluate(server.url, out=tmp_path / "a", **ASKED)
    manifest = read_manifest(tmp_path / "a")
    assert (manifest.model, manifest.settings["backend"]) == ("tiny", "api")
    assert manifest.settings["chat_template"] is True
    assert server.url not in (tmp_path / "a" / "manifest.json").read_text()
    frame = load_run(tmp_path / "a")
    assert set(frame["reasoning"]) == {"hm, yes"}
    assert set(frame["tokens"]) == {7}
    line = json.loads((tmp_path / "a" / "responses.jsonl").read_text().splitlines()[0])
    assert line["response"]["served_by"] == "tiny-0.1 fp_1"
    asked = len(server.bodies)
    evaluate(server.url, out=tmp_path / "a", **ASKED)  # all is there
    assert len(server.bodies) == asked


def test_failures_leave_the_run_unfinished_and_are_asked_again(server: Any, tmp_path: Path) -> None:
    server.behave = third
    with pytest.raises(ExternalError, match=r"\d of 12 requests have no response, such as that of"):
        evaluate(server.url, out=tmp_path / "a", **ASKED)
    assert not (tmp_path / "a" / "metrics.json").exists()
    asked = len(server.bodies)
    server.behave = lambda n, body: "ok"
    evaluate(server.url, out=tmp_path / "a", **ASKED)
    assert 0 < len(server.bodies) - asked < 12  # only those that had failed
    assert set(load_run(tmp_path / "a")["finish_reason"]) == {"stop"}


def test_allowed_failures_count_as_no_answer_and_are_named(server: Any, tmp_path: Path) -> None:
    server.behave = third
    metrics = evaluate(server.url, out=tmp_path / "a", allow_failures=12, **ASKED)
    frame = load_run(tmp_path / "a")
    failed = frame[frame["finish_reason"] == "failed"]
    assert 0 < len(failed) < 12
    assert set(failed["outcome"]) == {"no_answer"}
    assert metrics["slices"]["word_problems"]["original"]["failed"] == len(failed)
    (warning,) = [w for w in compare([tmp_path / "a"]).warnings if "no response" in w]
    assert warning.startswith(f"a: {len(failed)} of 12 requests had no response")


def test_another_system_message_is_another_run(server: Any, tmp_path: Path) -> None:
    evaluate(server.url, out=tmp_path / "a", system="Be brief.", **ASKED)
    assert server.bodies[0]["messages"][0] == {"role": "system", "content": "Be brief."}
    with pytest.raises(InputError, match=r"settings.system was 'Be brief.', is none"):
        evaluate(server.url, out=tmp_path / "a", **ASKED)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--device", "cpu"], "--device is for --backend hf, not for api"),
        (["--extra-body", "[1]"], "--extra-body: '[1]' is not a JSON object"),
        (["--extra-body", "{"], "--extra-body: '{' is not JSON"),
        (["--prompt", "raw", "--system", "x"], "--system has no effect with --prompt raw"),
        (["--served-model", "large"], "does not serve 'large': it serves tiny"),
    ],
)
def test_options_that_do_not_fit(
    server: Any, tmp_path: Path, options: list[str], message: str
) -> None:
    arguments = ["eval", "--model", server.url, "--tasks", "word_problems", "--limit", "1"]
    result = CliRunner().invoke(app, [*arguments, "--out", str(tmp_path / "a"), *options])
    assert isinstance(result.exception, InputError)
    assert message in str(result.exception)
    assert server.bodies == []
