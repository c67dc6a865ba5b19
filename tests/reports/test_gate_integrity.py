"""The gate cannot be fooled: each way that was tried, on runs that were really evaluated.

The runs are of the tiny policy, twice with another seed. An edit is made as somebody would make it:
to `samples.parquet`, with pandas; ``careful`` also writes the hashes and counts again.
"""

import json
import shutil

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from clipo_bench import Decision, evaluate, gate, grade, policy_path
from clipo_bench.tasks.errors import InputError
from clipo_bench.tasks.storage.identity import file_sha256

LOOSE = 0.95  # a margin that equal runs of few problems pass at


@pytest.fixture(scope="module")
def runs(tmp_path_factory):
    """Two runs of one policy; they differ by their seeds alone."""
    folder = tmp_path_factory.mktemp("evaluated")
    for name, seed in (("base", 0), ("new", 1)):
        evaluate(
            policy_path(), "word_problems", out=folder / name, limit=20, samples=2,
            temperature=0.7, max_tokens=48, seed=seed,
        )  # fmt: skip
    return folder


@pytest.fixture
def copies(runs, tmp_path):
    """Copies of both, to be edited."""
    for name in ("base", "new"):
        shutil.copytree(runs / name, tmp_path / name)
    return tmp_path / "base", tmp_path / "new"


def edit(folder, change, *, careful=False):
    """Edit the samples of a run."""
    path = folder / "samples.parquet"
    metadata = pq.read_schema(path).metadata
    table = pq.read_table(path)
    frame = change(table.to_pandas())
    made = table.schema.remove_metadata()
    new = pq.ParquetWriter(path, made.with_metadata(metadata) if careful else made)
    new.write_table(pa.Table.from_pandas(frame, schema=made, preserve_index=False))
    new.close()
    if careful:
        recount(folder, frame)


def recount(folder, frame):
    """Make counts and hashes fit what the samples are now."""
    path = folder / "metrics.json"
    metrics = json.loads(path.read_text())
    for benchmark, kinds in metrics["slices"].items():
        for kind, said in kinds.items():
            part = frame[(frame["benchmark"] == benchmark) & (frame["kind"] == kind)]
            said["samples"] = len(part)
            said["problems"] = part["problem_id"].nunique()
            said["outcomes"] = dict(sorted(part["outcome"].value_counts().items()))
    path.write_text(json.dumps(metrics, default=int))
    rehash(folder)


def rehash(folder):
    path = folder / "manifest.json"
    manifest = json.loads(path.read_text())
    manifest["files"] = {name: file_sha256(folder / name) for name in manifest["files"]}
    path.write_text(json.dumps(manifest))


def manifest_of(folder, **changes):
    path = folder / "manifest.json"
    manifest = json.loads(path.read_text())
    path.write_text(json.dumps(manifest | changes))


def without_wrong(frame):
    return frame[frame["outcome"] == "correct"]


def all_correct(frame):
    return frame.assign(outcome="correct", matched="text")


def gold_of_answer(frame):
    return frame.assign(gold=frame["extracted"].fillna("0"), outcome="correct")


def right_response(frame):
    texts = [rf"So \boxed{{{gold}}}." for gold in frame["gold"]]
    return frame.assign(response=texts, outcome="correct", extracted=frame["gold"], found="boxed")


def test_two_honest_runs_are_gated(runs):
    for regrade in (False, True):
        result = gate(runs / "base", runs / "new", LOOSE, regrade=regrade)
        assert result.decision is Decision.PASS
        assert result.warnings == ("both runs are of the same model and revision",)
        assert result.regraded is regrade


@pytest.mark.parametrize("change", [without_wrong, all_correct, gold_of_answer, right_response])
@pytest.mark.parametrize("place", [0, 1])
def test_samples_that_were_edited(copies, change, place):
    edit(copies[place], change)
    with pytest.raises(InputError, match=r"samples\.parquet is not what it was when it was"):
        gate(*copies, LOOSE)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (without_wrong, "samples of word_problems .*, but the run was made with 2|no sample of"),
        (gold_of_answer, r"problems\.parquet has '.*': one of them was edited"),
        (right_response, r"has another response for the sample"),
        (all_correct, "verdicts are not what the installed version gives"),
    ],
)
def test_samples_that_were_edited_with_care(copies, change, message):
    """Counts and hashes fit: then what was asked, the journal and the grader contradict."""
    edit(copies[1], change, careful=True)
    with pytest.raises(InputError, match=message):
        gate(*copies, LOOSE, regrade=True)


