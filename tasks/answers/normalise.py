r"""Rewrite an answer so that spellings of the same thing become one text.

Only notation is touched, never value: ``\dfrac12`` becomes ``\frac{1}{2}``, and
``\left( x = 5\,\text{apples} \right)`` loses its trimmings. Known units stay.
"""

import re
import unicodedata
from functools import lru_cache

from clipo_bench.tasks.answers.units import FACTORS, factor, name, unit

CACHE_SIZE = 2**14

_WIDE = {chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
# Digits of other scripts, such as Arabic ٣ and Hindi ३.
_DIGITS = {
    chr(code + digit): str(digit)
    for code in (0x660, 0x6F0, 0x966, 0x9E6, 0xC66, 0xE50)
    for digit in range(10)
}
FULL_WIDTH = str.maketrans(_WIDE | _DIGITS)
"""Full-width characters, such as `１２：`, and the digits of other scripts as ASCII."""
# One half to seven eighths, and zero thirds: Unicode gives each as 1⁄2.
VULGAR = {
    chr(code): rf"\frac{{{top}}}{{{bottom}}}"
    for code in (*range(0xBC, 0xBF), *range(0x2150, 0x215F), 0x2189)
    for top, _, bottom in [unicodedata.normalize("NFKC", chr(code)).partition("⁄")]
}
_CHARACTERS = str.maketrans(
    _WIDE
    | _DIGITS
    | VULGAR
    | dict.fromkeys("‐‑‒–—―−﹣", "-")
    | dict.fromkeys("°˚º", r"^\circ ")
    | {
        "×": r"\times ", "·": r"\cdot ", "÷": "/", "⁄": "/", "∕": "/",
        "π": r"\pi ", "∞": r"\infty ", "≤": r"\le ", "≥": r"\ge ",
        "≠": r"\ne ", "∪": r"\cup ", "∩": r"\cap ", "∈": r"\in ", "±": r"\pm ",
        "′": "'", "″": '"', "¢": " cents", "\u2126": r"\Omega ", "\u03a9": r"\Omega ",
        "\u00a0": " ", "\u202f": " ", "\u2009": " ", "\u200b": "", "\u2061": "", "\ufeff": "",
        "\x00": "",
    }
)  # fmt: skip
_SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_SUBSCRIPTS = "₀₁₂₃₄₅₆₇₈₉"
_RAISED = re.compile(rf"⁻?[{_SUPERSCRIPTS}]+")
_LOWERED = re.compile(rf"[{_SUBSCRIPTS}]+")
_PLAIN_DIGITS = str.maketrans("⁻" + _SUPERSCRIPTS + _SUBSCRIPTS, "-" + 2 * "0123456789")

_FUNCTIONS = "sin|cos|tan|cot|sec|csc|ln|log|arcsin|arccos|arctan|sinh|cosh|tanh|exp"
# Commands whose backslash JSON doubled; in a matrix two backslashes end a row.
_DOUBLED = re.compile(
    r"(?<!\\)\\\\(?=(?:[dtc]?frac|text|sqrt|pi|left|right|cdot|times|leq?|geq?|in|infty|cup|pm)"
    r"(?![A-Za-z]))"
)
_SHORT_FACTORS = {"k": "thousand", "K": "thousand", "M": "million", "B": "billion"}
_MONEY = re.compile(
    r"^\s*(?P<minus>-?)\s*(?:US)?\\?(?P<sign>[$€])\s*(?P<amount>-?[\d.,{}!\\ ]*\d"
    rf"(?:\s*(?:{'|'.join(FACTORS)}))?)(?P<short>[{''.join(_SHORT_FACTORS)}]?)\s*\.?\s*$"
)

_REWRITES: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        (r"(?<!\\)\{\s*,\s*\}|,\s*\\!\s*", ","),
        (r"(?<=\d)[’‘](?=\d{3})", "'"),
        # 34,500a^2
        (r"(?<=\d),(?=(?:\d{3},)*\d{3}(?:[a-z](?![A-Za-z])|\\(?:pi|sqrt)(?![A-Za-z])))", ""),
        (r"\\(?:phantom|color)\s*\{[^{}]*\}|\\textcolor\s*\{[^{}]*\}|\\checkmark(?![A-Za-z])", ""),
        (r"\\(?:boldsymbol|bm|pmb|underline)\s*(?=\{)", ""),
        (r"^\s*\*\*(.+)\*\*[\s.]*$", r"\1"),
        (
            r"\\(?:tiny|small|normalsize|large|Large|LARGE|huge|Huge|bf|rm|it|mathstrut)(?![A-Za-z])"
            r"|\\hspace\*?\s*\{[^{}]*\}",
            " ",
        ),
        (r"(?<=[\d,])\s?(?:\.{3,}|…)", r"\\ldots "),
        (r"(?<=\d)((?:\s|\\[,;:! ]|~)*)\\Omega\s*$", r"\1 ohm"),
        (r"^\s*\\overline\s*\{\s*([A-Z]{2})\s*\}\s*$", r"\1"),
        (r"^\s*\\(?:angle|triangle)(?![A-Za-z])\s*([A-Z]{3})\s*$", r"\1"),
        (r"\\varnothing(?![A-Za-z])|∅|\\\{\s*\\\}", r"\\emptyset "),
        (r"\\langle(?![A-Za-z])|⟨", "("),
        (r"\\rangle(?![A-Za-z])|⟩", ")"),
        (r"(?<=[\d)])(or|and)(?=[A-Za-z(\d\\\s-])", r" \1 "),
        (rf"(?<![\\A-Za-z])({_FUNCTIONS})(?=\s*[\d(^_{{\\]|\s[a-z]\b)", r"\\\1 "),
        (r"\\[!]", ""),
        (
            r"(?<!\\)\\(?:[,;:> ]|quad|qquad|displaystyle|textstyle|limits|nolimits)(?![A-Za-z])|~",
            " ",
        ),
        (r"\\(?:left|right|[bB]igg?[lrm]?)(?![A-Za-z])\s*\.?", ""),
        (r"(?<!\\)\\[()\[\]]|\\?\$|[€£¥₹]|\\pounds(?![A-Za-z])", " "),
        (r"\\[dtc]frac(?![A-Za-z])", r"\\frac"),
        (r"\\frac\s*(\d)\s*(\d)", r"\\frac{\1}{\2}"),
        (r"\\frac\s*(\d)\s*\{", r"\\frac{\1}{"),
        (r"\\frac\s*(\{[^{}]*\})\s*(\d)", r"\\frac\1{\2}"),
        (r"(\\frac\{[^{}]*\}\{[^{}]*\})\s*(?=\d)", r"\1 \\cdot "),
        (r"\\mathbb\s+([A-Z])", r"\\mathbb{\1}"),
        (rf"\\operatorname\s*\{{\s*({_FUNCTIONS})\s*\}}", r"\\\1 "),
        (r"\\sqrt\s*(\d|[A-Za-z](?![A-Za-z]))", r"\\sqrt{\1}"),
        (r"\\sqrt\s*\[(\d+)\]\s*(\d|[A-Za-z](?![A-Za-z]))", r"\\sqrt[\1]{\2}"),
        # \sqrt(x) can only mean the root of x: 4\sqrt(2)
        (r"\\sqrt\s*(\[\d+\])?\s*\(((?:[^()]|\([^()]*\))*)\)", r"\\sqrt\1{\2}"),
        (r"(?:√|(?<![\\A-Za-z])sqrt)\s*(?:\(([^()]*)\)|(\d+))", r"\\sqrt{\1\2}"),
        (r"∛\s*(?:\(([^()]*)\)|(\d+))", r"\\sqrt[3]{\1\2}"),
        (r"(?<![\\A-Za-z])(?:infinity|infty|inf|oo)(?![A-Za-z])", r"\\infty "),
        (r"(?<![\\A-Za-z])pi(?![A-Za-z])", r"\\pi "),
        (r"\s(?:union|U)\s", r" \\cup "),
        (r"\(\s*(\w+) choose (\w+)\s*\)", r"\\binom{\1}{\2}"),
        (r"\^\s*(-?\d{2,}|-\w|[A-Za-z](?![A-Za-z]))", r"^{\1}"),
        (r"_\s*\{\s*(\w)\s*\}(?!\w)", r"_\1"),
        (r"\^\s*\{?\s*\\prime(?![A-Za-z])\s*\}?", "'"),
        (r"\*\*", "^"),
        (r"\\(?:leq|leqslant)(?![A-Za-z])|<=", r"\\le "),
        (r"\\(?:geq|geqslant)(?![A-Za-z])|>=", r"\\ge "),
        (r"\\neq(?![A-Za-z])|!=", r"\\ne "),
        (r"\^\s*\{\s*\\circ\s*\}|\\deg(?:ree)?(?![A-Za-z])", r"^\\circ"),
        (r"\\%|\bper\s?cent\b|\bpct\b|\bpercentage\b", "%"),
        (r"\s+", " "),
        # 29\sqrt{3} units, 12\pi square units
        (
            r"(?<=[\d)}\]a-z])\s+(?:(?:square|sq\.?|cubic|cu\.?)\s+)?units?(?:\s*\^\s*\{?\d\}?)?\s*\.?\s*$",
            "",
        ),
        # \max\{a, b\} is \max(a, b)
        (r"\\(max|min|gcd|lcm)\s*\\\{([^{}]*)\\\}", r"\\\1(\2)"),
    )
)
# A measure word of Chinese, Japanese or Korean behind a number, as in 12个 or 12元; no factor.
_COUNTED = re.compile(
    r"(?<=[\d%})])\s*(?![万亿百十億萬%]|千(?![克米瓦卡])|分之)[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]{1,6}\s*[。.]?$"
)
# A word of another script behind a number, as in 12 яблок or 12 บาท, that is no factor either.
_FOREIGN = r"[\u0400-\u04ff\u0590-\u06ff\u0900-\u0e7f]"
_FOREIGN_COUNTED = re.compile(
    r"(?<=[\d%])\s+(?!тыс|мил|млн|млрд|हज|लाख|करोड|ألف|مليون|พัน|หมื่น|แสน|ล้าน)"
    rf"{_FOREIGN}+(?:\s{_FOREIGN}+)?\s*\.?$"
)
_CJK_OR = re.compile(r"\s*(?:或者?|和|、|または|또는|와)\s*")
# What says that the question has no answer that anybody can know.
_UNDETERMINED = re.compile(
    r"\b(?:can(?:no|')t|can not|could not|impossible to|not possible to|unable to|no way to)"
    r"\s+(?:be\s+)?(?:uniquely\s+)?(?:determined?|solved?|answer(?:ed)?|calculated?|found|find|known?|tell"
    r"|computed?|say)\b"
    r"|\b(?:not enough|insufficient|not sufficient|too little|missing) (?:information|data|details)"
    r"|(?:\bnot|n't) (?:\w+ ){1,3}enough (?:information|data|details)"
    r"|\bnot (?:given|specified|provided|stated)\b"
    r"|\bunanswerable\b|\bunsolvable\b|\bindeterminate\b|\bnot determinable\b"
    r"|\bundetermined\b|无法(?:确定|求解|计算|回答)",
    re.IGNORECASE,
)
UNDETERMINED = "undetermined"

