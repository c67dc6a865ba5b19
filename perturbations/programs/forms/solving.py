"""Equations in one unknown, solved completely or not at all, in bounded time."""

from itertools import product
from typing import Any

import sympy

from clipo_bench.perturbations.programs.forms.closed_form import closed_form
from clipo_bench.perturbations.programs.forms.no_value import NoValue

_LARGEST_DEGREE = 8
_MOST_STEPS = 80
_MOST_MODULI = 3
_MOST_ROOTS = 2
_DIGITS = 40
_TINY = sympy.Float(10) ** -25
_LARGEST = 10**6


def real_zeros(expression: Any, unknown: Any) -> list[Any]:
    """All real numbers where an expression is zero, exactly, in ascending order.

    The expression may hold moduli, square and cube roots, powers of numbers and logarithms of the
    unknown, if they turn into a polynomial that splits into factors of degree one and two.

    Raises:
        NoValue: it is of no kind that is surely solved.
    """
    if int(sympy.count_ops(expression)) > _MOST_STEPS or expression.free_symbols != {unknown}:
        raise NoValue("too long, or not one unknown")
    found = [one for one in _candidates(expression, unknown) if _is_zero(expression, unknown, one)]
    return sorted(set(found), key=float)


def _candidates(expression: Any, unknown: Any) -> set[Any]:
    moduli = [one for one in expression.atoms(sympy.Abs) if one.has(unknown)]
    if len(moduli) > _MOST_MODULI:
        raise NoValue("too many moduli")
    found: set[Any] = set()
    for signs in product((1, -1), repeat=len(moduli)):
        plain = expression
        for sign, modulus in sorted(zip(signs, moduli, strict=True), key=lambda one: str(one[1])):
            plain = plain.subs(modulus, sign * modulus.args[0])
        if plain.has(sympy.Abs):
            raise NoValue("moduli in moduli")
        if plain.expand() == 0:
            raise NoValue("all numbers of an interval solve it")
        if unknown in plain.free_symbols:
            found |= _plain_zeros(plain, unknown)
    return found


def _plain_zeros(expression: Any, unknown: Any) -> set[Any]:
    if any(one.has(unknown) for one in expression.atoms(sympy.log)):
        return _logarithmic_zeros(expression, unknown)
    if any(one.exp.has(unknown) for one in expression.atoms(sympy.Pow)):
        return _exponential_zeros(expression, unknown)
    return polynomial_zeros(_without_roots(expression, unknown), unknown)


def _without_roots(expression: Any, unknown: Any) -> Any:
    """A polynomial that is zero where the expression is: each root is a new unknown, eliminated."""
    relations: list[tuple[Any, Any]] = []
    while True:
        roots = [
            one
            for one in expression.atoms(sympy.Pow)
            if one.exp.is_Rational and one.exp.q > 1 and one.base.has(unknown)
        ]
        if not roots:
            break
        root = max(roots, key=lambda one: int(sympy.count_ops(one)))
        new = sympy.Dummy()
        base, degree = root.base, root.exp.q
        expression = expression.subs(base ** sympy.Rational(1, degree), new)
        expression = expression.xreplace({root: new**root.exp.p})
        relations.append((new, new**degree - base))
        if len(relations) > _MOST_ROOTS:
            raise NoValue("too many roots")
    top = sympy.numer(sympy.together(expression))
    for new, relation in reversed(relations) if len(relations) > 1 else relations:
        bottom = sympy.numer(sympy.together(relation))
        if not top.has(new):
            continue
        top = sympy.resultant(top, bottom, new)
    return top


def polynomial_zeros(expression: Any, unknown: Any) -> set[Any]:
    """All real zeros of a polynomial or of the numerator of a quotient of two.

    Raises:
        NoValue: it does not split into factors of degree one and two.
    """
    top = sympy.numer(sympy.together(expression))
    if not top.is_polynomial(unknown):
        raise NoValue("no polynomial")
    polynomial = sympy.Poly(top, unknown)
    if polynomial.is_zero or polynomial.degree() > _LARGEST_DEGREE:
        raise NoValue("everything, or too high a degree")
    coefficients = polynomial.all_coeffs()
    if not all(one.is_Rational for one in coefficients):
        if polynomial.degree() > 2 or any(one.free_symbols for one in coefficients):
            raise NoValue("irrational coefficients")
        return set(_quadratic(coefficients))
    found: set[Any] = set()
    for factor, _ in polynomial.factor_list()[1]:
        found |= set(_irreducible(factor))
    return found


