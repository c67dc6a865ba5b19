"""How many problems `derive` reads, and whether its programs are right.

    python measure/derive.py --data-dir DATA

Prints coverage on GSM8K test and SVAMP with refusals by cause; agreement with the 100 human
templates of GSM-Symbolic on their 50 instances each, for even and odd templates apart, with
every template that disagrees; and the round trip: each program's own variants, derived again.
Exits 1 if a bar is missed.
"""

import argparse
import json
import random
import re
import sys
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from fractions import Fraction
from pathlib import Path
from typing import Any

from clipo_bench.perturbations.programs.draw import Draws
from clipo_bench.perturbations.programs.no_program import NoProgram
from clipo_bench.perturbations.programs.worked_solution.derive import derive
from clipo_bench.perturbations.programs.worked_solution.solution_program import SolutionProgram
from clipo_bench.perturbations.text.mentions import Mention, find

COVERAGE_BAR = 0.75
EXACTNESS_BAR = 0.99
INSTANCES = 50
DRAWS = 3

_FIELD = re.compile(r"\{(?P<name>\w+)\s*,\s*(?P<default>[^{}]*)\}")
_UNIT = re.compile(
    r"\b(?:second|minute|hour|day|week|month|year|decade|inch|inche|feet|foot|yard|mile|ounce|pound"
    r"|gallon|quart|pint|cup|dozen|pair|(?:centi|milli|kilo)?(?:meter|gram|liter)|kg|km|cm)s?\b"
)


def lines(path: Path) -> list[dict[str, Any]]:
    """The rows of a file of JSON lines."""
    with path.open(encoding="utf-8") as file:
        return [json.loads(line) for line in file]


@dataclass(frozen=True, slots=True)
class Field:
    """A place of a template: its name, its text in the original, and where that stands."""

    name: str
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Frame:
    """A template as the text with its defaults, the fields in it, and a pattern for instances."""

    text: str
    fields: tuple[Field, ...]
    pattern: re.Pattern[str]


def frame(annotated: str) -> Frame:
    """Read a template's annotated question."""
    source = annotated.split("#init", maxsplit=1)[0].strip()
    text, pattern = "", ""
    fields: list[Field] = []
    groups: dict[tuple[str, str], str] = {}
    position = 0
    for match in _FIELD.finditer(source):
        static = source[position : match.start()]
        text += static
        pattern += _loose(static)
        default = match["default"].strip()
        key = (match["name"], default)
        fields.append(Field(match["name"], len(text), len(text) + len(default), default))
        text += default
        if key in groups:
            # a later mention may be inflected or capitalised, so it is only required to exist
            pattern += f"(?P<f{len(fields) - 1}>(?i:(?P={groups[key]})))"
        else:
            groups[key] = f"f{len(fields) - 1}"
            pattern += f"(?P<f{len(fields) - 1}>{_shape(default)})"
        position = match.end()
    text += source[position:]
    pattern += _loose(source[position:])
    return Frame(text, tuple(fields), re.compile(pattern, re.DOTALL))


def _loose(static: str) -> str:
    """A pattern for a template's own text, whatever its white space."""
    parts = [re.escape(part) for part in re.split(r"\s+", static)]
    return r"\s+".join(parts)


def _shape(default: str) -> str:
    if default in ("$", "€", "£"):
        return r"[^\s\w.,]{1,3}|[A-Z]{2,4}\s?"
    if re.fullmatch(r"[\d.,/%]+", default):
        return r"[\d.,/]*\d%?|[a-z]+(?:-[a-z]+)*"
    return r".+?"


def read_instance(
    program: SolutionProgram, template: Frame, instance: str
) -> dict[str, Fraction] | str:
    """The values of our slots in an instance of a template, or why they can't be read."""
    matched = template.pattern.fullmatch(instance)
    if matched is None:
        return "its text does not follow the template"
    spans = {index: matched.span(f"f{index}") for index in range(len(template.fields))}
    numbers = find(instance)
    values: dict[str, Fraction] = {}
    covered: set[int] = set()
    for slot, place in zip(program.slots, _places(program, template), strict=True):
        if place is None:
            return "a number of ours has no place in the template"
        if place < 0:
            continue  # the template's own text, the same in every instance
        covered.add(place)
        value = _value_at(numbers, spans[place])
        if value is None:
            return f"no number stands for {slot.text!r}"
        values[slot.name] = value
    for index, one in enumerate(template.fields):
        if instance[slice(*spans[index])].lower() == one.text.lower():
            continue
        if index not in covered and _numeric(one.text):
            return "a number changes that is no slot"
        if _UNIT.search(one.text.lower()) and _knows(program):
            return "a unit of measure changes"
    return values


