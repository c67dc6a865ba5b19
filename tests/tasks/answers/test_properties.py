"""What holds of any text: no exception, and an equality that is reflexive and symmetric."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clipo_bench.tasks.answers import Grader, Outcome
from clipo_bench.tasks.answers.extract import extract

_ATOMS = st.one_of(
    st.integers(-999, 9999).map(str),
    st.decimals(-99, 99, places=2).map(str),
    st.sampled_from(
        ["x", "y", "n", "i", "e", "A", "(B)", r"\pi", r"\infty", r"\theta", "50\\%", r"90^\circ",
         r"\$1,200", "4210_5", r"3 \text{ cm}", r"\text{blue}", "true", "3:30", "0.5 million"]
    ),
)  # fmt: skip


def _grow(inner):
    binary = st.sampled_from(
        [
            "{}+{}",
            "{}-{}",
            r"{} \cdot {}",
            "{}/{}",
            "{} = {}",
            "{}, {}",
            r"{} \pm {}",
            r"{} < {}",
            "({}, {})",
            "[{}, {})",
            r"\{{{}, {}\}}",
            r"\frac{{{}}}{{{}}}",
            r"{} \text{{ and }} {}",
            "{}^{{{}}}",
            "{}_{{{}}}",
            r"\begin{{pmatrix}} {} \\ {} \end{{pmatrix}}",
            r"{} \cup {}",
        ]
    )
    unary = st.sampled_from(
        [
            r"\sqrt{{{}}}",
            "({})",
            r"\left({}\right)",
            "-{}",
            "{}!",
            "|{}|",
            "${}$",
            r"x \in {}",
            r"\boxed{{{}}}",
            r"\text{{{}}}",
            r"\sin {}",
            r"\log_2 {}",
            "{{{}",
        ]
    )
    return st.one_of(
        st.tuples(binary, inner, inner).map(lambda part: part[0].format(*part[1:])),
        st.tuples(unary, inner).map(lambda part: part[0].format(part[1])),
    )


LATEX = st.recursive(_ATOMS, _grow, max_leaves=6)
TEXT = st.one_of(st.text(max_size=60), LATEX)
RESPONSE = st.lists(
    st.one_of(TEXT, LATEX.map(r"\boxed{{{}}}".format), st.sampled_from(
        ["</think>", "The answer is ", "####", "\nAnswer: ", "**", r"\boxed{", " and ", ".\n"])),
    max_size=6,
).map("".join)  # fmt: skip
SLOW = settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.too_slow])


@pytest.fixture(scope="module")
def quick():
    with Grader(time_limit=1) as grader:
        yield grader


@given(RESPONSE, st.sampled_from(["full", "paper"]), st.booleans(), st.booleans())
@settings(deadline=None)
def test_extract_takes_any_text(response, mode, choice, truncated):
    answer = extract(response, mode=mode, choice=choice, truncated=truncated)
    assert answer.text is None or answer.text.strip()
    assert (answer.text is None) == (not answer.found)


@given(RESPONSE, TEXT, st.sampled_from([(), ("x + 1", "Lyon", "5")]), st.sampled_from([0.0, 0.04]))
@SLOW
def test_any_response_and_gold_get_a_verdict(quick, response, gold, choices, tolerance):
    verdict = quick.grade(response, gold, choices=choices, tolerance=tolerance)
    assert verdict.outcome in Outcome
    assert verdict.correct == bool(verdict.matched)


@given(TEXT)
@SLOW
def test_equal_is_reflexive(quick, text):
    assert quick.equal(text, text) == bool(text.strip())
    assert not text.strip() or quick.equal(text, f" {text}\n")


@given(TEXT, TEXT)
@SLOW
def test_equal_is_symmetric(quick, left, right):
    assert quick.equal(left, right) == quick.equal(right, left)
