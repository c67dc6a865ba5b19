"""Conditions for integers in words: "divisible by 7", "whose digits add up to 12"."""

import re
from functools import partial
from math import prod
from typing import Any

from clipo_bench.perturbations.programs.forms import integer_sets as sets
from clipo_bench.perturbations.programs.forms.evaluate import value
from clipo_bench.perturbations.programs.forms.formula import Apply, Name, NotFormula
from clipo_bench.perturbations.programs.forms.integer_formula import function_of
from clipo_bench.perturbations.programs.forms.integer_phrases import (
    POWER,
    POWERS,
    Build,
    Conditions,
    Phrases,
    inside,
    is_relation,
)
from clipo_bench.perturbations.programs.forms.integer_sets import Property
from clipo_bench.perturbations.programs.forms.no_value import NoValue


def _between(reader: Phrases, found: re.Match[str]) -> Property:
    low, high = reader.number(found["n0"]), reader.number(found["n1"])
    reader.signed = True
    said = found["ends"] or ""
    if "exclusive" in said:
        return sets.between(low + 1, high - 1)
    if "inclusive" not in said:
        reader.edges += low, high
    return sets.between(low, high)


def _from(reader: Phrases, found: re.Match[str]) -> Property:
    reader.signed = True
    return sets.between(reader.number(found["n0"]), reader.number(found["n1"]))


def _below(shift: int) -> Build:
    return lambda reader, found: sets.between(None, reader.number(found["n0"]) - shift)


def _above(shift: int) -> Build:
    return lambda reader, found: sets.between(reader.number(found["n0"]) + shift, None)


def _divisible(reader: Phrases, found: re.Match[str]) -> Any:
    numbers = reader.numbers(found)
    reader.last_divisors = numbers
    each = [sets.congruent(0, one) for one in numbers]
    return sets.any_of(*each) if found["join"] == "or " else tuple(each)


def _divisible_by_all(reader: Phrases, found: re.Match[str]) -> Any:
    low, high = reader.number(found["n0"]), reader.number(found["n1"])
    if not 1 <= low < high <= 40:
        raise NoValue("no range of divisors")
    return tuple(sets.congruent(0, one) for one in range(low, high + 1))


def _remainder(reader: Phrases, found: re.Match[str]) -> Any:
    numbers = reader.numbers(found)
    if found["join"] == "or ":
        raise NotFormula("one of several remainders")
    rest = reader.number(found["n0"])
    if not all(0 <= rest < one for one in numbers):
        raise NoValue("no remainder")
    return tuple(sets.congruent(rest, one) for one in numbers)


def _remainder_of_range(reader: Phrases, found: re.Match[str]) -> Any:
    rest, low, high = (reader.number(found[f"n{at}"]) for at in range(3))
    if not rest < low < high <= 40:
        raise NoValue("no range of divisors")
    return tuple(sets.congruent(rest, one) for one in range(low, high + 1))


def _closest(reader: Phrases, found: re.Match[str]) -> tuple[Property, ...]:
    reader.target = reader.number(found["n0"])
    reader.signed = True
    reach = 10 + 2 * abs(reader.target)
    return (sets.between(1, reach),)


def _ends_in(reader: Phrases, found: re.Match[str]) -> Property:
    degree, rest = POWERS[found["power"]], reader.number(found["n0"])
    step = 10 ** len(str(rest))
    return Property(lambda n: n**degree % step == rest, lambda n: pow(n, degree, step) == rest)


def _inverse_of(reader: Phrases, found: re.Match[str]) -> Property:
    number, modulus = reader.number(found["n0"]), reader.number(found["n1"])
    if modulus < 2:
        raise NoValue("no modulus")
    inverse = pow(number, -1, modulus)
    return Property(
        lambda n: n % modulus == inverse,
        lambda n: n * number % modulus == 1,
        residue=(inverse, modulus),
    )


def _remainder_of(reader: Phrases, found: re.Match[str]) -> Any:
    """The remainder of a formula in the unknown, or of the unknown."""
    formula = reader.question[found["f0"]]
    inner = function_of(formula, reader.scope, reader.named(formula))
    return tuple(
        Property(
            inside(inner, one.holds),
            inside(inner, one.plainly),
            residue=one.residue if isinstance(formula, Name) else (0, 1),
        )
        for one in _remainder(reader, found)
    )


def _more_than_multiple(reader: Phrases, found: re.Match[str]) -> Any:
    shift = reader.number(found["n0"]) * (-1 if found["way"] == "less" else 1)
    return tuple(sets.congruent(shift, one) for one in reader.numbers(found))


def _congruent(reader: Phrases, found: re.Match[str]) -> Any:
    if "n1" in found.groupdict() and found["n1"] is not None:
        return sets.congruent(reader.number(found["n0"]), reader.number(found["n1"]))
    formula = reader.question[found["f0"]]
    if not (isinstance(formula, Apply) and formula.operation == "mod"):
        raise NotFormula("no modulus")
    rest, modulus = (int(value(part, reader.scope)) for part in formula.parts)
    return sets.congruent(rest, modulus)


