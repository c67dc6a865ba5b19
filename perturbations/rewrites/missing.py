"""Take away one number that the answer needs: "some apples" for "5 apples".

The question says that the answer may be undetermined, and a control says so with nothing taken
away: what a model loses there is what the sentence alone costs.
"""

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction

from clipo_bench.perturbations.programs import sense, usual
from clipo_bench.perturbations.programs.slot import Slot, Values, shown_values
from clipo_bench.perturbations.programs.worked_solution.solution_program import SolutionProgram
from clipo_bench.perturbations.rewrites.solved import solved, unsolved
from clipo_bench.perturbations.text.mentions import NumberKind, find
from clipo_bench.perturbations.variant import Certificate, Edit, Reason, Refusal, Variant
from clipo_bench.tasks.answers.equal import NO_GOLD
from clipo_bench.tasks.problem import Problem

METHOD = "missing number"
CONTROL_METHOD = "answer offered"
OFFER = "If what is given does not determine the answer, say that the answer cannot be determined."
SOME = "some"
_NO_PLACE = "no number for which “some” could stand, or no question at the end"

# Before it "some" can stand: "has 5", "and 5", "buys 5"; not "the 5", "of 5", "these 5", "is 5".
_BEFORE = re.compile(
    r"(?i)(?:\b(?:has|have|had|buys?|bought|gets?|got|picks?|picked|sells?|sold|eats?|ate|gives?|gave"
    r"|makes?|made|bakes?|baked|finds?|found|takes?|took|uses?|used|needs?|needed|wants?|collects?"
    r"|collected|owns?|plants?|planted|brings?|brought|receives?|received|orders?|ordered|catch(?:es)?"
    r"|caught|read|reads|writes?|wrote|loses?|lost|adds?|added|keeps?|kept|donates?|donated|drinks?"
    r"|drank|puts?|throws?|threw|saw|sees|sent|sends|won|wins|spotted|borrow(?:s|ed)|prepared?"
    r"|there (?:are|were)|and|with|him|her|them|contains?|holds?|carr(?:y|ies|ied)|washed|sewed"
    r"|removes?|removed|produced?|produces|harvest(?:s|ed)|grew|grows|hired|packs?|packed|fills?|filled"
    r"|delivers?|delivered|cooks?|cooked|scored|scores|solved|solves|invited?|invites))\s+\Z"
)
# What follows is counted: " apples", " red apples", " more apples"; not " times", " years old".
_AFTER = re.compile(
    r"\s+(?!(?:times|years?|percent|o'clock|dozen|hundred|thousand|million|of|or|to|by|and|less|fewer"
    r"|more (?:than|times)|out|is|are|was|were|in|each|more (?:and|in|on|to|from|at|for|than)"
    r"|degrees?|minutes?|hours?|days?|weeks?|months?|seconds?|as|than|more[.,?]|am|pm|for|on|at|with|from)\b)"
    r"(?:more )?(?:[a-z]+ ){0,2}?[a-z]+s\b"
)
# A count that other words may give: "both", "half the class", "the three of them".
_SAID_AGAIN = re.compile(
    r"(?i)\b(?:both|all (?:of them|three|four|five|six)|the (?:two|three|four|five|six|other"
    r"|remaining|rest)|equally|evenly|each other|same (?:number|amount)|dozens?)\b"
    # "5 boxes of pens, one for each cousin"
    r"|,? (?:and )?one (?:for|in|on|at|to) (?:each|every)\b"
)
# "Ann, Bob and Cid"
_LIST_OF_NAMES = re.compile(r"[A-Z][a-z]+(?:(?:, and |, | and |; | & )[A-Z][a-z]+)+")


class Missing:
    """Proposes a question that lacks one number."""

    kind = "missing"
    changes = "one number that the answer needs, to “some”; it cannot be determined then"

    def propose(self, problem: Problem, rng: random.Random) -> Variant | Refusal:
        """Take a number away of which two values give two answers, or refuse."""
        found = _numbers_to_go(problem, self.kind)
        if isinstance(found, Refusal):
            return found
        program, slots = found
        slot = rng.choice(slots)
        other = _other_fill(program, slot, rng)
        if other is None:
            detail = f"found no other value of {slot.text!r} that gives another answer"
            return Refusal.of(problem, self.kind, Reason.NO_NEW_VALUES, detail)
        return _without(problem, program, slot, other, self.kind)


