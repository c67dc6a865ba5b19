"""Forms: evaluate or simplify an expression."""

from typing import Any

from clipo_bench.perturbations.programs.forms import numeric
from clipo_bench.perturbations.programs.forms.closed_form import closed_form
from clipo_bench.perturbations.programs.forms.form import Form, Question
from clipo_bench.perturbations.programs.forms.formula import Apply, Formula, names_of
from clipo_bench.perturbations.programs.forms.no_value import NoValue
from clipo_bench.perturbations.programs.forms.phrases import ASKED, NOTES

LEAD = (
    r"(?:what (?:is|number is)|find|compute|calculate|evaluate|determine|what is the value of"
    r"|find the value of|what simplified common fraction is equivalent to)"
)
_LIKE = (
    r"(?:(?:common|simplified|reduced|improper|single|mixed|simple) )*(?:fraction|number|integer"
    r"|decimal)"
)
_TERMS = (
    r"(?:(?:fully )?(?:simplified|reduced)|in (?:its )?(?:simplest|lowest|reduced|simplified)"
    r" (?:form|terms))"
)
ANSWER_AS = (
    rf"(?: ?,?(?: and)? ?(?:(?:express|write|give|reduce) (?:your|the) (?:answer|result|sum)"
    rf" (?:(?:as|to) an? {_LIKE}(?: {_TERMS})?|as a percent|to simplest form|{_TERMS})"
    rf"|(?:expressed |written )?as an? {_LIKE}(?: {_TERMS})?|{_TERMS}|is equal to|equal to)"
    r"|\(?no calculators ?\)?|without using a calculator)*"
)
_EXPRESSION = (
    rf"(?:(?:completely |fully )?simplify(?: completely| fully)?(?: (?:the|this))?(?: following)?"
    rf"(?: expression| radical| fraction)?(?: to a {_LIKE})?"
    r"|(?:express|write|rewrite|convert)(?: (?:the|this)(?: following)?(?: sum| value| product"
    rf"| expression| value of the following)?)?(?: as an? {_LIKE}(?: {_TERMS})?)?"
    r"|(?:what|find) (?:is )?the (?:fraction|simplified common fraction) that equals"
    r"|what (?:simplified |common )*fraction (?:\(that is a fraction reduced to its lowest terms\)"
    r" )?"
    rf"is equivalent to|{LEAD}(?: the (?:value of the )?(?:following )?(?:expression|sum|product"
    rf"|quotient|difference))?) {{e2}}(?: (?:to|as) an? {_LIKE}(?: {_TERMS})?)?{ANSWER_AS}"
)


def _evaluate(question: Question) -> Any:
    if names_of(question["e"]) - {"i", "e"}:
        raise NoValue("there is a variable")
    if question.has("w") and not _is_complex_form(question["w"]):
        raise NoValue("the answer has to be of a form that is not known")
    return closed_form(question.value("e"))


def _is_complex_form(formula: Formula) -> bool:
    """Whether it is a + b i."""
    names = names_of(formula)
    return isinstance(formula, Apply) and formula.operation == "+" and "i" in names


def _estimate(question: Question) -> complex:
    return complex(numeric.number_of(question["e"], question.scope))


def _in_floats(question: Question, answer: Any) -> bool:
    return numeric.agrees(answer, numeric.number_of(question["e"], question.scope))


_SIMPLY = r"(?:completely |fully )?simplify and"
_RATIONALLY = (
    r"(?:simplify the fraction by )?rationaliz(?:e|ing) the denominator(?: of)?(?: the expression)?"
)
# "in the form a + b i": how a complex number is written anyway.
_COMPLEX = (
    r"(?: \(?(?:(?:express|write|give) your answer|your answer should be)(?: as a complex number)?"
    r"(?: in| of)? (?:the )?form(?: of)? {w2}(?: where {a2} and {b2} are(?: both)? (?:integers|real"
    r" numbers)(?: and written as improper fractions \(if necessary\))?)?(?: \))?"
    r"|your answer should have an integer denominator)?"
)

FORMS = (
    Form(
        "value of an expression",
        rf"(?:(?:{_SIMPLY} )?{ASKED}|(?:{_SIMPLY} )?(?:{_RATIONALLY})|express|write|multiply|expand"
        rf"|compute|(?:express|rewrite|write) (?:in simplest form|as an integer)|express the"
        rf" following|find the fraction that equals|simplify and write the result (?:as a common"
        rf" fraction|with a rational denominator)|simplify the fraction)"
        rf"(?: as a common fraction| the following| completely)? {{e}}"
        rf"(?: and rationalize the denominator(?: of the resulting fraction)?"
        rf"|(?: expressed)? as an? (?:positive )?(?:integer|complex number|common fraction)"
        rf"| in the form {{w}}(?: where {{a}} and {{b}} are (?:integers|real numbers))?(?: and"
        rf" {{imaginary}})?)?"
        rf"{NOTES}{_COMPLEX}|{_EXPRESSION}",
        _evaluate,
        _in_floats,
        examples=(
            (r"Compute $3 \cdot 4 + \frac{6}{2}$.", "15"),
            (r"What is the value of $\sqrt{50} - \sqrt{8}$?", r"3 \sqrt{2}"),
            (r"Evaluate $\log_4 32$.", r"\frac{5}{2}"),
            (r"Find $\left\lfloor 7.4 \right\rfloor + |{-3}|$.", "10"),
            (r"Express $\frac{12}{18} + 1$ as a common fraction.", r"\frac{5}{3}"),
            (r"Express as a common fraction in simplest form: $\frac{12}{18} + 1$", r"\frac{5}{3}"),
            (r"Simplify completely: $\sqrt{50}$.", r"5 \sqrt{2}"),
        ),
        estimate=_estimate,
    ),
)
