"""Forms: polar, cylindrical and spherical coordinates."""

import cmath
import math
from typing import Any

import sympy

from clipo_bench.perturbations.programs.forms import numeric
from clipo_bench.perturbations.programs.forms.closed_form import closed_form
from clipo_bench.perturbations.programs.forms.evaluate import (
    symbol,
    value,
)
from clipo_bench.perturbations.programs.forms.form import Form, Question
from clipo_bench.perturbations.programs.forms.formula import (
    Apply,
    Formula,
    Name,
    NotFormula,
    names_of,
)
from clipo_bench.perturbations.programs.forms.no_value import NoValue
from clipo_bench.perturbations.programs.forms.scope import (
    Scope,
)

_FORM = r"(?: enter your answer in the form {f} where {r}(?: and)? {s}(?: and {t})?)?"


def _triple(question: Question, hole: str = "a") -> tuple[Formula, ...]:
    """The parts of (1, 2) or (r, theta) = (1, 2)."""
    formula = question[hole]
    if isinstance(formula, Apply) and formula.operation == "=":
        names, formula = formula.parts
        _check_names(names)
    if not isinstance(formula, Apply) or formula.operation != "point":
        raise NotFormula("no point")
    return formula.parts


def _check_names(names: Formula) -> None:
    if not isinstance(names, Apply) or names.operation != "point":
        raise NotFormula("no names of coordinates")
    found = tuple(one.name for one in names.parts if isinstance(one, Name))
    if found not in (
        ("r", "theta"),
        ("r", "theta", "z"),
        ("rho", "theta", "phi"),
        ("x", "y"),
        ("x", "y", "z"),
    ):
        raise NotFormula("other coordinates")


def _exact(question: Question, count: int) -> list[Any]:
    parts = [value(part, question.scope) for part in _triple(question)]
    if len(parts) != count or not all(part.is_real and not part.free_symbols for part in parts):
        raise NoValue("no such coordinates")
    return parts


def _floats(question: Question) -> list[float]:
    return [numeric.number_of(part, question.scope).real for part in _triple(question)]


def _simple(*parts: Any) -> tuple[Any, ...]:
    return tuple(part if part.has(sympy.pi) else closed_form(part) for part in parts)


def _plain(*parts: Any) -> tuple[Any, ...]:
    made = [sympy.expand(sympy.sqrtdenest(part)) for part in parts]
    if any(part.has(sympy.Function) or part.has(sympy.pi) for part in made):
        raise NoValue("no simple coordinates")
    return tuple(closed_form(part) for part in made)


def _from_polar(question: Question, count: int) -> Any:
    r, turn, *rest = _exact(question, count)
    return _plain(r * sympy.cos(turn), r * sympy.sin(turn), *rest)


def _is_from_polar(question: Question, answer: Any) -> bool:
    r, turn, *rest = _floats(question)
    there = cmath.rect(r, turn)
    return _near(answer, [there.real, there.imag, *rest])


def _from_spherical(question: Question) -> Any:
    rho, turn, fall = _exact(question, 3)
    flat = rho * sympy.sin(fall)
    return _plain(flat * sympy.cos(turn), flat * sympy.sin(turn), rho * sympy.cos(fall))


def _is_from_spherical(question: Question, answer: Any) -> bool:
    rho, turn, fall = _floats(question)
    there = cmath.rect(rho * math.sin(fall), turn)
    return _near(answer, [there.real, there.imag, rho * math.cos(fall)])


def _near(answer: Any, floats: list[float]) -> bool:
    return len(answer) == len(floats) and all(
        numeric.agrees(one, other) for one, other in zip(answer, floats, strict=True)
    )


def _turn(x: Any, y: Any) -> Any:
    """The angle of a point, from 0 to less than 2 pi, if it is a simple part of pi."""
    near = math.atan2(float(y), float(x)) % (2 * math.pi)
    part = sympy.Rational(round(near / math.pi * 120), 120)
    length = sympy.sqrt(x**2 + y**2)
    guess = part * sympy.pi
    if length == 0 or abs(float(guess) - near) > 1e-9:
        raise NoValue("no simple angle")
    off = (length * sympy.cos(guess) - x, length * sympy.sin(guess) - y)
    if any(abs(one.evalf(40, chop=False)) > 1e-30 for one in off):
        raise NoValue("no simple angle")
    return guess


