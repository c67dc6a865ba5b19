"""What a user means by the name of a model."""

import difflib
import re
from pathlib import Path

from clipo_bench.bench_suite.trainer.policy.shipped_policy import TINY, policy_path
from clipo_bench.tasks.errors import InputError

# "localhost:8000", "10.0.0.1:8000/v1"; a hub id has no colon.
_ADDRESS = re.compile(r"[\w.-]+:\d+(/\S*)?")


def named_model(name: str) -> str:
    """The folder, hub id or URL that a name means: ``tiny`` is the folder of the shipped policy.

    Raises:
        InputError: it is nearly the name of something, and nothing itself.
    """
    # A folder of that name that holds no model, such as a run's, is not meant.
    if name == TINY and not (Path(TINY) / "config.json").is_file():
        return str(policy_path())
    if Path(name).exists():
        return name
    if _ADDRESS.fullmatch(name):
        raise InputError(
            f"no model {name!r}: the address of a server begins with http:// or https://; did you "
            f"mean http://{name}?"
        )
    # "tinny" and "Tiny"; hub ids have an owner, "owner/tinny".
    if difflib.get_close_matches(name.lower(), [TINY], cutoff=0.8) and name != TINY:
        raise InputError(
            f"no model {name!r}: did you mean {TINY}, the small model that comes with clipo-bench?"
        )
    return name
