r"""What letters mean by convention or grammar: words, units, coordinates, articles."""

import re
from collections.abc import Iterable, Iterator, Sequence, Set

from clipo_bench.perturbations.text.latex import words

LOWER_GREEK = words(
    r"\alpha \beta \gamma \delta \epsilon \varepsilon \zeta \eta \theta \vartheta \kappa \lambda "
    r"\mu \nu \xi \rho \sigma \tau \phi \varphi \chi \psi \omega \ell"
)
UPPER_GREEK = words(r"\Gamma \Delta \Theta \Lambda \Xi \Phi \Psi \Omega")
# An i that counts, and an I that is defined, are symbols like others.
_INDEX = re.compile(
    r"_\s*\{?\s*i\b|(?<![A-Za-z\\])i\s*_|\bi\s*=\s*\d|\d\s*(?:<|\\leq?)\s*i\b|\bj\s*=\s*i\b"
    r"|\bi\s*=\s*j\b|\bi\W{1,9}and\W{1,9}j\b"
)
# What a sum counts with: `\sum_{i=1}`.
_BOUND = re.compile(r"\\(?:sum|prod|bigcup|bigcap)\s*(?:\\limits\s*)?_\s*\{[^{}=$]{0,12}\bi\s*=")
# In `3 + 4i`, or `a + bi`, the i may be either.
_MAY_BE_IMAGINARY = re.compile(r"(?<![\w{])(?:\d+|[a-z])\s*[+-]\s*(?:\d*|[a-z])i\b(?!\s*[+\-}])")
# Signs that i is the imaginary unit: "complex", `e^{i`, `\overline{z}`, `i^2 = -1`.
_IMAGINARY = re.compile(
    r"(?i:complex|imaginary|conjugate|of unity|argand)|\\operatorname\{?(?:Re|Im|cis)|\\(?:Re|Im)\b"
    r"|\bcis\b|\\overline\s*\{?\s*z|\|\s*z|\\sqrt\s*\{?\s*-|\bi\s*\^\s*\{?2\}?\s*=\s*-"
    r"|(?:e\s*\^\s*\{?|\\exp\s*(?:\\left)?\()[^{}()$]{0,12}(?<![A-Za-z_])i\b"
)
# An e between d and f is one of a row, unless there are powers of e.
_IN_A_ROW = re.compile(
    r"(?<![A-Za-z\\])d(?:[\s,+$]|\\[()]|and){1,9}e(?:[\s,+$]|\\[()]|and){1,9}f(?![A-Za-z(])"
)
# Signs that e is Euler's number: `e^x`, `\ln`, "logarithm".
_EULER = re.compile(r"(?<![A-Za-z\\])e\s*\^|\\(?:ln|exp|log)\b|(?i:\beuler|\blogarithm)")
# An I that the text defines: "Let $I", `I =`, `I_1 =`, `I(t) =`.
_DEFINED_I = re.compile(
    r"(?i:let)\s*(?:\$|\\\()\s*I\b|(?<![A-Za-z\\])I\s*(?:_\s*(?:\w|\{[^{}]*\})|\([^()]*\))?\s*(?:&\s*)?="
)
# Where I may be a fixed object: "matrix", "identity", "ideal", "unit".
_UNIT_MATRIX = re.compile(r"(?i)matri|identit|ideal|\bunit\b")

# Runs of letters in math that are words. Longer runs that are not here must prove themselves.
MATH_WORDS = words(
    "sin cos tan cot sec csc arcsin arccos arctan arg sinh cosh tanh cis exp log ln lg lim max min "
    "sup inf gcd lcm GCD LCM GCF mod det dim ker deg sgn rank tr Tr Re Im Var Cov Pr var cov proj "
    "erf IM RE abs sqrt floor ceil round infty pi theta alpha beta gamma phi "
    "cm mm km kg mg ml mL kL ft lb lbs yd mi oz hr hrs min sec ms ns ps mph kph sq Hz kHz "
    "kN kJ kW Pa kPa "
    "st nd rd th am pm AM PM and or if for of to is in on at by as an be no not so we with where "
    "when all are from has than then otherwise even odd each the yes per"
)
_TWO_LETTER_ENGLISH = words(
    "ad ah am an as at ax be by do ed eg et ex go he hi ie if in is it la lo ma me mr ms my no oh "
    "of ok on or ox pa pi re so st th to up us vs we nd rd cm mm km kg mg ml ft lb yd mi oz hr"
)
_NEVER_AFTER_ARTICLE = words(
    "and or is are be was were such that which in to for with equals if can divides has have so "
    "then where when respectively from at on by as not plus minus times satisfy satisfies the"
)
UNIT_LETTERS = frozenset("mgshLlNJWVKCFA")
SPACING = frozenset({"\\,", "\\ ", "\\;", "\\:", "\\!", "~"})


