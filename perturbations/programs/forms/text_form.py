r"""A question as a form sees it: words in lower case, and a mark for each formula and number.

``Find the remainder when $7^{10}$ is divided by 13.`` is "find the remainder when <0> is divided by
<1>", with the formulas 7^{10} and 13.
"""

import re
from dataclasses import dataclass

from clipo_bench.perturbations.programs.forms.formula import LatexToken, tokens_of
from clipo_bench.perturbations.programs.instruction import without_instruction

_FORMULA = re.compile(
    r"\$\$(?P<display>.*?)\$\$|(?<!\\)\$(?P<inline>(?:\\\$|[^$])*?)\$|\\\[(?P<bracket>.*?)\\\]"
    r"|\\\((?P<round>.*?)\\\)"
    r"|\\begin\{(?P<env>align|equation)\*\}(?P<aligned>.*?)\\end\{(?P=env)\*\}"
    r"|(?P<plain>(?<![A-Za-z\d])\d+(?:,\d{3})*(?:\.\d+)?(?![A-Za-z\d!]))",
    re.DOTALL,
)
_GROUPS = ("display", "inline", "bracket", "round", "aligned", "plain")
_CLOSING_SIGNS = re.compile(r"[.,;:?\s]+\Z")  # 5! is no exclamation
_LONGEST = 1200


@dataclass(frozen=True, slots=True)
class TextForm:
    """A question, cut into words and formulas.

    Attributes:
        question: the text itself.
        words: in lower case, with ``<0>``, ``<1>``... where formulas stand; no punctuation.
        formulas: the tokens of each formula.
        numbers: start and end of every number, in order.
    """

    question: str
    words: str
    formulas: tuple[tuple[LatexToken, ...], ...]
    numbers: tuple[tuple[int, int], ...]

    @property
    def places(self) -> dict[int, int]:
        """By where a number starts, which number it is."""
        return {start: place for place, (start, _) in enumerate(self.numbers)}


def text_form(question: str) -> TextForm | None:
    """Cut a question into words and formulas; None for one that is too long, or has a drawing."""
    if len(question) > _LONGEST or "[asy]" in question or "\\includegraphics" in question:
        return None
    words: list[str] = []
    formulas: list[tuple[LatexToken, ...]] = []
    numbers: list[tuple[int, int]] = []
    position = 0
    asked = without_instruction(question)
    for match in _FORMULA.finditer(asked):
        group = next(name for name in _GROUPS if match[name] is not None)
        inside = _CLOSING_SIGNS.sub("", match[group])
        tokens = tuple(tokens_of(inside, match.start(group)))
        words += asked[position : match.start()], f" <{len(formulas)}> "
        formulas.append(tokens)
        numbers += [(token.start, token.end) for token in tokens if token.kind == "number"]
        position = match.end()
    words.append(asked[position:])
    plain = re.sub(r"[.,;:!?]", " ", "".join(words).lower())
    return TextForm(question, " ".join(plain.split()), tuple(formulas), tuple(numbers))
