"""Run folders are read whole or refused with a reason."""

import pytest

from clipo_bench.reports.run import read_run, read_runs
from clipo_bench.tasks.errors import InputError


def test_a_run_is_read(write_run, sample):
    folder = write_run("a", [sample("p1"), sample("p1", kind="symbols"), sample("p0", right=False)])
    run = read_run(folder)
    assert run.name == "a"
    assert run.manifest.model == "made-up/a"
    assert run.slices == [("made_up", "original"), ("made_up", "symbols")]
    assert run.part("made_up", "original")["score"].tolist() == [1.0, 0.0]


def test_a_problem_without_a_family_is_its_own(write_run, sample):
    run = read_run(write_run("a", [sample("p1", family=""), sample("p2", family="f")]))
    assert run.frame["family"].tolist() == ["p1", "f"]


def test_the_variants_fingerprint_counts_for_variants_alone(write_run, sample):
    run = read_run(write_run("a", [sample("p1")], variants="v9"))
    assert run.fingerprint("made_up", "original") == "f0"
    assert run.fingerprint("made_up", "symbols") == "f0+v9"


def test_names_of_runs_differ(write_run, sample):
    folders = [write_run(name, [sample()]) for name in ("x/run", "y/run", "z")]
    assert [run.name for run in read_runs(folders)][:2] == ["x/run", "y/run"]
    assert [run.name for run in read_runs(folders[2:] * 2)] == ["z", "z (2)"]
    assert len({run.name for run in read_runs(folders + folders[:1])}) == 4


def names(*runs):
    return [run.name for run in read_runs([str(run) for run in runs])]


def test_runs_are_named_where_they_are_given(write_run, sample):
    one, other = (write_run(name, [sample()]) for name in ("x/run", "y/run"))
    assert names(f"before={one}", f"after={other}") == ["before", "after"]
    assert names(f"before={one}", other) == ["before", "run"]
    assert names(f"a b={one}", f"a b={one}") == ["a b", "a b (2)"]
    assert names(f"\x1b[31m={one}") == ["\N{REPLACEMENT CHARACTER}[31m"]
    with pytest.raises(InputError, match=r"x/run and .*y/run are both called 'same'"):
        names(f"same={one}", f"same={other}")
    with pytest.raises(InputError, match="no run folder nowhere: expected"):
        names("base=nowhere")


def test_a_folder_with_an_equals_sign_is_a_folder(write_run, sample, tmp_path, monkeypatch):
    folder = write_run("kind=symbols", [sample()])
    assert names(folder) == ["kind=symbols"]
    monkeypatch.chdir(tmp_path)
    assert names(folder.relative_to(tmp_path)) == ["kind=symbols"]
    assert names(f"n={folder}") == ["n"]


def test_a_manifests_name_is_the_default(write_run, sample):
    one = write_run("x/run", [sample()], name="grpo")
    other = write_run("y/run", [sample()], name="grpo")
    third = write_run("z", [sample()], name="clipo\x07")
    assert names(one, third) == ["grpo", "clipo\N{REPLACEMENT CHARACTER}"]
    assert names(one, other) == ["x/run", "y/run"]
    assert names(f"a={one}", other) == ["a", "grpo"]


def test_what_is_no_run_is_refused(tmp_path, write_run, sample):
    with pytest.raises(InputError, match="no run folder"):
        read_run(tmp_path / "absent")
    with pytest.raises(InputError, match=r"manifest\.json"):
        read_run(tmp_path)
    unfinished = write_run("unfinished", [sample()])
    (unfinished / "samples.parquet").unlink()
    with pytest.raises(InputError, match="not finished"):
        read_run(unfinished)
    with pytest.raises(InputError, match="no samples"):
        read_run(write_run("empty", []))
    with pytest.raises(InputError, match="twice"):
        read_run(write_run("double", [sample(), sample()]))


def test_a_cut_file_is_refused(write_run, sample):
    folder = write_run("cut", [sample()])
    path = folder / "samples.parquet"
    path.write_bytes(path.read_bytes()[:-100])
    with pytest.raises(InputError, match="damaged"):
        read_run(folder)
