import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clipo_bench.tasks.answers import Grader, Outcome
from clipo_bench.tasks.answers.extract import golds


@pytest.mark.parametrize(
    ("response", "gold", "matched"),
    [
        (r"\boxed{142}", "142.0", "number"),
        (r"\boxed{080}", "80", "number"),
        (r"\boxed{336}", r"336^\circ", "number"),
        (r"\boxed{x+1}", "1+x", "symbolic"),
        (r"\boxed{x^2 + 2x + 1}", "(x+1)^2", "symbolic"),
        (r"\boxed{2\sqrt{3}}", r"\sqrt{12}", "symbolic"),
        (r"\boxed{16sqrt(2)}", r"16\sqrt{2}", "text"),
        (r"\boxed{y = 2x + 1}", "2x - y + 1 = 0", "symbolic"),
        (r"\boxed{\frac{1}{2}, \sqrt{8}}", r"2\sqrt{2}, 0.5", "list"),
        (r"\boxed{1} and \boxed{-2}", "-2, 1", "list"),
        (r"\boxed{1 \pm \sqrt{5}}", r"1 + \sqrt{5}, 1 - \sqrt{5}", "list"),
        ("The answer is -3 <= x <= 2.", "[-3,2]", "symbolic"),
        ("The answer is (B) Lyon.", "B", "option"),
        ("It is 5", r"Hence $2 + 3 = \boxed{5}$.", "number"),
    ],
)
def test_correct(grader, response, gold, matched):
    verdict = grader.grade(response, gold)
    assert verdict.outcome is Outcome.CORRECT
    assert verdict.correct
    assert verdict.matched in (matched, "text")


@pytest.mark.parametrize(
    ("response", "gold"),
    [
        (r"\boxed{1 - \frac{1}{e}}", r"1 + \frac{1}{e}"),
        (r"\boxed{1 - \frac{1}{\mathrm{e}}}", r"1 + \frac{1}{\mathrm{e}}"),
        (r"\boxed{4210}", "4210_5"),
        (r"\boxed{9 \text{ a.m.}}", r"9 \text{ p.m.}"),
        (r"\boxed{x+2}", "x+1"),
        (r"\boxed{2\sqrt{3}}", "3"),
        (r"\boxed{3}", "x"),
        (r"\boxed{1} and \boxed{2}", "1"),
        ("The answer is (B) Lyon.", "C"),
    ],
)
def test_wrong(grader, response, gold):
    assert grader.grade(response, gold).outcome is Outcome.WRONG


@pytest.mark.parametrize(
    ("answer", "gold"),
    [
        (r"2^{100}", r"2^{100}-1"),
        ("10^{20}+1", "10^{20}"),
        ("20!", "20!+1"),
        ("200!", "200!+1"),
        (r"\frac{2^{60}}{3}", r"\frac{2^{60}+1}{3}"),
        ("100!", "100! + 101"),
        (r"\frac{1}{2^{100}}", r"\frac{1}{2^{100}+1}"),
        (r"\sqrt{2}+10^{-20}", r"\sqrt{2}"),
        (r"2^{200}\sqrt{2}", r"2^{200}\sqrt{2}-1"),
        ("x+10^{-20}", "x"),
        (r"2^{100}x", r"(2^{100}-1)x"),
    ],
)
def test_no_float_decides_what_is_equal(grader, answer, gold):
    assert grader.grade(rf"\boxed{{{answer}}}", gold).outcome is Outcome.WRONG
    assert grader.grade(rf"\boxed{{{gold}}}", answer).outcome is Outcome.WRONG


@pytest.mark.parametrize(
    ("answer", "gold"),
    [
        (r"100 \cdot 99!", "100!"),
        (r"4^{50}", r"2^{100}"),
        (r"1+\sqrt{2}", r"\sqrt{3+2\sqrt{2}}"),
        (r"\cos(\frac{\pi}{7})-\cos(\frac{2\pi}{7})+\cos(\frac{3\pi}{7})", r"\frac{1}{2}"),
        (r"\sum_{n=1}^{\infty} \frac{1}{n^2}", r"\frac{\pi^2}{6}"),
        ("1.414214", r"\sqrt{2}"),
        ("0.1+0.2", "0.3"),
        (r"2^{0.5}", r"\sqrt{2}"),
        (r"\frac{x^2-1}{x-1}", "x+1"),
        (r"0.5x", r"\frac{x}{2}"),
    ],
)
def test_equal_in_value(grader, answer, gold):
    assert grader.grade(rf"\boxed{{{answer}}}", gold).correct


