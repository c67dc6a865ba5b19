"""What in a question says that its numbers may matter in ways that the steps do not show."""

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import permutations, product

from clipo_bench.perturbations.programs.no_program import Cause, Refused
from clipo_bench.perturbations.programs.worked_solution.calculation import Calculation
from clipo_bench.perturbations.programs.worked_solution.sources import SMALL_COUNT
from clipo_bench.perturbations.text.mentions import (
    COUNTS,
    IN_PASSING,
    ORDINAL,
    SHARES,
    TIMES_AS,
    Mention,
)

# "rounded to the nearest", "an estimate": the answer is not exact.
_ROUNDS = re.compile(
    r"\bround(?:ed|s|ing)?\s+(?:to|up|down|off|your|the|it)\b|\bnearest\b|\bapproximate|\bestimate"
    r"|\bwhole number of\b|\bremainder\b",
    re.IGNORECASE,
)
# "more than 5", "at most 10", "for every 3": a number that compares, beside one in no step.
_THRESHOLD = re.compile(
    r"\b(?:more than|less than|fewer than|over|under|above|below|at least|at most|up to|exceed\w*"
    r"|limit\w*|minimum|maximum|beyond|no more than|or more|or less|or fewer|or older|or younger"
    r"|older than|younger than|for every|for each|every)\b",
    re.IGNORECASE,
)
# "the cheaper shop", "whichever is least": which number counts depends on all of them.
_CHOOSES = re.compile(
    r"\b(?:otherwise|unless|whichever|whoever|better|worse|cheap(?:er|est)|fastest|slowest|fewest|greatest"
    r"|largest|smallest|highest|lowest|shortest|longest|tallest|oldest|youngest|best"
    r"|which (?:one|of)|least|the most)\b",
    re.IGNORECASE,
)
# "the 3 dogs", "all 5", "her 2 cats": things that were spoken of before.
_DEFINITE = re.compile(
    r"\b(?:the|these|those|all|both|other|his|her|their|its|our|my|any|next|last|first|'s|’s)\s+$",
    re.IGNORECASE,
)
# "the former", "the others": how many there are, other words say, too.
_OTHERS = re.compile(
    r"\b(?:the other|the others|the former|the latter|one of them|the rest of the)\b", re.IGNORECASE
)
# "the remaining 7", "the other 3".
_REST = re.compile(
    r"\b(?:remaining|other|rest of (?:the|these|those|his|her|their))\s+$", re.IGNORECASE
)
# The end of a sentence; "2.5" is none.
_STOP = re.compile(r"[.?!](?:\s|$)")
# A capital inside a sentence: "Ann".
_NAME = re.compile(r"(?<![.!?]\s)(?<!^)\b[A-Z][a-z]+\b")
NEAR = 40


def refuse_rounding(question: str, solution: str) -> None:
    """Refuse what is rounded.

    Raises:
        Refused: the question or the solution rounds.
    """
    for text in (question, solution):
        if found := _ROUNDS.search(text):
            raise Refused(Cause.COMPARES, f"the text says {found[0]!r}")


