"""Partial prompts: where a text is cut, and what counts as its completion."""

import random

import pytest
from rouge_score.rouge_scorer import RougeScorer

from clipo_bench.tasks.partial import common_subsequence, completion, partial_problems
from clipo_bench.tasks.problem import Problem

TEN = "Mia  packs 12 jars, then 7\nmore; how many altogether?"


def problem(question: str, **changes: object) -> Problem:
    return Problem("made_up", "p1", question, "19", **changes)


def test_a_text_is_cut_after_whole_words() -> None:
    parts = list(partial_problems(problem(TEN, solution="12 + 7 = 19", family="f", date="2024")))
    assert [(one.kind, one.question, one.rest) for one in parts] == [
        ("prefix40", "Mia  packs 12", "jars, then 7\nmore; how many altogether?"),
        ("prefix60", "Mia  packs 12 jars, then 7", "more; how many altogether?"),
        ("prefix80", "Mia  packs 12 jars, then 7\nmore; how", "many altogether?"),
    ]
    for one in parts:
        assert one.prompt == one.question  # nothing after it, not even a line's end
        assert (one.id, one.family, one.gold, one.date) == ("p1", "f", "19", "2024")
        assert one.variant_id == one.kind
        assert one.solution is None


def test_a_part_ends_without_a_mark_where_one_is_near() -> None:
    """Some tokenizers join a mark with the space after it."""
    text = "Now (a) (b) (c) (d) five six seven eight nine"
    assert next(partial_problems(problem(text))).question == "Now (a) (b) (c)"
    text = "Now two (b) (c) (d) five six seven eight nine"
    assert next(partial_problems(problem(text))).question == "Now two"


@pytest.mark.parametrize("question", ["Find it.", "What is 3 + 4?", "x" * 300])
def test_what_is_too_short_to_be_cut_is_left_out(question: str) -> None:
    assert len(list(partial_problems(problem(question)))) == (3 if question.count(" ") > 3 else 0)


def test_options_cannot_be_continued() -> None:
    assert not list(partial_problems(problem(TEN, choices=("18", "19"))))


def test_a_rest_without_words_is_no_rest() -> None:
    kinds = [one.kind for one in partial_problems(problem("Which sum is 3 + ?"))]
    assert kinds == ["prefix40", "prefix60"]


@pytest.mark.parametrize(
    ("response", "exact"),
    [
        (" many altogether?", True),
        ("many\n altogether? 12 + 7 = 19", True),
        ("many altogether?So 19", True),
        ("Many altogether?", False),
        ("many altogether", False),
        ("how many altogether?", False),
        ("", False),
    ],
)
def test_a_completion_is_the_rest_word_for_word(response: str, exact: bool) -> None:
    assert completion(response, "many altogether?").exact is exact


@pytest.mark.parametrize(
    ("response", "exact"),
    [("by 12", True), ("by 12. So", True), ("by 120", False), ("by 12.5", False)],
)
def test_a_longer_number_is_another_number(response: str, exact: bool) -> None:
    assert completion(response, "by 12").exact is exact


def test_rouge_is_that_of_the_usual_implementation() -> None:
    """On random texts as long as the rest, where nothing is cut off."""
    scorer = RougeScorer(["rougeL"])
    rng = random.Random(4)
    for _ in range(200):
        rest, response = (
            " ".join(rng.choices(["A", "b,", "12", "x+1", "pens?"], k=rng.randint(1, 12)))
            for _ in range(2)
        )
        found = completion(response, rest).rouge_l
        length = len(scorer._tokenizer.tokenize(rest))
        kept = " ".join(scorer._tokenizer.tokenize(response)[:length])
        assert found == pytest.approx(scorer.score(rest, kept)["rougeL"].fmeasure)


def test_what_follows_the_rest_does_not_count() -> None:
    assert completion("many altogether? The answer is 19.", "many altogether?").rouge_l == 1.0
    assert completion("the whole", "many altogether?").rouge_l == 0.0
    # Of "in three boxes now" the words in and boxes stand in it in order: 2 of 4.
    assert completion("in two boxes each", "in three boxes now").rouge_l == 0.5


def test_a_common_subsequence_against_the_table() -> None:
    rng = random.Random(1)
    for _ in range(100):
        one, other = (rng.choices("abc", k=rng.randint(0, 9)) for _ in range(2))
        table = [[0] * (len(other) + 1) for _ in range(len(one) + 1)]
        for i, left in enumerate(one):
            for j, right in enumerate(other):
                best = max(table[i][j + 1], table[i + 1][j])
                table[i + 1][j + 1] = table[i][j] + 1 if left == right else best
        assert common_subsequence(one, other) == table[-1][-1]
