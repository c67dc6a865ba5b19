"""What the second opinion finds of programs broken on purpose, and what it refuses of sound ones.

    python measure/second_opinion.py --data-dir DATA

The broken programs are those of `seeded_errors.py`. Sound are the programs of GSM8K test that agree
with functions which people wrote (GSM-Symbolic's), and, nearly all, the others of GSM8K test.
Prints the shares with intervals, and in how many problems it speaks. Exits 1 if fewer than 80 % of
the errors are found or more than 3 % of the sound programs are refused.
"""

import argparse
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from derive import agreements, lines
from scipy import stats
from seeded_errors import Seeded, seeded_errors

from clipo_bench.perturbations.checks import second_opinion
from clipo_bench.perturbations.checks.derived import moves
from clipo_bench.perturbations.programs.of_problem import gold_value
from clipo_bench.perturbations.programs.worked_solution.derive import derive
from clipo_bench.perturbations.programs.worked_solution.solution_program import SolutionProgram

FOUND_BAR = 0.8
REFUSED_BAR = 0.03


def judge(one: Seeded, *, broken: bool) -> bool | None:
    """What the second opinion says of a broken program, or of the sound one in its place."""
    gold = gold_value(one.original.gold)
    assert gold is not None
    program = one.program if broken else one.sound
    question, solution = one.original.question, one.original.solution or ""
    return second_opinion.differs(question, solution, gold, one.moving, program)


def judge_sound(program: SolutionProgram, solution: str) -> bool | None:
    """What the second opinion says of a program as it was derived."""
    moving, by_start = moves(program)
    return second_opinion.differs(program.question, solution, program.gold, moving, by_start)


def agreed(data: Path) -> Iterator[tuple[SolutionProgram, str]]:
    """The programs of GSM8K test that agree with people's functions, with worked solutions."""
    originals = lines(data / "gsm8k" / "test.jsonl")
    templates = lines(data / "gsm-symbolic" / "templates_symbolic.jsonl")
    rows = {Path(one["template_file"]).stem: one["id_orig"] for one in templates}
    for parity in (0, 1):
        for found in agreements(data, parity):
            if found.compared and not found.differ:
                original = originals[rows[found.name]]
                program = derive(original["question"], original["answer"])
                assert isinstance(program, SolutionProgram)
                yield program, original["answer"]


def report(name: str, said: Sequence[bool | None], wanted: str) -> float:
    """Print how often the second opinion speaks and objects; return the share of objections."""
    objects, silent = said.count(True), said.count(None)
    interval = proportion(objects, len(said))
    print(
        f"{name}: {objects} of {len(said)} {wanted} ({interval}), "
        f"speaks of {len(said) - silent} ({1 - silent / len(said):.1%})"
    )
    return objects / len(said)


def proportion(count: int, total: int) -> str:
    """A share with its exact 95 % interval."""
    interval = stats.binomtest(count, total).proportion_ci()
    return f"{count / total:.1%}, {interval.low:.1%} to {interval.high:.1%}"


def main() -> None:
    """Judge the seeded errors and the sound programs."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data-dir", type=Path, required=True)
    parser.add_argument("--show", action="store_true", help="print what it does not find")
    arguments = parser.parse_args()
    seeded = seeded_errors(arguments.data_dir)
    said = [judge(one, broken=True) for one in seeded]
    tried = Counter(one.operator for one in seeded)
    hits = Counter(one.operator for one, what in zip(seeded, said, strict=True) if what)
    for name, count in tried.items():
        print(f"  {hits[name]:3} of {count:3} {name}")
    found = report("seeded errors", said, "found")
    report("the same, not broken", [judge(one, broken=False) for one in seeded], "refused")
    people = [judge_sound(*one) for one in agreed(arguments.data_dir)]
    refused = report("programs that agree with people's", people, "refused")
    test = lines(arguments.data_dir / "gsm8k" / "test.jsonl")
    programs = [(derive(row["question"], row["answer"]), row["answer"]) for row in test]
    derived = [judge_sound(one, text) for one, text in programs if isinstance(one, SolutionProgram)]
    report("all of GSM8K test", derived, "refused")
    for one, what in zip(seeded, said, strict=True) if arguments.show else ():
        if not what:
            (variant, right), *_ = one.variants
            print(f"\n{one.operator}, row {one.row}: {what}\n{one.original.question}")
            print(f"{one.original.solution}\n-> {variant.question}")
            print(f"wrong {variant.gold}, right {right}")
    sys.exit(0 if found >= FOUND_BAR and refused <= REFUSED_BAR else 1)


if __name__ == "__main__":
    main()
