r"""Whether a text says what a letter stands for: "a polynomial $P(x)$", "Let $S_n$ be the sum".

A letter that a text introduces is its own, even where other texts use it for something fixed.
Only known ways to introduce count, so a name in doubt counts as not introduced.
"""

import re
from functools import lru_cache

# Nouns before a symbol: "points $A_1$", "a polynomial $P(x)$". Not "group" or "field", which
# stand before names that are known to all: "the group $S_5$".
_NOUNS = (
    r"(?:functions?|polynomials?|points?|lines?|circles?|spheres?|planes?|curves?|segments?|rays?"
    r"|sets?|subsets?|regions?|events?|matri(?:x|ces)|vectors?|sequences?|terms?|sums?|products?"
    r"|angles?|sides?|lengths?|widths?|heights?|areas?|volumes?|radi(?:us|i)|diameters?|distances?"
    r"|triangles?|squares?|rectangles?|quadrilaterals?|polygons?|hexagons?|tetrahedr(?:on|a)"
    r"|vert(?:ex|ices)|cent(?:er|re)s?|midpoints?|feet|foot|corners?|edges?|faces?|cubes?|boxes|box"
    r"|integers?|numbers?|constants?|coefficients?|parameters?|variables?|unknowns?|scalars?"
    r"|digits?|costs?|prices?|profits?|populations?|temperatures?|time|speeds?|velocit(?:y|ies)|energy"
    r"|positions?|quantit(?:y|ies)|amounts?|operators?|operations?|maps?|mappings?|transformations?"
    r"|rotations?|reflections?|parabolas?|ellipses?|hyperbolas?|tangents?|chords?|arcs?|people"
    r"|persons?|players?|cit(?:y|ies)|towns?|villages?|cars?|trains?|teams?|bags?|urns?|rows?"
    r"|columns?|letters?|values|expressions?|series|permutations?|partitions?|equations?|rules?|roots?|zeros"
    r"|coins?|factors?|quotients?|remainders?|diagonals?|altitudes?|medians?|bisectors?|pyramids?|cones?|cylinders?|prisms?|semicircles?)"
)
# An opened formula, and names in it or in formulas before it: `$A$, $B$ and $`, `$A_1, \dots,`.
_NAME = r"(?:[^$=()<>]|\([a-z](?:,\s*[a-z])*\)){1,30}"
_LISTED = (
    rf"(?:\$|\\\()\s*(?:{_NAME}\s*(?:\$|\\\))[,\s]*(?:and|or)?\s*(?:\$|\\\()\s*){{0,5}}"
    rf"(?:{_NAME},\s*)?"
)
# What belongs to a name: `_n`, `_{n+1}`, `^2`, `(x)`, `\left(x, y\right)`.
_TAIL = r"(?:\s*[_^]\s*(?:\{[^{}]*\}|\w|\\[A-Za-z]+))*(?:\s*(?:\\left)?\([^()$]{1,30}\))?\s*"
# A font around a name: `\mathbf{A}`.
_FONT = r"(?:\{?\\(?:mathbf|boldsymbol|bm|bold|bf|pmb|vec|overline)\s*\{?\s*)?"
_CLOSE = r"\}{0,2}(?:\$|\\\))"
_AND_OTHERS = rf"(?:[,\s]*(?:and|or)?\s*(?:\$|\\\(){_NAME}(?:\$|\\\))){{0,5}}"
# "be the sum", "denotes": not "be 5", "is a group".
_SAYS = (
    r"[,\s]*(?:(?:to )?(?:be|denotes?|denoting|represents?|stands? for|means)\s+(?![\d$\\])"
    r"|is (?:the|defined|called|an? (?!group|ring|field|simple|cyclic|abelian|finite))"
    r"|are (?:the|defined|called|two|three|four|points|sets|positive|real|distinct|integers))"
)
# Words that make of the equation after them a definition: "Define", "where".
_DEFINES = re.compile(
    r"(?i)\b(?:let|define|defined|denote|set|write|where|given by|function|sequence"
    r"|for (?:each|all|every))\b"
)


def _math_names(letter: str) -> str:
    after = r"(?![A-Za-z])"
    return f"{_FONT}{re.escape(letter)}{after if letter.startswith(chr(92)) else ''}"


