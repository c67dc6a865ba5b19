"""List competition problems for whoever writes their programs, and check the programs.

    python measure/competition.py list aime24 --data-dir DATA
    python measure/competition.py check aime_2024_ii_1_to_8 --data-dir DATA
    python measure/competition.py table all > docs/competition_problems.md
    python measure/competition.py sketches --data-dir DATA \
        > perturbations/programs/competition/sketches.py

`list` prints each problem of a benchmark: fingerprint, gold, numbers in order, text, and the entry
that knows it. `check` prints a line for each entry of a file: whether it gives the published gold,
how often both ways agree on random parameters, how many variants and golds there are, how often the
gold is the original's, and what one computation takes. Exits 1 if something is wrong. `table` with
`all` writes docs/competition_problems.md, in Markdown, without any data. `sketches` writes the
hashes by which an edited problem is told: run it after an entry was added, then `ruff format`.
"""

import argparse
import random
import sys
import time
from collections.abc import Iterator, Sequence
from fractions import Fraction
from pathlib import Path

from clipo_bench.perturbations.programs.competition.catalogue import (
    COMPETITIONS,
    entries_of,
    find_entry,
)
from clipo_bench.perturbations.programs.competition.competition_program import CompetitionProgram
from clipo_bench.perturbations.programs.competition.entry import (
    CompetitionEntry,
    Immovable,
    Parameters,
)
from clipo_bench.perturbations.programs.competition.exact import NoAnswer
from clipo_bench.perturbations.programs.competition.numbers_in_text import find_numbers
from clipo_bench.perturbations.programs.competition.sketch import sketch
from clipo_bench.perturbations.programs.competition.wording import fingerprint
from clipo_bench.tasks.problem import Problem
from clipo_bench.tasks.sources.named import load_problems

BENCHMARKS = "aime24,aime25,amc23"
DRAWS = 200
TRIES = 400
WANTED = 20


def list_problems(names: str, folder: Path | None) -> None:
    """Print all that is needed to write an entry."""
    for problem in _problems(names, folder):
        entry = find_entry(problem.question)
        numbers = " ".join(str(number.value) for number in find_numbers(problem.question))
        print(f"=== {problem.benchmark} {fingerprint(problem.question)} gold {problem.gold}")
        print(f"known as: {entry.name if entry else 'unknown'}")
        print(f"numbers: {numbers}\n{problem.question}\n")


def check_entries(competition: str, folder: Path | None, only: str) -> bool:
    """Print what is found of each entry of a file; whether all is well."""
    by_text = {fingerprint(one.question): one for one in _problems(BENCHMARKS, folder)}
    good = True
    for entry in entries_of(competition):
        if only and f" {only} " not in f"{entry.name} ":
            continue
        problem = next((by_text[text] for text in entry.texts if text in by_text), None)
        if problem is None:
            lines = ["!! no problem has one of its fingerprints"]
        elif not isinstance(entry, CompetitionEntry):
            lines = [f"never changes: {entry.reason}"]
        elif entry.never_drawn:
            lines = [f"never drawn: {entry.never_drawn}"]
        else:
            lines = list(_check(entry, problem))
        good &= not any(line.startswith("!!") for line in lines)
        print(f"{entry.name}\n  " + "\n  ".join(lines), flush=True)
    return good


def _check(entry: CompetitionEntry, problem: Problem) -> Iterator[str]:
    program = CompetitionProgram.of(problem.question, entry)
    if program is None:
        shown = " ".join(str(number.value) for number in find_numbers(problem.question))
        yield f"!! the text's numbers are {shown}"
        return
    if broken := program.violations({}):
        yield f"!! the original's values are not allowed: {broken}"
    if str(program.gold) != problem.gold.removesuffix(r"^\circ"):
        yield f"!! gives {program.gold}, not {problem.gold}"
    if not entry.agrees(entry.original()):
        yield "!! the two ways differ on the original's values"
    rng = random.Random(0)  # noqa: S311
    spent = {"solve": 0.0, "check": 0.0}
    draws: list[Parameters] = []
    golds, texts, differ = [], {}, []
    for _ in range(DRAWS):
        values = program.draw(rng)
        if values is None:
            break
        parameters = {
            name: int(value) if value.denominator == 1 else value for name, value in values.items()
        }
        start = time.process_time()
        entry.answer(parameters)
        spent["solve"] += time.process_time() - start
        start = time.process_time()
        agrees = entry.agrees(parameters)
        spent["check"] += time.process_time() - start
        if not agrees:
            differ.append(parameters)
        text = program.render(values)
        if program.read(text) != values:
            yield f"!! does not read its own text: {parameters}"
            break
        draws.append(parameters)
        golds.append(program.evaluate(values))
        texts[text] = golds[-1]
    if not draws:
        yield "!! no draw fits"
        return
    ways = "two ways" if entry.check else "one way"
    slow = " (in tests only)" if entry.check_is_slow else ""
    yield (
        f"{ways}{slow}; {len(draws)} draws: {len(texts)} variants, {len(set(golds))} golds; "
        f"solve {1000 * spent['solve'] / len(draws):.1f} ms, "
        f"check {1000 * spent['check'] / len(draws):.1f} ms"
    )
    if differ:
        yield f"!! the two ways differ on {len(differ)}, such as {differ[0]}"
    if len(texts) < WANTED:
        yield f"few variants: {len(texts)}"
    for text in list(texts)[:2]:
        yield f"gold {texts[text]}: {' '.join(text.split())}"


