"""A user's own problems: from a jsonl file to variants, and both through an evaluation."""

import gzip
import json
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner

from clipo_bench.bench_suite.cli import app
from clipo_bench.bench_suite.trainer import policy_path
from clipo_bench.tasks.benchmarks import OWN_SUFFIXES, own
from clipo_bench.tasks.errors import InputError
from clipo_bench.tasks.sources import load_file
from clipo_bench.tasks.storage.run_folder import read_manifest, read_samples

OWN = [
    {"id": "ducks", "question": "If $n = 3$ ducks have $m = n + 4$ eggs, what is $m$?",
     "answer": 7, "solution": "$m = 3 + 4 = 7$."},
    {"id": "cats", "question": "How many legs have 2 cats?", "answer": "8"},
]  # fmt: skip


@pytest.fixture
def farm(tmp_path: Path) -> Path:
    path = tmp_path / "farm.jsonl"
    path.write_text("".join(json.dumps(line) + "\n" for line in OWN))
    return path


def run(*arguments: object) -> None:
    CliRunner().invoke(app, [str(one) for one in arguments], catch_exceptions=False)


def evaluate(out: Path, *asked: object) -> list[tuple[str, str]]:
    model = ("--model", policy_path(), "--max-tokens", 8)
    run("eval", *model, *asked, "--out", out)
    return [(sample.problem_id, sample.kind) for sample in read_samples(out)]


def test_a_file_and_its_variants_are_evaluated_as_one_benchmark(farm: Path, tmp_path: Path) -> None:
    run("perturb", farm, "--kinds", "symbols", "--out", tmp_path / "set")
    asked = evaluate(tmp_path / "variants", "--variants", tmp_path / "set")
    assert asked == [("ducks", "original"), ("ducks", "symbols")]
    asked = evaluate(tmp_path / "file", "--tasks", f"word_problems,{farm}", "--limit", 2)
    assert asked[2:] == [("ducks", "original"), ("cats", "original")]
    alone, both = (read_manifest(tmp_path / name) for name in ("variants", "file"))
    assert alone.benchmarks == {"farm": both.benchmarks["farm"]}


def test_answers_as_gsm8k_has_them_are_taken_apart(tmp_path: Path) -> None:
    path = tmp_path / "shop.jsonl"
    worked = "They cost 3*400=<<3*400=1200>>1200 dollars."
    answer = {"question": "What do 3 beds of $400 cost?", "answer": f"{worked}\n#### 1,200"}
    path.write_text(json.dumps(answer) + "\n")
    (problem,) = load_file(path).problems
    assert (problem.gold, problem.solution) == ("1200", worked)
    given = {**answer, "solution": "3*400"}
    path.write_text(json.dumps(given) + "\n")
    (problem,) = load_file(path).problems
    assert (problem.gold, problem.solution) == (answer["answer"], "3*400")


def test_names_that_are_taken_are_refused(farm: Path, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be named like the benchmark track1"):
        own("track1")
    other = tmp_path / "other" / farm.name
    other.parent.mkdir()
    other.write_bytes(farm.read_bytes())
    with pytest.raises(InputError, match=r"farm\.jsonl would have the same name"):
        evaluate(tmp_path / "run", "--tasks", f"{farm},{other}")
    assert not (tmp_path / "run").exists()


SHOP = [
    {"id": "range", "question": "[0, 1, 2]: which range?", "answer": "[0, 2]"},
    {"id": "beds", "question": "What do 3 beds of $400 cost, in \u20ac?", "answer": "1200"},
    {
        "id": "kite",
        "question": "Which one flies?",
        "answer": "a kite",
        "choices": ["a kite", "tea"],
    },
]


def save(path: Path, rows: list[dict[str, Any]]) -> Path:
    if path.suffix == ".gz":
        path.write_bytes(gzip.compress(save(path.with_suffix(""), rows).read_bytes()))
        return path
    match path.suffix:
        case ".jsonl":
            text = "".join(json.dumps(row) + "\n" for row in rows)
        case ".json":
            text = json.dumps(rows)
        case ".csv":
            cells = [
                {k: v if isinstance(v, str) else json.dumps(v) for k, v in r.items()} for r in rows
            ]
            text = pd.DataFrame(cells).to_csv(index=False)
        case _:
            pq.write_table(pa.Table.from_pylist([{"choices": None, **row} for row in rows]), path)
            return path
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("suffix", OWN_SUFFIXES)
def test_every_format_gives_the_same_problems(suffix: str, tmp_path: Path) -> None:
    loaded = load_file(save(tmp_path / f"shop{suffix}", SHOP))
    expected = load_file(save(tmp_path / "shop.jsonl", SHOP))
    assert loaded.problems == expected.problems
    assert loaded.fingerprint == expected.fingerprint
    interval, beds, kite = loaded.problems
    assert (interval.question, interval.gold) == ("[0, 1, 2]: which range?", "[0, 2]")
    assert (beds.gold, beds.choices) == ("1200", ())
    assert (kite.gold, kite.choices) == ("A", ("a kite", "tea"))


def test_a_cell_may_be_long(tmp_path: Path) -> None:
    question = "How long is this? " + "Very. " * 40_000
    loaded = load_file(save(tmp_path / "a.csv", [{"question": question, "answer": "240018"}]))
    assert loaded.problems[0].question == question.strip()


@pytest.mark.parametrize("suffix", [".jsonl", ".json", ".csv"])
def test_a_byte_order_mark_is_no_damage(suffix: str, tmp_path: Path) -> None:
    path = save(tmp_path / f"shop{suffix}", SHOP)
    plain = load_file(path).problems
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert load_file(path).problems == plain


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.jsonl", '{"question": "1?", "answer": NaN}', "line 1 is not what was expected.*nan"),
        ("a.jsonl", '{"question": "1?", "answer": -Infinity}', "line 1 is not what.*-inf"),
        ("a.json", '{"question": "1?", "answer": 1}', "holds a dict, expected an array"),
        ("a.json", '[{"question": "1?", "answer": 1}, 5]', "item 1 is 5, expected a JSON object"),
        ("a.json", '[{"question"', r"is not JSON .*\.jsonl"),
        ("a.csv", "question,answer\n1?,2,3\n", "line 2 has more cells"),
        ("a.csv", "question,gold\n1?,2\n", "line 2 has no column 'answer'"),
        ("a.csv", "question,answer\n1?,\n", "line 2 is not what was expected: .*found None"),
        ("a.csv", "", "is empty"),
        ("a.csv", "question,answer,choices\n1?,A,red\n", "line 2 .*expected a list, found 'red'"),
        ("a.jsonl.gz", "no gzip", r"a\.jsonl\.gz is damaged or cut"),
        ("a.txt", "1?", r"no known format: expected a name ending in \.jsonl, \.json, \.csv"),
    ],
)
def test_what_is_wrong_with_a_file_is_named(
    name: str, content: str, message: str, tmp_path: Path
) -> None:
    path = tmp_path / name
    path.write_text(content)
    with pytest.raises(InputError, match=message):
        load_file(path)


def test_a_null_is_a_column_that_is_not_there(tmp_path: Path) -> None:
    row = {"question": "1 + 1?", "answer": "2", "id": None, "solution": None, "choices": None}
    (problem,) = load_file(save(tmp_path / "shop.json", [row])).problems
    plain = {"question": "1 + 1?", "answer": "2"}
    assert load_file(save(tmp_path / "shop.jsonl", [plain])).problems == (problem,)
