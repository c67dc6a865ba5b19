"""Tokens per second of a backend: the table of docs/vllm.md.

    python measure/throughput.py --model MODEL --backend vllm

Samples 400 responses of at most 256 tokens to word problems of our own. Start it with each
environment's python; the hf backend takes all 400 prompts in batches of 64.
"""

import argparse
import time

from clipo_bench.bench_suite.console import quiet_libraries
from clipo_bench.bench_suite.models.load import Backend, load_model
from clipo_bench.bench_suite.models.model import Request
from clipo_bench.tasks.benchmarks import find
from clipo_bench.tasks.sources.load import load

PROBLEMS = 100
SAMPLES = 4


def main() -> None:
    """Load the model, sample, print one line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", required=True, help="a folder or hub id")
    parser.add_argument("--backend", type=Backend, default=Backend.HF)
    arguments = parser.parse_args()
    quiet_libraries()

    begin = time.perf_counter()
    model = load_model(arguments.backend, arguments.model, batch_size=64)
    started = time.perf_counter()
    problems = load(find("word_problems")).problems[:PROBLEMS]
    requests = [
        Request(str(i), problem.prompt, i, 0.6, 0.95, 256)
        for i, problem in enumerate(problems * SAMPLES)
    ]
    generating = time.perf_counter()
    responses = list(model.generate(requests))
    seconds = time.perf_counter() - generating
    tokens = sum(response.tokens or 0 for response in responses)
    print(
        f"{arguments.backend}: started in {started - begin:.0f} s, "
        f"{len(responses)} responses, {tokens} tokens in {seconds:.1f} s: "
        f"{tokens / seconds:.0f} tokens/s"
    )


if __name__ == "__main__":
    main()