def test_choices_by_letter_and_by_text(grader):
    options = ("Paris", "Lyon")
    assert grader.grade(r"\boxed{Lyon}", "B", choices=options).correct
    assert grader.grade(r"\boxed{B}", "B", choices=options).correct
    assert not grader.grade(r"\boxed{Paris}", "B", choices=options).correct
    assert grader.equal("Lyon", "B", choices=options)


def test_tolerance_counts_for_numbers_and_formulas(grader):
    assert grader.grade(r"\boxed{3.1}", "3.14", tolerance=0.05).correct
    assert grader.grade(r"\boxed{\pi}", "3.14", tolerance=0.05).correct
    assert grader.grade(r"\boxed{3.1}", "3.14", tolerance=0.05).matched == "tolerance"
    assert grader.grade(r"\boxed{3.140}", "3.14", tolerance=0.05).matched == "number"
    assert not grader.grade(r"\boxed{\pi}", "3.14").correct


def test_outcomes_without_an_answer(grader):
    assert grader.grade("I do not know what it might be.", "5").outcome is Outcome.NO_ANSWER
    assert grader.grade("", "5").outcome is Outcome.NO_ANSWER
    assert grader.grade(r"so \boxed{5", "5").outcome is Outcome.TRUNCATED
    assert grader.grade("so 3 + 2 = 5 and", "5", truncated=True).outcome is Outcome.TRUNCATED
    assert grader.grade("the answer is 5. Or", "5", truncated=True).correct


def test_paper_mode_wants_a_box():
    with Grader("paper") as paper:
        assert paper.grade(r"\boxed{5}", "5").correct
        assert paper.grade("The answer is 5.", "5").outcome is Outcome.NO_ANSWER


def test_paper_mode_has_no_tolerance(grader):
    assert grader.grade(r"\boxed{3.1}", "3.14", tolerance=0.05).correct
    with Grader("paper") as paper:
        assert not paper.grade(r"\boxed{3.1}", "3.14", tolerance=0.05).correct


@pytest.mark.parametrize(
    ("response", "paper", "reward"),
    [
        (r"<think>Maybe \boxed{5}. But wait,", True, False),
        (r"[THINK]Maybe \boxed{5}.[/THINK]It is 5.", True, False),
        (r"<think>Maybe \boxed{4}.</think>So \boxed{5}.", True, True),
        (r"<thinking>Maybe \boxed{4}.</thinking>So \boxed{5}.", True, True),
        (r"So \boxed{5}, no, \boxed{", False, False),
        ("The answer is 5.", False, False),
    ],
)
def test_a_reward_is_the_papers_but_for_thoughts(response, paper, reward):
    for mode, right in (("paper", paper), ("reward", reward)):
        with Grader(mode) as grader:
            assert grader.grade(response, "5").correct is right


def test_a_comparison_that_hangs_is_a_timeout_and_the_next_one_works():
    with Grader(time_limit=2) as impatient:
        verdict = impatient.grade(r"\boxed{5^{5^{5^{5^5}}}}", r"\sqrt{2}")
        assert verdict.outcome is Outcome.TIMEOUT
        assert impatient.equal(r"|\sqrt{8}|", r"|2\sqrt{2}|")


@pytest.mark.parametrize(
    "response",
    [
        r"\boxed{" + "{" * 10_000 + "}" * 10_000 + "}",
        r"\boxed{" * 10_000 + "}" * 10_000,
        r"\boxed{" + "x+" * 50_000 + "1}",
        "and then " * 11_000 + r"\boxed{7}",
        "\x00" * 1000 + "\\boxed{\x00}",
        "answer" + " " * 100_000,
        "\ud800",
    ],
)
def test_hostile_text_gets_a_verdict(grader, response):
    assert grader.grade(response, "5").outcome is not Outcome.CORRECT


