"""Which letters of math are no symbols: every row of the table decides its example."""

import pytest

from clipo_bench.perturbations.symbols import letters
from clipo_bench.perturbations.symbols.letters import read_letters
from clipo_bench.perturbations.symbols.math_runs import NO_SYMBOLS
from clipo_bench.perturbations.text.latex import Mode

WORD = "part of what may be a word"
# For each row: which letters its example fixes, and how often each of its symbols stands there.
NAME = "part of a known name"
READ = [
    ({"G": NAME, "L": NAME}, {"n": 1, "F": 1}),
    ({"c": WORD, "m": WORD}, {"c": 1, "m": 1}),
    ({}, {"c": 2, "d": 2, "g": 2}),
    ({"n": "an ordinal"}, {"n": 1}),
    ({}, {}),
    ({"x": WORD, "y": WORD, "z": WORD}, {"x": 1}),
]


def read(example):
    """The fixed letters and the symbols of an example, which may have a gold in its second line."""
    question, _, gold = example.partition("\n")
    found = read_letters(question)
    if gold:
        found = read_letters(gold, Mode.MATH, known=found.uses.keys())
    return found.fixed, {symbol: len(places) for symbol, places in found.uses.items()}


@pytest.mark.parametrize(("rule", "expected"), list(zip(NO_SYMBOLS, READ, strict=True)))
def test_a_rule_decides_what_the_letters_of_its_example_are(rule, expected, monkeypatch):
    assert read(rule.example) == expected
    monkeypatch.setattr(letters, "NO_SYMBOLS", [one for one in NO_SYMBOLS if one is not rule])
    assert read(rule.example) != expected


@pytest.mark.parametrize(
    ("text", "symbols"),
    [("$2x + xy$", "xy"), (r"$\frac{a}{b}$", "ab"), ("$ABC$", "ABC"), ("$am + a + m$", "am")],
)
def test_what_no_rule_holds_are_symbols(text, symbols):
    found = read_letters(text)
    assert found.uses.keys() == set(symbols)
    assert found.fixed == {}


def test_what_stands_around_a_symbol_says_what_it_is():
    found = read_letters(r"$f(x) = g'(x) + k$ and $f^{-1}(y) = h + h(3)$ and $a_n = 5s + s/s$")
    assert found.functions == {"f", "g", "h"}
    assert found.indexing == {"n"}
    assert found.fixed == {}


@pytest.mark.parametrize(("text", "unit"), [("$5 s$", True), ("$m/s$", True), ("$s + 5s$", False)])
def test_what_only_stands_behind_numbers_may_be_a_unit(text, unit):
    assert (read_letters(text).fixed.get("s") == "may be a unit") is unit