def unfit(program: SolutionProgram, values: Mapping[str, Fraction]) -> str:
    """What in the values the program does not allow to change; empty if nothing."""
    for slot in program.slots:
        value = values.get(slot.name, slot.value)
        if slot.fixed and value != slot.value:
            return f"a slot that must stay changes: {slot.fixed}"
        if any(values.get(other, slot.value) != value for other in slot.tied):
            return "slots that are tied differ"
    return ""


def _knows(program: SolutionProgram) -> bool:
    """Whether a program uses what everybody knows, such as 12 inches."""
    return any(value not in (0, 1, 100) for value in program.constants)


def _numeric(text: str) -> bool:
    return any(mention.value not in (0, 1) for mention in find(text))


def _value_at(numbers: Sequence[Mention], span: tuple[int, int]) -> Fraction | None:
    """The number in a span; of two, as in ``2 to 3``, none."""
    inside = [one for one in numbers if one.start < span[1] and span[0] < one.end]
    return inside[0].value if len(inside) == 1 else None


def _places(program: SolutionProgram, template: Frame) -> list[int | None]:
    """The field in which each slot lies; -1 for the template's own text, None if unclear."""
    ours = list(_pieces(program.question))
    theirs = list(_pieces(template.text))
    blocks = SequenceMatcher(
        None, [one[0] for one in ours], [one[0] for one in theirs], autojunk=False
    ).get_matching_blocks()
    at = {
        ours[block.a + offset][1]: theirs[block.b + offset][1:]
        for block in blocks
        for offset in range(block.size)
    }
    places: list[int | None] = []
    for slot in program.slots:
        if slot.start not in at:
            places.append(None)
            continue
        start, end = at[slot.start]
        fields = template.fields
        inside = [i for i, one in enumerate(fields) if one.start < end and start < one.end]
        places.append(inside[0] if inside else -1)
    return places


def _pieces(text: str) -> Iterator[tuple[str | Fraction, int, int]]:
    """The words of a text and the values of its numbers, each with where it stands."""
    numbers = {mention.start: mention for mention in find(text)}
    position = 0
    for word in re.finditer(r"[^\W\d]+|\d[\d.,/]*|\S", text):
        if mention := numbers.get(word.start()):
            yield mention.value, mention.start, mention.end
            position = mention.end
        elif word.start() >= position:
            yield word[0].lower(), word.start(), word.end()


@dataclass(slots=True)
class Agreement:
    """How one template's instances compare with a program."""

    name: str
    no_program: NoProgram | None = None
    equal: int = 0
    differ: list[str] = field(default_factory=list)
    unread: Counter[str] = field(default_factory=Counter)
    frozen: Counter[bool] = field(default_factory=Counter)

    @property
    def compared(self) -> int:
        """How many instances could be read."""
        return self.equal + len(self.differ)


def agreements(data: Path, parity: int) -> Iterator[Agreement]:
    """Compare with the templates of even (0) or of odd (1) numbers."""
    import pyarrow.parquet as pq

    originals = lines(data / "gsm8k" / "test.jsonl")
    templates = lines(data / "gsm-symbolic" / "templates_symbolic.jsonl")
    table = pq.read_table(data / "clipo" / "test" / "gsm_symbolic.parquet").to_pylist()
    for index, row in enumerate(templates):
        name = Path(row["template_file"]).stem
        if int(name) % 2 != parity:
            continue
        original = originals[row["id_orig"]]
        program = derive(original["question"], original["answer"])
        found = Agreement(name)
        if isinstance(program, NoProgram):
            found.no_program = program
            yield found
            continue
        template = frame(row["question_annotated"])
        for instance in table[index * INSTANCES : (index + 1) * INSTANCES]:
            _compare(program, template, instance, found)
        yield found


def _compare(
    program: SolutionProgram, template: Frame, instance: dict[str, Any], found: Agreement
) -> None:
    text = instance["prompt"][0]["content"].rpartition("\n")[0].strip()
    text = re.sub(r"\s*Let's think step by step.*$", "", text or instance["prompt"][0]["content"])
    theirs = Fraction(str(instance["reward_model"]["ground_truth"]).replace(",", ""))
    values = read_instance(program, template, text)
    if isinstance(values, str):
        found.unread[values] += 1
        return
    try:
        ours: Fraction | None = program.evaluate(values)
    except ZeroDivisionError:
        ours = None
    if why := unfit(program, values):
        found.unread[why] += 1
        found.frozen[ours == theirs] += 1
    elif ours == theirs:
        found.equal += 1
    else:
        shown = {slot.text: str(values.get(slot.name, slot.value)) for slot in program.slots}
        found.differ.append(f"ours {ours}, theirs {theirs}: {shown}")


