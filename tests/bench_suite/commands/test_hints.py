"""What a user is told who gives a command the wrong thing, or does not see what it will do."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from clipo_bench import InputError, evaluate, policy_path
from clipo_bench.bench_suite.cli import app
from clipo_bench.bench_suite.evaluation.evaluate import Evaluation, asked_for
from clipo_bench.bench_suite.evaluation.metrics import print_metrics
from clipo_bench.bench_suite.models.named_model import named_model

PROBLEMS = [
    {"question": "Let $x + 1 = 3$. Find $x$.", "answer": "2"},
    {"question": "Let $y + 2 = 7$. Find $y$.", "answer": "5"},
]


@pytest.fixture
def own(tmp_path: Path) -> Path:
    path = tmp_path / "own.jsonl"
    path.write_text("".join(json.dumps(one) + "\n" for one in PROBLEMS))
    return path


@pytest.fixture
def variants(own: Path, tmp_path: Path) -> Path:
    run("perturb", own, "--out", tmp_path / "variants")
    return tmp_path / "variants"


def run(*arguments: object) -> Result:
    """Run a command; what it refuses is raised."""
    return CliRunner().invoke(app, [str(one) for one in arguments], catch_exceptions=False)


@pytest.mark.parametrize("command", ["compare", "report"])
def test_a_variant_set_is_no_run(command: str, variants: Path) -> None:
    with pytest.raises(InputError, match=r"holds variants, not a run: .* eval --variants"):
        run(command, variants)


@pytest.mark.parametrize("arguments", [["perturb"], ["eval", "--model", "m", "--tasks"]])
def test_a_variant_set_is_no_benchmark(
    arguments: list[str], variants: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(variants.parent)
    with pytest.raises(InputError, match=r"is not a (benchmark|task) but a folder of variants"):
        run(*arguments, "variants", "--out", "out")


@pytest.mark.parametrize("arguments", [["perturb", "show"], ["eval", "--model", "m", "--variants"]])
def test_a_file_is_no_variant_set(arguments: list[str], own: Path, tmp_path: Path) -> None:
    out = [] if "show" in arguments else ["--out", tmp_path / "out"]
    with pytest.raises(InputError, match=r"no folder .*own\.jsonl: expected one that"):
        run(*arguments, own, *out)


def test_a_file_with_other_columns_names_them(tmp_path: Path) -> None:
    file = tmp_path / "own.csv"
    file.write_text("problem,answer\nHow many?,3\n")
    with pytest.raises(InputError, match=r"no column 'question': it has 'problem', 'answer'\. Re"):
        run("perturb", file, "--out", tmp_path / "out")


def test_wrong_options_of_perturb_name_the_command_that_was_typed() -> None:
    said = run("perturb", "gsm8k", "--ou", "x").output
    assert "Try 'clipo-bench perturb -h' for help." in said
    assert "[[" not in run("perturb", "show", "-h").output


def test_the_number_of_responses_is_told(own: Path, variants: Path) -> None:
    asked = Evaluation.of(f"{own},word_problems", limit=1, samples=16, temperature=1)
    assert asked_for(asked) == (
        "32 responses: word_problems 1 problem x 16 samples, own 1 problem x 16 samples"
    )
    made = Evaluation.of(variants=variants)
    assert asked_for(made) == "4 responses: own 4 problems and variants"


@pytest.mark.real_data
def test_a_benchmarks_own_file_is_recognised(real_data: Path, tmp_path: Path) -> None:
    arguments = ("--kinds", "names", "--limit", "3", "--out", tmp_path / "out")
    said = run("perturb", real_data / "gsm8k" / "test.jsonl", *arguments).stderr
    assert "test.jsonl is the data of the benchmark gsm8k: to compare" in " ".join(said.split())
    with pytest.raises(InputError, match="for a benchmark's own file, give the benchmark's name"):
        run("perturb", real_data / "clipo" / "test" / "aime.parquet", *arguments)


@pytest.mark.parametrize(
    ("model", "hint"),
    [
        ("tinny", "did you mean tiny, the small model"),
        ("Tiny", "did you mean tiny, the small model"),
        ("localhost:9", r"begins with http:// or https://; did you mean http://localhost:9\?"),
        ("10.0.0.1:8000/v1", r"did you mean http://10\.0\.0\.1:8000/v1\?"),
    ],
)
def test_a_model_that_is_nearly_named(
    model: str, hint: str, variants: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(InputError, match=hint):
        run("eval", "--model", model, "--variants", variants, "--out", tmp_path / "run")
    with pytest.raises(InputError, match=hint):
        evaluate(model, variants=variants, out=tmp_path / "run")
    assert "asking for" not in capfd.readouterr().err


def test_tiny_is_the_shipped_model_beside_a_run_of_that_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "tiny").mkdir()
    assert named_model("tiny") == str(policy_path())
    (tmp_path / "tiny" / "config.json").write_text("{}")
    assert named_model("tiny") == "tiny"
    for name in ("owner/tinny", "gpt2", "Qwen/Qwen2.5-7B", "http://localhost:9"):
        assert named_model(name) == name


@pytest.mark.parametrize(
    ("arguments", "value"),
    [
        (("eval", "--model", "m", "--out", "o", "--samples", "0"), "--samples': 0:"),
        (("perturb", "gsm8k", "--out", "o", "-k", "2000"), "-k': 2000:"),
        (("report", "a", "--samples=-4"), "--samples': -4:"),
        (("power", "--tasks", "aime24", "--draws", "x"), "--draws': x:"),
    ],
)
def test_a_value_out_of_range_is_repeated(
    arguments: tuple[str, ...], value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.argv", ["clipo-bench", *arguments])
    assert value in run(*arguments).output


def test_the_units_of_power() -> None:
    for given, told in (
        (("--reshuffled", 5), r"--reshuffled is 5: expected 0 to 1 \(a share, not percent\)"),
        (("--accuracy", 0.5), r"--delta is 3: .* at most the accuracy of 0.5 percent"),
        (("--confidence", 95), r"--confidence is 95: .* such as 0.95"),
    ):
        with pytest.raises(InputError, match=told):
            run("power", "--tasks", "aime24", *given)


def test_after_a_shard_comes_merge(capfd: pytest.CaptureFixture[str]) -> None:
    print_metrics({}, Path("runs/part"), shard="2/4")
    said = " ".join(capfd.readouterr().err.split())
    assert "when all 4 shards are done, clipo-bench merge runs/part OTHERS --out FOLDER" in said
    print_metrics({}, Path("runs/whole"))
    assert "clipo-bench compare runs/whole" in capfd.readouterr().err


def test_refusals_stand_below_the_table(own: Path, tmp_path: Path) -> None:
    lines = run(
        "perturb", own, "--kinds", "names,numbers", "--out", tmp_path / "out"
    ).output.splitlines()
    place = lines.index("Refused:")
    assert lines[place + 1].startswith("names: ")
    assert lines[place + 1].endswith(", 2 of 2")
    assert lines[place + 2].startswith("  2 ")


def test_shards_of_variants_have_no_name(own: Path, tmp_path: Path) -> None:
    shards = [tmp_path / "1", tmp_path / "2"]
    for number, out in enumerate(shards, 1):
        run("perturb", own, "--shard", f"{number}/2", "--out", out)
    with pytest.raises(InputError, match="--name mine: these are shards of variants"):
        run("merge", *shards, "--name", "mine", "--out", tmp_path / "all")
    assert not (tmp_path / "all").exists()
    run("merge", *shards, "--out", tmp_path / "all")


def test_a_shard_of_variants_is_not_shown(own: Path, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="--show 1 is for a whole set of variants"):
        run("perturb", own, "--shard", "1/2", "--show", 1, "--out", tmp_path / "1")
    assert not (tmp_path / "1").exists()


def test_a_shard_of_a_recording_is_to_be_merged(tmp_path: Path) -> None:
    file = tmp_path / "recorded.jsonl"
    rows = [{"id": n, "gold": str(n), "text": f"It is {n}."} for n in (4, 5)]
    file.write_text("".join(json.dumps(one) + "\n" for one in rows))
    names = ("--id", "id", "--gold", "gold", "--response", "text")
    result = run("grade", file, *names, "--shard", "1/2", "--out", tmp_path / "1")
    assert "when all 2 shards are done, clipo-bench merge" in result.stderr
