import pytest
import torch

from clipo_bench.bench_suite.trainer import sft, train
from clipo_bench.bench_suite.trainer.metrics import MetricsLog
from clipo_bench.bench_suite.trainer.policy.policy import Policy, prepare
from clipo_bench.bench_suite.trainer.sft import IGNORED, collate, encode
from clipo_bench.tasks.errors import InputError
from clipo_bench.tasks.problem import Problem
from clipo_bench.tasks.word_problems import problems


def test_only_the_response_is_learnt(policy):
    problem = problems("train", 1, seed=0)[0]
    prompt, response = encode(policy, problem)
    assert policy.tokenizer.decode(prompt) == problem.prompt
    assert response[-1] == policy.tokenizer.eos_token_id
    assert policy.tokenizer.decode(response[:-1]) == "\n" + problem.solution
    tokens, labels = collate([(prompt, response), ([5], [6, 7])], pad=0)
    assert tokens[0].tolist() == prompt + response
    assert labels[0].tolist() == [IGNORED] * len(prompt) + response
    width = len(prompt) + len(response)
    assert tokens[1].tolist() == [5, 6, 7] + [0] * (width - 3)
    assert labels[1].tolist() == [IGNORED, 6, 7] + [IGNORED] * (width - 3)


def test_a_problem_without_solution_is_named(policy):
    with pytest.raises(InputError, match="problem p1 of mine has no worked solution"):
        encode(policy, Problem("mine", "p1", "What is 1 + 1?", "2"))


def test_nothing_is_dropped_so_that_the_seed_decides_all(sft_config):
    from transformers import GPT2Config, GPT2LMHeadModel

    shape = GPT2Config(vocab_size=64, n_embd=16, n_layer=2, n_head=2, n_positions=16)
    assert shape.resid_pdrop > 0
    policy = Policy(GPT2LMHeadModel(shape), None)
    prepare(policy, sft_config)
    policy.model.train()  # as train_sft does
    tokens = torch.arange(8)[None]
    assert torch.equal(policy.model(tokens).logits, policy.model(tokens).logits)


def test_the_speed_counts_the_tokens_that_are_learnt(sft_config, tmp_path, monkeypatch):
    learnt, counted = [], []

    def collected(*args):
        tokens, labels = collate(*args)
        learnt.append(int((labels != IGNORED).sum()))
        return tokens, labels

    step = MetricsLog.step

    def count(self, values, *, tokens, shown):
        counted.append(tokens)
        step(self, values, tokens=tokens, shown=shown)

    monkeypatch.setattr(sft, "collate", collected)
    monkeypatch.setattr(MetricsLog, "step", count)
    train(sft_config, tmp_path / "out")
    assert counted == learnt
