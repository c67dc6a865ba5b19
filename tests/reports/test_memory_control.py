"""The control of the memory tests, on made-up models that remember or do not."""

import json
import random
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pandas as pd
import pytest

from clipo_bench.reports.known_control import ANSWER_ONLY, CONTROL_AUC, tells
from clipo_bench.reports.memory_control import MEMORY_TESTS, ControlRun, auc, memory_control
from clipo_bench.reports.memory_tests import ANSWERED, COMPLETED, DISTANCE, ROUGE_L
from clipo_bench.reports.render import memory_control as render
from clipo_bench.reports.render import memory_words
from clipo_bench.reports.run import read_runs
from clipo_bench.reports.statistics import Estimate
from clipo_bench.tasks.partial import PARTIAL_KINDS
from clipo_bench.tasks.problem import ORIGINAL

ROOT = Path(__file__).parents[2]
PROBLEMS = 80
DOSES = (1, 2, 4, 8)


@pytest.fixture
def control(sample, write_run):
    """Runs the control of models that solve an original they saw with a chance of the dose."""

    def make(remembers):
        def drawn(seed, seen=(), dose=0):
            rng = random.Random(f"{seed}/{dose}")
            return [
                sample(
                    f"p{n}",
                    rng.random() < (0.5 + remembers * dose / 20 * (f"p{n}" in seen and not index)),
                    kind="numbers" if index else ORIGINAL,
                    variant_id=f"v{index}" if index else "",
                )
                for n in range(PROBLEMS)
                for index in range(4)
            ]

        folders, told = [write_run("base", drawn(0))], []
        for seed in (1, 2, 3):
            seen = frozenset(f"p{n}" for n in range(PROBLEMS) if (n + seed) % 2)
            for dose in DOSES:
                folders.append(write_run(f"{seed}-{dose}", drawn(seed, seen, dose)))
                told.append((seed, dose, seen))
        base, *runs = read_runs(folders)
        trained = [
            ControlRun(seed, dose, run, seen)
            for (seed, dose, seen), run in zip(told, runs, strict=True)
        ]
        return memory_control(base, trained)

    return make


