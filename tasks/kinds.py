"""Kinds: what each kind of rewrite asks of a model, for those who read runs."""

from enum import StrEnum


class Behaviour(StrEnum):
    """What is right for a variant, beside what is right for its original."""

    INVARIANCE = "invariance"
    SENSITIVITY = "sensitivity"
    ABSTENTION = "abstention"

    @property
    def right(self) -> str:
        """What the right answer is, in words."""
        return _RIGHT[self]


_RIGHT = {
    Behaviour.INVARIANCE: "the same answer",
    Behaviour.SENSITIVITY: "another answer",
    Behaviour.ABSTENTION: "that it cannot be determined",
}

BEHAVIOUR = {
    # the options' letters follow their texts, and symbols their names: the answer is the same
    "choices": Behaviour.INVARIANCE,
    "distractors": Behaviour.INVARIANCE,
    "irrelevant_number": Behaviour.INVARIANCE,
    "missing_control": Behaviour.INVARIANCE,
    "names": Behaviour.INVARIANCE,
    "none_of_the_others_decoy": Behaviour.INVARIANCE,
    "premises": Behaviour.INVARIANCE,
    "symbols": Behaviour.INVARIANCE,
    "symbols_greek": Behaviour.INVARIANCE,
    "symbols_subscripted": Behaviour.INVARIANCE,
    "symbols_words": Behaviour.INVARIANCE,
    "typos_10": Behaviour.INVARIANCE,
    "typos_30": Behaviour.INVARIANCE,
    "typos_50": Behaviour.INVARIANCE,
    "wording": Behaviour.INVARIANCE,
    "chained": Behaviour.SENSITIVITY,
    "none_of_the_others": Behaviour.SENSITIVITY,
    "numbers": Behaviour.SENSITIVITY,
    "numbers_decimal": Behaviour.SENSITIVITY,
    "numbers_larger": Behaviour.SENSITIVITY,
    "numbers_larger_2": Behaviour.SENSITIVITY,
    "reversal": Behaviour.SENSITIVITY,
    "missing": Behaviour.ABSTENTION,
}
"""What is right for the variants of each kind of ours."""

LETTERS_MOVE = frozenset({"choices", "none_of_the_others", "none_of_the_others_decoy"})
"""Kinds in which options get other letters, so that an old letter says nothing of memory."""

CHANGES_NUMBERS = {kind: kind == "numbers" for kind in BEHAVIOUR}
"""Whether a kind of ours changes numbers, so that the gold changes with them, and is as hard.

Those that are harder on purpose are none of these: what is lost on them may be lost to longer
arithmetic, and is no sign of memory.
"""
