"""How many problems have their symbols renamed, whether exactly, and whether rightly.

    python measure/symbols.py --data-dir ../shared/data

Prints, for each level of renaming on MATH test: the problems that hold a symbol by a reading of
this file's own, those renamed with every check passed, refusals by cause, whether each variant
undone is its original byte for byte, whether its gold is still graded as right, and variants per
second. Then, on PutnamGAP's labels: the labelled variables that are found, and what is renamed
that is none. Exits 1 if a bar is missed.
"""

import argparse
import gzip
import json
import re
import sys
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from clipo_bench.perturbations.checks.symbol_map import CHECKS
from clipo_bench.perturbations.engine import item_rng
from clipo_bench.perturbations.rewrites.registry import REWRITES
from clipo_bench.perturbations.symbols.letters import Letters, read_letters
from clipo_bench.perturbations.symbols.notation import conventional_letters, sides_and_corners
from clipo_bench.perturbations.symbols.standard_names import standard_names
from clipo_bench.perturbations.text.body import apply_edits
from clipo_bench.perturbations.text.latex import LatexError, without_code
from clipo_bench.perturbations.variant import Edit, Refusal, Variant
from clipo_bench.perturbations.verify import verify
from clipo_bench.tasks.answers.extract import boxes
from clipo_bench.tasks.answers.grader import Grader
from clipo_bench.tasks.problem import Problem

LEVELS = ("symbols", "symbols_greek", "symbols_subscripted", "symbols_words")
COVERAGE_BAR = 0.90
FOUND_BAR = 0.95
FALSE_BAR = 0.02
UNDONE = "names undone give the original"
READ = Path(__file__).parent / "adjudicated" / "symbols.json"

_FORMULA = re.compile(
    r"\$\$.+?\$\$|(?<!\\)\$.+?(?<!\\)\$|\\\(.+?\\\)|\\\[.+?\\\]"
    r"|\\begin\{(align|equation|gather|eqnarray)(\*?)\}.+?\\end\{\1\2\}",
    re.DOTALL,
)
_NO_LETTER = re.compile(
    r"\[asy\].*?\[/asy\]|\\(?:text\w*|mbox|math(?:rm|bb|cal|frak)|operatorname|begin|end)\s*\{[^{}]*\}",
    re.DOTALL,
)
_SYMBOL = re.compile(
    r"\\(?:alpha|beta|gamma|delta|theta|lambda|mu|rho|sigma|tau|phi|psi|omega|Gamma|Delta|Omega)\b"
    r"|\\[A-Za-z]+|[A-Za-z]"
)
_ON_AXES = re.compile(
    r"(?i)\b(graph\w*|ax[ie]s|coordinates?|plane|line|slope|intercepts?|points?)\b"
)


def symbols_in(text: str) -> set[str]:
    """The letters in a text's formulas, but for e, i and I: nothing is known of their meaning."""
    text = _NO_LETTER.sub(" ", text)
    found = {name for part in _FORMULA.finditer(text) for name in _SYMBOL.findall(part.group())}
    latin = {name for name in found if len(name) == 1} - {"e", "i", "I"}
    return latin | {name for name in found if _SYMBOL.match(name) and name in _GREEK}


_GREEK = {
    f"\\{name}"
    for name in (
        *("alpha", "beta", "gamma", "delta", "theta", "lambda", "mu", "rho", "sigma", "tau"),
        *("phi", "psi", "omega", "Gamma", "Delta", "Omega"),
    )
}


def math_problems(path: Path) -> Iterator[Problem]:
    """MATH's problems, each with the last box of its solution as gold."""
    with path.open(encoding="utf-8") as file:
        for line in file:
            row = json.loads(line)
            name, solution = str(row["idx"]), row["solution"]
            found, _ = boxes(solution)
            gold = solution[found[-1].inner] if found else ""
            yield Problem("math", name, row["problem"], gold, solution=solution, family=name)


def undone(variant: Variant, original: Problem) -> bool:
    """Whether edits and map, each read backwards, give the original byte for byte."""
    back: list[Edit] = []
    shift = 0
    for edit in variant.edits:
        start = edit.start + shift
        back.append(Edit(start, start + len(edit.after), edit.after, edit.before))
        shift += len(edit.after) - len(edit.before)
    same = apply_edits(variant.problem.body, back) == original.body
    return same and CHECKS[UNDONE](original, variant)


