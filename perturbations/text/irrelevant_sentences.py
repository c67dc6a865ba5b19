"""SentenceTemplate: sentences that change nothing, about a person or a place of a problem.

A sentence holds no amount, time or money. Its topic must not come up in the problem, and none of
its words either. A number in it only names something: a house, a bus line, a year.
"""

import random
import re
from dataclasses import dataclass

from clipo_bench.perturbations.text.latex import words

# Words of the sentences that say nothing of what they are about.
_EMPTY = words(
    "with from that this when were have into over near under beside behind about while along front "
    "likes enjoys knows made stands plays being named most very above wears number"
)
LABEL, YEAR = "{label}", "{year}"


@dataclass(frozen=True, slots=True)
class SentenceTemplate:
    """A sentence with a place for its subject, and one for a word of a list.

    Attributes:
        text: with ``{name}``, ``{what}``, ``{label}`` or ``{year}``.
        what: the words.
        topic: what the sentence is about; a problem that touches it never gets it.
        scene: what a problem has to be about for it; a sentence without a scene suits any.
    """

    text: str
    what: tuple[str, ...]
    topic: re.Pattern[str]
    scene: re.Pattern[str] | None = None

    @property
    def has_number(self) -> bool:
        """Whether the sentence names something by a number."""
        return LABEL in self.text or YEAR in self.text

    def fill(self, name: str, rng: random.Random) -> str:
        """Make a sentence about `name`."""
        return self.text.format(
            name=name,
            what=rng.choice(self.what),
            label=rng.randrange(12, 99),
            year=rng.randrange(1961, 1999),
        )

    def suits(self, text: str) -> bool:
        """Whether a problem's text is about its scene, and never touches its topic."""
        in_scene = self.scene is None or self.scene.search(text) is not None
        return in_scene and not self.topic.search(text)


def is_unrelated(sentence: str, name: str, text: str) -> bool:
    """Whether no word and no number of a sentence comes up in a text, but for its subject."""
    said = re.findall(r"[a-z]+", sentence.lower().replace("'s", "")) + re.findall(r"\d+", sentence)
    told = {_stem(one) for one in re.findall(r"[a-z]{4,}|\d+", text.lower())}
    mine = {_stem(one) for one in said if len(one) >= 4 or one.isdigit()}
    return not (mine - {_stem(name.lower())} - {_stem(one) for one in _EMPTY}) & told


def _stem(word: str) -> str:
    # "gardens" and "gardening" both begin with "gard"; a number is a word of its own
    return word if word.isdigit() else word[:4]


def template(text: str, what: str, topic: str, scene: str = "") -> SentenceTemplate:
    """A template from lines of text.

    Args:
        text: the sentence.
        what: the words for its place, with slashes between them.
        topic: a pattern for the beginnings of the words that it must not meet.
        scene: the same for those of which one must be there; empty if it suits any problem.
    """
    begins = rf"(?i)\b(?:{topic})"
    suits = re.compile(rf"(?i)\b(?:{scene})") if scene else None
    return SentenceTemplate(text, tuple(what.split("/")), re.compile(begins), suits)
