"""docs/formats.md says what is written, all of it and nothing else.

What `perturb`, `eval` and `grade` write is read from tests/golden, which is held to the commands.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import asdict, fields, is_dataclass
from pathlib import Path
from typing import Any, get_args, get_type_hints
from xml.etree import ElementTree

import pytest
from typer.testing import CliRunner

from clipo_bench import Recipe, evaluate, load_problems, load_run, make_variants, policy_path
from clipo_bench.bench_suite.cli import app
from clipo_bench.bench_suite.recorded.formats import Columns
from clipo_bench.bench_suite.recorded.grade import recorded_manifest
from clipo_bench.bench_suite.recorded.read import read_recordings
from clipo_bench.reports.compare import Comparison
from clipo_bench.reports.gate import Check, Decision, Gate
from clipo_bench.reports.gate_power import Power
from clipo_bench.reports.memory import Memory
from clipo_bench.reports.paper_table import PaperTable
from clipo_bench.reports.render.junit import junit
from clipo_bench.tasks.problem import Problem
from clipo_bench.tasks.storage import run_schema
from clipo_bench.tasks.storage.problem_table import OPTIONAL
from clipo_bench.tasks.storage.run_schema import Sample
from clipo_bench.tasks.variant_set import FILES

ROOT = Path(__file__).parents[1]
TEXT = (ROOT / "docs" / "formats.md").read_text(encoding="utf-8")
GOLDEN = ROOT / "tests" / "golden" / "expected"
VARIANT_SETS = sorted(GOLDEN.glob("perturb_*"))
SECTIONS = {
    section.partition("\n")[0].lstrip("# "): section
    for section in re.split(r"^(?=#+ )", TEXT, flags=re.MULTILINE)
}
Parts = tuple[str, ...]


def documented(section: str) -> list[str]:
    """The first column of a section's table."""
    return re.findall(r"^\| `([^`]+)` \|", SECTIONS[section], re.MULTILINE)


def leaves(value: Any, place: Parts = ()) -> Iterator[Parts]:
    """The places of a JSON value at which no further object stands."""
    if isinstance(value, dict) and value:
        for key, item in value.items():
            yield from leaves(item, (*place, key))
    elif isinstance(value, list) and any(isinstance(item, dict) for item in value):
        for item in value:
            yield from leaves(item, (*place[:-1], f"{place[-1] if place else ''}[]"))
    else:
        yield place


def fits(place: Parts, row: str) -> bool:
    """Whether a row such as ``files.<file>`` is about a place."""
    wanted = row.split(".")
    return len(place) == len(wanted) and all(
        part == key or part.startswith("<") for key, part in zip(place, wanted, strict=True)
    )


def require_same(section: str, values: list[Any]) -> None:
    rows = documented(section)
    places = {place for value in values for place in leaves(value)}
    assert {place for place in places if not any(fits(place, row) for row in rows)} == set()
    assert [row for row in rows if not any(fits(place, row) for place in places)] == []


def of_golden(name: str) -> list[Any]:
    return [json.loads(path.read_text(encoding="utf-8")) for path in GOLDEN.glob(name)]


def lines_of_golden(name: str) -> list[Any]:
    texts = [path.read_text(encoding="utf-8") for path in GOLDEN.glob(name)]
    return [json.loads(line) for text in texts for line in text.splitlines()]


@pytest.fixture(scope="module")
def evaluated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A real run of a real model."""
    out = tmp_path_factory.mktemp("formats") / "run"
    evaluate(policy_path(), "word_problems", out=out, limit=2, max_tokens=4)
    return out


@pytest.fixture(scope="module")
def early(evaluated: Path) -> Path:
    """A real run of one that could stop early."""
    out = evaluated.parent / "early"
    evaluate(
        policy_path(), "word_problems", out=out, limit=2, max_tokens=4, until_decided=evaluated
    )
    return out


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The manifest of recorded responses."""
    file = tmp_path_factory.mktemp("formats") / "recorded.jsonl"
    file.write_text('{"id": "a", "gold": "1", "text": "1"}\n')
    run = read_recordings(file, Columns("id", "gold", "text"), benchmark="recorded")
    return asdict(recorded_manifest(run, model=None, mode="full"))


