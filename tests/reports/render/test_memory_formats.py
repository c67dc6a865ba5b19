"""A memory contrast in words, as tables, Markdown and HTML."""

import json
from dataclasses import replace
from io import StringIO

import pytest
from rich.console import Console

from clipo_bench.reports.compare import compare
from clipo_bench.reports.memory import Memory, MemoryVerdict, memory
from clipo_bench.reports.render import effect_words, memory_formats, memory_words, summary, terminal
from clipo_bench.reports.render.html import html
from clipo_bench.reports.render.json import plain
from clipo_bench.reports.run import read_runs


@pytest.fixture
def make(write_run, population):
    """Makes runs of a base and a new model of these chances."""

    def runs(base, new, problems=400, **changes):
        folders = [
            write_run(name, population(chances, problems, seed, **changes))
            for seed, (name, chances) in enumerate((("base", base), ("new", new)))
        ]
        return read_runs(folders)

    return runs


@pytest.fixture
def remembering(make):
    return make({"original": 0.7, "numbers": 0.6}, {"original": 0.9, "numbers": 0.6})


def shown(renderable):
    console = Console(file=StringIO(), width=160)
    console.print(renderable)
    return console.file.getvalue()


def of(runs) -> Memory:
    return memory(runs[0], runs[1:])


def test_what_is_shown_says_how_much_more_is_lost(remembering):
    (pooled, _) = of(remembering).contrasts
    assert pooled.verdict is MemoryVerdict.SHOWN
    assert memory_words.verdict(pooled) == (
        f"Shown: new loses {-pooled.points.value * 100:.1f} points "
        f"[{-pooled.points.high * 100:.1f}, {-pooled.points.low * 100:.1f}] more than base from "
        "originals to variants on all number variants (numbers), over 400 families."
    )


def test_what_is_excluded_says_beyond_what(make):
    even = {"original": 0.7, "numbers": 0.7}
    (pooled, _) = of(make(even, even, problems=4000)).contrasts
    assert memory_words.verdict(pooled).startswith(
        f"Excluded beyond {-pooled.points.low * 100:.1f} points: that new loses more than base"
    )


def test_what_cannot_be_told_says_what_would_tell(make):
    even = {"original": 0.7, "numbers": 0.7}
    (pooled, _) = of(make(even, even, problems=50)).contrasts
    text = memory_words.verdict(pooled)
    assert text.startswith("Cannot tell whether new loses more than base")
    assert (
        "To find a loss of 5 points 4 times in 5 takes about "
        f"{pooled.needed.families:,} families like these." in text
    )


def test_scales_that_disagree_and_limits_are_named(make):
    runs = make({"original": 0.9, "numbers": 0.5}, {"original": 0.999, "numbers": 0.599}, 4000)
    (pooled, _) = of(runs).contrasts
    (note, *_) = memory_words.notes(pooled)
    assert "The two scales disagree on all number variants (numbers)" in note
    assert f"the new accuracy on originals is {pooled.new_original * 100:.1f} %" in note
    (named, *_) = memory_words.notes(replace(pooled, scales_agree=True))
    assert named.endswith("a change there may be hidden by the limit.")


def test_matched_hardness_is_told_where_it_leaves_some_out(remembering):
    pooled = of(remembering).contrasts[0]
    assert list(memory_words.notes(pooled)) == []  # all of them are as easy
    (note,) = memory_words.notes(replace(pooled, matched_variants=300))
    assert note.startswith("On the 300 of 400 texts of all number variants (numbers)")


def test_tables_have_a_row_per_contrast(remembering):
    result = of(remembering)
    text = shown(memory_formats.terminal(result))
    assert text.count("shown") == 2
    assert "Shown: new loses" in text
    rows = [line for line in memory_formats.markdown(result).splitlines() if line.startswith("|")]
    assert len({row.count(" | ") for row in rows if "---" not in row}) == 1
    assert len(rows) == 2 + len(result.contrasts)


def test_markdown_of_hostile_names_is_inert(remembering):
    result = of(remembering)
    hostile = replace(result, contrasts=(replace(result.contrasts[0], new="<b>|`"),))
    assert "<b>" not in memory_formats.markdown(hostile)


def test_comparisons_and_reports_have_it(remembering):
    result = compare(remembering, strict=True)
    sentence = memory_words.verdict(result.memory[0])
    assert sentence in [line.text for line in summary.headlines(result)]
    assert memory_formats.TITLE in shown(terminal.comparison(result))
    page = html(result, remembering, 10)
    assert 'id="memory"' in page
    assert effect_words.interval(result.memory[0].points) in page


def test_comparisons_without_variants_do_not(make):
    runs = make({"original": 0.7}, {"original": 0.9})
    result = compare(runs, strict=True)
    assert result.memory == ()
    assert 'id="memory"' not in html(result, runs, 10)


def test_seeds_have_a_sentence(write_run, population):
    folders = [
        write_run(f"run-{n}", population({"original": 0.7, "numbers": 0.6}, 40, n))
        for n in range(3)
    ]
    result = of(read_runs(folders))
    assert "points over 2 seeds." in memory_words.seeds_sentence(result)
    assert memory_words.seeds_sentence(replace(result, seeds=None)) == ""


def test_json_is_json(remembering):
    value = plain(of(remembering))
    assert json.loads(json.dumps(value, allow_nan=False))["contrasts"][0]["verdict"] == "shown"
