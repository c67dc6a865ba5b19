"""The policy: a causal language model, and what it computes of texts."""
