"""Shards of one run, merged, are the run."""

import shutil
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from clipo_bench import evaluate, load_run, merge_runs, policy_path
from clipo_bench.bench_suite.evaluation.response_journal import RecordedResponse
from clipo_bench.tasks.errors import InputError
from clipo_bench.tasks.storage.identity import file_sha256
from clipo_bench.tasks.storage.journal import seal, unseal
from clipo_bench.tasks.storage.json_file import read_json
from clipo_bench.tasks.storage.run_folder import (
    _write_table,
    read_manifest,
    read_samples,
    write_manifest,
)

OPTIONS = {"samples": 2, "temperature": 0.9, "max_tokens": 24, "limit": 7}


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One run as a whole, and in three shards."""
    folder = tmp_path_factory.mktemp("runs")
    evaluate(policy_path(), "word_problems", out=folder / "whole", **OPTIONS)
    for number in (1, 2, 3):
        shard, out = f"{number}/3", folder / f"shard{number}"
        evaluate(policy_path(), "word_problems", out=out, shard=shard, **OPTIONS)
    return folder


def shards(folder: Path) -> list[Path]:
    return [folder / f"shard{number}" for number in (3, 1, 2)]


def journal(folder: Path) -> dict[str, RecordedResponse]:
    lines = (folder / "responses.jsonl").read_bytes().splitlines()
    return {one.response.key: one for one in map(RecordedResponse.from_json, lines)}


def test_an_input_is_no_place_for_the_result(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"is one of the shards.*the name of a new folder"):
        merge_runs([tmp_path / "a", tmp_path / "b"], tmp_path / "x" / ".." / "b")


def test_the_merged_run_is_the_whole_one(runs: Path, tmp_path: Path) -> None:
    metrics = merge_runs(shards(runs), tmp_path / "merged")
    pd.testing.assert_frame_equal(load_run(tmp_path / "merged"), load_run(runs / "whole"))
    assert journal(tmp_path / "merged") == journal(runs / "whole")
    assert metrics == read_json(runs / "whole" / "metrics.json")
    manifests = [
        read_json(folder / "manifest.json") for folder in (tmp_path / "merged", runs / "whole")
    ]
    for manifest in manifests:
        manifest.pop("created")
        for name in ("responses.jsonl", "samples.parquet"):  # in another order; with that time
            manifest["files"].pop(name)
    assert manifests[0] == manifests[1]


def test_merging_again_resumes(runs: Path, tmp_path: Path) -> None:
    first = merge_runs(shards(runs), tmp_path / "merged")
    assert merge_runs(shards(runs), tmp_path / "merged") == first


def test_shards_share_the_problems(runs: Path) -> None:
    ids = [set(load_run(folder)["problem_id"]) for folder in shards(runs)]
    assert sorted(map(len, ids)) == [2, 2, 3]
    assert len(set.union(*ids)) == 7


def test_what_cannot_be_merged_is_named(runs: Path, tmp_path: Path) -> None:
    one, two, three = sorted(shards(runs))
    with pytest.raises(InputError, match="1 of 3 shards are missing: 2/3"):
        merge_runs([one, three], tmp_path / "a")
    with pytest.raises(InputError, match="a shard is given twice"):
        merge_runs([one, one, three], tmp_path / "a")
    with pytest.raises(InputError, match="is a whole run, not a shard"):
        merge_runs([runs / "whole"], tmp_path / "a")
    unfinished = tmp_path / "unfinished"
    shutil.copytree(two, unfinished)
    (unfinished / "samples.parquet").unlink()
    with pytest.raises(InputError, match="the run has not finished"):
        merge_runs([one, unfinished, three], tmp_path / "a")
    other = tmp_path / "other"
    evaluate(
        policy_path(), "word_problems", out=other, shard="2/3", **{**OPTIONS, "temperature": 0.8}
    )
    with pytest.raises(InputError, match=r"shards of different runs .*temperature was 0.9, is 0.8"):
        merge_runs([one, other, three], tmp_path / "a")
    assert not (tmp_path / "a").exists()


def test_a_shard_without_problems_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="word_problems has 7 problems, so this part has none"):
        evaluate(policy_path(), "word_problems", out=tmp_path / "a", shard="8/9", **OPTIONS)


def test_another_run_of_the_same_settings_is_not_written_over(runs: Path, tmp_path: Path) -> None:
    begun = tmp_path / "begun"
    shutil.copytree(runs / "whole", begun)
    (begun / "samples.parquet").unlink()
    lines = (begun / "responses.jsonl").read_bytes().splitlines(keepends=True)
    other = unseal(lines[0].rstrip(b"\n"))
    other["response"]["text"] = "another response"
    (begun / "responses.jsonl").write_bytes(seal(other))
    with pytest.raises(InputError, match="holds responses of another run of the same settings"):
        merge_runs(shards(runs), begun)
    assert (begun / "responses.jsonl").read_bytes() == seal(other)


def test_an_edited_shard_is_refused(runs: Path, tmp_path: Path) -> None:
    one, two, three = (
        Path(shutil.copytree(folder, tmp_path / folder.name)) for folder in shards(runs)
    )
    samples = [replace(sample, outcome="correct") for sample in read_samples(two)]
    _write_table(two / "samples.parquet", samples, read_manifest(two).seal)
    with pytest.raises(InputError, match=r"samples\.parquet"):
        merge_runs([one, two, three], tmp_path / "a")


def test_shards_graded_by_different_versions_are_refused(runs: Path, tmp_path: Path) -> None:
    one, two, three = shards(runs)
    edited = tmp_path / "edited"
    shutil.copytree(two, edited)
    manifest = read_manifest(edited)
    older = replace(manifest, versions={**manifest.versions, "math-verify": "0.1.0"})
    samples = read_samples(edited)
    _write_table(edited / "samples.parquet", samples, older.seal)
    files = {**older.files, "samples.parquet": file_sha256(edited / "samples.parquet")}
    write_manifest(edited, replace(older, files=files))
    with pytest.raises(InputError, match=r"graded by different versions \(math-verify"):
        merge_runs([one, edited, three], tmp_path / "a")
