import json
from pathlib import Path

import pytest

from clipo_bench.tasks.answers.equal import compare, letter, option


def never(answer, gold):
    raise AssertionError(f"asked about {answer!r} and {gold!r}")


def no(answer, gold):
    return False


@pytest.mark.parametrize(
    ("answer", "gold", "matched"),
    [
        (r"\text{Evelyn}", "evelyn", "text"),
        (r"\text{(C)}", "C", "text"),
        ("Yes", "True", "text"),
        (r"\left( 3, \frac{\pi}{2} \right)", r"(3,\dfrac{\pi}{2})", "text"),
        ("(-∞, 0) ∪ (2, ∞)", r"(-\infty,0)\cup(2,\infty)", "text"),
        ("x = 5", "5", "text"),
        ("k = 0.5", r"\frac12", "number"),
        ("2,74", "2.74", "number"),
        ("4:30 p.m", r"\text{4:30 p.m.}", "text"),
        ("2, 1", "1,2", "list"),
        ("2 and 1", r"\{1, 2\}", "list"),
        ("(1.0, 1/2)", r"\left(1, \frac{1}{2}\right)", "list"),
        ("[1, 2, 3]", "(1,2,3)", "list"),
        ("x = 1, y = 2", "1, 2", "list"),
        (r"\pm 2", "2, -2", "list"),
        (
            r"\begin{bmatrix} 0.2 \\ 1 \end{bmatrix}",
            r"\begin{pmatrix} 1/5 \\ 1 \end{pmatrix}",
            "matrix",
        ),
        ("4210_5", "4210_{5}", "text"),
        (r"2\text{ million}", "2000000", "number"),
        ("3 dozen eggs", "36", "number"),
        ("3 dozen eggs", "3", "number"),
        ("2 million dollars", r"\$2,000,000", "number"),
        ("5 cm", "5", "text"),
        ("5.0 cm", "5 centimeters", "number"),
        ("864 square inches", r"864 \mbox{ inches}^2", "text"),
        (r"2\sqrt{3}\text{ m}", r"2\sqrt{3}", "text"),
        (r"4\pi \text{ cm}^2", r"4\pi", "text"),
        (r"4\pi cm^2", r"4\pi\text{ cm}^{2}", "text"),
    ],
)
def test_equal_by_the_rules(answer, gold, matched):
    assert compare(answer, gold, no) == matched


@pytest.mark.parametrize(
    ("answer", "gold"),
    [
        ("4210", "4210_5"),
        ("4210_6", "4210_5"),
        ("12", "13"),
        ("1/3", "0.3"),
        ("E", "F"),
        ("Evelyn", "Briana"),
        ("no solution", "7"),
        ("(1, 2)", "(2, 1)"),
        (
            r"\begin{pmatrix} 0 \\ 0 \end{pmatrix}",
            r"\begin{pmatrix} 6 \\ 3 \end{pmatrix}",
        ),
        ("", "5"),
        ("x" * 5000, "x"),
        (r"2\text{ million}", "2"),
        ("5 cm", "5 m"),
        ("2 milliseconds", "2 seconds"),
        ("3 micrometers", "3 meters"),
        (r"5\text{ m}", r"5\text{ s}"),
        (r"15\text{ cm}^2", "15 cm"),
    ],
)
def test_different_without_asking(answer, gold):
    assert compare(answer, gold, never) == ""


def test_brackets_of_intervals_matter():
    assert compare("[0, 1)", "[0, 1)", never) == "text"
    assert compare("(0, 1)", "[0, 1)", no) == ""


