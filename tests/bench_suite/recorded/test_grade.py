import gzip
import json
import re
import subprocess
import sys

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner

from clipo_bench.bench_suite.cli import app
from clipo_bench.bench_suite.evaluation.metrics import summarise
from clipo_bench.bench_suite.recorded.formats import Columns
from clipo_bench.bench_suite.recorded.grade import recorded_manifest
from clipo_bench.bench_suite.recorded.read import read_recordings
from clipo_bench.tasks.errors import InputError
from clipo_bench.tasks.storage.json_file import read_json
from clipo_bench.tasks.storage.run_folder import read_manifest, read_samples
from clipo_bench.tasks.storage.run_schema import METRICS, SAMPLES

ROWS = [
    {"n": 1, "kind": "old", "gold": "4", "text": r"2 + 2 = 4, so \boxed{4}"},
    {"n": 1, "kind": "new", "gold": "6", "text": r"The answer is 4."},
    {"n": 2, "kind": "old", "gold": r"\frac12", "text": "1 + 1 = 3\nThe answer is 0.5."},
    {"n": 2, "kind": "new", "gold": r"\frac13", "text": r"\boxed{\frac{1}{3"},
    {"n": 3, "kind": "old", "gold": "x+1", "text": r"\boxed{1+x}"},
    {"n": 3, "kind": "new", "gold": "x+2", "text": r"\boxed{x+3}"},
]
NAMES = ["--id", "n", "--gold", "gold", "--response", "text"]


def write(path, rows):
    text = "".join(json.dumps(row) + "\n" for row in rows)
    if path.suffix == ".gz":
        path.write_bytes(gzip.compress(text.encode()))
    elif path.suffix == ".parquet":
        pq.write_table(pa.Table.from_pylist(rows), path)
    else:
        path.write_text(text, encoding="utf-8")
    return path


def run(*arguments):
    return CliRunner().invoke(app, ["grade", *map(str, arguments)])


def test_what_was_asked_has_a_name(tmp_path):
    file = write(tmp_path / "a.jsonl", ROWS)
    with pytest.raises(InputError, match="benchmark is empty: expected a name, such as gsm8k"):
        read_recordings(file, Columns("n", "gold", "text"), benchmark=" ")


@pytest.mark.parametrize("name", ["a.jsonl", "a.jsonl.gz", "a.parquet"])
def test_a_recording_becomes_a_run_folder(tmp_path, name):
    out = tmp_path / "run"
    file = write(tmp_path / name, ROWS)
    result = run(file, *NAMES, "--pair", "kind", "--out", out, "--json")
    assert result.exit_code == 0, result.output
    assert json.loads(result.stdout) == read_json(out / METRICS)

    samples = {(s.problem_id, s.kind): s for s in read_samples(out)}
    assert len(samples) == 6
    assert samples["1", "original"].outcome == "correct"
    assert samples["1", "original"].variant_id == ""
    assert samples["1", "original"].process == "holds"
    assert samples["1", "new"].outcome == "wrong"
    assert samples["1", "new"].variant_id == "new"
    assert samples["1", "new"].original_gold == "4"
    assert samples["1", "new"].copied
    assert samples["2", "original"].failed_step == "1 + 1 = 3"
    assert samples["2", "new"].outcome == "truncated"
    assert samples["3", "original"].matched == "symbolic"
    assert not samples["3", "new"].copied
    assert len({s.key for s in samples.values()}) == 6

    manifest = read_manifest(out)
    assert manifest.model == "a"
    assert list(manifest.benchmarks) == ["recorded"]
    summary = read_json(out / METRICS)["slices"]["recorded"]
    assert summary["original"] == {
        "problems": 3,
        "samples": 3,
        "accuracy": 1.0,
        "outcomes": {"correct": 3},
    }
    assert summary["new"]["outcomes"] == {"truncated": 1, "wrong": 2}


def test_the_same_run_goes_on_and_another_is_refused(tmp_path):
    out = tmp_path / "run"
    file = write(tmp_path / "a.jsonl", ROWS[:1])
    assert run(file, *NAMES, "--out", out).exit_code == 0
    assert run(file, *NAMES, "--out", out).exit_code == 0
    result = run(file, *NAMES, "--out", out, "--model", "b")
    assert isinstance(result.exception, InputError)
    assert "model was 'a', is 'b'" in str(result.exception)


