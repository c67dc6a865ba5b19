"""A regression gate in CI: fail the job if a new run is worse than the base.

    python examples/gate_in_ci.py runs/base runs/new [gate.yaml]

`clipo-bench gate` exits with 3 if there are too few problems to tell. Here that is only a
warning, and a regression fails the job. Both runs are graded again, so that no verdict has to be
believed; runs that cannot be compared, or were edited, raise an `InputError`.
"""

import os
import sys
from pathlib import Path

from clipo_bench import Decision, gate, junit, markdown

MARGIN = 0.02


def main(base: str, new: str, policy: str | None = None) -> int:
    """Compare the runs, write the reports, and return the exit code."""
    result = gate(base, new, MARGIN, policy=policy, regrade=True)
    Path("gate.xml").write_text(junit(result), encoding="utf-8")
    publish(markdown(result))
    for check in result.checks:
        if check.tier == "blocking" and check.decision is Decision.INCONCLUSIVE:
            print(f"::warning::{check.benchmark} ({check.kind}): {check.reason}")
    print(f"gate: {result.decision.value}")
    return int(result.decision is Decision.FAIL)


def publish(text: str) -> None:
    """Add to the job's summary on GitHub; print elsewhere."""
    summary = os.environ.get("GITHUB_STEP_SUMMARY")
    if summary is None:
        print(text)
    else:
        with Path(summary).open("a", encoding="utf-8") as file:
            file.write(text)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
