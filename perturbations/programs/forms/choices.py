"""Forms: how many ways there are to choose, order and seat."""

import math
from collections.abc import Iterator
from itertools import combinations, pairwise, permutations, product
from typing import Any

import sympy

from clipo_bench.perturbations.programs.forms.no_value import NoValue
from clipo_bench.perturbations.programs.forms.prose import PhraseRow, table

# Words that may set a condition, so that no form passes over them.
CONDITIONS = (
    "not|no|non|nobody|none|only|least|most|more|less|fewer|than|each|every|all|any|same|identical"
    "|indistinguishable|distinguishable|both|either|neither|exactly|except|but|if|unless|must"
    "|cannot|can't|don't|doesn't|won't|refuses?|insists?|together|next|adjacent|consecutive"
    "|between|replacement|replaced|repeat(?:ed|s)?|repetition|again|twice|half|third|which|whose"
    "|per|pairs?|partners?|couples?|married|twins?|triplets?|first|last|wants?|without|with"
    "|president|vice-president|officers?|captain|row|circle|circular|round|opposite|alternate"
    "|random(?:ly)?|probability|feet|inches|meters|distinct|different|color|colors|and|or|when"
    "|while|such|where"
)
FILL = rf"(?:(?!(?:{CONDITIONS})\b)[a-z][a-z'-]* )*?"
_END = rf"(?: (?!(?:{CONDITIONS})\b)[a-z][a-z'-]*)*?"
_D = r"(?:different |distinct |distinguishable )?"
_WAYS = r"(?:in )?how many (?:different |distinct |possible )*ways"
_ORDER = (
    r"(?:,? ?\(?(?:assume that the |where the |if the |the )?order (?:in which .{1,40}|of .{1,40})?"
    r"(?:does not|doesn't|do not) matter|,? ?without regard to (?:the )?order(?: that"
    r" .{1,30})?)?\)?"
)
_CHOOSE = r"(?:choose|select|pick|bring|take|draw)"
_CUT = r"with no restrictions|without restrictions|\(we .{1,60}\)"
_TURNED = (
    r"(?: \(?# (?:seatings?|arrangements?|configurations?)(?: arrangements)? are (?:considered )?"
    r"(?:the same|equivalent) if # (?:is a rotation of (?:the other|another)"
    r"|can be rotated to form the other) ?\)?)?"
)
_MOST = 400
_FEW = 200_000  # that are counted one by one


def _counts(*numbers: Any) -> list[int]:
    if not all(int(number) == number and 1 <= number <= _MOST for number in numbers):
        raise NoValue("no counts")
    return [int(number) for number in numbers]


def _combinations(of: Any, chosen: Any) -> Any:
    n, k = _counts(of, chosen)
    if k > n:
        raise NoValue("more than there are")
    return sympy.binomial(n, k)


def _combinations_again(of: Any, chosen: Any) -> Any:
    """By counting them; where they are too many, by Pascal's rule."""
    n, k = _counts(of, chosen)
    if math.comb(n, k) <= _FEW:
        return sum(1 for _ in combinations(range(n), k))
    row = [1]
    for _ in range(n):
        row = [1, *(a + b for a, b in pairwise(row)), 1]
    return row[k]


def _arrangements(of: Any, placed: Any) -> Any:
    n, k = _counts(of, placed)
    if k > n or k > 20:
        raise NoValue("more than there are, or too many")
    return sympy.Integer(math.perm(n, k))


def _arrangements_again(of: Any, placed: Any) -> Any:
    n, k = _counts(of, placed)
    if math.perm(n, k) <= _FEW:
        return sum(1 for _ in permutations(range(n), k))
    ways = 1
    for left in range(n, n - k, -1):
        ways *= left
    return ways


def _all_orders(of: Any) -> Any:
    return _arrangements(of, of)


def _all_orders_again(of: Any) -> Any:
    return _arrangements_again(of, of)


