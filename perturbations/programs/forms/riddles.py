"""Forms: numbers that words describe: consecutive ones, and one that operations lead to."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import sympy

from clipo_bench.perturbations.programs.forms.evaluate import value
from clipo_bench.perturbations.programs.forms.form import Question
from clipo_bench.perturbations.programs.forms.formula import Name
from clipo_bench.perturbations.programs.forms.no_value import NoValue
from clipo_bench.perturbations.programs.forms.prose import ProseForm, Reader

_LARGEST = 10**7
_NUMBERS = r"(?:whole |natural |page )?(?:integers|numbers)"
_TIMES = {"doubled": 2, "tripled": 3, "quadrupled": 4, "twice": 2, "half": sympy.Rational(1, 2)}


@dataclass(frozen=True, slots=True)
class Consecutive:
    """Numbers in a row of which something is known.

    Attributes:
        count: how many.
        step: 2 for even or odd ones, else 1.
        rest: what they leave when divided by two; None if that is open.
        sign: 1 for positive ones, -1 for negative ones, 0 if that is open.
        known: what is known of them: ``sum``, ``product``, ``mean``, ``squares``.
        total: what it is.
    """

    count: int
    step: int
    rest: int | None
    sign: int
    known: str
    total: Any

    def found(self) -> list[int]:
        """The one row of numbers of which it is true.

        Raises:
            NoValue: there is none, or there are several.
        """
        rows = [self.row(start) for start in self._starts()]
        fitting = [row for row in rows if self.fits(row)]
        if len(fitting) != 1:
            raise NoValue("none, or several")
        return fitting[0]

    def row(self, start: int) -> list[int]:
        """The numbers from one on."""
        return [start + self.step * place for place in range(self.count)]

    def fits(self, row: list[int]) -> bool:
        """Whether these are such numbers."""
        if self.rest is not None and row[0] % 2 != self.rest:
            return False
        if self.sign and not all(number * self.sign > 0 for number in row):
            return False
        return bool(_made(self.known, row) == self.total)

    def _starts(self) -> set[int]:
        middle = self.step * (self.count - 1)
        if self.known in ("sum", "mean"):
            mean = self.total / self.count if self.known == "sum" else self.total
            start = mean - sympy.Rational(middle, 2)
            return {int(start)} if start.is_Integer else set()
        power = self.count if self.known == "product" else 2
        size = abs(self.total) if self.known == "product" else self.total / self.count
        if not self.total.is_Integer or size < 0:
            raise NoValue("no integer")
        root = int(sympy.integer_nthroot(int(size), power)[0])
        around = range(root - middle - 3, root + middle + 4)
        return {start for near in around for start in (near, -near)}


def _made(known: str, row: list[int]) -> Any:
    if known == "product":
        return math.prod(row)
    if known == "squares":
        return sum(number**2 for number in row)
    return sum(row) if known == "sum" else sympy.Rational(sum(row), len(row))


def _kind(read: Reader) -> tuple[int, int | None, int]:
    """Read ``positive odd consecutive integers``: the step, the rest, the sign."""
    step, rest, sign = 1, None, 0
    consecutive = False
    while match := read.take(r"consecutive|positive|negative|even|odd|different|distinct"):
        word = match[0].strip()
        if word in ("even", "odd"):
            step, rest = 2, int(word == "odd")
        elif word in ("positive", "negative"):
            sign = 1 if word == "positive" else -1
        consecutive = consecutive or word == "consecutive"
    if match := read.take(_NUMBERS):
        if not consecutive:
            raise NoValue("not consecutive")
        if _are_positive(match[0]):
            sign = sign or 1
        return step, rest, sign
    raise NoValue("no numbers")


def _are_positive(words: str) -> bool:
    """Whether a name of numbers says that they are positive: page numbers."""
    return any(word in words for word in ("whole", "natural", "page"))


_KNOWN = r"(?P<known>sum|product|mean|average|mean \(average\)|arithmetic mean|sum of the squares)"


def _known(words: str) -> str:
    if "squares" in words:
        return "squares"
    return "mean" if words not in ("sum", "product") else words


def _consecutive(read: Reader) -> tuple[Consecutive, Callable[[list[int]], Any]]:
    asked = None
    if match := read.take(rf"(?:if )?the {_KNOWN} of #"):
        known, count = _known(match["known"]), read.integer()
        step, rest, sign = _kind(read)
        read.expect(r"is #")
    elif read.take(r"#(?= (?:positive |odd |even |negative )*consecutive)"):
        count = read.integer()
        step, rest, sign = _kind(read)
        match = read.expect(rf"(?:have|with) an? {_KNOWN} (?:of|equal to) #")
        known = _known(match["known"])
    elif match := read.take(
        r"(?:what is|find|determine) the (?P<asked>smallest|least|largest|greatest|sum|product"
        r"|median)(?: integer| number)? (?:of|in)(?: an?)? #"
    ):
        asked, count = match["asked"], read.integer()
        step, rest, sign = _kind(read)
        match = read.expect(rf"(?:whose|with a) {_KNOWN} (?:is|of) #")
        known = _known(match["known"])
    else:
        raise NoValue("asked otherwise")
    total = read.number()
    if not 2 <= count <= 60 or abs(total) > _LARGEST * 1000:
        raise NoValue("too few or too many")
    if asked is None:
        read.expect(r"(?:what is|what are|find|determine)(?: the value of)?")
        match = read.take(
            r"(?:the|their) (?P<asked>sum|product|mean|median|smallest|least|smaller|largest"
            r"|greatest|larger|middle|second smallest|second largest)(?: of)?(?: the)?(?: of)?(?:"
            r" these| those)?(?: (?:#|two|three|original))?(?: (?:page )?(?:integers?|numbers?"
            r"|one))?"
            r"(?: (?:in|of) (?:the|these|this)(?: #)? (?:sequence|integers|numbers))?"
        )
        if match is None:
            raise NoValue("what is asked?")
        asked = match["asked"]
        if "#" in match[0] and read.integer() != count:
            raise NoValue("another count")
    read.end()
    return Consecutive(count, step, rest, sign, known, total), _picked(asked, count)


def _picked(asked: str, count: int) -> Callable[[list[int]], Any]:
    if asked in ("sum", "product"):
        return lambda row: sympy.Integer(_made(asked, row))
    if asked in ("mean", "median"):
        return lambda row: sympy.Rational(sum(row), count)
    if asked == "middle" and count % 2 == 0:
        raise NoValue("no middle")
    place = {
        **dict.fromkeys(("smallest", "least", "smaller"), 0),
        **dict.fromkeys(("largest", "greatest", "larger"), -1),
        "middle": count // 2,
        "second smallest": 1,
        "second largest": -2,
    }[asked]
    return lambda row: sympy.Integer(row[place])


def _row_answer(question: Question) -> Any:
    numbers, pick = _consecutive(Reader(question))
    return pick(numbers.found())


def _row_found_by_steps(question: Question, answer: Any) -> bool:
    """Go outwards from zero until the numbers fit."""
    numbers, pick = _consecutive(Reader(question))
    limit = int(abs(numbers.total)) + numbers.count * numbers.step + 2
    if numbers.known == "product":
        limit = (
            int(abs(numbers.total) ** (1 / numbers.count)) + 2 * numbers.count * numbers.step + 2
        )
    if limit > _LARGEST // 10:  # by the answer: the row that it belongs to
        return numbers.fits(numbers.found())
    fitting = [row for start in range(-limit, limit + 1) if numbers.fits(row := numbers.row(start))]
    return len(fitting) == 1 and bool(pick(fitting[0]) == answer)


class Riddle:
    """Reads what is said of an unknown number, as expressions in it.

    Args:
        read: the question.
    """

    def __init__(self, read: Reader) -> None:
        self._read = read
        self.unknown = sympy.Dummy("n")
        self._name: str | None = None

    def equation(self) -> Any:
        """What is zero for the number."""
        read = self._read
        read.take(r"if|when|suppose that|suppose")
        left = self._operations(self._expression())
        if read.take(r",? ?(?:(?:and )?the (?:result|answer) (?:is|equals)|he gets|she gets)"):
            pass
        else:
            read.expect(
                r"(?:is|equals|is equal to|is the same as|yields|gives|results in|gives a result"
                r" of)(?: the same as)?"
            )
        return left - self._operations(self._expression())

    def asked(self) -> None:
        """Read what is asked: the number."""
        read = self._read
        read.expect(r"(?:what is|what was|find)(?: the value of)?")
        if read.take(r"(?:the|this|that)(?: original| unknown)? (?:number|integer)"):
            if self._name is not None:
                raise NoValue("another number")
            return
        read.expect("#")
        if self._variable() != self._name or self._name is None:
            raise NoValue("another variable")

    def _variable(self) -> str:
        formula = self._read.formula()
        if not isinstance(formula, Name):
            raise NoValue("no variable")
        return formula.name

    def _expression(self) -> Any:
        read = self._read
        if read.take(r"# more than"):
            return read.number() + self._expression()
        if read.take(r"# less than"):
            number = read.number()
            return self._expression() - number
        return self._term()

    def _term(self) -> Any:
        read = self._read
        if match := read.take(r"(?P<times>twice|half(?: of)?)"):
            return _TIMES[match["times"].split()[0]] * self._term()
        if read.take(r"# times"):
            return read.number() * self._term()
        if read.take(r"(?:the reciprocal of)"):
            return 1 / self._term()
        if read.take(
            r"(?:an?|the|this|that|another)(?: certain| particular| original| same| unknown)?"
            r" (?:number|integer)"
        ):
            return self.unknown
        if read.take("#"):
            formula = read.formula()
            if isinstance(formula, Name):
                if self._name not in (None, formula.name):
                    raise NoValue("another variable")
                self._name = formula.name
                return self.unknown
            found = value(formula, read.scope)
            if not found.is_number:
                raise NoValue("no number")
            return found
        raise NoValue("no expression")

    def _operations(self, found: Any) -> Any:
        """Read ``is doubled and then increased by 7``."""
        read = self._read
        while True:
            read.take(
                r",? ?(?:and )?(?:then )?(?=(?:is |then )?(?:doubled|tripled|increased|decreased"
                r"|multiplied|divided|added|plus|minus|squared))"
            )
            if match := read.take(
                r"(?:(?:and )?(?:then )?(?:is |this increased value is )?(?:then"
                r" )?)?(?P<times>doubled|tripled|quadrupled)"
            ):
                found = _TIMES[match["times"]] * found
            elif match := read.take(
                r"(?:(?:and )?(?:then )?is (?:then )?|and then |and |then )?(?P<how>increased by"
                r"|decreased by|multiplied by|divided by|added to|plus|minus)"
            ):
                other = (
                    self._expression()
                    if match["how"] not in ("multiplied by", "divided by")
                    else self._plain()
                )
                if match["how"] == "divided by" and other == 0:
                    raise NoValue("a division by zero")
                found = {
                    "increased by": lambda a, b: a + b,
                    "added to": lambda a, b: a + b,
                    "plus": lambda a, b: a + b,
                    "decreased by": lambda a, b: a - b,
                    "minus": lambda a, b: a - b,
                    "multiplied by": lambda a, b: a * b,
                    "divided by": lambda a, b: a / b,
                }[match["how"]](found, other)
            else:
                return found

    def _plain(self) -> Any:
        self._read.expect("#")
        return self._read.number()


def _riddle(question: Question) -> tuple[Any, Any]:
    read = Reader(question)
    riddle = Riddle(read)
    zero = riddle.equation()
    riddle.asked()
    read.end()
    return sympy.expand(zero), riddle.unknown


def _solved(question: Question) -> Any:
    zero, unknown = _riddle(question)
    if not zero.is_polynomial(unknown) or sympy.degree(zero, unknown) != 1:
        raise NoValue("not one number")
    slope = zero.coeff(unknown, 1)
    return -zero.coeff(unknown, 0) / slope


def _put_back(question: Question, answer: Any) -> bool:
    zero, unknown = _riddle(question)
    return bool(abs(float(zero.subs(unknown, answer))) < 1e-9 * (1 + abs(float(answer))))


FORMS = (
    ProseForm(
        "consecutive numbers",
        r".*\bconsecutive\b",
        _row_answer,
        _row_found_by_steps,
        examples=(
            (
                "The sum of four consecutive integers is 58. What is the largest of the integers?",
                "16",
            ),
            ("The product of two consecutive positive integers is 182. What is their sum?", "27"),
            ("What is the smallest of five consecutive odd integers whose sum is 85?", "13"),
        ),
    ),
    ProseForm(
        "a number that operations lead to",
        r".*\b(?:number|integer|doubled|tripled|increased|decreased|multiplied|twice)\b",
        _solved,
        _put_back,
        examples=(
            ("Nine more than four times a number is 45. What is the number?", "9"),
            (
                "If $y$ is doubled and then increased by $5$, the result is $31$. What is the"
                " value of $y$?",
                "13",
            ),
        ),
    ),
)
