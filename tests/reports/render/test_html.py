"""The report as a page: complete, self-contained, and inert whatever a model wrote."""

import json
import os
import re
import shutil
import subprocess
from html.parser import HTMLParser

import pytest

from clipo_bench.reports.compare import compare
from clipo_bench.reports.render.browser import select
from clipo_bench.reports.render.html import embed, html
from clipo_bench.reports.run import read_runs

HOSTILE = "</script><img src=x onerror=\"document.title='owned'\"><!--<script>\u2028\u2029"


def render(runs, samples=1000):
    return html(compare(runs, strict=False), runs, samples)


class Elements(HTMLParser):
    def __init__(self, page):
        super().__init__()
        self.tags = []
        self.attributes = []
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        self.tags.append(tag)
        self.attributes += attributes


@pytest.fixture
def runs(write_run, population):
    base = population({"original": 0.9, "symbols": 0.6}, 60, 1)
    new = population({"original": 0.8, "symbols": 0.6}, 60, 2)
    return read_runs([write_run("base", base), write_run("new", new)])


def test_two_intervals_that_may_disagree_are_explained(runs):
    assert "go by the p-value, which tests the points" in render(runs)


@pytest.fixture
def hostile(write_run, sample):
    """A run in which every text is hostile."""
    texts = dict.fromkeys(
        ("benchmark", "family", "prompt", "gold", "original_gold", "response", "extracted",
         "found", "matched", "failed_step"),
        HOSTILE,
    )  # fmt: skip
    samples = [
        sample(HOSTILE, process="fails", **texts),
        sample(HOSTILE, kind="symbols", variant_id=HOSTILE, process="fails", **texts),
    ]
    folder = write_run(
        "hostile",
        samples,
        model=HOSTILE,
        revision=HOSTILE,
        settings={HOSTILE: HOSTILE},
        versions={HOSTILE: HOSTILE},
        benchmarks={HOSTILE: HOSTILE},
        warnings=(HOSTILE,),
        command=(HOSTILE,),
        created=HOSTILE,
    )
    return read_runs([folder])


def test_the_page_needs_no_network(runs):
    elements = Elements(render(runs))
    names = {name for name, _ in elements.attributes}
    assert not names & {"src", "href", "srcset", "action", "style"}
    assert not {"link", "img", "iframe", "object"} & set(elements.tags)
    assert not re.search(r"@import|url\(", render(runs))


def test_the_page_says_what_was_found(runs):
    page = render(runs)
    for part in (
        "In short",
        "Originals against their variants",
        "Differences between runs",
        "another training seed could reverse it",
        "made-up/new",
    ):
        assert part in page
    assert "base falls from" in page
    assert "Graded by rule “full” (an answer counts in a box or in words)." in page


def test_copies_of_a_letter_are_a_dash_with_a_reason(write_run, sample):
    samples = [
        sample(),
        sample(kind="choices", right=False, gold="A", original_gold="B", copied=True),
    ]
    page = render(read_runs([write_run("a", samples)]))
    assert "Copies are not counted for shuffled choices" in page
    assert "(1 of 1)" not in page


def test_tables_are_headed(runs):
    page = render(runs)
    assert page.count("<table") == page.count("<thead")
    assert all('scope="' in head for head in re.findall(r"<th\b[^>]*>", page))


def test_the_same_runs_give_the_same_bytes(runs):
    assert render(runs) == render(runs)


def test_embedded_json_is_inert_and_whole():
    value = {"text": HOSTILE + "&amp;"}
    text = embed(value)
    assert not set(text) & set("<>&\u2028\u2029")
    assert json.loads(text) == value


def test_hostile_text_adds_no_element(hostile, runs):
    usual = set(Elements(render(runs)).tags)
    found = Elements(render(hostile))
    assert set(found.tags) <= usual
    assert found.tags.count("script") == 2
    assert not {name for name, _ in found.attributes} & {"onerror", "src"}


