"""Forms: means, medians and ranges of numbers, ratios, and lists with equal steps."""

import statistics
from collections.abc import Callable
from fractions import Fraction
from itertools import pairwise
from typing import Any

import sympy

from clipo_bench.perturbations.programs.forms.arithmetic import ANSWER_AS
from clipo_bench.perturbations.programs.forms.evaluate import value
from clipo_bench.perturbations.programs.forms.form import Form, Question
from clipo_bench.perturbations.programs.forms.formula import Apply
from clipo_bench.perturbations.programs.forms.no_value import NoValue
from clipo_bench.perturbations.programs.forms.prose import NOUN, PhraseRow, table

_LIST = r"#(?:,? (?:and )?#)*"
_MEAN = r"(?:(?:arithmetic )?(?:mean|average)(?: \((?:average|mean)\))?(?: value)?|arithmetic mean)"
_OF = (
    r"of (?:the )?(?:following )?(?:(?:set|list) of )?(?:#? ?(?:numbers|integers|values|scores) )?"
)
_SET = r"(?:the )?(?:set(?: of numbers)?|numbers|data|list|integers)? ?"


def _rational(numbers: tuple[Any, ...]) -> list[Any]:
    if not all(one.is_Rational for one in numbers):
        raise NoValue("no numbers")
    return list(numbers)


def _fractions(numbers: tuple[Any, ...]) -> list[Fraction]:
    return [Fraction(int(one.p), int(one.q)) for one in numbers]


def _back(number: Fraction) -> Any:
    return sympy.Rational(number.numerator, number.denominator)


def _mean(*numbers: Any) -> Any:
    found = _rational(numbers)
    if len(found) < 2:
        raise NoValue("only one")
    return sum(found) / len(found)


def _mean_again(*numbers: Any) -> Any:
    return _back(Fraction(statistics.mean(_fractions(numbers))))


def _counted(way: Callable[..., Any]) -> Callable[..., Any]:
    """The first number says how many follow."""

    def other(count: Any, *numbers: Any) -> Any:
        if count != len(numbers):
            raise NoValue("another count")
        return way(*numbers)

    return other


def _counting(way: Callable[..., Any]) -> Callable[..., Any]:
    """The last number says how many there are."""
    return lambda *numbers: _counted(way)(numbers[-1], *numbers[:-1])


def _median(*numbers: Any) -> Any:
    ordered = sorted(_rational(numbers))
    middle = len(ordered) // 2
    return ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) / 2


def _median_again(*numbers: Any) -> Any:
    return _back(Fraction(statistics.median(_fractions(numbers))))


def _range(*numbers: Any) -> Any:
    found = _rational(numbers)
    return max(found) - min(found)


def _range_again(*numbers: Any) -> Any:
    ordered = sorted(_fractions(numbers))
    return _back(ordered[-1] - ordered[0])


def _mode(*numbers: Any) -> Any:
    modes = statistics.multimode(_rational(numbers))
    if len(modes) != 1:
        raise NoValue("no mode, or several")
    return modes[0]


def _mode_again(*numbers: Any) -> Any:
    return max(numbers, key=numbers.count)


def _unknown(*numbers: Any) -> Any:
    """The variable of a list whose mean is the next number; the last is the variable again."""
    *listed, mean, name = numbers
    if not isinstance(name, sympy.Symbol) or listed.count(name) != 1:
        raise NoValue("no unknown number")
    known = _rational(tuple(one for one in listed if one != name))
    return mean * len(listed) - sum(known)


def _unknown_again(*numbers: Any) -> Any:
    *listed, mean, name = numbers
    zero = sum(one.subs(name, 0) for one in listed) - mean * len(listed)
    return -zero / listed.count(name)


def _mean_first(way: Callable[..., Any]) -> Callable[..., Any]:
    return lambda mean, *others: way(*others[:-1], mean, others[-1])


def _last_one(*numbers: Any) -> Any:
    """How many numbers, their mean, how many are known, the known ones: the other one."""
    count, mean, known, *listed = numbers
    if known != len(listed) or count != known + 1:
        raise NoValue("another count")
    return count * mean - sum(_rational(tuple(listed)))


def _last_one_again(*numbers: Any) -> Any:
    count, mean, _, *listed = numbers
    return mean + sum((mean - one for one in listed), sympy.Integer(0)) if count else None


def _score_needed(*numbers: Any) -> Any:
    *listed, count, mean = numbers
    if count != len(listed) + 1:
        raise NoValue("another count")
    return count * mean - sum(_rational(tuple(listed)))


def _score_needed_again(*numbers: Any) -> Any:
    *listed, _, mean = numbers
    return mean + sum((mean - one for one in listed), sympy.Integer(0))


def _together(a: Any, mean_a: Any, b: Any, mean_b: Any, *total: Any) -> Any:
    """The mean of two groups together."""
    if (total and total[0] != a + b) or not (a.is_Integer and b.is_Integer and a > 0 and b > 0):
        raise NoValue("another total")
    return (a * mean_a + b * mean_b) / (a + b)


