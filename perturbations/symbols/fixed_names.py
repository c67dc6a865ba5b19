r"""Names that are fixed whatever a text says: the d of ``dy/dx``, the E of ``E[X]``.

In each shape ``@`` is the letter.
"""

from clipo_bench.perturbations.symbols.standard_name import (
    CAPITALS,
    DIFFERENTIATED,
    OPENS,
    StandardName,
)

FIXED_NAMES: tuple[StandardName, ...] = (
    StandardName("a differential", "d", r"\\i*int(?![a-z])", r"\int_0^1 t\,dt"),
    StandardName(
        "a differential",
        "d",
        r"\\[dt]?frac\s*\{\s*@(?=\s*(?:\^\s*\{?\d\}?)?\s*\}?\s*(?:\\?[A-Za-z(\\]|\{))[^{}]{0,20}\}?\s*\{?\s*\{?[^{}]{0,4}d",
        r"\dfrac{d y}{d t}",
    ),
    StandardName("a differential", "d", r"\\[dt]?frac\s*\{\s*@[^}]", r"\frac{dy}{dx}"),
    StandardName(
        "a differential",
        "d",
        rf"@\s*(?:\^\s*\{{?\d\}}?\s*)?(?:{DIFFERENTIATED}|\([^()$]*\))?\s*/\s*\(?\s*d\s*\\?[A-Za-z]",
        "d h / d t",
    ),
    StandardName("a differential", "d", r"@[xyztusrAVS](?![A-Za-z]|\s*\^)", r"y\,dx"),
    StandardName("a differential", "d", r"@\s*\\(?:theta|phi|rho)", r"d\theta"),
    StandardName("an expected value", "E", r"@\s*(?:\\left|\\bigl?)?\s*\[", "E[X]"),
    StandardName(
        "a named distribution",
        "NUBEPT",
        r"\\sim\b",
        r"X \sim N(0,1)",
        unless=r"\\triangle|(?i:triangle|\bsimilar\b)",
    ),
    StandardName("an element of area or volume", "AVS", r"(?<![A-Za-z\\])d@\b", r"\iint f\,dA"),
    StandardName("a divergence", "D", r"\bKL\b|Kullback", "the KL divergence $D(p||q)$"),
    StandardName(
        "a count of choices",
        "CP",
        r"(?<![A-Za-z0-9])_\{?[A-Za-z0-9]{1,9}\}{0,2}\s*[CP]\s*_",
        "_5C_2",
    ),
    StandardName("a count of choices", "CPA", r"\{\s*\}\s*[_^]\s*\{?\w+\}?\s*@\s*_", "{}^5C_2"),
    StandardName(
        "a count of choices", "CP", r"(?:[$(+=-]|\\,|\\cdot)\s*[_^]\s*\{?\w\}?\s*@\s*_", "^5C_2"
    ),
    StandardName("the measure of", "m", r"m\s*\{?\s*\\(?:angle|overarc|arc|widehat)", r"m\angle P"),
    StandardName("a transpose", "T", r"\^\s*\{?\s*@\b", "A^T"),
    StandardName("a transpose", "t", r"[A-Z)]\s*\^\s*\{?\s*@\b", "the matrix $A^t$", r"(?i)matri"),
    StandardName("an order of growth", "Oo", r"\b@\s*(?:\\left)?\(", "O(n^2)"),
    StandardName(
        "a class of functions",
        "C",
        r"@\s*\^\s*\{?\s*(?:\d|k\b|\\infty)[^.]{0,40}\b(?:function|curv|smooth|class)",
        "a $C^1$ function",
    ),
    StandardName(
        "a norm",
        "L",
        r"@\s*\^\s*\{?\s*(?:\d|p|\\infty)\}?\W{0,3}(?:norm|space|metric|distance)",
        "the $L^1$ distance",
    ),
    StandardName("real numbers", "R", r"\\mathbf\s*\{?\s*@\b", r"\mathbf{R}"),
    StandardName("a complement", "c", r"[A-Z]\s*\^\s*\{?\s*@\b", "A^c"),
    StandardName(
        "unit vectors", "ijk", r"\\(?:mathbf|bold|hat|vec|boldsymbol)\s*\{?\s*[ij]\b", r"\hat{i}"
    ),
    StandardName(
        "unit vectors",
        "ijk",
        r"(?<![A-Za-z_{^])-?(?:\d+i\s*[+-]\s*\d*j|i\s*[+-]\s*\d+j)(?![A-Za-z=])",
        "3i + 4j",
        unless=r"_\s*\{?[ij]\b|\b[ij]\s*(?:=|<|\\le)",
    ),
    StandardName("number sets", "RZNQC", r"\\in\s*\{?\s*@\b", r"x \in R"),
    StandardName("temperatures", "CFK", r"\\circ\s*\}?\s*@\b", r"20^\circ C"),
    StandardName("a difference", (r"\Delta",), r"@\s*\{?\s*(?:[A-Za-z]|\\[a-z])", r"\Delta t"),
    StandardName("gamma and zeta functions", (r"\Gamma", r"\zeta"), rf"@{OPENS}", r"\Gamma(5)"),
    StandardName(
        "a prefix of units",
        (r"\mu", r"\Omega"),
        r"\\mu\s*\{?\s*(?:\\(?:mathrm|text)\W*)?[mgsFCAV]\b",
        r"5\mu m",
    ),
    # not the `n3^m` of a product
    StandardName(
        "a label such as A4",
        CAPITALS,
        r"(?<![\\A-Za-z\d}^_])(?<![ct] )@\d(?!\d*\s*\^)",
        "A4",
    ),
    StandardName(
        "a square of a board",
        "abcdefgh",
        r"(?<![\\A-Za-z\d}^_])(?<![ct] )@[1-8](?![\d^\s(a-z])",
        "e4",
    ),
    StandardName(
        "a bearing",
        "NSEW",
        r"(?<![A-Za-z])[NS]\s*\d+\s*\^\s*\{?\\circ\}?\s*[EW]\b",
        r"N 30^\circ E",
    ),
    StandardName(
        "an isotope", CAPITALS, r"(?:\{\}|[$(])\s*\^\s*\{\d+\}\s*(?:_\s*\{?\d+\}?)?\s*@", "^{14}C"
    ),
    StandardName(
        "Kronecker's symbol",
        (r"\delta", r"\epsilon", r"\varepsilon"),
        r"@\s*_\s*\{\s*(?:[a-z\d]\s*,?\s*){2,3}\}",
        r"\delta_{ij}",
    ),
)
