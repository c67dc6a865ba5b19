"""Forms: clocks, two groups that overlap, proportions and units in everyday words."""

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import sympy

from clipo_bench.perturbations.programs.forms.arithmetic import ANSWER_AS
from clipo_bench.perturbations.programs.forms.no_value import NoValue
from clipo_bench.perturbations.programs.forms.prose import PhraseRow, table

_ZERO = sympy.Integer(0)


def _hands(hour: Any, minute: Any = _ZERO) -> Any:
    """The smaller angle between the hands, in degrees."""
    if not (1 <= hour <= 12 and 0 <= minute < 60):
        raise NoValue("no time of the day")
    apart = abs(30 * hour - sympy.Rational(11, 2) * minute) % 360
    smaller = min(apart, 360 - apart)
    if smaller in (0, 90, 180):
        raise NoValue("neither acute nor obtuse")
    return smaller


def _hands_again(hour: Any, minute: Any = _ZERO) -> Any:
    """By where each hand stands, in minutes of the dial."""
    long, short = Fraction(int(minute)), (5 * int(hour) + Fraction(int(minute), 12)) % 60
    apart = abs(long - short)
    degrees = min(apart, 60 - apart) * 6
    return sympy.Rational(degrees.numerator, degrees.denominator)


def _acute(way: Callable[..., Any]) -> Callable[..., Any]:
    def acute(*numbers: Any) -> Any:
        found = way(*numbers)
        if found > 90:
            raise NoValue("not acute")
        return found

    return acute


def _before(way: Callable[..., Any]) -> Callable[..., Any]:
    """The hours of the dial may be said before the time."""
    return lambda dial, *time: way(*time) if dial == 12 else _no_dial()


def _no_dial() -> Any:
    raise NoValue("another dial")


def _after(way: Callable[..., Any]) -> Callable[..., Any]:
    return lambda *numbers: way(*numbers[:-1]) if numbers[-1] == 12 else _no_dial()


_TIME = r"(?:exactly )?#(?: #)?(?: o'clock)?(?: ?[ap] ?m)?"
_DIAL = r"(?: on a #-hour (?:analog )?clock)?"
_MEASURE = (
    r"what is the (?:degree measure|measure,? in degrees,?|number of degrees in the measure) of the"
)
_CLOCK_ANGLES = tuple(
    PhraseRow(words, kind(_hands), kind(_hands_again))
    for size, limit in (("smaller|lesser", lambda way: way), ("acute", _acute))
    for words, kind in (
        (
            rf"at {_TIME} {_MEASURE} (?:{size}) angle (?:formed by|between) the (?:hour hand and"
            r" (?:the )?minute hand|hour and minute hands|minute and hour hands|minute hand and"
            r" (?:the )?hour hand)(?: of a clock)?",
            lambda way, limit=limit: limit(way),
        ),
        (
            rf"at {_TIME} {_MEASURE} (?:{size}) angle (?:formed by|between) the (?:hour hand and"
            r" (?:the )?minute hand|hour and minute hands|minute and hour hands) (?:on|of) a"
            r" #-hour (?:analog )?clock",
            lambda way, limit=limit: _after(limit(way)),
        ),
        (
            rf"if a #-hour analog clock reads {_TIME} {_MEASURE} (?:{size}) angle formed by the"
            r" (?:minute and hour|hour and minute) hands",
            lambda way, limit=limit: _before(limit(way)),
        ),
        (
            rf"(?:(?:at {_TIME} )?how many degrees are in|what is the (?:measure|number of degrees"
            rf" in the measure|number of degrees)(?: of| in)?)(?: the measure of)? the (?:{size})"
            r" angle (?:that is )?(?:formed by|between) the (?:hands|hour and minute hands"
            r"|hour-hand and minute-hand|minute hand and the hour hand)(?: of (?:a|the)(?:"
            rf" standard)? clock)?(?: (?:when the time is|when it is|at) {_TIME})?(?: express your"
            r" answer as (?:a )?number of degrees)?",
            lambda way, limit=limit: limit(way),
        ),
        (
            rf"{_MEASURE} (?:{size}) angle (?:formed by|between) the (?:hour hand and the minute"
            r" hand|minute hand and the hour hand|hands)(?: of a clock)? (?:of|on) a (?:#-hour"
            rf"|standard)(?: analog)? clock (?:at|when it indicates) {_TIME}",
            lambda way, limit=limit: (
                lambda *numbers: (
                    _before(limit(way))(*numbers) if len(numbers) == 3 else limit(way)(*numbers)
                )
            ),
        ),
    )
)


