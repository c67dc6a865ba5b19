r"""The line that tells how to answer, which some copies keep at a question's end.

``Let's think step by step and output the final answer within \boxed{}.``
"""

import re

_LAST_LINE = re.compile(r"\n(?P<line>[^\n]*\\boxed\s*\{[^{}]*\}[^\n]*?)\s*\Z")
# Words that ask for no other answer. "Write twice the answer in \boxed{}" belongs to the question.
_WORD = re.compile(
    r"a|an|and|answer|as|box|boxed|by|carefully|clearly|enclosed?|end|final|finally|first|format"
    r"|give|in|inside|into|is|it|let|let's|me|must|of|output|place|please|present|problem|provide"
    r"|put|question|reason|reasoning|return|show|solution|solve|step|that|the|then|think|this"
    r"|through|to|us|using|with|within|work|write|you|your"
)
# Words, and signs that may say something: the "+" of "the answer + 1", the "7" of "modulo 7".
_PIECE = re.compile(r"[a-z']+|[^\sa-z'.,:;$`\\{}-]")


def without_instruction(text: str) -> str:
    r"""Cut off a last line that asks for a ``\boxed{}`` answer, and for nothing else."""
    match = _LAST_LINE.search(text)
    if match is None:
        return text
    said = match["line"].lower().replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")
    harmless = all(_WORD.fullmatch(piece) for piece in _PIECE.findall(said))
    return text[: match.start()] if harmless else text
