import json
import shutil
from pathlib import Path

import pytest

from clipo_bench.bench_suite.models.hf import HfModel
from clipo_bench.bench_suite.models.model import Request, Response
from clipo_bench.tasks.errors import InputError


def requests(count: int, temperature: float, max_tokens: int = 12) -> list[Request]:
    return [
        Request(f"key{i}", "count " * (i + 1), 100 + i, temperature, 0.9, max_tokens)
        for i in range(count)
    ]


def generate(model: HfModel, wanted: list[Request]) -> dict[str, Response]:
    return {response.key: response for response in model.generate(wanted)}


def test_greedy_text_is_what_transformers_generates(random_model: Path) -> None:
    import torch
    from transformers import AutoModelForCausalLM, AutoTokenizer

    tokenizer = AutoTokenizer.from_pretrained(random_model)
    plain = AutoModelForCausalLM.from_pretrained(random_model, dtype=torch.float32)
    ours = generate(HfModel(str(random_model)), requests(3, temperature=0))
    for request in requests(3, temperature=0):
        prompt = tokenizer(request.prompt, return_tensors="pt")
        output = plain.generate(**prompt, max_new_tokens=12, do_sample=False)
        new = output[0, prompt["input_ids"].shape[1] :]
        assert ours[request.key].text == tokenizer.decode(new, skip_special_tokens=True)


def test_a_response_does_not_depend_on_its_batch(random_model: Path) -> None:
    wanted = requests(7, temperature=0.8)
    together = generate(HfModel(str(random_model), batch_size=7), wanted)
    apart = generate(HfModel(str(random_model), batch_size=2), wanted[::-1])
    assert together == apart


def test_seeds_tell_samples_apart(random_model: Path) -> None:
    model = HfModel(str(random_model))
    same_prompt = [Request(str(seed), "count", seed, 1.0, 1.0, 12) for seed in range(8)]
    assert len({response.text for response in model.generate(same_prompt)}) == 8


def test_sampling_follows_the_models_distribution(random_model: Path) -> None:
    import torch
    from scipy.stats import chisquare

    model = HfModel(str(random_model), batch_size=500)
    draws = 2000
    texts = [
        response.text
        for response in model.generate(
            [Request(str(i), "count", i, 1.0, 1.0, 1) for i in range(draws)]
        )
    ]
    prompt = torch.tensor([model.tokenizer("count")["input_ids"]])
    with torch.inference_mode():
        probabilities = model.model(prompt).logits[0, -1].softmax(-1)
    # Letters only: a byte that is no whole character decodes to the same text as others.
    letters = "abcdefghijklmnopqrstuvwxyz"
    ids = model.tokenizer.convert_tokens_to_ids(list(letters))
    expected = [float(probabilities[token]) * draws for token in ids]
    found = [texts.count(letter) for letter in letters]
    rest = (draws - sum(found), draws - sum(expected))
    assert chisquare([*found, rest[0]], [*expected, rest[1]]).pvalue > 1e-4


def test_says_how_a_response_ended(random_model: Path) -> None:
    (response,) = HfModel(str(random_model)).generate(requests(1, temperature=0, max_tokens=5))
    assert (response.finish_reason, response.tokens) == ("length", 5)


def with_generation_config(model: Path, copy: Path, **settings: object) -> HfModel:
    shutil.copytree(model, copy)
    path = copy / "generation_config.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | settings))
    return HfModel(str(copy))


def test_stops_at_the_checkpoints_end_tokens(random_model: Path, tmp_path: Path) -> None:
    model = HfModel(str(random_model))
    (free,) = model.generate(requests(1, temperature=0, max_tokens=5))
    second = model.tokenizer(free.text)["input_ids"][0]
    model = with_generation_config(random_model, tmp_path / "copy", eos_token_id=[0, second])
    (stopped,) = model.generate(requests(1, temperature=0, max_tokens=5))
    assert (stopped.text, stopped.finish_reason, stopped.tokens) == ("", "stop", 0)


def test_the_checkpoints_own_sampling_habits_do_not_leak_in(
    random_model: Path, tmp_path: Path
) -> None:
    habits = {"repetition_penalty": 9.0, "do_sample": True, "temperature": 0.1, "top_k": 1}
    model = with_generation_config(random_model, tmp_path / "copy", **habits)
    for temperature in (0, 1):
        wanted = requests(3, temperature)
        assert generate(model, wanted) == generate(HfModel(str(random_model)), wanted)


def test_a_prompt_over_the_context_is_named(random_model: Path) -> None:
    model = HfModel(str(random_model))
    with pytest.raises(InputError, match="5000 tokens does not fit the context of 4096"):
        list(model.generate([Request("k", "x" * 5000, 0, 0, 1, 5)]))


@pytest.mark.parametrize(
    ("files", "message"),
    [({}, "no config.json"), ({"config.json": "{}"}, "no weights")],
)
def test_a_folder_that_is_no_model(tmp_path: Path, files: dict[str, str], message: str) -> None:
    for name, text in files.items():
        (tmp_path / name).write_text(text)
    with pytest.raises(InputError, match=message):
        HfModel(str(tmp_path))


def test_a_path_that_is_not_there() -> None:
    with pytest.raises(InputError, match=r"no model at '\./nowhere'"):
        HfModel("./nowhere")


def test_the_revision_follows_the_weights(random_model: Path, tmp_path: Path) -> None:
    from clipo_bench.bench_suite.models.revision import weights_revision

    copy = shutil.copytree(random_model, tmp_path / "copy")
    assert weights_revision(str(copy)) == weights_revision(str(random_model))
    weights = copy / "model.safetensors"
    weights.write_bytes(weights.read_bytes()[:-1] + b"\x01")
    assert weights_revision(str(copy)) != weights_revision(str(random_model))


def test_a_model_that_sees_what_follows_is_refused(tmp_path: Path, random_model: Path) -> None:
    from transformers import BertConfig, BertForMaskedLM

    shape = BertConfig(
        vocab_size=300, hidden_size=16, num_hidden_layers=1, num_attention_heads=2,
        intermediate_size=16,
    )  # fmt: skip
    BertForMaskedLM(shape).save_pretrained(tmp_path / "bert")
    for file in random_model.glob("tokenizer*"):
        shutil.copy(file, tmp_path / "bert")
    with pytest.raises(InputError, match="is a BertForMaskedLM: expected a causal language model"):
        HfModel(str(tmp_path / "bert"))
