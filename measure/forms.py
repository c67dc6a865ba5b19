"""How many MATH problems are of a recognised form, and whether their programs are right.

    python measure/forms.py --data-dir DATA [--only NAME] [--limit N] [--wrong 20] [--unknown 40]

Over MATH's training and test problems: how many are recognised, by form; on how many of those the
program gives the published gold before anything else looks at it; how many get a variant; and
samples of what is wrong or not recognised. With --held-out, the renumbered problems of MATH-Perturb
simple and of the functional snapshots, where both wordings are read: read last.
"""

import argparse
import gzip
import json
import random
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from clipo_bench.perturbations.programs.forms.answer import write_answer
from clipo_bench.perturbations.programs.forms.form_program import FormProgram
from clipo_bench.perturbations.programs.forms.no_value import NoValue
from clipo_bench.perturbations.programs.forms.recognise import recognise
from clipo_bench.perturbations.programs.forms.text_form import text_form
from clipo_bench.tasks.answers.extract import golds
from clipo_bench.tasks.answers.grader import Grader

COVERAGE_BAR = 0.25
GOLD_BAR = 0.98


def problems(folder: Path) -> Iterator[tuple[str, str]]:
    """Question and gold of MATH's training and test problems."""
    import pandas as pd

    for row in pd.read_parquet(folder / "clipo/train/math75.parquet").itertuples():
        text = row.prompt[0]["content"].rpartition("\n")[0]
        yield text, golds(row.reward_model["ground_truth"])[0]
    with (folder / "math/MATH_test_5000.jsonl").open(encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            yield row["problem"], golds(row["solution"])[0]


def renumbered(folder: Path) -> Iterator[tuple[str, str, str, str]]:
    """Problems with other numbers, by people: source, original question, new question, new gold."""
    with gzip.open(folder / "fneval/functional_math_1745.jsonl.gz", "rt") as lines:
        for line in lines:
            row = json.loads(line)
            for snapshot in ("Oct-2023", "Nov-2023", "Dec-2023"):
                if row["static"] and (new := row.get(snapshot)):
                    yield "functional", row["static"]["problem"], new["problem"], str(new["gold"])
    by_words: dict[str, list[str]] = {}
    for question, _ in problems(folder):
        if (text := text_form(question)) is not None:
            by_words.setdefault(text.words, []).append(question)
    with (folder / "math-perturb/math_perturb_simple.jsonl").open(encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            # The file does not say of which problem; one of the same words will be.
            text = text_form(row["problem"])
            for original in by_words.get("" if text is None else text.words, ())[:1]:
                yield "MATH-Perturb simple", original, row["problem"], str(row["answer"])


def check_held_out(folder: Path) -> bool:
    """Compare the programs of originals with people's golds of the same wording, renumbered."""
    read: Counter[str] = Counter()
    right: Counter[str] = Counter()
    silent: Counter[str] = Counter()  # read, but such numbers are too large, or have no answer
    with Grader() as grader:
        for source, original, new, gold in renumbered(folder):
            program = recognise(original)
            values = None if program is None else program.read(new)
            if program is None or values is None:
                continue
            try:
                answer = write_answer(program.solve(values))
            except NoValue:
                silent[source] += 1
                continue
            read[source] += 1
            if grader.equal(answer, gold):
                right[source] += 1
            else:
                print(f"DIFFERS {source}, {program.form.name}: {answer} for {gold}: {new!r}")
    for source, count in read.items():
        share = f"{right[source] / count:.1%}"
        print(
            f"{source}: {right[source]} of {count} golds equal ({share}); {silent[source]} refused"
        )
    return all(right[source] >= GOLD_BAR * count for source, count in read.items())


def main() -> None:
    """Measure."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--data-dir", type=Path, required=True)
    parser.add_argument("--only", default="", help="forms whose name holds this")
    parser.add_argument("--limit", type=int, default=None)
    parser.add_argument("--wrong", type=int, default=20)
    parser.add_argument("--unknown", type=int, default=0)
    parser.add_argument("--draws", type=int, default=0, help="problems to draw a variant of")
    parser.add_argument("--held-out", action="store_true", help="read people's variants instead")
    options = parser.parse_args()
    if options.held_out:
        sys.exit(not check_held_out(options.data_dir))
    rows = list(problems(options.data_dir))
    random.Random(0).shuffle(rows)  # noqa: S311
    rows = rows[: options.limit]
    known: Counter[str] = Counter()
    right: Counter[str] = Counter()
    unknown: list[str] = []
    found: list[FormProgram] = []
    start = time.process_time()
    with Grader() as grader:
        for question, gold in rows:
            program = recognise(question)
            if program is None:
                unknown.append(question)
                continue
            if options.only not in program.form.name:
                continue
            name = program.form.name
            known[name] += 1
            answer = write_answer(program.solve({}))
            if grader.equal(answer, gold):
                right[name] += 1
                found.append(program)
            elif options.wrong:
                options.wrong -= 1
                print(f"WRONG {name}: {answer} for {gold}: {question!r}")
    spent = time.process_time() - start
    for name, count in known.most_common():
        print(f"{count:5} {right[name] / count:7.1%}  {name}")
    total, good = known.total(), right.total()
    print(f"{total} of {len(rows)} recognised ({total / len(rows):.1%}), {spent:.0f} s")
    if total:
        print(f"{good} give the gold ({good / total:.1%})")
    _show_draws(found[: options.draws])
    rng = random.Random(1)  # noqa: S311
    for question in rng.sample(unknown, min(options.unknown, len(unknown))):
        print(f"UNKNOWN {question!r}")
    sys.exit(total < COVERAGE_BAR * len(rows) or good < GOLD_BAR * total)


def _show_draws(programs: list[FormProgram]) -> None:
    drawn = 0
    for program in programs:
        start = time.process_time()
        values = program.draw(random.Random(2))  # noqa: S311
        spent = time.process_time() - start
        if values is None:
            print(f"NO DRAW ({spent:.2f} s) {program.question!r}")
            continue
        drawn += 1
        text = program.render(values)
        again = program.read(text)
        print(f"DRAWN ({spent:.2f} s) {program.gold} -> {program.evaluate(values)}: {text!r}")
        if again != values:
            print("!! not read back")
    if programs:
        print(f"{drawn} of {len(programs)} get a variant")


if __name__ == "__main__":
    main()
