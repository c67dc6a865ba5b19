import dataclasses
import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perturbations.symbols import SAME, Symbols
from perturbations.variant import Reason, Refusal, Variant
from perturbations.verify import verify
from tasks.problem import Problem


def problem(question: str, gold: str = "7", **more: object) -> Problem:
    made = Problem("own", "p1", question, gold, family="p1")
    return dataclasses.replace(made, **more)  # type: ignore[arg-type]


def propose(asked: Problem, seed: int = 0) -> Variant | Refusal:
    return Symbols(SAME).propose(asked, random.Random(seed))


def renamed(asked: Problem) -> set[str]:
    proposed = propose(asked)
    return set(proposed.certificate.evidence) if isinstance(proposed, Variant) else set()


@pytest.mark.parametrize(
    ("question", "symbols"),
    [
        (r"Solve $2x + y = 7$ for $x$.", "xy"),
        (r"Let $f(n) = n^2$. Find $f(3)$.", "fn"),
        (r"What is $e^{i\pi} + k$?", "k"),
        (r"In $\triangle ABC$, $AB = 3$. Find $BC$.", "ABC"),
        (r"Find $\int_0^1 t^2 \, dt$.", "t"),
        (r"If $a, b, c, d$ are integers with $ad = bc$, find $a$.", "abcd"),
        (r"A rope is $5 m$ long and $w$ meters are cut.", "w"),
        (r"Find $m\angle P$ if $n = 2$.", "Pn"),
        (r"The line $y = kx + 1$ meets the $x$-axis. Find $k$.", "k"),
        (r"Find $k$ if $\mathbf{v} = k\mathbf{w}$ and $\mathbf{I}$ is given.", "kvw"),
        (r"Let $x \in \mathbb{R}$ with $\gcd(x, n) = lcm$.", "xn"),
        (r"A number $A$ is odd. A bag holds $A$ nuts.", "A"),
        (r"Let $x^2 + px + q = 0$ have a root $r$.", "xpqr"),
        (r"The value of x is not $x$ but $y$.", "xy"),
        (r"Vitamin x is not $x$ but $y$.", "y"),
        (r"Point A is nearer than $B$; A bag holds $A$.", "AB"),
        (r"Triangle ABC has $AB = t$.", "t"),
        (r"The $n$th term is $u_n$; the nth is odd; $k$ is even.", "uk"),
        (r"Let $X \sim N(0, 1)$ and $c = 2$.", "Xc"),
        (r"Let $F(t) = E[W(t)]$.", "FWt"),
        (r"Find $\iint_R xy \, dA$ and the KL distance $D(p||q)$.", "Rxypq"),
        (r"A beam of $\pi$ has $3 ps/s$ and $p = 2$, $s = 3$.", ""),
        (r"Let $A^T = B$ and $\sin 2A = C^c$.", "ABC"),
        (r"There are $_5C_2 = k$ ways and $P(k)$ more.", "k"),
        (r'The side $s$ and $PQ$. [asy] label("$s$"); draw(P--Q); [/asy] Find $h$.', "sh"),
        (r"In base 16, find $A + n$.", "n"),
        (r"Let $abc$ be a number with $a$ alone.", ""),
        (r"It falls with $g$, by gravity.", ""),
        (r"The letters $A$ and $B$ are drawn.", ""),
        ("Eggs cost $2 for a dozen and ham costs $3.", ""),
        ("No math at all.", ""),
    ],
)
def test_only_what_is_surely_a_symbol_is_renamed(question: str, symbols: str) -> None:
    assert renamed(problem(question)) == set(symbols)


def test_gold_options_and_solution_follow() -> None:
    asked = problem(
        "Factor $ab + 2a$ over $b$.", "a(b+2)", solution="We see $a$ twice, so $a(b+2)$."
    )
    proposed = propose(asked)
    assert isinstance(proposed, Variant)
    names = proposed.certificate.evidence
    new = proposed.problem
    assert new.gold == f"{names['a']}({names['b']}+2)"
    assert new.solution == f"We see ${names['a']}$ twice, so ${names['a']}({names['b']}+2)$."
    assert new.original_gold == "a(b+2)"

    quiz = problem("If $n = 2$, what is $n$?", "B", choices=("$n$", "$2$", "a nut"))
    proposed = propose(quiz)
    assert isinstance(proposed, Variant)
    assert proposed.problem.gold == "B"
    assert proposed.problem.choices == (f"${proposed.certificate.evidence['n']}$", "$2$", "a nut")


def test_solution_that_cannot_be_followed_is_left_out() -> None:
    proposed = propose(problem("Find $n$.", solution="Clearly n is seven, so $n = 7$."))
    assert isinstance(proposed, Variant)
    assert proposed.problem.solution is None


