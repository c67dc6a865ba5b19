"""`clipo-bench report`, `compare` and `gate`, as a shell runs them."""

import json
import sys
from xml.etree import ElementTree

import pytest

from clipo_bench.bench_suite import cli, quickstart


@pytest.fixture
def clipo_bench(monkeypatch, capsys, tmp_path):
    """Runs the command line in an empty folder; returns exit code, stdout and stderr."""
    folder = tmp_path / "here"
    folder.mkdir()
    monkeypatch.chdir(folder)
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.delenv("CI", raising=False)  # where it is set, both runs are graded again

    def run(*arguments):
        monkeypatch.setattr(sys, "argv", ["clipo-bench", *map(str, arguments)])
        with pytest.raises(SystemExit) as stop:
            cli.main()
        printed = capsys.readouterr()
        return int(stop.value.code or 0), printed.out, printed.err

    return run


@pytest.fixture
def base(write_run, population):
    return write_run("base", population({"original": 0.9, "symbols": 0.8}, 300, 1))


@pytest.fixture
def worse(write_run, population):
    return write_run("worse", population({"original": 0.9, "symbols": 0.5}, 300, 2))


SAME = ("--allow", "same_run")


def test_a_run_against_itself_exits_2_and_where_it_is_allowed_0(clipo_bench, base, tmp_path):
    code, _, err = clipo_bench("gate", base, base)
    assert code == 2
    assert "this is the same run" in err
    files = ("--junit", "gate.xml", "--markdown", "gate.md")
    code, out, _ = clipo_bench("gate", base, base, *SAME, *files)
    assert code == 0
    assert "pass" in out
    suite = ElementTree.parse(tmp_path / "here" / "gate.xml").getroot()
    assert (suite.get("failures"), suite.get("skipped")) == ("0", "0")
    assert "gate: pass" in (tmp_path / "here" / "gate.md").read_text()


def test_runs_are_named_on_the_command_line(clipo_bench, base, worse, tmp_path):
    named = (f"v1={base}", f"v2={worse}")
    assert (
        "v2 is worse than v1"
        in clipo_bench("gate", *named, "--markdown", "gate.md")[1]
        + (tmp_path / "here" / "gate.md").read_text()
    )
    for command in (("compare", *named, "--json"), ("report", *named, "--json")):
        code, out, _ = clipo_bench(*command)
        assert code == 0
        assert [run["name"] for run in json.loads(out)["runs"]] == ["v1", "v2"]


def test_gate_writes_no_file_unasked(clipo_bench, base, tmp_path):
    assert clipo_bench("gate", base, base, *SAME)[0] == 0
    assert list((tmp_path / "here").iterdir()) == []


def test_gate_says_its_verdict_even_where_a_file_cannot_be_written(clipo_bench, base, tmp_path):
    code, out, err = clipo_bench("gate", base, base, *SAME, "--junit", tmp_path)
    assert code == 2
    assert "pass" in out
    assert str(tmp_path) in err


def test_a_regression_exits_1_and_is_named(clipo_bench, base, worse, tmp_path):
    junit, markdown = tmp_path / "out" / "a.xml", tmp_path / "out" / "a.md"
    code, _, err = clipo_bench("gate", base, worse, "--junit", junit, "--markdown", markdown)
    assert code == 1
    assert str(junit) in err
    failed = [c for c in ElementTree.parse(junit).iter("testcase") if c.find("failure") is not None]
    assert [case.get("name") for case in failed] == ["symbols: accuracy"]
    assert "dropped" in failed[0].find("failure").get("message")
    assert "✗ fail" in markdown.read_text()


def test_too_little_data_exits_3(clipo_bench, write_run, population):
    runs = [write_run(f"r{seed}", population({"original": 0.7}, 20, seed)) for seed in (1, 2)]
    code, out, _ = clipo_bench("gate", *runs, "--json")
    assert code == 3
    assert json.loads(out)["decision"] == "inconclusive"


def test_a_run_of_a_few_of_the_base_s_problems_exits_2(clipo_bench, write_run, population):
    samples = population({"original": 0.7}, 1000, 1)
    runs = [write_run("base", samples), write_run("new", samples[:3], selection={"limit": 3})]
    code, _, err = clipo_bench("gate", *runs)
    assert code == 2
    assert "lacks 997 of the 1,000 texts" in err
    assert "limit is none in base and 3 in new" in err


def test_a_policy_decides_what_gates(clipo_bench, base, worse, tmp_path):
    policy = tmp_path / "gate.yaml"
    policy.write_text("checks: [{kind: original, margin: 10}, {kind: symbols, tier: advisory}]")
    code, out, _ = clipo_bench("gate", base, worse, "--policy", policy, "--json")
    assert code == 0
    value = json.loads(out)
    assert value["policy"] == str(policy)
    checks = {c["kind"]: c for c in value["checks"] if c["tier"] in ("blocking", "advisory")}
    assert checks["original"]["margin"] == 0.1
    assert checks["symbols"]["decision"] == "fail"
    policy.write_text("chekcs: []")
    code, _, err = clipo_bench("gate", base, worse, "--policy", policy)
    assert code == 2
    assert "did you mean 'checks'" in err


