"""The steps of a worked solution: what is computed, what is claimed, and every number's place."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from perturbations.numbers.expression import Expression, NotArithmetic, number, parse
from perturbations.numbers.mentions import Mention, find, units_after
from perturbations.numbers.refusal import Cause, Refused

MAX_CHARACTERS = 8000
MAX_STEPS = 40

_GOLD = re.compile(r"\n?####[ \t]*(?P<gold>[^\n]*)\s*$")
_EQUATION = re.compile(
    r"\s*(?:[xX]\s*=\s*)?(?P<expression>[^\n]+?)(?P<after>\s*=\s*[xX])?\s*", re.DOTALL
)
_ANNOTATION = re.compile(r"<<(?P<left>[^<>=]+)=(?P<right>[^<>=]*)>>")
_NUMBER = r"(?:\d{1,3}(?:,\d{3})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+)"
_RIGHT = re.compile(rf"\s*\$?\s*(?P<number>{_NUMBER})\s*(?P<percent>%?)\s*")
_SHOWN = re.compile(rf"\s*\$?\s*(?P<number>{_NUMBER})(?!\d|\s*[/*+]\s*\d)(?P<percent>\s?%)?")
_PIECE = re.compile(
    rf"(?P<n>{_NUMBER})|(?P<w>[-/]?(?![xX](?![A-Za-z'’]))[A-Za-z'’]+)|(?P<o>[-+*/×÷−–·xX])"
    r"|(?P<open>\()|(?P<close>\))|(?P<mark>[$%])|(?P<other>\S)"
)
_WITH_SPACE = re.compile(rf"{_PIECE.pattern}|\s+")
MAX_UNIT_WORDS = 5
# What may stand to the left of what, when a plain expression is read from its equality sign.
_LEFT_OF = {
    "": {"n", "w", "close", "mark"},
    "n": {"o", "open", "mark"},
    "o": {"n", "w", "close", "mark"},
    "w": {"n", "w", "close", "mark"},
    "open": {"o", "open", "n", "close", "mark"},
    "close": {"n", "w", "close", "mark"},
    "mark": {"n", "o", "open", "w", "close"},
}
_ALGEBRA = re.compile(
    r"(?<![\w'’.$])(?:\d+[a-fi-jn-rt-zA-KM-Z]|[b-zB-Z])\s?=(?!=)"
    r"|=\s?\$?(?:\d+[a-fi-jn-rt-wyzA-KM-WYZ]|[b-wyzB-WYZ])(?![\w'’.])"
    r"|(?<![\w'’$.,])\d+[a-fi-jn-rt-wyzA-KM-WYZ]\s?[-+=]"
    r"|\b[Ll]et\s+[a-zA-Z]\b|\d[xX]\s*[-+=)]|[-+*/]\s?\d*[a-fi-jn-rt-wyz]\s?="
)
_COMPARED = re.compile(
    r"[<>≤≥≈]|\bmod\b|\bremainder\b|\*\*|\^|\bsqrt\b|√|\b(?:min|max)\(", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Token:
    """A number outside of the steps' own expressions.

    Attributes:
        start: its place in the solution; `end` likewise.
        step: of a stated result the step's index, else None.
        percent: whether the result is shown a hundred times as large, before a per cent sign.
    """

    start: int
    end: int
    text: str
    value: Fraction
    line: int
    step: int | None = None
    percent: bool = False
    mention: Mention | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """One computation.

    Attributes:
        start: where its expression begins in the solution; `end` likewise.
        line: the index of its line.
        shown: the result as it is written.
        percent: whether the result is shown with a per cent sign.
        units: the words after the result.
    """

    expression: Expression
    start: int
    end: int
    line: int
    result: Fraction
    shown: str
    percent: bool = False
    money: bool = False
    units: frozenset[str] = frozenset()

    @property
    def alias(self) -> bool:
        """Whether it computes nothing and only repeats a number."""
        return len(self.expression.leaves) == 1


@dataclass(frozen=True, slots=True)
class Calculation:
    """A worked solution, read.

    Attributes:
        text: the whole solution.
        lines: the bounds of its lines.
        tokens: the numbers outside of expressions, in order.
        gold: the final answer's token.
        times: what the last step's result is multiplied with to give the answer: a hundred
            where a share is asked for in per cent.
    """

    text: str
    lines: tuple[tuple[int, int], ...]
    steps: tuple[Step, ...]
    tokens: tuple[Token, ...]
    gold: Token | None
    times: int = 1

    def answer(self, results: Sequence[Fraction]) -> Fraction:
        """The answer where the steps give these results."""
        return results[-1] * self.times

    def line(self, index: int) -> str:
        """The text of a line."""
        start, end = self.lines[index]
        return self.text[start:end]


def read(solution: str) -> Calculation:
    """Read a solution.

    Raises:
        Refused: it has no steps, a step is wrong, or something in it can't be read.
    """
    if len(solution) > MAX_CHARACTERS:
        raise Refused(Cause.UNREADABLE, "the solution is too long")
    gold_match = _GOLD.search(solution)
    body = solution[: gold_match.start()] if gold_match else solution
    lines = tuple((m.start(), m.end()) for m in re.finditer(r"[^\n]+", body))
    steps: list[Step] = []
    tokens: list[Token] = []
    equation = _EQUATION.fullmatch(body) if not gold_match else None
    if equation and "=" not in equation["expression"]:
        return _bare(solution, *equation.span("expression"))
    for index, (start, end) in enumerate(lines):
        _read_line(body[start:end], start, index, steps, tokens)
        if len(steps) > MAX_STEPS:
            raise Refused(Cause.UNREADABLE, "too many steps")
    if not steps:
        raise Refused(Cause.NO_STEPS, "the solution has no step that can be read")
    gold = _gold(gold_match) if gold_match else None
    times = _times(gold, steps[-1], solution[slice(*lines[steps[-1].line])]) if gold else 1
    return Calculation(solution, lines, tuple(steps), tuple(tokens), gold, times)


def _times(gold: Token, last: Step, line: str) -> int:
    """A hundred if the last step's share is the answer in per cent.

    Raises:
        Refused: the last step does not give the answer.
    """
    if gold.value == last.result:
        return 1
    if gold.value == 100 * last.result and f"{gold.text}%" in line:
        return 100
    raise Refused(Cause.WRONG_GOLD, f"{last.result}, not {gold.text}")


def _bare(solution: str, start: int, end: int) -> Calculation:
    """A lone expression, or one with ``x =`` before it, as data sets of equations have."""
    try:
        expression = parse(solution[start:end])
        result = expression.evaluate([leaf.value for leaf in expression.leaves])
    except (NotArithmetic, ZeroDivisionError) as error:
        raise Refused(Cause.NO_STEPS, str(error)) from None
    if not expression.leaves or len(expression.leaves) == 1:
        raise Refused(Cause.NO_STEPS, "nothing is computed")
    bounds = ((0, len(solution)),)
    step = Step(expression, start, end, 0, result, "")
    return Calculation(solution, bounds, (step,), (), None)


def _gold(match: re.Match[str]) -> Token:
    text = match["gold"].strip()
    found = re.fullmatch(rf"\$?\s*({_NUMBER})\s*(%?)", text)
    if found is None:
        raise Refused(Cause.UNREADABLE, f"the final answer {text[:40]!r} is no plain number")
    start = match.start("gold") + match["gold"].index(found[1])
    return Token(start, start + len(found[1]), found[1], number(found[1]), -1)


def _read_line(line: str, offset: int, index: int, steps: list[Step], tokens: list[Token]) -> None:
    """Collect a line's steps, in order of their equality signs, and its other numbers."""
    prose = _ANNOTATION.sub(lambda match: " " * len(match[0]), line)
    if "<<" in prose or ">>" in prose:
        raise Refused(Cause.UNREADABLE, "an annotation that can't be read")
    if found := _COMPARED.search(prose):
        raise Refused(Cause.COMPARES, f"the solution has {found[0]!r}")
    if found := _ALGEBRA.search(prose):
        raise Refused(Cause.ALGEBRA, f"the solution reckons with letters: {found[0].strip()!r}")
    mine: list[tuple[int, Step, list[Token]]] = []
    taken: list[tuple[int, int]] = []
    for match in _ANNOTATION.finditer(line):
        step, shown = _annotated(match, line, prose, offset, index, taken)
        mine.append((match.start(), step, shown))
    for match in re.finditer("=", prose):
        after = line[match.end() :]
        if re.match(r"[\s$]*<<", after):
            continue
        if found_step := _plain(match, prose, offset, index):
            step, token, span = found_step
            mine.append((match.start(), step, [token]))
            taken.append(span)
    mine.sort(key=lambda item: item[0])
    results: list[Token] = []
    for _, step, shown in mine:
        for token in shown:
            taken.append((token.start - offset, token.end - offset))
            results.append(
                Token(
                    token.start,
                    token.end,
                    token.text,
                    token.value,
                    index,
                    len(steps),
                    token.percent,
                )
            )
        steps.append(step)
    others = [
        Token(
            mention.start + offset,
            mention.end + offset,
            mention.text,
            mention.value,
            index,
            mention=mention,
        )
        for mention in find(prose)
        if not any(start < mention.end and mention.start < end for start, end in taken)
    ]
    tokens += sorted([*results, *others], key=lambda token: token.start)