def _around(of: Any) -> Any:
    (n,) = _counts(of)
    if not 3 <= n <= 20:
        raise NoValue("too few or too many")
    return sympy.factorial(n - 1)


def _around_again(of: Any) -> Any:
    """Every seating turns into as many as there are seats."""
    (n,) = _counts(of)
    return _all_orders_again(of) // n


def _around_bracelet(of: Any) -> Any:
    return _around(of) / 2


def _around_bracelet_again(of: Any) -> Any:
    (n,) = _counts(of)
    if n > 8:
        return _all_orders_again(of) // (2 * n)
    seen = set()
    for one in permutations(range(1, n)):
        seen.add(min(one, one[::-1]))
    return len(seen)


def _to_the(many: Any, places: Any) -> Any:
    n, k = _counts(many, places)
    if k > 20:
        raise NoValue("too large")
    return sympy.Integer(n) ** k


def _to_the_again(many: Any, places: Any) -> Any:
    n, k = _counts(many, places)
    if n**k <= _FEW:
        return sum(1 for _ in product(range(n), repeat=k))
    return math.prod([n] * k)


def _set_partitions(balls: Any, boxes: Any) -> Any:
    n, k = _counts(balls, boxes)
    if n > 40:
        raise NoValue("too many")
    return sum(sympy.functions.combinatorial.numbers.stirling(n, used) for used in range(1, k + 1))


def _set_partitions_again(balls: Any, boxes: Any) -> Any:
    """By growth strings: every ball goes to a box in use, or to the next one."""
    n, k = _counts(balls, boxes)
    ways = {1: 1}
    for _ in range(n - 1):
        after: dict[int, int] = {}
        for used, count in ways.items():
            after[used] = after.get(used, 0) + used * count
            if used < k:
                after[used + 1] = after.get(used + 1, 0) + count
        ways = after
    return sum(ways.values())


def _number_partitions(balls: Any, boxes: Any) -> Any:
    n, k = _counts(balls, boxes)
    if n > 60:
        raise NoValue("too many")
    return sympy.Integer(sum(1 for _ in _parts(n, k, n)))


def _parts(total: int, most: int, largest: int) -> Iterator[int]:
    """One for each way to write a total as at most so many parts."""
    if total == 0:
        yield 1
    elif most:
        for part in range(min(total, largest), 0, -1):
            yield from _parts(total - part, most - 1, part)


def _number_partitions_again(balls: Any, boxes: Any) -> Any:
    """Parts of at most the number of boxes, by adding coins: the conjugate partitions."""
    n, k = _counts(balls, boxes)
    ways = [1] + [0] * n
    for coin in range(1, k + 1):
        for total in range(coin, n + 1):
            ways[total] += ways[total - coin]
    return ways[n]


def _stars(balls: Any, boxes: Any) -> Any:
    n, k = _counts(balls, boxes)
    return sympy.binomial(n + k - 1, k - 1)


def _stars_again(balls: Any, boxes: Any) -> Any:
    n, k = _counts(balls, boxes)
    ways = [1] + [0] * n
    for _ in range(k):
        for total in range(1, n + 1):
            ways[total] += ways[total - 1]
    return ways[n]


def _swapped(way: Any) -> Any:
    return lambda one, other: way(other, one)


def _pairs(of: Any) -> Any:
    return _combinations(of, sympy.Integer(2))


def _pairs_again(of: Any) -> Any:
    return _combinations_again(of, sympy.Integer(2))


def _spouses(pairs: Any) -> Any:
    (n,) = _counts(pairs)
    return sympy.Integer(2 * n * (n - 1))


