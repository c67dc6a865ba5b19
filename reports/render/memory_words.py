"""Memory words: how a memory contrast reads, the same in every format."""

from collections.abc import Iterator

from clipo_bench.reports.contrast import Effect
from clipo_bench.reports.known_control import CONTROL_AUC, OF_VARIANTS, tells
from clipo_bench.reports.memory import MARGIN, POOLED, Memory, MemoryContrast
from clipo_bench.reports.render import memory_test_words, words
from clipo_bench.reports.render.effect_words import auc, change, families
from clipo_bench.reports.verdict import MemoryVerdict

MARKS = {MemoryVerdict.SHOWN: "✗", MemoryVerdict.EXCLUDED: "✓", MemoryVerdict.CANNOT_TELL: "?"}
CELL_NAMES = {
    "base_original": "the base's accuracy on originals",
    "base_variant": "the base's accuracy on variants",
    "new_original": "the new accuracy on originals",
    "new_variant": "the new accuracy on variants",
}


def where(item: MemoryContrast) -> str:
    """What a contrast is over: ``gsm8k · numbers``."""
    if item.benchmark == POOLED:
        return f"all number variants ({item.kind})"
    return words.name(item.benchmark, item.kind)


def log_odds(effect: Effect) -> str:
    """A contrast of log odds with its interval: ``−1.30 [−1.95, −0.65]``."""
    return f"{_two(effect.value)} [{_two(effect.low)}, {_two(effect.high)}]"


def detectable(effect: Effect) -> str:
    """The contrast that is found 4 times in 5, in points: ``16.1``."""
    return words.number(effect.detectable * 100)


def verdict(item: MemoryContrast, margin: float = MARGIN) -> str:
    """The verdict in one sentence."""
    effect = item.points
    seen = f"{change(effect)} points over {families(effect.n)}"
    match item.verdict:
        case MemoryVerdict.SHOWN:
            return (
                f"Shown: {item.new} loses {words.number(-effect.value * 100)} points "
                f"[{words.number(-effect.high * 100)}, {words.number(-effect.low * 100)}] more "
                f"than {item.base} from originals to variants on {where(item)}, over "
                f"{families(effect.n)}."
            )
        case MemoryVerdict.EXCLUDED:
            most = words.number(max(0.0, -effect.low) * 100)
            return (
                f"Excluded beyond {most} points: that {item.new} loses more than {item.base} "
                f"from originals to variants on {where(item)}, {seen}."
            )
        case MemoryVerdict.CANNOT_TELL:
            return (
                f"Cannot tell whether {item.new} loses more than {item.base} from originals to "
                f"variants on {where(item)}: {seen}. {needed(item, margin)}"
            )


def needed(item: MemoryContrast, margin: float = MARGIN) -> str:
    """What it would take to tell, in one sentence; empty where it can be told."""
    if item.needed is None:
        return ""
    samples = ""
    if item.needed.samples:
        samples = f", or {item.needed.samples:,} times as many samples of these"
    return (
        f"To find a loss of {margin * 100:g} points 4 times in 5 takes about "
        f"{families(item.needed.families)} like these{samples}."
    )


def notes(item: MemoryContrast) -> Iterator[str]:
    """What a reader of the verdict has to know: other scales, limits, matched hardness."""
    if not item.scales_agree:
        near = f" {_near(item)}: there" if item.near_limit else " Then"
        yield (
            f"The two scales disagree on {where(item)}: {change(item.points)} in points, "
            f"{log_odds(item.log_odds)} in log odds.{near} points and odds weigh the same change "
            "differently, so this contrast alone does not show memory, nor its absence."
        )
    elif item.near_limit:
        yield f"On {where(item)} {_near(item)}: a change there may be hidden by the limit."
    if item.matched and item.matched_variants < item.variants:
        yield (
            f"On the {item.matched_variants:,} of {item.variants:,} texts of {where(item)} "
            f"that are no harder to calculate than their originals: {change(item.matched)} points."
        )


def seeds_sentence(result: Memory) -> str:
    """What the seeds say together; empty for one run."""
    if result.seeds is None:
        return ""
    return (
        f"With seeds as units: {words.points(result.seeds.value)} "
        f"{words.signed_interval(result.seeds)} points over "
        f"{words.count(result.seeds.n, 'seed')}."
    )


def evidence() -> str:
    """What the tests on variants did in their control, in one sentence."""
    areas = {name: CONTROL_AUC[name] for name in OF_VARIANTS}
    told = [
        f"{name} {auc(area)}{'' if tells(area) else ' (cannot tell)'}"
        for name, area in areas.items()
    ]
    return (
        "In a control, where it is known which problems a model was trained on, these tests told "
        f"single problems apart with an AUC of: {', '.join(told)}; 0.5 is chance."
    )


def lines(result: Memory) -> Iterator[str]:
    """All that is said of runs: the pooled verdicts first, then what is to be known of them."""
    pooled = [item for item in result.contrasts if item.benchmark == POOLED]
    for item in pooled or result.contrasts:
        yield verdict(item, result.margin)
        yield from notes(item)
    if sentence := seeds_sentence(result):
        yield sentence
    if result.answer_only and result.contrasts:
        yield memory_test_words.answer_only_sentence()
    yield from map(memory_test_words.sentence, result.tests)
    yield from map(memory_test_words.date_sentence, result.dates)
    yield from (f"Note: {warning}." for warning in result.warnings)
    if result.contrasts:
        yield evidence()


def _near(item: MemoryContrast) -> str:
    named = [
        f"{CELL_NAMES[cell]} is {words.percent(getattr(item, cell))}" for cell in item.near_limit
    ]
    return " and ".join(named)


def _two(value: float) -> str:
    """A number with two decimals and a true minus sign: ``−1.30``."""
    return f"{round(value, 2) + 0.0:+.2f}".replace("-", "−")