def _check_form(question: Question, names: tuple[str, ...]) -> None:
    """What the answer is asked to be like has to be the usual: r > 0, 0 <= theta < 2 pi."""
    if not question.has("f"):
        return
    formula = question["f"]
    parts = formula.parts if isinstance(formula, Apply) and formula.operation == "point" else ()
    if tuple(one.name for one in parts if isinstance(one, Name)) != names:
        raise NotFormula("other coordinates")
    for hole in ("r", "s", "t"):
        if question.has(hole) and not _is_usual(question[hole], question.scope):
            raise NotFormula("an unusual range")


def _is_usual(formula: Formula, scope: Scope) -> bool:
    if not isinstance(formula, Apply):
        return False
    if formula.operation == "list":
        return all(_is_usual(part, scope) for part in formula.parts)
    if formula.operation == ">":
        name, low = formula.parts
        return name in (Name("r"), Name("rho")) and value(low, scope) == 0
    if formula.operation == "<= <":
        low, name, high = formula.parts
        return (value(low, scope), name, value(high, scope)) == (0, Name("theta"), 2 * sympy.pi)
    if formula.operation == "<= <=":
        low, name, high = formula.parts
        return (value(low, scope), name, value(high, scope)) == (0, Name("phi"), sympy.pi)
    return False


def _to_polar(question: Question, count: int) -> Any:
    _check_form(question, ("r", "theta", "z")[:count])
    x, y, *rest = _exact(question, count)
    return (closed_form(sympy.sqrt(sympy.expand(x**2 + y**2))), _turn(x, y), *rest)


def _is_to_polar(question: Question, answer: Any) -> bool:
    x, y, *rest = _floats(question)
    there = cmath.rect(float(answer[0]), float(answer[1]))
    in_range = float(answer[0]) > 0 and 0 <= float(answer[1]) < 2 * math.pi
    return in_range and _near((*map(float, (there.real, there.imag)), *answer[2:]), [x, y, *rest])


def _to_spherical(question: Question) -> Any:
    _check_form(question, ("rho", "theta", "phi"))
    x, y, z = _exact(question, 3)
    flat = sympy.sqrt(sympy.expand(x**2 + y**2))
    rho = closed_form(sympy.sqrt(sympy.expand(x**2 + y**2 + z**2)))
    return rho, _turn(x, y), _turn(z, flat)


def _is_to_spherical(question: Question, answer: Any) -> bool:
    rho, turn, fall = map(float, answer)
    there = cmath.rect(rho * math.sin(fall), turn)
    in_range = rho > 0 and 0 <= turn < 2 * math.pi and 0 <= fall <= math.pi
    return in_range and _near((there.real, there.imag, rho * math.cos(fall)), _floats(question))


def _other_point(question: Question) -> Any:
    """Rectangular coordinates of a point whose spherical coordinates are made of another's."""
    x, y, z = _exact(question, 3)
    _check_names(question["n"])
    if len(_triple(question, "n")) != 3:
        raise NotFormula("no spherical coordinates")
    rho, flat = sympy.sqrt(x**2 + y**2 + z**2), sympy.sqrt(x**2 + y**2)
    if flat == 0:
        raise NoValue("no angle")
    parts = [value(part, question.scope) for part in _triple(question, "b")]
    if len(parts) != 3 or any(part.free_symbols - set(_SPHERICAL) for part in parts):
        raise NotFormula("other names")
    size, turn, fall = parts
    known = {
        sympy.sin(_SPHERICAL[1]): y / flat,
        sympy.cos(_SPHERICAL[1]): x / flat,
        sympy.sin(_SPHERICAL[2]): flat / rho,
        sympy.cos(_SPHERICAL[2]): z / rho,
        _SPHERICAL[0]: rho,
    }
    size = size.subs(known)
    sines, cosines = (
        [sympy.expand_trig(ratio(sympy.expand(angle))).subs(known) for angle in (turn, fall)]
        for ratio in (sympy.sin, sympy.cos)
    )
    flat = size * sines[1]
    return _plain(flat * cosines[0], flat * sines[0], size * cosines[1])


_SPHERICAL = (symbol("rho"), symbol("theta"), symbol("phi"))


def _is_other_point(question: Question, answer: Any) -> bool:
    x, y, z = _floats(question)
    rho = math.sqrt(x * x + y * y + z * z)
    names = {"rho": complex(rho), "theta": complex(math.atan2(y, x))}
    names["phi"] = complex(math.acos(z / rho))
    size, turn, fall = (
        numeric.number_of(part, question.scope, names).real for part in _triple(question, "b")
    )
    there = cmath.rect(size * math.sin(fall), turn)
    return _near(answer, [there.real, there.imag, size * math.cos(fall)])


def _rectangular(question: Question) -> Any:
    formula = question["e"]
    if names_of(formula) - {"i", "e"} or "i" not in names_of(formula):
        raise NotFormula("no complex number")
    return closed_form(question.value("e"))


