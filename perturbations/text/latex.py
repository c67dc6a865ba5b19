r"""Reading text that holds LaTeX: what is prose, what is math, what is code.

A conservative tokenizer, not a TeX engine. It knows the delimiters (``$``, ``$$``,
``\(``, ``\[``, display environments), groups, commands, and which arguments are prose
(``\text``) or names (``\mathrm``, ``\operatorname``, ``\begin``). What does not close
as it opened is an error, and then nobody rewrites the text.
"""

import re
from dataclasses import dataclass, field
from enum import Enum, auto


class LatexError(ValueError):
    """The text can't be read: mostly something is not closed as it was opened."""


class Mode(Enum):
    """What the text around a token is."""

    PROSE = auto()
    MATH = auto()
    NAME = auto()
    CODE = auto()


class TokenKind(Enum):
    """What a token is."""

    LETTERS = auto()
    NUMBER = auto()
    COMMAND = auto()
    SPACE = auto()
    SIGN = auto()
    CODE = auto()


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of text; ``text[start:start + len(token.text)]`` is the piece itself."""

    kind: TokenKind
    mode: Mode
    text: str
    start: int


def words(text: str) -> frozenset[str]:
    """A word list, written as a line of text."""
    return frozenset(text.split())


DISPLAY = words(
    "align alignat aligned array bmatrix Bmatrix cases dcases displaymath eqnarray equation "
    "flalign gather gathered math matrix multline pmatrix smallmatrix split vmatrix Vmatrix"
)
CODE_ENVIRONMENTS = words("asy asydef lstlisting tikzpicture verbatim")
# `\text{if }` has words in it, `\mathrm{cm}` a name.
PROSE_ARGUMENT = words(
    "text textbf textit textrm textsf textsl texttt textup textnormal emph mbox hbox"
)
# How many of a command's arguments are names: fonts for names, keys, measures.
NAME_ARGUMENTS = dict.fromkeys(
    words(
        "mathrm mathbb mathbbm mathds Bbb mathcal mathfrak mathscr mathsf mathtt operatorname "
        "label ref tag color cline hspace vspace begin end"
    ),
    1,
) | {"textcolor": 1, "multicolumn": 2, "renewcommand": 2, "newcommand": 2, "rule": 2}
# `\begin{array}{cc}`: the c are columns, no symbols.
WITH_COLUMNS = frozenset({"array", "tabular"})
# `{\rm cm}`: names up to the closing brace.
NAME_SWITCHES = frozenset({"rm", "sf", "tt", "cal"})

MAX_LENGTH = 20_000  # unclosed delimiters are looked for to the end, so time grows as the square

# Characters as HTML writes them: `&lt;`, `&#60;`. Others, as `&x;`, may be a table's column.
_ENTITY = (
    r"&(?:#\d{1,6}|#x[\da-fA-F]{1,5}|lt|gt|le|ge|ne|amp|quot|apos|nbsp|thinsp|ensp|emsp|times|divide"
    r"|minus|plusmn|radic|deg|middot|sdot|bull|hellip|ndash|mdash|rsquo|lsquo|rdquo|ldquo|prime|infin"
    r"|frac\d\d|sup\d|equiv|asymp|sim|cong|isin|notin|cup|cap|sube?|supe?|empty|forall|exist|and|or"
    r"|not|sum|prod|int|part|perp|ang|rarr|larr|harr|euro|pound|cent|yen|pi|alpha|beta|gamma|delta"
    r"|theta|lambda|mu|sigma|phi|omega);"
)
# Tokens: `\frac`, `\,`, `ab`, `3.14`, white space, or any other sign.
_TOKEN = re.compile(
    rf"(?P<entity>{_ENTITY})"
    r"|(?P<command>\\(?:[A-Za-z]+\*?|.))|(?P<letters>[A-Za-z]+)|(?P<number>\d+(?:[.,]\d+)*)"
    r"|(?P<space>\s+)|(?P<sign>.)",
    re.DOTALL,
)
_ASY = re.compile(r"\[asy\].*?\[/asy\]", re.DOTALL | re.IGNORECASE)
# `[asy]`, `\begin{lstlisting}`.
_MAY_HOLD_CODE = re.compile(r"(?i)\[asy\]|\\begin")
# `\begin{align}` or `\end{align}`.
_ENVIRONMENT = re.compile(r"\\(?P<side>begin|end)\s*\{(?P<name>[^{}\\$]*)\}")
# The option of an environment: `[t]`.
_OPTION = re.compile(r"\s*\[[a-z]\]")
_KINDS = {
    "entity": TokenKind.SIGN,
    "command": TokenKind.COMMAND,
    "letters": TokenKind.LETTERS,
    "number": TokenKind.NUMBER,
    "space": TokenKind.SPACE,
    "sign": TokenKind.SIGN,
}


def tokenize(text: str, mode: Mode = Mode.PROSE) -> list[Token]:
    """Split `text` into tokens that join back to it.

    Args:
        text: any text.
        mode: what it starts as; a gold answer is `Mode.MATH` without delimiters.

    Raises:
        LatexError: something is not closed as it was opened, or the text is too long.
    """
    if len(text) > MAX_LENGTH:
        raise LatexError(f"{len(text)} characters are more than {MAX_LENGTH}")
    return _Reader(text, mode).read()


def without_code(text: str) -> str:
    """The text without its diagrams and listings.

    Raises:
        LatexError: it may have some, and something is not closed as it was opened.
    """
    if not _MAY_HOLD_CODE.search(text):  # reading it would take most of the time of a renaming
        return text
    return "".join(token.text for token in tokenize(text) if token.kind is not TokenKind.CODE)


@dataclass(slots=True)
class _Open:
    """What is open: how it closes, its mode, the modes of the arguments still to come."""

    closer: str
    mode: Mode
    arguments: list[Mode] = field(default_factory=list)
    start: int = 0


class _Reader:
    """The state of one pass: a stack of what is open, innermost last."""

    def __init__(self, text: str, mode: Mode) -> None:
        self.text = text
        self.tokens: list[Token] = []
        self.position = 0
        self.open: list[_Open] = [_Open("", mode)]

    @property
    def mode(self) -> Mode:
        return self.open[-1].mode

    @property
    def closer(self) -> str:
        return self.open[-1].closer

    @property
    def arguments(self) -> list[Mode]:
        return self.open[-1].arguments

    def read(self) -> list[Token]:
        while self.position < len(self.text):
            self._step()
        if len(self.open) > 1:
            raise LatexError(f"{self.closer!r} is missing at the end")
        return self.tokens

    def _step(self) -> None:
        match = _TOKEN.match(self.text, self.position)
        assert match is not None and match.lastgroup is not None  # noqa: S101 - "." matches all
        piece, kind = match.group(), _KINDS[match.lastgroup]
        if piece == "$":
            self._dollar()
        elif piece == "{":
            self._open("{", "}", self.arguments.pop(0) if self.arguments else self.mode)
        elif piece == "}":
            self._close("}")
        elif piece in ("\\(", "\\["):
            self._open(piece, "\\)" if piece == "\\(" else "\\]", Mode.MATH)
        elif piece in ("\\)", "\\]"):
            self._close(piece)
        elif kind is TokenKind.COMMAND:
            self._command(piece)
        # `[asy]` begins a diagram
        elif piece == "[" and self.mode is Mode.PROSE:
            self._bracket()
        # `\mathbb R`
        elif self.arguments and kind is not TokenKind.SPACE:
            self._bare_argument(piece, kind)
        else:
            self._emit(kind, piece)

    def _emit(self, kind: TokenKind, piece: str, mode: Mode | None = None) -> None:
        self.tokens.append(Token(kind, mode or self.mode, piece, self.position))
        self.position += len(piece)

    def _open(self, piece: str, closer: str, mode: Mode) -> None:
        self._emit(TokenKind.SIGN, piece)
        self.open.append(_Open(closer, mode, start=self.position))

    def _close(self, piece: str) -> None:
        if self.closer != piece or len(self.open) == 1:
            raise LatexError(f"{piece!r} at {self.position} where {self.closer!r} is open")
        self.open.pop()
        self._emit(TokenKind.SIGN, piece)

    def _dollar(self) -> None:
        double = self.text.startswith("$$", self.position)
        if self.closer == "$" and self._is_money():
            raise LatexError(f"'$' at {self.position} may be a sum of money")
        if self.closer in ("$", "$$"):
            self._close("$$" if double and self.closer == "$$" else "$")
        elif self.mode is Mode.PROSE:
            piece = "$$" if double else "$"
            self._open(piece, piece, Mode.MATH)
        else:
            raise LatexError(f"'$' at {self.position} inside math")

    def _is_money(self) -> bool:
        """Whether this dollar sign closes nothing: "a $5 hat and a $7 scarf"."""
        inside = self.text[self.open[-1].start : self.position]
        after = self.text[self.position + 1 : self.position + 2]
        return after.isdigit() or (inside[:1].isdigit() and inside[-1:].isspace())

    def _bracket(self) -> None:
        diagram = _ASY.match(self.text, self.position)
        if diagram is None:
            self._emit(TokenKind.SIGN, "[")
        else:
            self._emit(TokenKind.CODE, diagram.group(), Mode.CODE)

    def _command(self, piece: str) -> None:
        if environment := _ENVIRONMENT.match(self.text, self.position):
            self._environment(environment)
            return
        name = piece[1:].rstrip("*")
        self._emit(TokenKind.COMMAND, piece)
        if name in PROSE_ARGUMENT:
            self.arguments[:] = [Mode.PROSE]
        elif name in NAME_ARGUMENTS:
            self.arguments[:] = [Mode.NAME] * NAME_ARGUMENTS[name]
        elif name in NAME_SWITCHES:
            self.open[-1].mode = Mode.NAME

    def _bare_argument(self, piece: str, kind: TokenKind) -> None:
        r"""An argument without braces, as in ``\mathbb R``, is the next character alone."""
        mode = self.arguments.pop(0)
        if kind is TokenKind.LETTERS or kind is TokenKind.NUMBER:
            piece = piece[0]
        self._emit(kind, piece, mode)

    def _environment(self, match: re.Match[str]) -> None:
        name = match["name"].strip()
        kind = name.rstrip("*")
        if match["side"] == "end":
            if not self.closer and self.mode is Mode.PROSE and kind not in DISPLAY:
                # the end of a list that began elsewhere
                self._emit(TokenKind.COMMAND, match.group())
                return
            if self.closer != f"\\end{{{name}}}":
                raise LatexError(f"{match.group()} where {self.closer!r} is open")
            self.open.pop()
            self._emit(TokenKind.COMMAND, match.group())
        elif kind in CODE_ENVIRONMENTS:
            end = self.text.find(f"\\end{{{name}}}", match.end())
            if end < 0:
                raise LatexError(f"{match.group()} is not closed")
            code = self.text[match.start() : end + len(f"\\end{{{name}}}")]
            self._emit(TokenKind.CODE, code, Mode.CODE)
        else:
            columns = [Mode.CODE] if kind in WITH_COLUMNS else []
            option = _OPTION.match(self.text, match.end()) if columns else None
            self._emit(TokenKind.COMMAND, match.group() + (option.group() if option else ""))
            mode = Mode.MATH if kind in DISPLAY else self.mode
            self.open.append(_Open(f"\\end{{{name}}}", mode, columns, self.position))
