"""Shards of a variant set, merged, are the set."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from clipo_bench.bench_suite.cli import app
from clipo_bench.perturbations.engine import Recipe
from clipo_bench.perturbations.variant_set import shard as module
from clipo_bench.perturbations.variant_set.make import make_variants
from clipo_bench.perturbations.variant_set.shard import merge_variants
from clipo_bench.tasks.errors import InputError
from clipo_bench.tasks.problem import Problem, problem_id
from clipo_bench.tasks.sources.loaded import Loaded

RECIPE = Recipe(("symbols", "choices"), k=2)


def own(question: str, gold: str, family: str = "") -> Problem:
    name = problem_id(question, ())
    return Problem("own", name, question, gold, family=family or name)


# Two of a family ask nearly the same, so that one's variants may repeat the other's.
LOADED = Loaded(
    (
        *(
            own(
                f"If $x = {n}$ and $y = x + {n}$, what is $xy$?", str(2 * n * n), f"family {n // 2}"
            )
            for n in range(11)
        ),
        own("How many nuts are 3 nuts?", "3"),
    ),
    "f00d",
    "a test",
    known=False,
)


def contents(folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = {
        path.name: path.read_bytes() for path in folder.iterdir() if path.name != "lock"
    }
    manifest = json.loads(found["manifest.json"])
    assert manifest.pop("command") is not None
    return {**found, "manifest.json": manifest}


@pytest.fixture
def shards(tmp_path: Path) -> list[Path]:
    folders = [tmp_path / f"shard{number}" for number in (1, 2, 3)]
    for number, folder in enumerate(folders, 1):
        make_variants(LOADED, folder, RECIPE, shard=f"{number}/3")
    return folders


def test_the_merged_set_is_the_whole_one(shards: list[Path], tmp_path: Path) -> None:
    whole = make_variants(LOADED, tmp_path / "whole", RECIPE)
    merged = merge_variants(shards[::-1], tmp_path / "merged")
    assert merged == whole
    assert contents(tmp_path / "merged") == contents(tmp_path / "whole")
    assert merge_variants(shards, tmp_path / "merged") == whole


def test_a_shard_that_was_killed_resumes(
    shards: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "killed"
    real, made = module.rewrite, []

    def killed(problems: Any, recipe: Recipe, workers: int) -> Any:
        for number, outcomes in enumerate(real(problems, recipe, workers)):
            if number == 2 and not made:
                made.append(number)
                raise KeyboardInterrupt
            yield outcomes

    monkeypatch.setattr(module, "rewrite", killed)
    with pytest.raises(KeyboardInterrupt):
        make_variants(LOADED, out, RECIPE, shard="1/3")
    with pytest.raises(InputError, match="killed has not finished"):
        merge_variants([out, *shards[1:]], tmp_path / "merged")
    with pytest.raises(InputError, match=r"another shard of a variant set \(shard was '1/3'"):
        make_variants(LOADED, out, RECIPE, shard="2/3")
    progress: list[int] = []
    make_variants(
        LOADED, out, RECIPE, shard="1/3", on_progress=lambda done, total: progress.append(done)
    )
    assert progress == [2, 3, 4]
    assert contents(out) == contents(shards[0])


def test_what_cannot_be_merged_is_named(shards: list[Path], tmp_path: Path) -> None:
    out = tmp_path / "merged"
    with pytest.raises(InputError, match=r"1 of 3 shards are missing: 3/3 .*-bench perturb`"):
        merge_variants(shards[:2], out)
    with pytest.raises(InputError, match="a shard is given twice"):
        merge_variants([shards[0], *shards], out)
    other = tmp_path / "other"
    make_variants(LOADED, other, replace(RECIPE, seed=1), shard="3/3")
    with pytest.raises(InputError, match=r"shards of different sets \(seed was 0, is 1\)"):
        merge_variants([*shards[:2], other], out)
    journal = shards[2] / "journal.jsonl"
    journal.write_bytes(journal.read_bytes().replace(b"symbols", b"symbolz", 1))
    with pytest.raises(InputError, match=r"journal\.jsonl is not what it was"):
        merge_variants(shards, out)
    with pytest.raises(InputError, match="there are 12 problems, so this part has none"):
        make_variants(LOADED, out, RECIPE, shard="13/13")
    assert not out.exists()


def test_the_commands_share_out_and_join(tmp_path: Path) -> None:
    own_file = tmp_path / "own.jsonl"
    rows = [{"question": one.question, "answer": one.gold} for one in LOADED.problems]
    own_file.write_text("".join(json.dumps(row) + "\n" for row in rows))

    def call(*arguments: object) -> None:
        result = CliRunner().invoke(app, [str(one) for one in arguments])
        assert result.exit_code == 0, result.output

    folders = [tmp_path / "a", tmp_path / "b"]
    for number, folder in enumerate(folders, 1):
        call("perturb", own_file, "--out", folder, "--shard", f"{number}/2")
    call("perturb", own_file, "--out", tmp_path / "whole")
    call("merge", *folders, "--out", tmp_path / "merged")
    assert contents(tmp_path / "merged") == contents(tmp_path / "whole")
