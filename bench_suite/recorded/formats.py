"""Formats of recordings: how each tool's files are told, and where in their rows what stands.

A format that is not here is read by naming its columns. To add one, add a row to `FORMATS`, and a
file that the tool wrote to ``tests/bench_suite/recorded/files``.
"""

import ast
import difflib
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from clipo_bench.bench_suite.recorded.values import ABSENT, pick
from clipo_bench.tasks.errors import InputError
from clipo_bench.tasks.storage.journal import CHECKSUM, checksum

Row = Mapping[str, Any]
LONGEST_LITERAL = 10_000


@dataclass(frozen=True, slots=True)
class Columns:
    """Where in a row what stands, as paths (see `values.pick`); None where it stands nowhere.

    Attributes:
        id: tells problems apart; a variant has its original's. Without one, what was asked does.
        gold: the right answer, or a solution that ends in it; in a list any is right.
        response: what the model wrote, or a list of its samples.
        pair: tells an original from its variants.
        prompt: what the model was given.
        question: what was asked, without the instruction.
        choices: the options of a multiple choice.
        family: what the problem is an instance of.
        sample: which of the problem's samples it is.
        finish_reason: how the response ended.
        variant: tells variants of one kind apart.
        tokens: how long the response is.
        benchmark: what the problem is of.
    """

    id: str | None = None
    gold: str | None = None
    response: str | None = None
    pair: str | None = None
    prompt: str | None = None
    question: str | None = None
    choices: str | None = None
    family: str | None = None
    sample: str | None = None
    finish_reason: str | None = None
    variant: str | None = None
    tokens: str | None = None
    benchmark: str | None = None


@dataclass(frozen=True, slots=True)
class Format:
    """How one tool records responses.

    Attributes:
        name: as on the command line.
        files: what the tool calls them, in words.
        marks: paths that every row has, by which the format is told.
        columns: where what stands.
        by_order: whether rows on one problem are its samples, in the file's order.
        filter: where the name of lm-eval's filter stands, of which one is read.
        prepare: puts a row in order first, where a path cannot say it.
        no_gold: where golds are, if the files have none; ``{gold}`` and ``{problems}`` stand for
            the options.
    """

    name: str
    files: str
    marks: tuple[str, ...]
    columns: Columns
    by_order: bool = False
    filter: str | None = None
    prepare: Callable[[Row], Row] = lambda row: row
    no_gold: str = ""

    def missing(self, row: Row) -> list[str]:
        """The marks that a row lacks."""
        return [mark for mark in self.marks if pick(row, mark) is ABSENT]


def _lm_eval(row: Row) -> Row:
    """Read lm-eval's list of targets, which it writes as Python's text: ``"['7', 'seven']"``."""
    if isinstance(pick(row, "resps.0.0.0"), str | float):
        raise ValueError("holds likelihoods of options and no generated text, so nothing to grade")
    target = row["target"]
    listed = isinstance(target, str) and target.startswith(("['", '["'))
    if listed and len(target) < LONGEST_LITERAL:
        with suppress(ValueError, SyntaxError, MemoryError, RecursionError):
            return {**row, "target": ast.literal_eval(target)}
    return row


def _lighteval(row: Row) -> Row:
    """Look up lighteval's golds: its choices hold them, and its gold_index says which they are."""
    if not pick(row, "model_response.text"):
        raise ValueError("holds likelihoods of options and no generated text, so nothing to grade")
    places = pick(row, "doc.gold_index")
    golds = [
        pick(row, f"doc.choices.{place}")
        for place in (places if isinstance(places, list) else [places])
    ]
    return {**row, "golds": [None if gold is ABSENT else gold for gold in golds]}


def _opencompass(row: Row) -> Row:
    if any(name.startswith("label: ") for name in row) or "pred_label" in row:
        raise ValueError("holds likelihoods of options and no generated text, so nothing to grade")
    return row


