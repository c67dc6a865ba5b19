r"""How far a renaming goes: which new names there are, and how they are written.

A name is written between its neighbours so that what was written before can be told from
the new text alone: a space keeps ``\alpha b`` from running together, and one more stands
where the original had one already.
"""

import random
import re
from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass

from clipo_bench.perturbations.symbols.letters import Letters
from clipo_bench.perturbations.symbols.notation import LOWER_GREEK, UPPER_GREEK

# What takes the next letter alone as its argument: `x^`, `\frac`, `\sqrt[3]`.
_TAKES_ARGUMENT = re.compile(
    r"(?:[_^]|\\(?:[dtc]?frac|[dt]?binom|sqrt(?:\s*\[[^\]]*\])?|vec|hat|bar|dot|ddot|tilde|pmod|boxed"
    r"|overline|underline|widehat|widetilde|overrightarrow|overleftrightarrow|overset|underset"
    r"|stackrel))\Z"
)
# What takes two arguments: `\frac ab`.
_TAKES_TWO = re.compile(r"\\(?:[dtc]?frac|[dt]?binom|overset|underset|stackrel)\Z")
# Letters may be digits: "the two-digit number $AB$", "in base b".
_DIGITS = re.compile(r"(?i)\b(digits?|base)\b")
# "the points $A$ and $B$", "let $S$ be the set".
_OBJECT = (
    r"(?i:points?|sets?|union|cit(?:y|ies)|towns?|circles?|spheres?|torus|matri(?:x|ces)|squares?"
    r"|lines?|faces?|regions?|cent(?:er|re)s?|vert(?:ex|ices)|planes?|triangles?|bags?|box)"
)

Names = dict[str, str]
Draw = Callable[[Sequence[str], Set[str], Set[str], random.Random], Names | None]
Spell = Callable[[str, str, str], str]


@dataclass(frozen=True, slots=True)
class RenamingLevel:
    """One way to rename symbols.

    Attributes:
        kind: the name under which it is asked for.
        names: what the new names are.
        draw: from symbols, those of them that are functions, and the names in use: new
            names, or none if there are too few.
        spell: writes a new name between the text before and after it.
        keeps: from what is known of body and gold, and the body: the symbols that this level
            leaves alone, with why.
        in_prose: whether the new names are letters that can stand in prose as they are.
    """

    kind: str
    names: str
    draw: Draw
    spell: Spell
    keeps: Callable[[Letters, Letters, str], Mapping[str, str]]
    in_prose: bool = False


# Left out is what a reader takes for a number, a constant, a function or an article.
_GREEK = [
    *(r"\alpha", r"\beta", r"\gamma", r"\eta", r"\theta", r"\lambda", r"\mu", r"\xi", r"\rho"),
    *(r"\sigma", r"\tau", r"\phi", r"\psi", r"\omega"),
]
_SAME = {
    "lower": list("abckmnpqrstuvwxyz"),
    "upper": list("BCDFGHJKLMNPQRSUVWXYZ"),
    "lower function": list("fghpqrsuv"),
    "upper function": list("FGHPQRSUV"),
    "lower Greek": _GREEK,
    "upper Greek": [r"\Gamma", r"\Theta", r"\Lambda", r"\Xi", r"\Phi", r"\Psi", r"\Omega"],
}
_OTHER = {
    "lower": _GREEK,
    "upper": _SAME["upper Greek"],
    "lower function": [r"\eta", r"\theta", r"\lambda", r"\xi", r"\rho", r"\phi", r"\psi"],
    "upper function": [r"\Theta", r"\Lambda", r"\Xi", r"\Phi", r"\Psi"],
}


def _italic(*words: str) -> list[str]:
    return [f"\\mathit{{{word}}}" for word in words]


# They say nothing of size, sign or kind: a "count" would have to be whole.
_LOWER_WORDS = _italic(
    *("amount", "entry", "figure", "grade", "level", "mark", "measure", "outcome"),
    *("quantity", "rating", "reading", "score", "setting", "share", "value", "yield"),
)
_UPPER_WORDS = _italic(
    *("Basket", "Castle", "Garden", "Harbor", "Island", "Kettle", "Lantern", "Meadow"),
    *("Orchard", "Planet", "River", "Tower", "Valley", "Window"),
)
_RULES = ("machine", "method", "operation", "process", "recipe", "routine", "rule", "scheme")
_WORDS = {
    "lower": _LOWER_WORDS,
    "upper": _UPPER_WORDS,
    "lower function": _italic(*_RULES),
    "upper function": _italic(*(rule.title() for rule in _RULES)),
    "lower Greek": _LOWER_WORDS,
    "upper Greek": _UPPER_WORDS,
}


def _class_of(symbol: str, functions: Set[str]) -> str:
    if symbol in LOWER_GREEK:
        return "lower Greek"
    if symbol in UPPER_GREEK:
        return "upper Greek"
    case = "lower" if symbol.islower() else "upper"
    return f"{case} function" if symbol in functions else case


def key(name: str) -> str:
    """What no two names share: a letter in its other case or shape reads as its partner."""
    # `\Theta` and `\vartheta` -> "theta", "X" and "x" -> "x"
    return re.sub(r"\\mathit|\\var|[^a-z]", "", name.casefold())


