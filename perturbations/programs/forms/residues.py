"""Forms: numbers modulo another: residues, inverses, linear congruences, remainders."""

import math
from collections.abc import Callable
from typing import Any

import sympy

from clipo_bench.perturbations.programs.forms.evaluate import value
from clipo_bench.perturbations.programs.forms.form import Form, Question
from clipo_bench.perturbations.programs.forms.formula import (
    Apply,
    Formula,
    Literal,
    Name,
    NotFormula,
    names_of,
)
from clipo_bench.perturbations.programs.forms.integer_formula import function_of, relation_of
from clipo_bench.perturbations.programs.forms.no_value import NoValue
from clipo_bench.perturbations.programs.forms.phrases import FIND, GIVEN
from clipo_bench.perturbations.programs.forms.scope import Scope

_LARGEST = 10**9
_MOST_TRIED = 100_000
_MOST_SOLVED = 2_000
# "Express your answer as an integer from 0 to 16, inclusive."
RANGE = (
    r"(?: as a residue modulo {mm})?(?: \(?(?:(?:express|give|enter|write) )?(?:your|an|a|the)?"
    r" ?(?:answer|number|residue)?(?: as (?:an integer|a residue)| in the range| should be an"
    r" integer)? (?:from|between) {lo} (?:and|to) {hi}(?: inclusive)? ?\)?)?"
)


def inverse(number: int, modulus: int) -> int:
    """The inverse modulo a number.

    Raises:
        NoValue: there is none.
    """
    try:
        return pow(number, -1, modulus)
    except ValueError as error:
        raise NoValue(str(error)) from error


def modulo(formula: Formula, scope: Scope, modulus: int, names: dict[str, int]) -> int:
    """A formula modulo a number, without computing large powers; quotients are inverses.

    Args:
        formula: of integers.
        scope: the numbers.
        modulus: at least 2.
        names: what is known of the unknowns, modulo this number or a multiple of it.

    Raises:
        NoValue: it has none.
    """
    if isinstance(formula, Literal):
        number = scope.values[formula.place]
        return number.numerator * inverse(number.denominator, modulus) % modulus
    if isinstance(formula, Name):
        if formula.name not in names:
            raise NotFormula(f"{formula.name} is unknown")
        return names[formula.name] % modulus
    kind, parts = formula.operation, formula.parts
    if kind == "^":
        exponent = value(parts[1], scope)
        base = modulo(parts[0], scope, modulus, names)
        if not exponent.is_Integer:
            raise NoValue("no power of an integer")
        if exponent < 0:
            base, exponent = inverse(base, modulus), -exponent
        return pow(base, int(exponent), modulus)
    if kind not in _OPERATIONS:
        number = value(formula, scope)
        if not number.is_Rational:
            raise NoValue("no number")
        return int(number.p) * inverse(int(number.q), modulus) % modulus
    made = [modulo(part, scope, modulus, names) for part in parts]
    if kind == "/":
        return made[0] * inverse(made[1], modulus) % modulus
    return int(_OPERATIONS[kind](made)) % modulus


_OPERATIONS: dict[str, Callable[[list[int]], int]] = {
    "+": sum,
    "*": math.prod,
    "neg": lambda parts: -parts[0],
    "/": lambda parts: parts[0],
}


def _modulus(question: Question, formula: Formula) -> int:
    made = value(formula, question.scope)
    if not (made.is_Integer and 2 <= made <= _LARGEST):
        raise NoValue("no modulus")
    return int(made)


def _check_range(question: Question, modulus: int) -> None:
    """What the answer may be has to be 0 to the modulus less one."""
    if question.has("mm") and question.integer("mm") != modulus:
        raise NotFormula("another modulus")
    if question.has("lo") and (question.integer("lo"), question.integer("hi")) != (0, modulus - 1):
        raise NotFormula("another range")


