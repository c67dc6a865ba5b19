import errno
import json
import os
import shutil
from pathlib import Path
from typing import Any

import pytest

from clipo_bench.perturbations.engine import Recipe, perturb
from clipo_bench.perturbations.variant_set import writer
from clipo_bench.perturbations.variant_set.entry import find_entry, listed, spread
from clipo_bench.perturbations.variant_set.writer import (
    JOURNAL,
    identity,
    read_existing,
    write_variants,
)
from clipo_bench.tasks.errors import InputError
from clipo_bench.tasks.problem import Problem, problem_id
from clipo_bench.tasks.storage.lock import locked
from clipo_bench.tasks.storage.problem_table import ROW_GROUP
from clipo_bench.tasks.variant_set import (
    CERTIFICATES,
    FILES,
    MANIFEST,
    REFUSALS,
    VARIANTS,
    read_variants,
)

RECIPE = Recipe(("symbols", "choices"), k=2, seed=0)


def own(question: str, gold: str = "7", choices: tuple[str, ...] = ()) -> Problem:
    identity_ = problem_id(question, choices)
    return Problem("own", identity_, question, gold, choices=choices, family=identity_)


PROBLEMS = [
    own("If $x = 2$ and $y = x + 1$, what is $xy$?", "6"),
    own("Which fruit?", "B", ("fig", "plum", "pear")),
    own("How many nuts are 3 nuts?", "3"),
]
MANY = [own(f"If $x = {n}$ and $y = x + {n}$, what is $xy$?", str(2 * n * n)) for n in range(60)]


def write(
    folder: Path, problems: list[Problem] = PROBLEMS, recipe: Recipe = RECIPE, **more: Any
) -> dict[str, Any]:
    wanted = identity("own", "f00d", problems, recipe, None)
    return write_variants(folder, problems, recipe, wanted, warnings=["a warning"], **more)


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "sets" / "own"
    write(made)
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
        "causes": {"nothing to rewrite": {"no math": 2}},
        "examples": {"nothing to rewrite": {"no math": "no math"}},
    }
    refused = [json.loads(line) for line in (folder / REFUSALS).read_text().splitlines()]
    assert [(one["problem_id"], one["kind"], one["reason"]) for one in refused] == [
        (PROBLEMS[0].id, "choices", "nothing to rewrite"),
        (PROBLEMS[1].id, "symbols", "nothing to rewrite"),
        (PROBLEMS[2].id, "symbols", "nothing to rewrite"),
        (PROBLEMS[2].id, "choices", "nothing to rewrite"),
    ]
    assert refused[3]["question"] == PROBLEMS[2].body
    lines = [json.loads(line) for line in (folder / CERTIFICATES).read_text().splitlines()]
    assert [line["variant_id"] for line in lines] == [one.variant_id for one in read.variants]
    assert [line["evidence"] for line in lines] == [one.certificate.evidence for one in written]
    assert all("edits make the text" in line["checks"] and line["edits"] for line in lines)


def test_same_set_same_bytes(folder: Path, tmp_path: Path) -> None:
    again = tmp_path / "again"
    write(again, workers=2)
    assert contents(again) == contents(folder)
    assert set(contents(again)) == {*FILES, MANIFEST}


def test_another_seed_is_another_set(folder: Path, tmp_path: Path) -> None:
    recipe = Recipe(RECIPE.kinds, RECIPE.k, seed=1)
    other = write(tmp_path / "other", recipe=recipe)
    assert other["fingerprint"] != read_variants(folder).fingerprint
    with pytest.raises(InputError, match=r"another variant set \(seed was 0, is 1\)"):
        write(folder, recipe=recipe)


def test_existing_folders(folder: Path, tmp_path: Path) -> None:
    wanted = identity("own", "f00d", PROBLEMS, RECIPE, None)
    assert read_existing(folder, wanted) == read_variants(folder).manifest
    assert write(folder) == read_variants(folder).manifest
    assert read_existing(tmp_path / "new", wanted) is None
    (tmp_path / "empty").mkdir()
    assert read_existing(tmp_path / "empty", wanted) is None
    with pytest.raises(InputError, match="is not the folder of a variant set"):
        read_existing(folder.parent, wanted)


