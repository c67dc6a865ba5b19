"""Row: one question as a source gives it, and how each benchmark's own columns are read."""

import hashlib
import math
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from clipo_bench.tasks.problem import LETTERS, normalise_text

OPTIONS = "\n\nOptions:\n"
Columns = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Row:
    """One question with its gold, before it is a problem.

    Attributes:
        question: the text alone.
        gold: the right answer; for multiple choice its letter.
        choices: the options' texts in order.
        solution: a worked solution, where the source has one.
        template: the number of the template that the question is an instance of.
        id: the source's own name for it; empty where the question's hash is to name it.
        place: where it stands, for messages, such as ``test.jsonl line 3``.
        date: when it was published, as `tasks.dates` has it; empty where that is not known.
    """

    question: str
    gold: str
    choices: tuple[str, ...] = ()
    solution: str | None = None
    template: int | None = None
    id: str = ""
    place: str = ""
    date: str = ""

    @property
    def key(self) -> str:
        """What is asked and the gold, without regard to white space: 12 hexadecimal digits."""
        parts = [normalise_text(part) for part in (self.question, *self.choices, self.gold)]
        return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:12]


Reader = Callable[[Columns], Row | None]
"""Reads one row's columns; None for a row that the benchmark leaves out."""


def as_text(value: Any) -> str:
    """Turn a column's value to text.

    Raises:
        TypeError: it is neither text nor a number nor a truth value.
        ValueError: it is text that cannot be saved, such as half of a surrogate pair.
    """
    if not isinstance(value, str | int | float):
        raise TypeError(f"expected text or a number, found {value!r}")
    if isinstance(value, float) and not math.isfinite(value):
        raise ValueError(f"expected text or a number, found {value}")
    text = str(value)
    text.encode()
    return text


def as_texts(values: Any) -> tuple[str, ...]:
    """Turn a column's list to texts.

    Raises:
        TypeError: it is no list, or holds something else.
    """
    if not isinstance(values, list):
        raise TypeError(f"expected a list, found {values!r}")
    return tuple(map(as_text, values))


def paper_row(columns: Columns, instruction: str) -> Row:
    """Read a row of the CLIPO paper's layout: the prompt, taken apart, and the gold.

    Raises:
        ValueError: the prompt is not question, options and `instruction`.
    """
    prompt = as_text(columns["prompt"][-1]["content"])
    body = prompt.removesuffix(f"\n{instruction}")
    if body == prompt:
        raise ValueError(f"the prompt does not end in {instruction!r}")
    question, _, options = body.partition(OPTIONS)
    lines = options.split("\n") if options else []
    for letter, line in zip(LETTERS, lines, strict=False):
        if not line.startswith(f"{letter}. "):
            raise ValueError(f"option {line!r} does not start with {letter!r}")
    return Row(
        question=question,
        gold=as_text(columns["reward_model"]["ground_truth"]),
        choices=tuple(line[3:] for line in lines),
    )


def gsm8k_row(columns: Columns) -> Row:
    """Read GSM8K's columns: the answer is a worked solution that ends in ``#### gold``."""
    solution, mark, gold = as_text(columns["answer"]).rpartition("####")
    if not mark:
        raise ValueError("the answer has no '####' before its gold")
    return Row(as_text(columns["question"]), gold, solution=solution.rstrip())


def gsm_symbolic_row(columns: Columns) -> Row:
    """Read GSM-Symbolic's columns: GSM8K's, and the template's number."""
    row = gsm8k_row(columns)
    return Row(row.question, row.gold, solution=row.solution, template=int(columns["id"]))


def math_row(columns: Columns) -> Row:
    """Read ``problem`` and ``answer``, and ``solution`` where there is one."""
    return Row(
        question=as_text(columns["problem"]),
        gold=as_text(columns["answer"]),
        solution=columns.get("solution"),
    )


def math_train_row(columns: Columns) -> Row:
    """Read MATH's own columns: the worked solution boxes the gold, and is taken for it."""
    solution = as_text(columns["solution"])
    return Row(as_text(columns["problem"]), solution, solution=solution)


def aime_2024_row(columns: Columns) -> Row:
    """Read the capitalised columns of AIME 2024's copy on the hub."""
    return Row(
        question=as_text(columns["Problem"]),
        gold=as_text(columns["Answer"]),
        solution=columns["Solution"],
    )


def theoremqa_row(columns: Columns) -> Row | None:
    """Read TheoremQA's columns; a question about a picture is left out."""
    if columns["Picture"] is not None:
        return None
    return Row(as_text(columns["Question"]), as_text(columns["Answer"]))


def mmlu_row(columns: Columns) -> Row:
    """Read MMLU's columns: the gold is the right option's index."""
    gold = LETTERS[columns["answer"]]
    return Row(as_text(columns["question"]), gold, as_texts(columns["choices"]))


def commonsense_qa_row(columns: Columns) -> Row:
    """Read CommonsenseQA's columns."""
    choices = as_texts(columns["choices"]["text"])
    return Row(as_text(columns["question"]), as_text(columns["answerKey"]), choices)


def truthfulqa_row(columns: Columns) -> Row:
    """Read TruthfulQA's columns: all true and false options, of which the best is the gold.

    The source puts the best first, so the options are put in an order of our own: by
    the hash of the question and the option.
    """
    single = columns["mc1_targets"]
    best = single["choices"][single["labels"].index(1)]
    question = as_text(columns["question"])
    choices = hashed_order(question, as_texts(columns["mc2_targets"]["choices"]))
    return Row(question, LETTERS[choices.index(best)], choices)


def hashed_order(question: str, choices: Iterable[str]) -> tuple[str, ...]:
    """Put options in an order that depends on nothing but their texts and the question's."""

    def rank(choice: str) -> str:
        text = f"{normalise_text(question)}\x1f{normalise_text(choice)}"
        return hashlib.sha256(text.encode()).hexdigest()

    return tuple(sorted(choices, key=rank))


def as_it_is(gold: str) -> str:
    """Leave a gold as it is."""
    return gold


def without_commas(gold: str) -> str:
    """Drop the commas between thousands: ``1,080`` is ``1080``."""
    return gold.replace(",", "")


def whole_number(gold: str) -> str:
    """Drop padding and an empty fraction: ``080`` is ``80`` and ``142.0`` is ``142``."""
    match = re.fullmatch(r"(-?)0*(\d+)(?:\.0+)?", gold)
    return f"{match[1]}{match[2]}" if match else gold