def _of_mod(question: Question) -> tuple[Formula, int]:
    """What stands before a modulus, in one formula or two."""
    formula = question["a"]
    if question.has("m"):
        modulus = _modulus(question, question["m"])
    elif isinstance(formula, Apply) and formula.operation == "mod":
        formula, last = formula.parts
        modulus = _modulus(question, last)
    else:
        raise NotFormula("no modulus")
    _check_range(question, modulus)
    return formula, modulus


def _residue(question: Question) -> Any:
    formula, modulus = _of_mod(question)
    return sympy.Integer(modulo(formula, question.scope, modulus, {}))


def _is_residue(question: Question, answer: Any) -> bool:
    """Multiplied by all that it is divided by, the difference to the answer is a multiple."""
    formula, modulus = _of_mod(question)
    try:
        number = sympy.Rational(value(formula, question.scope))
    except (NoValue, TypeError):
        return bool(_in_steps(formula, question.scope, modulus) == answer)
    return bool((int(number.p) - int(answer) * int(number.q)) % modulus == 0)


def _in_steps(formula: Formula, scope: Scope, modulus: int) -> int:
    """The same, with powers multiplied up along the digits of their exponents."""
    if isinstance(formula, Apply) and formula.operation in _OPERATIONS:
        made = [_in_steps(part, scope, modulus) for part in formula.parts]
        return int(_OPERATIONS[formula.operation](made)) % modulus
    if isinstance(formula, Apply) and formula.operation == "^":
        base, product = _in_steps(formula.parts[0], scope, modulus), 1
        for digit in str(value(formula.parts[1], scope)):
            product = product**10 * base ** int(digit) % modulus
        return product
    return int(value(formula, scope)) % modulus


def _inverse_of(question: Question) -> Any:
    formula, modulus = _of_mod(question)
    return sympy.Integer(inverse(modulo(formula, question.scope, modulus, {}), modulus))


def _is_inverse_of(question: Question, answer: Any) -> bool:
    formula, modulus = _of_mod(question)
    return bool(_in_steps(formula, question.scope, modulus) * answer % modulus == 1)


def _solved(question: Question) -> Any:
    """The one residue that satisfies a linear congruence: by the inverse of its factor."""
    left, right, name, modulus = _congruence(question)
    shift = _at(left, right, question.scope, modulus, {name: 0})
    factor = _at(left, right, question.scope, modulus, {name: 1}) - shift
    twice = _at(left, right, question.scope, modulus, {name: 2}) - shift
    if (2 * factor - twice) % modulus:
        raise NoValue("not linear")
    return sympy.Integer(-shift * inverse(factor % modulus, modulus) % modulus)


def _at(left: Formula, right: Formula, scope: Scope, modulus: int, names: dict[str, int]) -> int:
    return modulo(left, scope, modulus, names) - modulo(right, scope, modulus, names)


def _congruence(question: Question) -> tuple[Formula, Formula, str, int]:
    formula = question["g"]
    if not isinstance(formula, Apply) or formula.operation != "congruent":
        raise NotFormula("no congruence")
    if len(formula.parts) != 3:
        raise NotFormula("no modulus")
    left, right, last = formula.parts
    names = names_of(left) | names_of(right)
    if len(names) != 1 or (question.has("n") and names != {question.name("n")}):
        raise NotFormula("other unknowns")
    modulus = _modulus(question, last)
    _check_range(question, modulus)
    return left, right, names.pop(), modulus


def _is_solved(question: Question, answer: Any) -> bool:
    """It is the only one of all residues that satisfies it."""
    _, _, name, modulus = _congruence(question)
    if modulus > _MOST_TRIED:
        raise NoValue("too many to try")
    holds = relation_of(question["g"], question.scope, name)
    return [one for one in range(modulus) if holds(one)] == [int(answer)]


