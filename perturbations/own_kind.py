"""Kinds of a user's own: a rewrite, and the checks that decide about what it proposes."""

import re
from collections.abc import Mapping

from clipo_bench.perturbations.checks.check import Check
from clipo_bench.perturbations.rewrites.registry import REWRITES, Rewrite
from clipo_bench.perturbations.verify import BY_METHOD
from clipo_bench.tasks.errors import InputError
from clipo_bench.tasks.problem import ORIGINAL

# "my_kind2"; not "MyKind", "my-kind".
_NAME = re.compile("[a-z][a-z0-9_]*")


def register_kind(rewrite: Rewrite, method: str, checks: Mapping[str, Check] | None = None) -> None:
    """Add a kind of rewrite in this process, under the rewrite's own name.

    What every variant has to pass is checked of its variants, too. Worker processes import the
    script that was started, so register at the top level of a script, not under
    ``if __name__ == "__main__"``; in a notebook use one worker.

    Args:
        rewrite: proposes variants; its `kind` seeds the draws and names the slice.
        method: of the certificates that it writes.
        checks: by name, what proves such a certificate; None where `method` is one of ours,
            which has its checks.

    Raises:
        InputError: the kind or the method is taken, or the method has no checks.
    """
    if not _NAME.fullmatch(rewrite.kind) or rewrite.kind == ORIGINAL:
        raise InputError(
            f"a kind cannot be named {rewrite.kind!r}: expected lowercase letters, digits and "
            f"underscores, and not {ORIGINAL}"
        )
    if rewrite.kind in REWRITES:
        raise InputError(f"the kind {rewrite.kind!r} already exists: choose another name")
    if checks is None and method not in BY_METHOD:
        raise InputError(
            f"certificates of the method {method!r} have no checks: give checks, or use one of "
            f"{', '.join(BY_METHOD)}"
        )
    if checks is not None and (method in BY_METHOD or not checks):
        why = "already has checks" if method in BY_METHOD else "was given no checks"
        raise InputError(f"the method {method!r} {why}: give a new method name with its own checks")
    if checks is not None:
        BY_METHOD[method] = dict(checks)
    REWRITES[rewrite.kind] = rewrite
