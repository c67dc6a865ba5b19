"""JUnit, Markdown, JSON and terminal tables of the same results."""

import json
import re
from dataclasses import replace
from io import StringIO
from xml.etree import ElementTree

import pytest
from rich.console import Console

from clipo_bench.reports.compare import compare
from clipo_bench.reports.gate import Decision, gate
from clipo_bench.reports.render import terminal, words
from clipo_bench.reports.render.gate_table import gate_table
from clipo_bench.reports.render.json import plain
from clipo_bench.reports.render.junit import junit
from clipo_bench.reports.render.markdown import escape, markdown
from clipo_bench.reports.run import read_runs


@pytest.fixture
def runs(write_run, population):
    base = population({"original": 0.97, "symbols": 0.9, "choices": 0.9}, 400, 1)
    new = population({"original": 0.97, "symbols": 0.6, "choices": 0.9}, 400, 2)
    return read_runs([write_run("base", base), write_run("new", new)])


@pytest.fixture
def result(runs):
    return gate(*runs)


def test_junit_names_what_regressed_and_by_how_much(result):
    root = ElementTree.fromstring(junit(result))
    suite = root.find("testsuite")
    # A pool of each kind, three ways of finding answers, and each slice.
    assert suite.get("tests") == str(len(result.checks)) == "9"
    failed = [case for case in suite.iter("testcase") if case.find("failure") is not None]
    assert suite.get("failures") == str(len(failed)) == "1"
    assert failed[0].get("classname") == "clipo-bench.all"
    assert failed[0].get("name") == "symbols: accuracy"
    message = failed[0].find("failure").get("message")
    (change,) = [check.difference for check in result.checks if check.decision == "fail"][:1]
    assert f"dropped {-change.value * 100:.1f} points [−" in message


def test_junit_names_the_rule_that_scored(result):
    properties = ElementTree.fromstring(junit(result)).iter("property")
    assert {item.get("name"): item.get("value") for item in properties}["rule"] == "full"


def test_junit_shows_the_inconclusive_as_skipped(result):
    root = ElementTree.fromstring(junit(result))
    skipped = list(root.iter("skipped"))
    assert root.get("skipped") == str(len(skipped))
    assert {item.get("message").split(":")[0] for item in skipped} == {"inconclusive"}


def test_junit_shows_what_is_advisory_as_skipped(result):
    (failing,) = [c for c in result.checks if c.tier == "blocking" and c.decision == "fail"]
    advisory = replace(failing, tier="advisory")
    root = ElementTree.fromstring(junit(replace(result, checks=(advisory,))))
    assert (root.get("failures"), root.get("skipped")) == ("0", "1")
    assert next(root.iter("skipped")).get("message").startswith("advisory: ")


def test_junit_names_slices_that_are_shown_by_their_kind(result):
    suite = ElementTree.fromstring(junit(result)).find("testsuite")
    cases = [(case.get("classname"), case.get("name")) for case in suite.iter("testcase")]
    kinds = ("original", "choices", "symbols")
    assert cases[-3:] == [("clipo-bench.made_up", kind) for kind in kinds]


def test_a_slice_that_dropped_is_named_where_the_gate_does_not_fail(result):
    for decision, named in (("pass", True), ("fail", False)):
        console = Console(width=200, record=True, file=StringIO())
        console.print(gate_table(replace(result, decision=Decision(decision))))
        text = console.export_text()
        assert ("dropped by more than the margin" in text) == named


def test_every_format_names_the_models_and_the_shifts(result):
    console = Console(width=200, record=True, file=StringIO())
    console.print(gate_table(result))
    for text in (console.export_text(), markdown(result).replace("\\", "")):
        assert "made-up/base (0)" in text
        assert "made-up/new (0)" in text
        assert "guessed answers" in text


def test_junit_of_hostile_names_is_well_formed(result):
    hostile = replace(result, new='<&"\x00\x1b]]>', warnings=("a\x08b",))
    suite = ElementTree.fromstring(junit(hostile)).find("testsuite")
    assert suite.get("name").startswith('<&"')


def test_markdown_has_a_row_per_check(result):
    text = markdown(result)
    rows = [line for line in text.splitlines() if line.startswith("| ")]
    assert len(rows) == 4 + len(result.checks)
    assert len({row.count(" | ") for row in rows}) == 1
    assert "✗ fail | all | symbols | accuracy" in text
    assert "Graded by rule “full”" in text


def test_markdown_is_inert():
    assert escape("a|b\n<img src=x> `c` [d](e)") == (
        "a\\|b &lt;img src=x&gt; \\`c\\` \\[d\\]\\(e\\)"
    )


def test_json_holds_everything_and_is_json(runs, result):
    for value in (plain(compare(runs, strict=True)), plain(result)):
        assert json.loads(json.dumps(value, allow_nan=False)) == value
    assert plain(result)["decision"] == "fail"
    assert plain(result)["checks"][-1]["paired"]["difference"]["value"] < -0.2


def test_json_has_no_infinities(result):
    assert plain(replace(result, margin=float("nan")))["margin"] is None


def test_the_terminal_shows_the_same(runs, result):
    console = Console(width=200, record=True, file=StringIO())
    console.print(terminal.comparison(compare(runs, strict=True)))
    console.print(gate_table(result))
    text = console.export_text()
    for part in ("Accuracy", "originals and their variants", "new against base", "✗ fail"):
        assert part in text
    assert text.count(words.rule("full")) == 2
    change = result.checks[-1].paired.difference
    assert f"{change.value * 100:.1f}".replace("-", "−") in text


def test_names_are_no_markup_in_the_terminal(runs):
    console = Console(width=200, record=True, file=StringIO())
    result = compare([replace(runs[0], name="[red]a[/red]")], strict=True)
    console.print(terminal.comparison(result))
    assert "[red]a[/red]" in console.export_text()


def test_a_narrow_terminal_breaks_no_heading_and_no_benchmark(write_run, population):
    chances = {"original": 0.9, "symbols": 0.6}
    runs = read_runs(
        [
            write_run(f"run-{seed}", population(chances, 400, seed, benchmark="word_problems"))
            for seed in (1, 2)
        ]
    )
    result = compare(runs, strict=True)
    console = Console(width=80, record=True, file=StringIO())
    console.print(terminal.comparison(result))
    console.print(gate_table(gate(*runs)))
    lines = console.export_text().splitlines()
    assert all(len(line) <= 80 for line in lines)
    assert not any("…" in line for line in lines)
    # Accuracies, two runs' variants, all variants, the difference, two of the gate, how responses
    # end: a row a line.
    rows = 4 + 2 * 1 + 2 + 2 + 2 + 4
    percentages = [re.match(r"word_problems (original|symbols) .*%", line) for line in lines]
    assert sum(map(bool, percentages)) == rows
    for heading in ("with original", "p (BH)", "p (Holm)", "verdict", "families"):
        assert any(heading in line for line in lines)


def test_percentages_are_spelled_alike(runs, result):
    console = Console(width=200, record=True, file=StringIO())
    console.print(terminal.comparison(compare(runs, strict=True)))
    console.print(gate_table(result))
    for text in (console.export_text(), markdown(result)):
        assert re.search(r"\d[ \u00a0]%", text)
        assert not re.search(r"\d%", text)