def _in_range(question: Question) -> Any:
    """The one integer in a range that satisfies a congruence."""
    left, right, name, modulus = _congruence(question)
    low, high = _ends(question["r"], question.scope, name)
    if high - low + 1 > modulus:
        raise NoValue("more than one")
    for one in range(low, high + 1):
        if _at(left, right, question.scope, modulus, {name: one}) % modulus == 0:
            return sympy.Integer(one)
    raise NoValue("none")


def _ends(formula: Formula, scope: Scope, name: str) -> tuple[int, int]:
    """The ends of 0 <= n < 9."""
    signs = formula.operation.split(" ") if isinstance(formula, Apply) else []
    if not isinstance(formula, Apply) or len(signs) != 2 or not set(signs) <= {"<", "<="}:
        raise NotFormula("no range")
    low, middle, high = formula.parts
    if middle != Name(name):
        raise NotFormula("a range of something else")
    first, last = value(low, scope), value(high, scope)
    if not (first.is_Integer and last.is_Integer and last - first <= _MOST_TRIED):
        raise NoValue("no range of integers")
    return int(first) + (signs[0] == "<"), int(last) - (signs[1] == "<")


def _is_in_range(question: Question, answer: Any) -> bool:
    """Among all integers of the range it alone satisfies the congruence, with exact numbers."""
    left, right, name, modulus = _congruence(question)
    low, high = _ends(question["r"], question.scope, name)
    residues = [
        _in_steps(one, question.scope, modulus) for one in (left, right) if not names_of(one)
    ]
    if len(residues) != 1:
        return _is_solved(question, answer)
    other = left if names_of(left) else right
    inner = function_of(other, question.scope, name)
    fitting = [one for one in range(low, high + 1) if (inner(one) - residues[0]) % modulus == 0]
    return fitting == [int(answer)]


def _known(question: Question) -> tuple[dict[str, int], int]:
    """What is known of the unknowns, as remainders, and their modulus."""
    if question.has("g"):
        return _from_congruences([question[hole] for hole in "ghk" if question.has(hole)], question)
    modulus = _modulus(question, question["m"])
    rest = question.integer("r") if question.has("r") else 0
    sign = -1 if question.says("less") else 1
    name = question.name("n") if question.has("n") else "n"
    return {name: sign * rest}, modulus


def _from_congruences(formulas: list[Formula], question: Question) -> tuple[dict[str, int], int]:
    """The one residue of each unknown that satisfies all congruences in it alone."""
    moduli: set[int] = set()
    fitting: dict[str, set[int]] = {}
    for formula in formulas:
        if not isinstance(formula, Apply) or formula.operation != "congruent":
            raise NotFormula("no congruence")
        names = names_of(formula)
        if len(formula.parts) != 3 or len(names) != 1:
            raise NotFormula("not one unknown")
        (name,) = names
        moduli.add(modulus := _modulus(question, formula.parts[2]))
        if modulus > _MOST_SOLVED:
            raise NoValue("too large a modulus")
        left, right = formula.parts[:2]
        found = {
            one
            for one in range(modulus)
            if _at(left, right, question.scope, modulus, {name: one}) % modulus == 0
        }
        fitting[name] = fitting.get(name, found) & found
    if len(moduli) != 1 or any(len(found) != 1 for found in fitting.values()):
        raise NoValue("several moduli, or residues")
    return {name: min(found) for name, found in fitting.items()}, moduli.pop()


def _implied(question: Question) -> Any:
    known, modulus = _known(question)
    wanted = _modulus(question, question["b"])
    if modulus % wanted:
        raise NoValue("it is not known")
    return sympy.Integer(modulo(question["e"], question.scope, wanted, known))


def _is_implied(question: Question, answer: Any) -> bool:
    """Any numbers with these remainders give it, in exact integers."""
    known, modulus = _known(question)
    wanted = question.integer("b")
    names = sorted(known)
    for shift in (1, 2, 5):
        numbers = {
            name: sympy.Integer(known[name] + modulus * (shift + at))
            for at, name in enumerate(names)
        }
        made = value(question["e"], question.scope.with_names(numbers))
        if not made.is_Integer or made % wanted != answer:
            return False
    return True


