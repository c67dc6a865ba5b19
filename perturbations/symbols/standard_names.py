r"""Letters that have a fixed meaning by how they are written: ``\phi(12)``, ``S_5``, ``H_2O``."""

import re
from collections.abc import Iterator, Set
from functools import lru_cache

from clipo_bench.perturbations.symbols.fixed_names import FIXED_NAMES
from clipo_bench.perturbations.symbols.introductions import is_introduced
from clipo_bench.perturbations.symbols.known_names import KNOWN_NAMES
from clipo_bench.perturbations.symbols.standard_name import INDEX, OPENS, StandardName

_ELEMENTS = (
    r"(?:H|He|Li|Be|B|C|N|O|F|Na|Mg|Al|Si|P|S|Cl|K|Ca|Fe|Cu|Zn|Br|Ag|I|Ba|Mn|Cr|Hg|Pb|Au|Ti|Sn)"
)
# Elements with numbers, of which one is above 1, or one has two letters: `H_2O`, `NaCl`.
_COMPOUND = re.compile(
    rf"(?<![A-Za-z\\_{{])(?:\\(?:ce|mathrm|text)\{{)?(?=(?:{_ELEMENTS})+(?:_\{{?[2-9]|_\{{?1\d)|[A-Z]\w*(?:Cl|Na|Mg|Fe|Cu|Zn|Br|Ca|Al|Ag)"
    rf"|(?:Cl|Na|Mg|Fe|Cu|Zn|Br|Ca|Al|Ag)[A-Z])(?=[A-Za-z]*[_A-Za-z0-9{{}}]*[HOCN])"
    rf"(?:{_ELEMENTS}(?:_(?:[2-9]|\{{(?:[2-9]|1\d)\}}))?){{2,7}}(?![A-Za-z_])"
)
# Each pattern allows white space at many places, which would be slow on long runs of it.
_WHITE = re.compile(r"\s+")
# Two juxtaposed corners with indices, such as `A_1A_2`, `B_1C`: no single known name.
_CORNERS = r"@_(?:\w|\{{\w+\}})(?:[A-Z]|\s*\\?cdots|\s*\\?dots)|[A-Z](?:_(?:\w|\{{\w+\}}))?@_"


def standard_names(text: str, used: Set[str], context: str = "") -> Iterator[tuple[str, str]]:
    """The letters that stand in a text for something fixed, each with its meaning.

    Args:
        text: a question with its options, or a worked solution.
        used: the letters to look for.
        context: the question of a worked solution, which may introduce letters.
    """
    text, context = _WHITE.sub(" ", text), _WHITE.sub(" ", context)
    for name in FIXED_NAMES:
        for letter in name.letters:
            if letter in used and _stands(name, letter, text):
                yield letter, name.why
    for compound in _COMPOUND.finditer(text):
        for letter in used & set(compound.group()):
            if not is_introduced(letter, f"{context}\n{text}"):
                yield letter, "a chemical formula"
    for name in KNOWN_NAMES:
        for letter in name.letters:
            if letter not in used or not _stands(name, letter, text):
                continue
            if not is_introduced(letter, text, by_equation=name.by_equation) and not (
                context and _is_the_questions(name, letter, context)
            ):
                yield letter, name.why


def _is_the_questions(name: StandardName, letter: str, question: str) -> bool:
    """Whether a question introduces a letter, and as something that is written alike."""
    # "Let $C$ be the number": then the `C(4,2)` of the solution is another C
    with_arguments = OPENS in name.shape
    if with_arguments and not _shape(rf"@(?:\s*_\s*{INDEX})?{OPENS}", letter).search(question):
        return False
    return is_introduced(letter, question, by_equation=name.by_equation)


def _stands(name: StandardName, letter: str, text: str) -> bool:
    if name.beside and not re.search(name.beside, text):
        return False
    if name.unless and re.search(name.unless, text):
        return False
    if name.why == "a known name with an index" and _shape(_CORNERS, letter).search(text):
        return False
    return _shape(name.shape, letter).search(text) is not None


@lru_cache(maxsize=4096)
def _shape(shape: str, letter: str) -> re.Pattern[str]:
    # `@` stands alone or after one small letter, as in `2P(A)`, `nP(A)`; not in `\cap`, `LAP`
    if letter.startswith("\\"):
        one = rf"{re.escape(letter)}(?![A-Za-z])"
    else:
        one = rf"(?:(?<![A-Za-z\\])|(?<=[^A-Za-z\\][a-z])){letter}"
    return re.compile(shape.replace("@", one))
