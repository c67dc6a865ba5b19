"""Sentences that change nothing: about a person or a place, without amounts, times or money."""

import random
import re
from dataclasses import dataclass

from clipo_bench.perturbations.text.latex import words


@dataclass(frozen=True, slots=True)
class SentenceTemplate:
    """A sentence with a place for its subject, and one for a word of a list.

    Attributes:
        text: with ``{name}`` and ``{what}``.
        what: the words.
        topic: what the sentence is about; a problem that touches it never gets it.
    """

    text: str
    what: tuple[str, ...]
    topic: re.Pattern[str]

    def fill(self, name: str, rng: random.Random) -> str:
        """Make a sentence about `name`."""
        return self.text.format(name=name, what=rng.choice(self.what))

    def is_irrelevant(self, text: str) -> bool:
        """Whether a problem's text never touches the topic."""
        return not self.topic.search(text)


def _template(text: str, what: str, topic: str) -> SentenceTemplate:
    return SentenceTemplate(text, tuple(what.split("/")), re.compile(rf"(?i)\b(?:{topic})"))


_COLOURS = "colou?r|favou?r|paint|red|blue|green|purple|yellow|orange|pink|white|black|brown|dye"
PERSON_TEMPLATES = (
    _template("{name}'s favorite color is {what}.", "green/blue/purple/yellow/gray", _COLOURS),
    _template(
        "{name} likes listening to {what}.",
        "jazz/folk music/opera/piano music",
        r"music|song|band|concert|piano|guitar|sing|listen|album|record|radio|instrument|violin|opera"
        r"|folk|jazz|danc|podcast|choir|drum|playlist|tape|cds?\b|dvds?",
    ),
    _template(
        "{name} has {what} hair.",
        "curly/dark/wavy/straight",
        r"hair|wig|brush|barber|salon|braid|bald|head|shampoo|ribbon|beard|cut|dark|straight|curl|wav"
        r"|comb|shav",
    ),
    _template(
        "{name} enjoys the smell of {what}.",
        "rain/pine wood/fresh bread/lavender",
        r"smell|rain|tree|bread|bak|flower|garden|candle|perfume|fresh|wood|pine|lavender|weather|loa|nose"
        r"|storm|umbrella|forest|plant",
    ),
    _template(
        "{name} is known for being {what}.",
        "polite/cheerful/patient/curious",
        r"know|patie|poli|chee|curi",
    ),
    _template(
        "{name} knows how to {what}.",
        "whistle/juggle/knit/skate",
        r"whistle|juggl|knit|yarn|skat|ball|scarf|scarves|sweater|ice|hat|crochet|sew|mitten|sock",
    ),
    _template(
        "{name} dreams of seeing {what}.",
        "Iceland/Peru/the northern lights/the Alps",
        r"travel|trip|vacation|fly|flight|flew|visit|countr|plane|tour|mountain|hik|dream|sleep|light|ski"
        r"|alp|north|holiday|cit(?:y|ies)|map|continent|airport|snow",
    ),
    _template(
        "{name}'s handwriting is {what}.",
        "tidy/elegant/hard to read",
        r"writ|wrote|letter|pen|page|word|typ|read|book|note|essay|card|sign|homework|test|exam|hard"
        r"|poem|list|paper|journal|diar|hand|eleg|tidy",
    ),
    _template(
        "{name} is fond of {what}.",
        "poetry/chess/crossword puzzles/old films",
        r"poe|chess|game|puzzle|movie|film|theat|read|book|play|cinema|fond|crossword|cross|word|board"
        r"|old|show|watch|librar",
    ),
    _template(
        "{name} is afraid of {what}.",
        "spiders/thunder/snakes/ghosts",
        r"spider|snake|storm|animal|zoo|ghost|thunder|afraid|fear|scar|insect|bug|pet|reptile|halloween"
        r"|haunt|lightning|lizard",
    ),
    _template(
        "{name} speaks {what}.",
        "French/Spanish/Italian/Portuguese",
        r"language|spanish|french|italian|portug|class|school|learn|stud|speak|spoke|talk|lesson|translat"
        r"|fr[ei]|teach|test|exam|word|call",
    ),
    _template(
        "{name} is good at {what}.",
        "telling jokes/imitating birds/remembering faces",
        r"jok|bird|face|good|tell|told|laugh|comed|imitat|remember|forg",
    ),
    _template(
        "{name} admires {what}.",
        "painters/astronauts/sailors/inventors",
        r"paint|astronaut|sail|invent|boat|ship|space|admir|art|canvas|picture|galler|museum|rocket",
    ),
)
PLACES = words(
    "store shop bakery school library restaurant museum classroom cafe hotel factory office gym "
    "supermarket pharmacy"
)
PLACE_TEMPLATES = (
    _template("The walls of the {name} are painted {what}.", "green/blue/yellow/gray", _COLOURS),
    _template(
        "The floor of the {name} is made of {what}.",
        "oak/stone/marble/brick",
        r"floor|tile|wood|stone|marble|brick|oak|carpet|build|built|ground|stor(?:y|ies)|rock|tree",
    ),
    _template(
        "The {name} stands next to {what}.",
        "the post office/the fire station/the town hall",
        r"office|station|hall|street|road|walk|driv|drove|distance|mile|block|far|away|next|town|post|mail"
        r"|fire|stamp|cit(?:y|ies)|bus|route|travel|stand",
    ),
    _template(
        "Soft music plays in the {name}.",
        "-",
        r"music|song|band|concert|piano|guitar|sing|listen|play|soft|sound|nois|danc|radio|record",
    ),
    _template(
        "The windows of the {name} are {what}.",
        "clean/round/arched",
        r"window|clean|round|wash|glass|arch|pane|blind|curtain",
    ),
)
