"""Rollouts: sampled by the policy's own decoding, or by vLLM."""
