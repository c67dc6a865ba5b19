"""The paper's table as text, Markdown, LaTeX and CSV."""

import csv
import io

import pytest
from rich.console import Console

from clipo_bench.reports.folders import table
from clipo_bench.reports.render import latex as tex
from clipo_bench.reports.render.json import plain
from clipo_bench.reports.render.paper_formats import comma_separated, latex, markdown, terminal
from clipo_bench.reports.render.paper_lines import headings, lines, notes

HOSTILE = r"a_b & 100% of {$x^2$} \input{x} <b>|#~*"


@pytest.fixture
def pair(write_run, sample):
    """A method and the same with CLIPO, which alone is right, and a base model."""

    def runs(method="grpo"):
        def asked(right):
            return [
                sample(f"p{i}", right=right, benchmark=name)
                for name in ("aime24", "amc23")
                for i in range(20)
            ]

        return [
            f"base={write_run('one', asked(False))}",
            f"{method} + clipo={write_run('two', asked(True))}",
            f"{method}={write_run('three', asked(False))}",
        ]

    return runs


def test_each_method_stands_above_the_same_with_clipo_and_their_difference(pair):
    shown = lines(table(pair(), "track2"))
    assert [line.label for line in shown] == ["base", "grpo", "grpo + clipo", "difference"]
    assert [line.difference for line in shown] == [False, False, False, True]
    assert shown[1].cells[:3] == ("0.0", "0.0", "0.0")
    assert shown[3].cells[:3] == ("+100.0*", "+100.0*", "+100.0*")


def test_a_difference_that_is_not_shown_has_no_mark_and_says_what_could_be_seen(pair):
    result = table(pair(), "track2", ["base:grpo"])
    assert [line.label for line in lines(result)] == ["base", "grpo", "difference", "grpo + clipo"]
    assert lines(result)[2].cells[:3] == ("0.0", "0.0", "0.0")
    (said,) = [note for note in notes(result) if note.startswith("grpo and base")]
    assert "no difference is shown" in said
    assert f"difference of {result.pairs[0].average.detectable * 100:.1f} points would" in said


def test_differences_that_do_not_stand_below_their_methods_name_them(pair):
    result = table(pair(), "track2", ["base:grpo", "base:grpo + clipo"])
    assert [line.label for line in lines(result)] == [
        "base", "grpo", "difference", "grpo + clipo", "grpo + clipo − base",
    ]  # fmt: skip


def test_pairs_in_a_circle_end(pair):
    result = table(pair(), "track2", ["base:grpo", "grpo:base"])
    assert [line.label for line in lines(result)] == [
        "grpo + clipo", "base", "grpo", "base − grpo", "grpo − base",
    ]  # fmt: skip


def test_a_worse_pair_is_called_worse(pair):
    result = table(pair(), "track2", ["grpo + clipo:grpo"])
    assert any(note.startswith("grpo is worse than grpo + clipo: −100.0") for note in notes(result))


def test_the_terminal_shows_every_cell_and_note(pair):
    result = table(pair(), "track2")
    console = Console(width=200, file=io.StringIO())
    console.print(terminal(result))
    shown = console.file.getvalue()
    for line in lines(result):
        assert all(cell in shown for cell in (line.label, *line.cells))
    assert "grpo + clipo is better than grpo: +100.0 points" in shown
    assert "no run was asked math500" in shown


def test_markdown_is_a_table(pair):
    text = markdown(table(pair(), "track2"))
    rows = [row for row in text.splitlines() if row.startswith("|")]
    assert len(rows) == 2 + 4
    assert len({row.count("|") for row in rows}) == 1
    assert rows[1] == "|---|---:|---:|---:|---:|"
    assert "\\+100.0\\*" in rows[-1]


def test_latex_is_a_tabular_with_booktabs(pair):
    result = table(pair(), "track2")
    text = latex(result)
    body = text.splitlines()
    assert body[1:4] == [
        r"\begin{tabular}{lrrrr}",
        r"\toprule",
        r"method & AIME 2024 & AMC 12 of 2022 and 2023 & average & 95 \% interval \\",
    ]
    rows = [row for row in body if row.endswith(r"\\")]
    assert len(rows) == 1 + 4
    assert {row.count(" & ") for row in rows} == {4}
    assert rows[-1].startswith(r"\quad difference & +100.0\textsuperscript{*} &")
    assert (r"\bottomrule" in text) and (r"\end{tabular}" in text)
    after = body[body.index(r"\end{tabular}") + 1 :]
    assert after and all(line.startswith("% ") for line in after)


def test_a_new_group_follows_a_rule(nine_table):
    body = latex(nine_table).splitlines()
    # One below the headings, and one between each two of the four pairs.
    assert body.count(r"\midrule") == 1 + 3


def test_names_are_never_markup(pair):
    result = table(pair(HOSTILE), "track2")
    row = next(row for row in latex(result).splitlines() if row.startswith(r"a\_b"))
    assert row.startswith(
        r"a\_b \& 100\% of \{\$x\textasciicircum{}2\$\} \textbackslash{}input\{x\} "
        r"\textless{}b\textgreater{}\textbar{}\#\textasciitilde{}\textsuperscript{*} & "
    )
    assert "<b>" not in markdown(result)
    _, read = [row for row in csv.reader(io.StringIO(comma_separated(result))) if row[1]]
    assert read[:2] == [f"{HOSTILE} + clipo", HOSTILE]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("−1.2", "$-$1.2"),
        ("[+0.1, +0.3]", "{[}+0.1, +0.3{]}"),
        ("–", "--"),
        ("two\nlines", "two lines"),
        ("\\\\", r"\textbackslash{}\textbackslash{}"),
    ],
)
def test_latex_escapes(text, expected):
    assert tex.escape(text) == expected


def test_a_heading_is_short(nine_table):
    assert headings(nine_table)[0] == "MATH-500"
    assert all("," not in heading for heading in headings(nine_table))


def test_json_is_the_table(nine_table):
    value = plain(nine_table)
    assert list(value) == ["layout", "benchmarks", "left_out", "rows", "pairs", "warnings"]
    assert [pair["new"] for pair in value["pairs"]] == [
        "grpo+clipo", "gspo+clipo", "dapo+clipo", "gmpo+clipo",
    ]  # fmt: skip
    assert value["pairs"][0]["differences"]["aime24"]["difference"]["n"] == 9