def test_what_is_remembered_is_seen_on_the_seen_half_alone_and_grows(control):
    result = control(remembers=1.2)
    assert (result.seeds, result.doses, result.problems) == ((1, 2, 3), DOSES, PROBLEMS // 2)
    top = result.of("seen", DOSES[-1])
    assert top.high < 0
    assert top.n == PROBLEMS  # each family is in the seen half of some seed
    assert result.of("seen", DOSES[-1], 1).n == PROBLEMS // 2
    assert result.of("unseen", DOSES[-1]).low < 0 < result.of("unseen", DOSES[-1]).high
    assert result.trend < 0.05
    assert result.trend_rho > 0.5
    contrast = {item.dose: item for item in result.tests if item.test == "contrast"}
    assert contrast[DOSES[-1]].works
    assert contrast[DOSES[-1]].auc.value > contrast[DOSES[0]].auc.value


def test_without_memory_no_test_works(control):
    result = control(remembers=0)
    assert result.of("seen", DOSES[-1]).low < 0 < result.of("seen", DOSES[-1]).high
    assert result.trend > 0.05
    assert not any(item.works for item in result.tests if item.dose == DOSES[-1])
    assert {item.test for item in result.tests} == set(MEMORY_TESTS)


def test_it_reads_as_sentences_tables_and_a_picture(control):
    result = control(remembers=1.2)
    text = render.markdown(result)
    assert "After 8 steps, on the seen half: −" in text
    assert "contrast tells seen families from others: AUC 0." in text
    rows = [line for line in text.splitlines() if line.startswith("| ")]
    assert len(rows) == 1 + 2 * 4 + 1 + len(MEMORY_TESTS)
    picture = ElementTree.fromstring(render.svg(result))
    circles = [item for item in picture.iter() if item.tag.endswith("circle")]
    assert len(circles) == 2 * len(DOSES) * (1 + 3) + 2
    assert render.plain(result)["tests"][0]["test"] == "contrast"


def series(values):
    return pd.Series(values, index=[f"f{n}" for n in range(len(values))])


def test_the_area_is_the_chance_of_a_higher_score():
    found = auc([(series([3.0, 1.0, 2.0, 1.0]), series([True, True, False, False]))])
    # Of the four pairs (3, 2), (3, 1), (1, 2), (1, 1) two are above and one is a tie.
    assert found.value == 2.5 / 4
    assert found.n == 4


def test_the_area_of_chance_covers_one_half():
    rng = np.random.default_rng(1)
    seen = series([n % 2 == 0 for n in range(100)])
    found = [auc([(series(rng.normal(size=100)), seen)]) for _ in range(40)]
    assert sum(one.low <= 0.5 <= one.high for one in found) >= 34


def test_reports_state_the_recorded_control():
    recorded = json.loads((ROOT / "docs" / "memory" / "control.json").read_text(encoding="utf-8"))
    top = [item for item in recorded["tests"] if item["dose"] == recorded["doses"][-1]]
    top += recorded["others"]["tests"]
    assert {item["test"]: Estimate(**item["auc"]) for item in top} == CONTROL_AUC
    parts = {f"{test}, {kind}" for test in (COMPLETED, ROUGE_L, ANSWERED) for kind in PARTIAL_KINDS}
    alone = f"{DISTANCE}, without a base"
    assert set(CONTROL_AUC) == {*MEMORY_TESTS, ANSWER_ONLY, DISTANCE, alone, *parts}
    assert tells(CONTROL_AUC["contrast"])
    assert not tells(CONTROL_AUC[DISTANCE])
    assert "worst of k 0.51 [0.48, 0.55] (cannot tell)" in memory_words.evidence()


@pytest.fixture
def with_others(sample, write_run):
    """A control of two seeds of which every seen text is completed, and its samples are alike."""

    def runs(name, seen):
        def respond(n, index):
            return "same words" if f"p{n}" in seen else f"other words {index} of {n}"

        made = {
            "greedy": [
                sample(f"p{n}", kind=kind, variant_id=kind * (kind != ORIGINAL))
                for n in range(12)
                for kind in (ORIGINAL, "numbers")
            ],
            "partial": [
                sample(
                    f"p{n}",
                    kind="prefix60",
                    variant_id="prefix60",
                    benchmark="partial_made_up",
                    rest="same words",
                    response=respond(n, 0),
                )
                for n in range(12)
            ],
            "samples": [
                sample(f"p{n}", sample_index=i, response=respond(n, i))
                for n in range(12)
                for i in range(3)
            ],
        }
        folders = [write_run(f"{name}-{kind}", samples) for kind, samples in made.items()]
        return dict(zip(made, read_runs(folders), strict=True))

    base = runs("base", ())
    trained = []
    for seed in (1, 2):
        seen = frozenset(f"p{n}" for n in range(12) if (n + seed) % 2)
        for dose in (1, 2, 3):
            others = runs(f"{seed}-{dose}", seen)
            run = others.pop("greedy")
            trained.append(ControlRun(seed, dose, run, seen, others if dose == 3 else {}))
    return memory_control(base.pop("greedy"), trained, base)


def test_tests_with_runs_of_their_own_are_put_through_it_where_these_are(with_others):
    others = [item for item in with_others.tests if item.test not in MEMORY_TESTS]
    assert {(item.test, item.dose) for item in others} == {
        ("ROUGE-L, prefix60", 3),
        ("completed, prefix60", 3),
        ("answered, prefix60", 3),
        ("Min-kNN distance", 3),
        ("Min-kNN distance, without a base", 3),
    }
    for item in others:
        # All seen texts are completed alike; what is right depends on nothing.
        assert item.auc.value == (0.5 if item.test.startswith("answered") else 1.0)
        assert item.works is not item.test.startswith("answered")
    text = render.markdown(with_others)
    assert "| Min-kNN distance | – | – | 1.00 [1.00, 1.00] |" in text
