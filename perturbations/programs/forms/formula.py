r"""Formula: a piece of LaTeX mathematics as a tree, which knows where each of its numbers stands.

``3x^2 - \frac{1}{2}`` is a sum of a product and a quotient, whose numbers 3, 2, 1 and 2 may be
given other values. What the grammar does not know is refused, never guessed at.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

_TOKEN = re.compile(
    r"(?P<row>\\\\|,?\s*\\(?:text|mbox|textrm)\s*\{[\s,]*and\s*\})"
    r"|(?P<if>,?\s*\\(?:text|mbox|textrm)\s*\{\s*(?:if|for|when)?\s*\})"
    r"|(?P<parity>\\(?:text|mbox|textrm)\s*\{\s*is (?:odd|even)\s*\})"
    r"|(?P<begin>\\begin\{(?:cases|array|aligned)\}(?:\s*\{[lcr| ]+\})?)"
    r"|(?P<end>\\end\{(?:cases|array|aligned)\})"
    r"|(?P<skip>\s+|\\\$(?=\s*[\d.])|\\[,;:! ]|~"
    r"|\\(?:left|right|displaystyle|limits|quad|qquad)(?![A-Za-z])"
    r"|\\renewcommand\{\\arraystretch\}\{[\d.]+\}|\\triangle(?=\s*\{?[A-Z]{3})|\\underline(?=\s*\{)"
    r"|\^(?:\{\\text\{(?:st|nd|rd|th)\}\}|\\text\{(?:st|nd|rd|th)\}))"
    r"|(?P<number>\d{1,3}(?:(?:,\\!|,|\{,\}|\\,)\d{3})+(?!\d)|\d+\.\d+|\.\d+|\d+)"
    r"|(?P<divisor>\\mathop\{\\text\{(?:lcm|gcd)\}\}|\\(?:text|mathrm|operatorname)\{(?:lcm|gcd)\}"
    r"|\\gcd(?![a-z]))"
    r"|(?P<command>\\(?:begin|end)\{[pv]matrix\}|\\(?:operatorname|text|mathrm)\{(?:proj|arccot)\}"
    r"|\\(?:mathbf|bold|vec) ?\{[A-Za-z0]\}|\\[A-Za-z]+|\\[{}%$|\\])"
    r"|(?P<letter>[A-Za-z])"
    r"|(?P<sign>.)",
    re.DOTALL,
)
_PLAIN_TEXT = {"row": ",", "if": "if", "begin": "begin", "end": "end"}
_DOTS = (r"\cdots", r"\dots", r"\ldots", r"\dotsb", r"\dotsm", r"\dotsc")
_SEPARATOR = re.compile(r",\\!|,|\{,\}|\\,")
FUNCTIONS = {
    r"\sin": "sin",
    r"\cos": "cos",
    r"\tan": "tan",
    r"\cot": "cot",
    r"\sec": "sec",
    r"\csc": "csc",
    r"\arcsin": "asin",
    r"\arccos": "acos",
    r"\arctan": "atan",
    r"\operatorname{arccot}": "acot",
    r"\ln": "ln",
    r"\log": "log",
    r"\gcd": "gcd",
    r"\lcm": "lcm",
    r"\det": "det",
}
CONSTANTS = {r"\pi": "pi"}
GREEK = (
    "alpha",
    "beta",
    "gamma",
    "theta",
    "phi",
    "omega",
    "lambda",
    "mu",
    "delta",
    "epsilon",
    "rho",
)
_TIMES = (r"\cdot", r"\times", "*", r"\div", "/")
RELATIONS = {
    "=": "=",
    "<": "<",
    ">": ">",
    r"\leq": "<=",
    r"\le": "<=",
    r"\geq": ">=",
    r"\ge": ">=",
    r"\lt": "<",
    r"\gt": ">",
    r"\equiv": "congruent",
    r"\neq": "!=",
    r"\ne": "!=",
}
_CLOSING = {"(": ")", "[": "]", "{": "}", r"\{": r"\}", r"\lfloor": r"\rfloor"}
_CLOSING |= {r"\lceil": r"\rceil", "|": "|", r"\lvert": r"\rvert", r"\|": r"\|"}
_FRACTIONS = (r"\frac", r"\dfrac", r"\tfrac", r"\cfrac")
_TAKE_DIGITS = (*_FRACTIONS, r"\sqrt", r"\binom", r"\dbinom")
_ARRAYS = {r"\begin{pmatrix}": r"\end{pmatrix}", r"\begin{vmatrix}": r"\end{vmatrix}"}
_PROJECTIONS = (r"\operatorname{proj}", r"\text{proj}", r"\mathrm{proj}")
_BOLD = re.compile(r"\\(?:mathbf|bold|vec) ?\{(.)\}")
_OF_ARRAYS = ("+", "neg", "*", "/", "^", "cross")  # what is made of arrays is one
_DEEPEST = 40
_FEWEST_TERMS = 2


class NotFormula(ValueError):
    """A piece of LaTeX that the grammar does not know."""


@dataclass(frozen=True, slots=True)
class Literal:
    """A number as it is written.

    Attributes:
        place: which number of the whole text it is, from 0.
        value: what it is worth.
    """

    place: int
    value: Fraction


@dataclass(frozen=True, slots=True)
class Name:
    """A variable or a constant: ``x``, ``pi``."""

    name: str


@dataclass(frozen=True, slots=True)
class Apply:
    """An operation on formulas: ``+``, ``*``, ``/``, ``^``, ``sqrt``, ``call f``, ``=``...

    ``congruent`` has two sides and a modulus, unless that is left to the words; ``mod`` a number
    and its modulus; ``repeating 1 2`` is a decimal with one digit before the two that repeat.

    ``numeral`` is a number with a letter for some digits.

    ``list`` is several formulas with commas between them, of which one may be ``dots``, and ``set``
    several in braces; ``cases`` are a value, its condition,
    another value, its condition...; ``series`` is a sum with dots for terms in its middle or at its
    end, and ``sum k`` one with a sign: what is added, the first index, the last.
    """

    operation: str
    parts: tuple["Formula", ...]


Formula = Literal | Name | Apply


@dataclass(frozen=True, slots=True)
class LatexToken:
    """A token of LaTeX, with its place in the whole text."""

    kind: str
    text: str
    start: int
    end: int


def tokens_of(text: str, start: int = 0) -> list[LatexToken]:
    """Cut a text into tokens; `start` is where it stands in a longer one."""
    found: list[LatexToken] = []
    matrices = 0  # that are open: only there do & and \\ part anything
    for match in _TOKEN.finditer(text):
        if match.lastgroup == "skip" or (match[0] == "&" and not matrices):
            continue
        matrices += (match[0] in _ARRAYS) - (match[0] in _ARRAYS.values())
        token = _token(match, start, matrices > 0)
        before = found[-1].text if found else ""
        # \log_28 is the logarithm of 8 to the base 2.
        is_base = before == "_" and len(found) > 1 and found[-2].text == r"\log"
        cut = match["number"] and (before in _TAKE_DIGITS or is_base)
        found += _digits(token) if cut else [token]
    return found


def _token(match: re.Match[str], start: int, in_matrix: bool) -> LatexToken:
    kind, text = str(match.lastgroup), match[0]
    if kind == "parity":
        text = "odd" if "odd" in text else "even"
    elif kind == "divisor":
        text = r"\lcm" if "lcm" in text else r"\gcd"
    elif not (kind == "row" and in_matrix):
        text = _PLAIN_TEXT.get(kind, text)
    return LatexToken(kind, text, start + match.start(), start + match.end())


def _digits(token: LatexToken) -> list[LatexToken]:
    r"""The digits of a number without braces: \frac12 is one half."""
    places = enumerate(token.text, start=token.start)
    return [LatexToken("number", digit, at, at + 1) for at, digit in places]


def numbers_of(formula: Formula) -> Iterator[Literal]:
    """All numbers of a formula, in no special order."""
    if isinstance(formula, Literal):
        yield formula
    elif isinstance(formula, Apply):
        for part in formula.parts:
            yield from numbers_of(part)


def names_of(formula: Formula) -> set[str]:
    """The variables of a formula."""
    if isinstance(formula, Name):
        return set() if formula.name in (*CONSTANTS.values(), "infinity") else {formula.name}
    parts = formula.parts if isinstance(formula, Apply) else ()
    kind, _, index = (
        formula.operation.partition(" ") if isinstance(formula, Apply) else ("", "", "")
    )
    bound = {index} if kind == "sum" else set()
    return {name for part in parts for name in names_of(part)} - bound


def sides_of(equation: Formula) -> tuple[Formula, Formula]:
    """Left and right side of an equation.

    Raises:
        NotFormula: it is none.
    """
    if not isinstance(equation, Apply) or equation.operation != "=":
        raise NotFormula("no equation")
    left, right = equation.parts
    return left, right


def is_array(formula: Formula) -> bool:
    """Whether a formula is a vector or a matrix, written out or as a bold letter."""
    if isinstance(formula, Name):
        return formula.name.startswith("vec ")
    if not isinstance(formula, Apply):
        return False
    kind = formula.operation.partition(" ")[0]
    return kind in ("matrix", "proj") or (kind in _OF_ARRAYS and any(map(is_array, formula.parts)))


class Parser:
    """Reads one piece of LaTeX.

    Args:
        tokens: the piece, see `tokens_of`.
        places: by where it starts, which number of the whole text a number is.
        functions: letters that are functions, so that ``f(3)`` is a call and no product.
    """

    def __init__(
        self,
        tokens: list[LatexToken],
        places: dict[int, int],
        functions: frozenset[str] = frozenset(),
    ) -> None:
        self._tokens = tokens
        self._places = places
        self._functions = functions
        self._at = 0
        self._depth = 0

    def parse(self) -> Formula:
        """Read all of it: one formula, a relation, or a list.

        Raises:
            NotFormula: the grammar does not know it.
        """
        if len(self._tokens) == 1 and self._peek() in self._functions:
            return Name(self._peek())
        if [token.text for token in self._tokens if token.text in "{}"] == ["{", "}"]:
            inner = Parser(self._tokens[1:-1], self._places, self._functions)
            if self._peek() == "{" and inner._is_numeral():  # \underline{2d2}
                return inner._numeral()
        if self._is_numeral():
            return self._numeral()
        whole = self._take("begin") if self._kind() == "begin" else ""
        items = [self._item()]
        while self._take(","):
            while self._take(","):
                pass
            if self._take(*_DOTS):
                items.append(Apply("dots", ()))
            elif self._at < len(self._tokens) and self._peek() != "end":
                items.append(self._item())
        if whole:
            self._expect("end")
        if self._take(".") and self._at < len(self._tokens):
            raise NotFormula("something stands after the full stop")
        if self._at < len(self._tokens):
            raise NotFormula(f"{self._tokens[self._at].text!r} is not understood")
        return items[0] if len(items) == 1 else Apply("list", tuple(items))

    def _is_numeral(self) -> bool:
        """Whether it is a number with letters for some digits, not the last alone: 27n5."""
        kinds = [token.kind for token in self._tokens]
        letters = {token.text for token in self._tokens if token.kind == "letter"}
        return (
            set(kinds) == {"number", "letter"}
            and len(letters) == 1
            and "number" in kinds[kinds.index("letter") :]
            and all(a.end == b.start for a, b in pairwise(self._tokens))
        )

    def _numeral(self) -> Formula:
        parts: list[Formula] = []
        while self._peek():
            if self._kind() == "number":
                parts.append(self._number())
            else:
                parts.append(Name(self._peek()))
                self._at += 1
        return Apply("numeral", tuple(parts))

    def _peek(self, ahead: int = 0) -> str:
        at = self._at + ahead
        return self._tokens[at].text if at < len(self._tokens) else ""

    def _kind(self) -> str:
        return self._tokens[self._at].kind if self._at < len(self._tokens) else ""

    def _take(self, *texts: str) -> str:
        if self._peek() and self._peek() in texts:
            self._at += 1
            return self._tokens[self._at - 1].text
        return ""

    def _expect(self, text: str) -> None:
        if not self._take(text):
            raise NotFormula(f"expected {text!r}, found {self._peek()!r}")

    def _item(self) -> Formula:
        r"""Read a part of a list, which may be dots: ``2, 5, 8, \ldots``."""
        return Apply("dots", ()) if self._take(*_DOTS) else self._relation()

    def _relation(self) -> Formula:
        parts = [self._sum()]
        signs = []
        while sign := self._take(*RELATIONS):
            signs.append(RELATIONS[sign])
            parts.append(self._sum())
        modulus = (self._argument(),) if self._take(r"\pmod") else ()
        if not signs:
            return Apply("mod", (parts[0], *modulus)) if modulus else parts[0]
        if modulus and signs != ["congruent"]:
            raise NotFormula("a modulus without a congruence")
        return Apply(" ".join(signs), (*parts, *modulus))

    def _sum(self) -> Formula:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise NotFormula("it is nested too deeply")
        parts = [self._operated()]
        dots = 0
        while sign := self._take("+", "-"):
            if self._take(*_DOTS):
                if dots or len(parts) < _FEWEST_TERMS:
                    raise NotFormula("dots after too few terms")
                dots = len(parts)
                if self._peek() not in ("+", "-"):
                    parts.append(Name("infinity"))
                continue
            part = self._operated()
            parts.append(part if sign == "+" else Apply("neg", (part,)))
        self._depth -= 1
        if dots:
            last = parts[dots] if len(parts) == dots + 1 else Apply("list", tuple(parts[dots:]))
            return Apply("series", (*parts[:dots], last))
        return parts[0] if len(parts) == 1 else Apply("+", tuple(parts))

    def _operated(self) -> Formula:
        r"""Operands of an operation that the text defines: ``3 \star 4``."""
        result = self._product()
        while self._peek() in self._functions and self._kind() in ("sign", "command"):
            sign = self._take(self._peek())
            result = Apply(f"call {sign}", (result, self._product()))
        return result

    def _product(self) -> Formula:
        result = self._signed()
        while True:
            if self._peek() in self._functions and self._kind() != "letter":
                return result
            if sign := self._take(*_TIMES):
                other = self._signed()
                result = Apply(_product_of(sign, result, other), (result, other))
            elif self._starts_factor():
                result = Apply("*", (result, self._power()))
            else:
                return result

    def _signed(self) -> Formula:
        if sign := self._take("+", "-"):
            inner = self._signed()
            return inner if sign == "+" else Apply("neg", (inner,))
        return self._power()

    def _starts_factor(self) -> bool:
        text, kind = self._peek(), self._kind()
        if kind == "number":  # 2 3 is no product
            return False
        return (
            kind == "letter"
            or text in FUNCTIONS
            or text in CONSTANTS
            or text in _TAKE_DIGITS
            or text == r"\sum"
            or text in ("(", "[", "{", r"\lfloor", r"\lceil", r"\lvert", *_ARRAYS, *_PROJECTIONS)
            or text in (r"\overline", r"\bar")
            or _BOLD.fullmatch(text) is not None
            or text[1:] in GREEK
        )

    def _power(self) -> Formula:
        base = self._atom()
        while True:
            if self._take("!"):
                base = Apply("!", (base,))
            elif self._take(r"\%", "%"):
                base = Apply("percent", (base,))
            elif self._peek() == "^":
                base = self._raised(base)
            else:
                return base

    def _raised(self, base: Formula) -> Formula:
        self._expect("^")
        inside = self._peek(1) if self._peek() == "{" else self._peek()
        if inside in (r"\circ", r"\prime"):
            if self._take("{"):
                self._at += 1
                self._expect("}")
            else:
                self._at += 1
            if inside == r"\prime":
                raise NotFormula("a prime")
            return Apply("degrees", (base,))
        return Apply("^", (base, self._argument()))

    def _argument(self) -> Formula:
        """What ^, _, frac and sqrt take: a group, or a single digit, letter or command."""
        if self._take("{"):
            inner = self._sum()
            self._expect("}")
            return inner
        if self._kind() == "number":
            return self._digit()
        return self._atom()

    def _digit(self) -> Formula:
        token = self._tokens[self._at]
        if len(token.text) > 1:  # x^25 is x^2 5: nobody means that
            raise NotFormula("several digits without braces")
        return self._number()

    def _number(self) -> Literal:
        token = self._tokens[self._at]
        self._at += 1
        if token.start not in self._places:
            raise NotFormula("a number that stands nowhere")
        return Literal(self._places[token.start], Fraction(_SEPARATOR.sub("", token.text)))

    def _repeats(self) -> bool:
        r"""Whether a decimal follows that repeats: 0.\overline{3}, 0.1\overline{6}."""
        texts = [self._peek(ahead) for ahead in range(5)]
        at = texts.index(r"\overline") if r"\overline" in texts[:3] else 0
        before = texts[:at]
        plain = ("." in before[0] and before[0] != ".") if at == 1 else "." in before
        inside = texts[at + 1 : at + 3]
        return at > 0 and (plain or before == ["."]) and inside[0] == "{" and inside[1].isdigit()

    def _repeating(self) -> Formula:
        parts: list[Formula] = []
        shift = 0
        while not self._take(r"\overline"):
            if self._take("."):
                continue
            shift = len(self._peek().partition(".")[2])
            parts.append(self._number())
        self._expect("{")
        length = len(self._peek())
        parts.append(self._number())
        self._expect("}")
        return Apply(f"repeating {shift} {length}", tuple(parts))

    def _atom(self) -> Formula:  # noqa: PLR0911
        text, kind = self._peek(), self._kind()
        if self._repeats():
            return self._repeating()
        if kind == "number":
            number = self._number()
            return self._based(number) if self._peek() == "_" else self._maybe_mixed(number)
        if kind == "letter":
            return self._letter()
        if kind == "begin" or (text == r"\{" and self._peek(1) == "begin"):
            return self._cases()
        if text in _CLOSING:
            return self._bracket()
        if text == r"\sum":
            return self._summation()
        self._at += 1
        return self._command(text)

    def _cases(self) -> Formula:
        """Read a value and its condition in each row."""
        brace = self._take(r"\{")
        self._expect("begin")
        parts: list[Formula] = []
        while not self._take("end"):
            value = self._sum()
            self._take(",")
            self._expect("if")
            parts += value, self._condition()
            while self._take(",", "."):
                pass
        if brace and self._peek() == ".":  # \right.
            self._at += 1
        return Apply("cases", tuple(parts))

    def _condition(self) -> Formula:
        condition = self._relation()
        self._take("if")  # an empty text
        if parity := self._take("odd", "even"):
            return Apply(parity, (condition,))
        if not isinstance(condition, Apply):
            raise NotFormula("no condition")
        return condition

    def _summation(self) -> Formula:
        r"""Read ``\sum_{k=1}^{n} k^2``."""
        self._at += 1
        self._expect("_")
        self._expect("{")
        index = self._atom()
        self._expect("=")
        first = self._sum()
        self._expect("}")
        self._expect("^")
        if not isinstance(index, Name):
            raise NotFormula("a sum without its index")
        last = self._limit()
        return Apply(f"sum {index.name}", (self._product(), first, last))

    def _limit(self) -> Formula:
        braced = self._peek() == "{" and self._peek(1) == r"\infty"
        if braced or self._peek() == r"\infty":
            self._at += 3 if braced else 1
            return Name("infinity")
        return self._argument()

    def _command(self, text: str) -> Formula:  # noqa: PLR0911
        if text in _FRACTIONS:
            return Apply("/", (self._argument(), self._argument()))
        if text in (r"\binom", r"\dbinom"):
            return Apply("binomial", (self._argument(), self._argument()))
        if text == r"\sqrt":
            return self._root()
        if text in FUNCTIONS:
            return self._function(FUNCTIONS[text])
        if text in _ARRAYS:
            return self._array(text)
        if text in (r"\overline", r"\bar"):
            return self._conjugate()
        if text == r"\angle":
            return self._angle()
        if text in _PROJECTIONS:
            self._expect("_")
            return Apply("proj", (self._argument(), self._power()))
        if (bold := _BOLD.fullmatch(text)) is not None:
            return Name(f"vec {bold[1]}" + (f"_{self._subscript()}" if self._take("_") else ""))
        if text in CONSTANTS or text[1:] in GREEK:
            return Name(text[1:])
        raise NotFormula(f"{text!r} is not understood")

    def _based(self, number: Literal) -> Formula:
        """Read 1011_2 as a number in a base, or 31_b in one that is not known."""
        self._expect("_")
        base = self._argument()
        if not isinstance(base, Literal | Name):
            raise NotFormula("a base that is no number")
        return Apply("based", (number, base))

    def _maybe_mixed(self, number: Literal) -> Formula:
        r"""Read 3\frac{1}{2} as three and a half; any other fraction after a number is refused."""
        if self._peek() not in _FRACTIONS:
            return number
        self._at += 1
        top, bottom = self._argument(), self._argument()
        plain = isinstance(top, Literal) and isinstance(bottom, Literal)
        if not plain or number.value.denominator != 1:
            return Apply("*", (number, Apply("/", (top, bottom))))
        return Apply("+", (number, Apply("/", (top, bottom))))

    def _letter(self) -> Formula:
        name = self._peek()
        self._at += 1
        if self._peek() == "_":
            self._at += 1
            name += f"_{self._subscript()}"
        if name in self._functions:
            inverse = self._peek() == "^" and self._is_inverse()
            if self._peek() != "(":
                raise NotFormula("a function without its argument")
            self._at += 1
            inner = [self._sum()]
            while self._take(","):
                inner.append(self._sum())
            self._expect(")")
            return Apply(f"{'inverse' if inverse else 'call'} {name}", tuple(inner))
        return Name(name)

    def _is_inverse(self) -> bool:
        texts = [self._peek(ahead) for ahead in range(5)]
        if texts == ["^", "{", "-", "1", "}"]:
            self._at += 5
            return True
        raise NotFormula("a power of a function")

    def _subscript(self) -> str:
        if self._take("{"):
            inside = ""
            while not self._take("}"):
                if not self._peek() or self._kind() not in ("letter", "number"):
                    raise NotFormula("a subscript that is no name")
                inside += self._peek()
                self._at += 1
            return inside
        if self._kind() not in ("letter", "number") or len(self._peek()) > 1:
            raise NotFormula("a subscript that is no name")
        self._at += 1
        return self._tokens[self._at - 1].text

    def _bracket(self) -> Formula:
        opening = self._peek()
        self._at += 1
        inner = self._sum()
        if opening in ("(", "[", r"\{") and self._peek() == ",":
            parts = [inner]
            while self._take(","):
                dots = opening == r"\{" and self._take(*_DOTS, ".")
                while dots == "." and self._take("."):
                    pass
                parts.append(Apply("dots", ()) if dots else self._sum())
            closing = self._take(")", "]", r"\}")
            if not closing or (closing == r"\}") != (opening == r"\{"):
                raise NotFormula("a bracket that is not closed")
            if opening == r"\{":
                return Apply("set", tuple(parts))
            return Apply("point" if opening + closing == "()" else "interval", tuple(parts))
        self._expect(_CLOSING[opening])
        names = {
            "|": "abs",
            r"\lvert": "abs",
            r"\|": "norm",
            r"\lfloor": "floor",
            r"\lceil": "ceiling",
        }
        if opening == r"\{":
            raise NotFormula("a set")
        return Apply(names[opening], (inner,)) if opening in names else inner

    def _conjugate(self) -> Formula:
        r"""Read \overline{z}, or the segment \overline{AB}; \overline{28} alone is nothing."""
        inner = self._argument()
        if isinstance(inner, Apply) and inner.operation == "*" and _is_segment(inner):
            return Apply("segment", inner.parts)
        names = names_of(inner)
        if not names or any(name[0].isupper() for name in names):
            raise NotFormula("no conjugate")
        return Apply("conjugate", (inner,))

    def _angle(self) -> Formula:
        r"""Read \angle B, \angle{B} or \angle ABC as one name."""
        name = ""
        braced = self._take("{")
        while self._kind() == "letter" and len(name) < 3:
            name += self._peek()
            self._at += 1
        if len(name) not in (1, 3) or (braced and not self._take("}")):
            raise NotFormula("no angle")
        return Name(f"angle {name}")

    def _array(self, opening: str) -> Formula:
        rows = [[self._sum()]]
        while not self._take(_ARRAYS[opening]):
            if self._take("&"):
                rows[-1].append(self._sum())
                continue
            self._expect(r"\\")
            if self._peek() != _ARRAYS[opening]:
                rows.append([self._sum()])
        if len({len(row) for row in rows}) > 1:
            raise NotFormula("rows of different lengths")
        array = Apply(f"matrix {len(rows)}", tuple(entry for row in rows for entry in row))
        return array if opening == r"\begin{pmatrix}" else Apply("det", (array,))

    def _root(self) -> Formula:
        if self._take("["):
            index = self._sum()
            self._expect("]")
            return Apply("root", (index, self._argument()))
        return Apply("sqrt", (self._argument(),))

    def _function(self, name: str) -> Formula:
        if name in ("gcd", "lcm"):
            opening = self._take("[") or "("
            if opening == "(":
                self._expect("(")
            inner = [self._sum()]
            while self._take(","):
                inner.append(self._sum())
            self._expect(_CLOSING[opening])
            return Apply(name, tuple(inner))
        base: tuple[Formula, ...] = ()
        if name == "log" and self._take("_"):
            base = (self._argument(),)
        power: Formula | None = None
        if self._take("^"):
            power = self._argument()
            if isinstance(power, Apply) and f"a{name}" in FUNCTIONS.values():
                if not (
                    power.operation == "neg"
                    and isinstance(power.parts[0], Literal)
                    and power.parts[0].value == 1
                ):
                    raise NotFormula("a negative power of a function")
                return Apply(f"a{name}", (self._operand(),))  # \sin^{-1} x
            if not isinstance(power, Literal):
                raise NotFormula("an inverse function")
        result: Formula = Apply(name, (self._operand(), *base))
        return result if power is None else Apply("^", (result, power))

    def _operand(self) -> Formula:
        r"""What \sin takes without brackets: ``\sin 2x + 1`` is sin(2x) + 1."""
        if self._peek() == "(":
            return self._power()
        result = self._power()
        while self._starts_factor() and self._peek() not in FUNCTIONS and self._peek() != "(":
            result = Apply("*", (result, self._power()))
        return result


def _is_segment(product: Apply) -> bool:
    """Whether it is two capital letters: the ends of a segment."""
    names = [one.name for one in product.parts if isinstance(one, Name)]
    return len(names) == len(product.parts) and all(
        len(name) == 1 and name.isupper() for name in names
    )


def _product_of(sign: str, left: Formula, right: Formula) -> str:
    if sign in ("/", r"\div"):
        return "/"
    if is_array(left) and is_array(right):
        return {r"\cdot": "dot", r"\times": "cross"}.get(sign, "*")
    return "*"
