"""The steps of one line of a worked solution, and its other numbers."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

from clipo_bench.perturbations.programs.no_program import Cause, Refused
from clipo_bench.perturbations.programs.worked_solution.calculation import (
    CalculationStep,
    StatedNumber,
)
from clipo_bench.perturbations.programs.worked_solution.expression import (
    Expression,
    NotArithmetic,
    parse,
)
from clipo_bench.perturbations.programs.worked_solution.plain import parse_words, plain_span
from clipo_bench.perturbations.text.digits import NUMBER, read_digits
from clipo_bench.perturbations.text.mentions import find, units_after

# `<<48/2=24>>`
_ANNOTATION = re.compile(r"<<(?P<left>[^<>=]+)=(?P<right>[^<>=]*)>>")
# The right side: "24", "$1,200", "20%".
_RIGHT = re.compile(rf"\s*\$?\s*(?P<number>{NUMBER})\s*(?P<percent>%?)\s*")
# What stands behind it: "24 pens", "$24"; not the 24 of "24/2".
_SHOWN = re.compile(rf"\s*\$?\s*(?P<number>{NUMBER})(?!\d|\s*[/*+]\s*\d)(?P<percent>\s?%)?")
# "x = 5", "= 3y", "2x + 3", "Let n", "/ 3n =".
_ALGEBRA = re.compile(
    r"(?<![\w'’.$])(?:\d+[a-fi-jn-rt-zA-KM-Z]|[b-zB-Z])\s?=(?!=)"
    r"|=\s?\$?(?:\d+[a-fi-jn-rt-wyzA-KM-WYZ]|[b-wyzB-WYZ])(?![\w'’.])"
    r"|(?<![\w'’$.,])\d+[a-fi-jn-rt-wyzA-KM-WYZ]\s?[-+=]"
    r"|\b[Ll]et\s+[a-zA-Z]\b|\d[xX]\s*[-+=)]|[-+*/]\s?\d*[a-fi-jn-rt-wyz]\s?="
)
# "5 > 3", "17 mod 5", "2^3", "min(4, 6)".
_COMPARED = re.compile(
    r"[<>≤≥≈]|\bmod\b|\bremainder\b|\*\*|\^|\bsqrt\b|√|\b(?:min|max)\(", re.IGNORECASE
)

# "= 1/3", and not "= 1/3 * 60".
_SHARE = re.compile(r"\s*\(?(?P<top>\d+)\s?/\s?(?P<bottom>\d+)(?!\d|\)?\s*[-+*/x×]\s*[\d$(])")
# The right side goes on, and the next equation says what it is worth.
_GOES_ON = re.compile(r"\s*(?:[-+*/×÷x]\s*[\d$(.]|[A-Za-z'’ ]{0,30}[*×÷+=]|/\s*\d)")

Bounds = tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of a solution.

    Attributes:
        prose: its text with the annotations blanked.
        offset: where it begins in the solution.
        index: its place among the lines.
    """

    text: str
    prose: str
    offset: int
    index: int

    def result(self, text: str, start: int, *, percent: bool = False) -> StatedNumber:
        """A stated result, by its place in the line; its step is not known yet."""
        start += self.offset
        return StatedNumber(
            start, start + len(text), text, read_digits(text), self.index, percent=percent
        )


@dataclass(frozen=True, slots=True)
class _Found:
    """A step, where its equality sign stands, and what of the line is its own."""

    at: int
    step: CalculationStep
    results: tuple[StatedNumber, ...]
    taken: tuple[Bounds, ...] = ()


def read_line(
    text: str, offset: int, index: int, first: int
) -> tuple[list[CalculationStep], list[StatedNumber]]:
    """Read a line's steps, in order of their equality signs, and its other numbers.

    Args:
        text: the line.
        offset: where it begins in the solution.
        index: its place among the lines.
        first: how many steps stand before it.

    Raises:
        Refused: a step is wrong, or something can't be read.
    """
    line = _Line(text, _prose(text), offset, index)
    found = sorted([*_annotated(line), *_plain(line)], key=lambda one: one.at)
    taken = [bounds for one in found for bounds in one.taken]
    numbers = [
        replace(result, step=step)
        for step, one in enumerate(found, start=first)
        for result in one.results
    ]
    taken += [(number.start - offset, number.end - offset) for number in numbers]
    numbers += (
        StatedNumber(m.start + offset, m.end + offset, m.text, m.value, index, mention=m)
        for m in find(line.prose)
        if not any(start < m.end and m.start < end for start, end in taken)
    )
    return [one.step for one in found], sorted(numbers, key=lambda number: number.start)


def _prose(text: str) -> str:
    """A line with its annotations blanked.

    Raises:
        Refused: it computes with letters, compares, or has an annotation that can't be read.
    """
    prose = _ANNOTATION.sub(lambda match: " " * len(match[0]), text)
    if "<<" in prose or ">>" in prose:
        raise Refused(Cause.UNREADABLE, "an annotation that can't be read")
    if found := _COMPARED.search(prose):
        raise Refused(Cause.COMPARES, f"the solution has {found[0]!r}")
    if found := _ALGEBRA.search(prose):
        raise Refused(Cause.ALGEBRA, f"{found[0].strip()!r} in the solution")
    return prose


