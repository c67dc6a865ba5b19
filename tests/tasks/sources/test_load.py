"""Loading: from the paper's layout, from original files, from a user's own, and all real ones."""

import json
import shutil
from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clipo_bench.tasks.benchmarks import BENCHMARKS, find
from clipo_bench.tasks.errors import InputError
from clipo_bench.tasks.problem import Problem, problem_id
from clipo_bench.tasks.rows import Row
from clipo_bench.tasks.sources import load, load_file
from clipo_bench.tasks.sources.hub import sample_keys
from clipo_bench.tasks.sources.loaded import fingerprint
from clipo_bench.tasks.storage.identity import digest

APPLES = ("Ann has 3 apples and buys 4. How many has she?", "7")
EGGS = ("A hen lays 1,000 eggs in 500 days. How many in one?", "2")
MILES = ("Bo walks 500 miles and 500 more. How many in all?", "1,000")
ADDED = ["3 + 4 = <<3+4=7>>7", "1,000 / 500 = 2", "500 + 500 = 1,000"]


def write_paper(path: Path, problems: list[Problem]) -> None:
    rows = [
        {
            "prompt": [{"role": "user", "content": problem.prompt}],
            "reward_model": {"ground_truth": problem.gold, "style": "rule"},
        }
        for problem in problems
    ]
    path.parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(pa.Table.from_pylist(rows), path)


def write_jsonl(path: Path, rows: list[dict]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))


def small(name: str, problems: int = 3, rows: int | None = None):
    """A benchmark of the registry, as if it had only so many problems."""
    return replace(find(name), problems=problems, paper_rows=rows or problems)


