"""Run a study: variants once, each arm with each seed trained and evaluated, then the report."""

import sys
from collections.abc import Collection, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from clipo_bench.bench_suite.child_command import run_command
from clipo_bench.bench_suite.console import note, progress
from clipo_bench.bench_suite.jobs import Chain, run_chains
from clipo_bench.bench_suite.study.claim import study_claim
from clipo_bench.bench_suite.study.evaluation import StudyEvaluation
from clipo_bench.bench_suite.study.plan import Plan, read_plan_file
from clipo_bench.bench_suite.study.training_paths import TrainingPaths
from clipo_bench.bench_suite.study.watch import Watch
from clipo_bench.bench_suite.trainer.config import write_settings
from clipo_bench.bench_suite.trainer.files import LAST
from clipo_bench.bench_suite.trainer.warnings import warnings_of
from clipo_bench.reports.study.analysis import analyse, fewest_seeds
from clipo_bench.reports.study.trained import comparability_warnings, measures, read_trained
from clipo_bench.tasks.storage.folder_claim import open_folder
from clipo_bench.tasks.storage.json_file import write_json
from clipo_bench.tasks.storage.result_file import save_result
from clipo_bench.tasks.storage.run_folder import versions
from clipo_bench.tasks.storage.run_schema import SAMPLES

if TYPE_CHECKING:
    from clipo_bench.reports.render.study_page import StudyReport

HTML, MARKDOWN, JSON = "report.html", "report.md", "report.json"
FIXED = (
    "give --out another folder. A plan is fixed once training has started: choosing seeds or "
    "measures after seeing results makes p-values too small"
)


def run_study(plan: Plan, out: Path, workers: int) -> "StudyReport":
    """Train and evaluate whatever is missing, and write the report.

    The folder holds ``study.yaml``, the variants, the trainings and runs of each arm and seed,
    and ``report.html``, ``report.md`` and ``report.json``.

    Args:
        plan: the study.
        out: its folder.
        workers: trainings or evaluations at once.

    Raises:
        InputError: the folder holds something else, or a part of it is damaged.
        SystemExit: a training or an evaluation failed; it has said why.
        KeyboardInterrupt: Ctrl-C was pressed; what was done is kept.
    """
    few = fewest_seeds(plan.alpha)
    if len(plan.seeds) < few:
        note(
            f"warning: {len(plan.seeds)} seeds cannot give a significant result at alpha "
            f"{plan.alpha:g}, however large the difference; at least {few} seeds are needed"
        )
    for arm in plan.arms:
        for warning in warnings_of(plan.config(arm, plan.seeds[0])):
            note(f"warning: {arm}: {warning}")
    places = [TrainingPaths(out, arm, seed) for arm in plan.arms for seed in plan.seeds]
    with open_folder(out, study_claim(plan.plain(), read_plan_file, FIXED)) as lock:
        for evaluation in plan.evaluation:
            if evaluation.kinds:
                _perturb(evaluation, _variants(out, evaluation))
        # Seed by seed: a study that is stopped early has whole pairs.
        in_turn = sorted(places, key=lambda place: plan.seeds.index(place.seed))
        with progress() as bar:
            chains = [Chain(p.name, p.log, _commands(plan, p)) for p in in_turn]
            run_chains(chains, workers, Watch(plan, places, bar), lock)
        report = _report(plan, places)
        _write(report, out)
    return report


def _perturb(evaluation: StudyEvaluation, variants: Path) -> None:
    # What it prints is no result of the study: it must not stand in --json's way.
    run_command(evaluation.perturb(variants), stdout=sys.stderr)


def _variants(out: Path, evaluation: StudyEvaluation) -> Path:
    return out / "variants" / evaluation.name


def _commands(plan: Plan, place: TrainingPaths) -> Iterator[list[str]]:
    """The remaining commands of one arm and seed, each needed only if the last one succeeded."""
    if not place.finished.exists():
        place.settings.parent.mkdir(parents=True, exist_ok=True)
        config = plan.config(place.arm, place.seed)
        write_settings(place.settings, config)
        yield [
            "train", "--method", config.method, "--config", str(place.settings),
            "--out", str(place.training), "--resume",
        ]  # fmt: skip
        place.finished.parent.mkdir(parents=True, exist_ok=True)
        place.finished.touch()
    for evaluation in plan.evaluation:
        run = place.run(evaluation)
        if not (run / SAMPLES).exists():
            model, variants = place.training / LAST, _variants(place.out, evaluation)
            yield [*evaluation.eval(model, variants, run), "--name", place.name]


def _report(plan: Plan, places: Collection[TrainingPaths]) -> "StudyReport":
    from clipo_bench.reports.render.study_page import StudyReport

    trained = [
        read_trained(
            place.arm, place.seed, place.training, [place.run(item) for item in plan.evaluation]
        )
        for place in places
    ]
    found = measures(trained)
    values = {
        measure.name: {
            arm: tuple(one.values[measure.name] for one in trained if one.arm == arm)
            for arm in plan.arms
        }
        for measure in found
    }
    shared = asdict(plan.config(plan.base, plan.seeds[0]))
    for name in {"seed", *(name for own in plan.arms.values() for name in own)}:
        del shared[name]
    return StudyReport(
        study=analyse(plan.design, found, values),
        trained=tuple(trained),
        shared={name: value for name, value in shared.items() if value is not None},
        arms=plan.arms,
        evaluation=tuple(_asked(evaluation) for evaluation in plan.evaluation),
        warnings=tuple(comparability_warnings(trained)),
        versions=versions(),
        command=("clipo-bench", *sys.argv[1:]),
    )


def _asked(evaluation: StudyEvaluation) -> str:
    given = {name: value for name, value in asdict(evaluation).items() if value not in (None, ())}
    return ", ".join(
        f"{name} {' '.join(value) if isinstance(value, tuple) else value}"
        for name, value in given.items()
    )


def _write(report: "StudyReport", out: Path) -> None:
    from clipo_bench.reports.render.study_page import html, markdown, plain

    save_result(out / HTML, html(report))
    save_result(out / MARKDOWN, markdown(report))
    write_json(out / JSON, plain(report))
