r"""Where a response runs on: into a next question or turn, or in circles.

A base model does not stop where it has answered; what it answers next is another question.
"""

import re
from collections.abc import Callable, Iterator

RUNAWAY_LENGTH = 300
RUNAWAY_PERIOD = 200
RUNAWAY_END = 20
PHRASE_LENGTH = 2000
LIST_LENGTH = 400
MAX_TRIES = 16

# A long list of numbers that nobody ended, as in "643, 645, .., 770, 7".
LONG_LIST = 12
_OPEN_LIST = re.compile(rf"(?:\d+,\s){{{LONG_LIST},}}\d*\Z")
# "x = " and "= \\", cut within an equation.
_OPEN_SIDE = re.compile(r"(?:[=+/^×÷]|=\s?\\)\Z")
_OPEN_FORMULA = re.compile(r"\\[\[(](?:(?!\\[\])]).)*\Z", re.DOTALL)

# Marks of a chat template that end a turn, as in "18<|im_end|>": nothing behind them counts.
_TURN_END = re.compile(
    r"<\|(?:im_end|eot_id|eom_id|endoftext|end_of_text|user|end_of_turn|EOT|END_OF_TURN_TOKEN)\|>"
    r"|<\|im_start\|>(?:user|system)|<\|start_header_id\|>(?:user|system)"
    r"|</s>|<eos>|<end_of_turn>|<start_of_turn>user|<｜(?:end▁of▁sentence|User)｜>"
    r"|\[INST\]|<\|start\|>user|\n[ \t]*\n[ \t]*(?:H|Human|User)[ \t]*:",
    re.IGNORECASE,
)
_TURN_START = re.compile(
    r"\A(?:\s|<\|(?:im_start|start_header_id)\|>assistant|<\|end_header_id\|>|<\|assistant\|>"
    r"|<start_of_turn>model|<s>|<bos>|\[/INST\]|<｜Assistant｜>)+",
    re.IGNORECASE,
)

_HEADS = (
    r"q(?:uestion|n)?|problem|exercise|human|user|h|instruction|task|example"
    r"|问题|题目|問題|질문|вопрос|задача|pregunta|problema|frage|aufgabe"
)
# A line that heads a next question: "Question 2:", "**Problem:**", "## Question", "<question>:".
_HEAD = re.compile(
    rf"\n[ \t>*_#~-]*<?(?:new[ \t]+|next[ \t]+)?(?:{_HEADS})>?"
    r"[ \t]*(?:no\.?[ \t]*|#)?\d{0,3}[*_]*"
    r"(?:[ \t]*[:：]|\.[*_]*[ \t]|[ \t]*\n)",
    re.IGNORECASE,
)
# "Now, combining all answers": a frame of another prompt.
_FRAME = re.compile(
    r"\n[ \t>*_#~-]*(?:now,? combining all (?:the )?answers|let'?s think step by step"
    r"|combining all (?:the )?answers"
    r"|here is (?:another|the next) (?:question|problem)|next (?:question|problem)\b"
    r"|\[/?INST\]|###[ \t]*(?:instruction|input|user|human)\b)",
    re.IGNORECASE,
)
_FRAME_WITHIN = re.compile(r"[ \t]now,? combining all (?:the )?answers", re.IGNORECASE)
# A paragraph that tells of something and asks about it, as a word problem does. One that
# begins with a doubt, or with "So", is about the question at hand.
_PARAGRAPH = re.compile(
    r"\n[ \t]*\n(?=[ \t]*[A-Z])(?![ \t]*(?:Wait|But|Hmm|Now|So|Let|Is|Are|Can|Could|Does|Do|Did"
    r"|What|How|Why|Would|Should|If|Then|Or|And|However|Actually|Since|We|I|This|That|Therefore|Thus"
    r"|Hence|Answer|The answer|Final)\b)"
    r"(?=[^\n]*\d)[^\n]{8,600}?[.!]\s+(?:How (?:many|much|long|far|old|tall)|What|Find|Determine)\b"
    r"[^\n]{1,300}\?[ \t]*\n"
)
_QUESTIONS = (_HEAD, _FRAME, _PARAGRAPH)


def first_turn(text: str, answered: Callable[[str], bool]) -> str:
    """What a response says before it goes on with a next question.

    Args:
        text: the response without its thoughts.
        answered: whether a text gives an explicit answer. Before that a head such as
            "Question:" is the response's own: some repeat what they were asked.
    """
    patterns = [*_QUESTIONS, _FRAME_WITHIN] if "combining all" in text.lower() else _QUESTIONS
    starts = sorted(match.start() for pattern in patterns for match in pattern.finditer(text))
    for start in starts[:MAX_TRIES]:
        if text[:start].strip() and answered(text[:start]):
            return text[:start]
    return text


def turns(response: str) -> tuple[str, str]:
    """A response without the mark that starts it, and what follows the end of its first turn."""
    response = _TURN_START.sub("", response)
    turn = _TURN_END.search(response)
    return (response[: turn.start()], response[turn.end() :]) if turn else (response, "")


def runs_on(text: str) -> bool:
    """Whether a text ends in one piece again and again, or within a formula or a list."""
    text = text.rstrip()
    if _OPEN_FORMULA.search(text[-PHRASE_LENGTH:]) or _in_a_list(text[-LIST_LENGTH:]):
        return True
    if _OPEN_SIDE.search(text[-3:]) or _open_bracket(text):
        return True
    if len(text) < RUNAWAY_LENGTH:
        return False
    for period in _periods(text):
        length = max(RUNAWAY_LENGTH, 3 * period)
        if len(text) >= length and text[-length:-period] == text[period - length :]:
            return True
    return False


def _in_a_list(text: str) -> bool:
    return text.count(",") >= LONG_LIST and bool(_OPEN_LIST.search(text))


def _periods(text: str) -> Iterator[int]:
    """How long before a text's end its last characters stand as well."""
    last = text[-RUNAWAY_END:]
    start = len(text) - RUNAWAY_END
    found = text.rfind(last, max(0, start - RUNAWAY_PERIOD), -1)
    while found >= 0:
        yield start - found
        found = text.rfind(last, max(0, start - RUNAWAY_PERIOD), found + RUNAWAY_END - 1)


def _open_bracket(text: str) -> bool:
    """Whether the last line ends within a bracket: "(x + sqrt(5"; that of "(0, 5]" has an end."""
    depth = 0
    for character in text.rpartition("\n")[2][-PHRASE_LENGTH:]:
        if character in "([":
            depth += 1
        elif character in ")]" and depth:
            depth -= 1
    return depth > 0 and text[-1] not in ".!?"
