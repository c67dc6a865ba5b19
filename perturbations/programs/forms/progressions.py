"""Forms: arithmetic and geometric sequences of which terms, a ratio or a sum are known."""

import re
from itertools import pairwise
from typing import Any

import sympy

from clipo_bench.perturbations.programs.forms import numeric
from clipo_bench.perturbations.programs.forms.closed_form import closed_form
from clipo_bench.perturbations.programs.forms.evaluate import value
from clipo_bench.perturbations.programs.forms.form import Form, Question
from clipo_bench.perturbations.programs.forms.formula import Apply, Formula
from clipo_bench.perturbations.programs.forms.no_value import NoValue
from clipo_bench.perturbations.programs.forms.phrases import FIND, NOTES
from clipo_bench.perturbations.text.number_words import UNITS

_ORDINALS = (
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
    "thirteenth",
    "fourteenth",
    "fifteenth",
    "sixteenth",
    "seventeenth",
    "eighteenth",
    "nineteenth",
    "twentieth",
)
_TENS = ("twentieth", "thirtieth", "fortieth", "fiftieth")
_CARDINALS = UNITS[2:13]
_ORDINAL = rf"\b(?:{'|'.join(_ORDINALS)}|{'|'.join(_TENS)}|\d+(?:st|nd|rd|th))\b"
_MOST_TERMS = 400
_LISTED = ("a", "b", "c", "d", "e", "f", "g", "h")


def _index(word: str) -> int:
    """Which term an ordinal means: 7 for ``seventh`` and ``7th``."""
    if word[0].isdigit():
        return int(word[:-2])
    if word in _ORDINALS:
        return _ORDINALS.index(word) + 1
    return 10 * _TENS.index(word) + 20


def _indices(question: Question, count: int) -> list[int]:
    """The ordinals of a question, in order; those in digits may be holes i, j and z."""
    found: list[int] = []
    holes = iter([hole for hole in ("i", "j", "z") if question.has(hole)])
    for match in re.finditer(rf"<\d+> (?:st|nd|rd|th)\b|{_ORDINAL}", question.words):
        found.append(question.integer(next(holes)) if match[0][0] == "<" else _index(match[0]))
    if len(found) != count or not all(1 <= one <= _MOST_TERMS for one in found):
        raise NoValue("terms that are not understood")
    return found


def _from_two(question: Question) -> Any:
    first, second, asked = _indices(question, 3)
    a, b = question.value("a"), question.value("b")
    if first == second:
        raise NoValue("one term stands twice")
    if not question.says("geometric"):
        return a + (b - a) * sympy.Rational(asked - first, second - first)
    steps = sympy.Rational(asked - first, second - first)
    ratio = b / a
    if steps.q % 2 == 0 and not question.says("positive"):
        raise NoValue("two ratios are possible")
    if ratio < 0:
        if steps.q % 2 == 0:
            raise NoValue("no real ratio")
        return closed_form(a * sympy.real_root(ratio, steps.q) ** steps.p)
    return closed_form(a * ratio**steps)


def _steps_reach(question: Question, answer: Any) -> bool:
    """By float steps from one term to the next, all three have their places."""
    first, second, asked = _indices(question, 3)
    a, b = complex(question.value("a")), complex(question.value("b"))
    if not question.says("geometric"):
        return abs((complex(answer) - a) * (second - first) - (b - a) * (asked - first)) < 1e-7 * (
            1 + abs(a) + abs(b)
        ) * abs(asked)
    left = abs(complex(answer) / a) ** (second - first)
    right = abs(b / a) ** (asked - first)
    return abs(left - right) < 1e-6 * abs(right)


def _terms(question: Question) -> list[Any]:
    """The terms that are listed; the dots fall away."""
    formulas: list[Formula] = []
    for hole in _LISTED:
        if question.has(hole):
            formula = question[hole]
            kind = formula.operation if isinstance(formula, Apply) else ""
            parts = formula.parts if isinstance(formula, Apply) else ()
            formulas += parts if kind == "list" else parts[:-1] if kind == "series" else (formula,)
    found = [value(one, question.scope) for one in formulas if one != Apply("dots", ())]
    if len(found) < 2 or any(one.free_symbols for one in found):
        raise NoValue("too few terms, or an unknown")
    return found