def _digit_sum(reader: Phrases, found: re.Match[str]) -> Property:
    total = reader.first_number(found)
    return sets.digits(lambda one: sum(one) == total)


def _digit_product(reader: Phrases, found: re.Match[str]) -> Property:
    total = reader.number(found["n0"])
    return sets.digits(lambda one: prod(one) == total)


def _last_digit(reader: Phrases, found: re.Match[str]) -> Property:
    wanted = reader.numbers(found)
    if not all(0 <= one <= 9 for one in wanted) or found["join"] == "and ":
        raise NoValue("no digit")
    each = [sets.congruent(one, 10) for one in wanted]
    return each[0] if len(each) == 1 else sets.any_of(*each)


def _tens_digit(reader: Phrases, found: re.Match[str]) -> Property:
    wanted = reader.number(found["n0"])
    return sets.digits(lambda one: len(one) > 1 and one[1] == wanted)


def _has_digit(digit: int, digits: list[int]) -> bool:
    return digit in digits


def _contains(reader: Phrases, found: re.Match[str]) -> Any:
    wanted = reader.numbers(found)
    if not all(0 <= one <= 9 for one in wanted):
        raise NoValue("no digit")
    each = [sets.digits(partial(_has_digit, digit)) for digit in wanted]
    return sets.any_of(*each) if found["join"] == "or " else tuple(each)


def _only_digits(reader: Phrases, found: re.Match[str]) -> Property:
    wanted = reader.numbers(found)
    if not all(0 <= one <= 9 for one in wanted):
        raise NoValue("no digit")
    return sets.digits(lambda one: all(digit in wanted for digit in one))


def _count_of_divisors(reader: Phrases, found: re.Match[str]) -> Property:
    wanted = reader.number(found["n0"])
    return sets.divisor_count(lambda count: count == wanted)


def _parity_of_divisors(reader: Phrases, found: re.Match[str]) -> Property:
    odd = found["parity"] == "odd"
    return sets.divisor_count(lambda count: count % 2 == odd)


def _power(reader: Phrases, found: re.Match[str]) -> Property:
    return sets.perfect_power(POWERS[found["power"]])


def _relation(reader: Phrases, found: re.Match[str]) -> tuple[Property, ...]:
    formula = reader.question[found["f0"]]
    if not isinstance(formula, Apply) or not is_relation(formula):
        raise NotFormula("no relation")
    return reader.relation(formula)


