"""Where a line of plain text claims that two expressions are equal."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from string import ascii_letters

from clipo_bench.tasks.solution_steps.measures import is_measure, may_convert
from clipo_bench.tasks.solution_steps.values import UNIT, is_plain_number

CONTEXT = 40
# No unit, but words that say what is done with the numbers about them.
MEANING = frozenset(
    """of by over times plus minus divided multiplied and or than more less fewer is are was were
    equals equal to from at if so then because since which that thus am pm mod modulo choose twice
    double half into vs versus remainder squared cubed degrees percent not but while where when
    the let as gives makes leaves until has have had nd rd st th
    """.split()  # noqa: SIM905
)
_WORD = r"[A-Za-z][A-Za-z']*"
_UNIT = re.compile(
    rf"""(?P<before>[\d)%])
    (?P<gap>\s*-?|/)(?P<words>{_WORD}(?:(?:\s+|-|\s?/\s?){_WORD}){{0,5}})\.?
    (?:\s*\((?P<aside>[A-Za-z' -]+)\))?
    (?=\s*[-+*/=≈)])""",
    re.VERBOSE,
)
# "60 = (1200X km / 6000 km) * 100"
_VARIABLE_UNIT = re.compile(r"(\d[A-Za-z])\s+([A-Za-z]{2,})(?=\s*[-+*/=≈)])")
_BULLET = re.compile(r"^\s*(?:[-*+•]|\(?\d+[.)])\s+")
_SENTENCE_END = re.compile(r"[.;?!](?:(?<=[\w)%$].)\s+|(?<=\s;)\s)")
_CLAUSE_END = re.compile(r"[,.]\s+|\$\s*\$(?!\s*[=≈])")
_RUN = re.compile(
    r"""(?:[-+*/^().,$%\d\s=≈]+|⟨[^⟩]*⟩
        |(?<![A-Za-z\\_'{])(?![aAI]\s+[A-Za-z])[A-Za-z](?![A-Za-z_'{]))+""",
    re.VERBOSE,
)
_EQUAL = re.compile("[=≈]")
_VARIABLE = re.compile("[A-Za-z]")
_ANNOTATION = re.compile(r"<<([^<>]{1,200})>>")

# What stands before a number and makes it part of something larger, and what may follow.
_RELATIONS = """by over times plus minus twice thrice double triple half mod choose x than from
    log ln sqrt sin cos tan gcd lcm base square cube root squared cubed between""".split()  # noqa: SIM905
_NUMBERED_THINGS = """day week month year page chapter step part question problem row level grade
    angle case option no number line round test team group""".split()  # noqa: SIM905
_OPEN_LEFT = re.compile(
    rf"""(?: [\w:!|}}\]\\_'<>]
        | [^\x00-\x7f]\s*
        | \\(?!therefore|because|item|newline)[A-Za-z]+(?:_(?:\w|\{{[^{{}}]*\}}))?\s*
        | \d\s+(?:[A-Za-z']+\s+){{1,3}}(?:in|per|with)\s+
        | \b(?:(?<!total\ )(?<!sum\ )(?<!amount\ )(?<!cost\ )(?<!profit\ )of
              |{"|".join(_RELATIONS)}|(?:{"|".join(_NUMBERED_THINGS)})s?)\s+\$?
        | [!|\]}}]\s*
        | [-+*/^=(]\s*[.,]\s+
        | [@#&~]\s*
        | [\d)]\s+:\s*
    )$""",
    re.IGNORECASE | re.VERBOSE,
)
# The last words of texts that it finds something in; another word and a space decide at once.
_OPEN_WORDS = frozenset(
    [
        "of",
        "in",
        "per",
        "with",
        *_RELATIONS,
        *_NUMBERED_THINGS,
        *(f"{thing}s" for thing in _NUMBERED_THINGS),
    ]
)
_OPEN_RIGHT = re.compile(
    r"""[\w:!|{\\_<>\[]
    | \s*[^\x00-\x7f]
    | \s*[\\!|<>\[^@#&~]
    | \s*[A-Za-z]\s*\(
    | \s*(?:[A-Za-z']++[ /]*){1,5}(?:\([A-Za-z' ]+\)\s*)?[-+*/]\s*[\d$(]
    | \s*:\s*\d
    | \s*(?:of|times(?=\s+\w)|plus|minus|divided|multiplied|less|fewer|in\ base|percent\w*
          |and\s+(?:\(?\d+\s*/\s*\d+|a\s+half)|R\s*\d|a\.?m\b|p\.?m\b|o'clock|squared|cubed
          |sqrt|log|sin|cos|tan|pi|mod|choose)\b
    """,
    re.IGNORECASE | re.VERBOSE,
)
# "by equation 3", but not "we get the equation 3x + 5 = 20"
_NUMBERED = re.compile(r"\bequations?\s+\$?$", re.IGNORECASE)
# "(rounded to cents)"
_ASIDE = re.compile(r"[A-Za-z']+(?: [A-Za-z']+)+\)(?!\s*[-+*/(\d])")
# The first halves of "1 and 1/4" and of "14, 400".
_AND = re.compile(r"\d\s+and\s+$")
_COMMA = re.compile(r"(?<!\d)\d{1,3},\s+$")
_DENOMINATED = re.compile(r"\d+\s*/")
_THREE_DIGITS = re.compile(r"\d{3}(?!\d)")
_TRAILING = re.compile(r"\s*([A-Za-z']+)")
_END = re.compile(r"(?<=[\w)%])(?=[\s.,$]*$)")
_MODULO = re.compile(r"\s*[,(]?\s*\\?[pb]?mod\b", re.IGNORECASE)

_NUMBER = r"\$?\d[\d,]*(?:\.\d+)?%?"
_MEASURE = rf"(?:\s+(?!(?:{'|'.join(sorted(MEANING))})\b)[A-Za-z']+){{0,3}}"
_SPOKEN_SIGNS = {
    "times": "*", "multiplied by": "*", "plus": "+", "minus": "-", "divided by": "/",
}  # fmt: skip
_SPOKEN = re.compile(
    rf"""(?<![-+*/^=≈.,:\d$])(?P<left>{_NUMBER})(?P<unit>{_MEASURE})
    \s+(?P<sign>{"|".join(map(re.escape, _SPOKEN_SIGNS))})
    \s+(?P<right>{_NUMBER})(?P<other>{_MEASURE})
    ,?\s*(?:\s(?:which\s)?(?:is|equals|is\sequal\sto|gives|makes)\s|=)\s*(?=\$?\d)""",
    re.VERBOSE,
)

# Words that multiply a number.
_SCALES = frozenset(
    f"{word}{plural}"
    for word in (
        "dozen",
        "hundred",
        "thousand",
        "million",
        "billion",
        "trillion",
        "pair",
        "couple",
        "k",
    )
    for plural in ("", "s")
)


@dataclass(frozen=True, slots=True)
class Claim:
    """Two neighbouring sides of an equation.

    Attributes:
        left: what stands left of the sign.
        right: what stands right of it.
        loose: whether the sign says "about".
        mixed: whether its units, or words such as ``dozen``, may account for a difference.
        first: whether no other claim ends in its left side.
        note: what is wrong with it, where that is not its arithmetic.
    """

    left: str
    right: str
    loose: bool
    mixed: bool
    first: bool
    note: str = ""

    def __str__(self) -> str:
        """The claim in plain notation."""
        left, right = (" ".join(UNIT.sub(" ", side).split()) for side in (self.left, self.right))
        note = f" ({self.note})" if self.note else ""
        return f"{left} {'≈' if self.loose else '='} {right.rstrip('.,')}{note}"


def annotations(line: str) -> tuple[str, list[Claim]]:
    """Take the calculator's annotations out of a line: what is left, and their claims."""
    if "<<" not in line:
        return line, []
    found = [claim for match in _ANNOTATION.finditer(line) for claim in _chain(match[1], "", "")]
    return _ANNOTATION.sub("", line), found


def claims(line: str) -> Iterator[Claim]:
    """The claims of a line in plain notation, from left to right."""
    line = _VARIABLE_UNIT.sub(_without_unit, _BULLET.sub("", line))
    if any(word in line for word in _SPOKEN_SIGNS):
        line = _SPOKEN.sub(_spoken, line)
    if not _has_sign(line):
        return
    for sentence in _SENTENCE_END.split(line):
        if _has_sign(sentence):
            yield from _equations(_UNIT.sub(_marked, sentence))


def _has_sign(text: str) -> bool:
    return "=" in text or "≈" in text


def _spoken(match: re.Match[str]) -> str:
    left, right = (match[name].strip() for name in ("left", "right"))
    units = [f" {words.strip()}" if words else "" for words in (match["unit"], match["other"])]
    return f"{left}{units[0]} {_SPOKEN_SIGNS[match['sign']]} {right}{units[1]} = "


def _without_unit(match: re.Match[str]) -> str:
    return match[1] if is_measure(match[2].lower()) else match[0]


def _marked(match: re.Match[str]) -> str:
    words = re.split(r"[^A-Za-z']+", match["words"])
    known = is_measure(words[0].lower())
    attached = match["gap"] == "" and not known
    # "9 books belonging to the library", "2 hours to cool", "8 ounces of juice"
    within = ("to", "the", "of") if known else ("to", "the")
    words = [words[0], *(word for word in words[1:] if word not in within)]
    # "the 10-year-old tree" is a name.
    hyphenated = "-" in match["gap"] and "-" in match["words"].split()[0]
    if (
        len(words[0]) == 1
        or hyphenated
        or (attached and len(words[0]) < 4)
        or any(_is_no_unit(word) for word in words)
    ):
        return match[0]
    return f"{match['before']}⟨{' '.join(re.findall(_WORD, match['words']))}⟩"


def _is_no_unit(word: str) -> bool:
    """Whether a word is a variable, a segment such as AB, or says what is done."""
    return (len(word) == 1 and word != "a") or word.isupper() or word.lower() in MEANING


def _equations(sentence: str) -> Iterator[Claim]:
    for run in _RUN.finditer(sentence):
        if not _has_sign(run[0]):
            continue
        before = sentence[max(0, run.start() - CONTEXT) : run.start()]
        after = sentence[run.end() : run.end() + CONTEXT]
        start = 0
        for end in _CLAUSE_END.finditer(run[0]):
            if "$" in end[0] and not _has_sign(run[0][start : end.start()]):
                continue
            yield from _chain(run[0][start : end.start()], before, "")
            before, start = run[0][max(0, end.start() - CONTEXT) : end.end()], end.end()
        yield from _chain(run[0][start:], before, after)


def _chain(clause: str, before: str, after: str) -> Iterator[Claim]:
    """The claims of ``a = b = c``, without sides that reach into what stands about them."""
    if not _has_sign(clause) or _MODULO.match(after):
        return
    sides: list[str] = _EQUAL.split(clause)
    signs = _EQUAL.findall(clause)
    if sides[-1].endswith(" (") and _ASIDE.match(after):
        sides[-1], after = sides[-1][:-2], f" ({after}"
    if _reaches_left(before, sides[0]):
        sides[0] = ""
    if _OPEN_RIGHT.match(_outdent(sides[-1]) + after):
        sides[-1] = ""
    sides[0] = _balanced(sides[0], "(", ")")
    sides[-1] = _balanced(sides[-1], ")", "(")
    if trailing := _TRAILING.match(after):
        sides[-1] = _END.sub(f"⟨{trailing[1]}⟩", sides[-1], count=1)
    for index in range(len(signs)):
        left, right = sides[index : index + 2]
        if left.strip() and right.strip():
            mixed = "⟨" in left + right and (_mixed(left + right) or _converts(left, right))
            yield Claim(left, right, "≈" in signs[: index + 1], mixed, first=index == 0)


def _reaches_left(before: str, side: str) -> bool:
    said, start = before.rstrip(), side.lstrip()
    if start[:1] and start[0] in ("-+*/^)" if said and said[-1] != ":" else "+*/^)"):
        return True
    gap = before[len(said) :] + side[: len(side) - len(start)]
    if _may_be_open(said, gap) and _OPEN_LEFT.search(said + gap):
        return True
    return bool(
        (
            said[-9:].lower().find("equation") >= 0
            and _NUMBERED.search(said + gap)
            and not _VARIABLE.search(side)
        )
        or (said.endswith("and") and _AND.search(before) and _DENOMINATED.match(start))
        or (said.endswith(",") and _COMMA.search(before) and _THREE_DIGITS.match(start))
    )


def _may_be_open(said: str, gap: str) -> bool:
    """Whether `_OPEN_LEFT` needs to look: it is slow, and most texts end in another word."""
    if not (said and gap and said.isascii() and said[-1].isalnum()) or "\\" in said:
        return True
    word = said[len(said.rstrip(ascii_letters)) :]
    return word.lower() in _OPEN_WORDS


def _balanced(side: str, surplus: str, other: str) -> str:
    """A side without a bracket that opens or closes around the whole claim."""
    if side.count(surplus) != side.count(other) + 1:
        return side
    bare = side.lstrip(" $").rstrip(" $.,")
    if surplus == "(" and bare.startswith("("):
        return bare[1:]
    return bare[:-1] if surplus == ")" and bare.endswith(")") else side


def _converts(left: str, right: str) -> bool:
    """Whether one unit's quantity may be set equal to another's: ``7/4 ligs = 20/9 lugs``."""
    markers: list[str] = UNIT.findall(left)
    if markers and is_plain_number(left):
        return True
    if len(markers) != 1 or not left.rstrip().endswith("⟩"):
        return False
    others: list[str] = UNIT.findall(right)
    if not others:
        return not is_plain_number(right)
    other: str = others[-1][1:-1].split()[0]
    return other.lower().rstrip("s") != markers[0][1:-1].split()[0].lower().rstrip("s")


def _mixed(sides: str) -> bool:
    words = {marker[1:-1].split()[0].lower() for marker in UNIT.findall(sides)}
    if "$" in sides:
        words.add("dollar")
    return bool(words & _SCALES) or may_convert(words)


def _outdent(side: str) -> str:
    return side[len(side.rstrip()) :]
