"""Memory test words: how the memory tests beside the contrast read, the same in every format."""

from clipo_bench.reports.date_split import DateSplit
from clipo_bench.reports.known_control import ANSWER_ONLY, CONTROL_AUC, tells
from clipo_bench.reports.memory_tests import ANSWERED, COMPLETED, DISTANCE, ROUGE_L, MemoryTest
from clipo_bench.reports.render import words
from clipo_bench.reports.render.effect_words import auc, change, families
from clipo_bench.reports.statistics import Estimate
from clipo_bench.reports.verdict import MemoryVerdict
from clipo_bench.tasks.partial import PARTIAL_KINDS, SHARES

GIVEN = dict(zip(PARTIAL_KINDS, SHARES, strict=True))
MEASURED = {
    COMPLETED: "Completed word for word from {given} % of the text",
    ROUGE_L: "ROUGE-L of the rest from {given} % of the text",
    ANSWERED: "Answered rightly from {given} % of the text",
    DISTANCE: "Min-kNN distance between samples",
}


def sentence(item: MemoryTest) -> str:
    """What a test says of a run, beside its base and its control."""
    what = MEASURED[item.test].format(given=GIVEN.get(item.kind))
    return (
        f"{what}, {item.benchmark}: {item.base} {_value(item.base_value)}, {item.new} "
        f"{_value(item.new_value)}, {change(item.change)} points over {families(item.change.n)}. "
        f"{judged(item.verdict, item.control)}"
    )


def date_sentence(item: DateSplit) -> str:
    """What a date split says of a run."""
    left_out = f"; {item.left_out:,} on neither side are left out" if item.left_out else ""
    return (
        f"{item.new} beyond {item.base}: {change(item.before)} points on problems dated before "
        f"{item.after} ({families(item.before.n)}), {change(item.since)} since then "
        f"({families(item.since.n)}), {change(item.contrast)} apart{left_out}. "
        f"{judged(item.verdict, item.control)}"
    )


def answer_only_sentence() -> str:
    """What the contrast says where the answer was asked for without reasoning."""
    area = CONTROL_AUC.get(ANSWER_ONLY)
    asked = "All were asked for the answer without reasoning; whether a contrast shows memory then:"
    if area is not None and tells(area):
        return f"{asked} it told in its control what was trained on, AUC {auc(area)}."
    told = judged(MemoryVerdict.CANNOT_TELL, area)
    return f"{asked} {told[0].lower()}{told[1:]}"


def judged(verdict: MemoryVerdict, control: Estimate | None) -> str:
    """A verdict with what the test did in its control."""
    if control is None:
        return "Cannot tell: no control was run."
    area = f"AUC {auc(control)} in its control"
    if verdict is MemoryVerdict.SHOWN:
        return f"Shown, by a test with {area}."
    if not tells(control):
        return f"Cannot tell: {area}, where 0.5 is chance."
    return f"Cannot tell: no difference as memory makes it is shown ({area})."


def _value(value: Estimate) -> str:
    return f"{words.percent(value.value)} {words.interval(value)}"