def _sealed(row: Row) -> Row:
    """Check a line of our own journal against its checksum; older journals have none."""
    if CHECKSUM in row:
        unsealed = {name: value for name, value in row.items() if name != CHECKSUM}
        if checksum(unsealed) != row[CHECKSUM]:
            raise ValueError(
                "is damaged: its checksum does not fit; resume its run, which asks again"
            )
    return row


PLAIN = "columns"
_PROBLEMS = "name your problems' file with {problems}"

FORMATS = (
    Format(
        "clipo-bench",
        "samples.parquet of a run of ours",
        ("problem_id", "variant_id", "sample_index", "gold", "response"),
        Columns(
            id="problem_id",
            gold="gold",
            response="response",
            pair="kind",
            prompt="prompt",
            family="family",
            sample="sample_index",
            finish_reason="finish_reason",
            variant="variant_id",
            tokens="tokens",
            benchmark="benchmark",
        ),
    ),
    Format(
        "clipo-bench-journal",
        "responses.jsonl of a run of ours",
        ("benchmark", "problem_id", "variant_id", "sample_index", "response.text"),
        Columns(
            id="problem_id",
            response="response.text",
            prompt="prompt",
            sample="sample_index",
            finish_reason="response.finish_reason",
            variant="variant_id",
            tokens="response.tokens",
            benchmark="benchmark",
        ),
        prepare=_sealed,
        no_gold=f"they lie in the run's samples.parquet, so grade that, or {_PROBLEMS}",
    ),
    Format(
        "lm-eval-clipo",
        "lm-eval's samples_clipo_*.jsonl, of our tasks",
        ("doc.benchmark", "doc.variant_id", "resps"),
        Columns(
            id="doc.id",
            gold="doc.gold",
            response="resps",
            pair="doc.kind",
            prompt="doc.prompt",
            question="doc.question",
            choices="doc.choices",
            family="doc.family",
            variant="doc.variant_id",
            benchmark="doc.benchmark",
        ),
        filter="filter",
    ),
    Format(
        "lm-eval",
        "lm-eval's samples_*.jsonl",
        ("doc_id", "doc", "target", "resps"),
        Columns(
            id="doc_id",
            gold="target",
            response="resps",
            prompt="arguments.gen_args_0.arg_0",
        ),
        filter="filter",
        prepare=_lm_eval,
    ),
    Format(
        "inspect",
        "logs of inspect, .eval or .json",
        ("id", "epoch", "input", "target", "output.choices"),
        Columns(
            id="id",
            gold="target",
            response="output.choices.0",
            prompt="input",
            question="input",
            choices="choices",
            sample="epoch",
            finish_reason="output.choices.0.stop_reason",
            tokens="output.usage.output_tokens",
        ),
    ),
    Format(
        "lighteval",
        "lighteval's details_*.parquet",
        ("doc.query", "doc.choices", "doc.gold_index", "model_response.text"),
        Columns(
            id="doc.id",
            gold="golds",
            response="model_response.text",
            prompt="doc.query",
            question="doc.query",
        ),
        prepare=_lighteval,
    ),
    Format(
        "lighteval-old",
        "details_*.parquet of lighteval before 0.11",
        ("full_prompt", "predictions", "gold"),
        Columns(response="predictions", gold="gold", prompt="full_prompt", question="example"),
    ),
    Format(
        "evalscope-reviews",
        "evalscope's reviews/*/*.jsonl",
        ("index", "target", "sample_score.score.prediction"),
        Columns(
            id="sample_score.group_id",
            gold="target",
            response="sample_score.score.prediction",
            prompt="messages",
            sample="index",
        ),
    ),
    Format(
        "evalscope-predictions",
        "evalscope's predictions/*/*.jsonl",
        ("index", "model_output.choices", "messages"),
        Columns(
            response="model_output.choices",
            prompt="messages",
            sample="index",
            finish_reason="model_output.choices.*.stop_reason",
        ),
        no_gold=f"they lie in its reviews/, so grade these, or {_PROBLEMS}",
    ),
    Format(
        "opencompass",
        "OpenCompass's predictions/*/*.json",
        ("origin_prompt", "prediction"),
        Columns(gold="gold", response="prediction", prompt="origin_prompt"),
        by_order=True,
        prepare=_opencompass,
        no_gold=f"OpenCompass keeps them only if its reader names an output_column; {_PROBLEMS}",
    ),
    Format(
        "matharena",
        "MathArena's outputs/*/*/*.json, a problem each, or the folder of a model's",
        ("idx", "problem", "gold_answer", "messages"),
        Columns(
            id="idx",
            gold="gold_answer",
            response="messages",
            prompt="messages.0",
            question="problem",
        ),
    ),
    Format(
        "matharena-outputs",
        "MathArena's published outputs, a response each",
        ("problem_idx", "idx_answer", "answer", "gold_answer"),
        Columns(
            id="problem_idx",
            gold="gold_answer",
            response="answer",
            prompt="user_message",
            question="problem",
            sample="idx_answer",
            tokens="output_tokens",
        ),
    ),
    Format(
        "trl",
        "TRL's completions_*.parquet",
        ("step", "prompt", "completion"),
        Columns(response="completion", prompt="prompt"),
        by_order=True,
        no_gold="have a reward function log one (log_extra) and name it with {gold}, or "
        f"{_PROBLEMS}",
    ),
    Format(
        "verl",
        "verl's rollout and validation dumps, <step>.jsonl",
        ("input", "output", "score", "step"),
        Columns(gold="gts", response="output", prompt="input"),
        by_order=True,
        no_gold=f"older versions write no gts, nor where the data has no ground truth; {_PROBLEMS}",
    ),
    Format(
        "openai-batch",
        "outputs of OpenAI's batch API and of servers like it",
        ("custom_id", "response", "error"),
        Columns(
            id="custom_id",
            response="response.body.choices",
            finish_reason="response.body.choices.*.finish_reason",
        ),
        no_gold=f"a batch's output has none; {_PROBLEMS}, whose ids are the custom_ids",
    ),
    Format(
        "openai",
        "rows with OpenAI's choices",
        ("choices.0.message",),
        Columns(  # no id: that of OpenAI's answer is of a sample, not of the problem
            response="choices",
            prompt="messages",
            finish_reason="choices.*.finish_reason",
        ),
        no_gold=f"name their column with {{gold}}, or {_PROBLEMS}",
    ),
    Format(
        PLAIN,
        "any rows, whose columns are called so or named by options",
        ("gold", "response"),
        Columns(
            id="id",
            gold="gold",
            response="response",
            prompt="prompt",
            question="question",
            choices="choices",
            family="family",
            sample="sample_index",
            finish_reason="finish_reason",
            tokens="tokens",
        ),
    ),
    Format(
        "messages",
        "rows with chat messages",
        ("messages.0.role", "messages.0.content"),
        Columns(
            id="id",
            gold="gold",
            response="messages",
            prompt="messages",
            question="messages",
            finish_reason="finish_reason",
        ),
        no_gold=f"name their column with {{gold}}, or {_PROBLEMS}",
    ),
)
"""All formats; of those whose marks a row has, the first is taken."""

NAMES = tuple(one.name for one in FORMATS)


def find_format(name: str) -> Format:
    """The format of a name; ``lm_eval``, as the program is called, is ``lm-eval``, too.

    Raises:
        InputError: there is none; the message has the nearest name.
    """
    wanted = name.strip().lower().replace("_", "-")
    found = next((one for one in FORMATS if one.name == wanted), None)
    if found is None:
        near = difflib.get_close_matches(wanted, NAMES, n=1)
        hint = f"did you mean {near[0]}? " if near else ""
        raise InputError(f"unknown format {name!r}: {hint}expected one of {', '.join(NAMES)}")
    return found


def recognise(row: Row) -> Format | None:
    """The first format whose marks a row has; None if there is none."""
    return next((one for one in FORMATS if not one.missing(row)), None)
