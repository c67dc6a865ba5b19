"""Runs that could stop early, in reports and in the gate."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from clipo_bench.reports.compare import compare
from clipo_bench.reports.early_stop import (
    EarlyChange,
    EarlyStop,
    by_family,
    difference_of,
    early_stop,
    early_stop_notes,
    families,
    mean_of,
    require_first_families,
)
from clipo_bench.reports.gate import Decision, gate
from clipo_bench.reports.gate_policy import load_policy
from clipo_bench.reports.memory import memory
from clipo_bench.reports.paper_table import paper_table
from clipo_bench.reports.run import Run, read_run
from clipo_bench.reports.sequential import interval, random_order
from clipo_bench.reports.statistics import CONFIDENCE, difference, mean, unit_scores
from clipo_bench.tasks.errors import InputError
from clipo_bench.tasks.storage.identity import file_sha256
from clipo_bench.tasks.storage.run_folder import read_manifest, write_manifest
from clipo_bench.tasks.storage.run_schema import Manifest

END = EarlyStop(
    verdict="shown",
    base="base",
    base_model="made-up/base",
    margin=0.02,
    alpha=0.05,
    families=30,
    of_families=200,
    texts=30,
    of_texts=200,
    changes=(EarlyChange("original", 30, -0.4, -0.6, -0.1, "shown"),),
)
SEED = 1  # that of `write_run`


@pytest.fixture
def runs(write_run, sample) -> Callable[..., tuple[Run, Run]]:
    """A base that is always right, and a run that stopped after the first families of 200."""

    def make(asked: int = 30, wrong: int = 12, **changes: Any) -> tuple[Run, Run]:
        names = [f"p{n}" for n in range(200)]
        base = [sample(name) for name in names]
        order = [family for _, family in random_order([("made_up", n) for n in names], SEED)]
        new = [sample(name, right=n >= wrong) for n, name in enumerate(order[:asked])]
        manifest = {
            "early_stop": END.to_json() | {"families": asked, "texts": asked},
            "selection": {"until_decided": {"margin": 0.02, "alpha": 0.05}},
        } | changes
        folder = write_run("new", new, **manifest)
        files = {"samples.parquet": file_sha256(folder / "samples.parquet")}
        if "files" not in changes:
            write_manifest(folder, replace(read_manifest(folder), files=files))
        return read_run(write_run("base", base)), read_run(folder)

    return make


def test_it_survives_the_manifest() -> None:
    manifest = Manifest("m", "0", {}, {}, {}, early_stop=END.to_json())
    assert early_stop(manifest) == END
    assert early_stop(Manifest("m", "0", {}, {}, {})) is None
    assert str(END) == (
        "after 30 of 200 problems: a drop of more than 2 points from base is shown "
        "(original -40.0 points (-60.0 to -10.0))"
    )


@pytest.mark.parametrize(
    "changes",
    [{"margin": "2"}, {"verdict": "maybe"}, {"changes": 3}, {"changes": [{"kind": 1}]}, {"b": 1}],
    ids=str,
)
def test_a_damaged_entry_is_refused(changes: dict[str, Any]) -> None:
    manifest = Manifest("m", "0", {}, {}, {}, early_stop=END.to_json() | changes)
    with pytest.raises(InputError, match="early_stop is damaged"):
        early_stop(manifest)


def test_names_from_a_file_are_shown_without_control_characters() -> None:
    manifest = Manifest("m", "0", {}, {}, {}, early_stop=END.to_json() | {"base": "\x1b[2Jbase"})
    found = early_stop(manifest)
    assert "\x1b" not in str(found)


def test_plain_runs_have_plain_intervals() -> None:
    units = np.array([0.0, 1.0, 0.5, 1.0, 0.25])
    assert mean_of(units, None) == mean(units)
    assert difference_of(units, units[::-1], None, 0.95) == difference(units, units[::-1], 0.95)
    many = np.tile(units, 10)
    wide, plain = mean_of(many, 50), mean(many)
    assert wide == interval(many, 1 - CONFIDENCE, 50, (0.0, 1.0))
    assert wide.value == plain.value
    assert wide.high - wide.low > plain.high - plain.low


def test_families_are_averaged_as_everywhere(sample, write_run) -> None:
    rows = [
        sample(problem, right=right, family=family, sample_index=index)
        for problem, family, marks in (
            ("a", "f", (1, 0, 0)),
            ("b", "f", (1, 1, 1)),
            ("c", "g", (0, 1, 0)),
        )
        for index, right in enumerate(map(bool, marks))
    ]
    frame = read_run(write_run("a", rows)).frame
    columns = ["family", "problem_id", "variant_id", "score"]
    found = dict(by_family(frame[columns].itertuples(index=False, name=None)))
    assert found == pytest.approx(unit_scores(frame).to_dict())
    assert found["f"] == pytest.approx(2 / 3)


def test_every_report_says_so(runs) -> None:
    base, new = runs()
    (note,) = early_stop_notes(new)
    assert note.startswith("new stopped early, after 30 of 200 problems: a drop of more than 2")
    assert early_stop_notes(base) == []
    result = compare([base, new], strict=True)
    assert note in result.warnings
    assert not any("until_decided" in warning for warning in result.warnings)
    assert any("stopped early" in warning for warning in gate(base, new).warnings)


def test_a_run_that_was_asked_all_was_still_looked_at(runs) -> None:
    base, new = runs(asked=200)
    (note,) = early_stop_notes(new)
    assert note.startswith("new was looked at until its end, after 200 of 200 problems")
    (paired,) = compare([base, new], strict=True).differences
    assert paired.difference is not None
    changes = unit_scores(new.frame) - unit_scores(base.frame)
    assert paired.difference.low == interval(changes.to_numpy(), 1 - CONFIDENCE, 200).low


def test_comparisons_use_intervals_that_hold_at_any_stop(runs) -> None:
    base, new = runs()
    result = compare([base, new], strict=True)
    changes = unit_scores(new.frame) - unit_scores(base.part("made_up", "original")).reindex(
        unit_scores(new.frame).index
    )
    expected = interval(changes.to_numpy(), 1 - CONFIDENCE, 200)
    (paired,) = result.differences
    assert paired.difference is not None
    assert (paired.both, paired.only_base) == (30, 170)
    assert (paired.difference.low, paired.difference.high) == (expected.low, expected.high)
    plain = difference(np.ones(30), unit_scores(new.frame).to_numpy())
    assert paired.difference.high - paired.difference.low > plain.high - plain.low
    assert paired.difference.p > plain.p
    accuracies = {one.run: one.estimate for one in result.accuracies}
    assert accuracies["base"] == mean(np.ones(200))
    units = unit_scores(new.frame).to_numpy()
    assert accuracies["new"] == interval(units, 1 - CONFIDENCE, 200, (0.0, 1.0))


def test_the_gate_decides_by_what_was_asked(runs) -> None:
    base, new = runs(asked=30, wrong=12)
    result = gate(base, new)
    assert result.decision is Decision.FAIL
    check = result.checks[0]
    assert check.difference is not None
    assert check.difference.n == 30
    # One-sided bounds at 95 % each, so the two-sided interval at 90 %.
    changes = unit_scores(new.frame).to_numpy() - 1
    bounds = interval(changes, 0.1, 200)
    assert [check.difference.low, check.difference.high] == pytest.approx([bounds.low, bounds.high])
    assert check.p_holm is not None
    assert check.p_holm < 0.05


def test_a_plain_test_would_fail_what_the_gate_does_not(runs) -> None:
    base, new = runs(asked=30, wrong=5)
    assert gate(base, new).decision is Decision.INCONCLUSIVE
    plain = difference(np.ones(30), unit_scores(new.frame).to_numpy(), 0.9)
    assert plain.high < -0.02


def test_what_was_not_asked_is_missing_only_where_the_run_stopped_early(runs) -> None:
    base, new = runs()
    plain = Run(
        new.name,
        new.folder,
        Manifest(**{**_values(new.manifest), "early_stop": {}}),
        new.frame,
    )
    with pytest.raises(InputError, match="lacks 170 of the 200 texts"):
        gate(base, plain)


def _values(manifest: Manifest) -> dict[str, Any]:
    return {name: getattr(manifest, name) for name in Manifest.__dataclass_fields__}


def test_a_run_whose_files_have_no_hashes_is_refused(runs) -> None:
    base, new = runs(files={})
    with pytest.raises(InputError, match="lacks the hashes of its files"):
        gate(base, new)


def test_a_whole_run_against_a_base_that_stopped_early(runs) -> None:
    whole, early = runs(wrong=20)
    result = gate(early, whole)
    assert result.decision is Decision.PASS
    assert any("only base was asked 170 of made_up" in warning for warning in result.warnings)
    assert len(families(early)) == 30


def test_what_has_no_such_test_is_left_out_or_refused(runs, write_run: Any, tmp_path: Path) -> None:
    base, new = runs()
    checks = [{"tasks": "all"}, {"metric": "tokens", "tier": "advisory"}]
    with pytest.raises(InputError, match=r"checks\[1\]: metric: tokens has no test that holds"):
        gate(base, new, policy=load_policy({"checks": checks}))
    checks = [{"tasks": "all", "pool": "macro"}]
    with pytest.raises(InputError, match=r"checks\[0\]: pool: macro has no test that holds"):
        gate(base, new, policy=load_policy({"checks": checks}))
    checks = [{"tasks": "all"}, {"metric": "no_answer", "margin": 5}]
    assert gate(base, new, policy=load_policy({"checks": checks})).decision is Decision.FAIL


def test_a_memory_contrast_says_so(sample, write_run) -> None:
    names = [f"p{n}" for n in range(40)]
    rows = [sample(n, kind=kind) for n in names for kind in ("original", "numbers")]
    order = [family for _, family in random_order([("made_up", n) for n in names], SEED)]
    early = [one for one in rows if one.problem_id in order[:20]]
    manifest = {"early_stop": END.to_json() | {"families": 20}, "files": {"a": "b"}}
    folders = [write_run("base", rows), write_run("new", early, **manifest)]
    result = memory(read_run(folders[0]), [read_run(folders[1])])
    assert any("new stopped early" in warning for warning in result.warnings)


def test_other_benchmarks_of_the_base_are_not_missing(runs, sample, write_run) -> None:
    base, new = runs()
    more = [sample(f"q{n}", benchmark="other") for n in range(200)]
    both = [*(sample(f"p{n}") for n in range(200)), *more]
    benchmarks = {**base.manifest.benchmarks, "other": "f1"}
    whole = read_run(write_run("both", both, benchmarks=benchmarks))
    require_first_families(whole, new)
    asked = set(new.frame["family"])
    swapped = {min(asked): min({f"p{n}" for n in range(200)} - asked)}
    chosen = Run(new.name, new.folder, new.manifest, new.frame.replace(swapped))
    with pytest.raises(InputError, match="are not the first of the random order"):
        require_first_families(whole, chosen)


def test_a_paper_table_has_no_average_of_such_a_run(sample, write_run) -> None:
    samples = [sample(f"p{n}", benchmark="gsm8k") for n in range(20)]
    whole = read_run(write_run("whole", samples))
    early = read_run(write_run("early", samples, early_stop=END.to_json()))
    found = paper_table([whole, early], "track1", ["whole:early"])
    assert [row.average is None for row in found.rows] == [False, True]
    (pair,) = found.pairs
    assert pair.differences["gsm8k"].difference is not None
    assert pair.average is None
    (said,) = early_stop_notes(early)
    assert said in found.warnings
