"""Sentences that can change places: each needs nothing that another of them says."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from clipo_bench.perturbations.rule import Rule, first
from clipo_bench.perturbations.text.given_names import FEMALE, MALE, UNCLEAR, gender
from clipo_bench.perturbations.text.latex import words
from clipo_bench.perturbations.text.prose import ANAPHORA, BARE_NUMBER, Sentence, plain_words

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
# A subject with its verb: "The red bus has", "Ann's dog weighs", "Ann and Bob bought".
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
# Comparisons whose other side is elsewhere: "5 more than her", "twice that", "half of them".
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
# Words that fix the order of sentences: "On Monday", "then", "at 5 pm", "in 2019".
_ORDER = re.compile(
    r"(?i)\b(?:mon|tues|wednes|thurs|fri|satur|sun)days?\b|\b(?:first|second|third|last|next|then|finally"
    r"|begin|begins|started?|starts|ends?|ended|o'clock|day \d)\b|[\"“”;:]|\b(?:19|20)\d\d\b"
    r"|\b(?:brother|sister|friend|mother|father|son|daughter|wife|husband|cousin|neighbor|uncle|aunt"
    r"|mom|dad),? [A-Z]|\b[A-Z][a-z]+, [A-Z]|\d [ap]\.?m\b"
)
# What "the" refers to: "the bus", "the old bus".
_THE = re.compile(r"(?i)\bthe (?:[a-z]+ )??(?P<noun>[a-z]+)(?: (?P<more>[a-z]+))?")
_MEASURES = words("numb amou age of cost weig pric")  # "the number of": nothing is taken as known
# An action that sets a scene: "is baking", "were quickly running", "is to".
_SCENE = re.compile(r"\b(?:is|are|was|were) (?:to\b|(?:[a-z]+ly )?[a-z]+ing\b)")
# An amount in digits or words: "5", "twelve", "half", "a dozen".
_AMOUNT = re.compile(
    r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|twenty|thirty"
    r"|forty|fifty|sixty|seventy|eighty|ninety|hundred|half|twice|double|triple|thrice|dozen)\b"
)
# A question that does not name what it counts: "How many does", "how many more are".
_NO_NOUN = re.compile(r"(?i)\bhow many(?: more)? (?:do|does|did|has|have|are|is|were)\b")
# An "it" that refers to nothing: "does it take", "will it cost".
_EXPLETIVE = re.compile(r"\b(?:does|will|did|would) it (?:take|cost)\b")


@dataclass(frozen=True, slots=True)
class SentenceRun:
    """Sentences in a row that each begin with a subject of their own.

    Attributes:
        subjects: what each is about; `verbs` likewise.
        known: what the text says before them.
    """

    sentences: Sequence[Sentence]
    subjects: Sequence[str]
    verbs: Sequence[str]
    known: str

    @property
    def tells_states(self) -> bool:
        """Whether all of it is so all the time, and not once."""
        return all(verb in _STATES - {"was", "were", "had"} for verb in self.verbs)

    @property
    def persons(self) -> Sequence[bool]:
        """Which of the subjects are persons."""
        return [_is_person(subject, self.sentences) for subject in self.subjects]


def independent_runs(split: Sequence[Sentence], asked: int) -> Iterator[Sequence[Sentence]]:
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


def introduces(run: Sequence[Sentence], text: str) -> bool:
    """Whether one is about "a bus" that is "the bus" later."""
    subjects = [match["subject"].split() for one in run if (match := _SUBJECT.match(one.text))]
    return any(
        subject[0] in ("A", "An") and re.search(rf"(?i)\bthe (?:[a-z]+ )?{subject[-1]}", text)
        for subject in subjects
    )


def _independent(sentences: Sequence[Sentence], known: str) -> bool:
    """Whether sentences can change places, after others that say what is `known`."""
    heads = [match for one in sentences if (match := _SUBJECT.match(one.text))]
    if len(heads) < len(sentences):
        return False
    subjects, verbs = [one["subject"] for one in heads], [one["verb"] for one in heads]
    return first(DEPENDENT, SentenceRun(sentences, subjects, verbs, known)) is None


def _holds_no_premise(run: SentenceRun) -> bool:
    return any(first(NO_PREMISE, one.text) for one in run.sentences)


def _repeats_a_subject(run: SentenceRun) -> bool:
    return len(set(run.subjects)) < len(run.subjects)


def _repeats_a_name(run: SentenceRun) -> bool:
    named = [name for one in run.subjects for name in re.findall(r"[A-Z][a-z]{2,}", one)]
    return any(named.count(name) > 1 for name in set(named) - _NOT_NAMES)


def _has_no_real_subject(run: SentenceRun) -> bool:
    return not all(map(_is_subject, run.subjects))


def _is_subject(subject: str) -> bool:
    opener = subject.split(maxsplit=1)[0]
    return opener in _NOT_NAMES or not set(subject.split()) & _NO_NAME


def _takes_as_known(run: SentenceRun) -> bool:
    return not all(
        _is_known(one.text, subject, run.known)
        for subject, one in zip(run.subjects, run.sentences, strict=True)
    )


def _mixes_persons_and_things(run: SentenceRun) -> bool:
    return any(run.persons) != all(run.persons)


def _tells_different_deeds_of_things(run: SentenceRun) -> bool:
    return not run.tells_states and not all(run.persons) and len(set(run.verbs)) > 1


def _tells_what_people_did_together(run: SentenceRun) -> bool:
    return not run.tells_states and _share_names(run.sentences, run.subjects)


def _is_person(subject: str, run: Sequence[Sentence]) -> bool:
    """Whether it is a known name, or one by its capital within another sentence."""
    # "Ann's dog" -> "Ann"
    word = subject.split(maxsplit=1)[0].removesuffix("'s")
    if word in _NOT_NAMES or not word.isalpha():
        return False
    return gender(word) is not None or any(f" {word}" in one.text for one in run)


def _stems(text: str) -> set[str]:
    return {_stem(word) for word in plain_words(text)}


def _stem(word: str) -> str:
    # "boxes", "boxed", "boxing" -> "box"; "library" -> "libr"
    return re.sub(r"(?:es|s|ed|ing)\Z", "", word)[:4]


def _is_known(text: str, subject: str, known: str) -> bool:
    """Whether what the sentence has after "the", or after a first "each", came up before."""
    # "the red bus" is known if "red" and "bus" came up before
    definite = {_stem(word) for match in _THE.finditer(text) for word in match.groups() if word}
    if definite - _MEASURES - _stems(known):
        return False
    opener, *more = subject.split()
    # "Each bag holds 5" needs the bags of a sentence before.
    if opener not in ("Each", "Every", "One"):
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


def _leans_on_another(text: str) -> bool:
    leaning = set(plain_words(text)) & (_LEANS - _LEANS_ALLOWED)
    names = [word for word in re.findall(r"[A-Z][a-z]+", text) if gender(word)]
    if len(names) == 1 and text.startswith(names[0] + " "):
        leaning -= _of_subject(names[0])
    return bool(leaning)


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


# What makes a sentence no premise that could stand anywhere. Each example has one at its start.
NO_PREMISE: tuple[Rule[str], ...] = (
    Rule(
        "it is no plain statement",
        "Nora has 3 nuts! Carlos has 4 figs. How many nuts are there?",
        lambda text: text[-1] != ".",
    ),
    Rule(
        "it goes over a line's end",
        "Nora has 3 nuts\nin a bag. Carlos has 4 figs. How many nuts are there?",
        lambda text: "\n" in text,
    ),
    Rule(
        "it says when, or who is whose",
        "Nora eats 3 nuts on Monday. Carlos has 4 figs. How many nuts are there?",
        _ORDER.search,
    ),
    Rule(
        "a number in it does not say what it counts",
        "Nora has 3. Carlos has 4 figs. How many figs are there?",
        BARE_NUMBER.search,
    ),
    Rule(
        "it sets a scene, which comes first",
        "Nora is selling 3 nuts. Carlos has 4 figs. How many nuts are there?",
        _SCENE.search,
    ),
    Rule(
        "it has no number, so it only says who or what there is",
        "Nora is a cook. Carlos has 4 figs. How many figs are there?",
        lambda text: not _AMOUNT.search(text),
    ),
    Rule(
        "one of its words points back",
        "Nora has 3 nuts again. Carlos has 4 figs. How many nuts are there?",
        _leans_on_another,
    ),
    Rule(
        "it leaves out what it compares with",
        "Nora has twice as many. Carlos has 4 figs. How many nuts are there?",
        _ELLIPSIS.search,
    ),
)
# What makes sentences depend on one another, or on a place.
DEPENDENT: tuple[Rule[SentenceRun], ...] = (
    Rule(
        "one is no premise",
        "Nora is selling 3 nuts. Carlos has 4 figs. How many nuts are there?",
        _holds_no_premise,
    ),
    Rule(
        "two say more of the same thing",
        "A nut costs $2. A nut weighs 3 grams. How heavy are the nuts?",
        _repeats_a_subject,
    ),
    Rule(
        "two say more of the same person",
        "Nora has 3 nuts. Nora and Carlos have 4 figs. How many nuts are there?",
        _repeats_a_name,
    ),
    Rule(
        "one begins with no name and no thing",
        "Most cost $3. A fig costs $4. How many figs are there?",
        _has_no_real_subject,
    ),
    Rule(
        "one takes for known what was not said before",
        "Nora has 3 nuts in the bag. Carlos has 4 figs. How many nuts are there?",
        _takes_as_known,
    ),
    Rule(
        "who it is about comes first",
        "Nora has 3 nuts. A fig costs $2. How many nuts are there?",
        _mixes_persons_and_things,
    ),
    Rule(
        "things do one thing after the other",
        "A robot made 3 nuts. A crane picked 4 figs. How many nuts are there?",
        _tells_different_deeds_of_things,
    ),
    Rule(
        "one did something with another",
        "Nora bought 3 nuts. Carlos sold Nora 4 figs. How many nuts are there?",
        _tells_what_people_did_together,
    ),
)
