"""Run with openai: its own types, as rows with choices and as the output of a batch."""

import json
import sys
from pathlib import Path

from openai.types.chat import ChatCompletion
from own import CUT, PROBLEMS, RESPONSES

folder = Path(sys.argv[1])
folder.mkdir()
rows, batch = [], []
for name, question, gold in PROBLEMS:
    completion = ChatCompletion.model_validate(
        {
            "id": f"chatcmpl-{name}",
            "object": "chat.completion",
            "created": 0,
            "model": "mock",
            "choices": [
                {
                    "index": index,
                    "finish_reason": "length" if text == CUT else "stop",
                    "message": {"role": "assistant", "content": text},
                }
                for index, text in enumerate(RESPONSES[name])
            ],
        }
    ).model_dump(mode="json")
    messages = [{"role": "user", "content": question}]
    rows.append({"messages": messages, "answer": gold, **completion})
    response = {"status_code": 200, "request_id": "r", "body": completion}
    batch.append({"id": "b", "custom_id": name, "response": response, "error": None})
for file, lines in (("openai.jsonl", rows), ("openai_batch.jsonl", batch)):
    (folder / file).write_text("".join(json.dumps(line) + "\n" for line in lines))
