"""Forms: things of several kinds, of which some are drawn: probabilities and ways."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from math import comb
from typing import Any

import sympy

from clipo_bench.perturbations.programs.forms.form import Question
from clipo_bench.perturbations.programs.forms.no_value import NoValue
from clipo_bench.perturbations.programs.forms.prose import ProseForm, Reader

_MOST = 200
_CUT = (
    r"\(?express your answer as a (?:common|simplified)? ?fraction ?\)?"
    r"|\(the order in which the [a-z]+ and [a-z]+ are chosen does not matter ?\)|\(without"
    r" replacement\)"
    r"|(?<=[a-z]) \((?=#)|\)(?= (?:if|two|what|three|#))|(?:and )?(?:without replacement|not"
    r" replaced)|with no restrictions|without restrictions"
)
_WORD = (
    r"(?!(?:a|an|and|the|of|in|is|are|if|what|each|every|not|how|some|which|with|at|to|from|out"
    r"|that"
    r"|randomly|random|simultaneously|but|such|without|so|who|i|you|we|they|he|she|it"
    r"|or)\b)[a-z][a-z-]*"
)
_IN = r"(?:bag|box|bin|jar|urn|drawer|bowl|hat|closet|basket|container|sack|purse|pocket|envelope)"
_ITEM = (
    r"#(?: of (?:which|them) (?:is|are)| of them| distinct| distinguishable| identical|"
    rf" different)? (?P<kind>{_WORD})(?: (?P<noun>{_WORD}))?"
)
# What is counted as a whole, before its kinds are.
_WHOLE = (
    r"(?:members|people|students|players|children|apples|jellybeans|balls|marbles|blocks|cards"
    r"|contestants|animals|pieces|socks|peppers|candies|coins)"
)
_TAKEN = r"(?:drawn|selected|chosen|picked|pulled|removed|taken)"
_TAKES = (
    r"(?:draws?|selects?|chooses?|picks?|pulls?|removes?|takes?|randomly selects?|randomly picks?"
    r"|reach in and randomly removes?|randomly chooses?)"
)
_HOW = (
    r"(?: (?:randomly|at random|at the same time|simultaneously|from the group|from the class|out"
    r" of it|(?:from|out of) (?:the|his|her|my|their) [a-z]+|and|of the))*"
)
_WHO = r"(?:he|she|i|you|we|they|[a-z]+|the [a-z]+)"
_ASK = r"(?:what is|what's|find|determine) the probability(?: that| of)?"
_WAYS = (
    r"(?:in )?how many (?:different |distinct )?ways (?:can|could|are there to) ?(?:we|i|he|she"
    r"|they|you|it|the [a-z]+)?"
)


@dataclass(frozen=True, slots=True)
class Things:
    """How many there are of each kind, and how many are drawn."""

    kinds: dict[str, int]
    drawn: int
    noun: str = ""

    @property
    def total(self) -> int:
        """How many things there are."""
        return sum(self.kinds.values())


Event = Callable[[dict[str, int]], bool]


def _is_whole(word: str) -> bool:
    return re.fullmatch(_WHOLE, word) is not None


def _singular(word: str) -> str:
    if word in ("men", "women"):
        return word.replace("men", "man")
    if word.endswith("ves"):
        return word[:-3] + "fe"
    return word.removesuffix("s") if not word.endswith("ss") else word


def _listed(read: Reader) -> tuple[dict[str, int], str]:
    """Read ``5 red balls, 3 blue balls and 2 green ones``."""
    kinds: dict[str, int] = {}
    noun = ""
    while match := read.take(
        rf"(?:and )?{_ITEM}(?= and #| #|\)| (?:in|a|two|three|if|what|he|she|i|one|an|how|they"
        rf"|{_WORD} (?:is|are)|{_WAYS})\b)"
    ):
        key = _singular(match["kind"])
        if key in kinds or _is_whole(match["kind"]):
            raise NoValue("a kind twice, or all of them")
        kinds[key] = read.integer()
        noun = match["noun"] or noun
    if not 2 <= len(kinds) <= 5 or not all(1 <= one <= _MOST for one in kinds.values()):
        raise NoValue("kinds are not read")
    return kinds, _singular(noun)


def _things(read: Reader) -> tuple[dict[str, int], str]:
    """Read how many things there are, where that is said, and how many of each kind.

    Whether the first number is the total is told by words alone, since other numbers must not
    change what a text means.
    """
    total = None
    read.take(r"(?:suppose )?(?:that )?(?:there (?:is|are)|we have|i have)?")
    read.take(
        r"(?:an? |the |my |our )?(?:[a-z'-]+ ){0,4}?(?:contains|has|have|holds|with|consists of"
        r"|consisting of)(?= #)"
    )
    if read.take(rf"# (?:{_WHOLE}(?= \(?#)|{_WORD}(?: {_WORD})?(?= \(?# of (?:which|them)\b))"):
        total = read.integer()
    kinds, noun = _listed(read)
    if total is not None and total != sum(kinds.values()):
        raise NoValue("other kinds, too")
    read.take(rf"in (?:it|an? {_IN}|(?:his|her|my|the|a|our) (?:[a-z]+ ){{0,2}}[a-z]+)")
    return kinds, noun


def _drawn(read: Reader) -> int:
    if read.take(rf"an? {_WORD} is {_TAKEN} then a second is {_TAKEN}"):
        return 2
    if match := read.take(
        rf"(?P<one>an?|one|#) (?:of the )?{_WORD}(?: {_WORD})? (?:is|are){_HOW} {_TAKEN}{_HOW}"
    ):
        return read.integer() if match["one"] == "#" else 1
    if read.take(rf"an? #-(?:person|member|student) [a-z]+ is{_HOW} {_TAKEN}{_HOW}"):
        return read.integer()
    if read.take(rf"an? [a-z]+ of # [a-z]+ is{_HOW} {_TAKEN}{_HOW}"):
        return read.integer()
    if match := read.take(
        rf"(?:if )?{_WHO} {_TAKES}{_HOW} (?P<one>an?|one|#)(?: of these)? {_WORD}(?: {_WORD})?(?:"
        rf" of silverware)?{_HOW}(?: to serve dinner on)?"
    ):
        return read.integer() if match["one"] == "#" else 1
    raise NoValue("what is drawn?")


def _kind(things: Things, word: str) -> str:
    key = _singular(word)
    if key not in things.kinds:
        raise NoValue(f"no kind {word}")
    return key


def _event(read: Reader, things: Things) -> Event:
    noun = rf"(?:[a-z]+|{_WORD} {_WORD})"
    drawn = things.drawn
    if match := read.take(
        rf"(?:the (?:# )?{noun}|they|they're|both|all)?(?: {_WHO} {_TAKES})? ?(?:are|will be)?"
        rf" ?(?:all|both) (?:of )?(?:# )?(?:the )?(?:{_WORD} )?(?:are |of )?(?:the )?same color"
    ):
        if "both" in match[0] and drawn != 2:
            raise NoValue("both of more than two")
        if things.noun in things.kinds:
            raise NoValue("no colors")
        return lambda found: max(found.values()) == drawn
    if match := read.take(
        rf"(?:it|the {noun})(?: that is {_TAKEN})? (?:is|will be) (?P<not>not )?(?:an?"
        rf" )?(?P<kind>{_WORD})(?: (?P<noun>{_WORD}))?"
    ):
        if drawn != 1:
            raise NoValue("which of them?")
        kind, wanted = _kind(things, match["kind"]), match["not"] is None
        return lambda found: (found[kind] == 1) == wanted
    if match := read.take(
        r"(?:both|they both|they all|all|they|all #|both of them|both of the)(?: (?:of )?(?:the"
        rf" )?{_WORD}(?: {_WHO} {_TAKES})?)? (?:are|will be)(?: both| all)? (?P<kind>{_WORD})(?:"
        rf" (?P<noun>{_WORD}))?"
    ):
        if "#" in match[0] and read.integer() != drawn:
            raise NoValue("another number")
        if drawn == 1 or ("both" in match[0] and drawn != 2):
            raise NoValue("how many?")
        kind = _kind(things, match["kind"])
        return lambda found: found[kind] == drawn
    if match := read.take(rf"(?:an?) (?P<a>{_WORD}) and an? (?P<b>{_WORD}) are {_TAKEN}"):
        a, b = _kind(things, match["a"]), _kind(things, match["b"])
        if drawn != 2 or a == b:
            raise NoValue("others, too")
        return lambda found: found[a] == found[b] == 1
    return _numbers(read, things)


def _numbers(read: Reader, things: Things) -> Event:
    """Read ``exactly two are red``, ``one ball is red and two are blue``, ``at least 1 girl``."""
    read.take(
        rf"(?:the [a-z]+|{_WHO}) (?:has|have|consists of|gets?|{_TAKES}|contains|chooses|includes)"
        r"|drawing|getting|selecting"
    )
    wanted: list[tuple[str, str, int]] = []
    while match := read.take(
        rf"(?:and )?(?P<how>exactly |at least |at most )?#(?: of (?:the |them )?{_WORD})?(?:"
        rf" {_WORD})??(?: (?:is|are|will be))? (?P<kind>{_WORD})(?: (?:is|are) (?:chosen|selected"
        r"|drawn|picked))?(?= and| #| at least| exactly|\Z)"
    ):
        wanted.append((_kind(things, match["kind"]), (match["how"] or "").strip(), read.integer()))
    if not wanted or len({kind for kind, *_ in wanted}) < len(wanted):
        raise NoValue("what should be drawn?")
    exact = [number for _, how, number in wanted if how in ("", "exactly")]
    if len(exact) == len(wanted) > 1 and sum(exact) != things.drawn:
        raise NoValue("the rest is open")

    def holds(found: dict[str, int]) -> bool:
        return all(_compared(found[kind], how, number) for kind, how, number in wanted)

    return holds


def _compared(found: int, how: str, number: int) -> bool:
    if how == "at least":
        return found >= number
    return found <= number if how == "at most" else found == number


def _read_all(question: Question) -> tuple[Things, Event, bool]:
    """What is there, what should be drawn, and whether ways are asked for."""
    read = Reader(question, _CUT)
    kinds, noun = _things(read)
    if read.take(r"(?:they wish to form an? #-person (?:[a-z]+ )*?with)"):
        size = read.integer()
        wanted = _wanted(read, kinds)
        read.expect(rf"{_WAYS} form the [a-z]+")
        read.end()
        return _ways(kinds, noun, wanted, size)
    if read.take(rf"{_WAYS} (?:form an? [a-z]+|{_TAKES})(?: (?:with|of|consisting of))?(?= #)"):
        wanted = _wanted(read, kinds)
        read.take(r"to give a group presentation tomorrow")
        read.end()
        return _ways(kinds, noun, wanted, sum(wanted.values()))
    drawn = _drawn(read)
    things = Things(kinds, drawn, noun)
    if not 1 <= drawn <= min(things.total - 1, 12):
        raise NoValue("nothing is drawn, or all")
    read.expect(_ASK)
    event = _event(read, things)
    read.end()
    return things, event, False


def _wanted(read: Reader, kinds: dict[str, int]) -> dict[str, int]:
    found: dict[str, int] = {}
    while match := read.take(rf"(?:and )?# (?P<kind>{_WORD})"):
        key = _singular(match["kind"])
        if key not in kinds or key in found:
            raise NoValue("another kind")
        found[key] = read.integer()
    return found


def _ways(
    kinds: dict[str, int], noun: str, wanted: dict[str, int], size: int
) -> tuple[Things, Event, bool]:
    if not wanted or sum(wanted.values()) != size:
        raise NoValue("the rest is open")
    things = Things(kinds, size, noun)
    return things, lambda found: all(found[kind] == wanted.get(kind, 0) for kind in kinds), True


def _hands(things: Things) -> Iterator[tuple[dict[str, int], int]]:
    """Every number of each kind that may be drawn, with the ways to draw it."""
    names = list(things.kinds)

    def deal(at: int, left: int) -> Iterator[tuple[dict[str, int], int]]:
        if at == len(names) - 1:
            if left <= things.kinds[names[at]]:
                yield {names[at]: left}, comb(things.kinds[names[at]], left)
            return
        for number in range(min(left, things.kinds[names[at]]) + 1):
            for hand, ways in deal(at + 1, left - number):
                yield {**hand, names[at]: number}, ways * comb(things.kinds[names[at]], number)

    yield from deal(0, things.drawn)


def _answer(question: Question) -> Any:
    things, event, ways = _read_all(question)
    good = sum(count for hand, count in _hands(things) if event(hand))
    if ways:
        return sympy.Integer(good)
    return sympy.Rational(good, comb(things.total, things.drawn))


def _one_by_one(question: Question, answer: Any) -> bool:
    """Draw one after the other, and add up what is likely."""
    things, event, ways = _read_all(question)
    names = list(things.kinds)

    @cache
    def chance(*hand: int) -> Any:
        if sum(hand) == things.drawn:
            return sympy.Integer(event(dict(zip(names, hand, strict=True))))
        left = things.total - sum(hand)
        total = sympy.Integer(0)
        for at, name in enumerate(names):
            rest = things.kinds[name] - hand[at]
            if rest > 0:
                after = (*hand[:at], hand[at] + 1, *hand[at + 1 :])
                total += sympy.Rational(rest, left) * chance(*after)
        return total

    found = chance(*(0 for _ in names))
    if ways:
        for place in range(things.drawn):
            found *= sympy.Rational(things.total - place, place + 1)
    return bool(found == answer)


FORMS = (
    ProseForm(
        "things drawn from several kinds",
        r".*(?:probability|ways)\b",
        _answer,
        _one_by_one,
        examples=(
            (
                "A bag contains 7 red marbles and 5 blue marbles. Two marbles are drawn at random"
                " without replacement. What is the probability that both are red?",
                r"\frac{7}{22}",
            ),
            (
                "A jar has 4 white beans, 3 black beans and 6 brown beans. A bean is chosen at"
                " random. What is the probability that it is black?",
                r"\frac{3}{13}",
            ),
            (
                "A choir has 7 boys and 5 girls. In how many ways can we form a quartet with 2 boys"
                " and 2 girls?",
                "210",
            ),
        ),
    ),
)
