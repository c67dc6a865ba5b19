"""Run with verl's wheel unpacked on the path: the function that its trainer dumps rollouts with.

Only that function is loaded from its source: the package asks for GPUs.
"""

import ast
import importlib.util
import json
import os
import sys
from pathlib import Path

from own import PROBLEMS, RESPONSES

root = importlib.util.find_spec("verl").submodule_search_locations[0]
source = Path(root) / "trainer" / "ppo" / "ray_trainer.py"
tree = ast.parse(source.read_text(encoding="utf-8"))
functions = [node for node in ast.walk(tree) if getattr(node, "name", "") == "_write_generations"]
functions[0].decorator_list = []
tree.body = functions[:1]
names = {"json": json, "os": os}
exec(compile(tree, str(source), "exec"), names)

rollouts = [(problem, text) for problem in PROBLEMS for text in RESPONSES[problem[0]]]
names["_write_generations"](
    inputs=[f"user\n{question}\nassistant\n" for (_, question, _), _ in rollouts],
    outputs=[text for _, text in rollouts],
    gts=[gold for (_, _, gold), _ in rollouts],
    scores=[1.0, 0.0] * len(PROBLEMS),
    reward_extra_infos_dict={"acc": [True, False] * len(PROBLEMS)},
    dump_path=sys.argv[1],
    global_steps=7,
)
