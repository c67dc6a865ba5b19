"""Replace the right option by "None of the other options"; or, as a control, a wrong one.

The new option stands where the gold's letter becomes another one, in both kinds, so that who
remembers the letter, or the text, is wrong.
"""

import random
import re
from collections.abc import Iterator
from itertools import combinations

from clipo_bench.perturbations.rewrites.choices import with_options
from clipo_bench.perturbations.text.number_words import read
from clipo_bench.perturbations.variant import Certificate, Reason, Refusal, Variant
from clipo_bench.tasks.answers.equal import compare
from clipo_bench.tasks.problem import LETTERS, Problem, normalise_text

METHOD = "replaced option"
NONE = "None of the other options"
LEAST = 3
# Whose right option is only the one that fits best: without it another one is right.
BEST_FITTING = frozenset({"commonsense_qa", "truthfulqa"})

# Without the best, another is the best: "most likely", "best describes", "approximately".
_GRADES = re.compile(
    r"(?i)\b(?:best|better|most|least|more|less|worst|worse|closest|nearest|likely|approximate\w*"
    r"|about how|roughly|around|primar\w+|main\w*|chief\w*|principal\w*|usual\w*|typical\w*"
    r"|general\w*|probabl\w+|might|may|would|should|could|often|commonly|prefer\w*|major|suggests?|appropriate"
    r"|first|last|next|why|because|reasons?|purpose|examples?|key|important\w*|significan\w*|describ\w*"
    r"|characteri\w*|explain\w*|effective\w*|consequences?|arguments?|favou?r\w*|contribut\w*|example"
    r"|potential\w*|(?!(?:interest|request|test|invest|protest|forest|harvest|honest|contest|guest"
    r"|suggest|rest|west|east|nest|quest|chest|arrest|priest|digest|breast|modest|conquest|manifest"
    r"|ingest|congest|crest|pest|vest|zest)\w*\b)[a-z]+est)\b"
)
# "Which is NOT", "all EXCEPT": none of the others would be said of the exceptions.
_NEGATES = re.compile(
    r"(?i)\b(?:not|cannot|except\w*|false|incorrect\w*|untrue|never|neither|exclud\w*)\b|n't\b"
)
# Options about options, letters or all there is: "all of the above", "both A and C", "I and II".
_REFERS = re.compile(
    r"(?i)\b(?:above|below|both|neither|either|none|all|other options?|options?|choices?|answers?"
    r"|cannot be determined|not enough|nothing|no one|nobody|no comment|depends|insufficient)\b"
    r"|\A\W*(?:[A-Z]|I{1,3}|IV|V)\W*\Z|\b(?:I{1,3}|IV|V),? (?:and|or|only)\b"
)
# A question that names an option: "option B", "the following statements".
_NAMES_AN_OPTION = re.compile(
    r"\b(?i:options?|choices?|answers?|alternatives?)\b|(?i:\bstatements? (?:is|are)\b)"
)


class NoneOfTheOthers:
    """Proposes that no option but "None of the other options" is right."""

    kind = "none_of_the_others"
    changes = "the right option, to “None of the other options”, which is right then"

    def propose(self, problem: Problem, rng: random.Random) -> Variant | Refusal:
        """Replace the right option, or refuse where another one could be right without it."""
        if refused := _why_not(problem):
            return Refusal.of(problem, self.kind, *refused)
        return _replaced(problem, LETTERS.index(problem.gold), self.kind, rng)


class NoneOfTheOthersDecoy:
    """Proposes the same option in place of a wrong one: the control."""

    kind = "none_of_the_others_decoy"
    changes = "a wrong option, to “None of the other options”; the gold's letter follows its text"

    def propose(self, problem: Problem, rng: random.Random) -> Variant | Refusal:
        """Replace a wrong option of a problem whose right one could be replaced, or refuse."""
        if refused := _why_not(problem):
            return Refusal.of(problem, self.kind, *refused)
        gold = LETTERS.index(problem.gold)
        wrong = [index for index in range(len(problem.choices)) if index != gold]
        return _replaced(problem, rng.choice(wrong), self.kind, rng)


def _replaced(problem: Problem, left_out: int, kind: str, rng: random.Random) -> Variant:
    """Leave one option out, and put the new one where the gold gets another letter."""
    gold = LETTERS.index(problem.gold)
    kept = [index for index in range(len(problem.choices)) if index != left_out]
    orders = [[*kept[:place], left_out, *kept[place:]] for place in range(len(problem.choices))]
    # gold B: the new option is not the second one
    order = rng.choice([one for one in orders if one.index(gold) != gold])
    choices = [NONE if index == left_out else problem.choices[index] for index in order]
    evidence = {"order": ",".join(map(str, order)), "replaced": LETTERS[left_out]}
    return with_options(problem, choices, order, kind, Certificate(METHOD, evidence))


def _same_value(one: str, other: str) -> bool:
    """Whether two options say the same: "0.5" and "1/2", "x = 3" and "3", "90" and "ninety"."""
    # "ninety" -> "90"
    a, b = (str(read(text) or text) for text in (one, other))
    found = {compare(*pair, lambda *_: False) for pair in ((a, b), (b, a))} - {""}
    # "2, 3" and "3, 2" say the same, "Wrong, Not wrong" and "Not wrong, Wrong" do not
    return bool(found - {"list"} or (found and re.search(r"\d", a)))


def _why_not(problem: Problem) -> tuple[Reason, str] | None:
    return next(_doubts(problem), None)


def _doubts(problem: Problem) -> Iterator[tuple[Reason, str]]:
    """Why the right option cannot be replaced, the plainest reason first."""
    question, count = problem.question, len(problem.choices)
    if not LEAST <= count <= len(LETTERS):
        yield Reason.NOTHING_TO_REWRITE, f"{count} options"
    elif len(problem.gold) != 1 or problem.gold not in LETTERS[:count]:
        yield Reason.GOLD_UNCERTAIN, f"the gold is not one of the letters {LETTERS[:count]}"
    if problem.benchmark in BEST_FITTING:
        yield Reason.AMBIGUOUS, "more than one option of this benchmark may be right"
    if len({normalise_text(text).casefold() for text in problem.choices}) < count:
        yield Reason.GOLD_UNCERTAIN, "two options have the same text"
    if found := _GRADES.search(question):
        yield Reason.AMBIGUOUS, f"{found[0]!r}: without the right option another may be right"
    if found := _NEGATES.search(question):
        yield Reason.AMBIGUOUS, f"{found[0]!r}: the exception of exceptions is hard to read"
    if found := _NAMES_AN_OPTION.search(question):
        yield Reason.AMBIGUOUS, f"the question says {found[0]!r}"
    if any(_REFERS.search(text) for text in problem.choices):
        yield Reason.AMBIGUOUS, "an option refers to others, or to there being none"
    if any(_same_value(*pair) for pair in combinations(problem.choices, 2)):
        yield Reason.GOLD_UNCERTAIN, "two options are worth the same"
