import pytest
from hypothesis import given
from hypothesis import strategies as st

from clipo_bench.bench_suite.trainer.policy.tokenizer import train_tokenizer
from clipo_bench.tasks.word_problems import problems


@pytest.fixture(scope="module")
def tokenizer():
    texts = [f"{p.prompt}\n{p.solution}" for p in problems("train", 200, seed=0)]
    return train_tokenizer(texts, 400, 2048)


@given(text=st.text())
def test_any_text_is_encoded_without_loss(tokenizer, text):
    assert tokenizer.decode(tokenizer(text)["input_ids"]) == text


@given(number=st.integers(0, 10**12))
def test_a_number_is_one_token_per_digit(tokenizer, number):
    pieces = tokenizer.tokenize(f"$3x + {number}$")
    assert [piece for piece in pieces if piece.isdigit()] == list(f"3{number}")


def test_signs_and_words_are_whole(tokenizer):
    ids = tokenizer("\n12 * 3 = 36\n\\boxed{36}")["input_ids"]
    pieces = [tokenizer.decode([i]) for i in ids]
    assert pieces == [*"\n12", " * ", "3", " = ", *"36", "\n", "\\boxed", "{", *"36", "}"]


def test_saved_and_loaded_it_is_the_same(tokenizer, tmp_path):
    from transformers import AutoTokenizer

    tokenizer.save_pretrained(tmp_path)
    loaded = AutoTokenizer.from_pretrained(tmp_path)
    text = "Let $x = 14$. Čau 🙂"
    assert loaded(text)["input_ids"] == tokenizer(text)["input_ids"]
    assert (loaded.pad_token, loaded.eos_token) == (tokenizer.pad_token, tokenizer.eos_token)
    assert loaded.chat_template is None