def _annotated(line: _Line) -> Iterator[_Found]:
    """The steps such as ``<<48/2=24>>24 pens``."""
    for match in _ANNOTATION.finditer(line.text):
        right = _RIGHT.fullmatch(match["right"])
        if right is None:
            raise Refused(Cause.UNREADABLE, f"the result {match['right'][:40]!r} is no number")
        stated = read_digits(right["number"])
        expression, span, results, taken = _left(match, stated, line)
        value = _value(expression)
        # `<<12/60=20%>>`: the side is 0.2
        if value != stated and not (right["percent"] and value == stated / 100):
            raise Refused(Cause.WRONG_STEP, f"the left side of {match[0]} is {value}")
        start = match.start("right") + right.start("number")
        results.append(line.result(right["number"], start, percent=stated != value))
        shown = _SHOWN.match(line.prose, match.end())
        if shown is not None:
            results.append(_shown(shown, value, match[0], line))
        end = shown.end() if shown is not None else match.end()
        money = line.prose[: match.start()].rstrip().endswith("$") or (
            shown is not None and "$" in line.prose[match.end() : shown.start("number")]
        )
        percent = shown is not None and bool(shown["percent"])
        step = _step(line, expression, span, value, right["number"], percent, money, end)
        yield _Found(match.start(), step, tuple(results), taken)


def _left(
    match: re.Match[str], stated: Fraction, line: _Line
) -> tuple[Expression, Bounds, list[StatedNumber], tuple[Bounds, ...]]:
    """What an annotation computes; in ``287 x 4 = <<1148=1148>>`` that stands before it."""
    expression = _parse(match["left"])
    before = _before(match.start(), line.prose) if len(expression.leaves) == 1 else None
    earlier = parse_words(line.prose[slice(*before)]) if before else None
    if before is None or earlier is None or _value(earlier) != stated:
        return expression, match.span("left"), [], ()
    left = match["left"].strip()
    result = line.result(left, match.start("left") + match["left"].index(left))
    return earlier, before, [result], (before,)


def _shown(shown: re.Match[str], value: Fraction, annotation: str, line: _Line) -> StatedNumber:
    """The result as it stands behind an annotation."""
    claimed = read_digits(shown["number"])
    hundred = bool(shown["percent"]) and claimed == 100 * value and value != 0
    if claimed != value and not hundred:
        raise Refused(Cause.WRONG_STEP, f"{annotation} is shown as {shown['number']}")
    return line.result(shown["number"], shown.start("number"), percent=hundred)


def _before(position: int, prose: str) -> Bounds | None:
    """The bounds of the plain expression before an annotation, if an equality sign is between."""
    # "287 x 4 = <<" -> "287 x 4"
    left = re.sub(r"[\s$]*=[\s$]*$", "", prose[:position])
    return plain_span(left) if len(left) < len(prose[:position].rstrip(" $")) else None


def _plain(line: _Line) -> Iterator[_Found]:
    """The steps without an annotation, such as ``$21 - $19 = $2``."""
    prose = line.prose
    for match in re.finditer("=", prose):
        # "5*3 = <<5*3=15>>15": its annotation is a step already
        if re.match(r"[\s$]*<<", line.text[match.end() :]):
            continue
        left = plain_span(prose[: match.start()])
        right = _SHOWN.match(prose, match.end())
        _refuse_share(prose, left, match.end())
        if left is None or right is None or _GOES_ON.match(prose, right.end()):
            continue
        expression = parse_words(prose[slice(*left)])
        if expression is None:
            continue
        value, stated = _value(expression), read_digits(right["number"])
        hundred = bool(right["percent"]) and stated == 100 * value and value != 0
        if value != stated and not hundred:
            detail = f"{prose[slice(*left)].strip()} is not {right['number']}"
            raise Refused(Cause.WRONG_STEP, detail)
        result = line.result(right["number"], right.start("number"), percent=hundred)
        money = "$" in prose[match.end() : right.start("number")]
        percent = bool(right["percent"])
        step = _step(line, expression, left, value, right["number"], percent, money, right.end())
        yield _Found(match.start(), step, (result,), (left,))


def _refuse_share(prose: str, left: Bounds | None, equals: int) -> None:
    """Refuse a step that gives a share: 20/60 = 1/3, whose 3 may then be any other 3.

    Raises:
        Refused: it is such a step.
    """
    share = _SHARE.match(prose, equals)
    expression = parse_words(prose[slice(*left)]) if left is not None and share else None
    if share is None or expression is None or int(share["bottom"]) == 0:
        return
    stated = Fraction(int(share["top"]), int(share["bottom"]))
    # "2*1/3 = 2/3" computes with the share's own sides
    sides = {leaf.value for leaf in expression.leaves}
    if _value(expression) == stated and not {stated.denominator, stated.numerator} <= sides:
        raise Refused(Cause.UNREADABLE, f"a step gives the share {share[0].strip()!r}")


def _step(
    line: _Line,
    expression: Expression,
    span: Bounds,
    value: Fraction,
    shown: str,
    percent: bool,
    money: bool,
    end: int,
) -> CalculationStep:
    start, stop = (line.offset + bound for bound in span)
    # "= 24 pens": pens
    units = units_after(line.prose, end)
    return CalculationStep(expression, start, stop, line.index, value, shown, percent, money, units)


def _parse(text: str) -> Expression:
    try:
        return parse(text)
    except NotArithmetic as error:
        raise Refused(Cause.UNREADABLE, str(error)) from None


def _value(expression: Expression) -> Fraction:
    try:
        return expression.evaluate([leaf.value for leaf in expression.leaves])
    except ZeroDivisionError:
        raise Refused(Cause.WRONG_STEP, "a step divides by zero") from None
