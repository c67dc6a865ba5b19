"""Until decided: asks problems in a random order, and stops when a test has decided.

The rule is `reports.sequential`'s, on the change from a base run. It looks after every family of
problems of which every sample is there, and only in the random order: a family that is finished
before an earlier one waits for it. So the end does not depend on batches, on how many requests run
at once, or on where a run was interrupted.
"""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from clipo_bench.bench_suite.evaluation.response_journal import RecordedResponse
from clipo_bench.bench_suite.models.model import SampleId
from clipo_bench.reports.early_stop import EarlyChange, EarlyStop, by_family
from clipo_bench.reports.gate_integrity import require_untouched
from clipo_bench.reports.gate_regrade import regrade
from clipo_bench.reports.pairing import leaves
from clipo_bench.reports.run import Run, read_run
from clipo_bench.reports.sequential import DropTest, DropVerdict, interval, random_order
from clipo_bench.tasks.errors import InputError
from clipo_bench.tasks.option import option
from clipo_bench.tasks.problem import Problem
from clipo_bench.tasks.storage.identity import digest
from clipo_bench.tasks.storage.run_folder import GRADING, versions
from clipo_bench.tasks.storage.run_schema import Sample

SELECTED = "until_decided"
"""The key of a run's selection that holds the rule."""
MARGIN = 0.02
ALPHA = 0.05
# Another seed is another draw; the context is the model's own. What computes the responses may
# differ as well: a report names it, and a gate allows it by name.
NOT_COMPARED = {"seed", "context", "backend", "dtype", SELECTED}

Family = tuple[str, str]
Scoring = Callable[[Problem, RecordedResponse], Sample]


@dataclass(frozen=True, slots=True)
class StopRule:
    """When it is enough.

    Attributes:
        base: the run to compare with.
        margin: the drop that is accepted, as a fraction of 1.
        alpha: the largest chance of a wrong decision.
    """

    base: Run
    margin: float
    alpha: float

    @classmethod
    def read(
        cls, base: str | Path, margin: float | None = None, alpha: float | None = None
    ) -> Self:
        """Read the base; verdicts of other versions than those installed are graded again.

        Raises:
            InputError: the folder is no finished run or was edited, or a value is out of range.
        """
        margin = MARGIN if margin is None else margin
        alpha = ALPHA if alpha is None else alpha
        if not 0 <= margin < 1:
            raise InputError(
                f"{option('margin')} is {margin * 100:g} points: expected 0 up to less than 100"
            )
        if not 0 < alpha < 0.5:
            raise InputError(
                f"{option('alpha')} is {alpha:g}: expected more than 0 and less than 0.5"
            )
        run = read_run(base)
        require_untouched(run)
        recorded = run.manifest.versions
        if any(recorded.get(name) != version for name, version in versions(GRADING).items()):
            run = regrade(run).run
        return cls(run, margin, alpha)

    @property
    def identity(self) -> dict[str, Any]:
        """What a run's identity names of it."""
        columns = ["benchmark", "kind", "problem_id", "variant_id", "sample_index", "outcome"]
        rows = sorted(self.base.frame[columns].itertuples(index=False, name=None))
        return {
            "base": {
                "model": self.base.manifest.model,
                "revision": self.base.manifest.revision,
                "verdicts": digest(rows),
            },
            "margin": self.margin,
            "alpha": self.alpha,
        }

    def require_same(self, known: Mapping[str, Any], *, whole: bool) -> None:
        """Refuse a base that was asked other things, or otherwise.

        Args:
            known: what is known of the new run's identity.
            whole: whether all of it is known; before a model is loaded, its settings are not.

        Raises:
            InputError: names every difference.
        """
        found = []
        for part in ("benchmarks", "variants", "selection", "grader", "settings"):
            # As JSON: a manifest has lists where a new run's settings still have tuples.
            mine, new = (
                dict(leaves(json.loads(json.dumps({part: values}))))
                for values in (getattr(self.base.manifest, part), known[part])
            )
            both = whole or part != "settings"
            for path in sorted(mine.keys() | new.keys() if both else new.keys()):
                if mine.get(path) != new.get(path) and not _may_differ(path):
                    found.append(
                        f"{'.'.join(path)} is {new.get(path)!r}, in {self.base.name} "
                        f"{mine.get(path)!r}"
                    )
        if found:
            raise InputError(
                f"{option(SELECTED, str(self.base.folder))}: it cannot be paired with this run "
                f"({'; '.join(found)}): give the same tasks and settings as for the base"
            )

    def require_texts(self, problems: Iterable[Problem], samples: Mapping[str, int]) -> None:
        """Refuse a base that lacks a sample of what is asked, as one that stopped early does.

        Raises:
            InputError: names the first.
        """
        columns = ["benchmark", "problem_id", "variant_id"]
        held = self.base.frame.groupby(columns)["sample_index"].nunique().to_dict()
        lacking = [
            one
            for one in problems
            if held.get((one.benchmark, one.id, one.variant_id)) != samples[one.benchmark]
        ]
        if lacking:
            raise InputError(
                f"{option(SELECTED, str(self.base.folder))}: {self.base.name} lacks responses to "
                f"{len(lacking):,} of the problems, first {lacking[0].id} of "
                f"{lacking[0].benchmark}: expected a whole run, which did not stop early itself"
            )


