"""Number variants of problems with a worked solution, and the checks that they pass."""

import json
import random
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clipo_bench.perturbations.programs import of_problem as problem_program
from clipo_bench.perturbations.programs.of_problem import gold_like, gold_value
from clipo_bench.perturbations.rewrites.numbers import METHOD, Numbers
from clipo_bench.perturbations.text.mentions import find as mentions_of
from clipo_bench.perturbations.variant import Edit, Reason, Refusal, Variant
from clipo_bench.perturbations.verify import verify
from clipo_bench.tasks.benchmarks import find
from clipo_bench.tasks.problem import Problem
from clipo_bench.tasks.solution_steps import check_steps
from clipo_bench.tasks.sources.load import load

CRATES = Problem(
    "own",
    "p1",
    "A crate holds 14 pears. Mia buys 3 crates and eats 5 pears. How many pears are left?",
    "37",
    solution="She buys 14*3=<<14*3=42>>42 pears.\nThen 42-5=<<42-5=37>>37 pears are left.",
    family="p1",
)
KITES = Problem(
    "own",
    "p2",
    "Noah flies a 5-foot kite and Lena flies a kite twice as long. A foot of cloth costs $1.50. "
    "How much does the cloth of both kites cost in dollars?",
    "22.50",
    solution="Lena's kite is 5*2=<<5*2=10>>10 feet long.\n"
    "Together they are 5+10=<<5+10=15>>15 feet long.\n"
    "The cloth costs 15*1.5=<<15*1.5=22.50>>22.50 dollars.",
    family="p2",
)
STAMPS = Problem(
    "own",
    "p3",
    "Iris owns 1,200 stamps. She gives away 20% of them and then buys 150 more. "
    "How many stamps does she have now?",
    "1,110",
    solution="She gives away 1200*.2=<<1200*.2=240>>240 stamps.\n"
    "She keeps 1200-240=<<1200-240=960>>960 stamps.\n"
    "Now she has 960+150=<<960+150=1110>>1,110 stamps.\n#### 1,110",
    family="p3",
)
EQUATION = Problem(
    "own",
    "p4",
    "Omar had 31 marbles and lost 12 of them. How many marbles does he have?",
    "19.0",
    solution="( 31.0 - 12.0 )",
    family="p4",
)
ALL = (CRATES, KITES, STAMPS, EQUATION)


def made(problem: Problem, seed: int = 0) -> Variant:
    proposed = Numbers().propose(problem, random.Random(seed))
    assert isinstance(proposed, Variant), proposed
    return proposed


def failed(original: Problem, variant: Variant) -> set[str]:
    return set(verify(original, variant).failed)


def with_problem(variant: Variant, **fields: object) -> Variant:
    return replace(variant, problem=replace(variant.problem, **fields))  # type: ignore[arg-type]


@pytest.mark.parametrize("problem", ALL)
def test_variants_pass_every_check_and_keep_their_form(problem: Problem) -> None:
    for seed in range(15):
        variant = made(problem, seed)
        assert verify(problem, variant).failed == ()
        new = variant.problem
        assert new.question != problem.question
        assert (new.kind, new.original_gold, new.program) == ("numbers", problem.gold, None)
        assert len(new.gold) == len(problem.gold)
        assert check_steps(new.solution or "").status != "fails"
        assert ("####" in (new.solution or "")) == ("####" in (problem.solution or ""))


def test_gold_follows_the_numbers_of_the_text() -> None:
    variant = made(CRATES)
    values = json.loads(variant.certificate.evidence["new values"])
    pears, crates, eaten = (int(values[name]) for name in ("n0", "n1", "n2"))
    assert variant.problem.gold == str(pears * crates - eaten)
    assert f"holds {pears} pears" in variant.problem.question
    assert variant.certificate.method == METHOD
    assert variant.certificate.evidence["program on original values"] == "37"
    assert variant.certificate.evidence["program on new values"] == variant.problem.gold


def test_articles_follow_and_belong_to_the_edit() -> None:
    found = [edit for seed in range(40) for edit in made(KITES, seed).edits]
    lengths = {edit.after for edit in found if edit.before in ("a 5", "5")}
    assert "an 8" in lengths
    assert not any(after.startswith("a 8") for after in lengths)


def test_derives_once_for_all_variants_of_a_problem(monkeypatch: pytest.MonkeyPatch) -> None:
    count = 0
    derive = problem_program.derive

    def counting(question: str, solution: str) -> object:
        nonlocal count
        count += 1
        return derive(question, solution)

    monkeypatch.setattr(problem_program, "derive", counting)
    problem_program._derived.cache_clear()
    for seed in range(10):
        made(CRATES, seed)
    assert count == 1


