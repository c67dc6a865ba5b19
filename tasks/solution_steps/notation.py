r"""Arithmetic in LaTeX, Markdown and words, rewritten to plain signs: ``+ - * / ^ ( ) % = ≈``.

What has no plain form (``\alpha``, ``\binom``, ``|x|``) stays as it is, and is what tells the
reader of claims that something larger stands there.
"""

import re
from functools import lru_cache
from math import factorial, isqrt

from clipo_bench.tasks.answers.normalise import VULGAR
from clipo_bench.tasks.arithmetic import ExpressionError, evaluate

MAX_NESTING = 6
MAX_FACTORIAL = 20

_SIGNS = str.maketrans(
    VULGAR
    | {
        "−": "-", "–": "-", "—": "-", "×": "*", "·": "*", "⋅": "*", "∙": "*", "÷": "/", "∕": "/",
        "⁄": "/", "²": "^2", "³": "^3", "≃": "≈", "≅": "≈", "→": ";", "⇒": ";", "⟹": ";", "’": "'",
        "°": " ", "£": "$", "€": "$", "⟨": "<", "⟩": ">", "`": " ",
        "\u00a0": " ", "\u202f": " ", "\u2009": " ", "\t": " ",
    }
)  # fmt: skip

_TYPED = {"`", "\t"}  # of these signs the ones that are ASCII

Rewrites = tuple[tuple[tuple[str, ...], re.Pattern[str], str], ...]


def _compiled(*rewrites: tuple[str | tuple[str, ...], str, str]) -> Rewrites:
    """Rewrites with texts of which each needs one: to look for these is faster than to match."""
    return tuple(
        (
            tuple(needs.split()) if isinstance(needs, str) else needs,
            re.compile(pattern),
            replacement,
        )
        for needs, pattern, replacement in rewrites
    )


_TEXT = r"\\(?:text(?:bf|it|rm|normal)?|mathrm|mathbf|mathit|mbox|hbox)"
_LATEX = _compiled(
    ("{,}", r"(?<=\d)\{,\}(?=\d{3})", ","),
    (r"\, \!", r"(?<=\d),?\\[,!](?=\d{3})", ","),
    (r"\! style \b \B", r"\\[!]|\\(?:displaystyle|textstyle|[bB]igg?[lr]?)(?![A-Za-z])", ""),
    (r"\left", r"\s*\\left\s*\(", "("),
    (r"\left \right", r"\\(?:left|right)(?![A-Za-z])\.?", ""),
    ("\\", r"\\[,;: ]", " "),
    (
        r"quad arrow \to \implies \iff -> =>",
        r"\\q?quad(?![A-Za-z])|\\(?:to|implies|iff|[a-zA-Z]*[rR]ightarrow)(?![A-Za-z])|[-=]+>",
        " ; ",
    ),
    (r"\text \math \mbox \hbox", rf"{_TEXT}\s*\{{([^{{}}]*)\}}", r" \1 "),
    ("box", r"\\(?:boxed|fbox)\s*\{([^{}]*)\}", r" \1 "),
    (r"\( \) \[ \]", r"\\[()\[\]]", " $ "),
    (r"\times \cdot", r"\\(?:times|cdot)(?![A-Za-z])", " * "),
    (r"\div", r"\\div(?![A-Za-z])", " / "),
    (r"\approx", r"\\approx(?![A-Za-z])", " ≈ "),
    (r"\circ", r"\^\s*(?:\\circ(?![A-Za-z])|\{\s*\\circ\s*\})", " "),
    (r"\$ \%", r"\\([$%])", r"\1"),
    (r"\dfrac \tfrac \cfrac", r"\\[dtc]frac(?![A-Za-z])", r"\\frac"),
    (r"\frac", r"\\frac\s*(\d)\s*(\d)", r"\\frac{\1}{\2}"),
    (r"\sqrt", r"\\sqrt\s*(\d)", r"\\sqrt{\1}"),
    ("√", r"√\s*(?:\(([^()]*)\)|(\d+))", r"\\sqrt{\1\2}"),
)
_NESTED = _compiled(
    (r"\frac", r"\\frac\s*\{([^{}]*)\}\s*\{([^{}]*)\}", r"((\1)/(\2))"),
    ("^", r"\^\s*\{([^{}]*)\}", r"^(\1)"),
)
_ROOT = re.compile(r"\\sqrt\s*\{([^{}]*)\}")
_FACTORIAL = re.compile(r"(?<![\d.,)!])(\d{1,2})!(?=\s*[-+*/=)]|\s+[a-z])")
_NUMBER = r"\$?\d[\d,]*(?:\.\d+)?"
_CROSSES = (" x ", *(f"{sign}x" for sign in "0123456789)"))
_PLAIN = _compiled(
    ("&", r"&\s*=|=\s*&", " = "),
    ("**", r"(?<=[\d)])\s?\*\*\s?(?=[\d(])", "^"),
    ("** __", r"\*\*|__", ""),
    # Not the shape in "3x5 rectangles".
    (
        _CROSSES,
        r"(?<=[\d)])x(?=\$?\.?\d[\d.]*(?!\s*[A-Za-z\d.]))|(?<=[\w)])\s+x\s+(?=[\d.$(])",
        " * ",
    ),
    ("and", r"([-+*/]\s*\d+)\s+and\s+(?=\d+/\d+(?![\d./]))", r"\1 "),
    ("cent", r"(?<=\d)\s*per\s?cent\b", "%"),
    ("...", r"(?<=\d)\s?\.\.\.", "…"),
    ("==", r"==+", "="),
    (
        "about roximately roughly around",
        r"(?:=|\bis)\s*(?:about|approximately|roughly|around)\s+(?=\$?\d)",
        "≈ ",
    ),
    # A share of a number, where no other operation is near.
    (
        "of",
        r"(\d(?<![-+*/^.,\d]\d)(?:\d*(?:\.\d+)?\s?%|\d*/\d+))\s+of\s+"
        rf"({_NUMBER})\s*(?:=|is\s+(?=\$?\d))",
        r"\1 * \2 = ",
    ),
)


@lru_cache(64)  # asked for a line and for each claim in it
def plain(line: str) -> str:
    """Rewrite one line of text."""
    if not (line.isascii() and _TYPED.isdisjoint(line)):
        line = line.translate(_SIGNS)
    if "\\" in line or "√" in line or "^" in line:
        line = _rewrite(line, _LATEX)
        for _ in range(MAX_NESTING):
            before = line
            line = _rewrite(line, _NESTED)
            if r"\sqrt" in line:
                line = _ROOT.sub(_root, line)
            if line == before:
                break
    if "!" in line:
        line = _FACTORIAL.sub(_factorial, line)
    return _rewrite(line, _PLAIN)


def _rewrite(text: str, rewrites: Rewrites) -> str:
    for needs, pattern, replacement in rewrites:
        for need in needs:
            if need in text:
                text = pattern.sub(replacement, text)
                break
    return text


def _root(match: re.Match[str]) -> str:
    """The root of a square, and any other root as it is."""
    try:
        value = evaluate(match[1].replace("^", "**"))
    except ExpressionError:
        return match[0]
    if value < 0:
        return match[0]
    top, bottom = isqrt(value.numerator), isqrt(value.denominator)
    exact = (top * top, bottom * bottom) == (value.numerator, value.denominator)
    return f"({top}/{bottom})" if exact else match[0]


def _factorial(match: re.Match[str]) -> str:
    number = int(match[1])
    return f"({factorial(number)}/1)" if number <= MAX_FACTORIAL else match[0]
