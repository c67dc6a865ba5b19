"""Read a worked solution: its steps, line by line, and the answer after ``####``."""

import re

from clipo_bench.perturbations.programs.no_program import Cause, Refused
from clipo_bench.perturbations.programs.worked_solution.calculation import (
    Calculation,
    CalculationStep,
    StatedNumber,
)
from clipo_bench.perturbations.programs.worked_solution.expression import NotArithmetic, parse
from clipo_bench.perturbations.programs.worked_solution.lines import read_line
from clipo_bench.perturbations.text.digits import NUMBER, read_digits

MAX_CHARACTERS = 8000
MAX_STEPS = 40

# "#### 42" at the end.
_GOLD = re.compile(r"\n?####[ \t]*(?P<gold>[^\n]*)\s*$")
# "( 3.0 + 4.0 )", "x = 3 + 4", "3 + 4 = x".
_EQUATION = re.compile(
    r"\s*(?:[xX]\s*=\s*)?(?P<expression>[^\n]+?)(?P<after>\s*=\s*[xX])?\s*", re.DOTALL
)


def read_solution(solution: str) -> Calculation:
    """Read a solution.

    Raises:
        Refused: it has no steps, a step is wrong, or something in it can't be read.
    """
    if len(solution) > MAX_CHARACTERS:
        raise Refused(Cause.UNREADABLE, "the solution is too long")
    gold_match = _GOLD.search(solution)
    body = solution[: gold_match.start()] if gold_match else solution
    lines = tuple((m.start(), m.end()) for m in re.finditer(r"[^\n]+", body))
    steps: list[CalculationStep] = []
    stated: list[StatedNumber] = []
    equation = _EQUATION.fullmatch(body) if not gold_match else None
    if equation and "=" not in equation["expression"]:
        return _bare(solution, *equation.span("expression"))
    for index, (start, end) in enumerate(lines):
        found, numbers = read_line(body[start:end], start, index, len(steps))
        steps += found
        stated += numbers
        if len(steps) > MAX_STEPS:
            raise Refused(Cause.UNREADABLE, "too many steps")
    if not steps:
        raise Refused(Cause.NO_STEPS, "the solution has no step that can be read")
    gold = _gold(gold_match) if gold_match else None
    times = _times(gold, steps[-1], solution[slice(*lines[steps[-1].line])]) if gold else 1
    return Calculation(solution, lines, tuple(steps), tuple(stated), gold, times)


def _times(gold: StatedNumber, last: CalculationStep, line: str) -> int:
    """A hundred if the last step's share is the answer in per cent.

    Raises:
        Refused: the last step does not give the answer.
    """
    if gold.value == last.result:
        return 1
    # "12/60 = 0.2, that is 20%", and the gold is 20
    if gold.value == 100 * last.result and f"{gold.text}%" in line:
        return 100
    raise Refused(Cause.WRONG_GOLD, f"{last.result}, not {gold.text}", str(last.result))


def _bare(solution: str, start: int, end: int) -> Calculation:
    """A lone expression, or one with ``x =`` before it, as data sets of equations have."""
    try:
        expression = parse(solution[start:end])
        result = expression.evaluate([leaf.value for leaf in expression.leaves])
    except (NotArithmetic, ZeroDivisionError) as error:
        raise Refused(Cause.NO_STEPS, str(error)) from None
    # "42" alone computes nothing
    if not expression.leaves or len(expression.leaves) == 1:
        raise Refused(Cause.NO_STEPS, "nothing is computed")
    bounds = ((0, len(solution)),)
    step = CalculationStep(expression, start, end, 0, result, "")
    return Calculation(solution, bounds, (step,), (), None)


def _gold(match: re.Match[str]) -> StatedNumber:
    text = match["gold"].strip()
    # "#### 18", "#### $18", "#### 20%"
    found = re.fullmatch(rf"\$?\s*({NUMBER})\s*(%?)", text)
    if found is None:
        raise Refused(Cause.UNREADABLE, f"the final answer {text[:40]!r} is not a plain number")
    start = match.start("gold") + match["gold"].index(found[1])
    return StatedNumber(start, start + len(found[1]), found[1], read_digits(found[1]), -1)