@pytest.mark.parametrize(
    ("fields", "reason", "detail"),
    [
        ({"solution": None}, Reason.NOTHING_TO_REWRITE, "no worked solution"),
        ({"choices": ("37", "38")}, Reason.NOTHING_TO_REWRITE, "options"),
        ({"solution": "Count them."}, Reason.NOTHING_TO_REWRITE, "no steps"),
        ({"gold": "38"}, Reason.GOLD_UNCERTAIN, "the last step gives another answer"),
        ({"gold": "about 37"}, Reason.NOTHING_TO_REWRITE, "not a plain number"),
        ({"question": "How many pears are left?"}, Reason.NOTHING_TO_REWRITE, "no number"),
        (
            {"question": CRATES.question.replace("5 pears", "some pears")},
            Reason.GOLD_UNCERTAIN,
            "unexplained number",
        ),
    ],
)
def test_refusals_name_their_cause(fields: dict[str, object], reason: Reason, detail: str) -> None:
    refusal = Numbers().propose(replace(CRATES, **fields), random.Random(0))  # type: ignore[arg-type]
    assert isinstance(refusal, Refusal)
    assert refusal.reason is reason
    assert detail in refusal.detail


def test_gold_of_an_equation_is_compared() -> None:
    refusal = Numbers().propose(replace(EQUATION, gold="20"), random.Random(0))
    assert isinstance(refusal, Refusal)
    assert refusal.reason is Reason.GOLD_UNCERTAIN


def test_an_answer_that_cannot_be_written_is_a_refusal() -> None:
    rope = replace(
        EQUATION,
        question="A rope of 36 feet is cut into 8 equal parts. How long is a part in feet?",
        gold="4.5",
        solution="( 36.0 / 8.0 )",
    )
    proposed = [Numbers().propose(rope, random.Random(seed)) for seed in range(60)]
    refused = [one for one in proposed if isinstance(one, Refusal)]
    assert {one.reason for one in refused} == {Reason.NO_NEW_VALUES}
    assert len(refused) < len(proposed)


def another_gold(variant: Variant) -> Variant:
    return with_problem(variant, gold=str(int(variant.problem.gold) + 1))


def another_number(variant: Variant) -> Variant:
    """The text says one thing, the gold follows from another."""
    edit = variant.edits[0]
    shown = "19" if edit.after != "19" else "18"
    question = variant.problem.question.replace(f"holds {edit.after}", f"holds {shown}")
    edits = (replace(edit, after=shown), *variant.edits[1:])
    return replace(with_problem(variant, question=question), edits=edits)


def another_word(variant: Variant) -> Variant:
    question = variant.problem.question.replace("Mia", "Tom")
    start = CRATES.question.index("Mia")
    edits = sorted((*variant.edits, Edit(start, start + 3, "Mia", "Tom")), key=lambda e: e.start)
    return replace(with_problem(variant, question=question), edits=tuple(edits))


def wrong_step(variant: Variant) -> Variant:
    solution = (variant.problem.solution or "").replace("She buys", "2+2=5, and she buys")
    return with_problem(variant, solution=solution)


def no_solution(variant: Variant) -> Variant:
    return with_problem(variant, solution=None)


def original_itself(variant: Variant) -> Variant:
    same = {"question": CRATES.question, "gold": CRATES.gold, "solution": CRATES.solution}
    return replace(with_problem(variant, **same), edits=())


def other_claim(variant: Variant) -> Variant:
    values = json.loads(variant.certificate.evidence["new values"])
    evidence = {
        **variant.certificate.evidence,
        "new values": json.dumps({**values, "n0": "99"}),
    }
    return replace(variant, certificate=replace(variant.certificate, evidence=evidence))


@pytest.mark.parametrize(
    ("fault", "check"),
    [
        (another_gold, "program gives the gold"),
        (another_gold, "derived again, the gold is the same"),
        (another_number, "values as claimed"),
        (another_word, "edits at slots only"),
        (wrong_step, "steps of the worked solution hold"),
        (no_solution, "derived again, it gives the original gold"),
        (original_itself, "gold differs"),
        (original_itself, "reads differently"),
        (original_itself, "constraints hold"),
        (other_claim, "values as claimed"),
    ],
)
def test_every_fault_is_found(fault: Callable[[Variant], Variant], check: str) -> None:
    assert check in failed(CRATES, fault(made(CRATES)))