def test_counts_are_held_to_the_metrics_in_older_folders(copies):
    """They have neither hashes nor what was asked."""
    for folder in copies:
        (folder / "problems.parquet").unlink()
        manifest_of(folder, files={})
        edit(folder, lambda frame: frame)
    result = gate(*copies, LOOSE)
    assert result.decision is Decision.PASS
    assert sum("has no hashes of its files" in text for text in result.warnings) == 2
    edit(copies[1], all_correct)
    with pytest.raises(InputError, match=r"outcomes of word_problems .* but metrics\.json counted"):
        gate(*copies, LOOSE)


def test_older_folders_are_graded_again_by_their_golds(copies):
    for folder in copies:
        (folder / "problems.parquet").unlink()
        manifest_of(folder, files={}, versions={"clipo-bench": "0.0.1"})
        edit(folder, lambda frame: frame)
    result = gate(*copies, LOOSE, regrade=True)
    assert sum("by the golds alone" in text for text in result.warnings) == 2


def test_hashes_that_were_removed(copies):
    manifest_of(copies[1], files={})
    with pytest.raises(InputError, match="has no hashes of the folder's files"):
        gate(*copies, LOOSE)


def test_golds_that_were_edited_everywhere(copies):
    """The data's fingerprint does not fit; here of a whole benchmark, since a part has none."""
    folder = copies[1]
    rows = [{"id": str(n), "gold": "4", "text": f"It is {4 + n % 2}."} for n in range(20)]
    file = folder.parent / "recorded.jsonl"
    file.write_text("".join(json.dumps(row) + "\n" for row in rows))
    out = folder.parent / "graded"
    grade(file, out, id="id", gold="gold", response="text")
    path = out / "problems.parquet"
    table = pq.read_table(path)
    frame = table.to_pandas().assign(gold=[str(4 + n % 2) for n in range(20)])
    pq.write_table(pa.Table.from_pandas(frame, schema=table.schema, preserve_index=False), path)
    edit(out, gold_of_answer, careful=True)
    with pytest.raises(InputError, match="the fingerprint of recorded is"):
        gate(out, out, LOOSE)


def test_a_manifest_that_was_edited(copies):
    for changes in ({"model": "another"}, {"versions": {}}, {"grader": {"mode": "paper"}}):
        shutil.copy(copies[0] / "manifest.json", copies[0] / "kept")
        manifest_of(copies[0], **changes)
        with pytest.raises(
            InputError, match=r"is not the one that samples\.parquet was written for"
        ):
            gate(*copies, LOOSE)
        shutil.move(copies[0] / "kept", copies[0] / "manifest.json")


def test_a_name_is_no_edit(copies):
    manifest_of(copies[1], name="mine")
    assert gate(*copies, LOOSE).new == "mine"


@pytest.fixture(scope="module")
def other(runs):
    """Evaluates the policy again, with something else."""

    def run(name, **changes):
        out = runs / name
        settings = {"limit": 20, "samples": 2, "temperature": 0.7, "max_tokens": 48, "seed": 1}
        evaluate(policy_path(), "word_problems", out=out, **(settings | changes))
        return out

    return run


@pytest.mark.parametrize(
    ("name", "changes"),
    [
        ("temperature", {"temperature": 0.2}),
        ("max_tokens", {"max_tokens": 40}),
        ("grader", {"grader": "paper"}),
    ],
)
def test_another_setting_is_refused_or_allowed(runs, other, name, changes):
    new = other(name, **changes)
    with pytest.raises(InputError, match=rf"allow: \[{name}\]"):
        gate(runs / "base", new, LOOSE)
    result = gate(runs / "base", new, LOOSE, policy={"allow": [name]})
    assert result.allowed[0].startswith(f"allowed ({name}): ")


def test_a_part_of_the_problems_is_refused(runs, other):
    with pytest.raises(InputError) as refused:
        gate(runs / "base", other("fewer", limit=10), LOOSE)
    assert "lacks 10 of the 20 texts" in str(refused.value)
    assert "limit is 20 in base and 10 in fewer" in str(refused.value)