def _counts(*numbers: Any) -> None:
    if not all(number.is_Integer and number >= 0 for number in numbers):
        raise NoValue("no counts")


def _neither(total: Any, a: Any, b: Any, both: Any) -> Any:
    _counts(total, a, b, both)
    left = total - a - b + both
    if not 0 <= both <= min(a, b) or left < 0:
        raise NoValue("such groups are not there")
    return left


def _neither_again(total: Any, a: Any, b: Any, both: Any) -> Any:
    """Count the members: those in both come first."""
    first = set(range(int(a)))
    second = set(range(int(a - both), int(a - both + b)))
    return len(set(range(int(total))) - first - second)


def _in_both(total: Any, a: Any, b: Any, none: Any = _ZERO) -> Any:
    _counts(total, a, b, none)
    both = a + b + none - total
    if not 0 <= both <= min(a, b) or none > total:
        raise NoValue("such groups are not there")
    return both


def _in_both_again(total: Any, a: Any, b: Any, none: Any = _ZERO) -> Any:
    return len(set(range(int(a))) & set(range(int(total - none - b), int(total - none))))


def _in_all(a: Any, b: Any, both: Any) -> Any:
    _counts(a, b, both)
    if both > min(a, b):
        raise NoValue("such groups are not there")
    return a + b - both


def _in_all_again(a: Any, b: Any, both: Any) -> Any:
    return len(set(range(int(a))) | set(range(int(a - both), int(a - both + b))))


def _same_total(way: Callable[..., Any], *places: int) -> Callable[..., Any]:
    """Some of the numbers say the total again."""

    def checked(*numbers: Any) -> Any:
        if any(numbers[place] != numbers[0] for place in places):
            raise NoValue("another total")
        return way(*(one for at, one in enumerate(numbers) if at not in places))

    return checked


_A = r"[a-z' ]+?"
_MANY = (
    r"(?:students|people|members|players|seniors|dogs|boxes|students of the group|[a-z]+ club"
    r" students)"
)

