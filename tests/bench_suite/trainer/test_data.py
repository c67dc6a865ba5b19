"""What a run trains on, and in which order."""

import json

import pytest

from clipo_bench.bench_suite.trainer.data import Stream, load_data, without_long_prompts
from clipo_bench.tasks.errors import InputError


def test_validation_problems_are_not_trained_on(rl):
    data = load_data(rl(num_validation_problems=10))
    assert (len(data.problems), len(data.validation)) == (40, 10)
    assert not {p.id for p in data.problems} & {p.id for p in data.validation}
    assert len(data.fingerprint) == 16
    assert data == load_data(rl(num_validation_problems=10))


def test_a_files_validation_problems_do_not_depend_on_its_order(rl, tmp_path):
    rows = [json.dumps({"question": f"What is {n} + 1?", "answer": str(n + 1)}) for n in range(9)]
    kept = []
    for name, lines in (("a", rows), ("b", rows[::-1])):
        (tmp_path / f"{name}.jsonl").write_text("\n".join(lines))
        data = load_data(rl(data=str(tmp_path / f"{name}.jsonl"), validation=3))
        kept.append({p.id for p in data.validation})
    assert kept[0] == kept[1]


def test_long_prompts_are_left_out_of_training_and_validation(rl, policy):
    data = load_data(rl(num_validation_problems=10))
    lengths = {p.id: len(policy.encode(policy.prompt(p))) for p in data.problems}
    lengths |= {p.id: len(policy.encode(policy.prompt(p))) for p in data.validation}
    most = sorted(lengths[p.id] for p in data.validation)[5]
    less = without_long_prompts(data, policy, rl(max_prompt_tokens=most))
    for before, after in ((data.problems, less.problems), (data.validation, less.validation)):
        assert after == [p for p in before if lengths[p.id] <= most]
        assert 0 < len(after) < len(before)


def test_a_response_must_fit_the_models_context(rl, policy):
    data = load_data(rl(num_validation_problems=10))
    longest = max(len(policy.encode(policy.prompt(p))) for p in data.problems + data.validation)
    room = policy.model.config.max_position_embeddings - longest
    without_long_prompts(data, policy, rl(max_response_tokens=room))
    with pytest.raises(InputError, match=f"max_response_tokens is {room + 1} .*context is 2048"):
        without_long_prompts(data, policy, rl(max_response_tokens=room + 1))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('{"question": "What?"}', "no column 'answer'"),
        ('{"question": "What?", "answer": ""}', "empty question or gold"),
        ('{"question": "What?", "answer": "1"}', "num_validation_problems is 1: nothing is left"),
    ],
)
def test_data_that_cannot_be_used_names_itself(rl, tmp_path, text, message):
    (tmp_path / "bad.jsonl").write_text(text)
    with pytest.raises(InputError, match=message):
        load_data(rl(data=str(tmp_path / "bad.jsonl"), validation=1))


def test_unknown_data_names_what_there_is(rl):
    with pytest.raises(InputError, match="data is 'gsm9k': expected word_problems, gsm8k, math"):
        load_data(rl(data="gsm9k"))


def test_all_policy_losses_share_their_problems(rl):
    assert load_data(rl("gspo")) == load_data(rl("grpo"))
    assert load_data(rl(seed=1)) != load_data(rl())


@pytest.mark.real_data
def test_the_training_split_of_gsm8k(rl, real_data):
    data = load_data(rl(data="gsm8k", data_dir=str(real_data), validation=73))
    assert (len(data.problems), len(data.validation)) == (7400, 73)


def test_a_stream_takes_each_item_once_a_pass_in_another_order_each_time():
    stream = Stream(range(10), seed=0)
    first, second = stream.take(10), stream.take(10)
    assert sorted(first) == sorted(second) == list(range(10))
    assert first != second


def test_a_stream_goes_on_where_another_was():
    whole = Stream(range(7), seed=3)
    expected = whole.take(20)
    later = Stream(range(7), seed=3)
    later.taken = 9
    assert later.take(11) == expected[9:]
    assert Stream(range(7), seed=4).take(20) != expected