def by_hand(original: Problem, before: str, after: str, gold: str) -> Variant:
    """A variant that a careless rewrite could make, with an edit that is true to its text."""
    start = original.question.index(before)
    edit = Edit(start, start + len(before), before, after)
    problem = replace(
        original,
        question=original.question[: edit.start] + after + original.question[edit.end :],
        solution=(original.solution or "").replace(before, after),
        gold=gold,
        original_gold=original.gold,
        kind="numbers",
    )
    return Variant(problem, (edit,), made(original).certificate)


def test_values_without_an_answer_are_found() -> None:
    nuts = replace(
        CRATES,
        question="Of 8 boys, 3 leave. The others share 40 nuts. How many nuts does each boy get?",
        gold="8",
        solution="Left: 8-3=<<8-3=5>>5 boys.\nEach gets 40/5=<<40/5=8>>8 nuts.",
    )
    variant = by_hand(nuts, "3", "8", gold="320")
    forged = with_problem(variant, solution="It is 8*40=<<8*40=320>>320 nuts.")
    assert {"program gives the gold", "constraints hold"} <= failed(nuts, forged)


def test_larger_numbers_are_found() -> None:
    variant = by_hand(CRATES, "14", "140", gold="415")
    assert {"magnitude kept", "constraints hold"} <= failed(CRATES, variant)


def test_numbers_against_everyday_sense_are_found() -> None:
    work = replace(
        CRATES,
        question="Eva packs 6 boxes a day, 5 days a week. How many boxes does she pack in 3 weeks?",
        gold="90",
        solution="In a week she packs 6*5=<<6*5=30>>30 boxes.\n"
        "In three weeks she packs 30*3=<<30*3=90>>90 boxes.",
    )
    assert verify(work, made(work)).failed == ()
    variant = by_hand(work, "5", "8", gold="144")
    assert "no everyday fact contradicted" in failed(work, variant)


def test_an_old_number_that_should_have_followed_is_found() -> None:
    pond = replace(
        CRATES,
        question="There are 24 ducks on a pond. Of the 24 ducks, 7 fly off. How many ducks stay?",
        gold="17",
        solution="There are 24-7=<<24-7=17>>17 ducks left.",
    )
    variant = by_hand(pond, "24", "26", gold="19")
    assert "24 ducks" in variant.problem.question
    assert "nothing left over" in failed(pond, variant)


@pytest.mark.parametrize(
    ("gold", "value", "like"),
    [
        ("18", 18, "25"),
        ("1,080", 1080, "25"),
        ("$2.50", 2.5, "$25.00"),
        ("40%", 40, "25%"),
        (".5", 0.5, "25"),
    ],
)
def test_golds_are_read_and_written_alike(gold: str, value: float, like: str) -> None:
    assert gold_value(gold) == value
    assert gold_like(gold, gold_value("25") or 0) == like  # type: ignore[arg-type]


@pytest.mark.parametrize("gold", ["", "x", "-3", "1/2", "3 apples", "(1, 2)"])
def test_other_golds_are_no_numbers(gold: str) -> None:
    assert gold_value(gold) is None


@settings(deadline=None, max_examples=60)
@given(
    st.text(alphabet="0123456789 +-*/=<>.,#%$abc\n", max_size=60),
    st.text(alphabet="0123456789 +-*/=<>.,#%$abc\n", max_size=60),
    st.text(alphabet="0123456789.,$% ", min_size=1, max_size=6),
)
def test_no_text_makes_it_raise(question: str, solution: str, gold: str) -> None:
    problem = replace(CRATES, question=question, solution=solution, gold=gold)
    proposed = Numbers().propose(problem, random.Random(0))
    if isinstance(proposed, Variant):
        verify(problem, proposed)


@pytest.mark.real_data
def test_most_of_gsm8k_gets_variants_that_pass(real_data: Path) -> None:
    problems = load(find("gsm8k"), real_data).problems[:120]
    proposed = [(one, Numbers().propose(one, random.Random(0))) for one in problems]
    made = [(one, variant) for one, variant in proposed if isinstance(variant, Variant)]
    assert len(made) >= 75
    passed = sum(not verify(one, variant).failed for one, variant in made)
    assert passed >= 0.98 * len(made)
    grown = sum(largest(variant.problem.question) > largest(one.question) for one, variant in made)
    assert grown <= 0.6 * len(made)


def largest(text: str) -> Fraction:
    return max(mention.value for mention in mentions_of(text))