def _step(question: Question) -> tuple[Any, Any, bool]:
    """The first term, the difference or the ratio, and whether it is a ratio."""
    terms = _terms(question)
    geometric = question.says("geometric")
    if question.has("y"):
        terms = terms[:-1] if terms[-1] == question.value("y") else terms
    steps = [b / a if geometric else b - a for a, b in pairwise(terms)]
    if len(set(map(sympy.nsimplify, steps))) != 1:
        raise NoValue("no such sequence")
    step = closed_form(steps[0])
    if geometric and question.says("infinite") and abs(step) >= 1:
        raise NoValue("the series has no sum")
    return terms[0], step, geometric


def _at(start: Any, step: Any, geometric: bool, index: int) -> Any:
    return closed_form(start * step ** (index - 1)) if geometric else start + step * (index - 1)


def _listed_term(question: Question) -> Any:
    return _at(*_step(question), *_indices(question, 1))


def _is_term(question: Question, answer: Any) -> bool:
    """Step by step, in floats."""
    start, step, geometric = _step(question)
    worth = complex(start)
    for _ in range(_indices(question, 1)[0] - 1):
        worth = worth * complex(step) if geometric else worth + complex(step)
    return numeric.agrees(answer, worth)


def _constant_step(question: Question) -> Any:
    return _step(question)[1]


def _keeps_step(question: Question, answer: Any) -> bool:
    *_, before, last = [complex(one) for one in _terms(question)]
    made = before * complex(answer) if question.says("geometric") else before + complex(answer)
    return abs(made - last) < 1e-9 * (1 + abs(last))


def _count_of_terms(question: Question) -> int:
    match = re.search(rf"\b(?:{'|'.join(_CARDINALS)})\b(?= terms)", question.words)
    count = _CARDINALS.index(match[0]) + 2 if match else question.integer("n")
    if not 2 <= count <= _MOST_TERMS:
        raise NoValue("too many terms")
    return count


def _sum_of_terms(question: Question) -> Any:
    start, step, geometric = _step(question)
    count = _count_of_terms(question)
    return closed_form(sympy.Add(*(_at(start, step, geometric, at + 1) for at in range(count))))


def _is_sum_of_terms(question: Question, answer: Any) -> bool:
    """By the formulas for such sums."""
    start, step, geometric = _step(question)
    a, d, count = complex(start), complex(step), _count_of_terms(question)
    if geometric:
        worth = a * count if d == 1 else a * (d**count - 1) / (d - 1)
    else:
        worth = count * a + d * count * (count - 1) / 2
    return numeric.agrees(answer, worth)


def _number_of_terms(question: Question) -> Any:
    start, step, geometric = _step(question)
    if geometric or not step:
        raise NoValue("no arithmetic sequence")
    steps = (question.value("y") - start) / step
    if not steps.is_Integer or steps < 0:
        raise NoValue("the last term is no member")
    return steps if question.says("before") else steps + 1


def _is_number_of_terms(question: Question, answer: Any) -> bool:
    start, step, _ = _step(question)
    last = int(answer) if question.says("before") else int(answer) - 1
    return abs(complex(start) + last * complex(step) - complex(question.value("y"))) < 1e-7


def _infinite(question: Question) -> Any:
    """Of first term, ratio and sum of an infinite geometric series, what is not given."""
    if question.has("s") and question.has("r"):
        ratio, total = question.value("r"), question.value("s")
        if not -1 < ratio < 1:
            raise NoValue("the series diverges")
        first = total * (1 - ratio)
        return first * ratio if question.says("second term") else first
    first, total = question.value("a"), question.value("s")
    ratio = 1 - first / total
    if not -1 < ratio < 1:
        raise NoValue("the series diverges")
    return ratio


def _adds_up(question: Question, answer: Any) -> bool:
    """Added up in floats, the terms come near to the sum."""
    total = complex(question.value("s"))
    if question.has("r"):
        ratio = complex(question.value("r"))
        first = complex(answer) / (ratio if question.says("second term") else 1)
    else:
        ratio, first = complex(answer), complex(question.value("a"))
    added, term = complex(0), first
    for _ in range(20000):
        added += term
        term *= ratio
    return abs(added - total) < 1e-6 * (1 + abs(total))


_KIND = r"(?:(?:increasing|decreasing|nonconstant|infinite) )*(?:arithmetic|geometric)"
_SEQUENCE = r"(?:sequence|series|progression)(?: of (?:positive )?(?:integers|real numbers|reals))?"
_WHICH = r"(?:{k} (?:st|nd|rd|th)|ORDINAL)".replace("ORDINAL", _ORDINAL)


def _which(hole: str) -> str:
    return _WHICH.replace("{k}", f"{{{hole}}}")


