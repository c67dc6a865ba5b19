import dataclasses
import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clipo_bench.perturbations.checks.symbol_map import CHECKS
from clipo_bench.perturbations.rewrites.symbols import Symbols
from clipo_bench.perturbations.symbols.levels import (
    GREEK,
    SAME,
    SUBSCRIPTED,
    WORDS,
    RenamingLevel,
    is_bare_argument,
)
from clipo_bench.perturbations.variant import Reason, Refusal, Variant
from clipo_bench.perturbations.verify import verify
from clipo_bench.tasks.problem import Problem


def problem(question: str, gold: str = "7", **more: object) -> Problem:
    made = Problem("own", "p1", question, gold, family="p1")
    return dataclasses.replace(made, **more)  # type: ignore[arg-type]


LEVELS = (SAME, GREEK, SUBSCRIPTED, WORDS)


def propose(asked: Problem, seed: int = 0, level: RenamingLevel = SAME) -> Variant | Refusal:
    return Symbols(level).propose(asked, random.Random(seed))


def renamed(asked: Problem) -> set[str]:
    proposed = propose(asked)
    return set(proposed.certificate.evidence) if isinstance(proposed, Variant) else set()


@pytest.mark.parametrize(
    ("question", "symbols"),
    [
        (r"Solve $2x + y = 7$ for $x$.", "xy"),
        (r"Let $f(n) = n^2$. Find $f(3)$.", "fn"),
        (r"What is $e^{i\pi} + k$?", "k"),
        (r"Let $y = dt^2 + et + f$. Find $d + e + f$.", "defty"),
        (r"Let $y = dt^2 + et + f$ and $z = e^t$. Find $d + e + f$.", "dftyz"),
        (r"If $d$, $e$ and $f$ are odd, find $ef$.", "def"),
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
        (r"Find $\iint_R xy \, dA$ and the KL distance $D(p||q)$.", "xypq"),
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


def spelled(
    question: str, level: RenamingLevel, names: dict[str, str], gold: str = "7"
) -> tuple[str, str]:
    """What a level writes, with readable names of the test's own in place of those drawn."""
    proposed = propose(problem(question, gold), level=level)
    assert isinstance(proposed, Variant)
    assert verify(problem(question, gold), proposed).failed == ()
    texts = [proposed.problem.question, proposed.problem.gold]
    for old, new in proposed.certificate.evidence.items():
        texts = [text.replace(new, names[old]) for text in texts]
    return texts[0], texts[1]


@pytest.mark.parametrize(
    ("question", "written"),
    [
        ("$2x + xb$", "$2N + NM$"),
        ("$x^2y_1$", "$N^2M_1$"),
        ("$x e$, $xe$", "$N  e$, $N e$"),
        (r"$\frac xy$, $\sqrt x$", r"$\frac NM$, $\sqrt N$"),
        ("The value of x is not $x$.", r"The value of \(N\) is not $N$."),
        (
            '[asy] label("A",A); label("$A$",B); [/asy] $A$',
            '[asy] label("\\(N\\)",A); label("$N$",B); [/asy] $N$',
        ),
    ],
)
def test_greek_names_keep_apart_from_what_follows(question: str, written: str) -> None:
    names = dict.fromkeys("byM", "M") | dict.fromkeys("xA", "N")
    assert spelled(question, GREEK, names)[0] == written


@pytest.mark.parametrize(
    ("question", "written"),
    [
        ("$x^2 + 2y$", "$x_{1}^2 + 2y_{1}$"),
        ("$x^n$ and $x^{n}$", "$x_{1}^{n_1}$ and $x_{1}^{n_{1}}$"),
        (r"$a_n + \sqrt x + n$", r"$a_{n_1} + \sqrt {x_1} + n_{1}$"),
        (r"$\theta + \frac1k$", r"$\theta_{1} + \frac1{k_1}$"),
        (
            "In triangle ABC, $AB = AC = BC$.",
            r"In triangle \(A_{1}B_{1}C_{1}\), "
            "$A_{1}B_{1} = A_{1}C_{1} = B_{1}C_{1}$.",
        ),
    ],
)
def test_subscripts_are_braced_where_they_must_be(question: str, written: str) -> None:
    proposed = propose(problem(question), level=SUBSCRIPTED)
    assert isinstance(proposed, Variant)
    assert verify(problem(question), proposed).failed == ()
    index = next(iter(proposed.certificate.evidence.values()))[-2]
    plain = proposed.problem.question.replace(f"_{{{index}}}", "_{1}")
    assert plain.replace(f"_{index}}}", "_1}") == written


@pytest.mark.parametrize(
    ("question", "written"),
    [
        ("$2x + xy$", r"$2N + N\,M$"),
        (r"$x\,y$ or $x y$", r"$N\,\,M$ or $N\, M$"),
        ("$x^y + x$", "$N^{ M} + N$"),
        (r"$xe + \theta x$", r"$N\,e + M\,N$".replace(r"M\,N", r"M\, N")),
    ],
)
def test_words_keep_apart_and_are_braced(question: str, written: str) -> None:
    names = {"x": "N", "y": "M", r"\theta": "M"}
    assert spelled(question, WORDS, names)[0] == written


def test_words_leave_what_would_read_badly() -> None:
    asked = problem(r"In $\triangle ABC$, $AB = x$ and $N < 5$. Let $S$ be a set, $k = AB$.", "2k")
    proposed = propose(asked, level=WORDS)
    assert isinstance(proposed, Variant)
    assert proposed.certificate.evidence.keys() == {"x", "S"}
    digits = problem("The two-digit number $ab$ has $a + b = 9$ as sum of digits.")
    assert isinstance(propose(digits, level=WORDS), Refusal)


@pytest.mark.parametrize("level", LEVELS, ids=lambda level: level.kind)
def test_articles_suit_the_new_names(level: RenamingLevel) -> None:
    for seed in range(20):
        proposed = propose(problem("Take an $x$ and a $k$ with $xk = 2$."), seed, level)
        assert isinstance(proposed, Variant)
        before = proposed.problem.question
        first, second = proposed.certificate.evidence["x"], proposed.certificate.evidence["k"]
        plain = [name.replace("\\mathit{", "").lstrip("\\") for name in (first, second)]
        vowels = "aefhilmnorsx" if level in (SAME, SUBSCRIPTED) else "aeio"
        assert before.startswith(f"Take an ${first}$")
        assert plain[0][0] in vowels
        assert plain[1][0] not in vowels


@pytest.mark.parametrize(
    ("question", "symbols"),
    [
        (r"Find $\sum_{i=1}^n a_i$.", {"i", "n", "a"}),
        (r"The complex number $z_i$ has $|z_i| = i$.", {"z"}),
        (r"Let $I = \int_0^1 t\,dt$ and $k = 2I$.", {"I", "t", "k"}),
        (r"Radii $r_i$ and $r_o$ differ by $k$.", {"r", "k"}),
        (r"Let $\theta$ be an angle with $\sin\theta = \pi$.", {r"\theta"}),
        (r"In polar coordinates, $\theta = k$.", {"k"}),
        (r"The parabola $y = dx^2 + kx$ has a focus.", {"d", "k"}),
        (r"Call $n$ \(b\text-\textit{old}\) if $b$ divides $n$.", {"n"}),
        (r"(a) Find $b$. (b) Find $k$.", {"b", "k"}),
        (r"In triangle $ABC$, $a = 5$, $b = k$ and $\angle C = 60^\circ$.", {"k"}),
        (r"In $\triangle ABC$, $BC$ is $a\sqrt b$ with integers $a$ and $b$.", set("ABCab")),
        ('[asy] label("$A$",A); label("$x$",A); label("$y$",A); [/asy] $A, x, y$.', {"A"}),
        ("[asy] pair A=(0,0); dot(A); [/asy] $A$ and $k$.", {"k"}),
        ('[asy] label("%f$k$"); [/asy] $k$ and $n$.', {"n"}),
    ],
)
def test_constants_labels_and_diagrams(question: str, symbols: set[str]) -> None:
    assert renamed(problem(question)) == symbols


@pytest.mark.parametrize(
    ("before", "bare"),
    [
        ("x^", True), ("x_ ", True), (r"\frac", True), (r"\frac1", True), (r"\frac{a{b}}", True),
        (r"\frac\pi", True), (r"\sqrt[3]", True), ("x^{", False), ("2", False), (r"\frac12", False),
        (r"\frac{1}{2}", False), (r"\sin", False), ("}", False), ("", False),
    ],
)  # fmt: skip
def test_bare_arguments_are_known(before: str, bare: bool) -> None:
    assert is_bare_argument(before) == bare


SNIPPETS = [
    "$", "x", "y", "ab", "f(x)", " ", "\\frac{a}{b}", "\\text{", "}", "{", "the ", "a ", "A ",
    "\\[", "\\]", "= 3", "2", "dx", "\\int", "[asy]", "[/asy]", ".", "cm", "AB", "'", "_n",
    "\\theta", "\\alpha ", "x_", "^", "a_n", "\\frac1", "of x ", "ABC ", '"$A$"', "\\(", "\\)",
    "\\mathbb{R}", "\\begin{align}", "\\end{align}", "e", "i", "\\", "x-axis", "é",
]  # fmt: skip
TEXTS = st.lists(st.sampled_from(SNIPPETS), max_size=25).map("".join) | st.text(max_size=50)


@given(TEXTS, TEXTS, st.lists(TEXTS, max_size=3), TEXTS | st.none(), st.integers(0, 5))
def test_any_text_is_renamed_reversibly_or_refused(
    question: str, gold: str, choices: list[str], solution: str | None, seed: int
) -> None:
    asked = problem(question, gold, choices=tuple(choices), solution=solution)
    for level in LEVELS:
        proposed = propose(asked, seed, level)
        if isinstance(proposed, Refusal):
            continue
        body, shift = proposed.problem.body, 0
        for edit in proposed.edits:
            start = edit.start + shift
            assert body.startswith(edit.after, start)
            shift += len(edit.after) - len(edit.before)
        for edit in reversed(proposed.edits):
            shift -= len(edit.after) - len(edit.before)
            start = edit.start + shift
            body = body[:start] + edit.before + body[start + len(edit.after) :]
        assert body == asked.body
        verify(asked, proposed)  # never raises either


@given(
    st.lists(st.sampled_from("abcfhkmnpqrstuvwxyzABCKPQ"), min_size=1, max_size=6),
    st.sampled_from(LEVELS),
    st.sampled_from([" + 2", "^", " ", "", "\\cdot ", "\\,", "_", "e"]),
)
def test_plain_renamings_are_undone_by_the_second_reading(
    names: list[str], level: RenamingLevel, between: str
) -> None:
    asked = problem("Find $" + between.join(names) + "$ now.", names[0] + " - 1")
    proposed = propose(asked, level=level)
    if isinstance(proposed, Variant):
        assert CHECKS["names undone give the original"](asked, proposed)
        assert CHECKS["each symbol as often"](asked, proposed)


@pytest.mark.real_data
def test_math500_is_renamed_and_restored(real_data: Path) -> None:
    from clipo_bench.perturbations.engine import Recipe, perturb
    from clipo_bench.tasks.benchmarks import find
    from clipo_bench.tasks.sources.load import load

    problems = load(find("math500"), real_data).problems
    outcomes = list(perturb(problems, Recipe(("symbols",), 1, 0)))
    rewritten = [outcome for outcome in outcomes if outcome.variants]
    reasons = [outcome.refusal.reason for outcome in outcomes if outcome.refusal]
    assert 270 <= len(rewritten) <= 288
    assert Reason.FAILED_VERIFICATION not in reasons
    assert sum(one.variants[0].problem.gold != one.original.gold for one in rewritten) >= 12