def _common(question: Question) -> Any:
    """The greatest common divisor with a multiple: the same for all multiples."""
    step = question.integer("c")
    if not 1 <= step <= _LARGEST:
        raise NoValue("no multiple")
    found = {_divisor(question, step * factor) for factor in _factors(question, 12)}
    if len(found) != 1:
        raise NoValue("it depends on the multiple")
    return sympy.Integer(found.pop())


def _factors(question: Question, count: int) -> list[int]:
    odd = question.says("odd")
    return [2 * one + 1 if odd else one + 1 for one in range(count)]


def _divisor(question: Question, number: int) -> int:
    scope = question.scope.with_names({question.name("x"): sympy.Integer(number)})
    parts = []
    for hole in ("a", "b"):
        formula = question[hole]
        if isinstance(formula, Apply) and formula.operation == "=":  # f(x) = ...
            formula = formula.parts[1]
        parts.append(value(formula, scope))
    if not all(one.is_Integer for one in parts):
        raise NoValue("no integers")
    return math.gcd(*map(int, parts))


def _is_common(question: Question, answer: Any) -> bool:
    """It is that for other multiples, by Euclid's algorithm on what the text shows."""
    step = question.integer("c")
    odd = 1 if question.says("odd") else 0
    return all(
        _divisor(question, step * (2 * factor + odd)) == answer for factor in (50, 77, 104, 2310)
    )


def _linear(question: Question) -> list[tuple[int, int]]:
    """Slope and constant of both formulas whose common divisor is asked for."""
    name, found = question.name("n"), []
    formulas = [question[hole] for hole in "ab" if question.has(hole)]
    if question.has("e"):
        formula = question["e"]
        if not isinstance(formula, Apply) or formula.operation != "gcd":
            raise NotFormula("no greatest common divisor")
        formulas = list(formula.parts)
    for formula in formulas:
        inner = function_of(formula, question.scope, name)
        zero, one, two = (inner(at) for at in range(3))
        if two - one != one - zero or not all(part == int(part) for part in (zero, one)):
            raise NoValue("not linear")
        found.append((int(one - zero), int(zero)))
    if len(found) != 2 or not all(slope > 0 or shift > 0 for slope, shift in found):
        raise NoValue("not two positive numbers")
    return found


def _common_values(question: Question, first: int) -> set[int]:
    """The common divisors of a n + b and c n + d: they repeat after |ad - bc| integers."""
    (a, b), (c, d) = _linear(question)
    period = abs(a * d - b * c)
    if not 1 <= period <= _MOST_SOLVED:
        raise NoValue("no period, or too long a one")
    return {math.gcd(a * n + b, c * n + d) for n in range(first, first + period)}


def _of_common(question: Question, values: set[int]) -> Any:
    if question.says("how many"):
        return sympy.Integer(len(values))
    return sympy.Integer(sum(values) if question.says("sum of all") else max(values))


def _greatest_common(question: Question) -> Any:
    return _of_common(question, _common_values(question, 1))


def _is_greatest_common(question: Question, answer: Any) -> bool:
    """Each divisor of |ad - bc| is tried: whether both can be multiples of it at once."""
    (a, b), (c, d) = _linear(question)
    values = set()
    for divisor in map(int, sympy.divisors(abs(a * d - b * c))):
        for n in range(1, divisor + 1):
            if (a * n + b) % divisor == 0 == (c * n + d) % divisor:
                values.add(divisor)
    reached = _common_values(question, 7)
    return max(values) == max(reached) and bool(_of_common(question, reached) == answer)


def _digit(question: Question) -> Any:
    """The digit for a letter with which a number is a multiple."""
    found = [digit for digit in range(10) if _with_digit(question, digit) % _of(question) == 0]
    found = [one for one in found if str(_with_digit(question, one))[0] != "0" or one]
    if len(found) != 1:
        raise NoValue("not one digit")
    return sympy.Integer(found[0])


