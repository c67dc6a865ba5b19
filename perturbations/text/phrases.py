"""Ways to ask that mean the same, each good in both directions."""

import random
import re

from clipo_bench.perturbations.text.latex import words
from clipo_bench.perturbations.variant import Edit

_MATH = r"(?= ?(?:\$|\\\[|\\\())"
# Each phrase of a line may stand for any other of it, where the pattern allows.
_EQUAL = (
    (("in total", "altogether", "in all"), r"(?<=\w )(?:{})(?=\?)"),
    (("Find", "Determine"), r"\A(?:{})(?= (?:the|all) |" + _MATH + ")"),
    (("Calculate", "Compute"), r"\A(?:{})(?= the )"),
    (("Compute", "Evaluate"), r"\A(?:{})" + _MATH),
    (("Which of the following", "Which one of the following"), r"\A(?:{})(?= (?:is|was) )"),
)
# "total area", "smallest positive integer"; a question for anything else is left as it is.
_QUANTITY = (
    r"(?:(?:total|smallest|largest|greatest|least|average|maximum|minimum|sum|exact|combined|new|final"
    r"|positive|remaining|original|ordered|overall|mean|median) )*"
    r"(?:value|sum|product|area|perimeter|volume|number|integer|cost|price|amount|distance|length"
    r"|probability|remainder|difference|ratio|weight|height|average|mean|median|radius|units digit"
    r"|measure|degree|coefficient|circumference|surface area|greatest common divisor|profit"
    r"|greatest common factor|least common multiple|domain|range|slope|determinant)"
)
# "What is" before a quantity: "What is the sum".
_WHAT_IS = re.compile(rf"\AWhat is(?= the {_QUANTITY}\b)")
# "Find" or "Determine" before a quantity: "Find the sum".
_FIND = re.compile(rf"\A(?:Find|Determine)(?= the {_QUANTITY}\b)")
# A second question or sentence: "and how", "; then", ". Give".
_SECOND_PART = re.compile(r"(?i)\b(?:and|or) (?:how|what|who|which)\b|[?;]\s*\S|\.\s+\S|:")
_NOUN = r"(?P<noun>(?:[a-z]+ ){1,3})"
_NOT_IN_NOUN = words(
    "more less fewer times total of each percent in on at the a an is are was were does do did "
    "will can would much other additional extra old and or combined there has have had altogether"
)
# "does Ann need", "does each box need".
_SINGULAR = (
    r"(?:he|she|it|[A-Z][a-z]+|(?:each|the|his|her|their|a|one|every) "
    r"(?!number|of|rest|same|two|first)[a-z]+)"
)
# "do they need", "do Ann and Bob need", "do the boys need".
_PLURAL = r"(?:they|we|you|I|[A-Z][a-z]+ and [A-Z][a-z]+|(?:the|these|all) [a-z]+s)"
_PRESENT = {
    base: base + "s"
    for base in (
        *("need", "make", "get", "eat", "sell", "buy", "earn", "spend", "read", "drive", "run"),
        *("walk", "use", "own", "collect", "pick", "take", "drink", "receive", "pay", "save"),
        *("bake", "want", "work", "play", "give", "write", "see", "score", "produce", "lose"),
    )
} | {"have": "has", "go": "goes", "do": "does", "catch": "catches"}
_PAST = {
    base: base + ("d" if base.endswith("e") else "ed")
    for base in (
        *("need", "earn", "walk", "use", "own", "collect", "pick", "receive", "save", "bake"),
        *("want", "work", "play", "score", "produce"),
    )
} | {
    **{"have": "had", "make": "made", "get": "got", "eat": "ate", "sell": "sold", "buy": "bought"},
    **{"spend": "spent", "drive": "drove", "run": "ran", "take": "took", "drink": "drank"},
    **{"pay": "paid", "give": "gave", "write": "wrote", "see": "saw", "lose": "lost"},
    **{"catch": "caught", "find": "found", "bring": "brought", "read": "read"},
}
# Questions for a count: "How many eggs does Ann have", "How many eggs are left".
_HOW_MANY = re.compile(
    rf"(?P<how>\bHow many|(?<=, )how many) {_NOUN}(?:"
    rf"does (?P<s1>{_SINGULAR}) (?P<present>{'|'.join(_PRESENT)})"
    rf"|do (?P<s2>{_PLURAL}) (?P<base>{'|'.join(_PRESENT)})"
    rf"|did (?P<s3>{_SINGULAR}|{_PLURAL}) (?P<past>{'|'.join(_PAST)})"
    rf"|(?P<modal>will|can) (?P<s4>{_SINGULAR}|{_PLURAL}) (?P<verb>{'|'.join(_PRESENT)})"
    r"|(?P<left>are left|were left)"
    r"|are there(?= (?:in|on|at|altogether)\b)"
    r")\b(?!['’-])"
)
# A plural: "eggs", "children".
_PLURAL_NOUN = re.compile(r"(?:[a-z]+s|people|children|men|women|feet|mice|geese|teeth)\Z")


