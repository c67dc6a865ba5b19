r"""The line that tells how to answer, which some copies keep at a question's end.

``Let's think step by step and output the final answer within \boxed{}.``
"""

import re

_INSTRUCTION = re.compile(r"\n[^\n]*\\boxed\s*\{[^{}]*\}[^\n]*\s*\Z")


def without_instruction(text: str) -> str:
    r"""Cut off a last line that asks for a ``\boxed{}`` answer."""
    return _INSTRUCTION.sub("", text)