def _of(question: Question) -> int:
    return _modulus(question, question["m"])


def _with_digit(question: Question, digit: int) -> int:
    parts = _numeral(question)
    if parts[0] == "n" and digit == 0:
        return 1  # no number begins with zero, and 1 is no multiple
    return int("".join(str(digit) if one == "n" else one for one in parts))


def _numeral(question: Question) -> list[str]:
    """The digits of a numeral, and n for its letter."""
    formula, name = question["a"], question.name("n")
    if question.has("u") and question.name("u") != name:
        raise NotFormula("another digit")
    kinds = ("numeral", "*")
    if not isinstance(formula, Apply) or formula.operation not in kinds:
        raise NotFormula("no numeral")
    made = []
    for part in formula.parts:
        if isinstance(part, Literal) and question.scope.values[part.place].denominator == 1:
            made.append(str(question.scope.values[part.place]))
        elif part == Name(name):
            made.append("n")
        else:
            raise NotFormula("no digit")
    said = next((count for word, count in _LENGTHS.items() if question.says(f"{word}-digit")), None)
    if "n" not in made or (said is not None and said != sum(map(len, made))):
        raise NotFormula("another number of digits")
    return made


_LENGTHS = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8}


def _is_digit(question: Question, answer: Any) -> bool:
    """Remainders, digit by digit: no other digit leaves none."""
    modulus, parts = _of(question), _numeral(question)
    fitting = []
    for digit in range(10):
        rest = 0
        for one in "".join(str(digit) if part == "n" else part for part in parts):
            rest = (rest * 10 + int(one)) % modulus
        if rest == 0 and not (parts[0] == "n" and digit == 0):
            fitting.append(digit)
    return fitting == [int(answer)]


