"""From recorded responses to metrics: milliseconds and memory a response, beside plain lm-eval.

    python measure/replay_speed.py [--responses 10000] [--sentences 4] [--filler 0] [--only ours]

Problems of four samples each. Ours is `eval --backend replay` from the file to written metrics;
plain is lm-eval on the same prompts and responses, with a model that looks them up and a scorer
that compares the last word. Each is timed in this process after a first run with a tenth of the
responses, which is taken off: so imports and other starting costs are not counted.
"""

import argparse
import cProfile
import json
import os
import pstats
import random
import resource
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from clipo_bench import evaluate

SAMPLES = 4


def write(folder: Path, responses: int, sentences: int, filler: int) -> None:
    """A file of problems, and one of responses to them, with so many characters between."""
    words = "and so we think about it once more " * (1 + filler // 35)
    rng = random.Random(0)  # noqa: S311  # no secret
    folder.mkdir()
    with (folder / "own.jsonl").open("w") as problems, (folder / "said.jsonl").open("w") as said:
        for number in range(responses // SAMPLES):
            question = f"Ada has {number} nuts and gets {number % 97} more. How many has she?"
            gold = number + number % 97
            problems.write(json.dumps({"question": question, "answer": str(gold)}) + "\n")
            for index in range(SAMPLES):
                steps = "".join(
                    f"Step {step}: we add {step} and {number}, so {step} + {number} = "
                    f"{step + number}. "
                    for step in range(sentences)
                )
                answer = gold if rng.random() < 0.6 else gold + 1
                text = f"{steps}{words[:filler]} So the answer is \\boxed{{{answer}}}."
                row = {"question": question, "response": text, "sample": index, "tokens": len(text)}
                said.write(json.dumps(row) + "\n")


def ours(folder: Path) -> None:
    """Replay, grade and write the metrics."""
    evaluate(
        folder / "said.jsonl", str(folder / "own.jsonl"), out=folder / "run", backend="replay",
        samples=SAMPLES, temperature=1.0,
    )  # fmt: skip


def plain(folder: Path) -> None:
    """The same by lm-eval alone."""
    import datasets
    from lm_eval.api.instance import Instance
    from lm_eval.api.model import LM
    from lm_eval.api.task import ConfigurableTask
    from lm_eval.evaluator import evaluate as lm_eval_evaluate

    rows = [json.loads(line) for line in (folder / "own.jsonl").open()]
    said: dict[str, list[str]] = {}
    for line in (folder / "said.jsonl").open():
        row = json.loads(line)
        said.setdefault(row["question"], []).append(row["response"])

    class Recorded(LM):  # type: ignore[misc]
        def generate_until(self, requests: list[Instance]) -> list[str]:
            return [said[one.args[0]][one.idx] for one in requests]

        loglikelihood = loglikelihood_rolling = None

    class Trivial(ConfigurableTask):  # type: ignore[misc]
        def construct_requests(self, doc: Any, ctx: str, **kwargs: Any) -> list[Instance]:
            for name in ("apply_chat_template", "chat_template"):
                kwargs.pop(name, None)
            settings = dict(self.config.generation_kwargs)
            return [
                Instance("generate_until", doc, (ctx, settings), index, **kwargs)
                for index in range(SAMPLES)
            ]

        def process_results(self, doc: Any, results: list[str]) -> dict[str, float]:
            right = [text.split()[-1] == f"\\boxed{{{doc['answer']}}}." for text in results]
            return {"acc": sum(right) / len(right)}

    Recorded.__abstractmethods__ = frozenset()  # the other two are never called
    task = Trivial(
        config={
            "task": "plain",
            "custom_dataset": lambda **_: {"test": datasets.Dataset.from_list(rows)},
            "test_split": "test", "doc_to_text": "question", "doc_to_target": "answer",
            "output_type": "generate_until", "num_fewshot": 0,
            "generation_kwargs": {"until": [], "max_gen_toks": 64},
            "metric_list": [{"metric": "acc", "aggregation": "mean", "higher_is_better": True}],
        }
    )  # fmt: skip
    lm_eval_evaluate(
        Recorded(),
        {"tasks": {"plain": task}, "groups": {}, "group_map": {}},
        bootstrap_iters=0,
        log_samples=True,
    )


def processor() -> float:
    """Seconds of processor time so far, of this process and those that it started."""
    children = Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()
    ticks = 0
    for process in children:
        fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
        ticks += sum(map(int, fields[11:15]))  # its own, and of those of its children that ended
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + ended.ru_utime + ended.ru_stime + ticks / os.sysconf("SC_CLK_TCK")


def seconds(
    run: Callable[[Path], None], folder: Path, responses: int, sentences: int, filler: int
) -> tuple[float, float]:
    """How long it takes for so many responses: by the clock, and of processor time."""
    write(folder, responses, sentences, filler)
    start = time.perf_counter(), processor()
    run(folder)
    return time.perf_counter() - start[0], processor() - start[1]


def main() -> None:
    """Time both, and print a line each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--responses", type=int, default=10_000)
    parser.add_argument("--sentences", type=int, default=4)
    parser.add_argument("--filler", type=int, default=0, help="characters of more words")
    parser.add_argument("--only", choices=["ours", "plain"])
    parser.add_argument("--profile", action="store_true")
    options = parser.parse_args()
    few = options.responses // 10
    for name, run in (("ours", ours), ("plain", plain)):
        if options.only not in (None, name):
            continue
        with tempfile.TemporaryDirectory() as temporary:
            folder = Path(temporary)
            seconds(run, folder / "first", few, options.sentences, options.filler)  # imports
            before = seconds(run, folder / "few", few, options.sentences, options.filler)
            profile = cProfile.Profile()
            if options.profile:
                profile.enable()
            whole = seconds(
                run, folder / "whole", options.responses, options.sentences, options.filler
            )
            profile.disable()
            if options.profile:
                pstats.Stats(profile).sort_stats("tottime").print_stats(45)
            size = (folder / "whole" / "said.jsonl").stat().st_size / options.responses
        clock, busy = (
            1000 * (after - first) / (options.responses - few)
            for after, first in zip(whole, before, strict=True)
        )
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(
            f"{name}: {clock:.3f} ms a response of {size:,.0f} bytes, {busy:.3f} ms of processor "
            f"time; {options.responses:,} in {whole[0]:.2f} s; largest memory {peak:,.0f} MiB"
        )


if __name__ == "__main__":
    main()
