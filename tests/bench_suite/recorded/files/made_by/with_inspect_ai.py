"""Run with inspect-ai: an evaluation of a mock model, two epochs, in both formats of its logs."""

import sys

from inspect_ai import Task, eval
from inspect_ai.dataset import Sample
from inspect_ai.model import GenerateConfig, ModelOutput, ModelUsage, get_model
from inspect_ai.scorer import includes
from inspect_ai.solver import generate
from own import CUT, PROBLEMS, RESPONSES

samples = [Sample(id=name, input=asked, target=gold) for name, asked, gold in PROBLEMS]
samples[1].target = ["4.5", "9/2"]
for log_format in ("eval", "json"):
    outputs = []
    for epoch in range(2):
        for name, _, _ in PROBLEMS:
            text = RESPONSES[name][epoch]
            reason = "max_tokens" if text == CUT else "stop"
            output = ModelOutput.from_content("mockllm/model", text, stop_reason=reason)
            output.usage = ModelUsage(input_tokens=9, output_tokens=9, total_tokens=18)
            outputs.append(output)
    eval(
        Task(dataset=samples, solver=generate(), scorer=includes(), name="own"),
        model=get_model("mockllm/model", custom_outputs=outputs, config=GenerateConfig()),
        epochs=2,
        log_format=log_format,
        log_dir=sys.argv[1],
        max_samples=1,
        max_connections=1,
        display="none",
    )