_TEXT = (
    r"\\(?:text(?:bf|it|rm|normal|sf|tt)?|emph|mathrm|mathbf|mathit|mathsf|mbox|hbox|operatorname)"
)
_UNIT = re.compile(
    rf"(?:(?<=[\d}})%])|(?<=\\pi)|(?<=\\pi\s))\s*(?!\\mathbf){_TEXT}\s*"
    r"\{(?!\s*(?:e|i|and|or|[ap]\.?m\.?)\s*\})(?P<words>[^{}]*)\}"
    r"(?P<power>(?:\s*\^\s*\{?-?\d\}?)?)\s*$"
)
_WRAPPED = re.compile(rf"{_TEXT}\s*\{{([^{{}}]*)\}}")
# 2^k for k \\ge 1 is 2^k, k \\ge 1
_CONDITION = re.compile(
    r"\s?,?\s(?:for all|for|where|with|when|if)\s+"
    r"(?=[a-z]\s*(?:[<>=]|\\(?:le|ge|ne|in|lt|gt)(?![A-Za-z])))"
)
_NEGATIVE = re.compile(r"^\s*(?:negative|minus)\s+(?=[\d\\$.])", re.IGNORECASE)
_SENTENCES = re.compile(r"(?<=[.!?])\s+|\n+")
MAX_SENTENCE = 300
_FRENCH = re.compile(r"(?P<opening>[\[\]])(?P<ends>[^\[\]]+,[^\[\]]+)(?P<closing>[\[\]])")
_CLOCK = re.compile(r"(?<=\d)(?::00)?\s*(?P<half>[ap])\.?\s?m\b\.?", re.IGNORECASE)
_NAME = r"[A-Za-z](?:_(?:\w+|\{[^{}]*\})|')?"
_SOLVED = re.compile(rf"(?P<value>[-+]?[\d.,/ ]+)=\s*(?P<name>{_NAME})")
_ASSIGNMENT = re.compile(
    rf"^(?P<name>{_NAME}(?:\([A-Za-z]\))?|\({_NAME}(?:\s*,\s*{_NAME})*\)|\\angle\s*[A-Z]+|[A-Z]{{2,3}})"
    r"\s*(?:=|\\in(?![A-Za-z]))\s*(?=\S)"
)