def _spouses_again(pairs: Any) -> Any:
    (n,) = _counts(pairs)
    return sum(1 for one, other in combinations(range(2 * n), 2) if one // 2 != other // 2)


def _times(*numbers: Any) -> Any:
    return sympy.Integer(math.prod(_counts(*numbers)))


def _times_again(*numbers: Any) -> Any:
    total = 1
    for number in _counts(*numbers):
        total = sum([total] * number)
    return total


def _ones_behind(count: int) -> Any:
    """A product of the first numbers; the others have to be one of each."""

    def way(*numbers: Any) -> Any:
        if any(number != 1 for number in numbers[count:]):
            raise NoValue("not one of each")
        return _times(*numbers[:count])

    return way


def _diagonals(sides: Any) -> Any:
    (n,) = _counts(sides)
    if n < 4:
        raise NoValue("no polygon with diagonals")
    return sympy.Integer(n * (n - 3) // 2)


def _diagonals_again(sides: Any) -> Any:
    (n,) = _counts(sides)
    return sum(1 for a, b in combinations(range(n), 2) if b - a not in (1, n - 1))


def _two_groups(*numbers: Any) -> Any:
    """Chosen from two groups: sizes first, then how many of each."""
    a, b, k, m = numbers
    return _combinations(a, k) * _combinations(b, m)


def _two_groups_again(*numbers: Any) -> Any:
    a, b, k, m = numbers
    return _combinations_again(a, k) * _combinations_again(b, m)


_SPHRASE = r"(?:people|students|girls|boys|members|friends|children|guests|kids|players|men|women)"
_BALLS = rf"{_WAYS} are there to put #"
_OFFICE = r"(?:president|vice[- ]president|secretary|treasurer|morale officer)"
_NO_TWO = (
    r"(?: ?,? ?(?:if|assuming) (?:no (?:member|one|person|# )? ?(?:can|may|holds?|serves?)(?: hold"
    r"| serve)?"
    r" (?:more than (?:one|#) (?:office|job|position)|(?:two|#) roles at the same time)"
    r"|individual members can only hold at most (?:one|#) office"
    r"|(?:that )?the president and the vice-president cannot be the same person)\)?)?"
)

_CHOSEN = rf"an? {_OFFICE}(?: (?:and )?(?:an? )?{_OFFICE}){{COUNT}}"
_CLUB = r"(?:my|our|your|the|a) [a-z' ]{0,20}has # members"
_OFFICERS = (
    PhraseRow(
        rf"{_WAYS} can (?:i|we) choose # (?:different )?officers \((?:{_OFFICE},? ?(?:and )?)+\)"
        rf" from a (?:club|group) of # {_SPHRASE}",
        lambda count, of: _arrangements(of, count),
        lambda count, of: _arrangements_again(of, count),
    ),
    *(
        PhraseRow(
            rf"(?:{_CLUB} {_WAYS} can (?:we|i|it|the club) (?:choose|select|pick) {chosen}{_NO_TWO}"
            rf"|{_CLUB} and wishes to pick {chosen} {_WAYS} can we choose the officers{_NO_TWO}"
            rf"|{_WAYS} can {chosen} be chosen from (?:a (?:group|club) of )?# {_SPHRASE}"
            rf" ?\(?{_NO_TWO})",
            lambda of, *ones, count=count: _officers(of, ones, count),
            lambda of, *ones, count=count: _arrangements_again(of, sympy.Integer(count)),
        )
        for count in (2, 3, 4)
        for chosen in (_CHOSEN.replace("COUNT", str(count - 1)),)
    ),
)


def _officers(of: Any, ones: tuple[Any, ...], count: int) -> Any:
    if any(one not in (1, 2) for one in ones):
        raise NoValue("other offices")
    return _arrangements(of, sympy.Integer(count))


def _formed(length: Any, digits: tuple[Any, ...], again: bool) -> int:
    """How many numbers of so many digits can be formed, none with a zero in front."""
    if not length.is_Integer or not all(one.is_Integer and 0 <= one <= 9 for one in digits):
        raise NoValue("no digits")
    if not 1 <= length <= 7 or not 2 <= len(digits) <= 8 or (length > len(digits) and not again):
        raise NoValue("too few digits or too many")
    chosen = product(digits, repeat=int(length)) if again else permutations(digits, int(length))
    return len({one for one in chosen if one[0] != 0})


def _formed_by_counts(length: int, digits: tuple[Any, ...], again: bool) -> int:
    """Place digit after digit, with what is left of each."""
    left = {one: 99 if again else digits.count(one) for one in digits}

    def ways(places: int, first: bool) -> int:
        if places == 0:
            return 1
        total = 0
        for one, count in left.items():
            if count and not (first and one == 0):
                left[one] -= 1
                total += ways(places - 1, False)
                left[one] += 1
        return total

    return ways(length, True)


_ONCE = (
    r"(?: ?,? ?if (?:no digit (?:may|can) be used more than once"
    r"|(?:the )?digits cannot be repeated|a digit may not be repeated in an integer))?"
)
_AGAIN = (
    r" ?,? ?(?:if (?:the |a )?digits? can be (?:repeated|used more than once)(?: in an integer)?"
    r"|\(each digit may be used more than once ?\))"
)
_DIGIT_LIST = r"(?:the digits (?:in the set )?|the # digits |these digits )?#(?:,? (?:and |or )?#)*"
_FORMED = (
    r"how many (?:different |distinct )?(?:positive )?#-digit (?:positive )?(?:numbers|integers"
    r"|palindromes)? ?can be (?:formed|made|written)"
)


def _formed_rows() -> Iterator[PhraseRow]:
    for words, again in ((_ONCE, False), (_AGAIN, True)):
        yield PhraseRow(
            rf"{_FORMED} (?:using|with|from) {_DIGIT_LIST}{words}",
            lambda length, *digits, again=again: sympy.Integer(
                _formed(length, _listed(digits, length), again)
            ),
            lambda length, *digits, again=again: _formed_by_counts(
                int(length), _listed(digits, length), again
            ),
        )
        yield PhraseRow(
            rf"given the # digits #(?:,? (?:and )?#)* {_FORMED} using these digits{words}",
            lambda count, *others, again=again: sympy.Integer(
                _formed(others[-1], _given(count, others), again)
            ),
            lambda count, *others, again=again: _formed_by_counts(
                int(others[-1]), _given(count, others), again
            ),
        )


def _listed(digits: tuple[Any, ...], length: Any) -> tuple[Any, ...]:
    if len(digits) == 1 and digits[0] > 9:
        raise NoValue("no digits")
    return digits


def _given(count: Any, others: tuple[Any, ...]) -> tuple[Any, ...]:
    if count != len(others) - 1:
        raise NoValue("another count")
    return others[:-1]


def _together_in_a_row(total: Any, together: Any) -> Any:
    n, k = _counts(total, together)
    if not 2 <= k < n <= 15:
        raise NoValue("too many")
    return sympy.factorial(n - k + 1) * sympy.factorial(k)


def _together_again(total: Any, together: Any) -> Any:
    """Each place where the block may begin, times the orders in and outside of it."""
    n, k = _counts(total, together)
    inside = math.perm(k)
    return sum(inside * math.perm(n - k) for _ in range(n - k + 1))


_NAME = r"[a-z]+"
_OWN = r"(?:want|insist on|insist on|insist upon) sit(?:ting)? (?:together|next to each other)"


def _two(number: Any) -> Any:
    if number != 2:
        raise NoValue("not two")
    return number


def _seats(of: Any, others: tuple[Any, ...]) -> Any:
    if any(other not in (of, 1, 2) for other in others):
        raise NoValue("other places")
    return _around(of)


def _bracelet(of: Any, others: tuple[Any, ...]) -> Any:
    if any(other not in (1, 2) for other in others):
        raise NoValue("other numbers")
    return _around_bracelet(of)


def _same_points(of: Any, two: Any, again: Any) -> Any:
    if again != of:
        raise NoValue("other points")
    return _combinations(of, two)


def _polygons(corners: int) -> Any:
    """Figures with corners on points of which the number is said once or twice."""

    def way(of: Any, *again: Any) -> Any:
        if again not in ((), (1, of)):
            raise NoValue("other points")
        return _combinations(of, sympy.Integer(corners))

    return way


def _polygons_again(corners: int) -> Any:
    return lambda of, *again: _combinations_again(of, sympy.Integer(corners))


def _two_offices(total: Any, boys: Any, girls: Any) -> tuple[int, int]:
    a, b, n = _counts(boys, girls, total)
    if a + b != n:
        raise NoValue("others, too")
    return a, b


def _different_genders(total: Any, boys: Any, girls: Any) -> Any:
    a, b = _two_offices(total, boys, girls)
    return sympy.Integer(2 * a * b)


def _same_gender(total: Any, boys: Any, girls: Any) -> Any:
    a, b = _two_offices(total, boys, girls)
    return sympy.Integer(a * (a - 1) + b * (b - 1))


def _pairs_of(total: Any, boys: Any, girls: Any, same: bool) -> int:
    """Go through all pairs of a president and a vice-president."""
    people = [0] * int(boys) + [1] * int(girls)
    return sum((one == other) == same for one, other in permutations(people, 2))


_BOYS_AND_GIRLS = (
    rf"our club has # members # boys and # girls {_WAYS} can we choose a president and a"
    r" vice-president if they must be of"
)
_PASCAL = r"(?:in |of )?the row of pascal's triangle that"


def _in_pascal(place: Any, row: Any) -> Any:
    """A number of a row with so many numbers."""
    if not row.is_Integer or not place.is_Integer or not 1 <= place <= row <= _MOST:
        raise NoValue("no such place")
    return sympy.binomial(row - 1, place - 1)


def _in_pascal_again(place: Any, row: Any) -> Any:
    return _combinations_again(row - 1, place - 1) if place > 1 else 1


def _pascal_row(numbers: tuple[Any, ...]) -> Any:
    """How many numbers a row has: said, or by its first two."""
    if len(numbers) == 1:
        return numbers[0]
    if numbers[0] != 1:
        raise NoValue("no row of the triangle")
    return numbers[1] + 1


_PLACES = ("second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")

FORMS = (
    table(
        "corners among points on a circle",
        tuple(
            PhraseRow(
                rf"# distinct points are (?:identified|marked) on the circumference of a circle how"
                rf" many different {name} can be formed if each vertex must be # of these # points",
                _polygons(corners),
                _polygons_again(corners),
            )
            for name, corners in (("triangles", 3), ("(?:convex )?quadrilaterals", 4))
        ),
        (
            (
                "Nine distinct points are identified on the circumference of a circle. How many"
                " different triangles can be formed if each vertex must be one of these 9 points?",
                "84",
            ),
        ),
    ),
    table(
        "two officers of two genders",
        (
            PhraseRow(
                rf"{_BOYS_AND_GIRLS} different gender",
                _different_genders,
                lambda total, boys, girls: _pairs_of(total, boys, girls, same=False),
            ),
            PhraseRow(
                rf"{_BOYS_AND_GIRLS} the same gender assume no one can hold both offices|"
                rf"{_BOYS_AND_GIRLS} the same gender assume no # can hold both offices",
                lambda total, boys, girls, *one: _same_gender(total, boys, girls),
                lambda total, boys, girls, *one: _pairs_of(total, boys, girls, same=True),
            ),
        ),
        (
            (
                "Our club has 15 members, 7 boys and 8 girls. In how many ways can we choose a"
                " president and a vice-president if they must be of different gender?",
                "112",
            ),
        ),
    ),
    table(
        "numbers in Pascal's triangle",
        (
            PhraseRow(
                rf"what is the #(?: ?(?:st|nd|rd|th))? number in {_PASCAL} has # numbers",
                _in_pascal,
                _in_pascal_again,
            ),
            *(
                PhraseRow(
                    rf"(?:{_PASCAL} starts(?: with)? #(?: and then)? #,? what is the {name} number"
                    rf"|what is the {name} number in {_PASCAL} has # numbers)",
                    lambda *row, place=place: _in_pascal(sympy.Integer(place), _pascal_row(row)),
                    lambda *row, place=place: _in_pascal_again(place, _pascal_row(row)),
                )
                for place, name in enumerate(_PLACES, start=2)
            ),
        ),
        (
            ("What is the 17th number in the row of Pascal's triangle that has 20 numbers?", "969"),
            (
                "In the row of Pascal's triangle that starts 1, 13, what is the fourth number?",
                "286",
            ),
        ),
    ),
    table(
        "numbers formed of digits",
        tuple(_formed_rows()),
        (
            (
                "How many different four-digit numbers can be formed using the digits 3, 3, 5 and"
                " 8?",
                "12",
            ),
            (
                "How many different three-digit integers can be formed using the digits 1, 4, 6"
                " and 7 if digits can be repeated?",
                "64",
            ),
        ),
    ),
    table(
        "seats in a row with some together",
        (
            PhraseRow(
                rf"{_WAYS} can # people (?:be seated|sit) in a row(?: of chairs)? if # of the"
                rf" people {_NAME} and {_NAME} refuse to sit next to each other",
                lambda n, two: sympy.factorial(n) - _together_in_a_row(n, _two(two)),
                lambda n, two: (
                    sum(
                        1
                        for one in permutations(range(int(n)))
                        if abs(one.index(0) - one.index(1)) > 1
                    )
                    if n <= 8
                    else math.factorial(int(n)) - _together_again(n, two)
                ),
            ),
            PhraseRow(
                rf"{_WAYS} can # (?:different )?students stand in a straight line if # of the"
                r" students refuse to stand next to each other",
                lambda n, two: sympy.factorial(n) - _together_in_a_row(n, _two(two)),
                lambda n, two: math.factorial(int(n)) - _together_again(n, two),
            ),
            PhraseRow(
                rf"{_WAYS} can # girls and # boys sit in a row if the # boys (?:want|insist on)"
                r" (?:to sit|sitting) next to each other",
                lambda girls, boys, again: _together_in_a_row(
                    girls + boys, boys if boys == again else sympy.Integer(0)
                ),
                lambda girls, boys, again: _together_again(girls + boys, boys),
            ),
            PhraseRow(
                rf"the [a-z]+ family has # sons and # daughters {_WAYS} can they be seated in a"
                r" row of # chairs such that all # (?P<w>girls) sit next to each other",
                lambda sons, girls, chairs, all_of: _together_in_a_row(
                    chairs if chairs == sons + girls else sympy.Integer(0),
                    girls if girls == all_of else sympy.Integer(0),
                ),
                lambda sons, girls, *_: _together_again(sons + girls, girls),
            ),
        ),
        (
            (
                "In how many ways can 6 people be seated in a row of chairs if two of the people,"
                " Ana and Bo, refuse to sit next to each other?",
                "480",
            ),
        ),
    ),
    table(
        "choosing some of many",
        (
            PhraseRow(
                rf"{FILL}#(?: {_D}{FILL})?(?: ?(?:and|with|of which) )?{FILL}{_WAYS}"
                rf" {FILL}{_CHOOSE} {FILL}#"
                rf"(?: (?:of|{_D})){{0,2}}{_END}{_ORDER}",
                _combinations,
                _combinations_again,
            ),
            PhraseRow(
                rf"{FILL}(?:#|# {_D}{FILL}){_WAYS} {FILL}{_CHOOSE} {FILL}#-[a-z]+{_END}{_ORDER}",
                _combinations,
                _combinations_again,
            ),
            PhraseRow(
                rf"{_WAYS} {FILL}{_CHOOSE} {FILL}#(?:-[a-z]+)? {_D}{FILL}(?:out of|from|of)"
                rf" {FILL}#{_END}{_ORDER}",
                _swapped(_combinations),
                _swapped(_combinations_again),
            ),
            PhraseRow(
                rf"{_WAYS} can (?:an? )?#(?:-[a-z]+)? {FILL}be (?:chosen|selected|picked|formed)"
                rf" {FILL}from {FILL}#{_END}{_ORDER}",
                _swapped(_combinations),
                _swapped(_combinations_again),
            ),
            PhraseRow(
                rf"how many (?:different |distinct |possible )*#[- ][a-z]+ [a-z-]+ (?:can|could) be"
                rf" (?:chosen|selected|formed|made|dealt) {FILL}from {FILL}#{_END}{_ORDER}",
                _swapped(_combinations),
                _swapped(_combinations_again),
            ),
            PhraseRow(
                rf"{FILL}from {FILL}#{_END} how many (?:different |distinct )*#-[a-z]+ [a-z-]+ can"
                r" be"
                rf" (?:chosen|selected|formed|made)",
                _combinations,
                _combinations_again,
            ),
            PhraseRow(
                rf"{FILL}# {FILL}(?:marked|identified|equally spaced|placed) on (?:the"
                r" circumference"
                r" of )?a circle how many (?:different |distinct )*(?:chords|line segments|lines)"
                r" can be drawn(?: by)? connecting # of (?:these|the) # points",
                _same_points,
                lambda of, two, again: _combinations_again(of, two),
            ),
        ),
        (
            ("A shelf has 9 novels. In how many ways can Ana choose 3 novels?", "84"),
            ("In how many ways can a 4-person crew be chosen from a group of 10 sailors?", "210"),
            ("How many different 3-person juries can be formed from a group of 8 people?", "56"),
        ),
        _CUT,
    ),
    table(
        "orders in a row",
        (
            PhraseRow(
                rf"{_WAYS} can (?:i )?(?:arrange |order |stack |line up )?#"
                rf" {_D}{FILL}(?!feet)[a-z]+"
                r"(?: be (?:arranged|lined up|seated|placed|put|ordered|stacked)| line up| sit|"
                r" stand)?"
                r"(?: (?:on (?:a|my) (?:book)?shelf|in a (?:straight )?(?:row|line)|to buy a"
                r" ticket))?",
                _all_orders,
                _all_orders_again,
            ),
            PhraseRow(
                rf"{_WAYS} can # {_SPHRASE} (?:sit|be seated) in a row of # chairs",
                _swapped(_arrangements),
                _swapped(_arrangements_again),
            ),
        ),
        (
            ("In how many ways can 6 different trophies be arranged on a shelf?", "720"),
            ("In how many ways can four students sit in a row of 6 chairs?", "360"),
        ),
        _CUT,
    ),
    table(
        "officers of a club",
        _OFFICERS,
        (
            (
                "My choir has 9 members. In how many ways can it choose a president and a"
                " secretary, if no member can hold more than one office?",
                "72",
            ),
        ),
    ),
    table(
        "seatings around a table",
        (
            PhraseRow(
                rf"{_WAYS} can # {_D}{_SPHRASE} (?:be seated|sit) around a (?:round|circular) table"
                rf"(?: with # (?:places|seats|chairs))?{_TURNED}",
                lambda of, *others: _seats(of, others),
                lambda of, *others: _around_again(of),
            ),
            PhraseRow(
                rf"{_WAYS} can (?:i place )?# {_D}(?:keys|beads|charms) (?:be placed )?on a"
                r" (?:keychain|bracelet"
                r"|necklace|key ring) .*rotat.*(?:flip|reflect).*",
                lambda of, *others: _bracelet(of, others),
                lambda of, *others: _around_bracelet_again(of),
            ),
        ),
        (
            (
                "In how many ways can 7 guests sit around a round table? (Two seatings are"
                " considered the same if one is a rotation of the other.)",
                "720",
            ),
        ),
        _CUT,
    ),
    table(
        "balls in boxes",
        (
            PhraseRow(
                rf"{_BALLS} balls in # boxes if the balls are distinguishable and the boxes are"
                rf" distinguishable|{_BALLS} distinguishable balls into # distinguishable boxes",
                _swapped(_to_the),
                _swapped(_to_the_again),
            ),
            PhraseRow(
                rf"{_BALLS} balls in # boxes if the balls are distinguishable but the boxes are not"
                rf"|{_BALLS} distinguishable balls into # indistinguishable boxes",
                _set_partitions,
                _set_partitions_again,
            ),
            PhraseRow(
                rf"{_BALLS} balls in # boxes if the balls are not distinguishable and neither are"
                r" the"
                rf" boxes|{_BALLS} indistinguishable balls into # indistinguishable boxes",
                _number_partitions,
                _number_partitions_again,
            ),
            PhraseRow(
                rf"{_BALLS} balls in # boxes if the balls are not distinguishable but the boxes are"
                rf"|{_BALLS} indistinguishable balls into # distinguishable boxes",
                _stars,
                _stars_again,
            ),
        ),
        (
            (
                "How many ways are there to put 6 balls in 3 boxes if the balls are"
                " distinguishable and the boxes are distinguishable?",
                "729",
            ),
            (
                "How many ways are there to put 6 indistinguishable balls into 3 indistinguishable"
                " boxes?",
                "7",
            ),
        ),
    ),
    table(
        "handshakes",
        (
            PhraseRow(
                r"# people attend a party during the party everyone shakes hands with everyone else"
                r" how many handshakes (?:take place at the party|are there)"
                r"|how many (?:matches|games) will be (?:held|played) during an? #-(?:person|team"
                r"|player)"
                r" round-robin [a-z ]*tournament",
                _pairs,
                _pairs_again,
            ),
            PhraseRow(
                r"there are # married couples at a party at the start of the party every person"
                r" shakes hands once with every other person except his or her spouse how many"
                r" handshakes are there",
                _spouses,
                _spouses_again,
            ),
        ),
        (
            (
                "12 people attend a party. During the party everyone shakes hands with everyone"
                " else. How many handshakes take place at the party?",
                "66",
            ),
        ),
    ),
    table(
        "one of each kind",
        (
            PhraseRow(
                r"(?:suppose )?(?:i|you|we|[a-z]+) (?:have|has) # [a-z]+,? (?:and )?# (?:pairs of"
                r" )?[a-z]+ how many"
                r" (?:different )?(?:shirt-and-tie |shirt-and-pants )?outfits(?: can (?:i|you|we"
                r"|he|she) make)?"
                r"(?: consisting of # [a-z]+ and # (?:pair of )?[a-z]+(?: can (?:i|you) make)?)?",
                _ones_behind(2),
                lambda *numbers: _times_again(*numbers[:2]),
            ),
            PhraseRow(
                r"(?:suppose )?(?:i|you|we|[a-z]+) (?:have|has) # (?:pairs of )?[a-z]+,? #"
                r" (?:pairs of )?[a-z]+,? and # (?:pairs of )?[a-z]+"
                r" how many (?:different )?outfits can (?:i|you|we|he|she) (?:make|put together)"
                r"(?: (?:consisting of|if an outfit consists of) (?:#|an?) (?:pair of )?[a-z]+,?"
                r" (?:#|an?)"
                r" (?:pair of )?[a-z]+,? and (?:#|an?) (?:pair of )?[a-z]+)?",
                _ones_behind(3),
                lambda *numbers: _times_again(*numbers[:3]),
            ),
        ),
        (("I have 7 shirts and 4 ties. How many shirt-and-tie outfits can I make?", "28"),),
    ),
    table(
        "diagonals of a polygon",
        (
            PhraseRow(
                r"how many (?:distinct |unique |interior )?diagonals (?:does|are in|can be drawn"
                r" (?:for|in)) an?"
                r" (?:convex |regular )*(?:polygon with # sides|#-sided (?:convex |regular"
                r" )?polygon)"
                r"(?: (?:have|contain))?",
                _diagonals,
                _diagonals_again,
            ),
        ),
        (("How many diagonals does a convex polygon with 17 sides have?", "119"),),
        r"\(?a diagonal .*? vertices\.? ?\)?|a (?:convex )?polygon is a polygon .*? degrees",
    ),
)
