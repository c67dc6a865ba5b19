"""The command line: ``clipo-bench``, or ``python -m clipo_bench``.

The working folder belongs to the user. Python looks there first for modules when it is started
with ``-m`` or ``-c``, as worker processes are: a `types.py` of the user's must not end them.
"""

import os
import sys


def main() -> None:
    """Run the command line. The console script's entry point."""
    os.environ["PYTHONSAFEPATH"] = "1"  # for the processes that this one starts
    try:
        from clipo_bench.bench_suite.cli import main as run
    except Exception:
        # Python's own exit code for this is 1, which a script would take for a failed gate.
        import traceback

        traceback.print_exc()
        sys.stderr.write(
            "clipo-bench cannot start: is a dependency missing, or does a file in a folder of "
            "PYTHONPATH have the name of one?\n"
        )
        sys.exit(70)  # as `console.Exit.INTERNAL_ERROR`, which may be what could not be imported
    run()


if __name__ == "__main__":
    if not sys.flags.safe_path:
        del sys.path[0]
    main()
