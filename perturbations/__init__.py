"""Verified variants of problems: rewrites with a proof of their gold."""

from clipo_bench._exports import TYPE_CHECKING, lazy

if TYPE_CHECKING:
    from clipo_bench.perturbations.engine import Recipe, RewriteOutcome, perturb
    from clipo_bench.perturbations.own_kind import register_kind
    from clipo_bench.perturbations.programs.find import find_program
    from clipo_bench.perturbations.programs.no_program import NoProgram
    from clipo_bench.perturbations.programs.program import Program
    from clipo_bench.perturbations.programs.worked_solution.derive import derive
    from clipo_bench.perturbations.rewrites.registry import REWRITES, Rewrite
    from clipo_bench.perturbations.variant import Certificate, Edit, Reason, Refusal, Variant
    from clipo_bench.perturbations.variant_set.make import make_variants
    from clipo_bench.perturbations.variant_set.shard import merge_variants

__all__ = [
    "REWRITES",
    "Certificate",
    "Edit",
    "NoProgram",
    "Program",
    "Reason",
    "Recipe",
    "Refusal",
    "Rewrite",
    "RewriteOutcome",
    "Variant",
    "derive",
    "find_program",
    "make_variants",
    "merge_variants",
    "perturb",
    "register_kind",
]
_PLACES = {
    "REWRITES": "perturbations.rewrites.registry",
    "Certificate": "perturbations.variant",
    "Edit": "perturbations.variant",
    "NoProgram": "perturbations.programs.no_program",
    "Program": "perturbations.programs.program",
    "Reason": "perturbations.variant",
    "Recipe": "perturbations.engine",
    "Refusal": "perturbations.variant",
    "Rewrite": "perturbations.rewrites.registry",
    "RewriteOutcome": "perturbations.engine",
    "Variant": "perturbations.variant",
    "derive": "perturbations.programs.worked_solution.derive",
    "find_program": "perturbations.programs.find",
    "make_variants": "perturbations.variant_set.make",
    "merge_variants": "perturbations.variant_set.shard",
    "perturb": "perturbations.engine",
    "register_kind": "perturbations.own_kind",
}

if not TYPE_CHECKING:
    __getattr__, __dir__ = lazy(__name__, _PLACES)
