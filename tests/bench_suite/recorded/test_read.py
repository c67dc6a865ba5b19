import json

import pytest
from typer.testing import CliRunner

from clipo_bench.bench_suite.cli import app
from clipo_bench.bench_suite.recorded.formats import Columns
from clipo_bench.bench_suite.recorded.read import read_recordings
from clipo_bench.tasks.errors import InputError
from clipo_bench.tasks.problem import problem_id
from clipo_bench.tasks.storage.run_folder import read_samples


def write(path, rows):
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return path


def read(path, rows, columns=Columns(), **options):  # noqa: B008
    return read_recordings(write(path / "a.jsonl", rows), columns, benchmark="b", **options)


def row(name, response, **more):
    return {"id": name, "gold": "7", "response": response, **more}


def test_a_null_response_is_no_answer_and_counts(tmp_path):
    file = write(
        tmp_path / "a.jsonl",
        [row("p", "It is 7."), row("q", None), row("r", None, finish_reason="length")],
    )
    arguments = ["grade", str(file), "--out", str(tmp_path / "run")]
    assert CliRunner().invoke(app, arguments, catch_exceptions=False).exit_code == 0
    outcomes = {sample.problem_id: sample.outcome for sample in read_samples(tmp_path / "run")}
    assert outcomes == {"p": "correct", "q": "no_answer", "r": "truncated"}


def test_a_file_without_any_response_is_refused(tmp_path):
    with pytest.raises(InputError, match="no response in any of its 2 rows, read as columns"):
        read(tmp_path, [row("p", None), row("q", None)])


def test_rows_of_one_id_are_ordered_by_their_sample(tmp_path):
    rows = [row("p", "b", sample_index=4), row("p", "a", sample_index=1), row("q", "c")]
    found = read(tmp_path, rows)
    assert [one.responses for one in found.recordings] == [("a", "b"), ("c",)]
    again = [*rows, row("p", "d", sample_index=4)]
    with pytest.raises(InputError, match="line 1: p has sample 4 more than once"):
        read(tmp_path, again)
    numbers = Columns("id", "gold", "response", sample="n")
    with pytest.raises(InputError, match="line 1: column 'n' is 'x', expected a whole number"):
        read(tmp_path, [row("p", "a", n="x")], numbers)


def test_rows_of_one_id_without_a_sample_are_refused_by_its_name(tmp_path):
    rows = [row("p", "a"), row("q", "a"), row("q", "b")]
    with pytest.raises(InputError, match=r"line 2 and .*line 3 are both of q: .*sample, or pass"):
        read(tmp_path, rows)
    found = read(tmp_path, rows, samples_by_order=True)
    assert [one.responses for one in found.recordings] == [("a",), ("a", "b")]


def test_without_an_id_what_was_asked_tells_problems_apart(tmp_path):
    rows = [
        {"gold": "7", "response": text, "question": asked, "sample_index": place}
        for place, text in enumerate("ab")
        for asked in ("3 + 4?", "4 + 3?")
    ]
    found = read(tmp_path, rows)
    assert [one.problem.id for one in found.recordings] == [
        problem_id("3 + 4?"),
        problem_id("4 + 3?"),
    ]
    assert found.recordings[0].responses == ("a", "b")
    assert found.warnings == ()


def test_columns_of_choices_family_question_and_finish_reason(tmp_path):
    columns = Columns(
        id="n", gold="key", response="out", question="q", choices="opts", family="kind",
        finish_reason="why",
    )  # fmt: skip
    opts = ["a kite", "a stone"]
    rows = [{"n": 1, "key": 0, "out": "A", "q": "Flies?", "opts": opts, "kind": "air", "why": True}]
    found = read(tmp_path, rows, columns).recordings[0]
    problem = found.problem
    assert (problem.gold, problem.choices) == ("A", tuple(opts))
    assert (problem.family, problem.question) == ("air", "Flies?")
    assert found.finish_reasons == ("length",)


def test_csv_has_choices_as_json(tmp_path):
    file = tmp_path / "a.csv"
    file.write_text('id,gold,response,choices\n1,a kite,A,"[""a kite"", ""a stone""]"\n')
    found = read_recordings(file, Columns(), benchmark="b")
    assert found.recordings[0].problem.gold == "A"
    file.write_text("id,gold,response,choices\n1,a kite,A,a kite\n")
    with pytest.raises(InputError, match="line 2: column 'choices' is 'a kite', expected a list"):
        read_recordings(file, Columns(), benchmark="b")


def test_a_path_leads_to_a_choice_of_openai(tmp_path):
    rows = [{"n": 1, "key": "7", "choices": [{"message": {"content": "It is 7."}}]}]
    for path in ("choices.0.message.content", "choices.*.message", "choices"):
        found = read(tmp_path, rows, Columns("n", "key", path))
        assert found.recordings[0].responses == ("It is 7.",)
    with pytest.raises(InputError, match=r"line 1 has no column 'choices\.1'; it has n, key, cho"):
        read(tmp_path, rows, Columns("n", "key", "choices.1"))