def _annotated(
    match: re.Match[str],
    line: str,
    prose: str,
    offset: int,
    index: int,
    taken: list[tuple[int, int]],
) -> tuple[Step, list[Token]]:
    right = _RIGHT.fullmatch(match["right"])
    if right is None:
        raise Refused(Cause.UNREADABLE, f"the result {match['right'][:40]!r} is no number")
    stated = number(right["number"])
    expression, (start, end) = _parse(match["left"]), match.span("left")
    tokens = []
    value = _value(expression)
    if len(expression.leaves) == 1 and (before := _before(match.start(), prose)):
        # ``287 x 4 = <<1148=1148>>``: the step stands before the annotation
        read_before = _parse_words(prose[slice(*before)])
        if read_before is not None and _value(read_before) == stated:
            expression, (start, end) = read_before, before
            value = stated
            taken.append(before)
            left = match["left"].strip()
            tokens.append(
                _token(left, match.start("left") + match["left"].index(left), offset, index)
            )
    if right["percent"] and value == stated / 100:
        stated = value
    if value != stated:
        raise Refused(Cause.WRONG_STEP, f"{match[0]} is {value}")
    place = match.start("right") + right.start("number")
    hundred = number(right["number"]) != value
    tokens.append(_token(right["number"], place, offset, index, percent=hundred))
    shown = _SHOWN.match(prose, match.end())
    percent = False
    if shown is not None:
        percent = bool(shown["percent"])
        claimed = number(shown["number"])
        hundred = percent and claimed == 100 * value and value != 0
        if claimed != value and not hundred:
            raise Refused(Cause.WRONG_STEP, f"{match[0]} is shown as {shown['number']}")
        tokens.append(
            _token(shown["number"], shown.start("number"), offset, index, percent=hundred)
        )
    money = bool(re.search(r"\$\s*$", prose[: match.start()])) or bool(
        shown and "$" in prose[match.end() : shown.start("number")]
    )
    units = units_after(prose, shown.end() if shown is not None else match.end())
    step = Step(
        expression,
        offset + start,
        offset + end,
        index,
        value,
        right["number"],
        percent,
        money,
        units,
    )
    return step, tokens