_LESS = r"(?:strictly )?(?:less|smaller|lower) than"
_MORE = r"(?:strictly )?(?:greater|more|larger|bigger) than"
_BY = r"divisible by (?:both |each of |all of |the numbers |all of the numbers )?"
_WHEN = r"(?:when|if|upon) (?:it is |they are |the integer is |it's |being )?divided by "
_EACH = r"(?:each of |both |any of |all of |any one of )?(?:the (?:numbers|integers) )?"
_VERB = r"(?:(?:leaves?|leaving|gives?|giving|has|have|having|with|yields?) )?"
_EXACT = (
    r"(?:that )?(?:has|have|with|having) (?:exactly |only )?# (?:distinct |different )?"
    r"(?:positive |natural-number )?(?:integer |whole number )?(?:factors|divisors)"
)
_DIGITS = (
    r"(?:the )?(?:sum of (?:whose|its|their) digits|(?:whose|its|their) digits(?:' sum)?|whose "
    r"digit sum|the digits|digits)"
)
CONDITIONS: Conditions = (
    (r"(?:strictly )?between # and #(?P<ends> \(?(?:inclusive|exclusive)\)?)?", _between),
    (r"(?:in the range )?from # (?:through|to) #(?: \(?inclusive\)?)?", _from),
    (
        rf"{_LESS} or equal to #|at most #|no (?:more|greater) than #|not exceeding #",
        lambda r, f: sets.between(None, r.first_number(f)),
    ),
    (
        rf"{_MORE} or equal to #|at least #|no less than #",
        lambda r, f: sets.between(r.first_number(f), None),
    ),
    (rf"(?:{_LESS}|below|under) #", _below(1)),
    (rf"(?:{_MORE}|above|over|exceeding|after) #", _above(1)),
    (
        rf"{_BY}(?:(?:all )?(?:the )?(?:positive )?(?:integers|numbers) )?(?:from )?# (?:through"
        r"|to) #",
        _divisible_by_all,
    ),
    (rf"{_BY}@", _divisible),
    (r"(?:evenly )?divided (?:evenly )?by @ (?:without a|with no) remainder", _divisible),
    (r"multiples? of (?:both |each of )?@", _divisible),
    (r"(?:has|have) (?:both )?@ as (?:factors|divisors|a factor|a divisor)", _divisible),
    (
        r"(?:positive )?(?:factors?|divisors?) of (?:both )?(?:the (?:(?:five|four|six"
        r"|three)-digit )?(?:number|product|integer) )?@",
        lambda r, f: tuple(map(sets.divisor_of, r.numbers(f))),
    ),
    (r"(?:that )?(?:divides?|evenly divides?) #", lambda r, f: sets.divisor_of(r.number(f["n0"]))),
    (
        rf"{_VERB}(?:a )?remainders? (?:of )?# {_WHEN}(?:any integers? |each (?:of the "
        r")?integers? )?(?:from )?# (?:through|to) #",
        _remainder_of_range,
    ),
    (rf"{_VERB}(?:a |the )?remainders? (?:of )?(?:is )?# {_WHEN}{_EACH}@", _remainder),
    (
        rf"{_WHEN}# (?:leaves?|gives?|has|have) (?:a )?remainder (?:of )?#",
        lambda r, f: sets.congruent(r.number(f["n1"]), r.number(f["n0"])),
    ),
    (rf"the remainder is # when \$ is divided by {_EACH}@", _remainder_of),
    (rf"\$ (?:has|leaves) (?:a )?remainder (?:of )?# {_WHEN}{_EACH}@", _remainder_of),
    (r"closest to #", _closest),
    (rf"whose {POWER} (?:ends?|is a number that ends) (?:in|with) #", _ends_in),
    (r"(?:the )?(?:multiplicative |modular )?inverse (?:to|of) # mod(?:ulo)? #", _inverse_of),
    (
        r"(?:excluding|other than) @",
        lambda r, f: tuple(sets.none_of(sets.between(one, one)) for one in r.numbers(f)),
    ),
    (rf"{_VERB}(?:no remainders?) {_WHEN}{_EACH}@", _divisible),
    (r"# (?P<way>more|greater|less) than (?:a |some )?multiples? of @", _more_than_multiple),
    (r"(?:congruent|equivalent) to # (?:\(?mod(?:ulo)?) # ?\)?", _congruent),
    (r"(?:congruent|equivalent) to \$", _congruent),
    (rf"{_DIGITS} (?:sum|add up|add|is|equals?|sums)(?: up)?(?: to)?(?: exactly)? #", _digit_sum),
    (
        r"with (?:a )?digit sum (?:of )?#|(?:whose|with a) sum of digits (?:is |of )?#",
        _digit_sum,
    ),
    (r"(?:in which )?the product of (?:whose|the|its) digits is #", _digit_product),
    (
        r"(?:has|have|with|having) (?:a |an )?(?:units|ones) digit (?:of )?@|(?:end|ends|ending) "
        r"(?:in|with) (?:a |the digit )?(?P<items2>#)",
        lambda r, f: _last_digit(r, f) if f["items"] else sets.congruent(r.number(f["items2"]), 10),
    ),
    (r"(?:whose|the) (?:units|ones) digit is @", _last_digit),
    (
        r"(?:have|has|with) (?:a |an )?@ (?:in the|as their|as its|as the) (?:units|ones) (?:place"
        r"|digit)",
        _last_digit,
    ),
    (
        r"(?:have|has|with) (?:a |an )?# (?:in the|as their|as its) tens (?:place|digit)",
        _tens_digit,
    ),
    (
        r"(?:contain|contains|containing|include) (?:both |at least one of )?(?:the digits?|a) @",
        _contains,
    ),
    (r"whose (?:digits are all|only digits are) (?:either )?@", _only_digits),
    (_EXACT, _count_of_divisors),
    (
        r"(?:has|have|with) an (?P<parity>odd|even) number of (?:positive )?(?:integer )?"
        r"(?:factors|divisors)",
        _parity_of_divisors,
    ),
    (
        r"(?:relatively prime|coprime) (?:to|with) #|(?:have|has) an inverse modulo #",
        lambda r, f: sets.coprime(r.first_number(f)),
    ),
    (r"odd", lambda r, f: sets.congruent(1, 2)),
    (r"even", lambda r, f: sets.congruent(0, 2)),
    (r"primes?(?: numbers?)?", lambda r, f: sets.prime()),
    (r"composites?(?: numbers?)?", lambda r, f: sets.composite()),
    (
        rf"perfect[ -]{POWER}|(?:a )?(?P<plain>square|cube)s?",
        lambda r, f: sets.perfect_power(POWERS[f["power"] or f["plain"]]),
    ),
    (r"palindromes?", lambda r, f: sets.palindrome()),
    (r"positive", lambda r, f: sets.between(1, None)),
    (
        r"(?:satisf(?:y|ies|ying)|such that|for which|where|with)(?: the (?:following )?(?:system "
        r"of )?(?:congruences?|inequality|equations?|inequalities|property that))? \$(?! (?:is|are"
        r"|has|have))(?! a)",
        _relation,
    ),
    (
        r"(?:satisf(?:y|ies|ying)|such that|for which|so that|where|is it true that|does)(?: the "
        r"(?:expression|fraction|number|product))?(?= <)",
        lambda r, f: (),
    ),
)
