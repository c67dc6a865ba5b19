import re
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clipo_bench.perturbations.rewrites.typos import LEVELS, Typos, _slips
from clipo_bench.perturbations.variant import Edit, Variant
from clipo_bench.perturbations.verify import verify
from clipo_bench.tasks.problem import Problem

LONG = (
    "Nora collects stamps from many countries. Every second Monday she visits the market and "
    "buys 13 stamps for 2.50 euros each. Her brother takes half of those that show animals. Let "
    "$n$ be the number of weeks, with $n > 3$. How many stamps does Nora keep after twenty-one "
    "visits?"
)


def problem(question: str) -> Problem:
    return Problem("own", "p1", question, "7", solution="7", family="p1")


@pytest.mark.parametrize("level", LEVELS)
def test_so_many_words_have_a_slip(kit: Any, level: int) -> None:
    original = problem(LONG)
    plain = len(re.findall(r"(?<![\w$])[a-z]{2,}(?![\w$])", LONG))
    for seed in range(20):
        variant = kit.made(f"typos_{level}", original, seed)
        assert 0.5 * level / 100 <= len(variant.edits) / plain <= level / 100 + 0.05
        kept = variant.problem.question
        for text in ("Nora", "Monday", "13", "2.50", "$n$", "$n > 3$", "half", "twenty-one"):
            assert text in kept
        assert (variant.problem.gold, variant.problem.solution) == ("7", "7")


def test_slips_keep_the_ends_of_a_word_and_make_no_other() -> None:
    assert "baksets" in {*_slips("baskets")} and "bsskets" in {*_slips("baskets")}
    for word in ("shirts", "baskets", "pencils", "money"):
        for slip in _slips(word):
            assert (slip[0], slip[-1]) == (word[0], word[-1])
    # "shorts", "latter", "steep", "clam", "mils", "blow" are words of their own
    for word, other in (
        *(("shirts", "shorts"), ("later", "latter"), ("step", "steep"), ("calm", "clam")),
        *(("miles", "mils"), ("below", "blow"), ("chose", "choose"), ("coat", "cost")),
    ):
        assert other not in {*_slips(word)}


def test_refuses_a_text_of_formulas(kit: Any) -> None:
    assert "no plain word" in kit.refused("typos_10", problem("$x + 1 = 3$"))


@given(st.text(max_size=200))
def test_any_text_is_rewritten_soundly_or_refused(text: str) -> None:
    import random

    proposed = Typos(50).propose(problem(text), random.Random(0))
    if isinstance(proposed, Variant):
        assert not verify(problem(text), proposed).failed


def slipped(kit: Any, before: str, after: str) -> set[str]:
    """What a variant fails in which one place of the long text was written otherwise."""
    original = problem(LONG)
    variant = kit.made("typos_10", original)
    start = LONG.index(before)
    edit = Edit(start, start + len(before), before, after)
    text = LONG[:start] + after + LONG[start + len(before) :]
    return kit.failed(original, replace(kit.changed(variant, question=text), edits=(edit,)))


def test_each_check_rejects(kit: Any) -> None:
    assert not slipped(kit, "stamps", "statmps") - {"one slip at each place"}
    assert not slipped(kit, "stamps", "sttamps")
    assert slipped(kit, "stamps", "pstams") == {"one slip at each place"}
    assert "numbers, names and signs untouched" in slipped(kit, "13", "31")
    assert "numbers, names and signs untouched" in slipped(kit, "Nora", "Noora")
    assert "words for amounts untouched" in slipped(kit, "half", "hallf")
    assert "formulas kept" in slipped(kit, "$n > 3$", "$n < 3$")
    original = problem(LONG)
    variant = kit.made("typos_50", original)
    lower = kit.claimed(kit.changed(variant, kind="typos_10"), level="10")
    assert kit.failed(original, lower) == {"no more slips than the level"}
    moved = replace(variant, edits=variant.edits[:-1])
    assert "slips undone give the original" in kit.failed(original, moved)


def test_no_mark_ends_a_sentence(kit: Any) -> None:
    marks = {
        edit.after
        for seed in range(30)
        for edit in kit.made("typos_50", problem(LONG), seed).edits
        if not edit.before
    }
    assert marks == {",", ";", ":"}
    start = LONG.index("stamps")
    for mark in ".?!":
        original = problem(LONG)
        text = f"{LONG[: start + 6]}{mark}{LONG[start + 6 :]}"
        edit = Edit(start + 6, start + 6, "", mark)
        variant = replace(kit.changed(kit.made("typos_10", original), question=text), edits=(edit,))
        assert "one slip at each place" in kit.failed(original, variant)
