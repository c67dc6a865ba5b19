"""Arithmetic of a step: the same value as exact arithmetic, and each leaf's place."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clipo_bench.perturbations.programs.worked_solution.expression import NotArithmetic, parse

LEAVES = st.integers(1, 99).map(lambda value: (str(value), Fraction(value)))
SIGNS = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "/": lambda a, b: a / b if b else None,
}


def joined(parts):
    (left, a), sign, (right, b) = parts
    value = None if a is None or b is None else SIGNS[sign](a, b)
    return f"({left} {sign} {right})", value


TREES = st.recursive(
    LEAVES, lambda inner: st.tuples(inner, st.sampled_from(sorted(SIGNS)), inner).map(joined)
)


@given(TREES)
def test_an_expression_is_worth_what_exact_arithmetic_says(tree):
    text, value = tree
    expression = parse(text)
    leaves = [leaf.value for leaf in expression.leaves]
    if value is None:
        with pytest.raises(ZeroDivisionError):
            expression.evaluate(leaves)
    else:
        assert expression.evaluate(leaves) == value
        assert expression.trace(leaves)[-1] == value


@given(TREES)
def test_each_leaf_stands_where_it_says(tree):
    assert all(tree[0][leaf.start : leaf.end] == leaf.text for leaf in parse(tree[0]).leaves)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1 + 2 * 3", 7),
        ("10 - 4 - 3", 3),
        ("60 / 2 / 3", 10),
        ("20% * 50", 10),
        ("3(4)", 12),
        ("3 x 4", 12),
        ("12 ÷ 4", 3),
        ("$1,500 + $.50", Fraction(3001, 2)),
        ("[2 + 3] × 4", 20),
    ],
)
def test_the_signs_that_people_write(text, value):
    expression = parse(text)
    assert expression.evaluate([leaf.value for leaf in expression.leaves]) == value


@pytest.mark.parametrize("text", ["", "1 +", "(1", "1)", "2 ** 3", "x", "1 2", "(" * 99, "1" * 400])
def test_anything_else_is_no_arithmetic(text):
    with pytest.raises(NotArithmetic):
        parse(text)


@pytest.mark.parametrize(
    ("text", "roles"),
    [("2+3*4", ["+", "*", "*"]), ("12/4", ["", "/"]), ("20%*50", ["*", "*"]), ("7", [""])],
)
def test_a_leaf_knows_the_operation_that_it_is_part_of(text, roles):
    assert [leaf.role for leaf in parse(text).leaves] == roles