def asked(*pairs: tuple[str, str]) -> list[Problem]:
    return [Problem("own", "", question, gold) for question, gold in pairs]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A data folder with both files of a small gsm8k."""
    write_paper(tmp_path / "clipo/test/gsm8k.parquet", asked(APPLES, EGGS, MILES))
    rows = [
        {"question": question, "answer": f"{solution}\n#### {gold}"}
        for (question, gold), solution in zip((APPLES, EGGS, MILES), ADDED, strict=True)
    ]
    write_jsonl(tmp_path / "gsm8k/test.jsonl", rows)
    return tmp_path


def test_both_files_give_questions_golds_and_solutions(folder: Path) -> None:
    loaded = load(small("gsm8k"), folder)
    assert [problem.question for problem in loaded.problems] == [APPLES[0], EGGS[0], MILES[0]]
    assert [problem.gold for problem in loaded.problems] == ["7", "2", "1000"]
    assert [problem.solution for problem in loaded.problems] == ADDED
    assert all(problem.family == problem.id for problem in loaded.problems)
    assert "gsm8k.parquet with " in loaded.source


@pytest.mark.parametrize("part", ["clipo/test", "clipo", "."])
def test_the_papers_files_are_found_from_each_folder(folder: Path, part: str) -> None:
    loaded = load(small("gsm8k"), folder / part)
    assert len(loaded.problems) == 3
    assert (loaded.problems[0].solution is None) == (part != ".")


def test_the_original_file_alone_is_enough(folder: Path) -> None:
    both = load(small("gsm8k"), folder)
    shutil.rmtree(folder / "clipo")
    alone = load(small("gsm8k"), folder)
    assert alone.problems == both.problems
    assert alone.fingerprint == both.fingerprint


def test_a_copy_never_seen_is_loaded_with_a_warning(folder: Path) -> None:
    loaded = load(small("gsm8k"), folder)
    assert not loaded.known
    (warning,) = loaded.warnings
    assert "gsm8k" in warning
    assert loaded.fingerprint in warning


def test_a_listed_fingerprint_is_known(folder: Path) -> None:
    benchmark = small("gsm8k")
    mark = load(benchmark, folder).fingerprint
    loaded = load(replace(benchmark, fingerprints=(mark,)), folder)
    assert loaded.known
    assert loaded.warnings == ()


def test_two_files_with_other_golds_disagree(folder: Path) -> None:
    write_paper(folder / "clipo/test/gsm8k.parquet", asked(APPLES, (EGGS[0], "3"), MILES))
    with pytest.raises(InputError, match=r"parquet row 1 has the gold '3', .*line 2 has '2'"):
        load(small("gsm8k"), folder)


def test_two_files_with_other_questions_disagree(folder: Path) -> None:
    write_paper(folder / "clipo/test/gsm8k.parquet", asked(APPLES, EGGS, ("What else?", "1")))
    with pytest.raises(InputError, match=r"row 2: its question is not in .*test\.jsonl"):
        load(small("gsm8k"), folder)


def test_white_space_is_no_disagreement(folder: Path) -> None:
    write_paper(folder / "clipo/test/gsm8k.parquet", asked((f"{APPLES[0]} ", "7 "), EGGS, MILES))
    assert load(small("gsm8k"), folder).problems[0].solution == ADDED[0]


def test_a_row_that_comes_twice_is_one_problem(tmp_path: Path) -> None:
    write_paper(tmp_path / "theoremqa_x2.parquet", asked(APPLES, EGGS, APPLES, EGGS))
    loaded = load(small("theoremqa", problems=2, rows=4), tmp_path)
    assert [problem.gold for problem in loaded.problems] == ["7", "2"]


def test_one_question_with_two_golds_is_refused(tmp_path: Path) -> None:
    write_paper(tmp_path / "theoremqa_x2.parquet", asked(APPLES, EGGS, (APPLES[0], "8")))
    with pytest.raises(InputError, match=r"row 2 has the gold '8', .*row 0 has '7' for the same"):
        load(small("theoremqa", problems=2, rows=3), tmp_path)


def test_instances_of_a_template_are_one_family(tmp_path: Path) -> None:
    questions = [(f"Template {i // 2} with {i}?", str(i)) for i in range(6)]
    write_paper(tmp_path / "gsm_p2.parquet", asked(*questions))
    loaded = load(replace(small("gsm_p2", problems=6), instances=2), tmp_path)
    families = [problem.family for problem in loaded.problems]
    assert families == [f"template-00{i // 2}" for i in range(6)]


def test_options_are_kept_apart_from_the_question(tmp_path: Path) -> None:
    benchmark = small("commonsense_qa", problems=1)
    options = ("in a box", "on a hill", "at sea", "in bed", "nowhere")
    problem = Problem("own", "", "Where is a ship?", "C", options, None, benchmark.instruction)
    write_paper(tmp_path / "commonsense_qa.parquet", [problem])
    (loaded,) = load(benchmark, tmp_path).problems
    assert (loaded.question, loaded.choices, loaded.gold) == ("Where is a ship?", options, "C")
    assert loaded.prompt == problem.prompt


def test_a_gold_that_is_no_option_is_refused(tmp_path: Path) -> None:
    benchmark = small("commonsense_qa", problems=1)
    problem = Problem("own", "", "Where?", "C", ("here", "there"), None, benchmark.instruction)
    write_paper(tmp_path / "commonsense_qa.parquet", [problem])
    with pytest.raises(InputError, match=r"row 0 has the gold 'C': .* one of its 2 options"):
        load(benchmark, tmp_path)


def test_a_missing_folder_names_itself(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"no folder .*nowhere"):
        load(find("gsm8k"), tmp_path / "nowhere")


def test_a_missing_file_says_what_was_expected_and_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(
        InputError,
        match=r"expected clipo/test/gsm8k\.parquet or gsm8k/test\.jsonl; add it, or .*openai/gsm8k",
    ):
        load(find("gsm8k"), tmp_path)


def test_a_truncated_parquet_names_itself(folder: Path) -> None:
    path = folder / "clipo/test/gsm8k.parquet"
    path.write_bytes(path.read_bytes()[:-40])
    with pytest.raises(InputError, match=r"gsm8k\.parquet is damaged"):
        load(small("gsm8k"), folder)


def test_a_truncated_jsonl_names_its_line(folder: Path) -> None:
    path = folder / "gsm8k/test.jsonl"
    path.write_text(path.read_text()[:-20])
    with pytest.raises(InputError, match=r"test\.jsonl line 3 is not JSON"):
        load(small("gsm8k"), folder)


def test_a_file_cut_between_lines_is_short(folder: Path) -> None:
    path = folder / "gsm8k/test.jsonl"
    path.write_text("".join(path.read_text().splitlines(keepends=True)[:2]))
    with pytest.raises(InputError, match=r"test\.jsonl has 2 rows, expected 3"):
        load(small("gsm8k"), folder)


def test_rows_that_repeat_where_they_should_not_are_counted(tmp_path: Path) -> None:
    write_paper(tmp_path / "gsm8k.parquet", asked(APPLES, EGGS, APPLES))
    with pytest.raises(InputError, match="has 2 different problems, expected 3"):
        load(small("gsm8k"), tmp_path)


def test_other_columns_are_named(tmp_path: Path) -> None:
    pq.write_table(pa.table({"text": ["?"]}), tmp_path / "gsm8k.parquet")
    with pytest.raises(InputError, match=r"row 0 has no column 'prompt': found \['text'\]"):
        load(small("gsm8k"), tmp_path)


def test_a_prompt_of_another_instruction_names_its_row(tmp_path: Path) -> None:
    write_paper(tmp_path / "gsm8k.parquet", [replace(asked(APPLES)[0], instruction="Think!")])
    with pytest.raises(InputError, match=r"gsm8k\.parquet row 0 is not what was expected: "):
        load(small("gsm8k", problems=1), tmp_path)


def test_a_binary_file_is_no_text(folder: Path) -> None:
    (folder / "gsm8k/test.jsonl").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(InputError, match=r"test\.jsonl cannot be read as text"):
        load(small("gsm8k"), folder)


ROWS = st.lists(
    st.builds(Row, question=st.text(min_size=1), gold=st.text(min_size=1)),
    unique_by=lambda r: r.key,
)


@given(ROWS, st.randoms())
def test_a_fingerprint_does_not_depend_on_order_or_repetition(rows: list[Row], rng) -> None:
    again = rng.sample(rows, len(rows)) + rows[:1]
    assert fingerprint(again) == fingerprint(rows)


@given(ROWS.filter(bool))
def test_a_fingerprint_depends_on_every_row(rows: list[Row]) -> None:
    assert fingerprint(rows[1:]) != fingerprint(rows)


def test_generated_problems_need_no_source() -> None:
    loaded = load(find("word_problems"))
    assert len(loaded.problems) == find("word_problems").problems
    assert loaded.known
    assert loaded == load(find("word_problems"))


def test_questions_of_an_own_file_that_are_repeated_are_told(tmp_path: Path) -> None:
    rows = [{"question": f"What is {n} + 1?", "answer": n + 1} for n in (1, 2, 1, 3, 1)]
    write_jsonl(tmp_path / "mine.jsonl", rows)
    loaded = load_file(tmp_path / "mine.jsonl")
    assert len(loaded.problems) == 3
    assert loaded.warnings == (
        "mine.jsonl: 2 rows are left out, whose question stands there before: "
        "line 3 repeats line 1, line 5 repeats line 1",
    )
    write_jsonl(tmp_path / "mine.jsonl", rows[:3])
    (warning,) = load_file(tmp_path / "mine.jsonl").warnings
    assert warning.startswith("mine.jsonl: a row is left out")
    write_jsonl(tmp_path / "mine.jsonl", rows[:1] * 9)
    (warning,) = load_file(tmp_path / "mine.jsonl").warnings
    assert warning.endswith("line 6 repeats line 1, ...")
    write_jsonl(tmp_path / "mine.jsonl", rows[:2])
    assert load_file(tmp_path / "mine.jsonl").warnings == ()


def test_a_users_own_file(tmp_path: Path) -> None:
    rows = [
        {"question": "What is 1 + 1?", "answer": 2, "solution": "Count.", "id": "sum"},
        {"question": "Which is red?", "answer": "a rose", "choices": ["grass", "a rose"]},
        {"question": "Which is green?", "answer": "A", "choices": ["grass", "a rose"]},
    ]
    write_jsonl(tmp_path / "mine.jsonl", rows)
    loaded = load_file(tmp_path / "mine.jsonl")
    first, second, third = loaded.problems
    assert (first.benchmark, first.id, first.gold, first.solution) == ("mine", "sum", "2", "Count.")
    assert (second.gold, second.choices) == ("B", ("grass", "a rose"))
    assert second.id == problem_id(second.question, second.choices)
    assert third.gold == "A"


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        ("", "is empty"),
        ("\n", "is empty"),
        ("[1]", r"line 1 holds '\[1\]', expected a JSON object"),
        ('{"question": "?"}', "line 1 has no column 'answer'"),
        ('{"question": " ", "answer": 1}', "line 1 has an empty question or gold"),
        ('{"question": null, "answer": 1}', "line 1 is not what was expected: .* found None"),
        ('{"question": "\\ud800", "answer": 1}', "line 1 is not what was expected: .*surrogate"),
        ('{"question": "?", "answer": "a", "choices": "ab"}', "expected a list, found 'ab'"),
        ("[" * 100_000, "line 1 is not JSON"),
        ("9" * 5_000, "line 1 is not JSON"),
        ('{"question": "?", "answer": "C", "choices": ["a", "b"]}', "gold 'C'.*2 options"),
        ('{"question": "?", "answer": 1, "id": 7}\n{"question": "!", "answer": 1, "id": 7}',
         "line 2 has the id '7' of .*line 1"),
        ('{"question": "?", "answer": 1}\n\n{"question": "?", "answer": 2}',
         "line 3 has the gold '2', .*line 1 has '1'"),
    ],
)  # fmt: skip
def test_a_users_own_file_must_make_sense(tmp_path: Path, lines: str, message: str) -> None:
    path = tmp_path / "mine.jsonl"
    path.write_text(lines)
    with pytest.raises(InputError, match=message):
        load_file(path)


def test_a_users_missing_file_names_itself(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"no file .*mine\.jsonl"):
        load_file(tmp_path / "mine.jsonl")


PUBLISHED = [benchmark for benchmark in BENCHMARKS.values() if benchmark.hub]
TEMPLATES = {"gsm_symbolic": 100, "gsm_p1": 100, "gsm_p2": 50}
UNIQUE = {
    "aime24": 30, "aime25": 30, "amc23": 83, "math500": 500, "math_perturb_simple": 279,
    "math_perturb_hard": 279, "gsm8k": 1319, "gsm_symbolic": 4999, "gsm_p1": 5000,
    "gsm_p2": 2500, "theoremqa": 747, "mmlu2k": 1999, "truthfulqa": 817, "commonsense_qa": 1221,
}  # fmt: skip


@pytest.mark.real_data
@pytest.mark.parametrize("benchmark", PUBLISHED, ids=lambda benchmark: benchmark.name)
def test_the_real_copy_is_whole_and_known(real_data: Path, benchmark) -> None:
    loaded = load(benchmark, real_data)
    assert len(loaded.problems) == UNIQUE[benchmark.name]
    assert loaded.known
    assert loaded.warnings == ()
    families = {problem.family for problem in loaded.problems}
    assert len(families) == TEMPLATES.get(benchmark.name, len(loaded.problems))


@pytest.mark.real_data
@pytest.mark.parametrize("benchmark", PUBLISHED, ids=lambda benchmark: benchmark.name)
def test_every_real_prompt_is_what_the_paper_asked(real_data: Path, benchmark) -> None:
    rows = pq.read_table(real_data / "clipo/test" / benchmark.paper_file).to_pylist()
    prompts = [row["prompt"][0]["content"] for row in rows]
    loaded = load(benchmark, real_data)
    assert [problem.prompt for problem in loaded.problems] == list(dict.fromkeys(prompts))


@pytest.mark.real_data
@pytest.mark.parametrize("name", ["gsm8k", "math500"])
def test_the_real_worked_solutions_are_joined_on(real_data: Path, name: str) -> None:
    assert all(problem.solution for problem in load(find(name), real_data).problems)


@pytest.mark.real_data
@pytest.mark.parametrize("name", ["gsm8k", "math500", "math_perturb_simple", "math_perturb_hard"])
def test_the_real_original_file_alone_is_the_same(
    real_data: Path, tmp_path: Path, name: str
) -> None:
    benchmark = find(name)
    path = tmp_path / benchmark.original_file
    path.parent.mkdir()
    path.symlink_to(real_data / benchmark.original_file)
    assert load(benchmark, tmp_path).problems == load(benchmark, real_data).problems


@pytest.mark.real_data
def test_the_mmlu_sample_is_the_papers(real_data: Path) -> None:
    keys = sample_keys(find("mmlu2k").sample)
    assert len(set(keys)) == 1999
    assert digest(sorted(keys)) == load(find("mmlu2k"), real_data).fingerprint