def _together_again(a: Any, mean_a: Any, b: Any, mean_b: Any, *total: Any) -> Any:
    return mean_a + (mean_b - mean_a) * b / (a + b)


def _swapped_means(mean_a: Any, a: Any, mean_b: Any, b: Any, *total: Any) -> tuple[Any, ...]:
    return a, mean_a, b, mean_b, *total


def _sum_of_mean(count: Any, mean: Any, *again: Any) -> Any:
    if any(one != count for one in again) or not count.is_Integer:
        raise NoValue("another count")
    return count * mean


def _positive(*numbers: Any) -> None:
    if not all(one.is_Rational and one > 0 for one in numbers):
        raise NoValue("not positive")


def _other_part(a: Any, b: Any, first: Any) -> Any:
    """Of a ratio a to b the first part is known: the other."""
    _positive(a, b, first)
    return _whole(first, first * b / a)


def _first_part(a: Any, b: Any, second: Any) -> Any:
    return _other_part(b, a, second)


def _whole(given: Any, result: Any) -> Any:
    """Things that are counted stay whole."""
    if given.is_Integer and not result.is_Integer:
        raise NoValue("parts of things")
    return result


def _share(place: int, of: int) -> Callable[..., Any]:
    """A part of a total that is parted in a ratio."""

    def way(*numbers: Any) -> Any:
        _positive(*numbers)
        parts, total = numbers[:of], numbers[of]
        return _whole(total, total * parts[place] / sum(parts))

    return way


def _share_again(place: int, of: int) -> Callable[..., Any]:
    def way(*numbers: Any) -> Any:
        parts, total = numbers[:of], numbers[of]
        rest = sum(part for at, part in enumerate(parts) if at != place)
        return total / (1 + rest / parts[place])

    return way


_PLACE = rf"(?: (?:at|in) (?:the |a )?(?:ms |mr |mrs )?{NOUN})?"
_QUOTE = r"(?:what|find|determine|compute|calculate)(?: is| was)?"

_STATISTICS = tuple(
    PhraseRow(words, way, other)
    for name, way, other in (
        (_MEAN, _mean, _mean_again),
        ("median", _median, _median_again),
        ("range", _range, _range_again),
        ("mode", _mode, _mode_again),
    )
    for words in (
        rf"{_QUOTE} the {name} of {_SET}{_LIST}{ANSWER_AS}",
        rf"{NOUN} (?:quiz|test|assignment|bowling) scores (?:were|are) {_LIST} what (?:was|is)"
        rf" (?:her|his|their) {name}(?: score)?{ANSWER_AS}",
    )
)


def _list_length(question: Question) -> Any:
    first, step, last = _steps(question)
    count = (last - first) / step + 1
    if not count.is_Integer or not 3 <= count <= 10**6:
        raise NoValue("the list does not end there")
    return count


def _steps(question: Question) -> tuple[Any, Any, Any]:
    formula = question["e"]
    if not isinstance(formula, Apply) or formula.operation != "list":
        raise NoValue("no list")
    dots = [at for at, one in enumerate(formula.parts) if one == Apply("dots", ())]
    if len(dots) != 1 or not 2 <= dots[0] < len(formula.parts) - 1:
        raise NoValue("no dots within the list")
    parts = [value(one, question.scope) for one in formula.parts if one != Apply("dots", ())]
    if not all(one.is_Rational for one in parts):
        raise NoValue("no numbers")
    step = parts[1] - parts[0]
    before, after = parts[: dots[0]], parts[dots[0] :]
    if step == 0 or any(b - a != step for group in (before, after) for a, b in pairwise(group)):
        raise NoValue("no equal steps")
    return parts[0], step, parts[-1]


def _goes_through(question: Question, answer: Any) -> bool:
    """Write the list out."""
    first, step, last = map(Fraction, map(str, _steps(question)))
    count = 1
    while first != last and count <= answer:
        first, count = first + step, count + 1
    return bool(count == answer)


