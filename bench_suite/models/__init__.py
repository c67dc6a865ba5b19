"""The backends behind one small protocol: hf, vllm, replay."""