def test_the_page_lists_the_files_of_a_run(evaluated: Path) -> None:
    names = {path.name for path in evaluated.iterdir()}
    files = {
        run_schema.MANIFEST,
        run_schema.RESPONSES,
        run_schema.PROBLEMS,
        run_schema.SAMPLES,
        run_schema.METRICS,
    }
    assert names - {"lock"} == files <= SECTIONS.keys()


def test_manifest(evaluated: Path, early: Path, graded: dict[str, Any]) -> None:
    runs = [json.loads((run / "manifest.json").read_text()) for run in (evaluated, early)]
    require_same("manifest.json", [*runs, graded])


def test_samples(evaluated: Path) -> None:
    names = documented("samples.parquet")
    assert names == [field.name for field in fields(Sample)]
    assert list(load_run(evaluated).columns) == [*names, "score"]


def test_metrics(evaluated: Path, early: Path) -> None:
    own = [json.loads((run / "metrics.json").read_text()) for run in (evaluated, early)]
    require_same("metrics.json", own)
    require_same("metrics.json", [*own, *of_golden("*/metrics.json")])


def test_responses(evaluated: Path) -> None:
    written = (evaluated / "responses.jsonl").read_text().splitlines()
    require_same("responses.jsonl", [json.loads(line) for line in written])
    require_same("responses.jsonl", lines_of_golden("eval/responses.jsonl"))


def test_the_page_lists_the_files_of_a_variant_set() -> None:
    for name in FILES:
        assert f"`{name}`" in TEXT


def test_manifest_of_variants() -> None:
    require_same("manifest.json of variants", of_golden("perturb_*/manifest.json"))


def test_problems() -> None:
    names = documented("originals.parquet and variants.parquet")
    assert names == [field.name for field in fields(Problem)]
    always = [name for name in names if name not in OPTIONAL]
    for name in ("originals", "variants"):
        assert all(list(row) == always for row in lines_of_golden(f"perturb_*/{name}.jsonl"))


def test_certificates() -> None:
    require_same("certificates.jsonl", lines_of_golden("perturb_*/certificates.jsonl"))


def test_refusals(tmp_path: Path) -> None:
    own = tmp_path / "own.jsonl"  # a gold that a program contradicts, and one that fits
    own.write_text(
        '{"question": "Solve $3x + 7 = 22$ for $x$.", "answer": "6"}\n'
        '{"question": "Solve $4x + 7 = 27$ for $x$.", "answer": "5"}\n'
    )
    make_variants(load_problems(own), tmp_path / "set", Recipe(("numbers",)))
    doubts = (tmp_path / "set" / "refusals.jsonl").read_text(encoding="utf-8").splitlines()
    lines = [*lines_of_golden("perturb_*/refusals.jsonl"), *map(json.loads, doubts)]
    require_same("refusals.jsonl", lines)
    assert all(f"`{line['reason']}`" in SECTIONS["refusals.jsonl"] for line in lines)


def dataclasses_of(kind: type, found: dict[str, type]) -> dict[str, type]:
    """A dataclass and all that its fields hold."""
    if kind.__name__ not in found:
        found[kind.__name__] = kind
        for hint in get_type_hints(kind).values():
            for part in (hint, *get_args(hint)):
                if is_dataclass(part):
                    dataclasses_of(part, found)
    return found


RESULTS: dict[str, type] = {}
for _shown in (Comparison, PaperTable, Memory, Gate, Power):
    dataclasses_of(_shown, RESULTS)


@pytest.mark.parametrize("name", sorted(RESULTS))
def test_results(name: str) -> None:
    """`plain` gives a dataclass's fields as keys, by `dataclasses.asdict`."""
    assert documented(name) == [field.name for field in fields(RESULTS[name])]


