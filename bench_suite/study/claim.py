"""The folder of a study: which plan it holds, and whether another one may use it."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import yaml

from clipo_bench.bench_suite.study.training_paths import TRAINED
from clipo_bench.tasks.storage.atomic import write_text
from clipo_bench.tasks.storage.folder_claim import FolderClaim

PLAN = "study.yaml"


def study_claim(
    plan: Mapping[str, Any], held: Callable[[Path], Mapping[str, Any]], advice: str = ""
) -> FolderClaim:
    """Claim a folder for a plan; once a training has begun, for no other.

    Args:
        plan: its values.
        held: reads the values of a plan's file.
        advice: what to do about a folder that holds another plan, if not the usual.
    """
    return FolderClaim(
        what="study",
        marker=PLAN,
        identity=plan,
        held=lambda folder: held(folder / PLAN),
        begun=lambda folder: any((folder / TRAINED).glob("*")),
        mark=lambda folder: write_text(folder / PLAN, yaml.safe_dump(dict(plan), sort_keys=False)),
        advice=advice,
    )
