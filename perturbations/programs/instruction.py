r"""The instructions how to answer, which some copies keep at a question's end.

``Let's think step by step and output the final answer within \boxed{}.``
"""

import re

# Sentences of nothing but such words, so that no condition falls away with them:
# of "Suppose that n is odd. Put your answer in \boxed{}." the first sentence stays.
_WORDS = (
    "let's|let|us|please|remember|think|reason|solve|this|the|following|math|problem|step|by"
    "|carefully|and|then|you|should|must|make|sure|to|output|put|give|write|provide|present|place"
    "|return|enclose|box|show|your|final|answer|solution|result|in|within|inside|with|using|is|be"
    "|as|it|a|an|only"
)
_LONGEST = 400  # characters of instructions, so that no text takes long
_BOXED = r"\\boxed\s*\{+[^{}]*\}+"
_INSTRUCTION = re.compile(
    rf"(?:\n|(?:(?<=[.?!])|(?<=[.?!][$)*]))\s)(?=(?s:.*){_BOXED})"
    rf"(?:\s*(?:(?:{_WORDS})\b|{_BOXED}|\\[()]|[.,:;!$*]))+\s*\Z",
    re.IGNORECASE,
)


def without_instruction(text: str) -> str:
    r"""Cut off sentences at the end that ask for a ``\boxed{}`` answer, and say nothing else."""
    start = max(0, len(text) - _LONGEST)
    return text[:start] + _INSTRUCTION.sub("", text[start:])
