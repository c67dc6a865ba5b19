"""Sentences about a place of a problem: a shop, a school."""

from clipo_bench.perturbations.text.irrelevant_sentences import SentenceTemplate, template
from clipo_bench.perturbations.text.latex import words
from clipo_bench.perturbations.text.person_sentences import COLOURS

PLACES = words(
    "store shop bakery school library restaurant museum classroom cafe hotel factory office gym "
    "supermarket pharmacy"
)
PLACE_TEMPLATES: tuple[SentenceTemplate, ...] = (
    template("The walls of the {name} are painted {what}.", "green/blue/yellow/gray", COLOURS),
    template(
        "The floor of the {name} is made of {what}.",
        "oak/stone/marble/brick",
        r"floor|tile|wood|stone|marble|brick|oak|carpet|build|built|ground|stor(?:y|ies)|rock|tree",
    ),
    template(
        "The {name} stands next to {what}.",
        "the post office/the fire station/the town hall",
        r"office|station|hall|street|road|walk|driv|drove|distance|mile|block|far|away|next|town|post|mail"
        r"|fire|stamp|cit(?:y|ies)|bus|route|travel|stand",
    ),
    template(
        "Soft music plays in the {name}.",
        "-",
        r"music|song|band|concert|piano|guitar|sing|listen|play|soft|sound|nois|danc|radio|record",
    ),
    template(
        "The windows of the {name} are {what}.",
        "clean/round/arched",
        r"window|clean|round|wash|glass|arch|pane|blind|curtain",
    ),
    template(
        "The sign of the {name} is {what}.",
        "hand-painted/crooked/faded",
        r"sign|hand|paint|crook|fad|advert|poster|letter",
    ),
    template(
        "A bell rings at the door of the {name}.", "-", r"bell|ring|door|open|clos|phone|jewel"
    ),
    template(
        "A tall {what} grows by the entrance of the {name}.",
        "fern/cactus/rubber plant",
        r"tall|fern|cact|rubber|plant|grow|grew|entran|tree|flower|garden|high|height",
    ),
    template(
        "The roof of the {name} is {what}.",
        "flat/tiled/made of slate",
        r"roof|flat|til|slate|build|built|top|house|construct",
    ),
    template(
        "Inside the {name}, the air smells of {what}.",
        "floor wax/mint/cedar",
        r"insid|air|smell|floor|wax|mint|cedar|clean|perfum|candle|wood|room",
    ),
    template(
        "The ceiling lamps of the {name} are {what}.",
        "round/made of brass/shaped like bells",
        r"ceil|lamp|round|brass|shap|bell|light|bulb|electr|room",
    ),
    template(
        "The {name} opened in {year}.",
        "-",
        r"open|year|age|old|hour|clos|centur|decade|found|date|built|build",
    ),
    template(
        "The {name} stands at {label} Maple Street.",
        "-",
        r"stand|maple|street|road|address|number|mile|block|tree|drive|walk|distan|far",
    ),
)
