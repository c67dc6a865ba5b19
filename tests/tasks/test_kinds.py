from clipo_bench.perturbations.rewrites.registry import REWRITES
from clipo_bench.tasks.kinds import BEHAVIOUR, CHANGES_NUMBERS, LETTERS_MOVE, Behaviour


def test_every_kind_says_what_is_right() -> None:
    assert set(BEHAVIOUR) == set(REWRITES)
    assert set(CHANGES_NUMBERS) == set(REWRITES)
    assert set(REWRITES) >= LETTERS_MOVE


def test_what_is_right_in_words() -> None:
    assert [one.right for one in Behaviour] == [
        "the same answer",
        "another answer",
        "that it cannot be determined",
    ]


def test_harder_numbers_are_no_sign_of_memory() -> None:
    assert CHANGES_NUMBERS["numbers"]
    assert not CHANGES_NUMBERS["numbers_larger"] and not CHANGES_NUMBERS["numbers_decimal"]
