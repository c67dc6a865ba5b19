"""Problem: one question with its gold answer, original or rewritten."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace

STEPS = "Let's think step by step and output"
NO_STEPS = "Without any reasoning, output only"
BOXED = f"{STEPS} the final answer within \\boxed{{}}."
ORIGINAL = "original"
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@dataclass(frozen=True, slots=True)
class Problem:
    """A question with its reference answer.

    Attributes:
        benchmark: the benchmark's name, such as ``gsm8k``.
        id: a hash of the question alone (see `problem_id`), so that two copies of a
            benchmark give one problem the same id. A variant keeps its original's id.
        question: the text, without options and without the instruction.
        gold: the reference answer; for multiple choice its letter.
        choices: the options' texts in order, empty if the answer is free.
        solution: a worked solution, where the source has one.
        instruction: the line that says how to answer; part of the prompt, never of
            the problem, so a rewrite leaves it alone.
        family: what the problem is an instance of. Problems of one family are not
            independent, so statistics average over a family first.
        variant_id: empty for an original, else unique among the original's variants.
        kind: `ORIGINAL`, or the kind of the rewrite that made the variant.
        original_gold: of a variant, the gold of its original.
        program: for a generated problem the template's name and its slots' values.
        date: when it was published, as `tasks.dates` has it; empty where that is not known.
        rest: of a partial prompt, what follows `question` in the whole text.
    """

    benchmark: str
    id: str
    question: str
    gold: str
    choices: tuple[str, ...] = ()
    solution: str | None = None
    instruction: str = BOXED
    family: str = ""
    variant_id: str = ""
    kind: str = ORIGINAL
    original_gold: str | None = None
    program: Mapping[str, str] | None = None
    date: str = ""
    rest: str = ""

    @property
    def body(self) -> str:
        """The question with its options, as it stands in the prompt."""
        if not self.choices:
            return self.question
        options = "\n".join(
            f"{letter}. {text}" for letter, text in zip(LETTERS, self.choices, strict=False)
        )
        return f"{self.question}\n\nOptions:\n{options}"

    @property
    def prompt(self) -> str:
        """The text that a model is given."""
        return f"{self.body}\n{self.instruction}" if self.instruction else self.body

    @property
    def answer_only(self) -> "Problem":
        """The same problem with an instruction that asks for the answer without reasoning.

        Raises:
            ValueError: its instruction is none of ours.
        """
        if STEPS not in self.instruction:
            raise ValueError(f"expected an instruction with {STEPS!r}, found {self.instruction!r}")
        return replace(self, instruction=self.instruction.replace(STEPS, NO_STEPS))


def normalise_text(text: str) -> str:
    """Fold white space, so that copies that differ only in it are one text."""
    return " ".join(text.split())


def problem_id(question: str, choices: tuple[str, ...] = ()) -> str:
    """Derive a problem's id from what it asks: 12 hexadecimal digits."""
    text = "\x1f".join(normalise_text(part) for part in (question, *choices))
    return hashlib.sha256(text.encode()).hexdigest()[:12]
