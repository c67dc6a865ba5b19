"""What perturb, eval and grade write, as text.

``python tests/golden/commands.py`` records it again: only in a commit that says which rule
changed what.
"""

import contextlib
import gzip
import hashlib
import json
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pyarrow.parquet as pq
from typer.testing import CliRunner

from clipo_bench.bench_suite.cli import app
from clipo_bench.tasks.storage.problem_table import from_row

HERE = Path(__file__).parent
EXPECTED = HERE / "expected"
DIGESTS = HERE / "real_digests.json"
CORPUS = HERE.parent / "perturbations/programs/worked_solution/corpus.json"
KINDS = (
    "choices,numbers,symbols,symbols_greek,symbols_subscripted,symbols_words,"
    "names,wording,distractors,premises"
)
LATEX = [
    {
        "id": "sum",
        "question": r"Let $x$ and $y$ be real with $x + y = 12$ and $x - y = 4$. Find $x y$.",
        "answer": "32",
        "solution": r"Adding gives $2x = 16$, so $x = 8$ and $y = 4$. Then $xy = \boxed{32}$.",
    },
    {
        "id": "triangle",
        "question": r"In triangle $ABC$, $AB = 5$, $BC = 12$ and $\angle B = 90^\circ$. "
        r"What is $AC$?",
        "answer": "13",
    },
    {
        "id": "function",
        "question": r"If $f(n) = n^2 + 3n$, what is $\sum_{k=1}^{4} f(k)$?",
        "answer": "60",
    },
    {
        "id": "planet",
        "question": "Which planet is the largest?",
        "choices": ["Mars", "Jupiter", "Venus", "Earth"],
        "answer": "B",
    },
    {
        "id": "stamps",
        "question": "Olivia buys 6 sheets of 8 stamps. Her brother Daniel takes 10 stamps. "
        "How many stamps does Olivia have left?",
        "answer": r"She buys 6*8=<<6*8=48>>48 stamps. So 48-10=<<48-10=38>>38 are left.",
    },
]
LATEX[-1]["answer"] += "\n#### 38"
# By the place of a problem in its run, so that every outcome occurs.
RESPONSES = (
    r"So the answer is \boxed{GOLD}.",
    "We add. The answer is GOLD.",
    "2 + 2 = 5, hence GOLD",
    r"\boxed{GOLD + 1}",
    "I do not know.",
    r"First we take \boxed{7",
)
# Benchmark, kinds and problems of the runs on real data.
REAL = (
    ("gsm8k", "numbers,symbols,names,wording,distractors,premises", 120),
    ("math500", KINDS, 60),
    ("aime24", KINDS, 30),
    ("mmlu2k", "choices", 40),
)
OF_NOW = ("command", "created", "versions", "files")


def run(*arguments: object) -> None:
    """Run a command of ours in this process."""
    words = [str(one) for one in arguments]
    with patch("sys.argv", ["clipo-bench", *words]):  # what manifests record
        result = CliRunner().invoke(app, words, catch_exceptions=False)
    assert result.exit_code == 0, result.output


def write_lines(path: Path, rows: Sequence[Any]) -> Path:
    """Write rows as JSON lines."""
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def table(path: Path) -> str:
    """A parquet file's rows as JSON lines."""
    return "".join(json.dumps(row) + "\n" for row in pq.read_table(path).to_pylist())


def outputs(folder: Path) -> Iterator[tuple[str, str]]:
    """Run the commands in an empty folder, and yield each result's name and text."""
    with contextlib.chdir(folder):  # a recording's path is the model's name, which keys hold
        yield from _outputs(Path())