def test_unpaired_data_is_said_to_be(write_run, sample):
    runs = read_runs(
        [write_run("a", [sample()]), write_run("b", [sample()], benchmarks={"made_up": "f1"})]
    )
    assert "not paired: its data has fingerprint" in render(runs)


def test_whole_problems_are_chosen_each_benchmark_in_turn(write_run, sample):
    samples = [
        sample(f"p{i}", kind=kind, benchmark=benchmark)
        for benchmark, size in (("large", 200), ("small", 5))
        for kind in ("original", "symbols")
        for i in range(size)
    ]
    runs = read_runs([write_run("a", samples)])
    selection = select(runs, 40)
    assert len(selection.samples) == 40
    assert selection.left_out == len(samples) - 40
    held = [(s["benchmark"], s["problem_id"], s["kind"]) for s in selection.samples]
    assert sum(benchmark == "small" for benchmark, _, _ in held) == 10
    assert all((b, p, "symbols") in held for b, p, kind in held if kind == "original")
    assert f"the other {selection.left_out} are not in this file" in render(runs, 40)


def test_runs_show_the_same_problems(runs):
    selection = select(runs, 20)
    problems = [{s["problem_id"] for s in selection.samples if s["run"] == run} for run in (0, 1)]
    assert problems[0] == problems[1]


def test_samples_can_be_left_out(runs):
    assert select(runs, 0).samples == []


def chromium():
    for name in ("chromium", "chromium-browser", "google-chrome", "chrome"):
        if path := shutil.which(name):
            return path
    if os.environ.get("CI") == "true":
        pytest.fail("no Chromium: the report has to be opened in a real browser")
    pytest.skip("no Chromium")


def dom(page, tmp_path):
    """The page's elements after its script ran in a real browser."""
    path = tmp_path / "page.html"
    path.write_text(page, encoding="utf-8")
    command = [
        chromium(), "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic",
        "--no-first-run", "--disable-background-networking", "--disable-component-update",
        "--disable-sync", f"--user-data-dir={tmp_path / 'profile'}", "--dump-dom", path.as_uri(),
    ]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=True)
    return done.stdout


OPEN = "<script>document.querySelector('#rows tr').click()</script></body>"


def opened(page):
    """The page with its first sample opened, by a script that its policy would refuse."""
    return re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", page).replace(
        "</body>", OPEN
    )


def test_the_browser_lists_and_opens_samples(runs, tmp_path):
    found = dom(opened(render(runs)), tmp_path)
    rows = re.search(r'<tbody id="rows">(.*?)</tbody>', found, re.S).group(1)
    assert rows.count("<tr") == 25
    assert "1 to 25 of 240" in found
    assert re.search(r'<dialog [^>]*open=""', found)
    sides = re.search(r'<div class="sides" id="sides">(.*?)</dialog>', found, re.S).group(1)
    assert "base · original" in sides
    assert "base · symbols" in sides
    assert "What is asked by" in sides


def test_the_policy_lets_the_pages_own_script_run(runs, tmp_path):
    assert "1 to 25 of 240" in dom(render(runs), tmp_path)


def test_hostile_text_is_inert_in_a_browser(hostile, tmp_path):
    # Without the policy, so that escaping alone is tested.
    found = dom(opened(render(hostile)), tmp_path)
    assert "<title>clipo-bench: hostile</title>" in found
    elements = Elements(found)
    assert "img" not in elements.tags
    assert not {name for name, _ in elements.attributes} & {"onerror", "src"}
    (sides,) = re.findall(r'<div class="sides" id="sides">(.*?)</dialog>', found, re.S)
    assert sides.count("<pre") == 4  # two prompts, two responses
    assert "&lt;img src=x onerror=" in sides


def test_the_policy_stops_foreign_scripts(runs, tmp_path):
    page = render(runs).replace("</body>", "<script>document.title='owned'</script></body>")
    assert "<title>owned</title>" not in dom(page, tmp_path)