_LIST = "{a}(?: {b})?(?: {c})?(?: {d})?(?: {e})?(?: {f})?(?: {g})?(?: {h})?"
_OF_IT = rf"(?: (?:in|of) (?:the|this|that)(?: same)?(?: {_KIND})? {_SEQUENCE})?"
_MANY = rf"(?:{{n}}|{'|'.join(_CARDINALS)})"

FORMS = (
    Form(
        "term of a progression of which two are known",
        rf"(?:(?:if|in an? {_KIND} {_SEQUENCE}|given that) )?(?:the )?{_which('i')}"
        rf"(?: and {_which('j')} terms| term) ?"
        rf"(?:(?:of|in) an? {_KIND} {_SEQUENCE} )?(?:(?:is|are|equals) ){{a}} "
        rf"(?:and {{b}}(?: respectively)?"
        rf"|and (?:the |its )?{_which('j')} term (?:is|equals) {{b2}})"
        rf" (?:then )?{FIND} (?:the )?(?:value of the )?{_which('z')} term{_OF_IT}{NOTES}"
        rf"|an? {_KIND} {_SEQUENCE} is formed for which the {_which('i')} term is {{a3}} and the"
        rf" {_which('j')} term is {{b3}} {FIND} the {_which('z')} term{_OF_IT}{NOTES}",
        _from_two,
        _steps_reach,
        examples=(
            (
                "The third term of an arithmetic sequence is 11 and the eighth term is 46. What is "
                "the twelfth term of this sequence?",
                "74",
            ),
            (
                "The second and fifth terms of a geometric sequence are 6 and 162, respectively. "
                "What is the fourth term?",
                "54",
            ),
        ),
    ),
    Form(
        "term of a listed progression",
        rf"(?:{FIND} (?:the )?(?:value of the )?{_which('z')} term (?:of|in) the {_KIND}"
        rf" {_SEQUENCE} {_LIST}"
        rf"|consider the {_KIND} {_SEQUENCE} {_LIST} {FIND} the {_which('z')} term{_OF_IT})"
        rf"{NOTES}",
        _listed_term,
        _is_term,
        examples=(
            ("What is the tenth term of the arithmetic sequence 4, 11, 18, 25, ...?", "67"),
            (
                r"Consider the geometric sequence $3, 6, 12, 24, \ldots$. Find the seventh term of "
                "the sequence.",
                "192",
            ),
        ),
    ),
    Form(
        "step of a listed progression",
        rf"(?:{FIND} the common (?:ratio|difference) of the {_KIND}(?: geometric)?"
        rf" {_SEQUENCE} {_LIST}|an? {_KIND} {_SEQUENCE} (?:starts|begins)(?: with)? {_LIST} {FIND}"
        rf" the common (?:ratio|difference){_OF_IT}){NOTES}",
        _constant_step,
        _keeps_step,
        examples=(
            (
                "A geometric sequence starts $16$, $-24$, $36$, $-54$. What is the common ratio of "
                "this sequence?",
                r"-\frac{3}{2}",
            ),
        ),
    ),
    Form(
        "sum of terms of a listed progression",
        rf"{FIND} the sum of the first {_MANY} terms (?:in|of) the {_KIND} {_SEQUENCE}"
        rf" {_LIST}{NOTES}",
        _sum_of_terms,
        _is_sum_of_terms,
        examples=(
            (
                r"Find the sum of the first five terms in the geometric sequence $2,6,18,\dots$.",
                "242",
            ),
        ),
    ),
    Form(
        "number of terms of a progression",
        rf"how many (?:terms|integers|numbers) (?:are (?:there )?in|belong to|of) the {_KIND}"
        rf" {_SEQUENCE} {_LIST} {{y}}"
        rf"|how many terms of the {_KIND} {_SEQUENCE} {_LIST} appear before the number {{y2}}"
        rf" appears",
        _number_of_terms,
        _is_number_of_terms,
        examples=(
            (r"How many terms are in the arithmetic sequence $7$, $11$, $\dots$, $95$?", "23"),
        ),
    ),
    Form(
        "infinite geometric series",
        rf"an infinite geometric series has (?:a )?common ratio(?: of)? {{r}} and (?:a )?sum"
        rf"(?: of)? {{s}} {FIND} the (?:first|second) term of the (?:series|sequence){NOTES}"
        rf"|an infinite geometric series has (?:a )?first term(?: of)? {{a}} and (?:a )?sum"
        rf"(?: of)? {{s2}} {FIND} (?:its|the) common ratio{NOTES}",
        _infinite,
        _adds_up,
        examples=(
            (
                "An infinite geometric series has common ratio $-1/3$ and sum $24.$ What is the "
                "first term of the series?",
                "32",
            ),
        ),
    ),
)