class MissingControl:
    """Proposes the same offer where nothing is missing."""

    kind = "missing_control"
    changes = "an offer to say that nothing can be determined, where it can; the gold stays"

    def propose(self, problem: Problem, rng: random.Random) -> Variant | Refusal:
        """Add the offer to a question of which a number could be taken away, or refuse."""
        found = _numbers_to_go(problem, self.kind)
        if isinstance(found, Refusal):
            return found
        end = len(problem.question)
        variant = replace(
            problem,
            question=f"{problem.question} {OFFER}",
            original_gold=problem.gold,
            kind=self.kind,
            program=None,
        )
        edits = (Edit(end, end, "", f" {OFFER}"),)
        return Variant(variant, edits, Certificate(CONTROL_METHOD, {"offer": OFFER}))


def _numbers_to_go(problem: Problem, kind: str) -> tuple[SolutionProgram, Sequence[Slot]] | Refusal:
    """The numbers that can be taken away, with the program that they are of."""
    if (refused := unsolved(problem, kind)) is not None:
        return refused
    text = problem.question
    # a look at the text is quicker than a program
    open_ended = not text.endswith("?") or _SAID_AGAIN.search(text)
    if open_ended or not any(_may_be_some(text, one.start, one.end) for one in find(text)):
        return Refusal.of(problem, kind, Reason.NOTHING_TO_REWRITE, _NO_PLACE)
    program = solved(problem, kind)
    if isinstance(program, Refusal):
        return program
    if any(slot.fixed and slot.value > 1 and _unused(program, slot) for slot in program.slots):
        detail = "a number that no step uses may give what is taken away"
        return Refusal.of(problem, kind, Reason.AMBIGUOUS, detail)
    slots = list(_may_go(program))
    if not slots:
        return Refusal.of(problem, kind, Reason.NOTHING_TO_REWRITE, _NO_PLACE)
    return program, slots


def _unused(program: SolutionProgram, slot: Slot) -> bool:
    """Whether a number changes nothing: whatever else is said of it, no step uses it."""
    try:
        return program.evaluate({slot.name: slot.value + Fraction(1, 7)}) == program.gold
    except ZeroDivisionError:
        return False


def _may_be_some(text: str, start: int, end: int) -> bool:
    """Whether "some" can stand in a number's place."""
    return _BEFORE.search(text[:start]) is not None and _AFTER.match(text, end) is not None


def _may_go(program: SolutionProgram) -> Iterator[Slot]:
    """The counts for which "some" can stand, and which nothing else in the text says."""
    text = program.question
    bounds = sense.bounds(text, program.slots)
    values = [slot.value for slot in program.slots]
    for slot in program.free:
        counts = slot.kind in (NumberKind.INTEGER, NumberKind.WORD) and slot.value > 1
        alone = not slot.tied and values.count(slot.value) == 1 and slot.name not in bounds
        listed = usual.named(text, slot) or _listed(text, int(slot.value))
        if counts and alone and not listed and _may_be_some(text, slot.start, slot.end):
            yield slot


def _listed(text: str, count: int) -> bool:
    """Whether so many names stand in a list: "3 gifts, for Ann, Bob and Cid"; "me" may be one."""
    lists = (re.split(r", and |, | and |; | & ", one) for one in _LIST_OF_NAMES.findall(text))
    return any(count - len(names) in (0, 1, -1) for names in lists)


def _other_fill(program: SolutionProgram, slot: Slot, rng: random.Random) -> Values | None:
    """Another value of one number that fits where the others are kept; the answer differs then."""
    old = int(slot.value)
    near = [value for value in range(max(2, old // 2), 2 * old + 3) if value != old]
    fills = ({slot.name: Fraction(value)} for value in rng.sample(near, len(near)))
    return next((fill for fill in fills if program.fits(fill)), None)


def _without(
    problem: Problem,
    program: SolutionProgram,
    slot: Slot,
    other: Values,
    kind: str,
) -> Variant:
    text = problem.question
    fills: tuple[Values, ...] = ({slot.name: slot.value}, other)
    # "12 more pens" -> "some more pens"
    some = SOME.capitalize() if slot.text[0].isupper() else SOME
    end = len(text)
    edits = (Edit(slot.start, slot.end, slot.text, some), Edit(end, end, "", f" {OFFER}"))
    variant = replace(
        problem,
        question=f"{text[: slot.start]}{some}{text[slot.end :]} {OFFER}",
        gold=NO_GOLD,
        solution=None,
        program=None,
        original_gold=problem.gold,
        kind=kind,
    )
    evidence = {
        "taken away": slot.name,
        "fills": ";".join(shown_values(fill) for fill in fills),
        "golds": ";".join(str(program.evaluate(fill)) for fill in fills),
    }
    return Variant(variant, edits, Certificate(METHOD, evidence))