def test_rows_of_another_form_are_named(tmp_path):
    with pytest.raises(
        InputError, match=r"line 2 has no response, which every row of.* columns has"
    ):
        read(tmp_path, [row("p", "a"), {"id": "q", "gold": "7"}])


PROBLEMS = [
    {"id": "short", "question": "What is 3 + 4?", "answer": "7"},
    {"id": "long", "question": "Think. What is 3 + 4?", "answer": "seven"},
    {"id": "kite", "question": "Which flies?", "choices": ["tea", "kite"], "answer": "kite"},
]


def test_golds_come_from_the_problems_file_by_id_or_question(tmp_path):
    problems = write(tmp_path / "problems.jsonl", PROBLEMS)
    rows = [
        {"input": "user\nThink.  What is 3 + 4?\n", "output": "7", "score": 0, "step": 1},
        {"input": "Q: What is 3 + 4? A:", "output": "7", "score": 0, "step": 1},
        {"input": "Q: Which flies?", "output": "B", "score": 0, "step": 1},
    ]
    found = read(tmp_path, rows, problems=problems).recordings
    assert [(one.problem.id, one.problem.gold) for one in found] == [
        ("long", "seven"), ("short", "7"), ("kite", "B"),
    ]  # fmt: skip
    assert found[2].problem.choices == ("tea", "kite")
    rows_of_others = [{"id": "kite", "out": "B"}]
    named = read(tmp_path, rows_of_others, Columns(response="out"), problems=problems)
    assert named.recordings[0].problem.id == "kite"
    with pytest.raises(InputError, match=r"line 1 answers no problem of .*'Q: Which swims\?'"):
        read(tmp_path, [{**rows[0], "input": "Q: Which swims?"}], problems=problems)


def test_only_the_rows_of_a_value_are_read(tmp_path):
    rows = [row("p", model, sample_index=0, model={"name": model}) for model in "ab"]
    with pytest.raises(InputError, match=r"p has sample 0 more than once: .* with only"):
        read(tmp_path, rows)
    assert read(tmp_path, rows, only="model.name=b").recordings[0].responses == ("b",)
    with pytest.raises(InputError, match=r"no row whose model\.name is 'c'; there are a, b"):
        read(tmp_path, rows, only="model.name=c")
    with pytest.raises(InputError, match="only is 'model': expected a path and a value"):
        read(tmp_path, rows, only="model")


def test_messages_beside_a_response_are_its_prompt(tmp_path):
    chat = [{"role": "user", "content": "3 + 4?"}]
    found = read(tmp_path, [row("p", "It is 7.", messages=chat)])
    assert (found.format, found.recordings[0].responses) == ("columns", ("It is 7.",))


def test_a_request_that_failed_counts_as_no_answer(tmp_path):
    body = {"choices": [{"message": {"role": "assistant", "content": "It is 7."}}]}
    rows = [
        {"custom_id": "p", "response": {"body": body}, "error": None, "answer": "7"},
        {"custom_id": "q", "response": None, "error": {"code": "expired"}, "answer": "7"},
    ]
    found = read(tmp_path, rows, Columns(gold="answer"))
    assert (found.format, [one.responses for one in found.recordings]) == (
        "openai-batch", [("It is 7.",), ("",)],
    )  # fmt: skip


def test_columns_are_a_format_by_name(tmp_path):
    rows = [{"messages": [{"role": "user", "content": "3 + 4?"}], "out": "7", "answer": "7"}]
    columns = Columns(response="out", gold="answer", question="messages")
    found = read(tmp_path, rows, columns, format="columns")
    assert found.recordings[0].problem.id == problem_id("3 + 4?")


def test_golds_that_say_nothing_and_deep_nesting_are_refused(tmp_path):
    with pytest.raises(InputError, match="line 1: column 'gold' is empty"):
        read(tmp_path, [{**row("p", "a"), "gold": " "}])
    deep = "7"
    for _ in range(900):
        deep = [deep]
    with pytest.raises(InputError, match="line 1: column 'response' is nested too deep"):
        read(tmp_path, [row("p", deep)])


def test_a_folder_is_read_file_by_file(tmp_path):
    folder = tmp_path / "outputs"
    folder.mkdir()
    write(folder / "1.jsonl", [row("p", "a")])
    write(folder / "2.jsonl", [row("q", "b")])
    (folder / "notes.txt").write_text("nothing")
    found = read_recordings(folder, Columns(), benchmark="b")
    assert [one.problem.id for one in found.recordings] == ["p", "q"]
    (folder / "3.jsonl").write_text("")
    with pytest.raises(InputError, match=r"3\.jsonl holds no rows"):
        read_recordings(folder, Columns(), benchmark="b")


def test_lm_evals_lists_of_targets_are_read_as_lists(tmp_path):
    def golds(target):
        one = {"doc_id": 1, "doc": {}, "target": target, "resps": [["7"]], "filter": "none"}
        return read(tmp_path, [one]).recordings[0].golds

    assert golds("['7', 'seven']") == ("7", "seven")
    assert golds("[0, 1]") == ("[0, 1]",)
    assert golds("['7', __import__('os')]") == ("['7', __import__('os')]",)
    assert golds("['" + "(" * 9000) == ("['" + "(" * 9000,)