def test_rows_of_one_id_are_samples_if_that_is_said(tmp_path):
    rows = [ROWS[0], {**ROWS[0], "text": r"\boxed{5}"}, {**ROWS[0], "n": 9}]
    out = tmp_path / "run"
    file = write(tmp_path / "a.jsonl", rows)
    result = run(file, *NAMES, "--out", out)
    assert isinstance(result.exception, InputError)
    assert re.search(
        r"line 1 and .*line 2 are both of 1: .*--samples-by-order", str(result.exception)
    )
    assert run(file, *NAMES, "--samples-by-order", "--out", out).exit_code == 0
    samples = read_samples(out)
    assert [(s.problem_id, s.sample_index) for s in samples] == [("1", 0), ("1", 1), ("9", 0)]
    summary = summarise(samples)["recorded"]["original"]
    assert (summary["problems"], summary["samples"], summary["accuracy"]) == (2, 3, 0.75)


def test_a_list_of_responses_and_fields_of_columns(tmp_path):
    row = {"n": 1, "answer": {"gold": "2"}, "texts": [r"\boxed{2}", r"\boxed{3}"]}
    file = write(tmp_path / "a.jsonl", [row])
    read = read_recordings(file, Columns("n", "answer.gold", "texts"), benchmark="b")
    assert read.responses == 2
    assert read.recordings[0].problem.gold == "2"


def test_models_on_the_same_data_share_its_fingerprint(tmp_path):
    def fingerprint(name, rows):
        columns = Columns("n", "gold", "text", pair="kind")
        read = read_recordings(write(tmp_path / name, rows), columns, benchmark="b")
        return recorded_manifest(read, model=name, mode="full").benchmarks["b"]

    other = [{**row, "text": "I pass."} for row in ROWS]
    assert fingerprint("a.jsonl", ROWS) == fingerprint("b.jsonl", other)
    changed = [{**row, "gold": "7"} for row in ROWS]
    assert fingerprint("a.jsonl", ROWS) != fingerprint("c.jsonl", changed)


def test_which_rows_are_originals(tmp_path):
    file = write(tmp_path / "a.jsonl", ROWS)
    columns = Columns("n", "gold", "text", pair="kind")
    assert read_recordings(file, columns, benchmark="b").original == "old"
    assert read_recordings(file, columns, benchmark="b", original="new").original == "new"
    named = write(tmp_path / "b.jsonl", [*ROWS, {**ROWS[0], "kind": "original"}])
    assert read_recordings(named, columns, benchmark="b").original == "original"
    with pytest.raises(InputError, match="no row has the pair value 'static'; there are new, old"):
        read_recordings(file, columns, benchmark="b", original="static")
    with pytest.raises(InputError, match="cannot mark the originals"):
        read_recordings(named, columns, benchmark="b", original="old")


def test_a_row_without_an_id_is_a_problem_of_its_own_with_a_warning(tmp_path):
    file = write(tmp_path / "a.jsonl", [ROWS[0], {**ROWS[0], "n": None}])
    read = read_recordings(file, Columns("n", "gold", "text"), benchmark="b")
    assert [item.problem.id for item in read.recordings] == ["1", "row 2"]
    assert "1 without n, first row 2" in read.warnings[0]


