"""What holds of every variant, whatever made it."""

from clipo_bench.perturbations.checks.check import Check
from clipo_bench.perturbations.text.body import apply_edits
from clipo_bench.perturbations.variant import Variant
from clipo_bench.tasks.problem import ORIGINAL, Problem, normalise_text
from clipo_bench.tasks.word_problems import split_of


def _same_identity(original: Problem, variant: Variant) -> bool:
    new = variant.problem
    kept = ("benchmark", "id", "family", "instruction")
    return (
        all(getattr(original, name) == getattr(new, name) for name in kept)
        and len(original.choices) == len(new.choices)
        and new.kind != ORIGINAL
    )


def _remembers_gold(original: Problem, variant: Variant) -> bool:
    return variant.problem.original_gold == original.gold


def _edits_make_text(original: Problem, variant: Variant) -> bool:
    # [3, 4, "x", "y"] writes y over the x at place 3
    return apply_edits(original.body, variant.edits) == variant.problem.body


def _reads_differently(original: Problem, variant: Variant) -> bool:
    return normalise_text(variant.problem.body) != normalise_text(original.body)


def _split_kept(original: Problem, variant: Variant) -> bool:
    """A variant of a generated test problem is none that a model may have been trained on."""
    if original.program is None:
        return True
    return split_of(original.question) == split_of(variant.problem.question)


CHECKS: dict[str, Check] = {
    "identity kept": _same_identity,
    "original gold remembered": _remembers_gold,
    "edits make the text": _edits_make_text,
    "reads differently": _reads_differently,
    "training and test apart": _split_kept,
}
