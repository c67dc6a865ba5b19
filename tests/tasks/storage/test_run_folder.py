import json
import shutil
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from clipo_bench.tasks.errors import ExternalError, InputError
from clipo_bench.tasks.problem import Problem
from clipo_bench.tasks.storage.identity import file_sha256
from clipo_bench.tasks.storage.problem_table import read_problems
from clipo_bench.tasks.storage.run_folder import (
    finish_run,
    now,
    open_run,
    read_manifest,
    read_samples,
    read_seal,
    versions,
)
from clipo_bench.tasks.storage.run_schema import Manifest

MANIFEST = Manifest(
    model="m",
    revision="r",
    settings={"seed": 0, "sampling": {"sums": {"samples": 2}}},
    grader={"mode": "full"},
    benchmarks={"sums": "abc"},
    command=("clipo-bench", "eval"),
    versions=versions(),
    warnings=("w",),
    created=now(),
)


def start(folder: Path, manifest: Manifest, responses: Sequence[str] = ()) -> None:
    with open_run(folder, manifest), (folder / "responses.jsonl").open("a") as journal:
        journal.writelines(f"{response}\n" for response in responses)


def test_the_manifest_is_there_before_the_first_response(tmp_path: Path) -> None:
    with open_run(tmp_path / "runs" / "a", MANIFEST):
        assert read_manifest(tmp_path / "runs" / "a") == MANIFEST


def test_the_same_run_goes_on_and_keeps_its_first_manifest(tmp_path: Path) -> None:
    start(tmp_path / "a", MANIFEST, ["{}"])
    start(tmp_path / "a", replace(MANIFEST, created="later", command=("other",)))
    assert read_manifest(tmp_path / "a") == MANIFEST


def test_a_run_is_named_and_named_again(tmp_path: Path) -> None:
    start(tmp_path / "a", replace(MANIFEST, name="first"), ["{}"])
    start(tmp_path / "a", MANIFEST)
    assert read_manifest(tmp_path / "a").name == "first"
    start(tmp_path / "a", replace(MANIFEST, name="second", created="later"))
    assert read_manifest(tmp_path / "a") == replace(MANIFEST, name="second")


def test_a_manifest_of_a_version_without_names_is_read(tmp_path: Path) -> None:
    start(tmp_path / "a", MANIFEST)
    path = tmp_path / "a" / "manifest.json"
    value = json.loads(path.read_text())
    del value["name"]
    path.write_text(json.dumps(value))
    assert read_manifest(tmp_path / "a") == MANIFEST


def test_another_identity_is_refused_and_named(tmp_path: Path) -> None:
    start(tmp_path / "a", MANIFEST, ["{}"])
    with pytest.raises(InputError, match="model was 'm', is 'n'"):
        start(tmp_path / "a", replace(MANIFEST, model="n"))


def test_a_folder_of_something_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("precious")
    with pytest.raises(InputError, match="is not the folder of a run"):
        start(tmp_path, MANIFEST)
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]


def test_a_run_that_failed_before_its_first_response_makes_room(tmp_path: Path) -> None:
    start(tmp_path / "a", MANIFEST)
    start(tmp_path / "a", replace(MANIFEST, model="n"))
    assert read_manifest(tmp_path / "a").model == "n"


def test_a_run_in_use_is_left_alone(tmp_path: Path) -> None:
    with open_run(tmp_path / "a", MANIFEST):
        with pytest.raises(InputError, match="in use by another process"):
            start(tmp_path / "a", replace(MANIFEST, model="n"))
        assert read_manifest(tmp_path / "a") == MANIFEST


def test_a_variant_sets_folder_is_left_alone(tmp_path: Path) -> None:
    manifest = tmp_path / "manifest.json"
    manifest.write_text('{"identity": {}, "fingerprint": "f", "files": {}}')
    with pytest.raises(InputError, match="not the manifest of a run"):
        start(tmp_path, MANIFEST)
    assert "fingerprint" in manifest.read_text()


def test_a_folder_that_was_removed_and_made_again_gets_nothing(tmp_path: Path) -> None:
    """The lock is on the removed folder, the writes go by name: results would be mixed."""
    out = tmp_path / "a"
    with open_run(out, MANIFEST) as lock:
        shutil.rmtree(out)
        with pytest.raises(ExternalError, match="removed or replaced"):
            finish_run(out, lock, {}, [], [])
        with open_run(out, replace(MANIFEST, model="n")) as other:
            with pytest.raises(ExternalError, match="removed or replaced"):
                finish_run(out, lock, {}, [], [])
            assert not (out / "metrics.json").exists()
            finish_run(out, other, {"slices": {}}, [], [])
    assert read_manifest(out).model == "n"
    assert read_samples(out) == []


def test_a_finished_run_names_the_hashes_of_its_files(tmp_path: Path) -> None:
    with open_run(tmp_path, replace(MANIFEST, versions={"clipo-bench": "0.0.1"})) as lock:
        assert read_manifest(tmp_path).files == {}
        finish_run(tmp_path, lock, {"slices": {}}, [], [Problem("sums", "1", "1 + 1?", "2")])
    manifest = read_manifest(tmp_path)
    assert manifest.files == {
        name: file_sha256(tmp_path / name)
        for name in ("problems.parquet", "metrics.json", "samples.parquet")
    }
    assert read_seal(tmp_path) == manifest.seal
    assert [one.gold for one in read_problems(tmp_path / "problems.parquet")] == ["2"]
    # Graded by what is installed now, whatever began the run.
    assert manifest.versions["clipo-bench"] == versions()["clipo-bench"]


def test_the_seal_is_of_all_that_samples_depend_on() -> None:
    assert replace(MANIFEST, name="n", command=(), warnings=()).seal == MANIFEST.seal
    for changed in (
        replace(MANIFEST, model="n"),
        replace(MANIFEST, versions={"sympy": "0"}),
        replace(MANIFEST, settings={"seed": 1}),
    ):
        assert changed.seal != MANIFEST.seal
