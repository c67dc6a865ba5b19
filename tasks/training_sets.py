"""The training splits that the CLIPO paper trains on. They are asked in no evaluation."""

from collections.abc import Mapping
from types import MappingProxyType

from clipo_bench.tasks import rows
from clipo_bench.tasks.answers.extract import boxes
from clipo_bench.tasks.benchmarks import TRACK1, TRACK2, Benchmark, Hub


def _last_box(solution: str) -> str:
    """The gold that a worked solution boxes; the whole of one that boxes nothing."""
    found, _ = boxes(solution)
    return solution[found[-1].inner] if found else solution


_ALL = (
    Benchmark(
        name="gsm8k",
        title="GSM8K, training split",
        track=None,
        licence="MIT",
        problems=7473,
        **TRACK1,
        hub=Hub("openai/gsm8k", "train", 7473, configuration="main"),
        read=rows.gsm8k_row,
        clean=rows.without_commas,
        paper_file="gsm8k.parquet",
        paper_rows=7473,
        paper_folder="train",
        original_file="gsm8k/train.jsonl",
        fingerprints=("17b5834afd6b3079",),
    ),
    Benchmark(
        name="math",
        title="MATH, training split",
        track=None,
        licence="MIT",
        problems=7499,  # one question comes twice
        **TRACK2,
        hub=Hub("DigitalLearningGmbH/MATH-lighteval", "train", 7500, configuration="default"),
        read=rows.math_train_row,
        clean=_last_box,
        paper_file="math75.parquet",
        paper_rows=7500,
        paper_folder="train",
        fingerprints=("aa793fa96a929010",),
    ),
)

TRAINING_SETS: Mapping[str, Benchmark] = MappingProxyType({item.name: item for item in _ALL})