_APPROXIMATION = re.compile(
    rf"^(?:{_NAME}\s*)?(?:\\approx|≈)\s*|^(?:about|approximately|approx\.?|roughly)\s+(?=[\d.\\-])"
    r"|(?<=\S)\s*(?:\\approx|≈).*$",
    re.DOTALL | re.IGNORECASE,
)

# One text for each of what people say in different words.
_PHRASES = {
    phrase: meaning
    for meaning, phrases in {
        "does not exist": ("dne", "not exist", "do not exist", "doesn't exist"),
        "no real solution": ("no real solutions",),
        "no solution": ("no solutions",),
        r"\emptyset": ("empty set", "the empty set"),
        r"\mathbb{R}": ("all real numbers", "all reals", "the real numbers", "real numbers"),
    }.items()
    for phrase in phrases
}


@lru_cache(CACHE_SIZE)
def normalise(text: str) -> str:
    """Rewrite an answer to one spelling; see the module's head."""
    if text.isascii() and text.isdigit():
        return text
    if r"\begin" not in text:
        text = _DOUBLED.sub(r"\\", text)
    text = _MONEY.sub(_money, text)
    text = _RAISED.sub(lambda match: f"^{{{match[0].translate(_PLAIN_DIGITS)}}}", text)
    text = _LOWERED.sub(lambda match: f"_{{{match[0].translate(_PLAIN_DIGITS)}}}", text)
    text = text.translate(_CHARACTERS)
    for pattern, replacement in _REWRITES:
        text = pattern.sub(replacement, text)
    text = _UNIT.sub(_unit, text)
    text = _WRAPPED.sub(lambda match: f" {match[1].strip()} ", text)
    if not text.isascii():
        text = _FOREIGN_COUNTED.sub("", text.strip())
        text = _COUNTED.sub("", _CJK_OR.sub(", ", " ".join(text.split())))
    text = _NEGATIVE.sub("-", _CONDITION.sub(", ", text))
    text = _CLOCK.sub(lambda match: f" {match['half'].lower()}m", text)
    text = " ".join(text.split()).strip("*").rstrip(".,;: ").strip()
    text = text.rstrip("\\ ")
    if len(text) <= MAX_SENTENCE and _UNDETERMINED.search(text):
        return UNDETERMINED
    text = _PHRASES.get(text.lower(), text)
    return _APPROXIMATION.sub("", _frenchless(text))


