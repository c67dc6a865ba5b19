from dataclasses import FrozenInstanceError

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clipo_bench.tasks.benchmarks import BENCHMARKS, GROUPS, expand, find
from clipo_bench.tasks.errors import InputError
from clipo_bench.tasks.problem import BOXED

TRACK1 = [
    "gsm8k", "gsm_symbolic", "gsm_p1", "gsm_p2", "theoremqa", "mmlu2k", "truthfulqa",
    "commonsense_qa",
]  # fmt: skip
TRACK2 = ["math500", "aime24", "aime25", "amc23", "math_perturb_simple", "math_perturb_hard"]


def names(text: str) -> list[str]:
    return [benchmark.name for benchmark in expand(text)]


def test_the_groups_are_the_papers_tracks() -> None:
    assert set(names("track1")) == set(TRACK1)
    assert set(names("track2")) == set(TRACK2)
    assert set(names("all")) == {*TRACK1, *TRACK2}
    assert set(BENCHMARKS) == {*TRACK1, *TRACK2, "word_problems"}


@pytest.mark.parametrize("name", TRACK1)
def test_track_1_is_greedy(name: str) -> None:
    benchmark = find(name)
    assert (benchmark.samples, benchmark.temperature, benchmark.max_tokens) == (1, 0.0, 2048)


@pytest.mark.parametrize("name", TRACK2)
def test_track_2_is_sampled(name: str) -> None:
    benchmark = find(name)
    settings = (benchmark.samples, benchmark.temperature, benchmark.top_p, benchmark.max_tokens)
    assert settings == (16, 0.6, 0.95, 4096)


def test_only_rounded_golds_have_a_tolerance() -> None:
    assert [item.name for item in BENCHMARKS.values() if item.tolerance] == ["theoremqa"]


@pytest.mark.parametrize("benchmark", BENCHMARKS.values(), ids=lambda benchmark: benchmark.name)
def test_every_instruction_asks_for_a_box(benchmark) -> None:
    assert benchmark.instruction.endswith("within \\boxed{}.")
    assert (benchmark.instruction == BOXED) == ("(eg," not in benchmark.instruction)


def test_no_two_benchmarks_share_a_file_or_a_fingerprint() -> None:
    files = [item.paper_file for item in BENCHMARKS.values() if item.hub]
    marks = [mark for item in BENCHMARKS.values() for mark in item.fingerprints]
    assert len(set(files)) == len(files) == 14
    assert len(set(marks)) == len(marks)


@pytest.mark.parametrize("name", ["aime24", "clipo_aime24", " aime24 "])
def test_a_name_is_found_with_or_without_the_prefix(name: str) -> None:
    assert find(name).name == "aime24"


def test_a_benchmark_cannot_be_changed() -> None:
    with pytest.raises(FrozenInstanceError):
        find("aime24").samples = 64  # type: ignore[misc]


@pytest.mark.parametrize(
    ("name", "nearest"), [("aime2024", "aime24"), ("GSM8k", "gsm8k"), ("math_500", "math500")]
)
def test_an_unknown_name_gets_the_nearest_one(name: str, nearest: str) -> None:
    with pytest.raises(InputError, match=f"unknown benchmark '{name}': did you mean {nearest}"):
        find(name)


@pytest.mark.parametrize("name", ["own.txt", "data/own.xlsx", "my.JSONL"])
def test_a_name_like_a_files_gets_the_formats(name: str) -> None:
    for lookup in (find, expand):
        with pytest.raises(InputError, match=r"known format: .*\.jsonl, \.json, \.csv, \.parquet"):
            lookup(name)


def test_no_name_is_called_so() -> None:
    with pytest.raises(InputError, match="no benchmark is named: expected one of gsm8k"):
        find("")


def test_an_unknown_name_in_a_list_may_mean_a_group() -> None:
    with pytest.raises(InputError, match="unknown task 'trak1': did you mean track1"):
        expand("gsm8k,trak1")


def test_a_name_like_no_other_lists_the_known_ones() -> None:
    with pytest.raises(InputError, match=r"unknown benchmark 'zzz': known are gsm8k, "):
        find("zzz")


@pytest.mark.parametrize("text", ["", " , "])
def test_an_empty_list_is_refused(text: str) -> None:
    with pytest.raises(InputError, match="no benchmark is named"):
        expand(text)


def test_a_list_keeps_its_order_and_names_each_once() -> None:
    assert names("clipo_math500, track2,aime24,gsm8k,") == [
        "math500", "aime24", "aime25", "amc23", "math_perturb_simple", "math_perturb_hard",
        "gsm8k",
    ]  # fmt: skip


@given(
    st.lists(st.sampled_from([*BENCHMARKS, *GROUPS, *(f"clipo_{g}" for g in GROUPS)]), min_size=1)
)
def test_a_list_is_what_its_parts_are(parts: list[str]) -> None:
    found = names(",".join(parts))
    assert set(found) == {name for part in parts for name in names(part)}
    assert len(set(found)) == len(found)
