"""Whether programs agree with golds that they were never compared with: GSM-Plus.

    python measure/derive_plus.py --data-dir DATA

GSM-Plus gives GSM8K test problems other numbers, or longer ones, with golds by a language model
and people. Where its text differs from the original's in numbers alone and a program may change
these numbers, the program's answer is compared with its gold. Its numbers keep no constraint, so
answers may not come out whole. Every difference was read; why they differ is in
`adjudicated/gsm_plus.json`, by the hash of the question. Exits 1 where the program is at fault or a
difference was not read.
"""

import argparse
import json
import re
import sys
from collections import Counter
from collections.abc import Sequence
from difflib import SequenceMatcher
from fractions import Fraction
from pathlib import Path

from derive import lines, unfit

from clipo_bench.perturbations.programs import Program
from clipo_bench.perturbations.programs.of_problem import gold_value
from clipo_bench.perturbations.programs.worked_solution.derive import derive
from clipo_bench.perturbations.text.mentions import Mention, NumberKind, find
from clipo_bench.tasks.problem import problem_id

KINDS = ("numerical substitution", "digit expansion")
SAME_WORDS = 0.9
VERDICTS = Path(__file__).parent / "adjudicated" / "gsm_plus.json"


def values_in(program: Program, text: str) -> dict[str, Fraction] | None:
    """The values of a program's slots in another text; None if it differs in more than numbers."""
    old, new = find(program.question), find(text)
    shares = (NumberKind.FRACTION, NumberKind.PERCENTAGE)
    if [one.kind in shares for one in old] != [one.kind in shares for one in new]:
        return None
    before, after = _words(program.question, old), _words(text, new)
    if SequenceMatcher(None, before, after).ratio() < SAME_WORDS:
        return None
    return {slot.name: one.value for slot, one in zip(program.slots, new, strict=True)}


def _words(text: str, numbers: Sequence[Mention]) -> list[str]:
    for one in reversed(numbers):
        text = f"{text[: one.start]} # {text[one.end :]}"
    return re.findall(r"[^\W\d_]+|#", text.lower())


def main() -> int:
    """Compare, and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data-dir", type=Path, required=True)
    data = parser.parse_args().data_dir
    originals = {problem_id(row["question"]): row for row in lines(data / "gsm8k" / "test.jsonl")}
    verdicts = json.loads(VERDICTS.read_text(encoding="utf-8"))
    counts: Counter[str] = Counter()
    reasons: Counter[str] = Counter()
    for row in lines(data / "gsm-plus" / "gsmplus_testmini.jsonl"):
        original = originals.get(problem_id(row["seed_question"]))
        if row["perturbation_type"] not in KINDS or original is None:
            continue
        program = derive(original["question"], original["answer"])
        gold = gold_value(str(row["answer"]))
        if not isinstance(program, Program):
            counts["no program"] += 1
            continue
        values = values_in(program, row["question"])
        if values is None or gold is None:
            counts["more than numbers differs"] += 1
        elif unfit(program, values):
            counts["a number changes that may not"] += 1
        elif program.evaluate(values) == gold:
            counts["equal"] += 1
        else:
            counts["different"] += 1
            reasons[verdicts.get(problem_id(row["question"]), "not read")] += 1
    print(dict(counts))
    for reason, count in reasons.most_common():
        print(f"  {count:3} {reason}")
    return 1 if reasons["not read"] or reasons["ours is wrong"] else 0


if __name__ == "__main__":
    sys.exit(main())
