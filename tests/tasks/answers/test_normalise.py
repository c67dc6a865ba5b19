import pytest
from hypothesis import given
from hypothesis import strategies as st

from clipo_bench.tasks.answers.normalise import normalise, rename, same_name, split_name


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        (r"\dfrac12", r"\frac{1}{2}"),
        (r"\\frac{1}{2}", r"\frac{1}{2}"),
        ("185\\", "185"),
        (r"\textcolor{red}{5}", "{5}"),
        (r"\boldsymbol{5}\checkmark", "{5}"),
        ("x² + y¹⁰", "x^{2} + y^{10}"),
        ("１２", "12"),
        ("12’345", "12'345"),
        (r"\$1.50", "1.50 dollars"),
        ("$1.50", "1.50 dollars"),
        ("-$2", "-2 dollars"),
        ("$1.50$", "1.50"),
        ("€3", "3 euros"),
        ("9:00 A.M.", "9 am"),
        (r"4:30 \text{ p.m.}", "4:30 pm"),
        ("]1, 2[", "(1, 2)"),
        ("[1, 2[", "[1, 2)"),
        ("[1, 2]", "[1, 2]"),
        (r"\langle 1, 2 \rangle", "( 1, 2 )"),
        (r"\varnothing", r"\emptyset"),
        ("x=1or x=2", "x=1 or x=2"),
        (r"2\text{ m}", "2 meter"),
        (r"3\text{ apples}", "3"),
        ("2 sin(x)", r"2 \sin (x)"),
        (r"\begin{pmatrix}1\\2\end{pmatrix}", r"\begin{pmatrix}1\\2\end{pmatrix}"),
    ],
)
def test_spellings(text, plain):
    assert normalise(text) == plain


@pytest.mark.parametrize("text", ["for", "cosine", "spam", "5 + 3", r"\sqrt{12}", "a'", "x_1"])
def test_leaves_the_rest(text):
    assert normalise(text) == text


def test_names():
    assert split_name("x = 5") == ("x", "5")
    assert split_name(r"x \in (1, 2)") == ("x", "(1, 2)")
    assert split_name("x + y = 5") == ("", "x + y = 5")
    assert same_name("f(n)", "f(x)")
    assert not same_name("f(x)", "g(x)")


@pytest.mark.parametrize(
    ("name", "other", "value", "renamed"),
    [
        ("f(n)", "f(x)", "2n + 1", "2x + 1"),
        ("f(n)", "f(x)", r"n \sin n", r"x \sin x"),
        ("f(n)", "f(n)", "2n", "2n"),
        ("f(n)", "f(x)", "nx", "nx"),
        ("f(n)", "f(x)", "n + x", "n + x"),
        ("f", "g(x)", "2n", "2n"),
    ],
)
def test_an_argument_takes_the_other_name_if_that_is_free(name, other, value, renamed):
    assert rename(name, other, value) == renamed


@given(st.text(max_size=200))
def test_any_text_is_rewritten(text):
    assert isinstance(normalise(text), str)
