"""Where two identities differ, as a reader sees it."""

from clipo_bench.tasks.storage.identity import differences, shown


def test_names_come_first_and_hashes_last_and_short() -> None:
    old = {"variants": "09d66e643490d430", "settings": {"seed": 0}, "limit": None}
    new = {"variants": "d82bd4d334219db6", "settings": {"seed": 1}, "limit": 5}
    assert differences(old, new) == [
        "settings.seed was 0, is 1",
        "limit was none, is 5",
        "variants was 09d66e64, is d82bd4d3",
    ]


def test_values_as_messages_show_them() -> None:
    assert shown(None, "", "hf", 4) == ("none", "''", "'hf'", "4")
    assert shown(["numbers", "names"], None) == ("'numbers', 'names'", "none")
    assert shown("sha256:443338129628ebe5", "hf") == ("44333812", "'hf'")
    assert shown("631611ded2131490+09d66e643490d430") == ("631611de+09d66e64",)


def test_hashes_that_begin_alike_are_shown_whole() -> None:
    one, other = "0123456700000000", "0123456711111111"
    assert shown(one, other) == (repr(one), repr(other))
