"""A grading that was stopped resumes, and one that was shared out is the whole one."""

import json
import shutil
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from clipo_bench import grade, load_run, merge_runs
from clipo_bench.bench_suite.recorded import grade as module
from clipo_bench.bench_suite.recorded.verdict_journal import VerdictJournal
from clipo_bench.reports.gate_integrity import require_untouched
from clipo_bench.reports.run import read_run
from clipo_bench.tasks.errors import InputError
from clipo_bench.tasks.storage.json_file import read_json

COLUMNS = {"id": "id", "gold": "gold", "response": "text", "pair": "kind"}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    rows = [
        {"id": n, "kind": kind, "gold": str(n), "text": [f"It is {n + n % 3}.", f"\\boxed{{{n}}}"]}
        for kind in ("original", "new")
        for n in range(40)
    ]
    path = tmp_path / "recorded.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return path


class Killed(BaseException):
    """In place of a signal: nothing may catch it."""


def stop_after(count: int, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Let the journal take so many verdicts; returns the keys that it took."""
    taken: list[str] = []
    append = VerdictJournal.append

    def counted(self: VerdictJournal, sample: Any, on: str) -> None:
        if len(taken) == count:
            raise Killed
        append(self, sample, on)
        taken.append(sample.key)

    monkeypatch.setattr(VerdictJournal, "append", counted)
    return taken


def test_a_killed_grading_resumes_and_ends_the_same(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = grade(file, tmp_path / "whole", **COLUMNS)
    assert not (tmp_path / "whole" / "verdicts.jsonl").exists()
    with monkeypatch.context() as context, pytest.raises(Killed):
        stop_after(101, context)
        grade(file, tmp_path / "cut", **COLUMNS)
    journal = tmp_path / "cut" / "verdicts.jsonl"
    content = journal.read_bytes()
    journal.write_bytes(content[:-30])  # in the middle of a line
    with pytest.raises(InputError, match=r"grader\.mode was 'full', is 'paper'"):
        grade(file, tmp_path / "cut", grader="paper", **COLUMNS)
    taken = stop_after(1000, monkeypatch)
    progress: list[int] = []
    assert grade(file, tmp_path / "cut", on_progress=progress.append, **COLUMNS) == whole
    # A recording whose samples are not all judged is judged again.
    assert len(taken) == 160 - 100
    assert progress[0] == 100
    assert sum(progress) == 160
    pd.testing.assert_frame_equal(load_run(tmp_path / "cut"), load_run(tmp_path / "whole"))


def test_verdicts_of_another_version_are_not_used(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as context, pytest.raises(Killed):
        stop_after(101, context)
        grade(file, tmp_path / "cut", **COLUMNS)
    name = "clipo_bench.bench_suite.recorded.verdict_journal.versions"
    monkeypatch.setattr(name, lambda packages: {"math-verify": "another"})
    taken = stop_after(1000, monkeypatch)
    grade(file, tmp_path / "cut", **COLUMNS)
    assert len(taken) == 160


def test_shards_of_a_grading_merge_into_the_whole(file: Path, tmp_path: Path) -> None:
    whole = grade(file, tmp_path / "whole", **COLUMNS)
    shards = [tmp_path / f"shard{number}" for number in (1, 2, 3)]
    for number, out in enumerate(shards, 1):
        grade(file, out, shard=f"{number}/3", **COLUMNS)
    assert len(load_run(shards[0])) == 2 * 27
    assert merge_runs(shards, tmp_path / "merged") == whole
    pd.testing.assert_frame_equal(load_run(tmp_path / "merged"), load_run(tmp_path / "whole"))
    assert require_untouched(read_run(tmp_path / "merged")) == []
    manifests = [read_json(tmp_path / name / "manifest.json") for name in ("merged", "whole")]
    assert manifests[0]["benchmarks"] == manifests[1]["benchmarks"]
    assert manifests[0]["selection"] == {} == manifests[1]["selection"]
    shutil.rmtree(shards[1])
    grade(file, shards[1], shard="2/3", grader="paper", **COLUMNS)
    with pytest.raises(InputError, match="shards of different runs"):
        merge_runs(shards, tmp_path / "other")


@pytest.fixture
def drafts(tmp_path: Path) -> Path:
    """Responses with a wrong draft and a right final text."""
    rows = [{"id": n, "gold": str(n), "draft": "It is 99.", "final": f"It is {n}."} for n in (4, 5)]
    path = tmp_path / "drafts.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return path


def test_another_column_is_another_run(
    drafts: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as context, pytest.raises(Killed):
        stop_after(1, context)
        grade(drafts, tmp_path / "cut", id="id", gold="gold", response="draft")
    with pytest.raises(InputError, match=r"response was 'draft', is 'final'"):
        grade(drafts, tmp_path / "cut", id="id", gold="gold", response="final")
    shards = [tmp_path / "1", tmp_path / "2"]
    for number, column in enumerate(("draft", "final"), 1):
        grade(
            drafts, shards[number - 1], shard=f"{number}/2", id="id", gold="gold", response=column
        )
    with pytest.raises(InputError, match=r"different runs .*response was 'draft', is 'final'"):
        merge_runs(shards, tmp_path / "merged")


def test_a_verdict_on_another_response_is_not_used(
    drafts: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = {"id": "id", "gold": "gold", "response": "draft"}
    with monkeypatch.context() as context, pytest.raises(Killed):
        stop_after(1, context)
        grade(drafts, tmp_path / "cut", **names)
    monkeypatch.setattr(module, "recording_sha256", lambda path: known)
    known = read_json(tmp_path / "cut" / "manifest.json")["revision"]
    drafts.write_text(drafts.read_text().replace("It is 99.", "It is 4.", 1))
    assert (
        grade(drafts, tmp_path / "cut", **names)["slices"]["recorded"]["original"]["accuracy"]
        == 0.5
    )


def test_more_shards_than_problems_are_refused(file: Path, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="has 80 problems, so this part has none"):
        grade(file, tmp_path / "a", shard="81/81", **COLUMNS)
    assert module.BATCH < 80  # else the tests above would stop before the first batch
