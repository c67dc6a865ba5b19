"""A problem in, verified variants out: rewrites that carry the proof of their gold."""