@lru_cache(maxsize=512)
def _patterns(letter: str) -> tuple[re.Pattern[str], ...]:
    name = _math_names(letter)
    return (
        # "points $A_1$ and $A_2$", "a polynomial called $P$"
        re.compile(
            rf"(?i:\b{_NOUNS})(?: (?:(?:represented|given) by|are|is|be|called|named|labell?ed"
            rf"|such as|by|as))?:?\s*{_LISTED}{name}(?![A-Za-z])"
        ),
        # "Let $S_n$ be the sum", "$P$ and $Q$ are points"
        re.compile(
            rf"(?<!of )(?<!in )(?<!of the )(?<!group )(?<!ring )(?<!over ){_LISTED}{name}{_TAIL}"
            rf"(?:,\s*{_NAME})?{_CLOSE}{_AND_OTHERS}{_SAYS}"
        ),
        # "denote by $S_n$ the sum", "called $T$", "Define $P(n)$ as"
        re.compile(rf"(?i:\b(?:denoted? by|called|named|labell?ed|define))\s*{_LISTED}{name}"),
        # `f: A \to B`; `A_1 = \{1, 2\}`, `A_1 = (0, 0)`
        re.compile(
            rf"(?:\$|\\\()\s*{name}{_TAIL}(?::(?!=)|\\colon|=\s*(?:\\\{{|(?:\\left)?\(\s*[-\w]+\s*,))"
        ),
        # `Let $F(S) = \sum`
        re.compile(
            rf"(?i:\b(?:let|put|set|write))\s*(?:\$|\\[(\[])\s*{name}{_TAIL}:?=\s*\\(?!phi|sigma)[a-z]"
        ),
        # `\triangle A_1 A_2 A_3`
        re.compile(rf"\\(?:triangle|overline|angle)\s*\{{?\s*[^${{}}]*{name}(?![A-Za-z])"),
    )


@lru_cache(maxsize=512)
def _equation(letter: str) -> re.Pattern[str]:
    # `P(x) = ...`, `S_n = ...`, `F_{n+1} = ...`: the small letters of the left side, the right side
    name = _math_names(letter)
    return re.compile(
        rf"{name}\s*(?:_\s*(?:\{{(?P<braced>[^{{}}]*)\}}|(?P<index>\w))"
        rf"|(?:_\s*(?:\{{[^{{}}]*\}}|\w))?\s*(?:\\left)?\((?P<args>[^()$]{{1,20}})(?:\\right)?\))\s*&?\s*(?::=|=|\\equiv)(?P<right>[^$]{{1,160}})"
    )


def is_introduced(letter: str, text: str, *, by_equation: bool = True) -> bool:
    r"""Whether a text says what a letter stands for.

    Args:
        letter: a Latin letter, or the command of a Greek one.
        text: a question with its options; or a worked solution with its question before it.
        by_equation: whether a lone equation such as ``P(x) = 2x`` is enough. For names of
            arithmetic it is not: ``\phi(n) = n/2`` asks for an n.
    """
    if any(pattern.search(text) for pattern in _patterns(letter)):
        return True
    return any(
        _defines(match, letter, text, by_equation) for match in _equation(letter).finditer(text)
    )


def _defines(match: re.Match[str], letter: str, text: str, by_equation: bool) -> bool:
    left = match["args"] or match["braced"] or match["index"]
    right = match["right"]
    variables = re.findall(r"(?<![A-Za-z\\])[a-z](?![A-Za-z])", left)
    # `E(aX+b) = aE(X)+b` and `C(n,2) = n` define nothing
    if not variables or re.search(r"[A-Z]|,\s*\d", left):
        return False
    sentence = re.split(r"[.?!]\s", text[: match.start()])[-1]
    told = _DEFINES.search(sentence) is not None
    # `F_{n+1} = F_n + 3`: by what it was before
    again = re.search(rf"{_math_names(letter)}\s*[_(]", right) is not None
    # the x of `bx + 1`, not of `\max`
    plain = re.sub(r"\\[A-Za-z]+", " ", right)
    said = any(one in plain for one in variables)
    if match["args"] is None:  # `F_n = n^2` may ask for an n
        return again or (told and said)
    return (said or again) and (told or by_equation)
