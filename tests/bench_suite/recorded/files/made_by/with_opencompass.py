"""Run with OpenCompass's wheel unpacked on the path: what its inferencers save with.

Only the class that collects and writes predictions is loaded from its source: the package asks for
far more than is needed to write a file.
"""

import ast
import importlib.util
import json
import sys
from pathlib import Path

from own import PROBLEMS, RESPONSES

root = importlib.util.find_spec("opencompass").submodule_search_locations[0]
source = Path(root) / "openicl" / "icl_inferencer" / "icl_base_inferencer.py"
wanted = ("dump_results_dict", "GenInferencerOutputHandler")
tree = ast.parse(source.read_text(encoding="utf-8"))
tree.body = [node for node in tree.body if getattr(node, "name", "") in wanted]
names = {"json": json, "Path": Path}
exec(compile(tree, str(source), "exec"), names)

handler = names["GenInferencerOutputHandler"]()
asked = [(problem, sample) for sample in range(2) for problem in PROBLEMS]
for index, ((name, question, gold), sample) in enumerate(asked):
    prompt = [{"role": "HUMAN", "prompt": f"{question}\nPut your answer within \\boxed{{}}."}]
    handler.save_results(prompt, RESPONSES[name][sample], index, gold=gold)
Path(sys.argv[1]).mkdir()
handler.write_to_json(sys.argv[1], "own.json")