class StopError(Exception):
    """Ends the work from within."""


def stop_at(count: int) -> Any:
    def on_progress(done: int, total: int) -> None:
        if done == count:
            raise StopError

    return on_progress


@pytest.mark.parametrize("stop", [0, 1, 30, 60])
def test_stopped_work_goes_on_where_it_was(stop: int, tmp_path: Path) -> None:
    write(tmp_path / "whole", MANY)
    with pytest.raises(StopError):
        write(tmp_path / "cut", MANY, on_progress=stop_at(stop))
    seen: list[int] = []
    write(tmp_path / "cut", MANY, workers=2, on_progress=lambda done, total: seen.append(done))
    assert seen == list(range(stop, len(MANY) + 1))
    assert contents(tmp_path / "cut") == contents(tmp_path / "whole")
    assert {path.name for path in tmp_path.iterdir()} == {"whole", "cut"}


@pytest.mark.parametrize("damage", [b'{"id": "', b"\0\0\0\n", b"[1]\n", b'{"id": "other"}\n'])
def test_a_torn_journal_is_cut_back(damage: bytes, tmp_path: Path) -> None:
    write(tmp_path / "whole", MANY)
    with pytest.raises(StopError):
        write(tmp_path / "cut", MANY, on_progress=stop_at(20))
    journal = tmp_path / ".cut.partial" / JOURNAL
    lines = journal.read_bytes().splitlines(keepends=True)
    assert len(lines) == 20
    journal.write_bytes(b"".join([*lines[:12], damage, *lines[13:]]))
    seen: list[int] = []
    write(tmp_path / "cut", MANY, on_progress=lambda done, total: seen.append(done))
    assert seen[0] == 12
    assert contents(tmp_path / "cut") == contents(tmp_path / "whole")


def test_stopped_work_is_never_mixed_with_another_commands(tmp_path: Path) -> None:
    with pytest.raises(StopError):
        write(tmp_path / "set", MANY, on_progress=stop_at(5))
    other = Recipe(RECIPE.kinds, RECIPE.k, seed=1)
    with pytest.raises(InputError, match=r"another unfinished variant set \(seed was 0, is 1"):
        write(tmp_path / "set", MANY, other)
    with pytest.raises(InputError, match=r"unfinished variant set \(problems was"):
        write(tmp_path / "set", MANY[:-1])
    write(tmp_path / "set", MANY)


def test_work_that_stopped_before_its_first_problem_binds_nobody(tmp_path: Path) -> None:
    with pytest.raises(StopError):
        write(tmp_path / "set", MANY, on_progress=stop_at(0))
    write(tmp_path / "set")
    assert read_variants(tmp_path / "set").originals == tuple(PROBLEMS[:2])


def test_a_kill_at_the_very_end_loses_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path / "whole", MANY)

    def killed(*arguments: object) -> None:
        raise StopError

    def clear(path: Path, ignore_errors: bool = False) -> None:
        if path.name == ".cut.partial":
            raise StopError
        rmtree(path, ignore_errors)

    rmtree = shutil.rmtree
    with monkeypatch.context() as patch:
        patch.setattr(writer, "write_json", killed)
        with pytest.raises(StopError):
            write(tmp_path / "cut", MANY)
    with monkeypatch.context() as patch:
        patch.setattr(writer, "file_sha256", killed)
        with pytest.raises(StopError):
            write(tmp_path / "cut", MANY)
    assert not (tmp_path / "cut").exists()
    with monkeypatch.context() as patch:
        patch.setattr(shutil, "rmtree", clear)
        with pytest.raises(StopError):
            write(tmp_path / "cut", MANY)
    assert (tmp_path / ".cut.partial").exists()
    write(tmp_path / "cut", MANY)
    assert not (tmp_path / ".cut.partial").exists()
    assert contents(tmp_path / "cut") == contents(tmp_path / "whole")


def test_two_processes_never_share_a_folder(tmp_path: Path) -> None:
    partial = tmp_path / ".set.partial"
    partial.mkdir()
    with locked(partial), pytest.raises(InputError, match="in use by another process"):
        write(tmp_path / "set")
    write(tmp_path / "set")


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(InputError, match=r"cannot write .*file/\.set\.partial \(Not a directory"):
        write(tmp_path / "file" / "set")


