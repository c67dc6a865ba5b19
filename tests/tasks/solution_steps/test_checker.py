import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clipo_bench.tasks.solution_steps import MAX_CHARACTERS, check_steps, read_steps

CASES = json.loads((Path(__file__).parent / "steps.json").read_text(encoding="utf-8"))

# What the checker's patterns look for, so that random text reaches deep into them.
PIECES = st.one_of(
    st.sampled_from("0 1 7 . , $ % = ≈ + - * / ^ ( ) { } x y e & ! ⟨ ⟩ ∗ ° ²".split()),  # noqa: SIM905
    st.sampled_from(["1,000", "3/4", "7.5", "<<", ">>", "\n", ". ", "$ $", "\\\\", "..."]),
    st.sampled_from([r"\frac{", r"\sqrt", r"\cdot", r"\approx", r"\begin{align*}", r"\pmod"]),
    st.sampled_from(["of", "and", "to", "is", "plus", "times", "hours", "minutes", "feet", "case"]),
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['form']}: {case['text']}")
def test_each_line_gets_its_status(case):
    assert [step.status for step in read_steps(case["text"])] == case["lines"]


def test_the_cases_cover_each_status():
    statuses = {status for case in CASES for status in case["lines"]}
    assert statuses == {"holds", "fails", "not_checkable"}


@pytest.mark.parametrize(
    ("text", "failed"),
    [
        ("<<7*8=54>>54", "7*8 = 54"),
        ("3 + 4 = 7 = 2 * 4", "7 = 2 * 4"),
        ("3 apples + 2 = 6 apples", "3 + 2 = 6"),
        ("25% of 80 = 30", "25% * 80 = 30"),
        (r"1\,000 + 1 = 1{,}002", "1,000 + 1 = 1,002"),
        ("6 feet - 30 inches = 24 inches", "6 - 30 = 24"),
        ("73 / 3 ≈ 24.43.", "73 / 3 ≈ 24.43"),
    ],
)
def test_names_the_claim_that_fails_in_plain_notation(text, failed):
    assert check_steps(text).failed == failed


def test_each_step_keeps_its_text():
    steps = read_steps("We have 2 + 2 = 4.\nThen 5 * 5 = 26.\nDone.")
    assert [step.text for step in steps] == ["We have 2 + 2 = 4.", "Then 5 * 5 = 26.", "Done."]


def test_a_line_that_only_goes_on_belongs_to_the_one_before():
    (step,) = read_steps("3 * 4\n= 12\n= 10 + 2")
    assert (step.status, step.claims) == ("holds", 2)


def test_counts_all_claims_and_names_the_first_that_fails():
    process = check_steps("1 + 1 = 2\n2 + 2 = 4\n3 + 3 = 7\n4 + 4 = 9")
    assert (process.status, process.failed, process.claims) == ("fails", "3 + 3 = 7", 4)


def test_without_a_claim_there_is_nothing_to_judge():
    process = check_steps("It is late.")
    assert (process.status, process.failed, process.claims) == ("not_checkable", None, 0)


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("12 * 3 = 35. Wait, 12 * 3 = 36.", "holds"),
        ("$12 * 3 = $35\nNo: 12*3 = 36", "holds"),
        ("12 * 3 = 36. Wait, 12 * 3 = 35.", "fails"),
        ("12 * 3 = 35. Wait, 12 * 4 = 48.", "fails"),
        ("12 * 3 = 35. Wait, 12 * 3 = 37.", "fails"),
    ],
)
def test_a_claim_may_be_corrected_later(text, status):
    assert check_steps(text).status == status


@pytest.mark.parametrize("end", ["\n", ". ", "; "])
def test_reads_whole_lines_and_sentences_up_to_a_limit(end):
    sentence = f"10 + 20 = 30{end}"
    count = MAX_CHARACTERS // len(sentence)
    assert check_steps(sentence * (count + 9)).claims == count


def test_finds_a_failure_deep_in_one_long_paragraph():
    text = "We add 10 + 20 = 30. " * 400 + "Then 5 * 5 = 26. " + "So 1 + 1 = 2. " * 400
    assert check_steps(text).failed == "5 * 5 = 26"


def test_a_long_line_without_sentences_is_not_checkable():
    assert check_steps("1+1=" * MAX_CHARACTERS).status == "not_checkable"


@given(st.integers(1, 9999), st.integers(1, 9999), st.sampled_from("+-*"))
def test_true_sums_hold_and_wrong_ones_fail(a, b, sign):
    value = {"+": a + b, "-": a - b, "*": a * b}[sign]
    assert check_steps(f"we get {a} {sign} {b} = {value}").status == "holds"
    assert check_steps(f"we get {a} {sign} {b} = {value + 1}").status == "fails"


@given(st.integers(2, 20), st.integers(1, 59), st.integers(1, 500))
def test_a_sum_of_hours_and_minutes_is_checked_in_one_unit(hours, minutes, wrong):
    total = 60 * hours + minutes
    claim = f"{hours} hours + {minutes} minutes ="
    assert check_steps(f"{claim} {total} minutes").status == "holds"
    assert check_steps(f"{claim} {total + wrong} minutes").status == "fails"


@given(st.text(max_size=300) | st.lists(PIECES, max_size=80).map(" ".join))
def test_never_raises_and_keeps_the_lines_in_order(text):
    steps = read_steps(text)
    process = check_steps(text)
    assert process.claims == sum(step.claims for step in steps)
    assert (process.status == "fails") == any(step.status == "fails" for step in steps)
    assert all(bool(step.failed) == (step.status == "fails") for step in steps)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(text, id=name)
        for name, text in {
            "numbers": "1 " * 50_000,
            "brackets": "(" * 50_000 + "=1",
            "signs": "1" + "-" * 99_999 + "=4",
            "nested braces": "{" * 10_000 + "1+1=3" + "}" * 10_000,
            "nested fractions": r"\frac{1}{" * 2_000 + "2" + "}" * 2_000 + "= 1",
            "nested roots": r"\sqrt{" * 3_000 + "4" + "}" * 3_000 + "= 2",
            "tower of powers": "2^{2^{2^{2^{99}}}} = 4 and 9^9^9^9^9 = 1",
            "factorials": "9!!!!!! + 1 = 2",
            "huge number": "9" * 19_000 + " + 1 = 3",
            "many readings": "1%" * 250 + "+1 = 2",
            "code": "__import__('os').system('x') + 1 = 2",
            "null bytes": "\x00" * 9_999,
        }.items()
    ],
)
def test_hostile_text_is_no_claim(text):
    assert check_steps(text).status == "not_checkable"


def test_a_hundred_thousand_characters_are_read_up_to_the_limit():
    sentence = "the sum 12 * 34 = 408. "
    assert check_steps(sentence * 4_500).claims == MAX_CHARACTERS // len(sentence)
