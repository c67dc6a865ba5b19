"""A study's report: it says what was found, no more, and is inert whatever a name holds."""

import json
import re
from html.parser import HTMLParser

import numpy as np
import pytest

from clipo_bench.reports.render import study_plots
from clipo_bench.reports.render.study_page import StudyReport, html, markdown, plain
from clipo_bench.reports.study.analysis import Design, Measure, MeasureUnit, analyse
from clipo_bench.reports.study.trained import Curve, Trained

HOSTILE = '"><img src=x onerror="alert(1)"></title><script>alert(1)</script>|`*_'
ARMS = ("grpo", "clipo", "placebo", "frozen")


def build(gains=None, seeds=8, arms=ARMS, text="Made up", warnings=(), same=False):
    """A report of made-up values: each arm's gain over what the seed gives, and noise."""
    rng = np.random.default_rng(1)
    own = rng.normal(0.5, 0.1, seeds)
    values = {
        arm: tuple(float(v) for v in own + (gains or {}).get(i, 0) + noise)
        for i, arm in enumerate(arms)
        for noise in [0 if same else rng.normal(0, 0.01, seeds)]
    }
    lengths = {arm: tuple(30.0 + i + s for s in range(seeds)) for i, arm in enumerate(arms)}
    design = Design(text, arms, tuple(range(seeds)), *arms[:3], "perturbed")
    measures = [
        Measure("perturbed", MeasureUnit.SHARE, "accuracy on variants"),
        Measure("tokens", MeasureUnit.TOKENS, "mean length"),
    ]
    study = analyse(design, measures, {"perturbed": values, "tokens": lengths})
    curve = Curve((0, 1, 2), (0.31, 0.45, 0.52))
    return StudyReport(
        study=study,
        trained=tuple(Trained(arm, s, curve, {}, ()) for arm in arms for s in range(seeds)),
        shared={text: text},
        arms={arm: {"contrastive": arm != arms[0]} for arm in arms},
        evaluation=(text,),
        warnings=warnings,
        versions={text: text},
        command=(text,),
    )


class Elements(HTMLParser):
    def __init__(self, page):
        super().__init__()
        self.tags = []
        self.attributes = []
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        self.tags.append(tag)
        self.attributes += [name for name, _ in attributes]


def sentences(report):
    return "\n".join(plain(report)["sentences"])


def test_help_is_told_with_its_numbers():
    told = sentences(build({1: 0.05}))
    assert "clipo helps: it is better than grpo, and better than placebo." in told
    assert re.search(r"clipo is better than grpo on perturbed: \+\d\.\d points \[\+\d", told)
    assert "over 8 seeds, p 0.008, after Holm 0.016." in told
    assert "Seeds needed to detect" not in told


def test_a_null_result_says_what_could_have_been_seen():
    told = sentences(build())
    assert "clipo was not shown to help." in told
    assert re.search(r"a true difference of \d\.\d points would be detected about 4", told)
    assert re.search(r"detect a difference to placebo about 4 times in 5: \d+ \(7 to \d+\)", told)
    assert "helps" not in told


def test_what_the_placebo_does_as_well_is_not_help():
    told = sentences(build({1: 0.05, 2: 0.05}))
    assert "so rewards without information may do as well" in told
    assert "clipo helps" not in told


def test_harm_is_told():
    assert "clipo hurts: it is worse than grpo." in sentences(build({1: -0.05}))


def test_few_seeds_say_that_they_say_nothing():
    report = build({1: 0.5}, seeds=3)
    told = sentences(report)
    assert "With 3 seeds no difference can be significant, however large" in told
    assert "the smallest possible p-value is 0.25" in told
    assert "would be detected" not in told
    assert "nothing</td>" in html(report)


def test_seeds_that_do_not_differ_have_no_interval():
    report = build(same=True)
    assert "differ by the same amount in every seed" in sentences(report)
    assert "[0.0, 0.0]" not in html(report)
    assert "[0.0, 0.0]" not in markdown(report)


def test_nothing_rounds_into_a_claim():
    # p is exactly 6 / 128 before Holm, 12 / 128 after it: below and above 5 %.
    report = build({1: 0.005})
    first = report.study.deciding[0]
    assert ("is better than grpo" in sentences(report)) == (first.p_adjusted <= 0.05)


@pytest.mark.parametrize("seeds", [2, 8])
def test_the_page_is_whole_and_fetches_nothing(seeds):
    page = html(build(seeds=seeds))
    elements = Elements(page)
    assert not set(elements.attributes) & {"src", "href", "style", "onerror"}
    assert not set(elements.tags) & {"script", "img", "link"}
    assert page.count("<table") == page.count("<thead")
    assert page.count("<circle") == 5 * seeds  # two that decide, three others
    assert page.count("<figure") == 4
    assert page.count('class="seed"') == 4 * seeds


def test_hostile_names_stay_text():
    arms = tuple(f"{arm}{HOSTILE}" for arm in ARMS)
    report = build(arms=arms, text=HOSTILE, warnings=(HOSTILE,))
    page = html(report)
    assert set(Elements(page).tags) == set(Elements(html(build(warnings=("told",)))).tags)
    assert "onerror" not in Elements(page).attributes
    for line in markdown(report).splitlines():
        assert not re.search(r"(?<!\\)<img", line)
        assert not re.search(r"(?<!\\)`", line)


def test_markdown_tables_are_even():
    lines = [line for line in markdown(build(warnings=("a|b",))).splitlines() if line[:1] == "|"]
    widths = {}
    for line in lines:
        cells = len(re.findall(r"(?<!\\)\|", line)) - 1
        widths[cells] = widths.get(cells, 0) + 1
    assert set(widths) == {9, 12, 6}  # deciding, every arm with eight seeds, others
    assert widths[12] == 2 + 8
    assert widths[6] == 2 + 8


def test_json_is_whole():
    report = build()
    value = json.loads(json.dumps(plain(report), allow_nan=False))
    assert value["verdict"] == "not shown"
    assert len(value["trained"]) == 32
    assert value["deciding"][0]["differences"] == list(report.study.deciding[0].differences)
    assert value["design"]["primary"] == "perturbed"


def test_the_same_study_gives_the_same_bytes():
    assert html(build()) == html(build())


def test_panels_by_hand():
    curves = {"a": [Curve((0, 1), (0.2, 0.4)), Curve((0, 1), (0.4, 0.6))]}
    drawn = study_plots.panels(curves, "a")
    (panel,) = drawn.panels
    assert (drawn.low, drawn.high, drawn.first, drawn.last) == pytest.approx((0.2, 0.6, 0, 1))
    assert panel.seeds == ("0.0,120.0 240.0,60.0", "0.0,60.0 240.0,0.0")
    assert panel.mean == panel.base == "0.0,90.0 240.0,30.0"
    assert (panel.first, panel.last) == pytest.approx((0.3, 0.5))


def test_differences_are_drawn_within_their_drawing():
    assert study_plots.place(0.02, 0.04) == "25.00"
    assert study_plots.place(-0.5, 0.04) == "-50.00"
