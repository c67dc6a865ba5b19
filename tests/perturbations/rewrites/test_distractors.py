import os
import random
import re
import subprocess
import sys
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clipo_bench.perturbations.rewrites.distractors import Distractors
from clipo_bench.perturbations.text.irrelevant_sentences import is_unrelated
from clipo_bench.perturbations.text.person_sentences import PERSON_TEMPLATES
from clipo_bench.perturbations.text.place_sentences import PLACE_TEMPLATES
from clipo_bench.perturbations.text.scene_sentences import SCENE_TEMPLATES
from clipo_bench.perturbations.variant import Certificate, Edit, Refusal, Variant
from clipo_bench.perturbations.verify import verify
from clipo_bench.tasks.problem import Problem

NUTS = "Nora has 3 nuts. Carlos has 4 nuts. How many nuts do Nora and Carlos have?"


def problem(question: str, **more: object) -> Problem:
    return Problem("own", "p1", question, "7", solution="3 + 4 = 7", family="p1", **more)  # type: ignore[arg-type]


def propose(asked: Problem, seed: int = 0) -> Variant | Refusal:
    return Distractors().propose(asked, random.Random(seed))


def failed(original: Problem, variant: Variant) -> set[str]:
    return set(verify(original, variant).failed)


def inserted(question: str) -> set[tuple[str, str, str]]:
    """What stands before, in, and after the inserted sentence, over many draws."""
    found = set()
    for seed in range(120):
        proposed = propose(problem(question), seed)
        if isinstance(proposed, Variant) and not failed(problem(question), proposed):
            (edit,) = proposed.edits
            found.add((question[: edit.start], edit.after, question[edit.start :]))
    return found


def test_many_sentences_fit_between_premises() -> None:
    found = inserted(NUTS)
    assert len({sentence for _, sentence, _ in found}) >= 10
    assert {before for before, _, _ in found} == {NUTS[:16], NUTS[:35]}
    assert all("Carlos" in before or "Carlos" not in said for before, said, _ in found)


def test_gold_and_solution_stay() -> None:
    proposed = propose(problem(NUTS))
    assert isinstance(proposed, Variant)
    assert (proposed.problem.gold, proposed.problem.solution) == ("7", "3 + 4 = 7")


def test_places_get_sentences_too() -> None:
    found = inserted("He bought 3 nuts at the store. The nuts weigh 4 pounds. How much is a nut?")
    assert found and all("store" in said for _, said, _ in found)
    assert not inserted("He bought 3 nuts at the store. Another store has 4. How much is a nut?")
    assert not inserted("He bought 3 nuts at two stores. The nuts weigh 4. How much is a nut?")


@pytest.mark.parametrize(
    "next_sentence",
    [
        *("They cost $2.", "It costs $2.", "Then Carlos came.", "The rest cost $2."),
        *("But Carlos left.", "Carlos also has 2 nuts.", "Carlos has 2 nuts, too."),
        "Carlos has 2.",
    ],
)
def test_nothing_stands_before_what_points_back(next_sentence: str) -> None:
    question = f"Nora has 3 nuts of Carlos. {next_sentence} How many nuts has Nora?"
    assert all(after[1:].startswith("How") for _, _, after in inserted(question))
    assert inserted(question)


DRAWS = """
import random
from clipo_bench.perturbations.rewrites.distractors import Distractors
from clipo_bench.tasks.problem import Problem
text = "The shop is by the school. The gym is by the hotel. How many nuts are there?"
for seed in range(20):
    print(Distractors().propose(Problem("own", "p1", text, "7"), random.Random(seed)))
"""


