"""A memory test end to end: variants, both models asked the same, by commands a user would type."""

import shlex
import sys
from collections.abc import Sequence
from pathlib import Path

from clipo_bench.bench_suite.child_command import run_command
from clipo_bench.bench_suite.console import note
from clipo_bench.bench_suite.models.api.servers import is_url
from clipo_bench.bench_suite.models.named_model import named_model
from clipo_bench.bench_suite.models.prompts import PromptForm
from clipo_bench.bench_suite.models.revision import model_folder
from clipo_bench.bench_suite.study.evaluation import StudyEvaluation
from clipo_bench.tasks.errors import InputError
from clipo_bench.tasks.option import option


def run_memory(
    base: str,
    new: Sequence[str],
    asked: StudyEvaluation,
    out: Path,
    grader: str,
    *,
    names: Sequence[str] = (),
    served: Sequence[str] = (),
    prompt: PromptForm = "auto",
    system: str | None = None,
    answer_only: bool = False,
) -> list[Path]:
    """Make variants, and ask a model and those trained from it originals and variants.

    What an earlier start finished is not done again; an interrupted evaluation resumes.

    Args:
        base: the model that the others were trained from.
        new: the trained models, one for each training seed.
        asked: the problems, their variants and the settings.
        out: the folder for ``variants`` and ``runs``.
        grader: how responses are graded.
        names: what reports call the runs, the base's first; none for ``base`` and ``new``.
        served: the servers' names of the models, one for all or one for each, the base's first.
        prompt: ``chat``, ``raw`` or ``auto``.
        system: the system message.
        answer_only: whether the answer is asked for without reasoning.

    Returns:
        The run folders, the base's first.

    Raises:
        InputError: a model's folder is none, or not every model has a name.
        SystemExit: a step failed, with its exit code; it has said why.
    """
    models = (base, *new)
    served = [*served] * len(models) if len(served) == 1 else served
    for given, values in (("name", names), ("served_model", served)):
        if values and len(values) != len(models):
            raise InputError(
                f"{option(given)} is given {len(values)} times for {len(models)} models: expected "
                "one for the base, then one for each new model"
            )
    if len(set(names)) < len(names):
        raise InputError(f"{option('name')} is {', '.join(names)}: expected different names")
    for model in models:  # a wrong name is found before hours are spent on the others
        if asked.backend != "replay" and not is_url(model):
            model_folder(named_model(model))
    variants = out / "variants"
    _run(asked.perturb(variants))
    folders = ["base", *(f"new-{n}" if len(new) > 1 else "new" for n in range(1, len(new) + 1))]
    runs = [out / "runs" / folder for folder in folders]
    prompting = ["--prompt", prompt] if prompt != "auto" else []
    if system is not None:
        prompting += ["--system", system]
    if answer_only:
        prompting.append("--answer-only")
    for place, (model, run) in enumerate(zip(models, runs, strict=True)):
        name = names[place] if names else folders[place]
        server = ["--served-model", served[place]] if served else []
        command = [*asked.eval(model, variants, run), *prompting, *server]
        _run([*command, "--grader", grader, "--name", name])
    return runs


def _run(arguments: Sequence[str]) -> None:
    note(f"$ clipo-bench {shlex.join(arguments)}")
    # What a step prints is no result of the whole: it must not stand in --json's way.
    run_command(arguments, stdout=sys.stderr)
