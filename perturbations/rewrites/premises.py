"""Give independent premises another order. The gold stays.

Only sentences next to each other that need none of each other: each begins with a subject of
its own, leans on nothing said before (no pronoun but for its own subject, no "then", no
number without its noun, no "the" for what another of them speaks of), and tells what is, or
what different people did each for themselves. What comes after them may not lean on the
last one either.
"""

import random
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from clipo_bench.perturbations.text.independent_sentences import independent_runs, introduces
from clipo_bench.perturbations.text.prose import (
    ProseError,
    Sentence,
    first_question,
    formulas,
    inside,
    sentences,
)
from clipo_bench.perturbations.variant import Certificate, Edit, Reason, Refusal, Variant
from clipo_bench.tasks.problem import Problem


class Premises:
    """Proposes another order of independent premises."""

    kind = "premises"
    changes = "the order of independent sentences; the gold stays"

    def propose(self, problem: Problem, rng: random.Random) -> Variant | Refusal:
        """Permute a run of independent sentences before the question, or refuse."""
        text = problem.question
        try:
            spans = formulas(text)
        except ProseError as error:
            return Refusal.of(problem, self.kind, Reason.AMBIGUOUS, str(error))
        split = sentences(text, spans)
        asked = first_question(split)
        # "Ann has 3. Bob has 4. How many ...": two before the question
        if problem.choices or asked is None or asked < 2:
            return Refusal.of(
                problem,
                self.kind,
                Reason.NOTHING_TO_REWRITE,
                "fewer than two sentences before the question",
            )
        runs = [
            run
            for run in independent_runs(split, asked)
            # "A bus has ..." and later "the bus": the first has to stay first
            if not _holds_formula(run, spans) and not introduces(run, text)
        ]
        if not runs:
            return Refusal.of(
                problem, self.kind, Reason.AMBIGUOUS, "no two adjacent sentences are independent"
            )
        return _reordered(problem, split, rng.choice(runs), rng, self.kind)


def _holds_formula(run: Sequence[Sentence], spans: Sequence[tuple[int, int]]) -> bool:
    return any(inside(spans, one.start, one.end) for one in run)


def _reordered(
    problem: Problem,
    split: Sequence[Sentence],
    run: Sequence[Sentence],
    rng: random.Random,
    kind: str,
) -> Variant:
    # three sentences: 1,2,0, never 0,1,2
    order = list(range(len(run)))
    while order == sorted(order):
        rng.shuffle(order)
    first = split.index(run[0])
    moved = [first + place for place in order]
    places = [*range(first), *moved, *range(first + len(run), len(split))]
    text = problem.question
    # spaces and line breaks stay where they were
    gaps = [text[one.end : other.start] for one, other in pairwise(split)] + [""]
    body = "".join(split[place].text + gap for place, gap in zip(places, gaps, strict=True))
    edits = tuple(
        Edit(one.start, one.end, one.text, split[place].text)
        for one, place in zip(split, places, strict=True)
        if one.text != split[place].text
    )
    variant = replace(
        problem,
        question=text[: split[0].start] + body + text[split[-1].end :],
        original_gold=problem.gold,
        kind=kind,
        program=None,
    )
    evidence = {
        "order": ",".join(map(str, places)),
        "sentences": ",".join(f"{one.start}-{one.end}" for one in split),
    }
    return Variant(variant, edits, Certificate("sentence order", evidence))