def test_the_page_describes_no_other_results() -> None:
    output = TEXT[TEXT.index("\n# JSON output") : TEXT.index("\n# JUnit XML")]
    assert sorted(re.findall(r"^## (.+)$", output, re.MULTILINE)) == sorted(RESULTS)


def printed(*arguments: str) -> Any:
    """What a command prints with --json."""
    result = CliRunner().invoke(app, [*arguments, "--json"], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def test_perturb_show_and_kinds(tmp_path: Path) -> None:
    lines = [
        {"id": "a", "question": "Let $x + 1 = 3$. Find $x$.", "answer": "2"},
        {"id": "b", "question": "Find it.", "answer": "2"},
        {"id": "wrong", "question": "Solve $3x + 7 = 22$ for $x$.", "answer": "6"},
    ]
    (tmp_path / "own.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))
    kinds, folder = "symbols,choices,numbers", str(tmp_path / "variants")
    printed("perturb", str(tmp_path / "own.jsonl"), "--kinds", kinds, "--out", folder)
    shown = [printed("perturb", "show", folder, name) for name in ("a", "b", "wrong")]
    printed("perturb", str(tmp_path / "own.jsonl"), "--kinds", "symbols", "--out", f"{folder}2")
    require_same("perturb show", [*shown, printed("perturb", "show", f"{folder}2", "a")])
    lists = [printed("perturb", "show", one) for one in (folder, f"{folder}2")]
    require_same("perturb show without an id", lists)
    columns = {field.name for field in fields(Problem)} - set(OPTIONAL)
    assert shown[0]["original"].keys() == columns < shown[0]["variants"][0].keys()
    require_same("perturb kinds", [printed("perturb", "kinds")])


def test_tasks(tmp_path: Path) -> None:
    rows = [{"problem": f"What is {number} + 1?", "answer": "2"} for number in range(500)]
    file = tmp_path / "math" / "math500_test.jsonl"
    file.parent.mkdir()
    file.write_text("".join(json.dumps(row) + "\n" for row in rows))
    listed = [printed("tasks", "list"), printed("tasks", "list", "--data-dir", str(tmp_path))]
    require_same("tasks list", listed)
    shown = printed("tasks", "show", "math500")
    more = shown.keys() - listed[0][0].keys()
    assert more == {"instruction", "tolerance", "fingerprints"}
    assert all(f"`{name}`" in SECTIONS["tasks list"] for name in more)


def test_plan(tmp_path: Path) -> None:
    asked = ("--model", "m", "--tasks", "word_problems", "--out", str(tmp_path / "a"))
    require_same("eval --plan", [printed("eval", *asked, "--plan", "--price-in", "1")])


def test_train(tmp_path: Path) -> None:
    settings = (
        "steps=1",
        "prompts_per_batch=2",
        "group_size=2",
        "max_response_tokens=4",
        "num_problems=8",
    )
    options = [part for setting in settings for part in ("--set", setting)]
    out = tmp_path / "out"
    made = printed("train", "--method", "grpo", "--preset", "tiny", *options, "--out", str(out))
    require_same("train", [made])
    (line,) = (out / "metrics.jsonl").read_text().splitlines()
    assert made == {"checkpoint": str(out / "last"), **json.loads(line)}


def test_junit() -> None:
    checks = tuple(
        Check("own", decision.value, decision, None, None, "why") for decision in Decision
    )
    made = Gate("a", "b", 0.02, 0.95, Decision.FAIL, checks, ("a warning",), "full", policy="p")
    root = ElementTree.fromstring(junit(made))
    found = {f"{element.tag}/@{name}" for element in root.iter() for name in element.attrib} | {
        element.tag for element in root.iter() if element.tag == "system-out"
    }
    assert found == set(documented("JUnit XML"))
    names = {str(element.get("name")) for element in root.iter("property")}
    row = next(line for line in SECTIONS["JUnit XML"].splitlines() if "property/@name" in line)
    assert names == set(re.findall(r"`(\w+)`", row))
