"""The worked solution with other numbers: every number of it follows its source."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from clipo_bench.perturbations.programs.no_program import Cause, Refused
from clipo_bench.perturbations.programs.worked_solution.calculation import Calculation, StatedNumber
from clipo_bench.perturbations.programs.worked_solution.reading import Reading, source_value
from clipo_bench.perturbations.programs.worked_solution.sources import Result, Source
from clipo_bench.perturbations.programs.worked_solution.word_sources import (
    WRITTEN_OUT,
    InWords,
    word_sources,
)
from clipo_bench.perturbations.programs.writing import digits_like, with_article, write
from clipo_bench.perturbations.text.mentions import COUNTS, HALF, ORDINAL, Mention, NumberKind
from clipo_bench.perturbations.text.plain_numbers import A_NAME


@dataclass(frozen=True, slots=True)
class SourcedNumber:
    """A number of the solution: where it stands, and where its value comes from."""

    start: int
    end: int
    text: str
    source: Source
    times: int = 1
    mention: Mention | None = None


@dataclass(frozen=True, slots=True)
class Worked:
    """A solution as text with numbers in it.

    Attributes:
        numbers: in order.
        plain: the lines whose words can't follow, so that only their steps are kept.
        dropped: the lines that have no step and whose words can't follow.
    """

    numbers: tuple[SourcedNumber, ...]
    plain: frozenset[int]
    dropped: frozenset[int]


def render(
    calculation: Calculation,
    worked: Worked,
    values: Sequence[Fraction],
    shown: Sequence[Sequence[Fraction]],
    results: Sequence[Fraction],
) -> str:
    """Write the solution with new numbers.

    Raises:
        NotWritable: a number has no form like the old one's.
    """
    lines: list[str] = []
    for index, (start, end) in enumerate(calculation.lines):
        # "So each of the 3 girls..." can't follow: only "12 / 4 = 3" is written
        if index in worked.plain:
            lines += _steps(calculation, index, shown, results)
        elif index not in worked.dropped:
            lines.append(_fill(calculation.text, start, end, worked.numbers, values, results))
    body = "\n".join(lines)
    if calculation.gold is None:
        return body
    return f"{body}\n#### {digits_like(calculation.gold.text, calculation.answer(results))}"


def _fill(
    text: str,
    start: int,
    end: int,
    numbers: Sequence[SourcedNumber],
    values: Sequence[Fraction],
    results: Sequence[Fraction],
) -> str:
    pieces: list[str] = []
    position = start
    for number in numbers:
        if start <= number.start < end:
            value = source_value(number.source, values, results) * number.times
            before = text[position : number.start]
            # "three" -> "four", "a third" -> "a quarter"
            shown = _write(number, value, text[number.end : end])
            pieces += with_article(before, shown) if shown != number.text else before, shown
            position = number.end
    return "".join((*pieces, text[position:end]))


def _write(number: SourcedNumber, value: Fraction, after: str) -> str:
    if number.mention is None or number.mention.kind not in WRITTEN_OUT:
        return digits_like(number.text, value)
    return write(number.mention, value, after)


def _steps(
    calculation: Calculation,
    line: int,
    shown: Sequence[Sequence[Fraction]],
    results: Sequence[Fraction],
) -> Iterator[str]:
    """A line's steps without their words."""
    for index, step in enumerate(calculation.steps):
        if step.line == line:
            text = calculation.text[step.start : step.end]
            left, position = "", 0
            for leaf, value in zip(step.expression.leaves, shown[index], strict=True):
                left += text[position : leaf.start] + digits_like(leaf.text, value)
                position = leaf.end
            # "3 boxes * 4 pens/box" without its words
            left = re.sub(r"[-/]?[A-Za-z'’]{2,}|\s+|\$", " ", left + text[position:]).strip()
            right = digits_like(step.shown, results[index])
            share = index == len(results) - 1 and calculation.times == 100
            per_cent = f" = {digits_like('1', results[index] * 100)}%" if share else ""
            yield f"{left} = <<{left}={right}>>{right}{per_cent}"