def test_a_disk_that_is_full_at_the_end_loses_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*arguments: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patch:
        patch.setattr(writer.ProblemWriter, "write", full)
        with pytest.raises(InputError, match=r"No space left on device.*to resume"):
            write(tmp_path / "set", MANY)
    seen: list[int] = []
    write(tmp_path / "set", MANY, on_progress=lambda done, total: seen.append(done))
    assert seen == [len(MANY)]


def test_nothing_is_written_if_nothing_was_rewritten(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"symbols: 1 nothing to rewrite \(no math\)"):
        write(tmp_path / "none", PROBLEMS[2:])
    assert list(tmp_path.iterdir()) == []
    (tmp_path / "empty").mkdir()
    with pytest.raises(InputError, match="no problem of own could be rewritten"):
        write(tmp_path / "empty", PROBLEMS[2:])


def test_sets_of_many_row_groups(tmp_path: Path) -> None:
    problems = [own(f"If $x = {n}$ and $y = x$, what is $xy$?") for n in range(ROW_GROUP + 1)]
    write(tmp_path / "set", problems)
    read = read_variants(tmp_path / "set")
    assert read.originals == tuple(problems)
    assert [one.id for one in read.variants] == [one.id for one in problems for _ in range(2)]


def test_the_same_questions_with_other_solutions_are_another_set() -> None:
    solved = [Problem("own", "1", "What is $x$?", "1", solution=text) for text in ("a", "b")]
    one, other = (identity("own", "f00d", [problem], RECIPE, None) for problem in solved)
    assert one != other


def test_entries_are_found_by_problem_and_by_variant(folder: Path) -> None:
    read = read_variants(folder)
    entry = find_entry(folder, PROBLEMS[0].id)
    assert entry.original == PROBLEMS[0]
    assert [one.problem for one in entry.variants] == list(read.variants[:2])
    outcomes = [outcome for outcome in perturb(PROBLEMS, RECIPE) if outcome.variants]
    assert entry.variants == outcomes[0].variants
    assert [one["kind"] for one in entry.refusals] == ["choices"]
    (alone,) = find_entry(folder, read.variants[1].variant_id).variants
    assert alone.problem == read.variants[1]
    refused = find_entry(folder, PROBLEMS[2].id)
    assert refused.original is None
    assert [one["question"] for one in refused.refusals] == [PROBLEMS[2].body] * 2


def test_unknown_entries_name_near_ones(folder: Path) -> None:
    with pytest.raises(InputError, match=f"did you mean {PROBLEMS[1].id}"):
        find_entry(folder, PROBLEMS[1].id[:6])
    with pytest.raises(InputError, match=f"did you mean .*{PROBLEMS[2].id}"):
        find_entry(folder, PROBLEMS[2].id[1:])
    with pytest.raises(InputError, match="has no problem and no variant '~': leave out the id"):
        find_entry(folder, "~")


def test_shown_variants_are_spread_over_the_set(tmp_path: Path) -> None:
    write(tmp_path / "set", MANY)
    shown = list(spread(tmp_path / "set", 4))
    assert [original for original, _ in shown] == [MANY[0], MANY[15], MANY[30], MANY[45]]
    assert all(new.problem.id == original.id for original, new in shown)
    assert len(list(spread(tmp_path / "set", 500))) == 120
    assert list(spread(tmp_path / "set", 0)) == []


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


def test_all_problems_of_a_set_are_listed(folder: Path) -> None:
    lines = listed(folder)
    assert {line.id for line in lines} == {problem.id for problem in PROBLEMS}
    for line in lines:
        found = find_entry(folder, line.id)
        assert line.variants == len(found.variants) == sum(line.kinds.values())
        assert line.refused == {one["kind"]: one["reason"] for one in found.refusals}
        assert line.question.isprintable()


def test_a_folder_that_holds_but_a_lock_is_filled(tmp_path: Path) -> None:
    """As a command leaves it that ended at its start."""
    (tmp_path / "set").mkdir()
    (tmp_path / "set" / "lock").touch()
    write(tmp_path / "set")
    assert "lock" not in {path.name for path in (tmp_path / "set").iterdir()}