def undetermined(text: str) -> str | None:
    """The sentence that ends a text, if it says that nobody can tell the answer; else None."""
    for sentence in reversed(_SENTENCES.split(text.strip()[-2 * MAX_SENTENCE :])[-2:]):
        if len(sentence) <= MAX_SENTENCE and "=" not in sentence and _UNDETERMINED.search(sentence):
            return sentence.strip()
    return None


def _frenchless(text: str) -> str:
    """An interval with its brackets turned outwards, as ``]1, 2]``, in the usual ones."""
    match = _FRENCH.fullmatch(text)
    if not match:
        return text
    opening, closing = "[("[match["opening"] == "]"], "])"[match["closing"] == "["]
    return f"{opening}{match['ends']}{closing}"


def _money(match: re.Match[str]) -> str:
    """An amount with its currency as a unit; a ``$`` alone may as well begin mathematics."""
    currency = "dollars" if match["sign"] == "$" else "euros"
    return f"{match['minus']}{match['amount']} {_SHORT_FACTORS.get(match['short'], '')} {currency}"


def _unit(match: re.Match[str]) -> str:
    """A known unit and words that begin with a factor stay, with no unit of a single letter."""
    words = re.sub(r"[A-Za-z]+", lambda word: name(word[0]), match["words"].strip())
    words += match["power"]
    return f" {words}" if factor(words) > 1 or unit(words) else ""


def split_name(text: str) -> tuple[str, str]:
    r"""Take a normalised ``x = 5`` or ``x \in S`` apart; other equations have no name."""
    if turned := _SOLVED.fullmatch(text):  # 5 = x
        return turned["name"], turned["value"].strip()
    match = _ASSIGNMENT.match(text) if text.count("=") <= 1 else None
    return (match["name"], text[match.end() :]) if match else ("", text)


def rename(name: str, other: str, value: str) -> str:
    """The value of a function with its argument named as in `other`: ``f(n)`` is ``f(x)``."""
    old, new = (re.search(r"\(([A-Za-z])\)$", text) for text in (name, other))
    if not old or not new or old[1] == new[1] or re.search(_variable(new[1]), value):
        return value
    return re.sub(_variable(old[1]), new[1], value)


def _variable(letter: str) -> str:
    return rf"(?<![A-Za-z\\]){letter}(?![A-Za-z])"


def same_name(one: str, other: str) -> bool:
    r"""Whether two names may mean the same: ``x_{1}`` is ``x_1``, and ``x`` too; none is any."""
    a, b = (re.sub(r"\\angle|[{}\s]|(?<=\w)\([A-Za-z]\)$", "", name) for name in (one, other))
    if not a or not b or a == b:
        return True
    return a.partition("_")[0] == b.partition("_")[0] and ("_" in a) != ("_" in b)
