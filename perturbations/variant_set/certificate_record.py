"""Record: what a variant has beside its problem, as JSON: its edits, and how its gold is known."""

from collections.abc import Mapping
from typing import Any

from clipo_bench.perturbations.variant import Certificate, Edit, Variant
from clipo_bench.perturbations.variant_set.changed_parts import changed_parts
from clipo_bench.tasks.problem import Problem


def to_record(variant: Variant) -> dict[str, Any]:
    """Flatten a variant's edits and certificate; the problem itself stays out."""
    record = {
        "problem_id": variant.problem.id,
        "variant_id": variant.problem.variant_id,
        "method": variant.certificate.method,
        "evidence": dict(variant.certificate.evidence),
        "checks": list(variant.certificate.checks),
        "edits": [[edit.start, edit.end, edit.before, edit.after] for edit in variant.edits],
    }
    changed = changed_parts(variant)
    return {**record, "changed": list(changed)} if changed else record


def from_record(problem: Problem, record: Mapping[str, Any]) -> Variant:
    """Rebuild the variant that `to_record` flattened."""
    certificate = Certificate(record["method"], record["evidence"], tuple(record["checks"]))
    return Variant(problem, tuple(Edit(*edit) for edit in record["edits"]), certificate)
