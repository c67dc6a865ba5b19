r"""Names with a fixed meaning, as the check of renamings has them: ``S_5``, ``\phi(12)``.

The list is this file's own and shares nothing with `perturbations.symbols`. In each pattern the
letters that have to stay are groups. A letter of the second list may go all the same where a
sentence speaks of it as the text's own ("Let $S_n$ be ...", "points $P_1$ and $P_2$").
"""

import re
from collections.abc import Iterator

# What follows a name: `_5`, `_{n}`, `_{3,4}`.
_BELOW = r"\s*_\s*(?:[0-9a-z]|\{[0-9a-z]{1,2}\}|\{\d+,\s*\d+\}|\{[a-z],\s*[a-z]\})"
_BEGIN = r"\s*\}?(?:\\left|\\big)?\s*\("
_LONE = r"(?<![A-Za-z\\])"
# By itself or after one small letter: `P`, `nP`.
_FIRST = r"(?<![A-Z\\])(?:(?<=[^\\A-Za-z])|(?<=[^\\A-Za-z][a-z]))"

# Never the text's own.
_FIXED = tuple(
    re.compile(pattern)
    for pattern in (
        # `\frac{dy}{dx}`
        r"\\[dt]?frac\s*\{\s*(d)\s*(?:\^\s*\{?\d\}?)?\s*\\?[a-zA-Z]?\s*\}\s*\{\s*d\s*\\?[a-zA-Z]",
        # `dy/dx`, `d h / d t`, `d^2 y/dx^2`, `d(uv)/dt`
        rf"{_LONE}(d)\s*(?:\^\s*\{{?\d\}}?)?\s*(?:\\?[a-zA-Z]+|\(\w+\))?\s*/\s*d\s*\\?[a-zA-Z]",
        # `\int ... dx`, `dy = 3\,dt`
        rf"\\o?i*int\b[^$]*?{_LONE}(d)\s*\\?[a-zA-Z]",
        rf"{_LONE}(d)[a-z]\s*=[^$]*{_LONE}d[a-z](?![A-Za-z])",
        # `x \in R`, `f: R \to R`, `\subset Z`, `\Bbb R`, `: {\bf Z} \to`
        r"\\in\s*\{?\s*([RZNQC])(?![A-Za-z_])",
        r":\s*([RZNQC])(?![A-Za-z_])|\\to\s*([RZNQC])\b|\\subset(?:eq)?\s*([RZNQC])\b",
        r"\\(?:Bbb|mathbb|mathds)\s*\{?\s*([A-Z])",
        r"(?:\\to|:|\\in)\s*\{?\s*\\(?:mathbf|bf)\s*\{?\s*([RZNQC])\b",
        # `\mathbf{i}`, `3i + 4j`
        r"\\(?:mathbf|bf|hat|vec)\s*\{?\s*([ijk])\b",
        r"(?<![_{])\di\s*[+-]\s*\d(j)(?![A-Za-z=])",
        # `X \sim N(0, 1)`, `E[X]`, `P(X = 2)`, `20^\circ C`, `A^T`
        r"\\sim\s*([A-Z])\s*\(",
        rf"{_LONE}(E)\s*\[",
        rf"{_FIRST}(P)\([^()$]*(?:=|<|>|\||\\mid)",
        r"\\circ\s*\}?\s*([CFK])(?![A-Za-z])",
        r"[A-Za-z)]\s*\^\s*\{?\s*(T)\s*\}?(?![A-Za-z])",
        # `m\angle A`, `O(n^2)`, `{}_5C_2`, `{}^5C_2`
        r"(m)\s*\\angle",
        rf"{_LONE}([Oo])\s*\(",
        r"(?<![A-Za-z\d])_\s*\{?\w+\}?\s*([CP])\s*_",
        r"\{\s*\}\s*\^\s*\{?\w+\}?\s*([CPA])\s*_",
        # `A4`, `e4`
        r"(?<![A-Za-z\\{}\d^_ ])(?:([A-Z])\d(?!\d*\s*\^)|([a-h])[1-8](?=\$))",
        # `GL_2`, `SL(2)`, `GF(9)`, `tg(x)`
        rf"{_LONE}(G)(L)\s*[_(]|{_LONE}(S)([LOUp])\s*[_(]|{_LONE}(G)(F)\s*\(|{_LONE}(t)(g)\s*\(",
        # `AM-GM`, `pH`
        rf"{_LONE}([AGHQ])(M)\s*-+\s*([AGHQ])(M)\b|{_LONE}(p)(H)(?![A-Za-z])",
        # `3 GB`, `50 dB`, `2 kW`
        r"\d(?:\s|~|\\,)*(?:([GMTk])(B)|(d)(B)|([kM])(W))\b",
    )
)
# The text's own only if it says so.
_KNOWN = tuple(
    re.compile(pattern)
    for pattern in (
        # `\phi(12)`, `\sigma_2(n)`, `\Phi(1.96)`, `\chi(G)`
        rf"(\\(?:phi|varphi|sigma|tau|mu|omega|Omega|lambda|Lambda|pi|zeta|Gamma|Phi|psi|chi|nu))"
        rf"(?:{_BELOW})?{_BEGIN}\s*-?(?:\d|[a-zA-Z]\b|[A-Z]_)",
        # `d(12)`, `p(5)`, `v_2(48)`
        rf"{_LONE}([dp])\(\d+\)|{_LONE}(v)_\w\(",
        # `P(A)`, `E(X^2)`, `H(X)`, `nP(A)`
        rf"{_FIRST}([PEVDH]){_BEGIN}\s*[A-Z]",
        # `C(n, 2)`, `P(5, k)`; of two numbers it may be a point
        r"(?<![A-Z\\])([CP])\s*\(\s*(?:[a-z]\s*,\s*\w{1,2}|\d+\s*,\s*[a-z])\s*\)",
        # `S_5`, `A_4`, `D_n`, `Z_8`, `F_q`, `K_{3,4}`, `H_n`, `C_6`, `Q_8`, `V_4`, `T_3(2)`
        rf"{_FIRST}([SADZFKHCQLBJVW]){_BELOW}(?!\s*[A-Z])|{_FIRST}(T)_\w\(",
        # `C^2_5`, `U(8)`, `Z(G)`
        rf"{_LONE}([CPA])\s*\^\s*\{{?\w\}}?\s*_\s*\{{?\w\}}?",
        rf"{_LONE}(U)\(\d+\)|{_LONE}(Z)\([A-Z]",
        # `Z[i]`, `Z_7[x]`, `Z/nZ`, `Q(\sqrt{2})`, `Z^+`
        rf"{_LONE}([RZQ])(?:_\w)?\s*\[\s*\\?[a-z]|{_LONE}(Z)\s*/|(Q)\s*\(\s*\\sqrt",
        rf"{_LONE}([RZNQ])\s*\^\s*\{{?[+*]",
        # `L^2([0, 1])`, `\|f\|_{L^1}`, `\ell^2`, `C[0, 1]`, `\in C^1`, `\in W^{1,2}`
        r"([LH])\s*\^\s*\{?[12p]\}?\s*[(\[]|_\{?([LH])\^|(C)\[\w+,|\\in\s*([CLHW])\^",
        r"(\\ell)\s*\^\s*(?:[12p]|\\infty)",
        # `\pi_1(S^1)`, `H_1(T^2)`
        r"\\pi_1\(([STRD])\^|H_\d\(([STRD])\^",
        # `H_2O`, `CO_2`, `NaCl`, `H_2SO_4`, `CH_4`, `C_6H_{12}O_6`
        rf"{_LONE}(H)_2(O)(?![A-Za-z_])|{_LONE}(C)(O)_2|(N)(a)(C)(l)|(H)_2(S)(O)_4|(C)(H)_4",
        rf"{_LONE}(C)_\{{?\d+\}}?(H)_\{{?\d+\}}?(?:(O)_\{{?\d)?",
        # `mc^2`, `gt^2`, `\sqrt{l/g}`, `k_B`, `N_A`, `\epsilon_0`
        r"m(c)\s*\^\s*\{?2|\}?(g)t\^2|/(g)\}|(k)_(B)|(N)_(A)|(\\(?:epsilon|varepsilon|mu))_0",
    )
)
# `C(5, 2)` is a number of choices, but a point beside these words.
_TWO_NUMBERS = re.compile(rf"{_FIRST}([CPSRB])\s*\(\s*\d{{1,2}}\s*,\s*\d{{1,2}}\s*\)")
_PLACED = re.compile(
    r"(?i)\b(?:coordinates?|vertices|points?|image|plane|graph|line)\b|angle|gram\b|ateral"
)
# A diagram: what it labels is no formula.
_DIAGRAM = re.compile(r"(?is)\[asy\].*?\[/asy\]|\\begin\{asy\}.*?\\end\{asy\}")
# "polynomials $P$ and $", "Let $": a word that introduces, and nothing but names after it.
_OWN = re.compile(
    r"(?i)\b(?:let|define[ds]?|denot\w+|call(?:ed)?|polynomials?|functions?|sequences?|points?"
    r"|circles?|lines?|sets?|matri\w+|events?|terms?|sums?|areas?|volumes?|triangles?|vectors?"
    r"|regions?|angles?|vertices|polygons?|rectangles?|squares?|cubes?|digits?|integers?|box(?:es)?"
    r"|squads?|teams?|people|costs?|where|\w*gons?|\w*grams?|\w*laterals?|midpoints?|centers?"
    r"|centres?|feet|foot|segments?|quantit\w+|rays?|represented|height|length|numbers?|energy"
    r"|distance|time|population|temperature|spheres?|planes?|altitudes?|constants?)"
    r"(?:[\s$,.:{}()\\^_\d]|(?-i:[A-Z])|\b(?:[a-z]|and|or|the|by|mathbf|vec|overline|l?dots|cdots)\b)*\Z"
)
# "the order of $", "= ": what follows is known already.
_NOT_OWN = re.compile(
    r"(?i)(?:\b(?:of|in|over|group|ring|field|graph|find|compute)\s*|[=(|+]\s*)[$(\\]*\s*\Z"
)
# "$S_n$ be the sum".
_IS_SAID = re.compile(r"[^$]{0,25}\$[^.$]{0,3}(?:be|denotes?|represents?|is (?:the|a)|are)\b")
_SENTENCE = re.compile(r"(?<=[.?!])\s+")


