"""Copies of one problem have one fingerprint; an edited problem has another."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clipo_bench.perturbations.programs.competition.wording import fingerprint, skeleton

TEXT = (
    r"Let $x > 12$ satisfy \[\frac{1}{2}\left(x^{2} + 3\right) = \log_{4}(x^{10})\] and"
    "\nsuppose that $|x - 7| \\le 25$. Find the sum of the two even digits of $x_{10}$."
)
COPIES = (
    TEXT.replace("\n", "  "),
    TEXT.replace(r"\left", "").replace(r"\right", ""),
    TEXT.replace(r"\frac", r"\dfrac").replace("$", ""),
    TEXT.replace(r"\frac{1}{2}", r"\frac12").replace("^{2}", "^2").replace("_{4}", "_4"),
    TEXT.replace(r"\[", r"\begin{align*}").replace(r"\]", r"\end{align*}"),
    TEXT.replace("$", r"\(", 1).replace("$", r"\)", 1),
    TEXT.replace("even", r"\textit{even}").replace(r"\le ", r"\leq "),
    TEXT.replace("x > 12", r"x\,>\,12"),
    TEXT + "\nLet's think step by step and output the final answer within \\boxed{}.",
    TEXT + "\n[asy] draw((0,0)--(1,1)); [/asy]",
)
EDITS = (
    TEXT.replace("12", "13"),
    TEXT.replace("1}{2", "2}{1"),
    TEXT.replace("1}{2", "12}{"),
    TEXT.replace("^{10}", "^10"),
    TEXT.replace("sum", "product"),
    TEXT.replace("two", "three"),
    TEXT.replace(r"\le ", "< "),
    TEXT.replace("> 12", "< 12"),
    TEXT.replace("+ 3", "- 3"),
    TEXT.replace("Find", "Do not find"),
    TEXT + " Assume that $x$ is odd.",
    "Let $y = 1$. " + TEXT,
    TEXT.replace("two", "2"),
)


@pytest.mark.parametrize("copy", COPIES)
def test_layout_makes_no_difference(copy: str) -> None:
    assert copy != TEXT
    assert fingerprint(copy) == fingerprint(TEXT)
    assert skeleton(copy) == skeleton(TEXT)


@pytest.mark.parametrize("edit", EDITS)
def test_an_edit_is_another_text(edit: str) -> None:
    assert edit != TEXT
    assert fingerprint(edit) != fingerprint(TEXT)


def test_the_skeleton_is_the_same_for_all_values() -> None:
    assert skeleton("a $9$-kilometer walk of two hours") == skeleton(
        "an $8$-kilometer walk of three hours"
    )
    assert skeleton("An $8-15-17$ triangle") == skeleton("A $3-4-5$ triangle")
    assert skeleton("two hours") != skeleton("2 hours")
    assert skeleton("2 hours") != skeleton("2 days")


@given(st.integers(0, len(TEXT) - 1), st.sampled_from("0123456789abcxyz+-<>="))
def test_any_other_letter_digit_or_sign_is_another_text(place: int, sign: str) -> None:
    changed = TEXT[:place] + sign + TEXT[place + 1 :]
    if changed != TEXT and TEXT[place].isalnum() and TEXT[place - 1] not in "\\":
        assert fingerprint(changed) != fingerprint(TEXT)
