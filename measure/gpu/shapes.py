"""Policies of the shapes of known models with random weights: nothing has to be downloaded.

Times and memory depend on shapes alone, up to what the weights make of the text: these hardly
ever end a response, so all are as long as they may be.
"""

import torch

from clipo_bench.bench_suite.trainer import policy_path
from clipo_bench.bench_suite.trainer.policy.policy import Policy, device

# From the models' config.json.
SHAPES = {
    "Qwen2.5-0.5B": {
        "hidden_size": 896,
        "num_hidden_layers": 24,
        "num_attention_heads": 14,
        "num_key_value_heads": 2,
        "intermediate_size": 4864,
    },
    "Qwen2.5-3B": {
        "hidden_size": 2048,
        "num_hidden_layers": 36,
        "num_attention_heads": 16,
        "num_key_value_heads": 2,
        "intermediate_size": 11008,
    },
}
_TINY = {
    "hidden_size": 64,
    "num_hidden_layers": 2,
    "num_attention_heads": 4,
    "num_key_value_heads": 2,
    "intermediate_size": 128,
}
VOCABULARY = 151_936


def random_policy(name: str, *, tiny: bool, seed: int = 0) -> Policy:
    """Make a policy with the tokenizer of the tiny one.

    Args:
        name: of `SHAPES`.
        tiny: make a far smaller one instead.
        seed: of the weights.
    """
    from transformers import AutoTokenizer, Qwen2Config, Qwen2ForCausalLM

    tokenizer = AutoTokenizer.from_pretrained(policy_path(), padding_side="left")
    config = Qwen2Config(
        **(_TINY if tiny else SHAPES[name]),
        vocab_size=2000 if tiny else VOCABULARY,
        tie_word_embeddings=True,
        bos_token_id=None,
        eos_token_id=tokenizer.eos_token_id,
        pad_token_id=tokenizer.pad_token_id,
    )
    torch.manual_seed(seed)
    with device():
        model = Qwen2ForCausalLM(config).eval()
    return Policy(model, tokenizer)
