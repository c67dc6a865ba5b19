"""Every entry: it computes, in two ways where it says so, and makes variants of the real text."""

import json
import random
from collections.abc import Iterator, Mapping
from contextlib import suppress
from fractions import Fraction
from pathlib import Path

import pytest

from clipo_bench.perturbations.programs.competition.catalogue import (
    COMPETITIONS,
    competition_program,
    entries_of,
    find_entry,
    texts_of,
)
from clipo_bench.perturbations.programs.competition.entry import CompetitionEntry
from clipo_bench.perturbations.programs.competition.exact import NoAnswer
from clipo_bench.perturbations.programs.competition.gold import read_gold
from clipo_bench.perturbations.programs.competition.numbers_in_text import DRAWING
from clipo_bench.perturbations.programs.competition.wording import fingerprint
from clipo_bench.perturbations.programs.find import find_program
from clipo_bench.perturbations.programs.forms.form_program import FormProgram
from clipo_bench.tasks.benchmarks import find
from clipo_bench.tasks.problem import Problem
from clipo_bench.tasks.sources import load

BENCHMARKS = ("aime24", "aime25", "amc23")
EVERY = [one for competition in COMPETITIONS for one in entries_of(competition)]
ENTRIES = [one for one in EVERY if isinstance(one, CompetitionEntry)]
DRAWN = [one for one in ENTRIES if not one.never_drawn]
SAMPLE, ALL = 4, 200
EDITS = 300
# A lower bound of the answer: without a larger one there are but three answers. Numbers under
# logarithms, which are powers of each other. An exponent of 2022 needs roots of 1, of which only
# two sums are integers.
OF_ANY_SIZE = {
    ("AIME 2024 II 14", "least"),
    *(("AMC 2022, no. 6 of the data set", name) for name in "abcd"),
    ("AMC 2022, no. 24 of the data set", "n"),
}


def fitting(entry: CompetitionEntry, count: int, seed: int) -> Iterator[dict]:
    """Parameters that make a well-posed problem, at random."""
    rng = random.Random(seed)
    found = 0
    for _ in range(100 * count):
        values = entry.propose(rng)
        if entry.broken(values) is None:
            try:
                if entry.answer(values) not in entry.answers:
                    continue
            except ValueError:
                continue
            found += 1
            yield values
            if found == count:
                return


def test_names_and_texts_stand_once() -> None:
    names = [one.name for one in EVERY]
    texts = [text for one in EVERY for text in texts_of(one)]
    assert len(set(names)) == len(names)
    assert len(set(texts)) == len(texts)
    assert all(len(text) == 16 and set(text) <= set("0123456789abcdef") for text in texts)


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.name)
def test_an_entry_is_complete(entry: CompetitionEntry) -> None:
    named = {name for name, _ in entry.places() if name}
    assert named == {*entry.domains, *entry.derived}
    for text in texts_of(entry):
        named = {name for name, _ in entry.places(text) if name}
        assert {*entry.domains} <= named <= {*entry.domains, *entry.derived}
        assert {dict(entry.places(text))[name] - dict(entry.places())[name] for name in named} == {
            0
        }
    assert len(entry.ways) == (1 if entry.check is None else 2)
    original = entry.original()
    assert entry.broken(original) is None
    complete = entry.complete(original)
    assert all(complete[name] == value for name, value in entry.places() if name)


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.name)
def test_numbers_stay_of_their_size(entry: CompetitionEntry) -> None:
    def sizes(values: Mapping[str, int | Fraction]) -> list[int | Fraction]:
        """From small to large, as two sides of a figure may change places."""
        return sorted(
            value for name, value in values.items() if (entry.name, name) not in OF_ANY_SIZE
        )

    original = sizes(entry.original())
    for values in fitting(entry, 50, seed=0):
        for value, old in zip(sizes(values), original, strict=True):
            assert value <= max(3 * old, 30), values
            assert 10 * value >= old, values


