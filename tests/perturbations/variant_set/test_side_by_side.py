import io

from rich.console import Console

from clipo_bench.perturbations.variant import Certificate, Edit, Variant
from clipo_bench.perturbations.variant_set.side_by_side import side_by_side
from clipo_bench.tasks.problem import Problem


def shown(original: Problem, variant: Variant) -> str:
    out = io.StringIO()
    console = Console(file=out, force_terminal=True, color_system="standard", width=120)
    console.print(side_by_side(original, variant))
    return out.getvalue()


def made(question: str, gold: str, *edits: Edit) -> Variant:
    new = Problem("own", "[b]1", question, gold, kind="numbers", variant_id="numbers-1")
    return Variant(new, edits, Certificate("program", {}))


def test_what_changed_is_coloured_on_both_sides() -> None:
    original = Problem("own", "[b]1", "Ann has 9 figs and 7 nuts.", "16")
    edits = (Edit(8, 9, "9", "12"), Edit(19, 20, "7", "5"))
    text = shown(original, made("Ann has 12 figs and 5 nuts.", "17", *edits))
    assert "Ann has \x1b[31m9\x1b[0m figs and \x1b[31m7\x1b[0m nuts." in text
    assert "Ann has \x1b[1;32m12\x1b[0m figs and \x1b[1;32m5\x1b[0m nuts." in text
    assert "gold: \x1b[31m16\x1b[0m" in text
    assert "gold: \x1b[1;32m17\x1b[0m" in text
    assert "own [b]1" in text


def test_a_kept_gold_has_no_colour() -> None:
    original = Problem("own", "[b]1", "Ann has 9 figs.", "9")
    assert (
        shown(original, made("Bea has 9 figs.", "9", Edit(0, 3, "Ann", "Bea"))).count("gold: 9")
        == 2
    )


def test_a_text_cannot_steer_the_terminal() -> None:
    original = Problem("own", "[b]1", "\x1b]0;title\x07 \x9b2J 9", "9")
    text = shown(original, made("\x1b]0;title\x07 \x9b2J 8", "8", Edit(15, 16, "9", "8")))
    assert "␛]0;title␇ \ufffd2J \x1b[31m9" in text
    assert "\x07" not in text
    assert "\x9b" not in text