def test_any_number_of_threads(grader):
    pairs = [(rf"\boxed{{x + {n}}}", f"{n} + x") for n in range(12)]
    with ThreadPoolExecutor(6) as threads:
        verdicts = list(threads.map(lambda pair: grader.grade(*pair), pairs))
    assert all(verdict.correct for verdict in verdicts)


def test_works_again_after_it_was_closed():
    grader = Grader(time_limit=20)
    try:
        assert grader.equal("|x + 1|", "|1 + x|")
        grader.close()
        assert grader.equal("|x + 2|", "|2 + x|")
    finally:
        grader.close()


@given(st.text(), st.text())
@settings(deadline=None, max_examples=100)
def test_any_text_gets_a_verdict(grader, response, gold):
    assert grader.grade(response, gold).outcome in Outcome


_LATEX = st.lists(
    st.sampled_from(
        [r"\frac", r"\sqrt", r"\boxed", "{", "}", "(", ")", "[", "]", "^", "_", "x", "y", "1", "2",
         "+", "-", "=", ",", r"\pm", r"\cup", r"\infty", r"\begin{pmatrix}", r"\end{pmatrix}",
         r"\\", "&", "%", "$", " and ", "<", "!", r"\text", r"\int", r"\sum", "."]
    ),
    max_size=12,
).map("".join)  # fmt: skip


@given(_LATEX, _LATEX)
@settings(deadline=None, max_examples=40)
def test_any_latex_gets_a_verdict(grader, answer, gold):
    assert grader.grade(f"\\boxed{{{answer}}}", gold).outcome in Outcome


@given(st.one_of(st.integers(), st.fractions(), st.decimals(allow_nan=False, allow_infinity=False)))
@settings(deadline=None)
def test_every_number_equals_itself(grader, value):
    assert grader.grade(f"so we get \\boxed{{{value}}}", str(value)).correct


def test_the_parent_stays_light():
    code = (
        "import sys, clipo_bench.tasks.answers;"
        "print([m for m in ('sympy', 'math_verify', 'pydantic', 'numpy') if m in sys.modules])"
    )
    output = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert output.stdout.strip() == "[]"


@pytest.mark.real_data
def test_recorded_flags_of_gsm8k_solutions(grader, real_data):
    import json

    right = dict.fromkeys(("6b_finetuning", "6b_verification", "175b_finetuning"), 0)
    right["175b_verification"] = 0
    for line in (real_data / "gsm8k" / "example_model_solutions.jsonl").open(encoding="utf-8"):
        row = json.loads(line)
        for model in right:
            mark = grader.grade(row[model]["solution"], row["ground_truth"]).correct
            assert mark == row[model]["is_correct"], row[model]["solution"]
            right[model] += mark
    assert list(right.values()) == [286, 515, 458, 742]


@pytest.mark.real_data
def test_every_benchmark_gold_is_its_own_answer(grader, real_data):
    import pyarrow.parquet as pq

    for path in sorted((real_data / "clipo" / "test").glob("*.parquet")):
        column = pq.read_table(path, columns=["reward_model"])["reward_model"].to_pylist()
        for gold in sorted({str(row["ground_truth"]) for row in column}):
            assert grader.grade(f"\\boxed{{ {gold} }}.", gold).correct, (path.name, gold)
            assert golds(gold) == (gold,)


@pytest.mark.parametrize(
    ("answer", "gold", "correct"),
    [
        ("0.079", "0.08", True),
        ("0.07", "0.08", False),
        ("101", "100", False),
        ("100.5", "100", False),
        (r"\sqrt{2}", "1.41", True),
        ("3.1e-7", "3.2e-7", True),
    ],
)
def test_only_a_rounded_gold_has_a_tolerance(grader, answer, gold, correct):
    verdict = grader.grade(rf"\boxed{{{answer}}}", gold, tolerance=0.04)
    assert verdict.correct is correct
