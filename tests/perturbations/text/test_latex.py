import pytest
from hypothesis import given
from hypothesis import strategies as st

from clipo_bench.perturbations.text.latex import LatexError, Mode, TokenKind, tokenize, without_code

PIECES = ["$", "$$", "\\(", "\\)", "\\[", "\\]", "{", "}", "\\text", "\\mathrm", "\\begin{cases}",
          "\\end{cases}", "\\begin{asy}", "\\end{asy}", "[asy]", "[/asy]", "x", "ab", " ", "\\$",
          "\\", "12", "1.5", "_", "^", "\\frac", "\\begin{array}", "{cc}", "\n", "é"]  # fmt: skip


def letters(text: str, mode: Mode) -> list[str]:
    tokens = tokenize(text)
    return [
        token.text for token in tokens if token.kind is TokenKind.LETTERS and token.mode is mode
    ]


@pytest.mark.parametrize(
    ("text", "math"),
    [
        ("Let $x$ and $$y$$ be.", ["x", "y"]),
        (r"Let \(x\) and \[y\] be.", ["x", "y"]),
        (r"\begin{align*} a &= b \\ c \end{align*} d", ["a", "b", "c"]),
        (r"It costs \$5 for $n$ bags.", ["n"]),
        (r"$x$$y$", ["x", "y"]),
        (r"$\frac{a}{b} + \sqrt[n]{c}$", ["a", "b", "n", "c"]),
        (r"$y = \begin{cases} x & \text{if $t > 0$ and } u \end{cases}$", ["y", "x", "t", "u"]),
        (r"$\begin{array}{cc} a & b \end{array}$", ["a", "b"]),
        (r"$x \in \mathbb{R}, y \in \mathbb Rz$", ["x", "y", "z"]),
        (r"$5\,\mathrm{cm} + {\rm km} + k$", ["k"]),
        (r"$\operatorname{lcm}(a, b)$", ["a", "b"]),
        (r"$a \multicolumn{2}{c}{b}$", ["a", "b"]),
    ],
)
def test_math_is_found(text: str, math: list[str]) -> None:
    assert letters(text, Mode.MATH) == math


def test_text_in_math_is_prose_and_diagrams_are_code() -> None:
    text = r'$x \text{ is a}$ [asy] draw(A--B); label("$x$"); [/asy] end'
    assert letters(text, Mode.PROSE) == ["is", "a", "end"]
    assert [token.kind for token in tokenize(text)].count(TokenKind.CODE) == 1
    assert without_code(text) == r"$x \text{ is a}$  end"


@pytest.mark.parametrize(
    "text",
    [
        "an open $x",
        r"\[ x",
        r"\begin{align} x",
        r"\begin{align} x \end{gather}",
        "$ { x $",
        "$ x } $",
        r"$\[x\]",
        "a hat for $5 and a scarf for $7",
        "a hat is $5 $",
        "long " * 5000,
    ],
)
def test_what_does_not_close_is_an_error(text: str) -> None:
    with pytest.raises(LatexError):
        tokenize(text)


@given(st.lists(st.sampled_from(PIECES), max_size=30).map("".join) | st.text(max_size=60))
def test_tokens_join_to_the_text_or_nobody_reads_it(text: str) -> None:
    for mode in (Mode.PROSE, Mode.MATH):
        try:
            tokens = tokenize(text, mode)
        except LatexError:
            continue
        assert "".join(token.text for token in tokens) == text
        assert all(text.startswith(token.text, token.start) for token in tokens)
