"""Give independent premises another order. The gold stays.

Only sentences next to each other that need none of each other: each begins with a subject of
its own, leans on nothing said before (no pronoun but for its own subject, no "then", no
number without its noun, no "the" for what another of them speaks of), and tells what is, or
what different people did each for themselves. What comes after them may not lean on the
last one either.
"""

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from clipo_bench.perturbations.text.given_names import FEMALE, MALE, UNCLEAR, gender
from clipo_bench.perturbations.text.latex import words
from clipo_bench.perturbations.text.prose import (
    ANAPHORA,
    BARE_NUMBER,
    ProseError,
    Sentence,
    first_question,
    formulas,
    inside,
    plain_words,
    sentences,
)
from clipo_bench.perturbations.variant import Certificate, Edit, Reason, Refusal, Variant
from clipo_bench.tasks.problem import Problem

MOST = 6
# What is, or happens as a habit, has no order.
_STATES = words(
    "has have is are was were had cost costs weighs weigh earns owns needs need sells makes runs "
    "reads collects plays drinks works takes uses eats can wants want requires produces holds "
    "charges pays lives studies walks drives spends contains gets swims grows lays likes bakes"
)
# What people do each for themselves; not "gave", which may be to one another.
_DEEDS = words(
    "bought picked collected made baked found caught read ran walked scored sold earned saved "
    "spent drank ate used brought planted swam drove worked ordered got wrote solved cooked "
    "painted"
)
_SUBJECT = re.compile(
    r"(?P<subject>(?:A|An|The|Each|Every|One) (?:[a-z]+ ){0,2}?[a-z]+|[A-Z][a-z]+'s [a-z]+"
    r"|\d+ [a-z]+(?= cost| weigh)|[A-Z][a-z]+(?: and [A-Z][a-z]+)?)"
    rf" (?P<verb>{'|'.join(sorted(_STATES | _DEEDS))})\b"
)
# Capital at the start of a sentence, and no name.
_NO_NAME = words(
    "Half Some Most Many Few Several Everyone Everybody Someone Nobody Nothing If When For In On "
    "At By To From With Of Two Three Four Five Six Seven Eight Nine Ten Only Today Suppose Assume "
    "Once During Since Out Due Last All What How Which Who Where Because Although Including Among "
    "You"
)
_DETERMINERS = words("A An Each Every One")
_NOT_NAMES = _DETERMINERS | {"The"}
_ELLIPSIS = re.compile(
    r"\b(?:more|fewer|less) than\b(?! \$?\d)|\bas (?:many|much) as\b|\bas (?:many|much)(?! [a-z])"
    r"|\bas (?:many|much|old|tall|long|far|fast|heavy|big|large|high|wide|deep)\b(?!.* as\b)"
    r"|\b(?:more|fewer|less|farther|further|older|younger|taller|shorter|longer|faster|slower|cheaper"
    r"|heavier|lighter|bigger|smaller|larger|higher|lower|better)\b(?!.* than\b)"
    r"|\b(?:twice|half|double|triple|thrice) (?!(?:as (?:old|tall|long|far|fast|heavy|big|large)\b)"
    r"|(?:as (?:many|much) [a-z]+)|(?:the (?:number|amount|age|height|weight|price|cost) of))"
    r"|\bof (?:which|whom|them)\b|\bthan (?:the|that|those|usual|expected|before)\b"
    r"|\b(?:pieces|slices|pairs|portions|servings)\b(?! of)"
)
_LEANS = ANAPHORA | words(
    "more total altogether all whole extra additional we our us you your i my who whose earlier "
    "previous ago yesterday today tomorrow tonight named called"
)
_LEANS_ALLOWED = words("each every one and that or more")
_LEANS_AFTER = ANAPHORA - words(
    "they them their each and that or together altogether one ones there here first second before "
    "after while until now though although because"
)
_OF_SUBJECT = {"female": words("she her hers herself"), "male": words("he his him himself")}
_ORDER = re.compile(
    r"(?i)\b(?:mon|tues|wednes|thurs|fri|satur|sun)days?\b|\b(?:first|second|third|last|next|then|finally"
    r"|begin|begins|started?|starts|ends?|ended|o'clock|day \d)\b|[\"“”;:]|\b(?:19|20)\d\d\b"
    r"|\b(?:brother|sister|friend|mother|father|son|daughter|wife|husband|cousin|neighbor|uncle|aunt"
    r"|mom|dad),? [A-Z]|\b[A-Z][a-z]+, [A-Z]|\d [ap]\.?m\b"
)
_THE = re.compile(r"(?i)\bthe (?:[a-z]+ )??(?P<noun>[a-z]+)(?: (?P<more>[a-z]+))?")
_MEASURES = words("numb amou age of cost weig pric")  # "the number of": nothing is taken as known
_SCENE = re.compile(r"\b(?:is|are|was|were) (?:to\b|(?:[a-z]+ly )?[a-z]+ing\b)")
_AMOUNT = re.compile(
    r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|twenty|thirty"
    r"|forty|fifty|sixty|seventy|eighty|ninety|hundred|half|twice|double|triple|thrice|dozen)\b"
)
_NO_NOUN = re.compile(r"(?i)\bhow many(?: more)? (?:do|does|did|has|have|are|is|were)\b")
_EXPLETIVE = re.compile(r"\b(?:does|will|did|would) it (?:take|cost)\b")


