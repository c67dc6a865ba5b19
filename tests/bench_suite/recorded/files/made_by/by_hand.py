"""Run with Python alone: what has no package that writes it.

MathArena's ``outputs/<competition>/<model>/<problem>.json`` is written as `Runs.to_dict` of
``src/matharena/runs.py`` does it, and its published rows as ``scripts/curation/upload_outputs.py``,
both of github.com/eth-sri/matharena at commit 63f9e59535509e97c508a098892232d5be467ece.
"""

import csv
import json
import sys
from pathlib import Path

from own import CUT, PROBLEMS, RESPONSES

out = Path(sys.argv[1])
(out / "matharena").mkdir(parents=True)
published = []
for index, (name, question, gold) in enumerate(PROBLEMS, start=1):
    conversations = [
        [
            {"role": "user", "content": f"Put your final answer within \\boxed{{}}.\n\n{question}"},
            {"role": "assistant", "type": "cot", "content": "Maybe \\boxed{99}?"},
            {"role": "assistant", "type": "response", "content": text},
        ]
        for text in RESPONSES[name]
    ]
    cost = {"cost": 0.0, "input_tokens": 9, "output_tokens": 9, "time": 1.0}
    run = {
        "idx": index,
        "problem": question,
        "gold_answer": gold,
        "source": None,
        "types": ["Algebra"],
        "N": 2,
        "cost": {**cost, "input_tokens": 18, "output_tokens": 18, "time": 2.0},
        "pass_at_1": 0.5,
        "answers": [gold, "12"],
        "correct": [True, False],
        "warnings": [0, 0],
        "manual_overwrite": [False, False],
        "llm_annotation": [None, None],
        "messages": conversations,
        "judgment": [None, None],
        "history": [None, None],
        "detailed_costs": [cost, cost],
    }
    text = json.dumps(run, indent=4, ensure_ascii=False)
    (out / "matharena" / f"{index}.json").write_text(text)
    published += [
        {
            "problem_idx": str(index),
            "problem": question,
            "model_name": "Mock (high)",
            "model_config": "mock/mock",
            "idx_answer": place,
            "all_messages": conversation,
            "user_message": conversation[0]["content"],
            "answer": conversation[-1]["content"],
            "input_tokens": 9,
            "output_tokens": 9,
            "cost": 0.0,
            "input_cost_per_tokens": 1.0,
            "output_cost_per_tokens": 1.0,
            "source": None,
            "gold_answer": gold,
            "parsed_answer": gold,
            "correct": True,
        }
        for place, conversation in enumerate(conversations)
    ]
lines = "".join(json.dumps(row) + "\n" for row in published)
(out / "matharena_outputs.jsonl").write_text(lines)

chats = [
    {
        "messages": [
            {"role": "system", "content": "You are brief."},
            {"role": "user", "content": question},
            {"role": "assistant", "content": [{"type": "text", "text": text}]},
        ],
        "answer": gold,
        "sample": place,
        "finish_reason": "length" if text == CUT else "stop",
    }
    for name, question, gold in PROBLEMS
    for place, text in enumerate(RESPONSES[name])
]
(out / "messages.json").write_text(json.dumps(chats, indent=1))

with (out / "columns.csv").open("w", newline="", encoding="utf-8") as file:
    writer = csv.writer(file)
    writer.writerow(["id", "question", "gold", "response", "sample_index", "finish_reason"])
    for name, question, gold in PROBLEMS:
        for place, text in enumerate(RESPONSES[name]):
            reason = "length" if text == CUT else "stop"
            writer.writerow([name, question, gold, text, place, reason])

problems = [{"id": name, "question": asked, "answer": gold} for name, asked, gold in PROBLEMS]
(out / "problems.jsonl").write_text("".join(json.dumps(one) + "\n" for one in problems))
