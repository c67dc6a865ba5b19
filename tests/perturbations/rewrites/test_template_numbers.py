import random
from dataclasses import replace

import pytest

from clipo_bench.perturbations.rewrites.numbers import Numbers
from clipo_bench.perturbations.variant import Reason, Refusal, Variant
from clipo_bench.perturbations.verify import verify
from clipo_bench.tasks.problem import Problem
from clipo_bench.tasks.word_problems import Template, TemplateSlot, problems, templates


@pytest.fixture(scope="module")
def asked() -> Problem:
    template = templates()["boxes"]
    values = {"who": "Ada", "friend": "Ben", "thing": "nuts", "a": "4", "b": "6", "c": "5"}
    return template.fill(values)


def propose(problem: Problem, seed: int = 0) -> Variant | Refusal:
    return Numbers().propose(problem, random.Random(seed))


def test_only_numbers_change_and_keep_their_size(asked: Problem) -> None:
    for seed in range(40):
        proposed = propose(asked, seed)
        assert isinstance(proposed, Variant)
        values = templates()["boxes"].read(proposed.problem.question)
        assert values is not None
        a, b, c = (int(values[name]) for name in "abc")
        assert (values["who"], values["friend"], values["thing"]) == ("Ada", "Ben", "nuts")
        assert max(a, b, c) < 10
        assert proposed.problem.gold == str(a * b - c)
        assert 10 <= a * b - c < 100
        assert proposed.problem.gold != asked.gold
        assert all(edit.before.isdigit() and edit.after.isdigit() for edit in proposed.edits)


def test_certificate_shows_the_program_on_both_sets_of_values(asked: Problem) -> None:
    proposed = propose(asked)
    assert isinstance(proposed, Variant)
    evidence = proposed.certificate.evidence
    assert evidence["template"] == "boxes"
    assert evidence["program on original values"] == asked.gold == "19"
    assert evidence["program on new values"] == proposed.problem.gold


def test_every_template_gives_variants_that_pass() -> None:
    generated = problems("test", 60, seed=5)
    proposed = [(problem, propose(problem)) for problem in generated]
    made = [(problem, new) for problem, new in proposed if isinstance(new, Variant)]
    assert len(made) >= 55
    assert all(verify(problem, new).failed == () for problem, new in made)


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"program": None, "solution": None}, Reason.NOTHING_TO_REWRITE),
        ({"program": {"template": "unheard of"}, "solution": None}, Reason.NOTHING_TO_REWRITE),
        ({"program": {}, "solution": None}, Reason.NOTHING_TO_REWRITE),
        ({"gold": "20"}, Reason.GOLD_UNCERTAIN),
        ({"question": "Ada has 3 nuts."}, Reason.GOLD_UNCERTAIN),
    ],
)
def test_refusals_have_reasons(asked: Problem, fields: dict[str, object], reason: Reason) -> None:
    refusal = propose(replace(asked, **fields))  # type: ignore[arg-type]
    assert isinstance(refusal, Refusal)
    assert refusal.reason is reason


def test_no_other_numbers_is_a_refusal(monkeypatch: pytest.MonkeyPatch) -> None:
    narrow = Template("narrow", "{a} nuts?", {"a": TemplateSlot("number", low=7, high=7)}, (), "a")
    monkeypatch.setattr(
        "clipo_bench.perturbations.rewrites.template_numbers.templates", lambda: {"narrow": narrow}
    )
    refusal = propose(narrow.fill({"a": "7"}))
    assert isinstance(refusal, Refusal)
    assert refusal.reason is Reason.NO_NEW_VALUES
