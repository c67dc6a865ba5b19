r"""A second, cruder reading of LaTeX: `verify` checks renamings with it.

It shares no code and no word lists with `perturbations.text.latex` and `perturbations.symbols`,
so a mistake there does not repeat itself here. What it can't read it reads differently,
and then the variant fails its checks.

A symbol is a Latin letter, or the command of a Greek one.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import pairwise

_ASY = re.compile(r"\[asy\].*?\[/asy\]|\\begin\{asy\}.*?\\end\{asy\}", re.DOTALL | re.IGNORECASE)
_CODE = re.compile(
    r"\\begin\{(tikzpicture|verbatim|lstlisting)\}.*?\\end\{\1\}", re.DOTALL | re.IGNORECASE
)
# Code of a diagram: a comment, a label `"$A$"` (which is shown), or any other character.
_NOT_SHOWN = re.compile(r'//[^\n]*|/\*.*?\*/|(")((?:\\.|[^"\\])*)(")|.', re.DOTALL)
# `$x$`, `$$x$$`, `\(x\)`, `\[x\]`, or an environment such as `align` or `pmatrix`.
_MATH = re.compile(
    r"(?<!\\)\$\$.*?(?<!\\)\$\$|(?<!\\)\$.*?(?<!\\)\$|\\\(.*?\\\)|\\\[.*?\\\]"
    r"|\\begin\{((?:align|equation|gather|multline|eqnarray|alignat|flalign)\*?|[a-zA-Z]*matrix"
    r"|cases|array)\}.*?\\end\{\1\}",
    re.DOTALL,
)
# Commands with text or names in them: `\text{if}`, `\mathrm{cm}`, `\sin`, `\,`.
_NOT_A_SYMBOL = re.compile(
    r"\\(?:text\w*|mbox|hbox|emph|math(?:rm|bb|cal|frak|scr|sf|tt|bbm|ds)|Bbb|operatorname\*?|label|tag|color"
    r"|hspace|vspace|begin|end)\s*(?:\{(?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*\}|[A-Za-z])"
    r"|\{\\(?:rm|cal|sf|tt)\b[^{}]*\}|\\[A-Za-z]+|\\."
    # "&lt;"
    r"|&(?:#\w{1,6}|[A-Za-z]{2,6}\d{0,2});"
)
# The columns of a table: `\begin{array}{cc}`.
_COLUMNS = re.compile(r"\\begin\{(?:tabular|array)\}\s*(?:\[\w\])?\s*\{(?:[^{}]|\{[^{}]*\})*\}")
# "e.g.", "p. 5", "U. S. ".
_ABBREVIATED = re.compile(r"\b(?:e\.g|i\.e)\.|\bpp?\.(?=\s?\d)|\b[A-Z]\.\s?(?:[A-Z]\.\s?)+")
_INSIDE_WORDS = re.compile(r"\$[^$]*\$|.", re.DOTALL)
_GREEK = re.compile(
    r"\\(?:alpha|beta|gamma|delta|(?:var)?epsilon|zeta|eta|(?:var)?theta|kappa|lambda|mu|nu|xi|rho"
    r"|sigma|tau|(?:var)?phi|chi|psi|omega|Gamma|Delta|Theta|Lambda|Xi|Phi|Psi|Omega|ell)(?![A-Za-z])"
)
# A letter or capitals outside math: "x", "ABC"; not "don't", "x-1".
_PROSE_WORD = re.compile(r"(?<![\w'’\\])(?:[A-Za-z]|[A-Z]{2,})(?![A-Za-z'’]|-\d|(?<=\([a-z])\))")
# After an "a" that is an article comes a noun, not a verb: " point"; not " is".
_AFTER_ARTICLE = re.compile(
    r"\Z|\s+(?!(?:is|are|and|or|to|has|in|on|lies|be|if|such|with|at|from|by|so|that|as)\b)"
)
# The start of a sentence: after ". ", `.$ `, "(", a line break.
_SENTENCE_START = re.compile(r"(?:\A|[.?!:;(\[\"“‘\n]|\\\\|[.?!](?:\$|\\[\])]))\s*\Z")


def math_symbols(text: str, *, all_math: bool = False) -> dict[int, str]:
    """The symbols that stand in math, by their place.

    Args:
        text: a question, an option, a worked solution or a gold.
        all_math: whether `text` is a formula without delimiters, as golds are.
    """
    text = _shown(text)
    spans = [(0, len(text))] if all_math else [match.span() for match in _MATH.finditer(text)]
    found: dict[int, str] = {}
    for start, end in spans:
        formula = text[start:end]
        for place, letter in enumerate(_NOT_A_SYMBOL.sub(_hide, formula)):
            if letter.isascii() and letter.isalpha():
                found[start + place] = letter
        found |= {start + match.start(): match.group() for match in _GREEK.finditer(formula)}
    return found


def prose_words(text: str) -> dict[int, str]:
    """The letters and runs of capitals outside math, by their place, but for articles."""
    text = _shown(text)
    bounds = [0, *(bound for match in _MATH.finditer(text) for bound in match.span()), len(text)]
    return {
        match.start(): match.group()
        for start, end in list(pairwise(bounds))[::2]
        for match in _PROSE_WORD.finditer(text, start, end)
        if not _is_article(text, match.start())
    }


def _is_article(text: str, start: int) -> bool:
    if text[start] not in "aA" or not _AFTER_ARTICLE.match(text, start + 1):
        return False
    return text[start] == "a" or _SENTENCE_START.search(text[:start]) is not None


def rename(text: str, names: Mapping[str, str], *, all_math: bool = False) -> str:
    """Rename symbols by others of their alphabet, in math and where prose names them."""
    pieces: list[str] = []
    end = 0
    for place, old in _all_places(text, names, all_math=all_math):
        pieces += text[end:place], names[old]
        end = place + len(old)
    return "".join((*pieces, text[end:]))


def _all_places(
    text: str, names: Mapping[str, str], *, all_math: bool
) -> Iterator[tuple[int, str]]:
    places = math_symbols(text, all_math=all_math)
    for start, word in [] if all_math else prose_words(text).items():
        places |= {start + offset: letter for offset, letter in enumerate(word)}
    return ((place, old) for place, old in sorted(places.items()) if old in names)


def spelled(new: str) -> str:
    r"""A pattern for a long name as it is written, the spaces that keep it apart included."""
    # `\mathit{value}`, in braces of its own, or with `\,` after it
    if new.startswith("\\mathit"):
        word = re.escape(new)
        return rf"\{{ {word}\}}|{word}(?:\\,(?=(?:\\,|\s)*(?:\\mathit\b|[A-Za-z])))?"
    # `x_{1}`, or `{x_1}` as an argument
    if new.endswith("}"):
        base, index = re.escape(new[:-4]), new[-2]
        return rf"\{{{base}_{index}\}}|{base}_\{{{index}\}}"
    return rf"{re.escape(new)}(?![A-Za-z])(?: (?=\s*[A-Za-z]))?"


def occurrences(text: str, new: str) -> int:
    """How often a long name stands in a text."""
    return len(re.findall(spelled(new), text))


def undo_spelling(text: str, names: Mapping[str, str], *, unwrap: bool) -> str:
    r"""Give back the short names of a text with long ones.

    Args:
        text: what was renamed.
        names: the long name of each symbol.
        unwrap: whether ``\(`` stood nowhere before, so that each of them marks a name in prose.
    """
    short = list(names)
    one = "|".join(f"(?P<n{k}>{spelled(names[old])})" for k, old in enumerate(short))
    single = re.compile(one)
    run = "|".join(spelled(new) for new in names.values())
    every = re.compile(rf"\\\((?P<run>(?:{run})+)\\\)|{one}" if unwrap else one)

    def write(match: re.Match[str]) -> str:
        if match.lastgroup == "run":
            return single.sub(write, match["run"])
        return short[int(str(match.lastgroup)[1:])]

    return every.sub(write, text)


def count(text: str, *, all_math: bool = False) -> Counter[str]:
    """How often each symbol stands in a text, in math or named in prose."""
    found = Counter(math_symbols(text, all_math=all_math).values())
    if not all_math:
        for word in prose_words(text).values():
            found.update(word)
    return found


def is_index(text: str) -> bool:
    """Whether i counts something in a text, and is no constant."""
    # "a_i", "i = 1", "1 \leq i"
    counts = re.search(
        r"_\s*\{?\s*i\b|(?<![A-Za-z\\])i(?:_|\s*=\s*\d)|[<,=(]\s*i\s*[,<=}]|\\leq? i\b", text
    )
    if re.search(r"(?i)complex|imaginary|of unity|\bi\s*\^\s*\{?2\}?\s*=\s*-|e\s*\^\s*\{?i", text):
        return False
    # what a sum counts with is a number, even in `(3 + 2i)` and `i^2`
    if re.search(r"\\(?:sum|prod)[^=$]{0,20}\bi\s*=", text):
        return True
    return counts is not None and not re.search(r"(?<![_{\w])\d+i\b|\bi\s*\^", text)


def is_listed_e(text: str) -> bool:
    """Whether e is a letter of a text's list, as in d, e, f, and no constant."""
    # "vertices $d$, $e$, and $f$"
    listed = re.search(r"\bd\b[^\w.;]{1,6}(?:and\b\W+)?e\b[^\w.;]{1,6}(?:and\b\W+)?f\b", text)
    return listed is not None and not re.search(r"\be\s*\^|\\(?:ln|log|exp)|Euler", text)


def _hide(match: re.Match[str]) -> str:
    r"""Blank a command, or the words of ``\text`` between its formulas."""
    if "$" not in match.group():
        return _blank(match)
    return _INSIDE_WORDS.sub(
        lambda one: (
            _NOT_A_SYMBOL.sub(_hide, one.group())
            if one.group() != "$" and "$" in one.group()
            else " "
        ),
        match.group(),
    )


def _shown(text: str) -> str:
    """The text with its code blanked, but for the labels of a diagram."""
    for hidden in (_CODE, _COLUMNS, _ABBREVIATED):
        text = hidden.sub(_blank, text)
    return _ASY.sub(lambda match: _NOT_SHOWN.sub(_label, match.group()), text)


def _label(match: re.Match[str]) -> str:
    return f'"{match[2]}"' if match[1] else _blank(match)


def _blank(match: re.Match[str]) -> str:
    return " " * len(match.group())
