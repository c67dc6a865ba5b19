"""A memory test end to end: variants, both models asked the same, by commands a user would type."""

import shlex
import sys
from collections.abc import Sequence
from pathlib import Path

from clipo_bench.bench_suite.child_command import run_command
from clipo_bench.bench_suite.console import note
from clipo_bench.bench_suite.models.api.servers import is_url
from clipo_bench.bench_suite.models.revision import model_folder
from clipo_bench.bench_suite.study.evaluation import StudyEvaluation
from clipo_bench.bench_suite.trainer.policy.shipped_policy import TINY


def run_memory(
    base: str, new: Sequence[str], asked: StudyEvaluation, out: Path, options: Sequence[str]
) -> list[Path]:
    """Make variants, and ask a model and those trained from it originals and variants.

    What an earlier start finished is not done again; an interrupted evaluation resumes.

    Args:
        base: the model that the others were trained from.
        new: the trained models, one for each training seed.
        asked: the problems, their variants and the settings.
        out: the folder for ``variants`` and ``runs``.
        options: what else the evaluations are given, such as how responses are graded.

    Returns:
        The run folders, the base's first.

    Raises:
        InputError: a model's folder is none.
        SystemExit: a step failed, with its exit code; it has said why.
    """
    for model in (base, *new):  # a wrong name is found before hours are spent on the others
        if not is_url(model) and model != TINY:
            model_folder(model)
    variants = out / "variants"
    _run(asked.perturb(variants))
    names = ["base", *(f"new-{n}" if len(new) > 1 else "new" for n in range(1, len(new) + 1))]
    runs = [out / "runs" / name for name in names]
    for name, model, run in zip(names, (base, *new), runs, strict=True):
        _run([*asked.eval(model, variants, run), *options, "--name", name])
    return runs


def _run(arguments: Sequence[str]) -> None:
    note(f"$ clipo-bench {shlex.join(arguments)}")
    # What a step prints is no result of the whole: it must not stand in --json's way.
    run_command(arguments, stdout=sys.stderr)
