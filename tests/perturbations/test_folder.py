import json
from pathlib import Path

import pytest

from perturbations.engine import Recipe, perturb
from perturbations.folder import identity, read_existing, write_variants
from tasks.errors import InputError
from tasks.problem import Problem, problem_id
from tasks.variant_set import CERTIFICATES, FILES, MANIFEST, VARIANTS, read_variants

RECIPE = Recipe(("symbols", "choices"), k=2, seed=0)
WANTED = identity("own", "f00d", RECIPE, None)


def own(question: str, gold: str = "7", choices: tuple[str, ...] = ()) -> Problem:
    identity_ = problem_id(question, choices)
    return Problem("own", identity_, question, gold, choices=choices, family=identity_)


PROBLEMS = [
    own("If $x = 2$ and $y = x + 1$, what is $xy$?", "6"),
    own("Which fruit?", "B", ("fig", "plum", "pear")),
    own("How many nuts are 3 nuts?", "3"),
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "sets" / "own"
    write_variants(made, list(perturb(PROBLEMS, RECIPE)), WANTED, ["a warning"])
    return made


def test_what_was_written_is_read_back(folder: Path) -> None:
    read = read_variants(folder)
    outcomes = list(perturb(PROBLEMS, RECIPE))
    written = [variant for outcome in outcomes for variant in outcome.variants]
    assert read.originals == tuple(PROBLEMS[:2])
    assert read.variants == tuple(variant.problem for variant in written)
    assert read.manifest["warnings"] == ["a warning"]
    assert read.manifest["coverage"]["symbols"] == {
        "problems": 3,
        "rewritten": 1,
        "variants": 2,
        "fewer_than_k": 0,
        "refusals": {"nothing to rewrite": 2},
    }
    lines = [json.loads(line) for line in (folder / CERTIFICATES).read_text().splitlines()]
    assert [line["variant_id"] for line in lines] == [one.variant_id for one in read.variants]
    assert [line["evidence"] for line in lines] == [one.certificate.evidence for one in written]
    assert all("edits make the text" in line["checks"] and line["edits"] for line in lines)


def test_same_set_same_bytes(folder: Path, tmp_path: Path) -> None:
    again = tmp_path / "again"
    write_variants(again, list(perturb(PROBLEMS, RECIPE, workers=2)), WANTED, ["a warning"])
    for name in (*FILES, MANIFEST):
        assert (again / name).read_bytes() == (folder / name).read_bytes()


def test_another_seed_is_another_set(folder: Path, tmp_path: Path) -> None:
    recipe = Recipe(RECIPE.kinds, RECIPE.k, seed=1)
    wanted = identity("own", "f00d", recipe, None)
    other = write_variants(tmp_path / "other", list(perturb(PROBLEMS, recipe)), wanted)
    assert other["fingerprint"] != read_variants(folder).fingerprint
    with pytest.raises(InputError, match=r"another variant set.*seed"):
        read_existing(folder, wanted)


def test_existing_folders(folder: Path, tmp_path: Path) -> None:
    assert read_existing(folder, WANTED) == read_variants(folder).manifest
    assert read_existing(tmp_path / "new", WANTED) is None
    (tmp_path / "empty").mkdir()
    assert read_existing(tmp_path / "empty", WANTED) is None
    with pytest.raises(InputError, match="no variant set"):
        read_existing(folder.parent, WANTED)


def test_what_an_interrupted_run_left_is_cleared(folder: Path, tmp_path: Path) -> None:
    left = tmp_path / ".next.partial"
    left.mkdir()
    (left / "stray").write_text("half")
    write_variants(tmp_path / "next", list(perturb(PROBLEMS, RECIPE)), WANTED)
    assert not left.exists()
    assert {path.name for path in (tmp_path / "next").iterdir()} == {*FILES, MANIFEST}


def test_nothing_is_written_if_nothing_was_rewritten(tmp_path: Path) -> None:
    outcomes = list(perturb(PROBLEMS[2:], RECIPE))
    with pytest.raises(InputError, match="nothing to rewrite"):
        write_variants(tmp_path / "none", outcomes, WANTED)
    assert list(tmp_path.iterdir()) == []


def test_damaged_folders_are_named(folder: Path) -> None:
    variants = folder / VARIANTS
    whole = variants.read_bytes()
    variants.write_bytes(whole[:-10])
    with pytest.raises(InputError, match=r"variants\.parquet has sha256"):
        read_variants(folder)
    variants.unlink()
    with pytest.raises(InputError, match=r"variants\.parquet is missing"):
        read_variants(folder)
    (folder / MANIFEST).write_text("{}")
    with pytest.raises(InputError, match="not the manifest of a variant set"):
        read_variants(folder)
    (folder / MANIFEST).unlink()
    with pytest.raises(InputError, match="no file"):
        read_variants(folder)
