"""Plan: the definition of a study, read from YAML before anything runs."""

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from clipo_bench.bench_suite.study.evaluation import StudyEvaluation, read_evaluations
from clipo_bench.bench_suite.trainer import TrainConfig, configure
from clipo_bench.bench_suite.trainer.config import SFT
from clipo_bench.bench_suite.trainer.setting_names import with_current_names
from clipo_bench.reports.study.analysis import Design
from clipo_bench.reports.study.trained import PERTURBED, measured_slices, slice_name
from clipo_bench.tasks.benchmarks import OWN_SUFFIXES
from clipo_bench.tasks.errors import InputError
from clipo_bench.tasks.problem import ORIGINAL
from clipo_bench.tasks.yaml_file import expect_known, listed, mapping, read_yaml, text, whole

ALPHA = 0.05
# What arms must share, so that with one seed they train on the same problems in the same order.
SHARED = (
    "method", "seed", "model", "data", "data_dir", "num_problems", "short_solution_share",
    "num_validation_problems", "max_prompt_tokens", "prompts_per_batch", "steps",
)  # fmt: skip
_REQUIRED = (
    "title", "method", "arms", "seeds", "base", "treatment", "placebo", "primary", "evaluation",
)  # fmt: skip
_OPTIONAL = ("preset", "settings", "alpha")
# Prefixes of the settings in which the treatment may differ from the base.
_TREATMENT = ("contrastive", "head", "freeze_head", "pooling")
# "clipo", "grpo-0.2"; not "../x", "a b".
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.+-]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """The definition of a study.

    Attributes:
        title: the question.
        method: training method of all arms.
        preset: preset of all arms.
        settings: settings of all arms, which override the preset.
        arms: the settings of each arm, which override those.
        seeds: training seeds of every arm.
        base: the arm without the contrastive reward.
        treatment: the arm that is tested.
        placebo: the treatment with its rewards shuffled.
        primary: the measure that the verdict depends on.
        alpha: the significance level, a bound on false "helps" verdicts.
        evaluation: how every trained policy is evaluated.
    """

    title: str
    method: str
    preset: str | None
    settings: Mapping[str, Any]
    arms: Mapping[str, Mapping[str, Any]]
    seeds: tuple[int, ...]
    base: str
    treatment: str
    placebo: str
    primary: str
    alpha: float
    evaluation: tuple[StudyEvaluation, ...]

    @property
    def design(self) -> Design:
        """The part that the statistics need."""
        return Design(
            title=self.title,
            arms=tuple(self.arms),
            seeds=self.seeds,
            base=self.base,
            treatment=self.treatment,
            placebo=self.placebo,
            primary=self.primary,
            alpha=self.alpha,
        )

    def config(self, arm: str, seed: int) -> TrainConfig:
        """All settings of one training.

        Raises:
            InputError: a setting is unknown, or has an invalid value.
        """
        return configure(self.method, self.preset, self.settings, self.arms[arm], {"seed": seed})

    def plain(self) -> dict[str, Any]:
        """The plan as plain values for YAML."""
        value = asdict(self)
        value["seeds"] = list(self.seeds)
        value["evaluation"] = [one | {"kinds": list(one["kinds"])} for one in value["evaluation"]]
        return value


def read_plan(path: Path) -> Plan:
    """Read a plan from a YAML file.

    Raises:
        InputError: it cannot be read or is invalid; the message says why.
    """
    values = read_plan_file(path)
    expect_known("", values, (*_REQUIRED, *_OPTIONAL))
    for name in _REQUIRED:
        if name not in values:
            raise InputError(f"{path} has no {name!r}: a study needs {', '.join(_REQUIRED)}")
    plan = Plan(
        title=text("title", values["title"]),
        method=text("method", values["method"]),
        preset=None if values.get("preset") is None else text("preset", values["preset"]),
        settings=mapping("settings", values.get("settings")),
        arms={str(k): mapping(f"arm {k!r}", v) for k, v in _some_arms(values["arms"]).items()},
        seeds=_seeds(values["seeds"]),
        base=text("base", values["base"]),
        treatment=text("treatment", values["treatment"]),
        placebo=text("placebo", values["placebo"]),
        primary=text("primary", values["primary"]),
        alpha=_alpha(values.get("alpha", ALPHA)),
        evaluation=read_evaluations(values["evaluation"]),
    )
    _check_settings(plan)
    _check_roles(plan)
    _check_unseen(plan)
    _check_primary(plan)
    return plan


def read_plan_file(path: Path) -> dict[str, Any]:
    """Read a plan's YAML as it stands, but with the current names of all settings.

    Raises:
        InputError: it cannot be read, or a setting is given under two names.
    """
    values = read_yaml(path)
    settings, arms = values.get("settings"), values.get("arms")
    try:
        if isinstance(settings, Mapping):
            values["settings"] = with_current_names(settings)
        if isinstance(arms, Mapping):
            values["arms"] = {
                name: with_current_names(own) if isinstance(own, Mapping) else own
                for name, own in arms.items()
            }
    except InputError as error:
        raise InputError(f"{path}: {error}") from None
    return values


