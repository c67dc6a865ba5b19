"""Check: a question about an original and its variant, answered by yes or no."""

from collections.abc import Callable

from clipo_bench.perturbations.variant import Variant
from clipo_bench.tasks.problem import Problem

Check = Callable[[Problem, Variant], bool]
"""May raise ValueError or LookupError where a certificate can't be read, or ArithmeticError where a
program has no result: that is a no."""
