"""Study reports: a study as one HTML page, as Markdown, and as plain values."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from markupsafe import Markup

from clipo_bench.reports.render import study_plots, study_words, words
from clipo_bench.reports.render.html import asset, environment, source_hash
from clipo_bench.reports.render.json import finite
from clipo_bench.reports.render.markdown import escape
from clipo_bench.reports.statistics import POWER
from clipo_bench.reports.study.analysis import EFFECTS, Contrast, Measure, Study
from clipo_bench.reports.study.trained import Trained


@dataclass(frozen=True, slots=True)
class StudyReport:
    """All that a study's report shows.

    Attributes:
        study: its statistics.
        trained: its trainings, arm by arm in the design's order, then by seed.
        shared: the settings that all trainings share.
        arms: by arm, the settings of its own.
        evaluation: what was asked of every training, in lines.
        warnings: about comparing the trainings.
        versions: the packages that matter.
        command: what makes the study again.
    """

    study: Study
    trained: tuple[Trained, ...]
    shared: Mapping[str, Any]
    arms: Mapping[str, Mapping[str, Any]]
    evaluation: tuple[str, ...]
    warnings: tuple[str, ...]
    versions: Mapping[str, str]
    command: tuple[str, ...]

    @property
    def primary(self) -> Measure:
        """The measure that decides."""
        return self.study.measures[0]

    @property
    def primary_contrasts(self) -> tuple[Contrast, ...]:
        """All contrasts on it, the deciding ones first."""
        others = (c for c in self.study.others if c.measure == self.primary.name)
        return (*self.study.deciding, *others)

    @property
    def panels(self) -> study_plots.Panels:
        """The drawings of the arms' rewards."""
        curves = {
            arm: [one.curve for one in self.trained if one.arm == arm]
            for arm in self.study.design.arms
        }
        return study_plots.panels(curves, self.study.design.base)

    def measure(self, name: str) -> Measure:
        """The measure of that name."""
        return next(measure for measure in self.study.measures if measure.name == name)


def html(report: StudyReport) -> str:
    """Render a study as one page without scripts, of which nothing is fetched."""
    style = asset("report.css") + asset("study.css")
    made = environment()
    made.globals |= {"told": study_words, "place": study_plots.place}
    return made.get_template("study.html").render(
        report=report,
        study=report.study,
        scale=study_plots.reach(report.primary_contrasts),
        power=POWER,
        effects=EFFECTS,
        style=Markup(style),  # noqa: S704  # our own files
        policy=f"default-src 'none'; style-src {source_hash(style)}",
    )


def plain(report: StudyReport) -> dict[str, Any]:
    """Turn a study into values that JSON has. Shares and their differences are fractions of 1."""
    value = finite(
        {
            "verdict": report.study.verdict.value,
            "sentences": [study_words.verdict(report.study), *study_words.sentences(report.study)],
            **asdict(report.study),
            "trained": [
                {
                    "arm": one.arm,
                    "seed": one.seed,
                    "values": one.values,
                    "rewards": one.curve.rewards,
                    "weights": {run.folder.name: run.manifest.revision for run in one.runs},
                }
                for one in report.trained
            ],
            "settings": {"shared": dict(report.shared), "arms": dict(report.arms)},
            "evaluation": report.evaluation,
            "warnings": report.warnings,
            "versions": dict(report.versions),
            "command": report.command,
        }
    )
    assert isinstance(value, dict)  # noqa: S101  # narrows the type
    return value


def markdown(report: StudyReport) -> str:
    """Render a study as Markdown."""
    return "\n".join(_lines(report)) + "\n"


def _lines(report: StudyReport) -> Iterator[str]:
    study, primary = report.study, report.primary
    design = study.design
    level = words.level(1 - design.alpha)
    mark = study_words.MARKS[study.verdict]
    yield f"## {mark} {escape(design.title)}"
    yield ""
    yield f"**{escape(study_words.verdict(study))}**"
    yield ""
    yield from (f"- {escape(text)}" for text in study_words.sentences(study))
    yield from (f"- Note: {escape(text)}." for text in report.warnings)
    yield ""
    yield (
        f"Primary measure, chosen in advance: {escape(primary.name)}, {escape(primary.meaning)}. "
        f"{len(design.arms)} arms, seeds {', '.join(map(str, design.seeds))}. Differences are "
        f"paired by seed; intervals are Student's t at {level}, p-values are from sign-flip tests."
    )
    yield ""
    yield from _table(
        ["arm", "against", "points", "interval", "p", "p (Holm)", "could see"]
        + [f"seeds for {words.points(effect)}" for effect in EFFECTS],
        [
            [
                escape(contrast.arm),
                escape(contrast.against),
                f"**{study_words.change(primary, contrast.mean.value)}**",
                study_words.changes(primary, contrast.mean),
                words.p_value(contrast.p),
                words.p_value(contrast.p_adjusted),
                study_words.could_see(seen),
                *study_words.seeds_for(seen),
            ]
            for contrast, seen in zip(study.deciding, study.reach, strict=True)
        ],
        labels=2,
    )
    yield from ["", "### Every arm", ""]
    yield from _table(
        ["measure", "arm", "mean", "interval", *(f"seed {seed}" for seed in design.seeds)],
        [
            [
                escape(row.measure),
                escape(row.arm),
                study_words.value(report.measure(row.measure), row.mean),
                study_words.interval(report.measure(row.measure), row.mean),
                *(study_words.value(report.measure(row.measure), one) for one in row.values),
            ]
            for row in study.levels
        ],
        labels=2,
    )
    yield from ["", "### Other differences, not part of the verdict", ""]
    yield from _table(
        ["measure", "arm", "against", "difference", "interval", "p (BH)"],
        [
            [
                escape(row.measure),
                escape(row.arm),
                escape(row.against),
                study_words.change(report.measure(row.measure), row.mean.value),
                study_words.changes(report.measure(row.measure), row.mean),
                words.p_value(row.p_adjusted),
            ]
            for row in study.others
        ],
        labels=3,
    )


def _table(heads: Sequence[str], rows: Sequence[Sequence[str]], labels: int) -> Iterator[str]:
    """A table whose first columns are labels and whose others are numbers."""
    yield f"| {' | '.join(heads)} |"
    yield "|" + "---|" * labels + "---:|" * (len(heads) - labels)
    yield from (f"| {' | '.join(row)} |" for row in rows)
