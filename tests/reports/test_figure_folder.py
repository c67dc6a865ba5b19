"""Figures and tables of a report as files."""

import csv
import importlib.util
import io
import os
import sys
from dataclasses import replace
from xml.etree import ElementTree

import pytest

from clipo_bench.reports.figure_folder import save_figures
from clipo_bench.reports.folders import compare, report
from clipo_bench.reports.render import figures as drawing
from clipo_bench.tasks.errors import InputError

HOSTILE = r"$x^{</text><script>alert(1)</script> & \frac{"
SVG = "{http://www.w3.org/2000/svg}"
NAMES = ["accuracy", "originals_to_variants", "differences", "memory", "pass_at_k", "truncation"]


@pytest.fixture
def matplotlib():
    """Skips without the library, which the extra `dev` brings; where CI=true it fails instead."""
    if importlib.util.find_spec("matplotlib") is None:
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)("no matplotlib")


@pytest.fixture
def runs(write_run, population):
    chances = {"original": 0.7, "symbols": 0.4, "numbers": 0.4}
    made = []
    for seed, name in enumerate(("a", "b")):
        samples = population(chances, 8, seed, 2)
        made.append(write_run(name, [*samples[1:], replace(samples[0], outcome="truncated")]))
    return [made[0], f"{HOSTILE.replace('/', '')}={made[1]}"]


def test_every_figure_has_three_forms_and_every_table_two(runs, tmp_path, matplotlib):
    out = tmp_path / "figures"
    result = report(runs, tmp_path / "r.html", figures=out)
    names = {path.name for path in out.iterdir()}
    listed = (out / "index.md").read_text()
    assert all(f"`{name}`" in listed for name in names - {"index.md"})
    for name in NAMES:
        svg = ElementTree.parse(out / f"{name}.svg").getroot()
        assert svg.tag == f"{SVG}svg"
        assert svg.find(f".//{SVG}script") is None
        assert (out / f"{name}.pdf").read_bytes().startswith(b"%PDF")
        assert (out / f"{name}.png").read_bytes().startswith(b"\x89PNG")
    assert {name for name in names if name.endswith(".csv")} >= {
        "accuracies.csv", "differences.csv", "memory.csv", "k_samples.csv", "pass_curves.csv",
        "robustness.csv",
    }  # fmt: skip
    tables = sorted(name for name in names if name.endswith(".tex"))
    assert tables[0] == "table_01_accuracy.tex"
    for name in tables:
        text = (out / name).read_text()
        assert text.count(r"\begin{tabular}") == text.count(r"\end{tabular}") == 1
        shown = [line for line in text.splitlines() if not line.startswith("%")]
        assert not any(r"\frac" in line for line in shown)
    # The same runs give the same files, over the earlier ones.
    before = {path.name: path.read_bytes() for path in out.iterdir()}
    save_figures(replace(result, robustness=(), memory=(), k_samples=()), out)
    for form in ("svg", "pdf", "png"):
        assert (out / f"accuracy.{form}").read_bytes() == before[f"accuracy.{form}"]


def test_the_csv_files_hold_the_values_of_the_comparison(runs):
    from clipo_bench.reports.render.table_files import csv_tables

    result = compare(runs)
    tables = {name: list(csv.DictReader(io.StringIO(text))) for name, text in csv_tables(result)}
    for row, item in zip(tables["accuracies"], result.accuracies, strict=True):
        assert (row["run"], row["benchmark"], row["kind"]) == (item.run, item.benchmark, item.kind)
        assert float(row["estimate_value"]) == item.estimate.value
        assert float(row["estimate_low"]) == item.estimate.low
        assert int(row["outcomes_truncated"]) == item.outcomes["truncated"]
    assert float(tables["differences"][0]["difference_p"]) == result.differences[0].difference.p
    curve = result.pass_curves[0]
    rows = tables["pass_curves"][: len(curve.differences)]
    assert [int(row["k"]) for row in rows] == list(curve.differences)
    assert [float(row["difference_value"]) for row in rows] == [
        change.value for change in curve.differences.values()
    ]


def test_a_point_is_where_its_accuracy_is(runs, matplotlib):
    result = compare(runs)
    with drawing.styled():
        drawn = {name: figure for name, _, figure in drawing.figures(result)}
    lines = drawn["accuracy"].axes[0].containers
    assert [bar[0].get_xdata()[0] for bar in lines] == [
        item.estimate.value * 100 for item in result.accuracies
    ]
    (legend,) = drawn["accuracy"].legends
    assert [text.get_text() for text in legend.get_texts()] == [run.name for run in result.runs]


def test_a_folder_of_other_files_is_refused_before_anything_is_written(runs, tmp_path, matplotlib):
    (tmp_path / "thesis").mkdir()
    (tmp_path / "thesis" / "accuracy.csv").write_text("mine")
    with pytest.raises(InputError, match="thesis holds other files than figures of clipo-bench"):
        report(runs, tmp_path / "r.html", figures=tmp_path / "thesis")
    assert not (tmp_path / "r.html").exists()
    assert (tmp_path / "thesis" / "accuracy.csv").read_text() == "mine"


def test_without_matplotlib_it_says_what_to_install(runs, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    with pytest.raises(InputError, match=r"pip install 'clipo-bench\[figures\]'"):
        report(runs, tmp_path / "r.html", figures=tmp_path / "figures")
    assert not (tmp_path / "figures").exists()
