"""StudyEvaluation: how a study evaluates every trained policy."""

from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from clipo_bench.bench_suite.evaluation.sampling import Sampling
from clipo_bench.perturbations.rewrites.registry import expand
from clipo_bench.tasks.benchmarks import OWN_SUFFIXES, find, own, own_name
from clipo_bench.tasks.errors import InputError
from clipo_bench.tasks.yaml_file import expect_known, mapping, text, whole


@dataclass(frozen=True, slots=True, kw_only=True)
class StudyEvaluation:
    """How every trained policy is evaluated on one benchmark.

    Attributes:
        benchmark: its name, or a JSONL file of problems. Its problems must not be trained on.
        kinds: of rewrites; with some, their variants are asked beside the originals.
        k: variants for each problem and kind.
        seed: of the variants.
        limit: only the first so many problems.
        data_dir: a folder of the benchmark's files, in place of the hub.
        backend: what runs the policies, ``hf`` or ``vllm``; None leaves it to `eval`.
        samples: responses for each text; as the benchmark has it, like all that follow.
        temperature: of the sampling.
        top_p: of the sampling.
        max_tokens: the longest response.
        batch_size: prompts at once.
    """

    benchmark: str
    kinds: tuple[str, ...] = ()
    k: int = 1
    seed: int = 0
    limit: int | None = None
    data_dir: str | Path | None = None
    backend: str | None = "hf"
    samples: int | None = None
    temperature: float | None = None
    top_p: float | None = None
    max_tokens: int | None = None
    batch_size: int | None = None

    @property
    def name(self) -> str:
        """The name of its folders and measures."""
        return own_name(self.benchmark) if self._own else find(self.benchmark).name

    @property
    def _own(self) -> bool:
        return self.benchmark.endswith(OWN_SUFFIXES)

    def perturb(self, variants: Path) -> list[str]:
        """The command that makes its variants."""
        return [
            "perturb", self.benchmark, "--kinds", ",".join(self.kinds), "-k", str(self.k),
            "--seed", str(self.seed), *self._options("limit", "data_dir"), "--out", str(variants),
        ]  # fmt: skip

    def eval(self, model: str | Path, variants: Path, out: Path) -> list[str]:
        """The command that evaluates a policy."""
        asked = ["--tasks", self.benchmark, *self._options("limit", "data_dir")]
        if self.kinds:
            asked = ["--variants", str(variants)]
        options = self._options("samples", "temperature", "top_p", "max_tokens", "batch_size")
        return [
            "eval", "--model", str(model), *self._options("backend"), *asked, *options,
            "--out", str(out),
        ]  # fmt: skip

    def _options(self, *names: str) -> list[str]:
        given = {name: getattr(self, name) for name in names}
        return [
            text
            for name, value in given.items()
            if value is not None
            for text in (f"--{name.replace('_', '-')}", str(value))
        ]


def read_evaluations(value: Any) -> tuple[StudyEvaluation, ...]:
    """Read a plan's list of evaluations.

    Raises:
        InputError: names what is wrong in it.
    """
    if not isinstance(value, list) or not value:
        raise InputError(
            f"evaluation is {value!r}: expected a list such as '- benchmark: word_problems'"
        )
    made = tuple(_evaluation(one) for one in value)
    names = [one.name for one in made]
    for name in names:
        if names.count(name) > 1:
            raise InputError(f"evaluation names {name} twice: list its kinds in one entry")
    return made


def _evaluation(value: Any) -> StudyEvaluation:
    values = mapping("evaluation", value)
    expect_known("evaluation: ", values, [field.name for field in fields(StudyEvaluation)])
    if "benchmark" not in values:
        raise InputError("evaluation: an entry has no 'benchmark': add one, such as word_problems")
    name = text("evaluation: benchmark", values["benchmark"])
    kinds = values.get("kinds") or []
    if not isinstance(kinds, list):
        raise InputError(f"evaluation: kinds is {kinds!r}: expected a list such as [numbers]")
    for setting, least in (("k", 1), ("seed", 0), ("limit", 1), ("batch_size", 1)):
        given = values.get(setting)
        if given is not None and not whole(given, least):
            raise InputError(f"evaluation: {setting} is {given!r}: expected at least {least}")
    if values.get("backend", "hf") not in ("hf", "vllm"):
        raise InputError(f"evaluation: backend is {values['backend']!r}: expected hf or vllm")
    sampling: dict[str, Any] = {
        n: values.get(n) for n in ("samples", "temperature", "top_p", "max_tokens")
    }
    for setting, given in sampling.items():
        if given is not None and (isinstance(given, bool) or not isinstance(given, int | float)):
            raise InputError(f"evaluation: {setting} is {given!r}: expected a number")
    Sampling.of(own(own_name(name)) if name.endswith(OWN_SUFFIXES) else find(name), **sampling)
    expanded = expand(",".join(map(str, kinds))) if kinds else ()
    return StudyEvaluation(**{**values, "benchmark": name, "kinds": expanded})
