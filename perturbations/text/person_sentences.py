"""Sentences about a person that suit any problem."""

from clipo_bench.perturbations.text.irrelevant_sentences import SentenceTemplate, template

COLOURS = "colou?r|favou?r|paint|red|blue|green|purple|yellow|orange|pink|white|black|brown|dye"
PERSON_TEMPLATES: tuple[SentenceTemplate, ...] = (
    template("{name}'s favorite color is {what}.", "green/blue/purple/yellow/gray", COLOURS),
    template(
        "{name} likes listening to {what}.",
        "jazz/folk music/opera/piano music",
        r"music|song|band|concert|piano|guitar|sing|listen|album|record|radio|instrument|violin|opera"
        r"|folk|jazz|danc|podcast|choir|drum|playlist|tape|cds?\b|dvds?",
    ),
    template(
        "{name} has {what} hair.",
        "curly/dark/wavy/straight",
        r"hair|wig|brush|barber|salon|braid|bald|head|shampoo|ribbon|beard|cut|dark|straight|curl|wav"
        r"|comb|shav",
    ),
    template(
        "{name} enjoys the smell of {what}.",
        "rain/pine wood/fresh bread/lavender",
        r"smell|rain|tree|bread|bak|flower|garden|candle|perfume|fresh|wood|pine|lavender|weather|loa|nose"
        r"|storm|umbrella|forest|plant",
    ),
    template(
        "{name} is known for being {what}.",
        "polite/cheerful/patient/curious",
        r"know|patie|poli|chee|curi",
    ),
    template(
        "{name} knows how to {what}.",
        "whistle/juggle/knit/skate",
        r"whistle|juggl|knit|yarn|skat|ball|scarf|scarves|sweater|ice|hat|crochet|sew|mitten|sock",
    ),
    template(
        "{name} dreams of seeing {what}.",
        "Iceland/Peru/the northern lights/the Alps",
        r"travel|trip|vacation|fly|flight|flew|visit|countr|plane|tour|mountain|hik|dream|sleep|light|ski"
        r"|alp|north|holiday|cit(?:y|ies)|map|continent|airport|snow",
    ),
    template(
        "{name}'s handwriting is {what}.",
        "tidy/elegant/hard to read",
        r"writ|wrote|letter|pen|page|word|typ|read|book|note|essay|card|sign|homework|test|exam|hard"
        r"|poem|list|paper|journal|diar|hand|eleg|tidy",
    ),
    template(
        "{name} is fond of {what}.",
        "poetry/chess/crossword puzzles/old films",
        r"poe|chess|game|puzzle|movie|film|theat|read|book|play|cinema|fond|crossword|cross|word|board"
        r"|old|show|watch|librar",
    ),
    template(
        "{name} is afraid of {what}.",
        "spiders/thunder/snakes/ghosts",
        r"spider|snake|storm|animal|zoo|ghost|thunder|afraid|fear|scar|insect|bug|pet|reptile|halloween"
        r"|haunt|lightning|lizard",
    ),
    template(
        "{name} speaks {what}.",
        "French/Spanish/Italian/Portuguese",
        r"language|spanish|french|italian|portug|class|school|learn|stud|speak|spoke|talk|lesson|translat"
        r"|fr[ei]|teach|test|exam|word|call",
    ),
    template(
        "{name} is good at {what}.",
        "telling jokes/imitating birds/remembering faces",
        r"jok|bird|face|good|tell|told|laugh|comed|imitat|remember|forg",
    ),
    template(
        "{name} admires {what}.",
        "painters/astronauts/sailors/inventors",
        r"paint|astronaut|sail|invent|boat|ship|space|admir|art|canvas|picture|galler|museum|rocket",
    ),
    template(
        "{name}'s coat has {what} buttons.",
        "brass/wooden/horn/mismatched",
        r"coat|button|jacket|cloth|wear|brass|wood|horn",
    ),
    template(
        "A {what} hangs above {name}'s desk.",
        "map of the moon/painted mask/photo of a lighthouse",
        r"desk|map|moon|mask|paint|photo|pictur|lighthouse|hang|frame|room|light|house",
    ),
    template(
        "{name} grew up in a house by {what}.",
        "the sea/a canal/an old mill",
        r"hous|home|grow|grew|sea|canal|mill|old|liv|build|beach|water",
    ),
    template(
        "{name} takes tea without {what}.",
        "sugar/milk/lemon",
        r"tea|sugar|milk|lemon|drink|drank|cup|coffee|bever|tak|took",
    ),
    template(
        "{name} is allergic to {what}.",
        "cats/pollen/shellfish/dust",
        r"allerg|cat|pollen|fish|dust|pet|sick|medic|doctor|flower|animal|clean",
    ),
    template(
        "{name} hums {what} while thinking.",
        "old tunes/lullabies/film melodies",
        r"hum|tune|lullab|film|melod|music|song|sing|think|thought|movie|old",
    ),
    template(
        "There is {what} on {name}'s backpack.",
        "a patch with a fox/a small tear/a pin shaped like a leaf",
        r"bag|pack|patch|fox|tear|pin|leaf|leav|small|shap|sew",
    ),
    template(
        "{name}'s umbrella is {what}.",
        "polka-dotted/checkered/see-through",
        r"umbrella|rain|dot|check|weather|see|water",
    ),
    template(
        "{name} dislikes {what}.",
        "thunderstorms/elevators/loud noises/crowds",
        r"like|thunder|storm|elevat|loud|noise|crowd|weather|floor|lift|rain",
    ),
    template(
        "{name}'s glasses have {what} frames.",
        "round/thin/tortoiseshell",
        r"glass|frame|round|thin|tortoise|shell|eye|see|window|drink",
    ),
    template(
        "{name} tells everyone about {what}.",
        "comets/volcanoes/sea monsters/pyramids",
        r"tell|told|comet|volcan|sea|monster|pyramid|space|story|stories|geometr",
    ),
    template(
        "On the shelf in {name}'s hallway stands {what}.",
        "a brass owl/a chipped vase/an old globe",
        r"shel|hall|brass|owl|vase|globe|old|chip|stand|flower|map|book|furnitur",
    ),
    template(
        "As a child, {name} wanted to become {what}.",
        "a sailor/a detective/a clown/a vet",
        r"child|kid|want|becom|sail|detect|clown|vet|boat|circus|animal|job",
    ),
    template(
        "{name} comes from a family of {what}.",
        "sailors/tailors/actors/clockmakers",
        r"famil|sail|tailor|act|clock|boat|sew|theat|play|come|came|parent|sister|brother",
    ),
    template(
        "{name}'s laugh is {what}.",
        "loud/contagious/hard to miss",
        r"laugh|loud|contag|hard|miss|jok|comed|funn|noise",
    ),
    template("{name}'s locker is number {label}.", "-", r"lock|number|digit|gym|key|code|door"),
    template(
        "{name} lives at house number {label}.",
        "-",
        r"hous|home|liv|street|address|number|digit|neighbo|door",
    ),
    template(
        "{name} takes bus line {label} into town.",
        "-",
        r"bus|line|town|rid|rode|driv|drove|travel|tak|took|mile|train|cit(?:y|ies)|number|digit|car",
    ),
    template(
        "{name} was born in {year}.",
        "-",
        r"born|birth|age|old|young|year|centur|calend|decade|date|num",
    ),
    template(
        "{name}'s favorite film came out in {year}.",
        "-",
        r"film|movie|favou?r|theat|cinema|year|age|old|watch|came|come|show|video",
    ),
)
