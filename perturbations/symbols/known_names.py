r"""Names that are known to all, unless a text introduces them: ``S_5``, ``P(A)``, ``\phi(12)``.

In each shape ``@`` is the letter.
"""

from clipo_bench.perturbations.symbols.notation import LOWER_GREEK, UPPER_GREEK
from clipo_bench.perturbations.symbols.standard_name import (
    ARITHMETIC,
    CAPITALS,
    FIGURES,
    INDEX,
    OPENS,
    StandardName,
)

KNOWN_NAMES: tuple[StandardName, ...] = (
    StandardName(
        "a known function",
        ARITHMETIC,
        rf"@(?:\s*_\s*{INDEX})?{OPENS}",
        r"\phi(12)",
        by_equation=False,
    ),
    StandardName(
        "a known function", "d", rf"@{OPENS}\s*(?:\d+|[a-z])\s*\)", "d(12)", by_equation=False
    ),
    StandardName("a known function", "pq", rf"@{OPENS}\s*(?:\d+|[A-Z])\b", "p(5)"),
    StandardName(
        "a known function",
        (*LOWER_GREEK, *UPPER_GREEK),
        rf"@(?:\s*_\s*{INDEX})?{OPENS}\s*(?:-?[\da-z]|[A-Z]|\\[a-z]+)",
        r"\Phi(2)",
    ),
    StandardName(
        "a known function", "vrsw", rf"@\s*_\s*{INDEX}{OPENS}\s*\d", "v_2(48)", by_equation=False
    ),
    StandardName(
        "a known function of two arguments",
        CAPITALS,
        rf"@{OPENS}\s*[^()$,]{{1,8}},[^()$,]{{1,8}}\)",
        "C(n,2)",
        unless=FIGURES,
    ),
    StandardName(
        "a known function", CAPITALS, rf"@(?:\s*_\s*{INDEX})?{OPENS}\s*[A-Z](?![A-Za-z(])", "E(X^2)"
    ),
    StandardName("a known function", CAPITALS, rf"@{OPENS}\s*\d+\s*\)", "U(8)"),
    StandardName("a known name with an index", CAPITALS, rf"@\s*_\s*{INDEX}", "S_5"),
    StandardName("a count of choices", "CPA", rf"@\s*\^\s*{INDEX}\s*_\s*{INDEX}", "C^2_5"),
    StandardName(
        "a set of numbers",
        "RZNQCFPEK",
        r"\\(?:mathbf|bf|boldsymbol|bold|bm|pmb)\s*\{?\s*@\b",
        r"\mathbf{Q}",
    ),
    StandardName(
        "a set of numbers",
        "RZNQCF",
        r"(?:\\(?:to|rightarrow|subset\w*|supset\w*|in|notin)|:)\s*@(?![A-Za-z])",
        r"f: R \to R",
    ),
    StandardName(
        "a set of numbers", "RZNQC", r"@\s*(?:_\s*\w\s*)?\[\s*(?:[a-z]|\\[a-z]+|\d\s*,)", "Z[i]"
    ),
    StandardName("a set of numbers", "ZRQC", r"@\s*/\s*(?:\(?\s*\w{0,3}\s*@|\()", "Z/7Z"),
    StandardName("a set of numbers", "QRZC", rf"@{OPENS}\s*(?:\\sqrt|i\b|\\)", r"Q(\sqrt{2})"),
    StandardName(
        "a set of numbers",
        "RZQNC",
        r"@\s*\^\s*\{?\s*(?:n|m|[2-9]|\d\d|\+|\*|\\times)",
        "a vector in $R^3$",
        r"(?i)\b(?:vectors?|subspaces?|linear|maps?|dimension\w*|basis|lattice|function|space)\b|\\to\b",
    ),
    StandardName(
        "a set of numbers", "RZQCFN", r"[A-Z]\s*_\s*\{?[^{}$]{1,12}\}?\s*\(\s*@\s*[)_]", "GL_2(R)"
    ),
    StandardName("a known space", "LHCW", r"(?:\\in|_\s*\{?)\s*@\s*\^\s*\{?", r"\|f\|_{L^1}"),
    StandardName(
        "a known space",
        "LHCW",
        r"@\s*\^\s*\{?\s*(?:[12p]|\\infty)[^$]{0,8}(?:[(\[]|norm|space)",
        "L^2([0,1])",
    ),
    StandardName("a known space", "LHCW", r"@\s*\[\s*-?\w+\s*,\s*\w+\s*\]", "C[0,1]"),
    StandardName("a known space", (r"\ell",), r"@\s*[_^]\s*\{?\s*(?:[12p]|\\infty)", r"\ell^2"),
    StandardName("a real part", "R", r"@\s*[a-z]\s*\(|@\s*\(\s*z", "|Rf(z)|"),
    StandardName(
        "the acceleration of free fall",
        "g",
        r"@(?!\s*\()",
        r"A stone falls by $\frac{1}{2}gt^2$.",
        r"(?i)\b(?:falls?|falling|fell|drop\w*|thrown?|projectiles?|pendulums?|inclines?|launch\w*"
        r"|mass(?:es)?|weighs?|slid\w+|slides?|roll(?:s|ing)? down)\b",
    ),
    StandardName("the speed of light", "c", r"m\s*c\s*\^\s*\{?2", "E = mc^2"),
    StandardName(
        "the speed of light",
        "c",
        r"@",
        "the speed of light $c$",
        r"(?i)\b(?:photons?|relativistic|relativity|speed of light|light[- ]years?)\b",
    ),
    StandardName("a mean", "AGHQM", r"(?<![A-Za-z\\])[AGHQ]M\s*-+\s*[AGHQ]M(?![A-Za-z])", "AM-GM"),
    StandardName("acidity", "pH", r"(?<![A-Za-z\\])pH(?![A-Za-z])", "pH"),
    StandardName("a constant of physics", "PVRT", r"PV\s*=\s*nRT", "PV = nRT"),
    StandardName(
        "a constant of physics", "kBmepn", r"(?<![A-Za-z\\])(?:k_\{?B|m_\{?[epn]\b)", "k_B"
    ),
    StandardName("a constant of physics", "NA", r"(?<![A-Za-z\\])N_\{?A\b", "N_A"),
    StandardName(
        "a constant of physics",
        (r"\epsilon", r"\varepsilon", r"\mu"),
        r"@\s*_\s*\{?0",
        r"\epsilon_0",
    ),
    StandardName(
        "heads and tails",
        "HT",
        r"(?<![A-Za-z])[HT]{2,}(?![A-Za-z])|@",
        "A coin shows $HH$.",
        r"(?i)\b(?:coins?|toss\w*|flip\w*)\b",
    ),
    StandardName("truth values", "TF", r"\\(?:wedge|vee|neg|lor|land|lnot)\b", r"p \wedge q"),
    StandardName(
        "cards", "AJQK", r"@", "the $K$ of a deck", r"(?i)\b(?:playing cards?|poker|deck|suits?)\b"
    ),
    StandardName(
        "marks of a school",
        "ABCDF",
        r"@",
        "a grade of $A$",
        r"(?i)\bgrades?\s*(?:of\s*)?(?:\$|\\\()\s*[ABCDF]\s*[+-]?\s*(?:\$|\\\))",
    ),
    StandardName(
        "bases of genes",
        "ACGTU",
        r"@",
        "a strand of DNA with an $A$",
        r"(?i)\b(?:DNA|RNA|nucleotides?|codons?|genes?|alleles?)\b",
    ),
    StandardName(
        "an element",
        "CHONUK",
        r"@",
        "the carbon $C$",
        r"(?i)\b(?:carbon|oxygen|hydrogen|nitrogen|isotopes?|uranium)\b",
    ),
    StandardName(
        "Roman numerals",
        "IVXLCDM",
        r"(?<![A-Za-z\\])(?=[IVXLCDM]{2,}(?![A-Za-z]))(?=[A-Z]*[IVX])M*(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})(?![A-Za-z])",
        "XL",
        unless=FIGURES,
    ),
    StandardName("a statistic", (r"\chi",), r"@\s*\^\s*\{?2", r"\chi^2"),
    StandardName(
        "a derivative", "D", r"@\s*(?:_\s*\{?[xyt]\b|[fgpuy]\b|\^\s*\{?2\}?\s*[fguy]\b)", "D_x f"
    ),
    StandardName(
        "a derivative", "D", r"@", "the derivative $Df$", r"(?i)\bdifferentiat\w+|\bderivatives?\b"
    ),
    StandardName("a probability", "P", rf"@{OPENS}[^()$]*(?:=|<|>|\\l|\\g|\\mid|\|)", "P(X = 2)"),
    StandardName("a set of numbers", "RZQNC", r"@\s*\^\s*\{?\s*(?:[+*]|\\times|\\ast)", "Z^+"),
    StandardName(
        "a known space",
        "STDRP",
        r"@\s*\^\s*\{?\s*[\dn]",
        "the Euler characteristic of $S^2$",
        r"(?i)\b(?:Euler characteristic|homolog\w*|fundamental|homotop\w*|genus|surfaces?"
        r"|cover\w*|knots?)\b"
        r"|\\pi_\{?\d|H_\{?\d\}?\(",
        unless=FIGURES,
    ),
)
