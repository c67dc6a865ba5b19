"""Asked: the problems that one task puts to a model, in order."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from clipo_bench.tasks.benchmarks import PARTIAL, find, own_name
from clipo_bench.tasks.errors import InputError
from clipo_bench.tasks.harness.shard import Shard
from clipo_bench.tasks.option import option
from clipo_bench.tasks.partial import FEWEST_WORDS, partial_problems
from clipo_bench.tasks.problem import Problem
from clipo_bench.tasks.sources import load, load_file
from clipo_bench.tasks.variant_set import VariantSet, read_variants


@dataclass(frozen=True, slots=True)
class Asked:
    """The problems of one task.

    Attributes:
        problems: in order; with a variant set each original is followed by its variants.
        fingerprint: of the whole benchmark as loaded, before any limit.
        variants: the variant set's own fingerprint; empty without one.
        warnings: about the results.
    """

    problems: tuple[Problem, ...]
    fingerprint: str
    variants: str
    warnings: tuple[str, ...]


@lru_cache(maxsize=32)
def asked(
    benchmark: str,
    data_dir: str | None = None,
    variants: str | None = None,
    limit: int | None = None,
    file: str | None = None,
    shard: str | None = None,
    answer_only: bool = False,
) -> Asked:
    """Load what a task asks.

    Args:
        benchmark: its name; with ``partial_`` before it, of its partial prompts.
        data_dir: a folder of the benchmarks' files; the hub if there is none.
        variants: a folder that ``clipo-bench perturb`` wrote; then its originals and
            variants are asked, nothing else.
        limit: only the first so many originals, each with all its variants.
        file: a jsonl file of a user's own problems, which are the benchmark.
        shard: such as ``2/4``: only this part of those, see `Shard`.
        answer_only: ask for the answer without reasoning.

    Raises:
        InputError: something cannot be loaded, the variants are of another benchmark, the
            shard holds no problem, or no text can be continued.
    """
    found = _asked(benchmark, data_dir, variants, limit, file, shard)
    if not answer_only:
        return found
    try:
        return replace(found, problems=tuple(problem.answer_only for problem in found.problems))
    except ValueError as error:
        raise InputError(f"{option('answer_only', value=True)}, {benchmark}: {error}") from None


def is_partial(benchmark: str, file: str | None) -> bool:
    """Whether a task asks partial prompts: of a benchmark, or of a user's own file."""
    return benchmark.startswith(PARTIAL) and (file is None or own_name(file) != benchmark)


def _asked(
    benchmark: str,
    data_dir: str | None,
    variants: str | None,
    limit: int | None,
    file: str | None,
    shard: str | None,
) -> Asked:
    part = Shard(1, 1) if shard is None else Shard.parse(shard)
    if limit is not None and limit < 1:
        raise InputError(f"limit {limit!r}: expected a whole number of at least 1")
    if variants is not None:
        return _with_variants(benchmark, read_variants(Path(variants)), variants, limit, part)
    partial = is_partial(benchmark, file)
    if file is not None:
        loaded = load_file(Path(file))
    else:
        whole = find(benchmark.removeprefix(PARTIAL) if partial else benchmark)
        loaded = load(whole, Path(data_dir) if data_dir else None)
    problems = _part(benchmark, loaded.problems[:limit], part)
    if partial:
        problems = _partial(benchmark, problems)
    return Asked(tuple(problems), loaded.fingerprint, "", loaded.warnings)


def _partial(benchmark: str, problems: Sequence[Problem]) -> Sequence[Problem]:
    found = [
        replace(part, benchmark=benchmark) for one in problems for part in partial_problems(one)
    ]
    if not found:
        raise InputError(
            f"{benchmark}: none of its {len(problems):,} problems can be continued: expected texts "
            f"of at least {FEWEST_WORDS} words, without options"
        )
    return found


def _part(benchmark: str, problems: Sequence[Problem], shard: Shard) -> Sequence[Problem]:
    part = shard.of(problems)
    if not part:
        raise InputError(
            f"{option('shard', str(shard))}: {benchmark} has {len(problems)} problems, so this "
            "part has none: use fewer shards"
        )
    return part


def _with_variants(
    benchmark: str, found: VariantSet, folder: str, limit: int | None, shard: Shard
) -> Asked:
    originals = [problem for problem in found.originals if problem.benchmark == benchmark]
    if not originals:
        names = ", ".join(sorted({problem.benchmark for problem in found.originals}))
        raise InputError(f"{folder} contains variants of {names or 'nothing'}, not of {benchmark}")
    by_id: dict[str, list[Problem]] = {}
    for variant in found.variants:
        if variant.benchmark == benchmark:
            by_id.setdefault(variant.id, []).append(variant)
    problems = [
        problem
        for original in _part(benchmark, originals[:limit], shard)
        for problem in (original, *by_id.get(original.id, ()))
    ]
    return Asked(tuple(problems), found.data[benchmark], found.fingerprint, found.warnings)