def exactness(data: Path, *, odd: bool) -> bool:
    """Print the agreement for even and, if wanted, odd templates; whether the bar is met."""
    good = True
    for parity, label in ((0, "even"), (1, "odd"))[: 2 if odd else 1]:
        good &= _print_agreement(list(agreements(data, parity)), label)
    return good


def _print_agreement(found: Sequence[Agreement], label: str) -> bool:
    derived = [one for one in found if one.no_program is None]
    read = [one for one in derived if one.compared]
    compared = sum(one.compared for one in read)
    equal = sum(one.equal for one in read)
    share = equal / compared if compared else 1.0
    exact = sum(not one.differ for one in read)
    print(f"\n{label} templates: {len(found)}, derived {len(derived)}, compared {len(read)}")
    print(f"  instances: {compared} compared, {equal} equal ({share:.2%})")
    print(f"  templates without a difference: {exact} of {len(read)}")
    refused = Counter(one.no_program.cause.value for one in found if one.no_program)
    print(f"  refused: {dict(refused.most_common())}")
    unread: Counter[str] = Counter()
    for one in derived:
        unread += one.unread
    print(f"  not read: {sum(unread.values())}")
    for why, count in unread.most_common():
        print(f"    {count:4} {why}")
    frozen: Counter[bool] = sum((one.frozen for one in derived), Counter())
    print(f"  had frozen slots been free: {frozen[True]} equal, {frozen[False]} different")
    for one in derived:
        if one.differ:
            print(f"  {one.name}: {len(one.differ)} of {one.compared} differ")
            print(f"    {one.differ[0]}")
    return share >= EXACTNESS_BAR


def coverage(name: str, rows: Sequence[tuple[str, str]]) -> list[SolutionProgram]:
    """Print how many problems have a program, and why the others have none."""
    start = time.monotonic()
    causes: Counter[str] = Counter()
    programs: list[SolutionProgram] = []
    for question, solution in rows:
        found = derive(question, solution)
        if isinstance(found, NoProgram):
            causes[found.cause.value] += 1
        else:
            programs.append(found)
    seconds = time.monotonic() - start
    share = len(programs) / len(rows)
    print(f"\n{name}: {len(programs)} of {len(rows)} derived ({share:.1%}) in {seconds:.1f} s")
    for cause, count in causes.most_common():
        print(f"  {count:5} {cause}")
    free = Counter(min(len(program.free), 5) for program in programs)
    print(f"  free slots: { {count: free[count] for count in sorted(free)} } (5: five or more)")
    return programs


def round_trip(name: str, programs: Sequence[SolutionProgram]) -> bool:
    """Print how many variants, derived again from their own texts, give the same answer."""
    made = same = without = 0
    for number, program in enumerate(programs):
        draws = Draws(program)
        for turn in range(DRAWS):
            rng = random.Random(f"{name} {number} {turn}")  # noqa: S311
            values = draws.draw(rng)
            if values is None:
                without += 1
                continue
            made += 1
            again = derive(program.render(values), program.solution(values))
            good = isinstance(again, SolutionProgram) and again.gold == program.evaluate(values)
            same += good
            if not good:
                print(f"  {name} {number}: {again if isinstance(again, NoProgram) else 'gold'}")
    print(f"{name} round trip: {same} of {made} the same, {without} without new values")
    return same == made


def svamp(data: Path) -> list[tuple[str, str]]:
    """SVAMP's questions with their equations."""
    rows = json.loads((data / "svamp" / "SVAMP.json").read_text(encoding="utf-8"))
    return [(f"{row['Body'].rstrip(' .,')}. {row['Question']}", row["Equation"]) for row in rows]


def main() -> None:
    """Run all checks."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data-dir", type=Path, required=True)
    parser.add_argument("--even-only", action="store_true", help="while developing")
    arguments = parser.parse_args()
    data = arguments.data_dir
    rows = [(row["question"], row["answer"]) for row in lines(data / "gsm8k" / "test.jsonl")]
    programs = coverage("gsm8k test", rows)
    good = len(programs) / len(rows) >= COVERAGE_BAR
    good &= round_trip("gsm8k test", programs)
    good &= round_trip("svamp", coverage("svamp", svamp(data)))
    good &= exactness(data, odd=not arguments.even_only)
    sys.exit(0 if good else 1)


if __name__ == "__main__":
    main()