def level_report(kind: str, problems: Sequence[Problem], grader: Grader) -> bool:
    """Print how one level does; whether it meets its bars."""
    rewrite = REWRITES[kind]
    causes: Counter[str] = Counter()
    renamed: list[tuple[Problem, Variant]] = []
    start = time.process_time()
    for problem in problems:
        proposed = rewrite.propose(problem, item_rng(0, kind, problem.id, 0))
        if isinstance(proposed, Refusal):
            causes[f"{proposed.reason}: {proposed.detail}"] += 1
        elif failed := verify(problem, proposed).failed:
            causes[f"failed: {', '.join(failed)}"] += 1
        else:
            renamed.append((problem, proposed))
    seconds = time.process_time() - start
    with_symbols = {one.id for one in problems if symbols_in(one.question)}
    on_axes = {
        one.id
        for one in problems
        if symbols_in(one.question) <= set("xyz") and _ON_AXES.search(one.question)
    }
    covered = sum(original.id in with_symbols for original, _ in renamed)
    share = covered / len(with_symbols)
    exact = sum(undone(variant, original) for original, variant in renamed)
    changed = [one for original, one in renamed if one.problem.gold != original.gold]
    right = sum(
        grader.grade(f"\\boxed{{{one.problem.gold}}}", one.problem.gold).correct for one in changed
    )
    old = sum(
        grader.grade(f"\\boxed{{{original.gold}}}", one.problem.gold).correct
        for original, one in renamed
        if one.problem.gold != original.gold
    )
    solutions = sum(one.problem.solution is not None for _, one in renamed)
    print(f"{kind}: {covered} of {len(with_symbols)} problems with symbols renamed ({share:.1%})")
    rest = len(with_symbols - on_axes)
    print(
        f"  without those whose only symbols are x, y, z on axes: of {rest} ({covered / rest:.1%})"
    )
    print(
        f"  renamed in all {len(renamed)}, undone byte for byte {exact}, with solution {solutions}"
    )
    print(f"  golds changed {len(changed)}, graded as right {right}, the old gold taken too {old}")
    print(f"  {len(renamed) / seconds:.0f} verified variants per second of one core")
    for cause, count in causes.most_common(12):
        print(f"    {count:5} {cause}")
    holds = exact == len(renamed) and right == len(changed)
    return holds and (kind != "symbols" or share >= COVERAGE_BAR)


def base(label: str) -> str:
    r"""The symbol of a label: a for ``a_n``, x for ``\bar{x}``."""
    plain = re.sub(r"\\(?:bar|hat|vec|tilde)\{(.*)\}", r"\1", label.replace("\\\\", "\\"))
    match = re.match(r"\\[A-Za-z]+|[A-Za-z]", plain)
    return match.group() if match else plain


def read(text: str) -> tuple[Letters, dict[str, str]] | None:
    """The letters of a text and those that convention keeps; None if it can't be read."""
    try:
        letters = read_letters(text)
        kept = {
            letter: why for some, why in conventional_letters(without_code(text)) for letter in some
        }
    except LatexError:
        return None
    kept |= dict(standard_names(without_code(text), letters.uses.keys()))
    kept |= dict.fromkeys(letters.indexing, "only a subscript")
    tied = sides_and_corners(without_code(text), letters.uses.keys())
    return letters, kept | dict.fromkeys(tied, "a side and its corner")


def putnam_report(
    rows: Sequence[Mapping[str, Any]], unlabelled: Mapping[str, Sequence[str]]
) -> bool:
    """Print how labelled variables are found and what else is renamed; whether the bars hold."""
    labels = found = kept_labels = renamed = 0
    missed: Counter[str] = Counter()
    others: list[str] = []
    false: list[str] = []
    for row in rows:
        seen = read(f"{row['question']}\n\n{row['solution']}")
        letters, kept = seen or (Letters(), {})
        free = letters.uses.keys() - letters.fixed.keys()
        for label in row["vars"]:
            labels += 1
            found += base(label) in free
            kept_labels += base(label) in free and base(label) in kept
            if base(label) not in free:
                why = letters.fixed.get(base(label), "not seen") if seen else "can't be read"
                missed[why] += 1
        renamed += len(free - kept.keys())
        for symbol in sorted(free - kept.keys() - {*map(base, row["vars"] + row["params"])}):
            is_symbol = symbol in unlabelled.get(row["index"], ())
            (others if is_symbol else false).append(f"{row['index']} {symbol}")
    print(f"PutnamGAP: {found} of {labels} labelled variables found ({found / labels:.1%})")
    print(f"  of these kept by convention, such as coordinates: {kept_labels}")
    print(f"  missed: {', '.join(f'{why} {n}' for why, n in missed.most_common())}")
    print(f"  renamed {renamed}, of which without a label {len(others) + len(false)}")
    print(f"  read and found to be symbols {len(others)}, false {len(false) / renamed:.1%}:")
    print(f"  {', '.join(false)}")
    return found / labels >= FOUND_BAR and len(false) / renamed <= FALSE_BAR


def main() -> None:
    """Measure, print, and exit 1 where a bar is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data-dir", type=Path, required=True)
    folder = parser.parse_args().data_dir
    problems = list(math_problems(folder / "math" / "MATH_test_5000.jsonl"))
    with Grader() as grader:
        held = [level_report(kind, problems, grader) for kind in LEVELS]
    with gzip.open(folder / "putnamgap" / "putnamgap_calculation_full.jsonl.gz", "rt") as file:
        rows = [json.loads(line) for line in file]
    held.append(putnam_report(rows, json.loads(READ.read_text(encoding="utf-8"))))
    print("all bars met" if all(held) else "a bar is missed")
    sys.exit(0 if all(held) else 1)


if __name__ == "__main__":
    main()
