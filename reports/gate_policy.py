"""Policy: what a gate checks, with which margin, and what it lets pass by name.

``gate.yaml``, all of it optional::

    margin: 2            # points; of checks that name none
    alpha: 0.05          # of each one-sided test
    allow: [temperature] # differences between the runs that are no reason to refuse them
    checks:              # in place of the default ones
      - {tasks: track2, metric: accuracy}
      - {tasks: [aime24, aime25], metric: accuracy, margin: 10, tier: advisory}
      - {tasks: all, metric: accuracy, pool: macro, require: not shown}
      - {tasks: math500, kind: numbers, metric: memory_contrast, margin: 5}
    shifts: {guessed: blocking, truncation: advisory, no_answer: advisory}
"""

import difflib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeVar

from clipo_bench.reports.gate_metrics import OF_VARIANTS, SHIFTS, metric_name
from clipo_bench.reports.gate_tests import Level
from clipo_bench.reports.statistics import CONFIDENCE
from clipo_bench.tasks.benchmarks import GROUPS
from clipo_bench.tasks.errors import InputError
from clipo_bench.tasks.problem import ORIGINAL
from clipo_bench.tasks.yaml_file import expect_known, listed, mapping, read_yaml

MARGIN = 0.02
ALPHA = 1 - CONFIDENCE
SHIFT_MARGIN = 0.05
EVERYTHING = "all"
ALLOWABLE = (
    "backend",
    "chat_template",
    "data",
    "dtype",
    "grader",
    "max_tokens",
    "missing",
    "same_run",
    "samples",
    "selection",
    "temperature",
    "tolerance",
    "top_p",
    "verdicts",
    "versions",
)
"""Differences that a policy can allow; besides these, any other setting of a run by its name."""
_KEYS = ("margin", "alpha", "allow", "checks", "shifts")
_RULE_KEYS = ("tasks", "kind", "metric", "pool", "margin", "alpha", "tier", "require")

E = TypeVar("E", bound=StrEnum)


class Tier(StrEnum):
    """What a check's decision does.

    ``blocking`` decides the gate, ``advisory`` is reported and never changes the exit code,
    and ``shown`` is a row without a claim.
    """

    BLOCKING = "blocking"
    ADVISORY = "advisory"
    SHOWN = "shown"


class Require(StrEnum):
    """When a check passes.

    ``excluded``: a drop beyond the margin is ruled out. ``not shown``: it is not shown.
    """

    EXCLUDED = "excluded"
    NOT_SHOWN = "not shown"


@dataclass(frozen=True, slots=True)
class GateRule:
    """One check of a policy, before it is applied to runs.

    Attributes:
        tasks: benchmarks and groups (`GROUPS`), or ``all`` of the base.
        kind: ``original`` or a kind of rewrite; empty for every kind that the metric is of,
            each a check of its own.
        metric: see `reports.gate_metrics.METRICS`.
        level: what weighs alike.
        margin: the change for the worse that is accepted.
        alpha: of each one-sided test.
        tier: see `Tier`.
        require: see `Require`.
        place: how messages call it, such as ``gate.yaml: checks[0]``.
    """

    tasks: tuple[str, ...]
    kind: str
    metric: str
    level: Level
    margin: float
    alpha: float
    tier: Tier
    require: Require
    place: str = ""


