"""LaTeX: text that stands for itself, whatever is in it."""

import re

_SPECIAL = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "$": r"\$",
    "&": r"\&",
    "#": r"\#",
    "_": r"\_",
    "%": r"\%",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    '"': r"\textquotedbl{}",
    "|": r"\textbar{}",
    "−": "$-$",
    "±": r"$\pm$",
    "*": r"\textsuperscript{*}",
    "–": "--",
    "“": "``",
    "”": "''",
    "[": "{[}",  # a row that begins with it would give `\\` above it an argument
    "]": "{]}",
}
_PATTERN = re.compile("[" + re.escape("".join(_SPECIAL)) + "]")


def escape(text: str) -> str:
    r"""Make text stand for itself in LaTeX, on one line: ``a_b`` becomes ``a\_b``."""
    return _PATTERN.sub(lambda match: _SPECIAL[match[0]], " ".join(text.split()))