class Premises:
    """Proposes another order of independent premises."""

    kind = "premises"
    changes = "the order of independent sentences; the gold stays"

    def propose(self, problem: Problem, rng: random.Random) -> Variant | Refusal:
        """Permute a run of independent sentences before the question, or refuse."""
        text = problem.question
        try:
            spans = formulas(text)
        except ProseError as error:
            return Refusal.of(problem, self.kind, Reason.AMBIGUOUS, str(error))
        split = sentences(text, spans)
        asked = first_question(split)
        if problem.choices or asked is None or asked < 2:
            return Refusal.of(
                problem, self.kind, Reason.NOTHING_TO_REWRITE, "fewer than two premises"
            )
        runs = [
            run
            for run in _runs(split, asked)
            if not _holds_formula(run, spans) and not _introduces(run, text)
        ]
        if not runs:
            return Refusal.of(
                problem, self.kind, Reason.AMBIGUOUS, "no two premises are independent"
            )
        return _reordered(problem, split, rng.choice(runs), rng, self.kind)


def _holds_formula(run: Sequence[Sentence], spans: Sequence[tuple[int, int]]) -> bool:
    return any(inside(spans, one.start, one.end) for one in run)


def _introduces(run: Sequence[Sentence], text: str) -> bool:
    """Whether one is about "a bus" that is "the bus" later."""
    subjects = [match["subject"].split() for one in run if (match := _SUBJECT.match(one.text))]
    return any(
        subject[0] in ("A", "An") and re.search(rf"(?i)\bthe (?:[a-z]+ )?{subject[-1]}", text)
        for subject in subjects
    )


def _runs(split: Sequence[Sentence], asked: int) -> Iterator[Sequence[Sentence]]:
    """The longest runs of sentences that can change places."""
    start = 0
    while start < asked:
        end = start
        known = " ".join(one.text for one in split[:start])
        while end < asked and _independent(split[start : end + 1], known):
            end += 1
        run = split[start:end]
        if 2 <= len(run) <= MOST and not _leans(split[end].text):
            yield run
        start = max(end, start + 1)


def _independent(run: Sequence[Sentence], known: str) -> bool:
    """Whether sentences can change places, after others that say what is `known`."""
    found = [_SUBJECT.match(one.text) for one in run]
    heads = [(match["subject"], match["verb"]) for match in found if match]
    if len(heads) < len(run) or not all(_is_premise(one.text) for one in run):
        return False
    subjects = [subject for subject, _ in heads]
    named = [name for one in subjects for name in re.findall(r"[A-Z][a-z]{2,}", one)]
    if len(set(subjects)) < len(subjects) or _repeats(set(named) - _NOT_NAMES, named):
        return False
    if not all(map(_is_subject, subjects)):
        return False
    if not all(_is_known(one.text, own, known) for own, one in zip(subjects, run, strict=True)):
        return False
    states = all(verb in _STATES - {"was", "were", "had"} for _, verb in heads)
    same_verb = len({verb for _, verb in heads}) == 1
    persons = [_is_person(subject, run) for subject in subjects]
    if any(persons) != all(persons):
        return False  # who it is about comes first
    return states or ((all(persons) or same_verb) and not _share_names(run, subjects))


def _repeats(names: set[str], named: Sequence[str]) -> bool:
    return any(named.count(name) > 1 for name in names)


def _is_subject(subject: str) -> bool:
    first = subject.split(maxsplit=1)[0]
    return first in _DETERMINERS or first == "The" or not set(subject.split()) & _NO_NAME


