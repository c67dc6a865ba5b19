r"""A question as a form sees it: words in lower case, and a mark for each formula and number.

``Find the remainder when $7^{10}$ is divided by 13.`` is "find the remainder when <0> is divided by
<1>", with the formulas 7^{10} and 13.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass, replace

from clipo_bench.perturbations.programs.forms.formula import LatexToken, tokens_of
from clipo_bench.perturbations.programs.instruction import without_instruction
from clipo_bench.perturbations.text import number_words

_FORMULA = re.compile(
    r"\$\$(?P<display>.*?)\$\$|(?<!\\)\$(?P<inline>(?:\\\$|[^$])*?)\$|\\\[(?P<bracket>.*?)\\\]"
    r"|\\\((?P<round>.*?)\\\)"
    r"|\\begin\{(?P<env>align|equation)\*\}(?P<aligned>.*?)\\end\{(?P=env)\*\}"
    r"|(?P<plain>(?<![A-Za-z\d])\d+(?:,\d{3})*(?:\.\d+)?(?![A-Za-z\d!])"
    r"|(?<![A-Za-z\d.,])\d+(?=(?:st|nd|rd|th)\b))",
    re.DOTALL,
)
_GROUPS = ("display", "inline", "bracket", "round", "aligned", "plain")
_CLOSING_SIGNS = re.compile(r"[.,;:?\s]+\Z")  # 5! is no exclamation
_BARE_SIGN = re.compile(r"\s*\\[%$]\s*")  # 15$\%$, $\$$20
# "$7 \text{ cm}$" is 7 and the words "cm"; "$10^{\text{th}}$" is 10 and "th".
_WORDS_BEHIND = re.compile(
    r"(?<=[\d}])(?:\s|\\[ ,;])*\\(?:text|mbox|textrm)\{\s*(?P<words>[a-z][a-z ]*)\}\Z"
    r"|(?<=\d)\^\{?\s*\\(?:text|mathrm|mbox|textrm|rm)\s*\{?(?P<ending>st|nd|rd|th)\}*\Z"
)
_RATIO = re.compile(r"\s*\d+(?:\.\d+)?(?:\s*:\s*\d+(?:\.\d+)?)+\s*")  # $3:2$, read as 3:2 is
# What factorials and averages are, said again at the end.
_REMINDER = re.compile(
    r"\s*\((?:Reminder: The number \$n!\$ is the product of the integers from 1 to \$n\$\. For"
    r" example, \$5!\s*=\s*5\s*\\cdot\s*4\s*\\cdot\s*3\s*\\cdot\s*2\s*\\cdot\s*1\s*=\s*120\$\."
    r"|Recall that the average of two numbers is their sum divided by 2\.?)\)\.?\s*\Z"
)
_LONGEST = 1200
_BELOW_TEN = "|".join(map(number_words.write, range(1, 10)))
WRITTEN = (
    rf"(?:(?:{'|'.join(map(number_words.write, range(20, 100, 10)))})(?:-(?:{_BELOW_TEN}))?"
    rf"|{'|'.join(map(number_words.write, reversed(range(20))))})"
    r"(?![A-Za-z]|-(?:hundred|thousand|million|first|second|third|fourth|fifth|sixth|seventh"
    r"|eighth|ninth))"
)
"""A regular expression for a number in words, below one hundred: ``six``, ``twenty-five``."""
_WRITTEN = re.compile(rf"\b{WRITTEN}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class TextForm:
    """A question, cut into words and formulas.

    Attributes:
        question: the text itself.
        words: in lower case, with ``<0>``, ``<1>``... where formulas stand; no punctuation.
        formulas: the tokens of each formula.
        numbers: start and end of every number, in order.
        written: start and end of every number in words, in order; `words` has them as they are.
    """

    question: str
    words: str
    formulas: tuple[tuple[LatexToken, ...], ...]
    numbers: tuple[tuple[int, int], ...]
    written: tuple[tuple[int, int], ...]

    @property
    def places(self) -> dict[int, int]:
        """By where a number starts, which number it is."""
        return {start: place for place, (start, _) in enumerate(self.numbers)}

    def written_at(self, position: int) -> tuple[int, int]:
        """Where in the question a number in words stands that starts there in `words`."""
        return self.written[len(_WRITTEN.findall(self.words[:position]))]

    def with_written(self, spans: Collection[tuple[int, int]]) -> "TextForm":
        """The same text, with some numbers in words among its numbers.

        In `words` they are such as ``<3w>`` then: the fourth of the numbers.
        """
        numbers = tuple(sorted({*self.numbers, *spans}))
        pieces = iter(self.written)

        def mark(match: re.Match[str]) -> str:
            span = next(pieces)
            return f"<{numbers.index(span)}w>" if span in spans else match[0]

        return replace(self, words=_WRITTEN.sub(mark, self.words), numbers=numbers)


def text_form(question: str) -> TextForm | None:
    """Cut a question into words and formulas; None for one that is too long, or has a drawing."""
    if len(question) > _LONGEST or "[asy]" in question or "\\includegraphics" in question:
        return None
    words: list[str] = []
    formulas: list[tuple[LatexToken, ...]] = []
    numbers: list[tuple[int, int]] = []
    written: list[tuple[int, int]] = []
    position = 0
    asked = _REMINDER.sub("", without_instruction(question))
    for match in _FORMULA.finditer(asked):
        group = next(name for name in _GROUPS if match[name] is not None)
        inside = _CLOSING_SIGNS.sub("", match[group])
        words.append(asked[position : match.start()])
        written += (one.span() for one in _WRITTEN.finditer(asked, position, match.start()))
        position = match.end()
        if _BARE_SIGN.fullmatch(inside):
            words.append(f" {inside.strip()} ")
            continue
        behind = _WORDS_BEHIND.search(inside)
        tokens = tuple(tokens_of(inside[: behind and behind.start()], match.start(group)))
        numbers += [(token.start, token.end) for token in tokens if token.kind == "number"]
        parts = [(token,) for token in tokens if token.kind == "number"]
        for part in parts if _RATIO.fullmatch(inside) else (tokens,):
            words.append(f" <{len(formulas)}> ")
            formulas.append(part)
        if behind is not None:
            words.append(f"{behind['words'] or behind['ending']} ")
    words.append(asked[position:])
    written += (one.span() for one in _WRITTEN.finditer(asked, position))
    plain = " ".join(re.sub(r"[.,;:!?]", " ", "".join(words).lower()).split())
    if len(_WRITTEN.findall(plain)) != len(written):
        written = []  # a number is cut in two, or stands in a formula
    return TextForm(question, plain, tuple(formulas), tuple(numbers), tuple(written))
