"""Forms: the probability of what dice or coins show."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import product
from math import comb
from typing import Any

import sympy

from clipo_bench.perturbations.programs.forms.form import Question
from clipo_bench.perturbations.programs.forms.no_value import NoValue
from clipo_bench.perturbations.programs.forms.prose import ProseForm, Reader

_MOST_OUTCOMES = 60_000  # that are gone through one by one
_MOST_SIDES = 100
_MOST_ROLLS = 60
_CUT = (
    r"\(?express your answer as a (?:common |simplified )?fraction ?\)?"
    r"|,? expressed as a common fraction|\(?assume .{1,30} fair\)?"
)
_FACES = (
    r"(?:(?:and )?(?:each of the dice|they|the dice|each|it) (?:have|has) (?:its |their )?faces "
    r"|each |(?:that )?(?:have|has)"
    r" (?:its|their) faces )?(?:numbered|labeled)(?: with(?: the)? (?:numbers|integers))? (?:from"
    r" )?#"
    r" (?:to|through) #"
)
_WHO = r"(?:[a-z]+|my [a-z]+)"
_FAIR = r"(?:(?:fair|standard|regular|ordinary|normal|unbiased|six-sided|identical|cubical) )*"
_TIME = r"(?:once|simultaneously|at the same time|at random)"
_ROLLED = r"(?:that )?(?:are|is)(?: to be| simultaneously)? (?:rolled|tossed|thrown)"
_ROLLS = r"(?:rolls?|rolled|tosse[sd]|toss|throws?|will roll)"
_FLIPS = r"(?:flips?|tosse[sd]|toss|flipped|throws?)"
_ASK = r"(?:what is|what's|find|determine) the probability,?(?: that| of)?"


@dataclass(frozen=True, slots=True)
class Trials:
    """Independent trials with equally likely sides, or a coin with heads of a given probability."""

    count: int
    sides: tuple[int, ...]
    heads: Any = None  # for coins: how likely; sides are 1 for heads and 0 for tails

    def likely(self, side: int) -> Any:
        """How likely one side is."""
        if self.heads is None:
            return sympy.Rational(1, len(self.sides))
        return self.heads if side else 1 - self.heads

    def distribution(self, join: Callable[[int, int], int], worth: Callable[[int], int]) -> Any:
        """How likely each result is when what the trials are worth is joined."""
        found: dict[int, Any] = {worth(side): 0 for side in self.sides}
        for side in self.sides:
            found[worth(side)] += self.likely(side)
        one = dict(found)
        for _ in range(self.count - 1):
            after: dict[int, Any] = {}
            for total, chance in found.items():
                for value, part in one.items():
                    key = join(total, value)
                    after[key] = after.get(key, 0) + chance * part
            found = after
        return found


@dataclass(frozen=True, slots=True)
class Event:
    """What may happen: a way to see it in a list of sides, and how likely it is otherwise."""

    seen: Callable[[tuple[int, ...]], bool]
    chance: Callable[[Trials], Any]
    shown: Callable[[int], bool] | None = None  # for a number of trials: which sides count
    counted: Callable[[int], bool] | None = None


def _sum_is(holds: Callable[[int], bool]) -> Event:
    return Event(
        lambda sides: holds(sum(sides)),
        lambda trials: _total(trials.distribution(lambda a, b: a + b, lambda side: side), holds),
    )


def _product_is(holds: Callable[[int], bool]) -> Event:
    def seen(sides: tuple[int, ...]) -> bool:
        result = 1
        for side in sides:
            result *= side
        return holds(result)

    return Event(
        seen,
        lambda trials: _total(trials.distribution(lambda a, b: a * b, lambda side: side), holds),
    )


def _count_is(shown: Callable[[int], bool], counted: Callable[[int], bool]) -> Event:
    return Event(
        lambda sides: counted(sum(map(shown, sides))),
        lambda trials: _total(
            trials.distribution(lambda a, b: a + b, lambda side: int(shown(side))), counted
        ),
        shown,
        counted,
    )


def _total(distribution: dict[int, Any], holds: Callable[[int], bool]) -> Any:
    return sum((chance for value, chance in distribution.items() if holds(value)), sympy.Integer(0))


def _number(read: Reader) -> int:
    return read.integer()


_PERFECT = {"square": 2, "cube": 3}


def number_property(  # noqa: PLR0911, PLR0912
    read: Reader,
) -> Callable[[int], bool]:
    """What a number may be: ``a 5 or a 6``, ``even``, ``a multiple of 3``, ``less than 4``."""
    read.take(r"(?:either|an? number)")
    if read.take(r"(?:an? )?#(?: ,)? or (?:an? )?#"):
        found = {_number(read), _number(read)}
        if len(found) < 2:
            raise NoValue("the same twice")
        return lambda one: one in found
    if read.take(r"(?:an? )?(?:divisors?|factors?) of #"):
        number = _number(read)
        return lambda one: one > 0 and number % one == 0
    if read.take(r"between # and # inclusive"):
        low, high = _number(read), _number(read)
        return lambda one: low <= one <= high
    if match := read.take(r"(?:a )?multiples? of #|divisible by #"):
        divisor = _number(read)
        if divisor < 2:
            raise NoValue("no divisor")
        return lambda one: one % divisor == 0
    if read.take(r"(?:a )?(?:number )?(?:strictly )?less than #"):
        bound = _number(read)
        return lambda one: one < bound
    if read.take(r"(?:a )?(?:number )?(?:strictly )?(?:greater|more) than #"):
        bound = _number(read)
        return lambda one: one > bound
    if read.take(r"(?:at least #|# or (?:more|greater))"):
        bound = _number(read)
        return lambda one: one >= bound
    if read.take(r"(?:at most #|# or less)"):
        bound = _number(read)
        return lambda one: one <= bound
    if read.take(r"(?:the number |an? )?# ?(?:'s|s)?"):
        exact = _number(read)
        return lambda one: one == exact
    if match := read.take(r"(?:an? )?(?P<kind>even|odd|prime|composite)(?: numbers?| integers?)?"):
        kind = match["kind"]
        if kind in ("even", "odd"):
            return lambda one: one % 2 == (kind == "odd")
        if kind == "prime":
            return lambda one: bool(sympy.isprime(one))
        return lambda one: one > 1 and not sympy.isprime(one)
    if match := read.take(r"(?:a )?perfect (?P<kind>square|cube)"):
        exponent = _PERFECT[match["kind"]]
        return lambda one: one >= 0 and bool(sympy.integer_nthroot(one, exponent)[1])
    raise NoValue("what should it be?")


_QUANTITY = r"(?P<quantity>exactly |at least |at most |more than |fewer than |less than )?#"


def _quantity(name: str | None, number: int) -> Callable[[int], bool]:
    return {
        "exactly": lambda one: one == number,
        "at least": lambda one: one >= number,
        "at most": lambda one: one <= number,
        "more than": lambda one: one > number,
        "fewer than": lambda one: one < number,
        "less than": lambda one: one < number,
    }[(name or "exactly").strip()]


def _trials(read: Reader) -> Trials:
    """Read how many dice or coins are thrown."""
    coin = _coins(read)
    if coin is not None:
        return coin
    count, sides = None, 6
    read.take(r"(?:if|when|suppose(?: that)?)(?: rolling)?")
    read.take(rf"(?:{_WHO} )?{_ROLLS}|{_WHO} (?:and {_WHO} )?have (?=#)")
    if read.take(rf"#,? {_FAIR}#-(?:sided|faced) dice"):
        count, sides = _number(read), _number(read)
    elif read.take(rf"(?:a pair of) {_FAIR}#-(?:sided|faced) dice"):
        count, sides = 2, _number(read)
    elif read.take(rf"#,? {_FAIR}dice"):
        count = _number(read)
    elif read.take(rf"an? {_FAIR}#-(?:sided|faced) die"):
        count, sides = 1, _number(read)
    elif read.take(rf"an? {_FAIR}die"):
        count = 1
    else:
        raise NoValue("no dice")
    read.take(_ROLLED)
    read.take(_TIME)
    if read.take(r"twice"):
        count *= 2
    elif read.take(r"# times"):
        count *= _number(read)
    read.take(_TIME)
    if read.take(_FACES) and (read.integer(), read.integer()) != (1, sides):
        raise NoValue("other faces")
    faces = read.take(r"the # faces of each die are numbered from # to #")
    if faces and (read.integer(), read.integer(), read.integer()) != (sides, 1, sides):
        raise NoValue("other faces")
    read.take(r"if we roll them both|and the numbers (?:shown )?on the top faces are added")
    if not (1 <= count <= _MOST_ROLLS and 2 <= sides <= _MOST_SIDES):
        raise NoValue("too many dice or sides")
    return Trials(count, tuple(range(1, sides + 1)))


def _coins(read: Reader) -> Trials | None:
    heads: Any = sympy.Rational(1, 2)
    if (
        read.take(
            rf"(?:if |suppose )?{_WHO} {_FLIPS} # (?:fair )?coins"
            r"(?: at the same time| simultaneously)?"
        )
        or read.take(
            r"(?:if )?# (?:fair )?coins are (?:to be )?(?:simultaneously )?(?:flipped|tossed)"
            r"(?: at the same time)?"
        )
        or read.take(
            rf"(?:if )?(?:a (?:fair )?coin is (?:flipped|tossed)|{_WHO} {_FLIPS} a (?:fair"
            r" )?(?:coin"
            r"|nickel|penny|quarter)|flipping a fair coin) # times"
        )
    ):
        count = _number(read)
    elif read.take(
        rf"{_WHO} flips an unfair coin # times the coin has a # probability of coming up heads and"
        r" a # probability of coming up tails"
    ):
        count, heads = _number(read), read.number()
        if heads + read.number() != 1:
            raise NoValue("heads and tails are not all")
    elif read.take(
        r"i have an unfair coin that lands (?:as )?heads with (?:a )?probability (?:of )?# if i"
        r" flip the coin # times"
    ):
        heads, count = read.number(), _number(read)
    else:
        return None
    if not (1 <= count <= _MOST_ROLLS and 0 < heads < 1):
        raise NoValue("too many coins, or no probability")
    read.take(r"and the sequence of heads and tails is recorded|produces")
    return Trials(count, (0, 1), heads)


def _event(read: Reader, trials: Trials) -> Event:  # noqa: PLR0911, PLR0912
    """Read what should happen."""
    if trials.heads is not None:
        return _coin_event(read, trials)
    if match := read.take(
        r"(?:the )?(?P<what>sum|total|product)(?: of (?:the |their )?(?:(?:all )?# )?(?:top |face"
        r" up )?(?:numbers?|integers|values|dice|rolls|faces)(?: up integers)?"
        r"(?: (?:shown|showing|rolled|thrown|obtained|they roll|he rolls|on them|on (?:the|their)"
        r" top faces|on the (?:# )?dice|on the faces))*)?"
        r"(?: rolled| shown| showing)?(?: (?:is|are|will be|equals|being))?(?: equal to)?"
    ):
        self_count = _own_count(read, match[0], trials)
        holds = number_property(read)
        return self_count(_product_is(holds) if match["what"] == "product" else _sum_is(holds))
    if match := read.take(r"the (?:# )?numbers (?:shown |rolled )?sum to"):
        _same_count(read, match[0], trials, skipped=0)
        return _sum_is(number_property(read))
    if match := read.take(
        rf"{_WHO} (?:will roll|rolls|gets) (?P<quantity>exactly |at least |at most |more than "
        r"|fewer than )#"
    ):
        count = _number(read)
        read.expect(r"#(?:'s| 's|s| s)")
        exact = _number(read)
        return _count_is(lambda one: one == exact, _quantity(match["quantity"], count))
    if match := read.take(rf"{_WHO} will roll the number # {_QUANTITY} times"):
        exact, count = _number(read), _number(read)
        return _count_is(lambda one: one == exact, _quantity(match["quantity"], count))
    if match := read.take(
        rf"(?:that )?{_QUANTITY} of (?:the |them)?(?:# )?(?:dice|rolls|die)?(?: will)?(?:"
        r" (?:shows?|is|are|come up|comes up))?(?: either)?"
    ):
        count = _number(read)
        _same_count(read, match[0], trials, skipped=1)
        return _count_is(number_property(read), _quantity(match["quantity"], count))
    if match := read.take(
        r"(?:we get|rolling|he rolls|it rolls) (?P<what>an? #|an (?:odd|even) number|heads|tails)"
        rf" in {_QUANTITY} of the (?:# )?(?:rolls|flips)"
    ):
        if "#" in match["what"]:
            exact = _number(read)
            shown: Callable[[int], bool] = lambda one: one == exact  # noqa: E731
        else:
            odd = "odd" in match["what"]
            shown = lambda one: one % 2 == odd  # noqa: E731
        count = _number(read)
        if "of the #" in match[0] and _number(read) != trials.count:
            raise NoValue("other trials")
        return _count_is(shown, _quantity(match["quantity"], count))
    if match := read.take(rf"(?:a|the number) # is rolled on {_QUANTITY} of the (?:# )?dice"):
        exact, count = _number(read), _number(read)
        _same_count(read, match[0], trials, skipped=2)
        return _count_is(lambda one: one == exact, _quantity(match["quantity"], count))
    if read.take(r"at least # (?:of the )?dice show the same number"):
        if _number(read) != 2:
            raise NoValue("more than a pair")
        return Event(lambda sides: len(set(sides)) < len(sides), _some_equal)
    if match := read.take(
        r"(?:rolling the same number on both dice|the same number will be facing up on each of"
        r'|\\?"doubles" are rolled|(?:the (?:# )?dice|they|all # dice|both dice) (?:all )?show'
        r" the same number)"
    ):
        _same_count(read, match[0], trials, skipped=0)
        if "both" in match[0] and trials.count != 2:
            raise NoValue("both of more than two")
        return Event(lambda sides: len(set(sides)) == 1, _all_equal)
    if match := read.take(r"they won't all show the same number"):
        return Event(lambda sides: len(set(sides)) > 1, lambda trials: 1 - _all_equal(trials))
    if read.take(r"(?:getting|all) # (?:distinct|different) numbers"):
        if _number(read) != trials.count:
            raise NoValue("other dice")
        return Event(
            lambda sides: len(set(sides)) == len(sides), lambda trials: 1 - _some_equal(trials)
        )
    if trials.count == 1:
        read.take(r"the (?:number (?:rolled|shown)|roll|result) (?:is|will be)")
        holds = number_property(read)
        read.take(r"(?:is|being) rolled|faces up")
        return _count_is(holds, lambda one: one == 1)
    raise NoValue("what should happen?")


def _own_count(read: Reader, words: str, trials: Trials) -> Callable[[Event], Event]:
    """The number of dice may be said again."""
    for _ in range(words.count("#")):
        if _number(read) != trials.count:
            raise NoValue("other dice")
    return lambda event: event


def _same_count(read: Reader, words: str, trials: Trials, skipped: int) -> None:
    for _ in range(words.count("#") - skipped):
        if _number(read) != trials.count:
            raise NoValue("other dice")


def _all_equal(trials: Trials) -> Any:
    return sympy.Rational(1, len(trials.sides)) ** (trials.count - 1)


def _some_equal(trials: Trials) -> Any:
    chance = sympy.Integer(1)
    for used in range(trials.count):
        chance *= sympy.Rational(max(len(trials.sides) - used, 0), len(trials.sides))
    return 1 - chance


def _coin_event(read: Reader, trials: Trials) -> Event:
    if match := read.take(
        rf"(?:(?:that )?(?:the sequence contains|{_WHO} (?:gets?|flips?|will get)|i get|getting"
        rf"|flipping|they produce|produces|there are|there will be) )?{_QUANTITY} (?P<side>heads?"
        r"|tails?)(?: are (?:flipped|tossed))?(?P<other> and # (?:heads?|tails?))?"
    ):
        side = match["side"].startswith("head")
        if match["other"]:
            count = _number(read)
            if count + _number(read) != trials.count or ("head" in match["other"]) == side:
                raise NoValue("not all coins")
            return _count_is(lambda one: one == side, _quantity(match["quantity"], count))
        return _count_is(lambda one: one == side, _quantity(match["quantity"], _number(read)))
    if match := read.take(
        rf"(?:we get )?(?P<side>heads|tails) (?:are showing on|in|on) {_QUANTITY} of (?:them|the"
        r" (?:# )?(?:flips|coins|tosses))"
    ):
        side = match["side"].startswith("head")
        count = _number(read)
        _same_count(read, match[0], trials, skipped=1)
        return _count_is(lambda one: one == side, _quantity(match["quantity"], count))
    if match := read.take(
        rf"{_QUANTITY} of the (?:# )?(?:flips|coins|tosses) (?:come|land|are|show)(?: up)?(?: as)?"
        r" (?P<side>heads|tails)"
    ):
        side = match["side"].startswith("head")
        count = _number(read)
        _same_count(read, match[0], trials, skipped=1)
        return _count_is(lambda one: one == side, _quantity(match["quantity"], count))
    if match := read.take(
        rf"{_WHO} gets (?P<more>more|fewer|at least as many) heads (?:than|as) tails"
    ):
        more, count = match["more"], trials.count
        compare: dict[str, Callable[[int], bool]] = {
            "more": lambda one: 2 * one > count,
            "fewer": lambda one: 2 * one < count,
            "at least as many": lambda one: 2 * one >= count,
        }
        return _count_is(lambda one: one == 1, compare[more])
    raise NoValue("what should happen?")


def _read_all(question: Question) -> tuple[Trials, Event]:
    read = Reader(question, _CUT)
    if read.take(rf"{_ASK}(?: that)? (?:when|if)"):
        trials = _trials(read)
        read.take("that")
        event = _event(read, trials)
    elif read.take(rf"{_ASK} rolling (?=#)"):
        trials = _trials(read)
        read.expect("and")
        event = _event(read, trials)
    elif read.take(rf"{_ASK}(?: rolling)? (?:a )?(?:sum|total) of # (?:with|on|when rolling)"):
        exact = _number(read)
        trials = _trials(read)
        event = _sum_is(lambda one: one == exact)
    else:
        trials = _trials(read)
        read.expect(_ASK)
        event = _event(read, trials)
    read.end()
    return trials, event


def _probability(question: Question) -> Any:
    trials, event = _read_all(question)
    return event.chance(trials)


def _expected(question: Question) -> tuple[int, int]:
    """How many dice of how many sides, of which the expected sum is asked for."""
    read = Reader(question, _CUT)
    if read.take(rf"what is the expected value of (?:the|a) roll of an? {_FAIR}#-sided die"):
        count, sides = 1, read.integer()
    elif match := read.take(rf"(?P<one>an?|#) {_FAIR}#-sided (?:die|dice)"):
        count, sides = (1 if match["one"] != "#" else read.integer()), read.integer()
        read.expect(_FACES)
        if (read.integer(), read.integer()) != (1, sides):
            raise NoValue("other faces")
        read.expect(
            r"what is the expected value of (?:the roll of the die"
            r"|the sum of the rolls of (?:both|all) (?:the )?dice)"
        )
    else:
        raise NoValue("asked otherwise")
    read.take("express your answer as a decimal")
    read.end()
    if not (1 <= count <= 5 and 2 <= sides <= _MOST_SIDES):
        raise NoValue("too many dice or sides")
    return count, sides


def _expected_sum(question: Question) -> Any:
    count, sides = _expected(question)
    return sympy.Rational(count * (sides + 1), 2)


def _mean_of_all(question: Question, answer: Any) -> bool:
    """Add up what is shown times how likely it is."""
    count, sides = _expected(question)
    trials = Trials(count, tuple(range(1, sides + 1)))
    sums = trials.distribution(lambda a, b: a + b, lambda side: side)
    return bool(sum(total * chance for total, chance in sums.items()) == answer)


def _enumerated(question: Question, answer: Any) -> bool:
    """Go through all outcomes; where they are too many, add up binomial coefficients."""
    trials, event = _read_all(question)
    if len(trials.sides) ** trials.count <= _MOST_OUTCOMES:
        found = sympy.Integer(0)
        for outcome in product(trials.sides, repeat=trials.count):
            if event.seen(outcome):
                chance = sympy.Integer(1)
                for side in outcome if trials.heads is not None else ():
                    chance *= trials.likely(side)
                found += chance
        if trials.heads is None:
            found /= len(trials.sides) ** trials.count
        return bool(found == answer)
    if event.shown is None or event.counted is None:
        return False
    one = sum(trials.likely(side) for side in trials.sides if event.shown(side))
    return bool(
        sum(
            comb(trials.count, times) * one**times * (1 - one) ** (trials.count - times)
            for times in range(trials.count + 1)
            if event.counted(times)
        )
        == answer
    )


FORMS = (
    ProseForm(
        "expected value of dice",
        r".*\bexpected value\b",
        _expected_sum,
        _mean_of_all,
        examples=(("What is the expected value of the roll of a standard 12-sided die?", "6.5"),),
    ),
    ProseForm(
        "probability with dice or coins",
        r".*(?:dice|die|coins?|heads|tails|nickel|penny)\b.*",
        _probability,
        _enumerated,
        examples=(
            (
                "Two fair 8-sided dice are rolled. What is the probability that the sum of the"
                " numbers shown is 11?",
                r"\frac{3}{32}",
            ),
            (
                "If Ana flips 7 coins, what is the probability that she gets at least 5 heads?",
                r"\frac{29}{128}",
            ),
            (
                "Five 6-sided dice are rolled. What is the probability that exactly two of the"
                " dice show a 3?",
                r"\frac{625}{3888}",
            ),
        ),
    ),
)