_VENN = (
    PhraseRow(
        rf"of the # {_MANY} in {_A} # take (?P<a>[a-z]+) # take (?P<b>[a-z]+) and # {_MANY} take"
        rf" both (?P=a) and (?P=b) how many {_A} take neither (?P=a) nor (?P=b)"
        rf"|in a group of # {_A} # take (?P<c>[a-z]+) # take (?P<d>[a-z]+) and # take both"
        rf" languages how many {_MANY} take neither (?P=c) nor (?P=d)"
        r"|in a kennel with # dogs # dogs like (?P<e>[a-z]+) # (?:dogs )?like (?P<f>[a-z]+) and #"
        r" like both (?:(?P=e) and (?P=f)|(?P=f) and (?P=e)) how many dogs in the kennel will not"
        r" eat either",
        _neither,
        _neither_again,
    ),
    PhraseRow(
        rf"{_A} has # boxes # of the boxes contain (?P<a>[a-z]+) # of the boxes contain"
        r" (?P<b>[a-z]+) and # of the boxes contain both (?P=b) and (?P=a) how many boxes contain"
        r" neither (?P=b) nor (?P=a)",
        _neither,
        _neither_again,
    ),
    PhraseRow(
        rf"{_A} has # boxes # of the boxes contain (?P<a>[a-z]+) # of the boxes contain"
        r" (?P<b>[a-z]+) and # of the boxes contain neither (?P=b) nor (?P=a) how many boxes"
        r" contain both (?P=b) and (?P=a)",
        _in_both,
        _in_both_again,
    ),
    PhraseRow(
        rf"in a class of # {_MANY} # {_A} (?P<a>[a-z]+) # {_A} (?P<b>[a-z ]+?) and # {_A}"
        rf" (?:neither|in neither|not like either) how many {_A} both(?: (?P=a) and (?P=b))?",
        _in_both,
        _in_both_again,
    ),
    PhraseRow(
        r"an? #-slice pizza was made with only (?P<a>[a-z]+) and (?P<b>[a-z]+) toppings and every"
        r" slice has at least # topping"
        r" (?:only|exactly) # slices have (?P=a) and exactly # slices have (?P=b)s? how many"
        r" slices have both (?P=a) and (?P=b)s?",
        lambda total, one, a, b: _in_both(total, a, b),
        lambda total, one, a, b: _in_both_again(total, a, b),
    ),
    PhraseRow(
        rf"every student in {_A} (?:takes|is taking) an? ?{_A} or {_A} (?:or both|course or both)"
        r" if # take (?P<a>[a-z]+) # take (?P<b>[a-z]+) and # take both how many students are in"
        rf" {_A}",
        _in_all,
        _in_all_again,
    ),
    PhraseRow(
        r"every student in the senior class is taking (?P<a>[a-z]+) or (?P<b>[a-z]+) and # of"
        r" them are taking both if there are # seniors taking (?P=a) and # seniors taking (?P=b)"
        r" how many students are in the senior class",
        lambda both, a, b: _in_all(a, b, both),
        lambda both, a, b: _in_all_again(a, b, both),
    ),
)


def _proportion(a: Any, b: Any, c: Any) -> Any:
    """So much of one thing goes with so much of another: how much goes with another amount."""
    if not all(one.is_Rational and one > 0 for one in (a, b, c)):
        raise NoValue("not positive")
    if b == c:
        raise NoValue("the same amount")
    found = a * c / b
    if (
        a.is_Integer
        and b.is_Integer
        and c.is_Integer
        and found.q not in (1, 2, 4, 5, 10, 20, 50, 100)
    ):
        raise NoValue("no plain number")
    return found


def _proportion_again(a: Any, b: Any, c: Any) -> Any:
    return a / (b / c)


def _other_way(a: Any, b: Any, c: Any) -> Any:
    return _proportion(b, a, c)


def _other_way_again(a: Any, b: Any, c: Any) -> Any:
    return c / (a / b)


_RATE = (
    r"(?:(?:at|assuming|if|according to) (?:that|this|the|he|she|it)[a-z ]*(?:rate|speed|pace)(?:"
    r" of [a-z]+)? )?"
)
# "how many X ... # Y" after "# X ... # Y": X goes with Y.
_ANY = (
    r"(?:(?!(?:not|no|only|least|most|more|less|fewer|each|every|twice|half|people|workers|painters"
    r"|typists|horses|faucets|remaining|left|rest|another|first|second|third|next|total|average|per"
    r"|percent|and|square|area|cubic|perimeter|both|odd|even|feet)\b)[a-z'-]+ ){0,8}?"
)
_MAKES = (
    r"(?=.*\b(?:makes?|travels?|costs?|represents?|takes?|picked|drove|bakes?|mixes|uses?"
    r"|prints?)\b)"
)
_TAIL = (
    r"(?: (?!(?:both|odd|even|feet|and|if|each|every|not|more|less|total|first)\b)[a-z'-]+){0,4}"
)
_PROPORTIONS = (
    PhraseRow(
        rf"{_MAKES}{_ANY}#[ -](?P<a>[a-z]+) {_ANY}#[ -](?!(?P=a)\b)(?P<b>[a-z]+) {_ANY}{_RATE}how"
        r" many (?P=a)s?"
        rf" {_ANY}#[ -](?P=b)s?{_TAIL}",
        _proportion,
        _proportion_again,
    ),
    PhraseRow(
        rf"{_MAKES}{_ANY}#[ -](?P<a>[a-z]+) {_ANY}#[ -](?!(?P=a)\b)(?P<b>[a-z]+) {_ANY}{_RATE}how"
        r" many (?P=b)s?"
        rf" {_ANY}#[ -](?P=a)s?{_TAIL}",
        _other_way,
        _other_way_again,
    ),
    PhraseRow(
        rf"{_MAKES}{_ANY}#[ -](?P<a>[a-z]+) {_ANY}#[ -](?!(?P=a)\b)(?P<b>[a-z]+) (?:if"
        rf" )?{_ANY}#[ -](?P=b)s?{_TAIL},? how"
        rf" many (?P=a)s? {_ANY}[a-z]+",
        _proportion,
        _proportion_again,
    ),
    PhraseRow(
        rf"{_ANY}# {_ANY}(?P<a>[a-z]+) costs? \$?# how many dollars does it cost to buy #"
        rf" {_ANY}(?P=a)",
        _other_way,
        _other_way_again,
    ),
    PhraseRow(
        r"a car travels # miles on # gallons of gas how far can it travel on # gallons of gas",
        _proportion,
        _proportion_again,
    ),
)