def check_unused(
    question: str,
    mentions: Sequence[Mention],
    calculation: Calculation,
    used: frozenset[int],
) -> None:
    """Refuse a number that no step uses where it may matter all the same.

    Raises:
        Refused: such a number compares, restates a result, or is a share.
    """
    unused = [
        (index, mention)
        for index, mention in enumerate(mentions)
        if index not in used and mention.value not in (0, 1) and mention.fixed not in IN_PASSING
    ]
    if unused and (found := _CHOOSES.search(question)):
        raise Refused(Cause.UNUSED_NUMBER, f"{unused[0][1].text!r} beside {found[0]!r}")
    results = {step.result for step in calculation.steps if not step.alias}
    for _, mention in unused:
        # "25% are red" and no step has 25 or 0.25
        if mention.kind in SHARES:
            raise Refused(Cause.UNUSED_NUMBER, f"the share {mention.text!r}")
        # "18 in all" where 7 + 11 = 18 is a step
        if mention.value in results:
            raise Refused(Cause.UNUSED_NUMBER, f"{mention.text!r} restates a result")
        before = question[max(0, mention.start - NEAR) : mention.start]
        after = question[mention.end : mention.end + NEAR // 2]
        if found := _THRESHOLD.search(re.split(r"[.?!]\s", before)[-1]) or _THRESHOLD.search(
            re.split(r"[.?!,]\s", after)[0]
        ):
            raise Refused(Cause.UNUSED_NUMBER, f"{mention.text!r} with {found[0]!r}")


def to_keep(
    question: str, mentions: Sequence[Mention], used: frozenset[int]
) -> Iterator[tuple[int, str]]:
    """The numbers that must stay, by index, with the reason."""
    highest = max((int(m.value) for m in mentions if m.fixed == ORDINAL), default=0)
    others = _OTHERS.search(question)
    for index, mention in enumerate(mentions):
        if mention.fixed:
            yield index, mention.fixed
        elif _is_count(mention):
            if _definite(question, mention) and not _repeats(question, mentions, index):
                # "the 3 dogs": how many there are was said before
                yield index, "counts what is known"
            # "3 days. On the second day": 3 days stay
            elif highest > 1 and mention.value <= highest + 1:
                yield index, "counts what is numbered"
            elif others and mention.value <= 4:
                # "2 cars. The former is red"
                yield index, "counts what is told apart"
            elif _lists(question, mention):
                yield index, "counts what is listed"
    yield from _restated(mentions, used)
    yield from _completed(question, mentions)
    yield from _beside_one(mentions, used)


def _completed(question: str, mentions: Sequence[Mention]) -> Iterator[tuple[int, str]]:
    """Counts of what is left, and those that make a whole with them: 9, the remaining 7, and 16."""
    counts = [index for index, one in enumerate(mentions) if one.kind in COUNTS]
    for index in counts:
        # "the remaining 7"
        if not _REST.search(question[: mentions[index].start]):
            continue
        yield index, "counts the rest"
        for part, whole in permutations(counts, 2):
            total = mentions[part].value + mentions[index].value
            # 9 are red, the remaining 7 are blue, 16 in all
            if index not in (part, whole) and total == mentions[whole].value:
                yield part, "makes a whole with the rest"
                yield whole, "is a whole with a rest"


def _beside_one(mentions: Sequence[Mention], used: frozenset[int]) -> Iterator[tuple[int, str]]:
    """Numbers beside a "one" of the same things that no step uses: it may decide what fits."""
    for index, mention in enumerate(mentions):
        # "one box holds 6 eggs": for 1 box
        if mention.value == 1 and index not in used and mention.kind in COUNTS:
            for other, one in enumerate(mentions):
                if other != index and one.units & mention.units:
                    yield other, "stands beside one that no step uses"


def _definite(question: str, mention: Mention) -> bool:
    """Whether a count is of things that were spoken of before: "the three of them"."""
    return bool(_DEFINITE.search(question[: mention.start]))


def _repeats(question: str, mentions: Sequence[Mention], index: int) -> bool:
    """Whether a definite count repeats an earlier one, which is tied to it."""
    return any(
        other.value == mentions[index].value
        and other.units & mentions[index].units
        and not _definite(question, other)
        for other in mentions[:index]
    )


def repeats(question: str, mentions: Sequence[Mention]) -> Iterator[set[int]]:
    """Counts that repeat earlier ones, with those."""
    for index, mention in enumerate(mentions):
        if mention.kind in COUNTS and _definite(question, mention):
            same = {
                other
                for other, one in enumerate(mentions[:index])
                if one.value == mention.value and one.units & mention.units
            }
            if same:
                yield {index, *same}


def _is_count(mention: Mention) -> bool:
    # "3 girls", "ten boxes"; not "12 boxes", "3 times as many", "$3"
    whole = mention.value.denominator == 1 and mention.value <= SMALL_COUNT
    return whole and TIMES_AS not in mention.units and mention.kind in COUNTS


def _lists(question: str, mention: Mention) -> bool:
    """Whether so many names or things stand in a row, in the same sentence."""
    count = int(mention.value)
    before = _STOP.split(question[: mention.start])[-1]
    after = _STOP.split(question[mention.end :])[0]
    # "3 colours: red, ..."; "2 friends, Ann and Bob"
    if ":" in after or len(set(_NAME.findall(after))) == count:
        return True
    # "3 friends, Ann, Bob and Cid"
    row = rf"(?:[\w' -]+,\s+){{{max(count - 1, 1)}}}(?:and|or)\s"
    earlier = rf"(?:[\w' $-]+,\s+){{{count - 2}}}[\w' $-]+,?\s+and\s" if count > 2 else r"(?!)"
    return bool(re.search(row, after) or re.search(earlier, before))


def _restated(mentions: Sequence[Mention], used: frozenset[int]) -> Iterator[tuple[int, str]]:
    """Numbers that follow from others, one of which no step uses."""
    for index in used:
        value = mentions[index].value
        if value <= SMALL_COUNT:
            continue
        for one, two in product(range(len(mentions)), repeat=2):
            if index in (one, two) or one == two or (one in used and two in used):
                continue
            a, b = mentions[one].value, mentions[two].value
            # "12 red and 8 blue, 20 in all"
            if min(a, b) > 1 and value in _combined(a, b):
                yield index, "may restate other numbers"
                # "24 feet, 20 for running and 4 for jumping": if 24 stays, 4 stays, too
                alike = mentions[one].units & mentions[two].units & mentions[index].units
                if a + b == value and alike:
                    yield from ((part, "is restated with another") for part in {one, two} & used)
                break


def _combined(a: Fraction, b: Fraction) -> tuple[Fraction, ...]:
    return (a + b, a - b, a * b)
