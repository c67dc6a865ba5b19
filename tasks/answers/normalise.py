r"""Rewrite an answer so that spellings of the same thing become one text.

Only notation is touched, never value: ``\dfrac12`` becomes ``\frac{1}{2}``, and
``\left( x = 5\,\text{apples} \right)`` loses its trimmings. Known units keep one name.
"""

import re

from tasks.answers.units import factor, unit

_CHARACTERS = str.maketrans(
    {
        "−": "-", "–": "-", "—": "-", "×": r"\times ", "·": r"\cdot ", "÷": "/",
        "π": r"\pi ", "∞": r"\infty ", "°": r"^\circ ", "≤": r"\le ", "≥": r"\ge ",
        "≠": r"\ne ", "∪": r"\cup ", "∩": r"\cap ", "∈": r"\in ", "±": r"\pm ",
        "²": "^2", "³": "^3", "½": r"\frac{1}{2}", "¼": r"\frac{1}{4}", "¾": r"\frac{3}{4}",
        "\u00a0": " ", "\u202f": " ", "\u2009": " ", "\u200b": "", "\u2061": "", "\ufeff": "",
        "\x00": "",
    }
)  # fmt: skip

_REWRITES: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        (r"\{\s*,\s*\}|,\s*\\!\s*", ","),
        (r"\\[!]", ""),
        (
            r"(?<!\\)\\(?:[,;:> ]|quad|qquad|displaystyle|textstyle|limits|nolimits)(?![A-Za-z])|~",
            " ",
        ),
        (r"\\(?:left|right|[bB]igg?[lrm]?)(?![A-Za-z])\s*\.?", ""),
        (r"(?<!\\)\\[()\[\]]|\\?\$|€|£", " "),
        (r"\\[dtc]frac(?![A-Za-z])", r"\\frac"),
        (r"\\frac\s*(\d)\s*(\d)", r"\\frac{\1}{\2}"),
        (r"\\frac\s*(\d)\s*\{", r"\\frac{\1}{"),
        (r"\\frac\s*(\{[^{}]*\})\s*(\d)", r"\\frac\1{\2}"),
        (r"\\sqrt\s*(\d|[A-Za-z](?![A-Za-z]))", r"\\sqrt{\1}"),
        (r"(?:√|(?<![\\A-Za-z])sqrt)\s*(?:\(([^()]*)\)|(\d+))", r"\\sqrt{\1\2}"),
        (r"(?<![\\A-Za-z])(?:infinity|infty|inf|oo)(?![A-Za-z])", r"\\infty "),
        (r"(?<![\\A-Za-z])pi(?![A-Za-z])", r"\\pi "),
        (r"\s(?:union|U)\s", r" \\cup "),
        (r"\(\s*(\w+) choose (\w+)\s*\)", r"\\binom{\1}{\2}"),
        (r"\^\s*(-?\d{2,}|-\w)", r"^{\1}"),
        (r"\*\*", "^"),
        (r"\\(?:leq|leqslant)(?![A-Za-z])|<=", r"\\le "),
        (r"\\(?:geq|geqslant)(?![A-Za-z])|>=", r"\\ge "),
        (r"\\neq(?![A-Za-z])|!=", r"\\ne "),
        (r"\^\s*\{\s*\\circ\s*\}|\\degree(?![A-Za-z])", r"^\\circ"),
        (r"\\%|\bper\s?cent\b|\bpct\b|\bpercentage\b", "%"),
        (r"\s+", " "),
    )
)

_TEXT = r"\\(?:text(?:bf|it|rm|normal|sf|tt)?|mathrm|mathbf|mathit|mathsf|mbox|hbox|operatorname)"
_UNIT = re.compile(
    rf"(?:(?<=[\d}})%])|(?<=\\pi)|(?<=\\pi\s))\s*{_TEXT}\s*"
    r"\{(?!\s*(?:e|i|and|or|[ap]\.?m\.?)\s*\})(?P<words>[^{}]*)\}"
    r"(?P<power>(?:\s*\^\s*\{?-?\d\}?)?)\s*$"
)
_WRAPPED = re.compile(rf"{_TEXT}\s*\{{([^{{}}]*)\}}")
_NAME = r"[A-Za-z](?:_\{?\w+\}?|')?"
_ASSIGNMENT = re.compile(
    rf"^(?P<name>{_NAME}(?:\([A-Za-z]\))?|\({_NAME}(?:\s*,\s*{_NAME})*\)|\\angle\s*[A-Z]+|[A-Z]{{2,3}})"
    r"\s*(?:=|\\in(?![A-Za-z]))\s*(?=\S)"
)

_APPROXIMATION = re.compile(rf"^{_NAME}\s*(?:\\approx|≈)\s*|(?<=\S)\s*(?:\\approx|≈).*$", re.DOTALL)


def normalise(text: str) -> str:
    """Rewrite an answer to one spelling; see the module's head."""
    text = text.translate(_CHARACTERS)
    for pattern, replacement in _REWRITES:
        text = pattern.sub(replacement, text)
    text = _UNIT.sub(_unit, text)
    text = _WRAPPED.sub(lambda match: f" {match[1].strip()} ", text)
    text = " ".join(text.split()).strip("*").rstrip(".,;: ").strip()
    return _APPROXIMATION.sub("", text)


def _unit(match: re.Match[str]) -> str:
    """A known unit by its one name, words that begin with a factor as they are, else nothing."""
    words = match["words"].strip()
    if factor(words) > 1:
        return f" {words}{match['power']}"
    known = unit(words + match["power"])
    return f" {known}" if known else ""


def split_name(text: str) -> tuple[str, str]:
    r"""Take a normalised ``x = 5`` or ``x \in S`` apart; other equations have no name."""
    match = _ASSIGNMENT.match(text) if text.count("=") <= 1 else None
    return (match["name"], text[match.end() :]) if match else ("", text)


def same_name(one: str, other: str) -> bool:
    r"""Whether two names may mean the same: ``x_{1}`` is ``x_1``, and ``x`` too; none is any."""
    a, b = (re.sub(r"\\angle|[{}\s]|(?<=\w)\([A-Za-z]\)$", "", name) for name in (one, other))
    if not a or not b or a == b:
        return True
    return a.partition("_")[0] == b.partition("_")[0] and ("_" in a) != ("_" in b)
