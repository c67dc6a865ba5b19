"""Variant: a rewritten problem with the proof of its gold, or the reason for having none."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from clipo_bench.tasks.problem import Problem


@dataclass(frozen=True, slots=True)
class Edit:
    """One replacement in the problem's body: ``body[start:end]`` becomes `after`."""

    start: int
    end: int
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Certificate:
    """How a variant's gold is known.

    Attributes:
        method: what proves it, such as ``symbol map``, ``permutation`` or ``program``.
        evidence: the map or the values that the proof rests on, as plain text.
        checks: the names of the checks that `verify` passed; empty until it has.
    """

    method: str
    evidence: Mapping[str, str]
    checks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Variant:
    """A rewritten problem: what is asked, what changed, and why its gold holds.

    `problem` carries the original's id, family and gold beside its own.
    """

    problem: Problem
    edits: tuple[Edit, ...]
    certificate: Certificate


class Reason(StrEnum):
    """The fixed list of reasons for which a problem gets no variant."""

    NOTHING_TO_REWRITE = "nothing to rewrite"
    AMBIGUOUS = "ambiguous"
    GOLD_UNCERTAIN = "gold uncertain"
    NO_NEW_VALUES = "no new values"
    FAILED_VERIFICATION = "failed verification"


@dataclass(frozen=True, slots=True)
class Refusal:
    """A problem that one kind of rewrite could not certify, and why.

    Attributes:
        benchmark: the problem's.
        problem_id: the problem's id.
        kind: the kind of rewrite.
        reason: one of the fixed list.
        detail: what it was in this problem.
        computed: what a program computes in place of the gold; empty if nothing contradicts it.
    """

    benchmark: str
    problem_id: str
    kind: str
    reason: Reason
    detail: str
    computed: str = ""

    @classmethod
    def of(
        cls, problem: Problem, kind: str, reason: Reason, detail: str, computed: str = ""
    ) -> "Refusal":
        """Refuse a problem under one kind."""
        return cls(problem.benchmark, problem.id, kind, reason, detail, computed)
