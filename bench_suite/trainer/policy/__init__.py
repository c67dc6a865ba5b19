"""The policy: a causal language model, its hidden states and log-probabilities."""