def _check_settings(plan: Plan) -> None:
    """Refuse invalid settings, and those that would make the arms incomparable."""
    for setting, place in (("seed", "seeds"), ("method", "method")):
        if setting in plan.settings:
            raise InputError(
                f"settings contains {setting!r}: give it under {place!r} at the top level instead"
            )
    for name, own in plan.arms.items():
        if not _NAME.fullmatch(name):
            raise InputError(
                f"arm {name!r}: expected a name of letters, digits and _.+-, since folders are "
                "named after it"
            )
        for setting in SHARED:
            if setting in own:
                raise InputError(
                    f"arm {name!r} sets {setting!r}: all arms share it, so that they train on "
                    "the same problems in the same order; move it to 'settings'"
                )
        try:
            config = plan.config(name, plan.seeds[0])
        except InputError as error:
            raise InputError(f"arm {name!r}: {error}") from None
        if config.method == SFT:
            raise InputError(
                f"arm {name!r} has method {SFT}, which has no reward: use another method"
            )
    same: dict[TrainConfig, str] = {}
    for name in plan.arms:
        other = same.setdefault(plan.config(name, plan.seeds[0]), name)
        if other != name:
            raise InputError(f"arms {other!r} and {name!r} have the same settings: drop one")


def _check_roles(plan: Plan) -> None:
    """Refuse a base, a treatment and a placebo that differ in more than they should."""
    roles = {"base": plan.base, "treatment": plan.treatment, "placebo": plan.placebo}
    for role, arm in roles.items():
        if arm not in plan.arms:
            raise InputError(f"{role} is {arm!r}: expected one of the arms, {listed(plan.arms)}")
    base, treatment, placebo = (asdict(plan.config(arm, plan.seeds[0])) for arm in roles.values())
    if base["contrastive"]:
        raise InputError(f"base is {plan.base!r}, which has the contrastive reward: name another")
    for name, value in treatment.items():
        if base[name] != value and not name.startswith(_TREATMENT) and name != "placebo":
            raise InputError(
                f"base {plan.base!r} has {name} {base[name]!r}, treatment {plan.treatment!r} has "
                f"{value!r}: they may differ in the contrastive reward only"
            )
    if not treatment["contrastive"] or treatment["placebo"]:
        raise InputError(
            f"treatment is {plan.treatment!r}: expected an arm with 'contrastive: true' and "
            "without 'placebo: true'"
        )
    if not placebo["placebo"]:
        raise InputError(f"placebo is {plan.placebo!r}: expected an arm with 'placebo: true'")
    for name, value in treatment.items():
        if name != "placebo" and placebo[name] != value:
            raise InputError(
                f"placebo {plan.placebo!r} has {name} {placebo[name]!r}, treatment "
                f"{plan.treatment!r} has {value!r}: they may differ in 'placebo' only"
            )


def _check_unseen(plan: Plan) -> None:
    data = plan.config(plan.base, plan.seeds[0]).data
    for one in plan.evaluation:
        if (
            one.benchmark.endswith(OWN_SUFFIXES)
            and Path(one.benchmark).resolve() == Path(data).resolve()
        ):
            raise InputError(
                f"evaluation: {one.benchmark} is the training data: evaluate on another file"
            )


def _check_primary(plan: Plan) -> None:
    slices = [(one.name, kind) for one in plan.evaluation for kind in (ORIGINAL, *one.kinds)]
    perturbed = [PERTURBED] if any(one.kinds for one in plan.evaluation) else []
    known = [*perturbed, ORIGINAL, *(slice_name(*item) for item in measured_slices(slices))]
    if plan.primary not in known:
        raise InputError(
            f"primary is {plan.primary!r}: expected an accuracy that is measured for every arm, "
            f"one of {listed(known)}"
        )


def _seeds(value: Any) -> tuple[int, ...]:
    if not isinstance(value, list) or not all(whole(seed, 0) for seed in value):
        raise InputError(f"seeds is {value!r}: expected a list of whole numbers such as [0, 1, 2]")
    if len(value) < 2:
        raise InputError(
            f"seeds is {value!r}: expected at least 2, to estimate how much results vary between "
            "seeds"
        )
    if len(set(value)) < len(value):
        raise InputError(f"seeds is {value!r}: a seed is listed twice")
    return tuple(value)


def _alpha(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0.0001 <= value < 0.5:
        raise InputError(f"alpha is {value!r}: expected a number from 0.0001 to 0.5, such as 0.05")
    return float(value)


def _some_arms(value: Any) -> Mapping[str, Any]:
    arms = mapping("arms", value)
    if len(arms) < 3:
        raise InputError(
            f"arms is {list(arms)}: expected at least a base, a treatment and a placebo"
        )
    return arms
