"""Which models the torch engine can read."""

import pytest
import torch

from clipo_bench.bench_suite.trainer.policy.forward import (
    hidden_states,
    logits,
    require_plain_logits,
)
from clipo_bench.bench_suite.trainer.policy.policy import Policy
from clipo_bench.tasks.errors import InputError

SHAPE = {
    "vocab_size": 64, "hidden_size": 16, "intermediate_size": 32, "num_hidden_layers": 2,
    "num_attention_heads": 2, "num_key_value_heads": 1, "head_dim": 8,
    "bos_token_id": None, "eos_token_id": 1, "pad_token_id": 0,
}  # fmt: skip


def make(config: str, model: str, **more) -> Policy:
    import transformers

    torch.manual_seed(0)
    shape = getattr(transformers, config)(**SHAPE | more)
    return Policy(getattr(transformers, model)(shape).eval(), None)


@pytest.mark.parametrize("name", ["Qwen2", "Qwen3", "Llama", "Mistral"])
def test_logits_are_those_of_the_model(name):
    policy = make(f"{name}Config", f"{name}ForCausalLM")
    require_plain_logits(policy)
    tokens = torch.tensor([[5, 9, 2]])
    seen = torch.ones_like(tokens)
    found = logits(policy, hidden_states(policy, tokens, seen, torch.arange(3)[None]))
    assert torch.allclose(found, policy.model(tokens).logits, atol=1e-5)


@pytest.mark.parametrize(
    ("name", "more"),
    [("Gemma2", {"final_logit_softcapping": 0.1}), ("Granite", {"logits_scaling": 4.0})],
)
def test_a_model_that_does_more_to_its_logits_is_refused(name, more):
    policy = make(f"{name}Config", f"{name}ForCausalLM", **more)
    with pytest.raises(InputError, match=f"{name}ForCausalLM scales or caps its logits"):
        require_plain_logits(policy)
