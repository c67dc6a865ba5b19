"""What a response says outside of its thoughts, whatever marks its model family puts there."""

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Marks:
    """What stands before and after the thoughts of some models.

    Attributes:
        start: a pattern of the opening mark.
        end: a pattern of the closing one.
        models: who writes it.
        plain: whether the opening mark is plain text, which opens a thought only where the
            closing one follows.
    """

    start: str
    end: str
    models: str
    plain: bool = False


FAMILIES = (
    Marks(r"<think>", r"</think>", "DeepSeek-R1, Qwen3, QwQ, GLM-4.5, MiniMax, Nemotron"),
    Marks(r"<thinking>", r"</thinking>", "Claude's prompts, Reflection, SmallThinker"),
    Marks(r"<antthinking>", r"</antthinking>", "Claude's system prompts"),
    Marks(r"<thoughts?>", r"</thoughts?>", "EXAONE Deep, Marco-o1, Gemini"),
    Marks(r"<reason(?:ing)?>", r"</reason(?:ing)?>", "GRPO recipes, LLaVA-CoT"),
    Marks(r"<rationale>", r"</rationale>", "STaR recipes"),
    Marks(r"<scratchpad>", r"</scratchpad>", "scratchpad prompts"),
    Marks(r"<reflection>", r"</reflection>", "Reflection"),
    Marks(r"<longcat_think>", r"</longcat_think>", "LongCat-Flash-Thinking"),
    Marks(r"<seed:think>", r"</seed:think>", "Seed-OSS"),
    Marks(r"<mm:think>", r"</mm:think>", "MiniMax"),
    Marks(r"\[THINK\]", r"\[/THINK\]", "Magistral"),
    Marks(r"<\|begin_of_thought\|>", r"<\|end_of_thought\|>", "Sky-T1, OpenThinker, Bespoke"),
    Marks(r"<\|START_THINKING\|>", r"<\|END_THINKING\|>", "Command A Reasoning"),
    Marks(r"<\|think(?:ing)?\|>", r"<\|/think(?:ing)?\|>", "community templates"),
    Marks(r"<\|thinking_start\|>", r"<\|thinking_end\|>", "community templates"),
    Marks(r"◁think▷", r"◁/think▷", "Kimi-VL, Kimi k1.5"),
    Marks(r"<unused94>", r"<unused95>", "MedGemma"),
    Marks(r"<\|channel\>thought", r"<channel\|>", "Gemma"),
    Marks(
        r"<\|channel\|>(?:analysis|commentary)[^<\n]{0,80}<\|message\|>",
        r"<\|end\|>|(?:<\|start\|>assistant)?<\|channel\|>final[^<\n]{0,80}<\|message\|>",
        "gpt-oss (harmony)",
    ),
    Marks(r"\Aanalysis(?=(?-i:[A-Z]))", r"assistantfinal", "gpt-oss, decoded without its marks"),
    Marks(r"<\|im_start\|>think\b", r"<\|im_start\|>(?:answer|assistant)\b", "s1"),
    Marks(r"^Thinking\.\.\.[ \t]*$", r"^\.\.\.done thinking\.", "ollama's console", plain=True),
    Marks(
        r"^##[ \t]*Thinking[ \t]*$", r"^##[ \t]*Final Response[ \t]*$", "HuatuoGPT-o1", plain=True
    ),
    Marks(r'<details type="reasoning"[^>\n]{0,80}>', r"</details>", "Open WebUI's export"),
)

_MARK = re.compile(
    r"(?<!`)(?=[<\[◁a#.T])(?:"
    + "|".join(f"(?P<start{n}>{one.start})|(?P<end{n}>{one.end})" for n, one in enumerate(FAMILIES))
    + ")",
    re.IGNORECASE | re.MULTILINE,
)
# What every mark holds: most responses have none.
_HINTS = (
    "think", "thought", "reason", "rationale", "scratchpad", "reflection", "analysis", "unused9",
    "|channel|", "<channel|>", "_of_solution", "_response|>",
)  # fmt: skip
# And one of these: prose has the words above too.
_STARTS = (
    "<", "[think", "[/think", "◁", "thinking...", "...done thinking", "##", "assistantfinal",
)  # fmt: skip
# Marks that say no more than that the message for the reader begins here.
_FRAME = re.compile(
    r"<\|(?:begin|end)_of_solution\|>|<\|(?:START|END)_RESPONSE\|>|</?(?:solution|output|response)>"
    r"|<\|start\|>assistant|<\|channel\|>final[^<\n]{0,80}<\|message\|>|<\|return\|>",
    re.IGNORECASE,
)


def without_thoughts(response: str) -> str | None:
    """What a response says outside of its thoughts; None if the last one never ends.

    What stands before a closing mark without an opening one is a thought, too: many templates
    put the opening mark into the prompt. What follows the last thought is what counts; where
    nothing does, what stands between and before thoughts.
    """
    lowered = response.lower()
    marked = any(start in lowered for start in _STARTS) or lowered.startswith("analysis")
    if not marked or not any(hint in lowered for hint in _HINTS):
        return response
    outside, begin, thinking = [], 0, -1
    for match in _MARK.finditer(response):
        family = int((match.lastgroup or "0").removeprefix("start").removeprefix("end"))
        if (match.lastgroup or "").startswith("start"):
            if thinking < 0:
                outside.append(response[begin : match.start()])
                thinking = family
        elif thinking in (-1, family):  # another family's mark is a quotation
            if thinking < 0 and not _plain_end(match[0], FAMILIES[family]):
                continue
            if thinking < 0 and not outside:
                outside.append("")
            begin, thinking = match.end(), -1
    if thinking >= 0 and FAMILIES[thinking].plain:
        outside = [response]
        begin = len(response)
    elif thinking >= 0:
        return None
    outside.append(response[begin:])
    said = next((piece for piece in reversed(outside) if piece.strip()), "")
    return _FRAME.sub("", said) if len(outside) > 1 else response


def ends_first(text: str) -> bool:
    """Whether a text goes on within a thought: the first mark in it ends one."""
    mark = _MARK.search(text)
    if not mark or not (mark.lastgroup or "").startswith("end"):
        return False
    return _plain_end(mark[0], FAMILIES[int((mark.lastgroup or "").removeprefix("end"))])


def _plain_end(mark: str, family: Marks) -> bool:
    """Whether a closing mark alone says that what stands before it was a thought."""
    return mark.lower() not in ("<|end|>", "</details>") and family.models != "s1"