class Decider:
    """Follows a run, and says when it is decided.

    Attributes:
        verdict: what the families so far say: shown if a drop is for any kind, excluded if it is
            for all.
    """

    def __init__(
        self,
        rule: StopRule,
        problems: Sequence[Problem],
        samples: Mapping[str, int],
        seed: int,
        score: Scoring,
    ) -> None:
        """Start before the first response.

        Args:
            rule: when it is enough.
            problems: all that may be asked, variants too.
            samples: responses per problem, of each benchmark.
            seed: of the random order.
            score: grades a response.
        """
        self.verdict = DropVerdict.UNDECIDED
        self._rule = rule
        self._score = score
        self._texts = len(problems)
        self._problems = {(one.benchmark, one.id, one.variant_id): one for one in problems}
        self._members: dict[Family, list[Problem]] = {}
        for one in problems:
            self._members.setdefault(_family(one), []).append(one)
        self._order = random_order(self._members, seed)
        self._rank = {family: rank for rank, family in enumerate(self._order)}
        self._missing = {
            family: sum(samples[one.benchmark] for one in members)
            for family, members in self._members.items()
        }
        self._responses: dict[Family, dict[SampleId, RecordedResponse]] = {}
        self._counted = 0
        self._base = _scores(rule.base)
        kinds = dict.fromkeys(one.kind for one in problems)
        self._alpha = rule.alpha / len(kinds)  # they share the chance of an error (Bonferroni)
        self._tests = {kind: DropTest(rule.margin, self._alpha, len(self._order)) for kind in kinds}
        self._changes: dict[str, list[float]] = {kind: [] for kind in kinds}

    @property
    def decided(self) -> bool:
        """Whether no more is to be asked."""
        return self.verdict is not DropVerdict.UNDECIDED

    def place(self, sample: SampleId) -> tuple[int, str, str, int]:
        """Where a sample stands in the order in which all are asked."""
        return (
            self._rank[self._family_of(sample)],
            sample.problem_id,
            sample.variant_id,
            sample.sample_index,
        )

    def counts(self, sample: SampleId) -> bool:
        """Whether a sample belongs to the families that were looked at."""
        return self._rank[self._family_of(sample)] < self._counted

    def add(self, recorded: RecordedResponse) -> None:
        """Take a response, and look at each family that is finished and has its turn."""
        responses = self._responses.setdefault(self._family_of(recorded.sample), {})
        responses[recorded.sample] = recorded
        while not self.decided and self._counted < len(self._order):
            family = self._order[self._counted]
            if len(self._responses.get(family, ())) < self._missing[family]:
                return
            self._look(family)
            self._counted += 1

    def result(self) -> EarlyStop:
        """How it ended."""
        base, rule = self._rule.base, self._rule
        counted = self._order[: self._counted]
        return EarlyStop(
            verdict=self.verdict.value,
            base=base.name,
            base_model=base.manifest.model,
            margin=rule.margin,
            alpha=rule.alpha,
            families=self._counted,
            of_families=len(self._order),
            texts=sum(len(self._members[family]) for family in counted),
            of_texts=self._texts,
            changes=tuple(self._change(kind) for kind, found in self._changes.items() if found),
        )

    def _family_of(self, sample: SampleId) -> Family:
        return _family(self._problem_of(sample))

    def _problem_of(self, sample: SampleId) -> Problem:
        return self._problems[sample.benchmark, sample.problem_id, sample.variant_id]

    def _look(self, family: Family) -> None:
        responses = self._responses[family]
        graded = [
            self._score(self._problem_of(one.sample), one)
            for one in (responses[sample] for sample in sorted(responses, key=self.place))
        ]
        for kind in dict.fromkeys(one.kind for one in graded):
            rows = [
                (family[1], one.problem_id, one.variant_id, float(one.correct))
                for one in graded
                if one.kind == kind
            ]
            ((_, score),) = by_family(rows)
            change = score - self._base[family[0], kind, family[1]]
            self._changes[kind].append(change)
            self._tests[kind].add(change)
        verdicts = [test.verdict for test in self._tests.values()]
        if DropVerdict.SHOWN in verdicts:
            self.verdict = DropVerdict.SHOWN
        elif all(verdict is DropVerdict.EXCLUDED for verdict in verdicts):
            self.verdict = DropVerdict.EXCLUDED

    def _change(self, kind: str) -> EarlyChange:
        import numpy as np

        changes = self._changes[kind]
        found = interval(np.asarray(changes), self._alpha, len(self._order))
        verdict = self._tests[kind].verdict.value
        return EarlyChange(kind, found.n, found.value, found.low, found.high, verdict)


def _may_differ(path: Sequence[str]) -> bool:
    """Whether runs may be paired that differ there: in (settings, seed), say.

    A user's own file may be called ``seed``: (settings, sampling, seed, samples) may not differ.
    """
    return path[0] in ("settings", "selection") and path[1] in NOT_COMPARED


def _family(problem: Problem) -> Family:
    return problem.benchmark, problem.family or problem.id


def _scores(base: Run) -> dict[tuple[str, str, str], float]:
    """The base's score on each family, by benchmark, kind and family."""
    columns = ["family", "problem_id", "variant_id", "score"]
    return {
        (benchmark, kind, family): score
        for benchmark, kind in base.slices
        for family, score in by_family(
            base.part(benchmark, kind)[columns].itertuples(index=False, name=None)
        )
    }
