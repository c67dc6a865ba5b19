"""The vLLM backend with a real engine and a small random model. `make test-vllm` runs it."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import pandas as pd
import pytest

from clipo_bench.bench_suite.models.model import Request, Response
from clipo_bench.bench_suite.models.vllm import VllmModel
from clipo_bench.tasks.errors import InputError

CONTEXT = 1024
CHARACTERS = [chr(code) for code in range(32, 127)] + ["\n"]
SPECIAL = ["<bos>", "<eos>", "<pad>", "<unk>"]
PROMPTS = [f"What is {i} + {i * 7}?" for i in range(8)]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A random Qwen3 of two layers; one token per character; opens with a BOS as Llama does."""
    import torch
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers, processors
    from transformers import PreTrainedTokenizerFast, Qwen3Config, Qwen3ForCausalLM

    folder = tmp_path_factory.mktemp("model")
    vocabulary = {token: i for i, token in enumerate([*SPECIAL, *CHARACTERS])}
    tokenizer = Tokenizer(models.WordLevel(vocabulary, unk_token="<unk>"))
    tokenizer.pre_tokenizer = pre_tokenizers.Split("", "isolated")
    tokenizer.decoder = decoders.Fuse()
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<bos> $A", special_tokens=[("<bos>", 0)]
    )
    PreTrainedTokenizerFast(
        tokenizer_object=tokenizer,
        bos_token="<bos>",
        eos_token="<eos>",
        pad_token="<pad>",
        unk_token="<unk>",
        chat_template="<bos>{% for m in messages %}{{ m.content }}{% endfor %} =",
    ).save_pretrained(folder)
    torch.manual_seed(0)
    config = Qwen3Config(
        vocab_size=len(vocabulary),
        hidden_size=64,
        intermediate_size=128,
        num_hidden_layers=2,
        num_attention_heads=2,
        num_key_value_heads=1,
        head_dim=32,
        max_position_embeddings=CONTEXT,
        bos_token_id=0,
        eos_token_id=1,
        pad_token_id=2,
        initializer_range=0.2,  # enough for texts that differ and for some that end
    )
    Qwen3ForCausalLM(config).save_pretrained(folder)
    return folder


@pytest.fixture(scope="module")
def model(folder: Path) -> VllmModel:
    os.environ.setdefault("VLLM_CPU_KVCACHE_SPACE", "1")  # GiB
    return VllmModel(str(folder))


def request(key: str, prompt: str, *, seed: int = 0, temperature: float = 1.0, length: int = 24):
    return Request(key, prompt, seed, temperature, top_p=0.95, max_tokens=length)


def answers(model: VllmModel, requests: Sequence[Request]) -> dict[str, Response]:
    responses = list(model.generate(requests))
    assert sorted(r.key for r in responses) == sorted(r.key for r in requests)
    return {response.key: response for response in responses}


def greedy_by_transformers(folder: Path, prompt_ids: list[int]) -> list[int]:
    import torch
    from transformers import AutoModelForCausalLM

    reference = AutoModelForCausalLM.from_pretrained(folder, dtype="float32")
    output = reference.generate(torch.tensor([prompt_ids]), max_new_tokens=24, do_sample=False)
    new: list[int] = output[0, len(prompt_ids) :].tolist()
    return new


@pytest.mark.vllm
def test_greedy_text_equals_transformers(model: VllmModel, folder: Path, monkeypatch) -> None:
    monkeypatch.setattr(model.prompts, "has_chat_template", False)  # the tokenizer adds the BOS
    found = answers(model, [request(p, p, temperature=0) for p in PROMPTS])
    for prompt in PROMPTS:
        ids = model.prompts.tokenizer(prompt)["input_ids"]
        assert ids[0] == model.prompts.tokenizer.bos_token_id
        expected = greedy_by_transformers(folder, ids)
        assert found[prompt].text == model.prompts.tokenizer.decode(
            expected, skip_special_tokens=True
        )


@pytest.mark.vllm
def test_chat_prompt_has_one_bos(model: VllmModel, folder: Path) -> None:
    messages = [{"role": "user", "content": "What is 3 + 4?"}]
    prompt = model.apply_chat_template(messages)
    assert prompt == "<bos>What is 3 + 4? ="
    ids = model.prompts.tokenizer.apply_chat_template(messages, add_generation_prompt=True)[
        "input_ids"
    ]
    assert ids.count(model.prompts.tokenizer.bos_token_id) == 1
    expected = greedy_by_transformers(folder, ids)
    (response,) = model.generate([request("chat", prompt, temperature=0)])
    assert response.text == model.prompts.tokenizer.decode(expected, skip_special_tokens=True)


@pytest.mark.vllm
def test_seed_decides_the_response_whatever_the_batch(model: VllmModel) -> None:
    requests = [request(f"{p}/{s}", p, seed=s) for p in PROMPTS for s in range(4)]
    together = answers(model, requests)
    backwards = answers(model, requests[::-1])
    (alone,) = model.generate([requests[5]])
    assert together == backwards
    assert together[alone.key] == alone
    assert len({response.text for response in together.values()}) == len(requests)