def _irreducible(factor: Any) -> list[Any]:
    if factor.degree() <= 2:
        return _quadratic(factor.all_coeffs())
    coefficients = factor.all_coeffs()
    degree = factor.degree()
    if not any(coefficients[1:-1]):  # x^3 = 2
        ratio = -coefficients[-1] / coefficients[0]
        if degree % 2:
            return [sympy.real_root(ratio, degree)]
        return [] if ratio < 0 else [sympy.root(ratio, degree), -sympy.root(ratio, degree)]
    if degree == 4 and not coefficients[1] and not coefficients[3]:
        squares = _quadratic(coefficients[::2])
        return [sign * sympy.sqrt(one) for one in squares if one >= 0 for sign in (1, -1)]
    if sympy.Poly(factor).count_roots() == 0:
        return []
    raise NoValue("a factor of a high degree")


def _quadratic(coefficients: list[Any]) -> list[Any]:
    if len(coefficients) < 2:
        return []
    if len(coefficients) == 2:
        a, b = coefficients
        return [closed_form(-b / a)]
    a, b, c = coefficients
    under = closed_form(b**2 - 4 * a * c)
    if not under.is_real or under < 0:
        return []
    return [closed_form((-b + sign * sympy.sqrt(under)) / (2 * a)) for sign in (1, -1)]


