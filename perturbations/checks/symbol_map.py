"""What holds if a consistent renaming keeps the gold. All by `second_reading`."""

import re
from collections import Counter

from clipo_bench.perturbations.checks.check import Check
from clipo_bench.perturbations.checks.second_reading import (
    count,
    is_index,
    is_listed_e,
    occurrences,
    rename,
    spelled,
    undo_spelling,
)
from clipo_bench.perturbations.checks.standard_names import standing_names
from clipo_bench.perturbations.variant import Variant
from clipo_bench.tasks.problem import Problem

_SHORT = "symbols"
# What an old and a new name look like, by kind.
_FORMS = {
    _SHORT: r"[a-z] [a-z]|[A-Z] [A-Z]|\\[a-z]+ \\[a-z]+|\\[A-Z][a-z]+ \\[A-Z][a-z]+",
    "symbols_greek": r"[a-z] \\[a-z]+|[A-Z] \\[A-Z][a-z]+",
    "symbols_subscripted": r"([A-Za-z]|\\[A-Za-z]+) \1_\{\d\}",
    "symbols_words": (
        r"([a-z]|\\[a-z]+) \\mathit\{[a-z]+\}|([A-Z]|\\[A-Z][a-z]+) \\mathit\{[A-Z][a-z]+\}"
    ),
}


def _texts(problem: Problem) -> tuple[str, ...]:
    """All that is renamed but the solution; an option's letter is no symbol."""
    golds = () if problem.choices else (problem.gold,)
    return (problem.question, *problem.choices, *golds)


def _symbols(problem: Problem) -> Counter[str]:
    """How often each symbol stands in math or prose, the gold counted."""
    found = Counter(
        one for text in (problem.question, *problem.choices) for one in count(text).elements()
    )
    if not problem.choices:
        found.update(count(problem.gold, all_math=True))
    return found


def _names_of_one_kind(original: Problem, variant: Variant) -> bool:
    names = variant.certificate.evidence
    form = _FORMS[variant.problem.kind]
    # x -> y, N -> M; not x -> M, nor x -> \alpha where the kind is `symbols`
    return bool(names) and all(re.fullmatch(form, f"{old} {new}") for old, new in names.items())


def _injective(original: Problem, variant: Variant) -> bool:
    names = variant.certificate.evidence
    return len(set(names.values())) == len(names)


def _constants_kept(original: Problem, variant: Variant) -> bool:
    names = variant.certificate.evidence
    # `\sum_{i=1}^n a_i` may be renamed, the i of 2 + 3i not
    if "i" in names and not all(map(is_index, (original.question, *original.choices))):
        return False
    # "vertices d, e and f" may be renamed, the e of e^x not
    if "e" in names and not is_listed_e(original.question):
        return False
    return "\\pi" not in names and not {"e", "i", "\\pi"} & set(names.values())


def _standard_names_kept(original: Problem, variant: Variant) -> bool:
    """No letter is renamed that means something fixed, such as the S of ``S_5``."""
    text = "\n".join((original.question, *original.choices))
    return not variant.certificate.evidence.keys() & set(standing_names(text))


def _nothing_captured(original: Problem, variant: Variant) -> bool:
    new = variant.certificate.evidence.values()
    if variant.problem.kind == _SHORT:
        # x -> y is wrong where the text has a y of its own
        return not _symbols(original).keys() & set(new)
    text = "\n".join((*_texts(original), original.solution or ""))
    words = set(re.findall(r"[a-z]+", text.casefold()))
    return not any(
        occurrences(text, name) or re.sub(r"\\mathit|\W", "", name.casefold()) in words
        for name in new
    )


def _nothing_left_over(original: Problem, variant: Variant) -> bool:
    names = variant.certificate.evidence
    if variant.problem.kind == _SHORT:
        return not _symbols(variant.problem).keys() & names.keys()
    blank = "|".join(map(spelled, names.values()))
    question, *rest = (re.sub(blank, " ", text) for text in _texts(variant.problem))
    left = [count(question).keys()]
    left += [count(text, all_math=not original.choices).keys() for text in rest]
    return not any(keys & names.keys() for keys in left)


def _same_counts(original: Problem, variant: Variant) -> bool:
    names = variant.certificate.evidence
    if variant.problem.kind == _SHORT:
        # x twice and y once, for x -> z: z twice and y once
        renamed = {names.get(one, one): n for one, n in _symbols(original).items()}
        return renamed == _symbols(variant.problem)
    before = _symbols(original)
    texts = _texts(variant.problem)
    return all(
        before[old] == sum(occurrences(text, new) for text in texts) for old, new in names.items()
    )


def _undone(new: str, original: str, variant: Variant, *, all_math: bool = False) -> bool:
    """Whether the map, read backwards, gives the original text byte for byte."""
    names = variant.certificate.evidence
    if variant.problem.kind == _SHORT:
        # z + y is x + y again
        back = {name: old for old, name in names.items()}
        return rename(new, back, all_math=all_math) == original
    return undo_spelling(new, names, unwrap="\\(" not in original) == original


def _names_undone(original: Problem, variant: Variant) -> bool:
    new = variant.problem
    return (
        _undone(new.question, original.question, variant)
        and all(
            _undone(one, other, variant)
            for one, other in zip(new.choices, original.choices, strict=True)
        )
        and (
            new.gold == original.gold
            if new.choices
            else _undone(new.gold, original.gold, variant, all_math=True)
        )
        and (
            new.solution is None
            or (original.solution is not None and _undone(new.solution, original.solution, variant))
        )
    )


CHECKS: dict[str, Check] = {
    "names of one kind": _names_of_one_kind,
    "no two symbols merged": _injective,
    "constants kept": _constants_kept,
    "standard names kept": _standard_names_kept,
    "no name captured": _nothing_captured,
    "no old name left over": _nothing_left_over,
    "each symbol as often": _same_counts,
    "names undone give the original": _names_undone,
}
