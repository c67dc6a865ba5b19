"""Forms: digits of numbers, of decimals and of numerals in other bases."""

import math
import re
from fractions import Fraction
from itertools import pairwise
from typing import Any

import sympy

from clipo_bench.perturbations.programs.forms.evaluate import value
from clipo_bench.perturbations.programs.forms.form import Form, Question
from clipo_bench.perturbations.programs.forms.formula import Apply, Formula, NotFormula, names_of
from clipo_bench.perturbations.programs.forms.integer_formula import function_of
from clipo_bench.perturbations.programs.forms.no_value import NoValue
from clipo_bench.perturbations.programs.forms.phrases import FIND
from clipo_bench.perturbations.programs.forms.residues import modulo

_PLACES = {
    "units": 0,
    "ones": 0,
    "tens": 1,
    "hundreds": 2,
    "thousands": 3,
    "tenths": 1,
    "hundredths": 2,
    "thousandths": 3,
    "ten-thousandths": 4,
}
_LONGEST = 5_000
_ROUND = 100  # what such a number is at least a multiple of: 2^12 5^8 is
_MOST_RUNS = 8  # of equal digits: 10^50 - 9 has two
_FARTHEST = 10**9
_LARGEST_FACTORIAL = 10**5
_LARGEST_BASE = 10**6


def _number(question: Question, hole: str = "e") -> int:
    """A large number, exactly."""
    made = function_of(question[hole], question.scope, "")(0)
    if made != int(made):
        raise NoValue("no integer")
    return int(made)


_NAMED = r"\b(?:(units|ones|tens|hundreds|thousands)) digit|in the (units|ones|tens|hundreds) place"


def _named_places(question: Question) -> list[int]:
    found = [one or other for one, other in re.findall(_NAMED, question.words)]
    return [_PLACES[one] for one in found] or [0]


def _digit_of(question: Question) -> Any:
    """Digits of a number at places with names: one, or their sum."""
    places = _named_places(question)
    if question.says("last two", "rightmost two", "final two", "last three", "final three"):
        raise NotFormula("several digits")
    step = 10 ** (max(places) + 1)
    rest = str(_positive_rest(question, step)).zfill(max(places) + 1)[::-1]
    picked = [int(rest[place]) for place in places]
    if len(picked) > 1 and not question.says("sum"):
        return sympy.Integer(math.prod(picked)) if question.says("product") else _no_digits()
    return sympy.Integer(sum(picked))


def _no_digits() -> Any:
    raise NotFormula("several digits")


def _positive_rest(question: Question, step: int) -> int:
    if names_of(question["e"]):
        raise NotFormula("an unknown")
    return modulo(question["e"], question.scope, step, {})