def _outputs(folder: Path) -> Iterator[tuple[str, str]]:
    corpus = json.loads(CORPUS.read_text(encoding="utf-8"))
    shop = [
        {"question": one["question"], "answer": one["solution"]}
        for one in corpus
        if "#### " in one["solution"]
    ][::5]
    own = write_lines(folder / "own.jsonl", [*LATEX, *shop])
    for name, problems, limit in (("own", own, 24), ("word_problems", "word_problems", 8)):
        out = folder / f"perturb_{name}"
        run("perturb", problems, "--kinds", KINDS, "-k", 2, "--limit", limit, "--out", out)
        for file in ("manifest.json", "certificates.jsonl", "refusals.jsonl"):
            yield f"perturb_{name}/{file}", (out / file).read_text(encoding="utf-8")
        for file in ("originals", "variants"):
            yield f"perturb_{name}/{file}.jsonl", table(out / f"{file}.parquet")

    out = folder / "eval"
    problems = [
        *table(folder / "perturb_own" / "originals.parquet").splitlines(),
        *table(folder / "perturb_own" / "variants.parquet").splitlines(),
    ]
    recorded = write_lines(folder / "recorded.jsonl", list(_recorded(map(json.loads, problems))))
    run(
        "eval", "--backend", "replay", "--model", recorded, "--samples", 2, "--temperature", 1,
        "--variants", folder / "perturb_own", "--out", out,
    )  # fmt: skip
    yield from _run_folder(out)

    out = folder / "grade"
    rows = [
        {"n": number, "pair": pair, "gold": gold, "text": text.replace("GOLD", gold)}
        for number, gold in enumerate((r"\frac{3}{4}", "1,200", "x^2+1", "(2, 5)"))
        for pair in ("original", "new")
        for text in RESPONSES
    ]
    file = write_lines(folder / "grade.jsonl", rows)
    names = ("--id", "n", "--gold", "gold", "--response", "text", "--pair", "pair")
    run("grade", file, *names, "--samples-by-order", "--out", out)
    yield from _run_folder(out)


def _recorded(problems: Iterator[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for place, problem in enumerate(problems):
        for index in range(2):
            text = RESPONSES[(place + 2 * index) % len(RESPONSES)]
            yield {
                "benchmark": problem["benchmark"],
                "problem_id": problem["id"],
                "variant_id": problem["variant_id"],
                "sample_index": index,
                "prompt": from_row(problem).prompt,
                "response": {
                    "key": "",
                    "text": text.replace("GOLD", problem["gold"]),
                    "finish_reason": "length" if text.endswith("{7") else "stop",
                    "tokens": len(text),
                },
            }


def _run_folder(out: Path) -> Iterator[tuple[str, str]]:
    manifest = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    kept = {name: value for name, value in manifest.items() if name not in OF_NOW}
    yield f"{out.name}/manifest.json", json.dumps(kept, indent=2, ensure_ascii=False) + "\n"
    yield f"{out.name}/metrics.json", (out / "metrics.json").read_text(encoding="utf-8")
    yield f"{out.name}/samples.jsonl", table(out / "samples.parquet")
    journal = out / "responses.jsonl"
    if journal.exists():
        yield f"{out.name}/responses.jsonl", journal.read_text(encoding="utf-8")


def real_digests(data: Path, folder: Path) -> dict[str, str]:
    """Run the commands on real data, of which only hashes are kept."""
    texts: dict[str, str] = {}
    for name, kinds, limit in REAL:
        out = folder / name
        run("perturb", name, "--data-dir", data, "--kinds", kinds, "--limit", limit, "--out", out)
        for file in ("certificates.jsonl", "refusals.jsonl"):
            texts[f"{name}/{file}"] = (out / file).read_text(encoding="utf-8")
        texts[f"{name}/variants"] = table(out / "variants.parquet")
    source = data / "fneval" / "outputs_OAI_Eval_gpt-4_cot-True_fs-5.jsonl.gz"
    with gzip.open(source, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for number, line in enumerate(lines) if number % 16 == 0]
    file = write_lines(folder / "gpt4.jsonl", rows)
    names = ("--id", "id", "--gold", "gold", "--response", "completion", "--pair", "kind")
    run("grade", file, *names, "--original", "static", "--out", folder / "grade")
    samples = pq.read_table(folder / "grade" / "samples.parquet").to_pylist()
    kept = ("problem_id", "kind", "outcome", "extracted", "found", "matched", "process")
    texts["grade/samples"] = json.dumps([[one[name] for name in kept] for one in samples])
    return {name: hashlib.sha256(text.encode()).hexdigest() for name, text in texts.items()}


def record() -> None:
    """Write the expected files again."""
    data = HERE.parents[2] / "shared" / "data"
    shutil.rmtree(EXPECTED, ignore_errors=True)
    with tempfile.TemporaryDirectory() as folder:
        for name, text in outputs(Path(folder)):
            path = EXPECTED / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
    with tempfile.TemporaryDirectory() as folder:
        digests = real_digests(data, Path(folder))
        DIGESTS.write_text(json.dumps(digests, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    record()