def _chain(a: Any, b: Any, c: Any, d: Any, last: Any) -> Any:
    """A of the first are b of the second, c of these are d of the third."""
    if not all(one.is_Rational and one > 0 for one in (a, b, c, d, last)):
        raise NoValue("not positive")
    found = last * c / d * a / b
    if not found.is_Integer:
        raise NoValue("no whole number")
    return found


def _chain_again(a: Any, b: Any, c: Any, d: Any, last: Any) -> Any:
    return sympy.Rational(a * c, b * d) * last


def _chain_forth(a: Any, b: Any, c: Any, d: Any, first: Any) -> Any:
    return _chain(d, c, b, a, first)


def _chain_forth_again(a: Any, b: Any, c: Any, d: Any, first: Any) -> Any:
    return first / a * b / c * d


_EQUAL = r"(?:=|equals?|are(?: as cool as| equal(?: in value)? to| equivalent to))"
_UNITS: tuple[tuple[str, str, int], ...] = (
    ("seconds", "minutes?", 60),
    ("minutes", "hours?", 60),
    ("seconds", "hours?", 3600),
    ("hours", "days?", 24),
    ("days", "weeks?", 7),
    ("inches", "feet|foot", 12),
    ("inches", "yards?", 36),
    ("feet", "yards?", 3),
    ("feet", "miles?", 5280),
    ("ounces", "pounds?", 16),
    ("pints", "gallons?", 8),
    ("quarts", "gallons?", 4),
    ("cups", "gallons?", 16),
    ("cubic feet", "cubic yards?", 27),
    ("cubic inches", "cubic (?:feet|foot)", 1728),
    ("square feet", "square yards?", 9),
    ("square inches", "square (?:feet|foot)", 144),
    ("centimeters", "meters?", 100),
    ("millimeters", "centimeters?", 10),
    ("meters", "kilometers?", 1000),
)


def _complement(chance: Any) -> Any:
    if not 0 < chance < 1:
        raise NoValue("no probability")
    return 1 - chance


def _independent(chance: Any, count: Any, other: Any) -> Any:
    """Never in so many independent trials."""
    if not 0 < chance < 1 or not count.is_Integer or count != other or not 2 <= count <= 10:
        raise NoValue("no probability")
    return (1 - chance) ** count


_WILL = r"(?:will |does |can )?"
_NOT = r"(?:will not|does not|won't|doesn't)"
_EVENT = r"[a-z]+(?: [a-z]+){0,5}?"