def test_words_in_the_gold_stay() -> None:
    proposed = propose(problem("Is $n$ or $w$ more? Say which side.", r"\text{neither}"))
    assert isinstance(proposed, Variant)
    assert proposed.problem.gold == r"\text{neither}"


@pytest.mark.parametrize(
    ("question", "gold", "reason"),
    [
        ("How many?", "7", Reason.NOTHING_TO_REWRITE),
        ("What is $i^2$?", "-1", Reason.AMBIGUOUS),
        ("An open $x", "7", Reason.AMBIGUOUS),
        ("Is $a$ or $b$ more?", r"\text{b}", Reason.GOLD_UNCERTAIN),
        ("Is $a$ or $b$ more?", "{b", Reason.AMBIGUOUS),
        ("Sum $a+b+c+d+f+g+h+k+l+m+n+o+p$.", "7", Reason.NO_NEW_VALUES),
    ],
)
def test_refusals_have_reasons(question: str, gold: str, reason: Reason) -> None:
    proposed = propose(problem(question, gold))
    assert isinstance(proposed, Refusal)
    assert proposed.reason is reason


def test_new_names_keep_class_and_order_and_are_free() -> None:
    asked = problem(r"Let $ABCD$ be a square, $f(x) = mx$ and $p$ the $z$-score. Find $m$.")
    for seed in range(30):
        proposed = propose(asked, seed)
        assert isinstance(proposed, Variant)
        names = proposed.certificate.evidence
        corners = [names[old] for old in "ABCD"]
        assert corners == sorted(corners)
        assert all(name.isupper() for name in corners)
        assert names["f"] in "fghpqrsuv"
        assert not set(names.values()) & set("ABCDfxmpz")


def test_no_product_turns_into_a_word() -> None:
    for seed in range(200):
        proposed = propose(problem("Expand $uv + vw + uw$."), seed)
        assert isinstance(proposed, Variant)
        runs = proposed.problem.question.replace("$", " ").replace("+", " ").split()[1:4]
        assert not set(runs) & {"cm", "km", "mm", "as", "am", "at", "an", "st", "ms", "ps", "kg"}


SNIPPETS = [
    "$", "x", "y", "ab", "f(x)", " ", "\\frac{a}{b}", "\\text{", "}", "{", "the ", "a ", "A ",
    "\\[", "\\]", "= 3", "2", "dx", "\\int", "[asy]", "[/asy]", ".", "cm", "AB", "'", "_n",
    "\\mathbb{R}", "\\begin{align}", "\\end{align}", "e", "i", "\\", "x-axis", "é",
]  # fmt: skip
TEXTS = st.lists(st.sampled_from(SNIPPETS), max_size=25).map("".join) | st.text(max_size=50)


@given(TEXTS, TEXTS, st.lists(TEXTS, max_size=3), st.integers(0, 5))
def test_any_text_is_renamed_reversibly_or_refused(
    question: str, gold: str, choices: list[str], seed: int
) -> None:
    asked = problem(question, gold, choices=tuple(choices))
    proposed = propose(asked, seed)
    if isinstance(proposed, Variant):
        body = list(proposed.problem.body)
        for edit in proposed.edits:
            assert body[edit.start] == edit.after
            body[edit.start] = edit.before
        assert "".join(body) == asked.body
        made = {edit.before: edit.after for edit in proposed.edits}
        assert made == proposed.certificate.evidence


@given(st.lists(st.sampled_from("abcfhkmnpqrstuvwxyzABCKPQ"), min_size=1, max_size=6))
def test_plain_renamings_pass_verification(names: list[str]) -> None:
    asked = problem("Find $" + " + 2".join(names) + "$ now.", names[0] + " - 1")
    proposed = propose(asked)
    if isinstance(proposed, Variant):
        assert verify(asked, proposed).failed == ()


@pytest.mark.real_data
def test_math500_is_renamed_and_restored(real_data: Path) -> None:
    from perturbations.engine import Recipe, perturb
    from tasks.benchmarks import find
    from tasks.sources.load import load

    problems = load(find("math500"), real_data).problems
    outcomes = list(perturb(problems, Recipe(("symbols",), 1, 0)))
    rewritten = [outcome for outcome in outcomes if outcome.variants]
    reasons = [outcome.refusal.reason for outcome in outcomes if outcome.refusal]
    assert 270 <= len(rewritten) <= 288
    assert Reason.FAILED_VERIFICATION not in reasons
    assert sum(one.variants[0].problem.gold != one.original.gold for one in rewritten) >= 12
