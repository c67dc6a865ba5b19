import io
import json
import zipfile
from pathlib import Path

import pytest

from clipo_bench.bench_suite.recorded import inspect_log
from clipo_bench.bench_suite.recorded.inspect_log import eval_rows
from clipo_bench.tasks.errors import InputError

LOG = Path(__file__).parent / "files" / "inspect.eval"


def archive(path, entries, compression=zipfile.ZIP_DEFLATED):
    with zipfile.ZipFile(path, "w", compression) as file:
        for name, value in entries:
            file.writestr(name, value if isinstance(value, str) else json.dumps(value))
    return path


def test_zstd_is_read_as_the_tool_writes_it():
    with zipfile.ZipFile(LOG) as file:
        assert {entry.compress_type for entry in file.infolist()} == {inspect_log.ZSTD}
    rows = [row for _, row in eval_rows(LOG)]
    assert [(row["id"], row["epoch"]) for row in rows] == [
        ("apples", 1), ("half", 1), ("square", 1), ("apples", 2), ("half", 2), ("square", 2),
    ]  # fmt: skip


@pytest.mark.parametrize("compression", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_older_logs_are_read(tmp_path, compression):
    samples = [(f"samples/{number}_epoch_1.json", {"id": number}) for number in range(3)]
    path = archive(tmp_path / "a.eval", [("header.json", {}), *samples], compression)
    assert [row for _, row in eval_rows(path)] == [{"id": 0}, {"id": 1}, {"id": 2}]


def test_an_entry_that_was_written_again_counts_once(tmp_path):
    with pytest.warns(UserWarning, match="Duplicate name"):
        path = archive(
            tmp_path / "a.eval", [("samples/1.json", {"id": 1}), ("samples/1.json", {"id": 2})]
        )
    assert [row for _, row in eval_rows(path)] == [{"id": 2}]


def test_nothing_is_unpacked_whatever_a_name_says(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    path = archive(tmp_path / "a.eval", [("samples/../../x.json", {"id": 1}), ("/y.json", {})])
    assert [row for _, row in eval_rows(path)] == [{"id": 1}]
    assert list(tmp_path.iterdir()) == [path]


def test_an_entry_that_unpacks_to_too_much_is_refused_before_it_is_read(tmp_path, monkeypatch):
    monkeypatch.setattr(inspect_log, "LARGEST_SAMPLE", 10_000)
    bomb = archive(tmp_path / "a.eval", [("samples/1.json", {"id": "0" * 10**6})])
    assert bomb.stat().st_size < 10_000
    with pytest.raises(InputError, match=r"1\.json has 1,000,010 bytes, expected at most 10,000"):
        list(eval_rows(bomb))
    monkeypatch.setattr(inspect_log, "LARGEST_SAMPLE", 10**7)
    monkeypatch.setattr(inspect_log, "LARGEST_LOG", 10**5)
    with pytest.raises(InputError, match="unpacks to 1,000,010 bytes"):
        list(eval_rows(bomb))


def test_an_entry_that_lies_about_its_size_is_damage(tmp_path):
    data = bytearray(LOG.read_bytes())
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        directory, size = file.start_dir, file.infolist()[1].file_size
    stated = size.to_bytes(4, "little")
    places = [place for place in range(directory, len(data)) if data[place : place + 4] == stated]
    data[places[0] : places[0] + 4] = (size - 5).to_bytes(4, "little")
    path = tmp_path / "a.eval"
    path.write_bytes(data)
    with pytest.raises(InputError, match="damaged"):
        list(eval_rows(path))


@pytest.mark.parametrize(
    ("entries", "message"),
    [
        ([("header.json", {})], "holds no samples"),
        ([("samples/1.json", "[1]")], r"samples/1\.json holds a list, expected a sample"),
        ([("samples/1.json", '{"id"')], "damaged or no log of inspect"),
        ([("samples/1.json", "[" * 10**5)], "damaged or no log of inspect"),
    ],
)
def test_what_is_no_log_is_named(tmp_path, entries, message):
    path = archive(tmp_path / "a.eval", entries)
    with pytest.raises(InputError, match=rf"a\.eval.*{message}"):
        list(eval_rows(path))


@pytest.mark.parametrize("cut", [10, 500, 10_000])
def test_a_cut_log_is_named(tmp_path, cut):
    path = tmp_path / "a.eval"
    path.write_bytes(LOG.read_bytes()[:cut])
    with pytest.raises(InputError, match="damaged or no log of inspect"):
        list(eval_rows(path))
