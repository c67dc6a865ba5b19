"""The checks that every variant passes before it exists. No rewrite judges itself."""

from dataclasses import dataclass

from clipo_bench.perturbations.checks import (
    derived,
    every,
    harder_numbers,
    insertion,
    irrelevant_quantity,
    known_program,
    missing_number,
    name_map,
    permutation,
    program,
    replaced_option,
    sentence_order,
    slips,
    symbol_map,
    turned_round,
    two_programs,
    wording,
)
from clipo_bench.perturbations.checks.check import Check
from clipo_bench.perturbations.variant import Variant
from clipo_bench.tasks.problem import Problem

BY_METHOD = {
    "permutation": permutation.CHECKS,
    "symbol map": symbol_map.CHECKS,
    "program": program.CHECKS,
    "derived program": derived.CHECKS,
    "competition program": known_program.COMPETITION_CHECKS,
    "recognised form": known_program.FORM_CHECKS,
    "name map": name_map.CHECKS,
    "same content": wording.CHECKS,
    "insertion": insertion.CHECKS,
    "sentence order": sentence_order.CHECKS,
    "irrelevant quantity": irrelevant_quantity.CHECKS,
    "replaced option": replaced_option.CHECKS,
    "typos": slips.CHECKS,
    "harder numbers": harder_numbers.CHECKS,
    "missing number": missing_number.CHECKS,
    "answer offered": missing_number.CONTROL_CHECKS,
    "reversal": turned_round.CHECKS,
    "two programs": two_programs.CHECKS,
}


@dataclass(frozen=True, slots=True)
class Verification:
    """The names of the checks that a variant passed, and of those that it failed."""

    passed: tuple[str, ...]
    failed: tuple[str, ...]


def verify(original: Problem, variant: Variant) -> Verification:
    """Check a variant by what it says against what it claims.

    Args:
        original: what was rewritten.
        variant: what a rewrite proposes, with its certificate.
    """
    of_method = BY_METHOD.get(variant.certificate.method, {"known method": _never})
    results = {
        name: _holds(check, original, variant) for name, check in (every.CHECKS | of_method).items()
    }
    return Verification(
        passed=tuple(name for name, holds in results.items() if holds),
        failed=tuple(name for name, holds in results.items() if not holds),
    )


def _holds(check: Check, original: Problem, variant: Variant) -> bool:
    try:
        return check(original, variant)
    except (ValueError, LookupError, ArithmeticError):  # what can't be read or run proves nothing
        return False


def _never(original: Problem, variant: Variant) -> bool:
    return False