@dataclass(frozen=True, slots=True)
class GatePolicy:
    """What a gate checks.

    Attributes:
        margin: of checks that name none.
        alpha: of each one-sided test.
        allow: names of differences that are no reason to refuse two runs.
        rules: the checks; None for the default ones.
        shifts: the tier of each change in how answers were found.
        source: the file; empty without one.
    """

    margin: float = MARGIN
    alpha: float = ALPHA
    allow: frozenset[str] = frozenset()
    rules: tuple[GateRule, ...] | None = None
    shifts: Mapping[str, Tier] = field(default_factory=lambda: dict.fromkeys(SHIFTS, Tier.ADVISORY))
    source: str = ""

    def with_options(self, allow: Iterable[str], *, each_slice: bool) -> "GatePolicy":
        """The policy with what a caller or a command line says beside it.

        Raises:
            InputError: a name is no text.
        """
        made = replace(self, allow=self.allow | frozenset(_names("allow", list(allow))))
        if not each_slice:
            return made
        return replace(made, rules=(*made.checks(), made._rule(Level.SLICE, Require.EXCLUDED)))

    def checks(self) -> tuple[GateRule, ...]:
        """The rules: the default ones where the policy has none.

        Micro gates at the margin, macro on a drop that is shown; of each kind apart.
        """
        if self.rules is not None:
            return self.rules
        return (
            self._rule(Level.MICRO, Require.EXCLUDED),
            self._rule(Level.MACRO, Require.NOT_SHOWN),
        )

    def _rule(self, level: Level, require: Require) -> GateRule:
        return GateRule(
            (EVERYTHING,), "", "accuracy", level, self.margin, self.alpha, Tier.BLOCKING, require
        )


def load_policy(
    policy: "str | Path | Mapping[str, Any] | None",
    margin: float | None = None,
    confidence: float | None = None,
) -> GatePolicy:
    """Make a policy of a file, or of the values that such a file holds; of nothing the default.

    Args:
        policy: the file or the values.
        margin: in place of the file's, for checks that name none.
        confidence: likewise, 1 - alpha.

    Raises:
        InputError: it cannot be read or is invalid, or a value is out of range.
    """
    values: Mapping[str, Any] = {}
    if isinstance(policy, str | Path):
        values = read_yaml(Path(policy), example="margin: 2")
    elif policy is not None:
        values = policy
    given = dict(values)
    if margin is not None:
        given["margin"] = _margin(margin) * 100
    if confidence is not None:
        given["alpha"] = 1 - _confidence(confidence)
    source = str(policy) if isinstance(policy, str | Path) else "policy" if policy else ""
    return parse_policy(given, source)


def _margin(value: float) -> float:
    if not 0 <= value < 1:
        raise InputError(f"a margin of {value * 100:g} points: expected 0 up to less than 100")
    return value


def _confidence(value: float) -> float:
    if not 0.5 < value < 1:
        raise InputError(
            f"a confidence of {value:g}: expected more than 0.5 and less than 1, such as 0.95"
        )
    return value


def parse_policy(values: Mapping[str, Any], source: str) -> GatePolicy:
    """Read a policy from its values.

    Args:
        values: what the YAML holds.
        source: the file, for messages.

    Raises:
        InputError: it is invalid.
    """
    expect_known(f"{source}: ", values, _KEYS)
    margin = _points(f"{source}: margin", values.get("margin", MARGIN * 100))
    alpha = _alpha(f"{source}: alpha", values.get("alpha", ALPHA))
    allow = _names(f"{source}: allow", values.get("allow", []))
    rules = None
    if "checks" in values:
        listed_rules = values["checks"]
        if not isinstance(listed_rules, list) or not listed_rules:
            raise InputError(
                f"{source}: checks is {listed_rules!r}: expected a list such as "
                "[{tasks: all, metric: accuracy}]; without it, the default ones are made"
            )
        rules = tuple(
            _parse_rule(f"{source}: checks[{number}]", one, margin, alpha)
            for number, one in enumerate(listed_rules)
        )
    shifts = dict.fromkeys(SHIFTS, Tier.ADVISORY)
    given = mapping(f"{source}: shifts", values.get("shifts"))
    expect_known(f"{source}: shifts: ", given, SHIFTS)
    for name, tier in given.items():
        shifts[name] = _one_of(f"{source}: shifts.{name}", tier, Tier)
    return GatePolicy(margin, alpha, frozenset(allow), rules, shifts, source)


