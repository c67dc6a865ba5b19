"""Benchmark: what is known of each set before it is loaded. The registry of all of them."""

import difflib
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType
from typing import TypedDict

from clipo_bench.tasks import rows
from clipo_bench.tasks.errors import InputError
from clipo_bench.tasks.problem import BOXED, ORIGINAL

PREFIX = "clipo_"
PARTIAL = "partial_"
"""Before a benchmark's name: its partial prompts, see `tasks.partial`."""
OWN_SUFFIXES = (".jsonl", ".json", ".csv", ".parquet", ".jsonl.gz", ".json.gz", ".csv.gz")
"""Suffixes of a user's own problem files, which can be used like a benchmark's name."""


def metric_name(kind: str) -> str:
    """``acc`` for originals, ``acc_<kind>`` for variants, so that lm-eval never mixes them."""
    return "acc" if kind == ORIGINAL else f"acc_{kind}"


def own_name(path: str | Path) -> str:
    """What a user's own file of problems is called: ``my`` for ``data/my.jsonl.gz``."""
    name = Path(path).name
    ending = max((one for one in OWN_SUFFIXES if name.endswith(one)), key=len, default="")
    return name.removesuffix(ending)


@dataclass(frozen=True, slots=True)
class Hub:
    """Where `datasets.load_dataset` finds a benchmark.

    Attributes:
        id: the data set's name on the Hugging Face hub, or a builder such as ``text``.
        split: the split that is asked.
        rows: how many rows that split has.
        configuration: which of the data set's configurations.
        data_files: an address, for a set that the hub does not have.
        revision: a commit; None is the newest, told from others by its fingerprint.
        home: what to call the place, where `id` is a builder.
    """

    id: str
    split: str
    rows: int
    configuration: str | None = None
    data_files: str | None = None
    revision: str | None = None
    home: str = ""


class Settings(TypedDict):
    """How responses are sampled."""

    samples: int
    temperature: float
    top_p: float
    max_tokens: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Benchmark:
    """One benchmark: where it comes from, how it is read, how it is asked.

    Attributes:
        name: as on the command line; its lm-eval task is ``clipo_<name>``.
        title: as in its paper.
        track: 1 or 2 as in the CLIPO paper, None if in neither.
        licence: of the questions.
        problems: how many different problems there are; 0 of a user's own.
        samples: responses per problem.
        temperature: 0 is greedy.
        top_p: the nucleus kept when sampling.
        max_tokens: the most tokens of a response.
        instruction: the line after the question.
        tolerance: how far a number may be from the gold, relative to it; for rounded golds.
        hub: where the hub has it; None for generated problems and a user's own.
        read: how a row of the hub or of the original file is read.
        clean: how a gold is made plain.
        paper_file: its file in the CLIPO paper's layout.
        paper_rows: how many rows that has.
        paper_folder: where it lies there.
        original_file: its own file in a data folder, with the same columns as on the hub.
        instances: rows per template, which follow each other in the paper's layout.
        sample: a resource with the `rows.Row.key` of each row that is asked; empty if all are.
        fingerprints: of the copies that have been seen and checked.
    """

    name: str
    title: str
    track: int | None
    licence: str
    problems: int
    samples: int
    temperature: float
    top_p: float
    max_tokens: int
    instruction: str = BOXED
    tolerance: float = 0.0
    hub: Hub | None
    read: rows.Reader = rows.math_row
    clean: Callable[[str], str] = rows.as_it_is
    paper_file: str = ""
    paper_rows: int = 0
    paper_folder: str = "test"
    original_file: str = ""
    instances: int = 1
    sample: str = ""
    fingerprints: tuple[str, ...] = ()

    @property
    def source(self) -> str:
        """Where it is loaded from if no folder is given."""
        if self.hub is None:
            return "generated"
        place = self.hub.home or self.hub.id
        return f"{place} ({self.hub.configuration})" if self.hub.configuration else place


TRACK1 = Settings(samples=1, temperature=0.0, top_p=1.0, max_tokens=2048)
TRACK2 = Settings(samples=16, temperature=0.6, top_p=0.95, max_tokens=4096)

_LETTERS = "Let's think step by step and output the final answer (eg, {}) within \\boxed{{}}."
_MAA = "(c) MAA"
_MATH_PERTURB = (
    "https://raw.githubusercontent.com/Kaffaljidhmah2/MATH-Perturb/"
    "df4840f680fce405c9449008564574961c7f4df1/math_perturb/math_perturb_{}.jsonl"
)


def _gsm_symbolic(
    name: str, title: str, part: str, templates: int, problems: int, fingerprint: str
) -> Benchmark:
    return Benchmark(
        name=name,
        title=title,
        track=1,
        licence="CC BY-NC-ND 4.0",
        problems=problems,
        **TRACK1,
        hub=Hub(
            "apple/GSM-Symbolic",
            "test",
            50 * templates,
            configuration=part,
            revision="93b5b3758d9d9841ffe81d6cd2ae2b030685b078",
        ),
        read=rows.gsm_symbolic_row,
        clean=rows.without_commas,
        paper_file=f"{name}.parquet",
        paper_rows=50 * templates,
        instances=50,
        fingerprints=(fingerprint,),
    )