def _is_digit_of(question: Question, answer: Any) -> bool:
    """The number itself shows the digits; or its powers, multiplied up factor by factor."""
    places = _named_places(question)
    step = 10 ** (max(places) + 1)
    digits = _rest_by_factors(question, question["e"], step)
    picked = [digits // 10**place % 10 for place in places]
    worth = math.prod(picked) if question.says("product") and len(picked) > 1 else sum(picked)
    return bool(worth == answer)


def _rest_by_factors(question: Question, formula: Formula, step: int) -> int:
    if isinstance(formula, Apply) and formula.operation in ("+", "*", "neg"):
        parts = [_rest_by_factors(question, part, step) for part in formula.parts]
        made = sum(parts) if formula.operation == "+" else math.prod(parts)
        return (-parts[0] if formula.operation == "neg" else made) % step
    if isinstance(formula, Apply) and formula.operation == "^":
        base = _rest_by_factors(question, formula.parts[0], step)
        exponent = value(formula.parts[1], question.scope)
        seen, power = [1 % step], 1 % step  # the powers up to where they repeat
        for _ in range(int(min(exponent, 2 * step))):
            power = power * base % step
            seen.append(power)
        if exponent < len(seen):
            return seen[int(exponent)]
        period = next(k for k in range(1, step + 1) if seen[-1 - k] == seen[-1])
        at = len(seen) - 1 - period + (int(exponent) - len(seen) + 1) % period
        return seen[at]
    return int(value(formula, question.scope)) % step


_ALL_DIGITS = r"(?:how many digits|(?:the )?number of digits)"


def _count(question: Question) -> Any:
    number = _number(question)
    if number < 1 or number % _ROUND:
        raise NoValue("no number whose digits can be counted by hand")
    return sympy.Integer(len(str(number)))


def _is_count(question: Question, answer: Any) -> bool:
    number = _number(question)
    return bool(10 ** (int(answer) - 1) <= number < 10 ** int(answer))


def _sum(question: Question) -> Any:
    shown = str(_number(question))
    runs = 1 + sum(one != other for one, other in pairwise(shown))
    if shown[0] == "-" or runs > _MOST_RUNS:
        raise NoValue("no number whose digits can be seen by hand")
    return sympy.Integer(sum(map(int, shown)))


def _is_sum(question: Question, answer: Any) -> bool:
    number, total = _number(question), 0
    while number:
        number, digit = divmod(number, 10)
        total += digit
    return bool(total == answer)


def _zeros(question: Question) -> Any:
    """Of the end of a number: of a factorial by Legendre's formula."""
    formula = question["e"]
    base = question.integer("b") if question.has("b") else 10
    if not 2 <= base <= 100:
        raise NoValue("no base")
    if isinstance(formula, Apply) and formula.operation == "!":
        top = value(formula.parts[0], question.scope)
        return sympy.Integer(_largest_power(int(top), base))
    number = _number(question)
    if number < 1:
        raise NoValue("no positive number")
    count = 0
    while number % base == 0:
        number, count = number // base, count + 1
    return sympy.Integer(count)


def _largest_power(top: int, base: int) -> int:
    """The largest power of a base that divides a factorial."""
    if not (1 <= top <= _LARGEST_FACTORIAL and 2 <= base <= _LARGEST_BASE):
        raise NoValue("no factorial, or no base")
    counts: list[int] = []
    for prime, needed in sympy.factorint(base).items():
        total, part = 0, top
        while part:
            part //= prime
            total += part
        counts.append(int(total // needed))
    return min(counts)


def _are_zeros(question: Question, answer: Any) -> bool:
    """Counted factor by factor in the numbers up to that of the factorial."""
    formula = question["e"]
    base = question.integer("b") if question.has("b") else 10
    if not (isinstance(formula, Apply) and formula.operation == "!"):
        number = _number(question)
        count = int(answer)
        return bool(number % base**count == 0 and number % base ** (count + 1) != 0)
    top = int(value(formula.parts[0], question.scope))
    return bool(_counted(top, base) == answer)


def _counted(top: int, base: int) -> int:
    counts: list[int] = []
    for prime, needed in sympy.factorint(base).items():
        total = 0
        for number in range(prime, top + 1, prime):
            while number % prime == 0:
                number //= prime  # noqa: PLW2901
                total += 1
        counts.append(int(total // needed))
    return min(counts)


def _power_in_factorial(question: Question) -> Any:
    """The largest n for which b^n divides a factorial."""
    base, top = _power_and_factorial(question)
    return sympy.Integer(_largest_power(top, base))


def _power_and_factorial(question: Question) -> tuple[int, int]:
    power, large = question["p"], question["f"]
    plain = isinstance(power, Apply) and power.operation == "^"
    if not plain or not (isinstance(large, Apply) and large.operation == "!"):
        raise NotFormula("no power, or no factorial")
    base, exponent = power.parts  # type: ignore[union-attr]
    if names_of(exponent) != {question.name("n")} or names_of(power) != {question.name("n")}:
        raise NotFormula("another unknown")
    return int(value(base, question.scope)), int(value(large.parts[0], question.scope))


def _is_power_in_factorial(question: Question, answer: Any) -> bool:
    base, top = _power_and_factorial(question)
    return bool(_counted(top, base) == answer)


def _fraction(question: Question) -> Fraction:
    made = value(question["e"], question.scope)
    if not made.is_Rational or made <= 0:
        raise NoValue("no positive quotient")
    return Fraction(int(made.p), int(made.q))


def _decimal_place(question: Question) -> int:
    """Which digit is asked for: a number, "100th" or "hundredths"."""
    if question.has("n"):
        return question.integer("n")
    if found := re.search(r"\b(\d+)(?:st|nd|rd|th)\b", question.words):
        return int(found[1])
    found = re.search(r"\b((?:ten-)?(?:tenths|hundredths|thousandths)) place", question.words)
    if found is None:
        raise NotFormula("no place")
    return _PLACES[found[1]]


def _decimal_digit(question: Question) -> Any:
    """The digit at a place after the point, by a power of ten modulo the denominator."""
    at = _decimal_place(question)
    if not 1 <= at <= _FARTHEST:
        raise NoValue("no place")
    number = _fraction(question)
    rest = number.numerator * pow(10, at - 1, number.denominator) % number.denominator
    return sympy.Integer(rest * 10 // number.denominator)


def _is_decimal_digit(question: Question, answer: Any) -> bool:
    """Written out by long division up to where the rests repeat."""
    at = _decimal_place(question)
    number = _fraction(question)
    rest = number.numerator % number.denominator
    seen: dict[int, int] = {}
    digits: list[int] = []
    while rest not in seen:
        seen[rest] = len(digits)
        rest *= 10
        digits.append(rest // number.denominator)
        rest %= number.denominator
        if len(digits) > 10**5:
            raise NoValue("too long a period")
    start = seen[rest]
    index = at - 1 if at <= len(digits) else start + (at - 1 - start) % (len(digits) - start)
    return bool(digits[index] == answer)


def _terminating(question: Question) -> Fraction:
    number = _fraction(question)
    rest = number.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    if rest != 1:
        raise NoValue("it does not end")
    return number


def _as_decimal(question: Question) -> Any:
    number = _terminating(question)
    return sympy.Rational(number.numerator, number.denominator)


def _is_decimal(question: Question, answer: Any) -> bool:
    made = complex(function_of(question["e"], question.scope, "")(0))
    return bool(abs(made - complex(answer)) < 1e-12)


def _after_point(question: Question) -> str:
    """All digits after the point of a decimal that ends."""
    number = _terminating(question)
    places = 0
    while (number * 10**places).denominator != 1:
        places += 1
        if places > _LONGEST:
            raise NoValue("too long")
    return str(int(number * 10**places) % 10**places).zfill(places) if places else ""


def _of_decimal(question: Question) -> Any:
    digits = _after_point(question)
    if not digits:
        raise NoValue("an integer")
    if question.says("zeroes", "zeros", "0's"):
        return sympy.Integer(len(digits) - len(digits.lstrip("0")))
    if question.says("non-zero", "nonzero") and question.says("how many"):
        return sympy.Integer(sum(one != "0" for one in digits))
    if question.says("last"):
        return sympy.Integer(digits[-1])
    if question.says("sum"):
        whole = int(_terminating(question))
        return sympy.Integer(sum(map(int, digits)) + sum(map(int, str(whole))))
    return sympy.Integer(len(digits))


def _is_of_decimal(question: Question, answer: Any) -> bool:
    """By long division, digit by digit."""
    number = _terminating(question)
    whole, rest = divmod(number.numerator, number.denominator)
    digits = []
    while rest:
        digit, rest = divmod(rest * 10, number.denominator)
        digits.append(digit)
    leading = next((at for at, one in enumerate(digits) if one), 0)
    if question.says("zeroes", "zeros", "0's"):
        return bool(leading == answer)
    if question.says("non-zero", "nonzero") and question.says("how many"):
        return bool(len([one for one in digits if one]) == answer)
    if question.says("last"):
        return bool(digits[-1] == answer)
    if question.says("sum"):
        return bool(sum(digits) + sum(map(int, str(whole))) == answer)
    return bool(len(digits) == answer)


_WRITTEN = (
    r"(?: (?:when|if) (?:it is |it's )?(?:written|expressed|multiplied out|evaluated|converted)?"
    r"(?: out)?"
    r"(?: as an? (?:integer|decimal)| in (?:decimal notation|decimal form|standard form|base <\d+>"
    r"|base 10))?)?"
)
_OF = (
    r"(?:the )?(?:value of )?(?:the )?(?:following )?(?:sum|product|expression|number|integer"
    r"|whole-number representation of|(?:integer|decimal) (?:representation|form|expansion) of"
    r"|value of the following expression|integer equal to)? ?(?:the )?(?:number |expression )?"
)
_DIGIT = r"(?:units|ones|tens|hundreds|thousands) digit"
_POINT = (
    r"(?:(?:to the right of|after|past|following|of|in) (?:the )?(?:decimal point|decimal)|after "
    r"the decimal point)"
)
_FRACTION = (
    r"(?:(?:in|of) )?(?:the )?(?:(?:decimal|terminating decimal) (?:representation|expansion"
    r"|equivalent|form) (?:of|for) |expansion of |fraction )?"
    r"(?:the (?:common )?fraction )?{e}"
)
_NTH = r"(?:{n} ?(?:st|nd|rd|th)?|\d+(?:st|nd|rd|th))"
_AS_DECIMAL = r"(?:is|are)? ?(?:expressed|written|converted) (?:as|to) a decimal"
FORMS = (
    Form(
        "digit of a number",
        rf"{FIND} the (?:digit in the (?:units|ones|tens|hundreds) place|(?:sum|product) of the "
        rf"{_DIGIT} and the {_DIGIT}"
        rf"|{_DIGIT}) (?:(?:of|in) {_OF}{{e}}{_WRITTEN}|when {{e2}} is (?:multiplied out|"
        r"(?:written|expressed)(?: in decimal notation| as an integer| out)?))"
        rf"|when (?:the expression )?{{e3}} is (?:written|expressed)(?: in decimal notation| as "
        r"an integer| out)? what is (?:its|the)"
        rf" (?:(?:sum|product) of the {_DIGIT} and the {_DIGIT}|{_DIGIT})",
        _digit_of,
        _is_digit_of,
        examples=(
            ("What is the tens digit of $3^{1005}$?", "4"),
            ("Find the hundreds digit of $7^{21} + 5$.", "0"),
            ("What is the sum of the tens digit and the ones digit of $13^{20}$?", "1"),
        ),
    ),
    Form(
        "number of digits",
        rf"(?:{_ALL_DIGITS} (?:are|is) (?:there )?in {_OF}{{e}}{_WRITTEN}|(?:{FIND} )?{_ALL_DIGITS}"
        rf" (?:does {{e2}} have|in {_OF}{{e3}})|(?:if|when) {_OF}{{e4}} is (?:written|expressed) "
        r"(?:as an"
        r" integer|out) how many digits (?:are in this integer|does it have|are there))",
        _count,
        _is_count,
        examples=(
            (r"How many digits are in the value of $2^{15} \cdot 5^{11}$?", "13"),
            (r"Find the number of digits in $4^9 \cdot 5^{14}$.", "16"),
        ),
    ),
    Form(
        "sum of digits",
        rf"{FIND} the sum of (?:the |all of the |its )?digits (?:of|in) {_OF}{{e}}{_WRITTEN}"
        rf"|(?:if|when) {{e2}} is (?:written|expressed)(?: as an integer)?(?: in standard form)? "
        r"what is the"
        r" sum of (?:the integer's|its|the) digits",
        _sum,
        _is_sum,
        examples=((r"What is the sum of the digits of $10^{20} - 37$?", "171"),),
    ),
    Form(
        "zeros at the end",
        r"how many (?:trailing )?zero(?:e)?s (?:does {e} (?:end (?:in|with)|have)(?: at the end)?"
        r"(?: when"
        r" (?:it is |{e5} is )?written in base {b})?|are (?:there )?(?:at the end of|in) (?:the "
        r"(?:product|number) )?{e2})"
        r"|the number {e3} ends in how many zeros(?: when expressed as an integer)?"
        r"|when written in standard form how many zeroes are in the product {e4}",
        _zeros,
        _are_zeros,
        examples=(("How many zeros does $120!$ end in?", "28"),),
    ),
    Form(
        "power in a factorial",
        r"(?:find|determine|compute|what is) the (?:largest|greatest)(?: possible)? (?:positive "
        r")?integer(?: value of)? {n}"
        r" (?:such that|for which|so that) (?:{p} (?:divides|is a (?:factor|divisor) of) {f}|{f2} "
        r"is divisible"
        r" by {p2})",
        _power_in_factorial,
        _is_power_in_factorial,
        examples=(("What is the largest integer $n$ such that $6^n$ divides $50!$?", "22"),),
    ),
    Form(
        "digit of a decimal",
        rf"(?:{FIND}|which|when {{e5}} {_AS_DECIMAL} what is) (?:the )?(?:{_NTH} digit|digit in the"
        rf" (?:ten-)?(?:tenths|hundredths|thousandths) place)(?: {_POINT})?"
        rf"(?: {_FRACTION}| when {{e2}} {_AS_DECIMAL}|)"
        rf"|which digit will appear in the {_NTH.replace('{n}', '{n3}')} place {_POINT}"
        rf" {_FRACTION.replace('{e}', '{e3}')}",
        _decimal_digit,
        _is_decimal_digit,
        examples=(
            (
                r"What is the $50$th digit after the decimal point when $\frac{2}{7}$ is "
                r"expressed as "
                "a decimal?",
                "8",
            ),
            (
                r"What is the digit in the hundredths place of the decimal equivalent of "
                r"$\frac{7}{16}$?",
                "3",
            ),
        ),
    ),
    Form(
        "decimal that ends",
        r"(?:(?:express|write|convert) {e} (?:as|to) a (?:terminating )?decimal|(?:find|what is) "
        r"the (?:terminating )?"
        r"decimal (?:expansion|representation|equivalent) of {e2})",
        _as_decimal,
        _is_decimal,
        examples=((r"Express $\frac{9}{16}$ as a terminating decimal.", "0.5625"),),
    ),
    Form(
        "digits of a decimal that ends",
        r"(?:how many (?:non-?zero )?(?:digits|zero(?:e)?s|<0> 's) (?:are (?:there |located )?)?"
        r"(?:to the right of the decimal point|between"
        r" the decimal point and the first non-?zero digit)(?: and before the first non-?zero "
        r"digit)?"
        rf" (?:when {{e}} {_AS_DECIMAL}|in the (?:terminating )?decimal (?:representation"
        rf"|expansion) of {{e2}})"
        rf"|(?:when|if) {{e3}} {_AS_DECIMAL} how many (?:non-?zero )?(?:digits|zero(?:e)?s) are "
        r"(?:there )?(?:to the right of the decimal"
        r" point|between the decimal point and the first non-?zero digit)"
        rf"|how many digits does the decimal equal to {{e4}} have to the right of the decimal point"
        rf"|{FIND} the (?:last non-?zero digit (?:to the right of the decimal point )?|last digit "
        r"|sum of the digits )(?:in|of) the (?:terminating )?decimal"
        r" (?:representation|expansion) of (?:the fraction )?{e5})",
        _of_decimal,
        _is_of_decimal,
        examples=(
            (
                r"How many digits are to the right of the decimal point when $\frac{7}{640}$ is "
                "expressed as a decimal?",
                "7",
            ),
        ),
    ),
)