GREEK_COORDINATES = (r"\theta", r"\phi", r"\rho", r"\varphi")
ARITHMETIC_FUNCTIONS = (r"\phi", r"\varphi", r"\sigma", r"\tau", r"\mu", r"\omega", r"\Omega")
_ALL = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
_EVERY = (*_ALL, *LOWER_GREEK, *UPPER_GREEK)

# (why, the letters, the text in which they have that meaning)
_CONVENTIONS: tuple[tuple[str, Sequence[str], str], ...] = (
    (
        "named coordinates",
        "xyz",
        r"(?i)\b(ax[ie]s|intercepts?|coordinates?|planes?|slopes?|graph(s|ed|ing)?|lines?|points?"
        r"|parabolas?|ellipses?|hyperbolas?|circles?|curves?|origin|quadrants?|vectors?"
        r"|asymptotes?|tangent|foc(i|us)|directrix|vert(ex|ices)|regions?|spheres?|reflect\w*"
        r"|rotat\w*|translat\w*|shift\w*|horizontal\w*|vertical\w*)\b|\\vec|\\begin\{[pb]matrix",
    ),
    ("named coordinates", "XYZ", r"(?i)\b(ax[ie]s|coordinates?)\b"),
    ("named coordinates", "r", r"(?i)\b(polar|spherical|cylindrical|rectangular)\b"),
    (
        "a differential",
        "d",
        r"(?i)\b(derivative|differential|integra\w+)",
    ),
    ("a probability", "PEV", r"(?i)\b(probabilit\w+|expected|expectation|variance|chances?)\b"),
    (
        "a named distribution",
        "NEPVBUX",
        r"(?i)\b((normal|uniform|exponential)\w* distribut\w+|distributions?|random variables?"
        r"|i\.i\.d|poisson|binomial|gaussian|markov|covariance)\b",
    ),
    ("a count of choices", "CP", r"(?i)\b(combinations?|permutations?)\b"),
    ("a transpose", "T", r"(?i)\btranspose"),
    ("a picture's code", _EVERY, r"\\(setlength|begingroup|unitlength|special|put|multiput)\b"),
    ("a complement", "c", r"(?i)\bcomplement\b"),
    (
        "digits",
        "ABCDEF",
        r"(?i)hexadecimal|\bbase[- ]*\$?(1[1-6]|eleven|twelve|thirteen|sixteen)|_\{?1[1-6]\b",
    ),
    ("Roman numerals", "IVXLCDM", r"(?i)\broman\b"),
    ("named coordinates", GREEK_COORDINATES, r"(?i)\b(polar|spherical|cylindrical)\b"),
    (
        "arithmetic functions",
        ARITHMETIC_FUNCTIONS,
        r"(?i)\b(totient|euler|relatively prime|coprime|divisors?|m[oö]bius|golden)\b",
    ),
    (
        "a named distribution",
        (r"\mu", r"\sigma", r"\lambda", r"\Phi", r"\chi"),
        r"(?i)\b(normal\w*|poisson|exponential\w*|mean|deviation|variance|distribut\w+)\b|\\sim\b",
    ),
    (
        "letters as letters",
        _EVERY,
        r"(?i)\b(letters?|alphabet\w*|vowels?|consonants?|spell\w*|cryptarithm\w*)\b",
    ),
    (
        "symbols of a science",
        _EVERY,
        r"(?i)\b(gravit\w+|planck|boltzmann|speed of light|gas constant|electr\w+|magnet\w+"
        r"|protons?|photons?|atoms?|molecul\w+|chemi\w+|reactions?|coulombs?|molar|moles?"
        r"|celsius|kelvins?|joules?|newtons?|volt\w*|ohms?|amperes?|farads?|henrys|tesla|watts?"
        r"|wavelengths?|momentum|forces?|acceleration|friction|pressure|flux|capaci\w+"
        r"|resist(ors?|ance)|circuits?|signals?|impedance|DFT|channels?|entropy|bits|distortion"
        r"|isomorphi\w*|homomorphi\w*|topolog\w+|manifolds?|galois|hilbert|banach|lebesgue"
        r"|fourier|laplace|eigenvalues?|regression|correlation\w*|hypothes[ie]s"
        r"|stationary|estimat(or|ion)\w*|confidence)\b",
    ),
)
# A letter that names something fixed: "x-axis", `$y$-intercept`, "t-test".
_NAMED_BY_SUFFIX = re.compile(
    r"([A-Za-z])\s*(?:\$|\\\))?\s*-\s*(?:axis|axes|intercepts?|coordinates?|plane|direction"
    r"|components?|values?|scores?|tests?|statistics?)\b"
)
# A letter joined to a word: `n\text{-gon}`.
_BEGINS_A_WORD = re.compile(r"([A-Za-z])\s*\\text\s*\{?-")
# The start of a sentence: after ". ", `.$ `, "? ", a line break.
_SENTENCE_END = re.compile(r"(\A|[.?!:;\"“”‘(\[\n]|\\\\|[.?!](?:\$|\\\)|\\\]))\s*$")
# What follows an article: " word", " $x$", " 5".
_ARTICLE_AFTER = re.compile(r"\s+[\"“‘'`(\[]?\s*(?:(?P<word>[A-Za-z]{2,})|\d|\$|\\)")
# An open `\text{` before the place.
_IN_TEXT_COMMAND = re.compile(r"\\(?:text\w*|mbox|hbox|emph)\s*\{[^{}]*\Z")
# "triangle", `\Delta ABC`.
_TRIANGLE = re.compile(r"(?i)triangle|\\Delta\s*[A-Z]{3}")
# The corners of a named triangle: "triangle $ABC$", `\Delta ABC`.
_TRIANGLE_NAMED = re.compile(r"(?:[Tt]riangles?|\\Delta)\W{0,5}([A-Z]{3})(?![A-Z])")
# A prescribed form of the answer: "in the form $a + b$", "relatively prime".
_ANSWER_FORM = re.compile(r"(?i)in the form|expressed|written as|relatively prime|integers")
# "e.g.", "i.e.", "p. 5", "U. S. ".
_ABBREVIATIONS = re.compile(r"\be\.g\.|\bi\.e\.|\bpp?\.\s?\d|(?:\b[A-Z]\.\s?){2,}")
# Words after which a letter in prose is a name: "triangle ABC", "the value of x".
_NAMING = words(
    "triangle triangles quadrilateral square rectangle parallelogram rhombus trapezoid kite "
    "pentagon hexagon octagon polygon tetrahedron pyramid prism cube angle angles arc chord "
    "diameter radius side sides edge edges segment segments ray rays line lines point points "
    "vertex vertices circle circles center centered set sets matrix matrices function functions "
    "polynomial number numbers integer integers variable variables value values constant "
    "constants length lengths of for by to from at and or is let if find where when between "
    "through than equals plus minus times in on diagonal diagonals midpoint base bases altitude "
    "median leg legs hypotenuse face corner tangent axis city town village house car train team "
    "group box bag jar urn die pipe pump card pile row column player person bisector"
)


