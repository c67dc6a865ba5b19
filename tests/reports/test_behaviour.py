import json
from io import StringIO

import pytest
from rich.console import Console

from clipo_bench.reports.compare import compare
from clipo_bench.reports.gate import gate
from clipo_bench.reports.render import terminal
from clipo_bench.reports.render.gate_table import gate_table
from clipo_bench.reports.render.html import html
from clipo_bench.reports.render.json import plain
from clipo_bench.reports.render.markdown import markdown
from clipo_bench.reports.render.summary import headlines
from clipo_bench.reports.robustness import behaviour, robustness
from clipo_bench.reports.run import read_runs
from clipo_bench.tasks.kinds import Behaviour

KINDS = ("original", "numbers", "names", "missing", "typos_10")


@pytest.fixture
def runs(write_run, population):
    """Two runs on originals and kinds of every behaviour."""
    chances = {kind: 0.9 if kind in ("original", "names") else 0.3 for kind in KINDS}
    return read_runs(
        [write_run(name, population(chances, 16, seed)) for seed, name in enumerate("ab")]
    )


def shown(*parts):
    console = Console(width=200, record=True, file=StringIO())
    for part in parts:
        console.print(part)
    return " ".join(console.export_text().split())


def places(text, *parts):
    found = [text.index(part) for part in parts]
    assert found == sorted(found), parts
    return found


def test_kinds_of_one_behaviour_stand_together(runs):
    rows = [(item.kind, item.behaviour) for item in robustness(runs[0])]
    assert rows == [
        ("names", Behaviour.INVARIANCE),
        ("typos_10", Behaviour.INVARIANCE),
        ("numbers", Behaviour.SENSITIVITY),
        ("missing", Behaviour.ABSTENTION),
    ]


def test_an_unknown_kind_is_known_by_its_golds(write_run, sample):
    samples = [sample(f"p{i}") for i in range(3)]
    samples += [sample(f"p{i}", kind="mine", gold="3" if i else "4") for i in range(3)]
    samples += [sample(f"p{i}", kind="yours") for i in range(3)]
    (run,) = read_runs([write_run("r", samples)])
    assert behaviour(run, "made_up", "mine") is Behaviour.INVARIANCE
    assert behaviour(run, "made_up", "yours") is Behaviour.SENSITIVITY


def test_terminal_and_page_keep_them_apart(runs):
    result = compare(runs, strict=True)
    text = shown(terminal.comparison(result))
    places(
        text,
        "a: originals and their variants (invariance: the same answer is right)",
        "a: originals and their variants (sensitivity: another answer is right)",
        "a: originals and their variants (abstention: that it cannot be determined is right)",
        "b: originals and their variants (invariance: the same answer is right)",
    )
    page = html(result, runs, 10)
    for run in "ab":
        for right in Behaviour:
            assert page.count(f"{run}: {right}: {right.right} is right") == 2  # two tables


def test_sentences_name_one_behaviour_each(runs):
    lines = [line.text for line in headlines(compare(runs, strict=True))]
    about = [line for line in lines if "typos_10" in line or "numbers" in line]
    assert about
    assert not any("missing" in line and "numbers" in line for line in lines)
    assert not any("typos_10" in line and "numbers" in line for line in lines)


def test_the_gate_keeps_slices_apart(runs):
    result = gate(*runs)
    for text in (markdown(result), shown(gate_table(result))):
        places(
            text.replace("\\", ""),
            "Each slice, shown, deciding nothing",
            "deciding nothing (invariance: the same answer is right)",
            "deciding nothing (sensitivity: another answer is right)",
            "deciding nothing (abstention: that it cannot be determined is right)",
        )


def test_json_says_it(runs):
    found = json.loads(json.dumps(plain(compare(runs, strict=True))))
    assert {row["kind"]: row["behaviour"] for row in found["robustness"]} == {
        "names": "invariance",
        "typos_10": "invariance",
        "numbers": "sensitivity",
        "missing": "abstention",
    }
    checks = plain(gate(*runs))["checks"]
    assert {row["kind"]: row["behaviour"] for row in checks} == {
        "all": "",
        "original": "",
        "names": "invariance",
        "typos_10": "invariance",
        "numbers": "sensitivity",
        "missing": "abstention",
    }


def test_without_variants_nothing_is_said(write_run, sample):
    made = [
        write_run(name, [sample(f"p{i}", right=i > place) for i in range(9)])
        for place, name in enumerate("ab")
    ]
    text = markdown(gate(*read_runs(made)))
    assert "invariance" not in text and text.count("Each slice") == 1
