"""Evaluate a model on your own problems, and on the same ones with other numbers.

    python examples/own_problems.py FOLDER [MODEL]

MODEL is a folder or hub id; the default is the tiny policy that ships with the package.
"""

import json
import sys
from pathlib import Path

from clipo_bench import Recipe, evaluate, load_problems, make_variants, policy_path

PROBLEMS = [
    {
        "id": "stamps",
        "question": "Maya buys 6 sheets of 8 stamps. She uses 10 stamps. How many are left?",
        "answer": "She buys 6*8=<<6*8=48>>48 stamps. 48-10=<<48-10=38>>38 are left.\n#### 38",
    },
    {
        "id": "bread",
        "question": "A baker bakes 24 loaves every day. How many loaves does he bake in 6 days?",
        "answer": "He bakes 24*6=<<24*6=144>>144 loaves.\n#### 144",
    },
]


def main(folder: str, model: str | None = None) -> None:
    """Write the problems, make variants of them, and ask a model both."""
    place = Path(folder)
    file = place / "shop.jsonl"
    file.write_text("".join(json.dumps(problem) + "\n" for problem in PROBLEMS), encoding="utf-8")

    make_variants(load_problems(file), place / "variants", Recipe(kinds=("numbers",), k=2))
    metrics = evaluate(
        model or policy_path(), variants=place / "variants", out=place / "run", max_tokens=64
    )
    for kind, counts in metrics["slices"]["shop"].items():
        print(f"{kind:10} {counts['problems']} problems, {counts['accuracy']:.0%} right")


if __name__ == "__main__":
    main(*sys.argv[1:])
