"""The verdict on each step of a worked solution, and on the whole."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Literal

from clipo_bench.tasks.solution_steps.claims import Claim, annotations, claims
from clipo_bench.tasks.solution_steps.derivation import (
    Equation,
    equation,
    follows,
    may_follow,
)
from clipo_bench.tasks.solution_steps.hours import spans
from clipo_bench.tasks.solution_steps.measures import in_one_unit
from clipo_bench.tasks.solution_steps.notation import plain
from clipo_bench.tasks.solution_steps.sense import nonsense
from clipo_bench.tasks.solution_steps.signs import negative_places, turned_positive, unsolved
from clipo_bench.tasks.solution_steps.values import (
    UNIT,
    agree,
    is_plain_number,
    letters,
    plainest_value,
    values,
    without_units,
)

Status = Literal["holds", "fails", "not_checkable"]

MAX_CHARACTERS = 20_000
MAX_LINE = 5_000

_BREAK = re.compile(
    r"\\\\(?:\[[^\]\n]{0,9}\])?\s*?\n?|\n|\r"
    r"|\\(?:begin|end)\s*\{(?:align|gather|equation|eqnarray|multline|split)(?:ed)?\*?\}"
)
_SENTENCE_END = re.compile(r"\n|(?<=[.!?;])\s+")
_CONTINUES = re.compile(r"[\s&$]*(?:=|≈|\\approx)")
_SIGNS = ("-", "+", "/", r"\cdot", r"\times")
_UNFINISHED = re.compile(r"[\d)}]\s*(?:[-+/]|\\cdot|\\times)[\s$]*$")
_DIGIT = re.compile(r"\d")
# What states an equation without its sign: "25% of 80 is 20"
_OTHER = re.compile(r"≈|\\approx|\b(?:times|by|plus|minus|of)\b")
_CHOICE = re.compile(r"\b(?:or|and)\b|\\pm|±")
_PROSE = re.compile(r"(?<![\\A-Za-z])[a-z]{3,}")
# Lines about remainders, digits or other bases, where 13^3 = 7 may be meant, and lines that say
# themselves that an equation is not true.
_OTHER_ARITHMETIC = re.compile(
    r"\b(?:units?|ones|tens|last|final|rightmost)(?: \w+)? digits?\b|\bmod|\bremainder|\bcarry"
    r"|\bbase[- ]?\$?\d|\bbinary|\bcongruent|≡|\\equiv|\bclock"
    r"|\bnot (?:true|equal|hold|satisf|possible)|n't (?:equal|hold|satisf)|\bfalse\b|\bcontradict",
    re.IGNORECASE,
)
# Where an equation may be tried, or angles that differ by a turn are called equal.
_TRIED = re.compile(
    r"°|\\circ|degree|\b(?:if|when)\b|substitut|plug|check|\btest|\btry|\btrue\b|verif|satisf"
    r"|suppose|assume|\\sqrt|√|\bbase|\\boxed",
    re.IGNORECASE,
)
# 2^3 * 3 * 67
_POWERS = re.compile(r"[\s$]*\d+(?:\s*[*^]\s*\d+)+[\s$.,]*")
_UNSOLVABLE = re.compile(
    r"\bno (?:real |integer |other )?(?:solution|value|such|intersect|point)|contradict|impossible"
    r"|extraneous|n(?:o|')t (?:true|possible|valid|work|hold|satisf|a (?:valid )?solution|equal)"
    r"|invalid|inconsistent|false|discard|reject|parallel|infinite",
    re.IGNORECASE,
)
_PRODUCT = re.compile(r"[\s$]*\d+ ?\* ?\d+[\s$]*")
_LEADING = re.compile(r"[\s$]*(\d[\d,]*(?:\.\d+)?)\s*[-+*/]")
_NEW_CASE = re.compile(r"\bcase\b", re.IGNORECASE)
# "a * b = 2a + 3b" and "1*2 = 1^2 + 2" say what the star means.
_STAR_DEFINED = re.compile(
    r"(?<![A-Za-z\\])([A-Za-z])[\s$]*\*[\s$]*([A-Za-z])[\s$]*=(?=[^=\n]*\1)(?=[^=\n]*\2)"
    r"|(?<![\d.)])(\d+)[\s$]*\*[\s$]*(\d+)[\s$]*=(?=[^=,.;\n]*[-+^])"
    r"(?=[^=,.;\n]*(?<!\d)\3(?!\d))(?=[^=,.;\n]*(?<!\d)\4(?!\d))"
)
_LITERAL = re.compile(r"(?<![\d.,])\d+(?:,\d{3})*(?:\.\d+)?(?![\d.,]*\d)")


@dataclass(frozen=True, slots=True)
class Step:
    """One line of a solution, with the lines that go on with its equation.

    Attributes:
        text: as written.
        status: ``fails`` if one claim does not hold and is not corrected later;
            ``not_checkable`` if there is none.
        failed: the first such claim, in plain notation.
        claims: how many claims were checked.
    """

    text: str
    status: Status
    failed: str | None
    claims: int


@dataclass(frozen=True, slots=True)
class Process:
    """What the claims of a solution amount to.

    Attributes:
        status: ``fails`` if a step fails; ``not_checkable`` if none can be checked.
        failed: the first claim that fails, in plain notation.
        claims: how many claims were checked.
    """

    status: Status
    failed: str | None
    claims: int


def check_steps(text: str) -> Process:
    """Check all claims of a solution, exactly, allowing for the rounding that they show."""
    steps = read_steps(text)
    count = sum(step.claims for step in steps)
    failed = next((step.failed for step in steps if step.failed), None)
    if failed:
        return Process("fails", failed, count)
    return Process("holds" if count else "not_checkable", None, count)


def read_steps(text: str) -> list[Step]:
    """Split a solution into steps and check the claims of each.

    A claim is corrected where its left side is stated again and then holds. Only whole lines
    or sentences among the first `MAX_CHARACTERS` are read.
    """
    if len(text) > MAX_CHARACTERS:
        ends = _SENTENCE_END.finditer(text, 0, MAX_CHARACTERS)
        text = text[: max((end.start() for end in ends), default=0)]
    star_defined = "*" in text and bool(_STAR_DEFINED.search(text))
    rounded: dict[str, str] = {}
    read: list[tuple[str, list[tuple[Claim, bool]]]] = []
    last: list[Claim] = []
    for line in _lines(text):
        found = _claims(line.replace("*", "∗") if star_defined else line)
        checked = _checked(line, found, rounded, text)
        checked += _said(line, read[-1][0] if read else "")
        if "=" in line:
            now = found if line.count("=") == len(found) else []
            if last and now and may_follow(line):
                earlier, later = _only_equation(last), _only_equation(now)
                checked += follows(line, earlier, later) if earlier and later else ()
            last = now
        elif last and _NEW_CASE.search(line):
            last = []
        read.append((line, checked))
    if "negative" in text and read and (turned := turned_positive(text)):
        read[-1][1].append(turned)
    steps = []
    held_later: set[str] = set()
    for line, checked in reversed(read):
        failed = None
        for claim, holds in reversed(checked):
            if holds:
                held_later.add(_key(claim))
            elif _key(claim) not in held_later:
                failed = str(claim)
        status: Status = "fails" if failed else "holds" if checked else "not_checkable"
        steps.append(Step(line, status, failed, len(checked)))
    return steps[::-1]


def _said(line: str, before: str) -> Iterator[tuple[Claim, bool]]:
    """What a line says in words, after the one before it."""
    if "hour" in line:
        yield from spans(line)
    if "= -" in line:
        yield from negative_places(line)
    if "olving for" in line:
        yield from unsolved(line, before)


def _lines(text: str) -> Iterator[str]:
    """The lines of a text that say something, with those that go on with an equation."""
    pending = ""
    for line in _short_lines(text):
        if pending and _goes_on(pending, line):
            pending = f"{pending} {line}"
            continue
        if pending.strip():
            yield pending
        pending = line
    if pending.strip():
        yield pending


def _short_lines(text: str) -> Iterator[str]:
    for line in _BREAK.split(text):
        yield from (line,) if len(line) <= MAX_LINE else _SENTENCE_END.split(line)


def _goes_on(line: str, following: str) -> bool:
    """Whether a line goes on with the sum or equation that the one before it leaves open."""
    if len(line) >= MAX_LINE:
        return False
    unfinished = line.rstrip(" $\t").endswith(_SIGNS) and _UNFINISHED.search(line)
    continued = _CONTINUES.match(following) and ("=" in line or not _PROSE.search(line))
    return bool(unfinished or continued) and not _CHOICE.search(line)


def _claims(line: str) -> list[Claim]:
    if len(line) > MAX_LINE or not ("=" in line or (_DIGIT.search(line) and _OTHER.search(line))):
        return []
    rest, found = annotations(line)
    return [*found, *claims(plain(rest))]


def _only_equation(found: list[Claim]) -> Equation | None:
    """The only claim that is an equation with a variable."""
    known = [known for claim in found if (known := equation(claim))]
    return known[0] if len(known) == 1 else None


def _checked(
    line: str, found: list[Claim], rounded: dict[str, str], text: str
) -> list[tuple[Claim, bool]]:
    """The checkable claims of a line, and whether they hold."""
    if not found:
        return []
    verdicts = [_verdict(claim, line, rounded) for claim in found]
    continued = {claim.left for claim in found}
    for place, (claim, holds) in enumerate(verdicts):
        if holds is None and claim.right not in continued and _is_wrong(claim, line, text):
            verdicts[place] = (claim, False)
    if any(holds is False for _, holds in verdicts) and _OTHER_ARITHMETIC.search(line):
        return [(claim, True) for claim, holds in verdicts if holds]
    return [(claim, holds) for claim, holds in verdicts if holds is not None]


def _verdict(claim: Claim, line: str, rounded: dict[str, str]) -> tuple[Claim, bool | None]:
    """A claim, and whether it holds; one that cannot be, with a note."""
    holds = _holds(claim, rounded)
    if holds and (reason := nonsense(claim, plain(line))):
        return replace(claim, note=reason), False
    return claim, holds


def _is_wrong(claim: Claim, line: str, text: str) -> bool:
    """Whether a claim begins with a bare number, says just that it is equal, and is not.

    ``2555 = 5 * 7 * 72`` is wrong. ``14 hours = 14 * 60`` converts, ``15 = 15 - 7`` calculates
    on, and in "if x = 2, then 5 = 3 + 4" an equation is tried. That ``8 = 3 + 1`` may be why a
    text says that there is no solution; that a product is wrong may not.
    """
    return bool(
        claim.first
        and not claim.loose
        and not claim.mixed
        and is_plain_number(claim.left)
        and not UNIT.search(claim.left + claim.right)
        and not letters(claim.left + claim.right)
        and not set(_LITERAL.findall(claim.left)) & set(_LITERAL.findall(claim.right))
        and "<<" not in line  # an annotation states it
        and not _TRIED.search(line)
        and agree(claim.left, claim.right, derived=True) is False
        and (_POWERS.fullmatch(claim.right) or not _UNSOLVABLE.search(text))
    )


def _holds(claim: Claim, rounded: dict[str, str]) -> bool | None:
    """Whether a claim holds, also with what earlier results were rounded from."""
    if claim.mixed and (sides := in_one_unit(claim.left, claim.right)):
        return agree(*sides, loose=claim.loose)
    holds = agree(claim.left, claim.right, loose=claim.loose, derived=not claim.first)
    if holds:
        _remember(claim, rounded)
    if holds is not False:
        return holds
    exact = replace(
        claim, left=_restored(claim.left, rounded), right=_restored(claim.right, rounded)
    )
    if exact != claim and agree(exact.left, exact.right, loose=claim.loose):
        return True
    return None if claim.mixed or _excused(claim) else False


def _excused(claim: Claim) -> bool:
    """Whether a claim that does not hold may yet mean something true.

    ``14 hours = 14 * 60`` converts, ``4 * 3 = 2(4) + 3(3)`` may apply a sign that the problem
    defines, ``5 + 3 = 8 * 2 = 16`` calculates on, ``9.7 * 5.1 ≈ 10 * 5`` estimates, and
    ``2^4 = 6`` gives a last digit.
    """
    if not is_plain_number(claim.right):
        if claim.loose or (claim.first and is_plain_number(claim.left)):
            return True
        first = _LEADING.match(without_units(claim.right))
        if first and set(values(first[1])) & set(values(claim.left)):
            return True
        return bool(_PRODUCT.fullmatch(claim.left))
    shown = without_units(claim.right, "").strip(" $.,")
    if not ("^" in claim.left and shown.isdigit()):
        return False
    return any((value - int(shown)) % 10 ** len(shown) == 0 for value in values(claim.left))


def _remember(claim: Claim, rounded: dict[str, str]) -> None:
    """Keep the exact value behind a rounded decimal."""
    if plainest_value(claim.left) == plainest_value(claim.right):
        return
    shown = _LITERAL.fullmatch(without_units(claim.right, "").strip(" $.,"))
    exact = values(claim.left)
    if shown and exact and Fraction(shown[0].replace(",", "")) not in exact:
        rounded[shown[0]] = f"({exact[0]})"


def _restored(side: str, rounded: dict[str, str]) -> str:
    return _LITERAL.sub(lambda match: rounded.get(match[0], match[0]), side) if rounded else side


def _key(claim: Claim) -> str:
    return "".join(without_units(claim.left, "").replace("$", "").split())
