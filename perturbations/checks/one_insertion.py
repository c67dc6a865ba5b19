"""What the checks of added sentences share: one insertion, and nothing else."""

from clipo_bench.perturbations.variant import Edit, Variant
from clipo_bench.tasks.problem import Problem


def insertion_of(variant: Variant) -> Edit:
    """The only edit of a variant.

    Raises:
        ValueError: it has none, or several.
    """
    (edit,) = variant.edits
    return edit


def one_insertion(original: Problem, variant: Variant) -> bool:
    """Whether the variant without its insertion is the original."""
    edit, new = insertion_of(variant), variant.problem.question
    without = new[: edit.start] + new[edit.start + len(edit.after) :]
    return edit.before == "" and without == original.question
