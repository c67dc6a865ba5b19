"""LaTeX mathematics read as trees, or refused."""

from fractions import Fraction

import pytest
import sympy
from hypothesis import given
from hypothesis import strategies as st

from clipo_bench.perturbations.programs.forms import numeric
from clipo_bench.perturbations.programs.forms.closed_form import closed_form
from clipo_bench.perturbations.programs.forms.evaluate import (
    value,
)
from clipo_bench.perturbations.programs.forms.formula import (
    Apply,
    Formula,
    NotFormula,
    Parser,
    names_of,
    numbers_of,
)
from clipo_bench.perturbations.programs.forms.no_value import NoValue
from clipo_bench.perturbations.programs.forms.scope import (
    Scope,
)
from clipo_bench.perturbations.programs.forms.text_form import text_form


def parsed(latex: str) -> tuple[Formula, Scope]:
    text = text_form(f"${latex}$")
    assert text is not None
    values = {
        place: Fraction(text.question[start:end].replace(",", ""))
        for place, (start, end) in enumerate(text.numbers)
    }
    return Parser(list(text.formulas[0]), text.places).parse(), Scope(values)


@pytest.mark.parametrize(
    ("latex", "expected"),
    [
        (r"2 + 3 \cdot 4", 14),
        (r"-2^2", -4),
        (r"(-2)^2", 4),
        (r"\frac{3}{4} - \tfrac12", Fraction(1, 4)),
        (r"3\frac{1}{2}", Fraction(7, 2)),
        (r"12 \div 3 \times 2", 8),
        (r"2(3 + 4)", 14),
        (r"5! - 3!", 114),
        (r"\binom{6}{2}", 15),
        (r"\left\lfloor -2.5 \right\rfloor", -3),
        (r"|3 - 8|", 5),
        (r"\sqrt[3]{-27}", -3),
        (r"\sqrt{16 \cdot 9}", 12),
        (r"\log_2 32", 5),
        (r"\log_{8} 4", Fraction(2, 3)),
        (r"\sin 30^\circ", Fraction(1, 2)),
        (r"\tan^2 60^{\circ}", 3),
        (r"\sin 10^\circ \sin 50^\circ \sin 70^\circ", Fraction(1, 8)),
        (r"25\%", Fraction(1, 4)),
        (r"1,250 \cdot 2", 2500),
        (r"\gcd(12, 18)", 6),
        (r"\mathop{\text{lcm}}[12, 18]", 36),
        (r"0.\overline{63}", Fraction(7, 11)),
        (r"2.1\overline{6} + .\overline{3}", Fraction(5, 2)),
        ("1011_2 + 12_{3}", 16),
        (r"i^3 \cdot i", 1),
        (r"\frac{1}{\frac{1}{2}}", 2),
    ],
)
def test_numbers_are_computed_in_both_ways(latex: str, expected: Fraction) -> None:
    formula, scope = parsed(latex)
    exact = closed_form(value(formula, scope))
    assert exact == sympy.Rational(Fraction(expected).numerator, Fraction(expected).denominator)
    assert numeric.agrees(exact, numeric.number_of(formula, scope))


@pytest.mark.parametrize(
    "latex",
    [
        "x^25",
        "2 3",
        r"\int x",
        r"\sin^{-2} x",
        "f'(x)",
        r"\{1, 2",
        "3 +",
        "(3",
        r"\begin{pmatrix} 1 & 2 \\ 3 \end{pmatrix}",
        r"\overline{ABC}",
        r"0.\overline{x}",
        r"3 = 5 \pmod{2}",
        "((((" * 15 + "1" + "))))" * 15,
    ],
)
def test_what_the_grammar_does_not_know_is_refused(latex: str) -> None:
    with pytest.raises(NotFormula):
        parsed(latex)


@pytest.mark.parametrize(
    "latex", [r"\frac{1}{0}", "9^{9^{9}}", "1000!", r"\log 0", "0^0", "2.5!", "12_2"]
)
def test_what_has_no_value_is_refused(latex: str) -> None:
    formula, scope = parsed(latex)
    with pytest.raises(NoValue):
        value(formula, scope)


def test_congruences_and_bases_to_be_found_are_read() -> None:
    formula, scope = parsed(r"-7 \equiv n \pmod{12}")
    assert isinstance(formula, Apply)
    assert formula.operation == "congruent"
    assert value(formula.parts[2], scope) == 12
    in_base, scope = parsed("21_b")
    assert value(in_base, scope) == 2 * sympy.Symbol("b", real=True) + 1


def test_it_knows_its_numbers_and_names() -> None:
    formula, scope = parsed(r"3x^2 - \frac{y_1}{12} + \pi")
    assert sorted(scope.values[number.place] for number in numbers_of(formula)) == [2, 3, 12]
    assert names_of(formula) == {"x", "y_1"}


@given(st.text(alphabet=r"0123456789xyf()[]{}^_+-*/=|\!,. $", max_size=40))
def test_any_text_is_read_or_refused(latex: str) -> None:
    text = text_form(f"Find ${latex}$")
    if text is None:
        return
    for tokens in text.formulas:
        try:
            Parser(list(tokens), text.places).parse()
        except NotFormula:
            continue
