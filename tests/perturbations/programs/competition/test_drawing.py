"""A drawing that other numbers contradict is drawn again, or left out."""

from fractions import Fraction

from clipo_bench.perturbations.programs.competition.competition_program import CompetitionProgram
from clipo_bench.perturbations.programs.competition.entry import CompetitionEntry
from clipo_bench.perturbations.programs.competition.numbers_in_text import find_numbers
from clipo_bench.perturbations.programs.competition.wording import fingerprint

DOTS = "How many dots are in $3$ rows of $4$? [asy] dots(3, 4); [/asy] Each row is full."
GRAPH = (
    "Where does $y=3x+4$ meet the axis?\nGraph\nhttps://graphs.example.org/g/3x4\nGive its place."
)


def _entry(**more: object) -> CompetitionEntry:
    return CompetitionEntry(
        "Example 1",
        texts=(),
        numbers="a=3 b=4",
        domains={"a": range(1, 9), "b": range(1, 9)},
        solve=lambda a, b: a * b,
        ways=("multiplies",),
        **more,  # type: ignore[arg-type]
    )


def _program(question: str, **more: object) -> CompetitionProgram:
    program = CompetitionProgram.of(question, _entry(**more))
    assert program is not None
    return program


def test_draws_the_new_values() -> None:
    program = _program(DOTS, drawing=lambda a, b: f"[asy] dots({a}, {b}); [/asy]")
    shown = program.render({"a": Fraction(5)})
    assert shown == (
        "How many dots are in $5$ rows of $4$? [asy] dots(5, 4); [/asy] Each row is full."
    )
    assert program.read(shown) == {"a": Fraction(5), "b": Fraction(4)}


def test_keeps_the_drawing_with_the_original_values() -> None:
    program = _program(DOTS, drawing=lambda a, b: "")
    assert program.render({}) == DOTS
    assert not program.edits({"a": Fraction(3)})


def test_keeps_a_drawing_that_fits_all_values() -> None:
    shown = _program(DOTS).render({"b": Fraction(7)})
    assert "[asy] dots(3, 4); [/asy]" in shown


def test_leaves_out_the_address_of_a_graph() -> None:
    program = _program(GRAPH, drawing=lambda a, b: "")
    shown = program.render({"b": Fraction(7)})
    assert shown == "Where does $y=3x+7$ meet the axis?\nGive its place."
    assert program.read(shown) == {"a": Fraction(3), "b": Fraction(7)}


def test_the_address_of_a_graph_is_no_part_of_the_wording() -> None:
    without = "Where does $y=3x+4$ meet the axis? Give its place."
    assert fingerprint(GRAPH) == fingerprint(without)
    assert [number.value for number in find_numbers(GRAPH)] == [3, 4]


def test_edits_stand_in_order() -> None:
    question = "[asy] dots(3, 4); [/asy] How many dots are in $3$ rows of $4$?"
    edits = _program(question, drawing=lambda a, b: "").edits({"a": Fraction(5)})
    assert [edit.after for edit in edits] == ["", "5"]
