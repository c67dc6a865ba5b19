import pytest
from hypothesis import given
from hypothesis import strategies as st

from clipo_bench.bench_suite.recorded.values import (
    ABSENT,
    asked,
    finish_reasons,
    golds,
    option_letter,
    options,
    pick,
    responses,
)

CHOICES = [
    {"index": 0, "message": {"role": "assistant", "content": "7"}, "finish_reason": "stop"},
    {"index": 1, "message": {"role": "assistant", "content": None}, "finish_reason": "length"},
]


def message(role, content, **more):
    return {"role": role, "content": content, **more}


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("choices.0.message.content", "7"),
        ("choices.-1.finish_reason", "length"),
        ("choices.*.message.content", ["7", None]),
        ("choices.*", CHOICES),
        ("choices.*.index.x", [None, None]),
        ("choices.2", ABSENT),
        ("choices.first", ABSENT),
        ("a.b", 5),
        ("a.c", 6),
        ("a.c.d", ABSENT),
        ("none", None),
        ("nothing", ABSENT),
    ],
)
def test_paths_lead_through_objects_and_lists(path, found):
    assert pick({"choices": CHOICES, "a.b": 5, "a": {"b": 1, "c": 6}, "none": None}, path) == found


@pytest.mark.parametrize(
    ("value", "texts"),
    [
        ("7", ["7"]),
        (7, ["7"]),
        (None, [""]),
        (float("nan"), [""]),
        ([], [""]),
        ({"choices": []}, [""]),
        (["7", None], ["7", ""]),
        ([["7", "8"], ["9"]], ["7", "8", "9"]),
        (CHOICES, ["7", ""]),
        ({"choices": CHOICES}, ["7", ""]),
        ([{"text": " 7"}, {"text": "8"}], [" 7", "8"]),
        ([[{"generated_text": "7"}]], ["7"]),
        ([message("user", "3 + 4?"), message("assistant", "7")], ["7"]),
        ([{"from": "human", "value": "3 + 4?"}, {"from": "gpt", "value": "7"}], ["7"]),
        ([[message("assistant", "7")], [message("assistant", "8")]], ["7", "8"]),
        # an answer to an earlier question is none to this one
        ([message("assistant", "5"), message("user", "3 + 4?")], [""]),
        # what a tool says after it is no new question
        ([message("user", "?"), message("assistant", "7"), message("tool", "ok")], ["7"]),
        ([message("assistant", "7"), message("assistant", "9?", type="cot")], ["7"]),
        # thoughts are parts of their own
        (
            [{"type": "reasoning", "reasoning": "9?"}, {"type": "text", "text": "7"}],
            ["7"],
        ),
        (message("assistant", [{"type": "output_text", "text": "7"}]), ["7"]),
    ],
)
def test_responses_in_all_their_forms(value, texts):
    assert responses(value) == texts


@pytest.mark.parametrize("value", [{"a": 1}, [{"a": 1}], {"content": {"a": 1}}, b"7"])
def test_what_is_no_response_is_refused(value):
    with pytest.raises(ValueError, match="expected"):
        responses(value)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: (
        st.lists(inner)
        | st.dictionaries(
            st.sampled_from(["role", "content", "message", "choices", "text", "type", "a"]), inner
        )
    ),
)


@given(JSON)
def test_any_value_is_text_or_refused(value):
    for read in (responses, asked, golds, options):
        try:
            read(value)
        except ValueError as error:
            assert str(error)


def test_what_was_asked_is_the_last_question():
    chat = [message("system", "Be brief."), message("user", "1?"), message("user", "3 + 4?")]
    assert asked(chat) == "3 + 4?"
    assert asked("3 + 4?") == "3 + 4?"
    assert asked(None) == ""


@pytest.mark.parametrize(
    "value",
    [
        ["chair", "blue"],
        '["chair", "blue"]',
        {"A": "chair", "B": "blue"},
        {"label": ["A", "B"], "text": ["chair", "blue"]},
        [{"label": "A", "text": "chair"}, {"label": "B", "text": "blue"}],
    ],
)
def test_options_in_all_their_forms(value):
    assert option_letter("B", *options(value)) == "B"
    assert options(value)[1] == ["chair", "blue"]


def test_a_gold_names_an_option_by_label_text_or_place():
    letters = options(["chair", "blue", "7"])
    assert [option_letter(gold, *letters) for gold in ("c", "(B)", "chair", 1, "7")] == list(
        "CBABC"
    )
    numbered = options({"label": ["1", "2"], "text": ["chair", "2"]})
    assert option_letter("2", *numbered) == "B"
    assert option_letter(1, *options(["1 m", "2 m"])) == "B"
    with pytest.raises(ValueError, match="means several of the 3 options: 2"):
        option_letter(2, *options(["2", "3", "4"]))
    with pytest.raises(ValueError, match="means several of the 2 options: 'A'"):
        option_letter("A", *options(["O", "A"]))
    assert option_letter("b", *options(["b", "a"])) == "A"
    with pytest.raises(ValueError, match="is none of the 2 options: 'D'"):
        option_letter("D", *options(["chair", "blue"]))


def test_what_are_no_options_is_refused():
    assert options(None)[1] == []
    with pytest.raises(ValueError, match="'chair', expected a list, in csv as JSON"):
        options("chair")
    with pytest.raises(ValueError, match="has 27 options"):
        options([str(number) for number in range(27)])


def test_reasons_in_the_words_of_any_tool():
    assert finish_reasons(["max_tokens", "eos", "tool_calls", None], 4) == [
        "length", "stop", "unknown", "unknown",
    ]  # fmt: skip
    assert finish_reasons("LENGTH", 2) == ["length", "length"]
    assert finish_reasons([True, False], 2) == ["length", "stop"]
    with pytest.raises(ValueError, match="has 3 values for 2 responses"):
        finish_reasons(["stop"] * 3, 2)