def _is_rectangular(question: Question, answer: Any) -> bool:
    return numeric.agrees(answer, numeric.number_of(question["e"], question.scope))


FORMS = (
    Form(
        "rectangular form",
        r"(?:convert|write|express) {e} (?:to|in) rectangular form|(?:compute|evaluate|find"
        r"|simplify)"
        r" {e2} (?:enter|express|write) (?:the|your) answer in rectangular form",
        _rectangular,
        _is_rectangular,
        examples=(
            (r"Convert $\sqrt{8} e^{3 \pi i/4}$ to rectangular form.", "-2 + 2i"),
            (r"Compute $(1 + i)^{10}.$ Enter your answer in rectangular form.", "32i"),
        ),
    ),
    Form(
        "polar to rectangular",
        r"convert the point {a} in polar coordinates to rectangular coordinates",
        lambda question: _from_polar(question, 2),
        _is_from_polar,
        examples=(
            (
                r"Convert the point $\left( 6, \frac{\pi}{3} \right)$ in polar coordinates to "
                r"rectangular coordinates.",
                r"(3, 3 \sqrt{3})",
            ),
        ),
    ),
    Form(
        "cylindrical to rectangular",
        r"convert the point {a} in cylindrical coordinates to rectangular coordinates",
        lambda question: _from_polar(question, 3),
        _is_from_polar,
        examples=(
            (
                r"Convert the point $\left( 6, \frac{\pi}{3}, 4 \right)$ in cylindrical "
                r"coordinates to rectangular coordinates.",
                r"(3, 3 \sqrt{3}, 4)",
            ),
        ),
    ),
    Form(
        "spherical to rectangular",
        r"convert the point {a} in spherical coordinates to rectangular coordinates",
        _from_spherical,
        _is_from_spherical,
        examples=(
            (
                r"Convert the point $\left( 8, \frac{\pi}{4}, \frac{\pi}{6} \right)$ in spherical "
                r"coordinates to rectangular coordinates.",
                r"(2 \sqrt{2}, 2 \sqrt{2}, 4 \sqrt{3})",
            ),
        ),
    ),
    Form(
        "rectangular to polar",
        rf"convert the point {{a}} in rectangular coordinates to polar coordinates{_FORM}",
        lambda question: _to_polar(question, 2),
        _is_to_polar,
        examples=(
            (
                r"Convert the point $(-3, 3)$ in rectangular coordinates to polar coordinates. "
                r"Enter your answer in the form $(r,\theta),$ where $r > 0$ and "
                r"$0 \le \theta < 2 \pi.$",
                r"(3 \sqrt{2}, \frac{3 \pi}{4})",
            ),
        ),
    ),
    Form(
        "rectangular to cylindrical",
        rf"convert the point {{a}} in rectangular coordinates to cylindrical coordinates{_FORM}",
        lambda question: _to_polar(question, 3),
        _is_to_polar,
        examples=(
            (
                r"Convert the point $(-3, 3, 7)$ in rectangular coordinates to cylindrical "
                r"coordinates. Enter your answer in the form $(r,\theta,z),$ where $r > 0$ and "
                r"$0 \le \theta < 2 \pi.$",
                r"(3 \sqrt{2}, \frac{3 \pi}{4}, 7)",
            ),
        ),
    ),
    Form(
        "rectangular to spherical",
        rf"convert the point {{a}} in rectangular coordinates to spherical coordinates{_FORM}",
        _to_spherical,
        _is_to_spherical,
        examples=(
            (
                r"Convert the point $(0, 3, 3)$ in rectangular coordinates to spherical "
                r"coordinates. Enter your answer in the form $(\rho,\theta,\phi),$ where "
                r"$\rho > 0,$ $0 \le \theta < 2 \pi,$ and $0 \le \phi \le \pi.$",
                r"(3 \sqrt{2}, \frac{\pi}{2}, \frac{\pi}{4})",
            ),
        ),
    ),
    Form(
        "point by another's spherical coordinates",
        r"a point has rectangular coordinates {a} and spherical coordinates {n} find the "
        r"rectangular coordinates of the point with spherical coordinates {b}",
        _other_point,
        _is_other_point,
        examples=(
            (
                r"A point has rectangular coordinates $(4,-2,6)$ and spherical coordinates "
                r"$(\rho, \theta, \phi).$ Find the rectangular coordinates of the point with "
                r"spherical coordinates $(\rho, -\theta, \phi).$",
                "(4,2,6)",
            ),
        ),
    ),
)