@pytest.mark.vllm
def test_length_and_stop(model: VllmModel) -> None:
    found = answers(model, [request(str(s), "Go", seed=s, length=40) for s in range(60)])
    cut = [r for r in found.values() if r.finish_reason == "length"]
    ended = [r for r in found.values() if r.finish_reason == "stop"]
    assert cut and ended and len(cut) + len(ended) == 60
    assert {response.tokens for response in cut} == {40}
    # One character is one token, and the one that ended the response does not count.
    assert all(len(r.text) <= (r.tokens or 0) < 40 for r in ended)
    assert any(len(r.text) == r.tokens for r in ended)


@pytest.mark.vllm
def test_responses_keep_their_keys_when_they_finish_out_of_order(model: VllmModel) -> None:
    requests = [request(p, p, temperature=0, length=60 - 7 * i) for i, p in enumerate(PROMPTS)]
    order = [response.key for response in model.generate(requests)]
    assert order != PROMPTS
    found = answers(model, requests)
    for one in requests:
        (alone,) = model.generate([one])
        assert found[one.key] == alone


@pytest.mark.vllm
def test_more_requests_than_one_batch(model: VllmModel) -> None:
    limits = model.engine.vllm_config.scheduler_config
    count = limits.max_num_seqs + 50
    requests = [
        request(str(s), f"{s} " + "and so on " * 16, seed=s, length=8) for s in range(count)
    ]
    assert sum(len(one.prompt) for one in requests) > 2 * limits.max_num_batched_tokens
    found = answers(model, requests)
    (alone,) = model.generate([requests[-1]])
    assert found[alone.key] == alone


@pytest.mark.vllm
def test_stopping_early_aborts_the_rest(model: VllmModel) -> None:
    running = model.generate([request(str(s), "Go", seed=s) for s in range(100)])
    next(running)
    running.close()
    assert not model.engine.has_unfinished_requests()
    assert len(answers(model, [request(p, p) for p in PROMPTS])) == len(PROMPTS)


@pytest.mark.vllm
def test_too_long_a_prompt_is_named_before_anything_is_generated(model: VllmModel) -> None:
    long = "x" * CONTEXT
    with pytest.raises(InputError, match=rf"{CONTEXT} tokens .* context of {CONTEXT} .*'xxx"):
        next(model.generate([request("short", "Go"), request("long", long)]))
    assert not model.engine.has_unfinished_requests()


@pytest.mark.vllm
def test_unknown_architecture_is_named(folder: Path, tmp_path: Path) -> None:
    for file in folder.iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    (tmp_path / "config.json").write_text('{"model_type": "abacus", "architectures": ["Abacus"]}')
    with pytest.raises(InputError, match=r"vLLM cannot load .*abacus"):
        VllmModel(str(tmp_path))


@pytest.mark.vllm
@pytest.mark.timeout(600)  # two engines start
def test_interrupted_evaluation_goes_on(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "run"
    program = Path(sys.executable).with_name("clipo-bench")
    options = "--backend vllm --tasks word_problems --limit 4 --samples 32 --temperature 1"
    command = [str(program), "eval", "--model", str(folder), "--out", str(out), *options.split()]
    command += ["--max-tokens", "128"]

    # Ctrl-C reaches every process of the terminal's group.
    interrupted = subprocess.Popen(command, start_new_session=True)
    while not (responses := _lines(out / "responses.jsonl")):
        assert interrupted.poll() is None
        time.sleep(0.02)
    os.killpg(interrupted.pid, signal.SIGINT)
    assert interrupted.wait() == 130
    assert not (out / "samples.parquet").exists()

    finished = subprocess.run([*command, "--json"], check=True, capture_output=True, text=True)
    assert json.loads(finished.stdout) == json.loads((out / "metrics.json").read_text())
    assert _lines(out / "responses.jsonl")[: len(responses)] == responses
    manifest = json.loads((out / "manifest.json").read_text())
    assert manifest["settings"]["backend"] == "vllm"
    samples = pd.read_parquet(out / "samples.parquet")
    assert len(samples) == len(_lines(out / "responses.jsonl")) == 4 * 32
    assert samples.groupby("problem_id").sample_index.nunique().to_list() == [32] * 4
    assert set(samples.finish_reason) == {"stop", "length"}


def _lines(path: Path) -> list[str]:
    return path.read_text().splitlines() if path.exists() else []


def test_missing_vllm_says_what_to_install(tmp_path: Path, monkeypatch) -> None:
    (tmp_path / "config.json").write_text("{}")
    (tmp_path / "model.safetensors").write_bytes(b"")
    monkeypatch.setitem(sys.modules, "vllm", None)
    with pytest.raises(InputError, match=r"pip install 'clipo-bench\[vllm\]'.*backend='hf'"):
        VllmModel(str(tmp_path))


def test_folder_that_is_no_model(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"no config\.json"):
        VllmModel(str(tmp_path))