def _is_person(subject: str, run: Sequence[Sentence]) -> bool:
    """Whether it is a known name, or one by its capital within another sentence."""
    word = subject.split(maxsplit=1)[0].removesuffix("'s")
    if word in _DETERMINERS or word == "The" or not word.isalpha():
        return False
    return gender(word) is not None or any(f" {word}" in one.text for one in run)


def _stems(text: str) -> set[str]:
    return {_stem(word) for word in plain_words(text)}


def _stem(word: str) -> str:
    return re.sub(r"(?:es|s|ed|ing)\Z", "", word)[:4]


def _is_known(text: str, subject: str, known: str) -> bool:
    """Whether what the sentence has after "the", or after a first "each", came up before."""
    definite = {_stem(word) for match in _THE.finditer(text) for word in match.groups() if word}
    if definite - _MEASURES - _stems(known):
        return False
    first, *more = subject.split()
    if first not in ("Each", "Every", "One"):
        return True
    if not more:
        return False
    noun = re.sub(r"y\Z", "", more[-1])  # several of them: "bags", not the "bag" of "bag drop"
    several = re.search(rf"\b{re.escape(noun)}(?:s|es|ies)\b", known) is not None
    return several and not {_stem(word) for word in more} - _stems(known)


def _share_names(run: Sequence[Sentence], subjects: Sequence[str]) -> bool:
    """Whether one of the subjects comes up in what another one did, but for a comparison."""
    return any(
        set(re.findall(r"(?<!than )(?<!as )\b[A-Z][a-z]+", one.text[len(own) :]))
        & {name for other in subjects if other != own for name in re.findall("[A-Z][a-z]+", other)}
        for one, own in zip(run, subjects, strict=True)
    )


def _is_premise(text: str) -> bool:
    if text[-1] != "." or "\n" in text or _ORDER.search(text) or BARE_NUMBER.search(text):
        return False
    if _SCENE.search(text) or not _AMOUNT.search(text):  # a scene, without facts, comes first
        return False
    leaning = set(plain_words(text)) & (_LEANS - _LEANS_ALLOWED)
    names = [word for word in re.findall(r"[A-Z][a-z]+", text) if gender(word)]
    if len(names) == 1 and text.startswith(names[0] + " "):
        leaning -= _of_subject(names[0])
    return not leaning and not _ELLIPSIS.search(text)


def _of_subject(name: str) -> frozenset[str]:
    """The pronouns that a sentence may have because its subject is this person."""
    she, he = _OF_SUBJECT["female"], _OF_SUBJECT["male"]
    if name in UNCLEAR:
        return she | he
    return (she if name in FEMALE else frozenset()) | (he if name in MALE else frozenset())


def _leans(text: str) -> bool:
    """Whether a sentence after the run may mean something of the run's last sentence alone."""
    if "?" in text:
        if _NO_NOUN.search(text):
            return True
    elif re.match("They|Their", text) or BARE_NUMBER.search(text) or _ELLIPSIS.search(text):
        return True
    leaning = set(plain_words(_EXPLETIVE.sub("", text))) & _LEANS_AFTER
    named = re.match(r"(?:[^A-Z]|\b(?:How|What|If|When)\b)*(?P<name>[A-Z][a-z]+)", text)
    if named and gender(named["name"]):
        before = plain_words(text[: named.start("name")])
        leaning -= _of_subject(named["name"]) - set(before)
    return bool(leaning)


def _reordered(
    problem: Problem,
    split: Sequence[Sentence],
    run: Sequence[Sentence],
    rng: random.Random,
    kind: str,
) -> Variant:
    order = list(range(len(run)))
    while order == sorted(order):
        rng.shuffle(order)
    first = split.index(run[0])
    moved = [first + place for place in order]
    places = [*range(first), *moved, *range(first + len(run), len(split))]
    text = problem.question
    gaps = [text[one.end : other.start] for one, other in pairwise(split)] + [""]
    body = "".join(split[place].text + gap for place, gap in zip(places, gaps, strict=True))
    edits = tuple(
        Edit(one.start, one.end, one.text, split[place].text)
        for one, place in zip(split, places, strict=True)
        if one.text != split[place].text
    )
    variant = replace(
        problem,
        question=text[: split[0].start] + body + text[split[-1].end :],
        original_gold=problem.gold,
        kind=kind,
        program=None,
    )
    evidence = {
        "order": ",".join(map(str, places)),
        "sentences": ",".join(f"{one.start}-{one.end}" for one in split),
    }
    return Variant(variant, edits, Certificate("sentence order", evidence))
