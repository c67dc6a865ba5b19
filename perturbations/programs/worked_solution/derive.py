"""From a question and its worked solution to the program that gives the answer, or a refusal."""

import random
from collections.abc import Mapping, Sequence
from fractions import Fraction

from clipo_bench.perturbations.programs.constraints import UNUSED
from clipo_bench.perturbations.programs.no_program import Cause, NoProgram, Refused
from clipo_bench.perturbations.programs.slot import Slot
from clipo_bench.perturbations.programs.worked_solution import doubts, guards, knowledge, worked
from clipo_bench.perturbations.programs.worked_solution.agreement import merge, probe
from clipo_bench.perturbations.programs.worked_solution.calculation import Calculation
from clipo_bench.perturbations.programs.worked_solution.reading import (
    Reading,
    evaluate,
    source_value,
)
from clipo_bench.perturbations.programs.worked_solution.resolve import Resolved, resolve
from clipo_bench.perturbations.programs.worked_solution.solution import read_solution
from clipo_bench.perturbations.programs.worked_solution.solution_program import SolutionProgram
from clipo_bench.perturbations.programs.worked_solution.sources import Constant, Source, Sources
from clipo_bench.perturbations.text import mentions
from clipo_bench.perturbations.text.mentions import Mention, NumberKind

MAX_QUESTION = 5000
_PROBES = 3
_AMOUNTS = (NumberKind.INTEGER, NumberKind.DECIMAL, NumberKind.WORD, NumberKind.MONEY)


def derive(question: str, solution: str) -> SolutionProgram | NoProgram:
    """Derive the program of a word problem.

    Args:
        question: its text.
        solution: worked, with ``<<48/2=24>>`` or plain ``48 / 2 = 24`` steps and the answer
            after ``####``; or a lone expression such as ``( 3.0 + 4.0 )``.
    """
    try:
        return _derive(question, solution)
    except Refused as refused:
        return refused.no_program


def _derive(question: str, solution: str) -> SolutionProgram:
    if len(question) > MAX_QUESTION:
        raise Refused(Cause.UNREADABLE, "the question is too long")
    read = read_solution(solution)
    guards.refuse_rounding(question, solution)
    found = mentions.find(question)
    if not found:
        raise Refused(Cause.NOTHING_FREE, "the question has no number")
    sources = Sources(question, found, read)
    resolved = resolve(sources)
    groups = _with_repeats(question, found, resolved.ties, resolved.used)
    tied = frozenset(index for group in groups for index in group)
    guards.check_unused(question, found, read, resolved.used | tied)
    kept = _kept(question, found, sources, resolved, groups)
    free = [group for group in groups if not group & kept.keys()]
    worth = _probes(read, resolved.reading, found, frozenset(kept), free)
    # all numbers that count are kept: other numbers give the same answer
    if len({results[-1] for _, results in worth}) == 1:
        raise Refused(Cause.NOTHING_FREE, "every number that the answer depends on must stay")

    def ways(source: Source) -> tuple[Fraction, ...]:
        return tuple(source_value(source, values, results) for values, results in worth)

    slots = tuple(_slot(index, mention, kept, groups) for index, mention in enumerate(found))
    solved = worked.assign(read, resolved.reading, found, ways)
    return SolutionProgram(question, slots, found, sources, resolved, solved)


def _with_repeats(
    question: str,
    found: Sequence[Mention],
    ties: Sequence[frozenset[int]],
    used: frozenset[int],
) -> list[frozenset[int]]:
    """Tie numbers that no step uses to equal ones that a step uses: they may be the same."""
    groups = [*map(set, ties), *guards.repeats(question, found)]
    for index, mention in enumerate(found):
        if index in used or mention.value in (0, 1):
            continue
        equal = {other for other in used if _may_be_same(mention, found[other])}
        if equal:
            groups.append({index, *equal})
    return merge(groups)


def _may_be_same(one: Mention, other: Mention) -> bool:
    counts = one.kind in _AMOUNTS and other.kind in _AMOUNTS
    if one.value != other.value or not (counts or one.kind is other.kind):
        return False
    return not (one.units and other.units and one.units.isdisjoint(other.units))


def _kept(
    question: str,
    found: Sequence[Mention],
    sources: Sources,
    resolved: Resolved,
    groups: Sequence[frozenset[int]],
) -> dict[int, str]:
    """The numbers that must stay, by index, with the reason."""
    kept = dict.fromkeys(resolved.kept, "its use is ambiguous")
    kept |= dict(guards.to_keep(question, found, resolved.used))
    for index, why in doubts.to_keep(doubts.Read(question, found, sources, resolved)):
        kept.setdefault(index, why)
    tied = {index for group in groups if group & resolved.used for index in group}
    for index in range(len(found)):
        if index not in resolved.used and index not in tied:
            kept.setdefault(index, UNUSED)
    # a step has 14 for 2 weeks: with 3 weeks it would be 21
    known = {one.value for one in resolved.reading.values() if isinstance(one, Constant)}
    for index, mention in enumerate(found):
        if any(knowledge.may_multiply(value, mention.value) for value in known):
            kept.setdefault(index, "a step may have a multiple of it")
    for group in groups:
        # two equal numbers, of which one must stay
        if held := group & kept.keys():
            kept |= dict.fromkeys(group - kept.keys(), f"equals what stays: {kept[min(held)]}")
    return kept


def _slot(
    index: int, mention: Mention, kept: Mapping[int, str], groups: Sequence[frozenset[int]]
) -> Slot:
    ties = next((group - {index} for group in groups if index in group), frozenset())
    tied = frozenset() if index in kept else frozenset(f"n{other}" for other in ties)
    return Slot(
        f"n{index}",
        mention.start,
        mention.end,
        mention.text,
        mention.value,
        mention.kind,
        kept.get(index, ""),
        tied,
    )


def _probes(
    read: Calculation,
    reading: Reading,
    found: Sequence[Mention],
    kept: frozenset[int],
    ties: Sequence[frozenset[int]],
) -> list[tuple[list[Fraction], list[Fraction]]]:
    """Values of the numbers and results of the steps: the original ones and some others."""
    original = [mention.value for mention in found]
    runs = [(original, evaluate(read, reading, original)[1])]
    rng = random.Random(0)  # noqa: S311
    while len(runs) <= _PROBES:
        values = list(probe(found, kept, ties, rng))
        try:
            runs.append((values, evaluate(read, reading, values)[1]))
        except ZeroDivisionError:
            raise Refused(Cause.AMBIGUOUS, "a step may divide by zero") from None
    return runs
