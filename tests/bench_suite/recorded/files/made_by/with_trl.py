"""Run with trl: two steps of GRPO with a tiny model, whose completions it logs.

The model's own completions say nothing, so the trainer is given the recorded ones.
"""

import sys

from datasets import Dataset
from own import PROBLEMS, response_to
from transformers import AutoTokenizer
from trl import GRPOConfig, GRPOTrainer

from clipo_bench import policy_path


def right(prompts, completions, answer, log_extra, **_):
    """A reward that logs the answer beside the completion, as TRL's docs show."""
    log_extra("answer", list(answer))
    return [float(gold in text) for gold, text in zip(answer, completions, strict=True)]


tokenizer = AutoTokenizer.from_pretrained(policy_path())
asked = {}


def rollout(prompts, trainer):
    """Give the recorded responses in place of generated ones."""
    texts = []
    for prompt in prompts:
        sample = asked[prompt] = asked.get(prompt, -1) + 1
        texts.append(response_to(prompt, sample % 2))
    completions = [tokenizer(text)["input_ids"] for text in texts]
    return {
        "prompt_ids": [tokenizer(prompt)["input_ids"] for prompt in prompts],
        "completion_ids": completions,
        "logprobs": [[-1.0] * len(ids) for ids in completions],
    }


rows = [{"prompt": question, "answer": gold} for _, question, gold in PROBLEMS]
trainer = GRPOTrainer(
    model=str(policy_path()),
    reward_funcs=right,
    train_dataset=Dataset.from_list(rows),
    args=GRPOConfig(
        output_dir=sys.argv[1],
        per_device_train_batch_size=6,
        num_generations=2,
        max_steps=1,
        log_completions=True,
        num_completions_to_print=0,
        report_to=[],
        use_cpu=True,
        save_strategy="no",
        logging_steps=1,
        max_completion_length=64,
    ),
    rollout_func=rollout,
)
trainer.train()