@pytest.mark.parametrize(
    ("answer", "gold", "same"),
    [
        ("y = 5", "x = 5", False),
        ("x_{1} = 5", "x_1 = 5", True),
        ("x = 5", "x_1 = 5", True),
        ("x_2 = 5", "x_1 = 5", False),
        (r"\angle A = 30^\circ", "A = 30", True),
        ("(x, y) = (1, 2)", "(1, 2)", True),
        ("x = 1, y = 2", "y = 2, x = 1", True),
        ("x = 2, y = 1", "y = 2, x = 1", False),
        ("x = 1", "x = 1, y = 1", False),
        ("1, 1", "x = 1, y = 1", True),
        ("x = 0 or x = 3", "3, 0", True),
        ("x = 1, x = 1", "1", True),
    ],
)
def test_where_both_have_a_name_it_is_the_same(answer, gold, same):
    assert bool(compare(answer, gold, no)) is same
    assert bool(compare(gold, answer, no)) is same


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (r"\{1, 2\}", "(1, 2)", False),
        (r"\{1, 2\}", "(2, 1)", False),
        (r"\{1, 2, 3\}", "[1, 2, 3]", False),
        (r"\{1, 2\}", "2, 1", True),
        ("{1, 2}", "(1, 2)", True),
        ("{1, 2}", r"\{2, 1\}", True),
        ("(1, 2)", "1, 2", True),
    ],
)
def test_a_set_is_no_tuple(one, other, same):
    assert bool(compare(one, other, never)) is same
    assert bool(compare(other, one, never)) is same


def test_an_equation_keeps_its_left_side_where_an_equation_is_wanted():
    asked = []

    def note(a, b):
        asked.append((a, b))
        return a.startswith("y")

    assert compare("y = 2x + 1", "2x - y + 1 = 0", note) == "symbolic"
    assert asked == [("y = 2x + 1", "2x - y + 1 = 0")]


@pytest.mark.parametrize(
    ("answer", "chosen"),
    [
        ("B", "B"),
        ("(b)", "B"),
        ("B. Lyon", "B"),
        ("B) Lyon", "B"),
        (r"\text{B}", "B"),
        ("Lyon", "B"),
        ("lyon.", "B"),
        ("D", None),
        ("A lake", None),
        ("Lyon or Paris", None),
        ("(A), (B)", None),
        ("(A) or (B)", None),
        ("A) or B)", None),
        ("B. Lyon, or A", None),
        ("(A)/(B)", None),
        ("(B), which is Lyon", "B"),
        ("(B) or (b)", "B"),
        ("(B) Lyon, not (A)", "B"),
        ("(B) rather than (A)", "B"),
        ("(B) I think", "B"),
        ("B, not A", "B"),
        ("B, A", None),
        ("B - C", None),
        ("(B) Paris", None),
        ("", None),
    ],
)
def test_options(answer, chosen):
    assert option(answer, ("Paris", "Lyon", "Nice")) == chosen


@pytest.mark.parametrize(
    ("answer", "chosen"),
    [("4", "B"), ("6", "D"), ("B", "B"), ("4 or 6", None), ("5", None)],
)
def test_options_of_one_character(answer, chosen):
    assert option(answer, ("0", "4", "2", "6")) == chosen


def test_options_of_one_text_are_told_apart_by_their_letters_alone():
    choices = ("none", "two", "none")
    assert option("A. none", choices) == "A"
    assert option("C. none", choices) == "C"
    assert option("B. none", choices) is None


def test_an_options_own_text_is_no_second_choice():
    assert option("B. Iron and C", ("Vitamin C", "Iron and C", "Zinc")) == "B"
    assert option("B. Vitamin C") == "B"


def test_golds_that_are_letters():
    assert [letter(gold) for gold in ("B", "(b)", "b", "12", "")] == ["B", "B", None, None, None]


CORPUS = [
    json.loads(line)
    for line in (Path(__file__).parent / "pairs.jsonl").read_text(encoding="utf-8").splitlines()
]


@pytest.mark.parametrize("row", CORPUS, ids=lambda row: f"{row['answer']} | {row['gold']}")
def test_corpus(grader, row):
    verdict = grader.grade(f"\\boxed{{{row['answer']}}}", row["gold"])
    assert verdict.correct is row["equal"], row["why"]
