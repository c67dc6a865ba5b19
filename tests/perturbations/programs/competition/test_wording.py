"""Copies of one problem have one fingerprint; an edited problem has another."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clipo_bench.perturbations.programs.competition.wording import fingerprint, skeleton

TEXT = (
    r"Let $x > 12$ satisfy \[\frac{1}{2}\left(x^{2} + 3\right) = \log_{4}(x^{10})\] and"
    "\nsuppose that $|x - 7| \\le 25$. Find the sum of the two even digits of $x_{10}$."
)
LIST = (
    "Points $A_iB$ and arcs $\\widehat{AB}$ of $60^\\circ$ are such that\n"
    "\\begin{itemize}\n\\item The sum is $1 - 2\\pi \\geq x$.\n"
    "\\item The rest is $y * 2$.\n\\end{itemize}"
)
COPIES = (
    TEXT.replace("\n", "  "),
    TEXT.replace(r"\left", "").replace(r"\right", ""),
    TEXT.replace(r"\frac", r"\dfrac").replace("$", ""),
    TEXT.replace(r"\frac{1}{2}", r"\frac12").replace("^{2}", "^2").replace("_{4}", "_4"),
    TEXT.replace("satisfy ", r"satisfy \\[1.5ex] "),
    TEXT.replace(r"\[", r"\begin{align*}").replace(r"\]", r"\end{align*}"),
    TEXT.replace("$", r"\(", 1).replace("$", r"\)", 1),
    TEXT.replace("_{10}$.", "_{10}$?"),
    TEXT.replace("$x_{10}", r"\$x_{10}"),
    TEXT.replace("even", r"\textit{even}").replace(r"\le ", r"\leq "),
    TEXT.replace("x > 12", r"x\,>\,12"),
    TEXT.replace("Find", r"\hspace{1.5cm} Find"),
    TEXT + "\nLet's think step by step and output the final answer within \\boxed{}.",
    TEXT + " Let's think step by step and output the final answer within \\boxed{}.",
    TEXT + "\n\nRemember to put your answer inside $\\boxed{answer}$.",
    TEXT + "\n[asy] draw((0,0)--(1,1)); [/asy]",
    TEXT + "\n<asy> draw((0,0)--(1,1)); </asy>",
    TEXT + "\n\\begin{asy}\ndraw((0,0)--(1,1));\n\\end{asy}",
    TEXT + "\n\\begin{tikzpicture}[scale=.4]\\draw(0,0)--(8,8);\\end{tikzpicture}",
    TEXT.replace("\n", "<br/>"),
    TEXT.replace("= ", "&= "),
    TEXT.replace(r"\frac", "\frac"),
    TEXT.replace(r"\frac", "\\\frac"),
    re.sub(r"\\(?=[a-z])", r"\\\\", TEXT).replace("\n", r"\n "),
)
COPIES_OF_LIST = (
    re.sub(r"\\(?:begin|end)\{itemize\}", "", LIST).replace(r"\item", "*"),
    re.sub(r"\\(?:begin|end)\{itemize\}", "", LIST).replace("\n\\item", " •"),
    LIST.replace(r"\item", r"$\bullet$"),
    LIST.replace("_iB", "_{i}B"),
    LIST.replace(r"^\circ", "°").replace(r"\pi", "π").replace("-", "\u2212"),
    LIST.replace(r"\geq", "≥"),
    LIST.replace(r"\widehat", r"\wideparen"),
    LIST.replace(r"\widehat", r"\overarc"),
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
    TEXT + "\nAssume that $x$ is odd. Put your final answer within \\boxed{}.",
    TEXT + "\nPut your final answer modulo $7$ within \\boxed{}.",
    "Let $y = 1$. " + TEXT,
    TEXT.replace("two", "2"),
    TEXT.replace("Find", r"\hspace{Give twice the answer.} Find"),
    TEXT.replace("Find", r"\\[13] Find"),
)
EDITS_OF_LIST = (
    LIST.replace("60", "61"),
    LIST.replace(r"^\circ", ""),
    LIST.replace("_iB", "_{iB}"),
    LIST.replace(r"\geq", "≤"),
    LIST.replace("- 2", "+ 2"),
    LIST.replace(" *", ""),
    LIST.replace(r"\item The rest", r"\item Not the rest"),
    LIST + "\n* All are odd.",
)


@pytest.mark.parametrize("copy", COPIES)
def test_layout_makes_no_difference(copy: str) -> None:
    assert copy != TEXT
    assert fingerprint(copy) == fingerprint(TEXT)
    assert skeleton(copy) == skeleton(TEXT)


@pytest.mark.parametrize("copy", COPIES_OF_LIST)
def test_marks_of_a_list_and_characters_make_no_difference(copy: str) -> None:
    assert copy != LIST
    assert fingerprint(copy) == fingerprint(LIST)
    assert skeleton(copy) == skeleton(LIST)


@pytest.mark.parametrize("edit", EDITS_OF_LIST)
def test_an_edit_of_a_list_is_another_text(edit: str) -> None:
    assert edit != LIST
    assert fingerprint(edit) != fingerprint(LIST)


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
    assert skeleton("$A,B,C,D,E$, and $F$") != skeleton("$A,B,C,D,E,F$")
    assert skeleton("2 hours") != skeleton("2 days")


@given(st.integers(0, len(TEXT) - 1), st.sampled_from("0123456789abcxyz+-<>="))
def test_any_other_letter_digit_or_sign_is_another_text(place: int, sign: str) -> None:
    changed = TEXT[:place] + sign + TEXT[place + 1 :]
    if changed != TEXT and TEXT[place].isalnum() and TEXT[place - 1] not in "\\":
        assert fingerprint(changed) != fingerprint(TEXT)
