"""`clipo-bench perturb` as a user runs it."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from clipo_bench.perturbations.rewrites.registry import REWRITES
from clipo_bench.tasks.harness.asked import asked
from clipo_bench.tasks.sources import load_problems
from clipo_bench.tasks.storage.run_schema import MANIFEST
from clipo_bench.tasks.variant_set import read_variants

COMMAND = [sys.executable, "-P", "-m", "clipo_bench", "perturb"]
PROBLEMS = ("word_problems", "--limit", 20, "--kinds", "symbols,numbers")


def run(*arguments: object, code: int = 0) -> subprocess.CompletedProcess[str]:
    command = [*COMMAND, *map(str, arguments)]
    environment = {**os.environ, "COLUMNS": "120"}
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    assert done.returncode == code, done.stderr
    return done


def test_a_benchmark_becomes_a_variant_set(tmp_path: Path) -> None:
    out = tmp_path / "set"
    done = run(*PROBLEMS, "-k", 2, "--out", out, "--show", 1)
    assert "nothing to rewrite" in done.stdout
    assert "numbers-" in done.stdout
    assert str(out) in done.stderr.replace("\n", "")

    again = run(*PROBLEMS, "-k", 2, "--out", out, "--json")
    manifest = json.loads(again.stdout)
    assert "already holds" in again.stderr
    assert manifest["coverage"]["numbers"]["variants"] == 40
    typed = [*PROBLEMS, "-k", 2, "--out", out, "--show", 1]
    assert manifest["command"] == ["clipo-bench", "perturb", *map(str, typed)]


def test_bad_input_has_exit_code_2(tmp_path: Path) -> None:
    out = tmp_path / "set"
    unknown = run("word_problems", "--kinds", "symbol", "--out", out, code=2)
    assert "did you mean symbols?" in unknown.stderr
    assert "did you mean math500?" in run("math50", "--out", out, code=2).stderr
    assert "-k" in run(*PROBLEMS, "-k", 1001, "--out", out, code=2).stderr
    (tmp_path / "file").write_text("")
    nowhere = run(*PROBLEMS, "--out", tmp_path / "file" / "set", code=2)
    assert "cannot write" in nowhere.stderr
    assert not out.exists()
    run(*PROBLEMS, "--out", out)
    assert "seed" in run(*PROBLEMS, "--seed", 1, "--out", out, code=2).stderr


def contents(folder: Path) -> dict[str, object]:
    """All files of a set, without the command line, which names the folder."""
    files: dict[str, object] = {path.name: path.read_bytes() for path in folder.iterdir()}
    manifest = json.loads((folder / MANIFEST).read_text())
    del manifest["command"]
    return files | {MANIFEST: manifest}


LONG = ("word_problems", "--kinds", "symbols,numbers", "-k", 3, "--limit", 120)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> dict[str, object]:
    out = tmp_path_factory.mktemp("whole") / "set"
    run(*LONG, "--out", out)
    return contents(out)


def start(out: Path, workers: int) -> subprocess.Popen[str]:
    command = [*COMMAND, *map(str, LONG), "--out", str(out), "--workers", str(workers)]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)


def stop(out: Path, process: subprocess.Popen[str], lines: int, how: signal.Signals) -> str:
    """Send a signal once so many problems are done; what the command said."""
    journal = out.parent / f".{out.name}.partial" / "journal.jsonl"
    while not journal.exists() or journal.read_bytes().count(b"\n") < lines:
        assert process.poll() is None, "the command ended before it could be stopped"
        time.sleep(0.005)
    process.send_signal(how)
    return process.communicate()[1]


def test_killed_work_ends_in_the_same_bytes(whole: dict[str, object], tmp_path: Path) -> None:
    out = tmp_path / "set"
    for lines, workers in ((1, 2), (30, 1), (60, 2)):
        process = start(out, workers)
        stop(out, process, lines, signal.SIGKILL)
        assert process.returncode == -signal.SIGKILL
        assert not out.exists()
    done = run(*LONG, "--out", out, "--workers", 3)
    assert int(re.findall(r"resuming: (\d+) problems", done.stderr)[0]) >= 60
    assert contents(out) == whole


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_interrupted_work_says_how_to_go_on(
    how: signal.Signals, whole: dict[str, object], tmp_path: Path
) -> None:
    out = tmp_path / "set"
    process = start(out, 2)
    said = stop(out, process, 20, how)
    assert process.returncode == 130
    assert "run the same command again" in said
    assert "Traceback" not in said
    assert "leaked" not in said  # semaphores of the worker processes
    run(*LONG, "--out", out)
    assert contents(out) == whole


def test_workers_end_with_a_command_that_was_killed(tmp_path: Path) -> None:
    out = tmp_path / "set"
    process = start(out, 2)
    stop(out, process, 1, signal.SIGKILL)  # reads until the last holder of stderr has ended
    assert not out.exists()


def test_a_full_disk_is_told_of_and_work_goes_on(whole: dict[str, object], tmp_path: Path) -> None:
    out = tmp_path / "set"
    limit = f"import resource; resource.setrlimit(resource.RLIMIT_FSIZE, ({100_000}, -1))\n"
    code = f"{limit}import sys; from clipo_bench.bench_suite.cli import main; sys.exit(main())"
    command = [sys.executable, "-c", code, "perturb", *map(str, LONG), "--out", str(out)]
    full = subprocess.run(command, capture_output=True, text=True, check=False)
    assert full.returncode == 2
    assert "cannot write" in full.stderr
    assert "(File too large)" in full.stderr
    assert not out.exists()
    done = run(*LONG, "--out", out)
    assert "resuming: " in done.stderr
    assert contents(out) == whole


OWN = [
    {"id": "ducks", "question": "If $n = 3$ ducks have $m = n + 4$ eggs, what is $m$?",
     "answer": 7, "solution": "$m = 3 + 4 = 7$."},
    {"question": "Which one flies?", "answer": "a kite", "choices": ["a spoon", "a kite"]},
    {"id": "[bold]no[/]", "question": "How many legs have \x1b[31m2 cats?", "answer": "8"},
]  # fmt: skip


def write_own(path: Path, lines: list[str]) -> Path:
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_problems_of_ones_own(tmp_path: Path) -> None:
    own = write_own(tmp_path / "farm.jsonl", [json.dumps(line) for line in OWN])
    out = tmp_path / "set"
    made = json.loads(run(own, "--kinds", "symbols,choices", "--out", out, "--json").stdout)
    assert made["command"][:3] == ["clipo-bench", "perturb", str(own)]
    assert made["identity"]["benchmark"] == "farm"
    assert made["coverage"]["choices"]["rewritten"] == 1

    listed = run("show", out).stdout
    assert "ducks  farm: If $n = 3$ ducks" in listed
    assert "    symbols 1; nothing to rewrite: choices\n" in listed
    assert "    no variant; nothing to rewrite: symbols, choices\n" in listed
    ducks = run("show", out, "ducks").stdout
    assert "symbol map" in ducks
    assert "names undone give the original: with the old names put back, the text is" in ducks
    assert "choices: refused, nothing to rewrite" in ducks
    variant = json.loads(run("show", out, "ducks", "--json").stdout)["variants"][0]
    assert variant["variant_id"] in run("show", out, variant["variant_id"]).stdout
    refused = run("show", out, "[bold]no[/]").stdout
    assert "[bold]no[/]" in refused
    assert "How many legs" in refused
    assert "\x1b" not in refused
    assert "did you mean ducks?" in run("show", out, "duck", code=2).stderr
    assert "no file" in run("show", tmp_path, "ducks", code=2).stderr


WRONG = [
    {"question": "Solve $3x + 7 = 22$ for $x$.", "answer": "6"},
    {"question": "Mia has 9 pens and gives 4 to Bo. How many pens has Mia?", "answer": "6",
     "solution": "Mia has 9-4=5 pens."},
]  # fmt: skip


def test_a_doubtful_gold_is_named_before_other_kinds(tmp_path: Path) -> None:
    own = write_own(tmp_path / "own.jsonl", [json.dumps(line) for line in WRONG])
    numbers = (own, "--kinds", "numbers", "--out", tmp_path / "set")
    said = run(*numbers, code=2).stderr
    assert "could be rewritten, so nothing was written; check the golds of 2 problems" in said
    assert "“Solve $3x + 7 = 22$ for $x$.” has the gold '6', but a program computes '5'" in said
    assert "has Mia?” has the gold '6', but a program computes '5'" in said
    assert "--kinds" not in said
    right = {"question": "Solve $4x + 7 = 27$ for $x$.", "answer": "5"}
    write_own(own, [json.dumps(line) for line in (*WRONG, right)])
    assert "warning: check the golds of 2 problems" in run(*numbers).stderr


def test_bad_files_are_named_with_the_line(tmp_path: Path) -> None:
    out = tmp_path / "set"
    good = json.dumps(OWN[0])
    for lines, message in (
        ([good, '{"question": "How many?"}'], "line 2 has no column 'answer'"),
        ([good, "", '{"question": '], "line 3 is not JSON"),
        ([good, '{"question": "", "answer": "1"}'], "line 2 has an empty question or gold"),
        ([good, "7"], "line 2 holds '7', expected a JSON object"),
        ([], "is empty"),
    ):
        own = write_own(tmp_path / "own.jsonl", lines)
        assert message in run(own, "--out", out, code=2).stderr
    taken = write_own(tmp_path / "gsm8k.jsonl", [good])
    assert "cannot be named like the benchmark gsm8k" in run(taken, "--out", out, code=2).stderr
    taken.unlink()
    assert "no file" in run(tmp_path / "none.jsonl", "--out", out, code=2).stderr
    assert "--data-dir" in run(own, "--data-dir", tmp_path, "--out", out, code=2).stderr
    assert [path.name for path in tmp_path.iterdir()] == ["own.jsonl"]


def test_help_is_of_making_and_names_the_rest() -> None:
    text = run("--help").stdout
    assert "--workers" in text
    assert "clipo-bench perturb show FOLDER ID" in text
    assert "Usage: clipo-bench perturb [OPTIONS]" in text
    assert "perturb make" not in text
    assert "symbols" in run("kinds").stdout
    assert set(json.loads(run("kinds", "--json").stdout)) == set(REWRITES)


@pytest.mark.real_data
def test_every_multiple_choice_benchmark_is_covered(real_data: Path, tmp_path: Path) -> None:
    least = {"commonsense_qa": 1200, "mmlu2k": 1820, "truthfulqa": 805}
    for name, expected in least.items():
        done = run(name, "--data-dir", real_data, "--kinds", "choices", "--json",
                   "--out", tmp_path / name)  # fmt: skip
        assert json.loads(done.stdout)["coverage"]["choices"]["rewritten"] >= expected


@pytest.mark.real_data
def test_several_benchmarks_make_one_set(real_data: Path, tmp_path: Path) -> None:
    data = real_data / "clipo" / "test"
    out = tmp_path / "v"
    run("aime24,word_problems", "--kinds", "symbols,numbers", "--limit", "3", "--data-dir", data,
        "--out", out)  # fmt: skip
    found = read_variants(out)
    assert found.manifest["identity"]["benchmark"] == "aime24,word_problems"
    assert "perturb aime24,word_problems " in " ".join(found.manifest["command"])
    assert set(found.data) == {"aime24", "word_problems"}
    for name in found.data:
        alone = load_problems(name, data)
        assert found.data[name] == alone.fingerprint
        asks = asked(name, variants=str(out))
        assert {one.benchmark for one in asks.problems} == {name}
        assert {one.id for one in asks.problems} <= {one.id for one in alone.problems[:3]}
    again = run("aime24,word_problems", "--kinds", "symbols,numbers", "--limit", "3", "--data-dir",
                data, "--out", out)  # fmt: skip
    assert "already holds these variants" in again.stderr


def test_an_unknown_name_among_several_is_named(tmp_path: Path) -> None:
    refused = run("word_problems,aime42", "--out", tmp_path / "v", code=2)
    assert "unknown task 'aime42'" in refused.stderr
