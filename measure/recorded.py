"""Recorded: responses of real models, and what others said of each; what the benchmarks read."""

import gzip
import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

READ = Path(__file__).parent / "adjudicated"


@dataclass(frozen=True, slots=True)
class Recorded:
    """One recorded response.

    Attributes:
        row: where it stands in its recording, from 0; ``72/7`` is row 72's sample 7.
        text: the response.
        gold: the right answer.
        flags: what others said of it, by their name.
        problem: the problem's id.
        kind: which version of the problem was asked.
        extracted: the answer that the others took from the response.
        question: the problem, for a person to read.
    """

    row: str
    text: str
    gold: str
    flags: dict[str, bool]
    problem: str = ""
    kind: str = ""
    extracted: str = ""
    question: str = ""


def rows(path: Path) -> Iterator[dict[str, Any]]:
    """The rows of a file of JSON lines, gzipped or not."""
    with (gzip.open if path.suffix == ".gz" else open)(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def gsm8k(data: Path) -> Iterator[tuple[str, list[Recorded]]]:
    """Four models' solutions of GSM8K's test set."""
    lines = list(rows(data / "gsm8k" / "example_model_solutions.jsonl"))
    for model in (key for key, value in lines[0].items() if isinstance(value, dict)):
        yield (
            f"gsm8k {model}",
            [
                Recorded(
                    str(index),
                    line[model]["solution"],
                    line["ground_truth"],
                    {"recorded": line[model]["is_correct"]},
                )
                for index, line in enumerate(lines)
            ],
        )


def gsm_plus(data: Path) -> Iterator[tuple[str, list[Recorded]]]:
    """Two models' solutions of the same, recorded with GSM-Plus."""
    for path in sorted((data / "gsm-plus").glob("gsm8k_outputs_*.jsonl.gz")):
        model = path.name.removeprefix("gsm8k_outputs_").removesuffix(".jsonl.gz")
        yield (
            f"gsm-plus {model}",
            [
                Recorded(
                    str(index), line["model_prediction"], line["gold"], {"recorded": line["result"]}
                )
                for index, line in enumerate(rows(path))
            ],
        )


def sampled_math(data: Path) -> Iterator[tuple[str, list[Recorded]]]:
    """Eight sampled answers of Qwen2.5-Math to each of 100 MATH problems."""
    yield (
        "qwen2.5-math",
        [
            Recorded(f"{index}/{sample}", text, line["gt"], {"recorded": flag})
            for index, line in enumerate(rows(data / "qwen25-math" / "math_cot_100.jsonl"))
            for sample, (text, flag) in enumerate(zip(line["code"], line["score"], strict=True))
        ],
    )


def fneval(data: Path) -> Iterator[tuple[str, list[Recorded]]]:
    """Six models' responses to 5000 MATH problems and to 1745 of them with other numbers."""
    static = [line["problem"] for line in rows(data / "math" / "MATH_test_5000.jsonl")]
    renumbered = {
        line["id"]: line for line in rows(data / "fneval" / "functional_math_1745.jsonl.gz")
    }
    for path in sorted((data / "fneval").glob("outputs_*.jsonl.gz")):
        name = path.name.removeprefix("outputs_").removesuffix(".jsonl.gz")
        yield (
            name,
            [
                Recorded(
                    str(index),
                    line["completion"],
                    line["gold"],
                    {
                        name: line[key]
                        for name, key in (
                            ("fneval", "fneval_correct"),
                            ("math-verify", "mathverify_on_extracted"),
                        )
                        if key in line
                    },
                    problem=line["id"] or f"row {index}",
                    kind=line["kind"],
                    extracted=line["fneval_extracted"] or "",
                    question=static[line["tora_idx"]]
                    if line["kind"] == "static"
                    else renumbered[line["id"]][line["kind"]]["problem"],
                )
                for index, line in enumerate(rows(path))
            ],
        )


def held_out(problem: str) -> bool:
    """Whether a problem's responses are only read to measure, never to improve the grader.

    Half of all problems are, whatever the model or the version of the problem.
    """
    return hashlib.sha256(problem.encode()).digest()[0] % 2 == 1


def readings(name: str) -> dict[str, dict[str, bool]]:
    """What a person found by reading: recording, row, whether the response is right."""
    found: dict[str, dict[str, bool]] = json.loads((READ / f"{name}.json").read_text())
    return found