def _math_perturb(kind: str, fingerprint: str) -> Benchmark:
    return Benchmark(
        name=f"math_perturb_{kind}",
        title=f"MATH-Perturb {kind}",
        track=2,
        licence="Apache-2.0, evaluation only",
        problems=279,
        **TRACK2,
        hub=Hub(
            "text",
            "train",
            279,
            data_files=_MATH_PERTURB.format(kind),
            home="github.com/Kaffaljidhmah2/MATH-Perturb",
        ),
        paper_file=f"math_perturb_{kind}.parquet",
        paper_rows=279,
        original_file=f"math-perturb/math_perturb_{kind}.jsonl",
        fingerprints=(fingerprint,),
    )


_ALL = (
    Benchmark(
        name="gsm8k",
        title="GSM8K",
        track=1,
        licence="MIT",
        problems=1319,
        **TRACK1,
        hub=Hub("openai/gsm8k", "test", 1319, configuration="main"),
        read=rows.gsm8k_row,
        clean=rows.without_commas,
        paper_file="gsm8k.parquet",
        paper_rows=1319,
        original_file="gsm8k/test.jsonl",
        fingerprints=("500b3c9bc0ac2717",),
    ),
    _gsm_symbolic("gsm_symbolic", "GSM-Symbolic", "main", 100, 4999, "8b687b9479d490e0"),
    _gsm_symbolic("gsm_p1", "GSM-Symbolic P1", "p1", 100, 5000, "1c121e7d06f65b8f"),
    _gsm_symbolic("gsm_p2", "GSM-Symbolic P2", "p2", 50, 2500, "900fc79dd794abf4"),
    Benchmark(
        name="theoremqa",
        title="TheoremQA",
        track=1,
        licence="MIT",
        problems=747,
        **TRACK1,
        tolerance=0.04,  # as its own scorer has it
        hub=Hub(
            "TIGER-Lab/TheoremQA", "test", 800, revision="a340b1782960a712843aae3ed25f1e013cc008a5"
        ),
        read=rows.theoremqa_row,
        paper_file="theoremqa_x2.parquet",
        paper_rows=1494,
        fingerprints=("1939de8c83d68398",),
    ),
    Benchmark(
        name="mmlu2k",
        title="MMLU, a sample of 2000",
        track=1,
        licence="MIT",
        problems=1999,
        **TRACK1,
        instruction=_LETTERS.format("A, B, C, D"),
        hub=Hub("cais/mmlu", "test", 14042, configuration="all"),
        read=rows.mmlu_row,
        paper_file="mmlu2k.parquet",
        paper_rows=2000,
        sample="mmlu2k.txt",
        fingerprints=("2913a1834155953c",),
    ),
    Benchmark(
        name="truthfulqa",
        title="TruthfulQA, best answer among all options",
        track=1,
        licence="Apache-2.0",
        problems=817,
        **TRACK1,
        instruction=_LETTERS.format("A, B, C, D, ..."),
        hub=Hub("truthfulqa/truthful_qa", "validation", 817, configuration="multiple_choice"),
        read=rows.truthfulqa_row,
        paper_file="truthfulqa_x2.parquet",
        paper_rows=1634,
        # The paper's order of options, and the same options in `rows.hashed_order`.
        fingerprints=("da2ff45d575cafaa", "e7649a7c137f5bd8"),
    ),
    Benchmark(
        name="commonsense_qa",
        title="CommonsenseQA",
        track=1,
        licence="MIT",
        problems=1221,
        **TRACK1,
        instruction=_LETTERS.format("A, B, C, D, E"),
        hub=Hub("tau/commonsense_qa", "validation", 1221),
        read=rows.commonsense_qa_row,
        paper_file="commonsense_qa.parquet",
        paper_rows=1221,
        fingerprints=("b006a11206b6310b",),
    ),
    Benchmark(
        name="math500",
        title="MATH-500",
        track=2,
        licence="MIT",
        problems=500,
        **TRACK2,
        hub=Hub("HuggingFaceH4/MATH-500", "test", 500),
        paper_file="math.parquet",
        paper_rows=500,
        original_file="math/math500_test.jsonl",
        fingerprints=("459a6d750f484653",),
    ),
    Benchmark(
        name="aime24",
        title="AIME 2024",
        track=2,
        licence=_MAA,
        problems=30,
        **TRACK2,
        hub=Hub("Maxwell-Jia/AIME_2024", "train", 30),
        read=rows.aime_2024_row,
        clean=rows.whole_number,
        paper_file="aime.parquet",
        paper_rows=30,
        fingerprints=("cf5725e94b5ed1a4",),
    ),
    Benchmark(
        name="aime25",
        title="AIME 2025",
        track=2,
        licence=_MAA,
        problems=30,
        **TRACK2,
        hub=Hub("math-ai/aime25", "test", 30),
        clean=rows.whole_number,
        paper_file="aime2025.parquet",
        paper_rows=30,
        fingerprints=("ecc69099f86d806a",),
    ),
    Benchmark(
        name="amc23",
        title="AMC 12 of 2022 and 2023",
        track=2,
        licence=_MAA,
        problems=83,
        **TRACK2,
        hub=Hub("AI-MO/aimo-validation-amc", "train", 83),
        clean=rows.whole_number,
        paper_file="amc.parquet",
        paper_rows=83,
        fingerprints=("b265f565b1905749",),
    ),
    _math_perturb("simple", "dc46963ce6a53029"),
    _math_perturb("hard", "9b50cae465995e6a"),
    Benchmark(
        name="word_problems",
        title="Word problems of our own, from templates",
        track=None,
        licence="Apache-2.0",
        problems=500,
        samples=1,
        temperature=0.0,
        top_p=1.0,
        max_tokens=128,
        hub=None,
    ),
)

