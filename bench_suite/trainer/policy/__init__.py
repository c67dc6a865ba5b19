"""The policy: a causal language model, and what it says of texts."""