def constants(text: str) -> Iterator[tuple[str, str]]:
    """The letters that are constants wherever they stand in this text's math."""
    if not _IN_A_ROW.search(text) or _EULER.search(text):
        yield "e", "Euler's number"
    may_be = _MAY_BE_IMAGINARY.search(text) is not None and not _BOUND.search(text)
    if may_be or not _INDEX.search(text) or _IMAGINARY.search(text):
        yield "i", "the imaginary unit"
    if not _DEFINED_I.search(text) or _UNIT_MATRIX.search(text):
        yield "I", "pronoun or identity"


def conventional_letters(text: str) -> Iterator[tuple[Iterable[str], str]]:
    """The letters to which the text's subject gives a meaning, with that meaning."""
    for why, letters, pattern in _CONVENTIONS:
        if re.search(pattern, text):
            yield letters, why
    yield _NAMED_BY_SUFFIX.findall(text), "named coordinates"
    yield _BEGINS_A_WORD.findall(text), "begins a word"


def prose_letters(text: str, start: int, run: str) -> str:
    """The letters of a word in prose that stand for something: "the value of x", "triangle ABC".

    Args:
        text: what the word stands in.
        start: where it starts.
        run: the word.
    """
    if re.match(r"-\d", text[start + len(run) :]) or _is_abbreviation(text, start):
        return ""
    if len(run) == 1:
        return "" if _is_grammar(text, start, run) else run
    if run in MATH_WORDS:
        return ""
    if run.isupper() and len(run) <= 8:
        return run
    if re.fullmatch("[a-z]th", run):
        return run[0]
    pair = len(run) == 2 and run.islower() and run not in _TWO_LETTER_ENGLISH
    return run if pair or (len(run) == 3 and not set(run.lower()) & set("aeiouy")) else ""


