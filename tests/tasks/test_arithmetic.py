import re
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clipo_bench.tasks.arithmetic import (
    MAX_BITS,
    MAX_EXPONENT,
    MAX_LENGTH,
    ExpressionError,
    evaluate,
)


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("7", 7),
        ("0.1 + 0.2", Fraction(3, 10)),
        (".5", Fraction(1, 2)),
        ("5.", 5),
        ("1 / 3 + 1 / 6", Fraction(1, 2)),
        ("2 + 3 * 4", 14),
        ("(2 + 3) * -4", -20),
        ("+7 - -7", 14),
        ("7 // 2", 3),
        ("-7 // 2", -4),
        ("7.5 % 2", Fraction(3, 2)),
        ("2 ** 10", 1024),
        ("2 ** -2", Fraction(1, 4)),
        ("-2 ** 2", -4),
        ("0 ** 0", 1),
        (" 1 + 1 ", 2),
        ("9" * 400 + ".0", 10**400 - 1),
    ],
)
def test_values_are_exact(expression, value):
    assert evaluate(expression) == value


def test_names_stand_for_values():
    values = {"a": Fraction(3), "rate_2": Fraction(1, 4)}
    assert evaluate("(a + 1) * rate_2", values) == 1
    with pytest.raises(ExpressionError, match="unknown name 'b'"):
        evaluate("a + b", values)


@pytest.mark.parametrize(
    "text",
    ["1e99999999", "1E400", "1.5e3", "1.e5", ".5e5", "-(2 + 1e9)", "0x1F", "0b11", "0o17", "1_000",
     "2j", "1if 1else 2", "'5'", "b'5'", "True", "None", "...", "٣"],
)  # fmt: skip
def test_a_constant_is_a_plain_decimal(text):
    with pytest.raises(ExpressionError):
        evaluate(text)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("1" * (MAX_LENGTH + 1), "longer than"),
        (f"2 ** {MAX_EXPONENT + 1}", "not a whole number up to"),
        (f"2 ** -{MAX_EXPONENT + 1}", "not a whole number up to"),
        ("4 ** 0.5", "not a whole number"),
        ("2 ** 64 ** 64", "not a whole number"),
        ("((2 ** 64) ** 64) ** 64", "too large"),
        ("1 / ((2 ** 64) ** 64)", "too large"),
        ("1 / 0", "division by zero"),
        ("1 % 0", "division by zero"),
        ("0 ** -1", "division by zero"),
    ],
)
def test_limits(text, message):
    with pytest.raises(ExpressionError, match=message):
        evaluate(text)


@pytest.mark.parametrize(
    "text",
    ["", " ", "1 +", "1 2", "x", "f(1)", "a.b", "[1]", "{1}", "1, 2", "1 < 2", "not 1", "~1",
     "1 @ 2", "1 << 9", "lambda: 1", "(x := 1)", "__import__('os')", "().__class__", "f'{1}'",
     "1 if 1 else 2", "(" * 400, "-" * 400, "\x00", "\ud800", "1\n2", "# 1", "await 1", "1;1"],
)  # fmt: skip
def test_what_is_no_arithmetic_is_refused(text):
    with pytest.raises(ExpressionError):
        evaluate(text)


def fraction_or_error(text):
    try:
        value = evaluate(text, {"x": Fraction(2)})
    except ExpressionError:
        return
    assert type(value) is Fraction
    assert value.numerator.bit_length() + value.denominator.bit_length() <= MAX_BITS


@given(st.text(max_size=60))
def test_any_text_is_a_fraction_or_refused(text):
    fraction_or_error(text)


@given(st.text(alphabet="0123456789.+-*/%()eEjxob_ \n\r\x0c", max_size=40))
def test_what_looks_like_arithmetic_is_a_fraction_or_refused(text):
    fraction_or_error(text)


@given(st.fractions(max_denominator=10**6), st.fractions(max_denominator=10**6))
def test_agrees_with_fractions(a, b):
    assert evaluate(f"({a}) + ({b}) * 2 - ({a}) * ({b})") == a + b * 2 - a * b


NUMBERS = st.integers(0, 20).map(str)
EXPRESSIONS = st.recursive(
    NUMBERS,
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from(["+", "-", " * ", "/", "//", "%"]), inner).map("".join),
        st.tuples(inner, st.sampled_from(["**2", "**-1", " ** 0", "**2**2"])).map("".join),
        st.tuples(st.sampled_from("+-"), inner).map("".join),
        inner.map("({})".format),
    ),
    max_leaves=8,
)


@given(EXPRESSIONS)
def test_signs_bind_as_in_python(text):
    exact = re.sub(r"\d+", r"Fraction(\g<0>)", text)
    try:
        value = evaluate(text)
    except ExpressionError as error:
        if "division by zero" in str(error):
            with pytest.raises(ZeroDivisionError):
                eval(exact, {"Fraction": Fraction})
        else:
            assert "too large" in str(error) or "exponent" in str(error)
    else:
        assert value == eval(exact, {"Fraction": Fraction})
