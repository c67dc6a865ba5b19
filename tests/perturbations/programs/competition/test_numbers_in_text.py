"""The numbers of a competition text, found and written again."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clipo_bench.perturbations.programs.competition.numbers_in_text import (
    article_before,
    find_numbers,
)
from clipo_bench.perturbations.programs.writing import NotWritable


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Find $x^2 + 13x$ for $x = 2024$.", [2, 13, 2024]),
        ("$x^25$ is x squared times five", [2, 5, 5]),
        (r"$x^{25}$", [25]),
        (r"$\frac12$, $\frac{3}{14}$, $\tfrac1{27}$", [1, 2, 3, 14, 1, 27]),
        (r"$\log_610$", [6, 10]),
        (r"$\sqrt3 + \sqrt{17}$", [3, 17]),
        ("6,000,000 or 6{,}000{,}000", [6_000_000, 6_000_000]),
        (r"\{991,992,993,\ldots,1000\}", [991, 992, 993, 1000]),
        ("between 995,996 and more", [995, 996]),
        ("40,320 numbers", [40320]),
        ("0.25 of 7.5", [Fraction(1, 4), Fraction(15, 2)]),
        ("Twenty-four chairs, eight-digit numbers", [24, 8]),
        ("the 13th root, the 22nd row, the fourth one", [13, 22, 4]),
        ("the fourteenth term and the sixth", [14, 6]),
        ("a regular octagon, two hexagons", [8, 2, 6]),
        ("the letters $A,B,C,D,E,F$, and $G$", [7]),
        ("points $ A, B, C, D, E, $ and $ F $ lie", [6]),
        ("points $A$, $B$, $C$", []),
        ("$A,B,C,D,E,F$, such as $AC,BF,DE$; the last contains $C$", [6, 6, 3]),
        ("$A,B,C,D,E,F$, such as $AC,BF,ED$; the last contains $H$", [6]),
        ("$A$ , $B$ , $C$ , $D$ , $E$ , $F$ as $AC$ , $BF$ , $DE$ contains  $C$ ", [6, 6, 3]),
        ("<asy> draw((0,0)--(3,4)); </asy> with side 5", [5]),
        (r"\begin{tikzpicture} \draw (0,0); \end{tikzpicture} with side 5", [5]),
        (r"\begin{asy} draw((0,0)--(3,4)); \end{asy} with side 5", [5]),
        ("sides $AB,CD,EF$; the circle contains $C$", []),
        ("one of the first two", [2]),
        ("[asy] draw((0,0)--(3,4)); [/asy] with side 5", [5]),
        ("see https://example.org/plot/12 for 3 graphs", [3]),
        (r"\hspace{3cm} 4", [4]),
    ],
)
def test_numbers_are_found(text: str, expected: list[int]) -> None:
    assert [number.value for number in find_numbers(text)] == expected
    for number in find_numbers(text):
        assert text[number.start : number.end] == number.text


@pytest.mark.parametrize(
    ("text", "value", "expected"),
    [
        ("$x^2$", 12, "{12}"),
        (r"$\frac12$", 10, "{10}"),
        ("$x^{2}$", 12, "12"),
        ("6,000,000", 1_250_000, "1,250,000"),
        ("2{,}025", 1999, "1{,}999"),
        ("Eight circles", 12, "Twelve"),
        ("13th", 22, "22nd"),
        ("13th", 11, "11th"),
        ("the fourth", 6, "sixth"),
        ("octagon", 12, "dodecagon"),
        ("0.25", Fraction(3, 8), "0.375"),
        ("$A,B,C,D,E,F$, and $G$", 8, "A,B,C,D,E,F,G$, and $H"),
        ("$A,B,C,D,E,F$ as AC, BF, DE", 8, "A,B,C,D,E,F,G,H"),
    ],
)
def test_a_number_is_written_as_the_old_one(text: str, value: int, expected: str) -> None:
    assert find_numbers(text)[0].write(Fraction(value)) == expected


@pytest.mark.parametrize(
    ("text", "value"),
    [("$5$", -3), ("5", Fraction(1, 3)), ("octagon", 11), ("eight", 100), ("the fourth", 21)],
)
def test_what_has_no_such_form_is_refused(text: str, value: int) -> None:
    with pytest.raises(NotWritable):
        find_numbers(text)[0].write(Fraction(value))


def test_pairs_and_a_letter_are_written_with_their_list() -> None:
    _, pairs, letter = find_numbers("$A,B,C,D,E,F$ as $AC, BF, DE$; the last contains $C$")
    assert pairs.write(Fraction(8)) == "AB, CG, DH, EF"
    assert letter.write(Fraction(8)) == "H"
    for number, value in ((pairs, 7), (letter, 27)):
        with pytest.raises(NotWritable):
            number.write(Fraction(value))


@pytest.mark.parametrize(
    ("before", "number", "expected"),
    [
        ("for a $", "8", (3, "an $")),
        ("for a $", "9", None),
        ("An ", "12", (3, "A ")),
        ("an ", "11", None),
        ("a regular ", "octagon", None),
        ("a ", "octagon", (2, "an ")),
        ("data ", "8", None),
    ],
)
def test_the_article_fits_the_number(
    before: str, number: str, expected: tuple[int, str] | None
) -> None:
    assert article_before(before, number) == expected


@given(st.text(alphabet="aA ,.$^_{}\\123frac\n", max_size=60))
def test_any_text_can_be_read(text: str) -> None:
    end = 0
    for number in find_numbers(text):
        assert end <= number.start < number.end
        end = number.end
        assert text[number.start : number.end] == number.text