def _is_abbreviation(text: str, start: int) -> bool:
    """Whether it is a part of "e.g.", "i.e.", "p. 5", or one of a person's initials."""
    around = text[max(0, start - 6) : start + 8]
    return any(
        match.start() <= min(start, 6) < match.end() for match in _ABBREVIATIONS.finditer(around)
    )


def sides_and_corners(text: str, used: Set[str]) -> set[str]:
    """The letters that convention ties together: side a of a triangle lies opposite corner A."""
    found: set[str] = set()
    if not _TRIANGLE.search(text):
        return found
    for corners in {"ABC", *_TRIANGLE_NAMED.findall(text)}:
        sides = set(corners.lower()) & used
        if set(corners) <= used and (len(sides) == 3 or (sides and not _ANSWER_FORM.search(text))):
            found |= sides | set(corners)
    return found


def is_enumerator(text: str, start: int, run: str) -> bool:
    """Whether a letter in prose numbers a part of the question, as in "(a) ... (b) ..."."""
    listed = "(a)" in text and "(b)" in text
    return listed and len(run) == 1 and text[start - 1 : start + 2] == f"({run})"


def names_symbols(text: str, start: int, run: str) -> bool:
    """Whether a word in prose surely names the symbols that stand in math elsewhere.

    Args:
        text: what the word stands in.
        start: where it starts.
        run: the word, a letter or a run of capitals.
    """
    before, after = text[max(0, start - 30) : start], text[start + len(run) : start + len(run) + 3]
    if _IN_TEXT_COMMAND.search(text[max(0, start - 100) : start]):
        return False
    if before.endswith('"') and after.startswith('"'):  # all of a diagram's label
        return len(run) == 1
    if re.match(r"\.?[\w'’)\-/:_^$\\]", after) or run == "I":
        return False
    if len(run) > 1:  # all of its letters are symbols
        return True
    previous = re.search(r"([A-Za-z]+)(,?\s+)\Z", before)
    if previous is None:
        return False
    word = previous[1]
    listed = len(word) == len(run) == 1 and "," in previous[2]
    return listed or ("," not in previous[2] and word.lower() in _NAMING)


def _is_grammar(text: str, start: int, letter: str) -> bool:
    """Whether a letter alone is an article, or what is left of "don't" and "Bob's"."""
    before, after = text[max(0, start - 10) : start], text[start + 1 : start + 40]
    if re.search(r"[\w$)]['’]$", before):
        return letter in "stdm"
    if re.search(r"\d\Z", before) and letter == "s":
        return True
    follows = _ARTICLE_AFTER.match(after)
    if letter not in "aA" or follows is None or follows["word"] in _NEVER_AFTER_ARTICLE:
        return False
    return letter == "a" or _SENTENCE_END.search(before) is not None
