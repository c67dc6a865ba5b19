"""Forms: clocks, two groups that overlap, proportions and units in everyday words."""

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import sympy

from clipo_bench.perturbations.programs.forms.arithmetic import ANSWER_AS
from clipo_bench.perturbations.programs.forms.form import NOUN
from clipo_bench.perturbations.programs.forms.no_value import NoValue
from clipo_bench.perturbations.programs.forms.prose import Row, table


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
_MEASURE = r"what is the (?:degree measure|measure,? in degrees,?|number of degrees in the measure) of the"
_CLOCK_ANGLES = tuple(
    Row(words, kind(_hands), kind(_hands_again))
    for size, limit in (("smaller|lesser", lambda way: way), ("acute", _acute))
    for words, kind in (
        (
            rf"at {_TIME} {_MEASURE} (?:{size}) angle (?:formed by|between) the (?:hour hand and (?:the )?minute hand|hour and minute hands|minute and hour hands|minute hand and (?:the )?hour hand)(?: of a clock)?",
            lambda way, limit=limit: limit(way),
        ),
        (
            rf"at {_TIME} {_MEASURE} (?:{size}) angle (?:formed by|between) the (?:hour hand and (?:the )?minute hand|hour and minute hands|minute and hour hands) (?:on|of) a #-hour (?:analog )?clock",
            lambda way, limit=limit: _after(limit(way)),
        ),
        (
            rf"if a #-hour analog clock reads {_TIME} {_MEASURE} (?:{size}) angle formed by the (?:minute and hour|hour and minute) hands",
            lambda way, limit=limit: _before(limit(way)),
        ),
        (
            rf"(?:(?:at {_TIME} )?how many degrees are in|what is the (?:measure|number of degrees in the measure|number of degrees)(?: of| in)?)(?: the measure of)? the (?:{size}) angle (?:that is )?(?:formed by|between) the (?:hands|hour and minute hands|hour-hand and minute-hand|minute hand and the hour hand)(?: of (?:a|the)(?: standard)? clock)?(?: (?:when the time is|when it is|at) {_TIME})?(?: express your answer as (?:a )?number of degrees)?",
            lambda way, limit=limit: limit(way),
        ),
        (
            rf"{_MEASURE} (?:{size}) angle (?:formed by|between) the (?:hour hand and the minute hand|minute hand and the hour hand|hands)(?: of a clock)? (?:of|on) a (?:#-hour|standard)(?: analog)? clock (?:at|when it indicates) {_TIME}",
            lambda way, limit=limit: lambda *numbers: (
                _before(limit(way))(*numbers) if len(numbers) == 3 else limit(way)(*numbers)
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
_MANY = r"(?:students|people|members|players|seniors|dogs|boxes|students of the group|[a-z]+ club students)"

_VENN = (
    Row(
        rf"of the # {_MANY} in {_A} # take (?P<a>[a-z]+) # take (?P<b>[a-z]+) and # {_MANY} take both (?P=a) and (?P=b) how many {_A} take neither (?P=a) nor (?P=b)"
        rf"|in a group of # {_A} # take (?P<c>[a-z]+) # take (?P<d>[a-z]+) and # take both languages how many {_MANY} take neither (?P=c) nor (?P=d)"
        rf"|in a kennel with # dogs # dogs like (?P<e>[a-z]+) # (?:dogs )?like (?P<f>[a-z]+) and # like both (?:(?P=e) and (?P=f)|(?P=f) and (?P=e)) how many dogs in the kennel will not eat either",
        _neither,
        _neither_again,
    ),
    Row(
        rf"{_A} has # boxes # of the boxes contain (?P<a>[a-z]+) # of the boxes contain (?P<b>[a-z]+) and # of the boxes contain both (?P=b) and (?P=a) how many boxes contain neither (?P=b) nor (?P=a)",
        _neither,
        _neither_again,
    ),
    Row(
        rf"{_A} has # boxes # of the boxes contain (?P<a>[a-z]+) # of the boxes contain (?P<b>[a-z]+) and # of the boxes contain neither (?P=b) nor (?P=a) how many boxes contain both (?P=b) and (?P=a)",
        _in_both,
        _in_both_again,
    ),
    Row(
        rf"in a class of # {_MANY} # {_A} (?P<a>[a-z]+) # {_A} (?P<b>[a-z ]+?) and # {_A} (?:neither|in neither|not like either) how many {_A} both(?: (?P=a) and (?P=b))?",
        _in_both,
        _in_both_again,
    ),
    Row(
        r"an? #-slice pizza was made with only (?P<a>[a-z]+) and (?P<b>[a-z]+) toppings and every slice has at least # topping"
        r" (?:only|exactly) # slices have (?P=a) and exactly # slices have (?P=b)s? how many slices have both (?P=a) and (?P=b)s?",
        lambda total, one, a, b: _in_both(total, a, b),
        lambda total, one, a, b: _in_both_again(total, a, b),
    ),
    Row(
        rf"every student in {_A} (?:takes|is taking) an? ?{_A} or {_A} (?:or both|course or both) if # take (?P<a>[a-z]+) # take (?P<b>[a-z]+) and # take both how many students are in {_A}",
        _in_all,
        _in_all_again,
    ),
    Row(
        rf"every student in the senior class is taking (?P<a>[a-z]+) or (?P<b>[a-z]+) and # of them are taking both if there are # seniors taking (?P=a) and # seniors taking (?P=b) how many students are in the senior class",
        lambda both, a, b: _in_all(a, b, both),
        lambda both, a, b: _in_all_again(a, b, both),
    ),
)


def _proportion(a: Any, b: Any, c: Any) -> Any:
    """So much of one thing goes with so much of another: how much goes with another amount."""
    if not all(one.is_Rational and one > 0 for one in (a, b, c)):
        raise NoValue("not positive")
    found = a * c / b
    if a.is_Integer and b.is_Integer and c.is_Integer and found.q not in (1, 2, 4, 5, 10, 20, 50, 100):
        raise NoValue("no plain number")
    return found


def _proportion_again(a: Any, b: Any, c: Any) -> Any:
    return a / (b / c)


def _other_way(a: Any, b: Any, c: Any) -> Any:
    return _proportion(b, a, c)


def _other_way_again(a: Any, b: Any, c: Any) -> Any:
    return c / (a / b)


_RATE = r"(?:(?:at|assuming|if|according to) (?:that|this|the|he|she|it)[a-z ]*(?:rate|speed|pace)(?: of [a-z]+)? )?"
# "how many X ... # Y" after "# X ... # Y": X goes with Y.
_ANY = r"(?:(?!(?:not|no|only|least|most|more|less|fewer|each|every|twice|half|people|workers|painters|typists|horses|faucets|remaining|left|rest|another|first|second|third|next|total|average|per|percent|and|square|area|cubic|perimeter)\b)[a-z'-]+ )*?"

_PROPORTIONS = (
    Row(
        rf"{_ANY}#[ -](?P<a>[a-z]+) {_ANY}#[ -](?P<b>[a-z]+) {_ANY}{_RATE}how many (?P=a)s? {_ANY}#[ -](?P=b)s?(?: [a-z]+)?",
        _proportion,
        _proportion_again,
    ),
    Row(
        rf"{_ANY}#[ -](?P<a>[a-z]+) {_ANY}#[ -](?P<b>[a-z]+) {_ANY}{_RATE}how many (?P=b)s? {_ANY}#[ -](?P=a)s?(?: [a-z]+)?",
        _other_way,
        _other_way_again,
    ),
    Row(
        rf"{_ANY}#[ -](?P<a>[a-z]+) {_ANY}costs? \$?# how many dollars does it cost to buy # {_ANY}[a-z]+",
        _other_way,
        _other_way_again,
    ),
    Row(
        r"a car travels # miles on # gallons of gas how far can it travel on # gallons of gas",
        _proportion,
        _proportion_again,
    ),
)

FORMS = (
    table(
        "angle between the hands of a clock",
        _CLOCK_ANGLES,
        (
            ("At 4:50, what is the degree measure of the smaller angle between the hour and minute hands?", "155"),
            ("How many degrees are in the acute angle formed by the hands of a clock at 2:24?", "72"),
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
        "direct proportion",
        _PROPORTIONS,
        (
            ("It takes 6 cups of rice to make 15 dumplings. How many cups of rice will it take to make 20 dumplings?", "8"),
            ("A box of 12 crayons costs $\\$3$. How many dollars does it cost to buy 60 crayons?", "15"),
        ),
    ),
)
