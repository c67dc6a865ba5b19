"""Problems and answers: benchmarks, grading, and the files of runs and variant sets."""

from clipo_bench._exports import TYPE_CHECKING, lazy

if TYPE_CHECKING:
    from clipo_bench.tasks.answers.grader import Grader
    from clipo_bench.tasks.answers.verdict import Outcome, Verdict
    from clipo_bench.tasks.benchmarks import BENCHMARKS, Benchmark
    from clipo_bench.tasks.errors import ExternalError, InputError
    from clipo_bench.tasks.problem import Problem
    from clipo_bench.tasks.solution_steps.checker import check_steps
    from clipo_bench.tasks.sources.loaded import Loaded
    from clipo_bench.tasks.sources.named import load_problems
    from clipo_bench.tasks.storage.run_schema import Manifest, Sample
    from clipo_bench.tasks.variant_set import VariantSet, read_variants

__all__ = [
    "BENCHMARKS",
    "Benchmark",
    "ExternalError",
    "Grader",
    "InputError",
    "Loaded",
    "Manifest",
    "Outcome",
    "Problem",
    "Sample",
    "VariantSet",
    "Verdict",
    "check_steps",
    "load_problems",
    "read_variants",
]
_PLACES = {
    "BENCHMARKS": "tasks.benchmarks",
    "Benchmark": "tasks.benchmarks",
    "ExternalError": "tasks.errors",
    "Grader": "tasks.answers.grader",
    "InputError": "tasks.errors",
    "Loaded": "tasks.sources.loaded",
    "Manifest": "tasks.storage.run_schema",
    "Outcome": "tasks.answers.verdict",
    "Problem": "tasks.problem",
    "Sample": "tasks.storage.run_schema",
    "VariantSet": "tasks.variant_set",
    "Verdict": "tasks.answers.verdict",
    "check_steps": "tasks.solution_steps.checker",
    "load_problems": "tasks.sources.named",
    "read_variants": "tasks.variant_set",
}

if not TYPE_CHECKING:
    __getattr__, __dir__ = lazy(__name__, _PLACES)