def test_another_version_is_refused_allowed_or_graded_again(copies):
    """As the folder of an older version: its samples were written for that manifest."""
    versions = json.loads((copies[1] / "manifest.json").read_text())["versions"]
    manifest_of(copies[1], versions=versions | {"math-verify": "0.8.0"})
    reseal(copies[1])
    with pytest.raises(InputError, match=r"graded by math-verify .*, new by 0\.8\.0 \[versions\]"):
        gate(*copies, LOOSE)
    assert gate(*copies, LOOSE, allow=["versions"]).decision is Decision.PASS
    result = gate(*copies, LOOSE, regrade=True)
    assert result.decision is Decision.PASS
    assert result.allowed == ()


def reseal(folder):
    """Write the samples for the manifest as it is now."""
    from clipo_bench.tasks.storage.run_folder import SEAL, read_manifest

    path = folder / "samples.parquet"
    seal = read_manifest(folder).seal.encode()
    pq.write_table(pq.read_table(path).replace_schema_metadata({SEAL: seal}), path)
    rehash(folder)


def test_a_plain_copy_of_the_base_under_another_name(copies, tmp_path):
    copy = tmp_path / "better"
    shutil.copytree(copies[0], copy)
    manifest_of(copy, name="checkpoint 9000")
    with pytest.raises(InputError, match="this is the same run: all 40 responses are identical"):
        gate(copies[0], copy, LOOSE)
    allowed = gate(copies[0], copy, LOOSE, policy={"allow": ["same_run"]})
    assert allowed.decision is Decision.PASS
    assert allowed.allowed[0].startswith("allowed (same_run)")


def test_a_copy_of_recorded_responses_under_another_model(tmp_path):
    rows = [{"id": str(n), "gold": "4", "text": f"It is {4 + n % 2}."} for n in range(40)]
    (tmp_path / "a.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    for model in ("one", "two"):
        grade(
            tmp_path / "a.jsonl",
            tmp_path / model,
            id="id",
            gold="gold",
            response="text",
            model=model,
        )
    with pytest.raises(InputError, match="identical, although their models are one and two"):
        gate(tmp_path / "one", tmp_path / "two", LOOSE)


def test_recorded_responses_of_which_wrong_ones_were_deleted(tmp_path):
    rows = [
        {"id": str(n), "gold": "4", "text": f"{name}: {4 + n % 2}", "model": name}
        for name in ("base", "new")
        for n in range(400)
    ]
    for name in ("base", "new"):
        kept = [
            r for r in rows if r["model"] == name and (name == "base" or r["text"].endswith("4"))
        ]
        (tmp_path / f"{name}.jsonl").write_text("".join(json.dumps(row) + "\n" for row in kept))
        grade(tmp_path / f"{name}.jsonl", tmp_path / name, id="id", gold="gold", response="text")
    with pytest.raises(InputError, match="lacks 200 of the 400 texts"):
        gate(tmp_path / "base", tmp_path / "new")


def test_a_run_that_guessed_all_answers_does_not_pass_without_a_word(tmp_path):
    for name, text in (("base", r"So \boxed{%d}."), ("new", "That makes %d")):
        rows = [{"id": str(n), "gold": str(n), "text": text % n} for n in range(200)]
        (tmp_path / f"{name}.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
        grade(tmp_path / f"{name}.jsonl", tmp_path / name, id="id", gold="gold", response="text")
    result = gate(tmp_path / "base", tmp_path / "new")
    assert result.decision is Decision.PASS
    (named,) = [text for text in result.warnings if "how answers were found" in text]
    assert "100.0 % of answers were guessed" in named
    blocked = gate(tmp_path / "base", tmp_path / "new", policy={"shifts": {"guessed": "blocking"}})
    assert blocked.decision is Decision.FAIL


def test_regrading_gives_what_was_recorded(copies):
    """Of several golds any is right, as it was when they were graded."""
    rows = [{"id": "a", "gold": ["4", "four"], "text": "It is four."}]
    file = copies[0].parent / "golds.jsonl"
    file.write_text("".join(json.dumps(row) + "\n" for row in rows))
    for model in ("one", "two"):
        grade(file, file.parent / model, id="id", gold="gold", response="text", model=model)
    allow = iter(["same_run"])  # it can be read only once
    result = gate(file.parent / "one", file.parent / "two", allow=allow, regrade=True)
    assert result.checks[0].difference.base == 1.0
    assert not any("graded again" in text for text in result.warnings)


def test_a_file_that_is_missing(copies):
    (copies[1] / "metrics.json").unlink()
    with pytest.raises(InputError, match=r"metrics\.json is missing"):
        gate(*copies)