FORMS = (
    table(
        "mean, median, mode and range",
        (
            *_STATISTICS,
            PhraseRow(rf"{_QUOTE} the {_MEAN} {_OF}{_LIST}{ANSWER_AS}", _mean, _mean_again),
            PhraseRow(
                rf"{NOUN} # [a-z]+ scores are {_LIST} what is the {_MEAN} of these # scores",
                _counted(_counting(_mean)),
                lambda *numbers: _mean_again(*numbers[1:-1]),
            ),
            PhraseRow(
                rf"(?:points earned on [a-z ]+ are|[a-z' ]+ are) {_LIST} what is the {_MEAN} of"
                r" these # [a-z ]*scores",
                _counting(_mean),
                lambda *numbers: _mean_again(*numbers[:-1]),
            ),
            PhraseRow(
                rf"(?:if )?(?:the|given that #?) ?{_MEAN} of (?:the (?:set|numbers|list)(?: of"
                rf" numbers)? )?{_LIST} is # (?:what is|find) (?:the value of )?#{ANSWER_AS}",
                _unknown,
                _unknown_again,
            ),
            PhraseRow(
                rf"given that # is the {_MEAN} of the set {_LIST} what is the value of"
                rf" #{ANSWER_AS}",
                _mean_first(_unknown),
                _mean_first(_unknown_again),
            ),
            PhraseRow(
                rf"(?:if )?the {_MEAN} of # numbers is # (?:and )?# of the numbers are {_LIST}"
                rf" what is the (?:value of the )?[a-z]+ number{ANSWER_AS}",
                _last_one,
                _last_one_again,
            ),
            PhraseRow(
                rf"if the {_MEAN} of # numbers is # what is the sum of the # numbers",
                _sum_of_mean,
                lambda count, mean, *_: sum([mean] * int(count)),
            ),
            PhraseRow(
                rf"{NOUN} quiz scores so far are {_LIST} what score does (?:she|he) need to get on"
                rf" the [a-z]+ quiz to make the {_MEAN} of the # scores equal #",
                _score_needed,
                _score_needed_again,
            ),
            PhraseRow(
                rf"the {_MEAN}(?: age)? of (?:the |a |one )?(?:set of )?# {NOUN} (?:in a [a-z]+"
                rf" )?is #(?: years)? (?:and )?(?:the {_MEAN}(?: age)? of) (?:the |a )?(?:separate"
                rf" set of )?# {NOUN}(?: in the same [a-z]+)? is #(?: years)?"
                rf" what is the {_MEAN}(?: age)?(?: in years)? of (?:all )?(?:of )?(?:the )?(?:set"
                rf" of all )?(?:these )?(?:# {NOUN}|{NOUN} and {NOUN})(?: in the [a-z]+)?",
                _together,
                _together_again,
            ),
            PhraseRow(
                r"# students average # on a test another group of # students averages # find the"
                r" overall average",
                _together,
                _together_again,
            ),
        ),
        (
            ("What is the mean of 9, 14, 22 and 31?", "19"),
            ("What is the median of the numbers 12, 45, 7, 31 and 26?", "26"),
            ("The average of 14, 23 and $x$ is 21. What is the value of $x$?", "26"),
        ),
    ),
    table(
        "parts in a ratio",
        (
            PhraseRow(
                rf"the ratio of (?P<a>{NOUN}) to (?P<b>{NOUN}){_PLACE} is #(?: to)? # (?:if"
                rf" )?there are # (?P=a)(?:,)? how many (?P=b) are there{_PLACE}",
                _other_part,
                lambda a, b, n: b / (a / n),
            ),
            PhraseRow(
                rf"the (?:ratio of|number of) (?P<a>{NOUN}) (?:to|and) (?P<b>{NOUN}){_PLACE} is"
                r" (?:in the ratio of )?#(?: to)? # (?:if )?there are # (?P=b)(?:,)? how many"
                rf" (?P=a) are there{_PLACE}",
                _first_part,
                lambda a, b, n: a / (b / n),
            ),
            *(
                PhraseRow(
                    rf"the ratio of (?P<a>{NOUN}) to (?P<b>{NOUN}){_PLACE} is #(?: to)? # (?:how"
                    rf" many (?P={which}) (?:are|were)(?: there)?{_PLACE} )?if (?:there (?:is|are)"
                    r" )?a total of # (?:students|people|(?P=a) and (?P=b)|[a-z]+)(?: (?:were"
                    rf"|are) (?:at|in) (?:the )?[a-z]+)?(?: how many (?P={which}) are (?:there"
                    rf"|(?:at|in) (?:the |a )?(?:ms |mr |mrs )?{NOUN}))?",
                    _share(place, 2),
                    _share_again(place, 2),
                )
                for place, which in enumerate("ab")
            ),
            *(
                PhraseRow(
                    r"the measures of the angles of a triangle are in (?:the|a) ratio(?: of)? # #"
                    rf" # what is the (?:degree measure|number of degrees) (?:of|in) the {word}(?:"
                    r" of these)? angles?|"
                    r"the angle measures of the # angles of a triangle are in the ratio # # #"
                    rf" what is the number of degrees in the measure of the {word} angle",
                    lambda *parts, pick=pick: pick(parts[-3:]) * 180 / sum(parts[-3:]),
                    lambda *parts, pick=pick: (
                        180 / sum(one / pick(parts[-3:]) for one in parts[-3:])
                    ),
                )
                for word, pick in (("largest", max), ("smallest", min))
            ),
        ),
        (
            (
                "The ratio of oaks to elms in a park is $5:3$. There are 24 elms. How many oaks"
                " are there?",
                "40",
            ),
            (
                "The ratio of boys to girls in a choir is 4:3. If there are 20 boys, how many"
                " girls are there in the choir?",
                "15",
            ),
        ),
    ),
    Form(
        "how many numbers a list has",
        r"how many (?:numbers|terms|integers) are (?:there )?in (?:the|this)(?: following)?(?:"
        r" arithmetic)? (?:list|sequence) {e}",
        _list_length,
        _goes_through,
        examples=((r"How many numbers are in the list $7, 11, 15, \ldots, 83, 87$?", "21"),),
    ),
)