def test_conjugate_numbers_have_nothing_to_cancel() -> None:
    """As in (-6 + i sqrt(12)) / 2, which a text would write as -3 + i sqrt(3)."""
    entry = next(one for one in ENTRIES if one.name == "AMC 2022, no. 24 of the data set")
    for values in fitting(entry, 50, seed=5):
        a, b, c = values["a"], values["b"], values["c"]
        assert not any(a % k == 0 and c % k == 0 and b % k**2 == 0 for k in range(2, 10)), values


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.name)
def test_both_ways_agree(entry: CompetitionEntry) -> None:
    for values in fitting(entry, SAMPLE, seed=1):
        assert entry.agrees(values), values


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.name)
def test_any_values_are_computed_or_refused(entry: CompetitionEntry) -> None:
    """Texts of strangers are read: no other error, and nothing that takes forever."""
    original = entry.original()
    for wild in (0, 1, 10**6, 10**12, 10**40, Fraction(1, 4), Fraction(4047, 2)):
        changed = [{**original, name: wild} for name in original]
        for values in [*changed, dict.fromkeys(original, wild)]:
            entry.broken(values)
            with suppress(NoAnswer):
                entry.complete(values)
            with suppress(NoAnswer):
                assert isinstance(entry.answer(values), int)


@pytest.mark.full
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("entry", DRAWN, ids=lambda entry: entry.name)
def test_both_ways_agree_on_many(entry: CompetitionEntry) -> None:
    drawn = {}  # some entries have few values
    for values in fitting(entry, ALL, seed=2):
        assert entry.agrees(values), values
        if values != entry.original():
            drawn[tuple(values.values())] = entry.answer(values)
    golds = list(drawn.values())
    assert golds
    assert golds.count(entry.answer(entry.original())) <= 0.1 * len(golds) + 1


@pytest.fixture(scope="module")
def problems(real_data: Path) -> list[Problem]:
    folder = real_data / "clipo" / "test"
    return [one for name in BENCHMARKS for one in load(find(name), folder).problems]


@pytest.mark.real_data
def test_programs_give_the_published_golds(problems: list[Problem]) -> None:
    for problem in problems:
        program = competition_program(problem.question)
        if program is not None:
            assert program.gold == read_gold(problem.gold), program.entry.name
            assert program.violations({}) == [], program.entry.name


@pytest.mark.real_data
def test_every_entry_is_of_a_real_problem(problems: list[Problem]) -> None:
    found = {find_entry(problem.question) for problem in problems}
    assert {one.name for one in found if one} == {one.name for one in EVERY}
    for problem in problems:
        if isinstance(find_entry(problem.question), CompetitionEntry):
            assert competition_program(problem.question) is not None, problem.question[:60]


@pytest.mark.real_data
def test_a_drawn_text_is_read_back(problems: list[Problem]) -> None:
    for problem in problems:
        program = competition_program(problem.question)
        if program is not None and not program.entry.never_drawn:
            values = program.draw(random.Random(3))
            assert values is not None, program.entry.name
            assert program.read(program.render(values)) == values, program.entry.name


def edited(text: str, rng: random.Random) -> str:
    """One edit: a number changed, a word changed or dropped, or a sentence added."""
    words = text.split(" ")
    place = rng.randrange(len(words))
    match rng.randrange(4):
        case 0:
            digits = [at for at, sign in enumerate(text) if sign.isdigit()]
            at = rng.choice(digits) if digits else 0
            return text[:at] + str((int(text[at]) + 1) % 10 if digits else "7") + text[at + 1 :]
        case 1:
            words[place] = "otherwise"
        case 2:
            del words[rng.choice([at for at, word in enumerate(words) if word.isalpha()])]
        case _:
            words.insert(place, "Suppose that all of them are even.")
    return " ".join(words)


@pytest.mark.real_data
def test_edited_texts_have_no_program(problems: list[Problem]) -> None:
    rng = random.Random(4)
    known = [one for one in problems if isinstance(find_entry(one.question), CompetitionEntry)]
    for _ in range(EDITS):
        original = rng.choice(known).question
        text = edited(original, rng)
        if DRAWING.search(original) and fingerprint(text) == fingerprint(original):
            continue  # the edit fell into a drawing, which is no text
        assert text != original
        found = find_program(text)
        if isinstance(found, FormProgram):  # it may have other numbers, or do without "are"
            assert "otherwise" not in text, text
            assert "Suppose that all of them are even." not in text, text
        else:
            assert found is None, json.dumps([original, text])


def test_every_problem_stands_in_the_docs() -> None:
    docs = Path(__file__).parents[4] / "docs" / "competition_problems.md"
    rows = [
        line for line in docs.read_text(encoding="utf-8").splitlines() if line.startswith("| A")
    ]
    assert [row.split(" | ")[0].removeprefix("| ") for row in rows] == [one.name for one in EVERY]