def _parse_rule(place: str, value: Any, margin: float, alpha: float) -> GateRule:
    if not isinstance(value, dict):
        raise InputError(f"{place} is {value!r}: expected {{tasks: all, metric: accuracy}}")
    expect_known(f"{place}: ", value, _RULE_KEYS)
    metric = metric_name(f"{place}.metric", value.get("metric", "accuracy"))
    level = _one_of(f"{place}.pool", value.get("pool", Level.MICRO), Level)
    default = Require.NOT_SHOWN if level is Level.MACRO else Require.EXCLUDED
    kind = value.get("kind", "")
    if not isinstance(kind, str) or ("kind" in value and not kind.strip()):
        raise InputError(f"{place}.kind is {kind!r}: expected 'original' or a kind of rewrite")
    if kind == ORIGINAL and metric in OF_VARIANTS:
        raise InputError(
            f"{place}: {metric} compares variants with their originals: expected a kind of rewrite"
        )
    if "margin" in value:
        margin = _points(f"{place}.margin", value["margin"])
    return GateRule(
        tasks=_names(f"{place}.tasks", value.get("tasks", EVERYTHING)),
        kind=kind,
        metric=metric,
        level=level,
        margin=margin,
        alpha=_alpha(f"{place}.alpha", value.get("alpha", alpha)),
        tier=_one_of(f"{place}.tier", value.get("tier", Tier.BLOCKING), Tier),
        require=_one_of(f"{place}.require", value.get("require", default), Require),
        place=place,
    )


def benchmarks_of(rule: GateRule, held: Sequence[str]) -> list[str]:
    """The benchmarks of a base that a rule is about.

    Raises:
        InputError: it names one that is neither in the base nor a group.
    """
    found: dict[str, None] = {}
    for name in rule.tasks:
        if name == EVERYTHING:
            found |= dict.fromkeys(held)
        elif name in held:
            found[name] = None
        elif name in GROUPS:
            members = {one.name for one in GROUPS[name]}
            found |= dict.fromkeys(one for one in held if one in members)
        else:
            raise InputError(
                f"{rule.place}: tasks names {name!r}, which the base was not asked: expected "
                f"one of {listed(dict.fromkeys((*held, EVERYTHING, *GROUPS)))}"
            )
    if not found:
        raise InputError(
            f"{rule.place}: the base was asked nothing of {listed(rule.tasks)}, but {listed(held)}"
        )
    return list(found)


def _one_of(name: str, value: Any, kind: type[E]) -> E:
    try:
        return kind(value)
    except ValueError:
        raise InputError(f"{name} is {value!r}: expected one of {listed(kind)}") from None


def _points(name: str, value: Any) -> float:
    """A margin in points, or in per cent of tokens, as a fraction of 1."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < 100:
        raise InputError(f"{name} is {value!r}: expected points, 0 up to less than 100")
    return value / 100


def _alpha(name: str, value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value < 0.5:
        raise InputError(f"{name} is {value!r}: expected more than 0 and less than 0.5")
    return float(value)


def _names(name: str, value: Any) -> tuple[str, ...]:
    """A name or a list of names."""
    values = [value] if isinstance(value, str) else value
    if not isinstance(values, list) or not all(isinstance(one, str) and one for one in values):
        raise InputError(f"{name} is {value!r}: expected names, such as [temperature]")
    return tuple(values)


def require_known_allowed(policy: GatePolicy, settings: Iterable[str]) -> None:
    """Refuse a name that is neither one of `ALLOWABLE` nor a setting of a run.

    Raises:
        InputError: names it, and what is known.
    """
    known = sorted({*ALLOWABLE, *settings})
    for name in sorted(policy.allow - set(known)):
        near = difflib.get_close_matches(name, known, n=1)
        hint = f"did you mean {near[0]!r}?" if near else f"expected some of {listed(known)}"
        raise InputError(f"{policy.source or 'allow'}: no difference is called {name!r}: {hint}")