def _from(pools: Mapping[str, Sequence[str]]) -> Draw:
    """Draw from each symbol's own class of names, where it has enough, in the class's old order.

    Keeping the order keeps what readers expect of it: the corners of ABCD go round, and
    a, b, c are the coefficients from the highest power down.
    """

    def draw(
        old: Sequence[str], functions: Set[str], taken: Set[str], rng: random.Random
    ) -> Names | None:
        classes: dict[str, list[str]] = {}
        for symbol in old:
            classes.setdefault(_class_of(symbol, functions), []).append(symbol)
        names: Names = {}
        for name, members in sorted(classes.items()):
            in_use = {key(one) for one in (*taken, *names.values())}
            unused = [new for new in pools[name] if key(new) not in in_use]
            # five functions, and the names of four
            if len(unused) < len(members):  # then this class keeps its names
                continue
            # x, y -> p, q or m, t: in the order of the alphabet
            chosen = set(rng.sample(unused, len(members)))
            names |= zip(members, (new for new in unused if new in chosen), strict=True)
        return names or None

    return draw


def _draw_index(
    old: Sequence[str], functions: Set[str], taken: Set[str], rng: random.Random
) -> Names | None:
    index = rng.randrange(1, 10)
    return {symbol: f"{symbol}_{{{index}}}" for symbol in old}


def _letter(new: str, before: str, after: str) -> str:
    return new


def _command(new: str, before: str, after: str) -> str:
    # `2xy` -> `2\alpha y`, but `x+1` -> `\alpha+1`
    return f"{new} " if re.match(r"\s*[A-Za-z]", after) else new


def _indexed(new: str, before: str, after: str) -> str:
    r"""Write ``x_{1}``, and ``{x_1}`` where it is an argument without braces."""
    # `2^x` -> `2^{x_1}`, `x+1` -> `x_{1}+1`
    return f"{{{new[:-3]}{new[-2]}}}" if is_bare_argument(before) else new


def _word(new: str, before: str, after: str) -> str:
    r"""Write ``\mathit{value}``, apart from what follows and braced where it must be."""
    if is_bare_argument(before):
        return f"{{ {new}}}"
    # `xy` -> `\mathit{value}\,\mathit{score}`
    return f"{new}\\," if re.match(r"(?:\\,|\s)*(?:\\mathit\b|[A-Za-z])", after) else new


def is_bare_argument(before: str) -> bool:
    r"""Whether what follows is an argument that has no braces, as in ``x^n`` and ``\frac1x``."""
    text = before.rstrip()
    if _TAKES_ARGUMENT.search(text):
        return True
    return _TAKES_TWO.search(_without_last_argument(text)) is not None


def _without_last_argument(text: str) -> str:
    if not text.endswith("}"):
        # `\frac1` -> `\frac`
        return re.sub(r"(?:\\[A-Za-z]+|[A-Za-z0-9])\Z", "", text).rstrip()
    depth = 0
    for place in range(len(text) - 1, -1, -1):
        depth += (text[place] == "}") - (text[place] == "{")
        if depth == 0:
            return text[:place].rstrip()
    return text


def _same_keeps(letters: Letters, gold: Letters, text: str) -> Mapping[str, str]:
    return {}


def _other_keeps(letters: Letters, gold: Letters, text: str) -> Mapping[str, str]:
    greek = dict.fromkeys(LOWER_GREEK | UPPER_GREEK, "is Greek already")
    return greek | dict.fromkeys(letters.styled, "in a font of its own")


def _subscripted_keeps(letters: Letters, gold: Letters, text: str) -> Mapping[str, str]:
    kept = letters.subscripted | gold.subscripted
    return _long_keeps(letters, text) | dict.fromkeys(kept, "has a subscript")


def _words_keeps(letters: Letters, gold: Letters, text: str) -> Mapping[str, str]:
    corners = dict.fromkeys(letters.corners, "a corner of a figure")
    in_gold = dict.fromkeys(gold.uses, "stands in the gold, where words are not read")
    capitals = (letter for letter in letters.uses if letter.isupper())
    unclear = (letter for letter in capitals if not _is_object(letter, letters, text))
    kept = dict.fromkeys(unclear, "a capital that may be a number")
    return _long_keeps(letters, text) | corners | in_gold | kept


def _is_object(letter: str, letters: Letters, text: str) -> bool:
    """Whether a capital is a function or a named thing: a name of a thing suits no number."""
    name = rf"(?:\$|\\\()\s*{letter}(?![A-Za-z])"
    named = rf"\b{_OBJECT}\s+(?:(?:\$[^$]*\$|\\\([^()]*\\\)),?\s*(?:and\s+)?)*{name}"
    defined = rf"{name}\s*(?:\$|\\\))\s*be\s+(?:an?|the)\s+(?:\w+\s+)?{_OBJECT}"
    return letter in letters.functions or re.search(rf"{named}|{defined}", text) is not None


def _long_keeps(letters: Letters, text: str) -> dict[str, str]:
    """Digits stand side by side, so none may be written longer."""
    digits = letters.uses if _DIGITS.search(text) else ()
    return dict.fromkeys(digits, "a digit") | dict.fromkeys(letters.styled, "in a font of its own")


SAME = RenamingLevel(
    "symbols", "letters of the same kind", _from(_SAME), _letter, _same_keeps, in_prose=True
)
GREEK = RenamingLevel("symbols_greek", "Greek letters", _from(_OTHER), _command, _other_keeps)
SUBSCRIPTED = RenamingLevel(
    "symbols_subscripted", "letters with an index", _draw_index, _indexed, _subscripted_keeps
)
WORDS = RenamingLevel("symbols_words", "words", _from(_WORDS), _word, _words_keeps)