_INVERSE = r"(?:modular |multiplicative )*inverse"
_DIVIDED = r"(?:is )?divided by {b}"
_EXPRESSION = r"(?:the (?:product|sum|number|expression|quantity) )?{e}"
FORMS = (
    Form(
        "residue modulo a number",
        rf"{FIND} (?:the )?(?:(?:value|residue|remainder) of )?(?:the sum )?{{a}}(?: mod(?:ulo)? "
        rf"{{m}})?"
        rf"{RANGE}|{FIND} the (?:modulo|mod) {{m3}} (?:residue|remainder) of (?:the )?"
        r"(?:following )?"
        r"(?:sum |product )?{a3}",
        _residue,
        _is_residue,
        examples=(
            (
                r"Find $5^{-1} \pmod{17}$. Express your answer as an integer from $0$ to $16$, "
                "inclusive.",
                "7",
            ),
            ("What is the residue of $3^{50}$, modulo $11$?", "1"),
            (r"Find the modulo $7$ residue of $25 \cdot 31$.", "5"),
        ),
    ),
    Form(
        "inverse modulo a number",
        rf"{FIND} the {_INVERSE} (?:of|to) {{a}} (?:modulo|mod) {{m}}{RANGE}",
        _inverse_of,
        _is_inverse_of,
        examples=(
            (
                "Find the modular inverse of $8$, modulo $21$. Express your answer as an integer "
                "from $0$ to $20$, inclusive.",
                "8",
            ),
        ),
    ),
    Form(
        "linear congruence",
        rf"solve the congruence {{g}}(?: for {{n}})?{RANGE}",
        _solved,
        _is_solved,
        examples=(
            (
                r"Solve the congruence $4n \equiv 3 \pmod{13}$, as a residue modulo $13$. (Give an "
                "answer between $0$ and $12$.)",
                "4",
            ),
        ),
    ),
    Form(
        "integer congruent to another",
        r"(?:if|suppose|given that) {g} where {r}(?: then)?(?: what is| find)(?: the value of)? {n}"
        r"|(?:if|suppose) {g2} and {r2} (?:what is|find)(?: the value of)? {n2}",
        _in_range,
        _is_in_range,
        examples=(
            (
                r"Suppose $37 \cdot 53 \equiv n \pmod{20}$, where $0 \le n < 20$. What is the "
                r"value "
                "of $n$?",
                "1",
            ),
        ),
    ),
    Form(
        "remainder from another",
        rf"(?:(?:when|if) (?:an? (?:positive )?(?:integer|number) )?{{n}} (?:is divided by {{m}} "
        r"(?:the remainder is|leaves a"
        rf" remainder of|it leaves a remainder of|a remainder of) {{r}}(?: is given)?|(?:gives"
        rf"|leaves|has) a remainder of {{r2}} "
        rf"when (?:it is )?divided by {{m2_}}|is {{r3}} (?:less|more) than a multiple of {{m3}}"
        rf"|is a multiple of {{m4}})"
        rf"|(?:{GIVEN}|for) {{g}}(?: (?:and )?{{h}})?(?: (?:and )?{{k}})?)"
        rf"(?: then)? (?:(?:{FIND} the )?remainder when {_EXPRESSION} {_DIVIDED}"
        r"|what remainder does {e2} (?:give|leave) when divided by {b2})",
        _implied,
        _is_implied,
        examples=(
            (
                "When $n$ is divided by $8$, the remainder is $5$. What is the remainder when $3n$ "
                "is divided by $8$?",
                "7",
            ),
            (
                r"If $x \equiv 3 \pmod{11}$ and $y \equiv 7 \pmod{11}$, then find the remainder "
                "when $x^2 + 2y$ is divided by $11$.",
                "1",
            ),
        ),
    ),
    Form(
        "greatest common divisor of linear terms",
        r"(?:let {n} be a positive integer (?:what is the (?:greatest|largest|maximum)(?: "
        r"possible)?"
        r" value of|how many different values can) {e}(?: attain| take)?|as {n2} ranges over the"
        r" positive integers what is the (?:maximum possible value|sum of all possible values)"
        r" (?:for|of|that) the greatest common divisor of {a} and {b}(?: can take)?)",
        _greatest_common,
        _is_greatest_common,
        examples=(
            (
                r"Let $n$ be a positive integer. What is the greatest possible value of "
                r"$\gcd(n + 4, 3n + 1)$?",
                "11",
            ),
        ),
    ),
    Form(
        "digit of a multiple",
        r"(?:(?:if|suppose) (?:the |a )?(?:[a-z]+-digit )?(?:positive )?(?:number|integer) {a} is"
        r" (?:divisible by|a multiple of) {m}(?: then)? (?:what is|find)(?: the (?:value of"
        r"|digit))? {n}"
        r"|for what value of {n2} is the (?:[a-z]+-digit )?number {a2}(?: with units digit {u})?"
        r" divisible by {m2}|what value of {n4} makes the (?:positive )?(?:[a-z]+-digit )?integer"
        r" {a4} divisible by {m4}|the (?:[a-z]+-digit )?(?:number|integer) {a5} is divisible by "
        r"{m5}"
        r" (?:what is|find)(?: the)?(?: value of| units digit| digit)? {n5}|find the value of {n6}"
        r" such that the (?:[a-z]+-digit )?number {a6} is divisible by {m6})",
        _digit,
        _is_digit,
        examples=(
            ("If the five-digit number $27n45$ is divisible by $11$, what is $n$?", "4"),
            ("The four-digit number $513n$ is divisible by 18. Find the units digit $n$.", "0"),
        ),
    ),
    Form(
        "common divisor with a multiple",
        rf"(?:given that|if|suppose) {{x}} is (?:a|an odd|an even)? ?multiple of {{c}} {FIND} the"
        r" greatest common (?:divisor|factor) of {a} and {b}",
        _common,
        _is_common,
        examples=(
            (
                "Given that $a$ is a multiple of $210$, find the greatest common divisor of "
                "$a^2 + 5a + 42$ and $a$.",
                "42",
            ),
        ),
    ),
)