def rephrase(sentence: str, rng: random.Random) -> tuple[Edit, ...]:
    """Ask the same otherwise, in one of the ways that fit; empty if none does.

    Args:
        sentence: one sentence.
        rng: draws the way.
    """
    ways: list[tuple[Edit, ...]] = [
        edits for way in (_another_phrase, _as_order, _as_question) for edits in way(sentence)
    ]
    ways += _as_number_of(sentence)
    return rng.choice(ways) if ways else ()


def _another_phrase(sentence: str) -> list[tuple[Edit, ...]]:
    found: list[tuple[Edit, ...]] = []
    for phrases, pattern in _EQUAL:
        longest_first = sorted(phrases, key=len, reverse=True)
        match = re.search(pattern.replace("{}", "|".join(longest_first)), sentence)
        if match is not None:
            old = match.group()
            others = [new for new in phrases if new != old]
            found += [(Edit(match.start(), match.end(), old, new),) for new in others]
    return found


def _as_order(sentence: str) -> list[tuple[Edit, ...]]:
    """From "What is the sum of ...?" to "Find the sum of ....", or the other way."""
    return _turned(sentence, _WHAT_IS, "Find", "?", ".")


def _as_question(sentence: str) -> list[tuple[Edit, ...]]:
    return _turned(sentence, _FIND, "What is", ".", "?")


def _turned(
    sentence: str, opening: re.Pattern[str], new: str, stop: str, new_stop: str
) -> list[tuple[Edit, ...]]:
    match = opening.match(sentence)
    if match is None or not sentence.endswith(stop) or _SECOND_PART.search(sentence[:-1]):
        return []
    end = len(sentence)
    return [(Edit(0, match.end(), match.group(), new), Edit(end - 1, end, stop, new_stop))]


def _as_number_of(sentence: str) -> list[tuple[Edit, ...]]:
    match = _HOW_MANY.search(sentence)
    if match is None or not sentence.endswith("?") or _SECOND_PART.search(sentence[:-1]):
        return []
    noun = match["noun"].strip()
    if set(noun.split()) & _NOT_IN_NOUN or not _PLURAL_NOUN.search(noun):
        return []
    what = "What" if match["how"][0] == "H" else "what"
    after = f"{what} is the number of {noun}{_clause(match)}"
    return [(Edit(match.start(), match.end(), match.group(), after),)]


def _clause(match: re.Match[str]) -> str:
    # "How many eggs does Ann need" -> "What is the number of eggs that Ann needs"
    if match["present"]:
        return f" that {match['s1']} {_PRESENT[match['present']]}"
    # "How many eggs do they need" -> "... that they need"
    if match["base"]:
        return f" that {match['s2']} {match['base']}"
    # "How many eggs did Ann buy" -> "... that Ann bought"
    if match["past"]:
        return f" that {match['s3']} {_PAST[match['past']]}"
    # "How many eggs will Ann buy" -> "... that Ann will buy"
    if match["modal"]:
        return f" that {match['s4']} {match['modal']} {match['verb']}"
    return f" that {match['left']}" if match["left"] else ""
