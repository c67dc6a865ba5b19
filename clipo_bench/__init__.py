"""Does a reasoning model understand, or only remember?

The public API: what a notebook or a script needs, each name imported when it is first used.
docs/api.md shows every one of them at work.
"""

from clipo_bench._exports import TYPE_CHECKING, lazy

if TYPE_CHECKING:
    from clipo_bench._version import __version__
    from clipo_bench.bench_suite.evaluation.merge import merge_runs
    from clipo_bench.bench_suite.runs import evaluate, grade
    from clipo_bench.bench_suite.trainer.config import TrainConfig
    from clipo_bench.bench_suite.trainer.method.contrastive import (
        contrastive_reward,
        contrastive_scores,
    )
    from clipo_bench.bench_suite.trainer.method.objectives import (
        METHODS,
        group_advantages,
        policy_loss,
        token_weights,
    )
    from clipo_bench.bench_suite.trainer.policy.shipped_policy import policy_path
    from clipo_bench.bench_suite.trainer.presets import configure
    from clipo_bench.bench_suite.trainer.run import train
    from clipo_bench.perturbations.engine import Recipe, RewriteOutcome, perturb
    from clipo_bench.perturbations.own_kind import register_kind
    from clipo_bench.perturbations.programs.find import find_program
    from clipo_bench.perturbations.programs.no_program import NoProgram
    from clipo_bench.perturbations.programs.program import Program
    from clipo_bench.perturbations.programs.worked_solution.derive import derive
    from clipo_bench.perturbations.rewrites.registry import REWRITES, Rewrite
    from clipo_bench.perturbations.variant import Certificate, Edit, Reason, Refusal, Variant
    from clipo_bench.perturbations.variant_set.make import make_variants
    from clipo_bench.perturbations.variant_set.shard import merge_variants
    from clipo_bench.reports.compare import Comparison
    from clipo_bench.reports.folders import compare, gate, load_run, memory, report
    from clipo_bench.reports.gate import Decision, Gate
    from clipo_bench.reports.memory import Memory, MemoryContrast
    from clipo_bench.reports.render.json import plain
    from clipo_bench.reports.render.junit import junit
    from clipo_bench.reports.render.markdown import markdown
    from clipo_bench.reports.run import Run, read_run
    from clipo_bench.reports.verdict import MemoryVerdict
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
    "METHODS",
    "REWRITES",
    "Benchmark",
    "Certificate",
    "Comparison",
    "Decision",
    "Edit",
    "ExternalError",
    "Gate",
    "Grader",
    "InputError",
    "Loaded",
    "Manifest",
    "Memory",
    "MemoryContrast",
    "MemoryVerdict",
    "NoProgram",
    "Outcome",
    "Problem",
    "Program",
    "Reason",
    "Recipe",
    "Refusal",
    "Rewrite",
    "RewriteOutcome",
    "Run",
    "Sample",
    "TrainConfig",
    "Variant",
    "VariantSet",
    "Verdict",
    "__version__",
    "check_steps",
    "compare",
    "configure",
    "contrastive_reward",
    "contrastive_scores",
    "derive",
    "evaluate",
    "find_program",
    "gate",
    "grade",
    "group_advantages",
    "junit",
    "load_problems",
    "load_run",
    "make_variants",
    "markdown",
    "memory",
    "merge_runs",
    "merge_variants",
    "perturb",
    "plain",
    "policy_loss",
    "policy_path",
    "read_run",
    "read_variants",
    "register_kind",
    "report",
    "token_weights",
    "train",
]
_PLACES = {
    "__version__": "_version",
    "BENCHMARKS": "tasks.benchmarks",
    "METHODS": "bench_suite.trainer.method.objectives",
    "REWRITES": "perturbations.rewrites.registry",
    "Benchmark": "tasks.benchmarks",
    "Certificate": "perturbations.variant",
    "Comparison": "reports.compare",
    "Decision": "reports.gate",
    "Edit": "perturbations.variant",
    "ExternalError": "tasks.errors",
    "Gate": "reports.gate",
    "Grader": "tasks.answers.grader",
    "InputError": "tasks.errors",
    "Loaded": "tasks.sources.loaded",
    "Manifest": "tasks.storage.run_schema",
    "Memory": "reports.memory",
    "MemoryContrast": "reports.memory",
    "MemoryVerdict": "reports.verdict",
    "NoProgram": "perturbations.programs.no_program",
    "Outcome": "tasks.answers.verdict",
    "Problem": "tasks.problem",
    "Program": "perturbations.programs.program",
    "Reason": "perturbations.variant",
    "Recipe": "perturbations.engine",
    "Refusal": "perturbations.variant",
    "Rewrite": "perturbations.rewrites.registry",
    "RewriteOutcome": "perturbations.engine",
    "Run": "reports.run",
    "Sample": "tasks.storage.run_schema",
    "TrainConfig": "bench_suite.trainer.config",
    "Variant": "perturbations.variant",
    "VariantSet": "tasks.variant_set",
    "Verdict": "tasks.answers.verdict",
    "check_steps": "tasks.solution_steps.checker",
    "compare": "reports.folders",
    "configure": "bench_suite.trainer.presets",
    "contrastive_reward": "bench_suite.trainer.method.contrastive",
    "contrastive_scores": "bench_suite.trainer.method.contrastive",
    "derive": "perturbations.programs.worked_solution.derive",
    "evaluate": "bench_suite.runs",
    "find_program": "perturbations.programs.find",
    "gate": "reports.folders",
    "grade": "bench_suite.runs",
    "group_advantages": "bench_suite.trainer.method.objectives",
    "junit": "reports.render.junit",
    "load_problems": "tasks.sources.named",
    "load_run": "reports.folders",
    "make_variants": "perturbations.variant_set.make",
    "markdown": "reports.render.markdown",
    "merge_runs": "bench_suite.evaluation.merge",
    "merge_variants": "perturbations.variant_set.shard",
    "memory": "reports.folders",
    "perturb": "perturbations.engine",
    "plain": "reports.render.json",
    "policy_loss": "bench_suite.trainer.method.objectives",
    "policy_path": "bench_suite.trainer.policy.shipped_policy",
    "read_run": "reports.run",
    "read_variants": "tasks.variant_set",
    "register_kind": "perturbations.own_kind",
    "report": "reports.folders",
    "token_weights": "bench_suite.trainer.method.objectives",
    "train": "bench_suite.trainer.run",
}

if not TYPE_CHECKING:
    __getattr__, __dir__ = lazy(__name__, _PLACES)
