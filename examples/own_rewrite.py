"""Add a kind of rewrite: prices in euros in place of dollars.

    python examples/own_rewrite.py FOLDER

A rewrite only proposes. What it proposes exists once the checks have passed: those of every
variant, and those that are registered here for certificates of this method.
"""

import json
import random
import re
import sys
from dataclasses import replace
from pathlib import Path

from clipo_bench import (
    Certificate,
    Edit,
    Problem,
    Reason,
    Recipe,
    Refusal,
    Variant,
    load_problems,
    make_variants,
    register_kind,
)

METHOD = "currency map"
OLD, NEW = "dollar", "euro"
PROBLEMS = [
    {"question": "A pen costs 3 dollars. How many dollars do 4 pens cost?", "answer": "12"},
    {"question": "Ben walks 3 km a day. How far does he walk in 4 days?", "answer": "12"},
]


class Currency:
    """Proposes the same problem in another currency."""

    kind = "currency"
    changes = "dollars become euros; the gold stays"

    def propose(self, problem: Problem, rng: random.Random) -> Variant | Refusal:
        """Rename the currency, or refuse where that may change what is asked."""
        found = list(re.finditer(rf"\b{OLD}(?=s?\b)", problem.question))
        if not found:
            return Refusal.of(problem, self.kind, Reason.NOTHING_TO_REWRITE, f"no {OLD}s")
        if re.search(rf"{NEW}|cent|\$|€", problem.question):
            return Refusal.of(problem, self.kind, Reason.AMBIGUOUS, "another currency or cents")
        variant = replace(
            problem,
            question=re.sub(rf"\b{OLD}(?=s?\b)", NEW, problem.question),
            solution=None,
            original_gold=problem.gold,
            kind=self.kind,
        )
        edits = tuple(Edit(one.start(), one.end(), OLD, NEW) for one in found)
        return Variant(variant, edits, Certificate(METHOD, {OLD: NEW}))


def undone_gives_the_original(original: Problem, variant: Variant) -> bool:
    """The map read backwards must lead back: nothing was merged and nothing else changed."""
    ((old, new),) = variant.certificate.evidence.items()
    return variant.problem.question.replace(new, old) == original.question


def gold_kept(original: Problem, variant: Variant) -> bool:
    """An amount is the same number in any currency."""
    return variant.problem.gold == original.gold


# At the top level: worker processes import this file, and must know the kind, too.
register_kind(
    Currency(),
    METHOD,
    {"map undone gives the original": undone_gives_the_original, "gold kept": gold_kept},
)


def main(folder: str) -> None:
    """Make variants of two problems, one of which has nothing to rewrite."""
    file = Path(folder) / "prices.jsonl"
    file.write_text("".join(json.dumps(problem) + "\n" for problem in PROBLEMS), encoding="utf-8")
    recipe = Recipe(kinds=("currency",))
    manifest = make_variants(load_problems(file), Path(folder) / "variants", recipe)
    print(json.dumps(manifest["coverage"]["currency"], indent=2))


if __name__ == "__main__":
    main(sys.argv[1])
