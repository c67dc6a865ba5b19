"""Coverage: how far each kind of rewrite reached. Refusals are part of the result."""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from clipo_bench.perturbations.engine import RewriteOutcome
from clipo_bench.perturbations.variant_set.changed_parts import changed_parts

CAUSES = 10
_NUMBER = re.compile(r"\d+(?:[.,/]\d+)*")
_QUOTED = re.compile(r"""(?<= )(['"]).*?\1(?= |$)""")


@dataclass(slots=True)
class Coverage:
    """What became of the problems under one kind of rewrite.

    Attributes:
        problems: how many were asked for.
        rewritten: how many got at least one variant.
        variants: how many variants there are.
        fewer_than_k: how many of the rewritten got fewer than asked.
        changed: what the variants of `names` and `wording` changed: how many people alone, how many
            people and money, and so on.
        refusals: how many got none, by `Reason`.
        causes: per reason the refusals' details, with numbers as ``#`` and quoted text as ``...``.
        examples: per reason and cause the first of these details, as it was.
    """

    problems: int = 0
    rewritten: int = 0
    variants: int = 0
    fewer_than_k: int = 0
    changed: Counter[str] = field(default_factory=Counter)
    refusals: Counter[str] = field(default_factory=Counter)
    causes: dict[str, Counter[str]] = field(default_factory=dict)
    examples: dict[str, dict[str, str]] = field(default_factory=dict)

    def add(self, outcome: RewriteOutcome, k: int) -> None:
        """Count one problem, of which k variants were wanted."""
        made = len(outcome.variants)
        self.problems += 1
        self.rewritten += made > 0
        self.variants += made
        self.fewer_than_k += 0 < made < k
        for variant in outcome.variants:
            if parts := changed_parts(variant):
                self.changed[", ".join(parts)] += 1
        if outcome.refusal is not None:
            reason = outcome.refusal.reason.value
            self.refusals[reason] += 1
            detail = outcome.refusal.detail
            cause = _NUMBER.sub("#", _QUOTED.sub("...", detail))
            self.causes.setdefault(reason, Counter())[cause] += 1
            self.examples.setdefault(reason, {}).setdefault(cause, detail)

    def as_json(self) -> dict[str, Any]:
        """The counts in a fixed order, with the `CAUSES` most frequent causes of each reason."""
        causes = {reason: _first(found) for reason, found in sorted(self.causes.items())}
        changed = {"changed": dict(sorted(self.changed.items()))} if self.changed else {}
        return {
            "problems": self.problems,
            "rewritten": self.rewritten,
            "variants": self.variants,
            "fewer_than_k": self.fewer_than_k,
            **changed,
            "refusals": dict(sorted(self.refusals.items())),
            "causes": causes,
            "examples": {
                reason: {cause: self.examples[reason][cause] for cause in found}
                for reason, found in causes.items()
            },
        }


def examples(counts: Mapping[str, Any], reason: str) -> list[tuple[int, str]]:
    """How often each cause of a reason occurs, and its first detail, ``such as: 7 in step 2``.

    Args:
        counts: of one kind, as `Coverage.as_json` gives them; older sets have no examples.
        reason: one of its refusals.
    """
    first = counts.get("examples", {}).get(reason, {})
    found = []
    for cause, count in counts["causes"][reason].items():
        example = first.get(cause, cause)
        several = count > 1 and example != cause
        found.append((count, f"such as: {example}" if several else example))
    return found


def _first(causes: Mapping[str, int]) -> dict[str, int]:
    ranked = sorted(causes.items(), key=lambda item: (-item[1], item[0]))
    return dict(ranked[:CAUSES])