def test_half_characters_can_be_stored(tmp_path):
    file = tmp_path / "a.jsonl"
    file.write_text('{"n": 1, "gold": "5", "text": "\\ud800 \\\\boxed{5}"}\n', encoding="utf-8")
    assert run(file, *NAMES, "--out", tmp_path / "run").exit_code == 0
    assert read_samples(tmp_path / "run")[0].outcome == "correct"


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("a.txt", b"n,gold\n", "of no known format"),
        ("a.csv", b"n,gold\n", "holds no rows"),
        ("a.jsonl", b"", "holds no rows"),
        ("a.jsonl", b'{"n": 1, "gold": "2", "text": "x"}\n{"n": 2, "go', "line 2 is not JSON"),
        ("a.jsonl", b"[1]\n", "line 1 holds '[1]', expected a JSON object"),
        ("a.jsonl", b'{"n": 1, "gold": "2"}\n', "line 1 has no column 'text'; it has n, gold"),
        ("a.jsonl", b'{"n": 1, "gold": null, "text": "x"}\n', "line 1: column 'gold' is null"),
        ("a.jsonl", b'\xff\xfe{"n"', "cannot be read as text in UTF-8"),
        ("a.jsonl.gz", b"no gzip", "damaged"),
        ("a.parquet", b"PAR1 cut", "damaged or no parquet"),
    ],
)
def test_bad_files_name_themselves_and_leave_nothing(tmp_path, name, data, message):
    (tmp_path / name).write_bytes(data)
    result = run(tmp_path / name, *NAMES, "--out", tmp_path / "run")
    assert isinstance(result.exception, InputError)
    assert message in str(result.exception)
    assert str(tmp_path / name) in str(result.exception)
    assert not (tmp_path / "run").exists()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"text": {"a": 1}}, "line 2: column 'text' is {'a': 1}, expected text or a number, chat"),
        ({"gold": []}, "line 2: column 'gold' is an empty list"),
        ({"gold": ["5", None]}, "line 2: column 'gold' is null"),
        ({"gold": {"a": 1}}, "line 2: column 'gold' is {'a': 1}"),
        ({"n": [1]}, "line 2: column 'n' is \\[1\\]"),
        ({"kind": {}}, "line 2: column 'kind' is {}"),
    ],
)
def test_what_is_no_text_names_its_row(tmp_path, change, message):
    file = write(tmp_path / "a.jsonl", [ROWS[0], {**ROWS[0], **change}])
    with pytest.raises(InputError, match=message):
        read_recordings(file, Columns("n", "gold", "text", pair="kind"), benchmark="b")


def test_numbers_are_text(tmp_path):
    file = write(tmp_path / "a.jsonl", [{"n": 1, "gold": 5, "text": [5, 5.0, "x"]}])
    read = read_recordings(file, Columns("n", "gold", "text"), benchmark="b")
    assert read.recordings[0].problem.gold == "5"
    assert read.recordings[0].responses == ("5", "5.0", "x")


def test_a_cut_gzip_is_named(tmp_path):
    file = write(tmp_path / "a.jsonl.gz", ROWS * 500)
    file.write_bytes(file.read_bytes()[:-20])
    with pytest.raises(InputError, match=r"a\.jsonl\.gz is damaged or cut"):
        read_recordings(file, Columns("n", "gold", "text"), benchmark="b")


def test_a_missing_file(tmp_path):
    with pytest.raises(InputError, match=r"no file .*none\.jsonl: expected recorded responses"):
        read_recordings(tmp_path / "none.jsonl", Columns("n", "gold", "text"), benchmark="b")


def test_one_id_with_two_golds_wants_a_pair_column(tmp_path):
    file = write(tmp_path / "a.jsonl", ROWS)
    wanted = r"line \d has the gold '6', but .*line \d with the same id '1' has '4': .* with pair"
    with pytest.raises(InputError, match=wanted):
        read_recordings(file, Columns("n", "gold", "text"), benchmark="b")


def test_the_row_whose_gold_differs_is_named(tmp_path):
    rows = [{"n": 1, "gold": gold, "text": "", "step": i} for i, gold in enumerate("778")]
    file = write(tmp_path / "a.jsonl", [{**rows[0], "text": "7"}, *rows[1:]])
    with pytest.raises(InputError, match=r"line 3 has the gold '8', but .*line 1 with the same id"):
        read_recordings(file, Columns("n", "gold", "text", sample="step"), benchmark="b")


def test_a_run_that_failed_while_grading_has_no_samples(tmp_path, monkeypatch):
    def fail(*args, **kwargs):
        raise KeyboardInterrupt

    monkeypatch.setattr("clipo_bench.bench_suite.recorded.grade.score_any", fail)
    out = tmp_path / "run"
    run(write(tmp_path / "a.jsonl", ROWS), *NAMES, "--pair", "kind", "--out", out)
    assert not (out / SAMPLES).exists()
    monkeypatch.undo()
    run(tmp_path / "a.jsonl", *NAMES, "--pair", "kind", "--out", out)
    assert len(read_samples(out)) == 6


def test_bad_input_exits_with_2(tmp_path):
    code = "from clipo_bench.bench_suite.cli import main; main()"
    command = [sys.executable, "-c", code, "grade", str(tmp_path / "none.jsonl"), *NAMES]
    result = subprocess.run(
        [*command, "--out", str(tmp_path / "run")], capture_output=True, text=True, check=False
    )
    assert result.returncode == 2
    assert "error: no file" in result.stderr