def standing_names(text: str) -> Iterator[str]:
    """The letters of a text that stand for something fixed, by the list of this file.

    Args:
        text: a question with its options.
    """
    text = " ".join(_DIAGRAM.sub(" ", text).split())
    for pattern in _FIXED:
        yield from _letters(pattern, text)
    known = _KNOWN if _PLACED.search(text) else (*_KNOWN, _TWO_NUMBERS)
    for pattern in known:
        yield from (one for one in _letters(pattern, text) if not _is_own(one, text))


def _letters(pattern: re.Pattern[str], text: str) -> set[str]:
    return {one for match in pattern.finditer(text) for one in match.groups() if one}


def _is_own(letter: str, text: str) -> bool:
    """Whether a sentence speaks of a letter as the text's own, right before it or right after."""
    name = re.escape(letter)
    # `F_n = F_{n-1} + F_{n-2}`
    if re.search(rf"{name}_\{{?[a-z+\-1 ]+\}}?\s*=[^$=]*{name}_", text):
        return True
    stands = re.compile(rf"(?<!\\)(?<![A-Za-z]){name}(?![A-Za-z])")
    for sentence in _SENTENCE.split(text):
        for match in stands.finditer(sentence):
            before = sentence[max(0, match.start() - 60) : match.start()]
            # "Let $n$ be the order of $S_5$": the group is no letter of the text
            if _NOT_OWN.search(before):
                continue
            formula = before[before.rfind("$") :]
            if _OWN.search(before) and not re.search("[=<>]", formula):
                return True
            if _IS_SAID.match(sentence[match.end() :]):
                return True
    return False