def test_draws_do_not_depend_on_the_order_of_sets() -> None:
    said = {
        subprocess.run(
            [sys.executable, "-c", DRAWS],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in "123"
    }
    assert len(said) == 1


def test_a_pronoun_needs_one_person() -> None:
    assert inserted("Nora has 3 nuts. She eats 2 nuts. How many nuts are left?")
    assert not inserted("Nora met Ingrid and has 3 nuts. How many nuts has she left?")
    assert not inserted("Nora and her sister met and had 3 nuts. How many nuts has she left?")


@pytest.mark.parametrize(
    ("question", "cut"),
    [
        ("Nora has 3 nuts. If Nora has 5 nuts now. How many nuts did Nora find?", "5 nuts now."),
        ("Nora has 3 nuts. Nora saw Ida. On the way Ida ate 2 nuts. How many?", "saw Ida."),
        ("Nora saw Ida. Ida got 3 nuts. Nora eats half of that amount. How many?", "3 nuts."),
        ("Nora saw Ida. Nora has 3 nuts. Half of the nuts are old. How many?", "3 nuts."),
    ],
)
def test_what_belongs_together_is_not_split(question: str, cut: str) -> None:
    places = {start for start, _, _ in inserted(question)}
    assert places
    assert question[: question.index(cut) + len(cut)] not in places


def test_a_meeting_of_the_school_is_no_school() -> None:
    assert inserted("The school has 3 nuts. The teachers eat 2 nuts. How many are left?")
    assert not inserted(
        "The school meeting had 3 nuts. The teachers eat 2 nuts. How many are left?"
    )


def test_sentences_suit_the_scene_where_there_is_one() -> None:
    baked = "Nora bakes 3 cakes with nuts. Carlos bakes 4 cakes. How many cakes do they bake?"
    said = {sentence.strip() for _, sentence, _ in inserted(baked)}
    assert any("apron" in one for one in said)
    assert any("apron" not in one for one in said)
    assert not any("apron" in sentence for _, sentence, _ in inserted(NUTS))


def test_numbers_only_name_and_are_new_to_the_problem() -> None:
    numbered = {sentence for _, sentence, _ in inserted(NUTS) if re.search(r"\d", sentence)}
    assert len(numbered) >= 5
    assert all(len(re.findall(r"\d+", one)) == 1 for one in numbered)
    lived = "Nora lives at house number 47."
    for text, held in ((NUTS, True), (NUTS.replace("4 nuts", "47 nuts"), False)):
        assert is_unrelated(lived, "Nora", text) is held
        new = replace(
            problem(text),
            question=f"{text[:16]} {lived}{text[16:]}",
            kind="distractors",
            original_gold="7",
        )
        certificate = Certificate("insertion", {"sentence": lived, "about": "Nora"})
        found = failed(problem(text), Variant(new, (Edit(16, 16, "", f" {lived}"),), certificate))
        assert ("no amount, time or money" not in found) is held


def test_topics_of_the_problem_are_left_alone() -> None:
    coloured = "Nora has 3 red nuts. Carlos has curly hair. How many nuts has Nora?"
    said = " ".join(sentence for _, sentence, _ in inserted(coloured))
    assert said
    assert "color" not in said and "hair" not in said


@pytest.mark.parametrize(
    "question",
    [
        "How many nuts has Nora?",
        "If Nora has 3 nuts, how many are 4?",
        "Mark has 3 nuts. How many are 4?",
        "Nora, a goat, has 3 nuts. How many are left?",
        "Baby Nora has 3 nuts. How many are left?",
    ],
)
def test_problems_without_a_safe_place_are_refused(question: str) -> None:
    assert isinstance(propose(problem(question)), Refusal)


def test_options_are_refused() -> None:
    assert isinstance(propose(problem(NUTS, choices=("7", "8"))), Refusal)


@pytest.mark.parametrize("template", [*PERSON_TEMPLATES, *PLACE_TEMPLATES, *SCENE_TEMPLATES])
def test_every_sentence_passes_the_checks(template: object) -> None:
    question = "Ulf has 3 nuts in a gym. How many nuts has Ulf in total?"
    name = "gym" if template in PLACE_TEMPLATES else "Ulf"
    for seed in range(20):
        sentence = template.fill(name, random.Random(seed))  # type: ignore[attr-defined]
        new = replace(
            problem(question),
            question=question.replace("gym.", f"gym. {sentence}"),
            kind="distractors",
            original_gold="7",
        )
        edit = Edit(24, 24, "", f" {sentence}")
        certificate = Certificate("insertion", {"sentence": sentence, "about": name})
        assert failed(problem(question), Variant(new, (edit,), certificate)) == set()


@pytest.mark.parametrize(
    ("text", "check"),
    [
        ("Nora has 3 nuts. Carlos also has 4. Who wins?", "between sentences, before the question"),
        ("Nora, 50, saw Ida. In May she left. Who wins?", "no pronoun lost"),
        ("Nora had 5 nuts. In May she left. Who wins?", None),
        ("If Nora had 5 nuts. Ida left. Who wins?", "between sentences, before the question"),
    ],
)
def test_a_sentence_before_one_that_leans_is_found(text: str, check: str | None) -> None:
    place = text.index(".") + 1
    said = " Nora speaks Italian."
    new = replace(
        problem(text),
        question=text[:place] + said + text[place:],
        kind="distractors",
        original_gold="7",
    )
    certificate = Certificate("insertion", {"sentence": said.strip(), "about": "Nora"})
    forged = Variant(new, (Edit(place, place, "", said),), certificate)
    assert failed(problem(text), forged) == ({check} if check else set())


def test_a_subject_that_is_a_pattern_is_only_text() -> None:
    sound = propose(problem(NUTS))
    assert isinstance(sound, Variant)
    evidence = {**sound.certificate.evidence, "about": "("}
    forged = replace(sound, certificate=Certificate("insertion", evidence))
    assert "about what is known" in failed(problem(NUTS), forged)


@pytest.mark.parametrize(
    ("place", "sentence", "about", "check"),
    [
        (16, "Nora has 5 figs.", "Nora", "no amount, time or money"),
        (16, "Nora has figs in 1850.", "Nora", "no amount, time or money"),
        (16, "Nora sits in row number 5.", "Nora", "no amount, time or money"),
        (16, "Nora has two figs.", "Nora", "no amount, time or money"),
        (16, "Nora has more figs.", "Nora", "no amount, time or money"),
        (16, "Nora sold figs.", "Nora", "no amount, time or money"),
        (16, "Nora likes nuts.", "Nora", "irrelevant"),
        (16, "Ulf likes figs.", "Ulf", "about what is known"),
        (16, "Carlos likes figs.", "Carlos", "about what is known"),
        (16, "Nora likes figs? Yes.", "Nora", "a sentence of its own"),
        (8, "Nora likes figs.", "Nora", "between sentences, before the question"),
        (len(NUTS), "Nora likes figs.", "Nora", "between sentences, before the question"),
    ],
)
def test_faults_are_found(place: int, sentence: str, about: str, check: str) -> None:
    new = replace(
        problem(NUTS),
        question=f"{NUTS[:place]} {sentence}{NUTS[place:]}",
        kind="distractors",
        original_gold="7",
    )
    certificate = Certificate("insertion", {"sentence": sentence, "about": about})
    forged = Variant(new, (Edit(place, place, "", f" {sentence}"),), certificate)
    assert check in failed(problem(NUTS), forged)
    changed = replace(forged, problem=replace(new, question=new.question.replace("4", "5")))
    assert "one insertion and nothing else" in failed(problem(NUTS), changed)
    solved = replace(forged, problem=replace(new, gold="8"))
    assert "gold, options and solution kept" in failed(problem(NUTS), solved)


PIECES = st.sampled_from(
    [
        *(
            "Nora",
            "Carlos",
            "has 3 nuts.",
            "She",
            "eats",
            "How many",
            "nuts",
            "?",
            "Mr.",
            "\n",
            ".",
        ),
        *("the store", "stores", "$", r"$x^2.$", "\\", "If", "it", "Find", "is", "!", '"Nora."'),
    ]
)
SENTENCES = st.sampled_from(
    [
        "Nora has 3 nuts.",
        "Carlos eats 4 figs.",
        "She left.",
        "The store sells $2 nuts.",
        "It is a nut.",
    ]
)
TEXT = (
    st.lists(SENTENCES, min_size=1, max_size=5).map(
        lambda s: f"{' '.join(s)} How many nuts are left?"
    )
    | st.lists(PIECES, max_size=16).map(" ".join)
    | st.text(max_size=40)
)


@given(TEXT, st.integers(0, 9))
def test_any_text_gets_a_sound_sentence_or_is_refused(question: str, seed: int) -> None:
    asked = problem(question)
    proposed = propose(asked, seed)
    if isinstance(proposed, Variant):
        assert "one insertion and nothing else" not in failed(asked, proposed)
        assert "gold, options and solution kept" not in failed(asked, proposed)