def _exponential_zeros(expression: Any, unknown: Any) -> set[Any]:
    """Powers of one prime: its power is the unknown of a polynomial."""
    powers = [one for one in expression.atoms(sympy.Pow) if one.exp.has(unknown)]
    primes: set[int] = set()
    replaced: dict[Any, Any] = {}
    new = sympy.Dummy(positive=True)
    steps = []
    for power in powers:
        if not power.base.is_Rational or power.base <= 0 or power.base == 1:
            raise NoValue("the power of no number")
        exponents = sympy.factorrat(power.base)
        shared = sympy.gcd_list([sympy.Integer(one) for one in exponents.values()])
        root = sympy.prod([prime ** (one // shared) for prime, one in exponents.items()])
        if root < 1:
            root, shared = 1 / root, -shared
        primes.add(root)
        line = sympy.Poly(power.exp, unknown)
        if line.degree() != 1:
            if len(powers) == 1:
                return _one_power(expression, power, unknown)
            raise NoValue("a power that is not linear")
        steps.append((power, line, shared))
    if len(primes) != 1:
        if len(powers) == 1:
            return _one_power(expression, powers[0], unknown)
        raise NoValue("powers of several numbers")
    (root,) = primes
    slopes = [line.nth(1) * shared for _, line, shared in steps]
    bottom = sympy.lcm_list([sympy.Integer(one.q) for one in slopes])
    for power, line, shared in steps:
        replaced[power] = root ** (line.nth(0) * shared) * new ** (line.nth(1) * shared * bottom)
    plain = expression.xreplace(replaced)
    zeros = polynomial_zeros(plain, new)
    return {_logarithm(one, sympy.sympify(root, strict=True)) * bottom for one in zeros if one > 0}


def _one_power(expression: Any, power: Any, unknown: Any) -> set[Any]:
    new = sympy.Dummy(positive=True)
    plain = expression.xreplace({power: new})
    if plain.has(unknown):
        raise NoValue("the unknown stands outside of the power")
    found: set[Any] = set()
    for one in polynomial_zeros(plain, new):
        if one > 0:
            found |= polynomial_zeros(power.exp - _logarithm(one, power.base), unknown)
    return found


def _logarithm(number: Any, base: Any) -> Any:
    """The logarithm, if it is rational."""
    guess = sympy.nsimplify(
        sympy.log(number).n(_DIGITS) / sympy.log(base).n(_DIGITS), rational=True
    )
    near = sympy.Rational(str(guess)).limit_denominator(60)
    if closed_form(base**near - number) != 0:
        raise NoValue("a logarithm that is not rational")
    return near


def _logarithmic_zeros(expression: Any, unknown: Any) -> set[Any]:
    logs = sorted((one for one in expression.atoms(sympy.log) if one.has(unknown)), key=str)
    new = [sympy.Dummy() for _ in logs]
    plain = expression.xreplace(dict(zip(logs, new, strict=True)))
    if plain.has(unknown):
        raise NoValue("the unknown stands outside of the logarithms")
    if len(logs) == 1:
        return _one_logarithm(plain, new[0], logs[0], unknown)
    line = sympy.Poly(sympy.numer(sympy.together(plain)), *new)
    if line.total_degree() != 1:
        raise NoValue("several logarithms that are not added")
    first = line.coeff_monomial(new[0])
    ratios = [closed_log_ratio(line.coeff_monomial(one), first) for one in new]
    shared = sympy.lcm_list([sympy.Integer(one.q) for one in ratios])
    exponents = [int(one * shared) for one in ratios]
    if max(map(abs, exponents)) > _LARGEST_DEGREE:
        raise NoValue("high powers")
    rest = sympy.exp(-line.coeff_monomial(1) / first * shared)
    value = _simple_power(rest)
    left = sympy.prod([one.args[0] ** power for one, power in zip(logs, exponents, strict=True)])
    return polynomial_zeros(left - value, unknown)


def closed_log_ratio(left: Any, right: Any) -> Any:
    """The quotient of two expressions in logarithms of numbers, if it is rational."""
    near = sympy.Rational(str((left / right).n(_DIGITS))).limit_denominator(60)
    if abs((left / right - near).n(_DIGITS)) > _TINY:
        raise NoValue("no rational quotient of logarithms")
    return near


def _one_logarithm(plain: Any, new: Any, log: Any, unknown: Any) -> set[Any]:
    top = sympy.numer(sympy.together(plain))
    polynomial = sympy.Poly(top, new)
    if polynomial.degree() == 1:
        worth = [-polynomial.nth(0) / polynomial.nth(1)]
    else:
        worth = list(polynomial_zeros(top, new))
    found: set[Any] = set()
    for one in worth:
        found |= polynomial_zeros(log.args[0] - _simple_power(sympy.exp(one)), unknown)
    return found


def _simple_power(number: Any) -> Any:
    number = sympy.powsimp(sympy.expand_log(sympy.simplify(number), force=True))
    if number.has(sympy.log, sympy.exp):
        near = sympy.Rational(str(number.n(_DIGITS))).limit_denominator(_LARGEST)
        if abs((number - near).n(_DIGITS)) > _TINY * max(1, abs(near)):
            raise NoValue("no simple power")
        return near
    return number


def critical_points(expression: Any, unknown: Any) -> set[Any]:
    """Where an expression may begin or cease to be real: zeros of what is under roots, of divisors.

    Raises:
        NoValue: they are not surely known.
    """
    inner = [one.args[0] for one in expression.atoms(sympy.log)]
    inner += [
        one.base
        for one in expression.atoms(sympy.Pow)
        if (one.exp.is_Rational and one.exp.q % 2 == 0) or one.exp.is_negative
    ]
    found: set[Any] = set()
    for one in inner:
        if one.has(unknown):
            found |= set(real_zeros(one, unknown))
    return found


def defined_at(expression: Any, unknown: Any, number: Any) -> bool:
    """Whether it has a real value there, with all roots and logarithms real, to many digits."""
    if not number.is_real:
        return False
    for one in expression.atoms(sympy.Pow, sympy.log):
        if isinstance(one, sympy.log):
            inside = one.args[0].subs(unknown, number).n(_DIGITS)
            if not inside.is_real or inside <= _TINY:
                return False
        elif one.exp.is_Rational and one.base.has(unknown):
            inside = one.base.subs(unknown, number).n(_DIGITS)
            if one.exp.q % 2 == 0 and (not inside.is_real or inside < -_TINY):
                return False
            if one.exp < 0 and abs(inside) < _TINY:
                return False
    return not expression.subs(unknown, number).has(sympy.zoo, sympy.nan, sympy.oo)


def sign_at(expression: Any, unknown: Any, number: Any) -> int:
    """The sign of an expression where it is defined: -1, 0 or 1."""
    worth = _with_real_roots(expression).subs(unknown, number).n(_DIGITS)
    if not worth.is_real and abs(sympy.im(worth)) > _TINY:
        raise NoValue("not real")
    real = sympy.re(worth)
    return 0 if abs(real) < _TINY * 10**5 else int(sympy.sign(real))


def _with_real_roots(expression: Any) -> Any:
    """Cube roots as school has them: that of -8 is -2."""
    return expression.replace(
        lambda one: one.is_Pow and one.exp.is_Rational and one.exp.q > 1 and one.exp.q % 2 == 1,
        lambda one: sympy.real_root(one.base, one.exp.q) ** one.exp.p,
    )


def _is_zero(expression: Any, unknown: Any, number: Any) -> bool:
    if not defined_at(expression, unknown, number):
        return False
    worth = _with_real_roots(expression).subs(unknown, number).n(_DIGITS)
    return bool(worth.is_number and abs(worth) < _TINY * 10**5)