def test_each_slice_gates_where_asked(clipo_bench, base, worse):
    _, out, _ = clipo_bench("gate", base, worse, "--each-slice", "--json")
    blocking = [c["level"] for c in json.loads(out)["checks"] if c["tier"] == "blocking"]
    assert sorted(blocking) == ["micro", "micro", "slice", "slice"]


def test_a_wide_margin_accepts_a_drop(clipo_bench, base, worse):
    assert clipo_bench("gate", base, worse, "--margin", "60")[0] == 0


def test_bad_input_exits_2(clipo_bench, base, write_run, sample, tmp_path):
    code, _, err = clipo_bench("gate", base, tmp_path / "absent")
    assert code == 2
    assert "absent" in err
    assert clipo_bench("gate", base, base, *SAME, "--margin", "-1")[0] == 2
    other = write_run("other", [sample()], benchmarks={"made_up": "another"})
    for command in ("gate", "compare"):
        code, _, err = clipo_bench(command, base, other)
        assert code == 2
        assert "'f0'" in err
        assert "'another'" in err


def test_a_file_that_cannot_be_written_exits_2(clipo_bench, base, tmp_path):
    code, _, err = clipo_bench("report", base, "-o", tmp_path)
    assert code == 2
    assert str(tmp_path) in err


def test_compare_prints_tables(clipo_bench, base, worse):
    code, out, _ = clipo_bench("compare", base, worse)
    assert code == 0
    for part in ("Accuracy", "worse against base", "made_up", "worse falls from"):
        assert part in out


def test_compare_prints_json(clipo_bench, base, worse):
    code, out, _ = clipo_bench("compare", base, worse, "--json")
    assert code == 0
    value = json.loads(out)
    assert [run["name"] for run in value["runs"]] == ["base", "worse"]
    assert len(value["differences"]) == 2


def test_the_quickstart_ends_with_what_its_report_says(
    clipo_bench, base, worse, tmp_path, monkeypatch
):
    """Its steps are commands of their own, each tested elsewhere: here they are done already."""
    report = tmp_path / "quick" / "report.html"
    monkeypatch.setattr(quickstart, "quickstart", lambda out, seed: (report, [base, worse]))
    code, out, _ = clipo_bench("quickstart", "--out", tmp_path / "quick")
    assert code == 0
    *said, last = filter(None, out.splitlines())
    assert last == f"The report: {report}"
    assert any("worse" in line and "symbols" in line and "points" in line for line in said)


def test_report_says_where_it_is(clipo_bench, base, worse, tmp_path):
    code, out, _ = clipo_bench("report", base, worse, "-o", tmp_path / "x" / "report.html")
    assert code == 0
    assert out.strip() == str(tmp_path / "x" / "report.html")
    page = (tmp_path / "x" / "report.html").read_text()
    assert page.startswith("<!doctype html>")


def test_report_prints_json(clipo_bench, base):
    code, out, _ = clipo_bench("report", base, "--samples", "0", "--json")
    assert code == 0
    assert json.loads(out)["report"] == "report.html"


@pytest.mark.parametrize("command", ["report", "compare", "gate"])
def test_help(clipo_bench, command):
    code, out, _ = clipo_bench(command, "--help")
    assert code == 0
    assert "--json" in out


def test_a_kind_from_a_file_gives_the_terminal_no_command(clipo_bench, write_run, sample, tmp_path):
    kind = "a\x1b[31m\x00[bold]<script>"
    samples = [
        sample(f"p{n}", kind=one, variant_id="" if one == "original" else one)
        for n in range(3)
        for one in ("original", kind)
    ]
    run = write_run("base", samples)
    for command in (["compare", run], ["gate", run, run, *SAME, "--markdown", "gate.md"]):
        _, out, err = clipo_bench(*command)
        assert "\x1b[31m" not in out + err
        assert "\x00" not in out + err
        assert "[bold]<script>" in "".join(out.split())
    assert "<script>" not in (tmp_path / "here" / "gate.md").read_text()


def test_a_file_that_is_no_result_of_ours_is_never_overwritten(clipo_bench, base, tmp_path):
    own = tmp_path / "own.csv"
    own.write_text("question,answer\n1 + 1?,2\n")
    page = tmp_path / "thesis.html"
    page.write_text("<!doctype html><title>My thesis</title>")
    manifest = base / "manifest.json"
    for path in (own, page, manifest):
        before = path.read_bytes()
        for command in (
            ["report", base, "-o", path],
            ["gate", base, base, *SAME, "--junit", path],
            ["gate", base, base, *SAME, "--markdown", path],
        ):
            code, _, err = clipo_bench(*command)
            assert code == 2
            assert "was not written by clipo-bench" in err
            assert path.read_bytes() == before


def test_results_of_ours_are_replaced(clipo_bench, base, worse, tmp_path):
    files = [tmp_path / name for name in ("a.html", "a.xml", "a.md")]
    for run, codes in ((worse, 1), (base, 0)):
        assert clipo_bench("report", base, run, "-o", files[0])[0] == 0
        command = ["gate", base, run, *SAME, "--junit", files[1], "--markdown", files[2]]
        assert clipo_bench(*command)[0] == codes
    assert "✓ pass" in files[2].read_text()
