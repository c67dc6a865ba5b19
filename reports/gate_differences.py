"""What keeps two runs from being compared: differences by name, which a policy can allow."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import pandas as pd

from clipo_bench.reports.early_stop import early_stop_notes
from clipo_bench.reports.gate_policy import GatePolicy, require_known_allowed
from clipo_bench.reports.pairing import TEXT, failed_requests, golds_of, identical, leaves, said
from clipo_bench.reports.run import Run
from clipo_bench.tasks.errors import InputError
from clipo_bench.tasks.option import option
from clipo_bench.tasks.storage.identity import shown
from clipo_bench.tasks.storage.run_folder import GRADING

# Another seed is another draw of the same thing; the context is the model's own.
NOT_COMPARED = {"seed", "context", "reading"}


@dataclass(frozen=True, slots=True)
class Finding:
    """One difference between two runs.

    Attributes:
        name: by which a policy allows it; empty for what no policy can.
        sentence: what differs.
        advice: what to do about it.
    """

    name: str
    sentence: str
    advice: str = ""


def require_comparable(base: Run, new: Run, policy: GatePolicy, *, regraded: bool) -> list[str]:
    """Refuse two runs that differ in what their scores depend on.

    Args:
        base: the run to keep up with.
        new: the run under test.
        policy: which differences are allowed.
        regraded: whether both were graded again, by one version.

    Returns:
        The differences that are allowed, as sentences.

    Raises:
        InputError: names every difference that is not allowed; or the policy allows something
            that is no difference.
    """
    settings = {path[-1] for run in (base, new) for path, _ in leaves(run.manifest.settings)}
    require_known_allowed(policy, settings)
    found = list(_findings(base, new, regraded=regraded))
    refused = [one for one in found if one.name not in policy.allow]
    if refused:
        raise InputError(_message(base, new, refused))
    return [f"allowed ({one.name}): {one.sentence}" for one in found]


def _message(base: Run, new: Run, refused: Iterable[Finding]) -> str:
    lines = [f"{new.name} cannot be compared with {base.name}:"]
    lines += [f"- {one.sentence}{f' [{one.name}]' if one.name else ''}" for one in refused]
    if advice := list(dict.fromkeys(one.advice for one in refused if one.advice)):
        lines.append(f"What to do: {'; '.join(advice)}.")
    if names := list(dict.fromkeys(one.name for one in refused if one.name)):
        lines.append(f"To compare them although they differ: {_allowing(names)}.")
    return "\n".join(lines)


def _allowing(names: Sequence[str]) -> str:
    """How a user allows differences: ``--allow samples --allow data``, or in a policy."""
    typed = " ".join(option("allow", name) for name in names)
    given = typed if typed.startswith("--") else f"allow={names!r}"  # else from Python
    return f"{given}, or in a policy allow: [{', '.join(names)}]"


def _findings(base: Run, new: Run, *, regraded: bool) -> Iterator[Finding]:
    yield from _data(base, new)
    yield from _settings(base, new)
    yield from _grader(base, new)
    if not regraded:
        yield from _versions(base, new)
    yield from _texts(base, new)
    yield from _same_run(base, new)


def _data(base: Run, new: Run) -> Iterator[Finding]:
    seen = set()
    for benchmark, kind in base.slices:
        if (benchmark, kind) not in new.slices:
            continue
        mine, theirs = base.fingerprint(benchmark, kind), new.fingerprint(benchmark, kind)
        # That of a recording only tells which problems were recorded: see `_texts`, and the golds.
        if mine != theirs and benchmark not in seen and not (base.recorded and new.recorded):
            seen.add(benchmark)
            one, other = shown(mine, theirs)
            yield Finding(
                "data",
                f"they hold different data for {benchmark} ({kind}): its fingerprint is "
                f"{one} in {base.name} and {other} in {new.name}",
                "evaluate both on the same data",
            )
    golds = pd.concat(
        [golds_of(base.frame), golds_of(new.frame)],
        axis="columns",
        join="inner",
        keys=["base", "new"],
    )
    unequal = golds[golds["base"] != golds["new"]]
    if len(unequal):
        (benchmark, kind, problem, _), row = unequal.index[0], unequal.iloc[0]
        yield Finding(
            "",
            f"{len(unequal):,} problems have other golds in one than in the other, first "
            f"{problem} of {benchmark} ({kind}): {row['base']!r} in {base.name}, {row['new']!r} in "
            f"{new.name}",
            "evaluate both on the same data",
        )


def _settings(base: Run, new: Run) -> Iterator[Finding]:
    """The settings and the selection; those of a benchmark that one was not asked do not count."""
    own = base.manifest.benchmarks.keys() ^ new.manifest.benchmarks.keys()
    known = base.manifest.benchmarks.keys() | new.manifest.benchmarks.keys()
    for part in ("settings", "selection"):
        first, second = (dict(leaves(getattr(run.manifest, part))) for run in (base, new))
        for path in sorted(first.keys() | second.keys()):
            if first.get(path) == second.get(path) or path[0] in NOT_COMPARED or own & set(path):
                continue
            if part == "selection" and path[0] == "until_decided":
                continue  # what is missing then is the end of a random order: `gate` sees to that
            name = "selection" if part == "selection" else _last_name(path, known)
            one, other = shown(first.get(path), second.get(path))
            yield Finding(
                name,
                f"{said(path)} is {one} in {base.name} and {other} in {new.name}",
                "evaluate both with the same settings",
            )


def _last_name(path: tuple[str, ...], benchmarks: Iterable[str]) -> str:
    """What a policy calls a setting: ``temperature`` for (sampling, aime24, temperature)."""
    return next((part for part in reversed(path) if part not in set(benchmarks)), path[-1])


def _grader(base: Run, new: Run) -> Iterator[Finding]:
    first, second = base.manifest.grader, new.manifest.grader
    if first.get("mode") != second.get("mode"):
        one, other = shown(first.get("mode"), second.get("mode"))
        yield Finding(
            "grader",
            f"{base.name} was graded by the rule {one}, {new.name} by {other}",
            f"eval and grade take it as {option('grader')}, and grade grades a run's "
            "samples.parquet again",
        )
    mine, theirs = first.get("tolerance", {}), second.get("tolerance", {})
    for benchmark in sorted(mine.keys() & theirs.keys()):
        if mine[benchmark] != theirs[benchmark]:
            yield Finding(
                "tolerance",
                f"the tolerance of {benchmark} is {mine[benchmark]!r} in {base.name} and "
                f"{theirs[benchmark]!r} in {new.name}",
            )


def _versions(base: Run, new: Run) -> Iterator[Finding]:
    first, second = base.manifest.versions, new.manifest.versions
    for package in GRADING:
        # Older folders do not name every package.
        if package in first and package in second and first[package] != second[package]:
            yield Finding(
                "versions",
                f"{base.name} was graded by {package} {first[package]}, {new.name} by "
                f"{second[package]}",
                f"{option('regrade', True)} grades both by what is installed",
            )


def _texts(base: Run, new: Run) -> Iterator[Finding]:
    """What the new run was not asked, and samples that one has and the other has not."""
    stopped = bool(new.manifest.early_stop)
    gone = [f"{b} ({k})" for b, k in base.slices if (b, k) not in new.slices and not stopped]
    if gone:
        yield Finding(
            "missing",
            f"{new.name} has no responses to {', '.join(gone)}, which {base.name} was asked",
            f"evaluate {new.name} on all that {base.name} was asked",
        )
    for benchmark, kind in base.slices:
        if (benchmark, kind) not in new.slices:
            continue
        mine, theirs = (_samples(run.part(benchmark, kind)) for run in (base, new))
        missing = [text for text in mine if text not in theirs and not stopped]
        if missing:
            yield Finding(
                "missing",
                f"{new.name} lacks {len(missing):,} of the {len(mine):,} texts of {benchmark} "
                f"({kind}) that {base.name} was asked, first {missing[0][0]}",
                f"evaluate {new.name} on all that {base.name} was asked",
            )
        uneven = [text for text, samples in theirs.items() if mine.get(text, samples) != samples]
        if uneven:
            text = uneven[0]
            yield Finding(
                "samples",
                f"{len(uneven):,} texts of {benchmark} ({kind}) have other samples, first "
                f"{text[0]}: {len(mine[text])} in {base.name}, {len(theirs[text])} in {new.name}",
                "evaluate both with as many samples",
            )


def _samples(part: pd.DataFrame) -> dict[tuple[str, str], tuple[int, ...]]:
    """Which samples each text has."""
    ordered = part.sort_values("sample_index")
    groups = ordered.groupby(["problem_id", "variant_id"], sort=False)["sample_index"]
    return {key: tuple(indices) for key, indices in groups}  # type: ignore[misc]


def _same_run(base: Run, new: Run) -> Iterator[Finding]:
    """Every response the same text: a copy of the base under another name, or the base itself."""
    columns = [*TEXT, "sample_index", "response"]
    first, second = (run.frame[columns].set_index(columns[:-1])["response"] for run in (base, new))
    first, second = first.align(second, join="inner")
    if first.empty or not first.equals(second):
        return
    told = (
        "the model and its revision are the same, too"
        if _same_model(base, new)
        else (f"although their models are {base.manifest.model} and {new.manifest.model}")
    )
    yield Finding(
        "same_run",
        f"this is the same run: all {len(first):,} responses are identical, {told}",
        f"check that {new.name} is the folder that you mean",
    )


def _same_model(base: Run, new: Run) -> bool:
    first, second = base.manifest, new.manifest
    return (first.model, first.revision) == (second.model, second.revision)


def notes(base: Run, new: Run) -> list[str]:
    """What a reader should know of two runs that may be compared."""
    found = [*failed_requests(base), *failed_requests(new)]
    found += [*early_stop_notes(base), *early_stop_notes(new)]
    if _same_model(base, new):
        found.append("both runs are of the same model and revision")
    same = [
        f"{benchmark} ({kind})"
        for benchmark, kind in base.slices
        if identical(base.part(benchmark, kind), new.part(benchmark, kind))
    ]
    if same and len(same) < len(base.slices):  # all of them are `_same_run`
        found.append(
            f"every response to {', '.join(same)} is the same in both runs: so it is where the "
            "weights are equal and decoding is greedy, else responses may have been copied"
        )
    more = [
        f"{len(extra):,} of {benchmark} ({kind})"
        for benchmark, kind in new.slices
        if (extra := _only_in(new, base, benchmark, kind))
    ]
    if more:
        found.append(f"only {new.name} was asked {', '.join(more)}: these texts are left out")
    return found


def _only_in(one: Run, other: Run, benchmark: str, kind: str) -> set[tuple[str, str]]:
    return _samples(one.part(benchmark, kind)).keys() - _samples(other.part(benchmark, kind)).keys()
