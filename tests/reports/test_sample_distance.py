"""The Min-kNN distance of samples."""

import random

import pytest

from clipo_bench.reports.run import read_run
from clipo_bench.reports.sample_distance import distances, edits, min_knn_distance, word_distance


def test_the_smallest_distances_to_a_nearest_neighbour_are_averaged() -> None:
    responses = ["a b c d", "a b c e", "a b x y", "p q r s"]
    # Nearest neighbours: 1/4, 1/4, 2/4 and 4/4.
    assert min_knn_distance(responses, smallest=1) == 0.25
    assert min_knn_distance(responses, smallest=3) == pytest.approx(1 / 3)
    assert min_knn_distance(responses) == 0.5


def test_equal_responses_have_no_distance() -> None:
    assert min_knn_distance(["one two"] * 5) == 0
    assert min_knn_distance(["", ""]) == 0


def test_one_response_has_no_neighbour() -> None:
    with pytest.raises(ValueError, match="expected two or more"):
        min_knn_distance(["alone"])


def test_edits_against_the_table() -> None:
    rng = random.Random(2)
    for _ in range(300):
        one, other = (rng.choices("abcd", k=rng.randint(0, 12)) for _ in range(2))
        row = list(range(len(other) + 1))
        for i, left in enumerate(one, 1):
            above, row = row, [i]
            for j, right in enumerate(other, 1):
                row.append(min(above[j] + 1, row[-1] + 1, above[j - 1] + (left != right)))
        assert edits(one, other) == row[-1]


def test_a_distance_is_a_share_of_the_longer_text() -> None:
    assert word_distance(["a", "b", "c"], ["a", "c"]) == pytest.approx(1 / 3)
    assert word_distance([], ["a", "b"]) == 1


def test_texts_of_a_run_have_distances_of_their_first_samples(sample, write_run) -> None:
    texts = ["a b", "a b", "x y"]
    made = [sample("p1", response=text, sample_index=i) for i, text in enumerate(texts)]
    run = read_run(write_run("run", made[::-1]))
    part = run.part("made_up", "original")
    assert distances(part, 2)["distance"].tolist() == [0]
    assert distances(part, 3)["distance"].tolist() == [pytest.approx(1 / 3)]
