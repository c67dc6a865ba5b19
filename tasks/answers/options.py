"""Which option a response chooses, where it says so in prose: "Option B is correct"."""

import re
from collections.abc import Sequence

from clipo_bench.tasks.problem import LETTERS

TAIL = 4000

_MARK = r"[(\[\"'`“‘*_]{0,4}"
_END = r"[)\]\"'`”’*_]{0,4}"


def _letter(name: str) -> str:
    return rf"{_MARK}(?P<{name}>(?-i:[A-Z])){_END}(?![\w'’])"


# Ways to choose, the last of which counts.
_CHOICES = (
    # Option B is correct; the correct choice is (B); letter B
    rf"\b(?:option|choice|letter|alternative)s?(?:\s+(?:is|should be|would be|must be|:))?:?\s+"
    rf"(?:is\s+|option\s+|letter\s+)?{_letter('a')}",
    # B is the correct answer; (B) is right
    rf"(?<![\w'’]){_letter('b')}\s+(?:is|seems|looks|would be|must be|should be)\s+"
    r"(?:clearly\s+|definitely\s+|therefore\s+)?(?:the\s+)?(?:most\s+)?"
    r"(?:correct|right|best|answer|accurate|appropriate|true)\b",
    # I choose B; we go with (B); it must be B
    rf"\b(?:choose|pick|select|go(?:es|ing)? with|answer with|going for|settle on"
    rf"|it(?:'s| is| must be))"
    rf"\s+(?:option\s+|choice\s+)?{_letter('c')}(?=\s*(?:[.,;:!)]|\Z|\n|because|since|as))",
    # for sure D; most likely (B)
    rf"\b(?:for sure|definitely|certainly|clearly|surely|probably|likely),?\s+{_letter('g')}"
    r"(?=\s*(?:[.,;:!)]|\Z|\n|because|since|as))",
    # not (A), rather (C); not A but C
    rf"\bnot\s+{_letter('d')}\s*,?\s+(?:but|rather)\s+(?:rather\s+)?"
    rf"{_letter('e')}",
    # Antwort B, réponse B, opción B, 选B, 选项B
    rf"(?:\b(?:antwort|réponse|opción|opção|option|вариант)\s+|选项?\s*|選\s*){_letter('f')}",
)
_CHOICE = re.compile("|".join(_CHOICES), re.IGNORECASE)
_DENIED = re.compile(
    r"\s*(?:[:,]?\s*[^.,\n]{0,40}?\s)?(?:is|are|can|could|seems?|would be)(?:\s*n[o']t|not)\b"
    r"|\s*(?:is|are|seems?)\s+(?:also\s+)?"
    r"(?:incorrect|wrong|false|out|eliminated|ruled out|unlikely)",
    re.IGNORECASE,
)
_NOT = re.compile(
    r"\b(?:not|n't|neither|than|eliminate|rule out|exclude)\s+(?:option\s+)?\W*\Z", re.I
)
# A capital that stands alone at the end, behind a word of conclusion or in brackets.
_ALONE = re.compile(
    r"(?<!not )(?<!than )(?<!nor )(?<![+\-*/=^°\w] )(?<![+\-*/=^°\w$\\])\((?P<bracket>[A-Z])\)"
    r"|(?:\A|\n|\*\*|\b(?i:hence|thus|therefore|so|answer|choice|option|be|is|:|->|→)[\s:,*]{0,6})"
    r"(?P<said>[A-Z])(?=\*{0,3}\s{0,3}(?:[.,;:!)*]|\Z|\n|\())(?!\.\w)"
)
_NAMES = re.compile(
    r"\b(?:matrix|point|set|vitamin|type|group|class|plan|hepatitis|segment|angle|event|figure|table"
    r"|box|bag|team|city|person|country|company|line|side|vertex|room|gate|house|train|car|school)"
    r"\s+\W?\Z",
    re.IGNORECASE,
)


def chosen(text: str, choices: Sequence[str] = ()) -> str | None:
    """The option that a text chooses last, as a letter; None if it plainly chooses none."""
    letters = LETTERS[: len(choices)] if choices else LETTERS
    found = None
    for match in _CHOICE.finditer(text[-TAIL:]):
        name = match["e"] or next(match[group] for group in "abcgf" if match[group] or group == "f")
        before, after = text[-TAIL:][: match.start()], text[-TAIL:][match.end() :]
        denied = not match["b"] and _DENIED.match(after[:120])
        if name and name in letters and not denied and not _NOT.search(before[-30:]):
            found = name
    return found


def alone(text: str, choices: Sequence[str] = ()) -> str | None:
    """The last letter that stands alone as an option does, and as no unit, name or pronoun."""
    letters = LETTERS[: len(choices)] if choices else LETTERS
    found = None
    for match in _ALONE.finditer(text):
        name = match["bracket"] or match["said"]
        if name in letters and not _NAMES.search(text[max(0, match.start() - 20) : match.start()]):
            found = name
    return found


def by_text(text: str, choices: Sequence[str]) -> str | None:
    """The one option whose text stands in the last sentence that has any; None if two do."""
    lines = [line for line in re.split(r"(?<=[.!?])\s|\n", text[-TAIL:]) if line.strip()]
    for line in reversed([_RULED_OUT.sub("", line) for line in lines[-3:]]):
        named = [choice for choice in choices if len(choice) > 2 and _stands(choice, line)]
        longest = [one for one in named if not any(one != two and one in two for two in named)]
        if longest:
            denied = _NOT.search(line[: line.lower().find(longest[0].lower())])
            return longest[0] if len(longest) == 1 and not denied else None
    return None


_RULED_OUT = re.compile(r",?\s(?:and\s)?(?:not|rather than|instead of|unlike)\s.*", re.DOTALL)


def _stands(choice: str, line: str) -> bool:
    return bool(re.search(rf"(?<!\w){re.escape(choice)}(?!\w)", line, re.IGNORECASE))