FORMS = (
    table(
        "angle between the hands of a clock",
        _CLOCK_ANGLES,
        (
            (
                "At 4:50, what is the degree measure of the smaller angle between the hour and"
                " minute hands?",
                "155",
            ),
            (
                "How many degrees are in the acute angle formed by the hands of a clock at 2:24?",
                "72",
            ),
        ),
        r"(?<=\d)\\!",
    ),
    table(
        "two groups that overlap",
        _VENN,
        (
            (
                "Of the 40 students in the film club, 22 take biology, 18 take chemistry and 6"
                " students take both biology and chemistry. How many film club students take"
                " neither biology nor chemistry?",
                "6",
            ),
        ),
    ),
    table(
        "units of measure",
        tuple(
            PhraseRow(
                rf"how many {small} are (?:there )?in # (?:{large})",
                lambda many, factor=factor: many * factor,
                lambda many, factor=factor: sum([many] * factor),
            )
            for small, large, factor in _UNITS
        ),
        ((r"How many inches are in $4 \frac{1}{3}$ yards?", "156"),),
    ),
    table(
        "things worth so many of others",
        (
            PhraseRow(
                rf"(?:if|suppose)? ?# (?P<a>[a-z]+) {_EQUAL} # (?P<b>[a-z]+),? (?:and |also"
                r" suppose )?# (?P=b)"
                rf" {_EQUAL} # (?P<c>[a-z]+),? how many (?P=a) {_EQUAL} # (?P=c)",
                _chain,
                _chain_again,
            ),
            PhraseRow(
                rf"(?:if|suppose)? ?# (?P<a>[a-z]+) {_EQUAL} # (?P<b>[a-z]+),? (?:and |also"
                r" suppose )?# (?P<c>[a-z]+)"
                rf" {_EQUAL} # (?P=a),? how many (?P=c) {_EQUAL} # (?P=b)",
                lambda a, b, c, d, last: _chain(c, d, a, b, last),
                lambda a, b, c, d, last: _chain_again(c, d, a, b, last),
            ),
        ),
        (
            (
                "If 3 zims are equal to 8 zams, and 4 zams are equal to 9 zums, how many zims are"
                " equal to 54 zums?",
                "9",
            ),
        ),
    ),
    table(
        "probability of the contrary",
        (
            PhraseRow(
                r"the probability of (?P<a>rain|snow) tomorrow is # what is the probability that"
                rf" it will not (?P=a) tomorrow{ANSWER_AS}",
                _complement,
                lambda chance: sympy.Rational(chance.q - chance.p, chance.q),
            ),
            PhraseRow(
                rf"the probability that (?P<who>{_EVENT}) (?:will (?P<does>{_EVENT})|(?P<has>has"
                rf"|lands) (?P<what>{_EVENT})) is # what is the probability that (?:the [a-z]+"
                rf"|(?P=who)) {_NOT} (?:(?P=does)|(?:have|land) (?P=what)){ANSWER_AS}",
                _complement,
                lambda chance: sympy.Rational(chance.q - chance.p, chance.q),
            ),
            PhraseRow(
                r"the probability of (?P<a>rain|snow) for each of the next # days is # what is the"
                r" probability that it will not (?P=a) at all"
                rf" during the next # days{ANSWER_AS}",
                lambda count, chance, other: _independent(chance, count, other),
                lambda count, chance, other: (1 - chance) * (1 - chance) ** (other - 1),
            ),
            PhraseRow(
                r"the probability of (?P<a>rain|snow) for each of the next # days is # what is the"
                r" probability that it will (?P=a) at least"
                rf" once during those # days{ANSWER_AS}",
                lambda count, chance, other: 1 - _independent(chance, count, other),
                lambda count, chance, other: sum(
                    chance * (1 - chance) ** day for day in range(other)
                ),
            ),
        ),
        (
            (
                r"The probability of rain tomorrow is $\frac{4}{9}$. What is the probability that"
                r" it will not rain tomorrow?",
                r"\frac{5}{9}",
            ),
        ),
    ),
    table(
        "direct proportion",
        _PROPORTIONS,
        (
            (
                "It takes 6 cups of rice to make 15 dumplings. How many cups of rice will it take"
                " to make 20 dumplings?",
                "8",
            ),
            (
                "A box of 12 crayons costs $\\$3$. How many dollars does it cost to buy 60"
                " crayons?",
                "15",
            ),
        ),
    ),
)