def assign(
    calculation: Calculation,
    reading: Reading,
    mentions: Sequence[Mention],
    follows: Callable[[Source], tuple[Fraction, ...]],
) -> Worked:
    """Find out what every number of a solution follows.

    Args:
        calculation: the solution.
        reading: the source of each number of its steps.
        mentions: the question's numbers.
        follows: what a source is worth for the original and for some other values, so that
            sources can be told apart.

    Raises:
        Refused: a number of the solution has no source at all.
    """
    numbers = [
        SourcedNumber(
            step.start + leaf.start, step.start + leaf.end, leaf.text, reading[index, place]
        )
        for index, step in enumerate(calculation.steps)
        for place, leaf in enumerate(step.expression.leaves)
    ]
    stuck: set[int] = set()
    for stated in _split(calculation.stated, mentions):
        if stated.step is not None:
            # "= 0.2 = 20%": the 20 follows the result, a hundredfold
            times = 100 if stated.percent else 1
            source = Result(stated.step)
            numbers.append(SourcedNumber(stated.start, stated.end, stated.text, source, times))
            continue
        if _numbers_a_change(stated, mentions):
            stuck.add(stated.line)
            continue
        sources = word_sources(InWords(stated, calculation, reading, mentions))
        if not sources and stated.mention is not None and not _harmless(stated.mention):
            if not stated.mention.fixed:
                raise Refused(Cause.UNEXPLAINED, f"{stated.text!r} in the solution's words")
            stuck.add(stated.line)
        ways = {follows(source) for source in sources}
        # it changes with the numbers; a 7 for the days of a week does not
        if any(len(set(way)) > 1 for way in ways):
            if len(ways) > 1 or stated.mention is None or stated.mention.fixed:
                stuck.add(stated.line)
            else:
                number = SourcedNumber(
                    stated.start, stated.end, stated.text, sources[0], 1, stated.mention
                )
                numbers.append(number)
    with_steps = {step.line for step in calculation.steps}
    numbers.sort(key=lambda number: number.start)
    return Worked(tuple(numbers), frozenset(stuck & with_steps), frozenset(stuck - with_steps))


def _split(numbers: Sequence[StatedNumber], mentions: Sequence[Mention]) -> Iterator[StatedNumber]:
    """The numbers, with ``30/100`` as two unless the question names such a fraction."""
    named = {mention.value for mention in mentions if mention.kind is NumberKind.FRACTION}
    for stated in numbers:
        # "30/100" of a chance: 30 and 100 each have a source
        parts = list(re.finditer(r"\d+", stated.text))
        mention = stated.mention
        if mention is None or mention.kind is not NumberKind.FRACTION or len(parts) != 2:
            yield stated
            continue
        if mention.value in named and not mention.fixed:
            yield stated
            continue
        for part in parts:
            start, end = stated.start + part.start(), stated.start + part.end()
            value = Fraction(part[0])
            inner = Mention(start, end, part[0], value, NumberKind.INTEGER)
            yield StatedNumber(start, end, part[0], value, stated.line, mention=inner)


def _numbers_a_change(stated: StatedNumber, mentions: Sequence[Mention]) -> bool:
    """Whether an ordinal numbers what a number of the question counts: the 6th, after 5."""
    if stated.mention is None or stated.mention.fixed != ORDINAL or stated.value <= 2:
        return False
    return any(
        one.value in (stated.value, stated.value - 1, stated.value + 1)
        and one.kind in COUNTS
        and not one.fixed
        for one in mentions
    )


def _harmless(mention: Mention) -> bool:
    """Whether a number that follows nothing can stay: it counts what no step uses."""
    if mention.kind in (NumberKind.WORD, NumberKind.MULTIPLIER) or mention.value in (0, 1):
        return True
    # "the first day", "half past", "grade 5"
    return mention.fixed in (ORDINAL, HALF, A_NAME)
