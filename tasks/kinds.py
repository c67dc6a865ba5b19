"""Kinds: which kinds of rewrites change a problem's numbers, for those who read runs."""

CHANGES_NUMBERS = {
    "choices": False,
    "distractors": False,
    "names": False,
    "numbers": True,
    "premises": False,
    "symbols": False,
    "symbols_greek": False,
    "symbols_subscripted": False,
    "symbols_words": False,
    "wording": False,
}
"""Whether a kind of ours changes numbers, so that the gold changes with them."""
