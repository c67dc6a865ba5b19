"""The checks of renamings must fail on the faults that they are there for, at every level."""

from dataclasses import replace

import pytest

from clipo_bench.perturbations.checks.second_reading import count, is_index, rename, undo_spelling
from clipo_bench.perturbations.variant import Certificate, Variant
from clipo_bench.perturbations.verify import verify
from clipo_bench.tasks.problem import Problem

ORIGINAL = Problem("own", "p1", "Find $2x^n = yk$ for x.", "x = y", family="p1", solution="$x$")
NAMES = {
    "symbols": {"x": "r", "n": "m", "y": "v"},
    "symbols_greek": {"x": r"\alpha", "n": r"\mu", "y": r"\tau"},
    "symbols_subscripted": {"x": "x_{1}", "n": "n_{1}", "y": "y_{1}"},
    "symbols_words": {"x": r"\mathit{amount}", "n": r"\mathit{level}", "y": r"\mathit{share}"},
}
TEXTS = {
    "symbols": ("Find $2r^m = vk$ for r.", "r = v", "$r$"),
    "symbols_greek": (
        r"Find $2\alpha^\mu = \tau k$ for \(\alpha\).", r"\alpha = \tau", r"$\alpha$",
    ),
    "symbols_subscripted": (
        r"Find $2x_{1}^{n_1} = y_{1}k$ for \(x_{1}\).", "x_{1} = y_{1}", "$x_{1}$",
    ),
    "symbols_words": (
        r"Find $2\mathit{amount}^{ \mathit{level}} = \mathit{share}\,k$ for \(\mathit{amount}\).",
        r"\mathit{amount} = \mathit{share}", r"$\mathit{amount}$",
    ),
}  # fmt: skip
KINDS = list(NAMES)


def variant(kind: str, names: dict[str, str] | None = None, **texts: str) -> Variant:
    question, gold, solution = TEXTS[kind]
    fields = {"question": question, "gold": gold, "solution": solution, **texts}
    problem = replace(ORIGINAL, kind=kind, original_gold=ORIGINAL.gold, **fields)  # type: ignore[arg-type]
    return Variant(problem, (), Certificate("symbol map", names or NAMES[kind]))


def failed(one: Variant) -> set[str]:
    return set(verify(ORIGINAL, one).failed) - {"edits make the text"}  # there are none


@pytest.mark.parametrize("kind", KINDS)
def test_sound_renamings_pass(kind: str) -> None:
    assert failed(variant(kind)) == set()


@pytest.mark.parametrize("kind", KINDS)
def test_names_of_another_level_are_found(kind: str) -> None:
    for other in KINDS:
        assert ("names of one kind" in failed(variant(kind, NAMES[other]))) == (other != kind)
    assert "names of one kind" in failed(variant(kind, {"x": r"\alpha}"}))
    assert "no two symbols merged" in failed(variant(kind, {"x": "r", "y": "r"}))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", ["x", "y", "n"])
def test_old_names_left_over_are_found(kind: str, name: str) -> None:
    question, gold, _ = TEXTS[kind]
    new = NAMES[kind][name]
    for field, text in (("question", question), ("gold", gold)):
        if new in text:
            found = failed(variant(kind, **{field: text.replace(new, name, 1)}))
            assert {"no old name left over", "each symbol as often"} & found


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("field", ["question", "gold", "solution"])
def test_any_other_change_is_found(kind: str, field: str) -> None:
    text = getattr(variant(kind).problem, field)
    for changed in (text + " ", text.replace("2", "3"), text.replace("^", "_"), text + "$k$"):
        if changed != text:
            assert "names undone give the original" in failed(variant(kind, **{field: changed}))


@pytest.mark.parametrize(
    ("kind", "question"),
    [
        ("symbols", "Find $x^n + y$ and $r$."),
        ("symbols_greek", r"Find $x^n + y$ and $\alpha$."),
        ("symbols_subscripted", "Find $x^n + y$ and $x_{1}$."),
        ("symbols_words", "Find the amount $x^n + y$."),
    ],
)
def test_captured_names_are_found(kind: str, question: str) -> None:
    original = replace(ORIGINAL, question=question)
    assert "no name captured" in verify(original, variant(kind)).failed


def test_constants_are_kept() -> None:
    for names in ({"e": "r"}, {"i": "r"}, {r"\pi": r"\alpha"}, {"x": "i"}):
        assert "constants kept" in failed(variant("symbols", names))
    counted = replace(ORIGINAL, question=r"Find $\sum_{i=1}^n x_i$.")
    assert "constants kept" not in verify(counted, variant("symbols", {"i": "r"})).failed


@pytest.mark.parametrize(
    ("text", "index"),
    [
        (r"$\sum_{i=1}^n x_i$", True),
        ("$a_{i+1} = 2$ for $i = 3$", True),
        ("the complex $z_i = 2i$", False),
        ("$3 + 4i$", False),
        ("$x$", False),
    ],
)
def test_an_index_is_told_from_the_imaginary_unit(text: str, index: bool) -> None:
    assert is_index(text) == index


def test_reading_diagrams_prose_and_text_in_math() -> None:
    asy = '[asy] pair A; label("$A$", A); // "B"\n label("C", A); [/asy]'
    assert count(asy) == {"A": 1, "C": 1}
    assert rename(asy, {"A": "P", "C": "Q", "B": "R"}) == asy.replace("$A$", "$P$").replace(
        '"C"', '"Q"'
    )
    assert count(r"\[x \text{ if $y > 2$ and so}\]") == {"x": 1, "y": 1}
    assert count(r"e.g. (b) this; A box; point A is B-2 of D. M. Smith, and x") == {"A": 1, "x": 1}
    assert count(r"$\begin{array}{c|c} a & \theta \end{array}$") == {"a": 1, r"\theta": 1}


def test_undoing_takes_only_the_space_that_was_added() -> None:
    names = {"x": r"\alpha", "y": r"\tau"}
    assert undo_spelling(r"$\alpha\tau b \alpha  b$", names, unwrap=False) == "$xyb x b$"
    assert undo_spelling(r"\(\alpha\tau\) is", names, unwrap=True) == "xy is"
    assert undo_spelling(r"\(\alpha\tau\) is", names, unwrap=False) == r"\(xy\) is"
