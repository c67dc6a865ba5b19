"""What holds if a permutation of the options keeps the gold."""

from clipo_bench.perturbations.checks.check import Check
from clipo_bench.perturbations.variant import Variant
from clipo_bench.tasks.problem import LETTERS, Problem


def _order(original: Problem, variant: Variant) -> list[int]:
    return [int(place) for place in variant.certificate.evidence["order"].split(",")]


def _is_permutation(original: Problem, variant: Variant) -> bool:
    # "2,0,1" names each of three options once
    return sorted(_order(original, variant)) == list(range(len(original.choices)))


def _question_untouched(original: Problem, variant: Variant) -> bool:
    return variant.problem.question == original.question


def _gold_text_kept(original: Problem, variant: Variant) -> bool:
    before = original.choices[LETTERS.index(original.gold)]
    after = variant.problem.choices[LETTERS.index(variant.problem.gold)]
    # "Mars" was option B and is option D, and no other option is "Mars".
    return before == after and original.choices.count(before) == 1


def _order_undone(original: Problem, variant: Variant) -> bool:
    # order 2,0,1: the first option of the variant was the third
    restored = dict(zip(_order(original, variant), variant.problem.choices, strict=True))
    return tuple(text for _, text in sorted(restored.items())) == original.choices


CHECKS: dict[str, Check] = {
    "valid permutation": _is_permutation,
    "question untouched": _question_untouched,
    "gold is the same option": _gold_text_kept,
    "order undone gives the original": _order_undone,
}