def _before(position: int, prose: str) -> tuple[int, int] | None:
    """The bounds of the plain expression before an annotation, if an equality sign is between."""
    left = re.sub(r"[\s$]*=[\s$]*$", "", prose[:position])
    return _plain_span(left) if len(left) < len(prose[:position].rstrip(" $")) else None


def _plain_span(prose: str) -> tuple[int, int] | None:
    """The bounds of the expression, with words for units, with which a text ends.

    Words may also part it from a number that does not belong to it: "8 pens cost $12 + $24".
    """
    pieces = list(_PIECE.finditer(prose))
    last, words, signs = "", 0, 0
    starts: list[int] = []
    for piece in reversed(pieces):
        kind = piece.lastgroup or ""
        words = words + 1 if kind == "w" else 0
        if kind not in _LEFT_OF[last] or words > MAX_UNIT_WORDS:
            break
        signs += kind == "o" or (last == "open" and kind in ("n", "close"))
        if kind in ("n", "open") and signs:
            starts.append(piece.start())
        last = kind
    end = len(prose.rstrip())
    readable = (start for start in reversed(starts) if _parse_words(prose[start:end]) is not None)
    start = next(readable, starts[-1] if starts else None)
    return None if start is None else (start, end)


def _plain(
    match: re.Match[str], prose: str, offset: int, index: int
) -> tuple[Step, Token, tuple[int, int]] | None:
    """A step without an annotation, such as ``$21 - $19 = $2``; None if it is none."""
    left = _plain_span(prose[: match.start()])
    right = _SHOWN.match(prose, match.end())
    if left is None or right is None:
        return None
    rest = prose[right.end() :]
    if re.match(r"\s*(?:[-+*/×÷x]\s*[\d$(.]|[A-Za-z'’ ]{0,30}[*×÷+=]|/\s*\d)", rest):
        return None  # the right side goes on: the next equation says what it is worth
    expression = _parse_words(prose[slice(*left)])
    if expression is None:
        return None
    value, stated = _value(expression), number(right["number"])
    hundred = bool(right["percent"]) and stated == 100 * value and value != 0
    if value != stated and not hundred:
        raise Refused(Cause.WRONG_STEP, f"{prose[slice(*left)].strip()} is not {right['number']}")
    token = _token(right["number"], right.start("number"), offset, index, percent=hundred)
    money = "$" in prose[match.end() : right.start("number")]
    step = Step(
        expression,
        offset + left[0],
        offset + left[1],
        index,
        value,
        right["number"],
        bool(right["percent"]),
        money,
        units_after(prose, right.end()),
    )
    return step, token, left


def _token(text: str, start: int, offset: int, index: int, *, percent: bool = False) -> Token:
    start += offset
    return Token(start, start + len(text), text, number(text), index, 0, percent)


def _parse(text: str) -> Expression:
    try:
        expression = parse(text)
    except NotArithmetic as error:
        raise Refused(Cause.UNREADABLE, str(error)) from None
    return expression


def _parse_words(text: str) -> Expression | None:
    """Parse a plain expression with words among its numbers; None if it is none."""
    blank = "".join(
        " " * len(piece[0]) if piece.lastgroup in ("w", None) else piece[0]
        for piece in _WITH_SPACE.finditer(text)
    )
    try:
        return parse(blank)
    except NotArithmetic:
        return None


def _value(expression: Expression) -> Fraction:
    try:
        return expression.evaluate([leaf.value for leaf in expression.leaves])
    except ZeroDivisionError:
        raise Refused(Cause.WRONG_STEP, "a step divides by zero") from None