BENCHMARKS: Mapping[str, Benchmark] = MappingProxyType({item.name: item for item in _ALL})
GROUPS: Mapping[str, tuple[Benchmark, ...]] = MappingProxyType(
    {
        "track1": tuple(item for item in _ALL if item.track == 1),
        "track2": tuple(item for item in _ALL if item.track == 2),
        "all": tuple(item for item in _ALL if item.track is not None),
    }
)


def find(name: str) -> Benchmark:
    """Find a benchmark by its name, with or without ``clipo_`` before it.

    Raises:
        InputError: there is none; the message has the nearest name.
    """
    found = BENCHMARKS.get(name.strip().removeprefix(PREFIX))
    if found is None:
        raise _unknown("benchmark", name, list(BENCHMARKS))
    return found


def own(name: str) -> Benchmark:
    """Describe a user's own problems: they are asked as in track 1.

    Args:
        name: the file's, without its ending.

    Raises:
        InputError: a benchmark or a group has that name.
    """
    if name.removeprefix(PARTIAL) in BENCHMARKS or name in GROUPS:
        raise InputError(f"a problem file cannot be named like the benchmark {name}: rename it")
    return Benchmark(
        name=name,
        title=f"Own problems: {name}",
        track=None,
        licence="",
        problems=0,
        **TRACK1,
        hub=None,
    )


def find_or_own(name: str) -> Benchmark:
    """Describe the benchmark that problems say they are of: one of ours, or a user's own."""
    whole = BENCHMARKS.get(name.removeprefix(PARTIAL))
    if whole is None:
        return own(name)
    return whole if name == whole.name else partial(whole)


def partial(benchmark: Benchmark) -> Benchmark:
    """Describe a benchmark's partial prompts: continued once, greedily.

    Raises:
        InputError: its problems are not text alone.
    """
    if benchmark.instruction != BOXED:
        raise InputError(
            f"{PARTIAL}{benchmark.name}: the problems of {benchmark.name} have options, which no "
            "text before them can continue: expected a benchmark with free answers"
        )
    return replace(
        benchmark,
        name=PARTIAL + benchmark.name,
        title=f"{benchmark.title}, partial prompts",
        track=None,
        samples=1,
        temperature=0.0,
        top_p=1.0,
        instruction="",
    )


def expand(names: str) -> list[Benchmark]:
    """List the benchmarks of a text such as ``aime24,track1``, each once, in order.

    Args:
        names: names of benchmarks and of groups (`GROUPS`), with commas between them.

    Raises:
        InputError: a name is unknown, or there is none.
    """
    wanted = [name.strip().removeprefix(PREFIX) for name in names.split(",") if name.strip()]
    if not wanted:
        raise InputError("no benchmark is given: expected some of " + ", ".join(BENCHMARKS))
    found: dict[str, Benchmark] = {}
    for name in wanted:
        if name not in BENCHMARKS and name not in GROUPS:
            raise _unknown("task", name, [*BENCHMARKS, *GROUPS])
        found |= {item.name: item for item in GROUPS.get(name) or (BENCHMARKS[name],)}
    return list(found.values())


def _unknown(what: str, name: str, known: list[str]) -> InputError:
    if not name.strip():
        return InputError(f"no {what} is named: expected one of {', '.join(known)}")
    if "." in name or os.sep in name:
        return InputError(
            f"{name!r} is neither a {what} nor a file of a known format: problems of your own are "
            f"read from a name ending in {', '.join(OWN_SUFFIXES)}"
        )
    if (Path(name) / "manifest.json").is_file():
        return InputError(
            f"{name!r} is not a {what} but a folder of variants or of a run: `clipo-bench eval "
            "--variants FOLDER` evaluates variants, `clipo-bench compare FOLDER` shows a run"
        )
    near = difflib.get_close_matches(name.strip().lower(), known, n=1, cutoff=0.4)
    hint = f"did you mean {near[0]}? " if near else ""
    return InputError(f"unknown {what} {name!r}: {hint}expected one of {', '.join(known)}")
