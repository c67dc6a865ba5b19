r"""The arithmetic of a worked solution: which claims its steps make, and whether they hold.

A claim is an equation between plain numbers: ``<<48/2=24>>``, ``48 / 2 = 24 eggs``, a chain
``3 \times 4 = 12 = 10 + 2``, "48 divided by 2 is 24", or a simplification such as
``2x + 3x = 5x``. What reaches into words or functions is left alone: a wrong alarm is worse than
a claim that is not checked.
"""

from clipo_bench.tasks.solution_steps.checker import (
    MAX_CHARACTERS,
    Process,
    Status,
    Step,
    check_steps,
    read_steps,
)

__all__ = ["MAX_CHARACTERS", "Process", "Status", "Step", "check_steps", "read_steps"]