def print_table() -> None:
    """Print every entry as a row of Markdown: parameters, ways, variants, or why it is refused."""
    every = [one for competition in COMPETITIONS for one in entries_of(competition)]
    rows = [_row(one) for one in every]
    known = [one for one in every if isinstance(one, CompetitionEntry)]
    drawn = [one for one in known if not one.never_drawn]
    twice = sum(one.check is not None for one in drawn)
    print(_TABLE_HEAD.format(all=len(every), drawn=len(drawn), twice=twice, draws=DRAWS))
    print("\n".join(rows))


SKETCHES_HEAD = '''\
"""Sketches of competition problems, by fingerprint: 12 hashes each (`sketch.sketch`).

Written by `python measure/competition.py sketches`. Short texts have none.
"""

SKETCHES = {'''


def print_sketches(folder: Path | None) -> None:
    """Print the module of sketches: of each problem whose text is long enough to be told by one."""
    print(SKETCHES_HEAD)
    for problem in _problems(BENCHMARKS, folder):
        made = sketch(problem.question)
        if made and find_entry(problem.question):
            print(f'    "{fingerprint(problem.question)}": "{made}",')
    print("}")


_TABLE_HEAD = """# Every competition problem

Written by `python measure/competition.py table all`. {drawn} of {all} problems have a program,
{twice} of them computed in two independent ways. *Variants* and *golds* are the different ones
among {draws} random draws (seed 0); a problem with few of them has no more. A parameter with one
value is read from other wordings, and never drawn. AMC problems are numbered as in the data set of
`amc23`, each year apart, not as in the contests. How to write an entry:
[competition.md](competition.md).

| problem | parameters and their values | computed by | checked by | variants | golds |
|---|---|---|---|---:|---:|"""


def _row(entry: CompetitionEntry | Immovable) -> str:
    why_not = entry.reason if isinstance(entry, Immovable) else entry.never_drawn
    if isinstance(entry, Immovable) or why_not:
        return f"| {entry.name} | cannot change: {why_not} | | | | |"
    rng = random.Random(0)  # noqa: S311
    found: dict[tuple[int | Fraction, ...], int] = {}
    for _ in range(DRAWS):
        for _ in range(TRIES):
            values = entry.propose(rng)
            if values != entry.original() and (answer := _answer(entry, values)) is not None:
                found[tuple(values.values())] = answer
                break
    found = {
        values: gold for values, gold in found.items() if gold != _answer(entry, entry.original())
    }
    domains = ", ".join(f"{name}: {_shown(domain)}" for name, domain in entry.domains.items())
    second = entry.ways[1] if entry.check else "one way only"
    return (
        f"| {entry.name} | {domains} | {entry.ways[0]} | {second} | {len(found)} "
        f"| {len(set(found.values()))} |"
    )


def _answer(entry: CompetitionEntry, values: Parameters) -> int | None:
    if entry.broken(values) is not None:
        return None
    try:
        answer = entry.answer(values)
    except NoAnswer:
        return None
    return answer if answer in entry.answers else None


def _shown(domain: Sequence[object]) -> str:
    if len(domain) > 4:
        return f"{domain[0]} to {domain[-1]}"
    return " or ".join(map(str, domain))


def _problems(names: str, folder: Path | None) -> Iterator[Problem]:
    for name in names.split(","):
        yield from load_problems(name, data_dir=folder).problems


def main() -> None:
    """List or check."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("action", choices=["list", "check", "table", "sketches"])
    parser.add_argument(
        "name", nargs="?", default="all", help="benchmarks for list, a file of entries for check"
    )
    parser.add_argument("--only", default="", help="the entry's number: 7")
    parser.add_argument("--data-dir", type=Path, default=None)
    options = parser.parse_args()
    if options.action == "list":
        list_problems(options.name, options.data_dir)
    elif options.action == "table":
        print_table()
    elif options.action == "sketches":
        print_sketches(options.data_dir)
    elif not check_entries(options.name, options.data_dir, options.only):
        sys.exit(1)


if __name__ == "__main__":
    main()
